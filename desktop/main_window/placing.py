"""Saying which place a name is: from the candidates, or by a click on the map."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.kit.display_text import safe_line
from desktop.kit.theme import Theme
from desktop.main_window.map_tools import MapTools
from desktop.main_window.views import Views
from desktop.session import Session
from desktop.views.dialogs.place_chooser import PICK_ON_MAP, PlaceChooser
from geo.model import LonLat, Mention
from geo.project import Scope


class Placing(QObject):
    def __init__(self, session: Session, theme: Theme, views: Views, tools: MapTools, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._theme, self._views, self._tools, self._window = session, theme, views, tools, window
        self._picking: tuple[str, Mention, Scope] | None = None
        # On only while a place is picked on the map: elsewhere Escape belongs to the view that has the keys.
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window)
        self._escape.activated.connect(self.stop)
        self._escape.setEnabled(False)
        views.banner.acted.connect(self.stop)
        views.map.mapClicked.connect(self._map_clicked)
        views.reader.place_wanted.connect(self.choose)

    def choose(self, article_id: str, index: int) -> None:
        """Asks which place a mention is, and has it judged."""
        session = self._session
        article, analysis = session.article(article_id), session.analysis(article_id)
        if article is None or analysis is None or not 0 <= index < len(analysis.mentions):
            return
        mention = analysis.mentions[index]
        resolution = analysis.resolutions[index] if index < len(analysis.resolutions) else None
        passage = analysis.passages[mention.passage].of(article.text) if mention.passage < len(analysis.passages) else mention.text
        alike = session.judging.alike(article_id, index)
        chooser = PlaceChooser(session, self._theme, mention, resolution, passage, self._window, alike=alike)
        result = chooser.exec()
        if result == PICK_ON_MAP:
            self._tools.stop()
            self._picking = (article_id, mention, chooser.scope.chosen)
            self._views.banner.say(f"Click on the map where “{safe_line(mention.text, 60)}” is.", "Cancel")
            self._views.map.set_pick_mode(True)
            self._escape.setEnabled(True)
        elif chooser.place is not None:
            session.judging.place_mention(article_id, mention, chooser.place, chooser.scope.chosen)
        chooser.deleteLater()

    def choose_of_selection(self) -> None:
        selection = self._session.selection
        if selection.article is not None and selection.mention is not None:
            self.choose(selection.article, selection.mention)

    def stop(self) -> None:
        if self._picking is not None:
            self._picking = None
            self._escape.setEnabled(False)
            self._views.map.set_pick_mode(False)
            self._views.banner.say("")

    def _map_clicked(self, lon: float, lat: float) -> None:
        if self._picking is not None:
            article, mention, scope = self._picking
            self.stop()
            self._session.judging.place_mention_at(article, mention, LonLat(lon, lat), scope)
