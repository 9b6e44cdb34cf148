"""One sentence's place names: gazetteer hits and cued names, each weighed by what stands round it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.gazetteer import Gazetteer
from geo.lexicon import actors, place_words, speech
from geo.model import Candidate, Kind, Role
from geo.recognise.masks import NAME_TAGS, PARTICLES, Masks, adjectival, name_run, opens_name, phrase
from geo.syntax import Sentence, Token

LONGEST_NAME = 6  # words; "Democratic Republic of the Congo" has five
THRESHOLD = 0.5  # of a weighed score; chosen on the seeds and tests/eval/held_out, to be replaced by the trained recogniser
BIG_TOWN, TOWN = 100_000, 5_000  # inhabitants above which a bare name is more likely the place
_AREA_FEATURES = ("PCL", "ADM1", "SEA", "GULF", "STRT", "OCN", "RGN", "CONT", "TERR")
_METONYM = "metonym"
_ACTING = frozenset({"nsubj", "nsubjpass", "poss", "agent"})
_VAGUE_HEADS = frozenset({"district", "area", "region", "state", "port", "camp", "site"})  # too often no part of a name that follows
_INNER = frozenset({"of", "the", "and", "-", "la"}) | PARTICLES


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a sentence, by token range, before clues are added."""

    start: int
    end: int
    kind: Kind
    role: Role
    score: float
    head: str | None
    area_head: str | None
    list_id: int | None  # names that follow one "towns of"


def scan(sentence: Sentence, masks: Masks, gazetteer: Gazetteer) -> list[Found]:
    """Place names of a sentence in order, none overlapping another."""
    tokens = sentence.tokens
    cued = _cued_names(sentence)
    found: list[Found] = []
    i = 0
    while i < len(tokens):
        step = 1
        if opens_name(tokens, i) and not _capital_article(sentence, i, gazetteer):
            hit = _demonym(sentence, i, masks, gazetteer) or _name(sentence, i, masks, gazetteer, cued)
            if hit is not None:
                found.append(hit)
                step = hit.end - i
        i += step
    return found


def _capital_article(sentence: Sentence, i: int, gazetteer: Gazetteer) -> bool:
    """ "The Pentagon" is read from its second word; "The Hague" needs its article, for no big place is called so without it."""
    if sentence.tokens[i].lower != "the" or i + 1 >= len(sentence.tokens):
        return False
    with_article = [
        c for c in gazetteer.exact(phrase(sentence, i, i + 2)) if c.place.population > BIG_TOWN and c.matched_name.startswith("The")
    ]
    return not with_article


def _demonym(sentence: Sentence, i: int, masks: Masks, gazetteer: Gazetteer) -> Found | None:
    """ "Turkish" of "Turkish airspace" locates; of "Turkish officials" it acts."""
    tokens, words = sentence.tokens, place_words()
    candidates = gazetteer.exact(tokens[i].text)
    if not candidates or adjectival(candidates) is None or masks.person(sentence, i):
        return None
    if masks.organisation(sentence, i) is None and _longest(sentence, i, len(tokens), gazetteer)[0] > i + 1:
        return None  # "Russian Federation", "Syrian Arab Republic"
    if any(c.name_kind in {"name", "abbreviation"} and c.place.feature.startswith("PCL") for c in candidates):
        return None  # "U.S." is the country's name before it is its adjective
    if any(c.name_kind == "name" and c.place.population > BIG_TOWN for c in candidates) and tokens[i].tag in NAME_TAGS:
        return None
    area = None
    for j in range(i + 1, min(i + 4, len(tokens))):
        if tokens[j].lower in words.areas or tokens[j].lemma in words.areas:
            area = words.areas.get(tokens[j].lower, words.areas.get(tokens[j].lemma))
            break
        if tokens[j].pos not in {"ADJ", "NOUN", "PROPN"} or tokens[j].capitalised:
            break
    role = Role.CONTEXT if area else Role.ACTOR
    return Found(i, i + 1, Kind.DEMONYM, role, 0.9, None, area, None)


