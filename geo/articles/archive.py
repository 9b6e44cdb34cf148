"""Files that are ZIP archives of XML: opened within limits, since a few kilobytes can unpack to terabytes."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from geo.articles.limits import MEGABYTE
from geo.errors import ArticleError

Element = ElementTree.Element

MAX_PART_BYTES = 40 * MEGABYTE  # a book's text as XML; pictures are never unpacked
_REMEDY = "Open it in its own program and save it again, or save it as PDF or text."


@dataclass(frozen=True, slots=True)
class Archive:
    path: Path
    zipped: zipfile.ZipFile

    @classmethod
    def of(cls, data: bytes, path: Path) -> Archive:
        try:
            return cls(path, zipfile.ZipFile(io.BytesIO(data)))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise ArticleError(path, f"it is damaged, or no {path.suffix} file ({error})", _REMEDY) from error

    def part(self, name: str) -> bytes | None:
        """The bytes of a part; None where there is none. Raises ArticleError where it is damaged, locked or too large."""
        try:
            with self.zipped.open(name) as file:
                data = file.read(MAX_PART_BYTES + 1)
        except KeyError:
            return None
        except RuntimeError as error:
            raise ArticleError(self.path, "it is locked with a password", "Save a copy without the password.") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise ArticleError(self.path, f"it is damaged ({type(error).__name__})", _REMEDY) from error
        if len(data) > MAX_PART_BYTES:
            raise ArticleError(self.path, f"it unpacks to more than {MAX_PART_BYTES // MEGABYTE} MB", "Split it.")
        return data

    def tree(self, name: str) -> Element | None:
        data = self.part(name)
        return parsed(data, self.path) if data is not None else None


def parsed(data: bytes, path: Path) -> Element:
    """The root of an XML document; nothing outside it is fetched, and expat stops entities that grow. Raises ArticleError."""
    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
        raise ArticleError(path, f"it is damaged ({' '.join(str(error).split())[:200]})", _REMEDY) from error


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def first(root: Element | None, name: str) -> str | None:
    """The words of the first element called so, whatever its namespace."""
    if root is None:
        return None
    return next((words for e in root.iter() if local(e) == name and (words := " ".join("".join(e.itertext()).split()))), None)
