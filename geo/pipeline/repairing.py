"""Checking and repairing project files; an article whose analysis was lost is read again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from geo.gazetteer import Gazetteer, data_folder
from geo.pipeline.articles import analysed
from geo.project import Project, repair
from geo.project.backups import spare_rows
from geo.project.repair import Report as ProjectReport


def check_project(path: Path) -> ProjectReport:
    """What of a project is damaged. Raises ProjectError where it is no project."""
    return repair.check(path, spare_rows(path, data_folder()))


def repair_project(path: Path, to: Path, gazetteer: Callable[[], Gazetteer]) -> ProjectReport:
    """Write what is sound of a project into a new file; `gazetteer` is opened only where something must be read again.

    Raises ProjectError, with nothing written, where there is a file of that name already.
    """
    report = repair.repair(path, to, spare_rows(path, data_folder()))
    if report.unread:
        project = Project.open(to)
        try:
            articles = [article for article in project.articles() if article.id in report.unread]
            opened = gazetteer()
            project.add(articles, [analysed(article, opened)[0] for article in articles])
        finally:
            project.close()
    return report


__all__ = ["ProjectReport", "check_project", "repair_project"]
