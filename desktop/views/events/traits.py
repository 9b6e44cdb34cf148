"""The menu that filters events by actor, source, corroboration, place and disagreement, and a chip for each that is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from desktop.kit.display_text import safe_line
from desktop.kit.widgets import Chip
from desktop.session import EMPTY, Digest
from desktop.session.traits import ANY_TRAITS, Corroboration, Placed, Traits, actor_counts, source_counts

MOST_LISTED = 40  # names in a menu: more would not fit a screen of 1080 lines
FIELDS = ("actors", "sources", "corroboration", "placed", "disagreeing")


class TraitsFilter(QObject):
    """`more` opens the menu; `chosen` has a chip for each trait in force, a click on which takes it back."""

    changed = Signal(Traits)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._digest: Digest = EMPTY
        self._traits = ANY_TRAITS
        self.more = Chip("More filters")
        self.more.setAccessibleName("More filters")
        self.more.setToolTip("Events by actor, source, corroboration, kind of place, disagreement")
        self.more.setPopupMode(Chip.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        self.more.menu().aboutToShow.connect(self._fill)
        self.chosen = {field: Chip("", checkable=True) for field in FIELDS}
        for field, chip in self.chosen.items():
            chip.hide()
            chip.clicked.connect(lambda _=False, field=field: self._set(**{field: getattr(ANY_TRAITS, field)}))

    def show_digest(self, digest: Digest) -> None:
        """What is left of the choice in a changed corpus is emitted where it is another."""
        self._digest = digest
        if self._traits:
            self._take(self._traits.within(digest))

    def open(self) -> None:
        self.more.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _set(self, **changes: object) -> None:
        self._take(replace(self._traits, **changes))  # type: ignore[arg-type]

    def _take(self, traits: Traits) -> None:
        if traits == self._traits:
            return
        self._traits = traits
        words = {
            "actors": _several(traits.actors, "actors"),
            "sources": _several(traits.sources, "sources"),
            "corroboration": traits.corroboration or "",
            "placed": traits.placed or "",
            "disagreeing": "Sources disagree" if traits.disagreeing else "",
        }
        for field, chip in self.chosen.items():
            chip.setText(words[field])
            chip.setChecked(bool(words[field]))
            chip.setVisible(bool(words[field]))
            chip.setToolTip("Click to take this filter back")
            chip.setAccessibleName(f"Filter: {words[field]}")
        self.changed.emit(traits)

    def _fill(self) -> None:
        menu, now = self.more.menu(), self._traits
        menu.clear()
        for part in menu.findChildren(QMenu):  # clearing leaves the menus inside
            part.deleteLater()
        self._fill_names(menu, "Actor", "actors", actor_counts(self._digest), now.actors)
        self._fill_names(menu, "Source", "sources", source_counts(self._digest), now.sources)
        for title, field, steps in (("Corroboration", "corroboration", Corroboration), ("Place", "placed", Placed)):
            part = menu.addMenu(title)
            for step in steps:
                action = part.addAction(step.value)
                action.setCheckable(True)
                action.setChecked(getattr(now, field) is step)
                action.triggered.connect(lambda on, field=field, step=step: self._set(**{field: step if on else None}))
        disagree = menu.addAction("Sources disagree")
        disagree.setCheckable(True)
        disagree.setChecked(now.disagreeing)
        disagree.triggered.connect(lambda on: self._set(disagreeing=on))
        menu.addSeparator()
        menu.addAction("Take these filters back", lambda: self._take(ANY_TRAITS)).setEnabled(bool(now))

    def _fill_names(self, menu: QMenu, title: str, field: str, counts: Mapping[str, int], chosen: frozenset[str]) -> None:
        part = menu.addMenu(title)
        part.setEnabled(bool(counts))
        # What is chosen stays to be unticked, however rare it is.
        listed = [name for i, name in enumerate(counts) if i < MOST_LISTED or name in chosen]
        for name in listed:
            shown = safe_line(name, 50).replace("&", "&&")
            action = part.addAction(f"{shown}   {counts[name]:,}")
            action.setCheckable(True)
            action.setChecked(name in chosen)
            action.triggered.connect(lambda _=False, name=name: self._set(**{field: chosen ^ {name}}))


def _several(names: frozenset[str], noun: str) -> str:
    if len(names) == 1:
        return safe_line(next(iter(names)), 24).replace("&", "&&")
    return f"{len(names)} {noun}" if names else ""
