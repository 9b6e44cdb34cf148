"""Downloading a country's dump, from a server on this machine that behaves well and badly. Nothing leaves it."""

from __future__ import annotations

import io
import socket
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from data_home import make_data_home

from geo import gazetteer as library
from geo.cli import main
from geo.errors import Cancelled, GazetteerError
from geo.gazetteer import Gazetteer, download


def row(identity: int, name: str, lat: float, lon: float) -> str:
    cells = [str(identity), name, name, "", str(lat), str(lon), "P", "PPL", "SY", "", "", "", "", "", "0", "", "0", "", "2026-01-01"]
    return "\t".join(cells)


def packed(name: str, text: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:  # stored, so that it is long enough to be broken off
        archive.writestr(name, text)
    return content.getvalue()


DUMP = packed("SY.txt", "\n".join(row(9_900_000 + n, f"Tallmarq {n}", 35.5, 36.5) for n in range(4000)) + "\n")
NAMES = packed(
    "SY.txt", "1\t9900007\tar\tتل مرق\t\t\t\t\n2\t9900007\tlink\thttps://example.org\t\t\t\t\n3\t9900007\ten\tMarq Hill\t1\t\t\t\n"
)


@dataclass
class Behaviour:
    """How the server answers, and what it was asked."""

    files: dict[str, bytes] = field(default_factory=lambda: {"/dump/SY.zip": DUMP, "/dump/alternatenames/SY.zip": NAMES})
    etag: str = '"one"'
    ranges: bool = True
    break_after: int | None = None  # bytes of the body that are sent at most
    announce: int | None = None  # what Content-Length says instead of the truth
    status: int | None = None
    asked: list[tuple[str, str | None]] = field(default_factory=list[tuple[str, str | None]])
    address: str = ""


@pytest.fixture
def server() -> Iterator[Behaviour]:
    behaviour = Behaviour()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Range")
            behaviour.asked.append((self.path, asked))
            body = behaviour.files.get(self.path)
            if behaviour.status or body is None:
                self.send_error(behaviour.status or 404)
                return
            start = 0
            same = self.headers.get("If-Range") in (None, behaviour.etag)
            if asked and behaviour.ranges and same:
                start = int(asked.removeprefix("bytes=").removesuffix("-"))
                if start >= len(body):
                    self.send_error(416)
                    return
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
            self.send_header("ETag", behaviour.etag)
            announced = behaviour.announce if behaviour.announce is not None else len(body) - start
            self.send_header("Content-Length", str(announced))
            self.end_headers()
            end = len(body) if behaviour.break_after is None else start + behaviour.break_after
            self.wfile.write(body[start:end])
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    behaviour.address = f"http://127.0.0.1:{http.server_address[1]}/dump/"
    yield behaviour
    http.shutdown()
    http.server_close()


@pytest.fixture
def home(tmp_path: Path, gazetteer: Gazetteer, server: Behaviour, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATELINE_GEONAMES", server.address)
    return make_data_home(tmp_path / "data", monkeypatch)


def partial(home: Path) -> Path:
    return home / "gazetteers" / "downloads" / "SY.zip.part"


def test_a_country_is_added_by_its_code(home: Path, server: Behaviour, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gazetteer", "add", "sy"]) == 0
    assert "SY: 4,000 places added" in capsys.readouterr().err
    (added,) = library.listed()
    assert (added.name, added.places, added.origin) == ("SY", 4000, f"{server.address}SY.zip")
    assert "CC BY 4.0" in added.licence
    opened = library.open_default()
    assert opened.exact("Tallmarq 11")[0].place.id == "geonames:9900011"
    assert opened.exact("Marq Hill")[0].place.id == "geonames:9900007"
    assert opened.exact("تل مرق")[0].place.id == "geonames:9900007"
    assert opened.exact("https://example.org") == ()
    opened.close()
    assert list((home / "gazetteers" / "downloads").iterdir()) == []


def test_without_alternate_names_the_dump_alone_is_added(home: Path, server: Behaviour) -> None:
    del server.files["/dump/alternatenames/SY.zip"]
    assert library.add_country("SY").places == 4000


def test_a_broken_download_is_gone_on_with(home: Path, server: Behaviour) -> None:
    server.break_after = 100_000
    with pytest.raises(GazetteerError, match="Try again: it goes on from there"):
        library.add_country("SY")
    assert partial(home).stat().st_size == 100_000
    assert library.listed() == ()
    server.break_after = None
    assert library.add_country("SY").places == 4000
    assert ("/dump/SY.zip", "bytes=100000-") in server.asked


def test_parts_of_two_versions_are_not_joined(home: Path, server: Behaviour) -> None:
    server.break_after = 100_000
    with pytest.raises(GazetteerError):
        library.add_country("SY")
    server.break_after = None
    server.etag = '"two"'
    server.files["/dump/SY.zip"] = packed("SY.txt", row(9_900_000, "Newmarq", 35.5, 36.5) + "\n" * 200_000)
    assert library.add_country("SY").places == 1


def test_a_server_that_knows_no_ranges_sends_all_again(home: Path, server: Behaviour) -> None:
    server.break_after = 100_000
    with pytest.raises(GazetteerError):
        library.add_country("SY")
    server.break_after, server.ranges = None, False
    assert library.add_country("SY").places == 4000


def test_a_part_as_long_as_the_file_or_longer_is_fetched_anew(home: Path, server: Behaviour) -> None:
    server.break_after = 100_000
    with pytest.raises(GazetteerError):
        library.add_country("SY")
    partial(home).write_bytes(b"x" * (len(DUMP) + 5))
    server.break_after = None
    assert library.add_country("SY").places == 4000


def test_a_wrong_size_is_named_and_nothing_is_added(home: Path, server: Behaviour, capsys: pytest.CaptureFixture[str]) -> None:
    server.announce = len(DUMP) + 10
    assert main(["gazetteer", "add", "SY"]) == 1
    said = capsys.readouterr().err
    assert "SY.zip" in said
    assert "Try again" in said
    assert library.listed() == ()


def test_a_damaged_file_is_thrown_away(home: Path, server: Behaviour) -> None:
    middle = len(DUMP) // 2
    server.files["/dump/SY.zip"] = DUMP[:middle] + b"????" + DUMP[middle + 4 :]
    with pytest.raises(GazetteerError, match="damaged or no zip"):
        library.add_country("SY")
    assert not partial(home).exists()
    assert library.listed() == ()


def test_a_page_instead_of_the_file_is_no_gazetteer(home: Path, server: Behaviour) -> None:
    server.files["/dump/SY.zip"] = b"<html>Log in to this network</html>"
    with pytest.raises(GazetteerError, match="no zip file"):
        library.add_country("SY")


@pytest.mark.parametrize(("status", "says"), [(404, "no such file"), (403, "does not give it out"), (500, "answered 500")])
def test_a_refusal_is_told_with_what_to_do(home: Path, server: Behaviour, status: int, says: str) -> None:
    server.status = status
    with pytest.raises(GazetteerError, match=rf"{says}.*dateline gazetteer add FILE"):
        library.add_country("SY")


def test_no_network_is_told_with_what_to_do(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("DATELINE_GEONAMES", f"http://127.0.0.1:{port}/")
    with pytest.raises(GazetteerError, match=r"cannot be reached.*Check the connection"):
        library.add_country("SY")


def test_what_is_no_country_is_not_asked_for(home: Path, server: Behaviour, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(GazetteerError, match="no country code"):
        library.add_country("QQ")
    assert main(["gazetteer", "add", "ZZ"]) == 1
    assert "ZZ is missing" in capsys.readouterr().err
    assert server.asked == []


@pytest.mark.parametrize("address", ["file:///etc/", "ftp://127.0.0.1/", "geonames.org"])
def test_only_web_addresses_are_asked(home: Path, address: str) -> None:
    with pytest.raises(GazetteerError, match="no address to download from"):
        library.add_country("SY", address=address)


def test_a_file_of_that_name_goes_before_the_country(
    home: Path, server: Behaviour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "SY").write_text(row(9_900_001, "Localmarq", 35.5, 36.5) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["gazetteer", "add", "SY"]) == 0
    assert server.asked == []


def test_a_download_can_be_cancelled_and_gone_on_with(home: Path, server: Behaviour) -> None:
    seen: list[int] = []

    def look(done: int, total: int, what: str) -> None:
        seen.append(done)
        assert total == len(DUMP)
        assert what == "Downloading SY.zip"

    with pytest.raises(Cancelled):
        download.fetch(f"{server.address}SY.zip", partial(home).with_suffix(""), on_progress=look, cancelled=lambda: len(seen) >= 2)
    kept = partial(home).stat().st_size
    assert 0 < kept < len(DUMP)
    assert library.add_country("SY").places == 4000
    assert ("/dump/SY.zip", f"bytes={kept}-") in server.asked


@pytest.mark.parametrize(
    "url", ["http://geo.example/dump/", "http://localhost.example/", "http://127.0.0.1.example/", "ftp://geo.example/", "file:///etc/"]
)
def test_an_address_that_is_not_https_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(GazetteerError, match="https"):
        download.country("SY", tmp_path, url)


def test_a_redirection_to_plain_http_is_refused(tmp_path: Path) -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", "http://geo.example/SY.zip")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        with pytest.raises(GazetteerError, match="no https address"):
            download.country("SY", tmp_path, f"http://127.0.0.1:{httpd.server_port}/")
        httpd.shutdown()
