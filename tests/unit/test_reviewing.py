"""What people check, edit and add: each a judgement that can be undone, outlives a new reading, and says what it superseded."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from geo import export, pipeline
from geo.cli.main import main
from geo.errors import JudgementError
from geo.gazetteer import Gazetteer
from geo.model import (
    Analysis,
    Article,
    Comparator,
    Corpus,
    EditField,
    Event,
    EventType,
    JudgementKind,
    Modality,
    Part,
    ReviewState,
    Role,
    Span,
)
from geo.pipeline import deciding
from geo.pipeline.deciding import ids
from geo.project import Decision, Project

Tell = Callable[..., tuple[Article, Analysis]]

TEXT = (
    "Russian jets struck Kafr Zita on Wednesday, the ministry said. At least 12 people were killed. "
    "Quiet returned to the villages by Friday. Witnesses in Morek heard 26 rockets on 6 October 2015, a teacher told us."
)
OTHER = "Title: Second\n\nRebels shelled Saraqib on Thursday, the army said."


@pytest.fixture
def project(tell: Tell, tmp_path: Path) -> Iterator[Project]:
    made = Project.create(tmp_path / "case.gpkg")
    told = [tell(TEXT, published=date(2015, 10, 8), publisher="First Wire"), tell(OTHER, published=date(2015, 10, 9), id="other")]
    made.add([a for a, _ in told], [n for _, n in told])
    yield made
    made.close()


def corpus_of(project: Project) -> Corpus:
    return pipeline.corpus(project.articles(), project.analyses(), project.judgements())


def struck(corpus: Corpus) -> Event:
    return next(e for e in corpus.events if any(p.place.name.startswith("Kafr") for p in e.places))


def words(said: str, text: str = TEXT) -> Span:
    start = text.index(said)
    return Span(start, start + len(said))


def told(corpus: Corpus, article: str = "told") -> tuple[Article, Analysis]:
    return corpus.article(article), corpus.analyses[article]


def judge(project: Project, decisions: Sequence[Decision]) -> Corpus:
    project.judge_all(decisions, "A. Analyst")
    return corpus_of(project)


def edit(project: Project, field: EditField, text: str) -> Event:
    event = struck(corpus_of(project))
    changed = judge(project, [deciding.edited(ids(event.mentions), field, deciding.given_of(field, text))])
    return next(e for e in changed.events if e.mentions[0].id == event.mentions[0].id)


# --- review -----------------------------------------------------------------------------------------------------------------


def test_an_event_is_found_until_somebody_has_looked(project: Project) -> None:
    corpus = corpus_of(project)
    event, total = struck(corpus), len(corpus.events)
    assert deciding.checked(corpus) == (0, total)
    corpus = judge(project, deciding.reviewed([event.mentions], ReviewState.ACCEPTED))
    assert corpus.reviews.of_event(ids(event.mentions)) is ReviewState.ACCEPTED
    assert deciding.checked(corpus) == (1, total)
    assert project.undo_text == "Accept event"
    corpus = judge(project, deciding.reviewed([event.mentions], ReviewState.UNIDENTIFIED))
    assert corpus.reviews.of_event(ids(event.mentions)) is ReviewState.UNIDENTIFIED
    corpus = judge(project, deciding.reviewed([event.mentions], ReviewState.FOUND))
    assert deciding.checked(corpus) == (0, total)


def test_many_are_one_act_and_are_undone_at_once(project: Project) -> None:
    corpus = corpus_of(project)
    everything = [e.mentions for e in corpus.events]
    assert len(everything) > 1
    judge(project, deciding.reviewed(everything, ReviewState.ACCEPTED))
    assert project.undo_text == f"Accept {len(everything)} events"
    judge(project, deciding.rejected(everything))
    assert corpus_of(project).events == ()
    assert deciding.checked(corpus_of(project)) == (len(everything), len(everything)), "the rejected ones were checked"
    assert project.undo_text == f"Reject {len(everything)} events"
    project.undo()
    assert deciding.checked(corpus_of(project)) == (len(everything), len(everything)), "only the rejecting is undone"
    project.undo()
    assert deciding.checked(corpus_of(project))[0] == 0
    assert not project.undo()
    assert project.redo()
    assert project.redo()
    assert corpus_of(project).events == (), "and both acts come back whole"
    assert not project.redo()


def test_joined_events_stay_joined_when_they_are_rejected(project: Project) -> None:
    corpus = corpus_of(project)
    one, other = struck(corpus), next(e for e in corpus.events if e.mentions[0].article == "other")
    project.judge(JudgementKind.JOIN_EVENTS, {"events": [*ids(one.mentions), *ids(other.mentions)]}, {})
    joined = struck(corpus_of(project))
    assert {m.article for m in joined.mentions} == {"told", "other"}
    corpus = judge(project, deciding.rejected([joined.mentions]))
    assert corpus.reviews.rejected_together == (frozenset(ids(joined.mentions)),)
    corpus = judge(project, deciding.restored([joined.mentions]))
    assert ids(struck(corpus).mentions) == ids(joined.mentions)


def test_a_place_that_cannot_be_told_is_drawn_nowhere_until_it_is_chosen(project: Project) -> None:
    corpus = corpus_of(project)
    article, analysis = told(corpus)
    mention = next(m for m in analysis.mentions if m.text == "Kafr Zita")
    corpus = judge(project, deciding.reviewed_names([(article.id, mention.span)], ReviewState.UNIDENTIFIED))
    assert not any(p.place.name.startswith("Kafr") for e in corpus.events for p in e.places)
    assert corpus.reviews.of_name(article.id, mention.span) is ReviewState.UNIDENTIFIED
    assert project.undo_text == "Cannot identify place name"
    corpus = judge(project, deciding.reviewed_names([(article.id, mention.span)], ReviewState.ACCEPTED))
    assert struck(corpus).places[0].place.name.startswith("Kafr"), "who accepts what was found takes his doubt back"
    assert corpus.reviews.of_name(article.id, mention.span) is ReviewState.ACCEPTED


def test_the_places_of_an_accepted_event_were_looked_at_with_it(project: Project) -> None:
    corpus = corpus_of(project)
    mention = next(m for m in told(corpus)[1].mentions if m.text == "Kafr Zita")
    corpus = judge(project, deciding.reviewed([struck(corpus).mentions], ReviewState.ACCEPTED))
    assert corpus.reviews.of_name("told", mention.span) is ReviewState.ACCEPTED


# --- edit -------------------------------------------------------------------------------------------------------------------


def test_every_field_can_be_set_and_says_what_it_was(project: Project) -> None:
    before = struck(corpus_of(project))
    event = edit(project, EditField.TYPE, "Armed clash")
    assert event.type is EventType.ARMED_CLASH
    event = edit(project, EditField.DATE, "5 October 2015")
    assert event.when is not None
    assert event.when.start == date(2015, 10, 5)
    event = edit(project, EditField.ACTOR, "Hamas; Fatah")
    assert event.actor == "Hamas"
    assert {c.value for c in event.claims if c.field == "actor"} == {"Hamas", "Fatah"}
    event = edit(project, EditField.TARGET, "a bridge")
    assert event.targets == ("a bridge",)
    event = edit(project, EditField.SPEAKER, "Governor Salim")
    assert event.sources.speaker_names == ("Governor Salim",)
    event = edit(project, EditField.MODALITY, "denied")
    assert event.mentions[0].modality is Modality.DENIED
    corpus = corpus_of(project)
    notes = {e.field: e for e in corpus.reviews.edits_of(ids(event.mentions))}
    assert {f.value for f in notes} == {"type", "date", "actor", "target", "speaker", "modality"}
    assert notes[EditField.TYPE].was == before.type.value
    assert notes[EditField.TYPE].now == "Armed clash"
    assert notes[EditField.DATE].was == "7 October 2015"
    assert notes[EditField.TYPE].author == "A. Analyst"
    assert corpus.reviews.of_event(ids(event.mentions)) is ReviewState.CORRECTED
    for _ in notes:
        project.undo()
    assert struck(corpus_of(project)) == before


def test_nothing_can_be_said_to_be_there_as_well(project: Project) -> None:
    edit(project, EditField.DATE, "none")
    edit(project, EditField.SPEAKER, "none")
    event = edit(project, EditField.ACTOR, "none")
    assert (event.when, event.actor, event.sources.speaker_names) == (None, None, ())


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        (EditField.TYPE, "Battle", "One of: Air or drone strike"),
        (EditField.DATE, "5/6/2015", "write the month as a word"),
        (EditField.DATE, "soon", "no date"),
        (EditField.QUANTITY, "many", "no number"),
        (EditField.SPEAKER, "  ", "Say what"),
    ],
)
def test_what_is_not_understood_is_refused_with_the_way_out(field: EditField, text: str, why: str) -> None:
    with pytest.raises(JudgementError, match=why):
        deciding.given_of(field, text)


def test_a_later_edit_supersedes_and_the_first_reading_stays_visible(project: Project) -> None:
    edit(project, EditField.DATE, "5 October 2015")
    event = edit(project, EditField.DATE, "4 October 2015")
    (note,) = corpus_of(project).reviews.edits_of(ids(event.mentions))
    assert (note.was, note.now) == ("7 October 2015", "4 October 2015")


def test_a_set_day_stands_above_the_day_of_the_report(project: Project) -> None:
    event = edit(project, EditField.DATE, "5 October 2015")
    project.judge(JudgementKind.SET_ARTICLE, {"articles": ["told"]}, {"published": "2016-01-01"})
    when = next(e for e in corpus_of(project).events if e.mentions[0].id == event.mentions[0].id).when
    assert when is not None
    assert when.start == date(2015, 10, 5)


# --- add --------------------------------------------------------------------------------------------------------------------


def test_selected_words_become_an_event_with_their_places_and_day(project: Project) -> None:
    corpus = corpus_of(project)
    article, analysis = told(corpus)
    selected = words("Witnesses in Morek heard 26 rockets on 6 October 2015")
    corpus = judge(project, deciding.added_event(article, analysis, selected, EventType.MISSILE_ATTACK))
    (added,) = [e for e in corpus.events if ids(e.mentions)[0] in corpus.reviews.added]
    assert [p.place.name for p in added.places] == ["Mūrak"] or added.places[0].named_at == (("told", words("Morek")),)
    assert added.when is not None
    assert added.when.start == date(2015, 10, 6)
    assert added.mentions[0].span.of(TEXT).startswith("Witnesses in Morek")
    assert corpus.reviews.of_event(ids(added.mentions)) is ReviewState.ACCEPTED
    assert next(m.role for m in corpus.analyses["told"].mentions if m.text == "Morek") is Role.EVENT
    assert project.undo_text == "Add event"
    project.undo()
    assert not corpus_of(project).reviews.added, "one act, one undo"


def test_selected_words_become_one_more_passage_of_an_event(project: Project) -> None:
    corpus = corpus_of(project)
    event = struck(corpus)
    corpus = judge(project, deciding.added_event(*told(corpus), words("Quiet returned to the villages"), event.type, event))
    more = struck(corpus)
    assert len(more.mentions) == len(event.mentions) + 1
    assert project.undo_text == "Add passage"


def test_words_give_an_event_a_place_a_number_a_day_and_a_speaker(project: Project, gazetteer: Gazetteer) -> None:
    corpus = corpus_of(project)
    event = struck(corpus)

    def add(field: EditField, said: str, part: Part = Part.LOCATION) -> Event:
        corpus = corpus_of(project)
        return struck(judge(project, deciding.added_to(struck(corpus).mentions, field, *told(corpus), words(said), gazetteer, part)))

    changed = add(EditField.QUANTITY, "26 rockets")
    number = next(q for m in changed.mentions for q in m.quantities if q.span == words("26 rockets"))
    assert (number.value, number.unit, number.comparator) == (26, "rocket", Comparator.EXACT)
    changed = add(EditField.PLACE, "Morek")
    assert len(changed.places) == len(event.places) + 1
    changed = add(EditField.DATE, "on 6 October 2015")
    assert changed.when is not None
    assert changed.when.start == date(2015, 10, 6)
    changed = add(EditField.SPEAKER, "a teacher")
    assert changed.sources.speaker_names == ("a teacher",)
    with pytest.raises(JudgementError, match="tells no day"):
        add(EditField.DATE, "Witnesses")


def test_an_added_place_name_is_resolved_as_others_are_and_can_be_corrected(tell: Tell, tmp_path: Path, gazetteer: Gazetteer) -> None:
    text = "Shells fell on rebel positions in Hama province. The old mill at saraqib burned."
    article, analysis = tell(text)
    at = words("saraqib", text)
    assert not any(m.span.overlaps(at) for m in analysis.mentions), "else this test shows nothing"
    project = Project.create(tmp_path / "added.gpkg")
    project.add([article], [analysis])
    corpus = judge(project, deciding.added_name(article, analysis, Span(at.start + 1, at.end - 1), gazetteer))
    analysis = corpus.analyses["told"]
    mention = analysis.mentions[-1]
    assert (mention.span, mention.text) == (at, "saraqib"), "whole words are taken"
    resolution = analysis.resolutions[-1]
    assert resolution.place is not None
    assert resolution.place.country == "SY"
    assert corpus.reviews.added_names == {("told", at)}
    with pytest.raises(JudgementError, match="already"):
        deciding.added_name(article, analysis, at, gazetteer)
    corpus = judge(project, deciding.reviewed_names([("told", at)], ReviewState.UNIDENTIFIED))
    assert corpus.analyses["told"].resolutions[-1].place is None
    project.close()


def test_what_was_added_and_edited_outlives_a_new_reading_and_another_opening(project: Project, gazetteer: Gazetteer) -> None:
    corpus = corpus_of(project)
    judge(project, deciding.added_event(*told(corpus), words("Quiet returned to the villages"), EventType.OTHER))
    edit(project, EditField.SPEAKER, "Governor Salim")
    judge(project, deciding.reviewed([e.mentions for e in corpus.events if e.mentions[0].article == "other"], ReviewState.ACCEPTED))
    before = corpus_of(project)
    project.add(project.articles(), pipeline.resolve_again(project.articles(), gazetteer))
    assert corpus_of(project).reviews == before.reviews
    assert [e.id for e in corpus_of(project).events] == [e.id for e in before.events]
    path = project.path
    project.close()
    again = Project.open(path)
    assert again.damage == ()
    assert corpus_of(again).events == before.events
    again.close()


def test_exports_tell_the_state_and_what_was_edited_and_added(project: Project, tmp_path: Path) -> None:
    corpus = corpus_of(project)
    edit(project, EditField.SPEAKER, "Governor Salim")
    corpus = judge(project, deciding.added_event(*told(corpus), words("Witnesses in Morek heard 26 rockets"), EventType.MISSILE_ATTACK))
    rows = list(csv.DictReader(io.StringIO(export.tables.table_csv(corpus).decode())))
    by_place = {row["place_written"]: row for row in rows}
    assert (by_place["Kafr Zita"]["review"], by_place["Kafr Zita"]["edited"], by_place["Kafr Zita"]["added"]) == (
        "corrected",
        "speaker",
        "false",
    )
    assert [(row["place_written"], row["review"]) for row in rows if row["added"] == "true"] == [("Morek", "accepted")]
    assert by_place["Saraqib"]["review"] == "found"


# --- the command --------------------------------------------------------------------------------------------------------------


def test_the_command_lists_accepts_edits_adds_and_undoes(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    event = struck(corpus_of(project))
    path = str(project.path)
    project.close()

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["review", path, *arguments, "--builtin-only"])
        out, err = capsys.readouterr()
        return status, out, err

    status, out, _ = run()
    assert status == 0
    total = int(out.splitlines()[-1].split()[2])
    assert out.splitlines()[-1] == f"0 of {total} checked"
    assert run("accept", event.id)[0] == 0
    assert f"1 of {total} checked" in run()[1]
    assert event.id not in run()[1]
    assert "edit type" in run("edit", event.id, "type", "Armed clash")[2]
    start, end = words("26 rockets")
    assert run("edit", event.id, "quantity", "--words", "told", str(start), str(end))[0] == 0
    start, end = words("Quiet returned to the villages")
    assert f"of {total + 1} checked" in run("add-event", "--words", "told", str(start), str(end))[2]
    listed = json.loads(run("list", "--state", "all", "--json")[1])
    states = {row["id"]: row["review"] for row in listed["listed"]}
    assert states[event.id] == "corrected"
    assert run("reject", event.id)[0] == 0
    assert run("restore", event.mentions[0].id)[0] == 0
    for _ in range(6):
        assert run("undo")[0] == 0
    assert run("undo")[0] == 1
    assert f"0 of {total} checked" in run()[1]
    status, _, err = run("accept", "nobody")
    assert status == 1
    assert "no event" in err
