"""Incidents annotated in real articles whose text is not ours to keep: offsets and hashes here, words in the corpora.

    python tests/eval/incident_notes.py GUIDED.jsonl --annotator A [--to NOTES.jsonl]

`incidents/annotation.jsonl` holds a record for each article and annotator, for measuring; `incidents/training.jsonl` those that the
reader is trained on. README.md beside them tells of the fields. An annotator
writes in the form of the shared guide (numbers of sentences, and strings copied from them); the command above turns that into
offsets and puts it in the place of what the annotator had noted before. `guided` turns it back, for the scorer of the shared tools.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from scoring import SHARED, Record, json_lines

NOTES = Path(__file__).parent / "incidents" / "annotation.jsonl"
TRAINING = NOTES.with_name("training.jsonl")
CORPORA = SHARED / "corpora"

TYPES = (
    "Air or drone strike", "Missile or artillery attack", "Armed clash", "Ground offensive", "Bombing or explosive", "Chemical attack",
    "Attack on civilians", "Abduction", "Airspace violation", "Interception or diversion", "Deployment or build-up",
    "Air or naval operations", "Losses or retreat", "Territory changes hands", "Destruction of property", "Protest or riot", "Arrest",
    "Displacement", "Order or restriction", "Other",
)  # fmt: skip
STATUSES = ("reported", "denied", "planned", "hypothetical", "ended")
CHOICES = {  # field of an item: what it may hold
    "part": ("location", "target", "origin", "way"),
    "level": ("site", "town", "district", "province", "region", "country", "sea"),
    "stance": ("says", "denies", "claims", "suspects"),
    "kind": ("civilians", "fighters", "forces", "site", "other"),
    "field": ("killed", "wounded", "missing", "captured", "displaced", "fired", "strikes", "destroyed", "area", "other"),
    "cmp": ("=", ">", "<", "≈"),
    "precision": ("day", "part", "days", "month", "year", "open"),
}
ITEMS = ("places", "within", "by", "against", "counts")

Sentences = Callable[[str], list[tuple[int, int]]]


class NoteError(ValueError):
    """An annotation that does not fit its article; the message names both and the string."""


@dataclass(frozen=True)
class NotedArticle:
    """An article of the corpora as the program is to read it: cut at `end` where the annotator read only the first part."""

    key: str
    corpus: str
    id: str
    text: str
    title: str | None
    date: str | None
    end: int | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def counted(self) -> str:
        """The text in which sentences are counted, of the same length: MUC breaks its lines every 80 letters."""
        return re.sub(r"(?<!\n)\n(?![\n ])", " ", self.text) if self.corpus == "muc4.jsonl" else self.text


# --- the corpora -----------------------------------------------------------------------------------------------------


def sentences(text: str) -> list[tuple[int, int]]:
    """The numbered sentences of the shared guide."""
    folder = str(SHARED / "tools")
    if folder not in sys.path:
        sys.path.append(folder)
    from sentences import sentences as numbered  # pyright: ignore[reportMissingImports]

    return numbered(text)


def have_corpora() -> bool:
    return (SHARED / "tools" / "sentences.py").is_file() and all(
        (CORPORA / r["corpus"]).is_file() for file in (NOTES, TRAINING) for r in json_lines(file)
    )


@cache
def _corpus(name: str) -> dict[str, Record]:
    return {str(record["id"]): record for record in json_lines(CORPORA / name)}


def key_of(corpus: str, id: str) -> str:
    return f"{corpus.rsplit('/', 1)[-1].split('.')[0]}/{id}"


def noted_article(corpus: str, id: str, end: int | None = None) -> NotedArticle:
    record = _corpus(corpus)[id]
    date = record.get("date") or record.get("published")
    return NotedArticle(key_of(corpus, id), corpus, id, record["text"][:end], record.get("title") or None, date, end)


def article_of(note: Record) -> NotedArticle:
    """The article of a note; raises NoteError where the corpus holds another text than the one that was annotated."""
    article = noted_article(note["corpus"], note["id"], note.get("end"))
    if article.sha256 != note["text_sha256"]:
        raise NoteError(f"{article.key}: the text in {note['corpus']} is not the one that was annotated")
    return article


def notes(annotator: str = "A") -> list[Record]:
    return [note for note in json_lines(NOTES) if note["annotator"] == annotator]


# --- from sentences and strings to offsets ------------------------------------------------------------------------------


class _Finder:
    """Finds copied strings in the numbered sentences of an article."""

    def __init__(self, article: NotedArticle, split: Sentences) -> None:
        self.article = article
        self.text = article.counted
        self.spans = split(self.text)

    def find(self, number: int, said: str, at: int | None = None) -> Record:
        """Where a string stands, as a whole word where it does; sentence 0 is the title."""
        if number == 0:
            return {"in": "title"} | self._within(self.article.title or "", 0, said, at, number)
        if not 1 <= number <= len(self.spans):
            raise NoteError(f"{self.article.key}: there is no sentence {number} (for {said!r})")
        start, end = self.spans[number - 1]
        return self._within(self.text[start:end], start, said, at, number)

    def _within(self, sentence: str, base: int, said: str, at: int | None, number: int) -> Record:
        whole = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(said)}(?!\w)", sentence)]
        starts = whole or [m.start() for m in re.finditer(re.escape(said), sentence)]
        if not said or not starts:
            raise NoteError(f"{self.article.key}: {said!r} does not stand in sentence {number}")
        start = at - base if at is not None and at - base in starts else starts[0]
        return {"start": base + start, "end": base + start + len(said)}

    def speaker(self, said: str, number: int) -> str | Record:
        """Offsets where the speaker's words stand in the article, in this sentence before others; else the annotator's own words."""
        if said == "article":
            return said
        for n in (number, *range(1, len(self.spans) + 1)):
            try:
                return self.find(n, said)
            except NoteError:
                continue
        return said


def noted(record: Record, article: NotedArticle, annotator: str, split: Sentences = sentences) -> Record:
    """A record in the guide's form as stand-off note; raises NoteError where a string does not stand in its sentence."""
    finder = _Finder(article, split)
    note: Record = {"corpus": article.corpus, "id": article.id}
    if article.end is not None:
        note["end"] = article.end
    note["text_sha256"] = article.sha256
    if article.date:
        note["date"] = article.date
    note |= {"quiet": bool(record.get("quiet")), "annotator": annotator, "incidents": []}
    for incident in record["incidents"]:
        kept: Record = {k: incident[k] for k in ("key", "story", "type", "status")}
        kept["mentions"] = [_flat(finder.find(n, said)) for n, said in incident["mentions"]]
        for name in ITEMS:
            if incident.get(name):
                kept[name] = [_item(item, finder) for item in incident[name]]
        when = incident.get("when")
        kept["when"] = when and {k: when[k] for k in ("start", "end", "precision")} | {"said": finder.find(when["s"], when["said"])}
        kept |= {flag: True for flag in ("campaign", "background") if incident.get(flag)}
        note["incidents"].append(kept)
    note["not_events"] = [[*_flat(finder.find(n, said)), why] for n, said, why in record.get("not_events") or ()]
    if record.get("notes"):
        note["notes"] = record["notes"]
    _check(note, article.key)
    return note


