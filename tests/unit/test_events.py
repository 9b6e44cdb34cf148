"""What sentences report: type, places with their part, modality, doer, count, date and speaker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geo.model import Analysis, Article, EventClass, EventMention, Modality, Role

Tell = Callable[..., tuple[Article, Analysis]]


def first(analysis: Analysis) -> EventMention:
    assert analysis.events, "no event was found"
    return analysis.events[0]


def places(analysis: Analysis, event: EventMention) -> list[tuple[str, str]]:
    return [(analysis.mentions[p.mention].text, p.part.value) for p in event.places]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Warplanes struck the town of Saraqib on Friday.", "Air or drone strike"),
        ("Jets bombed a market in Idlib.", "Air or drone strike"),
        ("A drone strike hit a convoy near Mosul.", "Air or drone strike"),
        ("Gunners shelled the outskirts of Donetsk overnight.", "Missile or artillery attack"),
        ("The frigate fired four cruise missiles at depots in Libya.", "Missile or artillery attack"),
        ("Rockets hit a village outside Tripoli.", "Missile or artillery attack"),
        ("A car bomb exploded in central Baghdad.", "Bombing or explosive"),
        ("Rebels clashed with soldiers in Taiz.", "Armed clash"),
        ("The army launched an offensive in Aleppo province.", "Ground offensive"),
        ("Fighters captured the town of Palmyra.", "Territory changes hands"),
        ("The ministry moved tanks and troops to western Ukraine.", "Deployment or build-up"),
        ("Two jets violated Greek airspace.", "Airspace violation"),
        ("Gunmen kidnapped three engineers in Kaduna.", "Abduction"),
        ("Police arrested a journalist in Cairo.", "Arrest"),
        ("Gunmen killed eight villagers near Beni.", "Attack on civilians"),
        ("Air defences shot down two drones over Kherson.", "Interception or diversion"),
        ("Russian planes flew into Turkish airspace.", "Airspace violation"),
    ],
)
def test_what_happened_is_told_by_its_trigger(tell: Tell, text: str, kind: str) -> None:
    _, analysis = tell(text)
    assert first(analysis).type.value == kind
    assert first(analysis).type.event_class is EventClass.PHYSICAL


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ships fired missiles from the Black Sea at depots in Syria.", [("Black Sea", "origin"), ("Syria", "target")]),
        ("Shelling hit Homs and Rastan.", [("Homs", "target"), ("Rastan", "target")]),
        ("Clashes erupted in Aleppo after midnight.", [("Aleppo", "location")]),
        ("The monitor reported air strikes in Deir ez-Zor.", [("Deir ez-Zor", "location")]),
        ("Speaking in Rome, the minister condemned air strikes in Syria.", [("Syria", "location")]),
        ("The general said in Amman that jets had bombed Daraa.", [("Daraa", "target")]),
        ("A build-up by Russia in Syria worries neighbours.", [("Syria", "location")]),
        ("Air strikes hit the towns of Saraqib and Morek in Idlib province.", [("Saraqib", "target"), ("Morek", "target")]),
        ("Four ships in the Caspian Sea fired missiles at Syria.", [("Caspian Sea", "origin"), ("Syria", "target")]),
        ("The salvo left the Black Sea and struck the city of Homs.", [("Black Sea", "origin"), ("Homs", "target")]),
        (
            "Jets hit three places in Syria, the group said: Saraqib, Morek and Homs.",
            [("Saraqib", "target"), ("Morek", "target"), ("Homs", "target")],
        ),
        (
            "In Syria, jets hit two towns. Saraqib is in Idlib province. Kafr Zita is in Hama province.",
            [("Saraqib", "target"), ("Kafr Zita", "target")],
        ),
        ("In Syria, jets bombed the Hama towns of Kafr Zita and Morek.", [("Kafr Zita", "target"), ("Morek", "target")]),
        ("Fighting between troops and rebels resumed on Friday near Sake in Congo.", [("Sake", "location")]),
        ("Clashes broke out in Myawaddy, which lies across the river from Mae Sot.", [("Myawaddy", "location")]),
    ],
)
def test_each_place_hangs_on_its_own_trigger(tell: Tell, text: str, expected: list[tuple[str, str]]) -> None:
    _, analysis = tell(text)
    found = [p for event in analysis.events for p in places(analysis, event)]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("Jets struck Hama.", Modality.REPORTED),
        ("Officials denied that jets struck Hama.", Modality.DENIED),
        ("There would be no ground offensive in Idlib, officials said.", Modality.DENIED),
        ("The army will launch an offensive in Idlib.", Modality.PLANNED),
        ("The ministry plans to carry out air strikes in Libya.", Modality.PLANNED),
        ("If rebels shell Damascus, the truce is over.", Modality.HYPOTHETICAL),
        ("The aim is to launch an offensive in Hama.", Modality.PLANNED),
    ],
)
def test_only_what_happened_is_reported_as_happened(tell: Tell, text: str, mood: Modality) -> None:
    _, analysis = tell(text)
    assert first(analysis).modality is mood


def test_a_place_of_a_denied_event_is_context(tell: Tell) -> None:
    _, analysis = tell("Officials denied that jets struck Hama.")
    assert [m.role for m in analysis.mentions if m.text == "Hama"] == [Role.CONTEXT]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ships fired 26 missiles at 11 targets in Syria.", [(26, "missile", "="), (11, "target", "=")]),
        ("Jets carried out at least 40 air raids in Idlib.", [(40, "air raid", ">")]),
        ("Missiles flew 1,500 kilometers (930 miles) before hitting depots in Syria.", [(1500, "km", "=")]),
        ("Four of its warships fired missiles at Syria.", [(4, "ship", "=")]),
        ("Shelling killed about two dozen people in Homs.", [(24, "person", "≈")]),
        ("Fifty-five raids hit Idlib on 7 October 2015.", [(55, "raid", "=")]),
    ],
)
def test_counts_carry_unit_and_comparator(tell: Tell, text: str, expected: list[tuple[float, str, str]]) -> None:
    _, analysis = tell(text)
    assert [(q.value, q.unit, q.comparator.value) for e in analysis.events for q in e.quantities] == expected


def test_a_conversion_in_brackets_is_part_of_its_quantity(tell: Tell) -> None:
    article, analysis = tell("Missiles flew 1,500 kilometers (930 miles) before hitting depots in Syria.")
    quantity = first(analysis).quantities[0]
    assert quantity.conversion == (930, "mi")
    assert quantity.span.of(article.text) == "1,500 kilometers (930 miles)"


@pytest.mark.parametrize(
    ("text", "published", "start", "end"),
    [
        ("Jets struck Hama on Wednesday.", date(2015, 10, 8), "2015-10-07", "2015-10-07"),
        ("Jets struck Hama on Wednesday.", date(2015, 10, 7), "2015-10-07", "2015-10-07"),
        ("Jets struck Hama on Wednesday.", None, None, None),
        ("Jets struck Hama on 30 September.", date(2016, 1, 2), "2015-09-30", "2015-09-30"),
        ("Jets struck Hama on 30 September.", None, None, None),
        ("Jets struck Hama on 30 September 2015.", None, "2015-09-30", "2015-09-30"),
        ("Jets have struck Hama since September 30.", date(2015, 10, 8), "2015-09-30", "2015-10-08"),
    ],
)
def test_a_date_is_read_against_the_articles_date_and_no_year_is_invented(
    tell: Tell, text: str, published: date | None, start: str | None, end: str | None
) -> None:
    _, analysis = tell(text, published=published)
    when = first(analysis).when
    assert when is not None
    assert (when.start and when.start.isoformat(), when.end and when.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    ("text", "speaker", "party"),
    [
        ("Russian Defence Minister Sergei Shoigu said that ships fired missiles at Syria.", "Sergei Shoigu", "Russia"),
        ("Warplanes bombed Idlib, according to the Syrian Observatory for Human Rights.", "Syrian Observatory for Human Rights", None),
        ("Jets struck Hama, Moscow said.", "Moscow", "Russia"),
        ("A Pentagon spokesman said that jets struck Raqqa.", "A Pentagon spokesman", "United States"),
        ('"Jets struck Hama," Syria\'s ambassador to Russia, Riad Haddad, said.', "Riad Haddad", "Syria"),
    ],
)
def test_who_says_so(tell: Tell, text: str, speaker: str, party: str | None) -> None:
    _, analysis = tell(text)
    said = first(analysis).attribution
    assert said is not None
    assert said.speaker == speaker
    assert party is None or said.party == party


def test_a_speaker_with_a_possessive_pronoun_is_read_and_read_once(tell: Tell) -> None:
    _, analysis = tell("The army has captured the town of Sake, its spokesman said.")
    assert first(analysis).attribution is not None


def test_bullets_after_a_colon_are_the_places_of_what_announced_them(tell: Tell) -> None:
    _, analysis = tell(
        "In Syria, jets carried out air strikes on the following towns:\n\n- Saraqib (Idlib province)\n- Morek (Hama province)\n"
    )
    assert places(analysis, first(analysis)) == [("Saraqib", "target"), ("Morek", "target")]


def test_what_is_counted_on_keeps_its_unit(tell: Tell) -> None:
    _, analysis = tell("Russia flew 57 air raids in Syria. Fifty-five of them were against rebels.")
    assert [(q.value, q.unit) for e in analysis.events for q in e.quantities] == [(57, "air raid"), (55, "air raid")]


def test_data_of_ones_own_are_no_speaker(tell: Tell) -> None:
    _, analysis = tell("According to our data, jets struck Hama.")
    assert first(analysis).attribution is None
