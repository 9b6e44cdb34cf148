"""Consonant skeletons: a key that transliterations share, and the likeness of spellings that have the same one.

Nothing here knows any single place. The classes were settled on the alternate names of Iraq, Yemen, Libya and Ukraine, and
measured on those of Syria, Lebanon, Jordan and Sudan.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from geo.gazetteer.names import ARABIC_ARTICLE, without_articles, words_of

# Letters and groups of letters by classes that transliterations share; "" are vowels and what is written now and then (w, v, y).
# Where a letter stands for several sounds the first class is the one that names are kept under; a look-up tries the others too.

_LATIN: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("schtsch", "shch", "chtch", "tsch", "tch", "sch", "sh", "ts", "tz", "szcz", "sz", "cz"), ("s",)),
    **dict.fromkeys(("dzh", "dsch", "dj"), ("j",)), "dz": ("j", "z"),
    "ch": ("s", "h", "k"), "kh": ("h",), "gh": ("j", "h"), "rh": ("j", "r"), "dh": ("d", "z"), "th": ("t", "s"), "zh": ("j", "z"),
    "ph": ("f",),
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
    """qaryat qaryah qariyat nahiyat nahiyah nahiya mintaqat madinat medinat mudiriyat mudiriyah muhafazat muhafazah muhafaza mohafazat
    muhafazasi shabiyat qada qadaa wilayat wilaya ostan ostane shahrestan shahrestane city town village ciudad ville stadt gorod
    district districtul distrikt distrik distrito destrict provincia province provinz provins provinsi provints provinco
    governorate governorat governate gouvernorat gouvernement gobernacion gobernorato governacio guvernorat guvernement
    oblast oblasti oblastis oblasto raion raionul raioni rayon rayonu rajon rajons rejon jaras municipality municipio region regio regiono
    county comitat
    koan seng tinh daerah piirikunta gubernija gubernia guvernoratul gobernantzia governatorato distriktet
    kormanyzosag eskualdea maakunta vilayeti vilayet ili ilcesi ilce sehri de of
    قريه ناحيه مديريه شعبيه محافظه ولايه اوبلاست استان شهرستان مدينه منطقه قضا بلديه ضلع صوبه ضلعو
    город горад місто мисто деревня село поселок район раион раен область обласц вобласц област муниципалитет вилояти устони мухафаза
    губернаторство провинция провінція шаари ауданы облысы өлкәсе"""
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
    bones = ""
    for i, word in enumerate(words):
        more = _bones(word, i == len(words) - 1)
        # A letter doubled between two words is doubled no more where they are written as one: Bir Rach, Birrech.
        bones += more[1:] if bones and more and bones[-1] == more[0] else more
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
    ends = {sum(len(p) for p in parts[: k + 1]) for k in range(len(parts) - 1)}
    for i, piece in enumerate(flat):
        for other in piece[1:]:
            bones = _joined([*usual[:i], other, *usual[i + 1 :]], ends)
            if len(bones) >= 2:
                found.setdefault(bones)
    return tuple(found)[:MOST_ALTERNATIVES]


CLASSES = "bdfhjklmnrstz"
LEAST_NEAR = 4  # classes that a skeleton must have for others with one class more, less or exchanged to be looked up


def neighbours(bones: str) -> tuple[str, ...]:
    """Skeletons that differ in one class: put in, left out, exchanged for another or for its neighbour; none for short ones.

    >>> neighbours("hm"), "hbt" in neighbours("hbdt"), "brhm" in neighbours("bhrm")
    ((), True, True)
    """
    if len(bones) < LEAST_NEAR:
        return ()
    parts = [(bones[:i], bones[i:]) for i in range(len(bones) + 1)]
    found = {a + b[1:] for a, b in parts if b} | {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    found |= {a + c + rest for a, b in parts for c in CLASSES for rest in ((b, b[1:]) if b else (b,))}
    return tuple(found - {bones})


def _joined(pieces: Sequence[str], ends: Collection[int]) -> str:
    """Classes as one skeleton; `ends` are the numbers of the pieces with which a new word begins."""
    bones, begins = "", False
    for i, piece in enumerate(pieces):
        begins = begins or i in ends
        if piece:
            bones += piece[1:] if begins and bones and bones[-1] == piece[0] else piece
            begins = False
    return bones


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


def lights(keys: Sequence[str]) -> list[str]:
    """`light` of each key; those in Latin letters all at once, which is five times as fast.

    >>> lights(["khan sheikhoun", "خان شيخون"]) == [light("khan sheikhoun"), light("خان شيخون")]
    True
    """
    joined = "\n".join([without_articles(k) for k in keys if k.isascii()])
    for written, read in _LIGHTER:
        joined = joined.replace(written, read)
    quick = iter(_DOUBLED.sub(r"\1", joined).split("\n"))
    return [next(quick).removesuffix("h") if k.isascii() else light(k) for k in keys]


_LIGHTER = (
    ("ou", "u"), ("ee", "i"), ("oo", "u"), ("sh", "s"), ("ch", "s"), ("kh", "h"), ("gh", "g"), ("rh", "g"), ("dh", "d"), ("th", "t"),
    ("q", "k"), ("ay", "ei"), ("ai", "ei"), ("y", "i"), ("w", "u"), ("v", "u"), (" ", ""),
)  # fmt: skip
