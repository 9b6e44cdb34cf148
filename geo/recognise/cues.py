"""Names by what stands round them: lists ("the towns of A, B and C"), names that scrapes glued or parted, names no place has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from geo.gazetteer import Gazetteer
from geo.lexicon.places import place_words, stem_and_head
from geo.model import Candidate, Kind, Match, Role
from geo.recognise.clues import head_after
from geo.recognise.described import is_adjective
from geo.recognise.known_names import CITY, COUNTRY, DEMONYM, DIVISION, LONGEST_NAME, NONE, TOWN, name_class
from geo.recognise.lines import APOSTROPHES, HYPHENS, PARTICLES, Line, Named, head_word, plural
from geo.recognise.tagger import Floats, Scores

_ALIKE = 0.7  # similarity from which a spelling with the same consonants counts as the name of a place
_CUED_SCORE, _JOINED_SCORE = 0.85, 0.7
_LEAST_IN_CUED_LIST = 0.05  # probability of being in a name below which a capital in "the towns of A, B and …" is none
_LEAST_HEADED, _HEADED_SCORE = 0.5, 0.8
_LEAST_JOINED = 0.03
_NO_PLACE = 0.3  # probability below which the tagger sees no place in a run of capitals
_SURE_OVER_SURNAME = 0.98
_SEPARATORS = frozenset({",", ";", "and", "or", "&", "as", "well", "also", "the", "then"})
_VAGUE_HEADS = frozenset({"district", "area", "region", "state", "port", "camp", "site"})  # too often no part of a name that follows
_SIDES = frozenset({"north", "south", "east", "west", "central", "upper", "lower"})


def cued(line: Line, scores: Scores, gazetteer: Gazetteer) -> list[Named]:
    """Members of lists that a head opens: every capital after "the towns of" is a place, until a new clause begins."""
    words = line.words
    inside = 1.0 - scores.tags[:, 0]
    found: list[Named] = []
    list_id = line.passage.index * 1000
    for k, word in enumerate(words):
        head = head_word(word)
        if head is None or word.capitalised or k + 1 >= len(words):
            continue
        after = k + 1
        if words[after].lower == "of" and k and words[k - 1].capitalised and not plural(word):
            continue  # "Saraqib town of Idlib": the town is Saraqib
        if words[after].lower in {"of", "called", "named"}:
            after += 1
        elif not plural(word) and (head in _VAGUE_HEADS or k == 0 or words[k - 1].lower not in {"the", "a", "of"}):
            continue
        list_id += 1
        while after < len(words) and line.opens_name(after) and words[after].lower not in place_words().never:
            end = line.run(after)
            if float(inside[after:end].mean()) < _LEAST_IN_CUED_LIST or is_adjective(gazetteer.exact(line.text(after, end))):
                break
            found.append(
                Named(
                    line,
                    after,
                    end,
                    Kind.LITERAL,
                    Role.CONTEXT,
                    _CUED_SCORE,
                    float(scores.roles[after, 1]),
                    _own_head(line, after, end) or head_after(line, end) or head,
                    None,
                    list_id,
                )
            )
            follow = end
            while follow < len(words) and words[follow].lower in {",", "and", "or", "&", ";", "as", "well"}:
                follow += 1
            if follow == end or (follow < len(words) and float(scores.roles[follow, 2]) > 0.5):
                break  # "… of A, and Russia said": who acts opens a new clause
            after = follow
    return found


def _own_head(line: Line, start: int, end: int) -> str | None:
    """What a name calls itself: the "governorate" of "districts of Taiz Governorate"."""
    parts = stem_and_head(line.text(start, end))
    return parts[1] if parts is not None else None


def headed(line: Line, scores: Scores, gazetteer: Gazetteer) -> list[Named]:
    """Names straight before what they are: "al-Hara town", "Khan al-Shih camp", "the Sin airbase"."""
    words = line.words
    inside = 1.0 - scores.tags[:, 0]
    found: list[Named] = []
    k = 0
    strong = place_words().strong
    while k < len(words):
        inside_name = k and words[k - 1].capitalised and words[k - 1].lower not in strong
        if not line.opens_name(k) or inside_name or words[k].lower in strong:  # "In Karim Zarin district" begins a sentence
            k += 1
            continue
        end = line.run(k)
        after = end + 1 if end < len(words) and words[end].text in APOSTROPHES and line.glued(end) else end
        head = head_word(words[after]) if after < len(words) and not words[after].capitalised else None
        sort = place_words().heads.get(head or "")
        own = range(k, end)
        likely = float(inside[k:end].mean()) >= _LEAST_HEADED and not any(words[j].lower in place_words().never for j in own)
        named = head not in {"state", "port", "region"} and sort in {"settlement", "site"} and not plural(words[after]) and likely
        if named and not is_adjective(gazetteer.exact(line.text(k, end))):  # "the Lebanese capital" is no town of that name
            event = float(scores.roles[k:end, 1].mean())
            found.append(Named(line, k, end, Kind.LITERAL, Role.CONTEXT, _HEADED_SCORE, event, head))
        k = max(end, k + 1)
    return found


def governed(line: Line, covered: set[int], scores: Scores) -> list[Named]:
    """Known names that have what only places have: "Krasnoyarsk's governor". The tagger thinks of a person, or of a place, by a hair."""
    words = line.words
    inside = 1.0 - scores.tags[:, 0]
    found: list[Named] = []
    for k, class_ in enumerate(line.known):
        if class_ == NONE or class_ % 2 == 0 or (class_ + 1) // 2 >= DEMONYM or (k and words[k - 1].capitalised):
            continue
        end = k + 1
        while end < len(words) and line.known[end] != NONE and line.known[end] % 2 == 0:
            end += 1
        has = end + 2 < len(words) and words[end].text in APOSTROPHES and words[end + 1].lower == "s" and words[end + 2].lower
        whole = line.opens_name(k) and line.run(k) == end and not covered.intersection(range(k, end))
        if whole and has in place_words().governing and float(inside[k:end].mean()) >= _LEAST_JOINED:
            found.append(Named(line, k, end, Kind.LITERAL, Role.CONTEXT, _HEADED_SCORE, float(scores.roles[k:end, 1].mean())))
    return found


def joined(
    line: Line, found: Sequence[Named], no_place: set[int], scores: Scores, countries: frozenset[str], gazetteer: Gazetteer
) -> list[Named]:
    """Names beside a place in a list that the tagger doubted, where the gazetteer knows a name like them in the article's countries."""
    out = list(found)
    covered = no_place | {k for f in out for k in range(f.start, f.end)}
    inside = 1.0 - scores.tags[:, 0]
    runs = _open_runs(line, covered, inside)
    grown = True
    while grown:
        grown = False
        for start, end in list(runs):
            neighbour = next(
                (f for f in out if f.kind is Kind.LITERAL and f.role is not Role.ACTOR and _in_list(line, f, start, end)), None
            )
            if neighbour is not None and likely_place(line.text(start, end), countries, gazetteer):
                role, event = Role.CONTEXT, float(scores.roles[start, 1])
                head = head_after(line, end) or (neighbour.head if neighbour.list_id is not None else None)
                out.append(Named(line, start, end, Kind.LITERAL, role, _JOINED_SCORE, event, head, None, neighbour.list_id))
                runs.remove((start, end))
                grown = True
    return sorted(out, key=lambda f: f.start)


