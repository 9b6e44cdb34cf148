"""How the rows of a list are painted: the ground under a row, its lines of text; each list paints the rest itself."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.kit.list_model import RowRole
from desktop.kit.text_size import scaled
from desktop.kit.theme import Theme

Row = TypeVar("Row")


class RowPainter(QStyledItemDelegate, Generic[Row]):
    """Paints the rows of a list whose data (RowRole) are of one type; a row of another type stays empty.

    A list says in `paint_row` what stands on a row, and in `paint_ground` what lies under it where that is not as in most lists.
    """

    def __init__(self, row_type: type[Row], height: int, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._row_type = row_type
        self._height = scaled(height)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        row = index.data(RowRole)
        if not isinstance(row, self._row_type):
            return
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        font: QFont = option.font  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, rect, state)
        self.paint_row(painter, row, rect, font)
        painter.restore()

    def paint_row(self, painter: QPainter, row: Row, rect: QRect, font: QFont, /) -> None:
        """Paint the words of a row within `rect`; `font` is the list's own."""
        raise NotImplementedError

    def paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        """What lies under the words: the row's mark where it is chosen or pointed at, and the line to the next."""
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self.theme.colour("accent_soft"))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), self.theme.colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self.theme.colour("hover"))
        painter.fillRect(QRect(rect.left() + 14, rect.bottom(), rect.width() - 28, 1), self.theme.colour("line_soft"))


def draw_line(painter: QPainter, text: str, rect: QRect, font: QFont) -> None:
    """One line of plain text in the middle of `rect`'s height, from its left; what has no room is elided."""
    painter.setFont(font)
    line = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, line)
