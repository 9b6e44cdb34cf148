"""Above a ledger: with which other event this one may be one, how likely, and the two answers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.kit.display_text import safe_line
from desktop.kit.flow import flowing
from desktop.kit.theme import SPACE, Theme
from desktop.kit.widgets import ElidedLabel, IconButton, button, column, plain_label, row
from desktop.kit.words import when_in_words
from desktop.session import Session
from desktop.views.words import chance_in_words


class DoubtStrip(QWidget):
    """Shown while the selected event has a doubtful join."""

    stepped = Signal(int)  # the next or the previous of all doubtful joins is wanted

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self.setObjectName("doubt")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.number = plain_label("", "faint")
        self.previous = IconButton(theme, "previous", "Previous events that may be one (Alt+PgUp)", size=16)
        self.next = IconButton(theme, "next", "Next events that may be one (Alt+PgDown)", size=16)
        self.previous.clicked.connect(lambda: self.stepped.emit(-1))
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        self.label = ElidedLabel(lines=2)
        self.quote = ElidedLabel(lines=2)
        self.quote.set_colour(theme.colour("soft"))
        theme.changed.connect(lambda: self.quote.set_colour(theme.colour("soft")))
        self.why = plain_label("", "soft", wrap=True)
        self.join = button("Join")
        self.join.setToolTip("They are one event; Undo parts them again (Ctrl+J)")
        self.join.clicked.connect(session.doubts.join)
        self.apart = button("Keep apart")
        self.apart.setToolTip("They are two events, and it is not asked again; Undo takes it back (Ctrl+Shift+J)")
        self.apart.clicked.connect(session.doubts.keep_apart)
        self.show_other = button("Show it", flat=True)
        self.show_other.setToolTip("Select the other event, with its passages")
        self.show_other.clicked.connect(self._show_other)
        acts, steps = QWidget(), QWidget()
        row(acts, self.join, self.apart, spacing=6)
        row(steps, self.number, self.previous, self.next, spacing=2)
        # The answers stand above, where they are in sight however low the ledger is.
        head = flowing(plain_label("May be the same as", "name"), acts, steps, gap=12, spread=True)
        told = row(None, self.label, self.show_other, spacing=6)
        told.setStretch(0, 1)
        column(self, head, told, self.quote, self.why, margins=(SPACE * 2 - 3, 7, 8, 9), spacing=4)
        session.doubts.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        doubts = self._session.doubts
        doubt = doubts.current
        other = self._session.row(doubts.other(doubt)) if doubt is not None else None
        self.setVisible(other is not None)
        if doubt is None or other is None:
            return
        self.label.setText(f"{safe_line(other.label)}, {_lower(when_in_words(other.when))}")
        self.quote.setText(safe_line(other.quote))
        in_common = "; ".join(safe_line(reason, 200) for reason in doubt.reasons)
        chance = chance_in_words(doubt.score)
        self.why.setText(f"{chance[:1].upper()}{chance[1:]}. In common: {in_common}." if in_common else f"{chance}.")
        self.number.setText(f"{doubts.number} of {len(doubts.queue)}")
        writable = not self._session.snapshot.read_only
        self.join.setEnabled(writable)
        self.apart.setEnabled(writable)

    def _show_other(self) -> None:
        if (doubt := self._session.doubts.current) is not None:
            self._session.selector.event(self._session.doubts.other(doubt))


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
