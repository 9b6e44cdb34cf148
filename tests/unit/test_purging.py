"""Removing for good: what was removed stands in no byte of any file that is left, and everything else is as it was."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
from dataclasses import asdict
from pathlib import Path

import pytest
from raw_bytes import files_with

from geo import pipeline
from geo.errors import ProjectError
from geo.gazetteer import Gazetteer
from geo.model import Article, Corpus, JudgementKind, LonLat, Place
from geo.pipeline import purge, purge_preview
from geo.project import Drawing, DrawingKind, Project, drawing_value
from geo.project.purging import How, Sought, folded
from geo.project.purging.occurrences import Holder

NAME = "Karim Haddad"
TEXTS = {
    "report.txt": (
        "Title: Towns bombed, says Karim Haddad\nDate: 2015-10-08\nPublisher: First Wire\n\nJets bombed the towns of Kafr Zita and "
        "Khan Shaykhun on Wednesday, Karim Haddad said. Haddad, a nurse, counted 12 wounded people. Rebels shelled Saraqib on Thursday."
    ),
    "karim-haddad-notes.txt": "In the EastKarim Haddad said that artillery shelled Talbiseh on Monday. KARIM\nHADDĀD saw it.",
    "other.txt": "Title: A quiet day\n\nJets bombed the town of Kafr Zita on Wednesday, the Observatory said. General Haddad left.",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> Path:
    """A project as it is after days of work: saved, judged, undone, with layers."""
    folder = tmp_path_factory.mktemp("articles")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    taken = pipeline.take_in([folder], gazetteer)
    assert not taken.failures
    project = Project.create(tmp_path_factory.mktemp("made") / "case.gpkg")
    project.add(taken.articles, taken.analyses)
    project.write_layers(corpus_of(project), pipeline.outlines(gazetteer))
    judge_it(project)
    project.close()
    return project.path


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Path:
    (tmp_path / "case").mkdir()
    return Path(shutil.copy(made, tmp_path / "case" / "case.gpkg"))


def judge_it(project: Project) -> None:
    events = {e.label: [m.id for m in e.mentions] for e in corpus_of(project).events}
    saraqib = next(ids for label, ids in events.items() if "Saraqib" in label)
    project.judge(JudgementKind.REJECT_EVENT, {"events": saraqib}, {})
    project.judge(JudgementKind.SET_ARTICLE, {"articles": ["other.txt", "report.txt"]}, {"title": f"What {NAME} saw"}, author=NAME)
    project.undo()
    project.judge(JudgementKind.GRADE_SOURCE, {"source": "speaker", "name": NAME.lower()}, {"grade": "B"})


def corpus_of(project: Project) -> Corpus:
    return pipeline.corpus(project.articles(), project.analyses(), project.judgements())


def dump(path: Path) -> list[str]:
    """All that SQLite reads in the file; opening it alone changes bytes of its head."""
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def opened(path: Path) -> Project:
    return Project.open(path)


def read(path: Path) -> tuple[tuple[Article, ...], Corpus]:
    project = Project.open(path)
    try:
        return project.articles(), corpus_of(project)
    finally:
        project.close()


# --- a name -----------------------------------------------------------------------------------------------------------------


def test_a_removed_name_stands_in_no_byte_of_the_file(case: Path, gazetteer: Gazetteer) -> None:
    assert files_with(case.parent, [NAME]), "nothing to remove: the test would prove nothing"
    purge(case, gazetteer, names=[NAME])
    assert files_with(case.parent, [NAME, "Karim", "karim-haddad", "HADDĀD"]) == []
    assert [p.name for p in case.parent.iterdir()] == ["case.gpkg"]


def test_the_preview_tells_every_place_and_changes_nothing(case: Path) -> None:
    before = dump(case)
    hits = purge_preview(case, names=[NAME]).hits
    assert dump(case) == before
    found = {(hit.holder, hit.article, folded(hit.written), hit.how, hit.ticked) for hit in hits}
    notes = "karim-haddad-notes.txt"
    assert found == {
        (Holder.TEXT, "report.txt", "karim haddad", How.WHOLE, True),
        (Holder.TEXT, "report.txt", "haddad", How.LAST, True),
        (Holder.TITLE, "report.txt", "karim haddad", How.WHOLE, True),
        (Holder.TEXT, notes, "karim haddad", How.GLUED, True),
        (Holder.TEXT, notes, "karim\nhaddad", How.WHOLE, True),
        (Holder.FILE, notes, "karim-haddad", How.WHOLE, True),
        (Holder.ID, notes, "karim-haddad", How.WHOLE, True),
        (Holder.TEXT, "other.txt", "haddad", How.LAST, False),  # it may be another Haddad
        (Holder.DECISION, None, "karim haddad", How.WHOLE, True),
        (Holder.AUTHOR, None, "karim haddad", How.WHOLE, True),
    }


def test_a_name_in_a_text_becomes_blanks_of_its_length_and_all_else_stays(case: Path, gazetteer: Gazetteer) -> None:
    purge(case, gazetteer, names=[NAME])
    articles, corpus = read(case)
    report = next(a for a in articles if a.id == "report.txt")
    assert report.text == TEXTS["report.txt"].replace(NAME, "█" * 12).replace("Haddad", "█" * 6)
    assert report.title == "Towns bombed, says [removed]"
    assert next(a for a in articles if a.id == "other.txt").text == TEXTS["other.txt"]
    assert "[removed].txt" in {a.id for a in articles}
    places = {p.place.name for e in corpus.events for p in e.places}
    assert {"Kafr Zaytā", "Khān Shaykhūn"} <= places


def test_what_was_decided_about_the_article_still_holds(case: Path, gazetteer: Gazetteer) -> None:
    project = opened(case)
    mention = next(m for a in project.analyses() for m in a.mentions if m.article == "report.txt" and m.text == "Khan Shaykhun")
    place = Place("person:1", "My place", LonLat(36.0, 35.0), "PPL")
    subject = {"article": "report.txt", "start": mention.span.start, "end": mention.span.end}
    project.judge(JudgementKind.PLACE_MENTION, subject, asdict(place))
    project.close()
    purge(case, gazetteer, names=[NAME])
    articles, corpus = read(case)
    chosen = next(r for r in corpus.analyses["report.txt"].resolutions if r.by_person)
    assert corpus.analyses["report.txt"].mentions[chosen.mention].span.of(articles[-1].text) == "Khan Shaykhun"
    assert not any("Saraqib" in e.label for e in corpus.events), "what was rejected came back"
    project = opened(case)
    assert project.undo_text == "Choose place"
    project.undo()
    assert project.undo_text == "Reject event", "the grade of the removed name is still there to be undone"
    project.close()


def test_no_hash_is_left_by_which_the_name_could_be_guessed(case: Path, gazetteer: Gazetteer) -> None:
    articles, corpus = read(case)
    touched = {"report.txt", "karim-haddad-notes.txt"}
    hashes = {a.text_sha256 for a in articles if a.id in touched} | {a.custody.sha256 for a in articles if a.id in touched and a.custody}
    hashes |= {m.id for a in touched for m in corpus.analyses[a].events}
    assert files_with(case.parent, hashes), "the project held none of them"
    purge(case, gazetteer, names=[NAME])
    assert files_with(case.parent, hashes) == []
    after = next(a for a in read(case)[0] if a.id == "report.txt")
    assert after.text_sha256 == hashlib.sha256(after.text.encode()).hexdigest()
    assert after.custody is not None
    assert (after.custody.sha256, after.custody.size) == ("", 0)
    assert after.custody.extractor == "plain text, with words removed"


def test_reading_the_articles_again_does_not_bring_the_name_back(case: Path, gazetteer: Gazetteer) -> None:
    purge(case, gazetteer, names=[NAME])
    project = opened(case)
    analyses = pipeline.resolve_again(project.articles(), gazetteer)
    project.add(project.articles(), analyses)
    project.write_layers(corpus_of(project), pipeline.outlines(gazetteer))
    project.close()
    assert files_with(case.parent, ["Karim"]) == []


def test_what_is_not_ticked_stays(case: Path, gazetteer: Gazetteer) -> None:
    hits = purge_preview(case, names=[NAME]).hits
    title = next(h for h in hits if h.holder is Holder.TITLE)
    purge(case, gazetteer, names=[NAME], chosen={h.key for h in hits if h.ticked} - {title.key})
    report = next(a for a in read(case)[0] if a.id == "report.txt")
    assert report.title == f"Towns bombed, says {NAME}"
    assert NAME not in report.text


def test_a_short_name_leaves_the_words_it_stands_in(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "ali.gpkg"
    project = Project.create(path)
    text = "Ali was seen in Somalia. Then Ali's car, an Alibaba, left Rome; ALI drove. Jets bombed Kafr Zita."
    article = Article("a", text, hashlib.sha256(text.encode()).hexdigest(), language="en")
    project.add([article], [pipeline.analyse(article, gazetteer)])
    project.close()
    purge(path, gazetteer, names=["Ali"])
    assert read(path)[0][0].text == "███ was seen in Somalia. Then ███'s car, an Alibaba, left Rome; ███ drove. Jets bombed Kafr Zita."


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Karim Haddad", "karim haddad", [("karim haddad", How.WHOLE)]),
        ("Karim Haddad", "HADDAD, Karim", [("HADDAD, Karim", How.WHOLE)]),
        ("Karim Haddad", "Ka\u00adrim Had-\ndad", [("Ka\u00adrim Had-\ndad", How.WHOLE)]),
        ("Karim Haddad", "Karīm Ḥaddād's", [("Karīm Ḥaddād", How.WHOLE)]),
        ("Karim Haddad", "Kareem Haddad", [("Kareem Haddad", How.ALIKE)]),
        ("Karim Haddad", "كريم حداد", [("كريم حداد", How.ALIKE)]),
        ("Karim Haddad", "the saidKarim HaddadThe", [("Karim Haddad", How.GLUED)]),
        ("Karim Haddad", "Karim went, Haddad stayed", [("Karim", How.PART), ("Haddad", How.LAST)]),
        ("Karim Haddad", "the haddad of karima", []),
        ("حداد", "قال حَدّاد", [("حَدّاد", How.WHOLE)]),
        ("+961 3 123 456", "009613123456, 03-123456", [("009613123456", How.WHOLE), ("03-123456", How.PART)]),
        ("+961 3 123 456", "9613123456789", [("9613123456789", How.INSIDE)]),
        ("+961 3 123 456", "٩٦١٣١٢٣٤٥٦", [("٩٦١٣١٢٣٤٥٦", How.WHOLE)]),
        ("Nour", "Nournews, nour", [("Nournews", How.INSIDE), ("nour", How.WHOLE)]),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(name: str, text: str, found: list[tuple[str, How]]) -> None:
    assert [(f.written, f.how) for f in Sought(name).find(text)] == found


def test_a_single_letter_is_not_looked_for() -> None:
    with pytest.raises(ProjectError, match="too short"):
        Sought("K.")


# --- an article ---------------------------------------------------------------------------------------------------------------


def test_a_removed_article_stands_in_no_byte_of_the_file(case: Path, gazetteer: Gazetteer) -> None:
    article = next(a for a in read(case)[0] if a.id == "report.txt")
    assert article.custody is not None
    traces = ["report.txt", "Towns bombed", "First Wire", "counted 12", "Khan Shaykhun", article.text_sha256, article.custody.sha256]
    assert {word for _, word in files_with(case.parent, traces)} == set(traces)
    report = purge(case, gazetteer, ["report.txt"])
    assert files_with(case.parent, traces) == []
    assert report.articles == 1
    assert any("report.txt" in note and "Still there" in note for note in report.notes)
    articles, corpus = read(case)
    assert len(articles) == 2
    assert corpus.events
    project = opened(case)
    assert [(note.kind, note.mark) for note in project.removed()] == [("article", None)]
    kinds = [j.kind for j in project.judgements()]
    assert kinds == [JudgementKind.SET_ARTICLE], "the event that was rejected, and the speaker who was graded, were in that article alone"
    assert project.judgements()[0].subject == {"articles": ["other.txt"]}
    project.close()


def test_an_article_with_the_same_text_is_named_and_led_to_the_first_that_is_left(tmp_path: Path, gazetteer: Gazetteer) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(TEXTS["other.txt"])
    taken = pipeline.take_in([tmp_path / n for n in ("a.txt", "b.txt", "c.txt")], gazetteer)
    project = Project.create(tmp_path / "p.gpkg")
    project.add(taken.articles, taken.analyses)
    project.close()
    assert [(d.article, d.why) for d in purge_preview(tmp_path / "p.gpkg", ["a.txt"]).articles] == [
        ("a.txt", ""),
        ("b.txt", "has the same text"),
        ("c.txt", "has the same text"),
    ]
    purge(tmp_path / "p.gpkg", gazetteer, ["a.txt"])
    assert [(a.id, a.duplicate_of) for a in read(tmp_path / "p.gpkg")[0]] == [("b.txt", None), ("c.txt", "b.txt")]


def test_a_drawing_goes_with_the_only_article_that_told_its_event(case: Path, gazetteer: Gazetteer) -> None:
    project = opened(case)
    events = corpus_of(project).events
    alone = next(e for e in events if e.articles == ("karim-haddad-notes.txt",))
    shared = next(e for e in events if len(e.articles) > 1)
    home = Place("geonames:1", "Somewhere", LonLat(36.0, 35.0), "PPL")
    for number, event in enumerate((alone, shared)):
        drawing = Drawing(f"d{number}", DrawingKind.RANGE, home, (1000.0,), ("1 km",), event=event.id)
        project.judge(JudgementKind.DRAW, {"drawing": drawing.id}, drawing_value(drawing))
    project.close()
    purge(case, gazetteer, ["karim-haddad-notes.txt"])
    project = opened(case)
    drawn = {j.subject["drawing"]: j.value["event"] for j in project.judgements() if j.kind is JudgementKind.DRAW}
    project.close()
    told = {e.id for e in read(case)[1].events}
    assert list(drawn) == ["d1"]
    assert drawn["d1"] in told


def test_an_article_is_known_again_only_where_that_was_wanted(case: Path, gazetteer: Gazetteer) -> None:
    articles = {a.id: a for a in read(case)[0]}
    purge(case, gazetteer, ["other.txt"])
    purge(case, gazetteer, ["report.txt"], remember=True)
    project = opened(case)
    scraped = Article("again", TEXTS["report.txt"].replace(" ", "  ").upper(), "", language="en")
    assert list(project.known_again([articles["other.txt"], articles["report.txt"], scraped])) == ["report.txt", "again"]
    (mark,) = [note.mark for note in project.removed() if note.mark]
    letters = "".join(c for c in TEXTS["report.txt"].lower() if c.isalnum())
    assert mark.hex() not in {hashlib.new(kind, letters.encode()).hexdigest() for kind in ("sha256", "sha512", "blake2b", "md5")}
    project.forget_marks()
    assert not project.known_again([scraped])
    project.close()
    assert mark not in case.read_bytes()


def test_of_a_name_no_mark_is_kept(case: Path, gazetteer: Gazetteer) -> None:
    purge(case, gazetteer, names=[NAME], remember=True)
    project = opened(case)
    assert [(note.kind, note.mark) for note in project.removed()] == [("name", None)]
    project.close()


# --- whole or not at all ---------------------------------------------------------------------------------------------------------


def test_a_project_that_another_program_has_open_is_left_as_it_was(case: Path, gazetteer: Gazetteer) -> None:
    other = sqlite3.connect(case, isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("BEGIN")
    before = other.execute("SELECT count(*) FROM dateline_article").fetchone()
    with pytest.raises(ProjectError, match=r"another program has it open.*Nothing was removed"):
        purge(case, gazetteer, names=[NAME])
    assert other.execute("SELECT count(*) FROM dateline_article").fetchone() == before
    other.close()
    purge(case, gazetteer, names=[NAME])
    assert files_with(case.parent, ["Karim"]) == []


@pytest.mark.parametrize("where", ["change", "written", "checked", "replaced"])
def test_a_crash_loses_nothing_or_leaves_nothing(case: Path, gazetteer: Gazetteer, where: str) -> None:
    script = f"""
        import os, signal, sys
        from pathlib import Path
        from geo.gazetteer import open_default
        from geo.model import Analysis
        from geo.pipeline import purging
        from geo.project.purging import carrying_out, rebuilding
        def die(*_): os.kill(os.getpid(), signal.SIGKILL)
        where = {where!r}
        if where == "change": carrying_out.write_notes = die
        if where == "written": carrying_out.make_sure = die
        if where == "checked": rebuilding.os.replace = die
        if where == "replaced": rebuilding.sync_folder = die
        purging.analysed = lambda article, _: (Analysis(article.id, (), (), (), ()), None)  # the models would take long to load
        purging.purge(Path(sys.argv[1]), open_default(added=False), names=[{NAME!r}])
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(script), str(case)], cwd=Path(__file__).parents[2], check=False)
    assert ended.returncode == -signal.SIGKILL
    left = [p for p in case.parent.iterdir() if p.name != "case.gpkg"]
    assert not [p for p in left if files_with(p.parent, [NAME]) and p.suffix == ".part" and NAME.encode() in p.read_bytes()]
    articles, corpus = read(case)
    whole = any(NAME in a.text for a in articles)
    assert whole == (where != "replaced")
    assert len(articles) == 3
    assert "other.txt" in corpus.analyses
    if whole:
        purge(case, gazetteer, names=[NAME])
    assert files_with(case.parent, ["Karim"]) == []
    assert [p.name for p in case.parent.iterdir() if p.suffix == ".part"] == []


