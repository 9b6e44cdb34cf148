"""The proof map: one HTML file that carries its evidence, opens from disk and asks for nothing over the network.

Folium makes the trusted shell only: the map, its layer switch and its scale. Folium runs text as Jinja templates at
render time, so nothing from an article or a gazetteer comes near it. The scene enters as JSON after rendering, its
script is named by hash in a Content-Security-Policy, and the page shows it through text nodes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo import __version__
from geo.assets import asset
from geo.errors import ExportError
from geo.export.scene_json import bulk_of, scene_json
from geo.files import write_beside
from geo.views.scene import Scene

_MAP_ID = "dateline"
LAYERS = {  # as page.schema.json has them
    "places": "Places",
    "areas": "Areas",
    "lines": "Schematic lines",
    "ranges": "Ranges",
    "launches": "Launch areas",
    "tracks": "Tracks",
    "names": "Names",
}
OPTIONS: dict[str, Any] = {  # as MAP_OPTIONS of page.schema.json; folium turns snake case into camel case
    "zoom_snap": 0.25,
    "zoom_delta": 1,
    "wheel_px_per_zoom_level": 110,
    "min_zoom": 2,
    "max_zoom": 14,
    "keyboard": False,
    "attribution_control": False,
    "max_bounds_viscosity": 1,
}

LEGIBLE_UP_TO = 600_000
"""Characters of JSON, some two thousand events; ten thousand would make a file of 5 MB unpacked, and make 2 MB packed."""

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_LOADS = re.compile(r"<(?:script|link|img|iframe|object|embed|base)\b[^>]*\b(?:src|href|data)\s*=", re.IGNORECASE)


def proof_map(scene: Scene, out: Path) -> None:
    """Writes the proof map of a scene made with its record. The file is written beside and renamed: whole or not at all.

    Raises ExportError where the file cannot be written, MissingAsset where the page was not built.
    """
    if scene.record is None:
        raise ExportError(f"{out} was not written: the scene was made without its record of passages.")
    write_beside(out, document(scene).encode("utf-8"), ExportError)


def document(scene: Scene) -> str:
    """The proof map as text."""
    bulk = bulk_of(scene)
    parts = [
        _scene(scene_json(scene, bulk, record=True, made=__version__)),
        _data("dateline-points", "text/plain", base64.b64encode(bulk.data()).decode()),
        _data("dateline-basemap", "text/plain", _basemap(scene.blotted)),
        _data("dateline-licences", "text/plain", _in_plain(asset("map", "vendor", "LICENSES.txt").read_text(encoding="utf-8"))),
    ]
    empty = {key for key, held in (("launches", scene.launches), ("tracks", scene.tracks)) if not held}
    shell = _shell(tuple(key for key in LAYERS if key not in empty))
    opening, closing = shell.split(_MARK)
    return "".join([opening, *parts, closing])


# --- the shell: nothing in it comes from outside ------------------------------------------------------------------------

_MARK = "<!-- data -->"


@lru_cache(maxsize=4)
def _shell(layers: tuple[str, ...]) -> str:
    """Folium's page with our bundle in place of its links, and its scripts and styles named by hash."""
    page = _folium_page(layers)
    if _LOADS.search(page):
        raise ExportError("The shell of the proof map asks for files from elsewhere. This version of folium is not known to Dateline.")
    bundle = asset("map", "vendor", "dateline-map.js").read_text(encoding="utf-8")
    style = asset("map", "vendor", "dateline-map.css").read_text(encoding="utf-8")
    if "</script" in bundle.lower() or "</style" in style.lower():
        raise ExportError("The map's bundle cannot stand in a page. Build it again: python resources/map/build.py --force")
    page = page.replace("<head>", f"<head>\n<style>{style}</style>\n<script>{bundle}</script>", 1)
    groups = ", ".join(f"{key}: {_group(key)}" for key in layers)
    start = f"Dateline.startProof(map_{_MAP_ID}, {{{groups}}}).then((home) => (window.home = home));"
    page = page.replace(
        "</body>", f"<noscript>This map is drawn by its own script: allow scripts for this file.</noscript>\n{_MARK}\n</body>", 1
    )
    page = page.replace("</html>", f"<script>{start}</script>\n</html>")
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(_hashes(_SCRIPT, page))}",
            f"style-src {' '.join(_hashes(_STYLE, page))}",
            "img-src data:",
            "font-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    head = (
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<meta name="generator" content="Dateline {__version__}">\n'
        "<title>Proof map</title>"
    )
    return page.replace("<html>", '<html lang="en">', 1).replace("<head>", f"<head>\n{head}", 1)


def _folium_page(layers: tuple[str, ...]) -> str:
    """What folium renders of a map with our layers, less its links to other hosts and its own head."""
    import folium  # takes half a second, and only this export needs it

    class Shell(folium.Map):
        default_js: list[tuple[str, str]] = []  # noqa: RUF012  folium's own attribute: no links to other hosts
        default_css: list[tuple[str, str]] = []  # noqa: RUF012

    shell = Shell(location=[30, 35], zoom_start=4, tiles=None, control_scale=False, **OPTIONS)
    _name(shell, _MAP_ID)
    for key in layers:
        layer = folium.FeatureGroup(name=LAYERS[key])
        _name(layer, key)
        layer.add_to(shell)
    switch = folium.LayerControl(position="topright", collapsed=True)
    _name(switch, "switch")
    switch.add_to(shell)
    figure: Any = shell.get_root()
    _name(figure, "figure")
    page = str(figure.render())
    # Its meta tags stand again, better, in our head.
    return re.sub(r"<meta\b[^>]*>", "", page)


def _name(element: Any, name: str) -> None:
    """Folium names elements at random; the same corpus is to give the same file."""
    element._id = name


def _group(key: str) -> str:
    return f"feature_group_{key}"


def _hashes(pattern: re.Pattern[str], page: str) -> list[str]:
    return [
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in dict.fromkeys(pattern.findall(page))
    ]


# --- the data: enters after rendering -------------------------------------------------------------------------------------


def _data(name: str, kind: str, text: str) -> str:
    return f'<script type="{kind}" id="{name}">{text}</script>\n'


_UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def _scene(json_text: str) -> str:
    """The scene, legible to anyone who opens the file in an editor, unless it is so large that it must be packed."""
    if len(json_text) <= LEGIBLE_UP_TO:
        return _data("dateline-scene", "application/json", _in_script(json_text))
    return _data("dateline-scene", "text/plain", _packed(json_text))


def _in_script(json_text: str) -> str:
    """JSON that no HTML parser can leave: the characters are escaped as JSON strings allow; they stand nowhere else."""
    return json_text.translate(_UNSAFE)


def _in_plain(text: str) -> str:
    return text.replace("<", "‹").replace(">", "›")


def _basemap(blotted: frozenset[str]) -> str:
    """Topology and labels, packed, without the labels of places left out."""
    topology = _read("topology.json")
    labels: dict[str, list[list[Any]]] = json.loads(_read("labels.json"))
    gone = {name.casefold() for name in blotted}
    kept = {kind: [label for label in rows if str(label[0]).casefold() not in gone] for kind, rows in labels.items()}
    return _packed(f"[{topology},{json.dumps(kept, ensure_ascii=False, separators=(',', ':'))}]")


@lru_cache(maxsize=2)
def _packed(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode(), compresslevel=6, mtime=0)).decode()


@lru_cache(maxsize=4)
def _read(name: str) -> str:
    return asset("basemap", name).read_text(encoding="utf-8")
