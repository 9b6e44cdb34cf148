"""Names that mislead: what is called like a town and is none, one name of two places, a place that nobody knows.

Each case is a text with what must be read of the names in it: `spot` a point where it lies, `area` a division, country or
sea, `nowhere` words that name no place, `apart` a place where nothing is reported to happen, `unknown` a mention that is kept
without a place, `open_between` one whose two answers are equally good.
"""

from __future__ import annotations

import pytest
from wanted_places import Expect, Tell, apart, area, complaints, nowhere, open_between, placed, scene, spot, unknown

Case = tuple[str, tuple[Expect, ...]]


def _ids(case: Case) -> str:
    return " ".join(case[0].split()[:7])


A_PERSON_CALLED_LIKE_A_TOWN: list[Case] = [
    (
        "Captain Samuel Jackson was wounded when gunmen ambushed his convoy outside Mopti in central Mali. Jackson was flown to Bamako.",
        (nowhere("Jackson"), nowhere("Jackson", nth=1), spot("Mopti", 14.49, -4.19), spot("Bamako", 12.65, -8.0)),
    ),
    (
        "Sydney Okello, a nurse in Gulu, treated forty people after the blast. Ms Okello said the ward had run out of blood.",
        (nowhere("Sydney"), nowhere("Okello", nth=1), spot("Gulu", 2.77, 32.3)),
    ),
    (
        "Shells fell on Taiz overnight. Israel Adeyemi, who works for a charity there, said two homes were hit.",
        (nowhere("Israel"), spot("Taiz", 13.58, 44.02)),
    ),
    (
        "The prosecutor, Chad Wilkins, charged three men with the shooting in Omaha. Wilkins said a fourth had fled.",
        (nowhere("Chad"), spot("Omaha", 41.26, -95.94)),
    ),
    (
        "Police in Lae arrested Paris Kepa over the riot. Mr Paris, as neighbours call him, denied having been there.",
        (nowhere("Paris"), nowhere("Paris", nth=1), spot("Lae", -6.73, 147.0)),
    ),
    (
        "Colonel Florence Abebe told reporters in Gondar that the road to Debark had been cleared of mines.",
        (nowhere("Florence"), spot("Gondar", 12.6, 37.47), spot("Debark", 13.16, 37.9)),
    ),
    (
        "Lincoln Reyes, the mayor's driver, was killed by a motorcycle bomb in Cúcuta. His widow, Victoria Reyes, fled to Bogotá.",
        (nowhere("Lincoln"), nowhere("Victoria"), spot("Cúcuta", 7.89, -72.5), spot("Bogotá", 4.61, -74.08)),
    ),
]

WORDS_THAT_ARE_TOWNS_ELSEWHERE: list[Case] = [
    ('"Tell us what happened to our sons," said a mother in Kherson.', (nowhere("Tell"), spot("Kherson", 46.64, 32.62))),
    (
        "Hit by two shells, the hospital in Omdurman closed its doors on Sunday.",
        (nowhere("Hit"), spot("Omdurman", 15.64, 32.48)),
    ),
    (
        "Born in Aden, she led the clinic until gunmen took her. Mobile teams now visit the camps round Marib.",
        (nowhere("Born"), nowhere("Mobile"), spot("Aden", 12.78, 45.04), spot("Marib", 15.46, 45.33)),
    ),
    (
        "Male nurses slept in the corridor. Most had walked from Goma. Split into small groups, they went on at dawn.",
        (nowhere("Male"), nowhere("Most"), nowhere("Split"), spot("Goma", -1.67, 29.23)),
    ),
    (
        "Reading from a list, the spokesman named eleven dead in Jenin. Tell them, he added, that nobody is safe.",
        (nowhere("Reading"), nowhere("Tell"), spot("Jenin", 32.46, 35.3)),
    ),
    (
        "Man killed in Swat as police fire on crowd. Deal or no deal, the strike goes on, a union leader in Mingora said.",
        (nowhere("Man"), nowhere("Deal"), spot("Mingora", 34.78, 72.36)),
    ),
    (
        "Nice as the promise sounds, nobody in Sittwe believes it. Bath houses and shops stayed shut.",
        (nowhere("Nice"), nowhere("Bath"), spot("Sittwe", 20.15, 92.9)),
    ),
]

