"""Texts of our own that are to be read alike on every processor and in every company, and the settings under which they are read.

python tests/support/same_reading.py networks     what both networks make of them, as exact numbers
python tests/support/same_reading.py parse        what `dateline parse` tells of them
python tests/support/same_reading.py compare      `parse` under every setting and processor that can be had here; takes long
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

TEXTS = (
    "Shells fell on the market of Kafr Batna before dawn, and two rockets hit a school in nearby Hammuriyah, rescuers said on Tuesday.",
    "Krasnoyarsk's governor flew to Zhelesnogorsk, where a fire had broken out at a plant.\n\nNobody was hurt, Russian agencies said.",
    "Government troops retook Sinjil and three hamlets north of it. The rebels, who had held the hills since May, fell back on Tartab.",
    "KHARKIV, Ukraine - A drone struck a block of flats in Saltivka on Friday night, killing four people and wounding nineteen.",
    "The minister told reporters in Ankara that no Turkish soldier had crossed into Idlib province, but denied nothing about Afrin.",
    "Gunmen on motorcycles raided Djibo and Arbinda in northern Burkina Faso; at least 26 villagers were killed, a local official said.",
    "A frigate fired cruise missiles from the Caspian Sea at targets in Raqqa, Aleppo and Idlib, the general staff said.",
    "Clashes broke out near the airport of Hodeidah. Planes bombed a camp outside Saada two hours later, according to residents.",
    "Police in Hyderabad, the capital of the Indian state of Telangana, broke up a march. Eleven people were arrested.",
    "In Loikaw and Demoso the army burned forty houses on Sunday, said a teacher who had fled to Taunggyi.",
    "Mines killed a farmer at Zapsilya, the police said. Ukraine and Russia blame each other.",
    "Jets hit Talbiseh, Rastan and the countryside of Homs; the observatory counted 17 dead, the state agency none.",
)
WITHOUT_VECTORS = {"OPENBLAS_CORETYPE": "Nehalem", "BLIS_ARCH_TYPE": "generic", "OPENBLAS_NUM_THREADS": "1"}
PROCESSORS = ("Haswell", "Nehalem", "Skylake-Server", "EPYC")  # AVX2 alone; neither; AVX-512 without VNNI; another maker's


def records(texts: tuple[str, ...] = TEXTS) -> str:
    """The texts as the lines of a .jsonl file."""
    return "".join(json.dumps({"id": f"{TEXTS.index(t)}", "date": "2026-03-14", "text": t}) + "\n" for t in texts)


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, "ORT_DISABLE_TELEMETRY": "1", **settings}


def plain_numpy() -> dict[str, str]:
    """The setting under which numpy uses nothing but what it was built for at least."""
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__  # type: ignore[attr-defined]

    return {"NPY_DISABLE_CPU_FEATURES": " ".join(f for f in __cpu_dispatch__ if __cpu_features__.get(f))}


def emulator(processor: str) -> list[str] | None:
    """What runs a program as on another x86-64 processor; None where there is none."""
    found = shutil.which("qemu-x86_64") if platform.machine() == "x86_64" and sys.platform == "linux" else None
    return [found, "-cpu", processor] if found else None


def command(what: str, processor: str | None = None) -> list[str]:
    """This file's command; `processor` needs `emulator`. The interpreter itself: an emulator does not know what a link stands for."""
    if processor is None:
        return [sys.executable, __file__, what]
    return [*(emulator(processor) or []), str(Path(sys.executable).resolve()), __file__, what]


def told(what: str, settings: Mapping[str, str], processor: str | None = None, *, seconds: float = 600) -> str:
    """What a command prints, run by itself under settings."""
    paths = os.pathsep.join(p for p in sys.path if p)
    env = environment({"PYTHONPATH": paths, **settings})
    done = subprocess.run(command(what, processor), env=env, capture_output=True, text=True, timeout=seconds, check=False)
    if done.returncode:
        raise RuntimeError(f"{what} under {dict(settings)} {processor or ''}: {done.stderr[-2000:]}")
    return done.stdout


def networks() -> Iterator[str]:
    """Each text's scores by both networks, exactly."""
    from geo.assets import asset
    from geo.events.arguments.linking import Asked, Linker, columns
    from geo.recognise.runtime import OpenNetwork
    from geo.recognise.words import split_words

    vocabulary = asset("models", "vocabulary.txt")
    tagger, linker = OpenNetwork(asset("models", "recogniser.onnx"), vocabulary), Linker(asset("models", "linker.onnx"))
    windows = [columns(Asked(split_words(t), [k]), tagger.vocabulary) for k, t in enumerate(TEXTS[:1])]
    texts = [{"pieces": w.pieces, "shapes": w.shapes, "known": [0] * len(w.pieces)} for w in windows]
    asked = [Asked(split_words(t), [k]) for k, t in enumerate(TEXTS[:1])]
    for scores in (*tagger.run("scores", texts), *linker.scores(asked, "tags"), *linker.scores(asked, "kinds")):
        yield scores.tobytes().hex()


def parse() -> int:
    from geo.cli import main

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "texts.jsonl"
        file.write_text(records(), encoding="utf-8")
        return main(["parse", "--builtin-only", str(file)])


def compare() -> int:
    """Every setting against none; 1 where one differs."""
    settings: list[tuple[str, dict[str, str], str | None]] = [
        ("numpy without vectors", plain_numpy(), None),
        *((f"OpenBLAS {k}", {"OPENBLAS_CORETYPE": k}, None) for k in ("Prescott", "Nehalem", "Haswell", "SkylakeX")),
        *((f"BLIS {k}", {"BLIS_ARCH_TYPE": k}, None) for k in ("generic", "haswell", "skx")),
        ("all of them", {**plain_numpy(), **WITHOUT_VECTORS}, None),
        *((f"processor {k}", {}, k) for k in PROCESSORS if emulator(k)),
    ]
    wanted = told("parse", {})
    differing = 0
    for name, env, processor in settings:
        lines = told("parse", env, processor, seconds=7200).splitlines()
        changed = sum(a != b for a, b in zip(lines, wanted.splitlines(), strict=True))
        differing += changed
        print(f"{name}: {len(lines)} texts, {changed} read differently", flush=True)
    return int(differing > 0)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["networks"]:
            print("\n".join(networks()))
        case ["parse"]:
            sys.exit(parse())
        case ["compare"]:
            sys.exit(compare())
        case _:
            sys.exit(__doc__)
