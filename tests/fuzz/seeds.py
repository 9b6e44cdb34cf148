"""What mutations begin from: small inputs of every kind that Dateline reads, all invented for these tests."""

from __future__ import annotations

from typing import Any

NEWS = """Two cruise missiles hit a fuel depot near Saraqib in Idlib province on Wednesday, killing at least 12 people, rescue workers said.

"We counted nine wounded," said Omar Haddad, head of the town's hospital. The ministry in Moscow denied that its aircraft had bombed
Khan Shaykhun, 1,500 km from the Caspian Sea. On 7 October 2015 government troops took the villages of Kafr Nabudah and Alhbit, north of
Hama, after three days of shelling; rebels said they had destroyed 4 tanks. Turkey closed its airspace and the border crossing at
Bab al-Hawa. Talks resume on Monday in Geneva.
"""
FRONT = """---
title: "Missiles hit depot"
date: 2015-10-08
publisher: Test Wire
url: https://example.org/a?b=1
language: en
---

"""
HEADED = "Title: Depot on fire\nDate: 8 October 2015\nSource: Test Wire\n\n"
MARKDOWN = "# Depot on fire\n\nIdlib, 8 October 2015 (Test Wire) – "
TEXTS = (NEWS, FRONT + NEWS, HEADED + NEWS, MARKDOWN + NEWS, NEWS.replace(". ", "."), NEWS.upper())

_LD = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle", "headline": "Depot on fire",'
    ' "datePublished": "2015-10-08T10:00:00Z", "author": [{"@type": "Person", "name": "A. Writer"}],'
    ' "publisher": {"@type": "Organization", "name": "Test Wire"}}]}</script>'
)
_PARAGRAPHS = "".join(
    f"<p>{p.strip()} And it was told again to those who had not heard it the first time.</p>\n" for p in NEWS.split("\n\n")
)
PAGES = (
    f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Depot on fire | Test Wire</title>{_LD}'
    '<meta property="og:site_name" content="Test Wire"><meta property="article:published_time" content="2015-10-08T10:00:00+03:00">'
    '<link rel="canonical" href="https://example.org/depot"></head><body><nav><a href="/">Home</a></nav><article><h1>Depot on fire</h1>'
    f'<time datetime="2015-10-08">8 October</time>{_PARAGRAPHS}<figure><img src="a.jpg" alt="smoke"><figcaption>Smoke</figcaption></figure>'
    "</article><footer>© 2016 Test Wire</footer><script>var a = '<p>';</script></body></html>",
    f"<html><body><table><tr><td>{_PARAGRAPHS}</td><td><ul><li>one<li>two</ul></td></tr></table></body></html>",
    '<?xml version="1.0" encoding="iso-8859-1"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>'
    f"<div class='post'>{_PARAGRAPHS}<blockquote>said<br/>he</blockquote></div><!-- comment -->"
    f"<div id='comments'>{_PARAGRAPHS}</div></body></html>",
    f"<main><h2>Live</h2>{''.join(f'<section><h3>{h:02}:00</h3>{_PARAGRAPHS}</section>' for h in range(3))}</main>",
)
TAGS = (
    *(
        "p",
        "div",
        "span",
        "table",
        "tr",
        "td",
        "ul",
        "li",
        "a",
        "b",
        "i",
        "h1",
        "h2",
        "article",
        "main",
        "section",
        "form",
        "input",
        "select",
    ),
    *(
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "font",
        "center",
        "pre",
        "code",
        "br",
        "hr",
        "img",
        "base",
    ),
    *(
        "title",
        "head",
        "body",
        "html",
        "meta",
        "link",
        "textarea",
        "option",
        "frameset",
        "plaintext",
        "xmp",
        "details",
        "dl",
        "dt",
        "blockquote",
    ),
)
SOUP = (
    *(
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?php",
        "?>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
        "&#xD800;",
        "&#0;",
        "&#99999999999;",
        "&lt",
        "&",
        "<",
    ),
    *(
        "<p",
        "</",
        "<>",
        "</p></div></article>",
        "<a href='",
        '"',
        "<meta charset=utf-16>",
        "<meta charset=x-user-defined>",
        "\x00",
        "\ud800",
    ),
    *("<time datetime='9999-99-99'>", "<meta property='article:published_time' content='0000-00-00T99:99'>", "<base href='//[::'>", "\x0c"),
    *(
        "<meta name=date content='31.02.20155'>",
        "<link rel=canonical href='http://[1:2'>",
        "<script type='application/ld+json'>{",
        "\u2028",
    ),
    '<script type="application/ld+json">[{"@type":["NewsArticle"],"datePublished":["x"],"author":{"name":{}},"publisher":["a"]}]</script>',
)

