"""Which mentions are one event and which are not, by hand and by the program; how sources are counted; where claims disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from told_events import AIR, FAR, HARBOUR, HOME, LAKE, LATER, MILL, MISSILE, MONDAY, PROVINCE, SEA, TUESDAY, corpus, told

from geo import pipeline
from geo.events import Decided, Decisions, merge, merged
from geo.events.coreference.blocking import own_blocks
from geo.model import (
    Comparator,
    Corpus,
    Event,
    EventType,
    JudgementKind,
    Modality,
    Part,
    Quantity,
    Span,
)
from geo.project import Project, decided


def groups(events: Sequence[Event]) -> set[frozenset[str]]:
    return {frozenset(m.id for m in e.mentions) for e in events}


def together(*articles: Sequence[dict[str, object]], **given: object) -> bool:
    """Whether the first mentions of the articles are one event."""
    events = merge(*corpus(*articles, **given))  # type: ignore[arg-type]
    return any({f"a{n}#0" for n in range(len(articles))} <= {m.id for m in e.mentions} for e in events)


# --- one event or two ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (told("Jets hit Ravnes.", at=[HARBOUR], when=MONDAY), told("Bombs fell on Ravnes, police said.", at=[HARBOUR], when=MONDAY)),
        (told("Jets hit Ravnes.", at=[HARBOUR], when=MONDAY, by="X"), told("Raids in Eastmark.", at=[PROVINCE], when=MONDAY, by="X")),
        (
            told("Ships fired from the Cold Sea.", MISSILE, [(SEA, Part.ORIGIN)], by="X"),
            told("Launched from the Cold Sea at Norland.", MISSILE, [(SEA, Part.ORIGIN), (HOME, Part.TARGET)], counts=[(26, "missile")]),
        ),
        (
            told("Ships fired from the Cold Sea.", MISSILE, [(SEA, Part.ORIGIN)], by="X"),
            told("Ships in the Cold Sea were involved.", MISSILE, [SEA], by="X"),
        ),
        (told("Salvo of 26 missiles.", MISSILE, counts=[(26, "missile")]), told("All 26 missiles hit.", MISSILE, counts=[(26, "missile")])),
        (
            told("Fired 1500 km.", MISSILE, by="X", counts=[(1500, "km"), (4, "ship")]),
            told("It flew 930 miles.", MISSILE, by="X", counts=[(930, "mi"), (4, "ship")]),
        ),
        (told("Jets hit Ravnes.", at=[HARBOUR], by="X", when=MONDAY), told("Jets hit Ravnes.", at=[HARBOUR], by="Y", when=MONDAY)),
        (told("Missiles hit Ravnes.", MISSILE, [HARBOUR], when=MONDAY), told("Jets hit Ravnes.", at=[HARBOUR], when=MONDAY)),
    ],
    ids=[
        "place and day",
        "a town in the province",
        "origin",
        "in the sea and from it",
        "a telling count",
        "one distance in two units",
        "another doer of one place and day",
        "shelling to one, an air strike to the other",
    ],
)
def test_mentions_with_something_telling_in_common_are_one_event(one: dict, other: dict) -> None:
    assert together([one], [other])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (told("Jets hit Ravnes.", at=[HARBOUR], when=MONDAY), told("Jets hit Ravnes again.", at=[HARBOUR], when=TUESDAY)),
        (told("Jets hit Ravnes.", at=[HARBOUR], when=MONDAY), told("Jets hit Tolvik.", at=[MILL], when=MONDAY)),
        (told("Jets hit Ravnes.", at=[HARBOUR], by="X"), told("Raids on Norland since autumn.", at=[HOME], by="X")),
        (
            told("Fired from the Cold Sea at Norland.", MISSILE, [(SEA, Part.ORIGIN), (HOME, Part.TARGET)], by="X"),
            told("Fired from Long Lake at Norland.", MISSILE, [(LAKE, Part.ORIGIN), (HOME, Part.TARGET)], by="X"),
        ),
        (
            told("Raids killed 4 in Ravnes.", at=[HARBOUR], when=MONDAY, counts=[(4, "person")]),
            told("Raids killed 90 in Ravnes.", at=[HARBOUR], when=MONDAY, counts=[(90, "person")]),
        ),
        (
            told("Jets hit Ravnes.", at=[HARBOUR]),
            told("Jets will hit Ravnes.", at=[HARBOUR], modality=Modality.PLANNED),
        ),
        (
            told("Raids on Norland went on all month.", at=[HOME], by="X", when=(date(2021, 2, 8), MONDAY)),
            told("Raids hit Norland.", at=[HOME], by="X", when=MONDAY),
        ),
    ],
    ids=[
        "the next day",
        "the next town",
        "a campaign and a strike",
        "another origin",
        "other numbers altogether",
        "done and planned",
        "a month and a day",
    ],
)
def test_mentions_that_cannot_be_one_are_kept_apart(one: dict, other: dict) -> None:
    assert not together([one], [other])


def test_two_who_are_said_to_have_done_it_are_a_dispute_on_one_event() -> None:
    one, other = (told("Jets hit Ravnes.", at=[HARBOUR], by=by, party=by, speaker=by, when=MONDAY) for by in ("X", "Y"))
    events = merge(*corpus([one], [other]))
    assert [[d.field for d in e.disagreements] for e in events] == [["actor"]]


def test_the_articles_of_reprints_are_gone_through_in_one_order() -> None:
    articles = [f"a{n:02}" for n in range(20)]
    copied = SimpleNamespace(words="w", articles=frozenset(articles))  # a set has another order in each process
    assert own_blocks(copied) == [("words", "w"), *(("article", a) for a in articles)]


def test_a_number_that_disagrees_does_not_keep_apart_what_all_else_joins() -> None:
    one = told("Jets hit Ravnes in nine strikes.", at=[HARBOUR], by="X", party="X", when=MONDAY, counts=[(9, "strike")])
    other = told("Jets hit Ravnes in 46 strikes on Monday.", at=[HARBOUR], by="X", party="X", when=MONDAY, counts=[(46, "strike")])
    assert together([one], [other])


def test_twin_strikes_of_one_town_and_day_stay_apart_where_doer_and_number_differ() -> None:
    one = told("Jets hit Ravnes: 36 killed.", at=[HARBOUR], by="X", when=MONDAY, counts=[(36, "person")])
    other = told("Jets hit Ravnes: 52 killed.", at=[HARBOUR], by="Y", when=MONDAY, counts=[(52, "person")])
    assert not together([one], [other])


def test_what_may_be_one_is_left_to_a_person_and_his_word_ends_the_question() -> None:
    given = corpus(
        [told("Jets hit Ravnes.", at=[HARBOUR], when=MONDAY)],
        [told("Jets hit Ravnes again, police said.", at=[HARBOUR], when=TUESDAY)],
    )
    found = merged(*given)
    [doubt] = found.suggestions
    of = {m.id: e.id for e in found.events for m in e.mentions}
    assert set(doubt.events) == {of["a0#0"], of["a1#0"]}
    assert 0 < doubt.score < 1
    assert doubt.reasons
    one, two = frozenset({"a0#0"}), frozenset({"a1#0"})
    assert not merged(*given, decided=Decided(apart=((one, two),))).suggestions
    assert not merged(*given, decided=Decided((one | two,))).suggestions


def test_an_undated_mention_is_of_its_articles_days() -> None:
    struck, again = told("Jets hit Ravnes.", at=[HARBOUR], when=MONDAY), told("Jets hit Ravnes, police said.", at=[HARBOUR])
    assert together([struck], [again], published=[MONDAY, TUESDAY])
    assert not together([struck], [again], published=[MONDAY, LATER])


def test_a_day_apart_is_a_disagreement_where_place_and_count_are_the_same() -> None:
    events = merge(
        *corpus(
            [told("Jets hit Ravnes: 34 dead.", at=[HARBOUR], when=MONDAY, counts=[(34, "person")], speaker="Ann Lee")],
            [told("Jets hit Ravnes: 34 died.", at=[HARBOUR], when=TUESDAY, counts=[(34, "person")], speaker="Bo Rey")],
        )
    )
    assert len(events) == 1
    assert [(d.field, d.strength) for d in events[0].disagreements] == [("date", "direct")]


def test_a_formula_filled_in_anew_is_no_copy() -> None:
    formula = "Shelling hit the town of {} on Monday and left people hurt, the provincial health office said in a statement."
    events = merge(
        *corpus(
            [told(formula.format("Ravnes"), MISSILE, [HARBOUR], when=MONDAY)],
            [told(formula.format("Tolvik"), MISSILE, [MILL], when=MONDAY)],
        )
    )
    assert len(events) == 2


def test_a_copy_that_lost_its_date_and_doer_stays_with_its_source() -> None:
    whole = told("Jets of the Xland air force hit the fish market in Ravnes on Monday morning.", at=[HARBOUR], when=MONDAY, by="Xland")
    lost = told("Jets of the Xland air force hit the fish market in Ravnes on Monday morning", at=[])
    events = merge(*corpus([whole], [lost]))
    assert [e.joins[0].reason for e in events] == ["the same passage, reprinted"]


def test_the_next_sentence_belongs_to_what_was_told_before_and_not_to_what_comes_after() -> None:
    events = merge(
        *corpus(
            [
                told("Jets hit Ravnes.", at=[HARBOUR], when=MONDAY),
                told("Smoke stood over it after the attack.", trigger="attack", vague=True),
                told("Jets hit Tolvik.", at=[MILL], when=MONDAY),
            ]
        )
    )
    assert groups(events) == {frozenset({"a0#0", "a0#1"}), frozenset({"a0#2"})}


def test_fresh_strikes_are_not_those_told_of_before() -> None:
    first = told("Ships fired the strikes from the Cold Sea.", MISSILE, [(SEA, Part.ORIGIN)], trigger="strikes", by="X")
    for words, number in (("Crews saw the strikes from afar.", 1), ("Crews saw fresh strikes from afar.", 2)):
        assert len(merge(*corpus([first, told(words, MISSILE, trigger="strikes")]))) == number, words


def test_what_an_attack_did_is_told_of_the_attack() -> None:
    """ "… and 12 people were killed" is no event of its own, and its count is the attack's."""
    articles, analyses = corpus(
        [told("Jets hit Ravnes on Monday and 12 were killed.", at=[HARBOUR], when=MONDAY)],
        [toll(17, "Ola Berg", "Norland")],
    )
    [strike] = analyses["a0"].events
    start = articles[0].text.index("killed")
    number = Quantity(12.0, "person", Comparator.EXACT, Span(start - 8, start - 6), "12")
    killed = replace(strike, id="a0#1", type=EventType.LOSSES, trigger=Span(start, start + 6), places=(), when=None, quantities=(number,))
    analyses["a0"] = replace(analyses["a0"], events=(strike, killed))
    [event] = merge(articles, analyses)
    assert event.type is AIR
    assert {j.mention: j.reason for j in event.joins}["a0#1"] == "what it did, told in the same sentence"
    assert [d.field for d in event.disagreements] == ["person"]


