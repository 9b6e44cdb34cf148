"""No output takes the place of what it is made from, by whatever name or link that is reached; nor, unasked, of another kind of file."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from geo.articles import input_files
from geo.errors import ExportError
from geo.export.kinds import WRITTEN, Kind, kind_of
from geo.files import COMPANIONS, identity
from geo.model import Corpus
from geo.own_folder import is_own

_RECORD = re.compile(r", line \d+$")


def check_output(out: Path, inputs: Iterable[Path], *, force: bool = False, writes: Kind | None = None) -> None:
    """Raises ExportError where `out` is one of the inputs, or (without `force`) a file of another kind than would be written.

    `inputs` are files and folders that are read; `writes` is told by the ending where it is not given.
    """
    refuse_inputs(out, inputs)
    if not force and (there := replaced_kind(out, writes)) is not None:
        raise ExportError(f"{out}: there is {there} of that name. Nothing was written. Choose another name, or add --force to replace it.")


def refuse_inputs(out: Path, inputs: Iterable[Path]) -> None:
    """Raises ExportError where writing `out` would change one of the inputs, what stands beside a project, or Dateline's own files."""
    if is_own(out):
        raise ExportError(f"{out}: this is in Dateline's own folder. Nothing was written. Choose another place.")
    target, place = identity(out), _place(out)
    for each in _files(inputs):
        same = target is not None and identity(each) == target
        beside = place is not None and each.suffix.casefold() == ".gpkg" and place in _companions(each)
        if same or beside:
            called = "" if os.fspath(each) == os.fspath(out) else f" ({each})"
            raise ExportError(f"{out}: this is one of the files that are read{called}. Nothing was written. Choose another name.")


def refuse_stream(descriptor: int, inputs: Iterable[Path]) -> None:
    """Raises ExportError where an open stream, such as standard output, is one of the inputs."""
    try:
        there = os.fstat(descriptor)
    except OSError:
        return  # closed: told where it is written to
    if not stat.S_ISREG(there.st_mode):
        return
    for each in _files(inputs):
        if identity(each) == (there.st_dev, there.st_ino):
            raise ExportError(f"{each}: the output would go into this file, which is read. Nothing was written. Choose another file.")


def replaced_kind(out: Path, writes: Kind | None = None) -> Kind | None:
    """What a file of that name is, where it is none that Dateline writes under such a name; None where it may be replaced."""
    there = kind_of(out)
    return None if there is None or there is (writes or WRITTEN.get(out.suffix.casefold())) else there


def sources_of(corpus: Corpus) -> list[Path]:
    """The files that the articles of a corpus were taken from, those that a record stands in among them."""
    told = (article.custody.source for article in corpus.articles if article.custody is not None)
    return [Path(each) for each in dict.fromkeys(_RECORD.sub("", source) for source in told)]


def _files(inputs: Iterable[Path]) -> Iterator[Path]:
    for given in inputs:
        if os.path.isdir(given):
            yield from input_files(given)
        else:
            yield given


def _companions(path: Path) -> set[tuple[tuple[int, int], str]]:
    """Where the files stand that SQLite keeps beside a database, whether they are there or not."""
    real = Path(os.path.realpath(path))
    found = (_place(real.with_name(f"{real.name}{ending}")) for ending in COMPANIONS)
    return {place for place in found if place is not None}


def _place(path: Path) -> tuple[tuple[int, int], str] | None:
    """A name in a folder, without regard to case, as some file systems have it."""
    real = Path(os.path.realpath(path))
    folder = identity(real.parent)
    return (folder, real.name.casefold()) if folder is not None else None