def surnames(lines: Sequence[Line], names: Sequence[Sequence[Named]], scores: Sequence[Scores]) -> frozenset[str]:
    """Last words of runs of capitals in which the tagger sees no place: "Millington", where the article tells of Ann Millington."""
    found: set[str] = set()
    for line, own, score in zip(lines, names, scores, strict=True):
        covered = {k for n in own for k in range(n.start, n.end)}
        inside = 1.0 - score.tags[:, 0]
        k = 0
        while k < len(line.words):
            if not line.words[k].capitalised:
                k += 1
                continue
            end = k + 1
            while end < len(line.words) and line.words[end].capitalised and line.words[end].text.isalpha():
                end += 1
            last = line.words[end - 1]
            person = 2 <= end - k <= 3 and not covered.intersection(range(k, end)) and float(inside[k:end].max()) < _NO_PLACE
            if person and not last.text.isupper() and head_word(last) is None and len(last.text) > 2:
                found.add(last.text)
            k = end
    return frozenset(found)


def without_people(found: Sequence[Named], people: frozenset[str]) -> list[Named]:
    """The names but for those that are a surname of the article, unless they stand where only a place can."""
    kept: list[Named] = []
    for n in found:
        before = n.line.words[n.start - 1].lower if n.start else ""
        placed = before in place_words().strong or n.head is not None or n.list_id is not None
        if n.kind is Kind.LITERAL and n.end - n.start == 1 and n.text in people and n.score < _SURE_OVER_SURNAME and not placed:
            continue
        kept.append(n)
    return kept


