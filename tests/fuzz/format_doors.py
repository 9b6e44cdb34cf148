"""Articles in the forms of other programs: mails, mailboxes, saved pages, feeds, tables, office documents and books."""

from __future__ import annotations

import io
import zipfile

from article_doors import ArticleDoor
from door import Case
from mutation import ODD_TEXTS, Rng, mutated

import seeds

_MAIL = (
    "From: Desk <d@example.org>\nSubject: =?utf-8?q?Sit=C3=A9?=\nDate: Tue, 13 Jun 2023 09:00:00 +0300\nMIME-Version: 1.0\n"
    "Content-Type: multipart/mixed; boundary=AA\n\n--AA\nContent-Type: text/html; charset=utf-8\n"
    "Content-Transfer-Encoding: quoted-printable\n\n<p>{text}</p>\n--AA\nContent-Type: application/pdf\n"
    "Content-Disposition: attachment; filename=a.pdf\n\nx\n--AA--\n"
)
_FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><item><title>One</title><guid>1</guid><link>https://x.example/1</link>'
    "<pubDate>Tue, 13 Jun 2023 09:00:00 GMT</pubDate><description>&lt;p&gt;{text}&lt;/p&gt;</description></item></channel></rss>"
)
_WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{text}</w:t></w:r><w:del><w:r>'
    "<w:delText>x</w:delText></w:r></w:del></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
)
_ODT = (
    '<c xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:text><text:h>Head</text:h><text:p>{text}<text:note><text:note-body><text:p>note</text:p></text:note-body></text:note></text:p></office:text></c>"
)
_BOOK = '<package><manifest><item id="a" href="a.xhtml"/></manifest><spine><itemref idref="a"/></spine></package>'
_CONTAINER = '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>'


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


class Forms(ArticleDoor):
    """Damage outside (the archive, the headers) and inside (a part of the archive before it is packed)."""

    name = "forms"

    def make(self, rng: Rng) -> Case:
        text = rng.choice((seeds.NEWS, *ODD_TEXTS)).replace("{", "").replace("\x00", "")

        def part(markup: str) -> bytes:
            data = markup.replace("{text}", text).encode("utf-8", "surrogatepass")
            return mutated(data, rng) if rng.random() < 0.5 else data

        ending = rng.choice((".eml", ".mhtml", ".mbox", ".rss", ".xml", ".csv", ".tsv", ".docx", ".odt", ".epub"))
        match ending:
            case ".eml" | ".mhtml":
                data = part(_MAIL)
            case ".mbox":
                data = b"".join(b"From d@x Tue Jun 13 09:00:00 2023\n" + part(_MAIL) + b"\n" for _ in range(3))
            case ".rss" | ".xml":
                data = part(_FEED)
            case ".csv" | ".tsv":
                data = part('id,date,source,notes\n1,13 June 2023,Wire,"{text}"\n2,,,\n')
            case ".docx":
                data = _zipped({"word/document.xml": part(_WORD), "docProps/core.xml": part("<c><title>T</title></c>")})
            case ".odt":
                data = _zipped({"content.xml": part(_ODT), "meta.xml": part("<m><title>T</title></m>")})
            case _:
                book = {"META-INF/container.xml": part(_CONTAINER), "b.opf": part(_BOOK), "a.xhtml": part("<p>{text}</p>")}
                data = _zipped(book)
        return Case(mutated(data, rng) if rng.random() < 0.3 else data, ending)
