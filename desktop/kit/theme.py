"""How the window looks: two sets of colours, one style sheet over Qt's Fusion style, and the icons drawn in their colour."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template

from PySide6.QtCore import QByteArray, QDir, QObject, QRectF, QSize, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from desktop.kit.text_size import scaled, scaled_sheet
from desktop.platform.settings import Appearance
from geo.assets import asset
from geo.model import EventType, Role
from geo.views.families import FAMILIES, family_of

SPACE = 8  # the distance that all others are multiples of
READING_FONTS = ("Source Serif 4", "Noto Serif", "Georgia", "Charter", "DejaVu Serif")


@dataclass(frozen=True, slots=True)
class Colours:
    """Text on `window` and `panel` has a contrast of at least 4.5 to 1, `faint` included."""

    name: str
    window: str  # behind the panels
    panel: str
    raised: str  # fields, cards
    hover: str
    line: str
    line_soft: str
    text: str
    soft: str  # second in rank
    faint: str  # third in rank
    accent: str
    accent_soft: str
    on_accent: str
    passage: str  # behind the passage that is being read
    passage_soft: str  # behind the event's other passages
    event: str
    context: str
    actor: str
    warn: str
    warn_soft: str
    inserted: str  # behind words that a reprint has and the first print has not
    bar: str
    families: tuple[str, ...]  # in the order of FAMILIES


# The neutral tones and the hues of the event families are those of the map page (resources/map/src), so that list
# and map are read together.
LIGHT = Colours(
    name="light",
    window="#efece5",
    panel="#faf9f6",
    raised="#ffffff",
    hover="#f3f0ea",
    line="#dcd8cf",
    line_soft="#e9e6de",
    text="#1d1c1a",
    soft="#55524b",
    faint="#6a665d",
    accent="#1d5c8f",
    accent_soft="#dfeaf3",
    on_accent="#ffffff",
    passage="#ffe69a",
    passage_soft="#fff4d2",
    event="#ac2a18",
    context="#5a626a",
    actor="#6b4a94",
    warn="#855600",
    warn_soft="#fff1d4",
    inserted="#d9ecd0",
    bar="#8aa6bd",
    families=("#c1301c", "#b26a00", "#8b2e70", "#20608f", "#52703a", "#66645f"),
)
DARK = Colours(
    name="dark",
    window="#15191c",
    panel="#1b2023",
    raised="#262c30",
    hover="#23292d",
    line="#343b3f",
    line_soft="#2a3034",
    text="#eceae6",
    soft="#b4b7b7",
    faint="#959b9d",
    accent="#74b3e6",
    accent_soft="#223a4c",
    on_accent="#0f1d29",
    passage="#564613",
    passage_soft="#37311d",
    event="#ff8268",
    context="#a9b1b8",
    actor="#c3a9ea",
    warn="#ecbb68",
    warn_soft="#39301f",
    inserted="#2a4427",
    bar="#4f7391",
    families=("#ff6a4f", "#f2a93b", "#dc7fc0", "#62b4e6", "#9dc47c", "#a9a8a3"),
)


def role_colour(colours: Colours, role: Role) -> QColor:
    return QColor({Role.EVENT: colours.event, Role.CONTEXT: colours.context, Role.ACTOR: colours.actor}[role])


def type_colour(colours: Colours, kind: EventType) -> QColor:
    """The hue of an event's family on the map."""
    return QColor(colours.families[FAMILIES.index(family_of(kind))])


