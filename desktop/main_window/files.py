"""Opening, saving and exporting: the dialogs that ask where, and what must be asked before work is given up."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QPixmap
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QWidget

from desktop.kit.display_text import menu_text, safe_line
from desktop.kit.widgets import Message
from desktop.platform.settings import Settings
from desktop.session import Session
from desktop.views.dialogs.backups import BackupsDialog
from desktop.views.dialogs.damage import DamageDialog
from desktop.views.dialogs.export_data import ExportDataDialog
from desktop.views.dialogs.export_map import ExportMapDialog
from geo.articles import FORMAT_OF
from geo.assets import sample_folder
from geo.errors import ExportError, MissingAsset
from geo.export.kinds import Kind
from geo.files import write_beside
from geo.pipeline import refuse_inputs, replaced_kind
from geo.project import Backup, Finding

ARTICLES = f"Articles ({' '.join(f'*{ending}' for ending in FORMAT_OF)});;All files (*)"
PROJECTS = "Dateline project (*.gpkg)"
# In the caption, where it is read before the file is written.
SAVE_CAPTION = "Save project (the file is not encrypted: whoever has it can read the articles)"


class Files(QObject):
    said = Signal(str)
    importing = Signal()

    def __init__(self, session: Session, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._settings = settings
        self._window = window
        self._recent_menu: QMenu | None = None

    # --- opening --------------------------------------------------------------------------------------------------

    def ask_articles(self) -> None:
        self._session.intake.expect()
        names, _ = QFileDialog.getOpenFileNames(self._window, "Open articles", str(self._settings.last_folder), ARTICLES)
        self._take([Path(name) for name in names])

    def ask_folder(self) -> None:
        self._session.intake.expect()
        name = QFileDialog.getExistingDirectory(self._window, "Open a folder of articles", str(self._settings.last_folder))
        if name:
            self._take([Path(name)])

    def open_sample(self) -> None:
        try:
            self._session.intake.take_in([sample_folder()])
        except MissingAsset as error:
            self.show_error("Open the sample", str(error))
        self.importing.emit()

    def ask_project(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self._window, "Open project", str(self._settings.last_folder), PROJECTS)
        if name:
            self.open_project(Path(name))

    def open_project(self, path: Path, take_over: bool = False) -> None:
        discard = self.may_leave()
        if discard is not None:
            self._settings.last_folder = path.parent
            self._session.files.open_project(path, discard, take_over)

    def open_again(self) -> None:
        """To write to a project that could only be read: its other window has closed it, or a person says that it is gone."""
        snapshot = self._session.snapshot
        if snapshot.path is None:
            return
        if not snapshot.can_take_over:
            self.open_project(snapshot.path)
            return
        box = Message(
            "Take the project over?",
            f"{snapshot.read_only}\n\nIf that window still runs, what is decided there from now on is refused. "
            "Decisions that both of you have made stay in the project.",
            self._window,
        )
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Yes | buttons.Cancel)
        box.setDefaultButton(buttons.Cancel)
        box.button(buttons.Yes).setText("Take over")
        if buttons(box.exec()) == buttons.Yes:
            self.open_project(snapshot.path, take_over=True)

    def new_project(self) -> None:
        discard = self.may_leave()
        if discard is not None:
            self._session.files.new_project(discard)

    def recover(self, path: Path) -> None:
        discard = self.may_leave()
        if discard is not None:
            self._session.files.recover_project(path, discard)

    def fill_recent(self, action: QAction) -> None:
        menu = self._recent_menu or QMenu(self._window)
        self._recent_menu = menu
        menu.clear()
        for path in self._settings.recent_projects:
            menu.addAction(menu_text(str(path), 90), lambda _=False, path=path: self.open_project(path))
        if menu.isEmpty():
            menu.addAction("None yet").setEnabled(False)
        else:
            menu.addSeparator()
            menu.addAction("Forget these", lambda: (self._settings.forget_projects(), self.fill_recent(action)))
        action.setMenu(menu)

    # --- saving ---------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """A saved project holds every change already; this writes the layers that other programs read."""
        path = self._session.snapshot.path
        if path is None:
            self.save_as()
        else:
            self._session.files.save()  # which tells when it is done

    def save_as(self) -> bool:
        start = self._session.snapshot.path or self._settings.last_folder / "project.gpkg"
        name, _ = QFileDialog.getSaveFileName(self._window, SAVE_CAPTION, str(start), PROJECTS)
        if not name:
            return False
        chosen = Path(name)
        path = chosen if chosen.suffix.casefold() == ".gpkg" else chosen.with_name(chosen.name + ".gpkg")
        # The open project may be saved where it is; whoever chose another name was asked of that one, not of this.
        asked = path == chosen or not path.exists()
        if not self._may_write(path, self._window, self._session.files.read(), Kind.PROJECT, asked=asked):
            return False
        self._settings.last_folder = path.parent
        self._session.files.save_as(path)
        return True

    # --- damage and backups ----------------------------------------------------------------------------------------

    def check(self) -> None:
        """Looks the project's file through, and says what was found."""
        self._session.files.check_project(self._checked)

    def show_damage(self) -> None:
        self._tell_damage(self._session.snapshot.damage)

    def repair(self) -> None:
        """Asks for a new file, and has all that is sound written into it."""
        path = self._session.snapshot.path or self._settings.last_folder / "project.gpkg"
        start = path.with_name(f"{path.stem}-repaired.gpkg")
        name, _ = QFileDialog.getSaveFileName(self._window, "Repair into a new file", str(start), PROJECTS)
        if name:
            self._session.files.repair_project(Path(name if name.casefold().endswith(".gpkg") else name + ".gpkg"))

    def open_backup(self) -> None:
        self._session.files.list_backups(self._choose_backup)

    def _checked(self, findings: tuple[Finding, ...]) -> None:
        if findings:
            self._tell_damage(findings)
        else:
            Message("The project is sound.", "Every article, analysis and decision in its file is as it was written.", self._window).open()

    def _tell_damage(self, findings: tuple[Finding, ...]) -> None:
        if findings:
            dialog = DamageDialog(findings, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.repair_wanted.connect(self.repair)
            dialog.open()

    def _choose_backup(self, backups: tuple[Backup, ...]) -> None:
        dialog = BackupsDialog(self._session, backups, self._window)
        if dialog.exec() and dialog.path is not None:
            self.open_project(dialog.path)
        dialog.deleteLater()

    # --- exporting ------------------------------------------------------------------------------------------------

    def export_map(self) -> None:
        project = self._session.snapshot.path
        name = f"{project.stem}.html" if project else "map.html"
        dialog = ExportMapDialog(
            self._session.corpus, self._session.digest.place_names, self._settings.last_folder / name, self._window, self._may_export
        )
        if dialog.exec():
            self._settings.last_folder = dialog.path.parent
            self._session.files.export_map(dialog.path, dialog.left_out_articles(), dialog.left_out_places(), dialog.left_out_speakers())
        dialog.deleteLater()

    def export_data(self) -> None:
        project = self._session.snapshot.path
        name = f"{project.stem}-events.gpkg" if project else "events.gpkg"
        dialog = ExportDataDialog(
            self._session.corpus, self._session.digest.place_names, self._settings.last_folder / name, self._window, self._may_export
        )
        if dialog.exec():
            self._settings.last_folder = dialog.path.parent
            self._session.files.export_data(dialog.path, dialog.left_out_articles(), dialog.left_out_places(), dialog.left_out_speakers())
        dialog.deleteLater()

    def save_picture(self, picture: Callable[[], QPixmap]) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self._window, "Save picture of the map", str(self._settings.last_folder / "map.png"), "Picture (*.png)"
        )
        if not name:
            return
        path = Path(name) if name.casefold().endswith(".png") else Path(name + ".png")
        if not self._may_export(path, self._window):
            return
        content = QBuffer()
        content.open(QIODevice.OpenModeFlag.WriteOnly)
        picture().save(content, "PNG")
        try:
            write_beside(path, bytes(content.data().data()), ExportError)
        except ExportError as error:
            self.show_error("Save picture", str(error))
        else:
            self.said.emit(f"Written: {path}")

    # --- asking and telling ---------------------------------------------------------------------------------------

    def may_leave(self) -> bool | None:
        """Whether the open project may be thrown away if it was never saved (True), is kept (False), or stays open (None).

        Asks where work would be lost. What is being saved is kept until that has succeeded.
        """
        if not self._session.snapshot.worth_keeping:
            return True
        answer = self._ask_to_keep()
        if answer == QMessageBox.StandardButton.Save:
            return False if self.save_as() else None
        return True if answer == QMessageBox.StandardButton.Discard else None

    def show_error(self, what: str, why: str) -> None:
        Message(what, why, self._window, warning=True).open()

    def _may_export(self, path: Path, parent: QWidget) -> bool:
        project = self._session.snapshot.path
        return self._may_write(path, parent, [*self._session.files.read(), *([project] if project is not None else [])])

    def _may_write(self, path: Path, parent: QWidget, reads: Sequence[Path], writes: Kind | None = None, *, asked: bool = True) -> bool:
        """Whether a file may be written: never over what is read, and over another kind of file, or unasked, only if the user says so."""
        try:
            refuse_inputs(path, reads)
        except ExportError as error:
            Message("Nothing was written.", str(error), parent, warning=True).exec()
            return False
        there = replaced_kind(path, writes)
        if there is None and asked:
            return True
        what = f"{safe_line(path.name, 80)} is {there or Kind.PROJECT}."
        box = Message(what, "If you replace it, what it holds is lost.", parent, warning=True)
        buttons = QMessageBox.StandardButton
        replace = box.addButton("Replace", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(buttons.Cancel))
        box.exec()
        return box.clickedButton() is replace

    def _ask_to_keep(self) -> QMessageBox.StandardButton:
        box = Message("Save this project?", "It has articles or judgements that are in no project file yet.", self._window)
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        return buttons(box.exec())

    def _take(self, paths: list[Path]) -> None:
        if paths:
            self._settings.last_folder = paths[0].parent
            self._session.intake.take_in(paths)
            self.importing.emit()


def dropped_paths(data: QMimeData) -> list[Path]:
    """Files and folders of a drag from another program."""
    return [_local(url) for url in data.urls() if url.isLocalFile()]


def _local(url: QUrl) -> Path:
    """By the bytes of the address where they are no UTF-8: Qt would lose them, and the file with them."""
    path = url.toLocalFile()
    if os.name == "posix" and "\N{REPLACEMENT CHARACTER}" in path:
        path = os.fsdecode(unquote_to_bytes(url.path(QUrl.ComponentFormattingOption.FullyEncoded)))
    return Path(path)
