"""What goes into the proof map: articles and places can be left out, and then are nowhere in the file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from desktop.display_text import plain_tip, safe_line
from desktop.models import title_of
from desktop.theme import SPACE, Theme
from desktop.widgets import button, column, day_in_words, plain_label, row
from geo.model import Corpus

IdRole = Qt.ItemDataRole.UserRole


class ExportMapDialog(QDialog):
    def __init__(self, corpus: Corpus, theme: Theme, target: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._corpus = corpus
        self.setWindowTitle("Export proof map")
        self.setMinimumSize(720, 520)
        self.articles = _checklist("Articles")
        self.places = _checklist("Places")
        passages = Counter(m.article for e in corpus.events for m in e.mentions)
        for article in corpus.articles:
            publisher = safe_line(article.publisher or "publisher unknown", 40)
            day = day_in_words(article.published) if article.published else "no date"
            _add(self.articles, article.id, title_of(article), f"{publisher} · {day} · {passages[article.id]:,} passages")
        used = Counter(location.place.id for e in corpus.events for location in e.places)
        places = {location.place.id: location.place for e in corpus.events for location in e.places}
        for place_id, number in used.most_common():
            place = places[place_id]
            where = ", ".join(filter(None, [safe_line(place.admin1 or "", 40), place.country]))
            _add(self.places, place_id, safe_line(place.name, 80), f"{where} · " * bool(where) + f"{number:,} events")
        self.articles.itemChanged.connect(lambda _: self._refresh())
        self.places.itemChanged.connect(lambda _: self._refresh())
        self.file = QLineEdit(str(target))
        self.file.textChanged.connect(lambda _: self._refresh())
        browse = button("Browse…")
        browse.clicked.connect(self._browse)
        self.summary = plain_label("", "soft", wrap=True)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self.export = button("Export", primary=True)
        self.export.clicked.connect(self.accept)
        column(
            self,
            plain_label("Export proof map", "title"),
            plain_label(
                "One HTML file that opens without a network. It holds the passages of events with their sources, not whole articles. "
                "What you leave out here is nowhere in the file.",
                "soft",
                wrap=True,
            ),
            row(
                None,
                column(None, self._head("Articles", self.articles), self.articles, spacing=4),
                column(None, self._head("Places", self.places), self.places, spacing=4),
                spacing=16,
            ),
            row(None, plain_label("File"), self.file, browse),
            row(None, self.summary, 1, cancel, self.export),
            margins=(20, 18, 20, 16),
            spacing=12,
        )
        self._refresh()

    @property
    def path(self) -> Path:
        path = Path(self.file.text().strip()).expanduser()
        return path if path.suffix.casefold() in (".html", ".htm") else path.with_name(path.name + ".html")

    def left_out_articles(self) -> frozenset[str]:
        return _unchecked(self.articles)

    def left_out_places(self) -> frozenset[str]:
        return _unchecked(self.places)

    def _head(self, title: str, listed: QListWidget) -> QWidget:
        head = QWidget()
        every, none = button("All", flat=True), button("None", flat=True)
        every.clicked.connect(lambda: _check_all(listed, True))
        none.clicked.connect(lambda: _check_all(listed, False))
        row(head, plain_label(title, "section"), 1, every, none, spacing=0)
        return head

    def _refresh(self) -> None:
        out_articles, out_places = self.left_out_articles(), self.left_out_places()
        articles = self.articles.count() - len(out_articles)
        passages = {(m.article, m.span) for e in self._corpus.events for m in e.mentions if m.article not in out_articles}
        text = f"{articles:,} of {self.articles.count():,} articles, {len(passages):,} passages"
        if out_places:
            text += f"; {len(out_places):,} places left out, with the passages that name them"
        if self._corpus.sample:
            text += ". Marked as a sample."
        self.summary.setText(text)
        self.export.setEnabled(articles > 0 and bool(self.file.text().strip()))

    def _browse(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Export proof map", str(self.path), "Web page (*.html)")
        if path:
            self.file.setText(path)


def _checklist(name: str) -> QListWidget:
    listed = QListWidget()
    listed.setObjectName("boxed")
    listed.setAccessibleName(name)
    listed.setTextElideMode(Qt.TextElideMode.ElideRight)
    listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    listed.setSpacing(SPACE // 8)
    return listed


def _add(listed: QListWidget, identity: str, title: str, note: str) -> None:
    item = QListWidgetItem(f"{title}\n{note}")
    item.setData(IdRole, identity)
    item.setToolTip(plain_tip(f"{title}\n{note}"))
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(Qt.CheckState.Checked)
    listed.addItem(item)


def _check_all(listed: QListWidget, on: bool) -> None:
    for i in range(listed.count()):
        listed.item(i).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)


def _unchecked(listed: QListWidget) -> frozenset[str]:
    items = (listed.item(i) for i in range(listed.count()))
    return frozenset(str(item.data(IdRole)) for item in items if item.checkState() == Qt.CheckState.Unchecked)
