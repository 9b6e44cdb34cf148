"""Where claims disagree: values of one field compared with their scope. Which is right is for the reader to say.

Within an event its counts, dates, doers and targets are compared. A disagreement is direct where two sides say of the same thing what
cannot both be so, and soft where the figures are rough, the scopes differ, or one side may have corrected itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from geo.events.arguments.civilians import FIELD as CIVILIANS
from geo.events.arguments.civilians import SPARED
from geo.events.claims.checks import checks
from geo.events.claims.counts import counts
from geo.events.claims.doers import actors, targets
from geo.events.claims.said import Said, against, by_value, likewise, same_scope, scoped
from geo.events.reuse.reprints import Reprints
from geo.lexicon.claims import claim_words
from geo.model import Analysis, Article, Check, Claim, Disagreement, EventMention

DIRECT, SOFT = "direct", "soft"
_SLIP = 1  # days by which two reports of one night may differ without a dispute; 0 showed 2 false ones of 2 in 114 articles, 2 no fewer
_WORDS_BEFORE = 6  # of a day, in which a verb of speech makes it the day of the speech; swept 3 to 6 on 114 articles, no difference


def within(
    mentions: Sequence[EventMention],
    claims: Sequence[Claim],
    articles: Mapping[str, Article],
    analyses: Mapping[str, Analysis],
    found: Reprints,
) -> tuple[tuple[Disagreement, ...], tuple[Check, ...]]:
    """The disagreements inside one event, and the reckonings that its claims allow."""
    by_id = {m.id: m for m in mentions}
    said = [scoped(i, c, by_id[c.event_mention], found, analyses) for i, c in enumerate(claims)]
    reckoned = checks(mentions, claims, articles, found)
    differing = [*counts(said, articles, reckoned), *_dates(said, articles), *actors(said), *targets(said), *_of_civilians(said)]
    return tuple(differing), reckoned


def _dates(said: Sequence[Said], articles: Mapping[str, Article]) -> Iterator[Disagreement]:
    """Days that exclude each other; a day within a period is no disagreement, nor is the day on which somebody spoke."""
    dated = [s for s in said if s.claim.field == "date" and _told(s, articles[s.claim.article].text)]
    found = against(dated, _dates_differ, alike=lambda a, b: a.claim.article != b.claim.article)
    if found:
        speakers = {s.speaker for pair in found for s in pair if s.speaker}
        values = by_value(likewise(dated, found))
        yield Disagreement("date", values, DIRECT if len(speakers) > 1 else SOFT, "different days are given for one event")


def _told(said: Said, text: str) -> bool:
    """Whether a day is told as that of the event: not worked out, not taken from elsewhere, not "said on Tuesday"."""
    when = said.mention.when
    if when is None or when.start is None or when.inferred or when.carried is not None:
        return False
    words = claim_words()
    before = text[max(said.mention.span.start, said.claim.span.start - 60) : said.claim.span.start].lower().split()[-_WORDS_BEFORE:]
    while before and before[-1] in words.between:
        before.pop()
    return not before or before[-1] not in words.spoken


def _dates_differ(a: Said, b: Said) -> bool:
    one, other = a.mention.when, b.mention.when
    if one is None or other is None or one.start is None or other.start is None:
        return False
    gap = max((one.start - (other.end or other.start)).days, (other.start - (one.end or one.start)).days)
    return gap > (0 if a.speaker and b.speaker and a.speaker != b.speaker else _SLIP)


def _of_civilians(said: Sequence[Said]) -> Iterator[Disagreement]:
    about = [s for s in said if s.claim.field == CIVILIANS]
    spared = [s for s in about if s.claim.value == SPARED]
    hurt = [s for s in about if s.claim.value != SPARED]
    if spared and hurt:
        parties = [(a.party, b.party) for a in spared for b in hurt]
        direct = any(a != b for a, b in parties) and any(same_scope(a, b) for a in spared for b in hurt)
        why = "of one event it is said that civilians were harmed or aimed at, and that they were not"
        yield Disagreement(CIVILIANS, by_value(dict.fromkeys((*spared, *hurt))), DIRECT if direct else SOFT, why)
