"""Text in capitals reads as well as mixed: its case is restored for reading, and the article stays as it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo.model import Analysis, Article, EventType
from geo.reading import read

Tell = Callable[..., tuple[Article, Analysis]]

# Of our own words, as they would be in both cases.
REPORTS = (
    "Gunmen kidnapped the mayor of Arauca on Tuesday, police said. He has not been seen since.",
    "Two soldiers were killed and five were wounded when a bomb exploded in Medellin. Gen. Rojas blamed the rebels.",
    "The guerrillas attacked a police station in Santa Rosa de Lima yesterday morning. A spokesman denied it.",
    "An aide of President Cristiani told reporters that the army had bombed Chalatenango for three days.",
)


def reading(text: str, language: str = "en") -> str:
    return read(Article(id="a", text=text, text_sha256="", language=language)).repaired


@pytest.mark.parametrize("report", REPORTS)
def test_capitals_get_their_case_back(report: str) -> None:
    assert reading(report.upper()) == report


@pytest.mark.parametrize(
    ("capitals", "expected"),
    [
        ("FIVE PEOPLE KILLED IN BLAST IN BAGHDAD", "Five people killed in blast in Baghdad"),
        ("THE U.S. SOLDIERS IN LIMA WERE HURT", "The U.S. soldiers in Lima were hurt"),
        ("MCDONALD DID NOT SAY WHO'S BEHIND THE KILLINGS", "McDonald did not say who's behind the killings"),
        ("AN AK-47 RIFLE WAS FOUND THERE, THE POLICE SAID", "An AK-47 rifle was found there, the police said"),
    ],
)
def test_headlines_initials_and_signs(capitals: str, expected: str) -> None:
    assert reading(capitals).casefold() == capitals.casefold()
    assert reading(capitals) == expected


def test_a_dateline_stays_in_capitals_and_apart() -> None:
    text = "BOGOTA, 11 JAN 90 (RNN) -- GUNMEN KIDNAPPED TWO FARMERS NEAR ARAUCA ON WEDNESDAY."
    read_as = read(Article(id="a", text=text, text_sha256="", language="en"))
    assert [read_as.repaired[p.reading.start : p.reading.end] for p in read_as.passages] == [
        "BOGOTA, 11 JAN 90 (RNN) --",
        "Gunmen kidnapped two farmers near Arauca on Wednesday.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels of the FMLN attacked a post of the army. THE REST FLED.",  # no paragraph in capitals
        "WFP, UNHCR, UNICEF, ICRC",  # initials
        "IDP CAMPS",  # a heading of a table
        "gunmen kidnapped the mayor of arauca on tuesday",
        "ÄRZTE IN BERLIN BEHANDELN DIE VERLETZTEN SOLDATEN",
    ],
)
def test_nothing_else_changes(text: str) -> None:
    assert reading(text, "de" if "Ä" in text else "en") == text


def test_a_capitals_headline_leaves_the_mixed_text_alone() -> None:
    body = "The FMLN said that Bravo Company shelled Usulutan."
    assert reading(f"REBELS SHELL A TOWN NEAR THE RIVER\n\n{body}") == f"Rebels shell a town near the river\n\n{body}"


def test_every_letter_keeps_its_place() -> None:
    odd = "İSTANBUL POLICE ARRESTED THREE MEN IN STRAẞE NEUN NEAR THE ﬁRST BRIDGE"
    assert len(reading(odd)) == len(odd)


@pytest.mark.parametrize("report", REPORTS[:3])
def test_capitals_tell_the_same_events(tell: Tell, report: str) -> None:
    _, mixed = tell(report)
    article, capitals = tell(report.upper())

    def told(analysis: Analysis) -> list[tuple[EventType, tuple[int, int], list[str]]]:
        return [(e.type, e.trigger, [analysis.mentions[p.mention].text.upper() for p in e.places]) for e in analysis.events]

    assert told(capitals) == told(mixed) != []
    assert all(m.text == m.span.of(article.text) and m.text.isupper() for m in capitals.mentions)
