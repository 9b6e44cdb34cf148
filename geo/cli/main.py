"""Arguments → one command. Options may stand before or after the inputs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from geo import __version__, own_folder
from geo.cli.output import OutputError, abandon, finish, help_text, prepare_streams, say
from geo.errors import GeoError
from geo.safe_text import encodable

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

_VALUED = frozenset({"--gazetteer"})  # options with a value that may stand before the command
_ARTICLES = "article files ({formats} with id and text) or folders of them"
_ARTICLES_OR_PROJECT = f"{_ARTICLES}; or a project file"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    prepare_streams()
    try:
        try:
            return _run(list(sys.argv[1:] if argv is None else argv))
        finally:
            finish()
    except OutputError as error:
        abandon()
        say(f"dateline: {error}")
        return 1
    except GeoError as error:
        say(f"dateline: {error}")
        return 1
    except OSError as error:  # of a path that was looked at only in passing
        where = f"{encodable(str(error.filename))}: " if error.filename else ""
        say(f"dateline: {where}{error.strerror or error}. Check the path and its permissions.")
        return 1
    except KeyboardInterrupt:
        say("dateline: stopped")
        return 130


def _run(arguments: Sequence[str]) -> int:
    name, rest = _split(arguments)
    if name is None:
        return _open_window(rest)
    parser, run = _COMMANDS[name].make()
    given = parser.parse_intermixed_args(rest)
    own_folder.tidy()
    return run(given)


def _split(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """The command's name, wherever the options before it end, and the other arguments."""
    skip = False
    for k, argument in enumerate(arguments):
        if skip:
            skip = False
        elif argument in _VALUED:
            skip = True
        elif not argument.startswith("-"):
            if argument in _COMMANDS:
                return argument, [*arguments[:k], *arguments[k + 1 :]]
            break
    return None, list(arguments)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        say(f"{self.prog}: {message}")
        self.exit(2)

    def print_help(self, file: SupportsWrite[str] | None = None) -> None:
        if file is None:
            help_text(self.format_help())  # argparse itself passes over an output that is full
        else:
            super().print_help(file)


def _parser(name: str) -> _Parser:
    return _Parser(prog=f"dateline {name}", description=_COMMANDS[name].does)


def _reading_options(parser: argparse.ArgumentParser, *, inputs: str = "") -> None:
    """The options that all commands which read articles or names share; `inputs` says what they take, where they do."""
    if inputs:
        from geo.articles import USUAL  # here, for it loads what other commands need not

        parser.add_argument("inputs", metavar="INPUT", nargs="+", type=Path, help=inputs.format(formats=USUAL))
        text = "add the text that offsets refer to" if inputs is _ARTICLES else argparse.SUPPRESS  # taken by all, of use to one
        parser.add_argument("--with-text", action="store_true", help=text)
    if inputs is _ARTICLES_OR_PROJECT:
        from geo.events import CERTAIN  # here, as above

        likely = f"how likely right a place must be to be shown as certain, from 0 to 1 (default: {CERTAIN:g})"
        parser.add_argument("--certain", metavar="SHARE", type=_share, default=CERTAIN, help=likely)
    dump = "a GeoNames dump (XX.zip or XX.txt) to use this once; may be repeated"
    parser.add_argument("--gazetteer", metavar="FILE", action="append", default=[], type=Path, help=dump)
    parser.add_argument("--builtin-only", action="store_true", help="leave out the gazetteers that were added")


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0.0 <= share <= 1.0:
        raise argparse.ArgumentTypeError(f"{encodable(text)} is no share. Give a number from 0 to 1, such as 0.95.")
    return share


def _leave_out_options(parser: argparse.ArgumentParser) -> None:
    for what, value in (("article", "ID"), ("place", "ID"), ("speaker", "NAME")):
        text = f"{'an' if what == 'article' else 'a'} {what} that must be nowhere in the file; may be repeated"
        parser.add_argument(f"--leave-out-{what}", metavar=value, action="append", default=[], type=encodable, help=text)


def _output_options(parser: argparse.ArgumentParser, metavar: str, text: str, *, required: bool = True) -> None:
    parser.add_argument("-o", "--output", metavar=metavar, type=Path, required=required, help=text)
    parser.add_argument("--force", action="store_true", help="replace an existing file of another kind; never one that is read")


