"""Keys and values with their places: YAML as Hugo reads it, and TOML and JSON that make the same tree."""

from __future__ import annotations

import ast
import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline
from pipeline.diagnostics import Code, Report
from pipeline.syntax import json_syntax, toml_syntax, yaml_syntax
from pipeline.syntax.values import CONFIGURATION, FRONT_MATTER, Excerpt, Kind, Value

PARSERS = {"yaml": yaml_syntax.parse, "toml": toml_syntax.parse, "json": json_syntax.parse}


def read(text: str, syntax: str = "yaml") -> tuple[Value, Report]:
    report = Report()
    return PARSERS[syntax](Excerpt.of("f", text), FRONT_MATTER, report), report


def value(written: str) -> Value:
    tree, report = read(f"k: {written}\n")
    assert report.diagnostics == ()
    return tree.items[0].value


@pytest.mark.parametrize(
    ("written", "kind", "meant"),
    [
        # Hugo 0.168, run on each of these, says the same.
        ("no", Kind.TEXT, "no"), ("yes", Kind.TEXT, "yes"), ("on", Kind.TEXT, "on"), ("off", Kind.TEXT, "off"),
        ("y", Kind.TEXT, "y"), ("=", Kind.TEXT, "="), ("12:30", Kind.TEXT, "12:30"), ("12:30:9", Kind.TEXT, "12:30:9"),
        ("2024-01-02", Kind.TEXT, "2024-01-02"), ("2024-13-45", Kind.TEXT, "2024-13-45"), ("1.5.3", Kind.TEXT, "1.5.3"),
        ("true", Kind.FLAG, True), ("False", Kind.FLAG, False), ("TRUE", Kind.FLAG, True),
        ("0o17", Kind.WHOLE, 15), ("0x1F", Kind.WHOLE, 31), ("+5", Kind.WHOLE, 5), ("-3", Kind.WHOLE, -3),
        ("1.10", Kind.DECIMAL, 1.1), ("1.", Kind.DECIMAL, 1.0), ("~", Kind.NOTHING, None), ("Null", Kind.NOTHING, None),
        ("'no'", Kind.TEXT, "no"), ("'1'", Kind.TEXT, "1"), ('"\\u00e9\\/"', Kind.TEXT, "é/"),
        # Hugo differs: 8, the text "08", 52038762, 1000, the text "1e3", 3.
        ("010", Kind.WHOLE, 10), ("08", Kind.WHOLE, 8), ("0306406152", Kind.WHOLE, 306406152),
        ("1_000", Kind.TEXT, "1_000"), ("1e3", Kind.DECIMAL, 1000.0), ("0b11", Kind.TEXT, "0b11"),
    ],
)  # fmt: skip
def test_what_a_word_is(written: str, kind: Kind, meant: object) -> None:
    made = value(written)
    assert (made.kind, made.value) == (kind, meant)


@pytest.mark.parametrize("written", ["0306406152", "1.10", "010", "1984", "True", "0x1F", "9" * 5000])
def test_what_was_written_stays_at_hand(written: str) -> None:
    assert value(written).text == written


def test_infinity_and_no_number() -> None:
    assert value("-.inf").value == float("-inf")
    assert value(".nan").value != value(".nan").value


def test_every_key_and_value_knows_its_place() -> None:
    tree, _ = read("# c\na: 1\nb:\n  - x\n  - {c: é, d: y}\n")
    a, b = tree.items
    assert [str(item.pos) for item in (a, b)] == ["f:2:1", "f:3:1"]
    inner = b.value.items[1].value
    assert [str(item.pos) for item in inner.items] == ["f:5:6", "f:5:12"]
    assert str(inner.items[1].value.pos) == "f:5:15"


def test_an_excerpt_s_places_are_the_file_s() -> None:
    text = "---\na: 1\nb: [\n---\nTexto"
    report = Report()
    tree = yaml_syntax.parse(Excerpt("f", text, 4, 13), FRONT_MATTER, report)
    assert str(tree.items[0].value.pos) == "f:2:4"
    assert [d.pos.line for d in report.diagnostics] == [3]


