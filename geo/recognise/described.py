"""Places that the text describes by their country: "the Lebanese capital", "Mali's capital", "the capital of Sudan"."""

from __future__ import annotations

from collections.abc import Sequence

from geo.gazetteer import Gazetteer
from geo.lexicon.places import place_words
from geo.model import Candidate, Kind, Role
from geo.recognise.known_names import COUNTRY, LONGEST_NAME, NONE
from geo.recognise.lines import APOSTROPHES, Line, Named
from geo.recognise.tagger import Scores

CAPITAL = "capital"


def capitals(line: Line, scores: Scores, gazetteer: Gazetteer) -> list[Named]:
    """Countries whose capital the text means, with that head; where it names the city beside it, the city speaks for itself."""
    words, table = line.words, place_words()
    found: list[Named] = []
    for k, word in enumerate(words):
        behind = words[k + 1].lower if k + 1 < len(words) else ""
        if word.text != CAPITAL or behind in table.capital_of_money:
            continue
        run = _of_country(line, k, gazetteer) if behind == "of" else _country_before(line, k, gazetteer)
        if run is None:
            continue
        start, end, demonym = run
        named = _named_beside(line, max(k + 1, end), min(k, start))
        if demonym and named:
            continue  # the tagger knows what to make of it
        event = float(scores.roles[start:end, 1].mean())
        kind, heads = (Kind.DEMONYM, (None, CAPITAL)) if demonym else (Kind.LITERAL, (None if named else CAPITAL, None))
        found.append(Named(line, start, end, kind, Role.CONTEXT, 0.9, event, *heads))
    return found


def _country_before(line: Line, k: int, gazetteer: Gazetteer) -> tuple[int, int, bool] | None:
    """The adjective or the possessor straight before "capital", or before one word that qualifies it."""
    words, table, end = line.words, place_words(), k
    if end and words[end - 1].text.isalpha() and words[end - 1].text.islower() and words[end - 1].text != "s":
        if words[end - 1].lower in table.other_capitals | table.before_capital | table.locative:
            return None
        end -= 1
    possessed = end > 1 and words[end - 1].lower == "s"
    if possessed:
        end -= 2 if words[end - 2].text in APOSTROPHES else 1
    elif end and words[end - 1].text in APOSTROPHES:  # "the United States' capital"
        possessed, end = True, end - 1
    for start in range(max(0, end - LONGEST_NAME), end):
        if start and words[start - 1].lower in table.other_capitals:
            continue  # "the group's de facto Syrian capital"
        if not words[start].capitalised or (start and words[start - 1].capitalised and line.glued(start)):
            continue
        called = gazetteer.exact(line.text(start, end))
        if possessed and is_country(called):
            return start, end, False
        if not possessed and is_adjective(called):
            return start, end, True
    return None


def _of_country(line: Line, k: int, gazetteer: Gazetteer) -> tuple[int, int, bool] | None:
    """ "The capital of Sudan"; of "the capital of Idlib province" the province's own head tells."""
    words = line.words
    start = k + 2 + (k + 2 < len(words) and words[k + 2].lower == "the")
    if start >= len(words) or not words[start].capitalised or (k and words[k - 1].lower in place_words().other_capitals):
        return None
    for end in range(min(len(words), start + LONGEST_NAME), start, -1):
        if words[end - 1].text[:1].isalnum() and is_country(gazetteer.exact(line.text(start, end))):
            return start, end, False
    return None


def _named_beside(line: Line, after: int, first: int) -> bool:
    """Whether the city stands before or behind: "the Libyan capital Tripoli", "the capital of Chad, N'Djamena", "Kyiv, its capital"."""
    words, never = line.words, place_words().never
    city = after < len(words) and words[after].lower == "city"
    after += city
    closes = after == len(words) or words[after].text in {",", "."}
    if after < len(words) and (words[after].text in {",", "(", "-", "–", "—"} or (words[after].lower == "of" and city)):
        after += 1
    if after < len(words) and line.opens_name(after) and words[after].lower not in never:
        return True
    if first < 3 or words[first - 1].lower != "the" or words[first - 2].text != ",":
        return False
    before = words[first - 3]
    named = before.capitalised and before.lower not in never and line.known[first - 3] not in (NONE, 2 * COUNTRY - 1, 2 * COUNTRY)
    return named and closes


def is_country(called: Sequence[Candidate]) -> bool:
    """Whether a name is a country's."""
    return any(c.name_kind in ("name", "abbreviation") and c.place.feature.startswith("PCL") for c in called)


def is_adjective(called: Sequence[Candidate]) -> bool:
    """Whether a name is a country's adjective: "Somali", though a region is called so too."""
    return any(c.name_kind == "adjective" and c.place.feature.startswith("PCL") for c in called)
