"""The gazetteers: which there are and in what order they count, adding files and countries, resolving places again."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QCompleter,
    QDialog,
    QFileDialog,
    QFrame,
    QHeaderView,
    QProgressBar,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop.kit.display_text import counted, plain_tip, safe_line
from desktop.kit.theme import Theme
from desktop.kit.widgets import ElidedLabel, Message, button, column, plain_label, row
from desktop.kit.words import day_in_words
from desktop.session import Session
from desktop.session.gazetteers import State
from desktop.views.dialogs.columns import ColumnsDialog
from geo import gazetteer as gazetteers
from geo.gazetteer import Listed, Table
from geo.gazetteer.catalogue import BUILTIN
from geo.gazetteer.download import address

NameRole = Qt.ItemDataRole.UserRole
FILES = "Gazetteers (*.zip *.txt *.csv *.tsv *.tab *.geojson *.json);;All files (*)"
COLUMNS = ("Gazetteer", "Places", "Added", "Licence and attribution", "Source")
MOST_STALE_SHOWN = 40


class GazetteersDialog(QDialog):
    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = session.gazetteers
        self._theme = theme
        self.setWindowTitle("Gazetteers")
        self.setMinimumSize(820, 560)
        self.view = _list()
        self.view.currentItemChanged.connect(lambda *_: self._refresh())
        self.add = button("Add file…", primary=True)
        self.add.setToolTip("A GeoNames dump (XX.zip, XX.txt), or a table of places (CSV, GeoJSON)")
        self.add.clicked.connect(self._ask_file)
        self.up, self.down = button("Move up"), button("Move down")
        self.up.setToolTip("Let it count before the one above")
        self.down.setToolTip("Let it count after the one below")
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.remove = button("Remove…")
        self.remove.clicked.connect(self._ask_remove)
        self.stale = self._stale_part()
        self.download_part = self._download_part()
        self.progress = self._progress_part()
        close = button("Close")
        close.clicked.connect(self.accept)
        column(
            self,
            plain_label("Gazetteers", "title"),
            plain_label(
                "Where names become places. The names of all of them count; where several have one place, the upper one’s facts do.",
                "soft",
                wrap=True,
            ),
            self.stale,
            self.view,
            row(None, self.add, 1, self.up, self.down, self.remove),
            self.download_part,
            self.progress,
            row(None, 1, close),
            margins=(20, 18, 20, 16),
            spacing=12,
        )
        self.layout().setStretch(3, 1)  # type: ignore[union-attr]
        self._desk.changed.connect(self._show)
        self._desk.busy_changed.connect(self._busy)  # a method: Qt lets go of it with a dialog that was closed
        self._desk.progressed.connect(self._show_progress)
        self._desk.erred.connect(self._complain)
        self._desk.added.connect(self._select)
        self.finished.connect(self.deleteLater)
        self._show(self._desk.state)
        self._desk.refresh()

    # --- parts ----------------------------------------------------------------------------------------------------

    def choose_country(self, code: str) -> None:
        """Chooses a country to download; the user allows it and presses the button."""
        self.country.setCurrentIndex(self.country.findData(code))
        (self.download if self.allow.isChecked() else self.allow).setFocus()

    def _stale_part(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("dispute")
        self.stale_words = plain_label("", wrap=True)
        self.resolve = button("Resolve again")
        self.resolve.clicked.connect(self._desk.resolve_again)
        inner = row(frame, self.stale_words, self.resolve, margins=(14, 10, 12, 10), spacing=16)
        inner.setStretch(0, 1)
        frame.hide()
        return frame

    def _download_part(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("card")
        server = urlsplit(self._session.settings.download_address or address()).hostname or "GeoNames"
        self.allow = QCheckBox("Allow downloads from GeoNames")
        self.allow.setChecked(self._session.settings.allow_downloads)
        self.allow.toggled.connect(self._allow)
        told = plain_label(
            f"Off: Dateline fetches nothing. On: it connects to {server} when you press Download, and at no other time. "
            "The server then sees your network address and which country you ask for.",
            "soft",
            wrap=True,
        )
        self.country = QComboBox()
        self.country.setEditable(True)
        self.country.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.country.setAccessibleName("Country")
        for code, name in sorted(gazetteers.country_names().items(), key=lambda item: item[1]):
            self.country.addItem(f"{name} ({code})", code)
        completer = QCompleter(self.country.model(), self.country)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.country.setCompleter(completer)
        self.country.setCurrentIndex(-1)
        self.country.lineEdit().setPlaceholderText("Country, such as Syria")  # type: ignore[union-attr]
        self.country.currentTextChanged.connect(lambda _: self._refresh())
        self.download = button("Download")
        self.download.clicked.connect(lambda: self._desk.download(self._code()))
        fetch = row(None, self.country, self.download)
        fetch.setStretch(0, 1)
        column(frame, self.allow, told, fetch, margins=(14, 12, 14, 12), spacing=8)
        return frame

    def _progress_part(self) -> QWidget:
        part = QWidget()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(200)
        self.what = ElidedLabel()
        self.what.set_colour(self._theme.colour("soft"))
        self.cancel = button("Cancel")
        self.cancel.clicked.connect(self._desk.cancel)
        inner = row(part, self.bar, self.what, self.cancel, spacing=12)
        inner.setStretch(1, 1)
        return part

    # --- showing --------------------------------------------------------------------------------------------------

    def _show(self, state: object) -> None:
        assert isinstance(state, State)
        chosen = self._chosen()
        self.view.clear()
        for entry in state.listed:
            self.view.addTopLevelItem(_item(entry))
        self._select(chosen or (state.listed[0].name if state.listed else ""))
        self.stale.setVisible(bool(state.stale))
        if state.stale:
            articles = counted(len({s.article for s in state.stale}), "article")
            self.stale_words.setText(
                f"{counted(len(state.stale), 'place name')} in {articles} may mean another place now: gazetteers have changed since they "
                "were resolved. What you decided yourself stays."
            )
            reasons = dict.fromkeys(
                f"{safe_line(s.place.name, 60) if s.place else 'no place yet'}: {safe_line(s.why, 120)}" for s in state.stale
            )
            shown = list(reasons)[:MOST_STALE_SHOWN]
            more = [f"and {len(reasons) - len(shown)} more"] if len(reasons) > len(shown) else []
            self.stale_words.setToolTip(plain_tip("\n".join([*shown, *more])))
        self._refresh()

    def _refresh(self) -> None:
        busy, name = self._desk.busy, self._chosen()
        order = [entry.name for entry in self._desk.state.listed]
        at = order.index(name) if name in order else -1
        self.add.setEnabled(not busy)
        self.remove.setEnabled(not busy and at >= 0 and name != BUILTIN)
        self.up.setEnabled(not busy and at > 0)
        self.down.setEnabled(not busy and 0 <= at < len(order) - 1)
        allowed = self.allow.isChecked()
        self.country.setEnabled(allowed and not busy)
        self.download.setEnabled(allowed and not busy and bool(self._code()))
        self.resolve.setEnabled(not busy)
        self.progress.setVisible(busy)
        if not busy:
            self.what.setText("")
            self.bar.setRange(0, 0)

    def _busy(self, _busy: bool) -> None:
        self._refresh()

    def _show_progress(self, done: int, total: int, what: str) -> None:
        self.bar.setRange(0, min(total, 2**31 - 1))
        self.bar.setValue(min(done, 2**31 - 1))
        self.what.setText(safe_line(what, 120))

    def _select(self, name: str) -> None:
        for i in range(self.view.topLevelItemCount()):
            item = self.view.topLevelItem(i)
            if item is not None and item.data(0, NameRole) == name:
                self.view.setCurrentItem(item)

    def _chosen(self) -> str:
        item = self.view.currentItem()
        return str(item.data(0, NameRole)) if item is not None else ""

    def _code(self) -> str:
        """The country that is chosen or typed; empty where it is none."""
        text = self.country.currentText().strip()
        at = self.country.findText(text, Qt.MatchFlag.MatchFixedString)
        if at >= 0:
            return str(self.country.itemData(at))
        code = text.upper()
        return code if self.country.findData(code) >= 0 else ""

    # --- acting ---------------------------------------------------------------------------------------------------

    def _allow(self, on: bool) -> None:
        self._session.settings.allow_downloads = on
        self._refresh()

    def _move(self, step: int) -> None:
        order = [entry.name for entry in self._desk.state.listed]
        at = order.index(self._chosen())
        if 0 <= at + step < len(order):
            order[at], order[at + step] = order[at + step], order[at]
            self._desk.prefer(order)

    def _ask_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Add a gazetteer", str(self._session.settings.last_folder), FILES)
        if path:
            self._session.settings.last_folder = Path(path).parent
            self.add_file(Path(path))

    def add_file(self, file: Path) -> None:
        """Adds a dump at once; of a table the columns are asked first."""
        if gazetteers.is_table(file):
            self._desk.preview(file, self._ask_columns)
        else:
            self._desk.add_file(file)

    def _ask_columns(self, table: Table) -> None:
        dialog = ColumnsDialog(table, self)
        if dialog.exec():
            self._desk.add_file(
                table.file, name=dialog.name.text().strip() or None, columns=dialog.columns(), licence=dialog.licence.text().strip() or None
            )
        dialog.deleteLater()

    def _ask_remove(self) -> None:
        name = self._chosen()
        box = Message(
            f"Remove the gazetteer {safe_line(name, 60)}?",
            "Places that were resolved by it stay in your projects, marked as stale. The file you added it from is not touched.",
            self,
        )
        buttons = Message.StandardButton
        box.setStandardButtons(buttons.Yes | buttons.Cancel)
        box.button(buttons.Yes).setText("Remove")
        box.setDefaultButton(buttons.Cancel)
        box.accepted.connect(lambda: self._desk.remove(name))
        box.open()

    def _complain(self, what: str, why: str) -> None:
        Message(safe_line(what, 120), why, self, warning=True).open()


def _list() -> QTreeWidget:
    listed = QTreeWidget()
    listed.setObjectName("boxed")
    listed.setAccessibleName("Gazetteers in the order in which they count")
    listed.setHeaderLabels(list(COLUMNS))
    listed.setRootIsDecorated(False)
    listed.setUniformRowHeights(True)
    listed.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    header = listed.header()
    header.setStretchLastSection(True)
    header.setSectionsMovable(False)
    for section, width in enumerate((150, 90, 120, 250)):
        header.setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(section, width)
    listed.headerItem().setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return listed


def _item(entry: Listed) -> QTreeWidgetItem:
    added = entry.added
    name = "Built in" if added is None else safe_line(entry.name, 60)
    taken = day_in_words(added.taken) if added and added.taken else ""
    source = "Part of Dateline" if added is None else safe_line(added.origin or added.source.name, 200)
    item = QTreeWidgetItem([name, f"{entry.places:,}", taken, safe_line(entry.licence, 120), source])
    item.setData(0, NameRole, entry.name)
    item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    tip = [source, entry.licence]
    if added and added.left_out:
        tip.append(f"{added.left_out:,} rows without a name or a position were left out")
    if added and added.broken:
        tip.append(f"{added.broken:,} rows could not be read and were left out. The first: {safe_line(added.first_broken, 300)}")
    if added and added.columns:
        tip.append(f"Columns: {added.columns}")
    for section in range(len(COLUMNS)):
        item.setToolTip(section, plain_tip("\n".join(tip)))
    return item
