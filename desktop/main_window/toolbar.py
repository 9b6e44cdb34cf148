"""The bar above the views: the commands used most, which project is open, the palette, light or dark."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from desktop.kit.display_text import plain_tip
from desktop.kit.theme import Theme
from desktop.kit.widgets import IconButton, plain_label, row
from desktop.main_window.actions import Actions
from desktop.session import Snapshot


class Toolbar(QWidget):
    def __init__(self, actions: Actions, theme: Theme) -> None:
        super().__init__()
        self._actions, self._theme = actions, theme
        self.setObjectName("toolbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.project_name = plain_label("")
        font = self.project_name.font()
        font.setBold(True)
        self.project_name.setFont(font)
        self.sample_badge = plain_label("Sample", "badge")
        self.sample_badge.setToolTip("The sample corpus is open: facts of October 2015, retold for trying Dateline out")
        self.read_only_badge = plain_label("Read only", "badge")
        self.finder = QPushButton("Find anything…    Ctrl+K")
        self.finder.setObjectName("commandField")
        self.finder.setFixedWidth(300)
        self.finder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.look = IconButton(theme, "moon", "Light or dark")
        groups = (("open", "save"), ("undo", "redo"), ("export_map",))
        tools = [part for group in groups for part in (*(self._tool(name) for name in group), _gap())]
        row(
            self,
            *tools,
            self.project_name,
            _gap(4),
            self.sample_badge,
            self.read_only_badge,
            1,
            self.finder,
            self.look,
            margins=(10, 5, 10, 5),
            spacing=4,
        )
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_state(self, snapshot: Snapshot) -> None:
        self.sample_badge.setVisible(snapshot.corpus.sample)
        self.read_only_badge.setVisible(bool(snapshot.read_only))
        self.read_only_badge.setToolTip(plain_tip(snapshot.read_only))

    def show_project(self, name: str, path: Path | None) -> None:
        self.project_name.setText(name)
        self.project_name.setToolTip(plain_tip(str(path) if path else "Kept in Dateline's own folder until it is saved"))

    def _tool(self, name: str) -> QToolButton:
        tool = QToolButton()
        tool.setDefaultAction(self._actions[name])
        tool.setIconSize(QSize(18, 18))
        tool.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return tool

    def _restyle(self) -> None:
        self.look.show_icon("sun" if self._theme.dark else "moon", "Light" if self._theme.dark else "Dark")


def _gap(width: int = 10) -> QWidget:
    gap = QWidget()
    gap.setFixedWidth(width)
    return gap
