"""`dateline project`: checks a project file, and takes what is sound of a damaged one into a new file."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from geo import pipeline
from geo.cli.opened import opened
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
        print(f"dateline project: {told}", file=sys.stderr)
        return 2
    if given.action == "check":
        report = pipeline.check_project(given.project)
        _tell(given.project, report, as_json=given.json)
        if report.findings:
            print(f"dateline: take what is sound into a new file: dateline project repair {given.project} -o NEW", file=sys.stderr)
        elif not given.json:
            print(f"{given.project}: sound, with {_counts(report)}")
        return 1 if report.findings else 0
    report = pipeline.repair_project(given.project, given.output, lambda: opened(given))
    _tell(given.project, report, as_json=given.json)
    if not given.json:
        print(f"{given.output}: written, with {_counts(report)}. {given.project} was left as it is.")
    return 1 if any(finding.lost for finding in report.findings) else 0


def _tell(path: Path, report: ProjectReport, *, as_json: bool) -> None:
    if as_json:
        findings = [asdict(finding) for finding in report.findings]
        found = {"sound": report.sound, "findings": findings, "articles": report.articles, "decisions": report.decisions}
        print(json.dumps(found, ensure_ascii=False))
    for finding in report.findings:
        print(f"dateline: {path}: {finding}{'' if finding.lost else ' (nothing of it is lost)'}", file=sys.stderr)


def _counts(report: ProjectReport) -> str:
    return f"{report.articles:,} articles and {report.decisions:,} decisions"
