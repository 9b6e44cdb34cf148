"""Fetching a country's dump from GeoNames. Nothing here runs unless a person asks for a country by name.

What arrives is written beside its place, to `FILE.part`. A download that breaks off is gone on with the next time (HTTP
Range, and If-Range so that parts of two versions are never joined), and only a file of the size that the server announced,
with checksums that fit, takes its place.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from geo.errors import Cancelled, GazetteerError
from geo.files import private_folder, private_opener
from geo.gazetteer import dumps
from geo.gazetteer.sources import country_codes
from geo.model import IsCancelled, OnProgress

GEONAMES = "https://download.geonames.org/export/dump/"
ADDRESS_VARIABLE = "DATELINE_GEONAMES"
TIMEOUT_S = 30.0
BLOCK = 1 << 16
MOST_BYTES = 4 << 30  # the dump of all countries has 0.4 GB; more is no gazetteer
_BY_HAND = "Or download the file by other means and add it: dateline gazetteer add FILE"


@dataclass(frozen=True, slots=True)
class Downloaded:
    dump: Path
    alternates: Path | None
    address: str  # of the dump


def address() -> str:
    """Where dumps are fetched from: the environment's DATELINE_GEONAMES, else GeoNames' own server."""
    return os.environ.get(ADDRESS_VARIABLE) or GEONAMES


def is_country(text: str) -> bool:
    """Whether this is an ISO 3166-1 alpha-2 code."""
    return re.fullmatch(r"[A-Za-z]{2}", text) is not None and text.upper() in country_codes().values()


def country(
    code: str,
    folder: Path,
    base: str,
    *,
    alternate_names: bool = True,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> Downloaded:
    """The dump of a country, and its alternate names where the server has them, in `folder`.

    Raises GazetteerError where the code is none, the server cannot be reached, lacks the file, or sends another one than it
    announced; Cancelled.
    """
    if not is_country(code):
        raise GazetteerError(f'"{code}" is no country code. Give the two letters of ISO 3166-1, such as SY for Syria.')
    code = code.upper()
    base = _checked(base)
    dump = fetch(f"{base}{code}.zip", folder / f"{code}.zip", on_progress=on_progress, cancelled=cancelled)
    assert dump is not None
    alternates = None
    if alternate_names:
        alternates = fetch(
            f"{base}alternatenames/{code}.zip",
            folder / f"{code}.alternates.zip",
            on_progress=on_progress,
            cancelled=cancelled,
            may_lack=True,
        )
    return Downloaded(dump, alternates, f"{base}{code}.zip")


def fetch(
    url: str, target: Path, *, on_progress: OnProgress | None = None, cancelled: IsCancelled | None = None, may_lack: bool = False
) -> Path | None:
    """One zip file; with `may_lack` None where the server has none. Raises GazetteerError, Cancelled; what arrived is kept."""
    part = target.with_name(f"{target.name}.part")
    try:
        private_folder(target.parent)
        try:
            total = _receive(url, part, on_progress, cancelled)
        except urllib.error.HTTPError as error:
            with error:
                if error.code == 404 and may_lack:
                    return None
                if error.code != 416:
                    raise GazetteerError(f"{url}: {_refusal(error.code)} {_BY_HAND}") from None
            _forget(part)  # more was kept than the server has: begin anew
            total = _receive(url, part, on_progress, cancelled)
    except urllib.error.URLError as error:
        raise GazetteerError(f"{url} cannot be reached ({error.reason}). Check the connection and try again. {_BY_HAND}") from None
    except (http.client.HTTPException, ConnectionError, TimeoutError) as error:
        raise GazetteerError(
            f"{url}: the connection broke off ({error or type(error).__name__}). Try again: it goes on from there."
        ) from None
    except OSError as error:
        raise GazetteerError(
            f"{part} cannot be written ({error.strerror or error}). Make room, or set DATELINE_DATA to another folder."
        ) from None
    got = part.stat().st_size
    if total is not None and got != total:
        if got > total:
            _forget(part)
        raise GazetteerError(f"{url}: {got:,} bytes arrived where the server announced {total:,}. Try again: it goes on from there.")
    try:
        dumps.check_zip(part)
    except GazetteerError:
        _forget(part)
        raise GazetteerError(f"{url}: what arrived is damaged or no zip file, and was thrown away. Try again. {_BY_HAND}") from None
    os.replace(part, target)
    _forget(part)
    return target


def _receive(url: str, part: Path, on_progress: OnProgress | None, cancelled: IsCancelled | None) -> int | None:
    """Receive the file, or the rest of it, into `part`; the size that the server announced for the whole, None where it did not."""
    request = urllib.request.Request(url, headers={"User-Agent": "Dateline", "Accept-Encoding": "identity"})
    have, mark = _kept(part)
    if have:
        request.add_header("Range", f"bytes={have}-")
        request.add_header("If-Range", mark)
    _safe(url)
    with cast("http.client.HTTPResponse", _OPENER.open(request, timeout=TIMEOUT_S)) as response:
        going_on = response.status == 206
        done = have if going_on else 0
        total = _total(response, done)
        if total is not None and total > MOST_BYTES:
            raise GazetteerError(f"{url} has {total:,} bytes, which is no gazetteer. Check the address.")
        _mark(part, response.headers.get("ETag") or response.headers.get("Last-Modified"))
        name = url.rsplit("/", 1)[-1]
        with open(part, "ab" if going_on else "wb", opener=private_opener) as file:
            while block := response.read(BLOCK):
                if cancelled and cancelled():
                    raise Cancelled(f"The download of {name} was cancelled. The next one goes on from there.")
                file.write(block)
                done += len(block)
                if done > MOST_BYTES:
                    raise GazetteerError(f"{url} has no end. Check the address.")
                if on_progress:
                    on_progress(done, total or 0, f"Downloading {name}")
    return total


def _total(response: http.client.HTTPResponse, done: int) -> int | None:
    whole = re.search(r"/(\d+)$", response.headers.get("Content-Range", ""))
    if whole and response.status == 206:
        return int(whole[1])
    length = response.headers.get("Content-Length", "")
    return done + int(length) if length.isdigit() else None


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """A server may send on, but never to where anyone on the way can read along or change what comes."""

    def redirect_request(self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        _safe(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


_OPENER = urllib.request.build_opener(_SafeRedirects)


def _safe(url: str) -> None:
    """Raises GazetteerError where an address is neither https nor on this machine."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1")):
        raise GazetteerError(f"{url} is not fetched: it is no https address, so anyone on the way could read and change it. {_BY_HAND}")


