"""Laws: what holds of every tree and every manuscript, tried on manuscripts that nobody would write."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogue import SHORTCODES
from pipeline.diagnostics import Report
from pipeline.model import Chapter, Config, Context, Source, Typography
from pipeline.nodes import Body, Element, Node, Shortcode, Text, elements, is_block, rewrite, text_of, walk
from pipeline.read.markdown import read_markdown
from pipeline.stages import normalize, shortcodes
from pipeline.unnesting import unnest
from pipeline.write.xhtml import serialise

# trees

NAMES = st.sampled_from(["p", "em", "a", "ul", "li", "div", "blockquote", "code"])
TREES: st.SearchStrategy[Node] = st.recursive(
    st.builds(lambda n: Text(f"w{n}"), st.integers(1, 99)) | st.sampled_from([Text(" "), Text("\n")]),
    lambda inner: st.builds(
        lambda tag, children: Element(tag, (), tuple(children)), NAMES, st.lists(inner, max_size=3)
    ) | st.builds(lambda children: Shortcode("hint", (), tuple(children)), st.lists(inner, max_size=3)),
    max_leaves=12,
)  # fmt: skip
BODIES = st.lists(TREES, max_size=4).map(tuple)


@given(BODIES)
def test_rewriting_by_the_identity_is_the_same_tree(body: Body) -> None:
    assert rewrite(body, lambda node: node) == body


@given(BODIES)
def test_rewriting_meets_each_node_once_and_children_first(body: Body) -> None:
    met: list[str] = []

    def note(node: Node) -> Node:
        met.append(text_of(node))
        return node

    rewrite(body, note)
    assert sorted(met) == sorted(text_of(node) for node in walk(body))


@given(BODIES)
def test_what_is_cut_apart_keeps_its_words_and_is_cut_once(body: Body) -> None:
    cut = unnest(body)
    assert WORD.findall(text_of(cut)) == WORD.findall(text_of(body))
    assert unnest(cut) == cut


@given(BODIES)
def test_no_block_is_left_in_running_text(body: Body) -> None:
    for node in elements(unnest(body), "p", "em", "code"):
        inside = [e for e in elements(node.children) if is_block(e)]
        assert inside == []


# manuscripts

WORD = re.compile(r"w\d+")
"""Generated words are w1, w2 ...: nothing else in Markdown looks like one."""


def words_of(text: str) -> list[str]:
    return WORD.findall(text)


def _numbered(template: str) -> str:
    """Each `w` of a template as a word of its own."""
    count = iter(range(1, 10_000))
    bare = re.sub("~{3,}", "~~", template)  # three would begin a block of code
    return re.sub(r"\bw\b", lambda found: f"w{next(count)}", bare)


SIGNS = st.sampled_from(["", "", "", *",.?:;—²á", " --", "...", "&amp;", "\\*", '\\"', "e\u0301"])
SPACES = st.sampled_from([" ", " ", " ", "  ", "\t", "\u00a0"])
ATOMS = st.builds(lambda sign: f"w{sign}", SIGNS)


def _wrapped(left: str, right: str, inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return inner.map(lambda text: left + text + right)


def _inlines(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(" ".join),
        _wrapped("*", "*", inner),
        _wrapped("**", "**", inner),
        _wrapped("~~", "~~", inner),
        _wrapped('"', '"', inner),
        _wrapped("'", "'", inner),
        _wrapped("“", "”", inner),
        _wrapped("`", "`", ATOMS),
        _wrapped("[", "](x.md)", inner),
        _wrapped("[", ']({{< ref "x" >}} "t")', inner),
        _wrapped("<b>", "</b>", inner),
        _wrapped('<span class="x">', "</span>", inner),
        _wrapped('{{< button href="x" >}}', "{{< /button >}}", inner),
        _wrapped("{{% hint info %}}", "{{% /hint %}}", inner),
        inner.map(lambda text: text + "[^1]"),
        inner.map(lambda text: text + ' {{< ref "x" >}}'),
        inner.map(lambda text: text + " {{</* w */>}}"),
        inner.map(lambda text: text + " <!-- c -->"),
        inner.map(lambda text: text + " <https://example.org/w> https://example.org/w"),
        inner.map(lambda text: text + " ![a](x.png)"),
    )


INLINE = st.recursive(ATOMS, _inlines, max_leaves=5)
TITLES = INLINE.filter(lambda text: "hint" not in text)
"""A heading's words: a box in a heading goes below it, out of the order of the words."""
LINES = st.lists(INLINE, min_size=1, max_size=3).flatmap(
    lambda lines: st.sampled_from(["\n", "  \n", "\\\n", " "]).map(lambda end: end.join(lines))
)


def _indented(text: str, first: str, rest: str) -> str:
    return "\n".join(
        (first if number == 0 else rest) + line if line else (first if number == 0 else rest).rstrip()
        for number, line in enumerate(text.split("\n"))
    )


