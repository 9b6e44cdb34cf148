"""The ledger that window and proof map show: what is agreed, disputed, said by one origin, denied; and what leaving out leaves."""

from __future__ import annotations

from dataclasses import replace

import contradictions
import pytest
import synthetic

from geo.export.proof import document
from geo.leaving_out import leave_out_of, redacted, without
from geo.model import Claim, Comparator, Corpus, Disagreement, Event, Modality, Responsibility, Stance
from geo.views import scene
from geo.views.book import Book
from geo.views.ledger import Ledger, Standing, ledger
from geo.views.words import iso_words, plural, quantity_words, unit_title


def raid(corpus: Corpus | None = None) -> tuple[Event, Ledger]:
    told = corpus or contradictions.corpus()
    return told.events[0], ledger(told.events[0], Book(told))


def test_what_two_independent_origins_say_is_agreed() -> None:
    _, made = raid()
    agreed = {(line.field, line.value): {v.article for v in line.voices} for line in made.standing(Standing.AGREED)}
    assert agreed == {("Where", "Kafr Zita"): {"a.txt", "b.txt", "c.txt"}}


def test_a_reprint_confirms_nothing() -> None:
    told = contradictions.corpus()
    event = told.events[0]
    # Without the Observatory the raid is told by one report and its reprint.
    mentions = tuple(m for m in event.mentions if m.article != "c.txt")
    claims = tuple(c for c in event.claims if c.article != "c.txt")
    alone = replace(event, mentions=mentions, claims=claims, disagreements=(), checks=())
    made = ledger(alone, Book(told))
    assert not made.standing(Standing.AGREED)
    assert {line.value for line in made.standing(Standing.SINGLE)} >= {"Kafr Zita", "26", "20"}


def test_values_that_stand_against_each_other_stand_side_by_side_with_who_says_so() -> None:
    _, made = raid()
    people = next(d for d in made.disputes if d.field == "People")
    assert people.direct
    assert [(side.value, [v.speaker for v in side.voices]) for side in people.sides] == [
        ("26", ["Colonel Anna Darwish"]),
        ("20", ["Colonel Anna Darwish"]),
        ("9", ["Syrian Observatory for Human Rights"]),
    ]
    assert "People" not in {line.field for line in made.lines}, "what is disputed is not listed as said too"


def test_a_denial_of_another_event_is_a_side_and_opens_its_own_passage() -> None:
    _, made = raid()
    denied = next(d for d in made.disputes if d.field == "What")
    assert not denied.direct
    side = next(s for s in denied.sides if s.elsewhere)
    assert side.value == "denied"
    assert [(v.article, v.speaker, v.modality) for v in side.voices] == [("d.txt", "the ministry", Modality.DENIED)]


def test_what_is_denied_is_kept_apart() -> None:
    told = contradictions.corpus()
    made = ledger(told.events[1], Book(told))
    assert [(line.note, line.standing) for line in made.lines] == [("Denied", Standing.APART)]


def contested() -> Corpus:
    """The raid, which the Red Front claims and Ankara denies for it."""
    told = contradictions.corpus()
    event = told.events[0]
    mention = event.mentions[0]
    claimed = Claim(
        mention.article, mention.trigger, "actor", "Red Front", None, None, "Red Front", Modality.REPORTED, mention.id,
        stance=Stance.CLAIMS, party="Red Front",
    )  # fmt: skip
    denied = replace(claimed, speaker="Ankara", stance=Stance.DENIES, modality=Modality.DENIED)
    held = Responsibility("Red Front", "Red Front", Stance.CLAIMS, "Red Front", mention.trigger)
    first = replace(
        event, claims=(*event.claims, claimed, denied), mentions=(replace(mention, responsibility=(held,)), *event.mentions[1:])
    )
    return replace(told, events=(first, *told.events[1:]))


def test_a_doer_stands_with_who_claims_and_who_denies() -> None:
    _, made = raid(contested())
    line = next(line for line in made.lines if line.value == "Red Front")
    assert (line.field, line.note, line.standing) == ("Who", "claimed by Red Front; denied by Ankara", Standing.SINGLE)


def test_contested_responsibility_is_the_first_thing_that_the_ledger_says() -> None:
    corpus = contested()
    event = corpus.events[0]
    first = len(event.claims) - 2
    given = Disagreement(
        "actor", (("Red Front", (first,)), ("denied: Red Front", (first + 1,))), "direct", "Ankara denies that it was Red Front"
    )
    told = replace(corpus, events=(replace(event, disagreements=(*event.disagreements, given)), *corpus.events[1:]))
    _, made = raid(told)
    head = made.disputes[0]
    assert (head.field, head.direct, head.why) == ("Responsibility contested", True, "Ankara denies that it was Red Front")
    assert [(side.value, [v.speaker for v in side.voices]) for side in head.sides] == [
        ("Red Front", ["Red Front"]),
        ("denied: Red Front", ["Ankara"]),
    ]


def test_a_blotted_doer_is_blotted_in_party_and_responsibility_too() -> None:
    told = contested()
    kept = redacted(told, leave_out_of(told, speakers=["Red Front"]))
    assert kept.events
    assert "Red Front" not in repr(kept.events)
    assert "Red Front" not in everything(told, speakers=["Red Front"])


def test_reprints_hang_under_the_first_print_with_their_edits() -> None:
    _, made = raid()
    account = next(a for a in made.accounts if a.copies)
    assert (account.first.article, [c.article for c in account.copies]) == ("a.txt", ["b.txt"])
    pieces = [(p.kind.value, p.text) for p in account.copies[0].pieces if p.kind.value != "same"]
    assert pieces == [("gone", "on "), ("gone", "26"), ("number", "20")]
    shown = "".join(p.text for p in account.copies[0].pieces if p.kind.value != "gone")
    assert shown == contradictions.COPY
    assert account.edits == 3


