"""What a chapter's head says, where its text begins, and what is said when it is wrong."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.diagnostics import Report, Severity
from pipeline.model import FrontMatter
from pipeline.read.frontmatter import split

CASES = Path(__file__).parents[1] / "cases" / "frontmatter.md"


def specimens(path: Path) -> list[tuple[str, str, list[str]]]:
    """Title, input and expected lines of each case: the format of markdown-it-py's fixtures."""
    pieces = path.read_text(encoding="utf-8").split("\n.\n")
    triples = zip(pieces[0::3], pieces[1::3], pieces[2::3], strict=False)
    return [(head.strip().splitlines()[-1], source, wanted.splitlines()) for head, source, wanted in triples]


def read(text: str) -> tuple[FrontMatter, str, list[str]]:
    report = Report()
    meta, start = split("a.md", text, report)
    said = [f"{d.code.ident} {d.pos.line}:{d.pos.column} {d.message} | {d.hint}" for d in report.diagnostics]
    assert all(d.pos.path == "a.md" for d in report.diagnostics)
    return meta, text[start:], said


def shown(meta: FrontMatter, body: str, name: str) -> str:
    if name == "body":
        return body.replace("\n", "\\n")
    group, _, key = name.partition(" ")
    if group == "places":
        return f"{meta.places[key].line}:{meta.places[key].column}"
    return str(meta.params[key] if group == "params" else getattr(meta, name))


@pytest.mark.parametrize(("source", "wanted"), [pytest.param(s, w, id=t) for t, s, w in specimens(CASES)])
def test_specimen(source: str, wanted: list[str]) -> None:
    meta, body, said = read(source)
    facts = [line.partition(" =")[::2] for line in wanted if line[0].islower()]
    assert said == [line for line in wanted if line[0].isupper()]
    assert [(name, shown(meta, body, name)) for name, _ in facts] == [(name, v.strip(" ")) for name, v in facts]


def test_there_are_specimens() -> None:
    assert len(specimens(CASES)) > 50


def test_dates_are_dates_and_moments_are_moments() -> None:
    assert read("---\ndate: 2024-01-02\n---\n")[0].date == date(2024, 1, 2)
    moment = datetime(2024, 1, 2, 10, tzinfo=UTC)
    assert read("---\ndate: 2024-01-02T10:00:00Z\n---\n")[0].date == moment
    assert read("---\ndate: 2024-01-02 12:00:00 +0200\n---\n")[0].date == moment
    assert read("+++\ndate = 2024-01-02T10:00:00Z\n+++\n")[0].date == moment


def test_a_mark_and_empty_lines_before_the_front_matter_are_nothing() -> None:
    meta, body, said = read("\ufeff\n \n---\ntitle: A\n---\nTexto")
    assert (meta.title, body, said) == ("A", "Texto", [])
    assert meta.pos("title").line == 4
    assert read("\ufeffTexto")[1] == "Texto"


def test_white_space_after_the_hyphens_is_nothing() -> None:
    assert read("--- \ntitle: A\n---\t\nTexto")[:2] == (read("---\ntitle: A\n---\n")[0], "Texto")


def test_tabs_stand_where_hugo_takes_them() -> None:
    meta, _, said = read("---\ntitle:\tA\t\nweight:\t3\n\t\n---\n")
    assert (meta.title, meta.weight, said) == ("A", 3, [])


def test_a_tab_in_an_indentation_is_an_error() -> None:
    meta, _, said = read("---\ntitle: A\ncover:\n\timage: x\nweight: 2\n---\n")
    assert said == ["FM001 4:1 a tab where spaces must stand | indent with spaces"]
    assert (meta.title, meta.weight) == ("A", 2)


def test_a_character_that_no_book_may_hold() -> None:
    assert read("---\ntitle: A\x07\n---\n")[2] == [
        "RD004 2:9 the character U+0007 cannot stand in front matter | delete it"
    ]
    assert read('---\ntitle: "\\uD800"\n---\n')[2] == [
        "RD004 2:8 the character U+D800 cannot stand in a book | delete it"
    ]
    assert read('{"title": "\\u0000"}')[2] == ["RD004 1:11 the character U+0000 cannot stand in a book | delete it"]


