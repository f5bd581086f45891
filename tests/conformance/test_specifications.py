"""Every example of CommonMark and of GitHub Flavored Markdown, read and written as HTML: what its specification says.

A few differ, and each of these is named here with its reason; one that no longer differs has to go. The specifications
are fetched by `make setup`, not kept here: see `specs.txt`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from difflib import unified_diff
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

from pipeline.diagnostics import Report
from pipeline.read.markdown import read_markdown
from pipeline.write.xhtml import Dialect, serialise
from tests.conformance.spec import Example, examples, normal, text_of_spec

COUNTS = {"commonmark": 652, "gfm": 672}
EXAMPLES = [example for spec in COUNTS for example in examples(spec)]


class Difference(NamedTuple):
    """Why some examples differ, and which (docs/decisions/0011-markdown-dialect.md)."""

    reason: str
    commonmark: set[int]
    gfm: set[int]


DIFFERENCES = (
    Difference(
        "raw HTML by an allow-list: a tag or an attribute that no book may hold is left out and said, its text stays",
        {150, 163, 169, 171, 201, 491, 524, 536, 613, 614, 615, 616, 617},
        {120, 133, 139, 170, 500, 532, 544, 632, 633, 634, 635, 636},
    ),
    Difference(
        "raw HTML is balanced: an element opened in a block of HTML cannot be closed by a paragraph that follows it",
        {148},
        {118},
    ),
    Difference(
        "a tag that never ends is text: a browser would show nothing of it, and words would be lost",
        {156, 157, 158},
        {126, 127, 128},
    ),
    Difference(
        "a section of CDATA shows nothing; a browser ends it at its first >, an XML parser at its end",
        {629},
        {648},
    ),
    Difference(
        "bare addresses are links, as in Hugo; the examples are CommonMark's and were made without this extension",
        {608, 611, 612},
        {616, 619, 620},
    ),
    Difference(
        "strong inside strong stays, as CommonMark has it: GFM's text is older than that, and its program drops one",
        set(),
        {398, 426, 434, 435, 436, 473, 474, 475, 477},
    ),
    Difference(
        "tags that GitHub shows as text are left out and said, as all others that no book may hold",
        set(),
        {652},
    ),
)


def deliberate(example: Example) -> str:
    """Why the example differs; empty when it must not."""
    return next((d.reason for d in DIFFERENCES if example.number in getattr(d, example.spec)), "")


def read(example: Example, dialect: Dialect) -> str:
    return serialise(read_markdown("example.md", example.markdown, 0, {}, Report()), dialect)


@pytest.mark.parametrize("spec", COUNTS)
def test_the_specification_is_there_and_read_whole(spec: str) -> None:
    if not text_of_spec(spec):
        missing = "the specifications are not in .tools/specs; `make setup` fetches them"
        pytest.fail(missing) if "CI" in os.environ else pytest.skip(missing)
    assert sum(example.spec == spec for example in EXAMPLES) == COUNTS[spec]


@pytest.mark.parametrize(("spec", "section"), dict.fromkeys((e.spec, e.section) for e in EXAMPLES))
def test_the_examples_are_what_their_specification_says(spec: str, section: str) -> None:
    wrong = [fault for e in EXAMPLES if (e.spec, e.section) == (spec, section) for fault in faults(e)]
    assert not wrong, "\n\n".join(wrong)


def faults(example: Example) -> Iterator[str]:
    ours, theirs = normal(read(example, Dialect.HTML)), normal(example.html)
    if ours == theirs and deliberate(example):
        yield f"{example} no longer differs: take it from the table"
    if ours != theirs and not deliberate(example):
        told = unified_diff(theirs, ours, "specification", "galerada", lineterm="")
        yield "\n".join([str(example), example.markdown, *told])


@pytest.mark.parametrize("spec", COUNTS)
def test_every_example_becomes_well_formed_xml(spec: str) -> None:
    for example in EXAMPLES:
        if example.spec == spec:
            page = f'<page xmlns:epub="http://www.idpf.org/2007/ops">{read(example, Dialect.XHTML)}</page>'
            try:
                ElementTree.fromstring(page)
            except ElementTree.ParseError as error:
                pytest.fail(f"{example}: {error}\n{page}")


def test_no_example_differs_for_two_reasons() -> None:
    for spec in COUNTS:
        numbers = [number for difference in DIFFERENCES for number in getattr(difference, spec)]
        assert len(numbers) == len(set(numbers))


# the comparison


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ('<p id="a" class="b">x</p>', '<p class="b" id="a">x</p>'),
        ("<p>x<br />\ny</p>", "<p>x<br>y</p>"),
        ("<ul>\n<li>x</li>\n</ul>", "<ul><li>x</li></ul>"),
        ("<p>&quot;&copy;</p>", '<p>"©</p>'),
        ('<a href="%C3%B6">x</a>', '<a href="ö">x</a>'),
        ('<td align="left">x</td>', '<td class="align-left">x</td>'),
        ('<p>a<span class="literal">*</span>b</p>', "<p>a*b</p>"),
        ("<del>x</del>", "<s>x</s>"),
    ],
)
def test_what_a_reader_sees_alike_is_the_same(left: str, right: str) -> None:
    assert normal(left) == normal(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("<p>x</p>", "<div>x</div>"),
        ("<p>a b</p>", "<p>ab</p>"),
        ("<p>a</p><p>b</p>", "<p>a b</p>"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a</li></ul>", "<ul><li><p>a</p></li></ul>"),
        ("<pre>a  b</pre>", "<pre>a b</pre>"),
        ("<pre><code>a\n</code></pre>", "<pre><code>a</code></pre>"),
        ("<p><em>a</em> b</p>", "<p><em>a</em>b</p>"),
        ("<p>a<em>b</em></p>", "<p>a<i>b</i></p>"),
        ('<p class="a">x</p>', "<p>x</p>"),
        ('<img src="a" alt="b">', '<img src="a" alt="c">'),
        ("<p>a<br>b</p>", "<p>a b</p>"),
        ('<ol start="2"><li>a</li></ol>', "<ol><li>a</li></ol>"),
    ],
)
def test_what_a_reader_sees_otherwise_is_not(left: str, right: str) -> None:
    assert normal(left) != normal(right)