def _checked(base: str) -> str:
    parts = urlsplit(base)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise GazetteerError(f'"{base}" is no address to download from. Set {ADDRESS_VARIABLE} to one that begins with https://')
    return base if base.endswith("/") else f"{base}/"


def _refusal(status: int) -> str:
    if status == 404:
        return "the server has no such file. Check the country code and the address."
    if status in (401, 403):
        return "the server does not give it out."
    return f"the server answered {status}. Try again later."


# --- what is kept of a download that broke off ---------------------------------------------------------------------------


def _kept(part: Path) -> tuple[int, str]:
    """How many bytes there are already, and by what to ask whether the file is still the same; 0 where that cannot be asked."""
    try:
        told: Any = json.loads(_note(part).read_text(encoding="utf-8"))
        return part.stat().st_size, str(told["mark"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, ""  # nothing was kept, or nothing that can be gone on with


def _mark(part: Path, mark: str | None) -> None:
    # A weak ETag does not promise the same bytes.
    if mark and not mark.startswith("W/"):
        with open(_note(part), "w", encoding="utf-8", opener=private_opener) as note:
            note.write(json.dumps({"mark": mark}))
    else:
        _note(part).unlink(missing_ok=True)


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _note(part).unlink(missing_ok=True)


def _note(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")