def test_what_stands_in_another_programs_table_goes_too(case: Path, gazetteer: Gazetteer) -> None:
    with sqlite3.connect(case) as other:
        other.execute("CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, name TEXT, sld BLOB, phone INTEGER)")
        other.execute("INSERT INTO layer_styles VALUES (1, ?, ?, 9613123456)", (f"Seen by {NAME}", NAME.encode("utf-16-le")))
        other.execute("INSERT INTO layer_styles VALUES (2, 'plain', NULL, 7)")
    other.close()
    purge(case, gazetteer, names=[NAME, "+961 3 123 456"])
    with sqlite3.connect(case) as other:
        assert other.execute("SELECT * FROM layer_styles").fetchall() == [(1, "[removed]", b"", 0), (2, "plain", None, 7)]
    other.close()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE notes (who TEXT PRIMARY KEY) WITHOUT ROWID; INSERT INTO notes VALUES ('Karim Haddad')",
        "CREATE TABLE gpkg_notes (id INTEGER PRIMARY KEY, who TEXT); INSERT INTO gpkg_notes VALUES (1, 'karim haddad')",
        "CREATE TABLE rtree_blob (id INTEGER PRIMARY KEY, who BLOB); INSERT INTO rtree_blob VALUES (1, CAST('Karim Haddad' AS BLOB))",
        'CREATE VIEW "Karim Haddad" AS SELECT 1',
    ],
)
def test_what_is_found_in_the_new_files_bytes_stops_it(case: Path, gazetteer: Gazetteer, statement: str) -> None:
    other = sqlite3.connect(case)
    other.executescript(statement)
    other.close()
    before = dump(case)
    with pytest.raises(ProjectError, match="still stands in the new file"):
        purge(case, gazetteer, names=[NAME])
    assert dump(case) == before, "it was changed all the same"
    assert [p.name for p in case.parent.iterdir()] == ["case.gpkg"]


