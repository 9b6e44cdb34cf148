"""The map as a widget: shows a scene, tells what is clicked. Ids of events and places stay on this side of the page."""

from __future__ import annotations

import base64
from collections.abc import Iterable

import numpy as np
import shiboken6
from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.kit.text_size import text_scale
from desktop.views.map_view.answers import measured_json, points_of
from desktop.views.map_view.bridge import Bridge
from desktop.views.map_view.scheme import PAGE, SCHEME, Blocker, Handler, check_page
from geo.export.proof import LAYERS
from geo.export.scene_json import bulk_of, scene_json
from geo.pipeline.measuring import measure
from geo.views.scene import Scene

_WATER = {"light": "#d5dce0", "dark": "#12171b"}


class MapView(QWidget):
    """A map of a scene. Signals carry ids as strings, positions as longitude and latitude in degrees."""

    eventsActivated = Signal(list, str)  # noqa: N815  ids of events; id of the place, the first where several stand together
    cursorMoved = Signal(float, float)  # noqa: N815
    viewChanged = Signal(float)  # noqa: N815  metres that a pixel shows at the middle of the map
    mapClicked = Signal(float, float)  # noqa: N815  only while a point is being picked
    areaDrawn = Signal(list)  # noqa: N815  corners as LonLat, in order, the first not repeated
    edgeDragged = Signal(float, float, int, bool)  # noqa: N815  the draft's edge is pulled here; number of its range; let go
    toolLeft = Signal(str)  # noqa: N815  by Escape
    layerSwitched = Signal(str, bool)  # noqa: N815  on the map itself: a key of LAYERS
    firstPainted = Signal()  # noqa: N815  the first scene with the basemap is on the screen
    sceneShown = Signal()  # noqa: N815  the scene last given is drawn
    pageError = Signal(str)  # noqa: N815  a warning or error of the page; there should be none

    def __init__(self, parent: QWidget | None = None, theme: str = "light") -> None:
        """Raises MissingAsset where the page was not built."""
        super().__init__(parent)
        check_page()
        self._scene: Scene | None = None
        self._numbers: dict[str, int] = {}
        self._mask: np.ndarray | None = None
        self._version = 0
        self._ready = False
        self._fit = True
        self._fitted = False
        self._selected = -1
        self._theme = theme
        self._tool = ""
        self._draft = ""
        self._layers: dict[str, bool] = {}

        self._profile = QWebEngineProfile()  # off the record: nothing of the page is kept on disk
        self._handler = Handler(self)
        self._profile.installUrlSchemeHandler(SCHEME, self._handler)
        self._blocker = Blocker(self)
        self._profile.setUrlRequestInterceptor(self._blocker)
        self._page = _Page(self._profile, self)
        self._page.setBackgroundColor(QColor(_WATER[theme]))
        self._page.troubled.connect(self.pageError)
        self._profile.setParent(self)  # behind the page, which must be deleted before it
        self._view = QWebEngineView(self)
        self._view.setPage(self._page)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._view.setAcceptDrops(False)
        self._view.setZoomFactor(text_scale())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)

        self._bridge = Bridge(self)
        self._channel = QWebChannel(self)
        self._channel.registerObject("bridge", self._bridge)
        self._page.setWebChannel(self._channel)
        self._bridge.page_ready.connect(self._on_ready)
        self._bridge.scene_shown.connect(self._on_shown)
        self._bridge.page_painted.connect(self.firstPainted)
        self._bridge.spots_opened.connect(self._on_opened)
        self._bridge.cursor_moved.connect(self.cursorMoved)
        self._bridge.view_changed.connect(self.viewChanged)
        self._bridge.point_picked.connect(self.mapClicked)
        self._bridge.measure_asked.connect(self._measure)
        self._bridge.area_outlined.connect(lambda numbers: self.areaDrawn.emit(points_of(numbers)))
        self._bridge.edge_dragged.connect(self.edgeDragged)
        self._bridge.tool_left.connect(self._on_left)
        self._bridge.layer_switched.connect(self._on_switched)
        application = QApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._shut)
        address = QUrl(PAGE)
        address.setQuery(f"theme={theme}")
        self._view.load(address)

    # --- what to show ------------------------------------------------------------------------------------------

    def show_scene(self, scene: Scene, *, fit: bool | None = None, content: tuple[bytes, bytes] | None = None) -> None:
        """Draws a scene. The view is fitted to the first one that holds places, and to later ones where `fit` says so.

        `content`: the scene's JSON and bulk, where another thread has made them already, which takes long for many events.
        """
        self._fit = fit if fit is not None else not self._fitted
        self._scene = scene
        self._numbers = {event.id: number for number, event in enumerate(scene.events)}
        self._mask = None
        self._selected = -1
        self._version += 1
        if content is None:
            bulk = bulk_of(scene)
            content = scene_json(scene, bulk).encode(), bulk.data()
        self._handler.keep({f"scene/{self._version}.json": content[0], f"scene/{self._version}.bin": content[1]})
        if self._ready:
            self._bridge.sceneReady.emit(self._version, self._fit)

    def select_event(self, event_id: str | None) -> None:
        """Marks an event's places and brings them into view; an event that is not drawn marks nothing."""
        self._selected = self._numbers.get(event_id, -1) if event_id is not None else -1
        if self._ready:
            self._bridge.eventSelected.emit(self._selected)

    def show_place(self, lon: float, lat: float, zoom: float | None = None) -> None:
        """Centres a point and lets a ring pulse there."""
        self._bridge.placeShown.emit(lon, lat, -1.0 if zoom is None else zoom)

    def set_visible_events(self, ids: Iterable[str] | None) -> None:
        """Hides all events but these; None shows all."""
        if self._scene is None:
            return
        if ids is None:
            self._mask = None
        else:
            mask = np.zeros(len(self._scene.events), dtype=bool)
            numbers = [number for number in map(self._numbers.get, ids) if number is not None]
            mask[numbers] = True
            self._mask = mask
        if self._ready:
            self._bridge.visibleChanged.emit(self._bits())

    def set_theme(self, theme: str) -> None:
        """`theme`: "light" or "dark"."""
        self._theme = theme
        self._page.setBackgroundColor(QColor(_WATER[theme]))
        if self._ready:
            self._bridge.themeChanged.emit(theme)

    def set_tool(self, tool: str) -> None:
        """ "pick" (a click chooses a point: `mapClicked`), "measure", "area" (`areaDrawn`), or "" for none; the map takes the keys."""
        self._tool = tool
        if self._ready:
            self._bridge.toolChanged.emit(tool)
        if tool:
            self._view.setFocus()

    @property
    def tool(self) -> str:
        return self._tool

    def set_pick_mode(self, picking: bool) -> None:
        """While on, a click on the map chooses a point (`mapClicked`) and opens nothing."""
        self.set_tool("pick" if picking else "")

    def show_draft(self, draft: str) -> None:
        """Draws what is being set up, above all else: JSON of geo.views.drawn; empty takes it away."""
        self._draft = draft
        if self._ready:
            self._bridge.draftChanged.emit(draft)

    def set_layer(self, key: str, on: bool) -> None:
        """Shows or hides one of LAYERS."""
        self._layers[key] = on
        if self._ready:
            self._bridge.layerChanged.emit(key, on)

    def picture(self) -> QPixmap:
        """What the map shows now; ask after `sceneShown`, when the events of the loop have been handled."""
        return self._view.grab()

    def sizeHint(self) -> QSize:
        return QSize(960, 640)

    def _bits(self) -> str:
        if self._mask is None:
            return ""
        return base64.b64encode(np.packbits(self._mask, bitorder="little").tobytes()).decode()

    def _shut(self) -> None:
        """At the program's end the page goes before its profile, or Chromium complains."""
        if shiboken6.isValid(self._page):
            shiboken6.delete(self._page)

    # --- what the page tells -------------------------------------------------------------------------------------

    def _on_ready(self) -> None:
        """The page listens. What was asked for meanwhile is shown now."""
        self._ready = True
        self._bridge.themeChanged.emit(self._theme)
        for key, on in self._layers.items():
            self._bridge.layerChanged.emit(key, on)
        self._bridge.toolChanged.emit(self._tool)
        self._bridge.draftChanged.emit(self._draft)
        if self._scene is not None:
            self._bridge.sceneReady.emit(self._version, self._fit)

    def _measure(self, numbers: str) -> None:
        self._bridge.measured.emit(measured_json(measure(points_of(numbers))))

    def _on_left(self, tool: str) -> None:
        self._tool = ""
        self.toolLeft.emit(tool)

    def _on_switched(self, key: str, on: bool) -> None:
        if key in LAYERS:
            self._layers[key] = on
            self.layerSwitched.emit(key, on)

    def _on_shown(self, number: int) -> None:
        if number != self._version or self._scene is None:
            return
        self._fitted = self._fitted or (self._fit and self._scene.bounds is not None)
        if self._mask is not None:
            self._bridge.visibleChanged.emit(self._bits())
        if self._selected >= 0:
            self._bridge.eventSelected.emit(self._selected)
        self.sceneShown.emit()

    def _on_opened(self, markers: list[int], area: int) -> None:
        scene = self._scene
        if scene is None:
            return
        spots = [number for number in markers if number < len(scene.markers)]
        if 0 <= area < len(scene.areas):
            spots.append(len(scene.markers) + area)
        if not spots:
            return
        wanted = set(spots)
        numbers = dict.fromkeys(
            number
            for spot in spots
            for number in (scene.markers[spot].events if spot < len(scene.markers) else scene.areas[spot - len(scene.markers)].events)
            if self._mask is None or self._mask[number]
        )
        # Events that all of the places share come first: a list of towns in one sentence.
        ordered = sorted(numbers, key=lambda number: -len(wanted.intersection(scene.spots[number])))
        self.eventsActivated.emit([scene.events[number].id for number in ordered], scene.place_at(spots[0]).id)


