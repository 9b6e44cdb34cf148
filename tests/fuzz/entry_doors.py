"""What people type and edit: names, coordinates, distances, sectors, mappings; the settings file, the table of weapons; model files."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from pathlib import Path

from door import Case, Door
from gazetteer_doors import linked_home
from mutation import ODD_NUMBERS, ODD_TEXTS, Rng, mutated

from geo.cli import main
from geo.errors import GeoError


def typed(text: str, rng: Rng) -> str:
    """What somebody means to type, with slips; what cannot be in an argument (a zero byte, half characters) left out."""
    for _ in range(rng.choice((0, 1, 1, 2, 4))):
        at, end = rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)
        piece = rng.choice(
            (rng.choice(ODD_TEXTS), rng.choice(ODD_NUMBERS)[:60], text[min(at, end) : max(at, end)], "", "°", "'", ",", "-", " ")
        )
        text = text[:at] + piece + text[max(at, end) if rng.random() < 0.4 else at :]
    return text.replace("\0", "").encode("utf-8", "replace").decode()


_PLACES = (
    "Saraqib",
    "35.9,36.4",
    "42.0, 49.5",
    "-0,180",
    "Hama province",
    "northern Syria",
    "Geneva",
    "Latakia",
    "90,0",
    "Syria",
    "the coast",
)
_DISTANCES = ("1500km", "1,500 km", "930 miles", "20 nmi", "0.5 m", "Kalibr", "1 500 km", "20000 km", "300", "10 ft", "1e3 km")
_SECTORS = ("200-260", "0-360", "350–20", "10,20", "90° to 180°", "0 0")


class Entries(Door):
    """`locate` and `range` with all that can be typed."""

    name = "entries"
    share = 5

    def open(self, folder: Path) -> None:
        linked_home(folder)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            main(["range", "35.9,36.4", "20 km", "--targets", "Saraqib", "--json"])

    def make(self, rng: Rng) -> Case:
        if rng.random() < 0.4:
            words = ["locate", typed(rng.choice(_PLACES), rng)]
            words += [f"--near={typed(rng.choice(_PLACES), rng)}"] if rng.random() < 0.5 else []
            words += [f"--country={typed('SY', rng)}"] if rng.random() < 0.3 else []
        else:
            words = ["range", typed(rng.choice(_PLACES[:3]), rng), typed(rng.choice(_DISTANCES), rng)]
            words += [f"--sector={typed(rng.choice(_SECTORS), rng)}"] if rng.random() < 0.4 else []
            words += [f"--min={typed(rng.choice(_DISTANCES), rng)}"] if rng.random() < 0.3 else []
            words += ["--targets", typed(rng.choice(_PLACES), rng)] if rng.random() < 0.4 else []
            words += rng.choice(([], ["--track", "--crossed"], ["--launch-area"], [f"--weapon={typed('Kalibr', rng)}"]))
        return Case(b"", words="\n".join(w.replace("\n", " ") for w in [*words, *rng.choice(([], ["--json"]))]))

    def read(self, case: Case, folder: Path) -> None:
        said = io.StringIO()
        with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")), contextlib.redirect_stderr(said):
            try:
                status = main(case.words.split("\n"))
            except SystemExit as ended:
                status = int(ended.code or 0)
        assert status in (0, 1, 2), status
        if status == 1:
            raise GeoError(said.getvalue())


class Mappings(Door):
    """`--columns`, as parsed and as settled against a table."""

    name = "columns"

    def make(self, rng: Rng) -> Case:
        return Case(b"", words=typed("name=NAME,lat=Y,lon=X,id=PCODE;OSM,names=A;B,country==SY,population=POP", rng))

    def read(self, case: Case, folder: Path) -> None:
        from geo.gazetteer import parse_columns
        from geo.gazetteer.columns import settle

        given = parse_columns(case.words)
        str(settle(Path("t.csv"), ["NAME", "Y", "X", "PCODE", "OSM", "A", "B", "POP"], given, geometry=False))


class Weapons(Door):
    """The table of weapons that a user may edit."""

    name = "weapons"

    def file_name(self, case: Case) -> str:
        return "weapons.toml"

    def make(self, rng: Rng) -> Case:
        from geo.weapons import packaged_table

        data = packaged_table().read_bytes()[: rng.choice((2_000, 20_000))]
        lines = data.split(b"\n")
        for _ in range(rng.choice((1, 3))):
            at = rng.randrange(len(lines))
            key = lines[at].partition(b"=")[0]
            values = (
                b"nan",
                b"inf",
                b"-1",
                b"{}",
                b"[]",
                b"1979-05-27",
                b"true",
                b'""',
                b"[[]]",
                b"'x'",
                b"1" * 400,
                b"9" * 5000,
                b"[" * 2000,
            )
            lines[at] = key + b"= " + rng.choice(values)
        return Case(mutated(b"\n".join(lines), rng) if rng.random() < 0.5 else b"\n".join(lines), ".toml")

    def read(self, case: Case, folder: Path) -> None:
        from geo.weapons import find_weapon, read_weapons

        table = read_weapons(self.written(case, folder))
        for weapon in table:
            for published in weapon.ranges:
                assert 0 < published.distance_m < float("inf"), published
                f"{published.distance_m / 1000:,g} {published.source}".encode()
            find_weapon(weapon.name, table)


class SettingsFiles(Door):
    """The window's settings file, and that of an earlier version: whatever stands in it, the window opens with what can be used."""

    name = "settings"

    def prepare(self) -> None:
        from desktop.platform.settings import Settings  # noqa: F401

    def file_name(self, case: Case) -> str:
        return f"settings{case.ending}"

    def make(self, rng: Rng) -> Case:
        data = (
            b"[General]\nappearance=dark\nauthor=A. Writer\nrecent=/tmp/a.gpkg\\n/tmp/b.gpkg\ndownloads=yes\nlast_folder=/tmp\nseen=1\n"
            b"[state]\nwindow=@ByteArray(\\0\\x1\\xd9\\xd0)\nmap=@Variant(\\0\\0\\0\\x7f)\nlist=@Invalid()\n"
        )
        if rng.random() < 0.3:
            return Case(mutated(data, rng), ".ini")
        values: dict[str, object] = {
            "appearance": "dark", "author": "A. Writer", "recent": ["/tmp/a.gpkg", "/tmp/b.gpkg"], "downloads": True, "last_folder": "/tmp",
            "seen": True, "state": {"window": "AAHZ0A==", "map": "AAAAfw==", "list": ""},
        }  # fmt: skip
        if rng.random() < 0.5:
            values[rng.choice(list(values))] = rng.choice([None, 7, 1e300, "\ud800", [], {}, [[1]], "x" * 5000, -(10**400)])
        return Case(mutated(json.dumps(values).encode(), rng), ".json")

    def read(self, case: Case, folder: Path) -> None:
        from desktop.platform.settings import Settings

        settings = Settings(self.written(case, folder).with_name("settings.json"))
        for name in ("appearance", "author", "recent_projects", "allow_downloads", "download_address", "first_run", "last_folder"):
            value = getattr(settings, name)
            str(value).encode("utf-8", "surrogateescape")
        for name in ("window", "map", "list"):
            settings.state(name)
        settings.author = "B. Writer"
        settings.remember_project(folder / "c.gpkg")


