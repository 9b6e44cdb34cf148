"""The window, the commands and the worker that imports, watched from outside: nothing tries to leave this machine, and nothing is left
in the home folder but Dateline's own. `make test` runs a short form, `make no-network` all of it.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from system_calls import Watched, leaves_the_machine, need_strace, watch

from geo.cli.main import _COMMANDS
from geo.gazetteer import Gazetteer, library

ROOT = Path(__file__).resolve().parents[2]
SESSION = Path(__file__).with_name("window_session.py")
LIMIT_S = 900  # the short session takes a quarter of a minute, the long one a minute; on a busy machine many times that
OWN = Path(".local", "share", "dateline")
ARTICLE = (
    "Title: Towns bombed\nDate: 2015-10-08\nPublisher: First Wire\n\nThe Observatory said jets bombed the towns of Kafr Zita and Khan "
    "Shaykhun on Wednesday. Warships in the Caspian Sea fired 26 missiles, which flew 1,500 kilometers, the minister said."
)
WEB_PAGE = (
    "<html><head><title>Shelling</title><link rel=stylesheet href=//cdn.example.org/a.css><script src=//cdn.example.org/a.js></script>"
    "</head><body><article><h1>Shelling</h1><p>Rebels shelled the town of Saraqib on Thursday, the ministry said. Nobody was hurt in the "
    "attack, which went on for an hour, residents of the town said.</p><img src=//cdn.example.org/p.png></article></body></html>"
)


class Home:
    """A new user's home folder, with the compiled gazetteer in Dateline's own, and two articles beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "home"
        self.articles = folder / "articles"
        self.out = folder / "out"
        self.temporary = folder / "tmp"
        for each in (self.path / OWN / "gazetteers", self.articles, self.out, self.temporary):
            each.mkdir(parents=True)
        compiled = library.builtin()
        try:
            os.link(compiled, self.path / OWN / "gazetteers" / compiled.name)
        except OSError:  # another disk
            shutil.copyfile(compiled, self.path / OWN / "gazetteers" / compiled.name)
        (self.articles / "towns.txt").write_text(ARTICLE, encoding="utf-8")
        (self.articles / "shelling.html").write_text(WEB_PAGE, encoding="utf-8")

    @property
    def environment(self) -> Mapping[str, str]:
        """A user's, bare: a library that keeps still in a test or on a build server must not take this for one."""
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(self.path),
            "TMPDIR": str(self.temporary),
            "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": "offscreen",
        }

    def watch(self, *arguments: str | Path, program: Sequence[str] = ("-m", "geo.cli")) -> Watched:
        return watch(
            [sys.executable, *program, *map(str, arguments)], self.environment, self.out, self.folder / "calls.txt", timeout_s=LIMIT_S
        )

    def left(self) -> list[str]:
        """Files outside Dateline's own folder, and what was forgotten among the temporary ones."""
        files = [path for path in self.path.rglob("*") if not path.is_dir()]
        strays = [str(path.relative_to(self.path)) for path in files if not path.relative_to(self.path).is_relative_to(OWN)]
        return strays + [str(path) for path in self.temporary.rglob("*")]


@pytest.fixture
def home(gazetteer: Gazetteer, tmp_path: Path) -> Home:
    need_strace()
    return Home(tmp_path)


def keeps_to_itself(home: Home, watched: Watched) -> None:
    assert watched.status == 0, watched.output
    assert watched.reached == ()
    assert home.left() == []


# --- the watch itself ----------------------------------------------------------------------------------------------------

REACHING = {
    "a connection": "s = socket.socket(); s.settimeout(1); s.connect(('192.0.2.1', 443))",
    "a datagram": "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))",
    "a connection by IPv6": "socket.socket(socket.AF_INET6).connect(('2001:db8::1', 443))",
    "a name": "socket.getaddrinfo('events.example.org', 443)",
}


@pytest.mark.parametrize("how", REACHING)
def test_the_watch_sees(how: str, home: Home) -> None:
    code = f"import socket, contextlib\nwith contextlib.suppress(OSError):\n    {REACHING[how]}"
    seen = home.watch(program=("-c", code))
    assert seen.status == 0, seen.output
    assert seen.reached


