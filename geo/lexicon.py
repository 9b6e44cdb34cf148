"""The word lists and tables of resources/lexicon, read once and typed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geo.assets import asset
from geo.model import EventType

_WORD_START = re.compile(r"(?<![^\W_])[^\W_]+")  # letters and digits, at the beginning of a word


@dataclass(frozen=True, slots=True)
class PlaceWords:
    heads: dict[str, str]  # lemma of a generic head → settlement, division, water, site
    areas: dict[str, str]  # "airspace" → airspace, "shores" → coast …
    locative: frozenset[str]
    strong: frozenset[str]
    near_km: dict[str, float]
    modifiers: frozenset[str]
    titles: frozenset[str]
    governing: frozenset[str]
    never: frozenset[str]
    organisation_last: frozenset[str]
    urban: frozenset[str]
    struck: frozenset[str]
    vessels: frozenset[str]
    namesakes: Namesakes
    other_capitals: frozenset[str]  # "provincial" of "the Iraqi provincial capital"
    before_capital: frozenset[str]  # "the" of "the capital", which is nobody's
    capital_of_money: frozenset[str]  # "punishment" of "capital punishment"
    lands: frozenset[str]  # "plateau" of "Central Plateau"
    no_border: frozenset[str]  # "guards" of "Turkish border guards"
    division_letters: frozenset[str]  # "LGA" of "Monguno LGA", which is not the town


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Words of what is called after places: see places.toml."""

    units: frozenset[str]
    between: frozenset[str]
    accords: frozenset[str]
    named_after: frozenset[str]
    firms: frozenset[str]
    clubs: frozenset[str]
    streets: frozenset[str]
    letters: frozenset[str]
    things: frozenset[str]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Words by which a text puts a thing between two names, or a name beside another."""

    roads: frozenset[str]
    on_the_way: frozenset[str]
    leading: frozenset[str]
    mutual: frozenset[str]
    people: frozenset[str]
    lying: frozenset[str]
    plurals: frozenset[str]


@dataclass(frozen=True, slots=True)
class Trigger:
    type: EventType
    verbs: frozenset[str]
    nouns: frozenset[str]
    company: frozenset[str]  # lemmas of which one must stand in the trigger's phrase; empty: none needed
    generic: bool  # the weapon decides the type
    casualty: bool  # an effect, which yields to its cause in the same sentence
    place_object: bool  # a place name as its object serves as company: "captured Palmyra"
    by_sides: bool  # a clash where those attacked fight too
    people_object: bool  # needs people as its object: "captured a commander" is no capture of ground
    both: bool  # needs a place as its object beside its company
    any_object: bool  # needs an object, whatever it is
    taken_only: bool  # a noun that must be an object
    particles: frozenset[str]  # "down" of "shot down"; empty: none needed
    subjects: frozenset[str]  # one of these as who does it, or of whom a participle tells
    state: bool  # a participle that only tells in what state somebody is ("the displaced families") does not count
    objects: frozenset[str]  # one of these as its object, or
    under: frozenset[str]  # something under one of these prepositions; both empty: none needed


@dataclass(frozen=True, slots=True)
class Triggers:
    entries: tuple[Trigger, ...]
    light_verbs: frozenset[str]
    weapons: dict[str, frozenset[str]]
    fighting: frozenset[str]
    talk: frozenset[str]
    never_aimed_at: frozenset[str]
    civilians: frozenset[str]
    compounds: frozenset[str]  # noun triggers of several words
    weapons_not: dict[str, frozenset[str]]  # words beside a weapon's word that make it none
    on_foot: frozenset[str]
    armed: frozenset[str]
    unarmed: frozenset[str]
    people: frozenset[str]  # who can be captured
    goods: frozenset[str]  # what can be seized and carried away
    seeking: frozenset[str]
    sought: frozenset[str]


@dataclass(frozen=True, slots=True)
class Actor:
    name: str
    kind: str  # armed group, force, monitor, organisation, office
    party: str  # whom it acts or speaks for; itself where it is its own party
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Actors:
    actors: tuple[Actor, ...]
    by_name: dict[str, Actor]
    media: frozenset[str]
    by_first_word: dict[str, tuple[str, ...]]  # names by the letters and digits they begin with, longest first
    joining: frozenset[str]  # between two hands: "Afghan and coalition"
    shared: frozenset[str]  # behind a demonym with a hyphen, of a force that is not that country's alone
    rule: frozenset[str]  # bare words for those who rule a state
    army: frozenset[str]  # and for its forces
    troops: frozenset[str]
    foreign: frozenset[str]  # words that tell of troops of several states
    rebels: dict[str, str]  # "rebel" of "rebel shelling" → "rebels"
    owned: frozenset[str]  # "held" of "rebel-held"
    against: frozenset[str]  # "anti" of "anti-IS"
    helped: frozenset[str]  # "backed" of "Turkish-backed"
    acting: frozenset[str]  # heads of phrases that can do something
    shares: frozenset[str]  # heads that are a part of what stands after "of"
    vehicles: frozenset[str]

    def longest_in(self, words: str) -> Actor | None:
        """The actor whose longest name stands in the words as words of their own.

        >>> actors().longest_in("two officials of the Pentagon").party
        'United States'
        """
        best = ""
        for start in _WORD_START.finditer(words):
            for name in self.by_first_word.get(start[0], ()):
                if len(name) <= len(best):
                    break
                end = start.start() + len(name)
                if words.startswith(name, start.start()) and not words[end : end + 1].isalnum():
                    best = name
        return self.by_name[best] if best else None


@dataclass(frozen=True, slots=True)
class Speech:
    verbs: frozenset[str]
    doubtful: frozenset[str]
    pronouns: frozenset[str]
    nouns: frozenset[str]
    judging: frozenset[str]
    showing: frozenset[str]
    no_speakers: frozenset[str]
    offices: frozenset[str]
    private: frozenset[str]
    before_titles: frozenset[str]
    name_joints: frozenset[str]
    media: frozenset[str]
    social: frozenset[str]
    relaying: frozenset[str]
    passing_on: frozenset[str]
    with_clause: frozenset[str]
    closing: frozenset[str]
    anonymous: frozenset[str]
    bodies: frozenset[str]
    of_state: frozenset[str]
    portfolios: frozenset[str]
    telling: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mood:
    """The words that give an event one modality, by part of speech."""

    verbs: frozenset[str]
    nouns: frozenset[str]
    adjectives: frozenset[str]
    auxiliaries: frozenset[str]
    marks: frozenset[str]
    particles: frozenset[str]  # "call off"


@dataclass(frozen=True, slots=True)
class ModalityWords:
    denied: Mood
    undone: Mood
    planned: Mood
    hypothetical: Mood
    ended: Mood
    announcing: frozenset[str]  # what announces the thing that is denied: "reports", "claims"
    proofs: frozenset[str]
    shares: frozenset[str]
    moving: frozenset[str]
    calling: frozenset[str]
    supposing: frozenset[str]
    occurring: frozenset[str]
    bringing_about: frozenset[str]
    confirming: frozenset[str]
    unreal: frozenset[str]
    small: SmallWords
    mood_verbs: MoodVerbs
    habitual: HabitWords


@dataclass(frozen=True, slots=True)
class SmallWords:
    """Prepositions, articles, negations and question words by what they do to a mood; resources/lexicon/modality.toml says how."""

    causing: frozenset[str]
    beside: frozenset[str]
    wh: frozenset[str]
    asking_for: frozenset[str]
    negations: frozenset[str]
    denials: frozenset[str]
    nobody: frozenset[str]
    noone: frozenset[str]
    after_not: frozenset[str]
    no_more: frozenset[str]
    definite: frozenset[str]
    known: frozenset[str]
    conditional: frozenset[str]
    infinitive: frozenset[str]
    perfect: frozenset[str]


@dataclass(frozen=True, slots=True)
class HabitWords:
    """What makes of a deed a habit, a charge or a kind of crime, and what tells of a whole war."""

    role: frozenset[str]
    over: frozenset[str]
    general: frozenset[str]
    wars: frozenset[str]
    since: frozenset[str]


@dataclass(frozen=True, slots=True)
class MoodVerbs:
    """Verbs, adjectives and nouns that set a mood by what hangs on them."""

    preventing: frozenset[str]
    stopping: frozenset[str]
    foiling: frozenset[str]
    armed_doers: frozenset[str]
    assaults: frozenset[str]
    perceived: frozenset[str]
    naming: frozenset[str]
    fault: frozenset[str]
    copulas: frozenset[str]
    possible: frozenset[str]
    true: frozenset[str]
    doubted: frozenset[str]
    ordered: frozenset[str]
    going_to: frozenset[str]
    unable: frozenset[str]
    able: frozenset[str]
    cases: frozenset[str]
    vowing: frozenset[str]
    of_things: frozenset[str]


@lru_cache(maxsize=1)
def place_words() -> PlaceWords:
    table = _table("places.toml")
    return PlaceWords(
        heads={word: sort for sort, words in table["heads"].items() for word in words},
        areas={word: sort for sort, words in table["areas"].items() for word in words},
        locative=frozenset(table["prepositions"]["locative"]),
        strong=frozenset(table["prepositions"]["strong"]),
        near_km={words: float(km) for words, km in table["near_km"].items()},
        modifiers=frozenset(table["modifiers"]["words"]),
        titles=frozenset(table["titles"]["words"]),
        governing=frozenset(table["governing"]["words"]),
        never=frozenset(table["never"]["words"]),
        organisation_last=frozenset(table["organisations"]["last"]),
        urban=frozenset(table["urban"]["words"]),
        struck=frozenset(table["struck"]["words"]),
        vessels=frozenset(table["vessels"]["words"]),
        namesakes=Namesakes(**{sort: frozenset(words) for sort, words in table["namesakes"].items()}),
        other_capitals=frozenset(table["capitals"]["others"]),
        before_capital=frozenset(table["capitals"]["determiners"]),
        capital_of_money=frozenset(table["capitals"]["money"]),
        lands=frozenset(table["lands"]["words"]),
        no_border=frozenset(table["border"]["none"]),
        division_letters=frozenset(table["division_letters"]["words"]),
    )


@lru_cache(maxsize=1)
def whereabouts() -> Whereabouts:
    return Whereabouts(**{name: frozenset(words) for name, words in _table("places.toml")["whereabouts"].items()})


@lru_cache(maxsize=1)
def coordinate_words() -> tuple[frozenset[str], frozenset[str]]:
    """Words that announce coordinates, and words that say that numbers behind them are none."""
    words = _table("places.toml")["coordinates"]
    return frozenset(words["announcing"]), frozenset(words["other"])


def stem_and_head(name: str) -> tuple[str, str] | None:
    """A name's own part and its generic last word: ("Adamawa", "state") of "Adamawa State"; None where it has none.

    >>> stem_and_head("Al-Raqqah City")
    ('Al-Raqqah', 'city')
    """
    stem, _, last = name.rpartition(" ")
    heads = place_words().heads
    head = next((h for h in (last.lower(), last.lower().removesuffix("s")) if h in heads), None)
    return (stem, head) if stem and head is not None else None


@lru_cache(maxsize=1)
def irregular_forms() -> dict[str, tuple[str, ...]]:
    """Forms of a lemma that do not begin as it does: fight → fought."""
    return {lemma: tuple(forms) for lemma, forms in _table("triggers.toml")["irregular"].items()}


@lru_cache(maxsize=1)
def triggers() -> Triggers:
    table = _table("triggers.toml")
    entries = tuple(
        Trigger(
            EventType(entry["type"]),
            frozenset(entry["verbs"]),
            frozenset(entry["nouns"]),
            frozenset(entry.get("with", ())),
            bool(entry.get("generic", False)),
            bool(entry.get("casualty", False)),
            bool(entry.get("place_object", False)),
            bool(entry.get("by_sides", False)),
            bool(entry.get("people_object", False)),
            bool(entry.get("both", False)),
            bool(entry.get("any_object", False)),
            bool(entry.get("taken_only", False)),
            frozenset(entry.get("particles", ())),
            frozenset(entry.get("subjects", ())),
            bool(entry.get("state", False)),
            frozenset(entry.get("objects", ())),
            frozenset(entry.get("under", ())),
        )
        for entry in table["trigger"]
    )
    return Triggers(
        entries,
        frozenset(table["light_verbs"]),
        {sort: frozenset(words) for sort, words in table["weapons"].items()},
        frozenset(table["fighting"]["words"]),
        frozenset(table["talk"]["nouns"]),
        frozenset(table["never_aimed_at"]["nouns"]),
        frozenset(table["civilians"]["words"]),
        frozenset(noun for entry in entries for noun in entry.nouns if " " in noun),
        {word: frozenset(words) for word, words in table["weapons_not"].items()},
        frozenset(table["sides"]["on_foot"]),
        frozenset(table["sides"]["armed"]),
        frozenset(table["sides"]["unarmed"]),
        frozenset(table["people"]["words"]),
        frozenset(table["goods"]["words"]),
        frozenset(table["sides"]["seeking"]),
        frozenset(table["sides"]["sought"]),
    )


@dataclass(frozen=True, slots=True)
class SenseWords:
    """Words by which a trigger's sense is told, and by which two triggers are told to be one; resources/lexicon/senses.toml says how."""

    carriers: frozenset[str]
    undertakings: frozenset[str]
    missions: frozenset[str]
    coming_under: frozenset[str]
    wielding: frozenset[str]
    taken_up: frozenset[str]
    pointing: frozenset[str]
    own_deeds: frozenset[str]
    killing: frozenset[str]
    harming: frozenset[str]
    storming: frozenset[str]
    on_foot: frozenset[str]
    any_attack: frozenset[str]
    fending_off: frozenset[str]
    resisting: frozenset[str]
    from_above: frozenset[str]
    planted: frozenset[str]
    seeking: frozenset[str]
    at: frozenset[str]
    beside: frozenset[str]
    causing: frozenset[str]
    tolling: frozenset[str]
    telling: frozenset[str]
    surely_ground: frozenset[str]
    ground: frozenset[str]


