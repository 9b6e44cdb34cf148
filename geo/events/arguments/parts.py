"""What part a place plays in an event: where it comes from, what it is aimed at, what lies on the way, or where it happens."""

from __future__ import annotations

from collections.abc import Sequence

from geo.events.triggers.coded import Coded
from geo.lexicon.locating import locating_words
from geo.model import AIMED_ATTACKS, EventType, Part
from geo.syntax import MODIFIERS, OBJECTS, UNDERGOING, Sentence, Token


def part_along(sentence: Sentence, coded: Coded, path: Sequence[Token]) -> Part:
    """What part the place plays, by the preposition over it and its grammatical place."""
    carrier = sentence.head(path[-1])
    if carrier not in coded.anchors and carrier.pos == "VERB" and path[-1].dep in OBJECTS:
        # "The salvo left the Caspian Sea", "the missiles crossed Iran": a verb of motion says which part its object has.
        moving = locating_words()
        return Part.ORIGIN if carrier.lemma in moving.leaving else Part.WAY if carrier.lemma in moving.crossing else Part.LOCATION
    through_target = False
    aimed = coded.type in AIMED_ATTACKS
    if aimed and (_out_of(sentence, path) or _of_a_fleet(sentence, path) or _launched_from(sentence, coded, path)):
        return Part.ORIGIN  # "jets from the airbase at A"
    for token in path:
        if token.lemma in locating_words().targets:
            through_target = True
        if token.pos == "ADP" or token.dep == "prep":
            if (part := _under(sentence, coded, token, through_target=through_target)) is not None:
                return part
            continue
        if token.dep in UNDERGOING and coded.type in AIMED_ATTACKS and not coded.noun:
            return Part.TARGET
    last = path[-1]
    if coded.type in AIMED_ATTACKS and (through_target or last.dep in UNDERGOING):
        return Part.TARGET
    return Part.LOCATION


def _under(sentence: Sentence, coded: Coded, token: Token, *, through_target: bool) -> Part | None:
    """The part that a preposition over the place tells; None where it leaves that to what stands above it."""
    aimed, word = coded.type in AIMED_ATTACKS, token.lower
    if word == "of" and coded.noun and aimed and sentence.head(token) in coded.anchors:
        return Part.TARGET
    if word == "of" or (word in {"in", "at"} and through_target):
        return None
    if word == "from":
        return Part.ORIGIN
    if word in locating_words().way | locating_words().way_of_motion and _moves(sentence, token, coded):
        return Part.WAY
    return Part.TARGET if aimed and (through_target or word in locating_words().aiming) else Part.LOCATION


def _moves(sentence: Sentence, prep: Token, coded: Coded) -> bool:
    """Whether a preposition tells the way: it hangs on a verb of motion, or on missiles that travel."""
    above = sentence.head(prep)
    moving = locating_words()
    if above.lemma in moving.travelling:
        return True
    return coded.type is EventType.MISSILE_ATTACK and prep.lower in moving.way


def _out_of(sentence: Sentence, path: Sequence[Token]) -> bool:
    """Whether "from" governs a place through "at", "in", "near": not where something nearer aims ("from A towards B")."""
    over = [i.lower for i in path[1:] if i.pos == "ADP"]
    return "from" in over and not set(over[: over.index("from")]) & (locating_words().aiming - {"at"})


def _of_a_fleet(sentence: Sentence, path: Sequence[Token]) -> bool:
    """ "Four warships of the Caspian flotilla": a fleet is of a sea, and nothing was aimed at it."""
    if len(path) < 2 or path[1].lemma not in locating_words().fleets or path[0].dep not in MODIFIERS:
        return False
    return not any(i.pos == "ADP" and i.lower in locating_words().aiming for i in path[2:])


def part_of(sentence: Sentence, coded: Coded, run: Sequence[Token]) -> Part:
    """The part of a place whose name stands at these tokens, for a trigger that it is known to belong to."""
    head = next((t for t in run if sentence.head(t) not in run), run[-1])
    path = [head]
    for up in sentence.ancestors(head):
        if up in coded.anchors:
            break
        path.append(up)
    return part_along(sentence, coded, path)


def _launched_from(sentence: Sentence, coded: Coded, path: Sequence[Token]) -> bool:
    """ "Ships in the Caspian Sea fired", "fired from warships 900 miles away in the sea": where the weapon stands is the origin."""
    platform = next((k for k, i in enumerate(path) if i.lemma in locating_words().platforms and i.pos == "NOUN"), None)
    if platform is None or platform == 0:
        return False
    above = path[platform]
    if above.dep == "nsubj" or any(i.dep == "nsubj" for i in path[platform:]):
        return True
    return any(i.lower == "from" for i in path[platform:])
