"""One passage is one evidence: rows, ledger and the exported record say the same of it."""

from __future__ import annotations

from dataclasses import replace

import contradictions
import pytest

from geo.model import Corpus, Modality
from geo.views import evidence_of, placed_events, scene
from geo.views.book import Book
from geo.views.ledger import ledger


def first_passage_denies_then_says(second: Modality) -> Corpus:
    """The corpus whose first passage holds two mentions of the event: one denied, then `second`."""
    told = contradictions.corpus()
    event = told.events[0]
    first = replace(event.mentions[0], modality=Modality.DENIED)
    again = replace(event.mentions[0], id=f"{first.id}-again", modality=second)
    return replace(told, events=(replace(event, mentions=(first, again, *event.mentions[1:])), *told.events[1:]))


@pytest.mark.parametrize("second", [Modality.REPORTED, Modality.ENDED])
def test_a_passage_that_denies_one_thing_and_reports_another_reports_the_event_everywhere(second: Modality) -> None:
    corpus = first_passage_denies_then_says(second)
    event = corpus.events[0]
    book = Book(corpus)
    said = {e.article.id: e.modality for e in evidence_of(event, book)}
    assert said[event.mentions[0].article] is second
    rows = {q.article.id: q.modality for row in placed_events(corpus) if row.event is event for q in row.quotes}
    accounts = ledger(event, book).accounts
    sheet = {told.article: told.evidence.modality for account in accounts for told in (account.first, *account.copies)}
    record = scene(corpus, lambda _: None).record
    assert record is not None
    shown = [(q.start, q.end, q.modality) for q in record.passages[0] if not q.elsewhere]
    assert rows == said == sheet
    assert shown == [(e.span.start, e.span.end, e.modality) for e in evidence_of(event, book)]


def test_an_evidence_names_its_speaker_in_full_and_as_written() -> None:
    corpus = contradictions.corpus()
    event = corpus.events[0]
    spoken = [e for e in evidence_of(event, Book(corpus)) if e.attribution]
    assert spoken
    for each in spoken:
        assert each.speaker is not None
        assert each.speaker_name is not None
        assert len(each.speaker_name) >= len(each.speaker)
        assert each.prefix + each.exact + each.suffix in each.article.text


def test_articles_that_are_left_out_give_no_evidence() -> None:
    corpus = contradictions.corpus()
    event = corpus.events[0]
    kept = replace(corpus, articles=corpus.articles[1:])
    assert {e.article.id for e in evidence_of(event, Book(kept))} == {m.article for m in event.mentions} - {corpus.articles[0].id}
