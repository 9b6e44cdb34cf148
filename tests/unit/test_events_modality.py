"""What a sentence says of its event: that it happened, that it did not, that it is meant, supposed or over; and what is drawn of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo.model import Analysis, Article, Role

Tell = Callable[..., tuple[Article, Analysis]]

TABLE = [  # text, the word that tells the event, modality, the places that are drawn
    ("Israel said that it had struck a depot near Masyaf.", "struck", "reported", ["Masyaf"]),
    ("The army confirmed that its jets bombed a camp in Raqqa.", "bombed", "reported", ["Raqqa"]),
    ("Russia admitted striking a hospital in Aleppo.", "striking", "reported", ["Aleppo"]),
    ("Residents said they could hear shelling in Donetsk.", "shelling", "reported", ["Donetsk"]),
    ("Fighting has not stopped in Taiz.", "Fighting", "reported", ["Taiz"]),
    ("Envoys failed to stop the shelling of Hodeidah.", "shelling", "reported", ["Hodeidah"]),
    ("The two-day ceasefire ended on Monday when rebels shelled Taiz.", "shelled", "reported", ["Taiz"]),
    ("The ministers will meet on Friday after an air strike on Sanaa.", "strike", "reported", ["Sanaa"]),
    ("The council would investigate the bombing of a school in Saada.", "bombing", "reported", ["Saada"]),
    ("Iran denied any role in the attack on Abqaiq.", "attack", "reported", ["Abqaiq"]),
    ("The group denied responsibility for a car bomb in Mogadishu.", "bomb", "reported", ["Mogadishu"]),
    ("No one was killed when rockets hit Ashdod.", "hit", "reported", ["Ashdod"]),
    ("No casualties were reported after a drone struck a refinery in Tuapse.", "struck", "reported", ["Tuapse"]),
    ("Aid deliveries were suspended after warplanes bombed Douma.", "bombed", "reported", ["Douma"]),
    ("France called for an end to the bombing of Aleppo.", "bombing", "reported", ["Aleppo"]),
    ("Diplomats urged Moscow to stop bombing Aleppo.", "bombing", "reported", ["Aleppo"]),
    ("The army did not say who had shelled Taiz.", "shelled", "reported", ["Taiz"]),
    ("Rebels not only shelled Taiz but also blew up a bridge.", "shelled", "reported", ["Taiz"]),
    ("Fighters who had vowed to leave the city shelled Taiz on Monday.", "shelled", "reported", ["Taiz"]),
    ("The militia continued to shell Benghazi.", "shell", "reported", ["Benghazi"]),
    ("The troops managed to capture Tabqa.", "capture", "reported", ["Tabqa"]),
    ("The ministry denied striking a hospital in Aleppo.", "striking", "denied", []),
    ("Israel denied that its aircraft had bombed Masyaf.", "bombed", "denied", []),
    ("A spokesman said it was not true that the army had shelled Douma.", "shelled", "denied", []),
    ("There is no evidence that rebels shelled Douma.", "shelled", "denied", []),
    ("Monitors found no evidence of air strikes on Douma.", "strikes", "denied", []),
    ("The army did not shell Douma on Monday.", "shell", "denied", []),
    ("The spokesman rejected reports of air strikes on Douma.", "strikes", "denied", []),
    ("No shelling was reported in Taiz on Sunday.", "shelling", "denied", []),
    ("The general insisted that his men had never attacked Bunia.", "attacked", "denied", []),
    ("The governor called reports of an attack on Rostov fake.", "attack", "denied", []),
    ("The pilots refused to bomb Douma.", "bomb", "denied", []),
    ("The rebels failed to capture Tabqa.", "capture", "denied", []),
    ("Neither army shelled Taiz on Monday.", "shelled", "denied", []),
    ("The president called off an air strike on Homs.", "strike", "denied", []),
    ("The minister said the army would storm Idlib.", "storm", "planned", []),
    ("The general vowed to recapture Mosul.", "recapture", "planned", []),
    ("Turkey plans to launch an offensive in Manbij.", "offensive", "planned", []),
    ("The movement threatened to bomb Tel Aviv.", "bomb", "planned", []),
    ("Troops are preparing to storm Sirte.", "storm", "planned", []),
    ("The rebels announced plans to attack Marib.", "attack", "planned", []),
    ("The brigade massed tanks on the border to attack Goma.", "attack", "planned", []),
    ("The colonel is expected to launch an offensive on Tripoli.", "offensive", "planned", []),
    ("They accused the army of planning to bomb Idlib.", "bomb", "planned", []),
    ("An offensive on Hodeidah is planned for June.", "offensive", "planned", []),
    ("If rebels attack Goma, thousands will flee.", "attack", "hypothetical", []),
    ("Commanders warned of an attack on Goma.", "attack", "hypothetical", []),
    ("The alliance could strike Benghazi.", "strike", "hypothetical", []),
    ("Aid workers fear that the army may attack Rafah.", "attack", "hypothetical", []),
    ("The president urged Israel not to bomb Rafah.", "bomb", "hypothetical", []),
    ("The senator called for air strikes on Damascus.", "strikes", "hypothetical", []),
    ("Did the army bomb the town of Masyaf?", "bomb", "hypothetical", []),
    ("Police foiled a bomb attack in Ankara.", "attack", "hypothetical", []),
    ("A plot to bomb a station in Madrid was thwarted.", "bomb", "hypothetical", []),
    ("The rebels attempted to capture Marib.", "capture", "hypothetical", []),
    ("The envoy asked whether jets had bombed Saada.", "bombed", "hypothetical", []),
    ("Unless the militia withdraws, the army would shell Goma, an adviser said.", "shell", "hypothetical", []),
    ("Israel neither confirmed nor denied that it had bombed Masyaf.", "bombed", "hypothetical", []),
    ("Lawmakers debated a proposal to bomb Raqqa.", "bomb", "hypothetical", []),
    ("Russia suspended its air strikes on Aleppo.", "strikes", "ended", ["Aleppo"]),
    ("The army has stopped shelling Douma.", "shelling", "ended", ["Douma"]),
    ("Fighting in Taiz ended on Sunday.", "Fighting", "ended", ["Taiz"]),
    ("The rebels halted their offensive in Marib.", "offensive", "ended", ["Marib"]),
    ("The bombardment of Gaza has ceased.", "bombardment", "ended", ["Gaza"]),
]


@pytest.mark.parametrize(("text", "word", "modality", "drawn"), TABLE)
def test_the_grammar_over_a_trigger_says_whether_it_happened(tell: Tell, text: str, word: str, modality: str, drawn: list[str]) -> None:
    _, analysis = tell(text)
    told = [e for e in analysis.events if word in e.trigger.of(text).split() or word in text[e.trigger.start :].split(" ")[0]]
    assert told, [(e.trigger.of(text), e.type.value) for e in analysis.events]
    assert told[0].modality.value == modality, told[0].reasons
    assert [m.text for m in analysis.mentions if m.role is Role.EVENT] == drawn
