"""Light, dark, or as the system has it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from desktop.kit.theme import Theme
from desktop.main_window.actions import Actions
from desktop.platform.settings import Appearance, Settings

APPEARANCES: tuple[Appearance, ...] = ("light", "dark", "system")


class AppearanceChoice(QObject):
    def __init__(self, actions: Actions, theme: Theme, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._actions, self._theme, self._settings = actions, theme, settings
        actions.connect_all({name: lambda name=name: self.choose(name) for name in APPEARANCES})
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._show()

    def choose(self, appearance: Appearance) -> None:
        self._settings.appearance = appearance
        self._theme.set_appearance(appearance)
        self._show()

    def turn(self) -> None:
        """The other of light and dark."""
        self.choose("light" if self._theme.dark else "dark")

    def _follow_system(self) -> None:
        if self._settings.appearance == "system":
            self._theme.set_appearance("system")

    def _show(self) -> None:
        for name in APPEARANCES:
            self._actions[name].setChecked(self._settings.appearance == name)
