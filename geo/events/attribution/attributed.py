"""Who says so: the speaker of what a sentence reports, with his office, the party he speaks for and the medium that relayed him."""

from __future__ import annotations

from collections.abc import Sequence

from geo.events.arguments.naming import CLAUSES
from geo.events.attribution.cast import Cast
from geo.events.attribution.chains import resolved
from geo.events.attribution.flat import before_verb
from geo.events.attribution.relays import is_media, known_medium, relay
from geo.events.attribution.speakers import Speaker, speaker_of, speaker_of_words
from geo.lexicon.actors import actors
from geo.lexicon.grammar import grammar_words
from geo.lexicon.locating import locating_words
from geo.lexicon.speech import speech
from geo.lexicon.triggers import triggers
from geo.model import Attribution
from geo.syntax import Sentence, Token

_HEAD = 12  # tokens within which the colon of an entry's head stands
_PLURAL = frozenset({"NNS", "NNPS"})


def attribution(sentence: Sentence, anchors: Sequence[Token], cast: Cast) -> Attribution | None:
    """Who says what the trigger tells: the subject of the speech verb over it, or "according to"."""
    words = speech()
    accorded = any(t.lower == "according" for t in sentence.tokens)
    path = sentence.chain(anchors[0])
    for token in (*anchors, *(up for a in anchors for up in sentence.ancestors(a))):
        if token.lemma in words.showing and accorded:
            continue  # "The assessment indicates …, according to two officials": the officials say so
        if (
            (token not in anchors or token.lemma == "report")
            and token.lemma in words.verbs
            and token.pos == "VERB"
            and _carries(token, anchors, path)
        ):
            said = _said(sentence, token, cast)
            if said is not None:
                return _accorded_relay(sentence, said)
    quoted = _quoted(sentence, cast)
    if quoted is not None:
        return quoted
    for token in sentence.tokens:
        if token.lower == "according" and (said := _according(sentence, token, cast)) is not None:
            return said
    bracketed = _bracketed(sentence, cast)
    if bracketed is not None:
        return bracketed
    for token in sentence.tokens:
        # "…, the Observatory said": spaCy hangs some of these as parataxis or, in damaged text, as a conjunct.
        if token.lemma in words.closing and token.pos == "VERB" and token not in anchors and _closes(sentence, token, anchors):
            said = _said(sentence, token, cast) or _lost_subject(sentence, token, cast)
            if said is not None:
                return said
    return _headed(sentence, cast)


def _lost_subject(sentence: Sentence, verb: Token, cast: Cast) -> Attribution | None:
    """The name right before a verb to which damaged text has given another subject: "… ground troops Secretary General A B said"."""
    flat = before_verb(sentence, verb)
    if flat is None or len(flat[0]) < 2:
        return None
    apposed = any(k.lower == "the" and all(t.pos == "PROPN" for t in sentence.preceding(k, 2)) for k in flat[0][2:])
    if not (apposed or all(k.capitalised for k in flat[0][-2:])):
        return None
    if any(k.entity in {"GPE", "LOC", "DATE"} for k in flat[0]):
        return None
    return _flat(sentence, verb, cast)


def _headed(sentence: Sentence, cast: Cast) -> Attribution | None:
    """ "18:50 - Lebanon's health ministry: six people killed …": who stands before the colon at the head of an entry."""
    colon = next((t for t in sentence.tokens[:_HEAD] if t.text == ":"), None)
    if colon is None:
        return None
    run = list(sentence.preceding(colon))
    while run and not run[0].text[0].isalpha():
        run.pop(0)
    if not run or any(k.is_verb or k.text in {",", ".", '"'} for k in run):
        return None
    last = run[-1]
    words = sentence.words(run)
    if last.lemma not in speech().offices | speech().of_state and cast.known(words) is None:
        return None
    speaker = speaker_of_words(sentence, run, [], cast)
    if speaker is None:
        return None
    said = Attribution(speaker.name, sentence.original(run), None, speaker.party, speaker.role, speaker.organisation)
    return remember(cast, said, person=speaker.person)


def remember(cast: Cast, said: Attribution, *, person: bool) -> Attribution:
    """Take down who spoke, for the "he said" and "the group added" that follow."""
    cast.last_speaker = said
    if person:
        cast.last_person = said
    else:
        cast.last_body = said
    return said


def _carries(verb: Token, anchors: Sequence[Token], path: Sequence[Token]) -> bool:
    """Whether the trigger stands in what the verb reports, not in its subject or in a clause beside it. `path` leads up from it."""
    below = path[path.index(verb) - 1] if verb in path and path.index(verb) else anchors[0]
    dep = below.dep
    if verb in anchors:
        return True
    lemma = verb.lemma
    if lemma in speech().judging:
        return dep in {"dobj", "obj", "ccomp", "oprd", "prep", "xcomp"}
    if lemma in speech().with_clause and dep not in {"ccomp", "parataxis"}:
        return False
    return dep in {"ccomp", "dobj", "obj", "parataxis", "advcl", "prep", "xcomp", "conj", "dep"}


