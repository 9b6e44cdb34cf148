"""The views of the window and where each stands: lists on the left, map over timeline in the middle, reader on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QStackedLayout, QStackedWidget, QTabBar, QWidget

from desktop.kit.text_size import scaled
from desktop.kit.theme import Theme
from desktop.kit.widgets import Notice, column, row
from desktop.platform.settings import Settings
from desktop.session import Session
from desktop.views.articles import ArticleList
from desktop.views.events import EventList
from desktop.views.ledger import LedgerPanel
from desktop.views.map_view import MapView
from desktop.views.range_panel import RangePanel
from desktop.views.reader import Reader
from desktop.views.timeline import Timeline
from desktop.views.welcome import Welcome

TABS = ("Events", "Articles", "Ranges")
TIMELINE_HEIGHT = 130
LEDGER_SHARE = 0.5  # of what map and ledger have together


class Views(QStackedWidget):
    """The welcome page, or the workspace with all views. Raises MissingAsset where the map's page was not built."""

    def __init__(self, session: Session, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._arranged = False
        self.events = EventList(session, theme)
        self.articles = ArticleList(session, theme)
        self.ranges = RangePanel(session, theme)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.lists = QStackedWidget()
        for title, view in zip(TABS, (self.events, self.articles, self.ranges), strict=True):
            self.tabs.addTab(title)
            self.lists.addWidget(view)
        self.tabs.currentChanged.connect(self.lists.setCurrentIndex)
        self.left = QWidget()
        self.left.setObjectName("panel")
        self.left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column(self.left, row(None, self.tabs, 1, margins=(15, 4, 8, 0)), self.lists, spacing=0)
        self.left.setMinimumWidth(230)

        self.map = MapView(theme=theme.colours.name)
        self.read_only = Notice()
        self.banner = Notice(name="banner")
        self.damage = Notice()
        self.villages = Notice()
        self.timeline = Timeline(theme)
        map_side = QFrame()
        map_side.setObjectName("mapFrame")
        column(map_side, self.read_only, self.damage, self.villages, self.banner, self.map, spacing=0)
        map_side.layout().setStretch(4, 1)  # type: ignore[union-attr]
        self.centre = QSplitter(Qt.Orientation.Vertical)
        self.centre.addWidget(map_side)
        self.ledger = LedgerPanel(session, theme)
        self.ledger.setMinimumHeight(150)
        self.ledger.hide()
        self.centre.addWidget(self.ledger)
        self.centre.addWidget(self.timeline)
        self.centre.setStretchFactor(0, 1)
        self.centre.setCollapsible(0, False)
        self.reader = Reader(session, theme)
        self.reader.setMinimumWidth(280)
        self.body = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.left, self.centre, self.reader):
            self.body.addWidget(part)
            self.body.setCollapsible(self.body.indexOf(part), False)
        self.body.setStretchFactor(1, 1)
        for splitter in (self.body, self.centre):
            splitter.setHandleWidth(1)
            splitter.splitterMoved.connect(self._arrange)
        self.welcome = Welcome(theme, settings)
        self.addWidget(self.welcome)
        self.addWidget(self.body)
        # Both pages are laid out, one above the other, so that the map is drawn by the time the workspace is wanted.
        pages = self.layout()
        assert isinstance(pages, QStackedLayout)
        pages.setStackingMode(QStackedLayout.StackingMode.StackAll)

    def show_list(self, title: str) -> None:
        """Brings one of TABS to the front."""
        self.tabs.setCurrentIndex(TABS.index(title))

    def show_ledger(self, shown: bool) -> None:
        """The ledger takes its room from the map; the timeline keeps its own."""
        if shown == self.ledger.isVisibleTo(self):
            return
        self.ledger.setVisible(shown)
        if shown:
            sizes = self.centre.sizes()
            room = sizes[0] + sizes[1]
            self.centre.setSizes([round(room * (1 - LEDGER_SHARE)), round(room * LEDGER_SHARE), *sizes[2:]])

    def show_workspace(self, shown: bool) -> None:
        self.body.setEnabled(shown)
        self.setCurrentWidget(self.body if shown else self.welcome)

    def show_counts(self, articles: int, events: int) -> None:
        self.tabs.setTabText(TABS.index("Events"), f"Events {events:,}" if events else "Events")
        self.tabs.setTabText(TABS.index("Articles"), f"Articles {articles:,}" if articles else "Articles")

    # --- how the room is shared -----------------------------------------------------------------------------------

    def restore(self) -> None:
        """The user's own arrangement where there is one."""
        body, centre = self._settings.state("body"), self._settings.state("centre")
        self._arranged = body is not None and self.body.restoreState(body)
        if centre is not None:
            self.centre.restoreState(centre)

    def keep(self) -> None:
        if self.currentWidget() is self.body:
            self._settings.keep_state("body", self.body.saveState())
            self._settings.keep_state("centre", self.centre.saveState())

    def _arrange(self, _position: int, _handle: int) -> None:
        """The user has shared the room: from now on that holds."""
        self._arranged = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._arranged:
            self._share(self.width(), self.height())

    def _share(self, width: int, height: int) -> None:
        """The map gets the most; lists and reader stay wide enough to be read and no wider."""
        least, most = min(scaled(250), width // 4), min(scaled(320), width // 3)
        left, right = round(min(most, max(least, width * 0.225))), round(min(scaled(400), max(310, width * 0.285)))
        self.body.setSizes([left, width - left - right, right])
        line = scaled(TIMELINE_HEIGHT)
        ledger = round((height - line) * LEDGER_SHARE) if self.ledger.isVisibleTo(self) else 0
        self.centre.setSizes([height - line - ledger, ledger, line])
