"""Who says so: the speaker of what a sentence reports, with the party he speaks for and the medium that relayed him."""

from __future__ import annotations

from collections.abc import Sequence

from geo.events.who import CLAUSES, Cast, clean, describe, holds, known_actor
from geo.lexicon import actors, locating_words, place_words, speech, triggers
from geo.model import Attribution, Reading
from geo.syntax import Sentence

_NOBODY = frozenset({"neither", "none", "no", "nobody", "either", "everyone", "both", "all", "some", "many"})
_SINGULAR = frozenset({"he", "she"})


def attribution(sentence: Sentence, anchors: Sequence[int], cast: Cast, reading: Reading) -> Attribution | None:
    """Who says what the trigger tells: the subject of the speech verb over it, or "according to"."""
    words = speech()
    for i in (*anchors, *(up for a in anchors for up in sentence.ancestors(a))):
        token = sentence.tokens[i]
        if token.lemma in words.showing and any(t.lower == "according" for t in sentence.tokens):
            continue  # "The assessment indicates …, according to two officials": the officials say so
        if (
            (i not in anchors or token.lemma == "report")
            and token.lemma in words.verbs
            and token.pos == "VERB"
            and _carries(sentence, i, anchors)
        ):
            said = _speaker(sentence, i, cast, reading)
            if said is not None:
                return said
    for token in sentence.tokens:
        if token.lower == "according":
            said = _according(sentence, token.i, cast, reading)
            if said is not None:
                return said
    bracketed = _bracketed(sentence)
    if bracketed is not None:
        return bracketed
    root = next((t.i for t in sentence.tokens if t.head == t.i), 0)
    for token in sentence.tokens:
        # "…, the Observatory said": spaCy hangs some of these as parataxis or, in damaged text, as a conjunct.
        if token.lemma in words.verbs and token.pos == "VERB" and token.i not in anchors and token.dep in {"parataxis", "ROOT", "conj"}:
            if token.lemma in {"say", "tell", "report", "announce", "state", "claim"} and (token.i == root or token.dep != "ROOT"):
                said = _speaker(sentence, token.i, cast, reading)
                if said is not None:
                    return said
    return None


def _bracketed(sentence: Sentence) -> Attribution | None:
    """ "… on four axes (SOHR).": a source named in brackets at the end."""
    tokens = [t for t in sentence.tokens if t.text not in {".", ";"}]
    if len(tokens) < 3 or tokens[-1].text != ")":
        return None
    opening = next((t.i for t in reversed(tokens) if t.text == "("), None)
    inside = [t.i for t in tokens[:-1] if opening is not None and t.i > opening]
    words = sentence.words(inside) if inside else ""
    known = actors().by_name.get(words.removeprefix("the "))
    if known is not None:
        return Attribution(known.name, sentence.original(inside), None, known.party)
    return Attribution(words, sentence.original(inside)) if words in actors().media else None


def _carries(sentence: Sentence, verb: int, anchors: Sequence[int]) -> bool:
    """Whether the trigger stands in what the verb reports, not in its subject or in a clause beside it."""
    path = [anchors[0], *sentence.ancestors(anchors[0])]
    below = path[path.index(verb) - 1] if verb in path and path.index(verb) else anchors[0]
    dep = sentence.tokens[below].dep
    if verb in anchors:
        return True
    if sentence.tokens[verb].lemma in speech().judging:
        return dep in {"dobj", "obj", "ccomp", "oprd", "prep", "xcomp"}
    return dep in {"ccomp", "dobj", "obj", "parataxis", "advcl", "prep", "xcomp", "conj", "dep"}


def _speaker(sentence: Sentence, verb: int, cast: Cast, reading: Reading) -> Attribution | None:
    subject = sentence.child(verb, "nsubj")
    relayed: str | None = None
    if subject is None:
        above = verb
        while sentence.tokens[above].dep in {"xcomp", "conj"} and subject is None and sentence.tokens[above].head != above:
            above = sentence.tokens[above].head
            subject = sentence.child(above, "nsubj")
    quoting = next(
        (c for c in sentence.children[verb] if sentence.tokens[c].lemma in {"quote", "cite"} and sentence.tokens[c].dep == "advcl"), None
    )
    if quoting is not None and subject is not None and (quoted := sentence.child(quoting, "dobj", "obj")) is not None:
        relayed, subject = _name(sentence, subject, cast)[0], quoted  # "state television reported, quoting the ministry"
    elif sentence.tokens[verb].lemma in {"quote", "cite"}:
        obj = sentence.child(verb, "dobj", "obj", "nsubjpass")
        if obj is not None and subject is not None:
            relayed = _name(sentence, subject, cast)[0]
            subject = obj
    elif sentence.tokens[verb].lemma in {"report", "quote"} and subject is not None and _media(sentence, subject):
        inner = next(
            (
                t.i
                for t in sentence.tokens
                if t.i != verb and t.lemma in {"say", "tell", "announce"} and sentence.child(t.i, "nsubj") is not None
            ),
            None,
        )
        if inner is not None:
            said = _speaker(sentence, inner, cast, reading)
            if said is not None:
                return Attribution(said.speaker, said.span, _name(sentence, subject, cast)[0], said.party)
    run = _named_before(sentence, verb)
    apposed = sentence.child(subject, "appos") if subject is not None else None
    if run and subject not in run and apposed not in run:
        # "…, its spokesman, Colonel A B, said": the name before the verb, whatever the tree says.
        name = cast.full(clean(sentence.words(run)))
        party = cast.party_of.get(name)
        said = Attribution(name, sentence.original(run), relayed, party)
        cast.last_speaker = said
        return said
    if subject is None or sentence.tokens[subject].lemma in speech().no_speakers:
        return None
    token = sentence.tokens[subject]
    if token.lower in _SINGULAR:
        last = cast.last_speaker
        return Attribution(last.speaker, sentence.original([subject]), last.relayed_by, last.party) if last is not None else None
    if token.lower == "it" and cast.last_speaker is not None and cast.last_speaker.speaker not in cast.full_names.values():
        last = cast.last_speaker  # "It said …": the body that spoke last
        return Attribution(last.speaker, sentence.original([subject]), last.relayed_by, last.party)
    if token.pos == "PRON" or token.lemma in locating_words().platforms | triggers().never_aimed_at | triggers().weapons["air"]:
        return None
    name, party = _name(sentence, subject, cast)
    if name is None or name.split()[0].lower() in _NOBODY:
        return None
    indices = sentence.subtree(subject, without=CLAUSES)
    said = Attribution(name, sentence.original(indices), relayed, party)
    cast.last_speaker = said
    if party:
        cast.party_of[name] = party
    return said


