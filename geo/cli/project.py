"""`dateline project`: checks a project file, and takes what is sound of a damaged one into a new file."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from geo import pipeline
from geo.cli.opened import opened
from geo.cli.output import record, row, say
from geo.pipeline import ProjectReport


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Exit status of check: 0 sound, 1 damaged (each finding on standard error), 2 the call was wrong."
    parser.add_argument("action", choices=("check", "repair"), help="look the file through, or write all that is sound into a new file")
    parser.add_argument("project", metavar="FILE", type=Path)
    parser.add_argument("-o", "--output", metavar="NEW", type=Path, help="repair: the file to write; FILE is never written into")
    parser.add_argument("--json", action="store_true", help="as JSON instead of lines")


def project(given: argparse.Namespace) -> int:
    if (given.action == "repair") != (given.output is not None):
        told = "say where the repaired project goes: -o NEW" if given.action == "repair" else "check writes nothing; -o belongs to repair"
        say(f"dateline project: {told}")
        return 2
    if given.action == "check":
        report = pipeline.check_project(given.project)
        _tell(given.project, report, as_json=given.json)
        if report.findings:
            say(f"dateline: take what is sound into a new file: dateline project repair {given.project} -o NEW")
        elif not given.json:
            row(f"{given.project}: sound, with {_counts(report)}")
        return 1 if report.findings else 0
    pipeline.refuse_inputs(given.output, [given.project])  # also not as a journal beside it
    report = pipeline.repair_project(given.project, given.output, lambda: opened(given))
    _tell(given.project, report, as_json=given.json)
    if not given.json:
        row(f"{given.output}: written, with {_counts(report)}. {given.project} was left as it is.")
    return 1 if any(finding.lost for finding in report.findings) else 0


def _tell(path: Path, report: ProjectReport, *, as_json: bool) -> None:
    if as_json:
        findings = [asdict(finding) for finding in report.findings]
        found = {"sound": report.sound, "findings": findings, "articles": report.articles, "decisions": report.decisions}
        record(found)
    for finding in report.findings:
        say(f"dateline: {path}: {finding}{'' if finding.lost else ' (nothing of it is lost)'}")


def _counts(report: ProjectReport) -> str:
    return f"{report.articles:,} articles and {report.decisions:,} decisions"
