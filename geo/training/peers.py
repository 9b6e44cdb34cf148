"""What other geotaggers make of the development corpora: each in an environment of its own, with one look-up for all.

    python -m geo.training.peers [--peer NAME]… [--corpus NAME]…

Environments and predictions are kept under build/; what is there is not made again. A peer that does not install, does not
start or is not done in its time is named with the reason, and left out of the table. Coordinates come from Dateline's built-in
gazetteer: the most populous place of the name, for these peers give none.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import venv
import zipfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.gazetteer import Gazetteer, library, open_default
from geo.model import Place
from geo.training import protocol, store

INSTALL_S, RUN_S = 900, 3600  # limits for one environment, and for one corpus
_WORKER = Path(__file__).with_name("peer_worker.py")


@dataclass(frozen=True, slots=True)
class Peer:
    """A geotagger. Without requirements it runs in Dateline's own environment, of which it is a part."""

    name: str
    requirements: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        return store.build_folder() / "peers" / self.name

    @property
    def python(self) -> Path:
        return Path(sys.executable) if not self.requirements else self.folder / "bin" / "python"


PEERS = (
    Peer("geotext", ("geotext==0.4.0",)),
    Peer("flashgeotext", ("flashgeotext==0.5.5",)),
    Peer("spaCy small"),
    Peer("geonames-tagger", ("geonames-tagger==1.1.0",)),
    Peer("locationtagger", ("locationtagger==0.0.1", "lxml_html_clean")),
)


def run(peer: Peer, corpus: str, gazetteer: Gazetteer) -> str | None:
    """Store the peer's predictions of a corpus; None when they are there, else why they are not."""
    out = store.predictions_file(f"peers/{peer.name}", corpus)
    if out.exists():
        return None
    why_not = _installed(peer)
    if why_not is not None:
        return why_not
    lines = "".join(json.dumps({"id": str(r["id"]), "text": r["text"]}) + "\n" for r in protocol.corpus(corpus))
    command = [str(peer.python), str(_WORKER), peer.name]
    try:
        done = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=RUN_S, check=False, env=_environment(peer))
    except subprocess.TimeoutExpired:
        return f"was not done with {corpus} in {RUN_S} s"
    if done.returncode:
        return f"does not start: {_last_line(done.stderr)}"
    texts = {str(r["id"]): str(r["text"]) for r in protocol.corpus(corpus)}
    records = [_record(json.loads(line), texts, gazetteer) for line in done.stdout.splitlines() if line.startswith("{")]  # logs aside
    store.write(out, records)
    return None


def most_populous(name: str, gazetteer: Gazetteer) -> Place | None:
    """The place of that very name with the most inhabitants; a country before a town of its name."""
    named = [c.place for c in gazetteer.exact(name) if c.name_kind not in ("demonym", "adjective")]
    return max(named, key=lambda p: (p.feature.startswith("PCL"), p.population), default=None)


def _record(line: dict[str, Any], texts: dict[str, str], gazetteer: Gazetteer) -> store.Record:
    text = texts[str(line["id"])]
    found = [(start, end, most_populous(text[start:end], gazetteer)) for start, end in line["spans"]]
    toponyms = [store.toponym(start, end, text[start:end], place) for start, end, place in found]
    return {"id": str(line["id"]), "toponyms": toponyms, "cpu_s": {"recognise": line["cpu_s"]}}


def _installed(peer: Peer) -> str | None:
    """None once the peer's environment is there; else why it cannot be."""
    ready = peer.folder / "installed"
    if not peer.requirements or ready.exists():
        return None
    venv.create(peer.folder, with_pip=True, clear=True)
    command = [str(peer.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *peer.requirements]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_S, check=False)
    except subprocess.TimeoutExpired:
        return f"was not installed in {INSTALL_S} s"
    if done.returncode:
        return f"does not install: {_last_line(done.stderr)}"
    if peer.name == "geonames-tagger":
        _give_places(peer)
    ready.touch()
    return None


def _give_places(peer: Peer) -> None:
    """geonames-tagger comes without data and builds it from a dump of GeoNames: it gets ours, in that form."""
    import sqlite3

    dump = peer.folder / "places.zip"
    with closing(sqlite3.connect(f"{library.builtin().resolve().as_uri()}?mode=ro", uri=True)) as db:
        names: dict[int, list[str]] = {}
        for place, written in db.execute("SELECT place, written FROM name WHERE kind = 'name'"):
            names.setdefault(place, []).append(written.replace(",", " "))
        rows = db.execute("SELECT n, id, name, lat, lon, feature, country, population FROM place WHERE id LIKE 'geonames:%'").fetchall()
    lines: list[str] = []
    for n, id, name, lat, lon, feature, country, population in rows:
        other = ",".join(names.get(n, []))
        class_ = "P" if feature.startswith("PPL") else "A" if feature.startswith(("ADM", "PCL")) else "L"
        row = [id.removeprefix("geonames:"), name, name, other, lat, lon, class_, feature, country or "", *[""] * 5, population]
        lines.append("\t".join(map(str, [*row, "", "", "", "2026-01-01"])))
    with zipfile.ZipFile(dump, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("allCountries.txt", "\n".join(lines))
    command = [str(peer.folder / "bin" / "geonames-tagger"), "build", "-i", str(dump), "-o", str(peer.folder / "places.tsv")]
    subprocess.run(command, capture_output=True, timeout=INSTALL_S, check=True)


def _environment(peer: Peer) -> dict[str, str]:
    return {**os.environ, "GEONAMES_PLACES": str(peer.folder / "places.tsv"), "OMP_NUM_THREADS": "1"}


def _last_line(text: str) -> str:
    return text.strip().splitlines()[-1][:200] if text.strip() else "it says nothing"


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--peer", action="append", choices=[p.name for p in PEERS], help="only this one (may be repeated)")
    options.add_argument("--corpus", action="append", choices=protocol.CORPORA, help="only this one (may be repeated)")
    chosen = options.parse_args(arguments)
    with closing(open_default(added=False)) as gazetteer:
        for peer in PEERS:
            if chosen.peer and peer.name not in chosen.peer:
                continue
            for corpus in chosen.corpus or protocol.CORPORA:
                why_not = run(peer, corpus, gazetteer)
                print(f"{peer.name}, {corpus}: {why_not or 'stored'}", flush=True)
                if why_not:
                    store.note(f"peers/{peer.name}", why_not)
                    break
    return 0


if __name__ == "__main__":
    sys.exit(main())