def _parse() -> tuple[argparse.ArgumentParser, Callable[[argparse.Namespace], int]]:
    from geo.cli.commands import parse

    parser = _parser("parse")
    _reading_options(parser, inputs=_ARTICLES)
    return parser, parse


def _events() -> tuple[argparse.ArgumentParser, Callable[[argparse.Namespace], int]]:
    from geo.cli.commands import events

    parser = _parser("events")
    _reading_options(parser, inputs=_ARTICLES_OR_PROJECT)
    parser.add_argument("--json", action="store_true", help="as JSON instead of a table")
    return parser, events


def _distances() -> tuple[argparse.ArgumentParser, Callable[[argparse.Namespace], int]]:
    from geo.cli.commands import distances

    parser = _parser("distances")
    _reading_options(parser, inputs=_ARTICLES_OR_PROJECT)
    parser.add_argument("--json", action="store_true", help="as JSON instead of a table")
    return parser, distances


def _map() -> tuple[argparse.ArgumentParser, Callable[[argparse.Namespace], int]]:
    from geo.cli.commands import proof_map

    parser = _parser("map")
    _reading_options(parser, inputs=_ARTICLES_OR_PROJECT)
    _output_options(parser, "MAP.html", "the file to write")
    _leave_out_options(parser)
    return parser, proof_map


def _export() -> tuple[argparse.ArgumentParser, Callable[[argparse.Namespace], int]]:
    from geo.cli.commands import export

    parser = _parser("export")
    _reading_options(parser, inputs=_ARTICLES_OR_PROJECT)
    _output_options(parser, "FILE", "ends in .geojson, .kml, .kmz, .gpkg, .csv or .parquet")
    _leave_out_options(parser)
    return parser, export


def _locate() -> tuple[argparse.ArgumentParser, Callable[[argparse.Namespace], int]]:
    from geo.cli.commands import locate

    parser = _parser("locate")
    parser.add_argument("name", metavar="NAME", type=encodable, help='as it is written, such as "Kafr Zita"')
    parser.add_argument("--near", metavar="NAME|LAT,LON", type=encodable, help="prefer places near a place or a point")
    parser.add_argument("--country", metavar="CC", help="only in this country: its code of two letters (ISO 3166-1), such as SY")
    parser.add_argument("--json", action="store_true", help="as JSON instead of a table")
    _reading_options(parser)
    return parser, locate


def _range() -> tuple[argparse.ArgumentParser, Callable[[argparse.Namespace], int]]:
    from geo.cli.ranges import range_

    parser = _parser("range")
    parser.add_argument(
        "origin",
        metavar="ORIGIN",
        nargs="?",
        type=encodable,
        help='a name such as "Caspian Sea", LAT,LON, degrees, MGRS, UTM or a Plus Code',
    )
    distance = 'one or more, such as 1500km, "930 miles", 20nmi; or a weapon of the table, such as Kalibr'
    parser.add_argument("distance", metavar="DISTANCE", nargs="*", type=encodable, help=distance)
    _output_options(parser, "FILE", "write a GeoJSON FeatureCollection", required=False)
    parser.add_argument(
        "--targets",
        metavar="NAME",
        nargs="+",
        action="extend",
        default=[],
        type=encodable,
        help="places to tell of whether they are in reach",
    )
    parser.add_argument("--weapon", metavar="NAME", type=encodable, help="take the ranges published of a weapon")
    parser.add_argument("--weapons", action="store_true", help="list the weapons with their ranges and sources")
    parser.add_argument("--edit-weapons", action="store_true", help="make a table of your own to edit, and say where it is")
    parser.add_argument("--min", metavar="DISTANCE", help="the least distance: nearer is not reached")
    parser.add_argument("--sector", metavar="A-B", help="bearings in degrees, clockwise from A to B, such as 200-260")
    parser.add_argument("--launch-area", action="store_true", help="from where in the origin all targets could be reached")
    parser.add_argument("--track", action="store_true", help="straight lines to the targets, schematic")
    parser.add_argument("--crossed", action="store_true", help="with the lines, the countries and seas that they cross")
    parser.add_argument("--json", action="store_true", help="as JSON instead of a table")
    _reading_options(parser)
    return parser, range_


