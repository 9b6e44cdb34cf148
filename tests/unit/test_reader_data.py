"""An annotated article becomes words with triggers, and what the program sees in it gets the incident that it belongs to."""

from __future__ import annotations

import hashlib
import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo.errors import GeoError
from geo.gazetteer import Gazetteer
from geo.model import Article, Span
from geo.reading import read
from geo.recognise import Recogniser
from geo.training.reader_data import (
    COUNT,
    PLACE,
    TYPES,
    Document,
    Seen,
    articles_of,
    document,
    noted_documents,
    plain_name,
    see,
    verbs_with_places,
)

TEXT = (
    "Rebels shelled the port of Lumo on Monday, a harbour master said. Four dockers were hurt in the attack. "
    "The rockets came from Old Varna in the province of Dray. On Tuesday Lumo was quiet."
)


def span(words: str, nth: int = 0) -> list[int]:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return [start, start + len(words)]


def item(words: str, **more: object) -> dict[str, object]:
    start, end = span(words)
    return {"start": start, "end": end} | more


def note(**more: object) -> dict[str, Any]:
    incident = {
        "key": "a", "type": "Missile or artillery attack", "status": "reported",
        "mentions": [span("shelled the port"), [0, 6, "title"], span("the attack")],
        "places": [item("Lumo", part="target"), item("Old Varna", part="origin")], "within": [item("Dray")],
        "when": {"start": "2020-03-02", "end": "2020-03-02", "precision": "day", "said": item("on Monday")},
        "by": [item("Rebels", stance="says"), item("harbour master", stance="denies")],
        "counts": [item("Four dockers", field="wounded", value=4)],
    }  # fmt: skip
    return {"incidents": [incident | more]}


def seen() -> Seen:
    article = Article("own", TEXT, "")

    def at(words: str, nth: int = 0) -> Span:
        return Span(*span(words, nth))

    return Seen(
        read(article),
        [(at("Lumo"), "Lumo"), (at("Varna"), "Varna"), (at("Dray"), "Dray"), (at("Lumo", 1), "Lumo")],
        [(at("Monday"), ["2020-03-02", "2020-03-02"]), (at("Tuesday"), ["2020-03-03", "2020-03-03"])],
        [(at("Four"), 4.0)],
        frozenset({span("shelled")[0]}),
    )


def made(**more: object) -> Document:
    return document(note(**more), Article("own", TEXT, "", published=date(2020, 3, 4)), seen())


def test_the_head_of_a_mention_is_its_trigger_and_its_other_words_do_not_matter() -> None:
    told = made()
    kind = TYPES.index("Missile or artillery attack") + 1
    by_word = {w.text: t for w, t in reversed(list(zip(told.words, told.types, strict=True)))}
    assert by_word["shelled"] == kind  # a trigger of the rules
    assert by_word["attack"] == kind  # the first word with a meaning
    assert by_word["port"] < 0
    assert by_word["hurt"] == 0
    assert [(told.words[t.word].text, t.incident, t.kind, t.mood) for t in told.triggers] == [("shelled", "a", 0, 0), ("attack", "a", 0, 0)]
    assert [t.kind for t in made(campaign=True).triggers] == [1, 1]
    assert [t.mood for t in made(status="denied").triggers] == [1, 1]


def test_what_the_program_sees_gets_its_part_in_the_incident() -> None:
    told = made()
    assert [PLACE[k] for k in told.labels["place"]["a"]] == ["at", "from", "within", "at"]
    assert told.labels["time"]["a"] == [1, 0]
    assert [COUNT[k] for k in told.labels["count"]["a"]] == ["wounded"]
    assert [w.text for w, k in zip(told.words, told.labels["by"]["a"], strict=True) if k] == ["Rebels"]
    assert not any(told.labels["against"]["a"])
    assert made(when=None).labels["time"]["a"] == [0, 0]


def test_words_know_the_sentence_that_they_stand_in() -> None:
    told = made()
    assert [told.sentences[[w.text for w in told.words].index(word)] for word in ("Rebels", "Four", "rockets", "Tuesday")] == [1, 2, 3, 4]


@pytest.mark.parametrize(("one", "other"), [("the province of Dray", "Dray"), ("Al-Dray", "al Dray"), ("Dráy", "Dray")])
def test_names_are_compared_without_what_is_generic(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(other)


@pytest.fixture
def corpora(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "corpora"
    folder.mkdir()
    (folder / "own.jsonl").write_text(json.dumps({"id": "1", "text": TEXT + " And more."}) + "\n", encoding="utf-8")
    spans = [{"label": "VERB", "start": 5, "end": 8}, {"label": "LOCATION", "start": 9, "end": 13}]
    record = {"text": "Bomb hit Lumo as Old Varna slept.", "spans": spans}
    (folder / "event_location.jsonl").write_text((json.dumps(record) + "\n") * 2, encoding="utf-8")
    monkeypatch.setenv("DATELINE_SHARED", str(tmp_path))
    return folder


def _note(text: str) -> dict[str, Any]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return note() | {"corpus": "own.jsonl", "id": "1", "end": len(TEXT), "text_sha256": digest, "date": "2020-03-04", "annotator": "A"}


@pytest.mark.usefixtures("corpora")
def test_a_note_on_another_text_is_refused() -> None:
    ((_, article),) = articles_of([_note(TEXT)])
    assert (article.text, article.published) == (TEXT, date(2020, 3, 4))
    with pytest.raises(GeoError, match=r"own\.jsonl: the text of 1"):
        list(articles_of([_note("other")]))


def test_documents_are_made_once(corpora: Path, gazetteer: Gazetteer) -> None:
    notes, kept = corpora / "notes.jsonl", corpora / "kept" / "documents.jsonl"
    notes.write_text(json.dumps(_note(TEXT)) + "\n" + json.dumps(_note(TEXT) | {"annotator": "B"}) + "\n", encoding="utf-8")
    (first,) = noted_documents(notes, kept, lambda: (Recogniser(), gazetteer))
    assert first.triggers

    def not_again() -> Any:
        raise AssertionError

    assert noted_documents(notes, kept, not_again) == [first]


def test_the_program_sees_days_and_numbers_by_itself(gazetteer: Gazetteer) -> None:
    text = "Rockets hit Kharkiv on Monday, killing three soldiers."
    found = see(Article("own", text, "", published=date(2020, 3, 4)), Recogniser(), gazetteer)
    assert "Kharkiv" in [name for _, name in found.places]
    assert [days for _, days in found.times] == [["2020-03-02", "2020-03-02"]]
    assert [value for _, value in found.counts] == [3]
    assert text.index("hit") in found.heads


def test_of_a_group_of_sentences_each_verb_has_its_own_places(corpora: Path) -> None:
    (group,) = verbs_with_places(corpora, random.Random(1))
    names = [" ".join(w.text for w in group.words[c.first : c.end]) for c in group.candidates["place"]]
    assert names == ["Lumo", "Old Varna", "Lumo", "Old Varna"]
    assert group.labels["place"] == {"0": [1, 0, 0, 0], "1": [0, 0, 1, 0]}
    assert not group.corefers
