"""Names that are not places though a gazetteer may hold them: people, organisations, media, armed groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from geo.gazetteer import Gazetteer
from geo.lexicon import actors, place_words, speech
from geo.model import Candidate, Match
from geo.syntax import Sentence, Token

PARTICLES = frozenset(
    {
        "al",
        "el",
        "as",
        "at",
        "ar",
        "ash",
        "an",
        "ad",
        "az",
        "ez",
        "ed",
        "es",
        "et",
        "en",
        "er",
        "edh",
        "uz",
        "bin",
        "bint",
        "ibn",
        "abu",
        "de",
        "la",
        "von",
        "van",
    }
)
ADJECTIVAL = frozenset({"demonym", "adjective"})
NAME_TAGS = frozenset({"NNP", "NNPS"})
_ALIKE = 0.85  # similarity from which a spelling is nearly a place's name
_LONGEST_ORGANISATION = 7  # words, "Syrian Observatory for Human Rights" has five


@dataclass(slots=True)
class Masks:
    """What each sentence's tokens belong to, and the surnames that the article has introduced."""

    organisations: dict[int, list[tuple[int, int]]] = field(default_factory=dict[int, list[tuple[int, int]]])  # by passage: token ranges
    people: dict[int, set[int]] = field(default_factory=dict[int, set[int]])  # by passage: token indices
    with_title: dict[int, set[int]] = field(default_factory=dict[int, set[int]])  # of these, those that a title announces
    surnames: set[str] = field(default_factory=set[str])
    countries: set[str] = field(default_factory=set[str])  # ISO codes of the countries that the article names

    @classmethod
    def of(cls, sentences: Sequence[Sentence], gazetteer: Gazetteer) -> Masks:
        masks = cls()
        for sentence in sentences:
            for token in sentence.tokens:
                if token.capitalised:
                    masks.countries.update(_countries(gazetteer, token.text))
        for sentence in sentences:
            index = sentence.passage.index
            masks.organisations[index] = _organisations(sentence)
            titled = _titled(sentence, gazetteer, masks.organisations[index])
            masks.with_title[index] = {k for start, end in titled for k in range(start, end)}
            masks.people[index] = set()
            for start, end in (*titled, *_people(sentence, gazetteer, masks.countries)):
                masks.people[index].update(range(start, end))
                if end - start > 1:
                    masks.surnames.add(sentence.tokens[end - 1].text)
        return masks

    def organisation(self, sentence: Sentence, i: int) -> tuple[int, int] | None:
        return next(((a, b) for a, b in self.organisations[sentence.passage.index] if a <= i < b), None)

    def titled(self, sentence: Sentence, i: int) -> bool:
        return i in self.with_title[sentence.passage.index]

    def person(self, sentence: Sentence, i: int) -> bool:
        return i in self.people[sentence.passage.index]


def _countries(gazetteer: Gazetteer, word: str) -> set[str]:
    """The country that a word names or is the adjective of."""
    return {
        c.place.country
        for c in gazetteer.exact(word)
        if c.place.country and (c.name_kind in ADJECTIVAL or c.place.feature.startswith("PCL"))
    }


def phrase(sentence: Sentence, start: int, end: int) -> str:
    """Tokens start to end as they stand in the repaired text, white space folded."""
    return sentence.words(list(range(start, end)))


def adjectival(candidates: Sequence[Candidate]) -> Candidate | None:
    """The demonym or adjective among the candidates of a word, if the word is one."""
    return next((c for c in candidates if c.name_kind in ADJECTIVAL), None)


def opens_name(tokens: Sequence[Token], i: int) -> bool:
    """Whether a name may begin at token i: a capital, or an Arabic article joined to one ("al-Latamneh")."""
    token = tokens[i]
    if token.capitalised:
        return True
    return token.lower in PARTICLES and i + 2 < len(tokens) and tokens[i + 1].text in {"-", "‑"} and tokens[i + 2].capitalised


def name_run(sentence: Sentence, i: int) -> int:
    """End (exclusive) of the longest run of name words from token i: capitals, articles, hyphens between them."""
    tokens = sentence.tokens
    j = i
    while j < len(tokens):
        if (
            tokens[j].capitalised
            or (j == i and opens_name(tokens, j))
            or (tokens[j].text in {"-", "‑"} and j > i and j + 1 < len(tokens) and tokens[j + 1].capitalised and _glued(tokens, j))
            or (tokens[j].lower in PARTICLES and j > i and j + 1 < len(tokens) and (tokens[j + 1].capitalised or opens_name(tokens, j)))
        ):
            j += 1
        else:
            break
    return j


