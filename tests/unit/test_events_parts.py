"""What part a place plays in an event: where it comes from, what it is aimed at, what lies on the way, where it happens."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo.model import Analysis, Article, EventClass, Modality

Tell = Callable[..., tuple[Article, Analysis]]

PARTS = [
    ("Missiles flew over Iran and Iraq before they hit Idlib.", [("Iran", "way"), ("Iraq", "way"), ("Idlib", "target")]),
    ("Warships fired cruise missiles from the Caspian Sea at targets in Idlib.", [("Caspian Sea", "origin"), ("Idlib", "target")]),
    (
        "Four ships of the flotilla in the Caspian Sea targeted depots in Aleppo with missiles.",
        [("Caspian Sea", "origin"), ("Aleppo", "target")],
    ),
    ("A frigate off the coast of Lebanon fired missiles at Damascus.", [("Lebanon", "origin"), ("Damascus", "target")]),
    ("Howitzers based in Turkey shelled Afrin.", [("Turkey", "origin"), ("Afrin", "target")]),
    ("Rockets were fired from Gaza at Ashkelon and Sderot.", [("Gaza", "origin"), ("Ashkelon", "target"), ("Sderot", "target")]),
    ("Fighters crossed the border into Chad after clashes in Adre.", [("Adre", "location")]),
    ("Jets from the airbase at Hmeimim bombed Idlib.", [("Hmeimim", "origin"), ("Idlib", "target")]),
    ("Belgorod-based artillery shelled Vovchansk.", [("Vovchansk", "target")]),
    ("A drone launched from Crimea crashed into a depot in Odesa.", [("Crimea", "origin"), ("Odesa", "target")]),
    ("The convoy drove from Bengasi to Tobruk and was attacked near Derna.", [("Derna", "location")]),
    ("Rebels advanced from Marib towards Sanaa.", [("Marib", "origin"), ("Sanaa", "location")]),
    ("Troops withdrew from Kherson.", [("Kherson", "origin")]),
    ("Thousands fled from Goma to Gisenyi.", [("Goma", "origin"), ("Gisenyi", "location")]),
    ("Families were displaced from Tigray to Sudan.", [("Tigray", "origin"), ("Sudan", "location")]),
    ("Shells fired from South Ossetia landed in Gori.", [("South Ossetia", "origin"), ("Gori", "target")]),
    ("Submarines in the Mediterranean launched missiles against Raqqa.", [("Mediterranean", "origin"), ("Raqqa", "target")]),
    ("Houthi forces fired a missile from Saada towards Riyadh.", [("Saada", "origin"), ("Riyadh", "target")]),
    ("A missile fired towards Riyadh from Yemen was intercepted over the city.", [("Riyadh", "target"), ("Yemen", "origin")]),
    ("Artillery in Belgorod pounded Kharkiv.", [("Belgorod", "origin"), ("Kharkiv", "target")]),
    ("Planes bombed the outskirts of Hama from the air.", [("Hama", "target")]),
    ("Boats attacked a tanker off the coast of Hodeidah.", [("Hodeidah", "location")]),
    ("Insurgents from Somalia attacked Garissa in Kenya.", [("Garissa", "location")]),
    ("Jets flying over Lebanon hit Homs.", [("Lebanon", "way"), ("Homs", "target")]),
    ("Gunmen from Zamfara kidnapped villagers in Katsina.", [("Katsina", "location")]),
    (
        "The army shelled the towns of Ariha, Binnish and Saraqib in Idlib province and Morek and Kafr Zita in Hama province.",
        [("Ariha", "target"), ("Binnish", "target"), ("Saraqib", "target"), ("Morek", "target"), ("Kafr Zita", "target")],
    ),
    ("Speaking in Geneva, the minister said rebels had shelled Donetsk.", [("Donetsk", "target")]),
    ("MOSCOW (Reuters) - Russian jets bombed Idlib on Monday.", [("Idlib", "target")]),
    ("The rockets, fired from Lebanon, hit Kiryat Shmona.", [("Lebanon", "origin"), ("Kiryat Shmona", "target")]),
    ("Missiles launched by Iran from Kermanshah hit Deir ez-Zor.", [("Kermanshah", "origin"), ("Deir ez-Zor", "target")]),
    ("Shelling from across the border in Sudan killed two people in Adre.", [("Sudan", "origin"), ("Adre", "target")]),
    ("Ukraine attacked the Crimean bridge with drones launched from Odesa.", [("Crimean", "target"), ("Odesa", "origin")]),
    ("Four warships of the Caspian flotilla have fired missiles at Idlib.", [("Caspian", "origin"), ("Idlib", "target")]),
    ("Missiles were fired at the port of Sevastopol.", [("Sevastopol", "target")]),
    ("Residents fled through the Lachin corridor to Goris.", [("Lachin", "way"), ("Goris", "location")]),
    ("The farms of Kunduz have been the scenes of clashes between the two groups.", [("Kunduz", "location")]),
    ("A clinic in Taiz was hit by an air strike on Monday, medics said.", [("Taiz", "location")]),
    ("The soldiers killed two men and seized several rifles during a search in Kunduz.", [("Kunduz", "location")]),
    ("He left the town of Mosul, where three policemen were killed by a bomb.", [("Mosul", "location")]),
    ("Aid could not reach Taiz, which was shelled for three days.", [("Taiz", "location")]),
    ("Ankara, which bombed the rebels, said nothing.", []),
]


@pytest.mark.parametrize(("text", "expected"), PARTS)
def test_the_part_of_each_place(tell: Tell, text: str, expected: list[tuple[str, str]]) -> None:
    _, analysis = tell(text)
    physical = [e for e in analysis.events if e.type.event_class is EventClass.PHYSICAL]
    happened = [e for e in physical if e.modality in (Modality.REPORTED, Modality.ENDED)]
    found = dict.fromkeys((analysis.mentions[p.mention].text, p.part.value) for e in happened for p in e.places)
    assert sorted(found) == sorted(expected)


def test_two_lists_in_two_provinces_have_two_containers(tell: Tell) -> None:
    text = "The army shelled the towns of Ariha and Saraqib in Idlib province and Morek and Kafr Zita in Hama province."
    _, analysis = tell(text)
    event = analysis.events[0]
    assert [analysis.mentions[p.mention].text for p in event.containers] == ["Idlib", "Hama"]
    assert {p.part.value for p in event.places} == {"target"}
