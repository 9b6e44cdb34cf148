"""The dialogs that ask for something, and what is done with the answer."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QInputDialog, QWidget

from desktop.kit.theme import Theme
from desktop.main_window.views import Views
from desktop.session import Session
from desktop.session.purging import Wish
from desktop.views.dialogs.about import AboutDialog
from desktop.views.dialogs.failures import FailuresDialog
from desktop.views.dialogs.gazetteers import GazetteersDialog
from desktop.views.dialogs.join_events import JoinDialog
from desktop.views.dialogs.metadata import MetadataDialog
from desktop.views.dialogs.purge import PurgeDialog
from geo.events import CERTAIN


class Asking(QObject):
    def __init__(self, session: Session, theme: Theme, views: Views, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._theme, self._views, self._window = session, theme, views, window
        session.purging.wanted.connect(self.purge)
        views.articles.metadata_wanted.connect(self.edit_metadata)
        views.articles.failures_wanted.connect(self.show_failures)
        views.ledger.join_wanted.connect(self.join_event)

    def join_event(self, event_id: str) -> None:
        """Asks which event of the list is the same happening as this one, and joins them."""
        dialog = JoinDialog(self._session, self._theme, event_id, self._window)
        if dialog.exec() and dialog.other is not None:
            self._session.judging.join_events([event_id, dialog.other])
        dialog.deleteLater()

    def edit_metadata(self, article_ids: list[str]) -> None:
        articles = [a for a in map(self._session.article, article_ids) if a is not None]
        if not articles:
            return
        dialog = MetadataDialog(articles, self._theme, self._window)
        if dialog.exec():
            self._session.judging.set_articles(dialog.values())
        dialog.deleteLater()

    def edit_selected_articles(self) -> None:
        self.edit_metadata(self._selected_articles())

    def purge(self, wish: Wish) -> None:
        """Shows what would go, and has it removed for good."""
        if self._session.corpus.articles and not self._session.intake.busy:
            dialog = PurgeDialog(self._session, self._theme, wish, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def purge_selected(self) -> None:
        words = self._views.reader.text.textCursor().selectedText()
        self.purge(Wish(names=(words,)) if words.strip() else Wish(articles=tuple(self._selected_articles())))

    def show_failures(self) -> None:
        if self._session.intake.failures:
            FailuresDialog(self._session.intake.failures, self._window).exec()

    def author(self) -> None:
        settings = self._session.settings
        name, done = QInputDialog.getText(self._window, "Your name", "Written beside each judgement you make:", text=settings.author)
        if done:
            settings.author = name

    def certain(self) -> None:
        """Asks from which likelihood on markers are drawn in full."""
        question = (
            "Markers are drawn in full where the place is at least so likely right, in percent;\n"
            f"less likely ones are hollow. Usually {100 * CERTAIN:g}: right 98 times in 100 on annotated articles,\n"
            "about 90 times on others."
        )
        now = round(100 * self._session.settings.certain)
        share, done = QInputDialog.getInt(self._window, "What is shown as certain", question, now, 50, 100)
        if done:
            self._session.show_as_certain(share / 100)

    def gazetteers(self) -> None:
        GazetteersDialog(self._session, self._theme, self._window).open()

    def about(self) -> None:
        AboutDialog(self._window).exec()

    def _selected_articles(self) -> list[str]:
        chosen = self._session.selection.article
        return self._views.articles.selected_ids() or ([chosen] if chosen else [])
