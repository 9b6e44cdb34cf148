"""Signs of damage between words: conversions without brackets, datelines, full stops of which only a space is left."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from functools import lru_cache

from geo.model import Span
from geo.reading.findings import Finding
from geo.reading.repaired import Insertion, Mark
from geo.reading.words import damage_words

_GAP = re.compile(r"(?<![^\W_])(?P<before>[^\W_]++)(?=(?P<gap> +)(?P<opener>[A-Z][a-z]*)[ ]+(?P<after>[^\W_]+))")
# The words on both sides are whole ones, and nothing here is an address ("Thiaw@noaa.gov", "Amazon.Com") or a trade name.
_GLUED = re.compile(r"(?<![\w.@/-])[a-z]{3,}[.!?](?P<close>[”’)\"]?)(?P<next>[A-Z][a-z]+)(?![\w@/]|\.\w)")
_DEMONYM_ENDINGS = ("an", "ish", "ese", "ch", "i")
_GLUED_DATELINE = re.compile(r"[A-Z][\w.,/' -]{0,40}\([A-Z][\w. /-]{1,25}\)(?=[A-Z“\"])")
_LOWER_WORD = re.compile(r"\b[a-z]{2,}")
_NUMBER_WORD = re.compile(r"(?:Twenty|Thirty|Forty|Fifty|Sixty|Seventy|Eighty|Ninety)(?:one|two|three|four|five|six|seven|eight|nine)?")
# How far a printed conversion may be off: figures are rounded to the ten, sometimes to the hundred.
CONVERSION_TOLERANCE = 0.12


def conversions(text: str, block: Span) -> Iterator[Finding]:
    """ "1500 kilometers 930 miles": the second is the first in another unit, so it stood in brackets."""
    units = damage_words().units
    for match in _conversion().finditer(text, *block):
        dimension, size = units[_unit(match["unit"])]
        other_dimension, other_size = units[_unit(match["other_unit"])]
        first, second = _number(match["value"]) * size, _number(match["other"]) * other_size
        if dimension == other_dimension and size != other_size and abs(first - second) <= CONVERSION_TOLERANCE * max(first, second):
            opening, closing = match.start("other"), match.end("other_unit")
            yield Finding((Insertion(opening, Mark.OPEN, "("), Insertion(closing, Mark.CLOSE, ")")), 1.0)


def glued_sentences(text: str, block: Span) -> Iterator[Finding]:
    """ "the targets.Russia says": the full stop is there, and the space after it is lost."""
    quotes, counted = 0, block.start
    for match in _GLUED.finditer(text, *block):
        quotes += text.count('"', counted, match.start("close"))
        counted = match.start("close")
        if match["close"] == '"' and quotes % 2 == 0:
            continue  # this one opens a quotation
        yield Finding((Insertion(match.start("next"), Mark.SPACE, " "),), 1.0, sure=True)


def glued_dateline(text: str, block: Span) -> Iterator[Finding]:
    """ "Beirut (Reuters)Fighters …": the dateline of a paragraph, to which its first sentence is glued."""
    match = _GLUED_DATELINE.match(text, *block)
    if match is not None:
        yield Finding((Insertion(match.end(), Mark.SPACE, " "),), 0.5, sure=True)


def dateline(text: str, block: Span) -> tuple[Insertion, ...]:
    """ "Washington CNN Russia launched": the agency of a dateline stood in brackets."""
    match = _dateline().match(text, *block)
    if match is None:
        return ()
    return (Insertion(match.start("agency"), Mark.OPEN, "("), Insertion(match.end("agency"), Mark.CLOSE, ")"))


def lost_stops(text: str, block: Span, stops: Collection[int]) -> Iterator[Insertion]:
    """Full stops of which a space is left ("a mistake He said"), for paragraphs that lost theirs; `stops` are those found otherwise."""
    words = damage_words()
    begun = sorted(stops)
    last = block.start
    for match in _GAP.finditer(text, *block):
        before, opener, after = match["before"], match["opener"], match["after"]
        earlier = bisect_right(begun, match.start("before"))
        last = max(last, begun[earlier - 1]) if earlier else last
        says_that = (
            opener in words.possessors
            and after in words.speech
            and text.startswith(" that ", match.end("after"))
            and before not in words.never_last
        )
        if not says_that and not _opens(opener, before, after):
            continue  # "… in Syria Moscow says that …": a government that says something begins a sentence
        if not _LOWER_WORD.search(text, last, match.end("before")):
            continue  # a dateline, or a name that begins the sentence
        said = text[last : match.end("before")].split()
        if len(said) <= words.short_speech_words and not words.speech.isdisjoint(said[-2:]):
            continue  # "Shoigu said We fired …": what was said is the same passage
        yield Insertion(match.start("gap"), Mark.STOP, ".")
        last = match.start("opener")


def _opens(opener: str, before: str, after: str) -> bool:
    words = damage_words()
    if before in words.never_last:
        return False
    if opener in ("The", "A", "An"):
        if opener != "The" and before.istitle() and after.istitle() and not after.endswith(_DEMONYM_ENDINGS):
            return False  # "William A Macdonald"
        return after not in words.named_with_article
    if opener not in words.spaced_openers and not _NUMBER_WORD.fullmatch(opener):
        return False
    # "Mr So", "Kim Jong Un In": between two capitals only a clear opener counts.
    return before.islower() or before.isdigit() or before.isupper() or after.islower()


@lru_cache(maxsize=1)
def _conversion() -> re.Pattern[str]:
    units = "|".join(re.escape(unit).replace(r"\ ", r"\s+") for unit in sorted(damage_words().units, key=len, reverse=True))
    number = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    pattern = rf"(?<![\d.,])(?P<value>{number})\s*(?P<unit>{units})\s+(?P<other>{number})\s*(?P<other_unit>{units})(?![a-z])"
    return re.compile(pattern, re.IGNORECASE)


@lru_cache(maxsize=1)
def _dateline() -> re.Pattern[str]:
    agencies = "|".join(sorted(damage_words().agencies))
    return re.compile(rf"(?:[A-Z][\w.]*(?:[ ][A-Z]\w+)?[ ]+)?(?P<agency>{agencies})(?=[ ]+[A-Z])")


def _unit(words: str) -> str:
    return " ".join(words.lower().split())


def _number(figures: str) -> float:
    return float(figures.replace(",", ""))
