"""`dateline search`: articles of a project in which words stand, with the passages."""

from __future__ import annotations

import argparse
from pathlib import Path

from geo.cli.output import record, row, say
from geo.pipeline import search_project
from geo.project import around

_SHOWN = 3  # passages of each article in the table; JSON has all


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        'All words must stand in an article; "a phrase" in quotation marks; word* finds what begins so. Exit status 1: nothing found.'
    )
    parser.add_argument("project", metavar="PROJECT", type=Path)
    parser.add_argument("query", metavar="QUERY", nargs="+")
    parser.add_argument("--json", action="store_true", help="as JSON, with the offsets of every match")


def search(given: argparse.Namespace) -> int:
    query = " ".join(given.query)
    answer, articles = search_project(given.project, query)
    if given.json:
        found = [
            {
                "id": f.article,
                "title": articles[f.article].title,
                "count": len(f.matches),
                "matches": [{"start": m.start, "end": m.end, "text": m.of(articles[f.article].text)} for m in f.matches],
            }
            for f in answer.found
        ]
        record({"query": query, "articles": len(answer.articles), "found": found})
    else:
        for f in answer.found:
            row(f"{f.article}: {len(f.matches)}")
            for match in f.matches[:_SHOWN]:
                before, words, behind = around(articles[f.article].text, match)
                row(f"    {before}[{words}]{behind}")
        if not answer.articles:
            say(f"dateline: no article holds {query}")
    return 0 if answer.articles else 1
