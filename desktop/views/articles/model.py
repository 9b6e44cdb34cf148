"""The articles of the snapshot as a list has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from desktop.kit.display_text import plain_tip, safe_line
from desktop.kit.list_model import Index, RowRole
from desktop.kit.words import title_of
from geo.model import Article, Corpus


class ArticleModel(QAbstractListModel):
    """Articles that hold the filter's words in title, publisher or id."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._articles: tuple[Article, ...] = ()
        self._events: dict[str, int] = {}
        self._text = ""
        self._visible: list[int] = []
        self._position: dict[str, int] = {}

    def show(self, corpus: Corpus) -> None:
        self._articles = corpus.articles
        self._events = {a: len(analysis.events) for a, analysis in corpus.analyses.items()}
        self._refilter()

    def set_filter(self, text: str) -> None:
        self._text = text
        self._refilter()

    def article(self, index: Index) -> Article | None:
        return self._articles[self._visible[index.row()]] if index.isValid() else None

    def events_in(self, article_id: str) -> int:
        return self._events.get(article_id, 0)

    def row_of(self, article_id: str) -> int | None:
        return self._position.get(article_id)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._visible)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        article = self.article(index)
        if article is None:
            return None
        if role == RowRole:
            return article
        if role == Qt.ItemDataRole.DisplayRole:
            return title_of(article)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(safe_line(article.address or (article.custody.source if article.custody else article.id)))
        return None

    def _refilter(self) -> None:
        words = self._text.casefold().split()
        self.beginResetModel()
        self._visible = [i for i, a in enumerate(self._articles) if _holds(words, (a.title, a.publisher, a.id))]
        self._position = {self._articles[i].id: row for row, i in enumerate(self._visible)}
        self.endResetModel()


def _holds(words: Sequence[str], fields: Iterable[str | None]) -> bool:
    text = "\n".join(f for f in fields if f).casefold()
    return all(word in text for word in words)