@lru_cache(maxsize=1)
def sense_words() -> SenseWords:
    return SenseWords(**{name: frozenset(words) for name, words in _table("senses.toml").items()})


@lru_cache(maxsize=1)
def actors() -> Actors:
    table = _table("actors.toml")
    known = tuple(Actor(a["name"], a["kind"], a.get("party", a["name"]), tuple(a["names"])) for a in table["actor"])
    by_name = {name: actor for actor in known for name in actor.names}
    first: dict[str, list[str]] = {}
    for name in sorted(by_name, key=len, reverse=True):
        if (word := _WORD_START.search(name)) is not None:
            first.setdefault(word[0], []).append(name)
    return Actors(
        known,
        by_name,
        frozenset(table["media"]["names"]),
        {word: tuple(names) for word, names in first.items()},
        frozenset(table["several"]["joining"]),
        frozenset(table["several"]["shared"]),
        **{name: frozenset(table["sides"][name]) for name in ("rule", "army", "troops", "foreign")},
        rebels=table["sides"]["rebels"],
        **{name: frozenset(table["hyphened"][name]) for name in ("owned", "against", "helped")},
        **{name: frozenset(table["acting"][name]) for name in ("acting", "shares", "vehicles")},
    )


@lru_cache(maxsize=1)
def speech() -> Speech:
    return Speech(**{name: frozenset(words) for name, words in _table("speech.toml").items()})


