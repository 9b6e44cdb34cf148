"""One odd name, in whatever door it comes, costs at most the input that bears it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from geo import pipeline
from geo.cli import main
from geo.errors import GazetteerError
from geo.gazetteer import Gazetteer, parse_columns
from geo.model import JudgementKind
from geo.project import Project
from geo.safe_text import encodable, terminal_line, whole

pytestmark = pytest.mark.skipif(os.name != "posix", reason="names that are no text are those of POSIX")

STORY = "Rockets hit a market in Aleppo, Syria, on 3 March 2016. Six people were killed, a doctor said.\n"
LATIN = b"caf\xe9.txt"
HOSTILE = "ev\x1b[31mil\u202etxt.txt"
COMMAND = [sys.executable, "-m", "geo.cli"]


def run(*arguments: str | bytes | Path, stdout: object = subprocess.PIPE, **more: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *arguments], stdout=stdout, stderr=subprocess.PIPE, timeout=120, **more)  # type: ignore[call-overload]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Good articles with odd names, and what is none and must be named."""
    inputs = tmp_path / "in"
    (inputs / "one").mkdir(parents=True)
    (inputs / "two").mkdir()
    root = os.fsencode(inputs)
    for name in (LATIN, HOSTILE.encode(), b"n" * 251 + b".txt", b"one/same.txt", b"two/same.txt", b"CASE.txt", b"case.txt"):
        (Path(os.fsdecode(root + b"/" + name))).write_text(STORY + os.fsdecode(name).encode("ascii", "replace").decode())
    for name in ("caf\u00e9.txt", "cafe\u0301.txt"):
        (inputs / name).write_text(STORY + repr(name.encode()))
    os.mkfifo(inputs / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as bound:
        here = os.getcwd()
        os.chdir(inputs)
        bound.bind("socket.txt")
        os.chdir(here)
    (inputs / "loop.txt").symlink_to("loop.txt")
    (inputs / "round").symlink_to(".")
    (inputs / "gone.txt").symlink_to("nothing")
    records = [
        {"id": "\ud800", "text": STORY + "a", "title": "half \udc00 title"},
        {"id": "nul\0", "text": STORY + "b\0"},
        {"id": "half text", "text": "Aleppo \ud800"},
        {"id": "good", "text": STORY + "c"},
    ]
    (inputs / "records.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records))
    return inputs


GOOD = 12
BAD = ("pipe.txt", "socket.txt", "loop.txt", "gone.txt", "half a character")


def test_parse_takes_in_every_odd_name_and_names_what_is_bad(folder: Path) -> None:
    done = run("parse", "--builtin-only", folder)
    said = done.stderr.decode()
    assert "Traceback" not in said
    assert (done.returncode, len(said.splitlines())) == (1, len(BAD))
    assert [name for name in BAD if name not in said] == []
    records = [json.loads(line) for line in done.stdout.splitlines()]
    ids = [r["id"] for r in records]
    assert (len(ids), len(set(ids))) == (GOOD, GOOD)
    assert {r"caf\xe9.txt", HOSTILE, r"\ud800", "nul\0", "good", "one/same.txt", "two/same.txt", "case.txt", "CASE.txt"} <= set(ids)
    assert all(any(m["text"] == "Aleppo" for m in r["mentions"]) for r in records)


def test_a_project_holds_them_and_every_door_leads_out(folder: Path, tmp_path: Path, gazetteer: Gazetteer) -> None:
    taken = pipeline.take_in([folder], gazetteer)
    assert (len(taken.articles), len(taken.failures)) == (GOOD, len(BAD))
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/proj\xe9t.gpkg"))
    project = Project.create(path)
    project.add(taken.articles, taken.analyses)
    project.judge(JudgementKind.SET_ARTICLE, {"articles": [taken.articles[0].id]}, {"title": "half \ud800"}, author="x\udce9")
    pipeline.projects.write_layers(project, gazetteer)
    project.save_as(tmp_path / "saved.gpkg")
    project.close()
    for each in (path, tmp_path / "saved.gpkg"):
        again = Project.open(each)
        assert again.articles() == taken.articles
        again.close()
    out = tmp_path / "out"
    out.mkdir()
    for name in ("m.html", "e.geojson", "e.kml", "e.kmz", "e.gpkg", "e.csv", "e.parquet"):
        command = "map" if name.endswith("html") else "export"
        assert main([command, "--builtin-only", os.fspath(path), "-o", str(out / name)]) == 0, name
        assert (out / name).stat().st_size > 100
    assert main(["events", "--builtin-only", "--json", os.fspath(path)]) == 0
    gone = next(a.id for a in taken.articles if a.id.startswith("caf\\"))
    assert main(["purge", "--builtin-only", os.fspath(path), "--article", gone, "--name", "a doctor \udce9"]) == 0
    left = Project.open(path)
    assert gone not in {a.id for a in left.articles()}
    left.close()


def test_messages_and_tables_do_not_steer_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "x\x1b]0;owned\x07\u202e\n\x9b31m.txt"
    bad.write_bytes(b"")
    done = run("parse", "--builtin-only", bad, tmp_path / "no\x1bsuch.txt")
    said = done.stderr.decode()
    assert done.returncode == 1
    assert [c for c in said if not c.isprintable() and c != "\n"] == []
    assert len(said.splitlines()) == 2
    assert r"x\x1b]0;owned\x07\u202e\n\x9b31m.txt" in said
    for wrong in (["parse", "x", "--no\x1b[2J"], ["gazetteer", "\x1b[2J"]):
        with pytest.raises(SystemExit, match="2"):
            main(wrong)
    assert main(["range", "\x1b[2J", "5km"]) == 1
    assert main(["locate", "\u202exyzzy\x1b"]) in (0, 1)
    assert "\x1b" not in "".join(capsys.readouterr())


@pytest.mark.parametrize("command", [["range", "36,37", "50km"], ["parse", "--help"]], ids=" ".join)
def test_an_output_that_is_full_or_left_ends_with_a_message(command: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        done = run(*command, stdout=full)
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert b"No space left" in done.stderr
    reading, writing = os.pipe()
    os.close(reading)
    done = run(*command, stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert b"closed before everything was written" in done.stderr


def test_streams_that_are_closed_are_told_and_take_no_other_output() -> None:
    line = " ".join(f"'{a}'" for a in [*COMMAND, "range", "36,37", "50km"])
    closed = subprocess.run(["/bin/sh", "-c", f"{line} >&-"], stderr=subprocess.PIPE, timeout=120)
    assert closed.returncode == 1
    assert b"standard output is closed" in closed.stderr
    silent = subprocess.run(["/bin/sh", "-c", f"{line} --targets Homs 2>&-"], stdout=subprocess.PIPE, timeout=120)
    assert silent.returncode == 0
    assert silent.stdout


def test_json_is_utf_8_whatever_the_terminal(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(STORY + "\u0427\u0430\u0441\u0456\u0432")
    done = run("parse", "--with-text", article, env={**os.environ, "PYTHONIOENCODING": "latin-1"})
    assert json.loads(done.stdout.decode("utf-8"))["text"].endswith("\u0427\u0430\u0441\u0456\u0432")


@pytest.mark.parametrize(
    "wrong",
    [
        ["parse", b"/none/caf\xe9.txt"],
        ["parse", "n" * 300],
        ["events", "n" * 300 + ".gpkg"],
        ["map", "x.txt", "-o", ""],
        ["gazetteer", "add", "n" * 300],
        ["gazetteer", "add", "/dev/zero"],
        ["gazetteer", "add", b"caf\xe9.csv", "--columns", "name=\n"],
        ["gazetteer", "add", "x.csv", "--columns", "name=" + "n" * 200_000],
        ["gazetteer", "remove", b"\xe9"],
        ["gazetteer", "prefer", b"\xe9"],
        ["gazetteer", "apply", "n" * 300],
        ["purge", "n" * 300, "--article", "x"],
        ["locate", b"caf\xe9qqq"],
        ["locate", "Homs", "--near", "91,999"],
        ["locate", "Homs", "--near", "nan,nan"],
        ["locate", "Homs", "--near", ","],
        ["locate", ""],
        ["range", "91,0", "5km"],
        ["range", "nan,nan", "5km"],
        ["range", "0,inf", "5km"],
        ["range", "0,0", "nankm"],
        ["range", "0,0", "9" * 400 + "km"],
        ["range", "0,0", "5km", "--sector", "9" * 400 + "-1"],
        ["range", "0,0", "5km", "--min", "x"],
        ["range", "0,0", "5km", "--targets", b"\xe9"],
        ["range", "0,0", "0km"],
        ["parse", "x", "--gazetteer", "n" * 300],
        ["parse", "x", "--gazetteer", b"\xe9.zip"],
        ["parse", "x", "--gazetteer", ""],
    ],
    ids=lambda wrong: " ".join(map(repr, wrong))[:50],
)
def test_no_argument_gives_a_traceback(wrong: list[str | bytes], capsys: pytest.CaptureFixture[str]) -> None:
    status = main([os.fsdecode(w) for w in wrong])
    assert status in (0, 1, 2)
    assert status == 0 or capsys.readouterr().err.startswith("dateline")


@pytest.mark.parametrize(
    "text",
    [
        "",
        ",",
        "name",
        "name=",
        "name=;",
        "country==",
        "id=a;=",
        "name=a\nb",
        "name=\r",
        "n" * 200_000,
    ],
)
def test_no_mapping_of_columns_gives_a_traceback(text: str) -> None:
    if not text:
        assert parse_columns(text) == {}
        return
    with pytest.raises(GazetteerError, match=r"or example|maps no column"):
        parse_columns(text)


def test_texts_are_made_safe_as_they_say() -> None:
    assert encodable("a\udce9\ud800b") == r"a\xe9\ud800b"
    assert whole("a\ud800b") == "a\N{REPLACEMENT CHARACTER}b"
    assert terminal_line("می\u200cخواهم a\u00a0b") == "می\u200cخواهم a b"
    assert terminal_line("\u2066\t\u2028\x85\x7f\ud800") == r"\u2066\t\u2028\x85\x7f\ud800"
