"""What a book costs grows as the book does, and nothing is nested too deep to be read.

Calls are counted, not seconds: their number is the same on every machine. Twice the manuscript may cost twice as many
and a few more; what reads a text again for each of its words costs four times as many.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.reading import write_book
from pipeline.diagnostics import Diagnostic
from pipeline.model import Book
from pipeline.nodes import text_of
from pipeline.run import Request, Result, build, resolved

HIGHEST = 2.3
"""The most that twice the size may cost."""


def planned(text: str, folder: Path) -> tuple[Book, tuple[Diagnostic, ...]]:
    """The book of this one chapter after the whole plan, and the findings."""
    result = Result()
    book, _ = resolved(Request(_written(text, folder)), result)
    return book, result.report.diagnostics


def _written(text: str, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "book.yaml").write_text("title: Libro\nlanguage: es\nauthor: Autora\nlimits: {letters: 10000000}\n", encoding="utf-8")
    (folder / "a.md").write_text(f"# Uno\n\nprincipio\n\n{text}\n", encoding="utf-8")
    return folder


def words_of(book: Book) -> str:
    return " ".join(text_of((*chapter.heading, *chapter.body)) for chapter in book.chapters)


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, Python's and C's."""
    count = 0

    def note(frame: Any, event: str, arg: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def growth(make: Callable[[int], str], size: int, folder: Path) -> float:
    """How much more twice the size costs, over what an empty chapter costs."""
    planned(make(2), folder)  # patterns are compiled, tables are filled
    empty, once, twice = (calls(lambda n=n: planned(make(n), folder)) for n in (0, size, 2 * size))
    return (twice - empty) / (once - empty)


def notes(count: int) -> str:
    called = " ".join(f"palabra[^{n}]" for n in range(count))
    return called + "\n\n" + "".join(f"[^{n}]: nota {n}\n" for n in range(count))


def chained_notes(count: int) -> str:
    return "palabra[^0]\n\n" + "".join(f"[^{n}]: nota[^{n + 1}]\n" for n in range(count)) + f"[^{count}]: palabra\n"


def shortcodes(count: int) -> str:
    hint, ref = "{{< hint info >}}\npalabra\n{{< /hint >}}\n\n", 'como {{< ref "a.md" >}} y\n\n'
    return (hint + ref) * (count // 2)


def links_to_headings(count: int) -> str:
    return "".join(f"## Igual\n\n[palabra](#igual-{n})\n\n" for n in range(count))


CASES: dict[str, tuple[Callable[[int], str], int]] = {
    "marks of emphasis": (lambda n: "*palabra **" * (n // 3), 10_000),
    "pairs of emphasis": (lambda n: "*palabra* " * (n // 2), 10_000),
    "nested brackets": (lambda n: "[" * n + "palabra" + "]" * n, 5_000),
    "brackets never closed": (lambda n: "[palabra" * n, 5_000),
    "nested pictures": (lambda n: "![" * n + "palabra" + "](x)" * n, 5_000),
    "equal headings": (lambda n: "## Igual\n\n" * n, 16_000),
    "links to equal headings": (links_to_headings, 2_000),
    "notes in one chapter": (notes, 5_000),
    "notes that call notes": (chained_notes, 2_000),
    "cells of a table": (lambda n: "|a|b|c|d|e|\n|-|-|-|-|-|\n" + "|a|b|*c*|`d`|e|\n" * (n // 5), 5_000),
    "columns of a table": (lambda n: f"|{'a|' * n}\n|{'-|' * n}\n|{'b|' * n}\n", 2_000),
    "lines of one paragraph": (lambda n: 'una palabra, "dos" -- y *tres*: así\n' * n, 8_000),
    "sentences of one line": (lambda n: 'una palabra, "dos": así. ' * n, 24_000),
    "letters of one word": (lambda n: "a" * n, 1_000_000),
    "hyphens below in one word": (lambda n: "a_a" * n, 20_000),
    "colons in one word": (lambda n: "http:" * n, 10_000),
    "addresses in one line": (lambda n: "http://a.b/c a_b@c.org " * n, 2_000),
    "shortcodes": (shortcodes, 5_000),
    "tags of raw HTML": (lambda n: "<b>palabra</b> " * n, 2_000),
    "scripts never closed": (lambda n: "palabra <script> " * n, 2_000),
    "comments never closed": (lambda n: "palabra <!-- " * n, 5_000),
    "backticks never closed": (lambda n: "`palabra ``" * n, 5_000),
    "items of a list": (lambda n: "- palabra\n" * n, 4_000),
}
"""What there is much of: the manuscript that has so many, and how many it has to stand."""
COUNTED = 32
"""What part of that is counted, and twice as much: counting is slow."""


PATHOLOGICAL: dict[str, str] = {
    "closers of links": "a]", "openers of links": "[a", "openers of emphasis": "_a ", "closers of emphasis": "a_ ",
    "openers and closers that do not match": "*a_ ", "emphasis in threes": "a**b c* ", "emphasis in brackets": "[ a_",
    "brackets and parentheses": "[ (](", "pictures without an address": "![[]()", "links never closed, in angles": "[a](<b",
    "links never closed": "[a](b", "comments never closed": "</<!--", "openers of notes": "[^", "openers of notes in a line": "^[",
    "openers of notes with words": "[^a b", "double quotes": '"a ', "single quotes": "'a ", "quotes of both kinds": "\"a b' ",
    "apostrophes": "'", "dashes": "-- ", "entities": "&", "entities never ended": "&a", "numbers of entities": "&#",
    "backslashes": "\\", "brackets with backslashes": "\\[", "openers of tags": "<a ", "instructions": "<?", "declarations": "<!A ",
    "tildes": "~", "tildes in pairs": "~~a ~", "dollars": "$", "formulas": "$$a$", "openers of shortcodes": "{{<",
    "ends of shortcodes": ">}}", "comments of shortcodes": "{{</*", "braces": "{", "attributes": "[a]{", "addresses in angles": "<http://",
    "hosts": "www.", "mail": "a@", "spaces": "a  ", "breaks": "a  \n", "rules": "* * *\n", "lists": "1) a\n", "headings": "a\n=\n",
    "quotations of one line": "> a\n\n", "tables of one row": "abc\ndef\n|-\n", "definitions": "a\n: b\n", "images without words": "<img>",
    "cells of raw HTML": "<td>a</td>", "entities in raw HTML": "<b>&a;</b>", "missing pictures": "![](x.png)", "alerts": "> [!NOTE]\n> a\n\n",
    "references": "[a]: b\n", "accents": "e\u0301", "joiners": "a\u200d", "turns of direction": "\u202e", "control characters": "\x01",
}  # fmt: skip
"""What is repeated: cmark's table of pathological inputs, and what was seen to be slow elsewhere."""


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_twice_a_pathological_manuscript_costs_twice_the_calls(name: str, tmp_path: Path) -> None:
    unit = PATHOLOGICAL[name]
    size = 300 if " " in unit or "\n" in unit else 1_100  # from 1,000 letters a word is cut
    assert growth(lambda n: unit * n, size, tmp_path) < HIGHEST


@pytest.mark.parametrize("name", CASES)
def test_twice_the_manuscript_costs_twice_the_calls(name: str, tmp_path: Path) -> None:
    make, size = CASES[name]
    assert growth(make, size // COUNTED, tmp_path) < HIGHEST


@pytest.mark.parametrize("name", CASES)
def test_a_manuscript_with_very_many_is_read_whole(name: str, tmp_path: Path) -> None:
    make, size = CASES[name]
    text = make(size)
    book, _ = planned(text, tmp_path)
    shown = words_of(book)
    assert "principio" in shown
    if "script" not in name and "pictures" not in name:
        assert shown.count("palabra") >= text.count("palabra")


def test_a_chapter_more_costs_the_same_however_many_there_are(tmp_path: Path) -> None:
    def cost(chapters: int) -> int:
        folder = tmp_path / str(chapters)
        folder.mkdir(exist_ok=True)
        write_book(folder, chapters)
        result = Result()
        found = calls(lambda: resolved(Request(folder), result))
        assert result.report.errors == ()
        return found

    cost(2)
    two, four, six = map(cost, (2, 4, 6))
    assert (six - four) / (four - two) < 1.15


def test_what_reads_the_text_again_for_each_word_is_noticed(tmp_path: Path) -> None:
    """The planted fault."""
    make = CASES["notes in one chapter"][0]

    def again(text: str) -> None:
        for _ in text.split():
            [word.upper() for word in text.split()]

    once, twice = (calls(lambda n=n: again(make(n))) for n in (100, 200))
    assert twice / once > HIGHEST


# nesting


def nested(opening: str, closing: str) -> Callable[[int], str]:
    return lambda depth: opening * depth + "hondo" + closing * depth


DETAILS = nested("{{< details >}}\n", "\n{{< /details >}}")
NESTED: dict[str, tuple[Callable[[int], str], int]] = {
    "quotations": (nested("> ", ""), 5_000),
    "items": (nested("- ", ""), 500),
    "indented items": (lambda n: "".join("  " * level + "- x\n" for level in range(n)) + "  " * n + "hondo", 200),
    "details": (DETAILS, 200),
    "hints": (nested("{{% hint info %}}\n", "\n{{% /hint %}}"), 200),
    "buttons in a line": (nested('{{< button href="a.md" >}}', "{{< /button >}}"), 200),
    "emphasis": (nested("*a ", " a*"), 2_000),
    "raw HTML": (nested("<div>", "</div>"), 2_000),
    "raw HTML never closed": (nested("<b>", ""), 2_000),
    "raw HTML over many blocks": (nested("<div>\n\n", "\n\n</div>\n\n"), 500),
    "notes": (lambda n: "x[^1]\n\n" + "[^1]: " * n + "hondo", 200),
    "definitions": (lambda n: "x\n" + ": " * n + "hondo", 200),
}
DEEP = 28
"""Deeper than any page can use, and allowed."""


@pytest.mark.parametrize("name", NESTED)
def test_what_is_nested_too_deep_is_said_with_its_place(name: str, tmp_path: Path) -> None:
    make, depth = NESTED[name]
    book, findings = planned(make(depth), tmp_path)
    places = [found.pos for found in findings if found.code.ident == "MD003"]
    assert "principio" in words_of(book)
    assert len(places) == 1 or name == "definitions"  # which lose their form after 5 columns: the rest is code
    assert all(place.path == "a.md" and place.line >= 5 for place in places)


@pytest.mark.parametrize("name", [name for name in NESTED if name != "notes"])
def test_what_is_nested_as_deep_as_a_page_can_use_is_no_fault(name: str, tmp_path: Path) -> None:
    make, _ = NESTED[name]
    book, findings = planned(make(DEEP), tmp_path)
    assert "hondo" in words_of(book)
    assert "MD003" not in {found.code.ident for found in findings}


def test_the_deepest_nesting_that_is_read_can_be_printed(tmp_path: Path) -> None:
    """The layout engine walks the tree by recursion, and needs more calls for each level than we do."""
    folder = _written(DETAILS(29) + "\n\n" + "> " * 58 + "hondo", tmp_path / "book")
    result = build(Request(folder, ("ebook", "proof"), out=tmp_path / "out"))
    assert {found.code.ident for found in result.report.errors} == {"PR006"}, "set, and so deep that it leaves the page"
    assert {made.edition for made in result.outputs} == {"proof"}