@lru_cache(maxsize=1)
def modality_words() -> ModalityWords:
    table = _table("modality.toml")

    def words(section: str, name: str) -> frozenset[str]:
        return frozenset(table[section].get(name, ()))

    def mood(section: str) -> Mood:
        nouns = frozenset[str]() if section == "denied" else words(section, "nouns")
        marks, particles = words(section, "marks"), words(section, "particles")
        return Mood(words(section, "verbs"), nouns, words(section, "adjectives"), words(section, "auxiliaries"), marks, particles)

    return ModalityWords(
        *(mood(section) for section in ("denied", "undone", "planned", "hypothetical", "ended")),
        announcing=words("denied", "nouns"),
        proofs=words("denied", "proofs"),
        shares=words("denied", "shares"),
        moving=words("planned", "moving"),
        calling=words("hypothetical", "calling"),
        supposing=words("hypothetical", "supposing"),
        occurring=words("occurring", "verbs"),
        bringing_about=words("bringing_about", "verbs"),
        confirming=words("confirming", "verbs"),
        unreal=words("hypothetical", "unreal"),
        small=SmallWords(**{name: frozenset(many) for name, many in table["small"].items()}),
        habitual=HabitWords(**{name: frozenset(many) for name, many in table["habitual"].items()}),
        mood_verbs=MoodVerbs(**{name: frozenset(many) for name, many in table["verbs"].items()}),
    )


