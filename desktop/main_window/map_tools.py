"""The map's tools joined to the range panel: origin by click or outline, edges pulled, distances measured, layers switched."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from desktop.main_window.views import Views
from desktop.session import Draft, Session
from geo.errors import RangeError
from geo.export.proof import LAYERS
from geo.model import LonLat
from geo.pipeline import drawn_origin
from geo.pipeline.drawings import area_of

TOLD = {
    "pick": "Click on the map where the range begins. Keys: arrows move the map, Space takes its middle.",
    "area": "Click the corners; the first corner or a double click closes the area. Keys: Space, Enter, Esc.",
    "measure": "Click two points or more; a double click ends the line. Keys: Space sets a point, Enter ends, Esc leaves.",
}


class MapTools(QObject):
    def __init__(self, session: Session, views: Views, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._views = session, views
        self._tool = ""
        self._metres_per_pixel = 1000.0
        # On only while a tool is: elsewhere Escape belongs to the view that has the keys.
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window)
        self._escape.activated.connect(self.stop)
        self._escape.setEnabled(False)
        panel, map_ = views.ranges, views.map
        panel.pick_wanted.connect(lambda: self.start("pick"))
        panel.outline_wanted.connect(lambda: self.start("area"))
        panel.measure_wanted.connect(lambda: self.start("measure"))
        views.banner.acted.connect(self.stop)
        map_.mapClicked.connect(self._clicked)
        map_.areaDrawn.connect(self._outlined)
        map_.edgeDragged.connect(self._pulled)
        map_.toolLeft.connect(lambda _: self.stop())
        map_.viewChanged.connect(self._scaled)
        session.drawing.draft_changed.connect(self._show_draft)
        views.events.filter_changed.connect(self.follow_filters)
        session.changed.connect(self.follow_filters)
        views.reader.launch_wanted.connect(session.drawing.launch_area)
        views.reader.tracks_wanted.connect(session.drawing.tracks)

    def start(self, tool: str) -> None:
        """Gives the map's clicks and keys to a tool; the same tool again leaves it."""
        if tool == self._tool:
            self.stop()
            return
        self._tool = tool
        self._views.banner.say(TOLD[tool], "Done" if tool == "measure" else "Cancel")
        self._views.map.set_tool(tool)
        self._escape.setEnabled(True)

    def stop(self) -> None:
        if self._tool:
            self._tool = ""
            self._escape.setEnabled(False)
            self._views.map.set_tool("")
            self._views.banner.say("")

    def follow_filters(self) -> None:
        """Who is inside follows the filters of the event list."""
        self._views.ranges.set_visible_events(self._views.events.model.visible_ids())

    # --- inside ---------------------------------------------------------------------------------------------------

    def _clicked(self, lon: float, lat: float) -> None:
        if self._tool == "pick":
            self.stop()
            self._views.ranges.form.take_point(lon, lat)

    def _outlined(self, corners: list[LonLat]) -> None:
        self.stop()
        try:
            area = area_of(corners)
        except RangeError as error:
            self._session.drawing.draft_failed.emit(error)
            return
        self._views.ranges.form.take_area(drawn_origin(area))

    def _pulled(self, lon: float, lat: float, number: int, done: bool) -> None:
        self._session.drawing.pull(LonLat(lon, lat), number, self._metres_per_pixel, done)

    def _scaled(self, metres_per_pixel: float) -> None:
        self._metres_per_pixel = metres_per_pixel

    def _show_draft(self, draft: Draft | None) -> None:
        self._views.map.show_draft(draft.content if draft is not None else "")
        if draft is not None and draft.fresh:
            self._views.left.show()
            self._views.show_list("Ranges")


class LayersMenu(QMenu):
    """The map's layers in the View menu; both switches say the same."""

    def __init__(self, views: Views, parent: QWidget) -> None:
        super().__init__("Layers", parent)
        self.layers: dict[str, QAction] = {}
        for key, name in LAYERS.items():
            action = self.addAction(name)
            action.setCheckable(True)
            action.setChecked(True)
            action.toggled.connect(lambda on, key=key: views.map.set_layer(key, on))
            self.layers[key] = action
        views.map.layerSwitched.connect(lambda key, on: self.layers[key].setChecked(on))
