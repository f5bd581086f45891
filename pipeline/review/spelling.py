"""Spelling: what the tables know for sure, what the context betrays, what the user's dictionary does not know.

In: a page, a dictionary or none. Out: findings CE001 to CE005. A name, a word in italics, a word of the style sheet is
not judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from ..diagnostics import Code
from .passages import Passage
from .reading import Page, Say
from .tongue import Pattern, as_typed

Known = Callable[[str], bool]
ACCENTS = {"a": "áàâä", "e": "éèêë", "i": "íîï", "o": "óôö", "u": "úùûü", "c": "ç", "n": "ñ"}
PREFIX = re.compile(
    r"(?:super|pre|re|ex|auto|co|contra|des|inter|micro|multi|post?|semi|sub|tele|trans|ultra|vice|anti|hiper|hyper|"
    r"macro|mini|neo|p?seudo|extra|infra|intra|supra|bio|geo|un|non|over|under)-?"
)
CLITICS = re.compile(r"(?<=[rod])(?:me|te|se|nos|os|l[aoe]s?){1,2}$")
UNACCENTED = str.maketrans("áéíóú", "aeiou")
SWAPS = {"b": "v", "v": "b", "g": "j", "j": "g", "s": "cz", "c": "sz", "z": "sc", "y": "ll", "i": "y", "k": "c"}


def spelling(page: Page, say: Say, own: Collection[str]) -> None:
    """What the tables know; `own` are words that the style sheet allows."""
    if page.tongue is None:
        return
    for word in page.passage.words():
        advice = None if word[0].lower() in own or _is_name(page, word) else page.tongue.spell(word[0].lower())
        if advice:
            right = as_typed(advice.right, word[0])
            say(Code.MISSPELT, f"'{word[0]}': {advice.reason}", page.passage.at(word.start()), f"write '{right}'")
    _patterns(page, page.tongue.phrases, Code.WRONGLY_PARTED, say)
    _patterns(page, page.tongue.confusions, Code.CONFUSED, say)


def _is_name(page: Page, word: re.Match[str]) -> bool:
    """Whether its capitals say that it is a name or an initialism."""
    if word[0].islower():
        return False
    if not word[0][1:].islower():
        return True
    nouns = page.tongue is not None and page.tongue.noun_capitals
    return not nouns and not page.begins_sentence(word.start())


def _patterns(page: Page, patterns: Iterable[Pattern], code: Code, say: Say) -> None:
    for one in patterns:
        for found in one.found.finditer(page.passage.text):
            group = 1 if one.found.groups else 0
            start = found.start(group)
            if found[group] is None or page.is_foreign(start) or page.is_foreign(found.start()):
                continue
            right = as_typed(found.expand(one.right), found[group])
            say(code, f"'{found[group]}': {one.reason}", page.passage.at(start), f"write '{right}'")


# the user's dictionary


def unknown_words(pages: Iterable[Page], known: Known, own: Collection[str], say: Say) -> None:
    """Words that a dictionary does not know; each is said where it stands first, with how often it is there."""
    seen: dict[str, list[tuple[Page, re.Match[str]]]] = {}
    for page in pages:
        for word in page.passage.words():
            if word[0].lower() not in own and len(word[0]) > 2 and not _is_name(page, word):
                seen.setdefault(word[0].lower(), []).append((page, word))
    for low, found in seen.items():
        page, word = found[0]
        if all(one[0][0].isupper() for _, one in found):
            continue  # a name, as far as one can see
        if _is_known(low, known) or (page.tongue and page.tongue.spell(low)):
            continue
        _say_unknown(page.passage, word, len(found), known, say)


def _is_known(low: str, known: Known) -> bool:
    plain = low.replace("’", "'")
    parts = plain.split("'")
    return (
        known(plain) or known(plain.capitalize()) or (len(parts) > 1 and all(map(known, filter(None, parts))))
        or any(len(rest) > 3 and known(rest) for rest in _without_ends(plain))
    )  # fmt: skip


def _without_ends(word: str) -> Iterator[str]:
    """The word without a prefix, or without the pronouns that Spanish and Italian write at a verb's end."""
    if found := PREFIX.match(word):
        yield word[found.end() :]
    if found := CLITICS.search(word):
        yield word[: found.start()].translate(UNACCENTED)


def _say_unknown(passage: Passage, word: re.Match[str], count: int, known: Known, say: Say) -> None:
    low, pos = word[0].lower(), passage.at(word.start())
    right = next((near for near in _accented(low) if known(near)), "")
    if right:
        message = f"'{word[0]}': the dictionary knows it with another accent"
        say(Code.TILDE_LIKELY, message, pos, f"did you mean '{as_typed(right, word[0])}'?")
        return
    near = next((one for one in _near(low) if known(one)), "")
    times = f", which is there {count} times" if count > 1 else ""
    cure = f"did you mean '{as_typed(near, word[0])}'? " if near else ""
    hint = f"{cure}If it is right, put it into the style sheet, under words"
    say(Code.WORD_UNKNOWN, f"the dictionary does not know '{word[0]}'{times}", pos, hint)


def _accented(word: str) -> Iterator[str]:
    """The word with one accent more, or one less."""
    for place, letter in enumerate(word):
        for other in ACCENTS.get(letter, ""):
            yield word[:place] + other + word[place + 1 :]
        plain = next((base for base, others in ACCENTS.items() if letter in others), "")
        if plain:
            yield word[:place] + plain + word[place + 1 :]


def _near(word: str) -> Iterator[str]:
    """The word with a letter less, two letters in the other order, or a letter that sounds alike."""
    for place, letter in enumerate(word):
        yield word[:place] + word[place + 1 :]
        yield word[:place] + word[place + 1 : place + 2] + letter + word[place + 2 :]
        yield from (word[:place] + other + word[place + 1 :] for other in SWAPS.get(letter, ""))
    yield from (f"{first}{word}" for first in ("e", "h"))