@dataclass(frozen=True, slots=True)
class Fields:
    """Words of other fields than war, and of what harms without an attack."""

    fields: dict[str, frozenset[str]]
    war: frozenset[str]
    doers: frozenset[str]
    causes: frozenset[str]
    objects: frozenset[str]
    kinds: frozenset[str]
    labour: frozenset[str]
    recorders: frozenset[str]
    offices: frozenset[str]
    bursting: frozenset[str]
    unarmed_deployed: frozenset[str]
    disasters: frozenset[str]
    accidents: frozenset[str]
    idle: frozenset[str]
    with_particle: frozenset[str]
    particles: frozenset[str]
    hitting_back: frozenset[str]
    any_object: frozenset[str]
    setting: frozenset[str]
    bursts: frozenset[str]
    aimed: frozenset[str]
    befalling: frozenset[str]
    fought: frozenset[str]
    reflexive: frozenset[str]


@lru_cache(maxsize=1)
def field_words() -> Fields:
    table = _table("fields.toml")
    fields = {name: frozenset(words) for name, words in table["fields"].items()}
    war = fields.pop("war")
    return Fields(fields, war, **{name: frozenset(words) for name, words in (table["harmless"] | table["senses"]).items()})


@dataclass(frozen=True, slots=True)
class StatementWords:
    acts: frozenset[str]
    company: dict[str, frozenset[str]]  # verbs that are an act only with one of these as object or preposition
    judging: frozenset[str]
    saying: frozenset[str]
    stand_adjectives: frozenset[str]
    stand_verbs: frozenset[str]
    stand_nouns: frozenset[str]
    speakers: frozenset[str]
    pronouns: frozenset[str]


