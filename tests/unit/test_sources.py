"""How an event's confirmations are counted over corpora of our own: articles, origins, primary speakers and parties."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geo.events import merge
from geo.events.attribution.credits import credited
from geo.model import Analysis, Article, Event

Tell = Callable[..., tuple[Article, Analysis]]

DAY = date(2021, 9, 16)
OWN = "Jets bombed a fuel depot in Homs on Tuesday, Defence Minister Karim Haddad said. Firemen fought the flames until dawn."
RETOLD = "Jets struck Homs on Tuesday and most of the city's diesel was lost, according to Defence Minister Karim Haddad."
WITNESS = "Air raids hit Homs on Tuesday and set tanks of diesel alight, the baker Salma Nouri said as she swept up glass."
DENIED = "On Tuesday jets bombed Homs and a store of fuel burnt, said Lieutenant Omar Zein, who left the army with his men in spring."
LONG = (
    OWN
    + " Two of them were treated for smoke, and the ring road was closed while engineers looked for fuel in the drains of three quarters."
)
DAMAGED = LONG.replace(",", "").replace(".", "")

Row = tuple[str, str | None]


def strike(tell: Tell, *told: Row) -> Event:
    read = [tell(text, published=DAY, publisher=publisher, id=f"a{n}") for n, (text, publisher) in enumerate(told)]
    events = merge([a for a, _ in read], {a.id: analysis for a, analysis in read})
    found = [e for e in events if e.type.value == "Air or drone strike"]
    assert len(found) == 1, [(e.label, e.articles) for e in found]
    assert sorted(a for group in found[0].sources.by_origin for a in group) == sorted(found[0].articles)
    return found[0]


def counted(event: Event) -> tuple[int, int, int, int]:
    s = event.sources
    return s.articles, s.origins, s.speakers, s.parties


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([(OWN, "Levant Post")], (1, 1, 1)),
        ([(OWN, "Levant Post"), (RETOLD, "Evening Star")], (2, 2, 1)),
        ([(OWN, "Levant Post"), (WITNESS, "Evening Star")], (2, 2, 2)),
        ([(OWN, "Levant Post"), (WITNESS, "Evening Star"), (DENIED, "Harbour News")], (3, 3, 3)),
        ([(OWN, "Levant Post"), (WITNESS, "levant post ")], (2, 1, 2)),
        ([(LONG, "Levant Post"), (DAMAGED, None), ("Breaking news. " + LONG, "Aggregator")], (3, 1, 1)),
        ([(f"BEIRUT (Reuters) - {OWN}", "Levant Post"), (f"BEIRUT (Reuters) - {RETOLD}", "Evening Star")], (2, 1, 1)),
        ([(OWN, "Reuters"), (f"{RETOLD} (Reuters)", "Evening Star"), (WITNESS, "Harbour News")], (3, 2, 2)),
        ([(f"BEIRUT (Reuters) - {OWN}", "Levant Post"), (f"BEIRUT (AFP) - {RETOLD}", "Evening Star")], (2, 2, 1)),
        ([(f"{OWN}\n(Reporting by Ann Lee; Editing by Bo Rey)", "Levant Post"), (RETOLD, "Reuters")], (2, 1, 1)),
    ],
    ids=[
        "one article",
        "two outlets quote one minister",
        "a minister and a witness",
        "three speakers",
        "one publisher's two versions",
        "a damaged scrape and an aggregator",
        "two outlets print one agency's copy",
        "an agency, its copy and a witness",
        "two agencies",
        "an agency's signature",
    ],
)
def test_articles_origins_and_speakers(tell: Tell, told: list[Row], expected: tuple[int, int, int]) -> None:
    event = strike(tell, *told)
    assert counted(event)[:3] == expected, event.sources


def test_a_translation_retold_without_credit_is_not_noticed_and_counts_as_an_origin(tell: Tell) -> None:
    """What the program cannot know it does not guess; the documentation of `geo.events.claims.sources` says so."""
    event = strike(tell, (OWN, "Levant Post"), ("War planes struck Homs on Tuesday.", "Die Abendzeitung"))
    assert event.sources.origins == 2


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("KYIV, Oct 3 (Reuters) - Shells fell.", "Reuters"),
        ("Geneva (dpa/EFE) Shells fell.", "dpa"),
        ("By Ann Lee, Associated Press\nShells fell.", "Associated Press"),
        ("Source: AFP\nShells fell.", "AFP"),
        ("Shells fell, he told Reuters. More shells fell (AFP)", "AFP"),
        ("Shells fell. - - Tass", "Tass"),
        ("Shells fell, he told Reuters.", None),
        ("Reuters reported that shells fell.", None),
        ("The Reuters office in Kyiv was hit.", None),
    ],
)
def test_a_credit_is_read_and_a_mere_mention_is_none(text: str, agency: str | None) -> None:
    assert credited(Article("a", text, "0")) == agency
