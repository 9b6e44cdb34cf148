"""Damages a real project in every way that a disk has, and looks at what is read back: never silently something else.

    python tests/fuzz/flip_project.py [--flips 200] [--mutations 10000] [--seed 1]

`flips` are single bits at random offsets; `pages` are cut, zeroed, swapped and doubled pages; `mutations` are records whose JSON
was altered by a hand that knows the digests, and seals its row again. Each damaged file is opened, and all that it gives is
compared with the original. Ends with 1 where anything came back silently different or a fault of the program's own was raised.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import sqlite3
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import date
from pathlib import Path

from geo import pipeline
from geo.errors import GeoError
from geo.gazetteer import Gazetteer, open_default
from geo.model import Article, JudgementKind, LonLat, Place
from geo.project import Drawing, DrawingKind, Project, drawing_value
from geo.project.seals import seal_all

TEXTS = (
    "Jets bombed the towns of Kafr Zita and Khan Shaykhun in the provinces of Hama and Idlib on Wednesday, the Observatory said. "
    "Twelve people were killed, it added. A spokesman for the army denied it.",
    "Rebels shelled Saraqib on Thursday, the ministry said. Talks went on in Rome. Jets bombed the town of Kafr Zita on Wednesday.",
    "Soldiers attacked Morek, residents said. Army artillery shelled Talbiseh, and between 10 and 12 homes burnt down — “all of them”.",
    "Warships in the Caspian Sea fired 26 missiles at targets in Syria on Wednesday, the minister said. They flew 1,500 kilometres.",
)
TABLES = (
    ("dateline_article", "record"),
    ("dateline_analysis", "record"),
    ("dateline_judgement", "subject"),
    ("dateline_judgement", "value"),
    ("dateline_judgement", "kind"),
    ("dateline_judgement", "made_at"),
    ("dateline_undo", "judgement"),
    ("dateline_undo", "made_at"),
    ("dateline_removal", "removed_at"),
    ("dateline_meta", "value"),
)
ODD = (
    None,
    True,
    False,
    0,
    -1,
    10**9,
    10**400,
    1.5,
    float("nan"),
    "",
    "x",
    "𐀀" * 3,
    "\x00",
    [],
    {},
    [[]],
    {"a": {}},
    "2015-13-45",
    [1, 2, 3],
)


def make_project(path: Path, gazetteer: Gazetteer, *, copies: int = 6, layers: bool = True) -> None:
    """A project with articles, decisions of every kind, some undone, a note of a removal, and layers."""
    project = Project.create(path)
    for copy in range(copies):
        for number in range(len(TEXTS)):
            article = _article(copy, number)
            project.add([article], [pipeline.analyse(article, gazetteer)])
    articles, analyses = project.articles(), project.analyses()
    place = Place("person:1", "A field", LonLat(36.6, 35.4), "PPL", country="SY", extent_km=0.5, gazetteer="person")
    for article, analysis in zip(articles, analyses, strict=True):
        project.judge(JudgementKind.REJECT_EVENT, {"events": [e.id for e in analysis.events[:1]]}, {}, author="A. Analyst")
        mention = analysis.mentions[0]
        where = {"article": article.id, "start": mention.span.start, "end": mention.span.end}
        project.judge(JudgementKind.PLACE_MENTION, where, asdict(place), author="A. Analyst")
        project.judge(JudgementKind.REJECT_MENTION, where, {}, author="B. Analyst")
        project.undo()
        project.judge(
            JudgementKind.SET_ARTICLE, {"articles": [article.id]}, {"title": "Set", "published": "2015-10-09"}, author="B. Analyst"
        )
        project.judge(JudgementKind.GRADE_SOURCE, {"source": "speaker", "name": "own"}, {"grade": "B"}, author="B. Analyst")
    events = [e.id for a in analyses for e in a.events]
    project.judge(JudgementKind.JOIN_EVENTS, {"events": events[:2]}, {}, author="A. Analyst")
    project.judge(JudgementKind.SPLIT_EVENT, {"events": events[2:3]}, {}, author="A. Analyst")
    drawing = Drawing("d1", DrawingKind.RANGE, place, (1000.0,), ("1 km",))
    project.judge(JudgementKind.DRAW, {"drawing": "d1"}, drawing_value(drawing), author="A. Analyst")
    project.undo()
    project.redo()
    if layers:
        corpus = pipeline.corpus(articles, analyses, project.judgements())
        project.write_layers(corpus, pipeline.outlines(gazetteer))
    project.close()
    pipeline.purge(path, gazetteer, [_article(0, len(TEXTS) - 1).id], remember=True)


def _article(copy: int, number: int) -> Article:
    text = f"{TEXTS[number]} Report {copy} of {number}.\n" * (1 + 4 * (copy % 3))
    digest = hashlib.sha256(text.encode()).hexdigest()
    name, title = f"report-{copy}-{number}.txt", f"Report {copy}"
    return Article(name, text, digest, title=title, published=date(2015, 10, 8), publisher="Own", language="en")


def read_back(project: Project) -> tuple[object, ...]:
    """All that the program reads of a project. The layers for other programs are written anew, and nothing is read from them."""
    known = project.known_again([_article(0, len(TEXTS) - 1)])
    return (project.articles(), project.analyses(), project.judgements(), project.removed(), project.undo_text, project.redo_text, known)


def outcome(path: Path, original: tuple[object, ...]) -> str:
    """noticed, harmless, silent or traceback; what is noticed may have been taken from elsewhere whole."""
    before = path.read_bytes()
    try:
        project = Project.open(path)
        try:
            damage, back = project.damage, read_back(project)
        finally:
            project.close()
    except GeoError:
        return "noticed, refused"
    except Exception:
        traceback.print_exc()
        return "traceback"
    if damage:
        if path.read_bytes() != before:
            return "silent"  # written into, which nobody allowed
        return "noticed, nothing lost" if back == original else "noticed, part lost"
    return "harmless" if back == original else "silent"


# --- kinds of damage --------------------------------------------------------------------------------------------------------


def flipped(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def torn(data: bytes, rng: random.Random) -> bytes:
    """A file cut off, or with pages that were zeroed, swapped, doubled or filled with noise."""
    size = int.from_bytes(data[16:18], "big")
    pages = [data[i : i + size] for i in range(0, len(data), size)]
    one, other = rng.randrange(len(pages)), rng.randrange(len(pages))
    kind = rng.randrange(5)
    if kind == 0:
        return data[: rng.randrange(len(data))]
    if kind == 1:
        pages[one] = bytes(size)
    elif kind == 2:
        pages[one], pages[other] = pages[other], pages[one]
    elif kind == 3:
        pages[one] = pages[other]
    else:
        pages[one] = rng.randbytes(size)
    return b"".join(pages)


def mutated(value: object, rng: random.Random) -> object:
    """A JSON value with one part of it, however deep, made odd."""
    if isinstance(value, dict) and value and rng.random() < 0.85:
        key = rng.choice(list(value))
        if rng.random() < 0.15:
            return {k: v for k, v in value.items() if k != key}
        return {**value, key: mutated(value[key], rng)}
    if isinstance(value, list) and value and rng.random() < 0.85:
        at = rng.randrange(len(value))
        change = rng.random()
        if change < 0.1:
            return value[:at] + value[at + 1 :]
        if change < 0.2:
            return [*value, value[at]]
        return [*value[:at], mutated(value[at], rng), *value[at + 1 :]]
    if isinstance(value, int) and not isinstance(value, bool) and rng.random() < 0.5:
        return value + rng.choice((-1000, -1, 1, 1000))
    if isinstance(value, str) and value and rng.random() < 0.5:
        at = rng.randrange(len(value))
        return value[:at] + rng.choice(("", "x", "\x00", "é", value)) + value[at + 1 :]
    return rng.choice(ODD)


def mutate_record(path: Path, rng: random.Random) -> None:
    """One value of the project's own tables altered, and all rows sealed again by somebody who knows how."""
    with closing(sqlite3.connect(path)) as connection:
        table, column = rng.choice(TABLES)
        rows = connection.execute(f"SELECT rowid, {column} FROM {table}").fetchall()
        if not rows:
            return
        rowid, value = rng.choice(rows)
        text = str(value)
        if text.startswith("{") and rng.random() < 0.9:
            new: object = json.dumps(mutated(json.loads(text), rng), ensure_ascii=rng.random() < 0.5)
        else:
            new = mutated(value, rng)
        stored = new if isinstance(new, str | float | bytes | None) or (isinstance(new, int) and abs(new) < 2**63) else json.dumps(new)
        try:
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (stored, rowid))
        except (sqlite3.IntegrityError, OverflowError, UnicodeEncodeError):
            return
        if rng.random() < 0.9:
            seal_all(connection)
        connection.commit()


