"""What people added and edited goes with what is removed for good: no byte of any file that is left tells of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from raw_bytes import files_with

from geo import pipeline
from geo.gazetteer import Gazetteer
from geo.model import Corpus, EditField, EventType, JudgementKind, ReviewState, Span
from geo.pipeline import deciding, purge
from geo.pipeline.deciding import ids
from geo.project import Given, Project

NAME, EARLIER = "Karim Haddad", "Nadia Omar"
GUARDED = "Shells fell on Saraqib on Monday. A nurse named Karim Haddad pulled four people from a cellar there."
OPEN = "Rebels shelled Morek on Thursday, a resident said. Smoke stood over the grain silo all night."


@pytest.fixture
def case(tmp_path: Path, gazetteer: Gazetteer) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "guarded.txt").write_text(GUARDED, encoding="utf-8")
    (folder / "open.txt").write_text(OPEN, encoding="utf-8")
    taken = pipeline.take_in([folder], gazetteer)
    (tmp_path / "case").mkdir()
    project = Project.create(tmp_path / "case" / "case.gpkg")
    project.add(taken.articles, taken.analyses)
    corpus = corpus_of(project)
    article, analysis = corpus.article("guarded.txt"), corpus.analyses["guarded.txt"]
    words = span(GUARDED, "A nurse named Karim Haddad pulled four people")
    project.judge_all(deciding.added_event(article, analysis, words, EventType.OTHER))  # an added passage that names him
    event = next(e for e in corpus.events if e.mentions[0].article == "open.txt")
    own = ids(event.mentions)
    project.judge_all([deciding.edited(own, EditField.SPEAKER, Given(names=(EARLIER,)))])  # superseded, and in the file all the same
    project.judge(JudgementKind.GRADE_SOURCE, {"source": "speaker", "name": EARLIER.lower()}, {"grade": "C"})
    project.judge_all([deciding.edited(own, EditField.SPEAKER, Given(names=(NAME,)))])  # a speaker set by hand
    project.judge_all([deciding.edited(own, EditField.TARGET, Given(names=("a grain silo",)))])
    project.judge(JudgementKind.GRADE_SOURCE, {"source": "speaker", "name": NAME.lower()}, {"grade": "A"})
    project.judge_all(deciding.reviewed([event.mentions], ReviewState.ACCEPTED))
    smoke = span(OPEN, "Smoke stood over the grain silo")
    project.judge_all(deciding.added_event(corpus.article("open.txt"), corpus.analyses["open.txt"], smoke, event.type, event))
    project.close()
    return project.path


def span(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def corpus_of(project: Project) -> Corpus:
    return pipeline.corpus(project.articles(), project.analyses(), project.judgements())


def after(path: Path) -> tuple[Corpus, list[str]]:
    project = Project.open(path)
    try:
        assert project.damage == ()
        return corpus_of(project), [j.kind.value for j in project.judgements()]
    finally:
        project.close()


def test_a_name_goes_from_added_passages_and_edited_speakers(case: Path, gazetteer: Gazetteer) -> None:
    before, _ = after(case)
    assert "Karim Haddad" in {name for e in before.events for name in e.sources.speaker_names}
    assert len(before.reviews.added) == 2
    purge(case, gazetteer, names=[NAME])
    assert files_with(case.parent, [NAME, "Haddad"]) == []
    corpus, kinds = after(case)
    assert len(corpus.reviews.added) == 1, "the passage that named him is gone, the other one stays"
    event = next(e for e in corpus.events if len(e.mentions) == 2)
    assert {m.span.of(OPEN)[:5] for m in event.mentions} == {"Rebel", "Smoke"}, "and is still one more passage of its event"
    assert event.sources.speaker_names == (EARLIER,), "what had been said before it stands again"
    assert event.targets == ("a grain silo",)
    assert kinds.count(JudgementKind.GRADE_SOURCE.value) == 1, "his own grade is gone"
    assert corpus.reviews.of_event([event.mentions[0].id]) is ReviewState.CORRECTED


def test_an_article_takes_what_was_added_to_it_along(case: Path, gazetteer: Gazetteer) -> None:
    purge(case, gazetteer, articles=["open.txt"])
    assert files_with(case.parent, ["grain silo", EARLIER, "resident"]) == [], "nor is the grade left of a speaker whom only an edit named"
    corpus, kinds = after(case)
    assert [e.mentions[0].article for e in corpus.events] == ["guarded.txt"] * len(corpus.events)
    assert kinds == [JudgementKind.ADD_EVENT.value], "nobody else is left who was graded as a speaker"
