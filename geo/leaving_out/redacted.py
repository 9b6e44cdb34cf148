"""A corpus for data files, with what is left out taken from every text of it.

The proof map writes its passages itself; tables and layers take whatever the corpus holds. In an article's text a left-out
name becomes blocks of its own length, so that every offset still means what it meant; elsewhere it becomes "[left out]".
"""

from __future__ import annotations

from dataclasses import replace

from geo.leaving_out.kept import without
from geo.leaving_out.names import Blotter, LeaveOut
from geo.model import Article, Claim, Corpus, Edited, Event, EventMention, Reviews, When

BLOCK = "█"


def redacted(corpus: Corpus, leave_out: LeaveOut) -> Corpus:
    """The corpus without what is left out; its analyses are gone too, since no data file needs them."""
    if not leave_out:
        return corpus
    told = without(corpus, leave_out)
    blotter = Blotter(corpus, leave_out, kept=[location.place for event in told.events for location in event.places])
    return replace(
        told,
        articles=tuple(_article(a, blotter) for a in told.articles),
        analyses={},
        events=tuple(_event(e, blotter) for e in told.events),
        reviews=_reviews(told.reviews, blotter),
    )


def _reviews(reviews: Reviews, blotter: Blotter) -> Reviews:
    def told(edit: Edited) -> Edited:
        return replace(edit, was=blotter.text(edit.was), now=blotter.text(edit.now))

    return replace(reviews, edits={mention: tuple(map(told, edits)) for mention, edits in reviews.edits.items()})


def _article(article: Article, blotter: Blotter) -> Article:
    text = list(article.text)
    for blot in blotter.blots(article.id, article.text, 0):
        text[blot.start : blot.end] = BLOCK * (blot.end - blot.start)
    return replace(
        article,
        text="".join(text),
        title=_said(article.title, blotter),
        publisher=_said(article.publisher, blotter),
        address=blotter.address(article.address),
        custody=None,
    )


def _event(event: Event, blotter: Blotter) -> Event:
    words = blotter.text
    return replace(
        event,
        label=words(event.label),
        actor=_said(event.actor, blotter),
        targets=tuple(map(words, event.targets)),
        when=_when(event.when, blotter),
        mentions=tuple(_mention(m, blotter) for m in event.mentions),
        claims=tuple(_claim(c, blotter) for c in event.claims),
        sources=replace(
            event.sources,
            speaker_names=tuple(map(words, event.sources.speaker_names)),
            party_names=tuple(map(words, event.sources.party_names)),
        ),
        disagreements=tuple(
            replace(
                d,
                values=tuple((words(value), indices) for value, indices in d.values),
                why=words(d.why),
                elsewhere=tuple(replace(other, value=words(other.value)) for other in d.elsewhere),
            )
            for d in event.disagreements
        ),
        reasons=tuple(map(words, event.reasons)),
        joins=tuple(replace(j, reason=words(j.reason)) for j in event.joins),
        checks=tuple(replace(c, says=words(c.says)) for c in event.checks),
    )


def _claim(claim: Claim, blotter: Blotter) -> Claim:
    value = blotter.text(claim.value) if isinstance(claim.value, str) else claim.value
    return replace(claim, value=value, speaker=_said(claim.speaker, blotter), party=_said(claim.party, blotter))


def _mention(mention: EventMention, blotter: Blotter) -> EventMention:
    said = mention.attribution
    if said is not None:
        said = replace(
            said, speaker=blotter.text(said.speaker), relayed_by=_said(said.relayed_by, blotter), party=_said(said.party, blotter)
        )
    return replace(
        mention,
        actor=_said(mention.actor, blotter),
        target=_said(mention.target, blotter),
        when=_when(mention.when, blotter),
        quantities=tuple(replace(q, said=blotter.text(q.said)) for q in mention.quantities),
        attribution=said,
        responsibility=tuple(
            replace(r, actor=blotter.text(r.actor), party=_said(r.party, blotter), speaker=_said(r.speaker, blotter))
            for r in mention.responsibility
        ),
    )


def _when(when: When | None, blotter: Blotter) -> When | None:
    return None if when is None else replace(when, said=blotter.text(when.said))


def _said(text: str | None, blotter: Blotter) -> str | None:
    return None if text is None else blotter.text(text)
