"""Code: its characters stay, its kinds are told apart, its lines are numbered and marked."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from specimens import after

from pipeline.drawing import highlighting
from pipeline.drawing.highlighting import LONGEST_LINE, MOST_CHARACTERS, highlighted, in_lines, with_lines
from pipeline.nodes import Body, Element, Pos, Text, element, elements, text_of, walk
from pipeline.shortcodes.code import Setting, setting_of
from pipeline.write.xhtml import serialise

HERE = Pos("a.md", 3, 1)
SOURCES = {
    "python": 'def f(x):\n\t"""Say."""\n    return f"{x!r} ñ"  # so\n',
    "go": 'package main\n\nfunc main() {\n\tfmt.Println("a", 0x1F) // b\n}',
    "html": "<p class='a'>&amp; <!-- x --><script>if (a < b) {}</script>\n",
    "bash": "$ for i in *; do echo \"$i\" | sed 's/a/b/'; done # x",
    "console": "$ ls -l\ntotal 12\n\n$ \n",
    "pycon": ">>> 1/0\nTraceback (most recent call last):\nZeroDivisionError: x\n>>> 2\n",
    "diff": "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n",
    "yaml": "a: [1, 'b', \"c\"]\n# d\n? e\n",
    "json": '{"a": [1, 2.5e3, null], "b": "\\u00f1"',
    "markdown": "# T\n\n*a* **b** `c`\n\n```python\nx = 1\n```\n",
    "css": "@media print { a::after { content: '\\201C' } }\n",
    "sql": "SELECT 'a''b' FROM t -- c\nWHERE x >= 1;",
    "rst": "T\n=\n\n.. code-block:: python\n\n   x = 1\n",
    "tex": "\\frac{1}{2} % no\n$x^2$",
    "php": "<p><?php echo 'a'; ?></p>\n",
    "erb": "<% if a %>b<% end %>\n",
    "make": "a: b\n\tcc -o $@ $<\n",
    "ruby": "puts <<~X\n  #{1 + 1}\nX\n",
    "perl": "s{a}{b}gx; print <<X;\nc\nX\n",
    "haskell": "main = putStrLn \"a\" -- b\n{- c -}\n",
}  # fmt: skip


def classes(body: Body) -> set[str]:
    return {name for node in elements(body, "span") for name in node.classes}


def span(text: str, language: str, kind: str) -> list[str]:
    """The words of this kind."""
    made = highlighted(text, language, HERE)
    return [text_of(node) for node in elements(made, "span") if kind in node.classes]


# kinds


@pytest.mark.parametrize("language", sorted(SOURCES))
def test_the_text_stays_as_it_was_written(language: str) -> None:
    text = SOURCES[language]
    made = highlighted(text, language, HERE)
    assert text_of(made) == text
    assert text_of([node for line in in_lines(made) for node in line]) == text


@pytest.mark.parametrize("language", "python html console diff php markdown pycon rst nope".split())
@settings(max_examples=40)
@given(text=st.text(st.characters(codec="utf-8"), max_size=60))
def test_no_text_is_changed_whatever_it_is(language: str, text: str) -> None:
    made = highlighted(text, language, HERE)
    assert text_of(made) == text
    lines = in_lines(made)
    assert "".join(map(text_of, lines)) == text
    assert all(text_of(line).count("\n") <= 1 and "\n" not in text_of(line)[:-1] for line in lines)


def test_every_lexer_keeps_its_own_text() -> None:
    text = "if (a < 1) { return \"b\\n\"; } // c\n# d\n<x y='z'>\n\n\t- e: |\n   f\n"
    names = sorted(set(highlighting._lexers()))
    assert len(names) > 800
    changed = [name for name in names[::11] if text_of(highlighted(text, name, HERE)) != text]
    assert changed == []


def test_a_lexer_that_loses_a_character_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Loses:
        def get_tokens_unprocessed(self, text: str) -> list[tuple[int, tuple[str, ...], str]]:
            return [(0, ("Keyword",), text[:-2])]

    class Breaks:
        def get_tokens_unprocessed(self, text: str) -> list[tuple[int, tuple[str, ...], str]]:
            raise RecursionError

    for lexer in (Loses(), Breaks()):
        monkeypatch.setattr(highlighting, "_lexer", lambda name, lexer=lexer: lexer)
        assert highlighted("if x:", "python", HERE) == (Text("if x:", HERE),)


def test_words_are_told_apart() -> None:
    text = SOURCES["python"]
    assert span(text, "python", "kw") == ["def", "return"]
    assert span(text, "python", "com") == ['"""Say."""', "# so"]
    assert span(text, "python", "def") == ["f"]
    assert span("<p class='a'>", "html", "tag") == ["p", "class"]
    assert (span("+a\n", "diff", "add"), span("-a\n", "diff", "del")) == (["+a"], ["-a"])
    assert span("not x", "python", "kw") == ["not"]


def test_there_are_few_kinds() -> None:
    used = {kind for language, text in SOURCES.items() for kind in classes(highlighted(text, language, HERE))}
    assert used <= {"kw", "str", "com", "num", "def", "tag", "add", "del"}
    assert used == set(highlighting.KINDS.values())


@pytest.mark.parametrize("language", ["", "nope", "text", "mermaid", "PyThOn3.99", "../python", "a b", "_"])
def test_a_language_nobody_knows_stays_plain(language: str) -> None:
    assert highlighted("if x:\n", language, HERE) == (Text("if x:\n", HERE),)


@pytest.mark.parametrize("language", ["python", "PYTHON", "py", "Python3"])
def test_a_language_has_many_names(language: str) -> None:
    assert span("if x:\n", language, "kw") == ["if"]


def test_long_code_stays_plain() -> None:
    assert classes(highlighted("if x:\n" * (MOST_CHARACTERS // 6), "python", HERE))
    assert not classes(highlighted("if x:\n" * (MOST_CHARACTERS // 6 + 1), "python", HERE))
    assert not classes(highlighted("if x: " * (LONGEST_LINE // 6 + 1), "python", HERE))


def test_each_word_knows_its_place() -> None:
    made = highlighted("x = 1\nif x:\n    pass\n", "python", HERE)
    places = {text_of(node): node.pos for node in made if isinstance(node, Element)}
    assert places == {"1": Pos("a.md", 3, 5), "if": Pos("a.md", 4, 1), "pass": Pos("a.md", 5, 5)}
    assert {node.pos.line for node in walk(made)} == {3, 4, 5}


# lines


def test_a_span_over_several_lines_is_cut_with_them() -> None:
    body = (Text("a\n"), element("span", "b\n\nc", class_="com"), Text("d\n"))
    assert [serialise(line) for line in in_lines(body)] == [
        "a\n", '<span class="com">b\n</span>', '<span class="com">\n</span>', '<span class="com">c</span>d\n',
    ]  # fmt: skip


def test_paper_has_every_line_by_itself() -> None:
    code = element("code", "a\n\n", element("span", "b", class_="kw"), "\n\n", class_="language-x")
    pre = element("pre", code)
    assert serialise((with_lines(pre),)) == (
        '<pre><code class="language-x"><span class="code-line">a\n</span><span class="code-line">\n</span>'
        '<span class="code-line"><span class="kw">b</span>\n</span></code></pre>'
    )
    assert with_lines(with_lines(pre)) == with_lines(pre)
    assert serialise((with_lines(element("pre", "a\nb")),)) == (
        '<pre><code><span class="code-line">a\n</span><span class="code-line">b</span></code></pre>'
    )


# what is asked for


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("{linenos=true}", Setting(numbered=True)),
        ("{linenos=table}", Setting(numbered=True)),
        ("{lineNos=inline}", Setting(numbered=True)),
        ("{linenos}", Setting(numbered=True)),
        ("{linenos=false}", Setting()),
        ('{linenos="false"}', Setting()),
        ("{hl_lines=[2]}", Setting(marked=(range(2, 3),))),
        ('{hl_Lines=[2,"4-6"]}', Setting(marked=(range(2, 3), range(4, 7)))),
        ('{hl_lines="2 4-6"}', Setting(marked=(range(2, 3), range(4, 7)))),
        ("linenos=inline, hl_lines=3 6-8, style=emacs",
         Setting(numbered=True, marked=(range(3, 4), range(6, 9)))),
        ("hl_lines=3 6-8 linenos=true", Setting(numbered=True, marked=(range(3, 4), range(6, 9)))),
        ('{linenos=table,hl_lines=[8,"15-17"],linenostart=199}',
         Setting(numbered=True, first=199, marked=(range(8, 9), range(15, 18)))),
        ('{filename="a b.go" href=https://e.org/?a=b}', Setting(filename="a b.go", href="https://e.org/?a=b")),
        (r'{filename="a \"b\".go"}', Setting(filename='a "b".go')),
        ("{filename='a.go', tabWidth=8}", Setting(filename="a.go", tab=8)),
        ("{tabwidth=99999 linenostart=x}", Setting(tab=16)),
        ("{hl_lines=[6-2, x, 99999999]}", Setting(marked=(range(6, 3), range(999999, 1000000), range(99, 100)))),
        ("{.class #id anchorlinenos=true noclasses=false style=\"monokai\" onclick=x}", Setting()),
        ("hl_inline=true", Setting(inline=True)),
        ("{", Setting()), ("", Setting()), ('{filename="', Setting()), ("{=,,= ==]}", Setting()),
    ],
)  # fmt: skip
def test_what_is_asked_for_is_understood(options: str, expected: Setting) -> None:
    assert setting_of("", options) == expected


@given(st.text(alphabet="{}[]\"'`=, \\ahl_ines3-6\n", max_size=80))
def test_no_options_are_too_strange(options: str) -> None:
    made = setting_of("go", options)
    assert made.language == "go"
    assert 0 <= made.tab <= 16


# in a chapter


def shown(tmp_path: Path, written: str, findings: int = 0) -> str:
    book, found = after(written, tmp_path, "shortcodes")
    assert book is not None
    assert len(found) == findings, found
    return serialise(book.chapters[-1].body).strip()


def test_a_fence_becomes_a_block_with_its_file(tmp_path: Path) -> None:
    options = 'filename="a.go" href="https://e.org/a.go" linenos=true hl_lines=[2] linenostart=9'
    assert shown(tmp_path, f"# T\n\n```go {{{options}}}\nx\n\nif\n```\n") == (
        '<div class="code"><p class="code-file"><a href="https://e.org/a.go">a.go</a></p>'
        '<pre><code class="language-go"><span class="code-line" data-line="9">x\n</span>'
        '<span class="code-line marked" data-line="10">\n</span>'
        '<span class="code-line" data-line="11"><span class="kw">if</span>\n</span></code></pre></div>'
    )


def test_lines_are_elements_only_where_they_must(tmp_path: Path) -> None:
    assert shown(tmp_path, "# T\n\n```python\nif x:\n    1\n```\n") == (
        '<div class="code"><pre><code class="language-python"><span class="kw">if</span> x:\n'
        '    <span class="num">1</span>\n</code></pre></div>'
    )


def test_marks_without_numbers(tmp_path: Path) -> None:
    assert 'class="code-line marked">b\n' in shown(tmp_path, "# T\n\n```x {hl_lines=2}\na\nb\n```\n")


def test_plain_and_indented_code_have_the_same_form(tmp_path: Path) -> None:
    plain = '<div class="code"><pre><code>a\n</code></pre></div>'
    assert shown(tmp_path / "1", "# T\n\n```\na\n```\n") == plain
    assert shown(tmp_path / "2", "# T\n\n    a\n") == plain


def test_raw_pre_with_markup_of_its_own_is_left_alone(tmp_path: Path) -> None:
    raw = "<pre><code>a <b>b</b></code></pre>"
    assert shown(tmp_path, f"# T\n\n{raw}\n") == raw


def test_a_width_of_tabs(tmp_path: Path) -> None:
    assert '<pre style="tab-size: 2">' in shown(tmp_path, "# T\n\n```go {tabWidth=2}\n\tx\n```\n")


def test_highlight_has_the_form_of_a_fence(tmp_path: Path) -> None:
    written = '# T\n\n{{< highlight python "linenos=inline,hl_lines=1" >}}\n\nprint("x")\n\n{{< /highlight >}}\n'
    assert shown(tmp_path, written) == (
        '<div class="code"><pre><code class="language-python"><span class="code-line marked" data-line="1">'
        'print(<span class="str">"x"</span>)</span></code></pre></div>'
    )


def test_highlight_in_a_list_loses_the_lists_indent_and_no_more(tmp_path: Path) -> None:
    written = "# T\n\n1. a\n\n   {{< highlight text >}}\n   b\n     c\n   {{< /highlight >}}\n"
    assert '<code class="language-text">b\n  c</code>' in shown(tmp_path, written)


def test_highlight_shows_escaped_shortcodes_and_keeps_markdown_as_text(tmp_path: Path) -> None:
    inner = '**a** {{</* hint */>}} {{%/* x "y" */%}} "q" -- ...'
    written = f"# T\n\n{{{{< highlight md >}}}}\n{inner}\n{{{{< /highlight >}}}}\n"
    book, _ = after(written, tmp_path, "shortcodes")
    assert book is not None
    assert text_of(book.chapters[-1].body).strip() == '**a** {{< hint >}} {{% x "y" %}} "q" -- ...'


def test_highlight_in_a_line_stays_in_its_line(tmp_path: Path) -> None:
    written = '# T\n\nUno {{< highlight go "hl_inline=true" >}}if x{{< /highlight >}} dos.\n'
    assert shown(tmp_path, written) == ('<p>Uno <code class="language-go"><span class="kw">if</span> x</code> dos.</p>')


def test_no_attribute_gets_out_of_its_fence(tmp_path: Path) -> None:
    options = 'onclick="x" style="color:red" class="a" data-x=1 filename="<b>&"'
    assert shown(tmp_path, f"# T\n\n```go {{{options}}}\nx\n```\n") == (
        '<div class="code"><p class="code-file">&lt;b&gt;&amp;</p><pre><code class="language-go">x\n</code></pre></div>'
    )
