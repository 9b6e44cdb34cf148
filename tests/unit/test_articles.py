"""Taking in files: what is read, what is refused, and in which words."""

from __future__ import annotations

import codecs
import hashlib
import json
import os
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo.articles import FORMAT_OF, gather, language_of, read, read_date
from geo.articles.documents import Document
from geo.articles.formats import FORMATS, Format
from geo.errors import ArticleError, Cancelled

REPORT = "Two ships fired on the harbour on Wednesday, and the mayor said that nobody had been killed in the town."


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


# --- text and its encodings


@pytest.mark.parametrize(
    ("data", "text", "extractor"),
    [
        ("Café “x” in Idlib".encode(), "Café “x” in Idlib", "plain text"),
        (codecs.BOM_UTF8 + "Café".encode(), "Café", "plain text"),
        (codecs.BOM_UTF16_LE + "Café إدلب".encode("utf-16-le"), "Café إدلب", "plain text, utf-16-le"),
        (codecs.BOM_UTF16_BE + "Café".encode("utf-16-be"), "Café", "plain text, utf-16-be"),
        (codecs.BOM_UTF32_LE + "Café".encode("utf-32-le"), "Café", "plain text, utf-32-le"),
        ("Ships fired at noon".encode("utf-16-le"), "Ships fired at noon", "plain text, utf-16-le"),
        ("Syria’s army – “quiet” – left Orléans".encode("cp1252"), "Syria’s army – “quiet” – left Orléans", "plain text, windows-1252"),
        (
            "Zaytā, Nboûdé, é: ".encode() + "Syria’s".encode("cp1252"),
            "Zaytā, Nboûdé, é: Syria’s",
            "plain text, utf-8 with windows-1252",
        ),
    ],
)
def test_encodings_are_told_apart(tmp_path: Path, data: bytes, text: str, extractor: str) -> None:
    (article,) = read(write(tmp_path, "a.txt", data))
    assert article.text == text
    assert article.custody is not None
    assert article.custody.extractor == extractor


def test_other_code_pages_are_found() -> None:
    from geo.articles.decode import decode

    russian = "Российские самолёты нанесли удары по позициям боевиков в сирийской провинции Хама, сообщило министерство обороны. " * 3
    assert decode(russian.encode("cp1251"), "a.txt").text == russian


def test_a_text_file_is_decoded_and_nothing_else_is_changed(tmp_path: Path) -> None:
    text = "One\r\nTwo\rThree\n\n  Four\u2028 \tFive  \n"
    (article,) = read(write(tmp_path, "a.txt", text))
    assert article.text == text
    assert article.text_sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_custody_holds_what_a_reader_can_check_later(tmp_path: Path) -> None:
    data = codecs.BOM_UTF8 + REPORT.encode()
    path = write(tmp_path, "a.txt", data)
    custody = read(path)[0].custody
    assert custody is not None
    assert (custody.source, custody.sha256, custody.size) == (str(path), hashlib.sha256(data).hexdigest(), len(data))
    assert custody.extractor_version
    assert custody.taken_at.tzinfo is not None