def test_an_emoji_in_two_escapes_is_one_character() -> None:
    assert read('---\ntitle: "\\ud83d\\ude00"\n---\n')[0].title == "😀"
    assert read('{"title": "\\ud83d\\ude00"}')[0].title == "😀"


@pytest.mark.parametrize("source", ["---\nx: {}\n---\n", "+++\nx = {}\n+++\n", '{{"x": {}}}'])
def test_nesting_has_an_end(source: str) -> None:
    assert read(source.format("[" * 10 + "]" * 10))[2] == []
    (said,) = read(source.format("[" * 30 + "]" * 30))[2]
    assert said.startswith("LM010") and "nested 21 levels deep or more, and the limit is 20 | make it flatter" in said
    assert said.endswith("raise limits.front_matter_depth in book.yaml")
    (said,) = read(source.format("[" * 5000))[2] or [""]
    assert said.startswith(("LM010", "FM001", "FM002"))


def test_front_matter_of_more_than_64_kib_is_refused() -> None:
    assert read(f"---\ntitle: {'a' * 65000}\n---\n")[2] == []
    assert read(f"---\ntitle: {'a' * 70000}\n---\n")[2] == [
        "LM010 2:1 front matter of 68.4 KiB, and the limit is 64 KiB | "
        "long texts belong in chapters; or raise limits.front_matter in book.yaml"
    ]


def test_a_merge_key_bomb_is_refused_at_once() -> None:
    bomb = "a0: &a0 {x: 1}\n" + "".join(f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 9)}]}}\n" for i in range(1, 9))
    begin = time.perf_counter()
    _, _, said = read(f"---\ntitle: A\n{bomb}---\n")
    assert time.perf_counter() - begin < 1
    assert said[0].startswith("FM001 3:5 an anchor, &a0, has no place in front matter")


def test_a_number_of_five_thousand_digits_is_text() -> None:
    meta, _, said = read(f"---\ntitle: {'9' * 5000}\nweight: {'9' * 5000}\n---\n")
    assert meta.title == "9" * 5000
    assert [line[:10] for line in said] == ["FM004 3:9 "]


def test_numbers_keep_their_zeros() -> None:
    assert read("---\ntitle: 1.10\nalt: 0306406152\n---\n")[0].title == "1.10"
    assert read("---\nalt: 0306406152\n---\n")[0].image_alt == "0306406152"
    assert read("+++\ntitle = 1.10\n+++\n")[0].title == "1.10"


def test_an_ordinary_text_has_no_front_matter() -> None:
    for text in ("", "\n", "Texto", "- uno\n- dos\n", "{a}", "---", "---\n", "+++", "***\n", "--\ntitle: A\n--\n"):
        assert read(text) == (FrontMatter(), text, [])


PIECES = [
    *"-+{}[]:#'\"&*!|>%@`,?~=\\ \t\n\x00\u2028é😀",
    "title",
    "weight: ",
    "date: ",
    "image = ",
    "\n---\n",
    "\n+++\n",
    "1",
]
HEADS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@settings(max_examples=400, deadline=None)
@given(mark=st.sampled_from(["---\n", "+++\n", "{", ""]), head=HEADS, body=HEADS)
def test_no_text_raises_and_every_error_has_a_place_and_a_cure(mark: str, head: str, body: str) -> None:
    text = f"{mark}{head}\n{mark}{body}"
    report = Report()
    _, start = split("a.md", text, report)
    assert 0 <= start <= len(text)
    lines = text.split("\n")
    for found in report.diagnostics:
        assert found.message
        assert 1 <= found.pos.line <= len(lines)
        assert 1 <= found.pos.column <= len(lines[found.pos.line - 1]) + 1
        assert found.hint or found.severity is not Severity.ERROR


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"])))
def test_a_title_in_single_quotes_comes_through(title: str) -> None:
    meta, _, said = read("---\ntitle: '{}'\n---\n".format(title.replace("'", "''")))
    assert said == []
    assert meta.title == title.strip(" ").replace("  ", " ") or "  " in title