# --- by hand ------------------------------------------------------------------------------------------------------------

PAIR = ([told("Jets hit Ravnes.", at=[HARBOUR], when=MONDAY)], [told("Bombs fell on Ravnes.", at=[HARBOUR], when=MONDAY)])
ALONE = [told("Jets hit Sund.", at=[FAR], when=LATER)]


def test_what_a_person_split_stays_apart_and_what_he_joined_together() -> None:
    given = corpus(*PAIR, ALONE)
    assert groups(merge(*given)) == {frozenset({"a0#0", "a1#0"}), frozenset({"a2#0"})}
    decisions = Decisions()
    decisions.split(["a1#0"], ["a0#0"])
    assert groups(merge(*given, decided=decisions.decided())) == {frozenset({"a0#0"}), frozenset({"a1#0"}), frozenset({"a2#0"})}
    decisions.join(["a1#0", "a2#0"])
    events = merge(*given, decided=decisions.decided())
    assert groups(events) == {frozenset({"a0#0"}), frozenset({"a1#0", "a2#0"})}
    assert [e.reasons for e in events if len(e.mentions) > 1] == [("joined by hand",)]


def test_the_later_decision_holds() -> None:
    decisions = Decisions()
    decisions.join(["a", "b", "c"])
    decisions.split(["c"], ["a", "b"])
    assert decisions.decided() == Decided((frozenset({"a", "b"}),), ((frozenset({"c"}), frozenset({"a", "b"})),))
    decisions.join(["b", "c"])
    assert decisions.decided() == Decided((frozenset({"a", "b", "c"}),), ())


