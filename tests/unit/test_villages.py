"""Where articles tell of a country whose villages no open gazetteer has, the program says so once, and how to get them."""

from __future__ import annotations

import hashlib
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from geo import pipeline
from geo.cli.main import main
from geo.gazetteer import Gazetteer, open_default
from geo.model import Analysis, Article

TOLD = "Jets bombed the villages of Tall Zarwan and Umm Qubays in Hama province, Syria, on Friday, killing two people in Tall Zarwan."


def analysed(gazetteer: Gazetteer, *texts: str) -> list[Analysis]:
    made: list[Analysis] = []
    for number, text in enumerate(texts):
        digest = hashlib.sha256(text.encode()).hexdigest()
        made.append(pipeline.analyse(Article(f"{number}", text, digest, published=date(2018, 4, 10), language="en"), gazetteer))
    return made


def dump(folder: Path, country: str, places: int) -> Path:
    file = folder / f"{country}.txt"
    tail = ["35.1", "36.8", "P", "PPL", country, *[""] * 5, "0", "", "0", "", "2026-01-01"]
    rows = ("\t".join([str(90_000_000 + n), f"Qarya {n}", f"Qarya {n}", "", *tail]) for n in range(places))
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def test_a_country_with_unknown_places_of_events_is_named_with_them(gazetteer: Gazetteer) -> None:
    (missing,) = pipeline.missing_dumps(analysed(gazetteer, TOLD), gazetteer)
    assert (missing.country, missing.name, missing.articles) == ("SY", "Syria", 1)
    assert set(missing.names) == {"Tall Zarwan", "Umm Qubays"}
    assert 100 < missing.known < 5000
    words = pipeline.missing_words(missing)
    assert "Syria: 2 places of events" in words
    assert "Tall Zarwan" in words


@pytest.mark.parametrize(
    "text",
    [
        "Jets bombed Aleppo and Idlib in Syria on Friday.",  # all known
        "The minister met villagers of Tall Zarwan in Hama, Syria, on Friday.",  # nothing happened there
    ],
)
def test_nothing_is_said_where_nothing_would_change(text: str, gazetteer: Gazetteer) -> None:
    assert pipeline.missing_dumps(analysed(gazetteer, text), gazetteer) == ()


def test_an_added_list_of_the_country_ends_it_and_a_handful_of_camps_does_not(gazetteer: Gazetteer, tmp_path: Path) -> None:
    analyses = analysed(gazetteer, TOLD)
    for country, places, missing in (("SY", 3, False), ("camps", 3, True), ("levant", 600, False)):
        file = dump(tmp_path, "SY", places).rename(tmp_path / f"{country}.txt")
        with closing(open_default(added=False, extra=[file])) as opened:
            assert bool(pipeline.missing_dumps(analyses, opened)) is missing, country


def test_the_command_line_says_it_once_with_the_line_to_type(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(2):
        (tmp_path / f"{number}.txt").write_text(TOLD, encoding="utf-8")
    assert main(["events", str(tmp_path)]) == 0
    said = capsys.readouterr().err
    assert said.count("To add it: dateline gazetteer add SY") == 1
    assert main(["events", str(tmp_path), "--builtin-only"]) == 0
    assert "gazetteer add" not in capsys.readouterr().err
