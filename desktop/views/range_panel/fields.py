"""Parts of the form: a field that completes place names, a list of targets, a chooser of weapons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QMenu, QWidget

from desktop.kit.display_text import menu_text, safe_line
from desktop.kit.theme import SPACE, Theme
from desktop.kit.widgets import Chip, ElidedLabel, IconButton, button, column, plain_label, row
from desktop.session import Session
from desktop.views.range_panel.words import place_name
from geo.errors import RangeError
from geo.model import Place
from geo.pipeline.drawings import distances_of, stepped
from geo.weapons import Weapon

COMPLETE_PAUSE_MS = 140
MOST_OFFERED = 10


class PlaceField(QLineEdit):
    """A name of a place, completed from the gazetteer as it is typed."""

    def __init__(self, session: Session, hint: str, name: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(name)
        self._session = session
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setCompleter(completer)
        self._pause = QTimer(self, singleShot=True, interval=COMPLETE_PAUSE_MS)
        self._pause.timeout.connect(lambda: session.gazetteers.search(self.text()))
        self.textEdited.connect(lambda _: self._pause.start())
        session.gazetteers.found.connect(self._offer)

    def _offer(self, query: str, candidates: object) -> None:
        if query == self.text() and query.strip() and self.hasFocus() and isinstance(candidates, tuple):
            names = list(dict.fromkeys(safe_line(c.place.name, 80) for c in candidates[:MOST_OFFERED]))
            self._names.setStringList(names)
            if names and names != [query]:
                self.completer().complete()


class DistanceField(QLineEdit):
    """Distances as typed; Up and Down change the last of them by a round step, PageUp and PageDown by ten."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}.get(Qt.Key(event.key()), 0)
        if by:
            self._step(by)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        try:
            *others, last = distances_of(self.text())
        except RangeError:
            return
        changed = stepped(last, by)
        self.setText("; ".join(distance.said for distance in (*others, changed)))
        self.textEdited.emit(self.text())


class Suggestions(QWidget):
    """What is wrong with what was typed, and near spellings to choose instead."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.text = plain_label("", "warn", wrap=True)
        self._chips = column(None, spacing=4)
        column(self, self.text, self._chips, spacing=6)
        self.hide()

    def say(self, problem: str, names: Sequence[str] = ()) -> None:
        """Nothing wrong: an empty text."""
        self.text.setText(problem)
        while (item := self._chips.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for name in dict.fromkeys(names[:4]):
            chip = button(menu_text(name, 40), flat=True)
            chip.setAccessibleName(f"Use {safe_line(name, 60)}")
            chip.clicked.connect(lambda _=False, name=name: self.chosen.emit(name))
            self._chips.addWidget(chip, alignment=Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(problem))


class TargetList(QWidget):
    """Places to be reached: each with a cross, and a field to add one by its name."""

    changed = Signal()

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session, self._theme = session, theme
        self._targets: list[str | Place] = []
        self.add = PlaceField(session, "Add a target: a town, a province", "Add a target")
        self.add.returnPressed.connect(self._added)
        self.add.completer().activated.connect(lambda _: QTimer.singleShot(0, self._added))
        self._rows = column(None, spacing=0)
        column(self, self._rows, self.add, spacing=5)

    def targets(self) -> tuple[str | Place, ...]:
        """Also a name that stands in the field and was not added yet."""
        typed = self.add.text().strip()
        return (*self._targets, *([typed] if typed else []))

    def show_targets(self, targets: Sequence[str | Place]) -> None:
        self._targets = list(targets)
        self.add.clear()
        self._fill()

    def _name(self, target: str | Place) -> str:
        return target if isinstance(target, str) else place_name(target, self._session.digest.place_names)

    def _added(self) -> None:
        name = self.add.text().strip()
        if name:
            if name not in [self._name(target) for target in self._targets]:
                self._targets.append(name)
            self.add.clear()
            self._fill()
            self.changed.emit()

    def _remove(self, index: int) -> None:
        del self._targets[index]
        self._fill()
        self.add.setFocus()
        self.changed.emit()

    def _fill(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for index, target in enumerate(self._targets):
            name = ElidedLabel(safe_line(self._name(target), 80))
            gone = IconButton(self._theme, "close", f"Leave out {safe_line(self._name(target), 60)}", size=12)
            gone.clicked.connect(lambda _=False, index=index: self._remove(index))
            holder = QWidget()
            line = row(holder, name, gone, margins=(2, 0, 0, 0), spacing=4)
            line.setStretch(0, 1)
            self._rows.addWidget(holder)


class WeaponChip(Chip):
    """Chooses a published range of the weapons table; nothing is chosen unless a person does."""

    chosen = Signal(object, object)  # Weapon, PublishedRange

    def __init__(self, weapons: Callable[[], Sequence[Weapon]], edit: Callable[[], None]) -> None:
        super().__init__("Weapon…")
        self.setAccessibleName("Take the distance from the weapons table")
        self.setToolTip("Ranges of weapons as published, each with its source")
        self._weapons, self._edit = weapons, edit
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: self.fill(menu))
        self.setMenu(menu)
        self.setPopupMode(Chip.ToolButtonPopupMode.InstantPopup)

    def fill(self, menu: QMenu) -> None:
        menu.clear()
        kinds: dict[str, QMenu] = {}
        for weapon in self._weapons():
            if weapon.kind not in kinds:
                kinds[weapon.kind] = menu.addMenu(menu_text(weapon.kind[:1].upper() + weapon.kind[1:], 40))
            for published in weapon.ranges:
                text = f"{menu_text(weapon.name, 36)}   {published.distance_m / 1000:,g} km   {menu_text(published.source, 60)}"
                kinds[weapon.kind].addAction(text, lambda weapon=weapon, published=published: self.chosen.emit(weapon, published))
        if not kinds:
            menu.addAction("The table is empty").setEnabled(False)
        menu.addSeparator()
        menu.addAction("Edit the table…", self._edit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.showMenu()
        else:
            super().keyPressEvent(event)


def labelled(name: str, *parts: QWidget) -> QWidget:
    """A small heading above its fields."""
    holder = QWidget()
    column(holder, plain_label(name, "section"), row(None, *parts, spacing=SPACE - 2), spacing=4)
    return holder