def _flat(span: Record) -> list[Any]:
    return [span["start"], span["end"], *([span["in"]] if "in" in span else [])]


def _span(flat: list[Any]) -> Record:
    return {"start": flat[0], "end": flat[1]} | ({"in": flat[2]} if len(flat) > 2 else {})


def _item(item: Record, finder: _Finder) -> Record:
    own = {k: v for k, v in item.items() if k not in ("s", "text", "at", "said_by") and v is not None}
    kept = finder.find(item["s"], item["text"], item.get("at")) | own
    if "said_by" in item:
        kept["said_by"] = finder.speaker(item["said_by"] or "article", item["s"])
    return kept


def _check(note: Record, key: str) -> None:
    for incident in note["incidents"]:
        where = f"{key} {incident['key']}"
        if incident["type"] not in TYPES or incident["status"] not in STATUSES:
            raise NoteError(f"{where}: no such type or status: {incident['type']}, {incident['status']}")
        if not incident["mentions"]:
            raise NoteError(f"{where}: an incident needs a mention")
        for item in [*(i for name in ITEMS for i in incident.get(name, ())), incident["when"] or {}]:
            wrong = {k: item[k] for k, allowed in CHOICES.items() if k in item and item[k] not in allowed}
            if wrong:
                raise NoteError(f"{where}: no such {wrong}")
    if note["quiet"] and any(not i.get("background") for i in note["incidents"]):
        raise NoteError(f"{key} is called quiet and has incidents")


