"""What tests of the one project file do: note a decision, read those of a file, hold it by another process."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from geo.model import JudgementKind
from geo.project import Project

posix = pytest.mark.skipif(os.name == "nt", reason="Windows forks no process, and lets nobody move a file that is open")


def note(project: Project, title: str) -> None:
    project.judge(JudgementKind.SET_ARTICLE, {"articles": ["told"]}, {"title": title})


def titles(path: Path) -> list[object]:
    project = Project.open(path)
    try:
        return [j.value["title"] for j in project.judgements() if not j.undone]
    finally:
        project.close()


@contextmanager
def another_process(work: Callable[[], object]) -> Iterator[None]:
    """Another process, forked so that it need not load the library anew: it does its work, then waits until it is killed."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            kept = work()
            os.write(writing, b"+")
            signal.pause()
            del kept
        finally:
            os._exit(1)
    os.close(writing)
    try:
        assert os.read(reading, 1) == b"+", "the other process failed"
        yield
    finally:
        os.close(reading)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def claimed(path: Path) -> Project:
    project = Project.open(path)
    project.claim()
    return project