def _closes(sentence: Sentence, token: Token, anchors: Sequence[Token]) -> bool:
    """Whether a speech token that governs no trigger may still carry the sentence: it hangs beside it, or stands at its end."""
    if token.tag not in {"VBD", "VBZ", "VBP"}:
        return False
    if token.dep in {"parataxis", "conj", "ROOT"}:
        return True
    rest = [t for t in sentence.following(token) if t.pos not in {"PUNCT", "PROPN", "ADP", "DET"}]
    return len(rest) <= 4 and all(a < token for a in anchors)


def _relayed(sentence: Sentence, verb: Token, subject: Token | None, cast: Cast) -> tuple[str | None, Token | None]:
    """Who passes on what another says, and that other: "state television reported, quoting the ministry"."""
    quoting = next((t for t in sentence.below(verb, "advcl") if t.lemma in {"quote", "cite"}), None)
    if quoting is not None and subject is not None and (quoted := sentence.object(quoting, passive=False)) is not None:
        return _name_of(sentence, subject, cast), quoted
    if verb.lemma in {"quote", "cite"}:
        quoted = sentence.object(verb)
        if quoted is not None:
            return _quoting(sentence, verb, subject if subject is not quoted else None, cast), quoted
    return None, None


def _said(sentence: Sentence, verb: Token, cast: Cast) -> Attribution | None:
    """The speaker of a speech verb."""
    lemma = verb.lemma
    subject = sentence.subject(verb, passive=False)
    if subject is None:
        above = verb
        while above.dep in {"xcomp", "conj"} and subject is None and not above.is_root:
            above = sentence.head(above)
            subject = sentence.subject(above, passive=False)
        if subject is None and lemma in speech().closing and verb.tag in {"VBD", "VBZ", "VBP"}:
            return _flat(sentence, verb, cast)
    spoken = "say" if lemma in {"quote", "cite"} else lemma
    relayed, quoted = _relayed(sentence, verb, subject, cast)
    if quoted is not None:
        subject = quoted
    elif lemma == "report" and subject is not None and is_media(sentence.words(_words_of(sentence, subject))):
        if (said := _reported(sentence, verb, cast)) is not None:
            return _through(said, _name_of(sentence, subject, cast))
    flat = before_verb(sentence, verb)
    apposed = sentence.child(subject, "appos") if subject is not None else None
    if flat is not None and flat[1] and (subject is None or (subject not in flat[0] and apposed not in flat[0])) and not relayed:
        # "…, its spokesman, Colonel A B, said": the name before the verb, whatever the tree says.
        return _flat(sentence, verb, cast)
    if flat is not None and subject is not None and subject not in flat[0] and not relayed:
        name = sentence.words(flat[0])
        if " " in name and cast.full_names.get(name.split()[-1]) == name and subject.lemma in speech().offices:
            office = [k for k in sentence.subtree(subject) if k not in flat[0] and k < verb]  # "Syria's ambassador in Moscow A B said"
            return _told(sentence, verb, subject, speaker_of_words(sentence, flat[0], office, cast), cast, relayed)
    if subject is None or subject.lemma in speech().no_speakers:
        return None
    chained = resolved(sentence, subject, cast)
    if chained is not None:
        indices = sentence.subtree(subject, without=CLAUSES)
        said = Attribution(
            chained.speaker,
            sentence.original(indices),
            relay(sentence, verb, indices) or relayed,
            chained.party,
            chained.role,
            chained.organisation,
            spoken,
        )
        return remember(cast, said, person=chained is cast.last_person)
    if subject.pos == "PRON" or subject.lemma in locating_words().platforms | triggers().never_aimed_at | triggers().weapons["air"]:
        return None
    if subject.lower in grammar_words().anybody:
        return None
    return _told(sentence, verb, subject, speaker_of(sentence, subject, cast), cast, relayed)


def _told(sentence: Sentence, verb: Token, subject: Token, speaker: Speaker | None, cast: Cast, relayed: str | None) -> Attribution | None:
    if speaker is None or not speaker.name or speaker.name.split()[0].lower() in grammar_words().anybody:
        return None
    indices = sentence.subtree(subject, without=CLAUSES)
    whole = sentence.subtree(subject)
    found = relayed or relay(sentence, verb, whole)
    if found is not None and found == speaker.name:
        found = None
    said = Attribution(
        speaker.name,
        sentence.original(indices),
        found,
        speaker.party,
        speaker.role,
        speaker.organisation,
        "say" if verb.lemma in {"quote", "cite"} else verb.lemma,
    )
    _learn(cast, speaker)
    return remember(cast, said, person=speaker.person)


def _learn(cast: Cast, speaker: Speaker) -> None:
    if speaker.party:
        cast.party_of[speaker.name] = speaker.party
    if speaker.role or speaker.organisation:
        cast.office_of.setdefault(speaker.name, (speaker.role, speaker.organisation))


