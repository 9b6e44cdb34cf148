"""Keys under which spellings of one name meet: folded, without the Arabic article, without its generic part.

A key is made the same way when a gazetteer is compiled and when a name is looked up. Nothing here knows any single
place: the rules are those of transliteration from Arabic, Persian, Turkish, Hebrew and Cyrillic.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Marks that stand over or under letters: Latin, Cyrillic, Hebrew, Arabic.
_MARKS = (
    *range(0x0300, 0x0370), *range(0x0483, 0x0488), *range(0x0591, 0x05BE), 0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7,
    *range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06DD), *range(0x06DF, 0x06E5), 0x06E7, 0x06E8,
    *range(0x06EA, 0x06EE), *range(0x08D3, 0x0900), *range(0x1AB0, 0x1AC0), *range(0x1DC0, 0x1E00), *range(0x20D0, 0x20F1),
    *range(0xFE20, 0xFE30),
)  # fmt: skip
# Letters that Unicode does not decompose, and those that writers of one language use for each other's.
_PLAIN = str.maketrans(
    {
        **{chr(mark): None for mark in _MARKS},
        **dict.fromkeys("'’‘ʿʾʻʼ`´ʹʺ\"“”„«».·ـ\ufeff\u2066\u2067\u2068\u2069", None),
        **dict.fromkeys(map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F))), None),  # joiners and marks of direction
        **dict.fromkeys("-‐‑‒–—−_/,;:()[]&+|\t\n\r\u00a0\u2028\u2029", " "),
        **dict(zip("ıłøđðəŋħŧɛ", "iloddanhte", strict=True)),
        **dict(zip("ٱىیېێۆڕڵکةہھۀە", "اييييورلكهههها", strict=True)),
        **dict(zip("ґєіїўыэјәөұүқғҳһң", "геииуиеиаоуукгххн", strict=True)),
        **dict(zip("þæœђћҷҗ", ("th", "ae", "oe", "дж", "ч", "дж", "дж"), strict=True)),
        **dict.fromkeys("ءъьӏ", None),
    }
)
_PLAIN_ASCII = str.maketrans({**dict.fromkeys("'`\".", None), **dict.fromkeys("-_/,;:()[]&+|\t\n\r", " ")})
_SPACES = re.compile(r" {2,}")


def fold(name: str) -> str:
    """The name in lower case without diacritics, apostrophes and points; hyphens are spaces.

    >>> fold("Ma‘arrat an-Nu‘mān"), fold("U.S."), fold("كَفْر زِيتَا")
    ('maarrat an numan', 'us', 'كفر زيتا')
    """
    # Nine names in ten are plain, and then this is four times as fast.
    plain = name.lower().translate(_PLAIN_ASCII) if name.isascii() else unicodedata.normalize("NFKD", name.casefold()).translate(_PLAIN)
    return _SPACES.sub(" ", plain).strip() if "  " in plain else plain.strip()


def folded(written: Sequence[str]) -> list[str]:
    """`fold` of each name; plain ones all at once, which is four times as fast again.

    >>> folded(["Tall  as-Sayyad", " U.S.", "Ḩamāh"])
    ['tall as sayyad', 'us', 'hamah']
    """
    plain = [w for w in written if w.isascii() and _BREAK not in w]
    joined = _SPACES.sub(" ", _BREAK.join(plain).lower().translate(_PLAIN_ASCII))
    quick = iter(joined.replace(f" {_BREAK}", _BREAK).replace(f"{_BREAK} ", _BREAK).strip(" ").split(_BREAK))
    return [next(quick) if w.isascii() and _BREAK not in w else fold(w) for w in written]


_BREAK = "\0"  # stands between names that are folded together


def words_of(text: str) -> frozenset[str]:
    """The words of a list written as running text."""
    return frozenset(text.split())


# The Arabic article as it is written in Latin letters, with the letters before which it takes that form.
_SUN_ARTICLES = {
    "ad": "d", "adh": "d", "an": "n", "ar": "r", "as": "s", "ash": "s", "at": "t", "ath": "t", "az": "z",
    "ed": "d", "edh": "d", "en": "n", "er": "r", "es": "s", "esh": "s", "et": "t", "eth": "t", "ez": "z",
    # As French maps of the Levant have it: ech Chams, ett Tahtani, ej Jebel.
    "ech": "c", "ach": "c", "ess": "s", "ett": "t", "edd": "d", "enn": "n", "err": "r", "ezz": "z", "ej": "j", "edj": "d",
}  # fmt: skip
_MOON_ARTICLES = frozenset(("al", "el", "il", "ul", "ال"))
_ARTICLE_SPELLINGS = ("al", "el")
ARABIC_ARTICLE = "ال"
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
    if key.startswith(ARABIC_ARTICLE):
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
            found.setdefault(ARABIC_ARTICLE + name)
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


# First words of names that say what sort of place it is. A report may leave them out: "al-Sayyad" for Tall aş Şayyād.
GENERIC_HEADS = words_of(
    """tall tell tel tal till kafr kafar kfar kafer kefr khan khirbat khirbet khirbe khirba kherbet deir dayr der dair ayn ain ein ayin
    wadi wad jabal jebel djebel jabel gebel qalat qalaat qasr bir beir beer nahr jisr umm um abu bayt beit bait bet
    madinat medinat mazraat mazraet maarrat maarat maaret maret ras rasm tallat burj borj hawsh housh haush
    nahiyat nahiyah mintaqat qaryat qaryah hajar shaykh sheikh cheikh
    khallat ard jubb joub tulul birkat masjid mashhad hayy muhafazat muhafazah
    تل كفر خان خربه دير عين وادي جبل قلعه قصر بير نهر جسر ام ابو بيت مدينه مزرعه معره راس برج حوش قريه"""
)


# Last words that do: "Shayrat" for Shayrat Air Base.
GENERIC_TAILS = (
    "international airport", "airport", "air base", "airbase", "army air field", "airfield", "air force base", "district", "county",
    "province", "governorate", "oblast", "raion", "ilcesi", "ili",
)  # fmt: skip
LEAST_WITHOUT_GENERIC = 4  # letters that must remain


def without_generic(key: str) -> str | None:
    """A folded name without the generic word before (or after) it and without articles; None where it has none or too little remains.

    >>> without_generic("tall as sayyad"), without_generic("shayrat air base"), without_generic("hama")
    ('sayyad', 'shayrat', None)
    """
    bare = without_articles(key)
    first, _, rest = bare.partition(" ")
    if not rest:
        return None
    if first not in GENERIC_HEADS:
        tail = next((t for t in GENERIC_TAILS if bare.endswith(" " + t)), None)
        rest = bare[: -len(tail) - 1] if tail else ""
    if is_arabic(rest):
        rest = rest.removeprefix(ARABIC_ARTICLE)
    return rest if len(rest) >= LEAST_WITHOUT_GENERIC else None


_SPELT_OUT_FIRST = {"mt": "mount", "ft": "fort", "st": "saint", "ste": "sainte", "pt": "port"}
_SPELT_OUT_LAST = {"co": "county", "twp": "township", "dist": "district", "prov": "province", "mtns": "mountains", "natl": "national"}


def spelt_out(key: str) -> tuple[str, ...]:
    """Folded names that an abbreviated one stands for, and the other way round for what is mostly abbreviated.

    >>> spelt_out("greene co"), spelt_out("mt vernon"), spelt_out("hama")
    (('greene county',), ('mount vernon',), ())
    """
    first, _, rest = key.partition(" ")
    if not rest:
        return ()
    found: list[str] = []
    if first in _SPELT_OUT_FIRST:
        found.append(f"{_SPELT_OUT_FIRST[first]} {rest}")
    if first in ("saint", "mount", "fort"):
        found.append(f"{'st' if first == 'saint' else 'mt' if first == 'mount' else 'ft'} {rest}")
    head, _, last = key.rpartition(" ")
    if last in _SPELT_OUT_LAST:
        found.append(f"{head} {_SPELT_OUT_LAST[last]}")
    return tuple(found)


# Words for a division that stand behind a name, before it, or before it with "of": Mayo County, County Mayo, Town of Groton.
_DIVISION_WORDS = words_of("county township twp town city village borough parish district province governorate state region municipality "
                           "prefecture department oblast raion subdistrict area")  # fmt: skip


def without_division_word(key: str) -> str | None:
    """A folded name without the word for its division; None where it has none or too little remains.

    >>> without_division_word("mayo county"), without_division_word("town of groton"), without_division_word("county mayo")
    ('mayo', 'groton', 'mayo')
    """
    words = key.split(" ")
    if len(words) > 1 and words[-1] in _DIVISION_WORDS:
        words = words[:-1]
    elif len(words) > 2 and words[0] in _DIVISION_WORDS and words[1] == "of":
        words = words[2:]
    elif len(words) > 1 and words[0] == "county":
        words = words[1:]
    else:
        return None
    rest = " ".join(words)
    return rest if len(rest) >= LEAST_WITHOUT_GENERIC else None


def is_arabic(text: str) -> bool:
    return any("\u0600" <= c <= "\u06ff" for c in text)


def is_cyrillic(text: str) -> bool:
    return any("\u0400" <= c <= "\u04ff" for c in text)
