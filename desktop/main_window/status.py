"""The status bar: what is being done, with a way to stop it; counts; where the pointer is; the map's scale."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QStatusBar, QWidget

from desktop.kit.display_text import counted, safe_line
from desktop.kit.theme import Theme
from desktop.kit.widgets import ElidedLabel, IconButton, button, plain_label, row
from desktop.work.jobs import Job, Jobs

SHOW_AFTER_MS = 150  # work that ends sooner is not worth a flicker
MESSAGE_MS = 12_000


class Status(QStatusBar):
    details_wanted = Signal()

    def __init__(self, jobs: Jobs, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._job: Job | None = None
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(140)
        self._what = ElidedLabel(elide=Qt.TextElideMode.ElideMiddle)
        self._what.setMinimumWidth(260)
        self.cancel = IconButton(theme, "close", "Cancel", size=12)
        self.cancel.clicked.connect(self._cancel)
        self._progress = QWidget()
        row(self._progress, self._bar, self.cancel, self._what, margins=(10, 0, 0, 0), spacing=6)
        self._progress.hide()
        self._message = plain_label()
        self._details = button("Show", flat=True)
        self._details.clicked.connect(self.details_wanted)
        self._details.hide()
        self._said = QWidget()
        row(self._said, self._message, self._details, 1, margins=(14, 0, 0, 0), spacing=4)
        self.addWidget(self._progress, 1)
        self.addWidget(self._said, 1)
        self.counts, self.position, self.scale = plain_label(), plain_label(), plain_label()
        for label, width in ((self.counts, 0), (self.position, 150), (self.scale, 96)):
            label.setMinimumWidth(width)
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            label.setContentsMargins(8, 3, 10, 3)
            label.hide()
            self.addPermanentWidget(label)
        self._appear = QTimer(self, singleShot=True, interval=SHOW_AFTER_MS)
        self._appear.timeout.connect(self._show_progress)
        self._forget = QTimer(self, singleShot=True, interval=MESSAGE_MS)
        self._forget.timeout.connect(lambda: self.say(""))
        jobs.started.connect(self._follow)

    # --- what the window calls ------------------------------------------------------------------------------------

    def say(self, text: str, details: bool = False) -> None:
        """A message for some seconds; with details a button stands beside it."""
        self._message.setText(safe_line(text))
        self._details.setVisible(details)
        self._forget.start() if text else self._forget.stop()

    def message(self) -> str:
        return self._message.text()

    def show_counts(self, articles: int, events: int) -> None:
        self.counts.setVisible(articles > 0)
        self.counts.setText(f"{counted(articles, 'article')}   {counted(events, 'event')}")

    def show_position(self, lon: float, lat: float) -> None:
        lon = (lon + 180) % 360 - 180
        self.position.show()
        self.position.setText(f"{abs(lat):.3f}° {'N' if lat >= 0 else 'S'}  {abs(lon):.3f}° {'E' if lon >= 0 else 'W'}")

    def show_scale(self, metres_per_pixel: float) -> None:
        """The scale at the middle of the map, to two figures: more would be untrue on a screen of unknown size."""
        denominator = metres_per_pixel * self.logicalDpiX() / 0.0254
        if denominator > 0:
            digits = 10 ** max(0, len(str(int(denominator))) - 2)
            self.scale.show()
            self.scale.setText(f"1 : {round(denominator / digits) * digits:,.0f}")

    # --- inside ---------------------------------------------------------------------------------------------------

    def _follow(self, job: object) -> None:
        if not isinstance(job, Job) or not job.visible:
            return
        self._job = job
        self._bar.setRange(0, 0)
        self._what.setText(safe_line(job.title))
        self.cancel.setVisible(job.cancellable)
        self.cancel.setEnabled(True)
        job.progressed.connect(self._progressed)
        job.ended.connect(self._ended)
        self._appear.start()

    def _show_progress(self) -> None:
        self._progress.setVisible(self._job is not None)
        self._said.setVisible(self._job is None)

    def _progressed(self, done: int, total: int, what: str) -> None:
        if self.sender() is not self._job or self._job is None:
            return
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        count = f" {done:,} of {total:,}" if total > 1 else ""
        self._what.setText(safe_line(f"{self._job.title}{count}" + (f": {what}" if what else "")))

    def _ended(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self._appear.start()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.cancel.setEnabled(False)
            self._what.setText("Cancelling…")