@pytest.mark.parametrize(
    ("call", "leaves"),
    [
        ('1 connect(3, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("203.0.113.9")}, 16) = -1 ENETUNREACH', True),
        ('1 connect(3, {sa_family=AF_INET, sin_port=htons(8000), sin_addr=inet_addr("127.0.0.1")}, 16) = 0', False),
        ('1 connect(3, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16) = 0', True),
        ('1 connect(3, {sa_family=AF_INET6, sin6_port=htons(80), inet_pton(AF_INET6, "::1", &sin6_addr)}, 28) = 0', False),
        ('1 connect(3, {sa_family=AF_INET6, sin6_port=htons(80), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr)}, 28) = -1', True),
        ('1 connect(3, {sa_family=AF_UNIX, sun_path="/run/systemd/resolve/io.systemd.Resolve"}, 42) = 0', True),
        ('1 connect(3, {sa_family=AF_UNIX, sun_path="/run/dbus/system_bus_socket"}, 29) = -1 ENOENT', False),
        ("1 sendto(28, [{nlmsg_len=17, nlmsg_type=RTM_GETADDR}], 17, 0, {sa_family=AF_NETLINK, nl_pid=0}, 12) = 17", False),
    ],
)
def test_what_leaves_the_machine(call: str, leaves: bool) -> None:
    assert leaves_the_machine(call) is leaves


# --- the short form ------------------------------------------------------------------------------------------------------


def test_reading_articles_reaches_nobody(home: Home) -> None:
    keeps_to_itself(home, home.watch("map", home.articles, "-o", "map.html"))
    assert (home.out / "map.html").exists()


def test_a_session_of_the_window_reaches_nobody(home: Home) -> None:
    watched = home.watch("short", home.articles, home.out, program=(str(SESSION),))
    keeps_to_itself(home, watched)
    assert watched.calls > 10, "the window's processes are watched too"


# --- the long form -------------------------------------------------------------------------------------------------------


@pytest.mark.long
def test_a_long_session_of_the_window_reaches_nobody(home: Home) -> None:
    keeps_to_itself(home, home.watch("full", home.articles, home.out, program=(str(SESSION),)))
    written = {path.name for path in home.out.iterdir()}
    assert written >= {"case.gpkg", "map.html", "map.png", *(f"events.{e}" for e in ("geojson", "kml", "kmz", "csv", "parquet", "gpkg"))}


def _calls(home: Home) -> list[tuple[str | Path, ...]]:
    villages = home.folder / "villages.csv"
    villages.write_text("name,lat,lon\nTell Testan,35.5,36.6\n", encoding="utf-8")
    articles, endings = home.articles, ("geojson", "kml", "kmz", "gpkg", "csv", "parquet")
    return [
        ("--help",),
        ("--version",),
        ("--screenshot", "window.png", articles),
        ("parse", articles, "--with-text"),
        ("events", articles),
        ("events", articles, "--json"),
        ("map", articles, "-o", "map.html"),
        *(("export", articles, "-o", f"events.{ending}") for ending in endings),
        ("locate", "Kafr Zita", "--near", "Hama", "--json"),
        ("range", "Caspian Sea", "1500km", "--targets", "Hama", "-o", "range.geojson"),
        ("range", "Caspian Sea", "Kalibr", "--targets", "Hama", "--launch-area"),
        ("range", "--weapons"),
        ("distances", articles, "--json"),
        ("gazetteer", "list"),
        ("gazetteer", "add", villages),
        ("gazetteer", "prefer", "villages", "builtin"),
        ("gazetteer", "remove", "villages"),
        # The project that a session of the window left.
        ("events", "case.gpkg"),
        ("gazetteer", "apply", "case.gpkg"),
        ("purge", "case.gpkg", "--name", "Khan Shaykhun", "--dry-run"),
        ("purge", "case.gpkg", "--name", "Khan Shaykhun"),
    ]


@pytest.mark.long
def test_no_command_reaches_anybody(home: Home) -> None:
    keeps_to_itself(home, home.watch("short", home.articles, home.out, program=(str(SESSION),)))
    calls = _calls(home)
    for arguments in calls:
        keeps_to_itself(home, home.watch(*arguments))
    assert {call[0] for call in calls} >= set(_COMMANDS), "a command that is new has no call here"
