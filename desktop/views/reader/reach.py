"""What geometry says of an event: the distances that its articles state, judged, and from where it could have come."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.kit.display_text import menu_text, plain_tip, safe_line
from desktop.kit.widgets import Chip, column, plain_label, row
from desktop.session import EventRow, Session
from geo.model import Event, Part
from geo.pipeline import Fit, JudgedDistance

MOST_SHOWN = 3
SAME_SHARE = 0.02


class ReachNotes(QWidget):
    """One line for each stated distance, which opens its words; and two buttons where an event has an origin."""

    launch_wanted = Signal(str)  # event id
    tracks_wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._event: Event | None = None
        self._lines = column(None, spacing=0)
        self.lines: list[QPushButton] = []
        self.launch = Chip("Launch area")
        self.launch.setToolTip("From where in its origin could all of its targets be reached?")
        self.launch.setAccessibleName("From where could all of these be reached?")
        self.launch.clicked.connect(lambda: self._event and self.launch_wanted.emit(self._event.id))
        self.tracks = Chip("Tracks")
        self.tracks.setToolTip("Straight lines from its origin to its targets, schematic: nobody reported the way")
        self.tracks.clicked.connect(lambda: self._event and self.tracks_wanted.emit(self._event.id))
        self._buttons = QWidget()
        row(self._buttons, self.launch, self.tracks, 1, spacing=6)
        column(self, self._lines, self._buttons, spacing=5)
        session.drawing.distances_judged.connect(self._judged)

    def show_event(self, event: EventRow | None) -> None:
        known = event.event if event is not None else None
        if known is self._event and known is not None:
            return
        self._event = known
        self._fill(())
        if known is not None:
            self._session.drawing.judge_distances(known)

    def _judged(self, event: Event, judged: tuple[JudgedDistance, ...]) -> None:
        if event is self._event:
            self._fill(judged)

    def _fill(self, judged: tuple[JudgedDistance, ...]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        shown = distinct(judged)
        self.lines = [self._line(each, count) for each, count in shown[:MOST_SHOWN]]
        for line in self.lines:
            self._lines.addWidget(line)
        if len(shown) > MOST_SHOWN:
            self._lines.addWidget(plain_label(f"and {len(shown) - MOST_SHOWN} more distances", "faint"))
        from_somewhere = self._event is not None and any(location.part is Part.ORIGIN for location in self._event.places)
        self._buttons.setVisible(from_somewhere)
        self.setVisible(bool(shown) or from_somewhere)

    def _line(self, judged: JudgedDistance, count: int) -> QPushButton:
        times = f"  ×{count}" if count > 1 else ""
        line = QPushButton(f"“{menu_text(judged.said, 30)}”: {judged.verdict.value}{times}")
        line.setProperty("note", "doubtful" if judged.verdict is Fit.IMPOSSIBLE else "plain")
        line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        line.setCursor(Qt.CursorShape.PointingHandCursor)
        by = f"Said by {safe_line(judged.speaker, 80)}.\n" if judged.speaker else ""
        reasons = [safe_line(reason, 300) for reason in judged.reasons]
        line.setToolTip(plain_tip(by + "\n".join(reasons)))
        line.setAccessibleName(f"{safe_line(judged.said, 80)}: {judged.verdict.value}. {' '.join(reasons)}")
        line.clicked.connect(lambda: self._open(judged))
        return line

    def _open(self, judged: JudgedDistance) -> None:
        analysis = self._session.analysis(judged.article)
        passage = next((p for p in analysis.passages if p.contains(judged.span)), None) if analysis is not None else None
        if self._event is not None and passage is not None:
            self._session.selector.claim(self._event.id, judged.article, passage, judged.span)


def distinct(judged: tuple[JudgedDistance, ...]) -> list[tuple[JudgedDistance, int]]:
    """Claims that mean the same once, with how often ("1,500 km" and "930 miles" are one); what cannot be comes first."""
    found: list[list[JudgedDistance]] = []
    for each in judged:
        same = (g for g in found if g[0].verdict is each.verdict and abs(g[0].metres - each.metres) <= SAME_SHARE * each.metres)
        group = next(same, None)
        if group is None:
            found.append([each])
        else:
            group.append(each)
    pairs = [(group[0], len(group)) for group in found]
    return sorted(pairs, key=lambda pair: (pair[0].verdict is not Fit.IMPOSSIBLE, -pair[1]))
