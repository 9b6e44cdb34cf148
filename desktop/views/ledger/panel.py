"""The ledger of the selected event, with what a person can do to it: grade, take passages out, join it with another, and undo."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QStackedWidget, QToolButton, QWidget

from desktop.kit.display_text import counted, plain_tip, safe_line
from desktop.kit.theme import SPACE, Theme, sized, type_colour
from desktop.kit.widgets import ElidedLabel, IconButton, Notice, button, column, plain_label, row
from desktop.kit.words import when_in_words
from desktop.session import EventRow, Session
from desktop.views.ledger.doubt import DoubtStrip
from desktop.views.ledger.lines import Lines, section
from desktop.views.ledger.passages import AccountView, PassageView
from geo.views.ledger import Badge, Ledger, Told, Voice, ledger

MOST_ACCOUNTS = 30  # shown at once; an event told by thousands would take seconds to lay out
NOUNS = {"articles": "article", "origins": "independent origin", "speakers": "speaker", "parties": "party"}
ICONS = {"articles": "article", "origins": "origins", "speakers": "speaker", "parties": "party"}
MOST_ITEMS = 12


class LedgerPanel(QWidget):
    join_wanted = Signal(str)  # event id: another event is to be chosen, with which it is one
    closed = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self._built: tuple[object, ...] | None = None
        self._event: EventRow | None = None
        self._accounts: list[AccountView] = []
        self.ledger: Ledger | None = None
        self.lines: Lines | None = None
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.dot = QWidget()
        self.dot.setFixedSize(10, 10)
        self.label = ElidedLabel()
        self.label.setFont(sized(self.font(), 15, medium=True))
        self.when = plain_label("", "soft")
        self.take_out = button("Take out…", flat=True)
        self.take_out.setToolTip("Choose passages that tell of another happening, and make them an event of their own")
        self.take_out.clicked.connect(lambda: self._choose(True))
        self.join = button("Join…", flat=True)
        self.join.setToolTip("Say that another event of the list is this one")
        self.join.clicked.connect(lambda: self._event and self.join_wanted.emit(self._event.id))
        close = IconButton(theme, "close", "Close the ledger (F9)", size=16)
        close.clicked.connect(self.closed)
        self.badges = Badges()
        head = QWidget()
        head.setObjectName("head")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title = row(None, self.dot, self.label, self.when, close, spacing=8)
        title.setStretch(1, 1)
        told = row(None, self.badges, self.take_out, self.join, spacing=2)
        told.setStretch(0, 1)
        column(head, title, told, margins=(SPACE * 2, 8, 8, 9), spacing=6)
        self.doubt = DoubtStrip(session, theme)
        self.parting = Notice(name="banner")
        self.parting.acted.connect(self._part)
        self.body = QScrollArea()
        self.body.setObjectName("ledgerBody")
        self.body.setFrameShape(QFrame.Shape.NoFrame)
        self.body.setWidgetResizable(True)
        self.body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.setAccessibleName("Ledger")
        scrolled = QWidget()
        scrolled.setObjectName("panel")
        self._content = QWidget()
        self._scrolled = column(scrolled, self.doubt, self._content, spacing=0)
        self._scrolled.setStretch(1, 1)
        self.body.setWidget(scrolled)
        page = QWidget()
        column(page, head, self.parting, self.body, spacing=0)
        page.layout().setStretch(2, 1)  # type: ignore[union-attr]
        nothing = plain_label(
            "Select an event: its ledger shows what the sources agree on, what they dispute, and in whose words.", "soft", wrap=True
        )
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        nothing.setContentsMargins(60, 20, 60, 20)
        self.pages = QStackedWidget()
        self.pages.addWidget(nothing)
        self.pages.addWidget(page)
        column(self, self.pages, spacing=0)
        session.selected.connect(lambda _: self.refresh())
        theme.changed.connect(self._restyle)

    # --- what others call -----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Shows the selected event; while hidden, nothing is made."""
        if not self.isVisible():
            return
        row_ = self._session.row(self._session.selection.event)
        told = row_ is not None and row_.event is not None
        self.pages.setCurrentIndex(1 if told else 0)
        if row_ is None or row_.event is None:
            self._built, self._event = None, None
            return
        self.doubt.refresh()
        key = (row_.id, self._session.digest.book, self._theme.dark)  # each snapshot has a book of its own
        if key != self._built:
            kept = self.body.verticalScrollBar().value() if self._built is not None and self._built[0] == row_.id else 0
            self._built = key
            self._build(row_)
            self.body.verticalScrollBar().setValue(kept)
        self._mark_current()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()

    def passages(self) -> list[PassageView]:
        """The passages that are shown, reprints of an unfolded account among them."""
        return [view for account in self._accounts for view in account.views]

    # --- building -------------------------------------------------------------------------------------------------

    def _build(self, event: EventRow) -> None:
        assert event.event is not None
        self._event = event
        self.ledger = ledger(event.event, self._session.digest.book)
        self.dot.setStyleSheet(f"background: {type_colour(self._theme.colours, event.type).name()}; border-radius: 5px;")
        self.label.setText(safe_line(event.label))
        self.when.setText(when_in_words(event.when))
        self.badges.show_badges([BadgeView(self._theme, badge) for badge in self.ledger.badges])
        self.lines = Lines(self._session, self._theme, self.ledger)
        self.lines.wanted.connect(self._open_voice)
        self.lines.event_wanted.connect(self._session.selector.event)
        content = QWidget()
        content.setObjectName("panel")
        layout = column(content, self.lines, spacing=0)
        accounts = self.ledger.accounts
        self._accounts = []
        passages = sum(1 + len(a.copies) for a in accounts)
        note = counted(passages, "passage") + (f" in {counted(len(accounts), 'account')}" if len(accounts) < passages else "")
        layout.addWidget(section("In their own words", note))
        for account in accounts[:MOST_ACCOUNTS]:
            view = AccountView(self._session, self._theme, event, account)
            view.wanted.connect(self._open_told)
            self._accounts.append(view)
            layout.addWidget(view)
        if len(accounts) > MOST_ACCOUNTS:
            layout.addWidget(
                _margined(plain_label(f"and {len(accounts) - MOST_ACCOUNTS:,} more: step through them with Alt+Right", "faint"))
            )
        if self.ledger.reasons:
            layout.addWidget(section("Why these passages are one event"))
            for reason in self.ledger.reasons:
                layout.addWidget(_margined(plain_label(f"·  {safe_line(reason, 200)}", "soft", wrap=True)))
        layout.addSpacing(12)
        layout.addStretch(1)
        self._scrolled.replaceWidget(self._content, content)
        self._content.hide()
        self._content.deleteLater()
        content.show()
        self._content = content
        mentions = {m.id for account in accounts for told in (account.first, *account.copies) for m in told.evidence.mentions}
        self.take_out.setEnabled(passages > 1 and len(mentions) > 1)
        self._choose(False)

    def _mark_current(self) -> None:
        here = (self._session.selection.article, self._session.selection.span)
        for view in self.passages():
            view.show_current((view.told.article, view.told.span) == here)

    def _restyle(self) -> None:
        self._built = None
        self.refresh()

    # --- opening ----------------------------------------------------------------------------------------------------

    def _open_voice(self, voice: Voice) -> None:
        if self._event is not None:
            self._session.selector.claim(self._event.id, voice.article, voice.passage, voice.span)

    def _open_told(self, told: Told) -> None:
        if self._event is not None:
            self._session.selector.claim(self._event.id, told.article, told.span)

    # --- taking out ---------------------------------------------------------------------------------------------------

    def _choose(self, choosing: bool) -> None:
        """Boxes beside the passages, or none."""
        for account in self._accounts:
            if choosing and account.holder.isHidden() and account.fold.text():
                account.unfold()
        for view in self.passages():
            view.chosen.setVisible(choosing)
            view.chosen.setChecked(False)
            if choosing:
                view.chosen.toggled.connect(self._say_chosen)
        self.take_out.setVisible(not choosing)
        self._say_chosen() if choosing else self.parting.say("")

    def _taken(self) -> list[str]:
        return [
            m.id for view in self.passages() if view.chosen.isVisible() and view.chosen.isChecked() for m in view.told.evidence.mentions
        ]

    def _say_chosen(self, _checked: bool = False) -> None:
        number = sum(view.chosen.isChecked() for view in self.passages())
        total = len(self.passages())
        if not number:
            self.parting.say("Tick the passages that tell of another happening.", "Cancel")
        elif number == total:
            self.parting.say("At least one passage must stay.", "Cancel")
        else:
            self.parting.say(
                f"{counted(number, 'passage')} will be an event of their own." if number > 1 else "1 passage will be an event of its own.",
                "Take out",
            )

    def _part(self) -> None:
        taken = self._taken()
        number = sum(view.chosen.isChecked() for view in self.passages())
        event = self._event
        self._choose(False)
        if event is not None and taken and number < len(self.passages()):
            self._session.judging.split_event(event.id, taken)


