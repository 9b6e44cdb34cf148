"""The events of the snapshot as a list has them: which are shown, and in what order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal

from desktop.kit.display_text import plain_tip, safe_line
from desktop.kit.list_model import Index, RowRole
from desktop.session import EMPTY, Digest, EventRow
from desktop.session.digest import TYPES
from desktop.session.grading import ANY_GRADE, GradeFilter
from desktop.session.traits import ANY_TRAITS, Traits
from desktop.views.words import chance_in_words, sources_in_words
from geo.model import EventClass, EventType

CLASSES = (EventClass.PHYSICAL, EventClass.MEETING, EventClass.STATEMENT, EventClass.BACKGROUND)
CLASS_RANK = np.array([CLASSES.index(kind.event_class) for kind in TYPES])


class Order(StrEnum):
    FOUND = "As found"
    DATE = "By date"
    SOURCES = "Most sources first"


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are shown. Days are ordinals, end inclusive; `types` and `classes` None mean all."""

    text: str = ""
    types: frozenset[EventType] | None = None
    classes: frozenset[EventClass] | None = None
    days: tuple[int, int] | None = None
    undated: bool = True
    rejected: bool = False  # the rejected ones instead of the others
    doubtful: bool = False  # only those that may be one with another
    grade: GradeFilter = ANY_GRADE
    articles: frozenset[str] | None = None  # only events that one of these tells
    traits: Traits = ANY_TRAITS

    @property
    def everything(self) -> bool:
        """Whether no event that is in force is hidden."""
        return (
            not self.text.strip()
            and self.types is None
            and self.classes is None
            and self.days is None
            and self.undated
            and not self.rejected
            and not self.doubtful
            and not self.grade
            and self.articles is None
            and not self.traits
        )


class EventModel(QAbstractListModel):
    """Events that pass the filter. A filter over 100,000 events takes some 30 ms."""

    filtered = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._digest: Digest = EMPTY
        self._filter = EventFilter()
        self._order = Order.FOUND
        self._only: frozenset[str] | None = None
        self._visible: NDArray[np.intp] = np.zeros(0, np.intp)
        self._position: NDArray[np.intp] = np.zeros(0, np.intp)
        self._passing: NDArray[np.bool_] = np.zeros(0, np.bool_)

    @property
    def filter(self) -> EventFilter:
        return self._filter

    @property
    def order(self) -> Order:
        return self._order

    def show(self, digest: Digest) -> None:
        self._digest = digest
        self._refilter()

    def set_filter(self, chosen: EventFilter) -> None:
        if chosen != self._filter:
            self._filter = chosen
            self._refilter()

    def set_order(self, order: Order) -> None:
        if order != self._order:
            self._order = order
            self._refilter()

    def narrow(self, event_ids: Iterable[str] | None) -> None:
        """Lists only these of the events that pass the filter, as after a click on a marker of several; the map keeps all."""
        only = None if event_ids is None else frozenset(event_ids)
        if only != self._only:
            self._only = only
            self._refilter()

    def visible_ids(self) -> list[str] | None:
        """Ids of the shown events; None where none in force is hidden."""
        if self._filter.everything:
            return None
        rows = self._digest.rows
        return [rows[i].id for i in np.flatnonzero(self._passing)]

    def row_of(self, event_id: str) -> int | None:
        """Where an event stands in the list; None where the filter hides it."""
        index = self._digest.index_of.get(event_id)
        if index is None or self._position[index] < 0:
            return None
        return int(self._position[index])

    def event_row(self, index: Index) -> EventRow | None:
        return self._digest.rows[self._visible[index.row()]] if index.isValid() else None

    def type_counts(self) -> dict[EventType, int]:
        """Events in force by type, whatever the filter."""
        counts = np.bincount(self._digest.type_index[~self._digest.rejected], minlength=len(TYPES))
        return {kind: int(n) for kind, n in zip(TYPES, counts, strict=True) if n}

    def class_counts(self) -> dict[EventClass, int]:
        """Events in force by class, what happened first; whatever the filter."""
        counts = Counter[EventClass]()
        for kind, number in self.type_counts().items():
            counts[kind.event_class] += number
        return {each: counts[each] for each in CLASSES if counts[each]}

    @property
    def any_graded(self) -> bool:
        return bool(self._digest.book.grades)

    def rejected_count(self) -> int:
        return int(self._digest.rejected.sum())

    def doubtful_count(self) -> int:
        return int(self._digest.doubtful.sum())

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._visible)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._digest.rows[self._visible[index.row()]]
        if role == RowRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return safe_line(row.label)
        if role == Qt.ItemDataRole.ToolTipRole:
            doubt = [f"May be the same as another event: {chance_in_words(row.doubts[0].score)}"] if row.doubts else []
            return plain_tip("\n".join([sources_in_words(row), *doubt]))
        return None

    def _refilter(self) -> None:
        self._passing = self._passes()
        shown = self._passing
        if self._only is not None:
            indices = [i for i in map(self._digest.index_of.get, self._only) if i is not None]
            shown = np.zeros_like(shown)
            shown[indices] = self._passing[indices]
        self.beginResetModel()
        self._visible = self._ordered(np.flatnonzero(shown))
        self._position = np.full(len(self._digest.rows), -1, np.intp)
        self._position[self._visible] = np.arange(len(self._visible))
        self.endResetModel()
        self.filtered.emit()

    def _passes(self) -> NDArray[np.bool_]:
        digest, chosen = self._digest, self._filter
        passes = digest.rejected == chosen.rejected
        if chosen.types is not None:
            passes &= np.isin(digest.type_index, [i for i, kind in enumerate(TYPES) if kind in chosen.types])
        if chosen.classes is not None:
            passes &= np.isin(digest.type_index, [i for i, kind in enumerate(TYPES) if kind.event_class in chosen.classes])
        dated = digest.first_day > 0
        if chosen.days is not None:
            first, last = chosen.days
            passes &= ~dated | ((digest.first_day <= last) & (digest.last_day >= first))
        if not chosen.undated:
            passes &= dated
        if chosen.doubtful:
            passes &= digest.doubtful
        if chosen.grade:
            passes &= chosen.grade.passes(digest.grade_marks)
        if chosen.articles is not None:
            told = (not chosen.articles.isdisjoint(m.article for m in row.mentions) for row in digest.rows)
            passes &= np.fromiter(told, np.bool_, len(digest.rows))
        if chosen.traits:
            passes &= chosen.traits.passes(digest)
        for word in chosen.text.casefold().split():
            passes &= np.fromiter((word in text for text in digest.search), np.bool_, len(digest.search))
        return passes

    def _ordered(self, indices: NDArray[np.intp]) -> NDArray[np.intp]:
        if self._order is Order.DATE:
            days = self._digest.first_day[indices]
            return indices[np.argsort(np.where(days > 0, days, np.iinfo(np.int32).max), kind="stable")]
        if self._order is Order.SOURCES:
            rows = self._digest.rows
            weight = np.fromiter((rows[i].sources.origins * 1000 + rows[i].sources.articles for i in indices), np.int64, len(indices))
            indices = indices[np.argsort(-weight, kind="stable")]
        # What happened comes first, then what was denied or planned, then meetings and statements.
        rank = CLASS_RANK[self._digest.type_index[indices]] * 2 + self._digest.unreal[indices]
        return indices[np.argsort(rank, kind="stable")]
