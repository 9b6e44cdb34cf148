"""What a person decides, written into the open project in the library's thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace

from desktop.session.library.open_project import OpenProject
from desktop.session.library.snapshot import Snapshot
from geo.errors import ProjectChanged
from geo.model import JudgementKind, LonLat, Place


class Judgements:
    def __init__(self, project: OpenProject) -> None:
        self._open = project

    def place(self, subject: Mapping[str, object], place: Place, author: str) -> Snapshot:
        """`subject` says which mentions: see `geo.project.place_subject`."""
        return self._open.judge(JudgementKind.PLACE_MENTION, subject, asdict(place), author)

    def place_at(self, subject: Mapping[str, object], name: str, position: LonLat, author: str) -> Snapshot:
        """A place of the user's own, by a point of the map."""
        place = self._open.gazetteer.own_place(name, position, "Placed by a click on the map")
        return self.place(subject, place, author)

    def undo(self) -> Snapshot:
        return self._stepped(self._open.begun().undo)

    def redo(self) -> Snapshot:
        return self._stepped(self._open.begun().redo)

    def _stepped(self, step: Callable[[], object]) -> Snapshot:
        try:
            step()
            return self._open.snapshot()
        except ProjectChanged as error:
            self._open.read_anew()
            return replace(self._open.snapshot(), notice=str(error))