@lru_cache(maxsize=1)
def statement_words() -> StatementWords:
    table = _table("statements.toml")
    stance, speakers = table["stance"], table["speakers"]
    return StatementWords(
        frozenset(table["acts"]),
        {verb: frozenset(words) for verb, words in table["with"].items()},
        frozenset(table["judging"]["verbs"]),
        frozenset(stance["saying"]),
        frozenset(stance["adjectives"]),
        frozenset(stance["verbs"]),
        frozenset(stance["nouns"]),
        frozenset(speakers["nouns"]),
        frozenset(speakers["pronouns"]),
    )


@dataclass(frozen=True, slots=True)
class QuantityWords:
    numbers: dict[str, int]
    comparators: dict[str, str]  # "more than" → ">"
    distance: dict[str, str]  # "kilometres" → km
    same: dict[str, str]  # "warship" → ship
    not_counted: frozenset[str]
    nought: frozenset[str]  # people and casualties, of which "no" is a count
    harming: frozenset[str]
    fired: frozenset[str]
    strikes: frozenset[str]
    destroyed: frozenset[str]
    people: frozenset[str]  # nouns that count people
    of_people: tuple[str, ...]  # what befalls people alone
    being: tuple[str, ...]  # between those counted and what befell them
    fates: dict[str, tuple[str, ...]]  # killed, wounded, taken, missing, displaced → words; "*" stands for any ending


