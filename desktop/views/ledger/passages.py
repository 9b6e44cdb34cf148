"""The passages of an event: each origin's account, and below it its reprints with what they changed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from desktop.kit.display_text import counted, menu_text, plain_tip, safe_line
from desktop.kit.theme import Theme, reading_font, sized
from desktop.kit.widgets import ElidedLabel, button, column, plain_label, row
from desktop.session import EventRow, Session
from desktop.views.ledger.grading import GradeChip
from desktop.views.ledger.marked_text import Mark, MarkedText
from desktop.views.ledger.voices import gradable, source_in_words
from geo.model import Modality, Span
from geo.views.ledger import Account, PieceKind, Told

MODALITY_WORDS = {
    Modality.DENIED: "Denied",
    Modality.PLANNED: "Planned",
    Modality.HYPOTHETICAL: "Supposed",
    Modality.HABITUAL: "In general",
    Modality.ENDED: "Ended",
}
LONGEST = 900  # characters of a passage shown here; the reader has it all


class PassageView(QWidget):
    """One passage: who says it where, its words or how they differ from the first print, its grade, and why it is of this event."""

    wanted = Signal(object)  # Told

    def __init__(self, session: Session, theme: Theme, event: EventRow, told: Told, *, copy: bool = False) -> None:
        super().__init__()
        self.told = told
        self._theme = theme
        article = session.article(told.article)
        assert article is not None
        self.setObjectName("ledgerCopy" if copy else "ledgerPassage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.chosen = QCheckBox()
        self.chosen.setAccessibleName("Take this passage out")
        self.chosen.hide()
        head: list[QWidget | int] = [self.chosen]
        if told.evidence.modality in MODALITY_WORDS:
            head.append(plain_label(MODALITY_WORDS[told.evidence.modality], "apart"))
        speaker, relayed_by = told.evidence.speaker_name, told.evidence.relayed_by
        name = plain_label(safe_line(speaker, 60) if speaker else "No speaker named", "name" if speaker else "faint")
        relayed = f", relayed by {safe_line(relayed_by, 40)}" if relayed_by else ""
        self.where = ElidedLabel(source_in_words(article) + relayed)
        self.where.set_colour(theme.colour("faint"))
        head.extend((name, self.where))
        self.grade = GradeChip(session, gradable(session, told.article, speaker, told.span), told.evidence.grade.code)
        head.append(self.grade)
        shown = "".join(piece.text for piece in told.pieces) if told.pieces else told.span.of(article.text)
        self.words = MarkedText(shown[:LONGEST], reading_font(14), theme.colour("text"), self._marks(event, told))
        self.words.clicked.connect(lambda: self.wanted.emit(told))
        reason = "" if copy else told.reason  # a copy is of this event because it is a copy
        self.reason = plain_label(f"Of this event because: {safe_line(reason, 160)}" if reason else "", "faint", wrap=True)
        self.reason.setVisible(bool(reason))
        line = row(None, *head, spacing=8)
        line.setStretchFactor(self.where, 1)
        column(self, line, self.words, self.reason, margins=(12, 8, 10, 9), spacing=4)

    def show_current(self, current: bool) -> None:
        """Marks the passage that the reader shows."""
        if self.property("current") is not current:
            self.setProperty("current", current)
            self.style().unpolish(self)
            self.style().polish(self)

    def _marks(self, event: EventRow, told: Told) -> list[Mark]:
        theme = self._theme
        if not told.pieces:
            triggers = [m.trigger for m in told.evidence.mentions]
            quantities = [q.span for m in told.evidence.mentions for q in m.quantities]
            marks = [self._at(told, span, underlined=True) for span in triggers]
            return marks + [self._at(told, span) for span in quantities]
        marks, at = [], 0
        for piece in told.pieces:
            end = at + len(piece.text)
            if piece.kind is PieceKind.GONE:
                marks.append(Mark(at, end, colour=theme.colour("faint"), struck=True))
            elif piece.kind is PieceKind.NEW:
                marks.append(Mark(at, end, background=theme.colour("inserted")))
            elif piece.kind is PieceKind.NUMBER:
                marks.append(Mark(at, end, background=theme.colour("warn_soft"), colour=theme.colour("warn")))
            at = end
        return marks

    def _at(self, told: Told, span: Span, *, underlined: bool = False) -> Mark:
        start, end = max(0, span.start - told.span.start), min(LONGEST, span.end - told.span.start)
        return Mark(start, end, background=None if underlined else self._theme.colour("passage_soft"), underlined=underlined)


class AccountView(QWidget):
    """A passage with its reprints folded below it."""

    wanted = Signal(object)  # Told

    def __init__(self, session: Session, theme: Theme, event: EventRow, account: Account) -> None:
        super().__init__()
        self._session, self._theme, self._event, self._account = session, theme, event, account
        self.first = PassageView(session, theme, event, account.first)
        self.first.wanted.connect(self.wanted)
        self.views: list[PassageView] = [self.first]
        parts: list[QWidget] = [self.first]
        self.fold = button("", flat=True)
        self.fold.setFont(sized(self.font(), 12))
        self.fold.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.fold.setStyleSheet("text-align: left;")
        self.holder = QWidget()
        self._inside = column(self.holder, margins=(14, 0, 0, 4), spacing=0)
        self.holder.hide()
        if account.copies:
            self.fold.clicked.connect(self.unfold)
            holder = QWidget()
            row(holder, self.fold, margins=(6, 0, 0, 2))
            parts.append(holder)
            self._say()
        column(self, *parts, self.holder, spacing=0)

    def unfold(self) -> None:
        """Shows or hides the copies, which are made when they are first wanted."""
        if len(self.views) == 1:
            for told in self._account.copies:
                view = PassageView(self._session, self._theme, self._event, told, copy=True)
                view.wanted.connect(self.wanted)
                view.chosen.setVisible(self.first.chosen.isVisible())
                self.views.append(view)
                self._inside.addWidget(view)
        self.holder.setVisible(self.holder.isHidden())
        self._say()

    def _say(self) -> None:
        copies = self._account.copies
        outlets = dict.fromkeys(self._outlet(told) for told in copies)
        by = f"by {', '.join(outlets)}" if len(outlets) <= 3 else f"in {len(outlets)} outlets"
        edits = self._account.edits
        compared = any(told.pieces for told in copies)
        changed = f", {counted(edits, 'edit')}" if edits else ", word for word" if compared else ""
        sign = "Hide" if not self.holder.isHidden() else "Show"
        self.fold.setText(f"{sign} {counted(len(copies), 'reprint')} {menu_text(by, 90)}{changed}")
        self.fold.setToolTip(plain_tip(safe_line(f"{by}{changed}")))

    def _outlet(self, told: Told) -> str:
        article = self._session.article(told.article)
        return "" if article is None else safe_line(article.publisher or article.id, 40)
