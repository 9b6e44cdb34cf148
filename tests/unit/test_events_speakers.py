"""Who says so: name, office, body, party, verb and relay, over quotations, chains of pronoun and title, and what media pass on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo.events.attribution.relays import known_medium
from geo.model import Analysis, Article, Attribution, EventClass

Tell = Callable[..., tuple[Article, Analysis]]


def last_said(analysis: Analysis) -> Attribution | None:
    """The attribution of the last event that is no statement of its own."""
    told = [e for e in analysis.events if e.type.event_class is EventClass.PHYSICAL]
    assert told, "no event was found"
    return told[-1].attribution


# (text, speaker, office, body, party, medium, verb) of its last event
# fmt: off
SPOKEN = [
    ("Rockets hit the port of Odesa overnight, the regional governor, Oleh Kiper, said.",
     "Oleh Kiper", "regional governor", None, None, None, "say"),
    ('"Two missiles struck the grain terminal in Mykolaiv," Mayor Oleksandr Senkevych told Reuters.',
     "Oleksandr Senkevych", "mayor", None, None, "Reuters", "tell"),
    ("RT quoted a spokesman of the Russian Defence Ministry as saying that jets had bombed a depot near Palmyra.",
     "a spokesman of the Russian Defence Ministry", "spokesman", "Russian Defence Ministry", "Russia", "RT", "say"),
    ("Shells landed in Taiz on Monday, according to a local doctor, cited by AFP.",
     "a local doctor", "local doctor", None, None, "AFP", "according to"),
    ("According to Colonel Ahmed Nasser, cited by SANA, jets bombed a camp near Palmyra.",
     "Ahmed Nasser", "colonel", None, None, "SANA", "according to"),
    ("Israeli jets struck a warehouse near Sidon, Lebanon's National News Agency reported.",
     "National News Agency", None, None, None, None, "report"),
    ('"Our aircraft bombed three depots near Rafah," army spokesman Daniel Hagari said on Twitter.',
     "Daniel Hagari", "army spokesman", None, None, "Twitter", "say"),
    ("The army shelled Loikaw on Friday, witnesses said.",
     "witnesses", None, None, None, None, "say"),
    ("Gunmen stormed a bank in Goma, a source told AFP on condition of anonymity.",
     "a source", "source", None, None, "AFP", "tell"),
    ("Saudi-led jets bombed Sanaa on Sunday, the Houthi-run al-Masirah television reported.",
     "al-Masirah", None, None, "Houthis", None, "report"),
    ("Drones attacked an oil depot in Belgorod, Governor Vyacheslav Gladkov wrote on Telegram.",
     "Vyacheslav Gladkov", "governor", None, None, "Telegram", "write"),
    ("Defence Minister Sergei Petrov visited the base on Monday. He said ships had fired ten missiles at targets near Idlib.",
     "Sergei Petrov", "defence minister", None, None, None, "say"),
    ('The minister said rebels had shelled Debaltseve. "They hit a school in Horlivka," he added.',
     "minister", "minister", None, None, None, "add"),
    ("General Abdel Fattah al-Burhan spoke in Port Sudan. The general said that the RSF had shelled Omdurman.",
     "Abdel Fattah al-Burhan", None, None, None, None, "say"),
    ("Rebels attacked Sake, said Patrick Muyaya, the government's spokesman.",
     "Patrick Muyaya", "spokesman", None, None, None, "say"),
    ("Militants attacked a mosque in Sokoto, a police spokesman, Sanusi Abubakar, said in a statement.",
     "Sanusi Abubakar", "police spokesman", None, None, None, "say"),
    ("M23 rebels seized Kitchanga on Thursday, two residents and a UN official said.",
     "two residents and a UN official", "residents", "United Nations", "United Nations", None, "say"),
    ("The Syrian Observatory for Human Rights said that jets had bombed Saraqib. The Britain-based monitor added that shells hit Ariha.",
     "Syrian Observatory for Human Rights", None, "Syrian Observatory for Human Rights",
     "Syrian Observatory for Human Rights", None, "add"),
    ('"Fighters ambushed our convoy near Gao," Colonel Major Souleymane Dembele said. "Three soldiers died in the attack in Gao."',
     "Souleymane Dembele", "colonel major", None, None, None, "say"),
    ("US Secretary of Defense Ash Carter, speaking in Rome, said Russian jets had bombed Hama.",
     "Ash Carter", "secretary of defense", None, "United States", None, "say"),
    ("Jets struck Hodeidah airport, a coalition spokesman said via state television.",
     "a coalition spokesman", "coalition spokesman", None, None, "state television", "say"),
    ("In a statement, al-Shabaab said its fighters had attacked a base in Baidoa.",
     "al-Shabaab", None, "al-Shabaab", "al-Shabaab", None, "say"),
    ("The group claimed responsibility for the bombing in Kabul.",
     "group", None, None, None, None, "claim"),
    ("ISIS claimed it had bombed a mosque in Kunduz.",
     "ISIS", None, "Islamic State", "Islamic State", None, "claim"),
    ("Police said gunmen abducted twenty pupils in Kaduna.",
     "Police", None, None, None, None, "say"),
    ("Ethiopian troops shelled Mekelle on Monday, Getachew Reda, a spokesman for the TPLF, told the Associated Press by phone.",
     "Getachew Reda", "spokesman", "Tigray People's Liberation Front", "Tigray People's Liberation Front", "Associated Press", "tell"),
    ("Troops killed five protesters in Omdurman, the Central Committee of Sudan Doctors said.",
     "Central Committee of Sudan Doctors", None, "Central Committee of Sudan Doctors", "Central Committee of Sudan Doctors", None, "say"),
    ("The Kremlin's spokesman Dmitry Peskov denied that Russian jets had bombed a hospital in Idlib.",
     "Dmitry Peskov", "spokesman", "Kremlin", "Russia", None, "deny"),
    ("Officials said that shells had landed in Kilis.",
     "Officials", "officials", None, None, None, "say"),
    ("President Volodymyr Zelensky said in his nightly address that Russian forces had shelled Kherson.",
     "Volodymyr Zelensky", "president", None, None, None, "say"),
    ("Kyiv said Russia had fired 40 drones at Kharkiv.",
     "Kyiv", None, None, "Ukraine", None, "say"),
    ("The spokesperson of the Afghan Interior Ministry, Tariq Arian, confirmed the bombing in Jalalabad.",
     "Tariq Arian", "spokesperson", "Afghan Interior Ministry", "Afghanistan", None, "confirm"),
    ("MSF said a hospital in Kunduz had been bombed.",
     "MSF", None, "Médecins Sans Frontières", "Médecins Sans Frontières", None, "say"),
    ('"The bombing of the market in Dahyan was a crime," said Lise Grande, the UN humanitarian coordinator in Yemen.',
     "Lise Grande", "humanitarian coordinator", "United Nations", "United Nations", None, "say"),
    ("Asked about the raid, the Pentagon said American aircraft had bombed a camp near Sabratha.",
     "Pentagon", None, "Pentagon", "United States", None, "say"),
    ("State news agency TASS cited Igor Konashenkov as saying missiles had hit an airfield near Dnipro.",
     "Igor Konashenkov", None, None, None, "TASS", "say"),
    ("Armenia's defence ministry said Azerbaijani forces shelled Jermuk. Baku said Armenian troops had opened fire first near Lachin.",
     "Baku", None, None, "Azerbaijan", None, "say"),
    ("The Kachin Independence Army shelled a police station in Myitkyina, its spokesman, Colonel Naw Bu, said.",
     "Naw Bu", "colonel", None, None, None, "say"),
    ("The head of the Donetsk administration, Pavlo Kyrylenko, said on Facebook that shells had killed three people in Avdiivka.",
     "Pavlo Kyrylenko", "head", "Donetsk administration", None, "Facebook", "say"),
    ("Colombian army chief Luis Ospina said ELN guerrillas bombed a pipeline in Arauca.",
     "Luis Ospina", "army chief", None, "Colombia", None, "say"),
    ("Jets bombed Khan Younis, Palestinian news agency Wafa reported, quoting medics.",
     "medics", "medics", None, None, "Wafa", "report"),
    ("Five people were killed when a car bomb exploded in Mogadishu, Mohamed Hussein, a police officer, told Reuters.",
     "Mohamed Hussein", "police officer", None, None, "Reuters", "tell"),
    ("Abu Obeida, the spokesman of Hamas's armed wing, said that fighters had fired rockets at Ashdod.",
     "Abu Obeida", "spokesman", "Hamas", "Hamas", None, "say"),
    ("The strikes hit Marib on Tuesday, a Yemeni security official said, speaking on condition of anonymity.",
     "a Yemeni security official", "security official", None, "Yemen", None, "say"),
    ("An Israeli military spokesperson said rockets were fired at Sderot. The spokesperson added that jets hit Beit Hanoun.",
     "An Israeli military spokesperson", "military spokesperson", "Israel Defense Forces", "Israel", None, "add"),
    ("Lawyer Amira Saleh told the BBC that soldiers had burned houses in El Geneina.",
     "Amira Saleh", "lawyer", None, None, "BBC", "tell"),
    ("Turkish Foreign Minister Mevlut Cavusoglu told reporters in Berlin that artillery had shelled Afrin.",
     "Mevlut Cavusoglu", "foreign minister", None, "Turkey", None, "tell"),
    ("Local media reported clashes in Tillaberi.",
     "Local media", None, None, None, None, "report"),
    ("Islamic State's Amaq news agency said its fighters attacked a checkpoint in Kirkuk.",
     "Amaq", None, None, "Islamic State", None, "say"),
    ('"We struck the airfield in Saky," a senior Ukrainian official, who declined to be named, told the New York Times.',
     "a senior Ukrainian official", "official", None, "Ukraine", "New York Times", "tell"),
    ("Syria's ambassador in Moscow, Riad Haddad, told Sputnik that jets had destroyed forty depots near Raqqa.",
     "Riad Haddad", "ambassador", None, "Syria", "Sputnik", "tell"),
    ("The US Embassy in Syria said Russian jets had bombed rebels near Homs.",
     "US Embassy in Syria", None, "US Embassy in Syria", "United States", None, "say"),
    ("The Britain-based Observatory said shells fell on Douma.",
     "Britain-based Observatory", None, "Syrian Observatory for Human Rights", "Syrian Observatory for Human Rights", None, "say"),
    ('"Jets bombed the bakery in Saada," a resident said. "Ten people died in it." He added that shells had also hit Taiz.',
     "a resident", "resident", None, None, None, "add"),
    ("The Tigray People's Liberation Front (TPLF) warned of an offensive. The TPLF said troops had shelled Adigrat.",
     "TPLF", None, "Tigray People's Liberation Front", "Tigray People's Liberation Front", None, "say"),
]
# fmt: on


@pytest.mark.parametrize(("text", "speaker", "role", "organisation", "party", "relay", "verb"), SPOKEN)
def test_who_says_so_and_through_whom(
    tell: Tell, text: str, speaker: str, role: str | None, organisation: str | None, party: str | None, relay: str | None, verb: str
) -> None:
    _, analysis = tell(text)
    said = last_said(analysis)
    assert said is not None
    assert (said.speaker, said.role, said.organisation, said.party, said.relayed_by, said.verb) == (
        speaker,
        role,
        organisation,
        party,
        relay,
        verb,
    )


@pytest.mark.parametrize(
    "text",
    [
        "Shells hit Taiz. The weather was bad.",
        "According to our data, jets bombed Saada.",
        "The number of raids on Idlib says much.",
        "The army maintained its positions while jets bombed Hama.",
    ],
)
def test_nobody_is_made_to_speak(tell: Tell, text: str) -> None:
    _, analysis = tell(text)
    assert last_said(analysis) is None


def test_he_is_a_person_and_not_the_embassy_that_spoke_before(tell: Tell) -> None:
    text = "Jens Stoltenberg met ministers. The US Embassy in Syria questioned the raids. He said jets had bombed Hama."
    _, analysis = tell(text)
    said = last_said(analysis)
    assert said is not None
    assert said.speaker == "Jens Stoltenberg"


def test_a_quotation_that_opens_each_paragraph_anew_has_one_speaker(tell: Tell) -> None:
    text = (
        "Colonel Musa Diallo spoke to reporters.\n\n"
        '"Gunmen attacked the market in Mopti," he said. "They came at dawn.\n\n'
        '"Then rockets hit the barracks in Sevare. We fired back."\n\n'
        "Troops later arrested two men in Djenne."
    )
    _, analysis = tell(text)
    speakers = [e.attribution.speaker if e.attribution else None for e in analysis.events if e.type.event_class is EventClass.PHYSICAL]
    assert speakers[0] == "Musa Diallo"
    assert speakers[1] == "Musa Diallo"
    assert speakers[-1] is None


def test_where_he_spoke_is_not_his_party_though_a_comma_is_lost(tell: Tell) -> None:
    _, analysis = tell("Speaking in Oslo US Defense Secretary Martin Feld said Russian jets had bombed Hama.")
    said = last_said(analysis)
    assert said is not None
    assert (said.speaker, said.role, said.party) == ("Martin Feld", "defense secretary", "United States")


def test_who_prints_a_report_did_not_do_it(tell: Tell) -> None:
    _, analysis = tell('"Now the fighters are retreating toward the Turkish border," Sputnik quoted the ambassador as saying.')
    assert analysis.events
    assert all(e.actor != "Sputnik" for e in analysis.events)


def test_of_two_media_the_longest_name_passes_it_on_and_else_the_first() -> None:
    assert known_medium("told Reuters and Sputnik") == "Reuters"
    assert known_medium("told Sputnik and Reuters") == "Sputnik"
    assert known_medium("the BBC, then Sputnik") == "Sputnik"
    assert known_medium("an APPEAL") is None  # of which "AP" is no word
