"""Date, publisher and title of one or many articles; what is left alone stays as it is.

Several articles are dated one by one in a table; each offers the days that it gives itself, with the words that say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QFormLayout, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QWidget

from desktop.kit.date_field import DateField
from desktop.kit.display_text import counted, safe_line
from desktop.kit.theme import SPACE, Theme
from desktop.kit.widgets import Chip, ElidedLabel, button, column, plain_label, row
from desktop.kit.words import day_in_words, title_of
from geo.events import OfferedDay, offered_days
from geo.model import Article

TITLE, DAY, STATED = range(3)  # columns
MOST_OFFERED = 3  # days that are offered of one article
WHERE = {"text": "in the text", "address": "in the address", "file name": "in the file's name"}


class MetadataDialog(QDialog):
    def __init__(self, articles: Sequence[Article], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._articles = tuple(articles)
        self._offered = {a.id: offered_days(a)[:MOST_OFFERED] for a in self._articles}
        self._typed: dict[str, str] = {}  # what stands for an article in the field, where that is not its date
        one = self._articles[0] if len(self._articles) == 1 else None
        self.setWindowTitle("Date and publisher")
        self.setMinimumSize(*((480, 300) if one else (720, 560)))
        self.day = DateField(theme, "Published")
        self.day.changed.connect(self._dated)
        self.day.field.returnPressed.connect(self._next)
        self.offers = [_Offer() for _ in range(MOST_OFFERED)]
        for offer in self.offers:
            offer.chip.clicked.connect(lambda _=False, offer=offer: self._take(offer))
        self.table = DayTable(self._articles, self._offered)
        self.table.setVisible(one is None)
        self.table.itemSelectionChanged.connect(self._show_selected)
        self.all = button("Take what each article states")
        self.all.setToolTip("For those without a date that state one day alone")
        self.all.clicked.connect(self._take_all)
        self.all.setVisible(one is None and any(self._single(a) for a in self._articles))
        self.publisher = QLineEdit()
        self.publisher.setAccessibleName("Publisher")
        publishers = {a.publisher for a in self._articles}
        self.publisher.setText((next(iter(publishers)) or "") if len(publishers) == 1 else "")
        self.publisher.setPlaceholderText("Several: left as they are" if len(publishers) > 1 else "Not known")
        self._publisher_before = self.publisher.text()
        self.title = QLineEdit(one.title or "" if one else "")
        self.title.setAccessibleName("Title")
        self.title.setPlaceholderText("Not known")
        self.title.setCursorPosition(0)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(SPACE + 2)
        form.addRow("Published", column(None, self.day, *self.offers, spacing=4))
        form.addRow("Publisher" if one else "Publisher of all", self.publisher)
        if one:
            form.addRow("Title", self.title)
        heading = ElidedLabel(title_of(one) if one else counted(len(self._articles), "article"), lines=2)
        font = heading.font()
        font.setPixelSize(17)
        font.setBold(True)
        heading.setFont(font)
        self.told = plain_label("", "warn")
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self.apply = button("Apply", primary=True)
        if one is None:  # Enter goes on to the next article
            self.apply.setAutoDefault(False)
            self.apply.setDefault(False)
        self.apply.clicked.connect(self.accept)
        hint = "Days such as “Wednesday” are worked out anew from the article's date."
        if one is None:
            hint += " Enter goes to the next article; select several, or all with Ctrl+A, to give them one date."
        column(
            self,
            heading,
            plain_label(hint, "soft", wrap=True),
            self.table,
            row(None, self.all, 1),
            form,
            0 if one is None else 1,
            row(None, self.told, 1, cancel, self.apply),
            margins=(20, 18, 20, 16),
            spacing=12,
        )
        self._showing = False
        self.table.go_to(0)
        self._show_selected()
        self.day.field.setFocus()

    def values(self) -> dict[str, dict[str, str | date | None]]:
        """What the user changed, and nothing else, by article."""
        changed: dict[str, dict[str, str | date | None]] = {a.id: {} for a in self._articles}
        for article in self._articles:
            day = self.table.days[article.id]
            if day != article.published:
                changed[article.id]["published"] = day
            if self.publisher.text() != self._publisher_before:
                changed[article.id]["publisher"] = self.publisher.text().strip() or None
        if len(self._articles) == 1 and self.title.text() != (self._articles[0].title or ""):
            changed[self._articles[0].id]["title"] = self.title.text().strip() or None
        return {article: value for article, value in changed.items() if value}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.table.isVisible() and self.day.field.hasFocus():
            self.table.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    # --- inside ---------------------------------------------------------------------------------------------------

    def _show_selected(self) -> None:
        chosen = self.table.chosen()
        self._showing = True
        texts = {self._typed.get(a.id, _written(self.table.days[a.id])) for a in chosen}
        self.day.field.setText(texts.pop() if len(texts) == 1 else "")
        self.day.field.setEnabled(bool(chosen))
        self._showing = False
        offered = self._offered[chosen[0].id] if len(chosen) == 1 else ()
        for k, offer in enumerate(self.offers):
            offer.show_day(offered[k] if k < len(offered) else None)
        self._tell()

    def _dated(self) -> None:
        if self._showing:
            return
        for article in self.table.chosen():
            if self.day.answered:
                self._typed.pop(article.id, None)
                self.table.set_day(article.id, self.day.day)
            else:
                self._typed[article.id] = self.day.field.text()
                self.table.set_unclear(article.id, self.day.field.text())
        self._tell()

    def _take(self, offer: _Offer) -> None:
        if offer.offered is not None:
            self.day.say(offer.offered.day)
            self.day.field.setFocus()

    def _take_all(self) -> None:
        for article in self._articles:
            offered = self._single(article)
            if offered is not None:
                self._typed.pop(article.id, None)
                self.table.set_day(article.id, offered.day)
        self._show_selected()

    def _single(self, article: Article) -> OfferedDay | None:
        """The day that an article without a date states, where it states one alone."""
        offered = self._offered[article.id]
        return offered[0] if article.published is None and len(offered) == 1 else None

    def _next(self) -> None:
        if self.table.isVisible() and self.day.answered:
            self.table.step(1)
            self.day.field.selectAll()

    def _tell(self) -> None:
        unclear = len(self._typed)
        self.apply.setEnabled(not unclear)
        self.told.setText(f"{counted(unclear, 'date')} still unclear" if unclear else "")


class DayTable(QTreeWidget):
    """The articles with the date of each, and what each states of itself."""

    def __init__(self, articles: Sequence[Article], offered: dict[str, tuple[OfferedDay, ...]]) -> None:
        super().__init__()
        self._articles = {a.id: a for a in articles}
        self.days = {a.id: a.published for a in articles}
        self.setObjectName("boxed")
        self.setAccessibleName("Articles and their dates")
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHeaderLabels(["Article", "Published", "It states"])
        self._items: dict[str, QTreeWidgetItem] = {}
        for article in articles:
            stated = "; ".join(f"{day_in_words(o.day)} {WHERE[o.where]}" for o in offered[article.id])
            item = QTreeWidgetItem([title_of(article), "", stated])
            item.setData(TITLE, Qt.ItemDataRole.UserRole, article.id)
            self._items[article.id] = item
            self.set_day(article.id, article.published)
        self.addTopLevelItems(list(self._items.values()))
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        self.header().resizeSection(DAY, 120)
        self.header().resizeSection(STATED, 250)

    def chosen(self) -> list[Article]:
        return [self._articles[str(item.data(TITLE, Qt.ItemDataRole.UserRole))] for item in self.selectedItems()]

    def set_day(self, article_id: str, day: date | None) -> None:
        self.days[article_id] = day
        changed = day != self._articles[article_id].published
        self._show(article_id, day_in_words(day) if day else "Not known" if changed else "—", changed)

    def set_unclear(self, article_id: str, typed: str) -> None:
        self.days[article_id] = self._articles[article_id].published
        self._show(article_id, f"{safe_line(typed, 30)} ?", False)

    def step(self, by: int) -> None:
        self.go_to((self.currentIndex().row() + by) % self.topLevelItemCount())

    def go_to(self, at: int) -> None:
        self.setCurrentItem(list(self._items.values())[at])

    def _show(self, article_id: str, text: str, changed: bool) -> None:
        item = self._items[article_id]
        item.setText(DAY, text)
        font = item.font(DAY)
        font.setBold(changed)
        item.setFont(DAY, font)


class _Offer(QWidget):
    """A day that the article gives itself, with the words that say so; a click takes it."""

    def __init__(self) -> None:
        super().__init__()
        self.offered: OfferedDay | None = None
        self.chip = Chip("")
        self.words = ElidedLabel()
        row(self, self.chip, self.words, spacing=8).setStretch(1, 1)

    def show_day(self, offered: OfferedDay | None) -> None:
        self.offered = offered
        self.setVisible(offered is not None)
        if offered is not None:
            self.chip.setText(day_in_words(offered.day))
            self.chip.setAccessibleName(f"Take {day_in_words(offered.day)}")
            self.words.setText(f"“{safe_line(offered.words, 80)}” {WHERE[offered.where]}")


def _written(day: date | None) -> str:
    return day_in_words(day) if day is not None else ""