def named_elsewhere(
    line: Line, found: Sequence[Named], no_place: set[int], sure: Mapping[str, Named], scores: Scores, least: float
) -> list[Named]:
    """Names that the article surely names in another sentence, where the tagger half sees them here too."""
    covered = no_place | {k for n in found for k in range(n.start, n.end)}
    inside = 1.0 - scores.tags[:, 0]
    more: list[Named] = []
    for k in range(len(line.words)):
        if k in covered or not line.opens_name(k) or inside[k] < least:
            continue
        end = line.run(k)
        known = sure.get(line.text(k, end))
        if known is not None and not covered.intersection(range(k, end)) and float(inside[k:end].mean()) >= least:
            event = float(scores.roles[k:end, 1].mean())
            role = Role.ACTOR if int(scores.roles[k:end].mean(axis=0).argmax()) == 2 else Role.CONTEXT
            more.append(Named(line, k, end, Kind.LITERAL, role, round(known.score * 0.8, 3), event, head_after(line, end)))
            covered.update(range(k, end))
    return more


def likely_place(name: str, countries: frozenset[str], gazetteer: Gazetteer) -> bool:
    """Whether the gazetteer holds such a name, or one like it, in a country that the article names (in any, where it names none)."""
    for candidate in gazetteer.find(name, limit=30):
        if candidate.name_kind in {"demonym", "adjective"}:
            continue
        near = candidate.how is not Match.SKELETON or candidate.similarity >= _ALIKE
        if near and (not countries or candidate.place.country in countries):
            return True
    return False


def parted(named: Named, gazetteer: Gazetteer) -> list[Named]:
    """ "Kafr Zita Kafr Nabudeh", of a list that lost its commas, parted after each name that the gazetteer knows."""
    line = named.line
    if named.kind is not Kind.LITERAL or named.end - named.start < 2 or gazetteer.exact(named.text):
        return [named]
    owns = next((k for k in range(named.start + 1, named.end - 1) if line.words[k].text == "s" and line.parted(k)), None)
    if owns is not None:  # "Syrias Homs", whose apostrophe is lost
        return [replace(named, end=owns), *parted(replace(named, start=owns + 1), gazetteer)]
    if named.end - named.start == 2:
        halves = [replace(named, end=named.start + 1), replace(named, start=named.start + 1)]
        called = [gazetteer.exact(half.text) for half in halves]
        sorts = [name_class(c) for c in called]
        known = [sort in (COUNTRY, CITY, TOWN) for sort in sorts]
        if all(known) and any(sort != TOWN for sort in sorts) and called[0][0].place.country == called[1][0].place.country:
            return halves  # "Damascus Homs", "Aleppo Syria"
        last = line.words[named.end - 1].text
        shortened = sum(c.isupper() for c in last) > len(last) / 2  # "NGO", "PoC"
        letters = len(last) > 1 and shortened and not named.text.isupper() and last not in place_words().division_letters
        return halves[:1] if known[0] and letters else [named]  # "Homs NGO"
    for cut in range(named.end - 1, named.start, -1):
        first = line.words[cut]
        whole = (
            line.words[cut - 1].capitalised and first.capitalised and head_word(first) is None and first.lower not in _SIDES
        )  # never at a hyphen, "As-Sayyad" is one
        known = gazetteer.exact(line.text(named.start, cut)) if whole and cut - named.start >= 2 else ()
        if known and not _of_another_country(gazetteer.exact(line.text(cut, named.end)), known):
            return [replace(named, end=cut), *parted(replace(named, start=cut), gazetteer)]
    return [named]


