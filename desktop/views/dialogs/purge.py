"""Removing for good: what would go is shown and ticked before it goes, with what cannot be undone and what is not reached."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QTabBar,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop.kit.display_text import counted, plain_tip, safe_line
from desktop.kit.theme import SPACE, Theme
from desktop.kit.widgets import ElidedLabel, Message, Notice, SearchField, button, column, plain_label, row
from desktop.kit.words import day_in_words, title_of
from desktop.session import Session
from desktop.session.purging import Wish, words_of
from geo.errors import GeoError
from geo.pipeline import Doomed, PurgePreview, PurgeReport
from geo.project.purging import Hit, Holder, How, Sought, folded

KeyRole = Qt.ItemDataRole.UserRole
LOOK_AFTER_MS = 350  # since the last key: looking goes through every article
LEAST_COPIED = 12  # characters on the clipboard that are looked for in a removed article
MOST_PLACES = 200  # shown under one spelling; all of them count
ARTICLES, NAME = range(2)
TELLS = (
    "Goes from articles, quotations, events, decisions and their history, the layers for QGIS, and every free byte of the project file; "
    "from unsaved work, settings and log of Dateline too. A note stays that something was removed, and when."
)
STAYS = (
    "Stays, since Dateline cannot reach it: exports made before, copies of the project elsewhere, backups, your system's lists of recent "
    "files, and the files that the articles came from."
)
BLANKS = "In a text each letter becomes a blank (█), so that what you decided about the article still fits; the name's length can be seen."
MARK_TIP = (
    "Keeps a mark made of the article's text, by which it is left out when it is taken in again. Whoever has both this project and the "
    "article can tell by the mark that the article was here. Without it, nothing in the file tells that."
)


class PurgeDialog(QDialog):
    def __init__(self, session: Session, theme: Theme, wish: Wish, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self._desk = session.purging
        self._preview = PurgePreview()
        self._filling = False
        self.setWindowTitle("Remove for good")
        self.setMinimumSize(820, 640)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.addTab("Articles")
        self.tabs.addTab("A name")
        self.pages = QStackedWidget()
        self.pages.addWidget(self._article_page(wish))
        self.pages.addWidget(self._name_page(wish))
        self.elsewhere = Notice()
        self.known = QCheckBox("I know that this cannot be undone")
        self.known.toggled.connect(lambda _: self._refresh())
        self.summary = ElidedLabel(lines=2)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(140)
        self.cancel = button("Cancel")
        self.cancel.clicked.connect(self.reject)
        self.remove = button("Remove for good")
        self.remove.setProperty("danger", True)
        self.remove.clicked.connect(self._remove)
        foot = row(None, self.summary, self.bar, self.cancel, self.remove, spacing=SPACE + 2)
        foot.setStretch(0, 1)
        column(
            self,
            plain_label("Remove for good", "title"),
            plain_label(
                "To protect people: what you remove here is nowhere in the project file afterwards, and nobody can bring it back.", "soft"
            ),
            self.tabs,
            self.pages,
            self.elsewhere,
            plain_label(TELLS, "soft", wrap=True),
            plain_label(STAYS, "warn", wrap=True),
            self.known,
            foot,
            margins=(20, 18, 20, 16),
            spacing=SPACE + 2,
        )
        self.layout().setStretch(3, 1)  # type: ignore[union-attr]
        self.later = QTimer(self)
        self.later.setSingleShot(True)
        self.later.setInterval(LOOK_AFTER_MS)
        self.later.timeout.connect(self._look)
        self._desk.previewed.connect(self._show)
        self._desk.purged.connect(self._purged)
        self._desk.erred.connect(self._complain)
        self._desk.progressed.connect(self._progress)
        self._desk.busy_changed.connect(lambda _: self._refresh())
        self.tabs.currentChanged.connect(self._turned)
        self.tabs.setCurrentIndex(NAME if wish.names else ARTICLES)
        self.pages.setCurrentIndex(self.tabs.currentIndex())
        self._look()
        self._refresh()

    # --- pages ----------------------------------------------------------------------------------------------------

    def _article_page(self, wish: Wish) -> QWidget:
        page = QWidget()
        self.search = SearchField(self._theme, "Filter articles")
        self.search.textChanged.connect(lambda _: self._filter())
        self.articles = _tree("Articles", ("Article", "", "From"), (0.56, 0.2))
        self.articles.setRootIsDecorated(False)
        for article in self._session.corpus.articles:
            source = [safe_line(article.publisher, 60)] if article.publisher else []
            source += [day_in_words(article.published)] if article.published else []
            item = QTreeWidgetItem([title_of(article), "", " · ".join(source) or safe_line(article.id, 80)])
            item.setData(0, KeyRole, article.id)
            item.setToolTip(0, plain_tip(f"{title_of(article)}\n{safe_line(article.id, 200)}"))
            _checkable(item, article.id in wish.articles)
            self.articles.addTopLevelItem(item)
            if article.id in wish.articles:
                self.articles.scrollToItem(item)
        self.articles.itemChanged.connect(lambda *_: self._ticked_article())
        self.remember = QCheckBox("Leave the article out when it is taken in again")
        self.remember.setToolTip(plain_tip(MARK_TIP))
        self.forget = button("Forget marks", flat=True)
        self.forget.setToolTip(plain_tip("Deletes the marks of articles that were removed before; they can then be taken in again"))
        self.forget.clicked.connect(lambda: self._desk.forget_marks(self._look))
        told = plain_label(
            "This keeps a mark in the file, by which whoever has the article too can tell that it was here.", "faint", wrap=True
        )
        column(page, self.search, self.articles, row(None, self.remember, told, self.forget, spacing=12))
        page.layout().setStretch(1, 1)  # type: ignore[union-attr]
        return page

    def _name_page(self, wish: Wish) -> QWidget:
        page = QWidget()
        self.name = QLineEdit("; ".join(wish.names))
        self.name.setPlaceholderText("A name, a telephone number or any other words; several with ; between them")
        self.name.setAccessibleName("What to remove")
        self.name.textChanged.connect(lambda _: self._typed())
        self.hits = _tree("Places where it stands", ("Written", "Where", "Found"), (0.56, 0.26))
        self.hits.itemChanged.connect(lambda *_: self._ticked_place())
        column(page, self.name, self.hits, plain_label(BLANKS, "faint", wrap=True))
        page.layout().setStretch(1, 1)  # type: ignore[union-attr]
        return page

    # --- what is asked for ----------------------------------------------------------------------------------------

    def wish(self) -> Wish:
        if self.tabs.currentIndex() == NAME:
            return Wish(names=words_of(self.name.text().split(";")))
        return Wish(articles=tuple(str(item.data(0, KeyRole)) for item in _items(self.articles) if _is_on(item)))

    def chosen(self) -> set[str]:
        """Keys of the places that are ticked."""
        keys: set[str] = set()
        for form in _items(self.hits):
            shown = [place for i in range(form.childCount()) if (place := form.child(i)) is not None]
            keys.update(str(place.data(0, KeyRole)) for place in shown if place.data(0, KeyRole) is not None and _is_on(place))
            rest = form.data(0, KeyRole) or ()
            if rest and _is_on(shown[-1]):
                keys.update(rest)
        return keys

    def _typed(self) -> None:
        self.hits.clear()
        self._preview = PurgePreview()
        self.later.start()
        self._refresh()

    def _turned(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        self._preview = PurgePreview()
        self.known.setChecked(False)
        self._look()
        self._refresh()

    def _ticked_article(self) -> None:
        if not self._filling:
            self._preview = PurgePreview()
            self.later.start()
            self._refresh()

    def _ticked_place(self) -> None:
        if not self._filling:
            self._refresh()

    def _look(self) -> None:
        self._desk.look(self.wish())

    # --- showing --------------------------------------------------------------------------------------------------

    def _show(self, wish: Wish, preview: PurgePreview) -> None:
        if wish != self.wish():
            return
        self._preview = preview
        self._filling = True
        if self.tabs.currentIndex() == NAME:
            self._show_hits(preview.hits)
        else:
            self._show_articles(preview.articles)
        self._filling = False
        self.forget.setVisible(preview.marks > 0)
        self.forget.setText(f"Forget {counted(preview.marks, 'mark')}")
        what = [safe_line(place, 160) for place in preview.elsewhere]
        self.elsewhere.say(f"It also stands in {'; '.join(what)}." if what else "")
        self._refresh()

    def _show_articles(self, doomed: tuple[Doomed, ...]) -> None:
        known = {each.article: each for each in doomed}
        for item in _items(self.articles):
            each = known.get(str(item.data(0, KeyRole)))
            item.setText(1, "" if each is None else each.why.capitalize() if each.why else counted(each.events, "passage"))
            item.setForeground(1, self._theme.colour("warn" if each is not None and each.why else "soft"))

    def _show_hits(self, hits: tuple[Hit, ...]) -> None:
        self.hits.clear()
        order = sorted(hits, key=lambda h: (not h.ticked, h.how, folded(h.written), h.article or ""))
        for (ticked, how, _), same in groupby(order, key=lambda h: (h.ticked, h.how, folded(h.written))):
            places = list(same)
            form = QTreeWidgetItem([safe_line(places[0].written, 80), counted(len(places), "place"), _found_how(how, ticked)])
            form.setFlags(form.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
            font = form.font(0)
            font.setBold(True)
            form.setFont(0, font)
            form.setForeground(2, self._theme.colour("soft"))
            form.setToolTip(0, plain_tip(safe_line(places[0].written, 200)))
            for hit in places[:MOST_PLACES]:
                form.addChild(self._place_item(hit, ticked))
            rest = [hit.key for hit in places[MOST_PLACES:]]
            if rest:
                more = QTreeWidgetItem([f"and {len(rest):,} more"])
                _checkable(more, ticked)
                form.addChild(more)
                form.setData(0, KeyRole, rest)
            self.hits.addTopLevelItem(form)
            form.setExpanded(len(places) <= 6)

    def _place_item(self, hit: Hit, ticked: bool) -> QTreeWidgetItem:
        left = " " if hit.before[-1:].isspace() else ""
        right = " " if hit.after[:1].isspace() else ""
        words = f"{safe_line(hit.before, 60)}{left}[{safe_line(hit.written, 60)}]{right}{safe_line(hit.after, 60)}"
        article = self._session.article(hit.article) if hit.article else None
        title = title_of(article) if article is not None else ""
        where = title if hit.holder is Holder.TEXT else ", ".join(filter(None, (hit.holder.value.capitalize(), title)))
        item = QTreeWidgetItem([f"…{words}…", safe_line(where, 80), ""])
        item.setData(0, KeyRole, hit.key)
        item.setToolTip(0, plain_tip(f"…{words}…"))
        item.setToolTip(1, plain_tip(where))
        item.setForeground(0, self._theme.colour("soft"))
        item.setForeground(1, self._theme.colour("soft"))
        _checkable(item, ticked)
        return item

    def _filter(self) -> None:
        words = self.search.text().casefold().split()
        for item in _items(self.articles):
            told = f"{item.text(0)}\n{item.text(2)}\n{item.data(0, KeyRole)}".casefold()
            item.setHidden(not _is_on(item) and not all(word in told for word in words))

    def _refresh(self) -> None:
        busy = self._desk.busy
        wish, chosen = self.wish(), self.chosen() if self.tabs.currentIndex() == NAME else set[str]()
        ready = bool(chosen) if wish.names else bool(wish.articles) and bool(self._preview.articles)
        for part in (self.tabs, self.pages, self.known, self.cancel):
            part.setEnabled(not busy)
        self.remove.setEnabled(ready and self.known.isChecked() and not busy)
        self.bar.setVisible(busy)
        self.summary.setText(self._words(wish, len(chosen), busy))
        self.summary.set_colour(self._theme.colour("soft"))

    def _words(self, wish: Wish, chosen: int, busy: bool) -> str:
        if busy:
            return "Removing… the project is written anew and looked through."
        if self.tabs.currentIndex() == NAME:
            if not wish.names:
                return "Type what is to be removed."
            if self.later.isActive() or (not self._preview.hits and not self.hits.topLevelItemCount() and self._looking):
                return "Looking…"
            if not self._preview.hits:
                return "It was not found. Try another spelling, or a part of it."
            articles = len({hit.article for hit in self._preview.hits if hit.article})
            return f"{chosen:,} of {counted(len(self._preview.hits), 'place')} in {counted(articles, 'article')} ticked"
        stay = sum(1 for each in self._preview.articles if each.why)
        told = f"{counted(len(wish.articles), 'article')} ticked"
        return f"{told}; {counted(stay, 'other')} with much of the same text would stay" if stay else told

    @property
    def _looking(self) -> bool:
        return any(job.title == "Looking" for job in self._session.jobs.running)

    def _progress(self, done: int, total: int, _what: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    # --- acting ---------------------------------------------------------------------------------------------------

    def _remove(self) -> None:
        self._forget_clipboard()
        self.bar.setRange(0, 0)
        self._desk.purge(self.wish(), self.chosen() if self.tabs.currentIndex() == NAME else (), self.remember.isChecked())

    def _forget_clipboard(self) -> None:
        """What was copied of it may be pasted, and kept by the system's history of what was copied."""
        copied, wish = QGuiApplication.clipboard().text(), self.wish()
        texts = [a.text for a in map(self._session.article, wish.articles) if a is not None]
        words = [line for line in copied.strip("“” \n").split("”")[:1] if len(line) >= LEAST_COPIED]
        try:
            named = any(found.how in (How.WHOLE, How.GLUED) for name in wish.names for found in Sought(name).find(copied))
        except GeoError:
            return  # too short to look for: nothing will be removed either
        if named or any(word in text for word in words for text in texts):
            QGuiApplication.clipboard().clear()

    def _purged(self, report: object) -> None:
        assert isinstance(report, PurgeReport)
        what = [counted(report.articles, "article")] if report.articles else []
        what += [counted(report.places, "place")] if report.places else []
        lines = [*(f"Also removed from {place}." for place in report.elsewhere), *report.notes, *(f.message for f in report.failures)]
        box = Message(
            f"Removed for good: {' and '.join(what)}.",
            "\n\n".join(safe_line(line, 300) for line in lines),
            self.parentWidget(),
            warning=bool(report.failures),
        )
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.accept()
        box.open()

    def _complain(self, why: str) -> None:
        self.known.setChecked(False)
        Message("Nothing was removed.", why, self, warning=True).open()
        self._look()

    def reject(self) -> None:
        if not self._desk.busy:  # what is being removed is not left half-seen
            super().reject()


def _tree(name: str, heads: tuple[str, ...], shares: tuple[float, ...]) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setObjectName("boxed")
    tree.setAccessibleName(name)
    tree.setHeaderLabels(list(heads))
    tree.setUniformRowHeights(True)
    header = tree.header()
    header.setStretchLastSection(True)
    header.setSectionsMovable(False)
    for section, share in enumerate(shares):
        header.setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(section, round(770 * share))
    return tree


def _found_how(how: How, ticked: bool) -> str:
    return "Last name, beside the whole one" if how is How.LAST and ticked else how.value.capitalize()


def _checkable(item: QTreeWidgetItem, on: bool) -> None:
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)


def _is_on(item: QTreeWidgetItem) -> bool:
    return item.checkState(0) == Qt.CheckState.Checked


def _items(tree: QTreeWidget) -> list[QTreeWidgetItem]:
    return [item for i in range(tree.topLevelItemCount()) if (item := tree.topLevelItem(i)) is not None]