def test_a_copy_can_be_split_from_its_source() -> None:
    text = "Jets of the Xland air force hit the fish market in Ravnes on Monday morning."
    given = corpus([told(text, at=[HARBOUR])], [told(text + " ", at=[HARBOUR])])
    decisions = Decisions()
    decisions.split(["a1#0"], ["a0#0"])
    assert len(merge(*given)) == 1
    assert len(merge(*given, decided=decisions.decided())) == 2


def test_events_of_two_types_can_be_joined() -> None:
    given = corpus([told("Jets hit Ravnes.", at=[HARBOUR])], [told("Missiles hit Tolvik.", MISSILE, [MILL])])
    assert len(merge(*given)) == 2
    assert len(merge(*given, decided=Decided((frozenset({"a0#0", "a1#0"}),)))) == 1


def test_events_that_are_kept_apart_are_not_asked_about_and_nothing_else_changes(tmp_path: Path) -> None:
    articles, analyses = corpus(
        [told("Jets hit Ravnes.", at=[HARBOUR], when=MONDAY)],
        [told("Jets hit Ravnes again, police said.", at=[HARBOUR], when=TUESDAY)],
    )
    project = Project.create(tmp_path / "p.gpkg")
    project.add(articles, list(analyses.values()))

    def now() -> Corpus:
        return pipeline.corpus(project.articles(), project.analyses(), project.judgements())

    before = now()
    assert before.suggestions
    project.judge(JudgementKind.KEEP_APART, {"events": ["a1#0"], "from": ["a0#0"]}, {})
    assert now().events == before.events
    assert not now().suggestions
    project.close()
    project = Project.open(tmp_path / "p.gpkg")
    assert not now().suggestions
    project.judge(JudgementKind.JOIN_EVENTS, {"events": ["a0#0", "a1#0"]}, {})
    assert groups(now().events) == {frozenset({"a0#0", "a1#0"})}, "the later word holds"
    project.undo()
    project.undo()
    assert now().suggestions == before.suggestions
    project.close()


