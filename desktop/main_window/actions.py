"""Every command of the window, with its key and its place in the menus. The palette finds them here too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar

from desktop.kit.theme import Theme


@dataclass(frozen=True, slots=True)
class Command:
    """`run` of None: the window connects the action itself."""

    name: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    before: bool = False  # a separator stands before it


COMMANDS = (
    Command("open", "Open articles…", "File", ("Ctrl+O",), "open"),
    Command("open_folder", "Open folder…", "File", ("Ctrl+Shift+O",), "folder"),
    Command("open_sample", "Open the sample", "File"),
    Command("new_project", "New project", "File", ("Ctrl+N",), "file-plus", before=True),
    Command("open_project", "Open project…", "File", (), "database"),
    Command("recent", "Recent projects", "File"),
    Command("recover", "Recover unsaved work", "File", (), "clock"),
    Command("open_backup", "Open backup…", "File"),
    Command("save", "Save project", "File", ("Ctrl+S",), "save"),
    Command("save_as", "Save project as…", "File", ("Ctrl+Shift+S",)),
    Command("check_project", "Check project…", "File"),
    Command("export_map", "Export proof map…", "File", ("Ctrl+E",), "export", before=True),
    Command("export_data", "Export data…", "File", ("Ctrl+Shift+E",)),
    Command("picture", "Save picture of the map…", "File", (), "picture"),
    Command("quit", "Quit", "File", ("Ctrl+Q",), before=True),
    Command("undo", "Undo", "Edit", ("Ctrl+Z",), "undo"),
    Command("redo", "Redo", "Edit", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
    Command("reject", "Reject event", "Edit", ("Ctrl+Backspace",), "reject", before=True),
    Command("refuse_carried", "Refuse what is carried", "Edit", ("Ctrl+Shift+Backspace",)),
    Command("join_doubt", "Join the two", "Edit", ("Ctrl+J",), "merge", before=True),
    Command("keep_apart", "Keep the two apart", "Edit", ("Ctrl+Shift+J",)),
    Command("choose_place", "Choose another place…", "Edit", (), "pin", before=True),
    Command("metadata", "Set date and publisher…", "Edit", ("Ctrl+D",), "calendar"),
    Command("copy_quotation", "Copy passage with its source", "Edit", ("Ctrl+Shift+C",), "copy", before=True),
    Command("purge", "Remove for good…", "Edit", before=True),
    Command("author", "Your name on judgements…", "Edit", before=True),
    Command("certain", "What is shown as certain…", "Edit"),
    Command("next_event", "Next event", "Go", ("Alt+Down",)),
    Command("previous_event", "Previous event", "Go", ("Alt+Up",)),
    Command("next_passage", "Next passage of this event", "Go", ("Alt+Right",)),
    Command("previous_passage", "Previous passage of this event", "Go", ("Alt+Left",)),
    Command("next_doubt", "Next events that may be one", "Go", ("Alt+PgDown",), before=True),
    Command("previous_doubt", "Previous events that may be one", "Go", ("Alt+PgUp",)),
    Command("palette", "Find anything…", "Go", ("Ctrl+K",), "search", before=True),
    Command("find_events", "Filter events", "Go", ("Ctrl+F",)),
    Command("more_filters", "Filter by actor, source, place…", "Go", ("Ctrl+Shift+F",)),
    Command("all_days", "Show all days", "Go"),
    Command("light", "Light", "View", (), "sun", checkable=True),
    Command("dark", "Dark", "View", (), "moon", checkable=True),
    Command("system", "As the system", "View", (), "", checkable=True),
    Command("show_lists", "Lists", "View", ("F6",), checkable=True, before=True),
    Command("show_reader", "Reader", "View", ("F7",), checkable=True),
    Command("show_timeline", "Timeline", "View", ("F8",), checkable=True),
    Command("show_ledger", "Ledger", "View", ("F9",), "merge", checkable=True),
    Command("ranges", "Ranges", "View", ("Ctrl+R",), "range", before=True),
    Command("layers", "Layers", "View", (), "layers"),
    Command("draw_range", "Range from a place…", "Tools", ("Ctrl+Shift+R",), "range"),
    Command("pick_origin", "Range from a click on the map", "Tools", (), "pin"),
    Command("draw_area", "Range from an area drawn on the map", "Tools", (), "area"),
    Command("measure", "Measure a distance", "Tools", ("Ctrl+M",), "ruler"),
    Command("gazetteers", "Gazetteers…", "Tools", (), "database", before=True),
    Command("failures", "Inputs that could not be read…", "Help", (), "warning"),
    Command("about", "About Dateline", "Help", (), "question", before=True),
)
MENUS = ("File", "Edit", "Go", "View", "Tools", "Help")


class Actions(QObject):
    """The QActions by name: `actions["undo"]`."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._actions: dict[str, QAction] = {}
        for command in COMMANDS:
            action = QAction(command.text, self)
            action.setObjectName(command.name)
            action.setShortcuts([QKeySequence(key) for key in command.keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setCheckable(command.checkable)
            action.setMenuRole(_ROLES.get(command.name, QAction.MenuRole.NoRole))
            keys = f" ({command.keys[0]})" if command.keys else ""
            action.setToolTip(command.text.rstrip("…") + keys)
            self._actions[command.name] = action
        theme.changed.connect(self._restyle)
        self._restyle()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def connect_all(self, handlers: dict[str, Callable[[], object]]) -> None:
        for name, handler in handlers.items():
            self._actions[name].triggered.connect(lambda _=False, handler=handler: handler())

    def fill(self, bar: QMenuBar) -> None:
        menus = {title: bar.addMenu(title) for title in MENUS}
        for command in COMMANDS:
            menu = menus[command.menu]
            if command.before:
                menu.addSeparator()
            menu.addAction(self._actions[command.name])

    def commands(self) -> list[QAction]:
        """What can be done now, for the palette."""
        return [a for a in self._actions.values() if a.isEnabled() and a.menu() is None and a.objectName() != "palette"]

    def _restyle(self) -> None:
        for command in COMMANDS:
            if command.icon:
                self._actions[command.name].setIcon(self._theme.icon(command.icon))


_ROLES = {"about": QAction.MenuRole.AboutRole, "quit": QAction.MenuRole.QuitRole}
