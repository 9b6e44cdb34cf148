"""Words by which something is denied, planned, feared, habitual or over."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.tables import read_table


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
def modality_words() -> ModalityWords:
    table = read_table("modality.toml")

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
