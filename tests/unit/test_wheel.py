"""The wheel: whole without the checkout, refused without the map's JavaScript."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOOK = ROOT / "resources" / "setup" / "hatch_build.py"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (ROOT / "resources" / "map" / "vendor").is_dir():
        pytest.skip("the map's JavaScript is not built here; run: python resources/map/build.py")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("dateline-*.whl"))


def test_it_carries_resources_and_seeds_and_nothing_of_the_workshop(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "geo/resources/map/vendor/dateline-map.js",
        "geo/resources/map/vendor/LICENSES.txt",
        "geo/resources/lexicon/reading.toml",
        "geo/resources/gazetteer/countries.csv",
        "geo/resources/basemap/topology.json",
        "geo/seeds/2015-10-08-hama-idlib-ground.md",
        "desktop/platform/system_libraries.py",
    ):
        assert needed in names
    assert any(name.endswith("licenses/NOTICE") for name in names)
    workshop = (
        "node_modules",
        "/setup/",
        "package.json",
        "package-lock.json",
        "tsconfig.json",
        "biome.json",
        "page.schema.json",
        ".test.js",
        "resources/pictures",
        "build.py",
        "__pycache__",
        "tests/",
        "geo/training/",
    )
    # The gazetteer's compiler is a module, the others are scripts.
    assert [n for n in names if any(w in n for w in workshop) and n != "geo/gazetteer/build.py"] == []


def test_installed_elsewhere_it_maps_the_sample(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-index",
        "--no-deps",
        "--target",
        str(site),
        str(wheel),
    ]
    assert subprocess.run(pip, check=False, stderr=subprocess.DEVNULL).returncode == 0
    environment = {**os.environ, "PYTHONPATH": str(site)}
    ask = "import geo, geo.assets as a; print(geo.__file__); print(a.sample_folder()); print(a.asset('map', 'vendor', 'dateline-map.js'))"
    told = subprocess.run(
        [sys.executable, "-c", ask], check=True, capture_output=True, text=True, cwd=tmp_path, env=environment
    ).stdout.split("\n")
    assert all(line.startswith(str(site)) for line in told if line)
    sample = told[1]
    out = tmp_path / "map.html"
    command = [sys.executable, "-m", "geo.cli", "map", sample, "-o", str(out)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stderr
    page = out.read_text(encoding="utf-8")
    assert "Khan Shaykhun" in page
    assert "Sample" in page


def test_it_is_refused_without_the_map(tmp_path: Path) -> None:
    hook = _hook(tmp_path)
    with pytest.raises(SystemExit, match=r"dateline-map\.js.* is missing in resources/map/vendor\. Run: python resources/map/build\.py"):
        hook.initialize("standard", {"force_include": {}})
    hook.initialize("editable", {"force_include": {}})


def _hook(root: Path) -> Any:
    spec = importlib.util.spec_from_file_location("hatch_build", HOOK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.ResourcesHook(str(root), {}, None, None, str(root), "wheel")
