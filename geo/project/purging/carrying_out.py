"""Reads all of a project in which a name can stand, and writes what is left of it. See `remaining` for what that is."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo import geopackage
from geo.errors import ProjectError
from geo.model import Analysis, Article
from geo.project.purging.notes import write_notes
from geo.project.purging.occurrences import Cell, Contents, Hit, Row, hits, holding, row_of, strings
from geo.project.purging.rebuilding import rebuild
from geo.project.purging.remaining import Decided, Remaining, Removal, cells_still
from geo.project.purging.residue import make_sure, probes_of
from geo.project.purging.spellings import How, Sought
from geo.project.purging.spellings import plain as folded
from geo.project.records import analysis_from, article_from, plain, to_json
from geo.project.seals import seal_all

LAYERS = frozenset({"events", "areas", "articles", "passages", "claims", "ranges", "tracks"})
"""Tables that Dateline writes anew from the rest."""
_SAID = frozenset({"text", "actor", "actor_party", "target", "speaker", "relayed_by", "party", "said", "words", "head", "modifier"})
"""Fields of an analysis that hold words of the article."""
_OWN = ("dateline_", "gpkg_", "sqlite_", "rtree_")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The project as it is to be: articles, all their analyses, judgements."""

    left: Remaining
    analyses: tuple[Analysis, ...]
    decided: Decided


def contents_of(connection: sqlite3.Connection) -> Contents:
    """Raises sqlite3.DatabaseError."""
    articles = connection.execute("SELECT record FROM dateline_article ORDER BY position").fetchall()
    analyses = connection.execute(
        "SELECT n.record FROM dateline_analysis n JOIN dateline_article a ON a.id = n.article ORDER BY a.position"
    ).fetchall()
    rows = connection.execute("SELECT id, kind, subject, value, author FROM dateline_judgement ORDER BY id").fetchall()
    return Contents(
        tuple(article_from(record) for (record,) in articles),
        tuple(analysis_from(record) for (record,) in analyses),
        tuple(row_of(*row) for row in rows),
        tuple(_cells(connection)),
    )


def has_layers(connection: sqlite3.Connection) -> bool:
    return geopackage.is_geopackage(connection) and "events" in geopackage.tables(connection)


def carry_out(
    path: Path,
    before: Contents,
    removal: Removal,
    names: Sequence[Sought],
    outcome: Outcome,
    *,
    remember: bool = False,
    layers: Callable[[sqlite3.Connection], None] | None = None,
) -> list[str]:
    """Write the project anew without what is to go, whole or not at all; nothing else may have it open.

    `names` are what was looked for, `layers` writes the layers for other programs. Returns what could not be reached.
    Raises ProjectError, with nothing removed, where the project has changed since `before` was read, is open elsewhere,
    or what was removed still stands somewhere in the new file.
    """
    gone = [a for a in before.articles if a.id in removal.articles]
    still: list[Hit] = []  # places of the names that are left

    def change(memory: sqlite3.Connection) -> None:
        if contents_of(memory) != before:
            raise ProjectError(f"{path}: the project was changed meanwhile. Nothing was removed. Look at what would be removed once more.")
        _write(memory, before, removal, outcome)
        write_notes(memory, gone, len({hit.name for hit in removal.hits if hit.name}), remember)
        if layers is not None:
            layers(memory)
        seal_all(memory)  # anew: a digest of what was removed would tell of it
        still.extend(hits(contents_of(memory), names))
        _nothing_left(path, before, removal, names, outcome, still)

    def check(memory: sqlite3.Connection, made: Path) -> None:
        forms = {form for hit in removal.hits for form in (hit.written, json.dumps(hit.written, ensure_ascii=False)[1:-1])}
        make_sure(memory, made, forms - _kept_forms(memory, names, forms, still), _probes(before, removal, outcome), LAYERS)

    return rebuild(path, change, check)


# --- writing ----------------------------------------------------------------------------------------------------------------


def _write(memory: sqlite3.Connection, before: Contents, removal: Removal, outcome: Outcome) -> None:
    positions = dict(memory.execute("SELECT id, position FROM dateline_article").fetchall())
    old_ids = {new: old for old, new in outcome.left.renamed.items()}
    memory.execute("DELETE FROM dateline_analysis")
    memory.execute("DELETE FROM dateline_article")
    memory.executemany(
        "INSERT INTO dateline_article VALUES (?, ?, ?, ?)",
        ((a.id, positions[old_ids.get(a.id, a.id)], a.text_sha256, to_json(a)) for a in outcome.left.articles),
    )
    memory.executemany("INSERT INTO dateline_analysis VALUES (?, ?)", ((n.article, to_json(n)) for n in outcome.analyses))
    for number in outcome.decided.gone:
        memory.execute("DELETE FROM dateline_undo WHERE judgement = ?", (number,))
        memory.execute("DELETE FROM dateline_judgement WHERE id = ?", (number,))
    stored = {row.id: row for row in before.rows}
    for row in outcome.decided.rows:
        if row != stored[row.id]:
            memory.execute(
                "UPDATE dateline_judgement SET subject = ?, value = ?, author = ? WHERE id = ?",
                (_json(row.subject), _json(row.value), row.author, row.id),
            )
    for cell in cells_still(before.cells, removal.hits):
        memory.execute(f"UPDATE {_quoted(cell.table)} SET {_quoted(cell.column)} = ? WHERE rowid = ?", (cell.value, cell.row))
    _drop_layers(memory)


