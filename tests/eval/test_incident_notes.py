"""The notes on real articles: they fit the texts they were made of, keep none of their words, and their scorers count as they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from agreement import Agreement, compare, pairs
from incident_notes import NOTES, TRAINING, NotedArticle, NoteError, article_of, guided, have_corpora, noted, notes, spans_of
from score_notes import seen_in, worded
from scoring import Record, json_lines

both_files = pytest.mark.parametrize("file", [NOTES, TRAINING], ids=lambda file: file.stem)
needs_corpora = pytest.mark.skipif(not have_corpora(), reason="needs the development corpora in ../shared")

TEXT = (
    "Rebels shelled the port of Lumo on Monday, a harbour master said. Four dockers were hurt. Lumo was quiet on Tuesday.\n"
    "In Varna no such attack was seen."
)
SPLIT = [(0, 65), (66, 89), (90, 116), (117, len(TEXT))]
ARTICLE = NotedArticle("own/1", "own.jsonl", "1", TEXT, "Port of Lumo shelled", "2020-03-04")


def _split(_: str) -> list[tuple[int, int]]:
    return SPLIT


def _record(**more: object) -> Record:
    incident = {
        "key": "a", "story": "2020-03-02-lumo-port", "type": "Missile or artillery attack", "status": "reported",
        "mentions": [[1, "shelled the port"], [0, "shelled"], [2, "were hurt"]],
        "places": [{"s": 1, "text": "Lumo", "part": "target", "level": "town"}],
        "when": {"start": "2020-03-02", "end": "2020-03-02", "precision": "day", "s": 1, "said": "on Monday"},
        "by": [{"s": 1, "text": "Rebels", "party": "opposition", "said_by": "a harbour master", "stance": "says"}],
        "counts": [{"s": 2, "text": "Four dockers", "field": "wounded", "of": "people", "value": 4, "cmp": "=", "said_by": "article"}],
    }  # fmt: skip
    return {"id": "own/1", "incidents": [incident | more], "not_events": [[3, "was quiet", "no event"], [0, "Port", "a place"]]}


# --- the notes that are kept ---------------------------------------------------------------------------------------------


def test_sixty_articles_are_noted_and_fifteen_of_them_are_quiet() -> None:
    first = notes("A")
    assert len(first) >= 60
    assert sum(note["quiet"] for note in first) >= 15
    assert len({(n["corpus"], n["id"]) for n in first}) == len(first)
    assert all(not n["incidents"] for n in first if n["quiet"])


def test_what_the_reader_learns_from_is_none_of_what_measures_it() -> None:
    learnt = [(n["corpus"], n["id"]) for n in json_lines(TRAINING)]
    assert len(set(learnt)) == len(learnt) == 389
    assert not {(n["corpus"], n["id"]) for n in json_lines(NOTES)} & set(learnt)


@needs_corpora
@both_files
def test_every_note_fits_the_text_that_it_was_made_of(file: Path) -> None:
    for note in json_lines(file):
        article = article_of(note)  # the hash
        for span in spans_of(note):
            text = (article.title or "") if span.get("in") == "title" else article.text
            written = text[span["start"] : span["end"]]
            assert written, f"{article.key}: {span}"
            assert written == written.strip(), f"{article.key}: {written!r}"
            if "fakes" in article.corpus:  # it has lost its apostrophes and line breaks: "Lumos harbour" is "Lumo" with more
                continue
            around = text[span["start"] - 1 : span["start"]] + "|" + text[span["end"] : span["end"] + 1]
            assert not re.search(r"[a-z]\|", around) or written[0].isupper(), f"{article.key} cuts a word before {written!r}"
            assert not re.search(r"\|[a-z]", around), f"{article.key} cuts a word after {written!r}"


@needs_corpora
@both_files
def test_a_note_turned_to_sentences_and_back_is_the_same(file: Path) -> None:
    for note in json_lines(file):
        article = article_of(note)
        assert noted(guided(note, article), article, note["annotator"]) == note


@needs_corpora
@both_files
def test_nothing_of_the_texts_is_kept_in_the_notes(file: Path) -> None:
    """Five words in a row would be a quotation; names of places and parties may come to that, and stand in labels only."""
    for note in json_lines(file):
        text = f" {_words(article_of(note).text)} "
        for said in (note.get("notes", ""), *(why for *_, why in note["not_events"])):
            words = _words(said).split()
            runs = [f" {' '.join(words[i : i + 5])} " for i in range(len(words) - 4)]
            assert not any(run in text for run in runs), f"{note['id']}: {said!r}"
        assert not _keys_called_text(note), f"{note['id']}: offsets and labels only"


def _words(said: str) -> str:
    return " ".join(re.findall(r"\w+", said.casefold()))


def _keys_called_text(value: object) -> bool:
    if isinstance(value, dict):
        return "text" in value or any(map(_keys_called_text, value.values()))
    return isinstance(value, list) and any(map(_keys_called_text, value))


# --- turning -----------------------------------------------------------------------------------------------------------


def test_a_copied_string_becomes_offsets_and_comes_back_with_its_sentence() -> None:
    note = noted(_record(), ARTICLE, "A", _split)
    (incident,) = note["incidents"]
    assert incident["mentions"] == [[7, 23], [13, 20, "title"], [79, 88]]
    assert incident["when"] == {"start": "2020-03-02", "end": "2020-03-02", "precision": "day", "said": {"start": 32, "end": 41}}
    assert incident["by"][0]["said_by"] == {"start": 43, "end": 59}
    assert note["not_events"] == [[95, 104, "no event"], [0, 4, "title", "a place"]]
    assert {"start": 0, "end": 4, "in": "title"} in spans_of(note)
    back = guided(note, ARTICLE, _split)
    assert back["incidents"][0]["mentions"] == _record()["incidents"][0]["mentions"]
    assert back["incidents"][0]["when"] == _record()["incidents"][0]["when"]
    assert back["incidents"][0]["by"][0]["said_by"] == "a harbour master"
    assert back["not_events"] == _record()["not_events"]


def test_the_place_that_is_meant_among_two_of_one_name_is_kept() -> None:
    text = "Lumo rebels shelled Lumo."
    article = NotedArticle("own/2", "own.jsonl", "2", text, None, None)
    record = _record(mentions=[[1, "shelled"]], when=None, by=[], counts=[])
    record["incidents"][0]["places"][0]["at"] = 20
    note = noted(record | {"not_events": []}, article, "A", lambda t: [(0, len(t))])
    assert note["incidents"][0]["places"][0]["start"] == 20


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"mentions": [[1, "bombed"]]}, "'bombed' does not stand in sentence 1"),
        ({"mentions": [[9, "shelled"]]}, "no sentence 9"),
        ({"mentions": []}, "needs a mention"),
        ({"type": "Shelling"}, "no such type or status: Shelling"),
        ({"places": [{"s": 1, "text": "Lumo", "part": "where", "level": "town"}]}, "no such {'part': 'where'}"),
    ],
)
def test_a_slip_of_an_annotator_is_named(more: Record, message: str) -> None:
    with pytest.raises(NoteError, match=re.escape(message)) as raised:
        noted(_record(**more), ARTICLE, "A", _split)
    assert "own/1" in str(raised.value)


def test_an_article_with_an_incident_is_not_quiet() -> None:
    with pytest.raises(NoteError, match="called quiet"):
        noted(_record() | {"quiet": True}, ARTICLE, "A", _split)
    assert noted(_record(background=True) | {"quiet": True}, ARTICLE, "A", _split)["quiet"]


def test_lines_that_a_corpus_breaks_anywhere_do_not_end_its_sentences() -> None:
    article = NotedArticle("muc4/X", "muc4.jsonl", "X", "THE REBELS\nSHELLED LUMO.\n\n   TWO DIED.", None, None)
    assert article.counted == "THE REBELS SHELLED LUMO.\n\n   TWO DIED."
    assert len(article.counted) == len(article.text)


# --- agreement ---------------------------------------------------------------------------------------------------------


def test_two_equal_notes_agree_in_everything() -> None:
    note, found = noted(_record(), ARTICLE, "A", _split), Agreement()
    compare(note, note, ARTICLE, found)
    assert {name: tally.f1 for name, tally in found.tallies.items()} == dict.fromkeys(found.tallies, 1.0)
    assert found.differences == []


def test_each_difference_is_counted_under_its_own_figure() -> None:
    first = noted(_record(), ARTICLE, "A", _split)
    other = _record(
        type="Armed clash",
        status="denied",
        mentions=[[1, "shelled"]],
        places=[
            {"s": 3, "text": "Lumo", "part": "location", "level": "town"},
            {"s": 4, "text": "Varna", "part": "location", "level": "town"},
        ],
        when=None,
        by=[{"s": 1, "text": "a harbour master", "party": "harbour", "said_by": "article", "stance": "says"}],
        counts=[],
    )
    other["incidents"].append(_record(key="b", mentions=[[4, "attack"]], places=[], when=None, by=[], counts=[])["incidents"][0])
    found = Agreement()
    compare(first, noted(other, ARTICLE, "B", _split), ARTICLE, found)
    shares = {name: tally.f1 for name, tally in found.tallies.items()}
    assert shares == {
        "incidents": pytest.approx(2 / 3), "quiet": 1.0, "type": 0.0, "status": 0.0, "places": pytest.approx(2 / 3),
        "days": 0.0, "doers": 0.0, "numbers": 0.0,
    }  # fmt: skip
    assert any("only the second has" in line for line in found.differences)
    for name in ("type", "status", "places", "days", "doers", "numbers"):
        assert any(f"a/a: {name}: " in line for line in found.differences), name


def test_incidents_are_paired_one_to_one_by_what_they_have_in_common() -> None:
    def incident(*mentions: tuple[int, int]) -> Record:
        return {"type": "Armed clash", "mentions": [list(m) for m in mentions]}

    one, two = incident((0, 9)), incident((0, 9), (20, 29))
    assert pairs([one, two], [incident((20, 25), (3, 5))]) == [(two, incident((20, 25), (3, 5)))]
    assert pairs([one], [incident((9, 12))]) == []


# --- scoring -----------------------------------------------------------------------------------------------------------


def test_events_in_quiet_articles_are_counted_once_each_if_physical_and_told_as_real() -> None:
    def event(id: str, kind: str, *claims: tuple[str, int, str]) -> Record:
        told = [{"article": a, "start": s, "end": s + 4, "field": "type", "modality": m} for a, s, m in claims]
        return {"id": id, "type": "Armed clash", "class": kind, "claims": told}

    events = [
        event("1", "physical", ("q", 7, "reported"), ("q", 2, "reported"), ("loud", 0, "reported")),
        event("2", "physical", ("q", 4, "hypothetical")),
        event("3", "statement", ("q", 4, "reported")),
    ]
    assert seen_in(events, {"q": "A shot of rye"}) == [("q", "Armed clash", "shot")]


def test_a_doer_is_right_as_party_or_as_the_article_words_it() -> None:
    record = {"incidents": [{"by": [{"party": "FMLN", "text": "guerrillas"}, {"party": "unknown", "text": "gunmen"}]}, {}]}
    assert [b["party"] for b in worded(record)["incidents"][0]["by"]] == ["FMLN", "unknown", "guerrillas"]
    assert worded(record)["incidents"][1]["by"] == []
    assert len(record["incidents"][0]["by"]) == 2
