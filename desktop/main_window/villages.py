"""The strip above the map that says, once for each country, that its villages are in no gazetteer, with the way to get them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.kit.display_text import safe_line
from desktop.kit.theme import Theme
from desktop.main_window.views import Views
from desktop.session import Session
from desktop.views.dialogs.gazetteers import GazetteersDialog
from geo.pipeline import MissingDump, missing_words

_LONGEST = 400  # characters; names of places come from articles


class Villages(QObject):
    def __init__(self, session: Session, views: Views, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._views, self._theme, self._window = session, views, theme, window
        self._shown = ""
        views.villages.acted.connect(self._get)

    def tell(self, missing: Sequence[MissingDump]) -> None:
        """Says it of the country with the most unknown names that was not told of before; a strip that stands goes with its cause."""
        settings = self._session.settings
        told = settings.villages_told
        for each in missing:
            if each.country == self._shown or (not self._shown and each.country not in told):
                self._shown = each.country
                settings.remember_villages_told(each.country)
                self._views.villages.say(safe_line(missing_words(each), _LONGEST), f"Get {each.name}…")
                return
        self._shown = ""
        self._views.villages.say("")

    def _get(self) -> None:
        dialog = GazetteersDialog(self._session, self._theme, self._window)
        dialog.choose_country(self._shown)
        dialog.open()
        self._views.villages.say("")