def _name(sentence: Sentence, i: int, masks: Masks, gazetteer: Gazetteer, cued: dict[int, tuple[int, str, int]]) -> Found | None:
    organisation = masks.organisation(sentence, i)
    limit = organisation[1] if organisation else len(sentence.tokens)
    end, candidates = _longest(sentence, i, limit, gazetteer)
    if organisation is not None:
        return _inside_organisation(sentence, i, end, organisation, candidates)
    if i in cued and not masks.person(sentence, i):
        cued_end, head, list_id = cued[i]
        # In "the town of Kafr Zita" the whole run is the name, even where the gazetteer holds "Kafr" alone.
        stop = cued_end if end < cued_end else end
        return Found(i, stop, Kind.LITERAL, Role.CONTEXT, 0.95 if candidates else 0.85, head, None, list_id)
    if candidates:
        score = _weigh(sentence, i, end, candidates, masks, gazetteer)
        if score < THRESHOLD:
            return None
        head = head_after(sentence, end)
        metonym = all(c.name_kind == _METONYM or c.place.feature == "BLDG" for c in candidates)
        kind = Kind.ORGANISATION if metonym else Kind.LITERAL
        role = Role.ACTOR if metonym or _acts(sentence, i, end) else Role.CONTEXT
        return Found(i, end, kind, role, round(min(score, 0.99), 3), head, None, None)
    return _unknown(sentence, i, masks, gazetteer)


def _longest(sentence: Sentence, i: int, limit: int, gazetteer: Gazetteer) -> tuple[int, tuple[Candidate, ...]]:
    """The longest stretch from token i that the gazetteer knows by name."""
    tokens = sentence.tokens
    for j in range(min(limit, i + LONGEST_NAME), i, -1):
        last = tokens[j - 1]
        if not (last.capitalised or last.text[:1].isdigit()) or last.lower in _INNER:
            continue
        if any(not (t.capitalised or t.lower in _INNER or t.text[:1].isdigit()) for t in tokens[i:j]):
            continue
        hits = tuple(c for c in gazetteer.exact(phrase(sentence, i, j)) if c.name_kind not in {"demonym", "adjective"})
        if hits:
            return j, hits
    return i, ()


def _inside_organisation(
    sentence: Sentence, i: int, end: int, organisation: tuple[int, int], candidates: Sequence[Candidate]
) -> Found | None:
    """The "Caspian Sea" of "Caspian Sea fleet", the "Israel" of "Times of Israel": named, but nothing happens there."""
    if not candidates or end - i <= 0:
        return None
    if end - i == organisation[1] - organisation[0] and any(c.name_kind == _METONYM or c.place.feature == "BLDG" for c in candidates):
        return Found(i, end, Kind.ORGANISATION, Role.ACTOR, 0.9, None, None, None)
    known = actors().by_name.get(phrase(sentence, *organisation))
    if known is not None and known.kind == "armed group":
        return None  # "Ahrar al-Sham", "Islamic State of Iraq": no place is meant
    if not any(_is_area(c) or c.place.population > BIG_TOWN for c in candidates):
        return None
    if sentence.tokens[i].lower in place_words().never:
        return None
    return Found(i, end, Kind.ORGANISATION, Role.ACTOR, 0.6, None, None, None)


def _weigh(sentence: Sentence, i: int, end: int, candidates: Sequence[Candidate], masks: Masks, gazetteer: Gazetteer) -> float:
    """Evidence that a gazetteer hit is the place, about 0 to 1."""
    tokens, words = sentence.tokens, place_words()
    single = end - i == 1
    token = tokens[i]
    if single and token.lower in words.never | words.titles:
        return 0.0
    people = max((c.place.population for c in candidates), default=0)
    score = 0.72 if any(_is_area(c) for c in candidates) else 0.72 if people > BIG_TOWN else 0.58 if people > TOWN else 0.42
    if not single:
        score += 0.15
    head = head_after(sentence, end)
    before = _preposition_before(sentence, i)
    score += 0.3 if head else 0.0
    score += 0.25 if before in words.strong else 0.12 if before else 0.0
    if _struck(sentence, i, end) or _lies_in(sentence, end):
        score += 0.3
    labels = {tokens[k].entity for k in range(i, end)}
    score += 0.15 if labels & {"GPE", "LOC", "FAC"} else 0.0
    if "PERSON" in labels and not before and not head:
        score -= 0.3 if single else 0.15
    if "ORG" in labels and single and not any(_is_area(c) for c in candidates):
        score -= 0.15
    plural = i > 0 and people > BIG_TOWN and token.tag == "NNS"  # "struck Homs": the tagger takes it for a plural
    if not plural and not any(tokens[k].tag in NAME_TAGS for k in range(i, end)):
        score -= 0.5
    elif i == 0 and single and not labels & {"GPE", "LOC", "FAC"}:
        score -= 0.2
    if masks.person(sentence, i) or (single and token.text in masks.surnames and not (before and people > BIG_TOWN)):
        score -= 0.6
    if single and len(token.text.replace(".", "")) <= 2 and not any(c.name_kind == "abbreviation" for c in candidates):
        score -= 0.4
    if _part_of_longer_name(sentence, i, end, masks, gazetteer):
        score -= 0.35 if not single else 0.5
    if single and _speaks(sentence, i) and not any(_is_area(c) or c.place.feature == "PPLC" for c in candidates):
        score -= 0.3
    return score


