"""Files and folders to articles: what can be read is, what cannot is named."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from geo.articles.documents import Document, Entry
from geo.articles.formats import FORMAT_OF, PLAIN_TEXT, UNREAD_DOCUMENTS, USUAL, Format
from geo.articles.language import language_of
from geo.articles.limits import MEGABYTE
from geo.errors import ArticleError, Cancelled, GeoError
from geo.model import Article, Custody, Failure, IsCancelled, OnProgress
from geo.safe_text import encodable, whole

SAMPLE_PUBLISHER = "Dateline sample"
_TAKEN = f"Dateline takes {USUAL}."


ReadFile = Callable[[Path, Path | None], Iterator[Article | ArticleError]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was taken in, in input order, and what could not be."""

    articles: tuple[Article, ...]
    failures: tuple[Failure, ...]
    passed_over: tuple[Path, ...] = ()  # files in folders that are no articles by their name (pictures, sheets)


def read(path: Path, *, relative_to: Path | None = None) -> tuple[Article, ...]:
    """The article in a file, or the articles of one that holds several. Raises ArticleError naming the file, and the entry where it is one.

    The id is the path relative to `relative_to`, with "/", or the bare name; for an entry its own `id`.
    """
    articles: list[Article] = []
    for found in read_file(path, relative_to):
        if isinstance(found, ArticleError):
            raise found
        articles.append(found)
    return tuple(articles)


def gather(
    inputs: Sequence[Path],
    *,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
    read: ReadFile | None = None,
) -> Gathered:
    """The articles of files and folders (recursively, in sorted order). A file that cannot be read is a failure, and the rest goes on.

    The second article with the same text is marked as a duplicate of the first; a file given twice is taken once. Where two
    articles would have one id, the later is told apart by its folder or a number. `read` reads one file, as `read_file` does.
    Raises Cancelled.
    """
    failures: list[Failure] = []
    passed_over: list[Path] = []
    files = list(_files(inputs, failures, passed_over))
    articles: list[Article] = []
    ids: set[str] = set()
    first_with: dict[str, str] = {}
    for number, (path, base) in enumerate(files):
        if on_progress:
            on_progress(number, len(files), encodable(path.name))
        try:
            for found in (read or read_file)(path, base):
                if cancelled and cancelled():
                    raise Cancelled("Taking in articles was cancelled; nothing was added.")
                if isinstance(found, ArticleError):
                    failures.append(Failure(found.path, str(found)))
                    continue
                article = replace(found, id=_unused(found.id, path, ids), duplicate_of=first_with.get(found.text_sha256))
                ids.add(article.id)
                first_with.setdefault(article.text_sha256, article.id)
                articles.append(article)
        except ArticleError as error:
            failures.append(Failure(error.path, str(error)))
        except MemoryError:
            error = ArticleError(path, "reading it needs more memory than there is; left out", "Split it.")
            failures.append(Failure(error.path, str(error)))
        except GeoError:
            raise
        except Exception as error:  # a fault of a reader must not cost the user the other articles
            cause = f"{type(error).__name__}: {error}"
            failures.append(_failure(path, f"it cannot be read, by a fault of Dateline ({cause}). Please report it."))
    if on_progress:
        on_progress(len(files), len(files), "")
    return Gathered(tuple(articles), tuple(failures), tuple(passed_over))


def input_files(folder: Path) -> Iterator[Path]:
    """The files of a folder that are read where it is given."""
    return (path for path in _walk(folder, []) if path.suffix.lower() in FORMAT_OF)


def _files(inputs: Sequence[Path], failures: list[Failure], passed_over: list[Path]) -> Iterator[tuple[Path, Path | None]]:
    """The files to read, each with the folder that its id is relative to; what cannot be found goes to `failures`."""
    seen: set[Path] = set()

    def fresh(path: Path) -> bool:
        real = Path(os.path.realpath(path))
        if real in seen:
            return False
        seen.add(real)
        return True

    for given in inputs:
        if not os.path.isdir(given):
            if fresh(given):
                yield given, None
            continue
        found = False
        for path in _walk(given, failures):
            suffix = path.suffix.lower()
            if suffix in FORMAT_OF:
                found = True
                if fresh(path):
                    yield path, given
            elif suffix in UNREAD_DOCUMENTS:
                failures.append(_failure(path, f"Dateline does not read {suffix} files. Save it as PDF, HTML or text."))
            else:
                passed_over.append(path)
        if not found:
            failures.append(_failure(given, f"there are no articles in this folder. {_TAKEN}"))


