"""The order of titles, as a reader of the book's language expects it and as Hugo has it.

In: a title, and the site's code of its language. Out: a key to sort by. Three levels, as in the Unicode collation
algorithm (UTS 10): letters first, then accents, then small before capital; digits stand before letters and count as
digits ("10" before "2"). An excerpt of the root order of CLDR, and of the languages below, held against Hugo by a test.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TypeAlias

Weight: TypeAlias = tuple[int, ...]
Key: TypeAlias = tuple[tuple[Weight, ...], Weight, Weight]

# CLDR 32, root: common signs in their order. What is not here follows its kind by code point.
_PUNCTUATION = "_‗-‐‑‒–—―,;:!¡?¿‽.·'‘’‚‛‹›\"“”„‟«»()[]{}§¶@*/\\&#%‰†‡•‣‧′‵※"
_SYMBOLS = "`´^¯¨¸°©®←→↑↓+±÷×<=>¬|¦~"
_MONEY = "¤¢$£¥€"
_LATIN = "abƀcdeǝəfƒgǥhƕiıjkƙlmnŋopqĸrstŧuvwxyzƶʒþƿ"
_CYRILLIC = "аәӕбвгғдђѓҙеєжҗзѕиіїйјкқҡлљмнңњоөпрстћќуўүұфхҳһцчҷџшщъыьѣэюя"
_MARKS = (
    "\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0338\u0327\u0328\u0304\u0309\u030f\u0311\u031b"
    "\u0323\u0324\u0325\u0326\u032d\u032e\u0330\u0331\u0335\u0336"
)
# Letters that sort as others with a mark, and that Unicode does not take apart.
_LIKE = {
    "æ": "a\u0336e", "œ": "o\u0336e", "ø": "o\u0338", "đ": "d\u0335", "ð": "d\u0336", "ħ": "h\u0335", "ł": "l\u0335",
    "ґ": "г\u0335",
}  # fmt: skip

_RULES: Mapping[str, str] = {
    "es": "n<ñ",
    "sv": "y=ü z<å<ä=æ<ö=ø", "fi": "y=ü z<å<ä=æ<ö=ø",
    "da": "y=ü z<æ=ä<ø=ö<å~aa", "nn": "y=ü z<æ=ä<ø=ö<å~aa",
    "is": "a<á d<ð e<é i<í o<ó u<ú y<ý z<þ<æ=ä<ö=ø<å",
    "pl": "a<ą c<ć e<ę l<ł n<ń o<ó s<ś z<ź<ż",
    "cs": "c<č h<ch r<ř s<š z<ž", "sk": "a<ä c<č h<ch o<ô r<ř s<š z<ž",
    "hr": "c<č<ć d<dž<đ l<lj n<nj s<š z<ž", "sl": "c<č<ć d<đ s<š z<ž",
    "ro": "a<ă<â i<î s<ș~ş t<ț~ţ",
    "tr": "c<ç g<ğ h<ı i o<ö s<ş u<ü",
    "hu": "c<cs d<dz<dzs g<gy l<ly n<ny o<ö=ő s<sz t<ty u<ü=ű z<zs",
    "lt": "c<č i=y s<š z<ž", "lv": "c<č g<ģ k<ķ l<ļ n<ņ r<ŗ s<š z<ž",
    "ca": "l=l·=ŀ", "eo": "c<ĉ g<ĝ h<ĥ j<ĵ s<ŝ u<ŭ", "uk": "г<ґ",
}  # fmt: skip
"""What a language files otherwise: `n<ñ`, a letter of its own after n; `ä=æ`, with ä and after it; `å~aa`, as å."""

_SPACE, _SIGN, _SYMBOL, _COIN, _DIGIT, _LETTER = range(6)


def collation(title: str, tongue: str) -> Key:
    """A key that files titles as the language `tongue` does."""
    base = tongue.split("-")[0].lower()
    if base == "tr":  # a dotless small letter for the dotless capital
        title = title.replace("I", "ı").replace("İ", "i")
    elements = tuple(_elements(title, _tailoring(base)))
    return (
        tuple(primary for primary, _, _ in elements if primary),
        tuple(second for _, second, _ in elements),
        tuple(third for _, _, third in elements),
    )


Element: TypeAlias = tuple[Weight, int, int]
"""Letter, accent, size; a mark by itself has no letter."""


def _elements(title: str, own: Mapping[str, tuple[Weight, int]]) -> Iterator[Element]:
    text = unicodedata.normalize("NFC", title)
    longest = max(map(len, own), default=0)
    at = 0
    while at < len(text):
        token = next((text[at : at + n] for n in range(longest, 0, -1) if _small(text[at : at + n]) in own), "")
        if token:
            primary, second = own[_small(token)]
            yield primary, second, int(token[0] != _small(token[0])) + 2 * (len(token) > 1)
        else:
            yield from _plain(text[at])
        at += len(token) or 1


def _small(text: str) -> str:
    return unicodedata.normalize("NFC", text.lower())


@cache
def _plain(character: str) -> tuple[Element, ...]:
    """The elements of a character that the language does not file in its own way."""
    if character.lower() in _CYRILLIC:
        return ((_primary(character.lower()), 0, int(not character.islower())),)
    spelt = unicodedata.normalize("NFKD", character)
    if spelt[0] == " ":  # an accent that stands alone is a sign of its own
        spelt = character
    large = int(any(sign.isupper() for sign in spelt))
    exact = 0 if unicodedata.normalize("NFD", character) == spelt and spelt.lower() == spelt.casefold() else 2
    letters = "".join(_LIKE.get(sign, sign) for sign in spelt.casefold())
    return tuple(_mark(sign) or (_primary(sign), 0, large + exact) for sign in letters)


def _mark(sign: str) -> Element | None:
    if not unicodedata.combining(sign):
        return None
    found = _MARKS.find(sign)
    return (), 1 + (found if found >= 0 else ord(sign)), 0


def _primary(sign: str) -> Weight:
    for kind, order in ((_SIGN, _PUNCTUATION), (_SYMBOL, _SYMBOLS), (_COIN, _MONEY)):
        if (found := order.find(sign)) >= 0:
            return kind, 0, found
    if sign.isspace():
        return _SPACE, 0, 0
    if (digit := unicodedata.decimal(sign, None)) is not None:
        return _DIGIT, 0, digit
    kinds = {"P": _SIGN, "S": _SYMBOL, "N": _DIGIT, "Z": _SPACE}
    other = kinds.get(unicodedata.category(sign)[0], _LETTER)
    return (_COIN, 1, ord(sign)) if unicodedata.category(sign) == "Sc" else (other, *_script(sign, other))


def _script(sign: str, kind: int) -> Weight:
    """Latin, Greek, Cyrillic, the others by code point; Hangul before kana and Han."""
    if kind != _LETTER:
        return 1, ord(sign)
    if (found := _LATIN.find(sign)) >= 0:
        return 0, found
    if (found := _CYRILLIC.find(sign)) >= 0:
        return 3, found
    if sign <= "\u024f":
        return 1, ord(sign)
    return (2 if sign < "\u0400" else 6 if "\u3040" <= sign < "\uac00" else 5), ord(sign)


@cache
def _tailoring(tongue: str) -> dict[str, tuple[Weight, int]]:
    """Each letter that the language files in its own way, with its place and its distance from its like."""
    made: dict[str, tuple[Weight, int]] = {}
    for rule in _RULES.get(tongue, "").split():
        first, *others = re.findall(r"([<=~]?)([^<=~]+)", rule)
        place, step, alike = _primary(first[1]), 0, 0
        for relation, letter in others:
            step, alike = (step + 1, 0) if relation == "<" else (step, alike + (relation == "="))
            made[unicodedata.normalize("NFC", letter)] = (*place, step) if step else place, alike
    return made
