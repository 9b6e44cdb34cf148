# pyright: basic, reportMissingImports=false
"""What the document reader is trained to make small: the loss of one window of a document, head by head."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from geo.training.reader_data import CANDIDATES, PLACE, ROLES, Document, Trigger
from geo.training.reader_network import WORD_CLASSES, ReaderNetwork, Window, pooled, read_window
from geo.training.windows import IGNORED

# Weights of the heads: places and joins decide what is drawn.
_TYPE, _KIND, _MOOD, _PAIR = 4.0, 0.3, 0.3, 1.2
_ROLE = {"place": 1.5, "time": 0.7, "count": 0.7, "by": 0.7, "against": 0.3}
_SMOOTHING = 0.02
_TRIGGER, _MEMBER, _PARTY = 2.0, 2.0, 3.0  # what is something weighs more than what is nothing
_LEAST_WORDS = 60  # a shorter window counts less
_CANDIDATES, _WORDS = 3, 6  # a document's losses over candidates and over words are sums, divided by what one has of them on average


def loss_of(network: ReaderNetwork, document: Document, window: Window) -> dict[str, Tensor]:
    """The weighted losses of the heads that have something to learn in the window."""
    states = read_window(network, window).float()
    words = network.word(states).split(list(WORD_CLASSES.values()), dim=-1)
    types = torch.tensor(document.types[window.first : window.end])
    losses: dict[str, Tensor] = {}
    if (known := types != IGNORED).any():
        entropy = functional.cross_entropy(words[0][known], types[known], reduction="none", label_smoothing=_SMOOTHING)
        weight = torch.where(types[known] > 0, _TRIGGER, 1.0)
        losses["type"] = _TYPE * (entropy * weight).sum() / max(_LEAST_WORDS, int(known.sum()))
    triggers = [t for t in document.triggers if window.first <= t.word < window.end]
    if not triggers:
        return losses
    at = torch.tensor([t.word - window.first for t in triggers])
    sentences = torch.tensor(document.sentences[window.first : window.end])
    for name, weight, scores, wanted in (
        ("kind", _KIND, words[1], [t.kind for t in triggers]),
        ("mood", _MOOD, words[2], [t.mood for t in triggers]),
    ):
        if any(w != IGNORED for w in wanted):
            losses[name] = weight * functional.cross_entropy(scores[at], torch.tensor(wanted), ignore_index=IGNORED)
    for role, weight in _ROLE.items():
        if document.labels.get(role):
            loss = _of_role(network, document, window, role, triggers, states, at, sentences)
            if loss is not None:
                losses[role] = weight * loss
    if document.corefers and len(triggers) > 1:
        odds = network.same_incident(states[at], sentences[at], at)
        same = torch.tensor([[float(a.incident == b.incident) for b in triggers] for a in triggers])
        above = torch.triu(torch.ones_like(odds), 1) > 0
        losses["pair"] = _PAIR * functional.binary_cross_entropy_with_logits(odds[above], same[above])
    return losses


def _of_role(
    network: ReaderNetwork,
    document: Document,
    window: Window,
    role: str,
    triggers: Sequence[Trigger],
    states: Tensor,
    at: Tensor,
    sentences: Tensor,
) -> Tensor | None:
    """Cross entropy over the candidates of each trigger, summed, and averaged over the triggers."""
    labels = document.labels[role]
    if role in CANDIDATES:
        found = document.candidates.get(role, [])
        inside = [n for n, c in enumerate(found) if c.first >= window.first and c.end <= window.end]
        if not inside:
            return None
        ranges = [(found[n].first - window.first, found[n].end - window.first) for n in inside]
        candidates, firsts = pooled(states, ranges), torch.tensor([first for first, _ in ranges])
        wanted = torch.tensor([[labels[t.incident][n] for n in inside] for t in triggers])
        weight, share, smoothing = torch.full((ROLES[role],), _MEMBER), _CANDIDATES, _SMOOTHING
        if role == "place":
            weight[PLACE.index("within")] = 1.0
    else:
        candidates, firsts = states, torch.arange(len(states))
        wanted = torch.tensor([labels[t.incident][window.first : window.end] for t in triggers])
        weight, share, smoothing = torch.full((ROLES[role],), _PARTY), _WORDS, 0.0
    weight[0] = 1.0
    scores = network.pairs(role, states[at], candidates, (sentences[at], sentences[firsts]), (at, firsts))
    entropy = functional.cross_entropy(
        scores.reshape(-1, ROLES[role]), wanted.reshape(-1), reduction="none", weight=weight, label_smoothing=smoothing
    )
    return entropy.view(len(triggers), -1).sum(1).mean() / share
