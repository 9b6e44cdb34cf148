"""What the user added, with where it came from, and the order in which gazetteers count: one small file beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

from geo.errors import GazetteerError
from geo.files import private_folder, write_beside
from geo.gazetteer.columns import Columns

FILE = "catalogue.json"
BUILTIN = "builtin"
DUMP_ENDINGS = (".zip", ".txt")
GEONAMES_LICENCE = "GeoNames (geonames.org), CC BY 4.0"
UNSTATED = "not stated"


@dataclass(frozen=True, slots=True)
class Record:
    """One gazetteer that was added. Files are names within the folder of added ones."""

    file: str
    origin: str = ""  # path or address as it was given
    taken: date | None = None
    licence: str = UNSTATED
    columns: Columns | None = None
    alternates: str | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Records by name, and the names in the order in which they count, first first."""

    records: Mapping[str, Record] = field(default_factory=dict[str, Record])
    order: tuple[str, ...] = (BUILTIN,)

    def with_record(self, name: str, record: Record) -> Catalogue:
        order = self.order if name in self.order else (*self.order, name)
        return replace(self, records={**self.records, name: record}, order=order)

    def without(self, name: str) -> Catalogue:
        return replace(self, records={n: r for n, r in self.records.items() if n != name}, order=tuple(n for n in self.order if n != name))

    def preferring(self, names: tuple[str, ...]) -> Catalogue:
        """These first, in this order; the others behind them in theirs."""
        return replace(self, order=(*names, *(n for n in self.order if n not in names)))


def read(folder: Path) -> Catalogue:
    """The catalogue of a folder, with the dumps that lie there without a record; empty where there is no folder.

    Raises GazetteerError where the catalogue is damaged.
    """
    path = folder / FILE
    known = _parsed(path) if path.is_file() else Catalogue()
    present = {p.name for p in folder.iterdir()} if folder.is_dir() else set[str]()
    records = {n: r for n, r in known.records.items() if r.file in present}
    kept = {f for r in records.values() for f in (r.file, r.alternates)}
    for loose in sorted(present - kept):
        # Put there by hand, or by a version of the program that kept no catalogue.
        stem, _, ending = loose.rpartition(".")
        if f".{ending}" in DUMP_ENDINGS and stem and "." not in stem:
            records.setdefault(stem, Record(loose, licence=GEONAMES_LICENCE))
    order = [n for n in known.order if n == BUILTIN or n in records]
    order += [n for n in sorted(records) if n not in order]
    if BUILTIN not in order:
        order.insert(0, BUILTIN)
    return Catalogue(records, tuple(order))


def write(folder: Path, catalogue: Catalogue) -> None:
    """Put the catalogue in its folder, whole or not at all. Raises GazetteerError."""
    content = {"order": list(catalogue.order), "gazetteers": {n: _plain(r) for n, r in catalogue.records.items()}}
    private_folder(folder)
    write_beside(
        folder / FILE, json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace"), GazetteerError, private=True
    )


def _plain(record: Record) -> dict[str, Any]:
    return {**asdict(record), "taken": record.taken.isoformat() if record.taken else None}


def _parsed(path: Path) -> Catalogue:
    try:
        content = cast("dict[str, Any]", json.loads(path.read_bytes()))
        records = {_called(n): _record(r) for n, r in cast("dict[str, Any]", content["gazetteers"]).items()}
        return Catalogue(records, tuple(str(n) for n in content["order"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise GazetteerError(
            f"{path} is damaged ({error}). Remove it: the gazetteers beside it stay, their order and origins are lost."
        ) from None


def _called(name: str) -> str:
    """A name that can name files in the folder, and none outside it."""
    if not name or not all(c.isalnum() or c in "-_" for c in name):
        raise ValueError(f'"{name[:40]}" can name no gazetteer')
    return name


def _record(told: dict[str, Any]) -> Record:
    columns, taken = told.get("columns"), told.get("taken")
    return Record(
        _file(told["file"]),
        _text(told.get("origin") or ""),
        date.fromisoformat(taken) if taken else None,
        _text(told.get("licence") or UNSTATED),
        _columns(columns) if columns else None,
        _file(told["alternates"]) if told.get("alternates") else None,
    )


def _columns(told: dict[str, Any]) -> Columns:
    single = {k: _text(v) for k, v in told.items() if v is not None and k not in ("id", "names", "name")}
    identifiers, names = (tuple(_text(v) for v in cast("list[object]", list(told[k]))) for k in ("id", "names"))
    return Columns(_text(told["name"]), id=identifiers, names=names, **single)


def _file(value: object) -> str:
    """A file in the folder: what stands here is deleted when the gazetteer is removed."""
    name = _text(value)
    if name in (".", "..", FILE) or "\0" in name or Path(name).name != name:
        raise ValueError(f'"{name[:40]}" names no file of the folder')
    return name


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{str(value)[:40]} stands where a text must")
    value.encode()  # half characters name no file, and cannot be printed
    return value
