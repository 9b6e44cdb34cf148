"""The command line tells of itself, and the manual tells the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geo.cli import main

COMMANDS = (
    *("parse", "events", "map", "export", "locate", "reconcile", "range", "distances", "search", "review", "gazetteer", "project", "purge"),
)
MANUAL = (Path(__file__).parents[2] / "MANUAL.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^ {4}dateline (\w+) (.*)$", MANUAL, re.MULTILINE)  # (command, what follows it)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_help_lists_every_command_with_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    listed = re.findall(r"^ {2}(\w+) +[A-Z].*\.$", told(capsys, "--help"), re.MULTILINE)
    assert tuple(listed) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_says_what_each_of_its_options_does(capsys: pytest.CaptureFixture[str], command: str) -> None:
    words = told(capsys, command, "--help")
    options = words[words.index("options:") :].split("\n\n")[0]
    found = re.findall(r"^ {2}(-\S.*?)(?: {2,}|\n +)(\S.*)$", options, re.MULTILINE)
    assert found
    bare = [option for option, text in found if text.startswith("-")]
    assert bare == []
    assert len(found) == len(re.findall(r"^ {2}-", options, re.MULTILINE))


def test_the_readme_shows_every_command() -> None:
    assert {command for command, _ in SHOWN} == set(COMMANDS)


@pytest.mark.parametrize(("command", "rest"), SHOWN, ids=[f"{c} {r}"[:40] for c, r in SHOWN])
def test_what_the_readme_shows_is_an_option(capsys: pytest.CaptureFixture[str], command: str, rest: str) -> None:
    words = told(capsys, command, "--help")
    assert [o for o in re.findall(r"--[a-z-]+", rest) if o not in words] == []
