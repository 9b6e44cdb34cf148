"""Tagger, gazetteer and cues weighed together: which words name a place, of what kind, in what likely role."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from geo.gazetteer import Gazetteer
from geo.lexicon.places import place_words, stem_and_head
from geo.model import Kind, Mention, Reading, Role
from geo.recognise import cues, described, namesakes
from geo.recognise.clues import add_clues, head_after, head_before
from geo.recognise.known_names import COUNTRY, DEMONYM, NONE
from geo.recognise.lines import HYPHENS, Line, Named, head_word, lines_of, worth_reading
from geo.recognise.positions import with_coordinates
from geo.recognise.tagger import KINDS, ROLES, Scores, Tagger, decode
from geo.recognise.whereabouts import with_ends_of_roads

# Chosen by strict F1 of the leave-one-out folds; re-run `make eval` before changing one.
LEAST = 0.8  # probability below which a name is none, unless something else speaks for it
LEAST_KNOWN = 0.45  # the same for a name that the gazetteer holds
LEAST_ORGANISATION = 0.5  # of names inside an organisation's name
SURE = 0.85  # from here on a name makes others of the article that are spelt so likely
LEAST_NAMED_ELSEWHERE = 0.35
_ACRONYM = 6  # letters; an unknown word in capitals is an organisation's: WFP, UNHCR
FAVOUR = 0.3  # log-odds added to being in a name when names are cut out; what is too faint is dropped after


class Recogniser:
    """Finds the mentions of an article. Holds the model; make one and keep it."""

    def __init__(self, model: Path | None = None) -> None:
        """`model` is an ONNX file of `geo.training`; the shipped one by default. Raises ModelError at the first article."""
        self._model = model

    def warm_up(self) -> None:
        """Load the model. Raises ModelError."""
        Tagger.load(self._model)

    def recognise(self, reading: Reading, gazetteer: Gazetteer) -> tuple[Mention, ...]:
        """The mentions of one article, in the order of its text."""
        lines = lines_of(reading, gazetteer)
        read = [line for line in lines if worth_reading(line)]
        scores = Tagger.load(self._model).read([(line.words, line.known) for line in read])
        countries = _countries(read, gazetteer)
        ships = namesakes.vessels(read)
        by_line: list[list[Named]] = []
        closed: list[set[int]] = []
        for line, own in zip(read, scores, strict=True):
            closed.append(namesakes.of_no_place(line) | namesakes.of_vessels(line, ships))
            by_line.append(self._names(line, own, closed[-1], countries, gazetteer))
        people = cues.surnames(read, by_line, scores)
        by_line = [cues.without_people(names, people) for names in by_line]
        sure = {n.text: n for names in by_line for n in names if n.kind is Kind.LITERAL and n.score >= SURE}
        for names, line, own, no_place in zip(by_line, read, scores, closed, strict=True):
            names += cues.named_elsewhere(line, names, no_place, sure, own, LEAST_NAMED_ELSEWHERE)
            names.sort(key=lambda n: n.start)
        return add_clues(reading, with_coordinates(reading, lines, [n for names in by_line for n in names]))

    def _names(self, line: Line, scores: Scores, no_place: set[int], countries: frozenset[str], gazetteer: Gazetteer) -> list[Named]:
        found = described.capitals(line, scores, gazetteer)
        for more in (cues.cued(line, scores, gazetteer), cues.headed(line, scores, gazetteer)):
            covered = no_place | {k for n in found for k in range(n.start, n.end)}
            found += [n for n in more if not covered.intersection(range(n.start, n.end))]
        covered = {k for n in found for k in range(n.start, n.end)}
        for start, end, probability in decode(scores.tags, favour=FAVOUR):
            named = self._weighed(line, start, end, probability, scores, gazetteer)
            if named is None:
                continue
            named = cues.whole_name(named, scores, gazetteer)
            own = set(range(named.start, named.end))
            if not own & covered and not own & no_place:
                found.append(named)
                covered |= own
        found += [n for n in cues.governed(line, covered, scores) if not no_place.intersection(range(n.start, n.end))]
        found += cues.metonyms(line, covered, gazetteer)
        found += cues.in_other_script(line, covered, gazetteer)
        found = with_ends_of_roads(line, found, gazetteer)
        found.sort(key=lambda n: n.start)
        found = [cues.without_side(part, gazetteer) for n in found for part in cues.parted(n, gazetteer)]
        found = namesakes.as_organisations(found, namesakes.called_after(line))
        return cues.joined(line, found, no_place, scores, countries, gazetteer)

    def _weighed(self, line: Line, start: int, end: int, probability: float, scores: Scores, gazetteer: Gazetteer) -> Named | None:
        """A name that the tagger cut out, with kind and role; None where too little speaks for it."""
        if end - start > 2 and len(line.words[start].text) == 1 and line.words[start + 1].text in HYPHENS:
            start += 2  # "D-Charleston": a member of parliament's party and home
        if end - start > 1 and line.words[start].lower in place_words().strong and not gazetteer.exact(line.text(start, end)):
            start += 1  # "In Zarghun Shahr district", at the beginning of a sentence
        generic = not line.words[end - 1].capitalised and head_word(line.words[end - 1]) is not None and not line.any_case
        if generic and end - start > 1 and not gazetteer.exact(line.text(start, end)):
            end -= 1
        word = line.words[start]
        if end - start == 1 and (word.lower in place_words().never or not any(c.isalpha() for c in word.text)):
            return None
        if all(w.lower in place_words().modifiers or w.text in HYPHENS for w in line.words[start:end]):
            return None  # "the North East" of what?
        if word.text == "US" and end < len(line.words) and line.words[end].text == "$":
            return None
        candidates = gazetteer.exact(line.text(start, end))
        parts = stem_and_head(line.text(start, end))
        if not candidates and parts is not None:
            candidates = gazetteer.exact(parts[0])
        if not candidates and not any(w.capitalised for w in line.words[start:end]) and word.text.isascii() and not line.any_case:
            return None
        if not candidates and end - start == 1 and word.text.isupper() and len(word.text) <= _ACRONYM and not _shouting(line):
            return None
        kinds, roles = scores.kinds[start:end].mean(axis=0), scores.roles[start:end].mean(axis=0)
        kind = KINDS[int(kinds.argmax())]
        adjectival = [c for c in candidates if c.name_kind in ("demonym", "adjective")]
        country = any(c.name_kind in ("name", "abbreviation") and c.place.feature.startswith("PCL") for c in candidates)
        if candidates and len(adjectival) == len(candidates):
            kind = Kind.DEMONYM
        elif candidates and kind is Kind.DEMONYM and (country or not adjectival):
            kind = Kind.LITERAL  # "U.S." is the country's name before it is its adjective
        elif described.is_adjective(candidates) and not country and place_words().heads.get(head_after(line, end) or "") == "settlement":
            kind = Kind.DEMONYM  # "the Chadian town", though a town is called Chadian too
        metonym = bool(candidates) and all(c.name_kind == "metonym" or c.place.feature == "BLDG" for c in candidates)
        if metonym:
            kind = Kind.ORGANISATION
        least = LEAST_KNOWN if candidates else LEAST
        if kind is Kind.ORGANISATION and not metonym:
            least = LEAST_ORGANISATION
        if probability < least or (not candidates and kind is not Kind.LITERAL):
            return None  # an adjective or an organisation's first word counts only where it names a known place
        role = ROLES[int(roles.argmax())]
        event = float(roles[ROLES.index(Role.EVENT)])
        area = cues.area_after(line, end) if kind is Kind.DEMONYM else None
        if area is not None:
            role = Role.CONTEXT
        elif kind is Kind.ORGANISATION or (kind is Kind.DEMONYM and role is not Role.EVENT):
            role = Role.ACTOR
        elif role is Role.EVENT:
            role = Role.CONTEXT  # a hint only: what happens there is for the events to say
        own_head = parts[1] if parts is not None else None
        head = own_head or head_after(line, end, start) or head_before(line, start) if kind is Kind.LITERAL else None
        return Named(line, start, end, kind, role, round(min(probability, 0.99), 3), event, head, area)


def _shouting(line: Line) -> bool:
    """Whether a line is all capitals, as headlines are."""
    letters = [w.text for w in line.words if w.text.isalpha() and len(w.text) > 3]
    return sum(w.isupper() for w in letters) > len(letters) / 2


def _countries(lines: Sequence[Line], gazetteer: Gazetteer) -> frozenset[str]:
    """ISO codes of the countries that the article names, by name or adjective."""
    named = {
        line.words[k].text
        for line in lines
        for k, known in enumerate(line.known)
        if known != NONE and (known + 1) // 2 in (COUNTRY, DEMONYM)
    }
    return frozenset(
        c.place.country
        for name in named
        for c in gazetteer.exact(name)
        if c.place.country and (c.name_kind in ("demonym", "adjective") or c.place.feature.startswith("PCL"))
    )
