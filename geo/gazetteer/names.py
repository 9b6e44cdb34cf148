"""Keys under which spellings of one name meet: folded, without the Arabic article, without its generic part, by consonants.

A key is made the same way when a gazetteer is compiled and when a name is looked up. Nothing here knows any single
place: the rules are those of transliteration from Arabic, Persian, Turkish, Hebrew and Cyrillic.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose, and those that writers of one language use for each other's.
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("'’‘ʿʾʻʼ`´ʹʺ\"“”„«».·ـ\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff", None),
        **dict.fromkeys("-‐‑‒–—−_/,;:()[]&+|\t\n\r\u00a0\u2028\u2029", " "),
        **{"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "a", "ŋ": "n", "ħ": "h", "ŧ": "t", "ɛ": "e"},
        **{"ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ێ": "ي", "ۆ": "و", "ڕ": "ر", "ڵ": "ل", "ک": "ك", "ء": None},
        **{"ة": "ه", "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ە": "ا"},
        **{"ґ": "г", "є": "е", "і": "и", "ї": "и", "ў": "у", "ы": "и", "э": "е", "ъ": None, "ь": None, "ђ": "дж", "ћ": "ч", "ј": "й"},
        **{"ә": "а", "ө": "о", "ұ": "у", "ү": "у", "қ": "к", "ғ": "г", "ҳ": "х", "һ": "х", "ҷ": "дж", "җ": "дж", "ң": "н", "ӏ": None},
    }
)
_PLAIN_ASCII = str.maketrans({**dict.fromkeys("'`\".", None), **dict.fromkeys("-_/,;:()[]&+|\t\n\r", " ")})
_SPACES = re.compile(r" {2,}")


def fold(name: str) -> str:
    """The name in lower case without diacritics, apostrophes and points; hyphens are spaces.

    >>> fold("Ma‘arrat an-Nu‘mān"), fold("U.S."), fold("كَفْر زِيتَا")
    ('maarrat an numan', 'us', 'كفر زيتا')
    """
    if name.isascii():
        plain = name.lower().translate(_PLAIN_ASCII)
    else:
        spread = unicodedata.normalize("NFKD", name.casefold().replace("İ", "i"))
        plain = "".join(c for c in spread if not unicodedata.combining(c)).translate(_PLAIN)
    return _SPACES.sub(" ", plain).strip()


# The Arabic article as it is written in Latin letters, with the letters before which it takes that form.
_SUN_ARTICLES = {
    "ad": "d", "adh": "d", "an": "n", "ar": "r", "as": "s", "ash": "s", "at": "t", "ath": "t", "az": "z",
    "ed": "d", "edh": "d", "en": "n", "er": "r", "es": "s", "esh": "s", "et": "t", "eth": "t", "ez": "z",
}  # fmt: skip
_MOON_ARTICLES = frozenset(("al", "el", "il", "ul", "ال"))
_ARTICLE_SPELLINGS = ("al", "el")
_ARABIC_ARTICLE = "ال"
_VOWELS = frozenset("aeiou")
LEAST_AFTER_GLUED = 3  # letters that must follow a glued article: "Alhbit", never "Ali"


def is_article(token: str, following: str) -> bool:
    """Whether a folded word is the Arabic article before `following`: "al" anywhere, "ash" only before s."""
    return token in _MOON_ARTICLES or (bool(following) and _SUN_ARTICLES.get(token) == following[0])


def without_articles(key: str) -> str:
    """A folded name without the articles that stand as words of their own.

    >>> without_articles("tall as sayyad"), without_articles("al bab"), without_articles("deir ez zor")
    ('tall sayyad', 'bab', 'deir zor')
    """
    if " " not in key:
        return key
    words = key.split(" ")
    kept = [w for w, after in zip(words, [*words[1:], ""], strict=True) if not (after and is_article(w, after))]
    return " ".join(kept)


def unglued(key: str) -> str | None:
    """A folded name whose article is glued to it, without that article; None where there is none.

    In Latin letters the article must stand before a consonant, for "al" + vowel is mostly part of the name ("Aleppo").

    >>> unglued("alhbit"), unglued("aleppo"), unglued("ali"), unglued("الهبيط")
    ('hbit', None, None, 'هبيط')
    """
    if key.startswith(_ARABIC_ARTICLE):
        rest = key[2:]
        return rest if len(rest.split(" ")[0]) >= LEAST_AFTER_GLUED else None
    for article in (*_ARTICLE_SPELLINGS, "as", "ash", "ar", "an", "at", "az", "ad"):
        if key.startswith(article):
            rest = key[len(article) :]
            first = rest.split(" ")[0]
            if len(first) < LEAST_AFTER_GLUED or first[0] in _VOWELS:
                continue
            if article in _ARTICLE_SPELLINGS or (first[0] == _SUN_ARTICLES[article] and rest[:1] != " "):
                return rest
    return None


def article_variants(key: str) -> tuple[str, ...]:
    """Folded spellings that differ from `key` only by the article: dropped, added or glued."""
    bare = without_articles(key)
    found: dict[str, None] = {bare: None}
    loose = unglued(key)
    if loose:
        found[loose] = None
    for name in tuple(found):
        if not name:
            continue
        if is_arabic(name):
            found.setdefault(_ARABIC_ARTICLE + name)
            continue
        for article in _ARTICLE_SPELLINGS:
            found.setdefault(f"{article} {name}")
            found.setdefault(article + name)
        for article, letter in _SUN_ARTICLES.items():
            if name[0] == letter:
                found.setdefault(f"{article} {name}")
    found.pop(key, None)
    found.pop("", None)
    return tuple(found)


# First (or last) words of names that say what sort of place it is. A report may leave them out: "al-Sayyad" for Tall aş Şayyād.
GENERIC_HEADS = frozenset(
    """tall tell tel tal till kafr kafar kfar kafer kefr khan khirbat khirbet khirbe khirba kherbet deir dayr der dair ayn ain ein ayin
    wadi wad jabal jebel djebel jabel gebel qalat qalaat qasr bir beir beer nahr jisr umm um abu bayt beit bait bet
    madinat medinat mazraat mazraet maarrat maarat maaret maret ras rasm tallat burj borj hawsh housh haush
    nahiyat nahiyah mintaqat qaryat qaryah hajar shaykh sheikh cheikh
    khallat ard jubb joub tulul birkat masjid mashhad hayy muhafazat muhafazah
    تل كفر خان خربه دير عين وادي جبل قلعه قصر بير نهر جسر ام ابو بيت مدينه مزرعه معره راس برج حوش قريه""".split()
)


def without_generic(key: str) -> str | None:
    """A folded name without its generic first word and without articles; None where it has no such word or too little remains.

    >>> without_generic("tall as sayyad"), without_generic("hama")
    ('sayyad', None)
    """
    words = without_articles(key).split(" ")
    if len(words) < 2 or words[0] not in GENERIC_HEADS:
        return None
    rest = " ".join(words[1:])
    if is_arabic(rest):
        rest = rest.removeprefix(_ARABIC_ARTICLE)
    return rest if len(rest) >= 4 else None


def is_arabic(text: str) -> bool:
    return any("\u0600" <= c <= "\u06ff" for c in text)


def is_cyrillic(text: str) -> bool:
    return any("\u0400" <= c <= "\u04ff" for c in text)


# --- consonant skeletons ------------------------------------------------------------------------------------------
# Letters and groups of letters by classes that transliterations share; "" are vowels and what is written now and then (w, v, y).
# Where a letter stands for several sounds the first class is the one that names are kept under; a look-up tries the others too.

_LATIN: dict[str, tuple[str, ...]] = {
    "tch": ("s",), "sch": ("s",), "dzh": ("j",), "dsch": ("j",), "sh": ("s",), "ch": ("s", "h", "k"), "kh": ("h",), "gh": ("j", "h"),
    "dj": ("j",), "dh": ("d", "z"), "th": ("t", "s"), "zh": ("j", "z"), "ph": ("f",), "ts": ("s",), "tz": ("s",), "sz": ("s",), "cz": ("s",),
    "ck": ("k",), "ce": ("s", "k"), "ci": ("s", "k"), "sc": ("s", "sk"), "x": ("h", "ks"),
    "b": ("b",), "p": ("b",), "t": ("t",), "j": ("j", ""), "g": ("j", "k"), "h": ("h", ""), "d": ("d", "z"), "r": ("r",), "z": ("z", "d", "s"),
    "s": ("s", "z"), "c": ("k", "j", "s"), "k": ("k", "h"), "q": ("k", "j"), "f": ("f", ""), "l": ("l",), "m": ("m",), "n": ("n",),
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
    "б": ("b",), "п": ("b",), "в": ("",), "г": ("j", "h"), "д": ("d",), "ж": ("j", "z"), "з": ("z", "d"), "к": ("k",), "л": ("l",), "м": ("m",),
    "н": ("n",), "р": ("r",), "с": ("s",), "т": ("t",), "ф": ("f", "t"), "х": ("h",), "ц": ("s",), "ч": ("s",), "ш": ("s",), "щ": ("s",),
    **dict.fromkeys("аеиоуюяй", ("",)),
}  # fmt: skip
_CLASSES = {**_LATIN, **_ARABIC, **_CYRILLIC}
_LETTER = re.compile("|".join(sorted(map(re.escape, _CLASSES), key=len, reverse=True)))
_DOUBLED = re.compile(r"([^\u0600-\u06ff])\1+")
_CYRILLIC_ARTICLES = frozenset("ал ел ас ес аш еш ат ет ар ер ан ен ад ед аз ез".split())
# Words for units of administration that are now written and now left out.
_UNITS = frozenset(
    """qaryat qaryah qariyat nahiyat nahiyah nahiya mintaqat madinat medinat mudiriyat mudiriyah muhafazat muhafazah shabiyat qada city town
    village district province governorate oblast raion rayon municipality region county
    قريه ناحيه مديريه شعبيه محافظه استان شهرستان مدينه منطقه قضا بلديه
    город горад місто мисто деревня деревня село поселок район раион область муниципалитет вилояти""".split()
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
    if word.startswith(_ARABIC_ARTICLE) and len(word) > 4:
        word = word[2:]
    # The feminine ending: unwritten, -h, or -t before another word (Qalat al-Madiq, Qalaah).
    if len(word) > 2 and word[-1] in "hه":
        word = word[:-1]
    elif not last and len(word) > 3 and word.endswith(("at", "et")):
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
        words = [w[2:] if w.startswith(_ARABIC_ARTICLE) and len(w) > 4 else w for w in bare.split(" ")]
        bare = " ".join(words).translate(_TO_LATIN)
    for written, read in _LIGHTER:
        bare = bare.replace(written, read)
    return _DOUBLED.sub(r"\1", bare).removesuffix("h")


_LIGHTER = (
    ("ou", "u"), ("ee", "i"), ("oo", "u"), ("sh", "s"), ("ch", "s"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("q", "k"), ("ay", "ei"),
    ("ai", "ei"), ("y", "i"), ("w", "u"), ("v", "u"), (" ", ""),
)  # fmt: skip
