"""`dateline gazetteer`: add, download, list, order and remove gazetteers; find places in a project that have changed since."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from geo import gazetteer as gazetteers
from geo import pipeline
from geo.cli.opened import progress
from geo.cli.output import row, say
from geo.errors import GazetteerError, ProjectError
from geo.project import Project
from geo.safe_text import encodable

ACTIONS = ("add", "list", "remove", "prefer", "apply", "compile")
USAGE = """what can be done:
  add FILE…        a GeoNames dump (XX.zip, XX.txt), or a table of places (CSV, GeoJSON)
  add CC…          download the dump of a country from GeoNames, by its code of two letters: add SY
  list             all gazetteers in the order in which they count, with source, date and licence
  prefer NAME…     let these count first: where several have a place, the first one's facts are taken ("builtin" too)
  remove NAME…     remove gazetteers that were added
  apply PROJECT…   resolve again, in projects, the places that gazetteers have changed since; --dry-run lists them. What you
                   decided yourself stays
  compile          make the built-in gazetteer ready

columns of a table are told from their names; where they cannot be, say which is which:
  --columns name=admin3Name_en,lat=Y,lon=X,id=PCODE,names=alt1;alt2,country=ISO2,feature=TYPE
fields: name, lat, lon, id and names (several, parted by ;), country, feature (GeoNames code or a word such as village),
admin1, population. For one value in all rows write =VALUE: country==SY. GeoJSON needs no lat and lon; polygons become outlines.

Downloads come from GeoNames' server, or from the address in the environment's DATELINE_GEONAMES. What broke off is gone on
with the next time."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = USAGE
    parser.add_argument("action", choices=ACTIONS)
    parser.add_argument("names", metavar="FILE|CC|NAME", nargs="*")
    parser.add_argument("--name", help="what to call the gazetteer (else as the file)")
    parser.add_argument("--columns", metavar="FIELD=COLUMN,…", help="which columns of a table hold what")
    parser.add_argument("--licence", metavar="TEXT", type=encodable, help="licence and attribution of a table, shown in the list")
    parser.add_argument("--dry-run", action="store_true", help="with apply: list the places, and change nothing")
    parser.add_argument("--alternate-names", metavar="FILE", type=Path, help="GeoNames' alternateNames file that belongs to a dump")


def gazetteer(given: argparse.Namespace) -> int:
    if given.action == "compile":
        gazetteers.open_default(added=False, on_progress=progress).close()
        return 0
    if given.action == "list":
        for line in _lines():
            row(line)
        return 0
    if not given.names:
        say(f"dateline gazetteer {given.action}: name what to {given.action}")
        return 2
    if given.action == "add":
        return _add(given)
    if given.action == "apply":
        return _apply(given)
    if given.action == "prefer":
        gazetteers.prefer(given.names)
        say(", ".join(entry.name for entry in gazetteers.overview()))
        return 0
    for name in given.names:
        gazetteers.remove(name)
    return 0


def _add(given: argparse.Namespace) -> int:
    if len(given.names) > 1 and (given.name or given.alternate_names):
        say("dateline gazetteer add: --name and --alternate-names go with a single file")
        return 2
    columns = gazetteers.parse_columns(given.columns) if given.columns else None
    failed = False
    for name in given.names:
        file = Path(name)
        try:
            # A file of that name goes before a country: nothing is fetched that is there.
            if not os.path.exists(file) and gazetteers.is_country(name):
                added = gazetteers.add_country(name, on_progress=progress)
            else:
                added = gazetteers.add(
                    file,
                    name=given.name,
                    columns=columns,
                    alternates=given.alternate_names,
                    licence=given.licence,
                    on_progress=progress,
                )
        except GazetteerError as error:
            if len(given.names) == 1:
                raise
            failed = True
            say(f"dateline: {error}")
            continue
        say(f"{added.name}: {added.places:,} places added")
        if added.columns:
            say(f"{added.name}: read as --columns {added.columns}")
        if added.left_out:
            say(f"{added.name}: {added.left_out:,} rows without a name or a position were left out")
        if added.broken:
            say(f"{added.name}: {added.broken:,} rows could not be read and were left out; the first: {added.first_broken}")
    return 1 if failed else 0


def _apply(given: argparse.Namespace) -> int:
    gazetteer = gazetteers.open_default(on_progress=progress)
    failed = False
    for name in given.names:
        try:
            project = Project.open(Path(name))
        except ProjectError as error:
            failed = True
            say(f"dateline: {error}")
            continue
        try:
            found = pipeline.stale_in(project, gazetteer)
            if given.dry_run:
                texts = {a.id: a.text for a in project.articles()}
                spans = {(n.article, i): m.span for n in project.analyses() for i, m in enumerate(n.mentions)}
                for each in found:
                    word = spans[each.article, each.mention].of(texts[each.article])
                    row(f"{each.article}: {' '.join(word.split())}, {each.place.name if each.place else 'no place yet'}: {each.why}")
                continue
            again = pipeline.resolve_project_again(project, gazetteer, on_progress=progress)
            articles = f"{len(again):,} article{'' if len(again) == 1 else 's'}"
            say(f"{name}: {len(found):,} stale place name{'' if len(found) == 1 else 's'}, {articles} resolved again")
        finally:
            project.close()
    return 1 if failed else 0


def _lines() -> list[str]:
    rows = [("NAME", "PLACES", "ADDED", "LICENCE", "SOURCE")]
    for entry in gazetteers.overview():
        added = entry.added
        if added is None:
            rows.append((entry.name, f"{entry.places:,}", "", entry.licence, "built in"))
        else:
            taken = added.taken.isoformat() if added.taken else ""
            rows.append((entry.name, f"{entry.places:,}", taken, entry.licence, added.origin or str(added.source)))
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    return ["  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]) for row in rows]
