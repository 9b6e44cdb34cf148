"""What a user leaves out of an export, and how its traces in other text are blotted out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from geo.events.claims.sources import full_names
from geo.model import Corpus, Place, Span

BLOT = "[left out]"
_SHORTEST_GLUED = 5  # letters of a name that is looked for inside words


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """Ids of articles and places, and names of speakers, that an export must not hold anywhere.

    A speaker is left out by every name that the articles have for him: make it with `leave_out_of`.
    """

    articles: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.articles or self.places or self.speakers)


def leave_out_of(corpus: Corpus, articles: Iterable[str] = (), places: Iterable[str] = (), speakers: Iterable[str] = ()) -> LeaveOut:
    """`speakers` by any of their names: "Sergei Shoigu" is left out as "Shoigu" too, where an event has both."""
    wanted = {_folded(name) for name in speakers}
    names = set(speakers)
    if wanted:
        for event in corpus.events:
            full = full_names([m.attribution.speaker for m in event.mentions if m.attribution])
            same = {longest for short, longest in full.items() if _folded(short) in wanted or _folded(longest) in wanted}
            names |= same | {short for short, longest in full.items() if longest in same}
    return LeaveOut(frozenset(articles), frozenset(places), frozenset(names))


class Blotter:
    """Removes every spelling of the places and every name of the speakers left out from text.

    A spelling that a reader of the article resolved to another, kept place ("Hama" in "Hama province" where the city is
    left out) stays where it names that place.
    """

    def __init__(self, corpus: Corpus, leave_out: LeaveOut, kept: Iterable[Place] = ()) -> None:
        self._gone: dict[str, list[Span]] = {}
        self._kept: dict[str, list[Span]] = {}
        self._in_articles: re.Pattern[str] | None
        self._elsewhere: re.Pattern[str] | None
        forms = self._collect(corpus, leave_out) if leave_out.places else set[str]()
        people = {form for name in leave_out.speakers for form in _name_forms(name)}
        forms |= people
        self.forms = frozenset(forms)
        self._in_articles = self._elsewhere = None
        if not forms:
            return
        kept_names = {_folded(place.name) for place in kept if place.id not in leave_out.places}
        self._in_articles = _pattern(forms, people)
        self._elsewhere = _pattern({form for form in forms if _folded(form) not in kept_names}, people)

    def _collect(self, corpus: Corpus, leave_out: LeaveOut) -> set[str]:
        forms: set[str] = set()
        for analysis in corpus.analyses.values():
            for mention, resolution in zip(analysis.mentions, analysis.resolutions, strict=True):
                place = resolution.place
                if place is None:
                    continue
                if place.id in leave_out.places:
                    forms |= {mention.text, place.name, _plain(place.name)}
                    self._gone.setdefault(analysis.article, []).append(mention.span)
                else:
                    self._kept.setdefault(analysis.article, []).append(mention.span)
        for event in corpus.events:
            for location in event.places:
                if location.place.id in leave_out.places:
                    forms |= {location.place.name, _plain(location.place.name)}
        return {form for form in forms if form.strip()}

    def blots(self, article: str, text: str, start: int) -> list[Span]:
        """Stretches of a passage (which starts at `start` of its article) to blot out, relative to the passage, in order."""
        if not self.forms:
            return []
        end = start + len(text)
        spans = [
            Span(max(s.start, start) - start, min(s.end, end) - start)
            for s in self._gone.get(article, ())
            if s.start < end and start < s.end
        ]
        kept = [Span(s.start - start, s.end - start) for s in self._kept.get(article, ())]
        if self._in_articles is not None:
            found = (Span(*m.span()) for m in self._in_articles.finditer(text))
            spans += [f for f in found if not any(k.contains(f) for k in kept)]
        return _joined(spans)

    def text(self, text: str) -> str:
        """Text that is not a passage of an article: a label, a title, a speaker."""
        return text if self._elsewhere is None else self._elsewhere.sub(BLOT, text)

    def address(self, address: str | None) -> str | None:
        """An address that spells a left-out name in any way is dropped whole."""
        if address is None or not self.forms:
            return address
        letters = _letters(address)
        return None if any(_letters(form) in letters for form in self.forms if _letters(form)) else address


def blotted(text: str, blots: list[Span]) -> tuple[str, Callable[[Span], Span | None]]:
    """The text with its blots, and where a span of the old text is in the new one; None for one that touches a blot."""
    parts: list[str] = []
    at = 0
    for blot in blots:
        parts += [text[at : blot.start], BLOT]
        at = blot.end
    parts.append(text[at:])

    def moved(span: Span) -> Span | None:
        if any(span.overlaps(blot) for blot in blots):
            return None
        shift = sum(len(BLOT) - (blot.end - blot.start) for blot in blots if blot.end <= span.start)
        return Span(span.start + shift, span.end + shift)

    return "".join(parts), moved


def _name_forms(name: str) -> set[str]:
    """A person's name, and his last name by itself: "Mr Darwish" is Ahmad Darwish. Of an office or a body, the whole name alone."""
    words = name.split()
    person = 1 < len(words) <= 4 and all(word[:1].isupper() for word in words) and words[-1].isalpha() and len(words[-1]) > 3
    return {name, _plain(name)} | ({words[-1], _plain(words[-1])} if person else set())


def _joined(spans: Iterable[Span]) -> list[Span]:
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def _pattern(forms: Iterable[str], people: Iterable[str]) -> re.Pattern[str] | None:
    """Forms as whole words; names of people also where a bad scrape glued them to the word before or behind ("EastShoigu")."""
    glued = {form for form in people if len(form) >= _SHORTEST_GLUED}
    ordered = sorted(forms, key=len, reverse=True)
    if not ordered:
        return None
    parts = [r"[\s\-]+".join(map(re.escape, form.split())) for form in ordered]
    whole = [rf"(?<!\w){part}(?!\w)" if form not in glued else part for form, part in zip(ordered, parts, strict=True)]
    return re.compile("|".join(whole), re.IGNORECASE)


def _plain(name: str) -> str:
    """Without diacritics: "Kafr Zaytā" is written "Kafr Zayta" too."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def _folded(name: str) -> str:
    return _plain(name).casefold()


def _letters(text: str) -> str:
    return "".join(c for c in _folded(text) if c.isalnum())
