"""Checking a project file, and taking all that is sound of a damaged one into a new file. The file itself is never written into."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from geo.errors import ProjectError
from geo.files import write_beside
from geo.project.examination import examine, reading
from geo.project.findings import Finding
from geo.project.integrity import structure
from geo.project.salvage import Salvage, Spare, project_of, salvage
from geo.project.seals import ANALYSIS, ARTICLE, JUDGEMENT


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, and what there is that is sound."""

    findings: tuple[Finding, ...]
    articles: int
    decisions: int
    unread: tuple[str, ...] = ()  # articles whose analysis is lost

    @property
    def sound(self) -> bool:
        return not self.findings


def check(path: Path, spare: Spare | None = None) -> Report:
    """Reads the whole file and says what of it is damaged. Raises ProjectError where it is no project or cannot be read."""
    return _report(_salvaged(path, spare))


def repair(path: Path, to: Path, spare: Spare | None = None) -> Report:
    """Writes all that is sound into a new file, whole or not at all. Raises ProjectError where there is a file of that name."""
    if os.path.lexists(to):
        raise ProjectError(f"{to}: there is a file of that name already. Choose another name for the repaired project.")
    saved = _salvaged(path, spare)
    with closing(project_of(saved)) as memory:
        content = memory.serialize()
    write_beside(to, content, ProjectError, private=True)
    with reading(to) as made:
        if faults := structure(made):
            raise ProjectError(f"{to}: the repaired project is not as it must be ({faults[0]}). Choose another disk.")
    return _report(saved)


def _salvaged(path: Path, spare: Spare | None) -> Salvage:
    """Of a sound project it is simply all."""
    examined = examine(path, spare)
    if examined.salvage is not None:
        return examined.salvage
    with reading(path) as connection:
        return salvage(path, connection)


def _report(saved: Salvage) -> Report:
    read = {row[0] for row in saved.rows[ANALYSIS]}
    articles = [str(row[0]) for row in saved.rows[ARTICLE]]
    unread = tuple(name for name in articles if name not in read)
    return Report(tuple(saved.findings), len(articles), len(saved.rows[JUDGEMENT]), unread)
