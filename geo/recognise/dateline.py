"""Where a report was filed from: a place that is named and where nothing need have happened."""

from __future__ import annotations

from geo.lexicon import actors
from geo.syntax import Sentence, Token


def dateline_end(sentence: Sentence) -> int:
    """Offset in the article at which a dateline ends ("Beirut (Reuters) -", "WASHINGTON, Oct 7 —", "Washington CNN"); 0 without one."""
    tokens = sentence.tokens
    for i, token in enumerate(tokens[:10]):
        if (i and (token.text in {"—", "–", "--", "-"} and token.start > tokens[i - 1].end)) or (token.text == ")" and i < 8):
            if all(_dateline_word(t) for t in tokens[:i]):
                return token.span.end
            return 0
        if i and token.text in actors().media and all(_dateline_word(t) for t in tokens[:i]) and tokens[0].pos == "PROPN":
            return token.span.end
        if not _dateline_word(token):
            return 0
    return 0


def _dateline_word(token: Token) -> bool:
    return token.capitalised or token.text in {",", "(", ".", "/"} or token.text.isdigit() or token.text.endswith(".")
