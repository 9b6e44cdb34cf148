"""The empty state: what to do first, and the projects of late."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from desktop.kit.display_text import menu_text, plain_tip
from desktop.kit.theme import SPACE, Theme, program_icon
from desktop.kit.widgets import Notice, button, column, plain_label, row
from desktop.platform.settings import Settings


class Welcome(QWidget):
    open_articles = Signal()
    open_folder = Signal()
    open_project = Signal(object)  # Path, or None to ask for one
    open_sample = Signal()
    recover = Signal()

    def __init__(self, theme: Theme, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._settings = settings
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark = QLabel()
        mark.setPixmap(program_icon().pixmap(52, 52))
        self.recovery = Notice()
        self.recovery.acted.connect(self.recover)
        drop = DropHint(theme)
        articles, folder = button("Open articles…", primary=True), button("Open folder…")
        articles.clicked.connect(self.open_articles)
        folder.clicked.connect(self.open_folder)
        column(
            drop,
            plain_label("Drop articles or a folder here", "title"),
            plain_label("Text, Markdown, HTML, PDF or JSON Lines, read on this machine alone.", "soft", wrap=True),
            row(None, articles, folder, 1),
            margins=(24, 22, 24, 22),
            spacing=12,
        )
        project = button("Open project…", flat=True)
        project.clicked.connect(lambda: self.open_project.emit(None))
        self.sample = button("Open the sample", flat=True)
        self.sample.clicked.connect(self.open_sample)
        self._recent = column(None, spacing=2)
        motto = plain_label("A map on which every marker is a quotation", "soft")
        name = column(None, plain_label("Dateline", "display"), motto, spacing=0)
        middle = QWidget()
        middle.setMaximumWidth(560)
        middle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column(
            middle,
            row(None, mark, name, 1, spacing=16),
            self.recovery,
            drop,
            row(None, project, self.sample, 1, spacing=4),
            self._recent,
            spacing=20,
        )
        column(self, 1, row(None, 1, middle, 1), 2, margins=(24, 24, 24, 24))
        self.layout().itemAt(1).layout().setStretch(1, 6)  # type: ignore[union-attr]
        self.refresh()

    def offer_recovery(self, project: Path | None) -> None:
        self.recovery.say("Work that was never saved was found." if project else "", "Recover")

    def refresh(self) -> None:
        while (item := self._recent.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        recent = self._settings.recent_projects
        if recent:
            heading = plain_label("RECENT PROJECTS", "section")
            heading.setContentsMargins(6, 0, 0, 4)
            self._recent.addWidget(heading)
        for path in recent:
            entry = _recent_button(path)
            entry.clicked.connect(lambda _=False, path=path: self.open_project.emit(path))
            self._recent.addWidget(entry)


def _recent_button(path: Path) -> QPushButton:
    entry = button(menu_text(path.name.removesuffix(".gpkg")), flat=True)
    entry.setToolTip(plain_tip(str(path)))
    entry.setStyleSheet("text-align: left;")
    return entry


class DropHint(QWidget):
    """A card with a dashed border: things can be dropped here (the whole window takes them)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.colour("faint"), 1.2, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(self._theme.colour("raised"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), SPACE + 2, SPACE + 2)