def test_what_was_joined_by_hand_and_is_kept_apart_later_is_apart() -> None:
    decisions = Decisions()
    decisions.join(["a", "b", "c", "d"])
    decisions.keep_apart(["a", "b"], ["c"])
    decided = decisions.decided()
    assert set(decided.together) == {frozenset("ab"), frozenset("cd")}
    assert decided.apart == ((frozenset("ab"), frozenset("c")),)


def test_splitting_and_joining_are_judgements_that_can_be_undone(tmp_path: Path) -> None:
    articles, analyses = corpus(*PAIR, ALONE)
    project = Project.create(tmp_path / "p.gpkg")
    project.add(articles, list(analyses.values()))

    def now() -> set[frozenset[str]]:
        return groups(pipeline.corpus(project.articles(), project.analyses(), project.judgements()).events)

    before = now()
    project.judge(JudgementKind.SPLIT_EVENT, {"events": ["a1#0"], "from": ["a0#0"]}, {})
    split = now()
    project.judge(JudgementKind.JOIN_EVENTS, {"events": ["a1#0", "a2#0"]}, {})
    assert now() == {frozenset({"a0#0"}), frozenset({"a1#0", "a2#0"})}
    project.undo()
    assert now() == split != before
    project.undo()
    assert now() == before
    project.redo()
    assert now() == split
    assert decided(project.judgements()).apart == ((frozenset({"a1#0"}), frozenset({"a0#0"})),)
    project.close()


# --- sources ------------------------------------------------------------------------------------------------------------


def said(speaker: str, party: str | None = None, more: str = "") -> dict[str, object]:
    return told(f"Jets hit Ravnes on Monday{more}, {speaker} said.", at=[HARBOUR], when=MONDAY, speaker=speaker, party=party)


def counted(*articles: Sequence[dict[str, object]], **given: object) -> tuple[int, int, int, int]:
    [event] = merge(*corpus(*articles, **given))  # type: ignore[arg-type]
    s = event.sources
    assert (len(s.by_origin), len(s.speaker_names)) == (s.origins, s.speakers)
    assert sorted(a for group in s.by_origin for a in group) == sorted(event.articles)
    return s.articles, s.origins, s.speakers, s.parties


def test_three_outlets_quoting_one_minister_are_one_speaker_of_one_party() -> None:
    assert counted(
        [said("Ola Berg", "Norland")], [said("Berg", "Norland", ", at dawn")], [said("Minister Ola Berg", "Norland", " and Tuesday")]
    ) == (3, 3, 1, 1)


