"""Consonant skeletons: a key that transliterations share, and the likeness of spellings that have the same one.

Nothing here knows any single place. The classes were settled on the alternate names of Iraq, Yemen, Libya and Ukraine, and
measured on those of Syria, Lebanon, Jordan and Sudan.
"""

from __future__ import annotations

import re
from functools import lru_cache

from geo.gazetteer.names import ARABIC_ARTICLE, without_articles, words_of

# Letters and groups of letters by classes that transliterations share; "" are vowels and what is written now and then (w, v, y).
# Where a letter stands for several sounds the first class is the one that names are kept under; a look-up tries the others too.

_LATIN: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("tch", "sch", "sh", "ts", "tz", "sz", "cz"), ("s",)), **dict.fromkeys(("dzh", "dsch", "dj"), ("j",)),
    "ch": ("s", "h", "k"), "kh": ("h",), "gh": ("j", "h"), "dh": ("d", "z"), "th": ("t", "s"), "zh": ("j", "z"), "ph": ("f",),
    "ck": ("k",), "ce": ("s", "k", "j"), "ci": ("s", "k", "j"), "sc": ("s", "sk"), "x": ("h", "ks"),
    "b": ("b",), "p": ("b",), "t": ("t",), "j": ("j", ""), "g": ("j", "k"), "h": ("h", ""), "d": ("d", "z"), "r": ("r",),
    "z": ("z", "d", "s"), "s": ("s", "z"), "c": ("k", "j", "s"), "k": ("k", "h"), "q": ("k", "j"), "f": ("f", ""), "l": ("l",),
    "m": ("m",), "n": ("n",),
    **dict.fromkeys("aeiouwyv", ("",)),
}  # fmt: skip
_ARABIC: dict[str, tuple[str, ...]] = {
    "تس": ("s", "ts"), "تش": ("s", "ts"), "دج": ("j",), "شچ": ("s",),
    "ب": ("b",), "پ": ("b",), "ت": ("t",), "ط": ("t",), "ث": ("t", "s"), "ج": ("j",), "چ": ("s",), "ح": ("h",), "خ": ("h",), "د": ("d",),
    "ذ": ("d", "z"), "ض": ("d",), "ر": ("r",), "ز": ("z",), "ژ": ("j", "z"), "ظ": ("z", "d"), "س": ("s",), "ش": ("s",), "ص": ("s",),
    "غ": ("j",), "گ": ("j", "k"), "ف": ("f", ""), "ڤ": ("",), "ق": ("k", "j"), "ك": ("k", "j"), "ل": ("l",), "م": ("m",), "ن": ("n",),
    "ه": ("h", ""), "ا": ("",), "و": ("",), "ي": ("",), "ع": ("",),
}  # fmt: skip
_CYRILLIC: dict[str, tuple[str, ...]] = {
    "дж": ("j",), "дз": ("j", "z"), "кх": ("h",), "дх": ("d", "z"), "тх": ("t",), "шч": ("s",),
    "б": ("b",), "п": ("b",), "в": ("",), "г": ("j", "h"), "д": ("d",), "ж": ("j", "z"), "з": ("z", "d"), "к": ("k",), "л": ("l",),
    "м": ("m",), "н": ("n",), "р": ("r",), "с": ("s",), "т": ("t",), "ф": ("f", "t"), "х": ("h",), **dict.fromkeys("цчшщ", ("s",)),
    **dict.fromkeys("аеиоуюяй", ("",)),
}  # fmt: skip
_CLASSES = {**_LATIN, **_ARABIC, **_CYRILLIC}
_LETTER = re.compile("|".join(sorted(map(re.escape, _CLASSES), key=len, reverse=True)))
_DOUBLED = re.compile(r"([^\u0600-\u06ff])\1+")
_CYRILLIC_ARTICLES = words_of("ал ел ас ес аш еш ат ет ар ер ан ен ад ед аз ез")
# Words for units of administration that are now written and now left out.
_UNITS = words_of(
    """qaryat qaryah qariyat nahiyat nahiyah nahiya mintaqat madinat medinat mudiriyat mudiriyah muhafazat muhafazah shabiyat qada city town
    village district province governorate oblast raion rayon municipality region county
    قريه ناحيه مديريه شعبيه محافظه استان شهرستان مدينه منطقه قضا بلديه
    город горад місто мисто деревня деревня село поселок район раион область муниципалитет вилояти"""
)
MOST_ALTERNATIVES = 10  # skeletons that one look-up tries