def _unknown(sentence: Sentence, i: int, masks: Masks, gazetteer: Gazetteer) -> Found | None:
    """A capitalised name that no gazetteer holds as written, where the sentence says that it is a place."""
    tokens, words = sentence.tokens, place_words()
    if masks.person(sentence, i) or tokens[i].lower in words.never or tokens[i].text in masks.surnames:
        return None
    if i and tokens[i - 1].capitalised and tokens[i - 1].lower not in words.never:
        return None  # inside a longer run that was already passed over
    end = name_run(sentence, i)
    if any(tokens[k].lower in words.never or masks.organisation(sentence, k) for k in range(i, end)):
        return None
    head = head_after(sentence, end)
    before = _preposition_before(sentence, i)
    label = {tokens[k].entity for k in range(i, end)}
    named = all(tokens[k].tag in NAME_TAGS or not tokens[k].capitalised for k in range(i, end))
    if not named or label & {"DATE", "TIME", "NORP", "EVENT", "PRODUCT", "LAW", "LANGUAGE", "WORK_OF_ART"}:
        return None
    score = 0.0
    if before in words.strong:
        score = 0.55 + (0.2 if label & {"GPE", "LOC", "FAC"} else 0.0)
        score -= 0.1 if "ORG" in label and before != "near" else 0.0
    if head:
        score = max(score, 0.75)
    if label & {"GPE", "LOC"} and before:
        score = max(score, 0.6)
    if before and gazetteer.find(phrase(sentence, i, end), limit=1):
        score += 0.1
    return Found(i, end, Kind.LITERAL, Role.CONTEXT, round(score, 3), head, None, None) if score >= THRESHOLD else None


def _cued_names(sentence: Sentence) -> dict[int, tuple[int, str, int]]:
    """Members of lists like "the towns of A, B and C": token index of each name → (end, head, number of the list)."""
    tokens, words = sentence.tokens, place_words()
    cued: dict[int, tuple[int, str, int]] = {}
    list_id = 0
    for k, token in enumerate(tokens):
        if token.lemma not in words.heads or token.capitalised or k + 1 >= len(tokens):
            continue
        after = k + 1
        if tokens[after].lower in {"of", "called", "named"}:
            after += 1
        elif token.tag != "NNS" and (token.lemma in _VAGUE_HEADS or token.dep not in {"compound", "nmod", "appos", "amod"}):
            continue
        list_id += 1
        while after < len(tokens) and opens_name(tokens, after) and tokens[after].lower not in words.never:
            end = name_run(sentence, after)
            cued[after] = (end, token.lemma, list_id)
            follow = end
            while follow < len(tokens) and tokens[follow].text in {",", "and", "or", "&", ";", "as", "well"}:
                follow += 1
            if follow == end or follow >= len(tokens) or _new_clause(tokens, follow):
                break
            after = follow
    return cued


def _new_clause(tokens: Sequence[Token], i: int) -> bool:
    """Whether the name at i opens a new clause ("… of A, and Russia said") rather than going on with the list."""
    return tokens[i].dep in {"nsubj", "nsubjpass", "poss"} and tokens[tokens[i].head].pos in {"VERB", "AUX"} and tokens[i].head > i


