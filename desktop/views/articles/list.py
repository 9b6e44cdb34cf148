"""The list of articles: title, publisher, date, and what a reader must know about each; date and publisher can be set for many."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QMenu, QWidget

from desktop.kit.display_text import counted, safe_line
from desktop.kit.row_painting import RowPainter
from desktop.kit.theme import SPACE, Theme, sized
from desktop.kit.widgets import Notice, RowView, SearchField, button, column, draw_lines, plain_label, row, wrapped
from desktop.kit.words import day_in_words, title_of
from desktop.session import Session
from desktop.session.purging import Wish
from desktop.views.articles.model import ArticleModel
from geo.model import Article

ROW_HEIGHT = 80


class ArticleList(QWidget):
    chosen = Signal(str)  # article id
    metadata_wanted = Signal(list)  # article ids
    failures_wanted = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = ArticleModel(self)
        self.search = SearchField(theme, "Filter articles")
        self.search.textChanged.connect(self._filter)
        self.failures = Notice()
        self.failures.acted.connect(self.failures_wanted)

        self.view = RowView(ROW_HEIGHT)
        self.view.setModel(self.model)
        self.view.setItemDelegate(ArticleDelegate(theme, self.model, self.view))
        self.view.setAccessibleName("Articles")
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._refresh_foot())

        self.empty = plain_label("", "soft", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(24, 32, 24, 0)
        self.count = plain_label("", "faint")
        self.edit = button("Set date…")
        self.edit.setToolTip("Set date and publisher of the selected articles")
        self.edit.clicked.connect(lambda: self.metadata_wanted.emit(self.selected_ids()))
        foot = QWidget()
        foot.setObjectName("strip")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row(foot, self.count, 1, self.edit, margins=(SPACE * 2, 7, SPACE + 4, 7))
        column(self, column(None, self.search, margins=(12, 10, 12, 10)), self.failures, self.empty, self.view, foot, spacing=0)
        for place in (self.empty, self.view):
            self.layout().setStretchFactor(place, 1)  # type: ignore[union-attr]
        self._muted = False
        self._choosing = False
        session.changed.connect(self._show_corpus)
        session.intake.failed.connect(lambda _: self._show_failures())
        session.intake.busy_changed.connect(self._refresh_foot)
        session.selected.connect(lambda _: self._follow_selection())
        theme.changed.connect(self.view.viewport().update)
        self._show_corpus()

    def selected_ids(self) -> list[str]:
        articles = (self.model.article(index) for index in self.view.selectionModel().selectedIndexes())
        return [a.id for a in articles if a is not None]

    def select_undated(self) -> None:
        """Selects all articles that have no date, so that it can be set for those of one day."""
        self.search.clear()
        articles = (self.model.article(self.model.index(k)) for k in range(self.model.rowCount()))
        selection = self.view.selectionModel()
        selection.clear()
        for k, article in enumerate(articles):
            if article is not None and article.published is None:
                selection.select(self.model.index(k), selection.SelectionFlag.Select)
        self.view.setFocus()

    def _show_corpus(self) -> None:
        selected = set(self.selected_ids())
        self._muted = True
        self.model.show(self._session.corpus)
        if len(selected) > 1:  # one that was just edited stays selected
            for article_id in selected:
                position = self.model.row_of(article_id)
                if position is not None:
                    self.view.selectionModel().select(self.model.index(position), self.view.selectionModel().SelectionFlag.Select)
        self._muted = False
        self._follow_selection()
        self._refresh_foot()

    def _show_failures(self) -> None:
        number = len(self._session.intake.failures)
        what = f"{counted(number, 'input')} could not be read."
        self.failures.say(what if number else "", "Show")

    def _filter(self, text: str) -> None:
        self._muted = True
        self.model.set_filter(text)
        self._muted = False
        self._follow_selection()
        self._refresh_foot()

    def _follow_selection(self) -> None:
        if self._choosing or self.view.selected_count() > 1:
            return  # a selection of several is the user's own
        chosen = self._session.selection.article
        position = self.model.row_of(chosen) if chosen else None
        self._muted = True
        if position is None:
            self.view.selectionModel().clear()
        else:
            self.view.setCurrentIndex(self.model.index(position))
        self._muted = False

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        article = self.model.article(current)
        if article is not None and not self._muted:
            # The selection is still being made: it must not be set from here at the same time.
            self._choosing = True
            self.chosen.emit(article.id)
            self._choosing = False

    def _refresh_foot(self) -> None:
        shown, selected, total = self.model.rowCount(), self.view.selected_count(), len(self._session.corpus.articles)
        text = counted(shown, "article") if shown == total else f"{shown:,} of {counted(total, 'article')}"
        self.count.setText(f"{selected:,} selected" if selected > 1 else text)
        self.edit.setEnabled(selected > 0)
        self.empty.setVisible(shown == 0)
        self.view.setVisible(shown > 0)
        if shown == 0:
            waiting = "Reading…" if self._session.intake.busy else "Drop articles here, or open them with Ctrl+O."
            self.empty.setText("No article passes the filter." if total else waiting)

    def _open_menu(self, point: QPoint) -> None:
        ids = self.selected_ids()
        if not ids:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Set date and publisher…", lambda: self.metadata_wanted.emit(ids))
        menu.addSeparator()
        menu.addAction("Remove for good…", lambda: self._session.purging.wanted.emit(Wish(articles=tuple(ids))))
        menu.popup(self.view.viewport().mapToGlobal(point))


class ArticleDelegate(RowPainter[Article]):
    def __init__(self, theme: Theme, model: ArticleModel, parent: QWidget) -> None:
        super().__init__(Article, ROW_HEIGHT, theme, parent)
        self._model = model

    def paint_row(self, painter: QPainter, article: Article, rect: QRect, font: QFont) -> None:
        left, right = rect.left() + 15, rect.right() - 14
        small, title_font = sized(font, 11), sized(font, 13, medium=True)
        title = title_of(article)
        lines = wrapped(title, title_font, right - left, 2)
        small_height = QFontMetrics(small).lineSpacing()
        height = QFontMetrics(title_font).lineSpacing() * len(lines) + 5 + small_height
        y = rect.top() + (rect.height() - height) // 2
        painter.setPen(self.theme.colour("text"))
        y += draw_lines(painter, title, QRect(left, y, right - left, rect.height()), title_font, 2) + 5

        painter.setFont(small)
        metrics = painter.fontMetrics()
        line = QRect(left, y, right - left, small_height)
        note, colour = note_on(article)
        if not note:
            note, colour = counted(self._model.events_in(article.id), "passage"), "faint"
        painter.setPen(self.theme.colour(colour))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, note)
        day = day_in_words(article.published) if article.published else "no date"
        source = f"{safe_line(article.publisher or (article.id if not article.title else 'Publisher unknown'), 80)} · {day}"
        painter.setPen(self.theme.colour("soft"))
        text = metrics.elidedText(source, Qt.TextElideMode.ElideRight, line.width() - metrics.horizontalAdvance(note) - 10)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def note_on(article: Article) -> tuple[str, str]:
    """What a reader must know about an article, in few words, and its colour."""
    if article.duplicate_of is not None:
        return "Duplicate", "faint"
    if not article.analysed:
        return f"Not analysed ({article.language})", "warn"
    return "", ""
