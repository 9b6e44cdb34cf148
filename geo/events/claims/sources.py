"""How often an event is confirmed, counted honestly: articles, independent origins, primary speakers and parties.

Origins are told apart by shared wording, publisher and credited agency. A translation shares none of these and counts as an
origin of its own: nothing here can tell it from one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from geo.events.attribution.credits import agency, credited, passed_on_by
from geo.events.reuse.reprints import Reprints
from geo.lexicon.actors import actors
from geo.lexicon.claims import claim_words
from geo.model import Analysis, Article, Attribution, EventMention, Kind, Sources

_STATE = ("PCL", "PPLC")  # a country or its capital, as in "Moscow says"


def sources(
    mentions: Sequence[EventMention], articles: Mapping[str, Article], analyses: Mapping[str, Analysis], found: Reprints
) -> Sources:
    """Counts for the mentions of one event, with what was counted. `found` are the reprints over the whole corpus."""
    by_article: dict[str, list[EventMention]] = defaultdict(list)
    for mention in mentions:
        by_article[mention.article].append(mention)
    origins = _origins(by_article, articles, found)
    speakers, parties = _speakers(mentions, analyses)
    counted_parties = max(len(parties), min(1, len(speakers)))  # a speaker of no known party is no party of his own
    return Sources(len(by_article), len(origins), len(speakers), counted_parties, origins, speakers, parties)


# --- origins ------------------------------------------------------------------------------------------------------------


class _Groups:
    """Articles that are joined step by step."""

    def __init__(self, ids: Sequence[str]) -> None:
        self._root = {article: article for article in ids}

    def join(self, group: Sequence[str]) -> None:
        for article in group[1:]:
            self._root[self._find(article)] = self._find(group[0])

    def made(self) -> tuple[tuple[str, ...], ...]:
        grouped: dict[str, list[str]] = defaultdict(list)
        for article in self._root:
            grouped[self._find(article)].append(article)
        return tuple(tuple(group) for group in grouped.values())

    def _find(self, article: str) -> str:
        while self._root[article] != article:
            article = self._root[article]
        return article


def _origins(
    by_article: Mapping[str, Sequence[EventMention]], articles: Mapping[str, Article], found: Reprints
) -> tuple[tuple[str, ...], ...]:
    """Articles as groups of one origin: reprints, versions by one publisher, what an agency wrote or passed on, and those that
    tell of the event in borrowed words only."""
    groups = _Groups(list(by_article))
    by_family: dict[int, list[str]] = defaultdict(list)
    by_writer: dict[str, list[str]] = defaultdict(list)
    for article, told in by_article.items():
        family = found.family(article)
        if family is not None:
            by_family[family].append(article)
        for name in _writers(articles[article], told):
            by_writer[name].append(article)
    for group in (*by_family.values(), *by_writer.values()):
        groups.join(group)
    alone = [a for a in by_article if (family := found.family(a)) is None or len(by_family[family]) == 1]
    for article, other in _borrowed(by_article, alone, found):
        groups.join([other, article])
    return groups.made()


def _writers(article: Article, told: Sequence[EventMention]) -> set[str]:
    """Who wrote an article's words: its publisher, or the agency that it credits or passes on."""
    publisher = article.publisher
    names = {(agency(publisher) or publisher).strip().casefold()} if publisher and publisher.strip() else set[str]()
    return names | {source.casefold() for source in (credited(article), passed_on_by(told)) if source is not None}


def _borrowed(by_article: Mapping[str, Sequence[EventMention]], alone: Sequence[str], found: Reprints) -> Iterator[tuple[str, str]]:
    """Articles whose every passage on the event stands in one and the same other article, with the first such one."""
    ids = list(by_article)
    numbers = {a: [set(found.numbers(a, span)) for span in {m.span for m in told}] for a, told in by_article.items()}
    holders: dict[int, list[str]] = defaultdict(list)
    for article, groups in numbers.items():
        for number in set[int]().union(*groups):
            holders[number].append(article)
    for article in alone:
        others = [{other for number in group for other in holders[number] if other != article} for group in numbers[article]]
        shared = set[str].intersection(*others) if others else set[str]()
        if shared:
            yield article, min(shared, key=ids.index)


# --- speakers -----------------------------------------------------------------------------------------------------------