def _glued(tokens: Sequence[Token], j: int) -> bool:
    return tokens[j - 1].end == tokens[j].start and tokens[j].end == tokens[j + 1].start


def _organisations(sentence: Sentence) -> list[tuple[int, int]]:
    """Token ranges of known actors and media, and of capitalised runs that end in a word like "Ministry"."""
    tokens, table = sentence.tokens, actors()
    last = place_words().organisation_last
    known: dict[int, int] = {}
    i = 0
    while i < len(tokens):
        longest = range(min(len(tokens), i + _LONGEST_ORGANISATION), i, -1)
        end = next((j for j in longest if (text := phrase(sentence, i, j)) in table.by_name or text in table.media), i)
        if end > i:
            known[i] = end
        i = max(end, i + 1)
    inside = {k for start, end in known.items() for k in range(start, end)}
    found = list(known.items())
    i = 0
    while i < len(tokens):
        j = i
        while j < len(tokens) and j not in inside and (tokens[j].capitalised or (tokens[j].lower in {"of", "for", "&"} and j > i)):
            j += 1
        named = [k for k in range(i + 1, j) if tokens[k].capitalised and tokens[k].lower in last]
        if named:
            found.append((i, named[-1] + 1))
        i = max(j, i + 1)
    return sorted(found)


def _titled(sentence: Sentence, gazetteer: Gazetteer, organisations: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Token ranges that a title announces as people: "President Vladimir Putin"."""
    tokens, titles = sentence.tokens, place_words().titles
    found: list[tuple[int, int]] = []
    for i, token in enumerate(tokens):
        if token.lower in titles and i + 1 < len(tokens) and tokens[i + 1].capitalised and tokens[i + 1].lower not in titles:
            end = name_run(sentence, i + 1)
            # "President Putin" names a man, "Secretary of State" and "Moscow mayor Sobyanin" are told apart by the run.
            while end > i + 1 and any(a <= end - 1 < b for a, b in organisations):
                end -= 1
            if end > i + 1 and not (end == i + 2 and _country(gazetteer, tokens[i + 1].text)):
                found.append((i + 1, end))
    return found


def _people(sentence: Sentence, gazetteer: Gazetteer, countries: set[str]) -> list[tuple[int, int]]:
    """Token ranges that spaCy takes for people, where no gazetteer knows them whole and their place is none for places."""
    tokens = sentence.tokens
    found: list[tuple[int, int]] = []
    i = 0
    while i < len(tokens):
        if tokens[i].entity != "PERSON":
            i += 1
            continue
        j = i
        while j < len(tokens) and tokens[j].entity == "PERSON":
            j += 1
        start = i
        while start < j and (not tokens[start].capitalised or adjectival(gazetteer.exact(tokens[start].text))):
            start += 1
        whole = phrase(sentence, start, j) if start < j else ""
        two_words = " " in whole.replace("-", " ")
        speaks = any(
            tokens[k].dep == "nsubj" and tokens[tokens[k].head].lemma in speech().verbs and tokens[k].head > k for k in range(start, j)
        )
        if two_words and (speaks or not (_in_place_list(sentence, start) or _place_like(whole, countries, gazetteer))):
            found.append((start, j))
        i = j
    return found


def _place_like(name: str, countries: set[str], gazetteer: Gazetteer) -> bool:
    """Whether a name that spaCy takes for a person's is nearly that of a place in a country of the article: "Kafr Naboudeh"."""
    for c in gazetteer.find(name, limit=10):
        if c.how in (Match.EXACT, Match.FOLDED) or (c.place.country in countries and (c.how is Match.ARTICLE or c.similarity >= _ALIKE)):
            return True
    return False


def _country(gazetteer: Gazetteer, name: str) -> bool:
    return any(c.place.feature.startswith("PCL") for c in gazetteer.exact(name))


def _in_place_list(sentence: Sentence, i: int) -> bool:
    """Whether token i stands where only a place can: "the towns of A, B and i", "i province", "in i"."""
    tokens, words = sentence.tokens, place_words()
    end = name_run(sentence, i)
    if end < len(tokens) and tokens[end].lemma in words.heads:
        return True
    k = i - 1
    while k >= 0:
        token = tokens[k]
        if token.text in {",", "-", "and", "or", "the"} or token.capitalised or token.lower in PARTICLES or token.lemma in words.heads:
            k -= 1
            continue
        if token.lower == "of" and k > 0 and tokens[k - 1].lemma in words.heads:
            return True
        return token.lower in words.strong and k == i - 1
    return False
