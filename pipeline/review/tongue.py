"""What the copy editor knows of one language.

In: nothing. Out: the form of a `Tongue`, and how a word keeps its capitals. The tables are in `spanish` and `tongues`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Advice:
    """What is wrong with some words, and what would be right."""

    right: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words in their context."""

    found: re.Pattern[str]
    right: str
    """The group 1, or else the whole, written right; `\\1` and the like stand for groups."""
    reason: str


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language."""

    spell: Callable[[str], Advice | None]
    """A word in small letters -> what is wrong with it, for sure; None: nothing that the tables know."""
    phrases: tuple[Pattern, ...] = ()
    """Words wrongly joined or parted, for sure."""
    confusions: tuple[Pattern, ...] = ()
    """Real words where another one is meant, as it seems."""
    common: frozenset[str] = frozenset()
    """Its commonest words: a stretch with two of them is in this language."""
    doubled: frozenset[str] = frozenset()
    """Words that may stand twice."""
    small: frozenset[str] = frozenset()
    """Days, months and the like, which it writes small."""
    inverted: bool = False
    """Whether a question opens with ¿."""
    variants: tuple[tuple[str, ...], ...] = ()
    """Spellings that are all right, of which a book has one."""
    sentence_case: bool = False
    """Whether a title has a capital at its beginning only."""
    noun_capitals: bool = False
    """Whether every noun has a capital, which then tells of no name."""
    spaced_units: bool = True
    """Whether a space stands between a number and its unit or %."""


def as_typed(right: str, typed: str) -> str:
    """The right word with the capitals of the typed one."""
    if typed.isupper() and len(typed) > 1:
        return right.upper()
    return right[:1].upper() + right[1:] if typed[:1].isupper() else right


def pattern(found: str, right: str, reason: str) -> Pattern:
    """A pattern that minds no capitals, between the bounds of words."""
    return Pattern(re.compile(rf"(?<![\w-])(?:{found})(?![\w-])", re.IGNORECASE), right, reason)