# --- and back ----------------------------------------------------------------------------------------------------------


def guided(note: Record, article: NotedArticle, split: Sentences = sentences) -> Record:
    """A note in the guide's form again, with the words of the article."""
    spans = split(article.counted)

    def words(span: Mapping[str, Any]) -> tuple[int, str]:
        if span.get("in") == "title":
            return 0, (article.title or "")[span["start"] : span["end"]]
        number = next(n for n, (start, end) in enumerate(spans, 1) if start <= span["start"] < end)
        return number, article.counted[span["start"] : span["end"]]

    def quoted(flat: list[Any]) -> tuple[int, str]:
        return words(_span(flat))

    def item(kept: Record) -> Record:
        number, said = words(kept)
        full = {"s": number, "text": said, "at": kept["start"]} | {k: v for k, v in kept.items() if k not in ("start", "end", "in")}
        if isinstance(kept.get("said_by"), dict):
            full["said_by"] = words(kept["said_by"])[1]
        return full

    incidents: list[Record] = []
    for kept in note["incidents"]:
        when = kept["when"]
        if when:
            number, said = words(when["said"])
            when = {k: when[k] for k in ("start", "end", "precision")} | {"s": number, "said": said}
        lists = {name: [item(i) for i in kept[name]] for name in ITEMS if name in kept}
        incidents.append({**kept, **lists, "mentions": [list(quoted(m)) for m in kept["mentions"]], "when": when})
    record: Record = {"id": article.key, "quiet": note["quiet"], "incidents": incidents}
    record["not_events"] = [[*quoted(n[:-1]), n[-1]] for n in note["not_events"]]
    return record | ({"notes": note["notes"]} if "notes" in note else {})


def spans_of(note: Record) -> Iterable[Record]:
    """Every stretch of the article that a note points to."""
    for incident in note["incidents"]:
        yield from map(_span, incident["mentions"])
        if incident["when"]:
            yield incident["when"]["said"]
        for item in (i for name in ITEMS for i in incident.get(name, ())):
            yield item
            if isinstance(item.get("said_by"), dict):
                yield item["said_by"]
    yield from (_span(n[:-1]) for n in note["not_events"])


# --- command line --------------------------------------------------------------------------------------------------------


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument(
        "guided",
        type=Path,
        help="records in the guide's form; `id` is CORPUS/ID, or `corpus` names its file; `end` where the article was cut",
    )
    options.add_argument("--annotator", required=True)
    options.add_argument("--to", type=Path, default=NOTES, help="the file of notes (default: those that measure)")
    chosen = options.parse_args(arguments)
    corpora = {key_of(c, ""): c for c in (str(p.relative_to(CORPORA).as_posix()) for p in CORPORA.rglob("*.jsonl"))}
    notes_file: Path = chosen.to
    before = json_lines(notes_file) if notes_file.exists() else []
    ends = {(n["corpus"], n["id"]): n.get("end") for n in before}  # a second annotator reads the same cut
    made: list[Record] = []
    for record in json_lines(chosen.guided):
        corpus, id = record.get("corpus"), record["id"]
        if corpus is None:
            name, id = id.split("/", 1)
            corpus = corpora[f"{name}/"]
        try:
            made.append(noted(record, noted_article(corpus, id, record.get("end", ends.get((corpus, id)))), chosen.annotator))
        except NoteError as error:
            sys.exit(f"{chosen.guided}: {error}. Mend the record and run again; nothing was written.")
    done = {(n["corpus"], n["id"]) for n in made}
    kept = [n for n in before if n["annotator"] != chosen.annotator or (n["corpus"], n["id"]) not in done]
    notes_file.parent.mkdir(exist_ok=True)
    notes_file.write_text("".join(json.dumps(n, ensure_ascii=False) + "\n" for n in [*kept, *made]), encoding="utf-8")
    print(f"{len(made)} records of {chosen.annotator}, {sum(len(n['incidents']) for n in made)} incidents; {len(kept)} others kept")
    return 0


if __name__ == "__main__":
    sys.exit(main())