SHIPS_CALLED_LIKE_TOWNS: list[Case] = [
    (
        "The frigate Aleppo fired on two speedboats off Hodeidah before dawn, officials said.",
        (nowhere("Aleppo"), spot("Hodeidah", 14.8, 42.95)),
    ),
    (
        "The ferry Odessa caught fire in the harbour of Alexandria. The Odessa had carried tents.",
        (nowhere("Odessa"), nowhere("Odessa", nth=1), spot("Alexandria", 31.2, 29.92)),
    ),
    (
        "A drone struck the tanker Aden Star south of Mukalla. Crew of the Aden Star were taken off by helicopter.",
        (nowhere("Aden"), nowhere("Aden", nth=1), spot("Mukalla", 14.54, 49.12)),
    ),
    (
        "HMS Sheffield and the destroyer USS Cleveland were ordered to the Strait of Hormuz.",
        (nowhere("Sheffield"), nowhere("Cleveland"), placed("Hormuz")),
    ),
    (
        "The bulk carrier Lagos Trader hit a mine near Odesa; the tug Marseille towed her back to port.",
        (nowhere("Lagos"), nowhere("Marseille"), spot("Odesa", 46.48, 30.73)),
    ),
    (
        "Pirates boarded the trawler 'Cartagena' forty miles off Bosaso and demanded a ransom for its crew.",
        (nowhere("Cartagena"), spot("Bosaso", 11.28, 49.18)),
    ),
]

ONE_NAME_OF_TWO_PLACES: list[Case] = [
    (
        "Deputies in Georgia searched for the gunman after a shooting at a school near Atlanta. The governor sent troopers from Macon.",
        (area("Georgia", "US", near=(32.9, -83.4)), spot("Atlanta", 33.75, -84.39), spot("Macon", 32.84, -83.63)),
    ),
    (
        "Police in Georgia fired tear gas outside the parliament in Tbilisi. Protests were also held in Batumi and Zugdidi.",
        (area("Georgia", "GE"), spot("Tbilisi", 41.69, 44.83), spot("Batumi", 41.64, 41.64)),
    ),
    (
        "SAVANNAH, Georgia - A tornado tore roofs off homes on Friday. Georgia's governor declared an emergency.",
        (area("Georgia", "US", near=(32.9, -83.4)), area("Georgia", "US", near=(32.9, -83.4), nth=1), spot("SAVANNAH", 32.08, -81.1)),
    ),
    (
        "Russian soldiers moved the border fence again, Georgia's security service said, near a village north of Gori.",
        (area("Georgia", "GE"), spot("Gori", 41.98, 44.11)),
    ),
    (
        "Militias from Misrata and Zawiya fought in southern Tripoli on Sunday, and the airport was shut, Libya's health ministry said.",
        (spot("Tripoli", 32.89, 13.19), spot("Misrata", 32.38, 15.09)),
    ),
    (
        "Lebanese soldiers set up checkpoints in Tripoli after snipers killed four. The army also sent units from Beirut and Zgharta.",
        (spot("Tripoli", 34.43, 35.84), spot("Beirut", 33.89, 35.5)),
    ),
    (
        "A boat with migrants sank off Tripoli, in northern Lebanon, on Thursday; relatives waited at the port of Tripoli.",
        (spot("Tripoli", 34.43, 35.84), spot("Tripoli", 34.43, 35.84, nth=1)),
    ),
    (
        "Tripoli's Mitiga airport was shelled. The forces come from Benghazi, and the government in Tripoli asked Turkey for drones.",
        (spot("Tripoli", 32.89, 13.19), spot("Tripoli", 32.89, 13.19, nth=1), spot("Benghazi", 32.12, 20.07)),
    ),
    (
        "Warplanes bombed five villages in Hama province, and shells landed in the north of Idlib province.",
        (area("Hama", "SY", near=(35.2, 37.1)), area("Idlib", "SY", near=(35.8, 36.7))),
    ),
    (
        "A bomb went off at a bus station in the city of Hama. Two passengers from Homs city were hurt.",
        (spot("Hama", 35.13, 36.75), spot("Homs", 34.73, 36.72)),
    ),
    (
        "Residents of Hama buried eight people on Friday. A car bomb had exploded at the central market in Hama a day before.",
        (spot("Hama", 35.13, 36.75, nth=1),),
    ),
    (
        "Fighting spread across Hama, Homs and Aleppo provinces over the weekend, monitors said.",
        (area("Hama", "SY", near=(35.2, 37.1)), area("Homs", "SY", near=(34.2, 38.3)), area("Aleppo", "SY", near=(36.3, 37.6))),
    ),
    (
        "Gunmen opened fire at a mosque in Hyderabad, in Pakistan's Sindh province.",
        (spot("Hyderabad", 25.39, 68.37),),
    ),
    (
        "Police in Hyderabad, the capital of the Indian state of Telangana, broke up a march.",
        (spot("Hyderabad", 17.38, 78.46),),
    ),
    (
        "Looters emptied shops in Valencia and Maracay as the power cut reached most of Venezuela.",
        (spot("Valencia", 10.16, -68.0), spot("Maracay", 10.25, -67.6)),
    ),
    (
        "Flood water drowned dozens of people near Valencia, the Spanish interior ministry said.",
        (spot("Valencia", 39.47, -0.38),),
    ),
]

