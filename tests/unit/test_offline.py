"""What libraries would do by themselves is switched off before any is loaded, and nothing stays in the home folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from geo.gazetteer import Gazetteer
from geo.offline import SETTINGS

# onnxruntime keeps still where it takes itself to be tested: there it would pass whatever Dateline does.
HUSHED = ("CI", "GITHUB_ACTIONS", "GITLAB_CI", "JENKINS_URL", "TF_BUILD", "ORT_RUNNING_UNIT_TESTS", "PYTEST_CURRENT_TEST")


def run_at_home(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python with these arguments, a home folder of its own, and an environment that allows libraries everything."""
    home.mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if name not in HUSHED and not name.startswith("XDG_")}
    allowed = dict.fromkeys(SETTINGS, "0") | {"PROJ_NETWORK": "ON"}
    return subprocess.run(
        [sys.executable, *arguments], check=False, capture_output=True, text=True, env={**kept, **allowed, "HOME": str(home)}
    )


@pytest.mark.parametrize("module", ["geo.cli.main", "desktop.app", "desktop.work.worker", "geo.training"])
def test_every_entrance_overrules_the_environment(module: str, tmp_path: Path) -> None:
    told = run_at_home(tmp_path, "-c", f"import json, os, {module}; print(json.dumps(dict(os.environ)))")
    assert told.returncode == 0, told.stderr
    environment = json.loads(told.stdout)
    assert {name: environment[name] for name in SETTINGS} == SETTINGS


def test_importing_the_library_loads_none_that_could_be_too_early(tmp_path: Path) -> None:
    told = run_at_home(tmp_path, "-c", "import sys, geo; print([m for m in sys.modules if m.split('.')[0] in ('onnxruntime', 'pyproj')])")
    assert told.stdout.strip() == "[]"


def test_no_grids_are_fetched(tmp_path: Path) -> None:
    told = run_at_home(tmp_path, "-c", "import geo, pyproj.network; print(pyproj.network.is_network_enabled())")
    assert told.stdout.strip() == "False"


def test_reading_an_article_leaves_nothing_in_the_home_folder(gazetteer: Gazetteer, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Rebels shelled the town of Kafr Zita on Wednesday, the ministry said.", encoding="utf-8")
    home = tmp_path / "home"
    done = run_at_home(home, "-m", "geo.cli", "parse", str(article))
    assert done.returncode == 0, done.stderr
    assert "Kafr Zita" in done.stdout
    assert [str(path.relative_to(home)) for path in home.rglob("*")] == []
