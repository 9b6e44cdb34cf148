# pyright: basic, reportMissingImports=false
"""The tagger's network in torch: MiniLM-L6 (Wang et al. 2020) over word pieces, with what letters and gazetteer say added to each."""

from __future__ import annotations

from pathlib import Path

from torch import Tensor, nn
from transformers import BertModel

from geo.recognise.known_names import CLASSES
from geo.recognise.words import SHAPES
from geo.training.corpora import KINDS, ROLES

TAGS = ("O", "B", "I", "E", "S")


class Network(nn.Module):
    """Pieces (batch, pieces) → tag, kind and role scores of each piece; a word's are those of its first piece."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(weights, add_pooling_layer=False)
        width = self.bert.config.hidden_size
        self.shape = nn.Embedding(SHAPES, width)
        self.known = nn.Embedding(CLASSES, width)
        for added in (self.shape, self.known):
            nn.init.normal_(added.weight, std=0.02)
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(width, len(TAGS) + len(KINDS) + len(ROLES))

    def forward(self, pieces: Tensor, shapes: Tensor, known: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        embedded = self.bert.embeddings.word_embeddings(pieces) + self.shape(shapes) + self.known(known)
        hidden = self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        scores = self.head(self.drop(hidden)).float()
        return tuple(scores.split([len(TAGS), len(KINDS), len(ROLES)], dim=-1))
