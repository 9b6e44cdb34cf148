"""What of a project is damaged, each part named, with the way out: all that is sound goes into a new file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QWidget

from desktop.kit.display_text import counted, safe_line
from desktop.kit.theme import SPACE
from desktop.kit.widgets import button, column, plain_label, row
from geo.project import Finding

MAX_LISTED = 500


def summary(findings: Sequence[Finding]) -> str:
    """How much is lost, in one sentence."""
    lost = sum(finding.lost for finding in findings)
    return f"{counted(lost, 'part')} of it cannot be read any more" if lost else "nothing of it is lost"


class DamageDialog(QDialog):
    repair_wanted = Signal()

    def __init__(self, findings: Sequence[Finding], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings = tuple(findings)
        self.setWindowTitle("Damaged project")
        self.setMinimumSize(600, 380)
        listed = QWidget()
        listed.setObjectName("boxed")
        lines = column(listed, margins=(16, 14, 16, 14), spacing=14)
        for finding in self._findings[:MAX_LISTED]:
            name = plain_label(safe_line(finding.what[:1].upper() + finding.what[1:], 300), wrap=True)
            font = name.font()
            font.setBold(True)
            name.setFont(font)
            told = finding.why if finding.lost else f"{finding.why}. Nothing of it is lost."
            why = plain_label(safe_line(told[:1].upper() + told[1:], 600), "soft", wrap=True)
            why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            lines.addLayout(column(None, name, why, spacing=3))
        if len(self._findings) > MAX_LISTED:
            lines.addWidget(plain_label(f"and {len(self._findings) - MAX_LISTED:,} more; copy the list to see them all", "faint"))
        lines.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(listed)
        copy, close = button("Copy list"), button("Close")
        self.repair = button("Repair into a new file…", primary=True)
        copy.clicked.connect(self._copy)
        close.clicked.connect(self.accept)
        self.repair.clicked.connect(self._repair)
        heading = f"This project is damaged; {summary(self._findings)}"
        told = "All the rest is open to be read. Nothing is written into the damaged file; go on in a new one."
        column(
            self,
            plain_label(heading, "title", wrap=True),
            plain_label(told, "soft", wrap=True),
            scroll,
            row(None, copy, 1, close, self.repair),
            margins=(20, 18, 20, 16),
            spacing=SPACE + 4,
        )

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(str(finding) for finding in self._findings))

    def _repair(self) -> None:
        self.accept()
        self.repair_wanted.emit()