class Theme(QObject):
    """The colours in force. Views read `colours` when they paint, and repaint on `changed`."""

    changed = Signal()

    def __init__(self, appearance: Appearance = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.colours = LIGHT
        self.set_appearance(appearance)

    @property
    def dark(self) -> bool:
        return self.colours is DARK

    def set_appearance(self, appearance: Appearance) -> None:
        if appearance == "system":
            hints = QGuiApplication.styleHints()
            appearance = "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"
        self.colours = DARK if appearance == "dark" else LIGHT
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setStyle("Fusion")
            app.setPalette(_palette(self.colours))
            app.setStyleSheet(_style_sheet(self.colours))
        self.changed.emit()

    def colour(self, name: str) -> QColor:
        return QColor(getattr(self.colours, name))

    def icon(self, name: str, colour: str = "soft") -> QIcon:
        """An icon of resources/icons in one of the theme's colours; faint where its button is disabled."""
        icon = QIcon()
        for size in (16, 20, 32, 40):
            icon.addPixmap(_pixmap(name, getattr(self.colours, colour), size))
            icon.addPixmap(_pixmap(name, self.colours.line, size), QIcon.Mode.Disabled)
        return icon

    def pixmap(self, name: str, colour: str, size: int, scale: float = 1.0) -> QPixmap:
        """An icon of `size` logical pixels for a screen of that scale."""
        pixmap = _pixmap(name, getattr(self.colours, colour), round(size * scale))
        pixmap = QPixmap(pixmap)
        pixmap.setDevicePixelRatio(scale)
        return pixmap


def program_icon() -> QIcon:
    return QIcon(str(asset("icons", "dateline.svg")))


def interface_font() -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(scaled(13))
    return font


def reading_font(pixel_size: int = 15) -> QFont:
    """A serif for articles: told apart at a glance from what the program says."""
    font = QFont(list(READING_FONTS))
    font.setStyleHint(QFont.StyleHint.Serif)
    font.setPixelSize(scaled(pixel_size))
    return font


def sized(font: QFont, pixel_size: int, *, bold: bool = False, medium: bool = False) -> QFont:
    """The font in that size at the usual size of text (see text_size)."""
    copy = QFont(font)
    copy.setPixelSize(scaled(pixel_size))
    if bold or medium:
        copy.setWeight(QFont.Weight.Bold if bold else QFont.Weight.DemiBold)
    return copy


@lru_cache(maxsize=512)
def _svg(name: str) -> str:
    return asset("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def _pixmap(name: str, colour: str, size: int) -> QPixmap:
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(_svg(name).replace("currentColor", colour).encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


def _palette(c: Colours) -> QPalette:
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, c.window),
        (QPalette.ColorRole.WindowText, c.text),
        (QPalette.ColorRole.Base, c.panel),
        (QPalette.ColorRole.AlternateBase, c.hover),
        (QPalette.ColorRole.Text, c.text),
        (QPalette.ColorRole.PlaceholderText, c.faint),
        (QPalette.ColorRole.Button, c.raised),
        (QPalette.ColorRole.ButtonText, c.text),
        (QPalette.ColorRole.ToolTipBase, c.raised),
        (QPalette.ColorRole.ToolTipText, c.text),
        (QPalette.ColorRole.Highlight, c.accent),
        (QPalette.ColorRole.HighlightedText, c.on_accent),
        (QPalette.ColorRole.Link, c.accent),
        (QPalette.ColorRole.Light, c.raised),
        (QPalette.ColorRole.Mid, c.line),
        (QPalette.ColorRole.Dark, c.line),
    ):
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.faint))
    return palette


def _style_sheet(c: Colours) -> str:
    values = {name: getattr(c, name) for name in Colours.__dataclass_fields__ if name != "families"}
    values["check"] = _tinted_file("check", c.on_accent)
    values["down"] = _tinted_file("down", c.soft)
    return scaled_sheet(Template(_STYLE).substitute(values))


@lru_cache(maxsize=32)
def _tinted_file(name: str, colour: str) -> str:
    """A style sheet takes pictures from files only: the icon in that colour, in the temporary folder of this run."""
    path = _tinted_folder().filePath(f"{name}-{colour[1:]}.svg")
    Path(path).write_text(_svg(name).replace("currentColor", colour).replace('stroke-width="1.4"', 'stroke-width="2"'), encoding="utf-8")
    return path


