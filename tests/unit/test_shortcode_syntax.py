"""Shortcodes found in a chapter's text. What Hugo does with each specimen was tried with Hugo 0.168."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.catalogue import Grammar, Inner
from pipeline.diagnostics import Report
from pipeline.nodes import Pos
from pipeline.read.shortcode_syntax import Escaped, Item, Tag, scan

SHORTCODES = {
    **dict.fromkeys(("details", "hint", "columns", "tabs", "tab", "katex", "a/b", "a-b"), Grammar(Inner.NEEDED, True)),
    **dict.fromkeys(("image", "ref", "youtube"), Grammar(Inner.NONE, True)),
    **dict.fromkeys(("section", "html"), Grammar(Inner.OPTIONAL, True)),
}


def read(text: str, start: int = 0) -> tuple[tuple[Item, ...], Report]:
    def at(offset: int) -> Pos:
        return Pos("c.md", text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))

    report = Report()
    return scan(text, at, SHORTCODES, report, start), report


def shown(text: str, items: tuple[Item, ...], start: int, end: int) -> str:
    """The text with every shortcode as `[name argument key=argument|inner text]` and every escaped one in `‹›`."""
    made = ""
    for item in items:
        made += text[start : item.start] + (f"‹{item.text}›" if isinstance(item, Escaped) else shown_tag(text, item))
        start = item.end
    return made + text[start:end]


def shown_tag(text: str, tag: Tag) -> str:
    args = "".join(f" {arg.name}={arg.value!r}" if arg.name else f" {arg.value!r}" for arg in tag.args)
    inner = "" if tag.inner is None else "|" + shown(text, tag.items, *tag.inner)
    return f"[{tag.name}{args}{inner}]"


def found(text: str) -> list[str]:
    return [f"{d.pos.line}:{d.pos.column} {d.code.ident}" for d in read(text)[1].diagnostics]


def all_items(items: tuple[Item, ...]) -> Iterator[Item]:
    waiting = list(items)
    while waiting:
        item = waiting.pop()
        yield item
        waiting += item.items if isinstance(item, Tag) else ()


ACCEPTED = [
    # Notation
    ("plain text", "Hola", "Hola"),
    ("angle brackets", "{{< hint >}}x{{< /hint >}}", "[hint|x]"),
    ("percent signs", "{{% hint %}}x{{% /hint %}}", "[hint|x]"),
    ("opened by %, closed by <", "{{% hint %}}x{{< /hint >}}", "[hint|x]"),
    ("opened by <, closed by %", "{{< hint >}}x{{% /hint %}}", "[hint|x]"),
    ("no closing tag", '{{< image src="a.png" >}}', "[image src='a.png']"),
    ("closed in itself", "{{< katex />}}\n\n$$a_b$$", "[katex]\n\n$$a_b$$"),
    ("closed in itself, percent", '{{% details "T" /%}}', "[details 'T']"),
    ("closed in itself, spaced", "{{< katex / >}}", "[katex]"),
    ("no spaces", "a {{<hint>}}x{{</hint>}} b", "a [hint|x] b"),
    ("no space before the name", '{{%details "T"%}}x{{%/details%}}', "[details 'T'|x]"),
    ("over several lines", '{{<\nimage\n  src="a"\n\talt="b"\n>}}', "[image src='a' alt='b']"),
    ("a closing tag over two lines", "{{< hint >}}x{{< /hint\n>}}", "[hint|x]"),
    ("a slash apart", "{{< hint >}}x{{< / hint >}}", "[hint|x]"),
    ("a closing tag without a name", "{{< tabs >}}{{< tab >}}x{{< / >}}{{< /tabs >}}", "[tabs|[tab|x]]"),
    ("a name in a folder", "{{< a/b >}}x{{< /a/b >}}", "[a/b|x]"),
    ("a name with a hyphen", "{{< a-b >}}x{{< /a-b >}}", "[a-b|x]"),
    ("a brace before", "{{{< katex />}}}", "{[katex]}"),
    ("a space inside the braces", "{{ < b > }}", "{{ < b > }}"),
    ("a template's braces", "{{ .Title }} {{hint}}", "{{ .Title }} {{hint}}"),
    # Places: the scanner runs before Markdown
    ("in a code fence", "```\n{{% details %}}x{{% /details %}}\n```", "```\n[details|x]\n```"),
    ("in inline code", "`{{< katex />}}`", "`[katex]`"),
    ("in a comment", "<!-- {{< katex />}} -->", "<!-- [katex] -->"),
    ("in a link", '[y]({{< ref "/x#a" >}})', "[y]([ref '/x#a'])"),
    ("in an attribute", '<a href="{{< ref "b.md" >}}">', "<a href=\"[ref 'b.md']\">"),
    ("in a table and a list", "| {{< katex />}} |\n- {{< katex />}}", "| [katex] |\n- [katex]"),
    # Nesting
    ("nested", "{{< tabs >}}\n{{% tab 1 %}}a{{% /tab %}}\n{{< /tabs >}}", "[tabs|\n[tab 1|a]\n]"),
    ("nested in itself", "{{< hint >}}{{< hint >}}x{{< /hint >}}{{< /hint >}}", "[hint|[hint|x]]"),
    ("side by side", "{{< hint >}}a{{< /hint >}}{{< hint >}}b{{< /hint >}}", "[hint|a][hint|b]"),
    ("optional text, given", "{{< section >}}x{{< /section >}}", "[section|x]"),
    ("optional text, left out", "{{< section >}} x", "[section] x"),
    ("optional text, first left out", "{{< html >}}{{< html >}}x{{< /html >}}", "[html][html|x]"),
    ("optional text ends with what holds it", "{{< hint >}}{{< html >}}x{{< /hint >}}", "[hint|[html]x]"),
    # Arguments
    ("positional", '{{< hint info "a b" -x 1. >}}{{< /hint >}}', "[hint 'info' 'a b' '-x' '1.'|]"),
    ("bare values", "{{< image src=a.png alt=A/b >}}", "[image src='a.png' alt='A/b']"),
    ("typed", "{{< image true false 3 -4 1.5 007 >}}", "[image True False 3 -4 1.5 7]"),
    ("typed by name", "{{< image a=+3 b=.5 c=true d=-.5 >}}", "[image a=3 b=0.5 c=True d=-0.5]"),
    ("quoted is a string", '{{< image a="3" b=`true` >}}', "[image a='3' b='true']"),
    ("no number", "{{< image a=1e3 b=TRUE c=0x1 >}}", "[image a='1e3' b='TRUE' c='0x1']"),
    ("too great a number", f"{{{{< image {'9' * 20} >}}}}", f"[image '{'9' * 20}']"),
    ("equals signs apart", '{{< image a = "b" c= "d" e ="f" g="h" >}}', "[image a='b' c='d' e='f' g='h']"),
    ("attribute names", '{{< image data-x="1" a.b=2 >}}', "[image data-x='1' a.b=2]"),
    ("arguments that touch", '{{< image a="b"c="d" >}}', "[image a='b' c='d']"),
    ("an escaped quote", r'{{< image alt="say \"hi\"" >}}', "[image alt='say \"hi\"']"),
    ("backslashes", r'{{< image "C:\x\\y" >}}', r"[image 'C:\\x\\\\y']"),
    ("Hugo drops backslashes beside an escaped quote", r'{{< image "C:\x \"q\"" >}}', "[image 'C:x \"q\"']"),
    ("escaped delimiters", r"{{< image a=\"b c\" >}}", "[image a='b c']"),
    ("a raw string", '{{< image `a "b" \\n\nc` >}}', "[image 'a \"b\" \\\\n\\nc']"),
    ("the end mark in a string", '{{< image "a >}} {{< b >}}" `%}}` >}}', "[image 'a >}} {{< b >}}' '%}}']"),
    ("letters of any script", "{{< image é_ñ 图 >}}", "[image 'é_ñ' '图']"),
    ("curly quotes inside", '{{< image "“a”" >}}', "[image '“a”']"),
    # Escaped
    ("escaped", 'Use {{</* details "x" */>}} here.', 'Use ‹{{< details "x" >}}› here.'),
    ("escaped, percent", "{{%/* /hint */%}}", "‹{{% /hint %}}›"),
    ("escaped, closed in itself", "`{{</* katex /*/>}}`", "`‹{{< katex />}}›`"),
    ("escaped, of several lines", "{{</* x\n y */>}}", "‹{{< x\n y >}}›"),
    ("escaped, empty", "{{</**/>}}", "‹{{<>}}›"),
    ("escaped inside", "{{< hint >}}{{</* x */>}}{{< /hint >}}", "[hint|‹{{< x >}}›]"),
    ("escaped nonsense", "{{</* nosuch “x */>}}", "‹{{< nosuch “x >}}›"),
]

REFUSED = [
    # title, source, findings, the text as it then stands
    ("unknown", "{{< nosuch >}}", ["1:1 SC001"], "{{< nosuch >}}"),
    (
        "unknown, with its closing tag",
        "{{< no >}}{{< katex />}}{{< /no >}}",
        ["1:1 SC001"],
        "{{< no >}}[katex]{{< /no >}}",
    ),
    ("unknown in code", "`{{< gist spf13 7896402 >}}`", ["1:2 SC001"], "`{{< gist spf13 7896402 >}}`"),
    ("unknown, for want of a space", "{{< katex/>}}", ["1:1 SC001"], "{{< katex/>}}"),
    (
        "inline",
        "{{< t.inline >}}{{ now }}{{< /t.inline >}}",
        ["1:1 SC001"],
        "{{< t.inline >}}{{ now }}{{< /t.inline >}}",
    ),
    ("unclosed", 'x\n\n{{% details "T" %}}\nx\n', ["3:1 SC002"], 'x\n\n{{% details "T" %}}\nx\n'),
    ("unclosed inside", "{{< tabs >}}{{< tab >}}a{{< /tabs >}}", ["1:13 SC002"], "[tabs|{{< tab >}}a]"),
    ("unclosed outside", "{{< tabs >}}{{< tab >}}a{{< /tab >}}", ["1:1 SC002"], "{{< tabs >}}[tab|a]"),
    ("self-nested, closed once", "{{< hint >}}{{< hint >}}a{{< /hint >}}", ["1:1 SC002"], "{{< hint >}}[hint|a]"),
    ("not open", "{{< /details >}}", ["1:5 SC003"], "{{< /details >}}"),
    ("not open, another was", "{{< katex />}} {{< /hint >}}", ["1:21 SC003"], "[katex] {{< /hint >}}"),
    ("closed twice", "{{< hint >}}{{< /hint >}}{{< /hint >}}", ["1:31 SC003"], "[hint|]{{< /hint >}}"),
    ("nothing to close", "{{< / >}}", ["1:5 SC003"], "{{< / >}}"),
    ("misspelt closing tag", "{{< hint >}}x{{< /hitn >}}", ["1:19 SC003"], "{{< hint >}}x{{< /hitn >}}"),
    ("mixed", '{{% details "T" open=1 %}}x{{% /details %}}', ["1:17 SC004"], None),
    ("mixed, name first", '{{< image b="c" "a" d >}}', ["1:17 SC004"], None),
    ("mixed, bare", "{{< image b=c a >}}", ["1:15 SC004"], None),
    ("mixed, equals sign apart", '{{< image "a" b = "c" >}}', ["1:15 SC004"], None),
    ("not closable", '{{< image src="a" >}}x{{< /image >}}', ["1:23 SC005"], "[image src='a']x{{< /image >}}"),
    ("not closable in itself", "a {{< image />}}", ["1:3 SC005"], "a {{< image />}}"),
    ("unterminated quote", '{{% details "T %}}x{{% /details %}}', ["1:14 SC006"], None),
    ("a quoted string of two lines", '{{< image title="abc\ndef" >}}', ["1:18 SC006"], None),
    ("an escaped last quote", r'{{< image "C:\\" >}}', ["1:12 SC006"], None),
    ("unterminated raw string", "{{< image `abc >}}", ["1:12 SC006"], None),
    ("the other end mark", '{{% details "T" >}}x{{% /details %}}', ["1:17 SC007"], None),
    ("a bracket for an end mark", "{{< hint info > text\n\n{{< /hint >}}", ["1:15 SC007"], None),
    ("single quotes", "{{< image 'a' >}}", ["1:11 SC007"], None),
    ("commas", '{{< image "a", "b" >}}', ["1:14 SC007"], None),
    ("a bare path", "{{< ref a/b.md >}}", ["1:10 SC007"], None),
    ("a bare sign", "{{< image +3 >}}", ["1:11 SC007"], None),
    ("no letter in Go", "{{< image a½ >}}", ["1:12 SC007"], None),
    ("a no-break space", "{{< image\u00a0a >}}", ["1:10 SC007"], None),
    ("an escaped backtick", r'{{< image "a\`b" >}}', ["1:12 SC007"], None),
    ("an escaped raw string", r"{{< image \`a` >}}", ["1:12 SC007"], None),
    ("no name", "abc {{< >}}", ["1:5 SC007"], None),
    ("a quoted name", '{{< "hint" >}}x{{< /hint >}}', ["1:5 SC007"], None),
    ("no value", "{{< image a = >}}", ["1:13 SC007"], None),
    ("words in a closing tag", "{{< hint >}}x{{< /hint foo >}}", ["1:24 SC007"], None),
    ("a closing tag closed in itself", "{{< hint >}}x{{< /hint />}}", ["1:24 SC007"], None),
    ("curly quotes", "{{< hint “info” >}}x{{< /hint >}}", ["1:10 SC008"], None),
    ("curly quotes round a value", "{{< image a=“b c” d=«e» >}}", ["1:13 SC008", "1:21 SC008"], None),
    ("a curly quote alone", "{{< image a=“b >}} c”", ["1:13 SC008"], None),
    ("twice one name", "{{< image a=1 b=2 a=3 >}}", ["1:11 SC013"], "[image b=2 a=3]"),
    ("crossed", "{{< tabs >}}{{< tab >}}a{{< /tabs >}}{{< /tab >}}", ["1:25 SC012"], "[tabs|{{< tab >}}a]{{< /tab >}}"),
    ("never ended", "a {{< hint", ["1:3 SC014"], None),
    ("never ended, prose follows", '{{< hint "T"\n\nSome text, some more.', ["1:1 SC014"], None),
    ("never ended, with a name", 'a\n{{< image a="T"\n\nShe said "hi"', ["2:1 SC014"], None),
    (
        "never ended before a tag",
        "{{< hint {{< katex />}} {{< /hint >}}",
        ["1:1 SC014"],
        "{{< hint [katex] {{< /hint >}}",
    ),
    ("never ended for want of a space", "{{< image src=a.png>}} x", ["1:1 SC014"], None),
    ("an escaped one never ended", "{{</* x */%}} {{< katex />}}", ["1:1 SC014"], "{{</* x */%}} [katex]"),
    ("an escaped one too short", "{{</*/>}}", ["1:1 SC014"], None),
    (
        "all in one run, in their order",
        "{{< tabs >}}\n{{< nosuch >}} {{< hint “x” >}}{{< /hint >}}\n{{< ref 'a' >}} {{< /tab >}}",
        ["1:1 SC002", "2:1 SC001", "2:25 SC008", "3:9 SC007", "3:22 SC003"],
        None,
    ),
]


@pytest.mark.parametrize(("source", "expected"), [case[1:] for case in ACCEPTED], ids=[case[0] for case in ACCEPTED])
def test_what_hugo_accepts_is_read(source: str, expected: str) -> None:
    items, report = read(source)
    assert shown(source, items, 0, len(source)) == expected
    assert not report.diagnostics


@pytest.mark.parametrize(
    ("source", "findings", "expected"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_is_wrong_is_told_once_and_stays_in_the_text(
    source: str, findings: list[str], expected: str | None
) -> None:
    items, _ = read(source)
    assert found(source) == findings
    assert shown(source, items, 0, len(source)) == (source if expected is None else expected)


@pytest.mark.parametrize(
    ("source", "cure"),
    [
        ("{{< detials >}}", "did you mean 'details'? To show it as text, write {{</* detials */>}}"),
        ("{{% zzz %}}", "say in book.yaml what it becomes: shortcodes: {zzz: keep}"),
        ("{{< katex/>}}", "put a space after 'katex'"),
        ("{{% hint %}}", "write {{% /hint %}} after its text"),
        ("{{< hint >}}{{< /hitn >}}", "did you mean {{< /hint >}}?"),
        ("{{< image 'a' >}}", 'straight double quotes: "…"'),
        ("{{% hint >}}", "a tag that begins with {{% ends with %}}"),
        ("{{< image “a” >}}", 'straight quotes: "…"'),
        ("{{< image a=b>}}", "put a space before >}}"),
        ("{{%/* a */>}}", "ends with */%}}"),
        ("{{< tabs >}}{{% tab %}}{{< /tabs >}}{{< /tab >}}", "write {{% /tab %}} before it"),
    ],
)
def test_a_finding_names_the_cure(source: str, cure: str) -> None:
    assert cure in read(source)[1].diagnostics[0].hint


def test_a_tag_knows_its_places() -> None:
    source = 'a {{% tab "é"\n b %}} x {{< /tab >}}'
    (tag,), _ = read(source)
    assert isinstance(tag, Tag)
    assert (tag.start, tag.end) == (2, len(source))
    assert tag.inner == (source.index(" x "), source.index("{{< /"))
    assert tag.markdown
    assert [str(arg.pos) for arg in tag.args] == ["c.md:1:11", "c.md:2:2"]


def test_reading_begins_after_the_front_matter() -> None:
    source = "{{< nosuch >}}{{< katex />}}"
    items, report = read(source, start=14)
    assert [item.start for item in items] == [14]
    assert not report.diagnostics


def test_a_name_with_a_period_may_be_known() -> None:
    (tag,) = scan("{{< a.b />}}", lambda offset: Pos("c"), {"a.b": Grammar(Inner.NEEDED, True)}, Report())
    assert isinstance(tag, Tag) and tag.name == "a.b"


def test_depth_has_no_limit() -> None:
    depth = 5000
    (item,), report = read("{{< hint >}}" * depth + "x" + "{{< /hint >}}" * depth)
    assert not report.diagnostics
    assert sum(1 for _ in all_items((item,))) == depth


LONG = [
    "palabra " * 20 + "{{< hint info >}}b{{< /hint >}}",
    "{{< section >}}",
    "{{< hint >}}",
    "{{< tabs >}}{{< tab >}}{{< /tabs >}}{{< /tab >}}",
    "{{< nosuch >}}",
    "{{</*" * 5,
    "{{< hint `",
    '{{< hint "',
    "{{<hint a=x",
    "{{<hint “",
    "{{< hint x\n\nSome words, ",
]


@pytest.mark.parametrize("piece", LONG)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def seconds(text: str) -> float:
        began = time.process_time()
        scan(text, lambda offset: Pos("c"), SHORTCODES, Report())
        return time.process_time() - began

    assert seconds(piece * 20_000) < 4  # most take a tenth of a second; what is quadratic takes ten seconds and more


TOKENS = """
{{< {{% >}} %}} />}} {{</* */>}} / \\ " \\" ` = a=b k="v" hint tab /hint /tab image html nosuch .inline
“q” « ' , é ½ 3 }
{{ x>}}
"""
TAGS = ["{{< hint >}}", "{{< /hint >}}", "{{% html %}}", "{{% /html %}}", "{{</* x */>}}"]
PIECES = st.sampled_from([*TOKENS.split(), *TAGS, " ", " ", "\n"])
# on a busy machine an example takes as long as it takes
FREE = settings(deadline=None, max_examples=max(1000, settings.default.max_examples))
SOURCES = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60)


@FREE
@given(SOURCES)
def test_items_stand_in_order_within_what_holds_them(text: str) -> None:
    items, report = read(text)
    waiting: list[tuple[tuple[Item, ...], int, int]] = [(items, 0, len(text))]
    while waiting:
        held, low, high = waiting.pop()
        for item in held:
            assert low <= item.start < item.end <= high
            assert text.startswith(("{{<", "{{%"), item.start) and text.endswith((">}}", "%}}"), 0, item.end)
            low = item.end
            if isinstance(item, Tag):
                begin, end = item.inner or (item.end, item.end)
                assert item.start < begin <= end <= item.end
                waiting.append((item.items, begin, end))
    lines = text.split("\n")
    for finding in report.diagnostics:
        assert 1 <= finding.pos.column <= len(lines[finding.pos.line - 1]) + 1


@FREE
@given(SOURCES)
def test_what_is_no_item_is_either_text_or_told(text: str) -> None:
    items, report = read(text)
    spans = [0, *(edge for item in items for edge in (item.start, item.end)), len(text)]
    left = [text[begin:end] for begin, end in zip(spans[::2], spans[1::2], strict=True)]
    assert "".join(a + text[i.start : i.end] for a, i in zip(left, items, strict=False)) + left[-1] == text
    assert report.errors or not any(mark in piece for piece in left for mark in ("{{<", "{{%"))


@FREE
@given(SOURCES)
def test_the_scan_of_what_was_accepted_is_the_same_among_other_text(text: str) -> None:
    items, report = read(text)
    if not report.errors:
        again, _ = read(f"ñ\n{text}", start=2)
        assert shown(f"ñ\n{text}", again, 2, len(text) + 2) == shown(text, items, 0, len(text))


@FREE
@given(st.text(max_size=30) | SOURCES, st.sampled_from(["<>", "%%"]))
def test_any_text_can_be_escaped(text: str, signs: str) -> None:
    opener, mark = "{{" + signs[0], signs[1] + "}}"
    if f"*/{mark}" not in f"*{text}*/":
        source = f"{opener}/*{text}*/{mark}"
        items, report = read(source)
        assert items == (Escaped(0, len(source), opener + text + mark),)
        assert not report.diagnostics


ARGUMENT = st.text(st.characters(exclude_characters='\\\n"`', exclude_categories=["Cs"]), max_size=20)


@FREE
@given(st.lists(ARGUMENT, max_size=5), st.sampled_from(['"', "`"]))
def test_any_argument_can_be_quoted(values: list[str], quote: str) -> None:
    (tag,), report = read("{{< hint " + " ".join(quote + value + quote for value in values) + " />}}")
    assert isinstance(tag, Tag)
    assert [arg.value for arg in tag.args] == values
    assert not report.diagnostics
