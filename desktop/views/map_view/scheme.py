"""The scheme app://, over which the page and its data come from memory and package; nothing else is let through."""

from __future__ import annotations

import mimetypes
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject, QUrl
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from geo.assets import asset
from geo.errors import MissingAsset

SCHEME = b"app"
HOST = "dateline"
PAGE = QUrl("app://dateline/index.html")

_CHANNEL = "qwebchannel.js"  # comes with Qt, inside its resources
_PAGE_FILES = ("index.html", "window.css", "start.js", "vendor/dateline-map.js", "vendor/dateline-map.css")
_BASEMAP_FILES = ("topology.json", "labels.json")


def register_scheme() -> None:
    """Makes app:// known to the web engine. To be called before the QApplication is made; a second call does nothing.

    Where the program runs as root Chromium's sandbox cannot start; it is switched off then, and that is said.
    """
    if QWebEngineUrlScheme.schemeByName(SCHEME).name() == SCHEME:
        return
    _allow_root()
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flags = QWebEngineUrlScheme.Flag
    scheme.setFlags(flags.SecureScheme | flags.CorsEnabled | flags.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)


def _allow_root() -> None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or os.environ.get("QTWEBENGINE_DISABLE_SANDBOX") == "1":
        return
    os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    print("dateline: running as root, where the map's sandbox cannot start; going on without it.", file=sys.stderr)


class Handler(QWebEngineUrlSchemeHandler):
    """Answers requests for the page's files, the basemap and the scenes that were put in memory."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._memory: dict[str, bytes] = {}

    def keep(self, documents: Mapping[str, bytes]) -> None:
        """Replaces what is served from memory: path, as in "scene/3.json", to content."""
        self._memory = dict(documents)

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        url = job.requestUrl()
        content = self._content(url.path().lstrip("/")) if url.host() == HOST and job.requestMethod() == b"GET" else None
        if content is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        buffer = QBuffer(job)
        buffer.setData(QByteArray(content))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        kind = mimetypes.guess_type(url.path())[0] or "application/octet-stream"
        job.reply(QByteArray(kind.encode()), buffer)

    def _content(self, path: str) -> bytes | None:
        if path in self._memory:
            return self._memory[path]
        if path == _CHANNEL:
            file = QFile(f":/qtwebchannel/{_CHANNEL}")
            return bytes(file.readAll().data()) if file.open(QIODevice.OpenModeFlag.ReadOnly) else None
        if path in _PAGE_FILES:
            return asset("map", *path.split("/")).read_bytes()
        if path.startswith("basemap/") and path.removeprefix("basemap/") in _BASEMAP_FILES:
            return asset("basemap", path.removeprefix("basemap/")).read_bytes()
        return None


class Blocker(QWebEngineUrlRequestInterceptor):
    """Lets nothing through but app://, and keeps count of what it stopped."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.blocked: list[str] = []

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        if info.requestUrl().scheme() != SCHEME.decode():
            self.blocked.append(info.requestUrl().toDisplayString())
            info.block(True)


def check_page() -> None:
    """Raises MissingAsset where the page was not built."""
    script = Path(asset("map")) / "vendor" / "dateline-map.js"
    if not script.exists():
        raise MissingAsset(f"{script} is missing. In a checkout run: python resources/map/build.py; else install Dateline again.")
