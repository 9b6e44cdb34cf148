"""Date, publisher and title of one or many articles; what is left alone stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QDateEdit, QDialog, QFormLayout, QLineEdit, QSizePolicy, QWidget

from desktop.kit.display_text import counted
from desktop.kit.theme import SPACE
from desktop.kit.widgets import ElidedLabel, button, column, plain_label, row
from desktop.kit.words import day_in_words, title_of
from geo.model import Article

KEEP, SET, UNKNOWN = "As it is", "Set to", "Not known"


class MetadataDialog(QDialog):
    def __init__(self, articles: Sequence[Article], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._articles = tuple(articles)
        one = self._articles[0] if len(self._articles) == 1 else None
        self.setWindowTitle("Date and publisher")
        self.setMinimumWidth(460)
        self.date_rule = QComboBox()
        self.date_rule.addItems([KEEP, SET, UNKNOWN])
        self.date_rule.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.day = QDateEdit()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("d MMMM yyyy")
        dates = {a.published for a in self._articles}
        shared = next(iter(dates)) if len(dates) == 1 else None
        if shared is not None:
            self.date_rule.setItemText(0, f"{KEEP}: {day_in_words(shared)}")
        self.day.setDate(_qdate(shared) if shared else QDate.currentDate())
        self.date_rule.currentTextChanged.connect(lambda text: self.day.setVisible(text == SET))
        self.day.setVisible(False)
        if shared is None and len(dates) == 1:
            self.date_rule.setCurrentText(SET)  # the usual reason to come here
        self.publisher = QLineEdit()
        publishers = {a.publisher for a in self._articles}
        self.publisher.setText((next(iter(publishers)) or "") if len(publishers) == 1 else "")
        self.publisher.setPlaceholderText("Several: left as they are" if len(publishers) > 1 else "Not known")
        self._publisher_before = self.publisher.text()
        self.title = QLineEdit(one.title or "" if one else "")
        self.title.setPlaceholderText("Not known")
        self.title.setCursorPosition(0)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(SPACE + 2)
        form.addRow("Published", row(None, self.date_rule, self.day, spacing=6))
        form.addRow("Publisher", self.publisher)
        if one:
            form.addRow("Title", self.title)
        heading = title_of(one) if one else counted(len(self._articles), "article")
        label = ElidedLabel(heading, lines=2)
        font = label.font()
        font.setPixelSize(17)
        font.setBold(True)
        label.setFont(font)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self.apply = button("Apply", primary=True)
        self.apply.clicked.connect(self.accept)
        column(
            self,
            label,
            plain_label("Days such as “Wednesday” are worked out anew from the article's date.", "soft", wrap=True),
            form,
            1,
            row(None, 1, cancel, self.apply),
            margins=(20, 18, 20, 16),
            spacing=14,
        )

    def values(self) -> dict[str, str | date | None]:
        """What the user changed, and nothing else."""
        changed: dict[str, str | date | None] = {}
        if self.date_rule.currentText() == SET:
            day = self.day.date()
            changed["published"] = date(day.year(), day.month(), day.day())
        elif self.date_rule.currentText() == UNKNOWN:
            changed["published"] = None
        if self.publisher.text() != self._publisher_before:
            changed["publisher"] = self.publisher.text().strip() or None
        if len(self._articles) == 1 and self.title.text() != (self._articles[0].title or ""):
            changed["title"] = self.title.text().strip() or None
        return changed


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
