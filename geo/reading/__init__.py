"""From an article to its passages: sentences, found in text that is repaired by insertions, and in both cases where it is capitals.

Nothing is rewritten in the record: a passage carries its span in the untouched text beside its span in the repaired one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from geo.articles import body_start
from geo.model import Article, Passage, Reading, Span
from geo.reading.damage import insertions
from geo.reading.datelines import dateline_end
from geo.reading.letter_case import with_case
from geo.reading.paragraphs import paragraphs
from geo.reading.repaired import Repaired
from geo.reading.sentences import sentences

__all__ = ["read"]


def read(article: Article) -> Reading:
    """Read an article: repair what a bad scrape broke, and find the passages.

    A healthy article comes through unchanged (`reading.repaired == article.text`), but for paragraphs that are all capitals:
    behind their dateline they get lower case. Only English is repaired; an article in another language gets passages alone. A passage
    may hold line breaks where its text was wrapped. Front matter gives none.
    """
    text = article.text
    blocks = paragraphs(text, body_start(text))
    mended = Repaired(text, insertions(text, blocks) if article.analysed else ())
    stretches = [mended.stretch(block) for block in blocks]
    cased = mended.text
    if article.analysed:
        cased = with_case(cased, [(dateline_end(cased, start, end), end) for start, end in stretches])
    passages: list[Passage] = []
    for stretch in stretches:
        for start, end in _with_dateline(cased, sentences(cased, *stretch, mended.stops)):
            reading = Span(start, end)
            passages.append(Passage(len(passages), Span(mended.starts[start], mended.ends[end - 1]), reading))
    return Reading(article.id, text, cased, mended.starts, mended.ends, tuple(passages))


def _with_dateline(text: str, found: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sentences of a paragraph, its dateline apart."""
    for number, (start, end) in enumerate(found):
        cut = dateline_end(text, start, end) if number == 0 else start
        if cut > start:
            yield start, start + len(text[start:cut].rstrip())
        yield cut, end