CAPITALS_THAT_SPEAK: list[Case] = [
    (
        "Washington said on Tuesday that its drones had struck a camp near Mukalla in Yemen.",
        (apart("Washington"), scene("Mukalla"), spot("Mukalla", 14.54, 49.12)),
    ),
    (
        "Kyiv accuses Moscow of shelling Kharkiv every night. Moscow denies it.",
        (apart("Kyiv"), apart("Moscow"), apart("Moscow", nth=1), spot("Kharkiv", 49.98, 36.25)),
    ),
    (
        "Khartoum rejected the report, and Addis Ababa recalled its envoy, after tanks crossed into the Fashaga triangle.",
        (apart("Khartoum"), apart("Addis Ababa")),
    ),
    (
        "Beijing warned Manila after a coast guard cutter rammed a supply boat near Second Thomas Shoal.",
        (apart("Beijing"), apart("Manila")),
    ),
    (
        "Bogotá and Caracas blame each other for the killing of nine farmers outside Arauca.",
        (apart("Bogotá"), apart("Caracas"), spot("Arauca", 7.08, -70.76)),
    ),
    (
        "A gunman opened fire on a street in Washington on Saturday, and three people were killed, police in the US capital said.",
        (scene("Washington"), spot("Washington", 38.9, -77.04)),
    ),
]

BATTLES_OF_LONG_AGO: list[Case] = [
    (
        "The president laid a wreath to mark the Battle of Stalingrad, in which his grandfather fell in 1942.",
        (apart("Stalingrad"),),
    ),
    (
        "Veterans of the Battle of Khe Sanh met in Da Nang on Monday to remember the dead of 1968.",
        (apart("Khe Sanh"), apart("Da Nang")),
    ),
    (
        "A drone hit a fuel depot in Kassala on Sunday. Historians compared the fire with the Battle of Omdurman in 1898.",
        (apart("Omdurman"), spot("Kassala", 15.45, 36.4), scene("Kassala")),
    ),
    (
        "The general wrote his thesis on the siege of Sarajevo and the Battle of Vukovar.",
        (apart("Sarajevo"), apart("Vukovar")),
    ),
    (
        "Clashes broke out in Shusha, where the Battle of Shusha was fought in 1992, residents said.",
        (apart("Shusha", nth=1), scene("Shusha"), spot("Shusha", 39.76, 46.75)),
    ),
]

