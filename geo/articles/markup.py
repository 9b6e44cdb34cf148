"""The text of marked-up pieces that are no whole web page: messages, items of feeds, chapters. Nothing is left out of them but code."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl", "dt", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
))  # fmt: skip
_CELLS = frozenset(("td", "th"))
_UNSEEN = frozenset(("script", "style", "template", "title", "iframe", "object", "svg"))
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MARKED = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]{2,8}|#\d{1,6});")


def is_marked_up(text: str) -> bool:
    """Whether a field that may hold either holds markup."""
    return _MARKED.search(text) is not None


def text_of(markup: str) -> str:
    """The words of an HTML fragment, each block on a line of its own. Asks nothing of the network."""
    words = _Words()
    words.feed(markup)
    words.close()
    return "\n".join(line for line in (_SPACES.sub(" ", line).strip() for line in words.lines) if line)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen.append(tag)
        if tag in _BLOCKS:
            self.lines.append("")
        elif tag in _CELLS:
            self.lines[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            del self._unseen[self._unseen.index(tag) :]
        if tag in _BLOCKS:
            self.lines.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.lines[-1] += data
