"""Grades by the Admiralty code: given by a person, kept in the project, shown in every export, and nowhere made by the program."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import synthetic

from geo import pipeline
from geo.cli import main
from geo.errors import ProjectError
from geo.export import export
from geo.grades import Credibility, Graded, Grades, Reliability, Source, SourceKind, Statement, source
from geo.leaving_out import LeaveOut, redacted
from geo.model import Analysis, Corpus, JudgementKind, LonLat, Place, Span
from geo.project import Project, Scope, grades, place_subject, source_subject, statement_subject
from geo.views.book import Book
from geo.views.ledger import ledger

SHOIGU = source(SourceKind.SPEAKER, "Shoigu")
WIRE = source(SourceKind.OUTLET, "Test wire")


def passage_of(corpus: Corpus, words: str) -> Statement:
    for event in corpus.events:
        for mention in event.mentions:
            text = mention.span.of(corpus.article(mention.article).text)
            if words in text:
                return Statement(mention.article, mention.span.start, mention.span.end)
    raise AssertionError(words)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    corpus = synthetic.syria(sample=False)
    made = Project.create(tmp_path / "case.gpkg")
    made.add(corpus.articles, list(corpus.analyses.values()))
    return made


def grade(project: Project, what: Source | Statement, given: Reliability | Credibility | None, author: str = "A. Analyst") -> None:
    if isinstance(what, Source):
        project.judge(JudgementKind.GRADE_SOURCE, source_subject(what), {"grade": given}, author)
    else:
        project.judge(JudgementKind.GRADE_STATEMENT, statement_subject(what), {"grade": given}, author)


def in_force(project: Project) -> Grades:
    return grades(project.judgements())


def test_a_grade_says_who_gave_it_and_when_and_outlives_closing(project: Project) -> None:
    grade(project, SHOIGU, Reliability.C)
    path = project.path
    project.close()
    given = in_force(Project.open(path)).sources[SHOIGU]
    assert (given.grade, given.author) == (Reliability.C, "A. Analyst")
    assert given.made_at.tzinfo is not None


def test_the_last_grade_counts_the_earlier_rows_stay_and_undo_goes_back(project: Project) -> None:
    grade(project, SHOIGU, Reliability.C)
    grade(project, SHOIGU, Reliability.E)
    assert in_force(project).sources[SHOIGU].grade is Reliability.E
    assert project.undo_text == "Grade source"
    project.undo()
    assert in_force(project).sources[SHOIGU].grade is Reliability.C
    project.undo()
    assert not in_force(project)
    project.redo()
    assert in_force(project).sources[SHOIGU].grade is Reliability.C
    assert len(project.judgements()) == 2


def test_a_grade_can_be_taken_back(project: Project) -> None:
    statement = Statement("wire.txt", 0, 20)
    grade(project, statement, Credibility.TWO)
    grade(project, statement, None)
    assert not in_force(project)


@pytest.mark.parametrize("name", ["shoigu", "  Shoigu ", "SHOIGU"])
def test_one_name_is_one_source_however_it_is_written(name: str) -> None:
    assert source(SourceKind.SPEAKER, name) == SHOIGU


def test_a_speaker_and_an_outlet_of_one_name_are_two_sources() -> None:
    assert source(SourceKind.SPEAKER, "Al Manar") != source(SourceKind.OUTLET, "Al Manar")


def test_nothing_is_graded_by_itself(project: Project) -> None:
    corpus = pipeline.corpus(project.articles(), project.analyses(), project.judgements())
    assert not corpus.grades
    book = Book(corpus)
    assert all(v.grade.code == "" for event in corpus.events for line in ledger(event, book).lines for v in line.voices)


def graded(*pairs: tuple[Source | Statement, Reliability | Credibility]) -> Corpus:
    """The synthetic corpus with grades."""
    now = synthetic.datetime(2026, 1, 1, tzinfo=synthetic.UTC)
    sources = {what: Graded(given, "A", now) for what, given in pairs if isinstance(what, Source)}
    statements = {what: Graded(given, "A", now) for what, given in pairs if isinstance(what, Statement)}
    return replace(synthetic.syria(sample=False), grades=Grades(sources, statements))


def codes(corpus: Corpus, event: int = 0) -> list[str]:
    made = ledger(corpus.events[event], Book(corpus))
    return [told.evidence.grade.code for account in made.accounts for told in (account.first, *account.copies)]


def test_the_speakers_grade_goes_before_the_outlets() -> None:
    # Shoigu is quoted by the first of the two articles on the launch; both are the wire's.
    assert codes(graded((WIRE, Reliability.B))) == ["B–", "B–"]
    assert codes(graded((WIRE, Reliability.B), (SHOIGU, Reliability.D))) == ["D–", "B–"]


def test_source_and_statement_are_graded_apart_and_shown_together() -> None:
    statement = passage_of(synthetic.syria(sample=False), "Four ships fired")
    assert codes(graded((statement, Credibility.THREE))) == ["–3", ""]
    assert codes(graded((SHOIGU, Reliability.A), (statement, Credibility.FIVE))) == ["A5", ""]


def test_a_claims_own_grade_goes_before_its_passages() -> None:
    corpus = synthetic.syria(sample=False)
    claim = corpus.events[0].claims[0]
    passage = passage_of(corpus, "Four ships fired")
    own = Statement(claim.article, claim.span.start, claim.span.end, claim.field)
    corpus = graded((passage, Credibility.THREE), (own, Credibility.ONE))
    voices = [v for line in ledger(corpus.events[0], Book(corpus)).lines for v in line.voices if v.article == claim.article]
    assert {v.grade.code for v in voices if v.field == claim.field} == {"–1"}


def test_every_data_file_carries_the_grades(tmp_path: Path) -> None:
    corpus = graded((SHOIGU, Reliability.C), (passage_of(synthetic.syria(sample=False), "Four ships fired"), Credibility.TWO))
    for name in ("events.csv", "events.geojson", "events.gpkg"):
        export(corpus, synthetic.rough_outline, tmp_path / name)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "events.csv").read_text(encoding="utf-8"))))
    launch = [row for row in rows if "Four ships fired" in row["notes"]]
    assert {row["grades"] for row in launch} == {"C2"}
    assert {row["grades"] for row in rows if row not in launch} == {""}
    features = json.loads((tmp_path / "events.geojson").read_text(encoding="utf-8"))["features"]
    quotes = [q for f in features for q in f["properties"]["passages"]]
    assert {q.get("grade") for q in quotes if "Four ships" in q["quote"]["exact"]} == {"C2"}
    assert not [q for q in quotes if "Four ships" not in q["quote"]["exact"] and "grade" in q]
    with sqlite3.connect(tmp_path / "events.gpkg") as layers:
        told = layers.execute("SELECT DISTINCT reliability, credibility FROM passages WHERE text LIKE 'Four ships%'").fetchall()
        said = layers.execute("SELECT DISTINCT reliability FROM claims WHERE speaker = 'Shoigu'").fetchall()
    assert told == [("C", "2")]
    assert said == [("C",)]


def test_the_command_line_reads_a_project_with_its_grades(project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grade(project, SHOIGU, Reliability.C)
    path = project.path
    project.close()
    assert main(["events", str(path), "--json", "--builtin-only"]) == 0
    claims = [c for e in json.loads(capsys.readouterr().out)["events"] for c in e["claims"]]
    assert {c.get("reliability") for c in claims if c.get("speaker") == "Shoigu"} == {"C"}
    assert not [c for c in claims if c.get("speaker") != "Shoigu" and "reliability" in c]
    assert main(["export", str(path), "-o", str(tmp_path / "out.csv"), "--builtin-only"]) == 0
    assert "C–" in (tmp_path / "out.csv").read_text(encoding="utf-8")


def test_two_projects_at_once_are_refused_in_words(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="one project at a time"):
        pipeline.corpus_of([project.path, tmp_path / "other.gpkg"], None)  # type: ignore[arg-type]


def test_a_left_out_article_takes_its_grades_along() -> None:
    statement = passage_of(synthetic.syria(sample=False), "Four ships fired")
    corpus = graded((statement, Credibility.TWO), (WIRE, Reliability.B))
    left = redacted(corpus, LeaveOut(articles=frozenset({"wire.txt"})))
    assert not left.grades.statements
    assert left.grades.sources


# --- a place for every mention of a name ----------------------------------------------------------------------------------

FIELD = Place("person:1", "A field of ours", LonLat(36.6, 35.4), "PPL", country="SY", extent_km=0.5, gazetteer="person")


def placed(project: Project) -> dict[tuple[str, Span], str]:
    """Names of the places of all mentions."""
    corpus = pipeline.corpus(project.articles(), project.analyses(), project.judgements())

    def named(analysis: Analysis) -> dict[tuple[str, Span], str]:
        return {(m.article, m.span): r.place.name for m, r in zip(analysis.mentions, analysis.resolutions, strict=True) if r.place}

    return {key: name for analysis in corpus.analyses.values() for key, name in named(analysis).items()}


def kafr_zita(project: Project) -> list[tuple[str, Span]]:
    return [(a.article, m.span) for a in project.analyses() for m in a.mentions if m.text == "Kafr Zita"]


@pytest.mark.parametrize(("scope", "changed"), [(Scope.MENTION, 1), (Scope.ARTICLE, 2), (Scope.PROJECT, 2)])
def test_a_chosen_place_holds_as_far_as_was_said(project: Project, scope: Scope, changed: int) -> None:
    analysis = next(a for a in project.analyses() if a.article == "observers.txt")
    mention = next(m for m in analysis.mentions if m.text == "Kafr Zita")
    assert len(kafr_zita(project)) == 2
    before = placed(project)
    project.judge(JudgementKind.PLACE_MENTION, place_subject("observers.txt", mention, scope), asdict(FIELD))
    after = placed(project)
    assert [key for key in after if after[key] == "A field of ours"] == kafr_zita(project)[:changed]
    assert {k: v for k, v in after.items() if k not in kafr_zita(project)} == {
        k: v for k, v in before.items() if k not in kafr_zita(project)
    }
    project.undo()
    assert placed(project) == before


def test_a_name_placed_throughout_is_placed_in_articles_to_come_and_the_last_word_holds(project: Project) -> None:
    analysis = next(a for a in project.analyses() if a.article == "observers.txt")
    mention = next(m for m in analysis.mentions if m.text == "Kafr Zita")
    project.judge(JudgementKind.PLACE_MENTION, place_subject("observers.txt", mention, Scope.PROJECT), asdict(FIELD))
    build = synthetic.Builder()
    hit = synthetic.Report(
        "Shelling hit Kafr Zita.",
        synthetic.EventType.MISSILE_ATTACK,
        "Shelling",
        [("Kafr Zita", synthetic.KAFR_ZITA, synthetic.Part.TARGET)],
    )
    build.article("later.txt", [hit])
    later = build.corpus()
    project.add(later.articles, list(later.analyses.values()))
    assert placed(project)[("later.txt", Span(13, 22))] == "A field of ours"
    project.judge(
        JudgementKind.PLACE_MENTION,
        place_subject("later.txt", later.analyses["later.txt"].mentions[0], Scope.MENTION),
        asdict(replace(FIELD, name="Another field")),
    )
    assert placed(project)[("later.txt", Span(13, 22))] == "Another field"
    assert {placed(project)[key] for key in kafr_zita(project) if key[0] != "later.txt"} == {"A field of ours"}
