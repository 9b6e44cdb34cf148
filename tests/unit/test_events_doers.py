"""Who did it, as a careful reader names them: sides before a noun, bare armies, both sides of a clash, and nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo.model import Analysis, Article, EventMention, Stance

Tell = Callable[..., tuple[Article, Analysis]]


def first(analysis: Analysis, kind: str | None = None) -> EventMention:
    found = [e for e in analysis.events if kind in (None, e.type.value)]
    assert found, [e.type.value for e in analysis.events]
    return found[0]


def doers(event: EventMention) -> set[str]:
    return {r.party or r.actor for r in event.responsibility if r.stance is not Stance.DENIES}


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("Five people were killed in rebel shelling of Goma.", "rebels"),
        ("Ethiopian troops reached Mekele. Six civilians died in Ethiopian drone strikes on Mekele.", "Ethiopia"),
        ("Four were wounded in an al-Shabaab mortar attack on Mogadishu.", "al-Shabaab"),
        ("Insurgent fire killed two shepherds near Kano.", "insurgents"),
        ("The raid on Juba, carried out by Ugandan jets, killed nine.", "Uganda"),
        ("Kenyan troops entered Kismayo in an offensive in March.", "Kenya"),
    ],
)
def test_the_words_before_a_deed_and_the_clause_round_it_tell_whose_it_is(tell: Tell, text: str, doer: str) -> None:
    _, analysis = tell(text)
    assert any(doer in doers(e) for e in analysis.events), [(e.type.value, e.responsibility) for e in analysis.events]


def test_a_bare_army_is_that_of_the_country_that_the_article_tells_of(tell: Tell) -> None:
    _, analysis = tell("The Sudanese army holds Khartoum. Fighting went on in Omdurman. The army shelled Khartoum on Monday.")
    event = next(e for e in analysis.events if e.type.value == "Missile or artillery attack")
    assert (event.actor, event.actor_party) == ("Sudan's army", "Sudan")


def test_a_bare_army_is_nobodys_where_only_anothers_was_named(tell: Tell) -> None:
    _, analysis = tell(
        "Rwandan army units crossed the border. Kinshasa and Goma were calm. The streets of Bukavu were empty. "
        "People queued for bread in Goma. The army shelled Goma on Monday."
    )
    event = next(e for e in analysis.events if e.type.value == "Missile or artillery attack")
    assert event.actor_party is None


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Clashes broke out between Turkish forces and the PKK near Hakkari.", {"Turkey", "PKK"}),
        ("Hezbollah fought Israeli soldiers in Bint Jbeil.", {"Hezbollah", "Israel"}),
        ("Russian and Belarusian jets bombed Kharkiv on Monday.", {"Russia", "Belarus"}),
        ("The Taliban and the Haqqani network attacked Kabul.", {"Taliban", "Haqqani network"}),
    ],
)
def test_two_who_do_it_together_or_fight_each_other_are_both_named(tell: Tell, text: str, parties: set[str]) -> None:
    _, analysis = tell(text)
    assert any({p.casefold() for p in parties} <= {d.casefold() for d in doers(e)} for e in analysis.events), [
        e.responsibility for e in analysis.events
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Warplanes bombed a market in Kutum.",
        "The Kabul bomb attack killed three.",
        "Retaliation followed: two shells hit Kutum.",
        "The fighting destroyed a bridge in Kutum.",
        "An Afghan National Security and International Assistance Force patrol detained two men in Kunduz.",
    ],
)
def test_vehicles_happenings_places_and_joint_forces_are_no_sides(tell: Tell, text: str) -> None:
    _, analysis = tell(text)
    assert analysis.events
    assert {e.actor_party for e in analysis.events} == {None}
    assert not {"Warplanes", "Kabul", "Afghanistan", "fighting", "Retaliation"} & {e.actor for e in analysis.events}


@pytest.mark.parametrize(
    ("text", "actor", "stance", "speaker"),
    [
        (
            "A car bomb killed nine in Mogadishu. Al-Shabaab claimed responsibility for the attack.",
            "al-shabaab",
            Stance.CLAIMS,
            "al-shabaab",
        ),
        ("A bomb hit a bus in Quetta on Monday, an attack claimed by the Islamic State.", "islamic state", Stance.CLAIMS, "islamic state"),
        ("A blast killed six in Ankara. Turkey blamed the PKK for the bombing.", "pkk", Stance.SAYS, "turkey"),
        ("A blast killed six in Ankara. The PKK denied any role.", "pkk", Stance.DENIES, "pkk"),
        (
            "A bomb killed nine in Erbil. Officials suspect Kataib Hezbollah of the attack.",
            "kataib hezbollah",
            Stance.SUSPECTS,
            "officials",
        ),
        ("A shell killed two in Donetsk. Kyiv denied that Ukraine carried out the attack.", "ukraine", Stance.DENIES, "kyiv"),
        ("Gunmen killed five in Maiduguri. The attack bears the hallmarks of Boko Haram.", "boko haram", Stance.SUSPECTS, None),
    ],
)
def test_responsibility_has_its_voice_and_its_words(tell: Tell, text: str, actor: str, stance: Stance, speaker: str | None) -> None:
    article, analysis = tell(text)
    held = [r for e in analysis.events for r in e.responsibility if r.stance is stance and r.actor.casefold() == actor]
    assert held, [r for e in analysis.events for r in e.responsibility]
    assert (held[0].speaker.casefold() if held[0].speaker else None) == speaker
    assert held[0].span.of(article.text).strip()


def test_nobody_claims_what_no_group_has_claimed(tell: Tell) -> None:
    _, analysis = tell("A bomb killed four in Quetta. No group has claimed responsibility for the attack.")
    assert all(not e.responsibility for e in analysis.events)


def test_a_claim_of_a_denier_is_told_as_denied(tell: Tell) -> None:
    _, analysis = tell("A blast killed six in Ankara. The PKK denied any role.")
    assert all(e.actor is None for e in analysis.events if e.type.value == "Bombing or explosive")


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The US military diverted two aircraft over Chad.", "US military"),
        ("Sudan's armed forces were named. The army then shelled Nyala.", "Sudan's army"),
        ("The Ethiopian army shelled Mekele. The Ethiopian military then struck Adwa.", "Ethiopian National Defence Force"),
    ],
)
def test_a_force_that_names_its_country_is_not_given_it_twice(tell: Tell, text: str, actor: str) -> None:
    _, analysis = tell(text)
    assert [e.actor for e in analysis.events if e.type.event_class.value == "physical"][-1] == actor
