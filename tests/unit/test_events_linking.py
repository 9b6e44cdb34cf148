"""Which places belong to one event word, by the trained linker."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import ModelError
from geo.events.arguments.trigger_places import places_of
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
    (place,) = places_of(text, at(text, "hit"), [at(text, "mykolaiv")], at_least=0.0)
    assert place.span.of(text) == "mykolaiv"


def test_a_stricter_bound_finds_fewer() -> None:
    text = "Rebels attacked the town of Kobane on Friday, said a general in Ankara."
    both = [at(text, "Kobane"), at(text, "Ankara")]
    assert len(places_of(text, at(text, "attacked"), both, at_least=0.0)) == 2
    assert [p.span.of(text) for p in places_of(text, at(text, "attacked"), both)] == ["Kobane"]
    assert places_of(text, at(text, "attacked"), at_least=1.0) == ()


def test_more_or_less_may_be_found_by_choice() -> None:
    text = "After a week of talks in Doha the militia shot two men, some of whom came from Jenin, close to a camp near Nablus."
    counts = [len(places_of(text, at(text, "shot"), favour=favour)) for favour in (-6.0, 0.75, 8.0)]
    assert counts == sorted(counts)
    assert counts[0] < counts[2]


def test_each_event_of_a_sentence_has_its_own_place() -> None:
    text = "Police arrested ten men in Lagos on Monday, and two days later a bomb exploded at a market in Kano."
    assert [p.span.of(text) for p in places_of(text, at(text, "arrested"))] == ["Lagos"]
    assert [p.span.of(text) for p in places_of(text, at(text, "exploded"))] == ["Kano"]


def test_a_sentence_longer_than_the_network_reads_is_read_round_the_event() -> None:
    padding = "the committee met again, and again nothing was decided by its many members, " * 30
    text = f"In the capital {padding}until gunmen kidnapped two nurses near Port Harcourt."
    assert [p.span.of(text) for p in places_of(text, at(text, "kidnapped"))] == ["Port Harcourt"]


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="linker"):
        places_of("Shells hit Kherson.", Span(7, 10), model=tmp_path / "linker.onnx")


def test_a_trigger_outside_the_text_has_no_places() -> None:
    assert places_of("Shells hit Kherson.", Span(400, 410)) == ()
