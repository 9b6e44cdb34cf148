"""Compiling what a user adds: GeoNames' dumps, CSV and GeoJSON, each into a gazetteer file of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from geo.errors import Cancelled, GazetteerError
from geo.gazetteer import dumps, sizes, tables
from geo.gazetteer.broken_rows import BrokenRows
from geo.gazetteer.build import Compilation, DivisionShape, silent, without_garbage_collection
from geo.gazetteer.columns import Columns
from geo.gazetteer.sources import Entry
from geo.gazetteer.writing import write
from geo.model import IsCancelled, OnProgress

CANCEL_EVERY = 2000  # rows between two looks at whether the user has cancelled


@dataclass(frozen=True, slots=True)
class Source:
    """What a gazetteer is made from. `columns` for tables, `alternates` for dumps."""

    file: Path
    name: str
    columns: Columns | None = None
    alternates: Path | None = None


@dataclass(frozen=True, slots=True)
class Land:
    """Outlines of the built-in gazetteer, in which places are located: first-level divisions of countries, and all countries."""

    divisions: Callable[[frozenset[str]], Sequence[DivisionShape]]
    countries: Callable[[], Sequence[DivisionShape]]


def compile_added(
    source: Source,
    target: Path,
    land: Land,
    *,
    meta: Mapping[str, str] | None = None,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> int:
    """A dump or a table into a gazetteer at `target`; returns how many places it holds.

    Rows that cannot be read are left out and counted. Raises GazetteerError where the file is neither, or holds no place;
    Cancelled. Nothing is written then.
    """
    made = Compilation(source.name)
    left_out, of_names = tables.LeftOut(), BrokenRows()
    report = on_progress or silent
    file = source.file

    kept, gone = 0, f"Adding {file.name} was cancelled; nothing was changed."

    def look(n: int, entry: Entry) -> None:
        nonlocal kept
        kept += 1 + len(entry.names)
        if kept > sizes.MOST_NAMES:
            raise sizes.too_many_names(file)
        if n % CANCEL_EVERY == 0 and cancelled and cancelled():
            raise Cancelled(gone)

    with without_garbage_collection():
        if source.columns is not None:
            rows = tables.table_entries(file, source.columns, source.name, left_out, lambda n: report(n, 0, f"Reading {file.name}"))
            for n, row in enumerate(rows):
                look(n, row.entry)
                made.add(row.entry)
                if row.outline is not None:
                    made.outlines.setdefault(row.entry.id, row.outline)
            made.locate_countries(land.countries())
        else:
            more = dumps.alternate_names(source.alternates, of_names) if source.alternates is not None else None
            broken = left_out.unreadable
            entries = dumps.dump_entries(file, lambda done, total: report(done, total, f"Reading {file.name}"), more, broken)
            for n, entry in enumerate(entries):
                look(n, entry)
                made.add(entry)
        if not made.entries:
            raise GazetteerError(f"{file} holds no places{_why(left_out)}. {_REMEDY}")
        countries = frozenset(e.country for e in made.entries.values() if e.country)
        made.locate(land.divisions(countries), outlined=source.columns is not None)
        broken = left_out.unreadable.broken + of_names.broken
        facts = {"left_out": str(left_out.without_name + left_out.without_position), "broken": str(broken), **(meta or {})}
        if (first := left_out.unreadable.first or of_names.first) is not None:
            facts["first_broken"] = str(first)
        if cancelled and cancelled():
            raise Cancelled(gone)
        content = replace(made.content(), filtered=True, meta=facts)
        write(content, target, lambda share: report(round(100 * share), 100, f"Writing {source.name}"))
    return len(made.entries)


_REMEDY = "Give a country dump of GeoNames (XX.zip or XX.txt), or a CSV or GeoJSON file of places."


def _why(left_out: tables.LeftOut) -> str:
    reasons = [(left_out.without_position, "without a position"), (left_out.without_name, "without a name")]
    said = [f"{count} rows {what}" for count, what in reasons if count]
    return f" ({', '.join(said)})" if said else ""