def _named_before(sentence: Sentence, verb: int) -> list[int]:
    """A name of two words or more between commas right before a speech verb."""
    end = verb - 1
    if end < 2 or sentence.tokens[end].text != ",":
        return []
    run: list[int] = []
    i = end - 1
    while i >= 0 and sentence.tokens[i].capitalised and sentence.tokens[i].tag in {"NNP", "NNPS"}:
        run.insert(0, i)
        i -= 1
    return run if len(run) >= 2 and i >= 0 and sentence.tokens[i].text == "," else []


def _according(sentence: Sentence, i: int, cast: Cast, reading: Reading) -> Attribution | None:
    to = sentence.child(i, "prep")
    pobj = sentence.child(to, "pobj") if to is not None else sentence.child(i, "pobj")
    if pobj is None:
        return None
    name, party = _name(sentence, pobj, cast)
    if name is None:
        return None
    said = Attribution(name, sentence.original(sentence.subtree(pobj, without=CLAUSES)), None, party)
    if not _media(sentence, pobj):
        cast.last_speaker = said
    return said


def _media(sentence: Sentence, i: int) -> bool:
    words = sentence.words(sentence.subtree(i, without=CLAUSES))
    return any(holds(words, name) for name in actors().media)


def _name(sentence: Sentence, i: int, cast: Cast) -> tuple[str | None, str | None]:
    """A speaker's name and party: a person by full name with the country of his office, an organisation, a country, else the words."""
    indices = sentence.subtree(i, without=CLAUSES)
    words = sentence.words(indices)
    apposed = sentence.child(i, "appos")
    if apposed is not None:  # "Syria's ambassador to Russia, Riad Haddad", "the regional governor, Oleksandr Brest"
        named = [k for k in sentence.subtree(apposed, without=CLAUSES - {"appos"} | {"prep"}) if sentence.tokens[k].entity == "PERSON"]
        if named:
            run = _last_run(named)
            name = cast.full(clean(sentence.words(run)))
            party = cast.party_of.get(name) or _office(words.split(",")[0].split(" to ")[0], cast)
            if party is not None:
                cast.party_of[name] = party
            return name, party
    head = sentence.tokens[i]
    if head.capitalised and head.lower in place_words().organisation_last and head.pos == "PROPN" and known_actor(words) is None:
        own = [k for k in indices if k > min(indices) or sentence.tokens[k].capitalised]
        media = head.lower in {"agency", "news", "television", "tv", "radio", "times", "post"}
        return clean(sentence.words(own)), None if media else _office(words, cast)
    if head.pos == "NUM":  # "one of the officials"
        return clean(sentence.words(sentence.subtree(i, without=CLAUSES))), _office(words, cast)
    people = [k for k in indices if sentence.tokens[k].entity == "PERSON" and sentence.tokens[k].text not in {"'s", "’s"}]
    people = [k for k in people if sentence.tokens[k].head == i or k == i]
    if people and (i in people or sentence.tokens[i].text in cast.full_names):
        name = cast.full(sentence.words([k for k in people if k >= min(people)]))
        party = cast.party_of.get(name) or _office(words, cast)
        if party:
            cast.party_of[name] = party
        return name, party
    if any(sentence.tokens[k].lower in {"our", "my", "your"} for k in indices):  # "according to our data" names nobody
        return None, None
    name, party = describe(sentence, i, cast)
    if name is None:
        return None, None
    if (office := _of_office(sentence, i)) is not None:
        return office, party or _office(words, cast)
    if party is not None and (sentence.tokens[i].pos == "NOUN" or (party == name and sentence.tokens[i].pos == "PROPN")):
        return clean(words), party  # "a Pentagon representative" and "Moscow" stay as said
    return name, party


def _of_office(sentence: Sentence, i: int) -> str | None:
    """ "The head of the district administration", "the mayor of A": an office is named with what it is the office of."""
    head = sentence.tokens[i]
    if head.lemma not in speech().offices or head.pos not in {"NOUN", "PROPN"}:
        return None
    of = next((c for c in sentence.children[i] if sentence.tokens[c].lower in {"of", "for"}), None)
    if of is None:
        return None
    return clean(sentence.words(sentence.subtree(i, without=CLAUSES)))


def _last_run(indices: Sequence[int]) -> list[int]:
    run = [indices[-1]]
    for k in reversed(indices[:-1]):
        if k != run[0] - 1:
            break
        run.insert(0, k)
    return run


def _office(words: str, cast: Cast) -> str | None:
    known = known_actor(words)
    if known is not None:
        return known[1]
    for word, country in cast.countries.items():
        if holds(words, word):
            return country
    return None
