"""Arabic and Ukrainian typed in Latin letters: "3andi dyoun" and "meni duzhe pohano".

People spell these by ear, so words meet by what is left of them:
- Arabic ("Arabizi") by its consonants: digits stand for letters that Latin lacks (3 ع, 7 ح, 5 خ, 2 ق or nothing), and
  vowels are written or not. A skeleton begins with "~".
- Ukrainian and Russian letter by letter, in the folded Cyrillic of normalise.py.
A message is read like this only when several of its words say so; `Words.respelled` then holds the other spelling.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

SKELETON = "~"
LEAST = 2  # telling words before a message is read in another alphabet


def _words(written: str) -> frozenset[str]:
    return frozenset(written.split())


_DIGIT_WORD = re.compile(
    r"(?=.*[a-z])(?=[a-z]*[235769])(?!\d+(?:e|de|ste|th|st|nd|rd|x|km|k|kg|g|cm|m|u|h|am|pm)$)[a-z2356789]{3,}"
)
_ARABIC_LITTLE = _words(
    "ana inta enta inti enti hiya howa huwa bas mish msh mesh mosh mo shu sho shou chno shno kif kifak kayf keef "
    "leh lesh lech wallah walla wlh inshallah yalla habibi hbibi kteer ktir ktyr bezaf bzaf bzzaf baddi bedi badi "
    "bede bidi bghit bghiti 3an men hal hada hayda hadi hedha fe fi mafi mafe makaynch makayn ma3 ma3i 3andi 3ndi "
    "3indi 3la 3ala eli elli li lli dyal dyali diali rah rani wach wash daba el al w ya ila la ra7 7ata"
)
_ARABIC_SHARED = _words("fi li el al w ya la men ma mo hal rah ana ila fe wash")
_UKRAINIAN_LITTLE = _words(
    "mene meni mnoyu shcho scho shchob shob tse yak duzhe nemaye nemaie nema nemae khochu hochu ya ne vin vona "
    "vony mozhu mozhna bude buv bula treba zaraz moyi moya mii moyei vzhe kazhe yoho nyoho yiyi diakuyu dyakuyu "
    "dopomozhit pomogite menya mne chto ochen seychas skazhit bud laska nichoho nichego kudy koly chomu dity "
    "ditey cholovik zhyty khoche khotila hoche zhit grosh hroshey"
)
_UKRAINIAN_SHARED = _words("ya ne bud bula")

_LATIN_PARTS = re.compile(r"kh|gh|sh|ch|th|dh|dj|[a-z2-9]")
_CONSONANTS = {
    "kh": "x", "gh": "g", "sh": "c", "ch": "c", "th": "t", "dh": "d", "dj": "j", "b": "b", "p": "b", "t": "t", "j": "j",
    "d": "d", "r": "r", "z": "z", "s": "s", "f": "f", "v": "f", "q": "k", "k": "k", "c": "k", "g": "j", "l": "l",
    "m": "m", "n": "n", "h": "h", "x": "x", "3": "3", "5": "x", "6": "t", "7": "h", "8": "g", "9": "k", "2": "",
}  # fmt: skip
_ARABIC_CONSONANTS = {
    **dict.fromkeys("تطث", "t"), **dict.fromkeys("دضذ", "d"), **dict.fromkeys("سص", "s"), **dict.fromkeys("زظ", "z"),
    **dict.fromkeys("قك", "k"), **dict.fromkeys("حه", "h"), "ب": "b", "ج": "j", "خ": "x", "ر": "r", "ش": "c", "ع": "3",
    "غ": "g", "ف": "f", "ل": "l", "م": "m", "ن": "n",
}  # fmt: skip

_CYRILLIC_PARTS = re.compile(r"shch|zh|kh|ch|sh|ts|ya|ia|yu|iu|ye|ie|yi|yo|[a-z]")
_CYRILLIC = {
    "shch": "щ", "zh": "ж", "kh": "х", "ch": "ч", "sh": "ш", "ts": "ц", "ya": "я", "ia": "я", "yu": "ю", "iu": "ю",
    "ye": "е", "ie": "е", "yi": "и", "yo": "ио", "a": "а", "b": "б", "v": "в", "w": "в", "h": "г", "g": "г", "d": "д",
    "e": "е", "z": "з", "y": "и", "i": "и", "j": "и", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п",
    "r": "р", "s": "с", "t": "т", "u": "у", "f": "ф", "c": "ц", "x": "х", "q": "к",
}  # fmt: skip


def respelled(words: Sequence[str]) -> tuple[str, ...]:
    """For each of `words` its skeleton or its Cyrillic, "" where there is none; empty when nothing says so."""
    if not any("a" <= word[0] <= "z" or word[0].isdigit() for word in words):
        return ()
    if _telling(words, _ARABIC_LITTLE, _ARABIC_SHARED) + sum(map(_has_digit, words)) >= LEAST:
        return tuple(SKELETON + skeleton(word) if word.isascii() and not word.isdigit() else "" for word in words)
    if _telling(words, _UKRAINIAN_LITTLE, _UKRAINIAN_SHARED) >= LEAST:
        return tuple(cyrillic(word) if word.isascii() and word.isalpha() else "" for word in words)
    return ()


def _has_digit(word: str) -> bool:
    return not word.isalpha() and not word.isdigit() and _DIGIT_WORD.fullmatch(word) is not None


def _telling(words: Sequence[str], little: frozenset[str], shared: frozenset[str]) -> int:
    """How many different words say it; those that other languages have too count when another says it as well."""
    found = little.intersection(words)
    own = found - shared
    return len(own) + (min(len(found - own), 1) if own else 0)


@lru_cache(256)
def _letter(part: str) -> str:
    return _CONSONANTS.get(part, "")


def skeleton(word: str) -> str:
    """The consonants of an Arabic word, in Arabic or Latin letters, as one code for each group that sounds alike."""
    if word.isascii():
        codes = (_letter(part) for part in _LATIN_PARTS.findall(word))
    else:
        codes = (_ARABIC_CONSONANTS.get(letter, "") for letter in word)
    kept = ""
    for code in codes:
        kept += code if code != kept[-1:] else ""
    return kept


def cyrillic(word: str) -> str:
    """A Ukrainian or Russian word in Latin letters, in folded Cyrillic."""
    return "".join(_CYRILLIC[part] for part in _CYRILLIC_PARTS.findall(word))
