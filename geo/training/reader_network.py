# pyright: basic, reportMissingImports=false
"""The document reader's network in torch: MiniLM-L6 over windows of an article, a linear head for each word, and scorers of pairs.

A pair is a trigger with a place, day, number, word or other trigger. Its score comes from one row of each, how many sentences and words
lie between them, and a dot product; so the encoder runs once over an article, and pairs cost next to nothing.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from geo.recognise.pieces import Vocabulary
from geo.recognise.words import SHAPES, shape
from geo.training.reader_data import KINDS, MOODS, ROLES, TYPES, Document, Range

HIDDEN, DOT = 64, 32  # of each role
FURTHEST = 5  # sentences between trigger and candidate that are told apart
NEAR = (1, 2, 3, 5, 8, 13, 21, 34, 60, 120)  # words between them: the bounds of the buckets, on either side
WINDOW, OVERLAP = 500, 140  # pieces; the network has 512 positions
WORD_CLASSES = {"type": 1 + len(TYPES), "kind": len(KINDS), "mood": len(MOODS)}  # columns of the head of words, in order
_CAPITALS, _SMALL = 3, 1  # shapes, see geo.recognise.words
_AS_CAPITALS, _AS_SMALL = 0.1, 0.04  # shares of documents that are read so in training


@dataclass(slots=True)
class Window:
    """Words first to end of a document as the network takes them, and where the first piece of each stands."""

    first: int
    end: int
    pieces: list[int]
    shapes: list[int]
    heads: list[int]


class ReaderNetwork(nn.Module):
    """Pieces and shapes → states of words (`states`), and of these the scores of words (`word`) and pairs (`pairs`)."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert
        width = bert.config.hidden_size
        self.shape = nn.Embedding(SHAPES, width)
        nn.init.zeros_(self.shape.weight)
        self.drop = nn.Dropout(0.15)
        self.word = nn.Linear(width, sum(WORD_CLASSES.values()))
        self.left = nn.Linear(width, len(ROLES) * HIDDEN)
        self.right = nn.Linear(width, len(ROLES) * HIDDEN)
        self.dot = nn.Linear(width, len(ROLES) * 2 * DOT)
        self.gap = nn.Parameter(torch.zeros(len(ROLES), 2 * FURTHEST + 1, HIDDEN))
        self.far = nn.Parameter(torch.zeros(len(ROLES), 2 * (len(NEAR) + 1), HIDDEN))
        self.out = nn.ParameterList([nn.Parameter(torch.randn(n, HIDDEN + 1) * 0.1) for n in ROLES.values()])
        self.bias = nn.ParameterList([nn.Parameter(torch.zeros(n)) for n in ROLES.values()])

    @classmethod
    def from_weights(cls, folder: Path) -> ReaderNetwork:
        return cls(BertModel.from_pretrained(folder, add_pooling_layer=False))

    def states(self, pieces: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        embedded = self.bert.embeddings.word_embeddings(pieces) + self.shape(shapes)
        return self.drop(self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state)

    def pairs(
        self, role: str, trigger: Tensor, candidate: Tensor, sentences: tuple[Tensor, Tensor], firsts: tuple[Tensor, Tensor]
    ) -> Tensor:
        """Scores (triggers, candidates, classes) of a role from their states; sentences and first words are those of both sides."""
        k = list(ROLES).index(role)
        own, part = slice(k * HIDDEN, (k + 1) * HIDDEN), k * 2 * DOT
        gap = (sentences[1][None] - sentences[0][:, None]).clamp(-FURTHEST, FURTHEST) + FURTHEST
        joint = self.left(trigger)[:, None, own] + self.right(candidate)[None, :, own]
        joint = joint + self.gap[k][gap] + self.far[k][distance(*firsts)]
        asking, asked = self.dot(trigger)[:, part : part + DOT], self.dot(candidate)[:, part + DOT : part + 2 * DOT]
        dot = (asking @ asked.T) / math.sqrt(DOT)
        return torch.cat([functional.relu(joint), dot[..., None]], -1) @ self.out[k].T + self.bias[k]

    def same_incident(self, trigger: Tensor, sentences: Tensor, firsts: Tensor) -> Tensor:
        """Log-odds (triggers, triggers) that two tell of one incident, the same both ways."""
        scores = self.pairs("pair", trigger, trigger, (sentences, sentences), (firsts, firsts))
        odds = scores[..., 1] - scores[..., 0]
        return (odds + odds.T) / 2


def distance(triggers: Tensor, candidates: Tensor) -> Tensor:
    """Buckets (triggers, candidates) of the words between; a candidate before its trigger has the first half of them."""
    apart = candidates[None] - triggers[:, None]
    bucket = sum((apart.abs() >= bound for bound in NEAR), torch.zeros_like(apart))
    return torch.where(apart < 0, bucket, bucket + len(NEAR) + 1)


def windows(document: Document, vocabulary: Vocabulary, chance: random.Random | None = None) -> list[Window]:
    """The document in overlapping windows; with `chance`, now and then all in capitals or small letters."""
    spelt = [vocabulary.of(w.text) for w in document.words]
    shapes = [shape(w.text) for w in document.words]
    if chance is not None:
        cast = chance.random()
        if cast < _AS_CAPITALS + _AS_SMALL:
            shapes = [_CAPITALS if cast < _AS_CAPITALS else _SMALL] * len(shapes)
    found: list[Window] = []
    first = 0
    while first < len(spelt):
        end, size = first, 0
        while end < len(spelt) and size + len(spelt[end]) <= WINDOW:
            size += len(spelt[end])
            end += 1
        window = Window(first, end, [vocabulary.open], [0], [])
        for w in range(first, end):
            window.heads.append(len(window.pieces))
            window.pieces += spelt[w]
            window.shapes += [shapes[w]] * len(spelt[w])
        window.pieces.append(vocabulary.close)
        window.shapes.append(0)
        found.append(window)
        if end == len(spelt):
            break
        back, again = 0, end
        while again > first + 1 and back < OVERLAP:
            again -= 1
            back += len(spelt[again])
        first = again
    return found


def read_window(network: ReaderNetwork, window: Window) -> Tensor:
    """States of the window's words."""
    return _states(network, [window])[0][window.heads]


def read_document(network: ReaderNetwork, document: Document, vocabulary: Vocabulary) -> Tensor:
    """States of all words, each from the window in which it has the most on either side."""
    found = windows(document, vocabulary)
    states = _states(network, found)
    chosen: list[Tensor] = []
    for word in range(len(document.words)):
        beside = [_context(w, word, len(document.words)) for w in found]
        best = max(range(len(found)), key=lambda n: (beside[n], -n))
        chosen.append(states[best][found[best].heads[word - found[best].first]])
    return torch.stack(chosen)


def _context(window: Window, word: int, words: int) -> int:
    """How many words the window shows on the poorer side of a word; the ends of the document cut nothing off. -1: none of the window's."""
    if not window.first <= word < window.end:
        return -1
    return min(word - window.first if window.first else words, window.end - 1 - word if window.end < words else words)


def _states(network: ReaderNetwork, found: Sequence[Window]) -> Tensor:
    longest = max(len(w.pieces) for w in found)
    pieces, shapes, mask = torch.zeros((3, len(found), longest), dtype=torch.long)
    for row, window in enumerate(found):
        pieces[row, : len(window.pieces)] = torch.tensor(window.pieces)
        shapes[row, : len(window.pieces)] = torch.tensor(window.shapes)
        mask[row, : len(window.pieces)] = 1
    return network.states(pieces, shapes, mask)


def pooled(states: Tensor, ranges: Sequence[Range]) -> Tensor:
    """One state for each range of words: the mean of its first and last."""
    return torch.stack([(states[first] + states[end - 1]) / 2 for first, end in ranges])
