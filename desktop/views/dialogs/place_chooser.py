"""Which place is meant: a search over the gazetteer's candidates, or a click on the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QComboBox, QDialog, QListView, QWidget

from desktop.kit.display_text import safe_line
from desktop.kit.list_model import ListModel
from desktop.kit.row_painting import RowPainter
from desktop.kit.theme import SPACE, Theme, sized
from desktop.kit.widgets import ElidedLabel, SearchField, button, column, plain_label, row
from desktop.kit.words import country_name
from desktop.session import PERSON, Session
from geo.model import Candidate, Match, Mention, Place, Ranked, Resolution
from geo.project import Scope

SEARCH_PAUSE_MS = 150
MOST_PREVIEWED = 4  # passages shown of those for which a choice will hold
FEATURES = {
    "PCLI": "Country",
    "ADM1": "First-level division",
    "ADM2": "Second-level division",
    "PPLC": "Capital",
    "SEA": "Sea",
    "GULF": "Gulf",
    "STRT": "Strait",
    "LK": "Lake",
    "RGN": "Region",
    "AIRB": "Air base",
    "AIRP": "Airport",
    "BLDG": "Building",
    "MNMT": "Building",
}
PICK_ON_MAP = 2  # the dialog's result beside Accepted and Rejected


class PlaceChooser(QDialog):
    """`place` after acceptance; a result of PICK_ON_MAP means that the user wants to click on the map."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        mention: Mention,
        resolution: Resolution | None,
        passage: str,
        parent: QWidget | None = None,
        *,
        alike: Sequence[tuple[str, int]] = (),
    ) -> None:
        """`alike` are (article, index) of the mentions that are the same name, this one among them."""
        super().__init__(parent)
        self._session = session
        self._name = safe_line(mention.text, 80)
        self._reasons = {r.place.id: r.reasons for r in _ranked(resolution)}
        self._known = tuple(Candidate(r.place, r.place.name, Match.EXACT, r.score) for r in _ranked(resolution))
        self.place: Place | None = None
        self.setWindowTitle("Choose another place")
        self.setMinimumSize(520, 480)
        quoted = ElidedLabel(f"“{safe_line(passage, 400)}”", lines=3)
        quoted.set_colour(theme.colour("soft"))
        self.search = SearchField(theme, "Search the gazetteer, or paste coordinates")
        self.search.setText(self._name)
        self.model = ListModel[Candidate](lambda c: safe_line(c.place.name), self)
        self.view = QListView()
        self.view.setObjectName("boxed")
        self.view.setModel(self.model)
        self.view.setItemDelegate(CandidateDelegate(theme, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setAccessibleName("Candidates")
        self.view.doubleClicked.connect(lambda _: self._accept())
        self.view.selectionModel().currentChanged.connect(lambda *_: self._refresh())
        self.nothing = plain_label("", "soft", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.reasons = plain_label("", "soft", wrap=True)
        self.scope = ScopeChooser(session, mention, alike)
        self.on_map = button("Click on the map…")
        self.on_map.setIcon(theme.icon("target"))
        self.on_map.clicked.connect(lambda: self.done(PICK_ON_MAP))
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self.choose = button("Choose place", primary=True)
        self.choose.clicked.connect(self._accept)
        column(
            self,
            plain_label(f"Which place is “{self._name}”?", "title"),
            quoted,
            self.search,
            self.view,
            self.nothing,
            self.reasons,
            self.scope,
            row(None, self.on_map, 1, cancel, self.choose),
            margins=(20, 18, 20, 16),
            spacing=SPACE + 2,
        )
        self.layout().setStretch(3, 1)  # type: ignore[union-attr]
        self.layout().setStretch(4, 1)  # type: ignore[union-attr]
        self._pause = QTimer(self, singleShot=True, interval=SEARCH_PAUSE_MS)
        self._pause.timeout.connect(lambda: session.gazetteers.search(self.search.text()))
        self.search.textChanged.connect(self._typed)
        session.gazetteers.found.connect(self._show)
        self._show(self._name, ())
        session.gazetteers.search(self._name)
        self.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.view.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _typed(self) -> None:
        # What is listed answers the text before; Enter must not choose from it.
        self.choose.setEnabled(False)
        self._pause.start()

    def _show(self, query: str, candidates: object) -> None:
        if query != self.search.text():
            return  # an answer to an earlier question
        assert isinstance(candidates, tuple)
        listed: dict[str, Candidate] = {}
        for candidate in (*(self._known if query == self._name else ()), *candidates):
            listed.setdefault(candidate.place.id, candidate)
        self.model.show(listed.values())
        self.view.setVisible(bool(listed))
        self.nothing.setVisible(not listed)
        self.nothing.setText(f"No gazetteer holds “{safe_line(query, 60)}”. Try another spelling, paste coordinates, or click on the map.")
        if listed:
            self.view.setCurrentIndex(self.model.index(0))
        self._refresh()

    def _refresh(self) -> None:
        candidate = self.model.row(self.view.currentIndex())
        self.choose.setEnabled(candidate is not None)
        reasons = self._reasons.get(candidate.place.id, ()) if candidate is not None else ()
        self.reasons.setText("; ".join(safe_line(reason, 120) for reason in reasons))
        self.reasons.setVisible(bool(reasons))

    def _accept(self) -> None:
        candidate = self.model.row(self.view.currentIndex())
        if candidate is not None and self.choose.isEnabled():
            own = candidate.place.gazetteer == PERSON  # coordinates: the place is called as the article calls it
            self.place = replace(candidate.place, name=self._name) if own else candidate.place
            self.accept()


class ScopeChooser(QWidget):
    """For which mentions the choice holds: this one, or every one of the name in the article or the project, with their passages."""

    def __init__(self, session: Session, mention: Mention, alike: Sequence[tuple[str, int]]) -> None:
        super().__init__()
        self._session = session
        here = tuple(a for a in alike if a[0] == mention.article)
        self._listed = {Scope.MENTION: (), Scope.ARTICLE: here, Scope.PROJECT: tuple(alike)}
        articles = len({article for article, _ in alike})
        self.choices = QComboBox()
        self.choices.setAccessibleName("For which mentions")
        self.choices.addItem("For this mention alone", Scope.MENTION)
        if len(here) > 1:
            self.choices.addItem(f"For all {len(here)} of this name in this article", Scope.ARTICLE)
        if len(alike) > len(here):
            self.choices.addItem(f"For all {len(alike)} of this name in {articles} articles, and in those to come", Scope.PROJECT)
        self.preview = plain_label("", "faint", wrap=True)
        self.choices.currentIndexChanged.connect(lambda _: self._refresh())
        column(self, self.choices, self.preview, spacing=4)
        self.setVisible(self.choices.count() > 1)
        self._refresh()

    @property
    def chosen(self) -> Scope:
        return Scope(self.choices.currentData())

    def _refresh(self) -> None:
        listed = self._listed[self.chosen]
        lines = [line for line in (self._passage(*at) for at in listed[:MOST_PREVIEWED]) if line]
        if len(listed) > MOST_PREVIEWED:
            lines.append(f"and {len(listed) - MOST_PREVIEWED:,} more")
        self.preview.setText("\n".join(lines))
        self.preview.setVisible(bool(lines))

    def _passage(self, article_id: str, index: int) -> str:
        article, analysis = self._session.article(article_id), self._session.analysis(article_id)
        if article is None or analysis is None:
            return ""
        span = analysis.mentions[index].span
        words = article.text[max(0, span.start - 32) : span.end + 32]
        return f"…{safe_line(words, 90)}…"


class CandidateDelegate(RowPainter[Candidate]):
    """Name on one line; what it is, where it lies and how its name was met on the next."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Candidate, 50, theme, parent)

    def paint_row(self, painter: QPainter, candidate: Candidate, rect: QRect, font: QFont) -> None:
        inner = rect.adjusted(12, 7, -12, -7)
        name_font, small = sized(font, 13, medium=True), sized(font, 11)
        painter.setFont(name_font)
        painter.setPen(self.theme.colour("text"))
        name = safe_line(candidate.place.name, 100)
        if candidate.matched_name and candidate.matched_name != candidate.place.name:
            name += f"  ({safe_line(candidate.matched_name, 60)})"
        name = QFontMetrics(name_font).elidedText(name, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, name)
        painter.setFont(small)
        painter.setPen(self.theme.colour("soft"))
        text = QFontMetrics(small).elidedText(place_in_words(candidate.place), Qt.TextElideMode.ElideRight, inner.width() - 130)
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, text)
        painter.setPen(self.theme.colour("faint"))
        position = candidate.place.position
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight, f"{position.lat:.3f}, {position.lon:.3f}")


def place_in_words(place: Place) -> str:
    own = "Coordinates" if place.gazetteer == PERSON else None
    kind = own or FEATURES.get(place.feature) or ("Town or village" if place.feature.startswith("PPL") else "Place")
    where = ", ".join(filter(None, [safe_line(place.admin1 or "", 60), country_name(place.country)]))
    more = f" · {place.population:,} inhabitants" if place.population else ""
    more += "".join(f" · {safe_line(identifier, 40)}" for identifier in place.identifiers[:2])  # "PCODE: SY0102"
    return f"{kind} · {where}{more}" if where else f"{kind}{more}"


def _ranked(resolution: Resolution | None) -> tuple[Ranked, ...]:
    if resolution is None:
        return ()
    chosen = (Ranked(resolution.place, resolution.score, resolution.reasons),) if resolution.place else ()
    return (*chosen, *resolution.alternatives)