def worked_with(path: Path) -> str:
    """A project of a stranger's hand, taken as far as the window takes it: a message or a corpus, never a traceback."""
    try:
        project = Project.open(path)
        try:
            pipeline.corpus(project.articles(), project.analyses(), project.judgements())
            read_back(project)
            return "noticed, part lost" if project.damage else "taken as it is"
        finally:
            project.close()
    except GeoError:
        return "noticed, refused"
    except Exception:
        traceback.print_exc()
        return "traceback"


# --- runs -------------------------------------------------------------------------------------------------------------------


def damage_runs(project: Path, damage: Callable[[bytes, random.Random], bytes], count: int, seed: int, folder: Path) -> Counter[str]:
    rng, data = random.Random(seed), project.read_bytes()
    opened = Project.open(project)
    original = read_back(opened)
    opened.close()
    target, counts = folder / "damaged.gpkg", Counter[str]()
    for _ in range(count):
        target.write_bytes(damage(data, rng))
        counts[outcome(target, original)] += 1
        _clear(target)
    return counts


def mutation_runs(project: Path, count: int, seed: int, folder: Path) -> Counter[str]:
    rng, target, counts = random.Random(seed), folder / "mutated.gpkg", Counter[str]()
    for _ in range(count):
        shutil.copy(project, target)
        mutate_record(target, rng)
        counts[worked_with(target)] += 1
        _clear(target)
    return counts


def _clear(path: Path) -> None:
    for leftover in path.parent.glob(f"{path.name}*"):
        leftover.unlink()


def small_project(path: Path, gazetteer: Gazetteer) -> Path:
    """Few rows, so that thousands of mutations take minutes."""
    make_project(path, gazetteer, copies=1, layers=False)
    return path


def reports(flips: int, pages: int, mutations: int, seed: int) -> Iterator[tuple[str, Counter[str]]]:
    with tempfile.TemporaryDirectory() as name, closing(open_default(added=False)) as gazetteer:
        folder = Path(name)
        project = folder / "case.gpkg"
        make_project(project, gazetteer)
        yield f"{flips} flips of one bit", damage_runs(project, flipped, flips, seed, folder)
        yield f"{pages} damages of pages", damage_runs(project, torn, pages, seed, folder)
        small = small_project(folder / "small.gpkg", gazetteer)
        yield f"{mutations} mutations of records", mutation_runs(small, mutations, seed, folder)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flips", type=int, default=200)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--mutations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    wrong = 0
    for what, counts in reports(given.flips, given.pages, given.mutations, given.seed):
        print(what, dict(sorted(counts.items())), flush=True)
        wrong += counts["silent"] + counts["traceback"]
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
