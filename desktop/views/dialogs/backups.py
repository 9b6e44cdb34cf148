"""The automatic backups of the open project: which there are, opening one, and where they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QListWidget, QListWidgetItem, QWidget

from desktop.kit.display_text import counted
from desktop.kit.theme import SPACE
from desktop.kit.widgets import button, column, plain_label, row
from desktop.session import Session
from geo.project import Backup, Keep

PLACES = {
    Keep.BESIDE: "beside the project",
    Keep.OWN: "in Dateline's own folder",
    Keep.NONE: "nowhere: make none",
}


class BackupsDialog(QDialog):
    """`path` is the backup that was chosen, once the dialog was accepted."""

    def __init__(self, session: Session, backups: Sequence[Backup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self._session = session
        self.setWindowTitle("Open backup")
        self.setMinimumSize(520, 380)
        self.listed = QListWidget()
        self.listed.setAccessibleName("Backups, newest first")
        for backup in backups:
            when = backup.made_at.astimezone().strftime("%A %d %B %Y, %H:%M:%S")
            item = QListWidgetItem(f"{when}   {counted(backup.articles, 'article')}, {counted(backup.decisions, 'decision')}")
            item.setData(Qt.ItemDataRole.UserRole, backup.path)
            self.listed.addItem(item)
        self.keep = QComboBox()
        for keep, told in PLACES.items():
            self.keep.addItem(told, keep)
        self.keep.setCurrentIndex(list(PLACES).index(session.settings.backups))
        self.keep.currentIndexChanged.connect(lambda index: session.files.keep_backups(self.keep.itemData(index)))
        self.open_ = button("Open a copy", primary=True)
        self.open_.setEnabled(False)
        self.open_.clicked.connect(self._open)
        self.listed.itemActivated.connect(lambda _: self._open())
        self.listed.itemSelectionChanged.connect(lambda: self.open_.setEnabled(bool(self.listed.selectedItems())))
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        told = (
            "One is made when a project that was changed is saved or closed. The last five of a day stay, one of each day of a week, one "
            "of each week of a month. They are as readable as the project; what you remove for good goes from them too."
        )
        column(
            self,
            plain_label(f"{counted(len(backups), 'backup')} of this project" if backups else "There is no backup of this project", "title"),
            plain_label(told, "soft", wrap=True),
            self.listed,
            row(None, plain_label("Keep backups"), self.keep, 1),
            row(None, 1, cancel, self.open_),
            margins=(20, 18, 20, 16),
            spacing=SPACE + 4,
        )

    def _open(self) -> None:
        chosen = self.listed.selectedItems()
        if chosen:
            self.path = chosen[0].data(Qt.ItemDataRole.UserRole)
            self.accept()