def _drop_layers(memory: sqlite3.Connection) -> None:
    """They are written anew, or when the project is saved next; of what they said before nothing stays."""
    if geopackage.is_geopackage(memory):
        for table in LAYERS & geopackage.tables(memory).keys():
            geopackage.remove_table(memory, table)


def _cells(connection: sqlite3.Connection) -> Iterator[Cell]:
    """The values of tables that other programs have put into the file: a style of QGIS, a layer of one's own."""
    tables = [str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    for table in tables:
        if table in LAYERS or table.startswith(_OWN):
            continue
        columns = [str(row[1]) for row in connection.execute(f"PRAGMA table_info({_quoted(table)})")]
        try:
            rows = connection.execute(f"SELECT rowid, * FROM {_quoted(table)} ORDER BY rowid").fetchall()
        except sqlite3.OperationalError:
            continue  # without rows' numbers; what is in it is found in the bytes of the file, and then nothing is removed
        for number, *values in rows:
            for column, value in zip(columns, values, strict=True):
                if isinstance(value, (str, int, bytes)):
                    yield Cell(table, column, int(number), value)


# --- making sure --------------------------------------------------------------------------------------------------------------


def _nothing_left(path: Path, before: Contents, removal: Removal, names: Sequence[Sought], outcome: Outcome, still: Sequence[Hit]) -> None:
    """Raises ProjectError where more of a form is left than a person left on purpose, or a new analysis has it from somewhere."""
    if not removal.hits:
        return
    wanted = {folded(hit.written) for hit in removal.hits}
    chosen = {hit.key for hit in removal.hits}
    stays = [h for h in hits(before, names) if h.key not in chosen and h.article not in removal.articles]
    meant = Counter(folded(h.written) for h in stays)
    now = Counter(folded(h.written) for h in still)
    told = (
        folded(found.written)
        for analysis in outcome.analyses
        if analysis.article in outcome.left.touched
        for way, text in strings(plain(analysis))
        if way and way[-1] in _SAID
        for sought in names
        for found in sought.find(text)
    )
    if any(now[form] > meant[form] for form in wanted) or any(form in wanted and not meant[form] for form in told):
        raise ProjectError(f"{path}: what was to be removed would still stand in it. Nothing was removed. Please report it.")


def _kept_forms(memory: sqlite3.Connection, names: Sequence[Sought], forms: set[str], still: Sequence[Hit]) -> set[str]:
    """Forms that were left somewhere on purpose, or that are a place's name in a gazetteer: the file must hold them."""
    places = {text for (record,) in memory.execute("SELECT record FROM dateline_analysis") for text in _place_names(json.loads(record))}
    left = {hit.written for hit in still}
    left |= {found.written for sought in names for text in places for found in sought.find(text)}
    known = {folded(form) for form in left}
    return {form for form in forms if folded(form) in known}


def _place_names(value: Any) -> Iterator[str]:
    """Names and divisions of the places that a gazetteer gave to an analysis."""
    for resolution in value.get("resolutions", ()):
        for place in (resolution.get("place"), *(a.get("place") for a in resolution.get("alternatives", ()))):
            if place:
                yield from (str(place[key]) for key in ("name", "admin1", "note") if place.get(key))


def _probes(before: Contents, removal: Removal, outcome: Outcome) -> set[str]:
    """Exact strings that must be nowhere: the removed articles, and hashes and ids made of texts that held a name."""
    probes = {probe for article in before.articles if article.id in removal.articles for probe in probes_of(article)}
    changed = {hit.article for hit in removal.hits if hit.article is not None} | removal.articles
    known = {a.text_sha256 for a in outcome.left.articles}
    for article in before.articles:
        if article.id in changed:
            probes |= {h for h in (article.text_sha256, article.custody.sha256 if article.custody else "") if h and h not in known}
    ids = {event.id for analysis in outcome.analyses for event in analysis.events}
    return probes | {e.id for analysis in before.analyses if analysis.article in changed for e in analysis.events if e.id not in ids}


def spoken_by_gazetteer(analyses: Sequence[Analysis], names: Sequence[Sought]) -> bool:
    """Whether a name that was removed is also that of a place in the gazetteer that the project still uses."""
    texts = {text for analysis in analyses for text in _place_names(plain(analysis))}
    return any(found.how is How.WHOLE for sought in names for text in texts for found in sought.find(text))


def copied(before: Contents, gone: frozenset[str]) -> tuple[Hit, ...]:
    """Values of other programs' tables that hold something of an article that goes."""
    probes = {probe for article in before.articles if article.id in gone for probe in probes_of(article)}
    return holding(before, probes) if probes else ()


def copies_of(articles: Sequence[Article], gone: frozenset[str]) -> tuple[str, ...]:
    """Articles that stay and have the text of one that goes."""
    texts = {a.text_sha256 for a in articles if a.id in gone}
    return tuple(a.id for a in articles if a.text_sha256 in texts and a.id not in gone)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


__all__ = ["LAYERS", "Outcome", "Row", "carry_out", "contents_of", "copied", "copies_of", "has_layers", "spoken_by_gazetteer"]