def test_a_leftover_of_a_crash_beside_the_project_goes_too(case: Path, gazetteer: Gazetteer) -> None:
    (case.parent / f".{case.name}.4711.part").write_bytes(case.read_bytes())
    purge(case, gazetteer, names=[NAME])
    assert [p.name for p in case.parent.iterdir()] == ["case.gpkg"]


@pytest.mark.skipif(os.name == "nt", reason="files that are open cannot be replaced there")
def test_the_old_files_bytes_are_overwritten_unless_they_have_another_name(case: Path, gazetteer: Gazetteer) -> None:
    with case.open("rb") as old:
        purge(case, gazetteer, names=[NAME])
        assert set(old.read()) == {0}
    kept = case.with_name("kept.gpkg")
    os.link(case, kept)
    report = purge(case, gazetteer, ["other.txt"])
    assert len(read(kept)[0]) == 3, "it was the user's copy"
    assert any("hard link" in note for note in report.notes)


def test_a_project_reached_by_a_link_stays_reached_by_it(case: Path, gazetteer: Gazetteer) -> None:
    link = case.with_name("link.gpkg")
    link.symlink_to(case.name)
    purge(link, gazetteer, names=[NAME])
    assert link.is_symlink()
    assert b"Karim" not in case.read_bytes()


def test_the_file_keeps_its_permissions(case: Path, gazetteer: Gazetteer) -> None:
    case.chmod(0o640)
    purge(case, gazetteer, names=[NAME])
    assert case.stat().st_mode & 0o777 == 0o640


def test_other_programs_still_read_the_layers(case: Path, gazetteer: Gazetteer) -> None:
    purge(case, gazetteer, names=[NAME])
    with sqlite3.connect(case) as other:
        assert other.execute("PRAGMA application_id").fetchone()[0] == 0x47504B47
        rows = other.execute("SELECT place FROM events").fetchall()
    other.close()
    assert ("Kafr Zaytā",) in rows


def test_a_name_that_a_place_has_too_goes_from_the_texts_and_that_is_said(tmp_path: Path, gazetteer: Gazetteer) -> None:
    text = "Jets bombed Saraqib in Idlib province on Monday, said Mr Idlib, a doctor. Rebels shelled Kafr Zita."
    article = Article("a", text, hashlib.sha256(text.encode()).hexdigest(), language="en")
    project = Project.create(tmp_path / "p.gpkg")
    project.add([article], [pipeline.analyse(article, gazetteer)])
    project.close()
    report = purge(tmp_path / "p.gpkg", gazetteer, names=["Idlib"])
    assert "Idlib" not in read(tmp_path / "p.gpkg")[0][0].text
    assert any("gazetteer" in note for note in report.notes)
