"""The short form of `make fuzz`: some mutations a reader, the same at every run; none may end in anything but a message."""

from __future__ import annotations

import batches
import pytest
from doors import DOORS

# As many as a reader takes in some half a second.
CASES = {
    "text": 60, "jsonl": 30, "html": 10, "pdf": 40, "dump": 30, "zip": 40, "alternates": 20, "csv": 30, "geojson": 20, "compiled": 2,
    "entries": 25, "columns": 300, "weapons": 60, "settings": 100, "models": 6,
}  # fmt: skip


@pytest.mark.parametrize("reader", [name for name in CASES if name in DOORS])
@pytest.mark.filterwarnings("ignore")
def test_mutated_input_gets_a_message_and_no_traceback(reader: str) -> None:
    finds = [o for o in batches.run(DOORS[reader], 20, range(CASES[reader])) if o.kind not in batches.FINE]
    again = f"again: make fuzz READER={reader} SEED=20 CASE={finds[0].number}" if finds else ""
    assert not finds, f"{len(finds)} finds, the first: {finds[0].kind} {finds[0].detail}\n{again}"


def test_a_case_that_hangs_or_fails_is_a_find_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    from door import Case, Door
    from mutation import Rng

    from geo.errors import GeoError

    class Faulty(Door):
        name = "faulty"
        faults = iter(range(6))

        def make(self, rng: Rng) -> Case:
            return Case(b"x", words=str(next(self.faults)))

        def read(self, case: Case, folder: Path) -> None:
            if case.words == "1":
                raise KeyError("x")
            if case.words == "2":
                while True:
                    pass
            if case.words == "0":
                raise GeoError("mutated.txt: it is damaged. Save it again.")

    monkeypatch.setattr(batches, "CPU_S", 0.2)
    outcomes = list(batches.run(Faulty(), 1, range(4)))
    assert [o.number for o in outcomes] == [0, 1, 2, 3]
    assert [o.kind for o in outcomes[:3]] == ["refused", "traceback", "slow"]
    assert "KeyError" in outcomes[1].detail