@lru_cache(maxsize=1)
def _tinted_folder() -> QTemporaryDir:
    return QTemporaryDir(QDir.tempPath() + "/dateline-style-XXXXXX")


_STYLE = """
* { outline: 0; }
QMainWindow, QDialog { background: $window; }
QWidget { color: $text; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 5px 7px; }

QMenuBar { background: $window; padding: 2px 6px; }
QMenuBar::item { padding: 5px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $line_soft; }
QMenu { background: $raised; border: 1px solid $line; padding: 5px; }
QMenu::item { padding: 6px 26px 6px 10px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $faint; }
QMenu::icon { padding-left: 6px; }
QMenu::separator { height: 1px; background: $line_soft; margin: 5px 8px; }
QMenu::right-arrow { width: 10px; }

QToolBar { background: $window; border: 0; border-bottom: 1px solid $line; padding: 0; margin: 0; spacing: 0; }
#toolbar { background: $window; }
#panel, #panelList { background: $panel; }
#mapFrame { background: $window; }
#strip { background: $panel; border-top: 1px solid $line_soft; }
#head { background: $panel; border-bottom: 1px solid $line_soft; }
#card { background: $raised; border: 1px solid $line; border-radius: 8px; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }

QLabel[rank="soft"] { color: $soft; }
QLabel[rank="faint"] { color: $faint; }
QLabel[rank="title"] { font-size: 17px; font-weight: 600; }
QLabel[rank="display"] { font-size: 26px; font-weight: 600; }
QLabel[rank="section"] { color: $faint; font-size: 11px; font-weight: 600; }
QLabel[rank="warn"] { color: $warn; }
QLabel[rank="badge"] {
    background: $warn_soft; color: $warn; border: 1px solid $warn; border-radius: 9px;
    padding: 1px 9px; font-size: 11px; font-weight: 600; }
QLabel[rank="name"] { font-weight: 600; }
QLabel[rank="field"] { color: $soft; font-size: 12px; padding-top: 4px; }
QLabel[rank="value"] { font-weight: 600; font-size: 14px; padding-top: 2px; }
QLabel[rank="apart"] {
    color: $warn; border: 1px solid $warn; border-radius: 8px; padding: 0 7px; font-size: 11px; font-weight: 600; }
#dispute { background: $raised; border: 1px solid $line; border-left: 3px solid $warn; border-radius: 4px; }
#side { border-left: 1px solid $warn; }
#ledgerBody, #ledgerBody > QWidget > QWidget { background: $panel; }
#ledgerPassage, #ledgerCopy { border-left: 3px solid transparent; border-bottom: 1px solid $line_soft; }
#ledgerCopy { background: $hover; }
#ledgerPassage[current="true"], #ledgerCopy[current="true"] { border-left: 3px solid $accent; background: $accent_soft; }
#doubt { background: $accent_soft; border-left: 3px solid $accent; border-bottom: 1px solid $line_soft; }
#notice { background: $warn_soft; border-bottom: 1px solid $line; }
#notice QLabel { color: $warn; }
#banner { background: $accent; }
#banner QLabel { color: $on_accent; }
#banner QPushButton { background: transparent; color: $on_accent; border: 1px solid $on_accent; }

QPushButton { background: $raised; border: 1px solid $line; border-radius: 6px; padding: 6px 13px; min-height: 16px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $line_soft; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $faint; background: $window; }
QPushButton[primary="true"] { background: $accent; border-color: $accent; color: $on_accent; font-weight: 600; }
QPushButton[primary="true"]:disabled { background: $line; border-color: $line; color: $faint; }
QPushButton[danger="true"] { color: $event; border-color: $event; font-weight: 600; }
QPushButton[danger="true"]:hover { background: $event; color: $raised; }
QPushButton[danger="true"]:disabled { color: $faint; border-color: $line; }
QPushButton[flat="true"] { background: transparent; border-color: transparent; color: $accent; padding: 4px 6px; }
QPushButton[note] {
    background: transparent; border: 0; border-radius: 4px; padding: 2px 0; color: $soft; text-align: left; font-weight: 400; }
QPushButton[note="doubtful"] { color: $warn; }
QPushButton[note="link"] { color: $accent; }
QPushButton[note]:hover, QPushButton[note]:focus { color: $accent; text-decoration: underline; }
QPushButton[flat="true"]:hover { background: $accent_soft; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 5px; }
QToolButton:hover { background: $line_soft; }
QToolButton:pressed, QToolButton:checked { background: $accent_soft; }
QToolButton:focus { border-color: $accent; }
QToolButton::menu-indicator { image: none; }
QToolButton[chip="true"] {
    border: 1px solid $line; border-radius: 11px; padding: 2px 9px; background: $raised; color: $soft; font-size: 12px; }
QToolButton[chip="true"]:hover { background: $hover; }
QToolButton[chip="true"]:checked { background: $accent_soft; border-color: $accent; color: $accent; }
QToolButton[chip="true"][graded="true"] { border-color: $accent; color: $accent; font-weight: 600; }
QToolButton[voice="true"] {
    border: 1px solid $line; border-radius: 11px; padding: 2px 9px; background: $raised; color: $text; font-size: 12px; }
QToolButton[voice="true"]:hover { background: $accent_soft; border-color: $accent; }
QToolButton[voice="true"]:focus { border-color: $accent; }
QToolButton[voice="true"][silent="true"] { color: $soft; font-style: italic; }
QToolButton[badge="true"] { border: 1px solid $line_soft; border-radius: 6px; padding: 3px 8px; background: $raised; font-size: 12px; }
QToolButton[badge="true"]:hover { border-color: $accent; }
#commandField { background: $raised; border: 1px solid $line; border-radius: 7px; padding: 6px 10px; color: $faint; text-align: left; }
#commandField:hover { border-color: $accent; }

QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QDateEdit, QSpinBox, QDoubleSpinBox {
    background: $raised; border: 1px solid $line; border-radius: 6px; padding: 5px 8px; min-height: 18px;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus { border-color: $accent; }
QLineEdit[invalid="true"] { border-color: $event; }
QComboBox::drop-down, QDateEdit::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url($down); width: 12px; height: 12px; }
QComboBox QAbstractItemView {
    background: $raised; border: 1px solid $line; padding: 4px;
    selection-background-color: $accent_soft; selection-color: $text; }
#article { background: $panel; border: 0; border-radius: 0; padding: 0; }

QAbstractItemView { background: $panel; border: 0; }
QListView, QTreeView, QTableView { selection-background-color: $accent_soft; selection-color: $text; }
QTreeView::item, QListWidget::item { padding: 4px 4px; }
#boxed { border: 1px solid $line; border-radius: 6px; background: $raised; }
QHeaderView::section { background: $window; color: $soft; border: 0; border-bottom: 1px solid $line; padding: 5px 8px; }

QTabBar { background: transparent; }
QTabBar::tab { padding: 9px 2px 8px 2px; margin: 0 12px 0 0; color: $faint; font-weight: 600; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }

QCheckBox, QRadioButton { spacing: 8px; }
QCheckBox::indicator, QTreeView::indicator, QListView::indicator {
    width: 15px; height: 15px; border: 1px solid $faint; border-radius: 3px; background: $raised; }
QCheckBox::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked {
    background: $accent; border-color: $accent; image: url($check); }
QTreeView::indicator:indeterminate { background: $accent_soft; border-color: $accent; }
QCheckBox::indicator:disabled { border-color: $line; }

QScrollBar:vertical { background: transparent; width: 11px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QStatusBar { background: $window; border-top: 1px solid $line; color: $soft; }
QStatusBar::item { border: 0; }
QStatusBar QLabel { color: $soft; font-size: 12px; }
QStatusBar QPushButton { padding: 2px 8px; font-size: 12px; }
QProgressBar { background: $line_soft; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
"""
