"""Names that the writing hides from a reader of words: hashtags ("#KafrNabl") and lost apostrophes ("Syrias Hasakeh")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.gazetteer import Gazetteer
from geo.gazetteer.names import is_article
from geo.recognise.known_names import CITY, COUNTRY, DIVISION, name_class
from geo.recognise.words import Word

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OWNERS = (COUNTRY, DIVISION, CITY)


def humps(word: str) -> list[str]:
    """
    >>> humps("RasAlAyn"), humps("IDLIB"), humps("Idlib")
    (['Ras', 'Al', 'Ayn'], ['IDLIB'], ['Idlib'])
    """
    return _HUMP.split(word)


def opened(words: Sequence[Word], gazetteer: Gazetteer) -> tuple[Word, ...]:
    """The words with hashtags as the names they are, and with the "s" of a known name split off where its apostrophe is lost."""
    found: list[Word] = []
    tagged = -1  # where the hashtag that is being read ends so far
    for k, word in enumerate(words):
        following = words[k + 1] if k + 1 < len(words) else None
        if word.text == "#" and following is not None and following.start == word.end and following.text[:1].isalpha():
            tagged = word.end
            continue
        if word.start == tagged:
            tagged = word.end
            if word.text != "_":
                found += _parts(word, humps(word.text))
            continue
        alone = k == 0 or not (words[k - 1].capitalised or words[k - 1].text == ".")  # "St. Marys"
        parts = humps(word.text)
        if len(parts) == 2 and is_article(parts[0].lower(), parts[1].lower()) and gazetteer.exact(" ".join(parts)):
            found += _parts(word, parts)  # "AlBab"
        elif alone and following is not None and _owns(word, following, gazetteer):
            found += _parts(word, [word.text[:-1], "s"])
        else:
            found.append(word)
    return tuple(found)


def _parts(word: Word, texts: Sequence[str]) -> list[Word]:
    found: list[Word] = []
    start = word.start
    for text in texts:
        found.append(Word(start, start + len(text), text))
        start += len(text)
    return found


def _owns(word: Word, following: Word, gazetteer: Gazetteer) -> bool:
    """ "Syrias Hasakeh", "Somalias capital": no name itself, but a country's, a division's or a city's with an s behind it."""
    text = word.text
    if not word.capitalised or not text.endswith("s") or not text[1:].islower() or not following.text.isalnum():
        return False
    if gazetteer.exact(text) or gazetteer.exact(f"{text} {following.text}"):  # "Khamis Mushait"
        return False
    called = gazetteer.exact(text[:-1])
    return bool(called) and name_class(called) in _OWNERS