class Badges(QWidget):
    """The counts of sources side by side; where they have no room, in fewer words or in numbers beside their pictures."""

    def __init__(self) -> None:
        super().__init__()
        self._views: list[BadgeView] = []
        self._row = row(self, 1, spacing=6)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_badges(self, views: Sequence[BadgeView]) -> None:
        for old in self._views:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._views = list(views)
        for place, view in enumerate(self._views):
            self._row.insertWidget(place, view)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for length in range(3):
            for view in self._views:
                view.setText(view.lengths[length])
            if sum(view.sizeHint().width() + self._row.spacing() for view in self._views) <= self.width():
                return


class BadgeView(QToolButton):
    """A count of sources with its picture; what was counted, and how, is told where the mouse rests or on a click."""

    def __init__(self, theme: Theme, badge: Badge) -> None:
        super().__init__()
        self.badge = badge
        noun = NOUNS[badge.kind]
        self.setProperty("badge", True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIcon(theme.icon(ICONS[badge.kind]))
        self.words = counted(badge.count, noun, "parties" if badge.kind == "parties" else None)
        self.lengths = self.words, self.words.replace("independent ", ""), f"{badge.count:,}"
        listed = [f"{k}. {safe_line(item, 140)}" for k, item in enumerate(badge.items[:MOST_ITEMS], 1)]
        more = [f"and {len(badge.items) - MOST_ITEMS} more"] if len(badge.items) > MOST_ITEMS else []
        self.setToolTip(plain_tip("\n".join([f"{self.words}: {badge.how}", *listed, *more])))
        self.setAccessibleName(self.words)
        self.setAccessibleDescription(badge.how)


def _margined(label: QLabel) -> QWidget:
    holder = QWidget()
    line = row(holder, label, margins=(16, 1, 14, 3))
    line.setStretch(0, 1)
    return holder