@lru_cache(maxsize=1)
def quantity_words() -> QuantityWords:
    table = _table("quantities.toml")
    return QuantityWords(
        dict(table["numbers"]),
        {words: sign for sign, many in table["comparators"].items() for words in many},
        {word: unit for unit, words in table["distance"].items() for word in words},
        {word: unit for unit, words in table["same"].items() for word in words},
        frozenset(table["not_counted"]["words"]),
        frozenset(table["people"]["nought"]),
        frozenset(table["people"]["harming"]),
        frozenset(table["things"]["fired"]),
        frozenset(table["things"]["strikes"]),
        frozenset(table["things"]["destroyed"]),
        frozenset(table["people"]["counted"]),
        tuple(table["people"]["befallen"]),
        tuple(table["people"]["being"]),
        {kind: tuple(words) for kind, words in table["fates"].items()},
    )


@dataclass(frozen=True, slots=True)
class ClaimWords:
    rough: dict[str, tuple[float, float]]  # "dozens" → the least and the most that are meant
    rest: frozenset[str]  # "another three", "21 others"
    part_before: tuple[str, ...]  # "including 3 children"
    part_after: tuple[str, ...]  # "14 of the victims"
    sum_before: tuple[str, ...]  # "bringing the toll to 40"
    anybody: frozenset[str]  # units that count people as such
    opposition: frozenset[str]
    several: frozenset[str]  # "coalition": a state may be one of it
    spoken: frozenset[str]  # before a day on which somebody spoke
    between: frozenset[str]  # that and the day
    elsewhere: frozenset[str]  # at the head of a sentence on another happening
    voices: frozenset[str]  # who without a name can be quoted
    offices: frozenset[str]  # of which a speaker without a name may be one who is named elsewhere


@lru_cache(maxsize=1)
def claim_words() -> ClaimWords:
    table = _table("claims.toml")
    return ClaimWords(
        {word: (float(least), float(most)) for word, (least, most) in table["rough"].items()},
        frozenset(table["counts"]["rest"]),
        tuple(table["counts"]["part_before"]),
        tuple(table["counts"]["part_after"]),
        tuple(table["counts"]["sum_before"]),
        frozenset(table["counts"]["anybody"]),
        **{name: frozenset(table["doers"][name]) for name in ("opposition", "several")},
        **{name: frozenset(table["days"][name]) for name in ("spoken", "between")},
        elsewhere=frozenset(table["pieces"]["elsewhere"]),
        voices=frozenset(table["voices"]["words"]),
        offices=frozenset(table["voices"]["offices"]),
    )


@dataclass(frozen=True, slots=True)
class CoreferenceWords:
    definite: frozenset[str]
    anew: frozenset[str]
    deeds: frozenset[str]  # that "the" takes up
    not_the_day: tuple[str, ...]
    whole: frozenset[str]
    going_on: re.Pattern[str]  # what a deed in -ing goes on after
    as_a_whole: re.Pattern[str]  # "the recent" of "the recent strikes"
    beside: frozenset[str]