TOWN_AND_PROVINCE_OF_ONE_NAME: list[Case] = [
    (
        "Insurgents seized the town of Kunduz and three districts of Kunduz province within a night.",
        (spot("Kunduz", 36.73, 68.86), area("Kunduz", "AF", near=(36.8, 68.8), nth=1)),
    ),
    (
        "A missile hit a block of flats in Zaporizhzhia, the capital of Zaporizhzhia region, killing six.",
        (spot("Zaporizhzhia", 47.85, 35.12), area("Zaporizhzhia", "UA", near=(47.2, 35.6), nth=1)),
    ),
    (
        "Troops left Idlib city after a week of fighting, but hold most of Idlib province.",
        (spot("Idlib", 35.93, 36.63), area("Idlib", "SY", near=(35.8, 36.7), nth=1)),
    ),
    (
        "Two soldiers died when a bomb exploded in the city of Arauca, in Colombia's Arauca department.",
        (spot("Arauca", 7.08, -70.76), area("Arauca", "CO", near=(6.7, -71.0), nth=1)),
    ),
    (
        "Houthi fighters shelled Marib, the last city that the government holds in Marib governorate.",
        (spot("Marib", 15.46, 45.33), area("Marib", "YE", near=(15.5, 45.5), nth=1)),
    ),
    (
        "Raqqa, Raqqa governorate: an air strike killed a family of seven in the old quarter.",
        (spot("Raqqa", 35.95, 39.01), area("Raqqa", "SY", near=(35.9, 38.9), nth=1)),
    ),
]

A_LIST_WITH_ONE_UNKNOWN: list[Case] = [
    (
        "Jets bombed the towns of Saraqib, Zuwaqqara and Ariha in Syria's Idlib province.",
        (spot("Saraqib", 35.86, 36.81), unknown("Zuwaqqara"), spot("Ariha", 35.81, 36.61)),
    ),
    (
        "Russian guns shelled Izium, Vorostanivtsi and Balakliia in the Kharkiv region of Ukraine.",
        (spot("Izium", 49.21, 37.26), unknown("Vorostanivtsi"), spot("Balakliia", 49.46, 36.86)),
    ),
    (
        "Raiders on motorcycles burned the villages of Djibo, Kourbaganga and Arbinda in northern Burkina Faso.",
        (spot("Djibo", 14.1, -1.63), unknown("Kourbaganga"), spot("Arbinda", 14.23, -0.86)),
    ),
    (
        "Clashes were reported in Nyala, Wad Quzzumba and Zalingei in Darfur.",
        (spot("Nyala", 12.05, 24.88), unknown("Wad Quzzumba"), spot("Zalingei", 12.91, 23.47)),
    ),
    (
        "The army said it had retaken Loikaw, Hsawng Pyaukto and Demoso in Kayah state, Myanmar.",
        (spot("Loikaw", 19.68, 97.21), unknown("Hsawng Pyaukto"), spot("Demoso", 19.53, 97.16, km=40)),
    ),
]

TWO_EQUALLY_GOOD_ANSWERS: list[Case] = [
    (
        "A fire broke out at a plant in Zhelesnogorsk on Friday, the Russian emergencies ministry said.",
        (open_between("Zhelesnogorsk", (52.34, 35.36), (56.25, 93.53)),),
    ),
    (
        "Two miners were shot dead in Jallpilla, Mexico, on Monday night.",
        (open_between("Jallpilla", (21.41, -98.87), (20.9, -100.7)),),
    ),
    (
        "A landslide buried ten houses in Carriedoh, the Philippine disaster agency said.",
        (open_between("Carriedoh", (16.03, 120.75), (12.93, 124.1)),),
    ),
    (
        "A drone fell on a farm in Zapsilya, Ukrainian police said.",
        (open_between("Zapsilya", (51.03, 35.22), (49.21, 33.58)),),
    ),
    (
        "Pakistani police arrested a cleric in Noorabbad on Sunday.",
        (open_between("Noorabbad", (34.25, 71.97), (27.85, 69.54)),),
    ),
]