@pytest.mark.parametrize(
    ("data", "reason", "remedy"),
    [
        (b"", "it is empty", "saved or downloaded"),
        (b" \n\t ", "it is empty", "saved or downloaded"),
        (b"---\ntitle: x\n---\n", None, None),
        (b"%PDF-1.7 rest", "a PDF file", "ends in .pdf"),
        (b"PK\x03\x04rest", "ZIP or office", "save the document as PDF or text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "a picture", "OCR"),
        (bytes(range(256)) * 20, "binary data", "text, HTML, PDF or JSON Lines"),
        (os.urandom(0) + b"MZ\x90\x00" + bytes(500), "a program", "text file"),
        (b"abc\x00def\x01\x02" * 40, "binary data", "UTF-8"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x41\x00", "claims to be utf-16-le", "UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_by_name_with_a_remedy(tmp_path: Path, data: bytes, reason: str | None, remedy: str | None) -> None:
    path = write(tmp_path, "odd.txt", data)
    if reason is None or remedy is None:
        assert read(path)[0].title == "x"
        return
    with pytest.raises(ArticleError) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert reason in str(caught.value)
    assert remedy in str(caught.value)


def test_fifty_megabytes_of_text_are_refused_and_the_limit_is_said(tmp_path: Path) -> None:
    path = tmp_path / "dump.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(ArticleError, match=r"dump\.txt: it has 50 MB, and no more than 10 MB are taken in\. Split it"):
        read(path)


def test_missing_and_odd_paths_are_named(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"nowhere: there is no such file or folder\. Check the spelling"):
        read(tmp_path / "nowhere")
    with pytest.raises(ArticleError, match=r"does not read \.msg files"):
        read(write(tmp_path, "a.msg", b"x"))
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ArticleError, match="not a regular file"):
        read(tmp_path / "pipe.txt")


def test_a_format_is_named_by_its_registration_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What CONTRIBUTING promises: a reader and one entry, and the file is read, in folders too."""

    def wire(data: bytes, path: Path) -> Iterator[Document]:
        slug, _, body = data.decode().partition("\n")
        yield Document(body, "wire", "1", title=slug)

    monkeypatch.setitem(FORMAT_OF, ".wire", Format((".wire",), wire, max_bytes=1000))
    write(tmp_path, "a.wire", "EVENING LEAD\n" + REPORT)
    [article] = gather([tmp_path]).articles
    assert (article.title, article.text) == ("EVENING LEAD", REPORT)
    write(tmp_path, "a.wire", "EVENING LEAD\n" + REPORT * 20)
    with pytest.raises(ArticleError, match="no more than 0 MB"):
        read(tmp_path / "a.wire")


def test_all_formats_are_told_wherever_formats_are_told() -> None:
    from desktop.main_window.files import ARTICLES
    from geo.cli.main import _parse

    help_text = " ".join(_parse()[0].format_help().split())
    for taken in FORMATS:
        assert taken.endings[0] in help_text
        assert all(f"*{ending}" in ARTICLES for ending in taken.endings)


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read everything")
def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", REPORT)
    path.chmod(0)
    with pytest.raises(ArticleError, match="cannot be read"):
        read(path)


# --- title, date and publisher


@pytest.mark.parametrize(
    ("head", "title", "publisher", "published"),
    [
        ("---\ntitle: Ships fire\ndate: 2015-10-07\npublisher: Valley Post\n---\n", "Ships fire", "Valley Post", date(2015, 10, 7)),
        ('---\r\nTitle: "Ships: fire"\r\nSource: Post\r\n---\r\n', "Ships: fire", "Post", None),
        ("Title: Ships fire\nDate: Wednesday, October 7, 2015\nPublisher: Valley Post\n\n", "Ships fire", "Valley Post", date(2015, 10, 7)),
        ("Source: the ministry said so.\n", None, None, None),  # no blank line follows: it is text
        ("# Ships fire\n\n", "Ships fire", None, None),
        ("---\n\nA rule, no front matter.\n\n---\n", None, None, None),
        ("", None, None, None),
    ],
)
def test_front_matter_is_read(tmp_path: Path, head: str, title: str | None, publisher: str | None, published: date | None) -> None:
    (article,) = read(write(tmp_path, "a.md", head + REPORT))
    assert (article.title, article.publisher, article.published) == (title, publisher, published)
    assert article.text == head + REPORT


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2015-10-07", date(2015, 10, 7)),
        ("2015-10-07T23:30:00+03:00", date(2015, 10, 7)),
        ("2015/10/7", date(2015, 10, 7)),
        ("20151007", date(2015, 10, 7)),
        ("7 October 2015", date(2015, 10, 7)),
        ("7th of Oct. 2015", date(2015, 10, 7)),
        ("October 7, 2015 at 3:40 p.m.", date(2015, 10, 7)),
        ("Wed, 07 Oct 2015 10:00:00 GMT", date(2015, 10, 7)),
        ("25/10/2015", date(2015, 10, 25)),
        ("10/25/2015", date(2015, 10, 25)),
        ("07.10.2015", date(2015, 10, 7)),
        ("07/10/2015", None),  # October or July
        ("7 October", None),
        ("Wednesday", None),
        ("October 2015", None),
        ("2015-13-40", None),
        ("31 February 2015", None),
        ("", None),
    ],
)
def test_dates_are_read_and_never_completed(words: str, expected: date | None) -> None:
    assert read_date(words) == expected


def test_sample_articles_are_marked(tmp_path: Path) -> None:
    (sample,) = read(write(tmp_path, "a.md", "---\npublisher: Dateline sample\n---\n" + REPORT))
    (other,) = read(write(tmp_path, "b.md", REPORT))
    assert (sample.sample, other.sample) == (True, False)


# --- languages


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (REPORT, "en"),
        (REPORT.upper(), "en"),
        ("Russian airstrikes on Kafr Zita and al-Latamneh in Hama province", None),
        ("Ships.", None),
        ("قصفت الطائرات الروسية بلدة كفر زيتا في ريف حماة صباح اليوم وسقط عدد من الجرحى", "ar"),
        ("Российские самолёты нанесли удары по позициям боевиков в провинции Хама, сообщило министерство", "ru"),
        ("Les navires russes ont tiré vingt-six missiles sur la Syrie, a déclaré le ministre de la défense à Moscou", "fr"),
        ("Rus gemileri Hazar Denizi'nden Suriye'ye yirmi altı füze fırlattı, dedi savunma bakanı çarşamba günü", "tr"),
    ],
)
def test_the_language_is_told(text: str, language: str | None) -> None:
    found = language_of(text)
    assert found == language or (language is None and found == "en")


def test_an_article_in_another_language_is_taken_in_and_not_analysed(tmp_path: Path) -> None:
    (article,) = read(
        write(tmp_path, "a.txt", "Российские самолёты нанесли удары по позициям боевиков в провинции Хама, сообщило министерство")
    )
    assert not article.analysed


# --- HTML


PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Ships fire on harbour | Valley Post</title>
<meta property="og:title" content="Ships fire on harbour"><meta property="og:site_name" content="Valley Post">
<meta property="article:published_time" content="2015-10-07T18:00:00Z"><link rel="canonical" href="https://example.org/ships">
</head><body><nav>Home News Sport</nav><article><h1>Ships fire on harbour</h1><p>{REPORT}</p>
<p>The ministry would not say whose ships they were, and café owners on the quay had already closed for the day.</p>
<p>A second salvo followed at dusk, residents said, without doing any harm to the boats that lay there.</p></article>
<footer>© 2021 Valley Post</footer></body></html>"""


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("no_network")
def test_a_web_page_gives_its_article_and_what_it_declares(tmp_path: Path) -> None:
    (article,) = read(write(tmp_path, "a.html", PAGE))
    assert REPORT in article.text
    assert "Sport" not in article.text
    assert (article.title, article.publisher, article.published) == ("Ships fire on harbour", "Valley Post", date(2015, 10, 7))
    assert article.address == "https://example.org/ships"
    assert article.custody is not None
    assert article.custody.extractor == "trafilatura"


def test_a_page_without_a_date_gets_none(tmp_path: Path) -> None:
    undated = PAGE.replace('<meta property="article:published_time" content="2015-10-07T18:00:00Z">', "")
    assert read(write(tmp_path, "a.html", undated))[0].published is None


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16"])
def test_a_page_in_another_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    declared = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">') if encoding == "iso-8859-1" else PAGE
    assert "café owners" in read(write(tmp_path, "a.html", declared.encode(encoding)))[0].text


@pytest.mark.parametrize(
    "markup",
    ["<html><body></body></html>", "<<<>>><p", "<!-- only a comment -->", "<html><body><img src=x></body></html>", "<script>1</script>"],
)
def test_a_page_without_an_article_is_refused(tmp_path: Path, markup: str) -> None:
    with pytest.raises(ArticleError, match=r"a\.html: (no article text was found in the page|it holds no text|the page cannot be read)"):
        read(write(tmp_path, "a.html", markup))


def test_broken_markup_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    (article,) = read(write(tmp_path, "a.html", PAGE[: PAGE.index("</article>")].replace("</p>", "")))
    assert "nobody had been killed" in article.text


def test_an_xml_declaration_does_no_harm(tmp_path: Path) -> None:
    assert REPORT in read(write(tmp_path, "a.xhtml", '<?xml version="1.0" encoding="utf-8"?>\n' + PAGE))[0].text


# --- PDF


def pdf_of(text: str, title: str | None = None) -> bytes:
    """A one-page PDF, as small as the format allows."""
    words = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    stream = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (" + (title or "").encode() + b") /CreationDate (D:20210101000000Z) >>",
    ]
    out = b"%PDF-1.4\n"
    places: list[int] = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + b"".join(f"{at:010} 00000 n \n".encode() for at in places)
    return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()


def test_a_pdf_gives_its_text_and_title_but_not_its_date_of_making(tmp_path: Path) -> None:
    (article,) = read(write(tmp_path, "a.pdf", pdf_of(REPORT, "Ships fire")))
    assert article.text == REPORT
    assert (article.title, article.published) == ("Ships fire", None)
    assert article.custody is not None
    assert article.custody.extractor == "pypdf"


def test_a_title_that_a_program_made_is_none(tmp_path: Path) -> None:
    assert read(write(tmp_path, "a.pdf", pdf_of(REPORT, "Microsoft Word - draft.doc")))[0].title is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf_of(REPORT)[:120], "the PDF is damaged"),
        (b"%PDF-1.4\n%%EOF", "the PDF is damaged"),
        (b"not a PDF at all", "the PDF is damaged"),
        (pdf_of(""), "pictures of pages and no text"),
    ],
)
def test_a_broken_or_wordless_pdf_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=rf"a\.pdf: .*{reason}"):
        read(write(tmp_path, "a.pdf", data))