def _walk(folder: Path, failures: list[Failure]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        failures.append(_failure(error.filename, f"the folder cannot be opened ({error.strerror}). Check its permissions."))

    for here, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(here, name) for name in sorted(names) if not name.startswith("."))


def _failure(path: Path | str, why: str) -> Failure:
    return Failure(encodable(str(path)), encodable(f"{path}: {why}"))


def _unused(wanted: str, path: Path, ids: set[str]) -> str:
    if wanted not in ids:
        return wanted
    within = encodable(f"{path.parent.name}/{wanted}")
    if path.parent.name and within not in ids:
        return within
    return next(name for n in range(2, len(ids) + 3) if (name := f"{wanted} ({n})") not in ids)


def read_file(path: Path, base: Path | None) -> Iterator[Article | ArticleError]:
    """The articles of a file, with an error for each record that is none. Raises ArticleError where the file cannot be read."""
    taken = _format_of(path)
    data = file_bytes(path, taken.max_bytes)
    taken_at = datetime.now(UTC)
    for found in taken.read(data, path):
        match found:
            case ArticleError():
                yield found
            case Entry():
                yield _article(found.id, found.document, f"{path}, {found.where}", found.source, taken_at)
            case Document():
                yield _article(path.relative_to(base).as_posix() if base else path.name, found, str(path), data, taken_at)


def _article(article_id: str, document: Document, source: str, data: bytes, taken_at: datetime) -> Article:
    """What a reader found, with the custody of the bytes it was found in: a whole file, or an entry of it."""
    text = whole(document.text)  # what a PDF gives can hold half a character; a record that does was refused
    return Article(
        id=encodable(article_id),
        text=text,
        text_sha256=_sha256(text.encode("utf-8")),
        title=whole(document.title) if document.title else document.title,
        publisher=whole(document.publisher) if document.publisher else document.publisher,
        published=document.published,
        address=whole(document.address) if document.address else document.address,
        language=document.language or language_of(text),
        custody=Custody(encodable(source), _sha256(data), len(data), taken_at, document.extractor, document.extractor_version),
        sample=document.publisher == SAMPLE_PUBLISHER,
    )


def _format_of(path: Path) -> Format:
    """By its ending; a file without one is taken for text."""
    suffix = path.suffix.lower()
    taken = FORMAT_OF.get(suffix) if suffix else PLAIN_TEXT
    if taken is None and os.path.isfile(path):
        raise ArticleError(path, f"Dateline does not read {suffix} files", _TAKEN)
    return taken or PLAIN_TEXT  # what is no file is told of by who opens it


def file_bytes(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit`. Raises ArticleError, which says what to do."""
    try:
        status = path.stat()
    except FileNotFoundError:
        raise ArticleError(path, "there is no such file or folder", "Check the spelling of the path.") from None
    except OSError as error:
        raise ArticleError(path, f"it cannot be read ({error.strerror})", "Check the path and its permissions.") from error
    except ValueError as error:
        raise ArticleError(path, f"no file can be called so ({error})", "Check the spelling of the path.") from error
    if not stat.S_ISREG(status.st_mode):
        raise ArticleError(path, "it is not a regular file", _TAKEN)
    if status.st_size > limit:
        reason = f"it has {status.st_size / MEGABYTE:.0f} MB, and no more than {limit // MEGABYTE} MB are taken in"
        raise ArticleError(path, reason, "Split it, or take out what is no article.")
    try:
        # Without waiting, should a pipe have taken its place since.
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0))) as file:
            data = file.read()
    except OSError as error:
        raise ArticleError(path, f"it cannot be read ({error.strerror})", "Check its permissions.") from error
    if not data.strip():
        raise ArticleError(path, "it is empty", "Check that it was saved or downloaded completely.")
    return data


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
