"""Files as people have them: mails, mailboxes, feeds, posts, tables, office documents, books and saved pages become articles."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from geo.articles import gather, read
from geo.errors import ArticleError
from geo.model import Article

SHELLED = "Shells hit a market in Marqad on Tuesday and killed three people."
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
BOMB = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "{}">{}]><rss><channel><item><title>&j;</title></item></channel></rss>'


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return out.getvalue()


def told(article: Article) -> tuple[str, str | None, str | None, date | None, str | None]:
    return article.text, article.title, article.publisher, article.published, article.address


# --- mails


def test_a_mail_has_its_words_subject_sender_and_day(tmp_path: Path) -> None:
    head = "From: =?utf-8?q?Field_desk?= <desk@example.org>\nTo: a@example.org\nSubject: =?utf-8?b?w4ljbGFpcg==?=\n"
    mail = f"{head}Date: Tue, 13 Jun 2023 23:30:00 +0300\nContent-Type: text/plain; charset=utf-8\n\n{SHELLED}\n"
    [article] = read(written(tmp_path, "a.eml", mail))
    assert told(article) == (SHELLED, "Éclair", "Field desk", date(2023, 6, 13), None)


def test_of_a_mail_with_html_and_attachments_the_words_are_read_and_the_files_named(tmp_path: Path) -> None:
    mail = (
        "From: a@example.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=AA\n\n--AA\n"
        "Content-Type: text/html\n\n<style>p{}</style><p>Shells hit <b>Marqad</b>.</p><p>Three &amp; more died.</p>\n--AA\n"
        "Content-Type: application/pdf\nContent-Disposition: attachment; filename=map.pdf\n\nx\n--AA--\n"
    )
    [article] = read(written(tmp_path, "a.eml", mail))
    assert article.text == "Shells hit Marqad.\nThree & more died.\n\n[Attached: map.pdf]"
    assert article.publisher == "a@example.org"


def test_each_message_of_a_mailbox_is_an_article_and_an_empty_one_is_named(tmp_path: Path) -> None:
    head = "From d@example.org Tue Jun 13 09:00:00 2023\nFrom: d@example.org\n"
    one = f"{head}Subject: One\nMessage-ID: <1@x>\n\n>From the front: {SHELLED}\n\n"
    two = "From d@example.org Tue Jun 13 10:00:00 2023\nFrom: d@example.org\nSubject: Two\n\n\n\n"
    three = f"From d@example.org Wed Jun 14 10:00:00 2023\nFrom: d@example.org\nSubject: Three\n\n{SHELLED}\n"
    found = gather([written(tmp_path, "all.mbox", one + two + three)])
    assert [(a.id, a.title, a.text) for a in found.articles] == [
        ("1@x", "One", f"From the front: {SHELLED}"),
        ("all.mbox:3", "Three", SHELLED),
    ]
    assert [f.message for f in found.failures] == [
        f"{tmp_path / 'all.mbox'}, message 2: the message holds no text. Take its attachments in as files of their own."
    ]
    assert found.articles[0].custody is not None
    assert found.articles[0].custody.source.endswith("all.mbox, message 1")


def test_a_page_saved_as_one_file_is_read_as_a_page(tmp_path: Path) -> None:
    body = f"<article><h1>Marqad</h1><p>{SHELLED}</p><p>{SHELLED} So it was.</p></article>"
    page = f"<html><head><title>Marqad</title></head><body>{body}</body></html>"
    mhtml = (
        "From: <Saved by a browser>\nSnapshot-Content-Location: https://news.example/1\nMIME-Version: 1.0\n"
        f"Content-Type: multipart/related; boundary=AA\n\n--AA\nContent-Type: text/html; charset=utf-8\n\n{page}\n--AA--\n"
    )
    [article] = read(written(tmp_path, "a.mhtml", mhtml))
    assert SHELLED in article.text
    assert (article.title, article.address) == ("Marqad", "https://news.example/1")


# --- feeds, posts and tables


@pytest.mark.parametrize(
    ("name", "feed", "title", "address"),
    [
        (
            "a.rss",
            '<rss version="2.0"><channel><title>Valley Wire</title><item><title>Market hit</title><link>https://x.example/1</link>'
            f"<pubDate>Tue, 13 Jun 2023 09:00:00 GMT</pubDate><description>&lt;p&gt;{SHELLED}&lt;/p&gt;</description></item>"
            "</channel></rss>",
            "Market hit",
            "https://x.example/1",
        ),
        (
            "a.xml",
            '<feed xmlns="http://www.w3.org/2005/Atom"><title>Valley Wire</title><entry><title>Market hit</title>'
            '<link rel="self" href="https://x.example/feed"/><link href="https://x.example/1"/><published>2023-06-13T09:00:00Z</published>'
            f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{SHELLED}</p></div></content></entry></feed>',
            "Market hit",
            "https://x.example/1",
        ),
    ],
)
def test_each_item_of_a_feed_is_an_article(tmp_path: Path, name: str, feed: str, title: str, address: str) -> None:
    [article] = read(written(tmp_path, name, feed))
    assert told(article) == (f"{title}\n\n{SHELLED}", title, "Valley Wire", date(2023, 6, 13), address)


def test_messages_of_a_telegram_export_are_articles_and_what_only_tells_of_members_is_none(tmp_path: Path) -> None:
    export = {
        "name": "Valley alerts",
        "type": "public_channel",
        "messages": [
            {"id": 1, "type": "service", "date": "2023-06-13T08:00:00", "action": "create_channel", "text": ""},
            {
                "id": 2,
                "type": "message",
                "date": "2023-06-14T09:00:00",
                "text": ["Strike on ", {"type": "hashtag", "text": "#Marqad"}, "."],
            },
            {"id": 3, "type": "message", "date": "2023-06-14T09:00:00", "photo": "x.jpg", "text": ""},
        ],
    }
    [article] = read(written(tmp_path, "result.json", json.dumps(export)))
    assert (article.id, article.text, article.publisher, article.published) == (
        "Valley alerts/2",
        "Strike on #Marqad.",
        "Valley alerts",
        date(2023, 6, 14),
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", json.dumps({"id_str": "7", "body": SHELLED, "published_at": "2023-06-13", "outlet": "Wire", "url": "https://x.example"})),
        ("a.jsonl", json.dumps({"id": 7, "Full-Text": SHELLED, "created_at": 1_686_650_400, "user": {"name": "Wire"}, "link": "https://x.example"})),
        (
            "a.json",
            json.dumps({"articles": [{"id": "7", "content": f"<p>{SHELLED}</p>", "publishedAt": "2023-06-13T09:00Z",
                                      "source": {"id": None, "name": "Wire"}, "url": "https://x.example"}]}),
        ),
        (
            "a.json",
            "window.YTD.tweets.part0 = " + json.dumps([{"tweet": {"id_str": "7", "full_text": SHELLED, "user": {"screen_name": "Wire"},
                                                                   "created_at": "Tue Jun 13 09:00:00 +0000 2023", "url": "https://x.example"}}]),
        ),
        ("a.csv", f"event_id_cnty;event_date;source;notes;url\n7;13 June 2023;Wire;{SHELLED};https://x.example\n"),
    ],
)  # fmt: skip
def test_fields_are_found_by_their_usual_names_and_custody_says_which(tmp_path: Path, name: str, data: str) -> None:
    [article] = read(written(tmp_path, name, data))
    assert (article.id, article.text, article.publisher, article.published, article.address) == (
        "7",
        SHELLED,
        "Wire",
        date(2023, 6, 13),
        "https://x.example",
    )
    assert article.custody is not None
    assert article.custody.extractor.startswith("records (text: ")


def test_a_table_without_texts_says_which_columns_it_has(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"it has no column of texts \(its columns: name, lat, lon\)\. Call the column of the texts"):
        read(written(tmp_path, "a.csv", "name,lat,lon\nMarqad,1,2\n"))


def test_a_row_without_text_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    found = gather([written(tmp_path, "a.tsv", f"id\ttext\n1\t\n2\t{SHELLED}\n")])
    assert [a.id for a in found.articles] == ["2"]
    assert "a.tsv, row 1" in found.failures[0].message


# --- office documents and books


def test_a_document_of_word_is_read_as_it_is_shown(tmp_path: Path) -> None:
    def run(words: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'

    body = (
        f"<w:p>{run('Shells hit ')}<w:del><w:r><w:delText>Hama</w:delText></w:r></w:del><w:ins>{run('Marqad')}</w:ins>{run('.')}</w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('Killed')}</w:p></w:tc><w:tc><w:p>{run('3')}</w:p></w:tc></w:tr></w:tbl>"
    )
    core = '<x xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Field report</dc:title></x>'
    parts = {"word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>", "docProps/core.xml": core}
    notes = f"<w:footnotes {WORD}><w:footnote><w:p>{run('By the mayor.')}</w:p></w:footnote></w:footnotes>"
    [article] = read(written(tmp_path, "a.docx", zipped({**parts, "word/footnotes.xml": notes})))
    assert (article.text, article.title) == ("Shells hit Marqad.\nKilled\n3\nBy the mayor.", "Field report")


def test_a_document_of_libreoffice_is_read_without_comments_and_its_notes_stand_below(tmp_path: Path) -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>By the mayor.</text:p></text:note-body></text:note>"
    )
    comment = "<office:annotation><text:p>check</text:p></office:annotation>"
    body = f"<text:h>Head</text:h><text:p>Shells <text:span>hit</text:span>{note} Marqad{comment} today.</text:p>"
    content = f"<office:document-content {OFFICE}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    [article] = read(written(tmp_path, "a.odt", zipped({"content.xml": content})))
    assert article.text == "Head\nShells hit Marqad today.\nBy the mayor."


def test_a_book_is_read_in_the_order_of_its_spine(tmp_path: Path) -> None:
    package = (
        '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Diary</dc:title><dc:date>2023-06-13</dc:date></metadata>'
        '<manifest><item id="b" href="two.xhtml"/><item id="a" href="one%20a.xhtml"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    container = '<container><rootfiles><rootfile full-path="in/book.opf"/></rootfiles></container>'
    parts = {
        "META-INF/container.xml": container,
        "in/book.opf": package,
        "in/two.xhtml": "<p>Two.</p>",
        "in/one a.xhtml": f"<p>{SHELLED}</p>",
    }
    [article] = read(written(tmp_path, "a.epub", zipped(parts)))
    assert (article.text, article.title, article.published) == (f"{SHELLED}\n\nTwo.", "Diary", date(2023, 6, 13))


# --- what is damaged or hostile is named, and the other files are read


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", b"no archive", "it is damaged, or no .docx file"),
        ("a.docx", zipped({"x": "y"}), "it is no document of Word"),
        ("a.docx", zipped({"word/document.xml": "<w"}), "it is damaged"),
        ("a.docx", zipped({"word/document.xml": f"<w:document {WORD}>{' ' * 41_000_000}</w:document>"}), "it unpacks to more than 40 MB"),
        ("a.odt", zipped({"content.xml": "<x/>"}), "it is no text document of LibreOffice"),
        ("a.epub", zipped({"META-INF/container.xml": "<x/>"}), "it is no book in the form of EPUB"),
        ("a.eml", b"\x00\x01\x02", "it has no headers of a message"),
        ("a.mbox", b"Subject: x\n\ny\n", "it is no mailbox"),
        ("a.xml", b"<note>x</note>", "it is no feed of articles"),
        ("a.rss", b"<rss><channel>", "it is damaged"),
        (
            "a.rss",
            BOMB.format(
                "x" * 100, "".join(f'<!ENTITY {n} "{f"&{p};" * 10}">' for p, n in zip("abcdefghi", "bcdefghij", strict=True))
            ).encode(),
            "it is damaged",
        ),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_damaged_file_is_named_and_the_others_are_read(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    found = gather([written(tmp_path, name, data), written(tmp_path, "good.txt", SHELLED)])
    assert [a.text for a in found.articles] == [SHELLED]
    assert reason in found.failures[0].message
    assert str(tmp_path / name) in found.failures[0].message


# --- web pages say what they are


def page(head: str, body: str = "") -> str:
    words = f"<h1>Market shelled in Marqad</h1>{body}<p>{SHELLED}</p><p>Residents said that it had lasted for two hours in the centre.</p>"
    return f"<!doctype html><html><head>{head}</head><body><article>{words}</article></body></html>"


@pytest.mark.parametrize(
    ("head", "body", "title", "publisher", "published"),
    [
        (
            '<title>Market shelled in Marqad</title><meta name="X.articleFirstPublished" content="2019-02-05 16:07">',
            '<time itemprop="datePublished" datetime="2023-06-13T16:45+0100">13 June</time>',
            "Market shelled in Marqad",
            None,
            date(2023, 6, 13),
        ),
        (
            '<meta property="og:title" content="Market shelled in Marqad - Valley Times">',
            "",
            "Market shelled in Marqad",
            "Valley Times",
            None,
        ),
        (
            "<title>Shells hit a camp near Marqad, say officials | Valley Times</title>",
            "",
            "Shells hit a camp near Marqad, say officials",
            "Valley Times",
            None,
        ),
        ("<title>Marqad: three killed in shelling</title>", "", "Marqad: three killed in shelling", None, None),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": ["NewsArticle"],'
            '"headline": "Market hit - again",'
            '"datePublished": "2023-06-13T09:00:00Z", "publisher": {"name": "Valley Times"}}]}</script>',
            "",
            "Market hit - again",
            "Valley Times",
            date(2023, 6, 13),
        ),
    ],
    ids=["day", "suffix by heading", "short suffix", "colon", "linked data"],
)
def test_a_page_is_taken_at_its_word(
    tmp_path: Path, head: str, body: str, title: str, publisher: str | None, published: date | None
) -> None:
    [article] = read(written(tmp_path, "a.html", page(head, body)))
    assert (article.title, article.publisher, article.published) == (title, publisher, published)


def test_links_to_other_articles_are_no_part_of_one(tmp_path: Path) -> None:
    body = (
        '<p>Read more: <a href="/2">Three killed in rocket attack on Hama</a></p><ul><li><a href="/3">Bomb kills two in Idlib</a></li></ul>'
    )
    [article] = read(written(tmp_path, "a.html", page("<title>x</title>", body)))
    assert "Hama" not in article.text
    assert "Idlib" not in article.text
    assert SHELLED in article.text


def test_each_entry_of_a_live_page_stands_under_its_own_day(tmp_path: Path) -> None:
    live = {
        "@type": "LiveBlogPosting",
        "headline": "War live",
        "datePublished": "2023-06-14T05:00:00Z",
        "liveBlogUpdate": [
            {
                "@type": "BlogPosting",
                "headline": "Clinic hit",
                "datePublished": "2023-06-14T20:00:00Z",
                "articleBody": "Shells hit a clinic.",
            },
            {
                "@type": "BlogPosting",
                "headline": "Depot hit",
                "datePublished": "2023-06-13T22:00:00Z",
                "articleBody": "Rockets hit a depot.",
            },
        ],
    }
    [article] = read(written(tmp_path, "a.html", page(f'<script type="application/ld+json">{json.dumps(live)}</script>')))
    assert article.title == "War live"
    assert article.text == "14 June 2023\nClinic hit\nShells hit a clinic.\n\n13 June 2023\nDepot hit\nRockets hit a depot."
