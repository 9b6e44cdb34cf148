"""Passages as data: W3C text quotes with the article that they stand in."""

from __future__ import annotations

from typing import Any

from geo.safe_text import web_address
from geo.views import Evidence, PlacedEvent

CREDIT = (
    "Place names: GeoNames, CC BY 4.0. Outlines: Natural Earth, public domain; its default boundaries follow who controls the ground, "
    "with Crimea in Russia and the Golan in Israel. Dateline takes no position."
)


def quotes(row: PlacedEvent) -> list[dict[str, Any]]:
    """The passages of a row as JSON has them, those that name its place first; offsets are code points of the article's text."""
    return [_quote(quote, quote.names(row.named_at)) for quote in row.quotes]


def _quote(quote: Evidence, names_place: bool) -> dict[str, Any]:
    article = quote.article
    return {
        "quote": {"type": "TextQuoteSelector", "exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix},
        "start": quote.span.start,
        "end": quote.span.end,
        "speaker": quote.speaker,
        "relayed_by": quote.relayed_by,
        "modality": quote.modality.value,
        "names_place": names_place,
        "article": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published.isoformat() if article.published else None,
        "address": web_address(article.address),
        "text_sha256": article.text_sha256,
    } | ({"grade": quote.grade.code} if quote.grade.code else {})
