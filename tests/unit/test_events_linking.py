"""Which places belong to one event word, by the trained linker."""

from __future__ import annotations

import pytest

from geo.events.trigger_places import places_of
from geo.model import Span


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Jets bombed the town of Kobane on Friday, said a general in Ankara.", "bombed", [("Kobane", "target")]),
        (
            "Ships in the Caspian Sea fired missiles at Raqqa and Aleppo.",
            "fired",
            [("Caspian Sea", "origin"), ("Raqqa", "target"), ("Aleppo", "target")],
        ),
        ("Police arrested ten men in Lagos on Monday after talks in Abuja.", "arrested", [("Lagos", "location")]),
        ("Gunmen kidnapped two nurses near Port Harcourt.", "kidnapped", [("Port Harcourt", "location")]),
        ("The minister resigned.", "resigned", []),
    ],
)
def test_the_places_of_an_event_word(text: str, trigger: str, expected: list[tuple[str, str]]) -> None:
    found = places_of(text, at(text, trigger))
    assert [(p.span.of(text), p.part.value) for p in found] == expected


def test_names_may_be_given() -> None:
    text = "Shells hit the harbour of mykolaiv at dawn."
    assert places_of(text, at(text, "hit")) == ()
    (place,) = places_of(text, at(text, "hit"), [at(text, "mykolaiv")], at_least=0.0)
    assert place.span.of(text) == "mykolaiv"


def test_a_stricter_bound_finds_fewer() -> None:
    text = "Rebels attacked the town of Kobane on Friday, said a general in Ankara."
    assert len(places_of(text, at(text, "attacked"), at_least=0.0)) > 1
    assert places_of(text, at(text, "attacked"), at_least=1.0) == ()


def test_a_trigger_outside_the_text_has_no_places() -> None:
    assert places_of("Shells hit Kherson.", Span(400, 410)) == ()