SAME = {
    "yaml": "title: A\nweight: 3\nlist: [1, true, x]\ncover:\n  image: a.png\n  deep: {n: 1.5}\n",
    "json": '{"title": "A", "weight": 3, "list": [1, true, "x"],\n "cover": {"image": "a.png", "deep": {"n": 1.5}}}',
    "toml": 'title = "A"\nweight = 3\nlist = [1, true, "x"]\n[cover]\nimage = "a.png"\n[cover.deep]\nn = 1.5\n',
}


@pytest.mark.parametrize("syntax", SAME)
def test_the_three_syntaxes_make_one_tree(syntax: str) -> None:
    tree, report = read(SAME[syntax], syntax)
    assert report.diagnostics == ()
    assert tree.plain() == {
        "title": "A",
        "weight": 3,
        "list": [1, True, "x"],
        "cover": {"image": "a.png", "deep": {"n": 1.5}},
    }


@pytest.mark.parametrize(("syntax", "place"), [("yaml", "f:5:10"), ("json", "f:2:21"), ("toml", "f:5:9")])
def test_the_three_syntaxes_know_a_nested_value_s_place(syntax: str, place: str) -> None:
    cover = read(SAME[syntax], syntax)[0].get("cover")
    image = cover.get("image") if cover else None
    assert image is not None
    assert str(image.pos) == place


def test_toml_places_in_tables_lists_of_tables_and_long_texts() -> None:
    text = (
        'a.b = 1\nlong = """\nc = 2\n[d]\n"""\n'
        "[[menu]]\nname = 'x'\n[menu.sub]\nk = 1\n[[menu]]\n\"name\" = 'y'\n[d]\nc = 3\n"
    )
    tree, report = read(text, "toml")
    assert report.diagnostics == ()
    menu, a, d = tree.get("menu"), tree.get("a"), tree.get("d")
    assert menu is not None and a is not None and d is not None
    assert str(a.items[0].pos) == "f:1:1"
    assert [str(item.value.items[0].pos) for item in menu.items] == ["f:7:1", "f:11:1"]
    assert str(menu.items[0].value.items[1].value.items[0].value.pos) == "f:9:5"
    assert str(d.items[0].pos) == "f:13:1"


def test_numbers_in_toml_keep_their_zeros_and_dates_are_text() -> None:
    tree, _ = read("a = 1.10\nb = 2024-01-02\nc = 2024-01-02T10:00:00Z\n", "toml")
    assert [item.value.text for item in tree.items] == ["1.10", "2024-01-02", "2024-01-02 10:00:00+00:00"]


@pytest.mark.parametrize(
    ("syntax", "text", "place"),
    [
        ("yaml", "a: 1\nb:\n  c: 1\n  c: 2\n", "f:4:3"), ("yaml", "a: {b: 1, b: 2}", "f:1:11"),
        ("json", '{"a": {"b": 1, "b": 2}}', "f:1:16"), ("toml", "[a]\nb = 1\n  b = 2\n", "f:3:3"),
        ("toml", "[a]\n[a]\n", "f:2:1"),
    ],
)  # fmt: skip
def test_a_key_stands_once_at_every_height(syntax: str, text: str, place: str) -> None:
    _, report = read(text, syntax)
    assert [(d.code, str(d.pos)) for d in report.diagnostics] == [(Code.FRONT_MATTER_DUPLICATE_KEY, place)]


