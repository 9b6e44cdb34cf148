# pyright: basic, reportMissingImports=false
"""The linker's network in torch: MiniLM-L6 over word pieces with one event's word marked, and a head for what a passage tells of."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from geo.events.arguments.linking import NEAR
from geo.recognise.tagger import TAGS
from geo.recognise.words import SHAPES

_HIDDEN = 256


class LinkNetwork(nn.Module):
    """Pieces (batch, pieces) with marks and distances from the marked word → scores; see `places` and `kinds`."""

    def __init__(self, weights: Path, kinds: int) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(weights, add_pooling_layer=False)
        width = self.bert.config.hidden_size
        self.shape = nn.Embedding(SHAPES, width)
        self.mark = nn.Embedding(2, width)
        self.near = nn.Embedding(2 * NEAR + 2, width)
        for added in (self.shape, self.mark, self.near):
            nn.init.normal_(added.weight, std=0.02)
        self.drop = nn.Dropout(0.1)
        self.joint = nn.Linear(3 * width, _HIDDEN)
        self.tags = nn.Linear(_HIDDEN, len(TAGS))
        self.kind = nn.Linear(width, kinds)

    def _read(self, pieces: Tensor, shapes: Tensor, marks: Tensor, near: Tensor, mask: Tensor) -> Tensor:
        embedded = self.bert.embeddings.word_embeddings(pieces) + self.shape(shapes) + self.mark(marks) + self.near(near)
        return self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state

    def places(self, pieces: Tensor, shapes: Tensor, marks: Tensor, near: Tensor, mask: Tensor, trigger: Tensor) -> Tensor:
        """Scores (batch, pieces, tags) of being a place of the event whose first piece stands at `trigger` (batch,)."""
        hidden = self._read(pieces, shapes, marks, near, mask)
        at = hidden[torch.arange(len(hidden)), trigger][:, None].expand_as(hidden)
        seen = torch.cat([hidden, at, hidden * at], dim=-1)
        return self.tags(self.drop(functional.gelu(self.joint(self.drop(seen))))).float()

    def kinds(self, pieces: Tensor, shapes: Tensor, marks: Tensor, near: Tensor, mask: Tensor) -> Tensor:
        """Scores (batch, kinds) of what the whole text tells of; no word is marked."""
        hidden = self._read(pieces, shapes, marks, near, mask).float()
        shown = mask[..., None].float()
        return self.kind(self.drop((hidden * shown).sum(1) / shown.sum(1))).float()