def _speakers(mentions: Sequence[EventMention], analyses: Mapping[str, Analysis]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who speaks, each once however often quoted and however named, and for which parties.

    Somebody without a name ("a senior official", "Moscow", "the ministry's spokesman") is a speaker of his own only where
    nobody with a name speaks for the same party, or for no known party in the same article: he may be the same person. An
    agency that passes on what somebody said is not a speaker beside him.
    """
    said = [(m.article, m.attribution) for m in mentions if m.attribution is not None]
    full = full_names([a.speaker for _, a in said])
    named: dict[str, tuple[set[str], set[str]]] = {}  # speaker → parties, articles
    unnamed: dict[str, tuple[set[str], set[str]]] = {}
    relays: dict[str, tuple[set[str], set[str]]] = {}
    for article, attribution in said:
        speaker = full[attribution.speaker]
        kind = relays if _relays(speaker) else unnamed if _is_description(article, attribution, analyses) else named
        parties, articles = kind.setdefault(speaker, (set(), set()))
        articles.add(article)
        if attribution.party is not None:
            parties.add(attribution.party)
    counted = dict(named)
    spoken_for = set[str]().union(*(parties for parties, _ in named.values()))
    heard_in = set[str]().union(*(articles for _, articles in named.values()))
    for speaker, (parties, articles) in unnamed.items():
        if parties <= spoken_for and (parties or articles <= heard_in):
            continue
        counted[speaker] = (parties, articles)
        spoken_for |= parties
    if not counted:
        counted = relays
    parties = tuple(dict.fromkeys(p for own, _ in counted.values() for p in sorted(own)))
    return tuple(counted), parties


def full_names(speakers: Sequence[str]) -> dict[str, str]:
    """Each name as given → the fullest form that is given of it: "Shoigu" and "Ash Carter" → "Sergei Shoigu", "Ashton Carter";
    "the UK-based Observatory" → the organisation's own name."""
    by_last: dict[str, list[str]] = defaultdict(list)
    for speaker in sorted(set(speakers), key=lambda name: (-len(name), name)):
        if speaker.split()[-1:] and speaker.split()[-1][0].isupper():
            by_last[speaker.split()[-1]].append(speaker)
    full: dict[str, str] = {}
    for speaker in speakers:
        organisation = _organisation(speaker)
        longer = by_last.get(speaker.split()[-1] if speaker.split() else "", ())
        full[speaker] = organisation or next((name for name in longer if _same_person(name, speaker)), speaker)
    return full


def _organisation(speaker: str) -> str | None:
    """The organisation that speaks for itself, by its own name; None for anybody else, for a government's office too."""
    words = speaker.split()
    for start in range(len(words)):
        known = actors().by_name.get(" ".join(words[start:]))
        if known is not None:
            return known.name if known.kind != "office" and all(_beside(w) for w in words[:start]) else None
    return None


def _beside(word: str) -> bool:
    """Whether a word before a name only describes: "the", "UK-based", "anti-government"."""
    return word.lower() in {"the", "a"} or "-" in word or word[:1].islower()


def _same_person(longer: str, name: str) -> bool:
    own, other = _given_names(name), _given_names(longer)
    return longer.endswith(name) or (bool(own) and bool(other) and other[0].startswith(own[0]))


def _given_names(name: str) -> list[str]:
    """Names before the last, without initials: "Sergei K. Shoigu" is Sergei Shoigu; titles as in "Gen. Ali Ayyoub" are none."""
    return [w for w in name.split()[:-1] if not w.endswith(".")]


def _relays(speaker: str) -> bool:
    return speaker in actors().media


def _is_description(article: str, attribution: Attribution, analyses: Mapping[str, Analysis]) -> bool:
    """Whether the speaker is given by an office or a state alone: "a senior official", "Moscow", "two officials"."""
    words = attribution.speaker.split()
    if not words or words[-1][:1].islower() or any(w.lower() in claim_words().offices for w in words):
        return True
    known = actors().by_name.get(attribution.speaker.removeprefix("the "))
    if known is not None:
        return known.kind == "office"
    if attribution.speaker == attribution.party:  # a country
        return True
    analysis = analyses[article]
    for mention, resolution in zip(analysis.mentions, analysis.resolutions, strict=True):
        if mention.text == attribution.speaker and mention.span.overlaps(attribution.span):
            place = resolution.place
            return mention.kind is not Kind.LITERAL or (place is not None and place.feature.startswith(_STATE))
    return False
