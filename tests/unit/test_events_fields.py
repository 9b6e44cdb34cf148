"""Words of war that tell of no war give no event; the same words of war do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo.model import Analysis, Article, EventClass

Tell = Callable[..., tuple[Article, Analysis]]


@pytest.mark.parametrize(
    "text",
    [
        "The home side launched attack after attack, and their striker fired a penalty against the bar.",
        "A cyclone struck the coast of Odisha on Sunday.",
        "An earthquake killed 40 people in Herat.",
        "Nine people were killed in a road accident near Lahore.",
        "The peso hit a record low in Buenos Aires.",
        "The minister was taken to hospital in Bern after a heart attack.",
        "The bank's shares came under attack from investors in Frankfurt.",
        "The prime minister fired his interior minister in Tunis.",
        "Doctors in Conakry are fighting the virus.",
        "The company launched a charm offensive in Brussels.",
        "The two parties clashed over the budget in Rome.",
        "A gas explosion killed three people in Minsk.",
        "A film festival in Cannes was hit by a storm.",
        "Cholera killed 12 people in Aden.",
    ],
)
def test_borrowed_words_of_war_are_no_events(tell: Tell, text: str) -> None:
    _, analysis = tell(text)
    assert [(e.trigger.of(text), e.type.value) for e in analysis.events if e.type.event_class is EventClass.PHYSICAL] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Gunmen opened fire on a football match in Baqubah.", "Attack on civilians"),
        ("Artillery hit a bank in Kherson.", "Missile or artillery attack"),
        ("A team of soldiers ambushed rebels near Goma.", "Armed clash"),
        ("Helicopters bombed a stadium in Sirte.", "Air or drone strike"),
        ("A suspected nerve gas attack killed 30 people in Douma.", "Chemical attack"),
        ("Teachers went on strike in Sanaa.", "Protest or riot"),
        ("A rocket set a market on fire in Taiz, killing four traders.", "Missile or artillery attack"),
    ],
)
def test_war_in_the_company_of_other_fields_is_still_war(tell: Tell, text: str, kind: str) -> None:
    _, analysis = tell(text)
    assert kind in {e.type.value for e in analysis.events}
