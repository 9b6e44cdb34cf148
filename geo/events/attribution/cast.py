"""The people and bodies of one article: full names, initials that it explains, countries by every word for them, who spoke last."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from geo.lexicon import actors, place_words, speech
from geo.model import Attribution, Kind, Mention, Place, Resolution
from geo.syntax import Sentence

_CAPITAL = "PPLC"
_POSSESSIVES = ("'s", "’s")


@dataclass(frozen=True, slots=True)
class Body:
    """A side or organisation that a phrase names."""

    name: str
    party: str
    kind: str  # as in the table of actors; "named" where only the article explains it


@dataclass(slots=True)
class Cast:
    """What an article has told of its people and bodies so far."""

    full_names: dict[str, str] = field(default_factory=dict[str, str])
    countries: dict[str, str] = field(default_factory=dict[str, str])  # "Russian", "Moscow" → Russia
    party_of: dict[str, str] = field(default_factory=dict[str, str])  # speaker → party
    office_of: dict[str, tuple[str | None, str | None]] = field(default_factory=dict[str, tuple[str | None, str | None]])
    holders: dict[str, list[str]] = field(default_factory=dict[str, list[str]])  # "minister" → who the article calls so
    bodies: dict[str, Body] = field(default_factory=dict[str, Body])  # by initials that the article explains
    last_speaker: Attribution | None = None
    last_person: Attribution | None = None  # a person who was spoken of or spoke
    last_body: Attribution | None = None  # an organisation that spoke

    @classmethod
    def of(
        cls, sentences: Sequence[Sentence], mentions: Sequence[Mention], resolutions: Sequence[Resolution], names: Mapping[str, str]
    ) -> Cast:
        """`names` maps ISO codes to the country names of the gazetteer."""
        cast = cls()
        for sentence in sentences:
            cast._meet_people(sentence)
            cast._meet_initials(sentence)
        for mention, resolution in zip(mentions, resolutions, strict=True):
            place = resolution.place
            if place is not None and place.country and _stands_for_country(mention, place):
                cast.countries[mention.text] = names.get(place.country, place.country)
        return cast

    def full(self, name: str) -> str:
        """ "Shoigu" → "Sergei Shoigu", where the article gives the full name."""
        last = name.split()[-1] if name.split() else name
        known = self.full_names.get(last)
        return known if known and (len(name.split()) == 1 or known.endswith(name)) else name

    def known(self, words: str) -> Body | None:
        """The actor that words name: by the table, longest name first, else by initials that the article explains."""
        found = known_body(words)
        if found is not None:
            return found
        explained = max((i for i in self.bodies if holds(words, i)), key=len, default=None)
        return self.bodies[explained] if explained is not None else None

    def forget_who_spoke(self) -> None:
        self.last_speaker = self.last_person = self.last_body = None

    def _meet_people(self, sentence: Sentence) -> None:
        i = 0
        while i < len(sentence.tokens):
            j = i
            while j < len(sentence.tokens) and sentence.tokens[j].entity == "PERSON":
                j += 1
            run = list(range(i, j))
            while run and (sentence.tokens[run[-1]].text in {*_POSSESSIVES, "(", ")"} or not sentence.tokens[run[-1]].text[0].isalnum()):
                run.pop()
            while len(run) > 2 and sentence.tokens[run[0]].lower.rstrip(".") in place_words().titles | speech().offices:
                run.pop(0)
            if len(run) >= 2 and not any(sentence.tokens[k].text in {"(", ")"} for k in run):
                self.full_names.setdefault(sentence.tokens[run[-1]].text, sentence.words(run))
            i = max(j, i + 1)

    def _meet_initials(self, sentence: Sentence) -> None:
        """ "The Southern Transitional Council (STC)": from here on STC is it."""
        for k, token in enumerate(sentence.tokens):
            if token.text != "(" or k + 2 >= len(sentence.tokens) or sentence.tokens[k + 2].text != ")":
                continue
            initials = sentence.tokens[k + 1].text
            if not re.fullmatch(r"[A-Z][A-Za-z.]*[A-Z]\.?", initials) or len(initials) > 8:
                continue
            run: list[int] = []
            for j in range(k - 1, max(-1, k - 9), -1):
                word = sentence.tokens[j]
                if not (word.capitalised or word.lower in {"of", "for", "and", "the", "to", "in", "-"}):
                    break
                run.insert(0, j)
            letters = initials.replace(".", "")
            while run and not (sentence.tokens[run[0]].capitalised and sentence.tokens[run[0]].text[0] == letters[0]):
                run.pop(0)
            if len(run) < 2 or sentence.tokens[run[-1]].lower in {"of", "for", "and", "the", "to", "in"}:
                continue
            name = sentence.words(run)
            known = known_body(name) or known_body(initials)
            self.bodies.setdefault(initials, known if known is not None and known.name in (name, initials) else Body(name, name, "named"))


def known_body(words: str) -> Body | None:
    """The side or organisation of the table of actors that stands in the words, the longest name first."""
    best = actors().longest_in(words)
    return Body(best.name, best.party, best.kind) if best is not None else None


def known_actor(words: str) -> tuple[str, str] | None:
    """Name and party of the actor of the table that stands in the words."""
    found = known_body(words)
    return (found.name, found.party) if found is not None else None


def holds(words: str, name: str) -> bool:
    """Whether a name stands in words as a word of its own."""
    at = words.find(name)
    while at >= 0:
        before, after = words[at - 1 : at] if at else "", words[at + len(name) : at + len(name) + 1]
        if not (before.isalnum() or after.isalnum()):
            return True
        at = words.find(name, at + 1)
    return False


def _stands_for_country(mention: Mention, place: Place) -> bool:
    return mention.kind is Kind.DEMONYM or place.feature.startswith("PCL") or place.feature == _CAPITAL or mention.kind is Kind.ORGANISATION
