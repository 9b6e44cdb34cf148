"""One line of the list for each range, launch area and track: what it is, whose claim, and what it says."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from desktop.kit.display_text import safe_line
from desktop.kit.theme import Theme, sized
from desktop.kit.widgets import IconButton, button, column, plain_label, row
from desktop.session import RangeEntry, Ring
from desktop.views.range_panel.words import place_name, share_in_words
from geo.model import Verdict

MOST_SHARES = 8


class Entry(QWidget):
    """A strip with a box to show it on the map, and what can be done with it."""

    shown = Signal(str, bool)
    inside_wanted = Signal(str)
    edit_wanted = Signal(str)
    removed = Signal(str)

    def __init__(self, entry: RangeEntry, theme: Theme, names: Mapping[str, str]) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title = safe_line(entry.title, 120)
        self.box = QCheckBox()
        self.box.setChecked(entry.shown)
        self.box.setEnabled(bool(entry.drawn))
        self.box.setAccessibleName(f"Show: {title}")
        self.box.setToolTip("Show it on the map and in exports")
        self.box.toggled.connect(lambda on: self.shown.emit(entry.id, on))
        name = plain_label(title, wrap=True)
        name.setFont(sized(name.font(), 13, medium=True))
        parts: list[QWidget] = []
        if entry.problem:
            parts.append(plain_label(safe_line(entry.problem, 300), "warn", wrap=True))
        elif entry.caption:
            parts.append(plain_label(safe_line(entry.caption, 400), "soft", wrap=True))
        parts += [plain_label(text, "soft", wrap=True) for text in _shares(entry, names)]
        if any(ring.places for ring in entry.rings):
            self.inside = button(_summary(entry.rings))
            self.inside.setProperty("note", "link")
            self.inside.setAccessibleName(f"Who is inside {title}")
            self.inside.setToolTip("Who is inside")
            self.inside.clicked.connect(lambda: self.inside_wanted.emit(entry.id))
            parts.append(self.inside)
        tools: list[QWidget] = []
        if entry.by_person:
            edit = IconButton(theme, "edit", f"Change {title}", size=15)
            edit.clicked.connect(lambda: self.edit_wanted.emit(entry.id))
            remove = IconButton(theme, "trash", f"Remove {title}", size=15)
            remove.clicked.connect(lambda: self.removed.emit(entry.id))
            tools = [edit, remove]
        head = row(None, name, *tools, spacing=2)
        head.setStretch(0, 1)
        for widget in tools:
            head.setAlignment(widget, Qt.AlignmentFlag.AlignTop)
        text = column(None, head, *parts, spacing=4)
        for part in parts:
            if isinstance(part, QPushButton):
                text.setAlignment(part, Qt.AlignmentFlag.AlignLeft)
        line = row(self, self.box, text, margins=(15, 11, 10, 12), spacing=8)
        line.setAlignment(self.box, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)


def _summary(rings: tuple[Ring, ...]) -> str:
    counts = rings[0].counts()
    parts = [f"{counts[Verdict.IN]:,} inside", f"{counts[Verdict.DEPENDS]:,} depending", f"{counts[Verdict.OUT]:,} outside"]
    shown = [part for part, verdict in zip(parts, (Verdict.IN, Verdict.DEPENDS, Verdict.OUT), strict=True) if counts[verdict]]
    return " · ".join(shown) + "  ›"


def _shares(entry: RangeEntry, names: Mapping[str, str]) -> list[str]:
    """Of a launch area: from how much of the origin each target could be reached."""
    lines = [f"{place_name(place, names)}: from {share_in_words(share)}" for place, share in entry.shares[:MOST_SHARES]]
    if len(entry.shares) > MOST_SHARES:
        lines.append(f"and {len(entry.shares) - MOST_SHARES} more")
    return ["\n".join(lines)] if len(entry.shares) > 1 else []