RECORDS: tuple[dict[str, Any], ...] = (
    {"id": "1", "text": NEWS, "title": "Depot on fire", "date": "2015-10-08", "publisher": "Test Wire", "url": "https://example.org/1"},
    {"id": 2, "text": "Shells fell on Hama at dawn, and nobody was hurt.", "published": "8 Oct 2015", "language": "en", "source": "Wire"},
    {"text": "Saraqib was quiet.", "headline": None, "lang": "eng"},
)


def dump_row(identity: int, name: str, lat: float, lon: float, code: str = "PPL", people: int = 0) -> list[str]:
    """A row of a GeoNames dump."""
    kind = "A" if code.startswith("ADM") else "P"
    cells = [str(identity), name, name, f"{name} Alt,قرية", str(lat), str(lon), kind, code, "SY", "", "10", "", "", "", str(people)]
    return [*cells, "", "0", "Asia/Damascus", "2026-01-01"]


DUMP = tuple(
    dump_row(900_000 + n, name, 35.2 + n / 10, 36.4 + n / 20, code, people)
    for n, (name, code, people) in enumerate(
        (("Tall Marq", "PPL", 1200), ("Upper Barzin", "PPL", 0), ("Kafr Invented", "PPLA", 64000), ("Marq District", "ADM2", 90000))
    )
)
ALTERNATES = tuple([str(n), str(900_000 + n % 4), "en", f"Other {n}", "1", "", "", "", "", ""] for n in range(6))
TABLE = (
    ("name", "lat", "lon", "id", "population", "country", "type", "admin1", "alt_names", "name:ar"),
    ("Tall Marq", "35.9", "36.4", "SY991101", "1,200", "SY", "village", "Idlib", "Tel Mark; Tal Marq", "تل مرق"),
    ("Upper Barzin", "35.95", "36.45", "SY991102", "", "Syria", "PPL", "", "", ""),
    ("#adm3", "#geo", "#geo", "", "", "", "", "", "", ""),
    ("Old, Camp", "36,01", "36,5", "SY991103", "800", "", "camp", "", "Camp One|Camp 1", ""),
)
SQUARE = [[36.5, 35.8], [36.6, 35.8], [36.6, 35.9], [36.5, 35.9], [36.5, 35.8]]
HOLE = [[36.52, 35.82], [36.55, 35.82], [36.55, 35.85], [36.52, 35.82]]


def _feature(number: int, geometry: Any) -> dict[str, Any]:
    properties = {"name": f"Marq {number}", "PCODE": f"SY99{number:02}", "population": number * 10, "tags": ["a", "b"], "name:ar": "تل"}
    return {"type": "Feature", "id": number, "properties": properties, "geometry": geometry}


GEOJSON = {
    "type": "FeatureCollection",
    "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
    "features": [
        _feature(n, g)
        for n, g in enumerate((
            {"type": "Point", "coordinates": [36.4, 35.9]},
            {"type": "Polygon", "coordinates": [SQUARE, HOLE]},
            {"type": "MultiPolygon", "coordinates": [[SQUARE], [[[37, 35], [37.2, 35], [37.1, 35.3], [37, 35]]]]},
            {"type": "LineString", "coordinates": [[36.1, 35.1, 400], [36.2, 35.2, 410], [36.4, 35.2, 420]]},
            {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [36, 35]}]},
            None,
        ))
    ],
}  # fmt: skip
