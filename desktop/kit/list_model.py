"""A list of rows for Qt's views, and the role by which a row itself is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

RowRole = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")


class ListModel(QAbstractListModel, Generic[Row]):
    """Rows of one type that are shown as they are given, each with a line of text for who cannot see it painted."""

    def __init__(self, text: Callable[[Row], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.rows: tuple[Row, ...] = ()

    def show(self, rows: Iterable[Row]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def row(self, index: Index) -> Row | None:
        return self.rows[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        return row if role == RowRole else self._text(row) if role == Qt.ItemDataRole.DisplayRole else None
