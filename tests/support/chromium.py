"""A headless Chromium driven over a pipe, for tests of exported files: real clicks, every request and console line kept."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue
from typing import Any

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--mute-audio", "--remote-debugging-pipe",
)  # fmt: skip


def find() -> str | None:
    return next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)


class Page:
    """One page. `requests` holds addresses of all requests beside the document's own; `console` warnings, errors and exceptions."""

    def __init__(self, process: subprocess.Popen[bytes], to: int, back: int) -> None:
        self._process = process
        self._to = to
        self._back = back
        self._next = 0
        self._answers: dict[int, Queue[dict[str, Any]]] = {}
        self._lock = threading.Lock()
        self.requests: list[str] = []
        self.console: list[str] = []
        self._loaded = threading.Event()
        self._session: str | None = None
        threading.Thread(target=self._read, daemon=True).start()
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def _read(self) -> None:
        rest = b""
        while True:
            try:
                got = os.read(self._back, 1 << 16)
            except OSError:
                return
            if not got:
                return
            *messages, rest = (rest + got).split(b"\0")
            for message in messages:
                self._take(json.loads(message))

    def _take(self, message: dict[str, Any]) -> None:
        if "id" in message:
            with self._lock:
                queue = self._answers.pop(message["id"], None)
            if queue is not None:
                queue.put(message)
            return
        method, details = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent":
            address = details["request"]["url"]
            if not address.startswith("data:") and details.get("type") != "Document":
                self.requests.append(address)
        elif method == "Runtime.consoleAPICalled" and details["type"] in ("warning", "error", "assert"):
            self.console.append(" ".join(str(a.get("value", a.get("description"))) for a in details["args"]))
        elif method == "Runtime.exceptionThrown":
            thrown = details["exceptionDetails"]
            self.console.append(thrown.get("exception", {}).get("description", thrown["text"]))
        elif method == "Log.entryAdded" and details["entry"]["level"] in ("warning", "error"):
            self.console.append(details["entry"]["text"])
        elif method == "Page.loadEventFired":
            self._loaded.set()

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        answer: Queue[dict[str, Any]] = Queue()
        with self._lock:
            self._next += 1
            number = self._next
            self._answers[number] = answer
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        try:
            got = answer.get(timeout=60)
        except Empty:
            raise TimeoutError(f"no answer to {method}") from None
        if "error" in got:
            raise RuntimeError(f"{method}: {got['error']['message']}")
        return got["result"]

    def size(self, width: int, height: int, *, mobile: bool = False, ratio: float = 1) -> None:
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=ratio, mobile=mobile)

    def scheme(self, name: str) -> None:
        """ "light" or "dark" as the system's preference."""
        self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def open(self, path: Path, timeout: float = 60) -> None:
        """Opens a file and waits for its load event."""
        self._loaded.clear()
        self.send("Page.navigate", url=path.resolve().as_uri())
        if not self._loaded.wait(timeout):
            raise TimeoutError(f"{path} did not load")

    def open_proof(self, path: Path) -> None:
        """Opens a proof map with the record of requests and console lines empty, and waits until its events are painted."""
        self.requests.clear()
        self.console.clear()
        self.open(path)
        self.wait("window.home && home.view._toldPainted")
        time.sleep(0.3)

    def evaluate(self, script: str) -> Any:
        """The value of an expression; promises are waited for."""
        got = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in got:
            details = got["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description", details["text"]))
        return got["result"].get("value")

    def texts(self, selector: str) -> list[str]:
        """What each element that matches says, in the page's order."""
        found: list[str] = self.evaluate(f"[...document.querySelectorAll({selector!r})].map((e) => e.textContent)")
        return found

    def wait(self, script: str, timeout: float = 20) -> Any:
        """Until the expression is true."""
        return until(lambda: self.evaluate(script), script, timeout)

    def click(self, x: float, y: float) -> None:
        """A click of a real mouse at a point of the viewport."""
        self.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def key(self, name: str) -> None:
        codes = {"ArrowDown": 40, "ArrowUp": 38, "ArrowLeft": 37, "ArrowRight": 39, "Escape": 27}
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=codes[name])

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"]))

    def pdf(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.send("Page.printToPDF", printBackground=True)["data"]))


def until(check: Callable[[], Any], what: str, timeout: float) -> Any:
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        value = check()
        if value:
            return value
        time.sleep(0.05)
    raise TimeoutError(f"never became true: {what}")


@contextlib.contextmanager
def chromium() -> Iterator[Page]:
    """A page of a Chromium of its own, in a fresh profile. Raises FileNotFoundError where there is none."""
    program = find()
    if program is None:
        raise FileNotFoundError("chromium")
    down_read, down_write = os.pipe()
    up_read, up_write = os.pipe()
    with tempfile.TemporaryDirectory(prefix="dateline-chromium-", ignore_cleanup_errors=True) as profile:

        def attach() -> None:
            # Chromium reads commands from descriptor 3 and writes answers to 4.
            first, second = os.dup(down_read), os.dup(up_write)
            os.dup2(first, 3)
            os.dup2(second, 4)

        process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=attach,
            close_fds=False,
        )
        os.close(down_read)
        os.close(up_write)
        try:
            yield Page(process, down_write, up_read)
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            if process.poll() is None:
                process.kill()
                process.wait()
            os.close(down_write)
            os.close(up_read)
