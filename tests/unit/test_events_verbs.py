"""The verbs and nouns of triggers.toml that reports of many conflicts use, one a sentence, with the type of event that each tells."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo.model import Analysis, Article

Tell = Callable[..., tuple[Article, Analysis]]


@pytest.mark.parametrize(
    ("text", "kind", "places"),
    [
        ("Gunmen gunned down four farmers in Zamfara.", "Attack on civilians", ["Zamfara"]),
        ("Soldiers opened fire on protesters in Khartoum.", "Attack on civilians", ["Khartoum"]),
        ("Militants ambushed a convoy near Goma.", "Armed clash", ["Goma"]),
        ("Rebels overran an army base in Kidal.", "Territory changes hands", ["Kidal"]),
        ("Explosions rocked Beirut on Monday.", "Bombing or explosive", ["Beirut"]),
        ("A blast tore through a market in Kabul, killing nine.", "Bombing or explosive", ["Kabul"]),
        ("Militiamen torched houses in Nyala.", "Destruction of property", ["Nyala"]),
        ("Soldiers razed the village of Tula Toli.", "Destruction of property", ["Tula Toli"]),
        ("Looters ransacked a warehouse in Gaza.", "Destruction of property", ["Gaza"]),
        ("Police rounded up 40 activists in Caracas.", "Arrest", ["Caracas"]),
        ("Security forces detained a journalist in Minsk.", "Arrest", ["Minsk"]),
        ("Thousands fled their homes in Bakhmut.", "Displacement", ["Bakhmut"]),
        ("Authorities evacuated 5,000 residents from Sumy.", "Displacement", ["Sumy"]),
        ("Forces besieged the town of Madaya.", "Ground offensive", ["Madaya"]),
        ("The army imposed a blockade on Gaza.", "Order or restriction", ["Gaza"]),
        ("A curfew was declared in Port-au-Prince.", "Order or restriction", ["Port-au-Prince"]),
        ("Troops exchanged fire with rebels in Sittwe.", "Armed clash", ["Sittwe"]),
        ("Militants beheaded seven men in Cabo Delgado.", "Attack on civilians", ["Cabo Delgado"]),
        ("Soldiers executed 20 prisoners in Bucha.", "Attack on civilians", ["Bucha"]),
        ("Militiamen massacred villagers in Djugu.", "Attack on civilians", ["Djugu"]),
        ("Kidnappers seized 30 schoolgirls in Kaduna.", "Abduction", ["Kaduna"]),
        ("Armed men abducted a priest in Jos.", "Abduction", ["Jos"]),
        ("Air defences downed three drones over Belgorod.", "Interception or diversion", ["Belgorod"]),
        ("Jets were scrambled to intercept a bomber near Estonia.", "Interception or diversion", ["Estonia"]),
        ("Russian planes violated Estonian airspace.", "Airspace violation", ["Estonian"]),
        ("Reinforcements arrived in Avdiivka.", "Deployment or build-up", ["Avdiivka"]),
        ("The army massed troops on the border near Kharkiv.", "Deployment or build-up", ["Kharkiv"]),
        ("Turkey sent 500 soldiers to Tripoli.", "Deployment or build-up", ["Tripoli"]),
        ("A warship sailed into the Black Sea.", "Air or naval operations", ["Black Sea"]),
        ("Troops withdrew from Kherson.", "Losses or retreat", ["Kherson"]),
        ("The garrison surrendered in Debaltseve.", "Losses or retreat", ["Debaltseve"]),
        ("Rebels captured the airport of Menagh.", "Territory changes hands", ["Menagh"]),
        ("The army recaptured Tikrit.", "Territory changes hands", ["Tikrit"]),
        ("Forces liberated Raqqa.", "Territory changes hands", ["Raqqa"]),
        ("The town of Soledar fell to Russian forces.", "Territory changes hands", ["Soledar"]),
        ("The ship was sunk by a missile off Odesa.", "Destruction of property", ["Odesa"]),
        ("Pirates hijacked a tanker off Somalia.", "Abduction", ["Somalia"]),
        ("A landmine killed two children in Taiz.", "Bombing or explosive", ["Taiz"]),
        ("Mortar rounds landed in Donetsk.", "Missile or artillery attack", ["Donetsk"]),
        ("Shelling resumed in Stepanakert.", "Missile or artillery attack", ["Stepanakert"]),
        ("Rockets rained down on Sderot.", "Missile or artillery attack", ["Sderot"]),
        ("Warplanes pounded Saraqib.", "Air or drone strike", ["Saraqib"]),
        ("A drone crashed into a school in Mykolaiv.", "Air or drone strike", ["Mykolaiv"]),
        ("Helicopters dropped barrel bombs on Daraya.", "Air or drone strike", ["Daraya"]),
        ("A suicide bomber blew himself up in Quetta.", "Bombing or explosive", ["Quetta"]),
        ("Militants detonated a car bomb in Mogadishu.", "Bombing or explosive", ["Mogadishu"]),
        ("A grenade was thrown into a bar in Bujumbura.", "Bombing or explosive", ["Bujumbura"]),
        ("Chlorine gas was used in Saraqib.", "Chemical attack", ["Saraqib"]),
        ("Protesters clashed with police in Nairobi.", "Protest or riot", ["Nairobi"]),
        ("Crowds marched through Dhaka.", "Protest or riot", ["Dhaka"]),
        ("Demonstrators set fire to the parliament in Tripoli.", "Destruction of property", ["Tripoli"]),
        ("Police fired tear gas at students in Dakar.", "Protest or riot", ["Dakar"]),
        ("Three soldiers were killed in Pabna.", "Losses or retreat", ["Pabna"]),
        ("The bodies of 40 people were found in a mass grave in Izium.", "Other", []),
        ("Forces advanced on Bakhmut.", "Ground offensive", ["Bakhmut"]),
        ("The army launched an offensive in Idlib.", "Ground offensive", ["Idlib"]),
        ("Tanks rolled into Tskhinvali.", "Ground offensive", ["Tskhinvali"]),
        ("Troops crossed the border into Kursk.", "Ground offensive", ["Kursk"]),
        ("Militants raided a village near Diffa.", "Attack on civilians", ["Diffa"]),
        ("Bandits attacked a bus in Katsina.", "Attack on civilians", ["Katsina"]),
        ("Herders and farmers fought in Benue.", "Armed clash", ["Benue"]),
        ("Fighting flared in Hasakah.", "Armed clash", ["Hasakah"]),
        ("Heavy fighting raged around Severodonetsk.", "Armed clash", ["Severodonetsk"]),
        ("Gunfire was heard in Ouagadougou.", "Armed clash", ["Ouagadougou"]),
        ("A power plant in Kharkiv was hit by missiles.", "Missile or artillery attack", ["Kharkiv"]),
        ("An oil depot burned in Proletarsk after a drone attack.", "Air or drone strike", ["Proletarsk"]),
        ("A bridge near Kupiansk was blown up.", "Bombing or explosive", ["Kupiansk"]),
        ("Saboteurs damaged a pipeline in Bayelsa.", "Destruction of property", ["Bayelsa"]),
        ("An IED exploded in Baghdad.", "Bombing or explosive", ["Baghdad"]),
        ("Roadside bombs struck a patrol in Gao.", "Bombing or explosive", ["Gao"]),
        ("A missile slammed into a hotel in Kramatorsk.", "Missile or artillery attack", ["Kramatorsk"]),
        ("Israel struck targets in Baalbek.", "Air or drone strike", ["Baalbek"]),
        ("A man was stabbed in Jerusalem.", "Attack on civilians", ["Jerusalem"]),
        ("Assassins shot a politician in Cali.", "Attack on civilians", ["Cali"]),
        ("A commander was assassinated in Aden.", "Attack on civilians", ["Aden"]),
        ("Officers arrested a suspect in Lyon.", "Arrest", ["Lyon"]),
        ("Four police officers were wounded in a shootout in Culiacan.", "Armed clash", ["Culiacan"]),
        ("Cartel gunmen blocked roads in Sinaloa.", "Order or restriction", ["Sinaloa"]),
        ("Junta jets strafed a village in Sagaing.", "Air or drone strike", ["Sagaing"]),
        ("Naval guns shelled Mariupol.", "Missile or artillery attack", ["Mariupol"]),
        ("Missiles were launched from the Caspian Sea at Syria.", "Missile or artillery attack", ["Caspian Sea", "Syria"]),
        ("Pro-government forces retook the village of Morek.", "Territory changes hands", ["Morek"]),
        ("Government troops were driven out of Wad Madani.", "Losses or retreat", ["Wad Madani"]),
        ("The militia seized control of the refinery in Zawiya.", "Territory changes hands", ["Zawiya"]),
        ("The hospital in Kunduz was bombed.", "Air or drone strike", ["Kunduz"]),
        ("Refugees poured into Adre.", "Displacement", ["Adre"]),
        ("Villagers were expelled from Kirkuk.", "Displacement", ["Kirkuk"]),
        ("Rebels attacked army positions in Loikaw.", "Armed clash", ["Loikaw"]),
        ("The air force hit an ammunition store in Homs.", "Air or drone strike", ["Homs"]),
        ("Insurgents fired rockets at the base in Bagram.", "Missile or artillery attack", ["Bagram"]),
        ("Soldiers mutinied in Bouake.", "Other", ["Bouake"]),
        ("Snipers killed a medic in Misrata.", "Attack on civilians", ["Misrata"]),
        ("The navy seized a dhow off Mokha.", "Interception or diversion", ["Mokha"]),
        ("Border guards turned back a boat near Lesbos.", "Interception or diversion", ["Lesbos"]),
        ("Militants planted mines in Palmyra.", "Bombing or explosive", ["Palmyra"]),
        ("The army demolished homes in Hebron.", "Destruction of property", ["Hebron"]),
        ("Rebels shot down a helicopter near Walikale.", "Interception or diversion", ["Walikale"]),
        ("A sniper shot dead a boy in Jenin.", "Attack on civilians", ["Jenin"]),
        ("Police shot dead two protesters in Dakar.", "Attack on civilians", ["Dakar"]),
        ("Fighters raped women in El Geneina.", "Attack on civilians", ["El Geneina"]),
    ],
)
def test_a_sentence_tells_its_event_and_where(tell: Tell, text: str, kind: str, places: list[str]) -> None:
    _, analysis = tell(text)
    events = [e for e in analysis.events if e.type.event_class.value == "physical"]
    assert events, "nothing was found"
    assert events[0].type.value == kind
    assert [analysis.mentions[p.mention].text for p in events[0].places] == places


@pytest.mark.parametrize(
    "text",
    [
        "A ceasefire took effect in Juba.",
        "Prices fell to a new low in Lagos.",
        "The minister was shot for a magazine cover in Milan.",
        "The film was shot in Tunis over three weeks.",
        "She rounded up the sum and paid in Doha.",
        "The talks in Geneva rolled on.",
        "Critics hacked at the budget in Accra.",
        "The winger set up the second goal in Porto.",
    ],
)
def test_the_same_words_in_other_senses_tell_none(tell: Tell, text: str) -> None:
    _, analysis = tell(text)
    assert [e.type.value for e in analysis.events if e.type.event_class.value == "physical"] == []
