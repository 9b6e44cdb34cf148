"""Passages as lines of words, with what the gazetteer knows of each word: what the tagger reads."""

from __future__ import annotations

from dataclasses import dataclass

from geo.gazetteer import Gazetteer
from geo.lexicon.places import place_words
from geo.model import Kind, Passage, Reading, Role
from geo.recognise.coordinates import Given
from geo.recognise.hidden import opened
from geo.recognise.known_names import NONE, known_names, lost_case
from geo.recognise.words import Word, split_words

# Arabic articles and the little words of family names, written in lower case within a name.
_ARTICLES = ("al", "el", "as", "at", "ar", "ash", "an", "ad", "az", "ez", "ed", "es", "et", "en", "er", "edh", "uz")
PARTICLES = frozenset((*_ARTICLES, "bin", "bint", "ibn", "abu", "de", "la", "von", "van", "du", "des", "del", "den", "der", "da", "di"))
APOSTROPHES = frozenset("'’‘`")
HYPHENS = frozenset("-‑–")
_PLURALS = (("ies", "y"), ("s", ""))


@dataclass(frozen=True, slots=True)
class Line:
    """A passage's words; offsets count in `Reading.repaired`."""

    passage: Passage
    words: tuple[Word, ...]
    known: tuple[int, ...]  # of each word, see known_names
    any_case: bool = False  # of an article that has lost its capitals

    def text(self, start: int, end: int) -> str:
        """Words start to end as the gazetteer looks them up: white space folded."""
        parts: list[str] = []
        for k in range(start, end):
            if k > start and (self.words[k].start > self.words[k - 1].end or self.parted(k)):
                parts.append(" ")
            parts.append(self.words[k].text)
        return "".join(parts)

    def glued(self, k: int) -> bool:
        """Whether nothing stands between words k-1 and k."""
        return 0 < k < len(self.words) and self.words[k - 1].end == self.words[k].start

    def parted(self, k: int) -> bool:
        """Whether words k-1 and k are written as one: "KafrNabl" of a hashtag."""
        return self.glued(k) and self.words[k - 1].text.isalpha() and self.words[k].text.isalpha()

    def opens_name(self, k: int) -> bool:
        """Whether a name may begin at word k: a capital, or an Arabic article joined to one ("al-Latamneh")."""
        words = self.words
        if words[k].capitalised:
            return True
        return words[k].lower in PARTICLES and k + 2 < len(words) and words[k + 1].text in HYPHENS and words[k + 2].capitalised

    def run(self, k: int) -> int:
        """End of the longest run of name words from word k on: capitals, articles, hyphens and apostrophes between them."""
        j = k
        while j < len(self.words) and (self.opens_name(j) or (j > k and self._goes_on(j))):
            j += 1
        return j

    def _goes_on(self, j: int) -> bool:
        """Whether word j, no capital, can stand within a name: a particle before one, a sign that joins, the rest after a sign."""
        words = self.words
        if j + 1 < len(words) and words[j].lower in PARTICLES and self.opens_name(j + 1):
            return True
        if words[j].text in HYPHENS | APOSTROPHES:
            return self.glued(j) and self.glued(j + 1) and words[j + 1].text.isalpha() and words[j + 1].text != "s"
        return self.glued(j) and words[j - 1].text in HYPHENS | APOSTROPHES and words[j].text.isalpha() and words[j].text != "s"


@dataclass(slots=True)
class Named:
    """A name found in a line, by word range."""

    line: Line
    start: int
    end: int
    kind: Kind
    role: Role
    score: float
    event: float = 0.0  # probability, as the tagger sees it, that something happens there
    head: str | None = None  # generic head: "province"
    area_head: str | None = None  # what a demonym makes an area of: "airspace"
    list_id: int | None = None  # names that follow one "towns of"
    given: Given | None = None  # the coordinates that it is, or that stand behind it
    side: str | None = None  # "east" of "East Aleppo"

    @property
    def text(self) -> str:
        return self.line.text(self.start, self.end)


def lines_of(reading: Reading, gazetteer: Gazetteer) -> list[Line]:
    """The lines of an article, one a passage, in order."""
    split = [(p, opened(split_words(reading.repaired, p.reading.start, p.reading.end), gazetteer)) for p in reading.passages]
    any_case = lost_case([w for _, words in split for w in words])
    return [Line(p, words, tuple(known_names(words, gazetteer, any_case=any_case)), any_case) for p, words in split if words]


def worth_reading(line: Line) -> bool:
    """Whether a line may hold a name at all: a known one, or a capital that does not just open the sentence."""
    return line.any_case or any(k != NONE for k in line.known) or any(w.capitalised and len(w.text) > 1 for w in line.words[1:])


def singular(word: str) -> str:
    """A head in the singular: "provinces" is province, "cities" city."""
    for ending, other in _PLURALS:
        if word.endswith(ending) and word.removesuffix(ending) + other in place_words().heads:
            return word.removesuffix(ending) + other
    return word


def head_word(word: Word) -> str | None:
    """The generic head that a word is, in the singular."""
    one = singular(word.lower)
    return one if one in place_words().heads else None


def plural(word: Word) -> bool:
    return head_word(word) is not None and head_word(word) != word.lower
