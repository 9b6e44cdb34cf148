"""The annotations themselves: offsets that fall on what they name, places that exist, snippets that stand in their article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from damage import scrape
from score_held_out import load_gold
from scoring import ASIDE, HELD_OUT, SAMPLE, SEEDS, json_lines

GOLD = Path(__file__).parent / "gold"
needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the seed articles are not here ({SEEDS})")

SPELLINGS = {
    "United States": ("US", "USA", "U.S.", "United States"),
    "Russia": ("Russia", "Russian Federation"),
    "United Kingdom": ("UK", "Britain"),
    "Hama Governorate": ("Hama",),
    "Idlib Governorate": ("Idlib",),
    "Western Syria": ("Syria",),
    "Central Syria": ("Syria",),
    "Caspian Sea": ("Caspian Sea", "Caspian"),
}
NUMBER_WORDS = {0: ("no", "not"), 1: ("one", "an"), 2: ("two", "twice"), 4: ("four",), 55: ("fifty",)}


@needs_seeds
def test_every_place_offset_of_the_seed_annotation_falls_on_the_name_it_is_labelled_with() -> None:
    for record in json_lines(GOLD / "places.jsonl"):
        text = (SEEDS / record["file"]).read_text(encoding="utf-8")
        assert len(text) == record["chars"], f"{record['file']} is not the file that was annotated"
        for mention in record["mentions"]:
            written = text[mention["start"] : mention["end"]]
            assert written in SPELLINGS.get(mention["name"], (mention["name"],)), f"{record['file']} {mention['start']}: {written!r}"
        for phrase in record["adjectival"]:
            assert text[phrase["start"] :].startswith(("Syrian ", "Turkish ")), f"{record['file']} {phrase['start']}"


@needs_seeds
def test_every_number_of_the_seed_annotation_stands_in_its_span() -> None:
    for claim in json_lines(GOLD / "claims.jsonl"):
        written = (SEEDS / claim["file"]).read_text(encoding="utf-8")[claim["start"] : claim["end"]].lower()
        assert written == written.strip()
        assert written
        if claim["kind"] == "numeric":
            value = claim["value"]
            digits = written.replace(",", "")
            names = (str(value), claim.get("literal", "?"), *NUMBER_WORDS.get(int(value), ()))
            assert any(n in digits for n in names), f"{claim['id']}: {value} is not in {written!r}"


@needs_seeds
@pytest.mark.parametrize("name", ["events.jsonl", "speakers.jsonl"])
def test_every_passage_of_the_seed_annotation_begins_and_ends_with_a_word(name: str) -> None:
    for record in json_lines(GOLD / name):
        for span in record.get("supporting", [record]):
            text = (SEEDS / span["file"]).read_text(encoding="utf-8")
            written = text[span["start"] : span["end"]]
            assert written, f"{record['id']} in {span['file']}"
            assert written == written.strip()
            # A glued neighbour ("…said" + "But") is the damage of the article; a cut word is a slip of the annotation.
            after = text[span["end"] : span["end"] + 1]
            assert not (written[-1].islower() and after.islower() and after != "s"), f"{record['id']} in {span['file']} cuts a word"


def test_nothing_of_the_seed_texts_is_kept_in_their_annotation() -> None:
    for file in GOLD.glob("*.jsonl"):
        for record in json_lines(file):
            assert not _keys_called_text(record), f"{file.name}: offsets and labels only"


def _keys_called_text(value: object) -> bool:
    if isinstance(value, dict):
        return "text" in value or any(map(_keys_called_text, value.values()))
    return isinstance(value, list) and any(map(_keys_called_text, value))


@pytest.mark.parametrize(
    ("folder", "gold"),
    [pytest.param(folder, gold, id=f"{name}-{gold['file']}") for name, folder in ASIDE.items() for gold in load_gold(folder / "gold.json")],
)
def test_annotation_names_what_stands_in_the_article(folder: Path, gold: dict[str, object]) -> None:
    text = (folder / "articles" / str(gold["file"])).read_text(encoding="utf-8")
    record = json.loads(json.dumps(gold))
    for pin in record["pins"]:
        assert pin["said"] in text
    for area in record["areas"]:
        assert any(said in text for said in area["said"]), area
    for entry in [*record["never"], *record["speakers"], *record["dates"], *(t for t in record["tolerated"] if isinstance(t, dict))]:
        assert entry.get("said", "") in text, entry
        assert text.count(entry.get("in", text)) == 1, entry


def test_the_sample_holds_five_dispatches_and_two_of_them_damaged() -> None:
    clean = sorted(SAMPLE.glob("*.md"))
    damaged = sorted(SAMPLE.glob("*.txt"))
    assert len(clean) == 5
    assert len(damaged) == 2
    for path in damaged:
        twin = path.with_name(path.name.replace("-scraped.txt", ".md"))
        body = scrape(twin.read_text(encoding="utf-8")).split("---\n", 2)[2].strip()
        assert path.read_text(encoding="utf-8").split("---\n", 2)[2].strip() == body, f"{path.name} is no damaged {twin.name}"
        assert "." not in body
    for path in (*clean, *damaged):
        head = path.read_text(encoding="utf-8").split("---\n")[1]
        for line in ("title: ", "date: 2015-10-0", "publisher: Dateline sample", "language: en"):
            assert line in head, f"{path.name} lacks {line}"


def _word_runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = "".join(c.lower() if c.isalnum() else " " for c in text.replace("’", "").replace("'", "")).split()
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


@needs_seeds
def test_no_phrase_of_the_seed_articles_is_reprinted_in_ours() -> None:
    """Eight words in a row would be a reprint; offices with names ("U.S. Defense Secretary Ash Carter") come to seven."""
    theirs = set().union(*(_word_runs(p.read_text(encoding="utf-8"), 8) for p in SEEDS.glob("*.txt")))
    for path in (*SAMPLE.iterdir(), *HELD_OUT.iterdir(), *(ASIDE["blind"] / "articles").iterdir()):
        shared = _word_runs(path.read_text(encoding="utf-8"), 8) & theirs
        assert not shared, f"{path.name}: {[' '.join(run) for run in shared]}"