@lru_cache(maxsize=1)
def coreference_words() -> CoreferenceWords:
    table = _table("coreference.toml")
    taken_up, campaigns = table["taken_up"], table["campaigns"]
    going_on = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in campaigns["going_on"])
    return CoreferenceWords(
        frozenset(taken_up["definite"]),
        frozenset(taken_up["anew"]),
        frozenset(taken_up["deeds"]),
        tuple(table["days"]["not_the_day"]),
        frozenset(campaigns["whole"]),
        re.compile(rf"\b(?:{going_on})(?:\s+\w+ly)?\s*$", re.IGNORECASE),
        re.compile(rf"\b(?:{'|'.join(campaigns['definite'])})\s+(?:[\w-]+\s+){{0,2}}$", re.IGNORECASE),
        frozenset(campaigns["beside"]),
    )


@dataclass(frozen=True, slots=True)
class LocatingWords:
    aiming: frozenset[str]
    suffering: frozenset[str]
    elsewhere: frozenset[str]
    accompanying: frozenset[str]
    announcing: frozenset[str]
    not_locating: frozenset[str]
    parts: frozenset[str]
    platforms: frozenset[str]
    roads: frozenset[str]
    other_time: frozenset[str]
    targets: frozenset[str]
    doers: frozenset[str]
    saying: frozenset[str]
    leaving: frozenset[str]
    crossing: frozenset[str]
    travelling: frozenset[str]
    fleets: frozenset[str]
    home_of: frozenset[str]
    descending: frozenset[str]
    scenes: frozenset[str]


@lru_cache(maxsize=1)
def locating_words() -> LocatingWords:
    return LocatingWords(**{name: frozenset(words) for name, words in _table("locating.toml").items()})


@dataclass(frozen=True, slots=True)
class AimingWords:
    at: frozenset[str]
    verbs: frozenset[str]
    things: frozenset[str]
    owning: frozenset[str]
    presence: frozenset[str]
    shares: frozenset[str]
    none: frozenset[str]
    softening: frozenset[str]
    sending: frozenset[str]
    no_targets: frozenset[str]
    shares_of_people: frozenset[str]
    sent: frozenset[str]
    harming: frozenset[str]
    undergoing: frozenset[str]
    self_moving: frozenset[str]
    fighting: frozenset[str]
    doing: frozenset[str]
    advances: frozenset[str]
    no_doers: frozenset[str]
    accusing: frozenset[str]


@lru_cache(maxsize=1)
def aiming_words() -> AimingWords:
    return AimingWords(**{name: frozenset(words) for name, words in _table("aiming.toml").items()})


@dataclass(frozen=True, slots=True)
class ResponsibilityWords:
    claiming: frozenset[str]
    owned: frozenset[str]
    claiming_deeds: frozenset[str]
    denying: frozenset[str]
    shares: frozenset[str]
    charges: frozenset[str]
    behind: frozenset[str]
    blaming: frozenset[str]
    laying: frozenset[str]
    holding: frozenset[str]
    suspecting: frozenset[str]
    doubtful: frozenset[str]
    supposing: frozenset[str]
    signs: frozenset[str]
    nobody: frozenset[str]
    deeds: frozenset[str]


@lru_cache(maxsize=1)
def responsibility_words() -> ResponsibilityWords:
    return ResponsibilityWords(**{name: frozenset(words) for name, words in _table("responsibility.toml").items()})


@dataclass(frozen=True, slots=True)
class HeadlineWords:
    deeds: dict[EventType, frozenset[str]]
    weapons: dict[EventType, frozenset[str]]
    generic: frozenset[str]
    casualties: frozenset[str]
    landing: frozenset[str]
    doers: frozenset[str]  # what acts, straight after the name of the side it fights for
    downward: frozenset[str]  # after what comes down: "shells fall on A"
    aimed: frozenset[str]  # after a weapon: "rockets at A"
    among: frozenset[str]  # before a side
    small: frozenset[str]  # between two words of one deed


