"""The gazetteer that is open: read in the library's thread, waited for in others."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from geo import gazetteer as gazetteers
from geo.errors import Cancelled, GazetteerError
from geo.gazetteer import Gazetteer
from geo.model import Candidate, IsCancelled, LonLat, Match, Place
from geo.recognise import typed_position

PERSON = "person"  # the gazetteer of places that somebody placed


class _MustCompileError(Exception):
    """A gazetteer reported progress: it is being compiled."""


class OpenGazetteer:
    """`files` are gazetteers named on the command line; `added` says whether those added for good count."""

    def __init__(self, files: Sequence[Path] = (), added: bool = True) -> None:
        self.files = tuple(files)
        self.added = added
        self._gazetteer: Gazetteer | None = None
        self._prepared = threading.Event()
        self._failure: Exception | None = None

    def opened(self) -> Gazetteer:
        """Where it is not open yet it is opened now. Raises GazetteerError."""
        if self._gazetteer is None:
            self.prepare()
        assert self._gazetteer is not None
        return self._gazetteer

    def prepare(self) -> None:
        """Opens the gazetteer; where nobody has compiled it, it is compiled here, which takes long. Raises GazetteerError."""
        if self._gazetteer is None:
            try:
                self._accept(gazetteers.open_default(extra=self.files, added=self.added))
            except Exception as error:
                self._failure = error
                self._prepared.set()
                raise

    def prepare_if_compiled(self) -> bool:
        """Opens the gazetteer where that takes milliseconds. False where it must be compiled first. Raises GazetteerError."""

        def compiling(_done: int, _total: int, _what: str) -> None:
            raise _MustCompileError

        if self._gazetteer is None:
            try:
                self._accept(gazetteers.open_default(extra=self.files, added=self.added, on_progress=compiling))
            except _MustCompileError:
                return False
        return True

    def _accept(self, gazetteer: Gazetteer) -> None:
        self._gazetteer, self._failure = gazetteer, None
        self._prepared.set()

    def wait_until_prepared(self, cancelled: IsCancelled) -> None:
        """From another thread: waits for the gazetteer. Raises Cancelled, GazetteerError."""
        while not self._prepared.wait(0.05):
            if cancelled():
                raise Cancelled("Cancelled before the gazetteer was ready.")
        if self._failure is not None:
            raise GazetteerError(str(self._failure))

    def reopen(self) -> None:
        """Opens the gazetteers anew, after one was added, removed or put in another place. Raises GazetteerError."""
        fresh = gazetteers.open_default(extra=self.files, added=self.added)
        self.close()
        self._accept(fresh)

    def close(self) -> None:
        if self._gazetteer is not None:
            self._gazetteer.close()
            self._gazetteer = None

    def own_place(self, name: str, position: LonLat, note: str) -> Place:
        """A place of the user's own, in the country and province in which it lies; `note` says how it was placed."""
        around = self.opened().containing(position)
        return Place(
            id=f"person:{position.lat:.5f},{position.lon:.5f}",
            name=name,
            position=LonLat(round(position.lon, 5), round(position.lat, 5)),
            feature="PPL",
            country=next((p.country for p in around if p.country), None),
            admin1=next((p.name for p in around if p.feature == "ADM1"), None),
            gazetteer=PERSON,
            note=note,
        )

    def search(self, query: str) -> tuple[Candidate, ...]:
        """Places that a name, or a name beginning so, may mean; the exact ones first. Coordinates are a place of their own."""
        gazetteer = self.opened()
        found: dict[str, Candidate] = {}
        if (typed := typed_position(query)) is not None:
            at = typed.position
            place = self.own_place(f"{at.lat:.5f}, {at.lon:.5f}", at, f"Placed by coordinates: {query.strip()}")
            found[place.id] = Candidate(place, typed.form, Match.EXACT, 1.0)
        for candidate in (*gazetteer.exact(query), *gazetteer.complete(query, 20), *gazetteer.find(query, limit=20)):
            found.setdefault(candidate.place.id, candidate)
        return tuple(found.values())[:40]
