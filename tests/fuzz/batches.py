"""Runs mutated cases through a reader in forked batches, so that a case that hangs, eats memory or ends the process is named.

A child reads some hundred cases one after the other and tells of each through a pipe. Over the CPU limit the kernel ends it;
the case it was at is the find, and the next child goes on behind it.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import json
import os
import resource
import select
import signal
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from door import Case, Door

from geo.errors import GeoError

CPU_S = 10.0  # of one case, as the limit is promised
MEMORY_BYTES = 1_000_000_000  # of one case, above what the process had before it
WALL_S = 600.0  # a case that waits for something instead of computing; long, for a busy machine gives a nice process little
BATCH = 250

FINE = ("read", "refused")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case. `kind` is read or refused, or one of the finds: traceback, wordless, slow, large, ended."""

    number: int
    kind: str
    cpu_s: float = 0.0
    bytes_more: int = 0
    detail: str = ""
    where: str = ""  # the innermost line of the program, which tells one find from another


def run(door: Door, seed: int, numbers: range) -> Iterator[Outcome]:
    """The outcomes of these cases, in order."""
    at = numbers.start
    door.prepare()
    gc.collect()
    gc.freeze()  # what the children share stays shared
    while at < numbers.stop:
        end = min(at + door.batch, numbers.stop)
        for outcome in _forked(door, seed, range(at, end)):
            at = outcome.number + 1
            yield outcome


def _forked(door: Door, seed: int, numbers: range) -> Iterator[Outcome]:
    reader, writer = os.pipe()
    with tempfile.TemporaryFile() as stacks:
        child = os.fork()
        if child == 0:
            try:
                os.close(reader)
                _read_all(door, seed, numbers, writer, stacks.fileno())
            except BaseException:
                os.write(stacks.fileno(), traceback.format_exc().encode(errors="replace"))
                os._exit(70)
            os._exit(0)
        os.close(writer)
        begun: int | None = numbers.start
        left = b""
        with contextlib.closing(os.fdopen(reader, "rb", buffering=0)) as answers:
            while True:
                if not select.select([answers], [], [], WALL_S)[0]:
                    os.kill(child, signal.SIGKILL)
                block = answers.read(1 << 16)
                if not block:
                    break
                *lines, left = (left + block).split(b"\n")
                for line in lines:
                    told = json.loads(line)
                    if isinstance(told, int):
                        begun = told
                    else:
                        begun = None
                        yield Outcome(**told)
        _, status = os.waitpid(child, 0)
        if begun is not None:
            stacks.seek(0)
            stack = stacks.read().decode(errors="replace")
            ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            kind = "slow" if ended_by in (signal.SIGPROF, signal.SIGKILL) else "ended"
            name = signal.Signals(ended_by).name if ended_by else f"exit {os.waitstatus_to_exitcode(status)}"
            yield Outcome(begun, kind, CPU_S, 0, f"{name}\n{stack}", _innermost(stack))


def _read_all(door: Door, seed: int, numbers: range, writer: int, stacks: int) -> None:
    """In the child. The limits are the kernel's: Python's own handlers do not run inside a long call of C."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    faulthandler.enable(file=stacks)
    faulthandler.register(signal.SIGPROF, file=stacks, chain=True)
    with tempfile.TemporaryDirectory(prefix="dateline-fuzz-") as name:
        folder = Path(name)
        door.open(folder)
        had = _virtual_bytes()
        resource.setrlimit(resource.RLIMIT_AS, (had + 2 * MEMORY_BYTES, resource.RLIM_INFINITY))
        for number in numbers:
            case = door.case(seed, number)
            os.write(writer, b"%d\n" % number)
            outcome = _one(door, case, number, folder)
            os.write(writer, json.dumps(asdict(outcome)).encode() + b"\n")
            if outcome.kind == "large":  # the peak counts from the start of a process
                break


def _one(door: Door, case: Case, number: int, folder: Path) -> Outcome:
    peak, began = _peak_bytes(), time.process_time()
    signal.setitimer(signal.ITIMER_PROF, CPU_S)
    kind, detail, where = "read", "", ""
    try:
        door.read(case, folder)
    except GeoError as error:
        kind, detail = "refused", str(error)
        if (fault := door.wordless(case, detail)) is not None:
            kind, detail, where = "wordless", f"{fault}: {detail}", fault
    except Exception as error:
        kind, detail = "traceback", traceback.format_exc()
        where = f"{type(error).__name__} {_raised(error)}"
    signal.setitimer(signal.ITIMER_PROF, 0)
    cpu, more = time.process_time() - began, _peak_bytes() - peak
    if more > MEMORY_BYTES or "MemoryError" in detail:
        kind, where = "large", where or door.name
    return Outcome(number, kind, round(cpu, 3), more, detail[:20_000], where)


def _raised(error: BaseException) -> str:
    """Where the error left the program's own code: the innermost frame of geo or desktop."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if "/geo/" in f.filename or "/desktop/" in f.filename] or list(frames)
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}"


def _innermost(stack: str) -> str:
    own = [line.strip() for line in stack.splitlines() if "/geo/" in line or "/desktop/" in line]
    return own[0].rpartition("/")[2] if own else "outside"


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _virtual_bytes() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
