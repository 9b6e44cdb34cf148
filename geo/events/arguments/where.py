"""Which place belongs to which trigger, and with what part. A speaker's whereabouts are not the event's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.events.arguments.clauses import clause_about, scene_of
from geo.events.arguments.linking import link
from geo.events.arguments.origins import homes, part_left
from geo.events.arguments.parts import part_along, part_of
from geo.events.arguments.standing import (
    acts,
    by_whom,
    head_of_name,
    only_qualifies,
    opens_report,
    owned_by,
    speaks,
    spoken_from,
    stands_aside,
)
from geo.events.triggers.coded import Coded
from geo.events.triggers.headlines import flat_places, is_headline
from geo.events.triggers.objects import is_people
from geo.lexicon.locating import locating_words
from geo.lexicon.places import place_words
from geo.lexicon.speech import speech
from geo.model import AIMED_ATTACKS, EventClass, EventPlace, Kind, Mention, Part, Resolution
from geo.resolve import contains
from geo.syntax import Sentence, Token

_NEARLY_SURE = 0.93  # of the linker, from which it is believed against the tree


@dataclass(frozen=True, slots=True)
class Located:
    """Which mentions of a passage are places of its events, and which are not because they contain one of them."""

    places: list[list[EventPlace]]  # by trigger
    containers: list[list[EventPlace]]  # by trigger: kept for merging, never drawn
    actors: frozenset[int]  # mentions that act
    aside: frozenset[int]  # mentions that are no place of what the sentence tells, whatever else it tells of them


def locate(
    sentence: Sentence,
    coded: Sequence[Coded],
    mentions: Sequence[tuple[int, Mention]],
    resolutions: Sequence[Resolution],
) -> Located:
    """Places of each trigger of a sentence. `mentions` are those of this passage, with their index in the article."""
    attached: dict[int, tuple[int, Part]] = {}
    actors: set[int] = set()
    at_home = homes(sentence, coded, mentions, resolutions)
    for index, mention in mentions:
        head = head_of_name(sentence, mention)
        if index in at_home or head is None or not _may_place(sentence, coded, mention):
            continue
        place = resolutions[index].place
        if (scene := scene_of(sentence, head, coded)) is not None:
            attached[index] = (scene, Part.LOCATION)
        elif acts(sentence, head, mention, country=place is not None and place.feature.startswith("PCL")):
            actors.add(index)
        elif (found := _by_the_tree(sentence, head, mention, coded)) is not None:
            which, path = found
            attached[index] = (which, part_along(sentence, coded[which], path))
    if is_headline(sentence):
        flat_places(sentence, coded, mentions, attached, actors, resolutions)
    else:
        _by_likelihood(sentence, coded, mentions, attached, actors, resolutions)
    _share_lists(mentions, attached, actors, {i for i, m in mentions if speaks(sentence, m)} | at_home)
    for index in at_home:
        attached.pop(index, None)
    attached = {i: (which, part_left(coded[which], part)) for i, (which, part) in attached.items()}
    contained_in = {c for index, m in mentions if index in attached for c in m.clues.containers if is_inside(index, c, resolutions)}
    places: list[list[EventPlace]] = [[] for _ in coded]
    containers: list[list[EventPlace]] = [[] for _ in coded]
    for index, _ in mentions:
        if index in at_home:
            continue
        if index in contained_in and index not in attached:
            which = next((attached[i][0] for i, m in mentions if i in attached and index in m.clues.containers), None)
            if which is not None:
                containers[which].append(EventPlace(index, Part.LOCATION))
        elif index in attached:
            which, part = attached[index]
            (containers if index in contained_in else places)[which].append(EventPlace(index, part))
    _after_colon(sentence, coded, mentions, attached, actors, places)
    _share_accompanying(sentence, coded, places, containers)
    for which in range(len(coded)):
        places[which], containers[which] = without_containers(places[which], containers[which], resolutions)
    _aim(sentence, coded, places, dict(mentions))
    aside = {i for i, m in mentions if i in actors or stands_aside(sentence, m)} - attached.keys()
    return Located(places, containers, frozenset(actors), frozenset(aside | at_home))


def _may_place(sentence: Sentence, coded: Sequence[Coded], mention: Mention) -> bool:
    """Whether a name may be a place of an event: "HIT" in capitals is what happened, "Dubai: Jets …" where it was written."""
    if any(i in c.anchors for c in coded for i in sentence.at(mention.span)):
        return False
    if opens_report(sentence, mention) and not is_headline(sentence):
        return False
    return mention.kind is not Kind.ORGANISATION and (mention.kind is not Kind.DEMONYM or mention.clues.head is not None)


def _by_the_tree(sentence: Sentence, head: Token, mention: Mention, coded: Sequence[Coded]) -> tuple[int, list[Token]] | None:
    """The trigger of which the grammar makes a name a place, with the tokens from the name up to it."""
    acting = mention.clues.between is None and by_whom(sentence, head)  # "ambushed between A and B" is no deed of theirs
    if acting or only_qualifies(sentence, mention) or spoken_from(sentence, head):
        return None
    found = _of_trigger(sentence, head, coded)
    if found is None and owned_by(sentence, head, coded):
        return None
    found = found or _trigger_of(sentence, head, coded)
    if found is None and (told := clause_about(sentence, head, coded)) is not None:
        found = told, [head]
    return found


def _aim(sentence: Sentence, coded: Sequence[Coded], places: list[list[EventPlace]], mentions: Mapping[int, Mention]) -> None:
    """Of an attack all members of a list are targets, and so is every place that is not where it came from."""
    for which, c in enumerate(coded):
        if c.type not in AIMED_ATTACKS:
            continue
        places[which] = _listed_alike(sentence, places[which], mentions)
        if any(p.part is Part.ORIGIN for p in places[which]):
            places[which] = [EventPlace(p.mention, Part.TARGET) if p.part is Part.LOCATION else p for p in places[which]]


def _by_likelihood(
    sentence: Sentence,
    coded: Sequence[Coded],
    mentions: Sequence[tuple[int, Mention]],
    attached: dict[int, tuple[int, Part]],
    actors: set[int],
    resolutions: Sequence[Resolution],
) -> None:
    """Names that the tree gives to no trigger, though the linker is nearly sure of one: the parser errs, in damaged text above all."""
    runs: list[tuple[int, Mention, Sequence[Token]]] = []
    for index, mention in mentions:
        here = sentence.at(mention.span)
        if here and mention.kind is Kind.LITERAL and not any(i in c.anchors for c in coded for i in here):
            runs.append((index, mention, sentence.stretch(here[0], here[-1])))
    physical = [k for k, c in enumerate(coded) if c.type.event_class is EventClass.PHYSICAL]
    if not physical or all(i in attached or i in actors for i, _, _ in runs):
        return
    scores = dict(zip(physical, link(sentence, [coded[k].word for k in physical], [run for _, _, run in runs]), strict=True))
    for at, (index, mention, run) in enumerate(runs):
        place = resolutions[index].place
        country = place is not None and place.feature.startswith("PCL")
        if index in attached or index in actors or country or opens_report(sentence, mention):
            continue
        which = max(physical, key=lambda k: scores[k][at].score)
        if scores[which][at].score >= _NEARLY_SURE and not owned_by(sentence, run[-1], coded) and not only_qualifies(sentence, mention):
            attached[index] = (which, part_of(sentence, coded[which], run))


def _after_colon(
    sentence: Sentence,
    coded: Sequence[Coded],
    mentions: Sequence[tuple[int, Mention]],
    attached: dict[int, tuple[int, Part]],
    actors: set[int],
    places: list[list[EventPlace]],
) -> None:
    """ "Jets bombed six places, the group says: A, B and C": what a colon lists are the places announced before it."""
    colon = next((t for t in sentence.tokens if t.text == ":" and t.i > 2), None)
    if colon is None:
        return
    before = [k for k, c in enumerate(coded) if c.word < colon]
    announced = any(t.lemma in locating_words().announcing for t in sentence.preceding(colon))
    listed = [(i, m) for i, m in mentions if m.span.start > colon.span.start and i not in attached and m.kind is Kind.LITERAL]
    contained_in = {c for _, m in listed for c in m.clues.containers}
    if not before or not announced or not listed:
        return
    part = Part.TARGET if coded[before[-1]].type in AIMED_ATTACKS else Part.LOCATION
    for index, _ in listed:
        if index not in contained_in:
            actors.discard(index)
            attached[index] = (before[-1], part)
            places[before[-1]].append(EventPlace(index, part))


def without_containers(
    places: Sequence[EventPlace], containers: Sequence[EventPlace], resolutions: Sequence[Resolution]
) -> tuple[list[EventPlace], list[EventPlace]]:
    """Places and containers; a container is not a target: an area is no place of the event where a place inside it is named beside it."""
    kept, holding = list(places), list(containers)
    for outer in places:
        if outer.part is Part.ORIGIN:
            continue
        others = [p for p in kept if p.part is not Part.ORIGIN and p is not outer]
        if any(is_inside(p.mention, outer.mention, resolutions) for p in others) or _beside_finer(outer, others, resolutions):
            kept.remove(outer)
            holding.append(outer)
    return kept, holding


def _beside_finer(outer: EventPlace, others: Sequence[EventPlace], resolutions: Sequence[Resolution]) -> bool:
    """A country beside a town: "sixty fighters from Tunisia and Egypt were killed near A" tells where they came from."""
    fine = [place for p in others if (place := resolutions[p.mention].place) is not None and not place.feature.startswith(("PCL", "CONT"))]
    place = resolutions[outer.mention].place
    return place is not None and place.feature.startswith(("PCL", "CONT")) and bool(fine)


def _listed_alike(sentence: Sentence, places: Sequence[EventPlace], mentions: Mapping[int, Mention]) -> list[EventPlace]:
    """Targets, too, are those that go on a list of targets: "the towns of A and B in C province and D in E province"."""
    words = place_words()
    found: list[EventPlace] = []
    aimed = False
    for place in sorted(places, key=lambda p: mentions[p.mention].span.start):
        named = sentence.at(mentions[place.mention].span)
        before = sentence.preceding(named[0])[1:] if named else ()
        last = next((t for t in reversed(before) if t.lower not in {"the", "of"} and t.lemma not in words.heads), None)
        goes_on = last is not None and last.lower in {",", "and"}
        if aimed and goes_on and place.part is Part.LOCATION:
            place = EventPlace(place.mention, Part.TARGET)
        aimed = place.part is Part.TARGET
        found.append(place)
    return found


def _share_accompanying(
    sentence: Sentence, coded: Sequence[Coded], places: list[list[EventPlace]], containers: list[list[EventPlace]]
) -> None:
    """ "Air strikes in X, accompanied by shelling", "fighting in X amid raids": what accompanies an event happens where it does."""
    for k, c in enumerate(coded):
        if places[k] or not c.noun:
            continue
        host = _accompanied(sentence, c, coded, places)
        if host is not None:
            places[k].extend(EventPlace(p.mention, Part.LOCATION) for p in places[host] if p.part is not Part.ORIGIN)
            containers[k].extend(containers[host])


def _accompanied(sentence: Sentence, coded: Coded, all_coded: Sequence[Coded], places: Sequence[Sequence[EventPlace]]) -> int | None:
    passed = False
    for up in sentence.ancestors(coded.word):
        if up.lower in locating_words().accompanying:
            passed = True
        if not passed:
            continue
        for k, other in enumerate(all_coded):
            hosts = {
                *other.anchors,
                *(sentence.head(a) for a in other.anchors if a.dep in {"nsubj", "dobj", "nsubjpass"}),
            }
            if other is not coded and places[k] and up in hosts:
                return k
    return None


def is_inside(inner: int, outer: int, resolutions: Sequence[Resolution]) -> bool:
    """Whether the place of one mention lies in that of another, both by index; False where either has none."""
    a, b = resolutions[inner].place, resolutions[outer].place
    return a is not None and b is not None and contains(b, a)


def _of_trigger(sentence: Sentence, head: Token, coded: Sequence[Coded]) -> tuple[int, list[Token]] | None:
    """ "Bombardment from the air of X and of Y": what is bombarded, though another noun stands between."""
    first = sentence.first_conjunct(head)
    prep = sentence.head(first)
    if prep.lower != "of" or prep.pos != "ADP":
        return None
    for k, c in enumerate(coded):
        between = sentence.between(c.word, prep)
        if c.noun and c.word < prep and not any(t.is_verb for t in between) and sum(t.pos == "NOUN" for t in between) <= 1:
            return k, [head, prep]
    return None


def _trigger_of(sentence: Sentence, head: Token, coded: Sequence[Coded]) -> tuple[int, list[Token]] | None:
    """The trigger that a place hangs on, with the tokens passed on the way; None where it belongs to something else."""
    path = [head]
    for up in sentence.ancestors(head):
        which = next((k for k, c in enumerate(coded) if up in c.anchors), None)
        if which is not None:
            if _own_clause(sentence, path):
                return which, path
            return None
        if up.lower in locating_words().other_time and up.pos in {"ADP", "SCONJ"}:
            return None
        if up.lemma in locating_words().elsewhere and up.is_noun:
            return None
        if is_people(sentence, up) and up.dep != "nsubj" and path[-1].lower == "from":
            return None  # "killed two teachers from Canada": their home; attackers from A may well have come from there
        if up.is_verb:
            beside = _beside(sentence, up, path[-1], coded)
            if beside is not None:
                return beside, path
            if up.lemma in speech().verbs or not _transparent(sentence, up, path[-1]):
                return None
        path.append(up)
    return None


def _own_clause(sentence: Sentence, path: Sequence[Token]) -> bool:
    """Whether the branch by which the place hangs on the trigger tells of the trigger's happening, not of another's.

    "Detained a man and seized rifles in A": what stands behind two verbs of one doer is told of both.
    """
    token = path[-1]
    if len(path) > 1 and _goes_on(sentence, token, path[-2]):
        return True
    return not (token.dep in {"advcl", "ccomp", "conj", "parataxis"} and token.is_verb)


def _goes_on(sentence: Sentence, verb: Token, below: Token) -> bool:
    """Whether a verb is a further deed of the same doer, and what hangs on it stands behind both."""
    return verb.dep == "conj" and verb.is_verb and sentence.subject(verb) is None and below.pos == "ADP" and below > verb


def _transparent(sentence: Sentence, token: Token, below: Token) -> bool:
    """Whether a verb lets the place through to what governs it: participles ("positions located in X"), not clauses of their own."""
    if token.lemma in locating_words().adjoining:
        return False  # "…, which lies across the river from B": where A is, not where it happened
    if token.dep in {"acl", "relcl", "amod", "pcomp", "xcomp"} or _goes_on(sentence, token, below):
        return token.lemma not in speech().verbs
    return False


def _beside(sentence: Sentence, verb: Token, below: Token, coded: Sequence[Coded]) -> int | None:
    """The trigger that is an argument of a verb that only says that it happened: "clashes erupted in X", "reported strikes in X"."""
    speaks = verb.lemma in speech().verbs
    for k, c in enumerate(coded):
        if not c.noun:
            continue
        word = sentence.first_conjunct(c.word)
        by = sentence.head(word)
        if by.dep == "agent" and sentence.head(by) is verb and below.dep in {"nsubjpass", "prep"}:
            return k  # "a building in A was hit by a strike"
        if sentence.head(word) is not verb:
            continue
        if word.dep in {"nsubj", "nsubjpass"} and (not speaks or word.dep == "nsubjpass"):
            return k
        if word.dep in {"dobj", "obj", "attr", "oprd"} and (not speaks or c.word < below):
            return k  # "reported strikes in Hama"; "said in Moscow that …" is where the speaker was
    return None


def _share_lists(
    mentions: Sequence[tuple[int, Mention]], attached: dict[int, tuple[int, Part]], actors: set[int], speakers: set[int]
) -> None:
    """Members of one list have one part: where the tree lost some of them, they follow the others."""
    groups: dict[int, list[int]] = {}
    for index, mention in mentions:
        if mention.clues.group is not None:
            groups.setdefault(mention.clues.group, []).append(index)
    for members in groups.values():
        lead = next((attached[i] for i in members if i in attached), None)
        if lead is None:
            continue
        for i in members:
            if i not in attached and i not in speakers:
                attached[i] = lead
                actors.discard(i)
