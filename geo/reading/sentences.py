"""Where sentences end, by rule: full stops that are none (abbreviations, initials) are told by their company."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from geo.reading.words import sentence_words

_CLOSERS = "\"'”’»)]}*_"
_OPENERS = "\"'“‘«([{*_¿¡-–—"
# A mark that may end a sentence, with what closes after it, then white space; the CJK and Arabic marks need no space.
# A run of marks is read from its first alone: from each of them, a run of thousands would be read to its end.
_MARK = r"[.!?…؟۔।]"
_END = re.compile(
    rf"(?<!{_MARK})(?P<mark>{_MARK}++)(?P<close>[{re.escape(_CLOSERS)}]*(?:\[\d+\])*)(?P<gap>\s+)|(?P<wide>[。！？]+[」』”’]*)"
)
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]+\.)*[^\W_]+$|\d+$")
_WORD_AFTER = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SPEAKER = re.compile(r"(?:(?:[A-Z][\w'’.-]*|al-\w+|of|the)\s+){1,5}(\w+)")
_LOWER_ARTICLE = re.compile(r"(?:al|el|ar|as|ash|ad|an|at|az|ez|bin|ibn|de|von|van)[-\s][A-Z]")

# No sentence is longer; a list or a table without full stops is, and the parser takes no end of text at once.
LONGEST = 3_000


def sentences(text: str, start: int, end: int, stops: Set[int] = frozenset()) -> Iterator[tuple[int, int]]:
    """The sentences of text[start:end] as (start, end), without white space round them.

    `stops` are offsets at which a sentence is known to begin, whatever the rules say.
    """
    begin = start
    for boundary in [*_boundaries(text, start, end, stops), end]:
        while boundary - begin > LONGEST:
            cut = _cut(text, begin)
            yield from _stripped(text, begin, cut)
            begin = cut
        yield from _stripped(text, begin, boundary)
        begin = boundary


def _boundaries(text: str, start: int, end: int, stops: Set[int]) -> list[int]:
    found = {stop for stop in stops if start < stop < end}
    for match in _END.finditer(text, start, end):
        if match.end() >= end:
            continue
        if match.group("wide") or _ends(text, start, end, match):
            found.add(match.end())
    return sorted(found)


def _ends(text: str, start: int, end: int, match: re.Match[str]) -> bool:
    mark, close = match.group("mark"), match.group("close")
    after = match.end()
    opened = after
    while opened < end and text[opened] in _OPENERS:
        opened += 1
    following = text[opened : opened + 1]
    if following.islower():
        # A lower-case word opens a sentence only where it is the article of a name: "… was hit. al-Assad said".
        if opened != after or close or "." not in mark or not _LOWER_ARTICLE.match(text, opened):
            return False
        return not _abbreviation(text, start, match, "")
    if not following or (not following.isalnum() and following not in "$€£#@%&"):
        return False
    word = _WORD_AFTER.match(text, opened, end)
    next_word = word.group() if word else ""
    if ("?" in mark or "!" in mark) and close and any(c in close for c in "\"'”’»"):
        speaker = _SPEAKER.match(text, opened, end)
        return not (speaker and speaker.group(1) in sentence_words().speech)
    if mark != "." or close:
        return True
    return not _abbreviation(text, start, match, next_word)


def _abbreviation(text: str, start: int, match: re.Match[str], next_word: str) -> bool:
    """Whether the full stop belongs to an abbreviation that goes on with `next_word`."""
    words = sentence_words()
    before = _WORD_BEFORE.search(text, max(start, match.start() - 30), match.start())
    if before is None:
        return False
    word = before.group()
    lower = word.lower()
    at_start = before.start() == start
    if word.isdigit():
        return at_start and len(word) <= 3  # the number of a list
    if lower in words.before_figures and next_word[:1].isdigit():
        return True
    if lower in words.titles and (word[0].isupper() or "." in word or lower in words.lower_titles):
        return True
    opener = next_word in words.openers
    if lower in words.clock:
        return next_word.lower() in words.after_clock
    if len(word) == 1 and word.isupper():
        # An initial ("Maria V. Zakharova") unless a plain opener follows ("Plan B. The …"); "I" is hardly ever an initial alone.
        return not opener or next_word in ("A", "I")
    if "." in word and all(len(part) == 1 for part in word.split(".")):
        return not opener
    if lower in words.doubtful and (word[0].isupper() or lower in words.lower_doubtful):
        return not opener
    return False


def _cut(text: str, begin: int) -> int:
    """Where to part a stretch that is too long: at the last white space that fits."""
    space = re.search(r"\s(?=\S*$)", text[begin : begin + LONGEST])
    return begin + space.end() if space else begin + LONGEST


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end
