"""The window's parts and how they are linked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow

from desktop.kit.display_text import counted, safe_line
from desktop.kit.theme import Theme, program_icon
from desktop.main_window.actions import Actions
from desktop.main_window.appearance import AppearanceChoice
from desktop.main_window.asking import Asking
from desktop.main_window.files import Files, dropped_paths
from desktop.main_window.map_tools import LayersMenu, MapTools
from desktop.main_window.palette import Palette
from desktop.main_window.placing import Placing
from desktop.main_window.possible import show_possible
from desktop.main_window.status import Status
from desktop.main_window.toolbar import Toolbar
from desktop.main_window.views import Views
from desktop.main_window.villages import Villages
from desktop.platform.settings import Settings
from desktop.session import Selection, Session
from desktop.views.dialogs.damage import summary
from geo.model import Place

TOWN_ZOOM = 10


class MainWindow(QMainWindow):
    def __init__(self, session: Session, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self.session, self.theme, self.settings = session, theme, settings
        self._recoverable: Path | None = None
        self.setWindowIcon(program_icon())
        self.setAcceptDrops(True)
        self.setMinimumSize(880, 560)
        self.resize(1440, 900)
        self.actions_ = Actions(theme, self)
        self.files = Files(session, settings, self)
        self.palette_ = None
        self.views = Views(session, theme, settings)
        self.setCentralWidget(self.views)
        self.tools = MapTools(session, self.views, self)
        self.villages = Villages(session, self.views, self.theme, self)
        self.placing = Placing(session, theme, self.views, self.tools, self)
        self.asking = Asking(session, theme, self.views, self)
        self.appearance = AppearanceChoice(self.actions_, theme, settings, self)
        self._build_bars()
        self._link()
        self._restore_layout()
        self._refresh()
        self._show_project()
        if settings.complaint:
            QTimer.singleShot(0, self, lambda: self.files.show_error("The settings could not be read", settings.complaint))

    # --- what app calls -------------------------------------------------------------------------------------------

    def open_paths(self, paths: list[Path]) -> None:
        """A single project is opened, all else is taken in."""
        if len(paths) == 1 and paths[0].suffix.casefold() == ".gpkg":
            self.files.open_project(paths[0])
        else:
            self.session.open_paths(paths)
            self._refresh()

    def offer_recovery(self, projects: Sequence[Path]) -> None:
        """Offers the newest project that a crash left behind."""
        self._recoverable = projects[0] if projects else None
        self.actions_["recover"].setEnabled(bool(projects))
        self.views.welcome.offer_recovery(self._recoverable)

    def recover(self) -> None:
        if self._recoverable is not None:
            self.files.recover(self._recoverable)
            self.offer_recovery(())

    # --- building -------------------------------------------------------------------------------------------------

    def _build_bars(self) -> None:
        self.actions_.fill(self.menuBar())
        self.files.fill_recent(self.actions_["recent"])
        self.layers = LayersMenu(self.views, self)
        self.actions_["layers"].setMenu(self.layers)
        self.toolbar = Toolbar(self.actions_, self.theme)
        self.toolbar.finder.clicked.connect(self.open_palette)
        self.toolbar.look.clicked.connect(self.appearance.turn)
        holder = self.addToolBar("Tools")
        holder.setMovable(False)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(self.toolbar)
        holder.toggleViewAction().setVisible(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.status = Status(self.session.jobs, self.theme)
        self.setStatusBar(self.status)

    # --- links ----------------------------------------------------------------------------------------------------

    def _link(self) -> None:
        session, files = self.session, self.files
        session.changed.connect(self._refresh)
        session.selected.connect(self._selected)
        session.project_changed.connect(self._show_project)
        session.erred.connect(files.show_error)
        session.intake.over.connect(self._imported)
        session.purging.purged.connect(lambda *_: self.status.say("Removed for good."))
        session.files.saved.connect(lambda path: self.status.say(f"Saved: {path}"))
        self.views.read_only.acted.connect(files.open_again)
        session.files.leaving.connect(self._leave_project)
        session.files.exported.connect(lambda path: self.status.say(f"Written: {path}"))
        files.said.connect(self.status.say)

        self.views.events.chosen.connect(session.selector.event)
        self.views.events.activated.connect(session.selector.event)
        self.views.events.filter_changed.connect(self._show_visible)
        self.views.articles.chosen.connect(session.selector.article)
        self.status.details_wanted.connect(self.asking.show_failures)
        self.views.timeline.window_changed.connect(self._days_chosen)
        self.views.timeline.dates_wanted.connect(self._show_undated_articles)
        self.views.reader.mention_shown.connect(self._show_mention)
        self.views.reader.ledger_wanted.connect(lambda: self._show_ledger(True))
        self.views.ledger.closed.connect(lambda: self._show_ledger(False))
        self.views.ledger.doubt.stepped.connect(self._step_doubt)
        self.views.events.activated.connect(lambda _: self._show_ledger(True))

        self.views.damage.acted.connect(files.show_damage)
        self.views.map.eventsActivated.connect(self._marker_clicked)
        self.views.map.cursorMoved.connect(self.status.show_position)
        self.views.map.viewChanged.connect(self.status.show_scale)
        self.views.map.pageError.connect(lambda text: self.status.say(f"The map reports a fault: {text}"))
        self.theme.changed.connect(self._restyle_map)
        self._restyle_map()

        self.views.welcome.open_articles.connect(files.ask_articles)
        self.views.welcome.open_folder.connect(files.ask_folder)
        self.views.welcome.open_project.connect(lambda path: files.open_project(path) if path else files.ask_project())
        self.views.welcome.open_sample.connect(files.open_sample)
        self.views.welcome.recover.connect(self.recover)
        files.importing.connect(self._refresh)

        self.actions_.connect_all(
            {
                "open": files.ask_articles,
                "open_folder": files.ask_folder,
                "open_sample": files.open_sample,
                "new_project": files.new_project,
                "recover": self.recover,
                "open_project": files.ask_project,
                "open_backup": files.open_backup,
                "check_project": files.check,
                "save": files.save,
                "save_as": files.save_as,
                "export_map": files.export_map,
                "export_data": files.export_data,
                "picture": lambda: files.save_picture(self.views.map.picture),
                "quit": self.close,
                "undo": session.judging.undo,
                "redo": session.judging.redo,
                "reject": self.views.events.reject_or_restore,
                "refuse_carried": self._refuse_carried,
                "join_doubt": session.doubts.join,
                "keep_apart": session.doubts.keep_apart,
                "choose_place": self.placing.choose_of_selection,
                "metadata": self.asking.edit_selected_articles,
                "copy_quotation": self.views.reader.copy_quotation,
                "purge": self.asking.purge_selected,
                "author": self.asking.author,
                "certain": self.asking.certain,
                "next_event": lambda: self.views.events.step(1),
                "previous_event": lambda: self.views.events.step(-1),
                "next_passage": lambda: session.selector.step_passage(1),
                "previous_passage": lambda: session.selector.step_passage(-1),
                "next_doubt": lambda: self._step_doubt(1),
                "previous_doubt": lambda: self._step_doubt(-1),
                "palette": self.open_palette,
                "find_events": self._focus_filter,
                "more_filters": self._open_filters,
                "all_days": self.views.timeline.show_all,
                "show_lists": lambda: self.views.left.setVisible(self.actions_["show_lists"].isChecked()),
                "show_reader": lambda: self.views.reader.setVisible(self.actions_["show_reader"].isChecked()),
                "show_ledger": lambda: self.views.show_ledger(self.actions_["show_ledger"].isChecked()),
                "show_timeline": lambda: self.views.timeline.setVisible(self.actions_["show_timeline"].isChecked()),
                "ranges": lambda: self.views.show_list("Ranges"),
                "draw_range": self._focus_origin,
                "pick_origin": lambda: self._use_tool("pick"),
                "draw_area": lambda: self._use_tool("area"),
                "measure": lambda: self.tools.start("measure"),
                "gazetteers": self.asking.gazetteers,
                "failures": self.asking.show_failures,
                "about": self.asking.about,
            }
        )
        for name in ("show_lists", "show_reader", "show_timeline"):
            self.actions_[name].setChecked(True)

    def _selected(self, selection: Selection) -> None:
        self.views.map.select_event(selection.event)
        show_possible(self.actions_, self.session)

    def _marker_clicked(self, event_ids: list[str], place_id: str) -> None:
        ids = [event_id for event_id in event_ids if self.session.row(event_id) is not None]
        if not ids:
            return
        self.views.show_list("Events")
        if len(ids) > 1:
            self.views.events.show_only(ids, self.session.digest.place_names.get(place_id, ""))
        elif self.views.events.model.row_of(ids[0]) is None:
            self.views.events.widen()
        # A second click on the marker goes on to its next event.
        current = self.session.selection.event
        self.session.selector.event(ids[(ids.index(current) + 1) % len(ids)] if current in ids else ids[0])
        self.views.events.view.setFocus()

    def _step_doubt(self, by: int) -> None:
        """Goes on to events that may be one, in the ledger: there both are told."""
        self._show_ledger(True)
        self.session.doubts.step(by)

    def _refuse_carried(self) -> None:
        """What other passages lend the selected event, each as a judgement of its own."""
        for carried in self.session.judging.carried(self.session.selection.event):
            self.session.judging.refuse_carried(carried)

    def _show_mention(self, article_id: str, index: int) -> None:
        analysis = self.session.analysis(article_id)
        resolution = analysis.resolutions[index] if analysis and index < len(analysis.resolutions) else None
        if resolution is None or resolution.place is None:
            self.status.say("No place was found for this name. Choose one: right click on it.")
            return
        self.show_place(resolution.place)

    def show_place(self, place: Place) -> None:
        self.views.map.show_place(place.position.lon, place.position.lat, TOWN_ZOOM if place.extent_km < 20 else None)

    def _leave_project(self, leaving: bool) -> None:
        """The markers of a project go before another one is read; they come back where that fails."""
        if leaving:
            self.views.map.set_visible_events(())
        else:
            self._show_visible()

    def _show_visible(self) -> None:
        self.views.map.set_visible_events(self.views.events.model.visible_ids())

    def _days_chosen(self, days: tuple[int, int] | None, undated: bool) -> None:
        self.views.events.set_filter(replace(self.views.events.model.filter, days=days, undated=(undated and days is None) or undated))

    # --- refreshing -----------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        session = self.session
        snapshot = session.snapshot
        empty = not snapshot.corpus.articles and not session.intake.busy
        self.views.show_workspace(not empty)
        if snapshot.scene is not None:
            self.views.map.show_scene(snapshot.scene, content=snapshot.scene_content)
            self._show_visible()
            self.views.map.select_event(session.selection.event)
        damaged = f"This project is damaged; {summary(snapshot.damage)}. It is only read, nothing is written into it."
        self.views.damage.say(damaged if snapshot.damage else "", "Details and repair…")
        self.villages.tell(snapshot.missing)
        if snapshot.unkept:
            self.status.say(snapshot.unkept)
        self.views.timeline.show_events(snapshot.digest, sum(a.published is None for a in snapshot.corpus.articles))
        self.toolbar.show_state(snapshot)
        self.views.read_only.say(safe_line(snapshot.read_only, 400), "Take over…" if snapshot.can_take_over else "Open again")
        articles, events = len(snapshot.corpus.articles), len(snapshot.corpus.events)
        self.status.show_counts(articles, events)
        self.views.show_counts(articles, events)
        show_possible(self.actions_, self.session)

    def _show_project(self) -> None:
        path = self.session.snapshot.path
        name = path.name.removesuffix(".gpkg") if path else "Not saved" if self.session.corpus.articles else ""
        self.toolbar.show_project(name, path)
        self.setWindowTitle(f"{name} - Dateline" if path else "Dateline")
        if self.session.snapshot.damage and not self.session.corpus.articles:
            self.files.show_damage()  # there is no workspace in which the notice could stand
        self.files.fill_recent(self.actions_["recent"])
        self.views.welcome.refresh()

    def _imported(self, taken: int, failures: int) -> None:
        self._refresh()
        if taken < 0:
            self.status.say("The import was cancelled; nothing was added.")
            return
        text = f"{counted(taken, 'article')} taken in" if taken else "No new article"
        if failures:
            text += f", {failures:,} could not be read"
        # What was removed is known to nobody any more, so it cannot be looked for either.
        unchecked = " It was not checked for what was once removed for good." if taken and self.session.snapshot.removed else ""
        self.status.say(f"{text}.{unchecked}", details=failures > 0)
        self._show_project()

    # --- commands -------------------------------------------------------------------------------------------------

    def open_palette(self) -> None:
        self.palette_ = Palette(self.session, self.theme, self.actions_.commands, self.show_place, self._only_articles, self)
        self.palette_.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.palette_.open_over(self)

    def _only_articles(self, article_ids: frozenset[str], words: str) -> None:
        self.views.show_list("Events")
        self.views.events.only_articles(article_ids, words)

    def _show_ledger(self, shown: bool) -> None:
        self.actions_["show_ledger"].setChecked(shown)
        self.views.show_ledger(shown)

    def _show_undated_articles(self) -> None:
        """Not their dialog at once: it would give all of them one date, and they may be of several days."""
        self.views.show_list("Articles")
        self.views.articles.select_undated()

    def _focus_filter(self) -> None:
        self.views.show_list("Events")
        self.views.events.search.setFocus()
        self.views.events.search.selectAll()

    def _open_filters(self) -> None:
        self.views.show_list("Events")
        self.views.events.traits.open()

    def _focus_origin(self) -> None:
        self.views.left.show()
        self.views.show_list("Ranges")
        self.views.ranges.look_inside(None)
        self.views.ranges.form.origin.setFocus()
        self.views.ranges.form.origin.selectAll()

    def _use_tool(self, tool: str) -> None:
        self._focus_origin()
        self.tools.start(tool)

    def _restyle_map(self) -> None:
        self.views.map.set_theme(self.theme.colours.name)

    # --- layout, drops, end ---------------------------------------------------------------------------------------

    def _restore_layout(self) -> None:
        geometry = self.settings.state("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self.views.restore()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            self.session.intake.expect()
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_paths(event.mimeData())
        if paths:
            # Files are read where they are: a drop that says "move" would have the file manager delete them.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            # After the drag has ended for the program it came from.
            QTimer.singleShot(0, lambda: self.open_paths(paths))

    def closeEvent(self, event: QCloseEvent) -> None:
        discard = self.session.closed or self.files.may_leave()
        if discard is None:
            event.ignore()
            return
        self.settings.keep_state("geometry", self.saveGeometry())
        self.views.keep()
        self.session.close(discard=discard)
        event.accept()