def skeleton(key: str) -> str:
    """The consonants of a folded name as classes that transliterations share; articles, vowels and doubling are gone.

    Arabic, Cyrillic and Latin spellings of one name meet. Skeletons are ambiguous: use them to find candidates, never to
    decide.

    >>> skeleton("khan shaykhun"), skeleton("khan sheikhoun"), skeleton("خان شيخون"), skeleton("хан шеихун")
    ('hnshn', 'hnshn', 'hnshn', 'hnshn')
    """
    words = _bone_words(key)
    bones = "".join([_bones(w, i == len(words) - 1) for i, w in enumerate(words)])
    return bones if len(bones) >= 2 else bones + _weak("".join(words))


def skeletons(key: str) -> tuple[str, ...]:
    """The skeleton, and those in which one letter is read otherwise: "ch" as in Cheikhoun or as in Achmed.

    >>> skeletons("cheikhoun")
    ('shn', 'hhn', 'khn')
    """
    words = _bone_words(key)
    found: dict[str, None] = {skeleton(key): None}
    parts = [_pieces(w, i == len(words) - 1) for i, w in enumerate(words)]
    flat = [piece for part in parts for piece in part]
    usual = [p[0] for p in flat]
    for i, piece in enumerate(flat):
        for other in piece[1:]:
            bones = "".join([*usual[:i], other, *usual[i + 1 :]])
            if len(bones) >= 2:
                found.setdefault(bones)
    return tuple(found)[:MOST_ALTERNATIVES]


def _bone_words(key: str) -> list[str]:
    words = without_articles(key).split(" ")
    if len(words) > 1:
        words = [w for w in words[:-1] if w not in _CYRILLIC_ARTICLES] + words[-1:]
        words = [w for w in words if w not in _UNITS] or words
    return words


@lru_cache(maxsize=400_000)
def _bones(word: str, last: bool) -> str:
    return "".join([p[0] for p in _pieces(word, last)])


def _pieces(word: str, last: bool) -> list[tuple[str, ...]]:
    if word.startswith(ARABIC_ARTICLE) and len(word) > 4:
        word = word[2:]
    # The feminine ending: unwritten, -h, or -t before another word (Qalat al-Madiq, Qalaah).
    feminine = (len(word) > 2 and word[-1] in "hه") or (not last and len(word) > 3 and word.endswith(("at", "et")))
    if feminine:
        word = word[:-1]
    spelt = _DOUBLED.sub(r"\1", word.replace("nb", "mb").replace("np", "mb"))
    return [_CLASSES[m] for m in _LETTER.findall(spelt)]


def _weak(letters: str) -> str:
    """The v, w and y of a name that has hardly any other consonant: Kyiv, Kiev."""
    return "".join("v" for c in letters if c in "vwвوڤ")


_TO_LATIN = str.maketrans(
    {
        **dict(zip("ابپتطثجچحخدذضرزژظسشصغگفقكلمنهويع", "abbttsjshhdddrzjzsssggfkklmnhui", strict=False)),
        **dict(zip("абвгдежзийклмнопрстуфхцчшщюя", "abvgdejziiklmnoprstufhssssua", strict=False)),
    }
)  # fmt: skip


@lru_cache(maxsize=65_536)
def light(key: str) -> str:
    """A folded name brought nearer to other transliterations, vowels kept, in Latin letters: what likeness is measured on."""
    bare = without_articles(key)
    if not bare.isascii():
        words = [w[2:] if w.startswith(ARABIC_ARTICLE) and len(w) > 4 else w for w in bare.split(" ")]
        bare = " ".join(words).translate(_TO_LATIN)
    for written, read in _LIGHTER:
        bare = bare.replace(written, read)
    return _DOUBLED.sub(r"\1", bare).removesuffix("h")


_LIGHTER = (
    ("ou", "u"), ("ee", "i"), ("oo", "u"), ("sh", "s"), ("ch", "s"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("q", "k"),
    ("ay", "ei"), ("ai", "ei"), ("y", "i"), ("w", "u"), ("v", "u"), (" ", ""),
)  # fmt: skip
