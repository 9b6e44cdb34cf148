"""An article's senses in blocks that are settled one after another, so that time and memory grow with the article and not with its square.

Each name is weighed against every other of its block. No news article has more names than a block holds; of a gazetteer
pasted into a text, or of a book, each block's names are those that stand together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from geo.model import Mention
from geo.resolve.senses import Sense

# Different names in one block. 119 news articles have up to 28; a block of 300 invented names costs one CPU-second.
MOST_SENSES = 300


@dataclass(frozen=True, slots=True)
class Block:
    """Senses with their mentions, numbered anew; `numbers` are the mentions' own numbers in the article."""

    senses: tuple[Sense, ...]
    mentions: tuple[Mention, ...]
    numbers: tuple[int, ...]


def blocks_of(senses: Sequence[Sense], mentions: Sequence[Mention]) -> Iterator[Block]:
    """The senses in their order, no more than MOST_SENSES at a time; what a mention says of one in another block is left out."""
    if len(senses) <= MOST_SENSES:
        yield Block(tuple(senses), tuple(mentions), tuple(range(len(mentions))))
        return
    for first in range(0, len(senses), MOST_SENSES):
        some = senses[first : first + MOST_SENSES]
        numbers = sorted(k for sense in some for k in sense.mentions)
        renumbered = {k: at for at, k in enumerate(numbers)}
        yield Block(
            tuple(replace(sense, mentions=tuple(renumbered[k] for k in sense.mentions)) for sense in some),
            tuple(_within(mentions[k], renumbered) for k in numbers),
            tuple(numbers),
        )


def _within(mention: Mention, renumbered: dict[int, int]) -> Mention:
    """The mention with its containers numbered as in the block."""
    containers = tuple(renumbered[c] for c in mention.clues.containers if c in renumbered)
    return replace(mention, clues=replace(mention.clues, containers=containers))