def test_an_official_without_a_name_may_be_the_one_with_a_name() -> None:
    assert counted([said("Ola Berg", "Norland")], [said("a senior official", "Norland", ", at dawn")]) == (2, 2, 1, 1)
    assert counted([said("a senior official", "Norland")], [said("a ministry source", "Xland", ", at dawn")]) == (2, 2, 2, 2)


def test_two_speakers_of_one_party_are_two_speakers_and_one_party() -> None:
    assert counted([said("Ola Berg", "Norland")], [said("Ida Lund", "Norland", ", at dawn")]) == (2, 2, 2, 1)


def test_reprints_and_a_publishers_versions_are_one_origin() -> None:
    sentence = "Jets hit the quay and two warehouses in Ravnes on Monday, harbour master Ola Berg said by telephone."
    whole = told(sentence, at=[HARBOUR], when=MONDAY, speaker="Ola Berg")
    scrape = told(sentence.replace(",", "").rstrip("."), at=[HARBOUR], when=MONDAY, speaker="Ola Berg")
    assert counted([whole], [scrape], [said("Ida Lund")]) == (3, 2, 2, 1)
    assert counted([said("Ola Berg")], [said("Ida Lund", None, ", at dawn")], publishers=["Morgen", "Morgen"]) == (2, 1, 2, 1)


def test_an_article_that_tells_it_in_borrowed_words_is_no_origin_of_its_own() -> None:
    sentence = "Jets hit the quay and two warehouses in Ravnes on Monday, harbour master Ola Berg said by telephone."
    other = [told(f"Talks on tariff number {n} were adjourned until the autumn sitting.", EventType.MEETING) for n in range(8)]
    events = merge(*corpus([told(sentence, at=[HARBOUR], when=MONDAY)], [told(sentence, at=[HARBOUR], when=MONDAY), *other]))
    [strike] = [e for e in events if e.type is AIR]
    assert (strike.sources.articles, strike.sources.origins) == (2, 1)


# --- disagreements and checks -------------------------------------------------------------------------------------------


def toll(number: float, speaker: str, party: str | None = None, sign: Comparator = Comparator.EXACT) -> dict[str, object]:
    text = f"Jets killed {number:g} in Ravnes, {speaker} said."
    return told(text, at=[HARBOUR], when=MONDAY, counts=[(number, "person", sign)], speaker=speaker, party=party)


@pytest.mark.parametrize(
    ("one", "other", "strength"),
    [
        (toll(12, "Ola Berg", "Norland"), toll(17, "Ida Lund", "Xland"), "direct"),
        (toll(12, "Ola Berg", "Norland"), toll(17, "Ida Lund", "Norland"), "soft"),
        (toll(12, "Ola Berg", "Norland", Comparator.ABOUT), toll(17, "Ida Lund", "Xland"), "soft"),
        (toll(12, "Ola Berg", "Norland", Comparator.MORE), toll(17, "Ida Lund", "Xland"), None),
        (toll(12, "Ola Berg", "Norland", Comparator.ABOUT), toll(13, "Ida Lund", "Xland"), None),
        (toll(12, "Ola Berg", "Norland"), toll(12, "Ida Lund", "Xland"), None),
    ],
    ids=["two parties", "one party", "a rough count", "a bound that holds", "about the same", "the same"],
)
def test_counts_disagree_with_their_scope(one: dict, other: dict, strength: str | None) -> None:
    [event] = merge(*corpus([one], [other]))
    found = [d for d in event.disagreements if d.field == "person"]
    assert [d.strength for d in found] == ([strength] if strength else [])
    for d in found:
        assert d.why
        assert {event.claims[i].value for _, indices in d.values for i in indices} == {12.0, 17.0}


def test_no_civilians_harmed_in_one_act_and_civilians_targeted_in_another_is_soft() -> None:
    launch = told(
        "Launched from the Cold Sea at Norland, they harmed no civilians, Ola Berg said.",
        MISSILE,
        [(SEA, Part.ORIGIN), (HOME, Part.TARGET)],
        by="Xland",
        speaker="Ola Berg",
        party="Xland",
    )
    strikes = told("Raids by Xland on Ravnes targeted civilians, Ida Lund said.", at=[HARBOUR], by="Xland", speaker="Ida Lund")
    events = {e.type: e for e in merge(*corpus([launch], [strikes]))}
    for here, there, values in ((MISSILE, AIR, ("not harmed", "targeted")), (AIR, MISSILE, ("targeted", "not harmed"))):
        [d] = events[here].disagreements
        assert (d.field, d.strength, d.values[0][0]) == ("civilians", "soft", values[0])
        [other] = d.elsewhere
        claim = events[there].claims[other.claim]
        assert (other.event, other.value, claim.field, claim.value) == (events[there].id, values[1], "civilians", values[1])
        assert "scopes differ" in d.why