def _of_another_country(rest: Sequence[Candidate], first: Sequence[Candidate]) -> bool:
    """Whether a word behind a place is called like places of other countries alone: the "Mills" of "Red Sea Mills", of no list."""
    return bool(rest) and not {c.place.country for c in rest} & {c.place.country for c in first}


def whole_name(named: Named, scores: Scores, gazetteer: Gazetteer) -> Named:
    """The name with what belongs to it: its Arabic article, the rest of a word with an apostrophe, the rest of a known name."""
    line, words = named.line, named.line.words
    start, end = named.start, named.end
    if (
        start >= 2
        and words[start - 1].text in HYPHENS
        and words[start - 2].lower in PARTICLES
        and line.glued(start)
        and line.glued(start - 1)
    ):
        start -= 2
    while (
        end + 1 < len(words)
        and words[end].text in APOSTROPHES
        and line.glued(end)
        and line.glued(end + 1)
        and words[end + 1].text.isalpha()
        and words[end + 1].text.lower() not in {"s", "t", "re", "ll", "d", "ve"}
    ):
        end += 2
    start = _opened_earlier(line, start, end, gazetteer)
    if named.kind is Kind.LITERAL and end < len(words) and _capital_head(line, end):
        end += 1  # "Tonj East", "Adamawa State": what has a capital belongs to the name
    if end < len(words) and words[end].text == "." and line.glued(end) and _abbreviation(line.text(start, end), gazetteer):
        end += 1
    longest = end
    for stop in range(end + 1, min(len(words), end + 5) + 1):
        last = words[stop - 1]
        open_ = last.capitalised and float(scores.tags[end:stop, 0].min()) < 0.9
        if open_ and gazetteer.exact(line.text(start, stop)):
            longest = stop
        if not (open_ or last.text in HYPHENS | APOSTROPHES or last.lower in PARTICLES or (last.text == "s" and line.glued(stop - 1))):
            break
    return replace(named, start=start, end=longest) if (start, longest) != (named.start, named.end) else named


def without_side(named: Named, gazetteer: Gazetteer) -> Named:
    """ "Northeast Syria" without the side, which is told of the place; in "East Aleppo" it is a part of the name."""
    line, words, start = named.line, named.line.words, named.start
    joined = start + 3 < named.end and words[start + 1].text in HYPHENS and line.glued(start + 1)  # "North-East Syria"
    side = f"{words[start].lower}-{words[start + 2].lower}" if joined else words[start].lower
    rest = start + (3 if joined else 1)
    if named.kind is not Kind.LITERAL or rest >= named.end or side not in place_words().modifiers or gazetteer.exact(named.text):
        return named
    sort = name_class(gazetteer.exact(line.text(rest, named.end)))
    if sort in (COUNTRY, DIVISION) and words[rest].lower not in place_words().lands:
        return replace(named, start=rest)
    return replace(named, side=side) if sort == CITY else named


def _opened_earlier(line: Line, start: int, end: int, gazetteer: Gazetteer) -> int:
    """Where the known name begins that ends with this one: the "Cox" of "Cox's Bazar"."""
    words = line.words
    k = start - 3
    if k >= 0 and words[k + 1].text in APOSTROPHES and words[k].capitalised and gazetteer.exact(line.text(k, end)):
        return k
    return start


def _capital_head(line: Line, k: int) -> bool:
    """Whether word k is a division's generic word or a side with a capital, and not the first word of something else."""
    words = line.words
    if not words[k].capitalised or (words[k].lower not in _SIDES and place_words().heads.get(head_word(words[k]) or "") != "division"):
        return False
    return k + 1 == len(words) or not words[k + 1].capitalised


def _abbreviation(text: str, gazetteer: Gazetteer) -> bool:
    """Whether a name is one that is written with a full stop at its end: "W.Va.", "Calif."."""
    return any(c.matched_name.endswith(".") and c.matched_name.startswith(text) for c in gazetteer.exact(f"{text}."))