A_HINT_DECIDES: list[Case] = [
    (
        "A fire broke out at a plant in Zhelesnogorsk in the Kursk region on Friday, the Russian emergencies ministry said.",
        (spot("Zhelesnogorsk", 52.34, 35.36),),
    ),
    (
        "A landslide buried ten houses in Carriedoh in Sorsogon, the Philippine disaster agency said.",
        (spot("Carriedoh", 12.93, 124.1),),
    ),
    (
        "A drone fell on a farm in Zapsilya, a village in Poltava region, Ukrainian police said.",
        (spot("Zapsilya", 49.21, 33.58),),
    ),
    (
        "Krasnoyarsk's governor flew to Zhelesnogorsk, where a fire had broken out at a plant, Russian agencies said.",
        (spot("Zhelesnogorsk", 56.25, 93.53),),
    ),
]


@pytest.mark.parametrize("case", A_PERSON_CALLED_LIKE_A_TOWN, ids=_ids)
def test_a_person_called_like_a_town_is_no_town(tell: Tell, case: Case) -> None:
    assert complaints(tell, *case) == []


@pytest.mark.parametrize("case", WORDS_THAT_ARE_TOWNS_ELSEWHERE, ids=_ids)
def test_a_plain_word_at_the_head_of_a_sentence_is_no_town(tell: Tell, case: Case) -> None:
    assert complaints(tell, *case) == []


@pytest.mark.parametrize("case", SHIPS_CALLED_LIKE_TOWNS, ids=_ids)
def test_a_ship_called_like_a_town_is_no_town(tell: Tell, case: Case) -> None:
    assert complaints(tell, *case) == []


@pytest.mark.parametrize("case", ONE_NAME_OF_TWO_PLACES, ids=_ids)
def test_one_name_is_read_as_the_place_that_the_text_is_about(tell: Tell, case: Case) -> None:
    assert complaints(tell, *case) == []


@pytest.mark.parametrize("case", CAPITALS_THAT_SPEAK, ids=_ids)
def test_a_capital_that_speaks_is_no_scene(tell: Tell, case: Case) -> None:
    assert complaints(tell, *case) == []


@pytest.mark.parametrize("case", BATTLES_OF_LONG_AGO, ids=_ids)
def test_a_battle_of_long_ago_is_no_scene(tell: Tell, case: Case) -> None:
    assert complaints(tell, *case) == []


@pytest.mark.parametrize("case", TOWN_AND_PROVINCE_OF_ONE_NAME, ids=_ids)
def test_a_town_and_its_province_of_one_name_are_two_places(tell: Tell, case: Case) -> None:
    assert complaints(tell, *case) == []


@pytest.mark.parametrize("case", A_LIST_WITH_ONE_UNKNOWN, ids=_ids)
def test_the_unknown_member_of_a_list_is_kept_without_a_place(tell: Tell, case: Case) -> None:
    assert complaints(tell, *case) == []


@pytest.mark.parametrize("case", TWO_EQUALLY_GOOD_ANSWERS, ids=_ids)
def test_of_two_equally_good_answers_both_are_reported(tell: Tell, case: Case) -> None:
    assert complaints(tell, *case) == []


@pytest.mark.parametrize("case", A_HINT_DECIDES, ids=_ids)
def test_a_hint_decides_between_the_same_answers(tell: Tell, case: Case) -> None:
    assert complaints(tell, *case) == []
