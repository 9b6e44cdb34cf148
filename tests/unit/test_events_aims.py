"""What was aimed at, and what somebody says was not: kept as a claim with its sense, never as a target."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from geo import pipeline
from geo.cli.main import main
from geo.model import Analysis, Article, Modality

Tell = Callable[..., tuple[Article, Analysis]]


@pytest.mark.parametrize(
    ("text", "target", "denied", "speaker"),
    [
        ("The strikes were not against ISIS, the Turkish prime minister said.", None, ["ISIS"], "prime minister"),
        ("Russian jets hit rebels rather than ISIS in Idlib, the Pentagon said.", "rebels", ["ISIS"], "Pentagon"),
        ("The raids near Homs did not target ISIS, a State Department spokesman said.", None, ["ISIS"], "spokesman"),
        ("Turkey said the strikes were aimed at rebels, not Islamic State.", "rebels", ["Islamic State"], "Turkey"),
        ("There are no ISIS positions in the villages bombed near Hama, the Observatory said.", None, ["ISIS"], "Observatory"),
        ("Russia is not targeting ISIL but attacking the opposition in Idlib, Stoltenberg said.", "opposition", ["ISIL"], "Stoltenberg"),
        ("The army bombed Houthi positions in Taiz instead of al-Qaeda, residents said.", "Houthi positions", ["al-Qaeda"], "residents"),
        ("Ukraine said that the missiles that hit Kremenchuk had not been aimed at troops.", None, ["troops"], "Ukraine"),
        ("Jets bombed Idlib, where there is no ISIS presence, the Observatory said.", None, ["ISIS"], "Observatory"),
        ("Attacks in Sanaa were aimed at civilians and not at the Houthis, a doctor said.", "civilians", ["Houthis"], "doctor"),
        ("Most of the air strikes have not been against ISIS or al-Qaeda, a US official said.", None, ["ISIS", "al-Qaeda"], "US official"),
        ("The bombardment of Mariupol was never directed at civilians, the Russian ministry said.", None, ["civilians"], "ministry"),
    ],
)  # fmt: skip
def test_whom_it_was_not_aimed_at(tell: Tell, text: str, target: str | None, denied: list[str], speaker: str) -> None:
    _, analysis = tell(text)
    event = analysis.events[0]
    assert event.target == target
    assert [t.said for t in event.not_targets] == denied
    assert [t.span.of(text) for t in event.not_targets] == denied
    assert event.modality is Modality.REPORTED, "what happened stands"
    assert event.attribution is not None
    assert speaker in event.attribution.speaker


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Jets bombed ISIS targets in Raqqa.", "ISIS targets"),
        ("The strikes were not only against ISIS, the Pentagon said.", None),
        ("The strikes in Idlib were against al-Nusra, not on Monday but on Friday, the army said.", "al-Nusra"),
        ("Russia fired 40 drones at soldiers in Kharkiv.", "soldiers"),
        ("The raids hit a camp, and the rebels did not leave Idlib.", "a camp"),
    ],
)
def test_nothing_else_is_taken_for_a_denied_target(tell: Tell, text: str, target: str | None) -> None:
    _, analysis = tell(text)
    assert analysis.events[0].not_targets == ()
    if target is not None:
        assert analysis.events[0].target == target


def test_a_sentence_that_goes_on_about_the_targets_is_kept_with_the_attack(tell: Tell) -> None:
    text = "Jets bombed three villages near Idlib on Monday. None of the targets belonged to al-Nusra, activists said."
    _, analysis = tell(text)
    assert [[t.said for t in e.not_targets] for e in analysis.events] == [[], ["al-Nusra"]]
    assert analysis.events[1].type is analysis.events[0].type


def test_a_target_claimed_and_denied_is_a_disagreement(tell: Tell) -> None:
    told = [
        tell("Russian jets bombed ISIS targets in Idlib on Monday, the defence ministry in Moscow said.", id="moscow"),
        tell("Russian jets bombed Idlib on Monday. The strikes in Idlib were not against ISIS, Turkey's prime minister said.", id="ankara"),
    ]
    corpus = pipeline.corpus([article for article, _ in told], [analysis for _, analysis in told])
    found = [(d.strength, sorted(value for value, _ in d.values)) for e in corpus.events for d in e.disagreements if d.field == "target"]
    assert found == [("direct", ["ISIS targets", "not ISIS"])]
    assert all("ISIS" not in e.targets for e in corpus.events)


def test_the_command_line_gives_what_was_not_aimed_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Jets bombed rebels rather than ISIS in Idlib, the Pentagon said."
    (tmp_path / "raid.txt").write_text(text, encoding="utf-8")
    assert main(["parse", str(tmp_path), "--builtin-only"]) == 0
    event = json.loads(capsys.readouterr().out)["events"][0]
    assert (event["target"], event["not_targets"]) == ("rebels", [{"text": "ISIS", "start": 31, "end": 35}])