class _Page(QWebEnginePage):
    """A page that goes nowhere, opens nothing and passes on what its console says."""

    troubled = Signal(str)

    def __init__(self, profile: QWebEngineProfile, parent: QWidget) -> None:
        super().__init__(profile, parent)
        settings = self.settings()
        attributes = QWebEngineSettings.WebAttribute
        for attribute in (
            attributes.LocalContentCanAccessRemoteUrls,
            attributes.LocalContentCanAccessFileUrls,
            attributes.JavascriptCanOpenWindows,
            attributes.JavascriptCanAccessClipboard,
            attributes.PluginsEnabled,
            attributes.PdfViewerEnabled,
            attributes.HyperlinkAuditingEnabled,
            attributes.DnsPrefetchEnabled,
            attributes.FullScreenSupportEnabled,
            attributes.ScreenCaptureEnabled,
            attributes.LocalStorageEnabled,
        ):
            settings.setAttribute(attribute, False)
        settings.setAttribute(attributes.ShowScrollBars, True)

    def acceptNavigationRequest(self, url: QUrl | str, type: QWebEnginePage.NavigationType, isMainFrame: bool) -> bool:  # noqa: N803
        return QUrl(url).scheme() == SCHEME.decode()

    def createWindow(self, type: QWebEnginePage.WebWindowType) -> QWebEnginePage:  # noqa: N802
        return None  # type: ignore[return-value]  # Qt takes None for "no window"

    def javaScriptConsoleMessage(self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str) -> None:
        if level != QWebEnginePage.JavaScriptConsoleMessageLevel.InfoMessageLevel:
            self.troubled.emit(f"{source}:{line}: {message}")
