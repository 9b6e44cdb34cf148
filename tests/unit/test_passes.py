"""The passes that make event mentions: each changes the fields that it declares, all of them, and no others."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import fields, replace
from datetime import date

import pytest

from geo.events.discourse import Discourse
from geo.events.extract import settled
from geo.events.incidents.reader import Reader
from geo.events.passes import MENTIONS, PASSES, Draft, ran
from geo.events.triggers.needed import needed
from geo.events.triggers.spotted import of_reader
from geo.gazetteer import Gazetteer
from geo.model import Article, EventMention, Modality
from geo.pipeline.analysis import country_names
from geo.reading import read
from geo.recognise import Recogniser
from geo.resolve import resolve
from geo.syntax import parse

TEXTS = (
    "Russian jets bombed rebels rather than ISIS in the town of Saraqib in Idlib province, killing 12 people, the Pentagon said on Monday.",
    "The army denied that it had shelled Hama. It plans to storm Palmyra.",
    "Militants who have seized much of Helmand since 2011 attacked Sangin on Tuesday.",
    "Four warships lie in the Caspian Sea. They fired 26 missiles at Raqqa.",
    "Rebels shelled Aleppo on Monday. On 3 May 2019 they had bombed Homs. The same day gunmen stormed Hama.",
    "The year so far\n\nMarch 3: Saraqib, Idlib province\n\nMarch 9: Palmyra, Homs province\n",
    "Jets carried out air strikes on the following towns:\n- Saraqib, Idlib province\n- Palmyra\n",
    "Jets bombed six towns on Sunday. Saraqib and Binnish are in Idlib.",
    "Jets bombed the village of Abu Nowhere, 10 km east of Saraqib, in Syria.",
    "Two soldiers were killed between Mosul and Tikrit, 30 km from Mosul.",
    "A drone hit a convoy on Monday.\n\nCoordinates: 35.2000, 36.8000\n",
    "Soldiers killed a gunman in a raid east of Zorkala, in the Andar district of Ghazni province.",
    "The army has been responsible for a chemical attack on Saraqib, officials say.",
    "Gunmen attacked a bank in Mosul. It was Tuesday morning. Three guards died in the attack, police said.",
    "Months of bombardment by the regime have destroyed much of eastern Ghouta, killing thousands of people.",
    "Speaking in Paris, he said fighting had killed dozens.",
    "A bomb killed nine people in Kabul. The Taliban claimed responsibility for the attack.",
    "Since then more than 250,000 people have been killed in Syria. Jets bombed Hama.",
    "Shells hit a hospital in El Fasher on Tuesday. The blast killed nine patients. The ministry condemned the attack.",
    "A bomb exploded in a mosque, killing 46 people. The mosque is in Kunduz. Officials arrived soon afterwards.",
    "The envoy in Moscow told reporters in Ankara that shells had killed two people in Aleppo.",
    "The army opened fire without a shot hitting anybody in Hama.",
    "The army took the village of Morek on Monday after heavy clashes. Rebels withdrew from it. The victory is the third in a week.",
)
FIELDS = tuple(f.name for f in fields(EventMention))


@pytest.fixture(scope="module")
def discourses(gazetteer: Gazetteer) -> list[Discourse]:
    """Each text as the rules alone read it, and as the reader of whole articles does."""
    recogniser, reader = Recogniser(), Reader.load()
    out: list[Discourse] = []
    for k, text in enumerate(TEXTS):
        article = Article(f"own {k}", text, hashlib.sha256(text.encode()).hexdigest(), published=date(2023, 3, 15), language="en")
        reading = read(article)
        mentions = recogniser.recognise(reading, gazetteer)
        resolutions = resolve(mentions, gazetteer)
        sheet = reader.read(reading)
        for asked in (None, lambda sheet=sheet: sheet):
            sentences = parse(reading, needed(reading) if asked is None else None)
            names = country_names(resolutions, gazetteer)
            out.append(Discourse.of(article, reading, mentions, resolutions, names, sentences, asked))
    return out


def test_each_pass_changes_what_it_declares_and_nothing_else(discourses: list[Discourse]) -> None:
    changed: dict[str, set[str]] = defaultdict(set)
    added, dropped = set[str](), set[str]()
    for discourse in discourses:
        drafts: tuple[Draft, ...] = ()
        for step in PASSES:
            before = {(d.event.id, d.event.trigger): d.event for d in drafts}
            drafts = step.run(discourse, drafts)
            after = {(d.event.id, d.event.trigger): d.event for d in drafts}
            added |= {step.name} if after.keys() - before.keys() else set()
            dropped |= {step.name} if before.keys() - after.keys() else set()
            for key in before.keys() & after.keys():
                changed[step.name] |= {f for f in FIELDS if getattr(before[key], f) != getattr(after[key], f)}
    assert {s.name: changed[s.name] for s in PASSES} == {s.name: set(s.assigns) for s in PASSES}
    assert added == {s.name for s in PASSES if s.adds}
    assert dropped <= {s.name for s in PASSES if s.drops}


def test_what_the_reader_alone_sees_and_the_grammar_denies_is_dropped(discourses: list[Discourse]) -> None:
    denied = next(d for d in discourses if d.article.text.startswith("The army denied"))
    step = next(s for s in PASSES if s.drops)
    before = ran(PASSES[: PASSES.index(step)], denied)
    seen = ('the reader takes "shelled" for it',)
    assert of_reader(seen)
    assert not any(of_reader(d.event.reasons) for d in before)
    of_rules = step.run(denied, before)
    of_the_reader = step.run(denied, tuple(replace(d, event=replace(d.event, reasons=seen)) for d in before))
    assert Modality.DENIED in {d.event.modality for d in of_rules}
    assert [d.event.id for d in of_the_reader] == [d.event.id for d in of_rules if d.event.modality is not Modality.DENIED]


def test_a_discourse_gives_the_same_however_often_it_is_asked(discourses: list[Discourse]) -> None:
    for discourse in discourses[:6]:
        assert settled(discourse) == settled(discourse)


def test_what_the_models_of_incidents_learn_from_is_the_row_without_incidents(discourses: list[Discourse]) -> None:
    assert PASSES[: len(MENTIONS)] == MENTIONS
    assert {s.name for s in PASSES} - {s.name for s in MENTIONS} == {"incidents", "statements"}
    assert all(d.event.incident is None for discourse in discourses for d in ran(MENTIONS, discourse))


def test_every_field_of_a_mention_is_settled_by_some_pass() -> None:
    born = {"id", "article", "trigger", "passage", "confidence"}  # with the trigger, and for good
    assert {f for s in PASSES for f in s.assigns} == set(FIELDS) - born
