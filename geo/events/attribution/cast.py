"""The people and bodies of one article: full names, initials that it explains, countries by every word for them, who spoke last."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from geo.lexicon.actors import actors
from geo.lexicon.places import place_words
from geo.lexicon.speech import speech
from geo.model import Attribution, Kind, Mention, Place, Resolution
from geo.syntax import Sentence, Token

_CAPITAL = "PPLC"
_POSSESSIVES = ("'s", "’s")
_HOME = 0.6  # share of an article's places below a country that make it that country's: "the army" in it is then its army
_GROUP_WITHIN = 3  # passages back in which "the group" was named


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
    demonyms: set[str] = field(default_factory=set[str])
    towns: frozenset[str] = frozenset()  # words that name places below a country
    home: str | None = None  # the country in which the article's places lie
    states: list[tuple[int, str, str]] = field(default_factory=list[tuple[int, str, str]])  # passage, country, "rule" or "army"
    last_subject: tuple[int, bool, str, str | None] | None = None  # passage, plural, name and party of the side that a sentence began with
    groups: list[tuple[int, str, str]] = field(default_factory=list[tuple[int, str, str]])  # passage, name and party of armed groups
    foreign: bool = False  # whether troops of several states are told of
    last_speaker: Attribution | None = None
    last_person: Attribution | None = None  # a person who was spoken of or spoke
    last_body: Attribution | None = None  # an organisation that spoke

    @classmethod
    def of(
        cls,
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
        resolutions: Sequence[Resolution],
        names: Mapping[str, str],
        text: str = "",
    ) -> Cast:
        """`names` maps ISO codes to the country names of the gazetteer; `text` is the whole article's, of which not all is parsed."""
        cast = cls()
        for sentence in sentences:
            cast._meet_people(sentence)
            cast._meet_initials(sentence)
        for mention, resolution in zip(mentions, resolutions, strict=True):
            place = resolution.place
            if place is not None and place.country and _stands_for_country(mention, place):
                cast.countries[mention.text] = names.get(place.country, place.country)
                if mention.kind is Kind.DEMONYM:
                    cast.demonyms.add(mention.text)
        cast._settle(mentions, resolutions, names)
        cast._meet_states(mentions, text)
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

    def state_of(self, word: str, passage: int) -> str | None:
        """Whose "the army", "the regime", "troops" are: the country whose army was named just before, else the article's own.

        None where the article names another country's only, or lies in no one country.
        """
        table = actors()
        kind = "rule" if word in table.rule else "army"
        near = [c for p, c, k in self.states if k == kind and passage - 1 <= p <= passage]
        if near:
            return near[-1] if len(set(near)) == 1 else None
        named = {c for _, c, k in self.states if k == kind}
        if word in table.troops and self.foreign and self.home not in {c for _, c, _ in self.states}:
            return None
        return self.home if not named or self.home in named else None

    def meet_groups(self, sentence: Sentence) -> None:
        """The armed group that a sentence names, for "the group" in the next ones."""
        body = known_body(sentence.words(sentence.tokens))
        if body is not None and body.kind == "armed group":
            self.groups.append((sentence.passage.index, body.name, body.party))

    def group_before(self, passage: int) -> tuple[str, str] | None:
        """What "the group" stands for: the only armed group that the sentences just before have named."""
        near = {(name, party) for p, name, party in self.groups if passage - _GROUP_WITHIN <= p < passage}
        return near.pop() if len(near) == 1 else None

    def forget_who_spoke(self) -> None:
        self.last_speaker = self.last_person = self.last_body = None

    def _settle(self, mentions: Sequence[Mention], resolutions: Sequence[Resolution], names: Mapping[str, str]) -> None:
        """Where the article's places lie."""
        below = [
            (m.text, r.place.country)
            for m, r in zip(mentions, resolutions, strict=True)
            if m.kind is Kind.LITERAL and r.place is not None and not _stands_for_country(m, r.place)
        ]
        self.towns = frozenset(text for text, _ in below)
        lying = Counter(country for _, country in below if country)
        if lying:
            country, count = lying.most_common(1)[0]
            if count >= _HOME * lying.total():
                self.home = names.get(country, country)

    def _meet_states(self, mentions: Sequence[Mention], text: str) -> None:
        """ "The Syrian army", "Mali's embattled government": whose forces and rulers the article names in full, and where."""
        self.foreign = _foreign().search(text) is not None
        for mention in mentions:
            country = self.countries.get(mention.text)
            named = _of_state().match(text, mention.span.end) if country is not None else None
            if country is not None and named is not None:
                kind = "rule" if named[1].lower() in actors().rule else "army"
                self.states.append((mention.passage, country, kind))

    def _meet_people(self, sentence: Sentence) -> None:
        for personal, words in groupby(sentence.tokens, key=lambda t: t.entity == "PERSON"):
            run = list(words) if personal else []
            while run and (run[-1].text in {*_POSSESSIVES, "(", ")"} or not run[-1].text[0].isalnum()):
                run.pop()
            while len(run) > 2 and run[0].lower.rstrip(".") in place_words().titles | speech().offices:
                run.pop(0)
            if len(run) >= 2 and not any(k.text in {"(", ")"} for k in run):
                self.full_names.setdefault(run[-1].text, sentence.words(run))

    def _meet_initials(self, sentence: Sentence) -> None:
        """ "The Southern Transitional Council (STC)": from here on STC is it."""
        for opening in sentence.tokens:
            inside = sentence.following(opening, 2)
            if opening.text != "(" or len(inside) < 2 or inside[1].text != ")":
                continue
            initials = inside[0].text
            if not re.fullmatch(r"[A-Z][A-Za-z.]*[A-Z]\.?", initials) or len(initials) > 8:
                continue
            run: list[Token] = []
            for word in reversed(sentence.preceding(opening, 8)):
                if not (word.capitalised or word.text == "-" or word.lower in speech().linking):
                    break
                run.insert(0, word)
            letters = initials.replace(".", "")
            while run and not (run[0].capitalised and run[0].text[0] == letters[0]):
                run.pop(0)
            if len(run) < 2 or run[-1].lower in speech().linking:
                continue
            name = sentence.words(run)
            known = known_body(name) or known_body(initials)
            self.bodies.setdefault(initials, known if known is not None and known.name in (name, initials) else Body(name, name, "named"))


@lru_cache(maxsize=1)
def _of_state() -> re.Pattern[str]:
    """What follows a country's name where its rulers or forces are named: "'s embattled government", " regime", " army"."""
    words = "|".join(sorted(actors().rule | actors().army | actors().troops, key=len, reverse=True))
    return re.compile(rf"(?:['’]s|s)?(?:\s+[\w-]+){{0,2}}?\s+({words})\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _foreign() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(actors().foreign))})\b", re.IGNORECASE)


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