def test_badges_list_what_they_count() -> None:
    _, made = raid()
    badges = {b.kind: b for b in made.badges}
    assert {kind: b.count for kind, b in badges.items()} == {"articles": 3, "origins": 2, "speakers": 2, "parties": 2}
    assert badges["origins"].items == ("First Wire = Second Wire", "Third Wire")
    assert badges["speakers"].items == ("Colonel Anna Darwish", "the Observatory")
    assert "reprints" in badges["origins"].how


@pytest.mark.parametrize(
    ("value", "unit", "comparator", "before", "words"),
    [
        (26, "missile", Comparator.EXACT, "", "26"),
        (1500, "km", Comparator.MORE, "away, over ", "over 1,500 km"),
        (35, "person", Comparator.MORE, "killed at least ", "at least 35"),
        (930, "mi", Comparator.ABOUT, "from the sea, ", "about 930 miles"),
        (1, "day", Comparator.EXACT, "", "1 day"),
        (3.5, "%", Comparator.EXACT, "", "3.5 %"),
        (40, "shell", Comparator.LESS, "up to ", "up to 40"),
    ],
)
def test_quantities_are_said_as_the_article_compares_them(value: float, unit: str, comparator: Comparator, before: str, words: str) -> None:
    assert quantity_words(value, unit, comparator, before) == words


def test_units_and_dates_are_named_for_a_reader() -> None:
    assert [unit_title(u) for u in ("missile", "km", "%", "casualty", "person")] == [
        "Missiles",
        "Distance",
        "Share",
        "Casualties",
        "People",
    ]
    assert plural("aircraft") == "aircraft"
    assert iso_words("2015-10-05/2015-10-07") == "5 to 7 October 2015"
    assert iso_words("on Wednesday") == "“on Wednesday”"


# --- leaving out ----------------------------------------------------------------------------------------------------------


def everything(corpus: Corpus, **left: list[str]) -> str:
    """The proof map as text, unpacked as it is for so few events."""
    return document(scene(corpus, synthetic.rough_outline, leave_out=leave_out_of(corpus, **left)))


def test_a_left_out_article_leaves_no_count_reason_edit_or_side() -> None:
    told = without(contradictions.corpus(), leave_out_of(contradictions.corpus(), articles=["a.txt"]))
    event, made = raid(told)
    assert (event.sources.articles, event.sources.origins) == (2, 2)
    assert not told.reprints, "nothing is left to compare the copy with"
    assert event.reasons == ()
    people = next(d for d in made.disputes if d.field == "People")
    assert [side.value for side in people.sides] == ["20", "9"]
    assert people.why == "The articles of this file differ", "the reason told of three counts"
    assert event.checks[0].says == "20 stands where the first print has 26"
    text = everything(contradictions.corpus(), articles=["a.txt"])
    assert "First Wire" not in text
    assert contradictions.FIRST not in text


def test_a_left_out_denial_takes_its_side_along() -> None:
    told = without(contradictions.corpus(), leave_out_of(contradictions.corpus(), articles=["d.txt"]))
    assert [d.field for d in told.events[0].disagreements] == ["person"]
    assert "the ministry" not in everything(contradictions.corpus(), articles=["d.txt"])


def test_a_left_out_place_is_in_no_line_and_no_reason() -> None:
    corpus = contradictions.corpus()
    build = synthetic.Builder()
    report = synthetic.Report(
        "Shells fell on Kafr Zita and on Khan Shaykhun.",
        synthetic.EventType.MISSILE_ATTACK,
        "Shells",
        [("Kafr Zita", synthetic.KAFR_ZITA, synthetic.Part.TARGET), ("Khan Shaykhun", synthetic.KHAN_SHAYKHUN, synthetic.Part.TARGET)],
    )
    build.article("e.txt", [report])
    both = build.corpus()
    both = replace(
        both,
        articles=(*corpus.articles, *both.articles),
        analyses={**corpus.analyses, **both.analyses},
        events=(*corpus.events, *both.events),
    )
    text = everything(both, places=[synthetic.KAFR_ZITA.id])
    assert "Kafr Zita" not in text
    assert "Khan Shaykhun" in text


@pytest.mark.parametrize("name", ["Colonel Anna Darwish", "colonel anna darwish"])
def test_a_left_out_speaker_is_nowhere_by_no_part_of_his_name(name: str) -> None:
    corpus = contradictions.corpus()
    text = everything(corpus, speakers=[name])
    assert "Darwish" not in text
    assert "the Observatory" in text
    assert "killed 26 people" in text
    left = redacted(corpus, leave_out_of(corpus, speakers=[name]))
    assert "Darwish" not in repr(left)
    assert len(left.articles[0].text) == len(corpus.articles[0].text), "offsets still mean what they meant"
    assert left.events[0].sources.speakers == 2


def test_a_speaker_glued_to_the_next_word_by_a_bad_scrape_is_blotted_too() -> None:
    build = synthetic.Builder()
    sentence = "Shells hit Kafr Zita in the eastDarwish saidThe shelling went on, Anna Darwish said."
    report = synthetic.Report(
        sentence,
        synthetic.EventType.MISSILE_ATTACK,
        "Shells",
        [("Kafr Zita", synthetic.KAFR_ZITA, synthetic.Part.TARGET)],
        speaker="Anna Darwish",
    )
    build.article("glued.txt", [report])
    corpus = build.corpus()
    assert "Darwish" not in everything(corpus, speakers=["Anna Darwish"])
    assert "Darwish" not in repr(redacted(corpus, leave_out_of(corpus, speakers=["Anna Darwish"])))
