"""Ctrl+K: commands, events, articles and places by a few letters of their names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAction, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QDialog, QFrame, QListView, QStyle, QWidget

from desktop.kit.display_text import counted, safe_line
from desktop.kit.list_model import ListModel
from desktop.kit.row_painting import RowPainter
from desktop.kit.theme import Theme, sized
from desktop.kit.widgets import SearchField, column
from desktop.kit.words import title_of, when_in_words
from desktop.session import Session
from desktop.views.dialogs.place_chooser import place_in_words
from geo.model import Candidate, Place
from geo.project import Answer, around

MAX_EACH = 7
PLACES_PAUSE_MS = 160
LEAD = 24  # characters before a match: the match itself must be seen


@dataclass(frozen=True, slots=True)
class Entry:
    icon: str
    text: str
    note: str
    run: Callable[[], object]


class Palette(QDialog):
    def __init__(
        self,
        session: Session,
        theme: Theme,
        actions: Callable[[], list[QAction]],
        show_place: Callable[[Place], None],
        only_articles: Callable[[frozenset[str], str], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._session = session
        self._actions = actions
        self._show_place = show_place
        self._only_articles = only_articles
        self._answer = Answer()
        self._places: tuple[Candidate, ...] = ()
        self.setFixedSize(min(600, parent.width() - 80), min(420, parent.height() - 120))
        frame = QFrame()
        frame.setObjectName("card")
        self.field = SearchField(theme, "Find a command, an event, a place, or words in the articles")
        self.field.setMinimumHeight(24)
        self.model = ListModel[Entry](lambda entry: entry.text, self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(EntryDelegate(theme, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setStyleSheet("background: transparent;")
        self.view.clicked.connect(self._run)
        column(frame, self.field, self.view, margins=(8, 8, 8, 8), spacing=8)
        column(self, frame)
        self._pause = QTimer(self, singleShot=True, interval=PLACES_PAUSE_MS)
        self._pause.timeout.connect(self._ask_places)
        self.field.textChanged.connect(self._typed)
        session.gazetteers.found.connect(self._found)
        session.searching.found.connect(self._searched)

    def open_over(self, window: QWidget) -> None:
        corner = window.mapToGlobal(QPoint((window.width() - self.width()) // 2, 78))
        self.move(corner)
        self.field.clear()
        self._fill()
        self.show()
        self.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            count = self.model.rowCount()
            if count:
                self.view.setCurrentIndex(self.model.index((self.view.currentIndex().row() + step) % count))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.view.currentIndex())
        else:
            super().keyPressEvent(event)

    def _typed(self) -> None:
        self._places, self._answer = (), Answer()
        self._fill()
        self._pause.start()

    def _ask_places(self) -> None:
        if len(self.field.text().strip()) >= 2:
            self._session.gazetteers.search(self.field.text().strip())
            self._session.searching.search(self.field.text().strip())

    def _found(self, query: str, candidates: object) -> None:
        if query == self.field.text().strip() and self.isVisible() and isinstance(candidates, tuple):
            self._places = candidates[:MAX_EACH]
            self._fill()

    def _searched(self, query: str, answer: object) -> None:
        if query == self.field.text().strip() and self.isVisible() and isinstance(answer, Answer):
            self._answer = answer
            self._fill()

    def _run(self, index: QModelIndex) -> None:
        entry = self.model.row(index)
        self.close()
        if entry is not None:
            # After the popup has gone: what runs may open a dialog of its own.
            QTimer.singleShot(0, entry.run)

    def _fill(self) -> None:
        words = self.field.text().casefold().split()
        self.model.show([*self._commands(words), *(self._things(words) if words else [])])
        if self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0))

    def _commands(self, words: list[str]) -> list[Entry]:
        found: list[Entry] = []
        for action in self._actions():
            text = action.text().replace("&", "")
            if all(word in text.casefold() for word in words):
                found.append(Entry("next", text, action.shortcut().toString(), action.trigger))
        return found[: MAX_EACH if words else 40]

    def _things(self, words: list[str]) -> list[Entry]:
        session = self._session
        digest = session.digest
        entries: list[Entry] = []
        for row, text in zip(digest.rows, digest.search, strict=True):
            if not row.rejected and all(word in text for word in words):
                entries.append(Entry("events", safe_line(row.label), when_in_words(row.when), lambda e=row.id: session.selector.event(e)))
                if len(entries) == MAX_EACH:
                    break
        articles = [a for a in session.corpus.articles if all(w in f"{a.title or a.id} {a.publisher or ''}".casefold() for w in words)]
        entries += [
            Entry("article", title_of(a), safe_line(a.publisher or "", 40), lambda a=a.id: session.selector.article(a))
            for a in articles[:MAX_EACH]
        ]
        entries += [
            Entry("pin", safe_line(c.place.name, 80), place_in_words(c.place), lambda p=c.place: self._show_place(p)) for c in self._places
        ]
        return [*entries, *self._passages()]

    def _passages(self) -> list[Entry]:
        """Where the words stand in the articles, and all their events as a filter."""
        session, answer, query = self._session, self._answer, self.field.text().strip()
        entries: list[Entry] = []
        for found in answer.found[:MAX_EACH]:
            article = session.article(found.article)
            if article is None or not found.matches:
                continue  # only the title has the words: it is listed among the articles
            span = found.matches[0]
            note = f"{counted(len(found.matches), 'match', 'matches')} · {title_of(article)}"
            entries.append(
                Entry("eye", "".join(around(article.text, span, LEAD)), note, lambda a=article.id, s=span: session.selector.words(a, s))
            )
        if answer.articles:
            text = f"Only events of {counted(len(answer.articles), 'article')} with “{safe_line(query, 40)}”"
            entries.append(Entry("filter", text, "", lambda: self._only_articles(frozenset(answer.articles), query)))
        return entries


class EntryDelegate(RowPainter[Entry]):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Entry, 34, theme, parent)

    def paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colour("accent_soft"))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 5, 5)

    def paint_row(self, painter: QPainter, entry: Entry, rect: QRect, font: QFont) -> None:
        scale = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect.left() + 10, rect.center().y() - 7, self.theme.pixmap(entry.icon, "faint", 15, scale))
        inner = rect.adjusted(36, 0, -12, 0)
        painter.setFont(sized(font, 12))
        painter.setPen(self.theme.colour("faint"))
        metrics = painter.fontMetrics()
        note = metrics.elidedText(entry.note, Qt.TextElideMode.ElideRight, inner.width() // 2)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, note)
        taken = metrics.horizontalAdvance(note) + 16 if note else 0
        painter.setFont(sized(font, 13))
        painter.setPen(self.theme.colour("text"))
        text = painter.fontMetrics().elidedText(entry.text, Qt.TextElideMode.ElideRight, inner.width() - taken)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