def _flat(sentence: Sentence, verb: Token, cast: Cast) -> Attribution | None:
    """The speaker that stands before a verb, by the order of words."""
    found = before_verb(sentence, verb)
    if found is None:
        return None
    run, description = found
    first = run[0]
    if first.pos == "PRON" or any(k.lemma in speech().no_speakers for k in run[-1:]):
        return None
    if run[-1].lemma in locating_words().platforms | triggers().never_aimed_at:
        return None
    speaker = speaker_of_words(sentence, run, description, cast)
    if speaker is None:
        return None
    found_relay = relay(sentence, verb, [*run, *description])
    said = Attribution(
        speaker.name,
        sentence.original(list(run)),
        found_relay if found_relay != speaker.name else None,
        speaker.party,
        speaker.role,
        speaker.organisation,
        verb.lemma,
    )
    _learn(cast, speaker)
    return remember(cast, said, person=speaker.person)


def _quoted(sentence: Sentence, cast: Cast) -> Attribution | None:
    """ "… , Anadolu quoted Davutoglu as saying", wherever it stands."""
    for token in sentence.tokens:
        if token.lemma in {"quote", "cite"} and token.pos == "VERB" and token.tag in {"VBD", "VBZ", "VBN", "VBP"}:
            obj = sentence.object(token)
            if obj is not None and any(t.lower == "as" for t in (token, *sentence.following(token, 11))):
                said = _said(sentence, token, cast)
                if said is not None:
                    return said
    return None


def _reported(sentence: Sentence, verb: Token, cast: Cast) -> Attribution | None:
    """Whom a medium reports to have said it: "Tass reported that the minister said …"."""
    for token in sentence.tokens:
        if token is not verb and token.lemma in speech().reporting and sentence.subject(token, passive=False) is not None:
            return _said(sentence, token, cast)
    return None


def _accorded_relay(sentence: Sentence, said: Attribution) -> Attribution:
    """ "X said …, according to Tass": the medium passed it on."""
    if said.relayed_by is not None:
        return said
    for token in sentence.tokens:
        if token.lower == "according":
            to = sentence.child(token, "prep")
            pobj = sentence.child(to, "pobj") if to is not None else None
            if pobj is not None and is_media(words := sentence.words(_words_of(sentence, pobj))):
                return _through(said, known_medium(words) or words)
    return said


def _through(said: Attribution, medium: str | None) -> Attribution:
    if said.relayed_by is not None or medium is None or medium == said.speaker:
        return said
    return Attribution(said.speaker, said.span, medium, said.party, said.role, said.organisation, said.verb)


def _according(sentence: Sentence, i: Token, cast: Cast) -> Attribution | None:
    to = sentence.child(i, "prep")
    pobj = sentence.child(to, "pobj") if to is not None else sentence.child(i, "pobj")
    if pobj is None:
        return None
    speaker = speaker_of(sentence, pobj, cast)
    if speaker is None:
        return None
    indices = sentence.subtree(pobj, without=CLAUSES)
    found = relay(sentence, i, indices)
    said = Attribution(
        speaker.name,
        sentence.original(indices),
        found if found != speaker.name else None,
        speaker.party,
        speaker.role,
        speaker.organisation,
        "according to",
    )
    if not is_media(sentence.words(indices)) and pobj.lemma not in speech().anonymous:
        _learn(cast, speaker)
        remember(cast, said, person=speaker.person)
    return said


def _bracketed(sentence: Sentence, cast: Cast) -> Attribution | None:
    """ "… on four axes (SOHR).": a source named in brackets at the end."""
    tokens = [t for t in sentence.tokens if t.text not in {".", ";"}]
    if len(tokens) < 3 or tokens[-1].text != ")":
        return None
    opening = next((t for t in reversed(tokens) if t.text == "("), None)
    inside = [t for t in tokens[:-1] if opening is not None and t > opening]
    words = sentence.words(inside) if inside else ""
    known = actors().by_name.get(words.removeprefix("the "))
    if known is not None:
        return Attribution(known.name, sentence.original(inside), None, known.party, None, known.name)
    explained = cast.bodies.get(words)
    before = sentence.before(opening) if opening is not None else None
    if explained is not None and before is not None and not before.capitalised:  # not just there where it is explained
        return Attribution(explained.name, sentence.original(inside), None, explained.party, None, explained.name)
    return Attribution(words, sentence.original(inside)) if words in actors().media else None


def _name_of(sentence: Sentence, i: Token, cast: Cast) -> str | None:
    words = sentence.words(_words_of(sentence, i))
    known = known_medium(words)
    if known is not None:
        return known
    speaker = speaker_of(sentence, i, cast)
    return speaker.name if speaker is not None else None


def _quoting(sentence: Sentence, verb: Token, subject: Token | None, cast: Cast) -> str | None:
    """Who quotes: the medium right before the verb, else its subject where that has a name."""
    flat = before_verb(sentence, verb)
    near = sentence.words(flat[0]) if flat is not None else ""
    known = known_medium(near)
    if known is not None or subject is None:
        return known
    name = _name_of(sentence, subject, cast)
    return name if name is not None and (name[:1].isupper() and subject.pos in {"PROPN", "NOUN"}) else None


def _words_of(sentence: Sentence, i: Token) -> list[Token]:
    return sentence.subtree(i, without=CLAUSES)
