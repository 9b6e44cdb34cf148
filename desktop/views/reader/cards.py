"""What stands above and below the article: the selected event, the article's heading, the legend of its place names."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.kit.display_text import counted, safe_line
from desktop.kit.flow import flowing
from desktop.kit.theme import SPACE, Theme, role_colour, sized, type_colour
from desktop.kit.widgets import ElidedLabel, IconButton, button, column, plain_label, row
from desktop.kit.words import day_in_words, title_of, when_in_words
from desktop.session import EventRow, Session
from desktop.views.reader.carried import CarriedNotes
from desktop.views.reader.reach import ReachNotes
from desktop.views.words import sources_in_words
from geo.model import Article, Disagreement, EventMention, Role, Span


class EventCard(QWidget):
    """The selected event: type, date, label, how it is confirmed, where its sources disagree, and which passage this is."""

    ledger_wanted = Signal()

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self.setObjectName("head")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.dot = QWidget()
        self.dot.setFixedSize(10, 10)
        self.kind = plain_label("", "soft")
        self.when = plain_label("", "soft")
        self.label = ElidedLabel(lines=3)
        self.label.setFont(sized(self.font(), 15, medium=True))
        self.sources = plain_label("", "soft", wrap=True)
        self.dispute = plain_label("", "warn", wrap=True)
        self.carried = CarriedNotes(session)
        self.reach = ReachNotes(session)
        self.passage = plain_label("", "soft")
        self.previous = IconButton(theme, "previous", "Previous passage (Alt+Left)", size=16)
        self.next = IconButton(theme, "next", "Next passage (Alt+Right)", size=16)
        self.previous.clicked.connect(lambda: session.selector.step_passage(-1))
        self.next.clicked.connect(lambda: session.selector.step_passage(1))
        self.ledger = button("Ledger")
        self.ledger.setToolTip("What the sources of this event agree on and what they dispute (F9)")
        self.ledger.clicked.connect(self.ledger_wanted)
        self.decide = button("Reject")
        self.decide.setToolTip("Take this event off the map; Undo brings it back (Ctrl+Backspace)")
        self.decide.clicked.connect(self._decide)
        self.steps, self.acts = QWidget(), QWidget()  # in a narrow reader one below the other
        row(self.steps, self.previous, self.passage, self.next, spacing=4)
        row(self.acts, self.ledger, self.decide, spacing=4)
        column(
            self,
            _shared(flowing(self.kind, self.when, spread=True), before=self.dot),
            self.label,
            self.sources,
            self.dispute,
            self.carried,
            self.reach,
            flowing(self.steps, self.acts, gap=4),
            margins=(SPACE * 2, 12, SPACE * 2, 10),
            spacing=6,
        )

    def show_event(self, event: EventRow | None, article: str, span: Span | None) -> None:
        self.setVisible(event is not None)
        if event is None:
            return
        self.dot.setStyleSheet(f"background: {type_colour(self._theme.colours, event.type).name()}; border-radius: 5px;")
        self.kind.setText(event.type.value)
        self.when.setText(when_in_words(event.when))
        self.label.setText(safe_line(event.label))
        self.sources.setText(sources_in_words(event))
        disputes = event.event.disagreements if event.event else ()
        self.dispute.setText("\n".join(_dispute(d) for d in disputes[:3]))
        self.dispute.setVisible(bool(disputes))
        self.carried.show_event(event)
        self.reach.show_event(event)
        passages = event.passages
        here = (article, span)
        number = next((i for i, passage in enumerate(passages, 1) if passage == here), None)
        self.passage.setText(f"Passage {number} of {len(passages)}" if number else counted(len(passages), "passage"))
        for step in (self.previous, self.next):
            step.setEnabled(len(passages) > 1)
        self.decide.setText("Restore" if event.rejected else "Reject")
        self.ledger.setVisible(event.event is not None)

    def _decide(self) -> None:
        event = self._session.row(self._session.selection.event)
        if event is not None and event.rejected:
            self._session.judging.restore_events([event.id])
        elif event is not None:
            self._session.judging.reject_events([event.id])


class ArticleHeading(QWidget):
    """Title, publisher, date and speaker of what is read; what is not known is said to be so."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("head")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = ElidedLabel(lines=3)
        self.title.setFont(sized(self.font(), 17, bold=True))
        self.source = plain_label("", "soft", wrap=True)
        self.speaker = plain_label("", "", wrap=True)
        self.badge = plain_label("Sample", "badge")
        column(
            self,
            self.title,
            _shared(self.source, behind=self.badge),
            self.speaker,
            margins=(SPACE * 2, 12, SPACE * 2, 12),
            spacing=5,
        )

    def show_article(self, article: Article, mention: EventMention | None, among_others: bool) -> None:
        """`among_others`: the window's own badge is not enough where sample and other articles are open together."""
        self.title.setText(title_of(article))
        publisher = safe_line(article.publisher, 80) if article.publisher else "Publisher unknown"
        if not article.title:
            publisher = f"{safe_line(article.id, 80)} · {publisher}"
        day = day_in_words(article.published) if article.published else "date not given"
        self.source.setText(f"{publisher} · {day}")
        self.badge.setVisible(article.sample and among_others)
        self.speaker.setText(_speaker(mention))
        self.speaker.setVisible(bool(self.speaker.text()))


class RoleLegend(QWidget):
    """What the three colours of place names mean."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._dots = {role: plain_label("●") for role in Role}
        words = {Role.EVENT: "happens here", Role.CONTEXT: "only named", Role.ACTOR: "acts or speaks"}
        entries: list[QWidget] = []
        for role, dot in self._dots.items():
            word = plain_label(words[role], "faint")
            word.setFont(sized(self.font(), 11))
            entries.append(QWidget())
            row(entries[-1], dot, word, spacing=5)
        column(self, flowing(*entries, gap=11, line_gap=2), margins=(SPACE * 2, 7, SPACE * 2, 7))
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        for role, dot in self._dots.items():
            dot.setStyleSheet(f"color: {role_colour(self._theme.colours, role).name()}; font-size: 10px;")


def _shared(part: QWidget, *, before: QWidget | None = None, behind: QWidget | None = None) -> QHBoxLayout:
    """A part that takes the width which what stands beside it leaves, and may take several lines."""
    line = row(None, *(each for each in (before, part, behind) if each is not None))
    line.setStretch(line.indexOf(part), 1)
    if behind is not None:
        line.setAlignment(behind, Qt.AlignmentFlag.AlignTop)
    return line


def _dispute(disagreement: Disagreement) -> str:
    said = dict.fromkeys([*(value for value, _ in disagreement.values), *(other.value for other in disagreement.elsewhere)])
    values = " or ".join(safe_line(value, 60) for value in said)
    return f"Sources disagree on {safe_line(disagreement.field, 40)}: {values}"


def _speaker(mention: EventMention | None) -> str:
    said = mention.attribution if mention else None
    if said is None:
        return ""
    text = f"Said by {safe_line(said.speaker, 100)}"
    if said.party and said.party.casefold() not in said.speaker.casefold():
        text += f" ({safe_line(said.party, 60)})"
    return text + (f", relayed by {safe_line(said.relayed_by, 60)}" if said.relayed_by else "")
