"""`make fuzz`: mutated input through every door of the program; what is no clear message is a find, saved to build/fuzz.

make fuzz                              10,000 cases a reader
make fuzz NUMBER=500 SEED=7            fewer, others
make fuzz READER="html csv"            these readers alone
make fuzz READER=html SEED=7 CASE=412  one case again, its stack printed
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("DATELINE_DATA", str(Path(__file__).resolve().parents[2] / ".cache" / "tests" / "data"))  # not the user's own

import batches
from door import Door
from doors import DOORS

FINDS = Path(__file__).resolve().parents[2] / "build" / "fuzz"
MOST_SAVED = 3  # of finds from one line


def main() -> int:
    parser = argparse.ArgumentParser(description="Mutated input through every reader.")
    parser.add_argument("--number", type=int, default=10_000, help="cases a reader")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reader", nargs="+", choices=sorted(DOORS), default=list(DOORS))
    parser.add_argument("--case", type=int, help="this one alone, in this process, without limits")
    given = parser.parse_args()
    os.nice(5)
    if given.case is not None:
        return _again(DOORS[given.reader[0]], given.seed, given.case)
    found = sum(_fuzzed(DOORS[name], given.seed, given.number) for name in given.reader)
    print(f"{found} finds, saved to {FINDS}" if found else "no finds")
    return 1 if found else 0


def _fuzzed(door: Door, seed: int, number: int) -> int:
    began, counted, finds = time.monotonic(), Counter[str](), Counter[tuple[str, str]]()
    slowest, largest = 0.0, 0
    for outcome in batches.run(door, seed, range(number if door.share == 1 else max(1, number // door.share))):
        counted[outcome.kind] += 1
        slowest, largest = max(slowest, outcome.cpu_s), max(largest, outcome.bytes_more)
        if outcome.kind not in batches.FINE:
            known = finds[(outcome.kind, outcome.where)]
            finds[(outcome.kind, outcome.where)] += 1
            if known < MOST_SAVED:
                _save(door, seed, outcome)
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(counted.items()))
    took = time.monotonic() - began
    print(f"{door.name:12} {kinds}; slowest {slowest:.1f} CPU-seconds, most memory {largest / 1e6:.0f} MB; {took:.0f} s", flush=True)
    for (kind, where), count in finds.most_common():
        print(f"    {count:5} {kind} {where}", flush=True)
    return sum(finds.values())


def _save(door: Door, seed: int, outcome: batches.Outcome) -> None:
    folder = FINDS / door.name
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{outcome.kind}-{seed}-{outcome.number}"
    case = door.case(seed, outcome.number)
    (folder / f"{name}{case.ending}").write_bytes(case.data)
    again = f"make fuzz READER={door.name} SEED={seed} CASE={outcome.number}\n{case.words}\n\n"
    (folder / f"{name}.report").write_text(again + outcome.detail, encoding="utf-8", errors="replace")


def _again(door: Door, seed: int, number: int) -> int:
    case = door.case(seed, number)
    print(f"{len(case.data):,} bytes{case.ending} {case.words}")
    with tempfile.TemporaryDirectory() as folder:
        door.prepare()
        door.open(Path(folder))
        door.read(case, Path(folder))
    print("read")
    return 0


if __name__ == "__main__":
    sys.exit(main())