class Models(Door):
    """Files of trained models, cut off, overwritten or exchanged."""

    name = "models"
    share = 20
    batch = 60

    def make(self, rng: Rng) -> Case:
        return Case(b"", words=str(rng.getrandbits(60)))

    def read(self, case: Case, folder: Path) -> None:
        import random

        from geo.assets import asset
        from geo.events.arguments.linking import Linker
        from geo.recognise.tagger import Tagger
        from geo.resolve.ranker import Ranker

        rng = random.Random(case.words)
        name, load = rng.choice((("linker", Linker), ("recogniser", Tagger), ("resolver", Ranker.load)))
        here = folder / "models"
        shutil.rmtree(here, ignore_errors=True)
        here.mkdir()
        endings = (".onnx", ".json")
        for ending in endings:
            shutil.copyfile(asset("models", f"{name}{ending}"), here / f"{name}{ending}")
        shutil.copyfile(asset("models", "vocabulary.txt"), here / "vocabulary.txt")
        spoilt = here / f"{name}{rng.choice(endings)}"
        data = bytearray(spoilt.read_bytes())
        how = rng.random()
        if how < 0.4:
            data = data[: int(len(data) * rng.random())]
        elif how < 0.8:
            for _ in range(rng.choice((1, 40, 3000))):
                data[rng.randrange(min(len(data), rng.choice((200, len(data)))))] = rng.randrange(256)
        else:
            data = bytearray(rng.choice((b"", b"{}", b"[]", b"null", b"\0" * 4096, b'{"version": 1}')))
        spoilt.write_bytes(data)
        load(here / f"{name}.onnx")

    def wordless(self, case: Case, message: str) -> str | None:
        return None if "nstall" in message else "does not say what to do"