def test_harm_to_civilians_said_and_denied_of_one_event_is_direct() -> None:
    one = told("Jets hit Ravnes and killed civilians, Ola Berg said.", at=[HARBOUR], when=MONDAY, speaker="Ola Berg", party="Norland")
    other = told("Jets hit Ravnes but no civilians were hurt, Ida Lund said.", at=[HARBOUR], when=MONDAY, speaker="Ida Lund", party="Xland")
    [event] = merge(*corpus([one], [other]))
    assert [(d.field, d.strength) for d in event.disagreements] == [("civilians", "direct")]


def test_a_denial_stands_against_the_report_of_the_same_place() -> None:
    report = told("Raids by Xland hit Ravnes, Ola Berg said.", at=[HARBOUR], when=MONDAY, by="Xland", speaker="Ola Berg", party="Norland")
    denial = told("Raids on Ravnes never happened.", at=[HARBOUR], by="Xland", speaker="Ida", party="Xland", modality=Modality.DENIED)
    events = {e.mentions[0].modality: e for e in merge(*corpus([report], [denial]))}
    [d] = events[Modality.REPORTED].disagreements
    assert (d.field, d.strength, d.elsewhere[0].event) == ("type", "direct", events[Modality.DENIED].id)


@pytest.mark.parametrize(
    ("sentences", "kind", "agrees", "says"),
    [
        ([told("Fired 1500 km (930 miles).", MISSILE, counts=[(1500, "km")], conversion=(930, "mi"))], "conversion", True, "932"),
        ([told("Fired 1500 km (500 miles).", MISSILE, counts=[(1500, "km")], conversion=(500, "mi"))], "conversion", False, "932"),
        (
            [
                told("Raids: 57 of them by Xland.", by="Xland", counts=[(57, "raid")]),
                told("Raids: 55 and 2 of Xland.", by="Xland", counts=[(55, "raid"), (2, "raid")]),
            ],
            "sum",
            True,
            "55 and 2 make 57",
        ),
        (
            [told("Raids: 57, of which 2 or 3.5 per cent by Xland.", by="Xland", counts=[(57, "raid"), (2, "raid"), (3.5, "%")])],
            "share",
            True,
            "2 of 57 raid are 3.5%",
        ),
        (
            [told("Raids: 57, of which 2 or 35 per cent by Xland.", by="Xland", counts=[(57, "raid"), (2, "raid"), (35, "%")])],
            "share",
            False,
            "a decimal point may be lost",
        ),
    ],
    ids=["a conversion", "a wrong conversion", "parts of a whole", "a share", "a share that lost its point"],
)
def test_the_numbers_of_an_event_are_reckoned_up(sentences: list[dict], kind: str, agrees: bool, says: str) -> None:
    checks = [c for e in merge(*corpus(sentences)) for c in e.checks if c.kind == kind]
    assert [c.agrees for c in checks] == [agrees]
    assert says in checks[0].says


def test_a_number_that_a_scrape_changed_is_named_and_makes_no_disagreement() -> None:
    sentence = "Raids on the granary in Ravnes made up about 3.5% of all flights of the week, Ola Berg of the harbour said."
    whole = told(sentence, at=[HARBOUR], by="Xland", counts=[(3.5, "%")])
    scrape = told(sentence.replace("3.5%", "35").replace(",", ""), at=[HARBOUR], by="Xland", counts=[(35, "%")])
    [event] = merge(*corpus([whole], [scrape]))
    assert event.disagreements == ()
    [check] = [c for c in event.checks if c.kind == "number"]
    assert event.claims[check.claims[0]].value == 35
    assert "3.5%" in check.says


def test_a_claim_is_not_lost_by_splitting() -> None:
    given = corpus(*PAIR)
    whole = {(c.article, c.span, c.field) for e in merge(*given) for c in e.claims}
    parted = {(c.article, c.span, c.field) for e in merge(*given, decided=Decided((), ((frozenset({"a1#0"}), None),))) for c in e.claims}
    assert whole == parted