def in_other_script(line: Line, covered: set[int], gazetteer: Gazetteer) -> list[Named]:
    """Names in a script without capitals (Arabic, Hebrew …) that the gazetteer knows in whole; the tagger has read hardly any."""
    words, found = line.words, list[Named]()
    k = 0
    while k < len(words):
        if not _caseless(words[k].text):
            k += 1
            continue
        end = k
        while end < len(words) and _caseless(words[end].text):
            end += 1
        # Straight beside a name it is that name again: "Kafr Zita (كفر زيتا)".
        around = range(k - 2 if k > 1 and words[k - 1].text == "(" else k - 1, end + 1)
        whole = end - k <= LONGEST_NAME and not covered.intersection(around)
        if whole and any(c.name_kind == "name" for c in gazetteer.exact(line.text(k, end))):
            found.append(Named(line, k, end, Kind.LITERAL, Role.CONTEXT, _HEADED_SCORE))
        k = end
    return found


def _caseless(text: str) -> bool:
    """Whether a word is of letters that have no capitals."""
    return text[:1].isalpha() and text.lower() == text.upper()


def metonyms(line: Line, covered: set[int], gazetteer: Gazetteer) -> list[Named]:
    """ "The Pentagon", "the Kremlin": names that stand for a government, which corpora of places leave out."""
    found: list[Named] = []
    for k, class_ in enumerate(line.known):
        if class_ == NONE or class_ % 2 == 0:
            continue
        end = k + 1
        while end < len(line.words) and line.known[end] != NONE and line.known[end] % 2 == 0:
            end += 1
        start = k + 1 if line.words[k].lower == "the" else k
        if start >= end or start in covered or (start and line.words[start - 1].capitalised and start == k):
            continue
        candidates = gazetteer.exact(line.text(start, end))
        if candidates and candidates[0].name_kind == "metonym" and candidates[0].place.feature == "BLDG":
            found.append(Named(line, start, end, Kind.ORGANISATION, Role.ACTOR, _CUED_SCORE))
    return found


def area_after(line: Line, end: int) -> str | None:
    """What a demonym makes an area of: "airspace" of "Turkish airspace", but not the border of "Turkish border guards"."""
    areas = place_words().areas
    for k, word in enumerate(line.words[end : end + 3], end):
        if word.lower in areas:
            behind = line.words[k + 1].lower if k + 1 < len(line.words) else ""
            guarded = areas[word.lower] == "border" and behind in place_words().no_border
            return None if guarded else areas[word.lower]
        if not word.text.isalpha() or word.capitalised:
            return None
    return None


def _open_runs(line: Line, covered: set[int], inside: Floats) -> list[tuple[int, int]]:
    """Runs of name words that no name covers and that the tagger does not rule out."""
    words, never = line.words, place_words().never | place_words().titles
    found: list[tuple[int, int]] = []
    k = 0
    while k < len(words):
        if k in covered or not line.opens_name(k):
            k += 1
            continue
        end = line.run(k)
        stop = next((j for j in range(k, end) if j in covered), end)
        after_name = k > 0 and words[k - 1].capitalised and k - 1 not in covered
        if not after_name and float(inside[k:stop].mean()) >= _LEAST_JOINED and not any(words[j].lower in never for j in range(k, stop)):
            found.append((k, stop))
        k = max(stop, k + 1)
    return found


def _in_list(line: Line, f: Named, start: int, end: int) -> bool:
    """Whether only commas and "and" stand between a place and the run, as in a list."""
    gap = range(f.end, start) if f.end <= start else range(end, f.start)
    between = [line.words[k].lower for k in gap]
    if not between:
        return f.list_id is not None
    if any(w not in _SEPARATORS and head_word(line.words[k]) is None and w not in {"of", "village"}
           for k, w in zip(gap, between, strict=True)):  # fmt: skip
        return False
    # A lone comma joins a list only where the list goes on: "Kafr Zita, Morek and Taiz", not "in Rome, Carter said".
    if between == [","]:
        last, first = max(f.end, end), min(f.start, start)
        follow = line.words[last].lower if last < len(line.words) else ""
        lead = line.words[first - 1].lower if first else ""
        return follow in {",", "and", "or", "&", "as"} or lead in {",", "and"}
    return any(w in {"and", "or", "&", ";", ","} for w in between)