# --- JSON Lines


def test_records_keep_their_id_and_text_exactly(tmp_path: Path) -> None:
    record = {"id": 7, "text": "  " + REPORT + "\n", "title": "Ships fire", "date": "2015-10-07", "publisher": "Valley Post"}
    (article,) = read(write(tmp_path, "a.jsonl", json.dumps(record) + "\n"))
    assert (article.id, article.text, article.title, article.publisher) == ("7", record["text"], "Ships fire", "Valley Post")
    assert article.published == date(2015, 10, 7)
    assert article.custody is not None
    assert article.custody.source.endswith("a.jsonl, line 1")


def test_a_bad_line_is_named_with_its_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "a", "text": REPORT}),
        "{broken",
        "",
        '["no record"]',
        json.dumps({"id": "b"}),
        json.dumps({"id": "c", "text": "  "}),
        '{"id": "d", "text": "half \\ud800 a character"}',
        "[" * 100_000,
        json.dumps({"text": "Another report without an id, about the harbour."}),
    ]
    found = gather([write(tmp_path, "many.jsonl", "\n".join(lines))])
    assert [article.id for article in found.articles] == ["a", "many.jsonl:9"]
    assert [failure.source.rsplit(", ", 1)[1] for failure in found.failures] == [f"line {n}" for n in (2, 4, 5, 6, 7, 8)]
    assert all("many.jsonl, line" in failure.message for failure in found.failures)


