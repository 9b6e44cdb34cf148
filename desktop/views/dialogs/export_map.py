"""What goes into an exported file: articles, places and speakers can be left out, and then are nowhere in it."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QWidget

from desktop.kit.display_text import counted, plain_tip, safe_line
from desktop.kit.widgets import button, column, plain_label, row
from desktop.kit.words import country_name, day_in_words, title_of
from geo.model import Corpus

IdRole = Qt.ItemDataRole.UserRole


class ExportMapDialog(QDialog):
    """The proof map's; that of data files says and asks the same of another file."""

    TITLE = "Export proof map"
    TELLS = (
        "One HTML file that opens without a network. It holds the passages of events with their sources, not whole articles. "
        "What you leave out here is nowhere in the file."
    )
    FILTER = "Web page (*.html)"
    ENDINGS = (".html", ".htm")  # the first one where none is given

    def __init__(
        self,
        corpus: Corpus,
        names: Mapping[str, str],
        target: Path,
        parent: QWidget | None = None,
        may_write: Callable[[Path, QWidget], bool] = lambda _path, _parent: True,
    ) -> None:
        """`names` are those of places by id, where the articles write them otherwise than the gazetteer.

        `may_write` is asked before the dialog closes, and tells the user why where the answer is no.
        """
        super().__init__(parent)
        self._corpus = corpus
        self._may_write = may_write
        self.setWindowTitle(self.TITLE)
        self.setMinimumSize(880, 520)
        self.articles = _checklist("Articles")
        self.places = _checklist("Places")
        passages = Counter(m.article for e in corpus.events for m in e.mentions)
        for article in corpus.articles:
            source = [safe_line(article.publisher, 80)] if article.publisher else []
            source += [day_in_words(article.published)] if article.published else []
            _add(self.articles, article.id, title_of(article), counted(passages[article.id], "passage"), " · ".join(source))
        used = Counter(location.place.id for e in corpus.events for location in e.places)
        places = {location.place.id: location.place for e in corpus.events for location in e.places}
        for place_id, number in used.most_common():
            place = places[place_id]
            where = ", ".join(filter(None, [safe_line(place.admin1 or "", 40), country_name(place.country)]))
            _add(self.places, place_id, safe_line(names.get(place_id, place.name), 80), counted(number, "event"), where)
        self.speakers = _checklist("Speakers")
        said = Counter(m.attribution.speaker for e in corpus.events for m in e.mentions if m.attribution)
        for speaker, number in said.most_common():
            _add(self.speakers, speaker, safe_line(speaker, 80), counted(number, "passage"), "")
        self.articles.itemChanged.connect(lambda *_: self._refresh())
        self.places.itemChanged.connect(lambda *_: self._refresh())
        self.speakers.itemChanged.connect(lambda *_: self._refresh())
        self.file = QLineEdit(str(target))
        self.file.textChanged.connect(lambda _: self._refresh())
        browse = button("Browse…")
        browse.clicked.connect(self._browse)
        self.summary = plain_label("", "soft", wrap=True)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self.export = button("Export", primary=True)
        self.export.clicked.connect(self.accept)
        bottom = row(None, self.summary, cancel, self.export)
        bottom.setStretch(0, 1)
        column(
            self,
            plain_label(self.TITLE, "title"),
            plain_label(self.TELLS, "soft", wrap=True),
            row(
                None,
                column(None, self._head("Articles", self.articles), self.articles, spacing=4),
                column(None, self._head("Places", self.places), self.places, spacing=4),
                column(None, self._head("Speakers", self.speakers), self.speakers, spacing=4),
                spacing=16,
            ),
            row(None, plain_label("File"), self.file, browse),
            bottom,
            margins=(20, 18, 20, 16),
            spacing=12,
        )
        self._refresh()

    @property
    def path(self) -> Path:
        path = Path(self.file.text().strip())
        with contextlib.suppress(RuntimeError):  # "~nobody", a user whom this machine does not know
            path = path.expanduser()
        if not path.name:
            return path / f"dateline{self.ENDINGS[0]}"
        return path if path.suffix.casefold() in self.ENDINGS else path.with_name(path.name + self.ENDINGS[0])

    def accept(self) -> None:
        if self._may_write(self.path, self):
            super().accept()

    def left_out_articles(self) -> frozenset[str]:
        return _unchecked(self.articles)

    def left_out_places(self) -> frozenset[str]:
        return _unchecked(self.places)

    def left_out_speakers(self) -> frozenset[str]:
        return _unchecked(self.speakers)

    def _head(self, title: str, listed: QTreeWidget) -> QWidget:
        head = QWidget()
        every, none = button("All", flat=True), button("None", flat=True)
        every.clicked.connect(lambda: _check_all(listed, True))
        none.clicked.connect(lambda: _check_all(listed, False))
        row(head, plain_label(title, "section"), 1, every, none, spacing=0)
        return head

    def _refresh(self) -> None:
        out_articles, out_places = self.left_out_articles(), self.left_out_places()
        articles = self.articles.topLevelItemCount() - len(out_articles)
        passages = {(m.article, m.span) for e in self._corpus.events for m in e.mentions if m.article not in out_articles}
        text = f"{articles:,} of {self.articles.topLevelItemCount():,} articles, {counted(len(passages), 'passage')}"
        if out_places:
            text += f"; {counted(len(out_places), 'place')} left out, with the passages that name them"
        if out_speakers := self.left_out_speakers():
            text += f"; {counted(len(out_speakers), 'speaker')} left without a name"
        if self._corpus.sample:
            text += ". Marked as a sample."
        self.summary.setText(text)
        self.export.setEnabled(articles > 0 and bool(self.file.text().strip()))

    def _browse(self) -> None:
        path, chosen = QFileDialog.getSaveFileName(self, self.TITLE, str(self.path), self.FILTER)
        if path:
            self.file.setText(self._with_ending(path, chosen))

    def _with_ending(self, path: str, _chosen: str) -> str:
        return path


def _checklist(name: str) -> QTreeWidget:
    listed = QTreeWidget()
    listed.setObjectName("boxed")
    listed.setAccessibleName(name)
    listed.setColumnCount(2)
    listed.setHeaderHidden(True)
    listed.setRootIsDecorated(False)
    listed.setUniformRowHeights(True)
    header = listed.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    return listed


def _add(listed: QTreeWidget, identity: str, title: str, number: str, tip: str) -> None:
    item = QTreeWidgetItem([title, number])
    item.setData(0, IdRole, identity)
    item.setToolTip(0, plain_tip(f"{title}\n{tip}" if tip else title))
    item.setForeground(1, listed.palette().placeholderText())
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(0, Qt.CheckState.Checked)
    listed.addTopLevelItem(item)


def _items(listed: QTreeWidget) -> list[QTreeWidgetItem]:
    return [item for i in range(listed.topLevelItemCount()) if (item := listed.topLevelItem(i)) is not None]


def _check_all(listed: QTreeWidget, on: bool) -> None:
    for item in _items(listed):
        item.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)


def _unchecked(listed: QTreeWidget) -> frozenset[str]:
    return frozenset(str(item.data(0, IdRole)) for item in _items(listed) if item.checkState(0) == Qt.CheckState.Unchecked)
