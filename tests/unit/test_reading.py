"""Passages and repairs, in short cases of our own words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import Article, Reading
from geo.reading import read


def article(text: str, language: str | None = "en") -> Article:
    return Article(id="a", text=text, text_sha256="", language=language)


def passages(text: str) -> list[str]:
    return [passage.span.of(text) for passage in read(article(text)).passages]


def repaired(text: str) -> str:
    return read(article(text)).repaired


# A paragraph that is plainly damaged; a case is read as one that follows it.
BROKEN = (
    "Gunners shelled two villages on Tuesday a monitor saidThe army did not comment on the reportHowever a resident of the valley"
    " told reporters that planes had bombed it at dawnThe ministrys spokesman doesnt deny the strikesRussia says they hit rebels"
)


def after_damage(case: str) -> str:
    """What the program reads for `case` where the article before it is damaged."""
    whole = repaired(f"{BROKEN}\n{case}")
    return whole[whole.index("\n") + 1 :]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("ships left the Middle EastCarter said", "ships left the Middle East. Carter said"),
        ("in the Caspian SeaWednesday was calm", "in the Caspian Sea. Wednesday was calm"),
        ("President Bashar alAssadRussia began", "President Bashar al-Assad. Russia began"),
        ("as an opposition groupIf so", "as an opposition group. If so"),
        ("the fight in SyriaHowever the envoy", "the fight in Syria. However the envoy"),
        ("a war in SyriaA spokesman for them", "a war in Syria. A spokesman for them"),
        ("they do soRussian jets returned", "they do so. Russian jets returned"),
        ("against ISISThe embassy wrote", "against ISIS. The embassy wrote"),
        ("against ISISIm worried too", "against ISIS. I'm worried too"),
        ("the fight against ISISA part of them", "the fight against ISIS. A part of them"),
        ("ISIS went; they went after SISA part of them", "ISIS went; they went after SIS. A part of them"),
        ("he told CNNRussian jets flew", "he told CNN. Russian jets flew"),
        ("he told CNNIt was over", "he told CNN. It was over"),
        ("a video on YouTubeRussia denied it", "a video on YouTube. Russia denied it"),
        ("and thatsWednesday for you", "and that's. Wednesday for you"),
        ("some 57 raids in 2015Russia says", "some 57 raids in 2015. Russia says"),
    ],
)
def test_a_run_on_is_parted_where_a_sentence_ended(case: str, expected: str) -> None:
    assert after_damage(case) == expected


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("forces of alAssad fled", "forces of al-Assad fled"),
        ("near Deir ezZor fled", "near Deir ez-Zor fled"),
        ("the UKbased group", "the UK-based group"),
        ("a USled coalition", "a US-led coalition"),
        ("an Americanled coalition", "an American-led coalition"),
        ("the PKKlinked unit", "the PKK-linked unit"),
        ("an al Qaedaaffiliated unit", "an al Qaeda-affiliated unit"),
        ("Russianmade helicopters", "Russian-made helicopters"),
        ("rebelheld towns", "rebel-held towns"),
        ("precise longrange missiles", "precise long-range missiles"),
        ("surfacetoair missiles", "surface-to-air missiles"),
        ("a widescale offensive", "a wide-scale offensive"),
        ("antiAssad and proRussian units", "anti-Assad and pro-Russian units"),
        ("antiregime and antigovernment units", "anti-regime and anti-government units"),
        ("SecretaryGeneral Stoltenberg", "Secretary-General Stoltenberg"),
        ("its secretarygeneral spoke", "its secretary-general spoke"),
        ("the SyriaTurkey border", "the Syria-Turkey border"),
        ("Fiftyfive of them", "Fifty-five of them"),
    ],
)
def test_a_lost_hyphen_is_put_back(case: str, expected: str) -> None:
    assert after_damage(case) == expected


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("questioned Russias targets", "questioned Russia's targets"),
        ("on Wednesdays clashes", "on Wednesday's clashes"),
        ("the ministrys spokesman", "the ministry's spokesman"),
        ("of Islamic States fighters", "of Islamic State's fighters"),
        ("it doesnt matter", "it doesn't matter"),
        ("the United States sees", "the United States sees"),
        ("the Russians fly, the Kurds walk", "the Russians fly, the Kurds walk"),
        ("the Netherlands and the Philippines", "the Netherlands and the Philippines"),
    ],
)
def test_a_lost_apostrophe_is_put_back_and_a_plural_left(case: str, expected: str) -> None:
    assert after_damage(case) == expected


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("flew 1500 kilometers 930 miles to", "flew 1500 kilometers (930 miles) to"),
        ("within 20 nautical miles 37 kilometers a", "within 20 nautical miles (37 kilometers) a"),
        ("flew 930 milesRussia said", "flew 930 miles. Russia said"),
        ("after 10 km 400 metres of road", "after 10 km 400 metres of road"),
        ("Geneva CNN The talks began", "Geneva (CNN) The talks began"),
    ],
)
def test_lost_brackets_are_put_back(case: str, expected: str) -> None:
    assert after_damage(case) == expected


@pytest.mark.parametrize(
    "names",
    [
        "Ronald McDonald met MacArthur and DeKalb",
        "an iPhone and an eBay shop on YouTube and WhatsApp",
        "MiG-29s and MiGs and a MiG29",
        "LaGrange, JoAnn, DeSantis, LeBron and DiCaprio",
        "a PhD of the DoD who wrote on WikiLeaks",
        "NGOs, UAVs, RPGs and LGAs",
        "John O'Brien, Al Gore, the al-Nusra Front",
        "NASA, PANAMA and the USAid office",
    ],
)
def test_names_with_capitals_inside_stay_whole_even_in_damaged_text(names: str) -> None:
    assert after_damage(names) == names


@pytest.mark.parametrize(
    "text",
    [
        "Russia fired 26 missiles. The ministry said so on Wednesday.",
        'The "anti-Assad" group, UK-based, spoke. It named no one.',
        "He read on his iPhone that alQaeda had denied it. The BBC said so. So did others.",  # one odd word is no damage
        "The Russians fly. Wednesdays are quiet in the village. Turkeys roam the fields.",
        "The antigovernment protest was longrange planned. Nobody came.",
        "HelloWorld is a function; so is readFile. Both are called by CamelCase names. That is all.",
    ],
)
def test_healthy_text_comes_through_unchanged(text: str) -> None:
    assert repaired(text) == text


def test_a_full_stop_that_lost_its_space_is_a_boundary_anywhere() -> None:
    text = "The convoy left the valley.Soldiers followed it. They came late."
    assert passages(text) == ["The convoy left the valley.", "Soldiers followed it.", "They came late."]
    assert (
        repaired("Write to Layla.Haddad@example.org or see Example.Com today.")
        == "Write to Layla.Haddad@example.org or see Example.Com today."
    )


def test_only_english_is_repaired() -> None:
    text = "Le ministre saidThe armée UKbased longrange alAssad doesnt dont Russias EastThe"
    assert read(article(text, "fr")).repaired == text


def test_in_damaged_text_a_spaced_opener_begins_a_sentence_but_not_what_is_said() -> None:
    text = f"{BROKEN} He named no village Officials declined to comment The minister said We fired first"
    found = passages(text)
    assert found[-3:] == ["He named no village", "Officials declined to comment", "The minister said We fired first"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. Navy left. Mr. Smith stayed.", ["The U.S. Navy left.", "Mr. Smith stayed."]),
        ("He lives in the U.S. The house is old.", ["He lives in the U.S.", "The house is old."]),
        ("Maj. Gen. Igor K. Ivanov spoke. Nobody asked.", ["Maj. Gen. Igor K. Ivanov spoke.", "Nobody asked."]),
        ("It fell on Oct. 7 at 5 p.m. Wednesday. Police came.", ["It fell on Oct. 7 at 5 p.m. Wednesday.", "Police came."]),
        ("It ended at 5 p.m. Police came.", ["It ended at 5 p.m.", "Police came."]),
        ("About 3.5% of No. 12 fell. Why? Nobody knows!", ["About 3.5% of No. 12 fell.", "Why?", "Nobody knows!"]),
        ('"We fired." He smiled.', ['"We fired."', "He smiled."]),
        ('"Who fired?" Mr. Smith asked. No answer.', ['"Who fired?" Mr. Smith asked.', "No answer."]),
        ('"It was dark," she said. "We left."', ['"It was dark," she said.', '"We left."']),
        ("The town was hit. al-Assad denied it.", ["The town was hit.", "al-Assad denied it."]),
        ("Stop ... and go. Then ... Silence.", ["Stop ... and go.", "Then ...", "Silence."]),
        ("It was cited.[3] Others followed.", ["It was cited.[3]", "Others followed."]),
        ("The strike failed\nTroops fled the town.\nAll was quiet.", ["The strike failed", "Troops fled the town.", "All was quiet."]),
        ("- Ships fired\n- Planes flew\n1. Tanks drove", ["Ships fired", "Planes flew", "Tanks drove"]),
        ("# Ships fire\n\n> They said no.\n\n---\n\n* * *\n\nEnd.", ["Ships fire", "They said no.", "End."]),
        ("قصفت الطائرات البلدة. هل سقط قتلى؟ لا أحد يعرف.", ["قصفت الطائرات البلدة.", "هل سقط قتلى؟", "لا أحد يعرف."]),
        ("", []),
        (" \n\t\n", []),
        ("---", []),
    ],
)
def test_passages_are_sentences(text: str, expected: list[str]) -> None:
    assert passages(text) == expected


def test_lines_that_were_wrapped_for_width_are_joined() -> None:
    text = (
        "The monitors counted six raids on the two provinces before noon, and they\n"
        "said that ground troops had moved up behind the planes towards the town of\n"
        "Morek. Nobody could say how many had died.\n"
        "The army did not comment. State radio played marches and spoke of nothing\n"
        "but the harvest.\n"
    )
    found = passages(text)
    assert [p.split()[0] for p in found] == ["The", "Nobody", "The", "State"]
    assert found[0].endswith("the town of\nMorek.")


def test_text_without_an_end_is_parted() -> None:
    found = passages("word " * 2_000 + "\n\n" + "x" * 7_000)
    assert max(map(len, found)) <= 3_000
    assert "".join(found).replace(" ", "") == "word" * 2_000 + "x" * 7_000


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: Ships fire\ndate: 2015-10-07\n---\n\n",
        "Title: Ships fire\nDate: 7 October 2015\nPublisher: The Valley Post\n\n",
    ],
)
def test_front_matter_gives_no_passages(head: str) -> None:
    assert passages(head + "Two ships fired. Nobody died.") == ["Two ships fired.", "Nobody died."]


def test_the_way_back_holds_for_capitals_that_are_read_in_both_cases() -> None:
    found = read(article("ISISU.S.ISIS"))
    assert found.repaired == "Isisu.s.ISIS"
    assert_sound(found)


def assert_sound(reading: Reading) -> None:
    """The way back holds: nothing but insertions, in order, and each passage where it says; what is all capitals is read in both cases."""
    copied = [i for i in range(len(reading.repaired)) if reading.ends[i] > reading.starts[i]]
    assert [reading.repaired[i].casefold() for i in copied] == [c.casefold() for c in reading.text]
    assert [reading.starts[i] for i in copied] == list(range(len(reading.text)))
    assert all(reading.ends[i] == reading.starts[i] + 1 for i in copied)
    assert all(a <= b for a, b in zip(reading.starts, reading.starts[1:], strict=False))
    assert all(a <= b for a, b in zip(reading.ends, reading.ends[1:], strict=False))
    end = 0
    for number, passage in enumerate(reading.passages):
        assert passage.index == number
        assert passage.span.start >= end
        end = passage.span.end
        assert passage.span.of(reading.text).strip() == passage.span.of(reading.text) != ""
        assert reading.original(*passage.reading) == passage.span


_WORDS = (
    "The He Russia Syria ISIS CNN NATO alAssad UKbased longrange doesnt Russias targets said East Sea. U.S. Mr. 1500 kilometers 930 miles"
    " SISA Im YouTube McDonald antiAssad Fiftyfive - # --- “ ” ( ) \" ' , ؟ 。 é"
)
_PIECES = st.sampled_from([*_WORDS.split(), "\n", "\n\n", "\r\n", "\u2028", "\x0c", ""])


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(_PIECES, st.sampled_from(["", " ", " ", "  ", ". "])), max_size=80))
def test_the_way_back_is_exact_for_any_text_of_news_words(pieces: list[tuple[str, str]]) -> None:
    assert_sound(read(article("".join(a + b for a, b in pieces))))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_the_way_back_is_exact_for_any_text(text: str) -> None:
    assert_sound(read(article(text)))