def test_a_json_file_may_be_one_list(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", json.dumps([{"id": 1, "text": REPORT}, {"id": 2, "text": "x" + REPORT}], indent=1))
    assert [article.id for article in read(path)] == ["1", "2"]


# --- folders


def test_a_folder_is_taken_in_sorted_order_with_relative_ids(tmp_path: Path) -> None:
    write(tmp_path, "b/two.txt", "Two. " + REPORT)
    write(tmp_path, "a.md", "One. " + REPORT)
    write(tmp_path, "b/c/three.TXT", "Three. " + REPORT)
    write(tmp_path, "photo.jpg", b"\xff\xd8\xff")
    write(tmp_path, ".hidden/x.txt", REPORT)
    found = gather([tmp_path])
    assert [article.id for article in found.articles] == ["a.md", "b/two.txt", "b/c/three.TXT"]
    assert [path.name for path in found.passed_over] == ["photo.jpg"]
    assert found.failures == ()


def test_what_fails_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt", REPORT)
    write(tmp_path, "in/empty.txt", "")
    write(tmp_path, "in/broken.pdf", b"%PDF-")
    write(tmp_path, "in/report.docx", b"PK")
    (tmp_path / "bare").mkdir()
    found = gather([tmp_path / "in", tmp_path / "gone", tmp_path / "bare"])
    assert [article.id for article in found.articles] == ["a.txt"]
    assert sorted(Path(failure.source).name for failure in found.failures) == ["bare", "broken.pdf", "empty.txt", "gone", "report.docx"]
    assert all(failure.source in failure.message for failure in found.failures)


def test_duplicates_are_marked_and_a_file_given_twice_is_one(tmp_path: Path) -> None:
    first = write(tmp_path, "a.txt", REPORT)
    write(tmp_path, "b.txt", codecs.BOM_UTF8 + REPORT.encode())
    found = gather([tmp_path, first])
    assert [(article.id, article.duplicate_of) for article in found.articles] == [("a.txt", None), ("b.txt", "a.txt")]


def test_ids_stay_apart(tmp_path: Path) -> None:
    one, two = write(tmp_path, "x/a.txt", REPORT), write(tmp_path, "y/a.txt", "Other. " + REPORT)
    assert [article.id for article in gather([one, two]).articles] == ["a.txt", "y/a.txt"]
    twice = write(tmp_path, "z.jsonl", "\n".join(json.dumps({"id": "a", "text": f"{n} {REPORT}"}) for n in range(3)))
    assert [article.id for article in gather([twice]).articles] == ["a", f"{tmp_path.name}/a", "a (2)"]


def test_progress_is_told_and_cancelling_stops(tmp_path: Path) -> None:
    for n in range(3):
        write(tmp_path, f"{n}.txt", f"{n} {REPORT}")
    steps: list[tuple[int, int, str]] = []
    gather([tmp_path], on_progress=lambda done, total, what: steps.append((done, total, what)))
    assert steps == [(0, 3, "0.txt"), (1, 3, "1.txt"), (2, 3, "2.txt"), (3, 3, "")]
    with pytest.raises(Cancelled):
        gather([tmp_path], cancelled=lambda: True)
