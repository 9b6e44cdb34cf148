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
        **{"ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ء": None},
        **{"ґ": "г", "є": "е", "і": "и", "ї": "и", "ў": "у", "ы": "и", "э": "е", "ъ": None, "ь": None, "ђ": "дж", "ћ": "ч", "ј": "й"},
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
_MOON_ARTICLES = frozenset(("al", "el", "il", "ul"))
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
    nahiyat nahiyah mintaqat qaryat qaryah village town city fort camp mount mt hajar shaykh sheikh cheikh
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

_ARABIC = {
    "ب": "b", "پ": "b", "ت": "t", "ط": "t", "ث": "t", "ج": "j", "چ": "s", "ح": "h", "خ": "h", "د": "d", "ذ": "d", "ض": "d", "ر": "r",
    "ز": "z", "ژ": "z", "ظ": "z", "س": "s", "ش": "s", "ص": "s", "غ": "j", "گ": "j", "ف": "f", "ڤ": "f", "ق": "k", "ك": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h",
}  # fmt: skip
_CYRILLIC = {
    "б": "b", "п": "b", "в": "v", "г": "j", "д": "d", "ж": "j", "з": "z", "к": "k", "л": "l", "м": "m", "н": "n", "р": "r", "с": "s",
    "т": "t", "ф": "f", "х": "h", "ц": "s", "ч": "s", "ш": "s", "щ": "s", "қ": "k", "ғ": "j", "ҳ": "h", "ҷ": "j",
}  # fmt: skip
_LATIN = {
    "b": "b", "p": "b", "t": "t", "j": "j", "g": "j", "h": "h", "x": "h", "d": "d", "r": "r", "z": "z", "s": "s", "c": "k", "k": "k",
    "q": "k", "f": "f", "v": "v", "l": "l", "m": "m", "n": "n",
}  # fmt: skip
_DIGRAPHS = (
    ("tch", "s"), ("sch", "s"), ("dzh", "j"), ("sh", "s"), ("ch", "s"), ("kh", "h"), ("gh", "j"), ("dj", "j"), ("dh", "d"), ("th", "t"),
    ("zh", "j"), ("ph", "f"), ("ts", "s"), ("ce", "s"), ("ci", "s"), ("ck", "k"), ("дж", "j"),
)  # fmt: skip
_DIGRAPH = re.compile("|".join(d for d, _ in _DIGRAPHS))
_DIGRAPH_AS = {d: s.upper() for d, s in _DIGRAPHS}  # upper case: not to be read again
_LETTERS = str.maketrans({**_ARABIC, **_CYRILLIC, **_LATIN, **dict.fromkeys("aeiouwyاويعأإоеаиуюяй", None)})
_REPEATED = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def skeleton(key: str) -> str:
    """The consonants of a folded name as classes that transliterations share; articles, vowels and doubling are gone.

    Arabic, Cyrillic and Latin spellings of one name meet. Short skeletons are ambiguous: use them to find candidates,
    never to decide.

    >>> skeleton("khan shaykhun"), skeleton("khan cheikhoun"), skeleton("خان شيخون"), skeleton("хан шейхун")
    ('hnshn', 'hnshn', 'hnshn', 'hnshn')
    """
    bare = without_articles(key)
    out: list[str] = []
    for word in bare.split(" "):
        if is_arabic(word) and word.startswith(_ARABIC_ARTICLE) and len(word) > 4:
            word = word[2:]
        spelt = _DIGRAPH.sub(lambda m: _DIGRAPH_AS[m.group()], word)
        # A final h is the feminine ending, written or not: Hamah, Hama.
        if spelt.endswith(("h", "ه")) and len(spelt) > 2:
            spelt = spelt[:-1]
        out.append(spelt.translate(_LETTERS).lower())
    return _REPEATED.sub(r"\1", "".join(out))


def light(key: str) -> str:
    """A folded name brought nearer to other transliterations, vowels kept: what similarity is measured on."""
    bare = without_articles(key)
    bare = bare.replace("ou", "u").replace("ee", "i").replace("oo", "u").replace("sh", "s").replace("ch", "s").replace("kh", "h").replace("gh", "g")
    bare = bare.replace("q", "k").replace("ay", "ei").replace("y", "i").replace("w", "u").replace(" ", "")
    return _REPEATED.sub(r"\1", bare).removesuffix("h")
