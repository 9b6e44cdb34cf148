"""The list of events: what was reported, when and where, and how many sources say so."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFont, QFontMetrics, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from desktop.kit.display_text import counted, safe_line
from desktop.kit.flow import flowing
from desktop.kit.row_painting import RowPainter, draw_line
from desktop.kit.theme import SPACE, Theme, sized, type_colour
from desktop.kit.widgets import Chip, Notice, RowView, SearchField, button, column, plain_label, row
from desktop.kit.words import when_in_words
from desktop.session import EventRow, Session
from desktop.session.grading import ANY_GRADE, GradeFilter
from desktop.session.traits import Traits
from desktop.views.events.model import EventFilter, EventModel, Order
from desktop.views.events.traits import TraitsFilter
from geo.grades import Credibility, Reliability
from geo.model import EventClass, EventType, Modality

ROW_HEIGHT = 92
ICON = 13
AT_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CLASS_NAMES = {
    EventClass.PHYSICAL: "Happenings",
    EventClass.MEETING: "Meetings",
    EventClass.STATEMENT: "Statements",
    EventClass.BACKGROUND: "Background",
}
SAME = "same as another?"
UNREAL = {Modality.HYPOTHETICAL: "supposed", Modality.HABITUAL: "in general"}
CLASS_TIPS = {
    EventClass.PHYSICAL: "What is reported to have happened: strikes, clashes, moves",
    EventClass.MEETING: "Meetings and talks; not drawn on the map",
    EventClass.STATEMENT: "What somebody said, without anything happening; not drawn on the map",
    EventClass.BACKGROUND: "What articles tell to explain, without a time of its own; not drawn on the map",
}
FILTER_PAUSE_MS = 120  # after the last key, so that typing does not filter at each letter


class EventList(QWidget):
    chosen = Signal(str)  # event id
    activated = Signal(str)  # double click or Enter
    filter_changed = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = EventModel(self)
        self.search = SearchField(theme, "Filter events")
        self._pause = QTimer(self, singleShot=True, interval=FILTER_PAUSE_MS)
        self._pause.timeout.connect(self._apply_text)
        self.search.textChanged.connect(lambda: self._pause.start())
        self.types = Chip("All types")
        self.types.setPopupMode(Chip.ToolButtonPopupMode.InstantPopup)
        self.types.setMenu(QMenu(self.types))
        self.types.menu().aboutToShow.connect(self._fill_types)
        self.order = Chip(Order.FOUND.value)
        self.order.setPopupMode(Chip.ToolButtonPopupMode.InstantPopup)
        self.order.setMenu(self._order_menu())
        self.grades = Chip("Any grade")
        self.grades.setToolTip("Events by the grades that you gave their sources and passages")
        self.grades.setPopupMode(Chip.ToolButtonPopupMode.InstantPopup)
        self.grades.setMenu(self._grade_menu())
        self.rejected = Chip("Rejected", checkable=True)
        self.rejected.toggled.connect(self._show_rejected)

        self.doubtful = Chip("May be one", checkable=True)
        self.doubtful.setToolTip("Events that may be the same as another: open the ledger to join them or keep them apart")
        self.doubtful.toggled.connect(self._show_doubtful)

        self.words = Chip("", checkable=True)
        self.words.setToolTip("Only events of articles in which these words stand; click to show all again")
        self.words.hide()
        self.words.clicked.connect(lambda: self.only_articles(None, ""))
        self.traits = TraitsFilter(self)
        self.traits.changed.connect(self._choose_traits)
        self.classes = {each: Chip(words, checkable=True) for each, words in CLASS_NAMES.items()}
        for each, chip in self.classes.items():
            chip.toggled.connect(self._choose_classes)
            chip.setToolTip(CLASS_TIPS[each])
        self.class_row = flowing(*self.classes.values())
        self.here = Notice()
        self.here.acted.connect(self.widen)
        self.view = RowView(ROW_HEIGHT)
        self.view.setModel(self.model)
        self.view.setItemDelegate(EventDelegate(theme, self.view))
        self.view.setAccessibleName("Events")
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._refresh_foot())
        self.view.activated.connect(self._activate)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.view, context=Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.reject_or_restore)

        self.empty = plain_label("", "soft", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(24, 32, 24, 0)
        self.count = plain_label("", "faint")
        self.decide = button("Reject")
        self.decide.setToolTip("Take the selected events off the map; Undo brings them back (Delete)")
        self.decide.clicked.connect(self.reject_or_restore)
        foot = QWidget()
        foot.setObjectName("strip")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row(foot, self.count, 1, self.decide, margins=(SPACE * 2, 7, SPACE + 4, 7))
        traits = (self.traits.more, *self.traits.chosen.values())
        column(
            self,
            column(
                None,
                self.search,
                flowing(self.types, self.order, self.grades, self.doubtful, self.rejected, self.words, *traits),
                self.class_row,
                margins=(12, 10, 12, 10),
            ),
            self.here,
            self.empty,
            self.view,
            foot,
            spacing=0,
        )
        for place in (self.empty, self.view):
            self.layout().setStretchFactor(place, 1)  # type: ignore[union-attr]
        self._muted = False
        self._choosing = False
        session.changed.connect(self._show_corpus)
        session.intake.busy_changed.connect(self._refresh_foot)
        session.selected.connect(lambda _: self._follow_selection())
        theme.changed.connect(self.view.viewport().update)
        self._show_corpus()

    # --- what others call -----------------------------------------------------------------------------------------

    def set_filter(self, chosen: EventFilter) -> None:
        self._refilter(chosen)

    def step(self, by: int) -> None:
        """Goes to the next or previous event of the list, as the arrow keys do."""
        count = self.model.rowCount()
        if count:
            current = self.view.currentIndex()
            target = (current.row() + by if current.isValid() else 0 if by > 0 else count - 1) % count
            self.view.setCurrentIndex(self.model.index(target))

    def show_only(self, event_ids: list[str], place: str) -> None:
        """Lists the events of one marker until the user wants all again."""
        self._muted = True
        self.model.narrow(event_ids)
        self._muted = False
        events = counted(self.model.rowCount(), "event")
        self.here.say(f"{events} at {safe_line(place, 60)}" if place else f"{events} at one place", "Show all")
        self._follow_selection()
        self._refresh_foot()

    def only_articles(self, article_ids: frozenset[str] | None, words: str) -> None:
        """Lists the events that one of these articles tells; None takes the filter back."""
        self.words.setText(f"“{safe_line(words, 22)}”")
        self.words.setVisible(article_ids is not None)
        self.words.setChecked(article_ids is not None)
        self._refilter(replace(self.model.filter, articles=article_ids))

    def widen(self) -> None:
        self._muted = True
        self.model.narrow(None)
        self._muted = False
        self.here.say("")
        self._follow_selection()
        self._refresh_foot()

    def selected_ids(self) -> list[str]:
        rows = (self.model.event_row(index) for index in self.view.selectionModel().selectedIndexes())
        return [r.id for r in rows if r is not None]

    def reject_or_restore(self) -> None:
        ids = self.selected_ids()
        if self.model.filter.rejected:
            self._session.judging.restore_events(ids)
        else:
            self._session.judging.reject_events(ids)

    # --- inside ---------------------------------------------------------------------------------------------------

    def _show_corpus(self) -> None:
        self._muted = True
        self.model.narrow(None)
        self.here.say("")
        self.model.show(self._session.digest)
        if not self.model.rejected_count() and self.model.filter.rejected:
            self.rejected.setChecked(False)
        if not self.model.doubtful_count() and self.model.filter.doubtful:
            self.doubtful.setChecked(False)
        if self.model.filter.articles is not None and not self.model.filter.articles <= {a.id for a in self._session.corpus.articles}:
            self.only_articles(None, "")
        if not self.model.any_graded and self.model.filter.grade:
            self._choose_grade(ANY_GRADE)
        self.traits.show_digest(self._session.digest)
        self._muted = False
        self._show_classes()
        self.grades.setVisible(self.model.any_graded)
        self.doubtful.setText(f"May be one {self.model.doubtful_count():,}")
        self.doubtful.setVisible(self.model.doubtful_count() > 0)
        self.rejected.setText(f"Rejected {self.model.rejected_count():,}")
        self.rejected.setVisible(self.model.rejected_count() > 0)
        self._follow_selection()
        self._refresh_foot()
        self.filter_changed.emit()

    def _refilter(self, chosen: EventFilter) -> None:
        if chosen == self.model.filter:
            return
        self._muted = True
        self.model.set_filter(chosen)
        self._muted = False
        self._follow_selection()
        self._refresh_foot()
        self.filter_changed.emit()

    def _apply_text(self) -> None:
        self._refilter(replace(self.model.filter, text=self.search.text()))

    def _show_rejected(self, shown: bool) -> None:
        self._refilter(replace(self.model.filter, rejected=shown))

    def _show_doubtful(self, shown: bool) -> None:
        self._refilter(replace(self.model.filter, doubtful=shown))

    def _choose_traits(self, chosen: Traits) -> None:
        self._refilter(replace(self.model.filter, traits=chosen))

    def _follow_selection(self) -> None:
        if self._choosing:
            return
        chosen = self._session.selection.event
        position = self.model.row_of(chosen) if chosen else None
        self._muted = True
        if position is None:
            if self.view.selected_count() <= 1:
                self.view.selectionModel().clear()
        else:
            index = self.model.index(position)
            if self.view.currentIndex() != index or not self.view.selectionModel().isSelected(index):
                self.view.setCurrentIndex(index)
            self.view.scrollTo(index)
        self._muted = False

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        chosen = self.model.event_row(current)
        if chosen is not None and not self._muted:
            # The selection is still being made: it must not be set from here at the same time.
            self._choosing = True
            self.chosen.emit(chosen.id)
            self._choosing = False

    def _activate(self, index: QModelIndex) -> None:
        chosen = self.model.event_row(index)
        if chosen is not None:
            self.activated.emit(chosen.id)

    def _refresh_foot(self) -> None:
        shown, selected = self.model.rowCount(), self.view.selected_count()
        total = len(self._session.digest.rows) - self.model.rejected_count()
        if self.model.filter.rejected:
            text = f"{shown:,} rejected"
        else:
            text = counted(shown, "event") if shown == total else f"{shown:,} of {counted(total, 'event')}"
        self.count.setText(f"{selected:,} selected" if selected > 1 else text)
        self.decide.setText("Restore" if self.model.filter.rejected else "Reject")
        self.decide.setEnabled(selected > 0)
        self.empty.setVisible(shown == 0)
        self.view.setVisible(shown > 0)
        if shown == 0:
            waiting = "Reading…" if self._session.intake.busy else "Events that the articles report are listed here."
            self.empty.setText("No event passes the filter." if total else waiting)

    def _fill_types(self) -> None:
        menu = self.types.menu()
        menu.clear()
        counts = self.model.type_counts()
        chosen = self.model.filter.types
        everything = menu.addAction("All types")
        everything.triggered.connect(lambda: self._choose_types(None))
        menu.addSeparator()
        for kind, number in counts.items():
            action = menu.addAction(f"{kind.value}   {number:,}")
            action.setCheckable(True)
            action.setChecked(chosen is None or kind in chosen)
            action.triggered.connect(lambda _=False, kind=kind: self._toggle_type(kind))
        if counts:
            menu.addSeparator()
            menu.addAction("Only what happened", lambda: self.classes[EventClass.PHYSICAL].setChecked(True))

    def _toggle_type(self, kind: EventType) -> None:
        every = frozenset(self.model.type_counts())
        # The first choice from "all" means: only this one.
        chosen = frozenset({kind}) if self.model.filter.types is None else self.model.filter.types ^ {kind}
        self._choose_types(None if not chosen or chosen >= every else chosen)

    def _choose_types(self, chosen: frozenset[EventType] | None) -> None:
        names = [kind.value for kind in chosen or ()]
        text = names[0] if len(names) == 1 else f"{len(names)} types" if names else "All types"
        self.types.setText(text if len(text) < 22 else text[:20] + "…")
        self.types.setChecked(chosen is not None)
        self._refilter(replace(self.model.filter, types=chosen))

    def _show_classes(self) -> None:
        """A chip for each class that there is; none where all events are of one."""
        counts = self.model.class_counts()
        chosen = self.model.filter.classes or frozenset()
        for each, chip in self.classes.items():
            chip.setText(f"{CLASS_NAMES[each]} {counts.get(each, 0):,}")
            chip.setVisible(each in counts)
        self.class_row.setVisible(len(counts) > 1 or bool(chosen))
        if chosen and not chosen & counts.keys():
            for chip in self.classes.values():
                chip.setChecked(False)

    def _choose_classes(self) -> None:
        chosen = frozenset(each for each, chip in self.classes.items() if chip.isChecked())
        self._refilter(replace(self.model.filter, classes=chosen or None))

    def _order_menu(self) -> QMenu:
        menu = QMenu(self.order)
        for order in Order:
            menu.addAction(order.value, lambda _=False, order=order: self._reorder(order))
        return menu

    def _reorder(self, order: Order) -> None:
        self.order.setText(order.value)
        self._muted = True
        self.model.set_order(order)
        self._muted = False
        self._follow_selection()

    def _grade_menu(self) -> QMenu:
        menu = QMenu(self.grades)
        menu.addAction("Any grade", lambda: self._choose_grade(ANY_GRADE))
        menu.addAction("Graded", lambda: self._choose_grade(GradeFilter(graded=True)))
        menu.addAction("Not graded", lambda: self._choose_grade(GradeFilter(graded=False)))
        menu.addSection("Source")
        for least in (Reliability.A, Reliability.B, Reliability.C):
            chosen = GradeFilter(reliability=least)
            menu.addAction(f"{least.value} or better   {least.words}", lambda chosen=chosen: self._choose_grade(chosen))
        menu.addSection("Statement")
        for credible in (Credibility.ONE, Credibility.TWO, Credibility.THREE):
            chosen = GradeFilter(credibility=credible)
            menu.addAction(f"{credible.value} or better   {credible.words}", lambda chosen=chosen: self._choose_grade(chosen))
        menu.addSection("Both")
        chosen = GradeFilter(reliability=Reliability.B, credibility=Credibility.TWO)
        menu.addAction("B2 or better", lambda: self._choose_grade(chosen))
        return menu

    def _choose_grade(self, chosen: GradeFilter) -> None:
        self.grades.setText(chosen.words or "Any grade")
        self._refilter(replace(self.model.filter, grade=chosen))

    def _open_menu(self, point: QPoint) -> None:
        ids = self.selected_ids()
        if not ids:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        show = QAction("Show on map and in reader", menu)
        show.triggered.connect(lambda: self.activated.emit(ids[0]))
        what = f"{len(ids)} events" if len(ids) > 1 else "event"
        decide = QAction(f"{'Restore' if self.model.filter.rejected else 'Reject'} {what}", menu)
        decide.triggered.connect(self.reject_or_restore)
        menu.addActions([show, decide])
        if len(ids) > 1 and not self.model.filter.rejected:
            join = QAction(f"Join {what} into one", menu)
            join.triggered.connect(lambda: self._session.judging.join_events(ids))
            menu.addAction(join)
        menu.popup(self.view.viewport().mapToGlobal(point))


class EventDelegate(RowPainter[EventRow]):
    """Paints a row: what is reported, the words that report it, and the counts of its sources with its date."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(EventRow, ROW_HEIGHT, theme, parent)

    def paint_row(self, painter: QPainter, event: EventRow, rect: QRect, font: QFont) -> None:
        left, right = rect.left() + 33, rect.right() - 14
        width = right - left
        type_font, quote_font, small = sized(font, 13, medium=True), sized(font, 12), sized(font, 11)
        where = " · ".join(filter(None, [safe_line(event.where, 200), safe_line(event.actor, 60)]))
        lines = [type_font, font, quote_font, small] if where else [type_font, quote_font, small]
        heights = [QFontMetrics(font).lineSpacing() for font in lines]
        y = rect.top() + (rect.height() - sum(heights) - 5) // 2

        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("line") if event.rejected else type_colour(self.theme.colours, event.type))
        painter.drawEllipse(QRectF(rect.left() + 15, y + (heights[0] - 9) / 2, 9, 9))
        date = when_in_words(event.when, short=True)
        dated = event.when is not None and event.when.start is not None
        date_width = min(QFontMetrics(small).horizontalAdvance(date) + 2, width * 3 // 5)
        if event.rejected:
            type_font.setStrikeOut(True)
        painter.setPen(self.theme.colour("faint" if event.rejected else "text"))
        first, beside = y, 34 if event.grade else 0
        if event.doubts:
            beside += self._paint_doubt(painter, event, QRect(left, y, width - beside, heights[0]), type_font, small)
        if event.unreal is not None:
            beside += self._paint_unreal(painter, event.unreal, QRect(left, y, width - beside, heights[0]), small) + 8
            painter.setPen(self.theme.colour("faint" if event.rejected else "text"))
        draw_line(painter, event.type.value, QRect(left, y, width - beside, heights[0]), type_font)
        y += heights[0] + 1
        if where:
            draw_line(painter, where, QRect(left, y, width, heights[1]), font)
            y += heights[1]
        painter.setPen(self.theme.colour("faint" if event.rejected else "soft"))
        draw_line(painter, safe_line(event.quote, 200), QRect(left, y, width, heights[-2]), quote_font)
        y += heights[-2] + 4
        # The date stands below: beside the type it would cut off the longer types.
        painter.setPen(self.theme.colour("soft" if dated else "faint"))
        draw_line(painter, date, QRect(right - date_width, y, date_width, heights[-1]), small)
        painter.setPen(self.theme.colour("faint"))
        painter.setFont(small)
        self._paint_sources(painter, event, QRect(left, y, width - date_width - 8, heights[-1]))
        if event.grade:
            painter.setPen(self.theme.colour("accent"))
            painter.setFont(sized(font, 11, bold=True))
            painter.drawText(QRect(left, first, width, heights[0]), AT_RIGHT, event.grade)

    def _paint_unreal(self, painter: QPainter, modality: Modality, rect: QRect, font: QFont) -> int:
        """Says that nobody reports it to have happened. Returns the width used."""
        words = UNREAL.get(modality, modality.value)
        painter.setFont(font)
        painter.setPen(self.theme.colour("warn"))
        painter.drawText(rect, AT_RIGHT, words)
        return QFontMetrics(font).horizontalAdvance(words)

    def _paint_doubt(self, painter: QPainter, event: EventRow, rect: QRect, type_font: QFont, font: QFont) -> int:
        """Says that it may be one with another event; where the type would have no room, in a sign. Returns the width used."""
        taken = QFontMetrics(font).horizontalAdvance(SAME) + 8
        if event.unreal is None and QFontMetrics(type_font).horizontalAdvance(event.type.value) + taken <= rect.width():
            painter.setFont(font)
            painter.setPen(self.theme.colour("accent"))
            painter.drawText(rect, AT_RIGHT, SAME)
            return taken
        icon = self.theme.pixmap("merge", "accent", ICON, painter.device().devicePixelRatioF())
        painter.drawPixmap(rect.right() - ICON, rect.top() + (rect.height() - ICON) // 2, icon)
        return ICON + 8

    def _paint_sources(self, painter: QPainter, event: EventRow, rect: QRect) -> None:
        """Articles, independent origins, speakers, parties; a warning where the sources disagree."""
        metrics = painter.fontMetrics()
        scale = painter.device().devicePixelRatioF()
        top = rect.top() + (rect.height() - ICON) // 2
        x = rect.left()
        counts = event.sources
        numbers = (counts.articles, counts.origins, counts.speakers, counts.parties)
        for icon, number in zip(("article", "origins", "speaker", "party"), numbers, strict=True):
            text = f"{number:,}"
            step = ICON + 4 + metrics.horizontalAdvance(text) + 10
            if not number or x + step > rect.right():
                continue
            painter.drawPixmap(x, top, self.theme.pixmap(icon, "faint", ICON, scale))
            beside = QRect(x + ICON + 4, rect.top(), 60, rect.height())
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            x += step
        if event.event is not None and event.event.disagreements and x + ICON <= rect.right():
            painter.drawPixmap(x, top, self.theme.pixmap("warning", "warn", ICON, scale))