def head_word(token: Token) -> str | None:
    """The generic head that a word is, in the singular: "provinces" and "Provinces" are province."""
    heads = place_words().heads
    return next((w for w in (token.lemma, token.lower, token.lower.removesuffix("s")) if w in heads), None)


def head_after(sentence: Sentence, end: int) -> str | None:
    """ "province" of "Hama province"; of "Hama and Idlib provinces" for both."""
    tokens = sentence.tokens
    j = end
    while j < len(tokens):
        token = tokens[j]
        if (head := head_word(token)) is not None:
            if j + 1 < len(tokens) and tokens[j + 1].lower == "of":
                return None  # "the Hama towns of A": the towns are A's
            plural_needed = j > end
            return head if not plural_needed or token.tag in {"NNS", "NNPS"} else None
        if token.text in {",", "and", "or", "neighboring", "neighbouring", "nearby"} or opens_name(tokens, j):
            if j - end > 8 or token.text == "." or (j == end and token.capitalised):
                return None
            j += 1
            continue
        return None
    return None


def _preposition_before(sentence: Sentence, i: int) -> str | None:
    """The locative preposition that governs the name, over articles, modifiers and earlier members of its list."""
    tokens, words = sentence.tokens, place_words()
    k = i - 1
    while k >= 0:
        token = tokens[k]
        if token.lower in words.locative and token.pos in {"ADP", "SCONJ", "ADV", "PART"}:
            return token.lower
        passing = (
            token.lower in {"the", "and", ",", "neighboring", "neighbouring", "nearby", "both", "parts", "of"}
            or token.lower in words.modifiers
            or token.lemma in words.heads
            or (token.capitalised and token.tag in NAME_TAGS and k > i - 8)
        )
        if not passing or (token.text == "," and k < i - 1 and not tokens[k - 1].capitalised):
            return None
        k -= 1
    return None


def _part_of_longer_name(sentence: Sentence, i: int, end: int, masks: Masks, gazetteer: Gazetteer) -> bool:
    """Whether capitalised words join the match on either side: the "Riad" of "Riad Haddad"."""
    tokens, words = sentence.tokens, place_words()

    def joins(k: int) -> bool:
        token = tokens[k]
        return (
            token.capitalised
            and token.tag in NAME_TAGS
            and token.lower not in words.never
            and head_word(token) is None
            and token.lower not in words.titles
            and token.entity not in {"NORP", "DATE"}
            and masks.organisation(sentence, k) is None
        )

    after = (
        end < len(tokens) and joins(end) and (tokens[end].entity not in {"GPE", "LOC"} or not _weighty(gazetteer.exact(tokens[end].text)))
    )
    before = i > 0 and joins(i - 1) and tokens[i - 1].entity not in {"GPE", "LOC"} and tokens[i - 1].lower not in words.modifiers
    return after or before


def _struck(sentence: Sentence, i: int, end: int) -> bool:
    """Whether the name is the object of a verb whose object is a place oftener than not: "raided Sinjar"."""
    struck = place_words().struck
    return any(
        sentence.tokens[k].dep in {"dobj", "nsubjpass"} and sentence.tokens[sentence.tokens[k].head].lemma in struck for k in range(i, end)
    )


def _lies_in(sentence: Sentence, end: int) -> bool:
    """ "Saraqib is in Idlib province": what lies in a place is one."""
    following = sentence.tokens[end : end + 2]
    return len(following) == 2 and following[0].lemma in {"be", "lie", "sit"} and following[1].lower in {"in", "near"}


def _weighty(candidates: Sequence[Candidate]) -> bool:
    return any(_is_area(c) or c.place.population > TOWN for c in candidates)


def _acts(sentence: Sentence, i: int, end: int) -> bool:
    """Whether the name is the doer of its clause or owns the doer's forces."""
    return any(sentence.tokens[k].dep in _ACTING and sentence.tokens[k].head not in range(i, end) for k in range(i, end))


def _speaks(sentence: Sentence, i: int) -> bool:
    token = sentence.tokens[i]
    return token.dep == "nsubj" and sentence.tokens[token.head].lemma in speech().verbs


def _is_area(candidate: Candidate) -> bool:
    return candidate.place.feature.startswith(_AREA_FEATURES)