def _purge() -> tuple[argparse.ArgumentParser, Callable[[argparse.Namespace], int]]:
    from geo.cli.purge import arguments, purge

    parser = _parser("purge")
    arguments(parser)
    _reading_options(parser)
    return parser, purge


def _project() -> tuple[argparse.ArgumentParser, Callable[[argparse.Namespace], int]]:
    from geo.cli.project import arguments, project

    parser = _parser("project")
    arguments(parser)
    _reading_options(parser)
    return parser, project


def _search() -> tuple[argparse.ArgumentParser, Callable[[argparse.Namespace], int]]:
    from geo.cli.search import arguments, search

    parser = _parser("search")
    arguments(parser)
    return parser, search


def _reconcile() -> tuple[argparse.ArgumentParser, Callable[[argparse.Namespace], int]]:
    from geo.cli.reconcile import arguments, reconcile

    parser = _parser("reconcile")
    arguments(parser)
    _reading_options(parser)
    _output_options(parser, "OUT.csv", "the table with the places beside the names")
    return parser, reconcile


def _review() -> tuple[argparse.ArgumentParser, Callable[[argparse.Namespace], int]]:
    from geo.cli.review import arguments, review

    parser = _parser("review")
    arguments(parser)
    _reading_options(parser)
    return parser, review


def _gazetteer() -> tuple[argparse.ArgumentParser, Callable[[argparse.Namespace], int]]:
    from geo.cli.gazetteers import arguments, gazetteer

    parser = _parser("gazetteer")
    arguments(parser)
    return parser, gazetteer


class _Command(NamedTuple):
    does: str
    make: Callable[[], tuple[argparse.ArgumentParser, Callable[[argparse.Namespace], int]]]


_COMMANDS = {
    "parse": _Command("Write what each article says, one JSON object a line.", _parse),
    "events": _Command("List the events that the articles report, each once, with all its claims.", _events),
    "map": _Command("Write the proof map: one HTML file that carries its evidence.", _map),
    "export": _Command("Write events as a data file; its ending gives the format.", _export),
    "locate": _Command("Find the places that a name may mean, best first.", _locate),
    "reconcile": _Command("Find the places of a table's column of names; what is doubtful is marked for review.", _reconcile),
    "range": _Command("Tell what lies within a distance of a place, by its real shape; draw launch areas and lines.", _range),
    "distances": _Command("List the distances that articles state, each held against the places of its event.", _distances),
    "search": _Command("Find the articles of a project in which words stand, with the passages.", _search),
    "review": _Command("Check what was found in a project: accept, reject, edit, add; tell what is still to be checked.", _review),
    "gazetteer": _Command("Add, list, order and remove gazetteers; compile the built-in one.", _gazetteer),
    "project": _Command("Check a project file for damage, or repair it into a new file.", _project),
    "purge": _Command("Remove articles or names from a project for good, to protect people. There is no undo.", _purge),
}
_OVERVIEW = "\n".join(
    (
        "commands:",
        *(f"  {name:10} {command.does}" for name, command in _COMMANDS.items()),
        "",
        "dateline COMMAND --help tells what a command takes. Exit status: 0 done, 1 some inputs failed (each is named on",
        "standard error, and the rest is done), 2 the call was wrong.",
    )
)


def _open_window(arguments: Sequence[str]) -> int:
    parser = _Parser(
        prog="dateline",
        usage="dateline [PATH ...]\n       dateline COMMAND ...",
        description="Open the window on a project file or on articles, or run a command.",
        epilog=_OVERVIEW,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="a project file (.gpkg), article files, or folders of them")
    parser.add_argument("--version", action="version", version=f"dateline {__version__}")
    parser.add_argument("--screenshot", metavar="FILE", type=Path, help="save a picture of the window and end")
    _reading_options(parser)
    given = parser.parse_intermixed_args(arguments)
    # By name and only here: the library runs without the window and without Qt.
    from importlib import import_module

    try:
        app = import_module("desktop.app")
    except ImportError as error:
        say(f"dateline: the window cannot start: {error}. Run: python -m desktop.platform.system_libraries")
        return 1
    return int(app.run(given.paths, screenshot=given.screenshot, gazetteers=given.gazetteer, added=not given.builtin_only))
