"""Whether a text is damaged, and what to insert.

Each sign of damage is a Finding with its weight as evidence. Weak signs are mended only where the paragraph or the article
as a whole shows the damage, so that one odd word changes nothing; only signs that have no other reading are mended anywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from geo.model import Span
from geo.reading.findings import Finding, Surroundings, word_findings
from geo.reading.phrases import conversions, dateline, glued_dateline, glued_sentences, lost_stops
from geo.reading.repaired import Insertion, Mark

_WORD = re.compile(r"[^\W_]+")
# What stands before a word of an address or a tag: "@OCHA_SouthSudan", "example.org/MapQuest".
_IN_ADDRESS = frozenset("@#_/&=")
_STOP = re.compile(r"[.!?][\"'”’)\]]*(?=\s|$)")

# The article or the paragraph is damaged from these sums of evidence on; see tests/unit/test_reading_corpora.py, which
# counts false repairs in healthy corpora, before you change one.
ARTICLE_EVIDENCE = 3.0
ARTICLE_EVIDENCE_PER_100_WORDS = 0.6  # a long article holds more by chance; from the same healthy corpora
PARAGRAPH_EVIDENCE = 2.0  # less than of an article: damage is local; from the same corpora
PARAGRAPH_EVIDENCE_PER_100_WORDS = 2.0  # as of an article, from the same corpora
# A paragraph without full stops is evidence itself: half a point each for so many words, up to one point.
WORDS_WITHOUT_STOP = 20
# Below one full stop for so many words the full stops are lost, and what is left to find a sentence's end is its next word.
WORDS_PER_STOP = 60
# What is longer is no run-on of words but a code or a key.
LONGEST_WORD = 80


def insertions(text: str, blocks: Sequence[Span]) -> tuple[Insertion, ...]:
    """What to insert into `text`, in no particular order; empty for healthy text. `blocks` are its paragraphs."""
    surroundings = Surroundings.of(Counter(_WORD.findall(text)))
    found = [_findings(text, block, surroundings) for block in blocks]
    words = [len(_WORD.findall(text, *block)) for block in blocks]
    evidence = [_weigh(text, block, n, findings) for block, n, findings in zip(blocks, words, found, strict=True)]
    whole = sum(evidence)
    damaged_article = whole >= ARTICLE_EVIDENCE and whole * 100 >= ARTICLE_EVIDENCE_PER_100_WORDS * sum(words)
    made: list[Insertion] = []
    for block, n, weight, findings in zip(blocks, words, evidence, found, strict=True):
        damaged = damaged_article or (weight >= PARAGRAPH_EVIDENCE and weight * 100 >= PARAGRAPH_EVIDENCE_PER_100_WORDS * n)
        made += [insertion for finding in findings if damaged or finding.sure for insertion in finding.insertions]
        if damaged:
            made += dateline(text, block)
            if _stops(text, block) * WORDS_PER_STOP < n:
                made += lost_stops(text, block, {i.at for i in made if i.mark is Mark.STOP})
    return tuple(made)


def _findings(text: str, block: Span, surroundings: Surroundings) -> list[Finding]:
    findings = [*conversions(text, block), *glued_sentences(text, block), *glued_dateline(text, block)]
    for match in _WORD.finditer(text, *block):
        word = match.group()
        if 1 < len(word) <= LONGEST_WORD and not _in_address(text, *match.span()):
            findings += word_findings(text, match.start(), word, surroundings)
    return findings


def _in_address(text: str, start: int, end: int) -> bool:
    return text[max(0, start - 1) : start] in _IN_ADDRESS or text[end : end + 1] in ("@", "_")


def _weigh(text: str, block: Span, words: int, findings: list[Finding]) -> float:
    weight = sum(finding.weight for finding in findings)
    if weight and words >= WORDS_WITHOUT_STOP and not _stops(text, block):
        weight += min(1.0, 0.5 * (words // WORDS_WITHOUT_STOP))
    return weight


def _stops(text: str, block: Span) -> int:
    return sum(1 for _ in _STOP.finditer(text, *block))
