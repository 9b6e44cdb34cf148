"""Makes the pictures of the README from the sample corpus: the window, and the exported map with an event opened.

python resources/setup/screenshot.py
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import headless

PICTURES = headless.ROOT / "resources" / "pictures"
SIZE = (1440, 900)
PATIENCE_MS = 60_000
SETTLE_MS = 1_500  # the view glides to the event, labels fade in

# The first strike on several places; the page shows its list once it has drawn everything.
OPEN_EVENT = """(() => {
  const rows = [...document.querySelectorAll("button.row")];
  const drawn = rows.filter((row) => !/no place/.test(row.textContent));
  const first = (words) => drawn.find((row) => words.test(row.textContent));
  const row = first(/strike.* more/i) ?? first(/strike/i) ?? rows[0];
  if (row) row.click();
  return Boolean(row);
})()"""


def run(*arguments: str) -> None:
    if status := headless.run(*arguments):
        sys.exit(status)


def photograph(page: Path, picture: Path) -> int:
    """A picture of the exported file in the engine that the window uses."""
    from PySide6.QtCore import QTimer, QUrl
    from PySide6.QtWebEngineWidgets import QWebEngineView
    from PySide6.QtWidgets import QApplication

    app = QApplication(sys.argv[:1])
    view = QWebEngineView()
    view.resize(*SIZE)
    failure = ["the page did not show its events in time"]

    def ask() -> None:
        view.page().runJavaScript(OPEN_EVENT, lambda opened: QTimer.singleShot(SETTLE_MS, take) if opened else QTimer.singleShot(200, ask))

    def take() -> None:
        if view.grab().save(str(picture)):
            failure.clear()
        app.quit()

    view.loadFinished.connect(lambda ok: QTimer.singleShot(SETTLE_MS, ask) if ok else app.quit())
    QTimer.singleShot(PATIENCE_MS, app.quit)
    view.load(QUrl.fromLocalFile(str(page.resolve())))
    view.show()
    app.exec()
    if failure:
        print(f"No picture of the exported map: {failure[0]}", file=sys.stderr)
    return 1 if failure else 0


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--page"]:
        return photograph(Path(arguments[1]), Path(arguments[2]))
    PICTURES.mkdir(exist_ok=True)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--no-sandbox")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "map.html"
        run("-m", "desktop.app", "--screenshot", str(PICTURES / "window.png"), "seeds")
        run("-m", "geo.cli", "map", "seeds", "-o", str(page))
        run(str(Path(__file__)), "--page", str(page), str(PICTURES / "map.png"))
    print(f"Pictures: {', '.join(str(p.relative_to(headless.ROOT)) for p in sorted(PICTURES.glob('*.png')))}")
    return 0


if __name__ == "__main__":
    status = main(sys.argv[1:])
    sys.stdout.flush()
    # Qt's web engine can crash while the interpreter takes its objects apart; all is written by now.
    os._exit(status)
