"""An article's text as plain text, with its place names marked and the passage in focus highlighted.

All positions that come in and go out are the article's own offsets (code points); Qt's are kept inside.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QHelpEvent, QMouseEvent, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QTextEdit, QToolTip, QWidget

from desktop.kit.display_text import DisplayText, display, plain_tip
from desktop.kit.theme import Theme, reading_font, role_colour
from geo.model import Role, Span


@dataclass(frozen=True, slots=True)
class MentionMark:
    """A place name in the text. `index` is -1 for one that a person rejected and the analysis no longer holds."""

    index: int
    span: Span
    role: Role
    rejected: bool
    known: bool  # a place was found for it
    tip: str


class ArticleView(QTextEdit):
    mention_clicked = Signal(int)
    menu_wanted = Signal(object, int, object)  # MentionMark or None, offset in the article, global QPoint

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._display: DisplayText = display("")
        self._original = ""
        self._marks: list[MentionMark] = []
        self._starts: list[int] = []
        self._pressed_at: QPoint | None = None
        self._first = 0
        self.setObjectName("article")
        self.setAccessibleName("Article")
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.setFont(reading_font())
        self.setAcceptDrops(False)
        self.viewport().setMouseTracking(True)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)
        self.document().setDocumentMargin(16)

    @property
    def changes_direction(self) -> bool:
        return self._display.changes_direction

    # --- what the reader calls ------------------------------------------------------------------------------------

    def show_text(self, text: str, start: int, end: int, first: int, marks: Sequence[MentionMark]) -> None:
        """Shows text[start:end] with the marks that lie in it; what stands before `first`, where the report begins, is dimmed."""
        self._original = text
        self._display = display(text, start, end)
        self._marks = [m for m in marks if start <= m.span.start and m.span.end <= end]
        self._starts = [m.span.start for m in self._marks]
        self.setExtraSelections([])
        self.setPlainText(self._display.shown)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        block = QTextBlockFormat()
        block.setLineHeight(142, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        block.setBottomMargin(7)
        cursor.mergeBlockFormat(block)
        self._narrow_empty_lines()
        self._first = max(start, min(first, end))

    def highlight(self, passage: Span | None, others: Sequence[Span], mention: int | None, claim: Span | None = None) -> None:
        """Highlights the passage in focus with the words of a claim and, more softly, the event's others; scrolls to the focus."""
        theme = self._theme
        selections = [self._selection(span, background=theme.colour("passage_soft")) for span in others]
        if self._first > self._display.start:
            selections.append(self._dimmed(Span(self._display.start, self._first)))
        if passage is not None:
            selections.append(self._selection(passage, background=theme.colour("passage")))
        selections.extend(self._mark(m, m.index == mention) for m in self._marks)
        if claim is not None:
            selections.append(self._words(claim))
        self.setExtraSelections(selections)
        focus = next((m.span for m in self._marks if m.index == mention), None) if mention is not None else None
        target = focus or claim or passage
        if target is not None:
            self._bring_into_view(target)
        else:
            self._bring_to_top(self._first)

    def mark_at(self, offset: int) -> MentionMark | None:
        i = bisect_right(self._starts, offset) - 1
        return self._marks[i] if i >= 0 and self._marks[i].span.start <= offset < self._marks[i].span.end else None

    def point_of(self, offset: int) -> QPoint:
        """Where a character is drawn, in the viewport; for menus opened by key and for tests."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._display.position(offset))
        here = self.cursorRect(cursor)
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        there = self.cursorRect(cursor)
        return QPoint((here.center().x() + there.center().x()) // 2, here.center().y()) if there.top() == here.top() else here.center()

    # --- Qt's -----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        pressed, self._pressed_at = self._pressed_at, None
        if pressed is None or (point - pressed).manhattanLength() > 4 or self.textCursor().hasSelection():
            return
        mark = self._mark_under(point)
        if mark is not None and mark.index >= 0:
            self.mention_clicked.emit(mark.index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self._mark_under(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        point = event.pos() if event.reason() == QContextMenuEvent.Reason.Mouse else self.cursorRect().center()
        offset = self._display.offset(self.cursorForPosition(point).position())
        self.menu_wanted.emit(self._mark_under(point), offset, self.viewport().mapToGlobal(point))

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            mark = self._mark_under(event.pos())
            if mark is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), plain_tip(mark.tip), self.viewport())
            return True
        return super().viewportEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        """What is copied is the article's own text, not what stands in for hidden characters."""
        cursor = self.textCursor()
        start, end = (self._display.offset(p) for p in (cursor.selectionStart(), cursor.selectionEnd()))
        data = QMimeData()
        data.setText(self._original[start:end])
        return data

    # --- inside ---------------------------------------------------------------------------------------------------

    def _mark_under(self, point: QPoint) -> MentionMark | None:
        layout = self.document().documentLayout()
        shifted = QPoint(point.x() + self.horizontalScrollBar().value(), point.y() + self.verticalScrollBar().value())
        position = layout.hitTest(shifted, Qt.HitTestAccuracy.ExactHit)  # type: ignore[arg-type]
        return None if position < 0 else self.mark_at(self._display.offset(position))

    def _selection(self, span: Span, *, background: QColor | None = None) -> QTextEdit.ExtraSelection:
        cursor = QTextCursor(self.document())
        last = self.document().characterCount() - 1
        cursor.setPosition(min(self._display.position(span.start), last))
        cursor.setPosition(min(self._display.position(span.end), last), QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        selection.cursor = cursor  # type: ignore[attr-defined]
        form = QTextCharFormat()
        if background is not None:
            form.setBackground(background)
        selection.format = form  # type: ignore[attr-defined]
        return selection

    def _mark(self, mark: MentionMark, focused: bool) -> QTextEdit.ExtraSelection:
        selection = self._selection(mark.span)
        colour = self._theme.colour("faint") if mark.rejected else role_colour(self._theme.colours, mark.role)
        form = QTextCharFormat()
        form.setForeground(colour)
        if mark.rejected:
            form.setFontStrikeOut(True)
        else:
            form.setUnderlineColor(colour)
            solid = mark.role is Role.EVENT and mark.known
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline if solid else QTextCharFormat.UnderlineStyle.DotLine)
        if focused:
            form.setBackground(colour)
            form.setForeground(self._theme.colour("panel"))
        selection.format = form  # type: ignore[attr-defined]
        return selection

    def _words(self, span: Span) -> QTextEdit.ExtraSelection:
        selection = self._selection(span)
        form = QTextCharFormat()
        form.setBackground(self._theme.colour("accent"))
        form.setForeground(self._theme.colour("on_accent"))
        selection.format = form  # type: ignore[attr-defined]
        return selection

    def _dimmed(self, span: Span) -> QTextEdit.ExtraSelection:
        selection = self._selection(span)
        form = QTextCharFormat()
        form.setForeground(self._theme.colour("faint"))
        selection.format = form  # type: ignore[attr-defined]
        return selection

    def _narrow_empty_lines(self) -> None:
        """Paragraphs stand apart already: an empty line between them would leave a hole."""
        narrow = QTextBlockFormat()
        narrow.setLineHeight(4, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        narrow.setBottomMargin(0)
        cursor = QTextCursor(self.document())
        block = self.document().begin()
        while block.isValid():
            if not block.text().strip():
                cursor.setPosition(block.position())
                cursor.setBlockFormat(narrow)
            block = block.next()

    def _bring_to_top(self, offset: int) -> None:
        bar = self.verticalScrollBar()
        if offset <= self._display.start:
            bar.setValue(0)
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(self._display.position(offset), self.document().characterCount() - 1))
        bar.setValue(bar.value() + self.cursorRect(cursor).top() - 16)

    def _bring_into_view(self, span: Span) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(self._display.position(span.start), self.document().characterCount() - 1))
        top = self.cursorRect(cursor).top()
        cursor.setPosition(min(self._display.position(span.end), self.document().characterCount() - 1))
        bottom = self.cursorRect(cursor).bottom()
        height = self.viewport().height()
        if top < 0 or bottom > height:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + top - height // 4)
