"""What crosses between page and program: numbers, filter values, and for the tools shapes with their words, drawn as text."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot


class Bridge(QObject):
    """The page calls the slots and listens to the signals of the first group; the widget listens to those of the second."""

    # to the page
    sceneReady = Signal(int, bool)  # noqa: N815
    eventSelected = Signal(int)  # noqa: N815  -1 for none
    visibleChanged = Signal(str)  # noqa: N815  base64 of a bit for each event; empty for all
    placeShown = Signal(float, float, float)  # noqa: N815  zoom -1: as it is
    themeChanged = Signal(str)  # noqa: N815
    toolChanged = Signal(str)  # noqa: N815  pick, measure, area; empty for none
    measured = Signal(str)  # JSON
    draftChanged = Signal(str)  # noqa: N815  JSON; empty for none
    layerChanged = Signal(str, bool)  # noqa: N815

    # from the page
    page_ready = Signal()
    scene_shown = Signal(int)
    page_painted = Signal()
    spots_opened = Signal(list, int)  # markers, area or -1
    cursor_moved = Signal(float, float)
    view_changed = Signal(float)
    point_picked = Signal(float, float)
    measure_asked = Signal(str)
    area_outlined = Signal(str)
    edge_dragged = Signal(float, float, int, bool)
    tool_left = Signal(str)
    layer_switched = Signal(str, bool)

    @Slot()
    def ready(self) -> None:
        self.page_ready.emit()

    @Slot(int)
    def shown(self, number: int) -> None:
        self.scene_shown.emit(number)

    @Slot()
    def painted(self) -> None:
        self.page_painted.emit()

    @Slot(str, int)
    def opened(self, markers: str, area: int) -> None:
        """`markers`: numbers of markers, divided by spaces. What is no number is dropped."""
        self.spots_opened.emit([int(part) for part in markers.split()[:10_000] if part.isdecimal()], area)

    @Slot(float, float)
    def cursor(self, lon: float, lat: float) -> None:
        self.cursor_moved.emit(lon, lat)

    @Slot(float)
    def view(self, metres_per_pixel: float) -> None:
        self.view_changed.emit(metres_per_pixel)

    @Slot(float, float)
    def pointed(self, lon: float, lat: float) -> None:
        self.point_picked.emit(lon, lat)

    @Slot(str)
    def measure(self, points: str) -> None:
        self.measure_asked.emit(points)

    @Slot(str)
    def outlined(self, points: str) -> None:
        self.area_outlined.emit(points)

    @Slot(float, float, int, bool)
    def dragged(self, lon: float, lat: float, number: int, done: bool) -> None:
        self.edge_dragged.emit(lon, lat, number, done)

    @Slot(str)
    def left(self, tool: str) -> None:
        self.tool_left.emit(tool)

    @Slot(str, bool)
    def switched(self, layer: str, on: bool) -> None:
        self.layer_switched.emit(layer, on)
