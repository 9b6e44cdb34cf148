"""Words that tell an event in the forms that reports use, and the type that they give it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo.model import Analysis, Article, Role

Tell = Callable[..., tuple[Article, Analysis]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The joint force repelled an attack by rebels on Bangui.", [("Ground offensive", "reported")]),
        ("Commanders warned that any further strike on Goma would be answered.", [("Air or drone strike", "hypothetical")]),
        ("Rumours about an assault on Sumy are lies.", [("Ground offensive", "denied")]),
        ("Fourteen drones were launched from Crimea.", [("Air or drone strike", "reported")]),
        ("The war has driven a million people from their homes.", [("Displacement", "reported")]),
        ("Niger closed the border with Benin.", [("Order or restriction", "reported")]),
        ("No aircraft had flown over the town of Goma.", [("Air or naval operations", "denied")]),
        ("The militia now controls the town of Jalingo.", [("Territory changes hands", "reported")]),
        ("Soldiers killed nine herders near Mopti.", [("Attack on civilians", "reported")]),
        ("Drones dropped explosives on a base near Cali.", [("Air or drone strike", "reported")]),
    ],
)
def test_the_words_of_reports_tell_their_event_once(tell: Tell, text: str, told: list[tuple[str, str]]) -> None:
    _, analysis = tell(text)
    assert [(e.type.value, e.modality.value) for e in analysis.events if e.type.event_class.value == "physical"] == told


def test_what_came_down_on_a_place_took_no_territory(tell: Tell) -> None:
    _, analysis = tell("drones over belgorod, one fell on a petrol station, two people slightly hurt")
    assert "Territory changes hands" not in {e.type.value for e in analysis.events}


def test_the_attack_in_a_report_of_gunmen_is_none_from_the_air(tell: Tell) -> None:
    _, analysis = tell(
        "Gunmen stormed a hotel in Kano and a bomb exploded at the gate. The attack lasted three hours. Jets circled over the city."
    )
    assert "Air or drone strike" not in {e.type.value for e in analysis.events}


def test_where_somebody_spoke_is_no_place_of_what_he_told(tell: Tell) -> None:
    text = "A senior officer told reporters in Bukavu that reinforcements were on their way."
    _, analysis = tell(text)
    assert [m.text for m in analysis.mentions if m.role is Role.EVENT] == []
