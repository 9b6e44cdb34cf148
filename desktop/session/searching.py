"""Full-text search over the articles of the open project, in the library's thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.session.core import Core


class Searching(QObject):
    found = Signal(str, object)  # query, geo.project.Answer

    def __init__(self, core: Core) -> None:
        super().__init__(core)
        self._core = core

    def search(self, query: str) -> None:
        """Articles in which the words stand, the last of them perhaps still being typed; they come with `found`."""
        work = self._core.library.project.search
        self._core.queue("Searching articles", lambda _: work(query), lambda answer: self.found.emit(query, answer))