def _table(cells: list[str]) -> str:
    flat = [cell.replace("\n", " ").replace(" ", r" \| ", 1) for cell in cells]  # a bar inside a cell is escaped
    return "| " + " | ".join(flat) + " |\n" + "|---" * len(flat) + "|\n| " + " | ".join(reversed(flat)) + " |"


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        several.map("\n\n".join),
        several.map(lambda items: "\n".join(_indented(item, "- ", "  ") for item in items)),
        several.map(lambda items: "\n\n".join(_indented(item, f"{n}. ", "   ") for n, item in enumerate(items, 1))),
        inner.map(lambda text: _indented(text, "> ", "> ")),
        inner.map(lambda text: _indented("[!NOTE] w\n" + text, "> ", "> ")),
        inner.map(lambda text: '{{% details "T" %}}\n' + text + "\n{{% /details %}}"),
        inner.map(lambda text: '{{< tabs >}}\n{{% tab "A" %}}\n' + text + "\n{{% /tab %}}\n{{< /tabs >}}"),
        inner.map(lambda text: '<div class="x">\n\n' + text + "\n\n</div>"),
    )


PLAIN_BLOCKS = st.one_of(
    LINES,
    LINES,
    TITLES.map(lambda text: "## " + text),
    TITLES.map(lambda text: text + "\n---"),
    st.lists(INLINE, min_size=1, max_size=3).map(_table),
    ATOMS.map(lambda text: "```\n" + text + "\n```"),
    INLINE.map(lambda text: "w\n: " + text),
    # to raw HTML an <address> is a tag that there is not
    INLINE.filter(lambda text: "<https" not in text).map(lambda text: "<p>" + text + "</p>"),
    INLINE.map(lambda text: "- [x] " + text),
    st.just("---"),
    st.just("w[^2]\n\n[^2]: w\n\n    w"),
)
MARKDOWN = st.lists(st.recursive(PLAIN_BLOCKS, _blocks, max_leaves=4), min_size=1, max_size=4).map(
    lambda blocks: _numbered("\n\n".join(blocks)) + "\n"
)


def read(text: str, report: Report | None = None) -> Body:
    return read_markdown("a.md", text, 0, SHORTCODES, report or Report())


def chapter_of(text: str) -> Chapter:
    return Chapter("a", "", read(text), source=Source("a.md", text))


def context(language: str = "es", hard_breaks: str = "keep") -> Context:
    config = Config("Libro", language=language, typography=Typography(hard_breaks=hard_breaks))
    return Context(config, lambda path: b"", lambda path: False, date(2026, 1, 1), Report())


def shown_words(body: Body) -> list[str]:
    """The words in the order of the text; those of titles stand in arguments."""
    made: list[str] = []
    for node in walk(body):
        if isinstance(node, Shortcode):
            made += [word for name, title in node.rich for word in words_of(text_of(title))]
        if isinstance(node, Text):
            made += words_of(node.text)
    return made


@given(MARKDOWN)
def test_every_word_is_in_the_tree_and_in_order(text: str) -> None:
    assert shown_words(read(text)) == words_of(text)


@given(MARKDOWN)
def test_each_text_knows_its_place(text: str) -> None:
    lines = text.split("\n")
    for node in placed_texts(read(text)):
        where = f"{node.pos} of {node.text!r} in {text!r}"
        assert 1 <= node.pos.line <= len(lines), where
        line = lines[node.pos.line - 1] + "\n"
        assert line[node.pos.column - 1 :].startswith(node.text), where


def placed_texts(body: Body) -> list[Text]:
    """Texts that stand in the manuscript as they stand in the tree: not in code, nor by an entity or a backslash."""
    made: list[Text] = []
    for node in body:
        if isinstance(node, Text):
            made.append(node)
        elif not (isinstance(node, Element) and (node.tag in {"code", "pre"} or _is_other(node))):
            made += placed_texts(node.children)
    return made


def _is_other(node: Element) -> bool:
    return "literal" in node.classes or bool({"task-done", "task-open"} & set(node.classes))


@given(MARKDOWN, st.sampled_from(["es", "en", "fr", "de"]), st.sampled_from(["keep", "paragraph"]))
def test_normalize_applied_twice_changes_nothing_more(text: str, language: str, hard_breaks: str) -> None:
    world = context(language, hard_breaks)
    once = normalize.apply(chapter_of(text), world)
    assert normalize.apply(once, world) == once


@given(MARKDOWN)
def test_normalize_keeps_the_words_in_order(text: str) -> None:
    made = normalize.apply(chapter_of(text), context())
    assert [*words_of(text_of(made.heading)), *shown_words(made.body)] == words_of(text)


@given(MARKDOWN)
def test_what_comes_out_of_the_chapter_stages_is_markup_with_all_words(text: str) -> None:
    world = context()
    made = shortcodes.apply(normalize.apply(chapter_of(text), world), world)
    markup = serialise((*made.heading, *made.body))
    assert words_of(re.sub(r"<[^>]*>", "", markup)) == words_of(text)


# places


@pytest.mark.parametrize("text", ["```", "x\n\n```\ny\n```\n```", "> ~~~ katex", "- ```", "\\x", "```\n\n"])
def test_every_node_stands_where_the_text_has_a_character(text: str) -> None:
    """Inputs of the fuzzer, whose targets hold every text to this."""
    lines = text.split("\n")
    for node in walk(read_markdown("a.md", text, 0, SHORTCODES, Report())):
        assert 0 < node.pos.line <= len(lines)
        assert 0 < node.pos.column <= len(lines[node.pos.line - 1]) + 1
