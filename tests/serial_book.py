"""A book in which every word is another, counted through the manuscript: where a mark stands cannot be mistaken.

In: nothing. Out: a folder's files, and the word of each number. The words stand in headings, emphasis, links, lists,
quotations, tables, boxes, notes and several lines of one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path

SYLLABLES = [consonant + vowel for consonant in "bdglmnrstv" for vowel in "aeo"]
WORD = re.compile(r"\b(?:[bdglmnrstv][aeo]){4}\b")
CHAPTERS = 4
CONFIG = "title: Serie\nlanguage: es\nuuid: 0b4dcb0a-13b8-4a1a-8b57-3f5f3f1d6a01\n"


def word(number: int) -> str:
    """The word of a number, four syllables long: `badogeta`."""
    digits = [number // 30**place % 30 for place in range(4)]
    return "".join(SYLLABLES[digit] for digit in (digits[1], digits[0], digits[2], digits[3]))


def numbers() -> dict[str, int]:
    """The number of each word that the book may have."""
    return {word(number): number for number in range(4000)}


def put(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files by their paths."""
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())


def files() -> dict[str, str]:
    """The book's files by their paths."""
    serial = (word(number) for number in count())
    return {"book.yaml": CONFIG, **{f"{n:02}.md": _chapter(serial, n) for n in range(1, CHAPTERS + 1)}}


def _some(serial: Iterator[str], number: int) -> str:
    return " ".join(next(serial) for _ in range(number))


def _chapter(serial: Iterator[str], number: int) -> str:
    """Every kind of block, twice; the notes stand at the end, as authors put them."""
    words = lambda n: _some(serial, n)  # noqa: E731 - a name for what is said thirty times below
    blocks = [f"# {words(3)}"]
    for part in ("a", "b"):
        blocks += [
            f"{words(30)}, *{words(3)}* {words(9)} **{words(2)}** {words(12)}.",
            f"{words(14)} [{words(2)}](https://example.org/{part}) {words(6)} ***{words(2)}*** {words(9)}.[^{part}]",
            f"## {words(3)}",
            f"{words(9)}\n{words(9)}\n{words(5)} *{words(2)} **{words(2)}** {words(2)}* {words(4)};\n{words(6)}.",
            f"> {words(12)}\n> {words(8)} *{words(2)}* {words(3)}.\n>\n> {words(9)}.",
            f"- {words(9)}\n- {words(3)} *{words(2)}* {words(3)}\n  - {words(8)}\n- {words(4)}",
            f"1. {words(7)}\n2. {words(12)}",
            f"| {words(1)} | {words(1)} |\n|---|---|\n| {words(2)} | *{words(1)}* {words(1)} |\n| {words(1)} | x |",
            f"{{{{% hint info %}}}}\n{words(12)} **{words(2)}**.\n{{{{% /hint %}}}}",
            f"{words(40)}[^{part}2] {words(20)}.",
        ]
    blocks += [f"[^{name}]: {words(12)} *{words(2)}* {words(3)}." for name in ("a", "a2", "b", "b2")]
    return "\n\n".join(blocks) + "\n"
