"""Inputs that could not be read: each named, with what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QWidget

from desktop.kit.display_text import counted, safe_line
from desktop.kit.theme import SPACE
from desktop.kit.widgets import button, column, plain_label, row
from geo.model import Failure

MAX_LISTED = 500


class FailuresDialog(QDialog):
    def __init__(self, failures: Sequence[Failure], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._failures = tuple(failures)
        self.setWindowTitle("Inputs that could not be read")
        self.setMinimumSize(560, 360)
        number = len(self._failures)
        listed = QWidget()
        listed.setObjectName("boxed")
        lines = column(listed, margins=(16, 14, 16, 14), spacing=16)
        for failure in self._failures[:MAX_LISTED]:
            name = plain_label(safe_line(failure.source, 300), wrap=True)
            font = name.font()
            font.setBold(True)
            name.setFont(font)
            message = plain_label(safe_line(failure.message, 600), "soft", wrap=True)
            message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            lines.addLayout(column(None, name, message, spacing=3))
        if number > MAX_LISTED:
            lines.addWidget(plain_label(f"and {number - MAX_LISTED:,} more; copy the list to see them all", "faint"))
        lines.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(listed)
        copy = button("Copy list")
        copy.clicked.connect(self._copy)
        close = button("Close", primary=True)
        close.clicked.connect(self.accept)
        column(
            self,
            plain_label(f"{counted(number, 'input')} could not be read", "title"),
            plain_label("Everything else was taken in.", "soft"),
            scroll,
            row(None, copy, 1, close),
            margins=(20, 18, 20, 16),
            spacing=SPACE + 4,
        )

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(f"{f.source}\t{f.message}" for f in self._failures))
