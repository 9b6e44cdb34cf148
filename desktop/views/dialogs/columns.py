"""Which column of a table holds what: the first rows are shown, the usual names are told already."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop.kit.display_text import menu_text, plain_tip, safe_line
from desktop.kit.widgets import button, column, plain_label, row
from geo import gazetteer as gazetteers
from geo.errors import GazetteerError
from geo.gazetteer import Table
from geo.gazetteer.columns import settle

NONE = "—"
ONE = (
    ("name", "Name", "The name that is shown"),
    ("lat", "Latitude", "Decimal degrees, WGS84"),
    ("lon", "Longitude", "Decimal degrees, WGS84"),
    ("country", "Country", "Code or name; told from the position where the table has none"),
    ("feature", "Kind of place", "GeoNames code or a word such as village; a town where the table has none"),
    ("admin1", "Province", "Told from the position where the table has none"),
    ("population", "Population", "Orders places of one name"),
)
SEVERAL = (
    ("names", "Other names", "Spellings and names in other languages; several in one cell are parted by ; or |"),
    ("id", "Identifiers", "P-codes and other codes: kept, shown and searched; the first makes the place's id"),
)
WORDS = {"name": "name", "lat": "latitude", "lon": "longitude", "names": "other name", "id": "identifier", "country": "country",
         "feature": "kind", "admin1": "province", "population": "population"}  # fmt: skip


class ColumnsDialog(QDialog):
    """After acceptance `columns()` is the mapping, `name` and `licence` hold what was typed."""

    def __init__(self, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self.setWindowTitle("Columns of the table")
        self.setMinimumSize(860, 620)
        self.preview = self._preview()
        self.name = QLineEdit(table.file.stem)
        self.name.setAccessibleName("Name of the gazetteer")
        self.licence = QLineEdit()
        self.licence.setPlaceholderText("such as OCHA Yemen, CC BY-IGO")
        self.licence.setAccessibleName("Licence and attribution")
        self.fixed_country = QComboBox()
        _let_shrink(self.fixed_country)
        self.fixed_country.addItem("told from the position", "")
        for code, called in sorted(gazetteers.country_names().items(), key=lambda item: item[1]):
            self.fixed_country.addItem(called, code)
        self.one: dict[str, QComboBox] = {}
        self.several: dict[str, PickSeveral] = {}
        left, right = QFormLayout(), QFormLayout()
        for form in (left, right):
            form.setHorizontalSpacing(12)
            form.setVerticalSpacing(7)
        for field, label, tip in ONE:
            if table.geometry and field in ("lat", "lon"):
                continue
            picked = self.one[field] = self._combo(field, label, tip)
            if field == "country":
                both = row(None, picked, self.fixed_country)
                right.addRow(label, both)
            else:
                (left if field in ("name", "lat", "lon") else right).addRow(label, picked)
        for field, label, tip in SEVERAL:
            several = self.several[field] = PickSeveral(label, table.columns, table.told.get(field, ()))
            several.setToolTip(tip)
            several.changed = self._refresh
            left.addRow(label, several)
        left.addRow("Call it", self.name)
        right.addRow("Licence", self.licence)
        self.told = plain_label("", "warn", wrap=True)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self.accept_ = button("Add gazetteer", primary=True)
        self.accept_.clicked.connect(self.accept)
        what = (
            "GeoJSON: positions and outlines come from the geometries." if table.geometry else "The first rows, as they stand in the file."
        )
        forms = row(None, left, right, spacing=28)
        forms.setStretch(0, 1)
        forms.setStretch(1, 1)
        column(
            self,
            plain_label(f"Columns of {safe_line(table.file.name, 80)}", "title"),
            plain_label(what, "soft"),
            self.preview,
            forms,
            row(None, self.told, 1, cancel, self.accept_),
            margins=(20, 18, 20, 16),
            spacing=12,
        )
        self.layout().setStretch(2, 1)  # type: ignore[union-attr]
        self.fixed_country.currentIndexChanged.connect(lambda _: self._refresh())
        self.name.textChanged.connect(lambda _: self._refresh())
        self._refresh()

    def columns(self) -> dict[str, tuple[str, ...]]:
        """Columns by field: what is chosen, and nothing else."""
        found: dict[str, tuple[str, ...]] = {}
        for field, combo in self.one.items():
            # Said outright also where empty, so that nothing is told from names of columns against the user's choice.
            data = str(combo.currentData() or "")
            found[field] = (data,) if data else ()
        code = str(self.fixed_country.currentData() or "")
        if code and not found["country"]:
            found["country"] = (f"={code}",)
        return found | {field: several.chosen() for field, several in self.several.items()}

    def _combo(self, field: str, label: str, tip: str) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(label)
        combo.setToolTip(tip)
        _let_shrink(combo)
        combo.addItem(NONE, "")
        for name in self._table.columns:
            combo.addItem(safe_line(name, 60), name)
        told = self._table.told.get(field, ())
        if told and told[0].startswith("="):
            combo.addItem(f"all: {told[0][1:]}", told[0])
        if told:
            combo.setCurrentIndex(combo.findData(told[0]))
        combo.currentIndexChanged.connect(lambda _: self._refresh())
        return combo

    def _preview(self) -> QTreeWidget:
        view = QTreeWidget()
        view.setObjectName("boxed")
        view.setAccessibleName("First rows")
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setColumnCount(len(self._table.columns))
        view.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        view.header().setStretchLastSection(True)
        view.header().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for cells in self._table.rows:
            item = QTreeWidgetItem([safe_line(c, 120) for c in cells])
            for i, cell in enumerate(cells):
                item.setToolTip(i, plain_tip(cell[:400]))
            view.addTopLevelItem(item)
        for i, called in enumerate(self._table.columns):
            room = view.fontMetrics().horizontalAdvance(safe_line(called, 40)) + 28
            view.header().resizeSection(i, max(min(room, 220), 96))
        return view

    def _refresh(self) -> None:
        given = self.columns()
        used = {c: WORDS[field] for field in ("names", "id", *(f for f, _, _ in ONE)) for c in given.get(field, ())}
        # What a column is used for stands under its name.
        self.preview.setHeaderLabels([f"{safe_line(c, 40)}\n{f'→ {used[c]}' if c in used else ' '}" for c in self._table.columns])
        self.fixed_country.setVisible(not self.one["country"].currentData())
        try:
            missing = [WORDS[f] for f in ("name", "lat", "lon") if f in self.one and not given[f]]
            if missing:
                raise GazetteerError(f"Choose the column of the {' and the '.join(missing)}.")
            settle(self._table.file, self._table.columns, given, geometry=self._table.geometry)
            if not self.name.text().strip():
                raise GazetteerError("Give the gazetteer a name.")
        except GazetteerError as error:
            self.told.setText(str(error))
            self.accept_.setEnabled(False)
        else:
            self.told.setText("")
            self.accept_.setEnabled(True)


def _let_shrink(combo: QComboBox) -> None:
    """The longest item must not say how wide the two halves of the form are."""
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(8)
    combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)


class PickSeveral(QPushButton):
    """A button that opens a list of columns to tick."""

    def __init__(self, label: str, columns: Sequence[str], told: Sequence[str]) -> None:
        super().__init__()
        self.changed = lambda: None
        self.setAccessibleName(label)
        self.setAutoDefault(False)
        self.setStyleSheet("text-align: left;")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._columns = tuple(columns)
        menu = QMenu(self)
        self.choices: dict[str, QAction] = {}
        for name in columns:
            action = menu.addAction(menu_text(name))
            action.setCheckable(True)
            action.setChecked(name in told)
            action.toggled.connect(lambda _: self._refresh())
            self.choices[name] = action
        self.setMenu(menu)
        self._refresh()

    def chosen(self) -> tuple[str, ...]:
        return tuple(name for name in self._columns if self.choices[name].isChecked())

    def _refresh(self) -> None:
        self.setText(safe_line(", ".join(self.chosen()), 46) or NONE)
        self.changed()
