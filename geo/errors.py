"""One small tree of errors; every message names the thing concerned and says what the user can do."""

from __future__ import annotations

from pathlib import Path

from geo.safe_text import encodable


class GeoError(Exception):
    """Base of all errors that Dateline raises on purpose; `str(error)` is fit to be shown to a user, and to be stored."""

    def __init__(self, message: str = "") -> None:
        super().__init__(encodable(message))


class ArticleError(GeoError):
    """An article cannot be taken in. `path` is the file (or address) it came from."""

    def __init__(self, path: Path | str, reason: str, remedy: str) -> None:
        super().__init__(f"{path}: {reason}. {remedy}")
        self.path = encodable(str(path))
        self.reason = reason
        self.remedy = remedy


class GazetteerError(GeoError):
    """A gazetteer is missing, damaged or of another version."""


class PlaceNotFound(GazetteerError):
    """No gazetteer holds a place of that name. `suggestions` are near spellings, best first."""

    def __init__(self, name: str, suggestions: tuple[str, ...] = ()) -> None:
        hint = "Add a gazetteer of its country: dateline gazetteer add FILE"
        if suggestions:
            hint = f"Did you mean {', '.join(suggestions[:3])}?"
        super().__init__(f'No place called "{name}" was found. {hint}')
        self.name = name
        self.suggestions = suggestions


class ProjectError(GeoError):
    """A project file cannot be opened, read or written."""


class ProjectInUse(ProjectError):
    """Another window or command writes to the project. `elsewhere`: on another machine, which may or may not be running."""

    def __init__(self, path: Path, held: str, elsewhere: bool = False) -> None:
        remedy = "Close it there."
        if elsewhere:
            remedy = "Close it there, or take it over if that window is gone."
        super().__init__(f"{path}: it is open elsewhere in Dateline{f' ({held})' if held else ''}. It can be read, not changed. {remedy}")
        self.held = held
        self.elsewhere = elsewhere


class ProjectChanged(ProjectError):
    """The project holds decisions that this window has not shown yet."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: it was changed elsewhere meanwhile. Nothing was undone or redone. It was read again: look at it first.")


class SettingsError(GeoError):
    """The window's settings cannot be read or written. `damaged`: the file holds something else than settings."""

    def __init__(self, message: str, damaged: bool = False) -> None:
        super().__init__(message)
        self.damaged = damaged


class GeoPackageError(GeoError):
    """A GeoPackage's table or geometry cannot be written or read."""


class ExportError(GeoError):
    """An export cannot be written."""


class RangeError(GeoError):
    """A distance or an origin from which no range can be drawn."""


class WeaponNotFound(RangeError):
    """The weapons table holds no system of that name. `suggestions` are names like it."""

    def __init__(self, name: str, suggestions: tuple[str, ...] = ()) -> None:
        hint = f"Did you mean {', '.join(suggestions[:3])}?" if suggestions else "See them all: dateline range --weapons"
        super().__init__(f'The weapons table has no "{name}", and it is never guessed. {hint}')
        self.name = name
        self.suggestions = suggestions


class WeaponTableError(RangeError):
    """The table of weapons, which a user may edit, is not as it must be."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}. Mend the entry, or delete the file to have the packaged table again.")
        self.path = path


class MissingAsset(GeoError):
    """A packaged resource is absent: the installation is incomplete."""


class Cancelled(GeoError):
    """The user cancelled the work; nothing was half-written."""


class ModelError(GeoError):
    """A trained model cannot be read."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"The trained model {name} cannot be read ({why}). Install Dateline again; in a checkout: git checkout resources/models"
        )


class JudgementError(GeoError):
    """What a person says cannot be taken in as he says it: no such type, a date with two meanings, words without a number."""
