"""The nouns as JSON and back: one generic reading of frozen dataclasses, checked by their types."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar, cast

from geo.model import Analysis, Article, Place

T = TypeVar("T")


def to_json(record: object) -> str:
    """A frozen record as compact JSON; `from_json` with its type gives an equal one."""
    return json.dumps(plain(record), ensure_ascii=False, separators=(",", ":"))


def from_json(kind: type[T], text: str) -> T:
    """The record of that type. Fields that are missing take their defaults; unknown ones are passed over.

    Raises ValueError or TypeError where the JSON is of another shape.
    """
    return cast(T, _read(kind, json.loads(text)))


def article_from(text: str) -> Article:
    return from_json(Article, text)


def analysis_from(text: str) -> Analysis:
    return from_json(Analysis, text)


def place_from(value: Mapping[str, object]) -> Place:
    """A place out of a judgement's value."""
    return cast(Place, _read(Place, value))


def plain(value: object) -> Any:
    """Dataclasses, tuples, dates and enumerations as what JSON has."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in cast(Mapping[object, object], value).items()}
    if isinstance(value, tuple | list | set | frozenset):
        return [plain(v) for v in cast(tuple[object, ...], value)]
    return value


@lru_cache(maxsize=256)
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _read(kind: Any, value: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _read_union(typing.get_args(kind), value)
    if origin is tuple:
        return _read_tuple(typing.get_args(kind), value)
    if isinstance(kind, type):
        if dataclasses.is_dataclass(kind):
            hints = _hints(kind)
            given = {f.name: _read(hints[f.name], value[f.name]) for f in dataclasses.fields(kind) if f.name in value}
            return kind(**given)
        if issubclass(kind, tuple) and hasattr(cast(Any, kind), "_fields"):  # Span, LonLat, Bbox
            return cast(Any, kind)(*value)
        if issubclass(kind, Enum):
            return kind(value)
        if kind is datetime:
            return datetime.fromisoformat(value)
        if kind is date:
            return date.fromisoformat(value)
        if kind is float:
            return float(value)
    return value


def _read_union(kinds: tuple[Any, ...], value: Any) -> Any:
    if value is None:
        return None
    options = [k for k in kinds if k is not type(None)]
    if len(options) == 1:
        return _read(options[0], value)
    return value  # str | float and the like: JSON keeps them apart itself


def _read_tuple(kinds: tuple[Any, ...], value: Any) -> Any:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        items: list[Any] = [_read(kinds[0], v) for v in value]
        return tuple(items)
    return tuple(_read(k, v) for k, v in zip(kinds, value, strict=True))