@lru_cache(maxsize=1)
def headline_words() -> HeadlineWords:
    table = _table("headlines.toml")
    return HeadlineWords(
        {EventType(kind): frozenset(words) for kind, words in table["deeds"].items()},
        {EventType(kind): frozenset(words) for kind, words in table["weapons"].items()},
        frozenset(table["generic"]["words"]),
        frozenset(table["casualties"]["words"]),
        frozenset(table["landing"]["words"]),
        locating_words().doers | frozenset(table["doers"]["words"]),
        **{name: frozenset(words) for name, words in table["small"].items()},
    )


@dataclass(frozen=True, slots=True)
class CivilianWords:
    people: tuple[str, ...]
    targeting: tuple[str, ...]  # beginnings of words
    harming: tuple[str, ...]
    casualties: tuple[str, ...]
    denying: frozenset[str]


@lru_cache(maxsize=1)
def civilian_words() -> CivilianWords:
    table = _table("civilians.toml")
    return CivilianWords(
        tuple(table["people"]),
        tuple(table["targeting"]),
        tuple(table["harming"]),
        tuple(table["casualties"]),
        frozenset(table["denying"]),
    )


@lru_cache(maxsize=1)
def plover() -> dict[EventType, tuple[str, str]]:
    """PLOVER's event type and mode for each of ours; empty where it has none."""
    return {EventType(kind): (code[0], code[1]) for kind, code in _table("plover.toml")["types"].items()}


@lru_cache(maxsize=1)
def acled_sub_events() -> dict[str, EventType]:
    """Our type for each of ACLED's sub-event types, by its abbreviation."""
    return {label: EventType(kind) for label, kind in _table("acled.toml")["sub_events"].items()}


@dataclass(frozen=True, slots=True)
class DistanceWords:
    flown: tuple[str, ...]
    range: tuple[str, ...]
    fired_at: tuple[str, ...]
    straight: tuple[str, ...]
    moving: tuple[str, ...]
    closeness: tuple[str, ...]
    height: tuple[str, ...]
    extent: tuple[str, ...]
    bearing: tuple[str, ...]


@lru_cache(maxsize=1)
def distance_words() -> DistanceWords:
    return DistanceWords(**{name: tuple(words) for name, words in _table("distances.toml").items()})


@dataclass(frozen=True, slots=True)
class HeadWords:
    """What stands beside the day in the head of a report."""

    labels: tuple[str, ...]
    periodicals: tuple[str, ...]
    changed: tuple[str, ...]
    agencies: tuple[str, ...]
    governing: tuple[str, ...]
    captions: tuple[str, ...]
    behind: tuple[str, ...]


@lru_cache(maxsize=1)
def head_words() -> HeadWords:
    return HeadWords(**{name: tuple(section["words"]) for name, section in _table("heads.toml").items()})


@dataclass(frozen=True, slots=True)
class DateWords:
    """How sentences go on about one day."""

    occasions: frozenset[str]
    turning: frozenset[str]
    pointing: frozenset[str]
    present: frozenset[str]


@lru_cache(maxsize=1)
def date_words() -> DateWords:
    return DateWords(**{name: frozenset(section["words"]) for name, section in _table("dates.toml").items()})


@dataclass(frozen=True, slots=True)
class CalendarWords:
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    counts: dict[str, int]
    coming: tuple[str, ...]
    clauses: tuple[str, ...]
    elsewhere: dict[str, int]  # months in other languages than English, by their names


@lru_cache(maxsize=1)
def calendar_words() -> CalendarWords:
    table = _table("calendar.toml")
    elsewhere = {name: int(number) for number, names in table["elsewhere"].items() for name in names}
    return CalendarWords(
        counts=table["counts"], elsewhere=elsewhere, **{name: tuple(table[name]) for name in ("weekdays", "months", "coming", "clauses")}
    )


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for one of several words or phrases, however their words are spaced."""
    return rf"(?:{'|'.join(p.replace(' ', chr(92) + 's+') for p in phrases)})"


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(asset("lexicon", name).read_text(encoding="utf-8"))
