"""The nouns as JSON and back: one generic reading of frozen dataclasses, checked by their types."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

from geo.model import Analysis, Article, Place
from geo.safe_text import whole

T = TypeVar("T")


def to_json(record: object) -> str:
    """A frozen record as compact JSON; `from_json` with its type gives an equal one."""
    return whole(json.dumps(plain(record), ensure_ascii=False, separators=(",", ":")))


def from_json(kind: type[T], text: str) -> T:
    """The record of that type. Fields that are missing take their defaults; unknown ones are passed over.

    Raises ValueError, TypeError, OverflowError or RecursionError where the JSON is of another shape: nothing of a wrong type
    comes into a record.
    """
    return cast(T, _read(kind, json.loads(text)))


def article_from(text: str) -> Article:
    return from_json(Article, text)


def analysis_from(text: str) -> Analysis:
    return from_json(Analysis, text)


def place_from(value: Mapping[str, object]) -> Place:
    """A place out of a judgement's value."""
    return cast(Place, _read(Place, value))


def read_record(kind: type[T], value: Mapping[str, object]) -> T:
    """A record of that type out of a judgement's value."""
    return cast(T, _read(kind, value))


def plain(value: object) -> Any:
    """Dataclasses, tuples, dates and enumerations as what JSON has."""
    return _writer(type(value))(value)


# --- how each type is written and read: found out once, since a project holds a million small records -------------------

_Convert = Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


@cache
def _writer(kind: type) -> _Convert:
    if dataclasses.is_dataclass(kind):
        names = tuple(f.name for f in dataclasses.fields(kind))
        return lambda value: {name: plain(getattr(value, name)) for name in names}
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, datetime | date):
        return lambda value: value.isoformat()
    if issubclass(kind, Mapping):
        return lambda value: {str(k): plain(v) for k, v in value.items()}
    if issubclass(kind, tuple | list | set | frozenset):
        return lambda value: [plain(v) for v in value]
    return _same


def _read(kind: Any, value: Any) -> Any:
    return _reader(kind)(value)


@cache
def _reader(kind: Any) -> _Convert:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _union_reader(typing.get_args(kind))
    if origin is tuple:
        return _tuple_reader(typing.get_args(kind))
    if isinstance(kind, type):
        if dataclasses.is_dataclass(kind):
            return _record_reader(kind)
        if issubclass(kind, tuple) and hasattr(cast(Any, kind), "_fields"):  # Span, LonLat, Bbox
            fields = _tuple_reader(tuple(typing.get_type_hints(cast(Any, kind))[name] for name in cast(Any, kind)._fields))
            return lambda value: cast(Any, kind)(*fields(value))
        if issubclass(kind, Enum):
            return kind
        if kind is float:
            return _number
        if kind is int:
            return _whole
        if kind in (str, bool):
            return _scalar(kind)
        if issubclass(kind, datetime | date):
            return kind.fromisoformat
    raise TypeError(f"no record holds {kind}")


def _scalar(kind: type) -> _Convert:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{type(value).__name__} in the place of {kind.__name__}")
        return value

    return read


def _number(value: Any) -> float:
    if type(value) is not float and type(value) is not int:
        raise TypeError(f"{type(value).__name__} in the place of a number")
    return float(value)


def _whole(value: Any) -> int:
    """JSON does not tell 3 from 3.0."""
    if type(value) is int:
        return value
    if type(value) is float and value.is_integer():
        return int(value)
    raise TypeError(f"{type(value).__name__} in the place of a whole number")


def _record_reader(kind: type) -> _Convert:
    hints = typing.get_type_hints(kind)
    fields = tuple((f.name, _reader(hints[f.name])) for f in dataclasses.fields(cast(Any, kind)))

    def read(value: Any) -> Any:
        if type(value) is not dict:
            raise TypeError(f"{type(value).__name__} in the place of a record")
        return kind(**{name: reader(value[name]) for name, reader in fields if name in value})

    return read


def _union_reader(kinds: tuple[Any, ...]) -> _Convert:
    options = [k for k in kinds if k is not type(None)]
    if len(options) > 1:
        raise TypeError(f"no record holds {kinds}")
    reader = _reader(options[0])
    return lambda value: None if value is None else reader(value)


def _tuple_reader(kinds: tuple[Any, ...]) -> _Convert:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        reader = _reader(kinds[0])
        return lambda value: tuple([reader(v) for v in _list(value)])
    readers = [_reader(k) for k in kinds]
    return lambda value: tuple([reader(v) for reader, v in zip(readers, _list(value), strict=True)])


def _list(value: Any) -> Any:
    if type(value) is not list and type(value) is not tuple:
        raise TypeError(f"{type(value).__name__} in the place of a list")
    return cast(Any, value)
