"""The window's parts and how they are linked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QInputDialog, QMainWindow, QPushButton, QToolButton, QWidget

from desktop.kit.display_text import counted, plain_tip, safe_line
from desktop.kit.theme import Theme, program_icon
from desktop.kit.widgets import IconButton, plain_label, row
from desktop.main_window.actions import Actions
from desktop.main_window.files import Files, dropped_paths
from desktop.main_window.map_tools import LayersMenu, MapTools
from desktop.main_window.palette import Palette
from desktop.main_window.status import Status
from desktop.main_window.views import Views
from desktop.main_window.villages import Villages
from desktop.platform.settings import Appearance, Settings
from desktop.session import Selection, Session
from desktop.session.purging import Wish
from desktop.views.dialogs.about import AboutDialog
from desktop.views.dialogs.damage import summary
from desktop.views.dialogs.failures import FailuresDialog
from desktop.views.dialogs.gazetteers import GazetteersDialog
from desktop.views.dialogs.join_events import JoinDialog
from desktop.views.dialogs.metadata import MetadataDialog
from desktop.views.dialogs.place_chooser import PICK_ON_MAP, PlaceChooser
from desktop.views.dialogs.purge import PurgeDialog
from geo.model import LonLat, Mention, Place
from geo.project import Scope

TOWN_ZOOM = 10


class MainWindow(QMainWindow):
    def __init__(self, session: Session, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self.session, self.theme, self.settings = session, theme, settings
        self._picking: tuple[str, Mention, Scope] | None = None
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
        bar = QWidget()
        bar.setObjectName("toolbar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
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
        self.finder.clicked.connect(self.open_palette)
        self.look = IconButton(self.theme, "moon", "Light or dark")
        self.look.clicked.connect(lambda: self._set_appearance("light" if self.theme.dark else "dark"))
        parts = [self._tool("open"), self._tool("save"), _gap(), self._tool("undo"), self._tool("redo"), _gap(), self._tool("export_map")]
        row(
            bar,
            *parts,
            _gap(),
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
        holder = self.addToolBar("Tools")
        holder.setMovable(False)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(bar)
        holder.toggleViewAction().setVisible(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.status = Status(self.session.jobs, self.theme)
        self.setStatusBar(self.status)

    def _tool(self, name: str) -> QToolButton:
        tool = QToolButton()
        tool.setDefaultAction(self.actions_[name])
        tool.setIconSize(QSize(18, 18))
        tool.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return tool

    # --- links ----------------------------------------------------------------------------------------------------

    def _link(self) -> None:
        session, files = self.session, self.files
        session.changed.connect(self._refresh)
        session.selected.connect(self._selected)
        session.project_changed.connect(self._show_project)
        session.erred.connect(files.show_error)
        session.intake.over.connect(self._imported)
        session.purging.wanted.connect(self.purge)
        session.purging.purged.connect(lambda *_: self.status.say("Removed for good."))
        session.files.saved.connect(lambda path: self.status.say(f"Saved: {path}"))
        self.views.read_only.acted.connect(files.open_again)
        session.files.exported.connect(lambda path: self.status.say(f"Written: {path}"))
        files.said.connect(self.status.say)

        self.views.events.chosen.connect(session.selector.event)
        self.views.events.activated.connect(session.selector.event)
        self.views.events.filter_changed.connect(self._show_visible)
        self.views.articles.chosen.connect(session.selector.article)
        self.views.articles.metadata_wanted.connect(self.edit_metadata)
        self.views.articles.failures_wanted.connect(self.show_failures)
        self.status.details_wanted.connect(self.show_failures)
        self.views.timeline.window_changed.connect(self._days_chosen)
        self.views.timeline.dates_wanted.connect(self._show_undated_articles)
        self.views.reader.place_wanted.connect(self.choose_place)
        self.views.reader.mention_shown.connect(self._show_mention)
        self.views.reader.ledger_wanted.connect(lambda: self._show_ledger(True))
        self.views.ledger.closed.connect(lambda: self._show_ledger(False))
        self.views.ledger.join_wanted.connect(self.join_event)
        self.views.ledger.doubt.stepped.connect(self._step_doubt)
        self.views.events.activated.connect(lambda _: self._show_ledger(True))

        self.views.banner.acted.connect(self.stop_picking)
        self.views.damage.acted.connect(files.show_damage)
        self.views.map.eventsActivated.connect(self._marker_clicked)
        self.views.map.cursorMoved.connect(self.status.show_position)
        self.views.map.viewChanged.connect(self.status.show_scale)
        self.views.map.mapClicked.connect(self._map_clicked)
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
                "choose_place": self._choose_place_of_selection,
                "metadata": self._edit_selected_articles,
                "copy_quotation": self.views.reader.copy_quotation,
                "purge": self._purge_selected,
                "author": self._ask_author,
                "next_event": lambda: self.views.events.step(1),
                "previous_event": lambda: self.views.events.step(-1),
                "next_passage": lambda: session.selector.step_passage(1),
                "previous_passage": lambda: session.selector.step_passage(-1),
                "next_doubt": lambda: self._step_doubt(1),
                "previous_doubt": lambda: self._step_doubt(-1),
                "palette": self.open_palette,
                "find_events": self._focus_filter,
                "all_days": self.views.timeline.show_all,
                "light": lambda: self._set_appearance("light"),
                "dark": lambda: self._set_appearance("dark"),
                "system": lambda: self._set_appearance("system"),
                "show_lists": lambda: self.views.left.setVisible(self.actions_["show_lists"].isChecked()),
                "show_reader": lambda: self.views.reader.setVisible(self.actions_["show_reader"].isChecked()),
                "show_ledger": lambda: self.views.show_ledger(self.actions_["show_ledger"].isChecked()),
                "show_timeline": lambda: self.views.timeline.setVisible(self.actions_["show_timeline"].isChecked()),
                "ranges": lambda: self.views.show_list("Ranges"),
                "draw_range": self._focus_origin,
                "pick_origin": lambda: self._use_tool("pick"),
                "draw_area": lambda: self._use_tool("area"),
                "measure": lambda: self.tools.start("measure"),
                "gazetteers": lambda: GazetteersDialog(self.session, self.theme, self).open(),
                "failures": self.show_failures,
                "about": lambda: AboutDialog(self).exec(),
            }
        )
        for name in ("show_lists", "show_reader", "show_timeline"):
            self.actions_[name].setChecked(True)
        self._show_appearance()
        # On only while a place is picked on the map: elsewhere Escape belongs to the view that has the keys.
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self._escape.activated.connect(self.stop_picking)
        self._escape.setEnabled(False)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def _selected(self, selection: Selection) -> None:
        self.views.map.select_event(selection.event)
        self._refresh_actions()

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
        self.sample_badge.setVisible(snapshot.corpus.sample)
        self.read_only_badge.setVisible(bool(snapshot.read_only))
        self.read_only_badge.setToolTip(plain_tip(snapshot.read_only))
        self.views.read_only.say(safe_line(snapshot.read_only, 400), "Take over…" if snapshot.can_take_over else "Open again")
        articles, events = len(snapshot.corpus.articles), len(snapshot.corpus.events)
        self.status.show_counts(articles, events)
        self.views.show_counts(articles, events)
        self._refresh_actions()

    def _refresh_actions(self) -> None:
        snapshot, actions, selection = self.session.snapshot, self.actions_, self.session.selection
        some = bool(snapshot.corpus.articles)
        for name in ("save", "save_as", "export_map", "export_data", "picture", "find_events"):
            actions[name].setEnabled(some)
        for name, text in (("undo", snapshot.undo_text), ("redo", snapshot.redo_text)):
            actions[name].setEnabled(text is not None)
            actions[name].setText(f"{name.title()}: {text.lower()}" if text else name.title())
            actions[name].setToolTip(f"{actions[name].text()} ({actions[name].shortcut().toString()})")
        event = self.session.row(selection.event)
        actions["reject"].setEnabled(event is not None)
        actions["refuse_carried"].setEnabled(bool(self.session.judging.carried(self.session.selection.event)))
        actions["reject"].setText("Restore event" if event is not None and event.rejected else "Reject event")
        for name in ("join_doubt", "keep_apart"):
            actions[name].setEnabled(self.session.doubts.current is not None)
        for name in ("next_doubt", "previous_doubt"):
            actions[name].setEnabled(bool(self.session.doubts.queue))
        actions["choose_place"].setEnabled(selection.mention is not None)
        actions["metadata"].setEnabled(some)
        actions["purge"].setEnabled(some and not self.session.intake.busy)
        if snapshot.read_only:
            for name in (
                "save",
                "undo",
                "redo",
                "reject",
                "refuse_carried",
                "join_doubt",
                "keep_apart",
                "choose_place",
                "metadata",
                "purge",
            ):
                actions[name].setEnabled(False)
        for name in ("next_passage", "previous_passage"):
            actions[name].setEnabled(event is not None and len(event.passages) > 1)
        actions["copy_quotation"].setEnabled(selection.span is not None)
        for name in ("open_backup", "check_project"):
            actions[name].setEnabled(snapshot.path is not None)
        actions["failures"].setEnabled(bool(self.session.intake.failures))

    def _show_project(self) -> None:
        path = self.session.snapshot.path
        name = path.name.removesuffix(".gpkg") if path else "Not saved" if self.session.corpus.articles else ""
        self.project_name.setText(name)
        self.project_name.setToolTip(plain_tip(str(path) if path else "Kept in Dateline's own folder until it is saved"))
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
        self.palette_ = Palette(self.session, self.theme, self.actions_.commands, self.show_place, self)
        self.palette_.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.palette_.open_over(self)

    def choose_place(self, article_id: str, index: int) -> None:
        """Asks which place a mention is, and has it judged."""
        article, analysis = self.session.article(article_id), self.session.analysis(article_id)
        if article is None or analysis is None or not 0 <= index < len(analysis.mentions):
            return
        mention = analysis.mentions[index]
        resolution = analysis.resolutions[index] if index < len(analysis.resolutions) else None
        passage = analysis.passages[mention.passage].of(article.text) if mention.passage < len(analysis.passages) else mention.text
        alike = self.session.judging.alike(article_id, index)
        chooser = PlaceChooser(self.session, self.theme, mention, resolution, passage, self, alike=alike)
        result = chooser.exec()
        if result == PICK_ON_MAP:
            self.tools.stop()
            self._picking = (article_id, mention, chooser.scope.chosen)
            self.views.banner.say(f"Click on the map where “{safe_line(mention.text, 60)}” is.", "Cancel")
            self.views.map.set_pick_mode(True)
            self._escape.setEnabled(True)
        elif chooser.place is not None:
            self.session.judging.place_mention(article_id, mention, chooser.place, chooser.scope.chosen)
        chooser.deleteLater()

    def _show_ledger(self, shown: bool) -> None:
        self.actions_["show_ledger"].setChecked(shown)
        self.views.show_ledger(shown)

    def join_event(self, event_id: str) -> None:
        """Asks which event of the list is the same happening as this one, and joins them."""
        dialog = JoinDialog(self.session, self.theme, event_id, self)
        if dialog.exec() and dialog.other is not None:
            self.session.judging.join_events([event_id, dialog.other])
        dialog.deleteLater()

    def stop_picking(self) -> None:
        if self._picking is not None:
            self._picking = None
            self._escape.setEnabled(False)
            self.views.map.set_pick_mode(False)
            self.views.banner.say("")

    def _map_clicked(self, lon: float, lat: float) -> None:
        if self._picking is not None:
            article, mention, scope = self._picking
            self.stop_picking()
            self.session.judging.place_mention_at(article, mention, LonLat(lon, lat), scope)

    def _choose_place_of_selection(self) -> None:
        selection = self.session.selection
        if selection.article is not None and selection.mention is not None:
            self.choose_place(selection.article, selection.mention)

    def edit_metadata(self, article_ids: list[str]) -> None:
        articles = [a for a in map(self.session.article, article_ids) if a is not None]
        if not articles:
            return
        dialog = MetadataDialog(articles, self)
        if dialog.exec():
            self.session.judging.set_article([a.id for a in articles], dialog.values())
        dialog.deleteLater()

    def _edit_selected_articles(self) -> None:
        chosen = self.session.selection.article
        self.edit_metadata(self.views.articles.selected_ids() or ([chosen] if chosen else []))

    def _show_undated_articles(self) -> None:
        """Not their dialog at once: it would give all of them one date, and they may be of several days."""
        self.views.show_list("Articles")
        self.views.articles.select_undated()

    def purge(self, wish: Wish) -> None:
        """Shows what would go, and has it removed for good."""
        if self.session.corpus.articles and not self.session.intake.busy:
            dialog = PurgeDialog(self.session, self.theme, wish, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def _purge_selected(self) -> None:
        words = self.views.reader.text.textCursor().selectedText()
        chosen = self.session.selection.article
        listed = self.views.articles.selected_ids() or ([chosen] if chosen else [])
        self.purge(Wish(names=(words,)) if words.strip() else Wish(articles=tuple(listed)))

    def show_failures(self) -> None:
        if self.session.intake.failures:
            FailuresDialog(self.session.intake.failures, self).exec()

    def _focus_filter(self) -> None:
        self.views.show_list("Events")
        self.views.events.search.setFocus()
        self.views.events.search.selectAll()

    def _focus_origin(self) -> None:
        self.views.left.show()
        self.views.show_list("Ranges")
        self.views.ranges.look_inside(None)
        self.views.ranges.form.origin.setFocus()
        self.views.ranges.form.origin.selectAll()

    def _use_tool(self, tool: str) -> None:
        self._focus_origin()
        self.tools.start(tool)

    def _ask_author(self) -> None:
        name, done = QInputDialog.getText(self, "Your name", "Written beside each judgement you make:", text=self.settings.author)
        if done:
            self.settings.author = name

    def _set_appearance(self, appearance: Appearance) -> None:
        self.settings.appearance = appearance
        self.theme.set_appearance(appearance)
        self._show_appearance()

    def _follow_system(self) -> None:
        if self.settings.appearance == "system":
            self.theme.set_appearance("system")

    def _show_appearance(self) -> None:
        for name in ("light", "dark", "system"):
            self.actions_[name].setChecked(self.settings.appearance == name)

    def _restyle_map(self) -> None:
        self.views.map.set_theme(self.theme.colours.name)
        self.look.show_icon("sun" if self.theme.dark else "moon", "Light" if self.theme.dark else "Dark")

    # --- layout, drops, end ---------------------------------------------------------------------------------------

    def _restore_layout(self) -> None:
        geometry = self.settings.state("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self.views.restore()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            self.session.intake.expect()
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
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


def _gap(width: int = 10) -> QWidget:
    gap = QWidget()
    gap.setFixedWidth(width)
    return gap
