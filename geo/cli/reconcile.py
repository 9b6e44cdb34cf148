"""`dateline reconcile`: a table's column of place names, with the places that they mean beside it."""

from __future__ import annotations

import argparse
from pathlib import Path

from geo import pipeline
from geo.articles import MAX_TABLE_BYTES, file_bytes
from geo.cli.opened import check_output, opened, progress
from geo.cli.output import say
from geo.errors import ExportError
from geo.files import write_beside
from geo.pipeline.reconciling import ADDED


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Rows are matched, for review (the name may mean several places, or is only spelt alike) or nothing found. "
        f"The columns that are added: {', '.join(ADDED)}."
    )
    parser.add_argument("inputs", metavar="FILE", nargs=1, type=Path, help="a .csv or .tsv table")
    parser.add_argument("--column", metavar="NAME", required=True, help="the column of place names")
    parser.add_argument("--near", metavar="NAME", help="a column of places or coordinates that names of the row lie near")
    parser.add_argument("--country", metavar="CC|NAME", help="a country's code of two letters for all rows, or a column of them")


def reconcile(given: argparse.Namespace) -> int:
    check_output(given)
    (path,) = given.inputs
    gazetteer = opened(given)
    found = pipeline.reconcile(
        file_bytes(path, MAX_TABLE_BYTES), path, gazetteer, given.column, near=given.near, country=given.country, on_progress=progress
    )
    write_beside(given.output, found.data, ExportError)
    say(f"{given.output}: {', '.join(f'{count:,} {state}' for state, count in sorted(found.states.items()))}")
    return 0