def test_a_configuration_s_faults_have_its_own_codes() -> None:
    report = Report()
    yaml_syntax.parse(Excerpt.of("book.yaml", "a: 1\na: 2\nb: @\n"), CONFIGURATION, report)
    found = [(d.code, str(d.pos)) for d in report.diagnostics]
    assert (Code.CONFIG_SYNTAX, "book.yaml:3:4") in found
    assert (Code.CONFIG_DUPLICATE_KEY, "book.yaml:2:1") in found


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: &x 1", "f:1:4", "an anchor, &x, has no place in front matter"),
        ("a: *x", "f:1:4", "an alias, *x, has no place in front matter"),
        ("a: !!str 1", "f:1:4", "a tag, tag:yaml.org,2002:str, has no place in front matter"),
        ("a: !!python/object:os.system x", "f:1:4", "a tag, tag:yaml.org,2002:python/object:os.system, has no place"),
        ("<<: {a: 1}", "f:1:1", "the merge key '<<' has no place in front matter"),
        ("a: 1\n---\nb: 2", "f:2:1", "a second document has no place in front matter"),
        ("[a]: 1", "f:1:1", "a list as a key has no place in front matter"),
        ("? {a: 1}\n: b", "f:1:3", "a group of keys as a key has no place in front matter"),
        ("a: b: c", "f:1:5", "a colon and a space inside a value"),
        ("a: [b", "f:1:6", "a list in [ ] that is not closed, or lacks a comma"),
        ("a: {b", "f:1:6", "keys in { } that are not closed, or lack a comma"),
        ('a: "b', "f:1:4", "a quotation mark that is never closed"),
        ('a: "\\q"', "f:1:6", "a backslash in double quotes"),
        ("a: %b", "f:1:4", "a value begins with a character that means something else in YAML"),
        ("a: `b", "f:1:4", "a value begins with a character that means something else in YAML"),
        ("a: - b", "f:1:4", "a list that begins on its key's line"),
        ("a: > b", "f:1:4", "a value that begins with | or >"),
        ("a: !<", "f:1:4", "a value that begins with !"),
        ("a: ,", "f:1:4", "a value is missing, or begins with a character that is none of it"),
        ("a: {{< b >}}", "f:1:5", "a shortcode stands bare in a value"),
        ("\ta: 1", "f:1:1", "a tab where spaces must stand"),
        ("a: \x00", "f:1:4", "the character U+0000 cannot stand in front matter"),
    ],
)
def test_what_is_refused_is_named_with_its_place_and_its_cure(text: str, place: str, message: str) -> None:
    _, report = read(text)
    (found,) = report.diagnostics
    assert (str(found.pos), found.message[: len(message)]) == (place, message)
    assert found.hint


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("title: Dune: Part Two", 'title: "Dune: Part Two"'), ("title: @x", 'title: "@x"'),
        ('title: "Foo" bar: x', "title: '\"Foo\" bar: x'"), ("title: 'It's'", 'title: "It\'s"'),
    ],
)  # fmt: skip
def test_the_hint_is_a_line_that_can_be_read(line: str, mended: str) -> None:
    _, report = read(line)
    assert report.diagnostics[0].hint.endswith(f"put the value in quotes: {mended}")
    assert read(mended)[1].diagnostics == ()


def test_reading_goes_on_after_a_fault() -> None:
    tree, report = read("a: 1\nb: x: y\nc: 3\nd: @\ne:\n  f: 6\n")
    assert tree.plain() == {"a": 1, "c": 3, "e": {"f": 6}}
    assert [d.pos.line for d in report.diagnostics] == [2, 4]


def test_reading_does_not_go_on_for_ever() -> None:
    _, report = read("a: @\n" * 500)
    assert len(report.errors) == yaml_syntax.MOST_FAULTS + 1


def test_text_in_several_lines() -> None:
    assert value("|\n  a\n  b\n").text == "a\nb\n"
    assert value(">-\n  a\n  b\n").text == "a b"
    assert value("a\n  b").text == "a b"


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcñ", min_size=1), inner, max_size=4),
    max_leaves=20,
)


@settings(deadline=None)
@given(st.dictionaries(st.text("abcñ_-", min_size=1), PLAIN, max_size=5))
def test_json_is_read_as_python_reads_it_and_so_by_yaml(data: dict[str, object]) -> None:
    text = json.dumps(data, indent=1)
    assert read(text, "json")[0].plain() == data
    assert read(text, "yaml")[0].plain() == (data or {})


@settings(deadline=None)
@given(st.text("abc=[]{}'\"#\n.1, \t-:", max_size=60))
def test_toml_is_read_where_python_reads_it(text: str) -> None:
    tree, report = read(text, "toml")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assert report.errors
    else:
        assert report.errors == ()
        assert isinstance(tree.plain(), dict)
        assert set(data) == {item.key for item in tree.items}


@settings(deadline=None)
@given(st.sampled_from(list(PARSERS)), st.text("ab:{}[]\"'\\|>&*!-? \n\t,#%@0.\x07\u2028", max_size=60))
def test_no_text_raises(syntax: str, text: str) -> None:
    read(text, syntax)


def test_yaml_has_one_home() -> None:
    importers = set()
    for path in Path(pipeline.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            if any(name.split(".")[0] == "yaml" for name in names):
                importers.add(path.name)
    assert importers == {"yaml_syntax.py"}
