"""Which language a text is in. English is all that is analysed, so a wrong "not English" loses an article: doubt stays None."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import import_module
from typing import Any

from geo.assets import asset

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 6_000  # code points are plenty
_MIN_LETTERS = 20
_SURE = 0.95
# English news has 30 to 50 % of these words, headlines 10 %; other languages written in Latin letters share a few of them.
_ENGLISH_SHARE = 0.2
_SOME_ENGLISH = 0.08


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the text's language, None where it is too short or cannot be told."""
    sample = text[:_SAMPLE]
    words = [word.lower() for word in _WORD.findall(sample)]
    if sum(map(len, words)) < _MIN_LETTERS:
        return None
    english = _english()
    share = sum(word in english for word in words) / len(words)
    if share >= _ENGLISH_SHARE:
        return "en"
    language, probability = _identifier().classify(sample.lower())  # capitals mislead: 'SAN SALVADOR …' is taken for another language
    if language == "en":
        return "en"
    if sum(word > "\u024f" for word in words) > len(words) / 2:
        return str(language)  # not in Latin letters: not English, however near its relatives
    if float(probability) < _SURE or share >= _SOME_ENGLISH:
        return None
    return str(language)


@lru_cache(maxsize=1)
def _identifier() -> Any:
    langid = import_module("py3langid.langid")  # has no types; and a text that is plainly English never needs it
    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    return frozenset(tomllib.loads(asset("lexicon", "language.toml").read_text(encoding="utf-8"))["english"])
