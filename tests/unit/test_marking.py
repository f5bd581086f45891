"""Marks settled in files: the words that were chosen, and not a byte elsewhere."""

from __future__ import annotations

import codecs
import csv
import io
import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.commands.marking import settled
from pipeline.commands.sheet import Sheet
from pipeline.read.marks import find_marks, strokes_of
from pipeline.run import EDITIONS, Request, build

ROWS = [
    # typed, accepted, rejected
    ("a {++b++} c", "a b c", "a  c"),
    ("a {--b--} c", "a  c", "a b c"),
    ("a {~~b~>c~~} d", "a c d", "a b d"),
    ("a {==b==} c", "a b c", "a b c"),
    ("a{>>@x: b<<} c", "a c", "a c"),
    ("a <!-- Q: b --> c", "a  c", "a  c"),
    ("a {==b==}{>>why<<} c", "a b c", "a b c"),
    ("a {++b++}{>>why<<} c", "a b c", "a  c"),
    ("a{++ *b\n\nc* d++} e", "a *b\n\nc* d e", "a e"),
    ("{++## T++}\n\nx", "## T\n\nx", "\nx"),
    ("- a\n{++- b++}\n- c", "- a\n- b\n- c", "- a\n- c"),
    ("| a |\n|---|\n{--| 1 |--}\n| 2 |", "| a |\n|---|\n| 2 |", "| a |\n|---|\n| 1 |\n| 2 |"),
    ("a\n<!-- Q: b -->\nc", "a\n\nc", "a\n\nc"),
    ("a\n\n<!-- Q: b -->\n\nc", "a\n\n\nc", "a\n\n\nc"),
    ("{++a {--b--} c++}", "a  c", ""),
    ("{--a {++b++} c--}", "", "a  c"),
    ("{~~a {++b++}~>c {--d--}~~}", "c ", "a "),
    ("{~~struck~~} \\{++x++}", "{~~struck~~} \\{++x++}", "{~~struck~~} \\{++x++}"),
]


def all_of(text: str) -> list[int]:
    return [mark.number for mark in find_marks(text)]


@pytest.mark.parametrize(("typed", "accepted", "rejected"), ROWS, ids=[row[0] for row in ROWS])
def test_a_mark_is_settled(typed: str, accepted: str, rejected: str) -> None:
    sheet = Sheet.of(typed.encode())
    assert settled(sheet, all_of(typed), accept=True).data.decode() == accepted
    assert settled(sheet, all_of(typed), accept=False).data.decode() == rejected


ENCODED = {
    "utf-8": b"uno\r\n{++dos\r\n\r\ntres++}\rcuatro\nfin",
    "with a mark": codecs.BOM_UTF8 + b"uno {++dos\r\ntres++} cuatro\r\n",
    "utf-16": codecs.BOM_UTF16_LE + "uno {++ñ\r\ntres++} \U0001f600 cuatro\r".encode("utf-16-le"),
    "utf-16, the other way": codecs.BOM_UTF16_BE + "uno {++ñ++} cuatro".encode("utf-16-be"),
    "a null": b"uno \0 {++dos++}\r\n",
}


@pytest.mark.parametrize("data", ENCODED.values(), ids=ENCODED)
def test_every_other_byte_stays(data: bytes) -> None:
    sheet = Sheet.of(data)
    made = settled(sheet, [1], accept=True).data
    opener, closer = "{++".encode(sheet.codec), "++}".encode(sheet.codec)
    assert made == data.replace(opener, b"").replace(closer, b"")


SIGNS = [*"{++ ++} {-- --} {~~ ~> ~~} {== ==} {>> <<} --> a \\".split(), "<!-- Q:", " ", "\n"]


@given(st.lists(st.sampled_from(SIGNS)).map("".join))
def test_any_text_can_be_read_and_settled(text: str) -> None:
    marks = find_marks(text)
    assert [mark.number for mark in marks] == list(range(1, len(marks) + 1))
    starts = [stroke.start for stroke in strokes_of(text)]
    assert starts == sorted(set(starts))
    sheet = Sheet.of(text.encode())
    assert settled(sheet, [], accept=True) == sheet
    for accept in (True, False):
        left = settled(sheet, [mark.number for mark in marks], accept=accept).text
        assert all(letter in text for letter in left)
        assert left.count("a") <= text.count("a")


def test_a_million_openers_are_read_in_one_pass() -> None:
    assert find_marks("{>>" * 100_000) == ()
    assert len(find_marks("{++a++}" * 20_000)) == 20_000


def test_marks_in_one_another_are_all_counted(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# T\n\n" + "{++" * 500 + "a" + "++}" * 500 + "\n", encoding="utf-8")
    assert run("queries", tmp_path).stdout.endswith("500 open\n")
    assert run("accept", tmp_path, "--all").exit_code == 0
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "# T\n\na\n"


# the commands

BOOK = """# T

Uno {++dos++}{>>@ana: sí<<} {--tres--}{>>@luis<<} {==seis==}{>>@ana: ¿seguro?<<}.
"""
OTHER = """# Otro

<!-- Q: ¿fecha? --> {~~a~>b~~}
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "book.yaml").write_text("title: L\nlanguage: es\nauthor: A\n", encoding="utf-8")
    (tmp_path / "a.md").write_text(BOOK, encoding="utf-8")
    (tmp_path / "b.md").write_text(OTHER, encoding="utf-8")
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


def test_queries_are_listed_by_chapter_and_place(book: Path) -> None:
    assert run("queries", book).stdout == (
        "T\n"
        "   1  p. 1, l. 3 (1.1), a.md:3:5  insertion @ana: + dos: sí\n"
        "   2  p. 1, l. 3 (1.1), a.md:3:29  deletion @luis: - tres\n"
        "   3  p. 1, l. 3 (1.1), a.md:3:51  highlight @ana: seis: ¿seguro?\n"
        "Otro\n"
        "   4  p. 3, l. 3 (2.1), b.md:3:1  query: ¿fecha?\n"
        "   5  p. 3, l. 3 (2.1), b.md:3:21  substitution: a -> b\n"
        "5 open\n"
    )
    assert sorted(path.name for path in book.iterdir()) == ["a.md", "b.md", "book.yaml"], "nothing is written"


def test_queries_of_a_book_that_cannot_be_laid_out_are_listed_without_pages(book: Path) -> None:
    (book / "book.yaml").write_text("title: L\nlanguage: es\nauthor: A\nlimits: {notes: 0}\n", encoding="utf-8")
    listed = run("queries", book)
    assert listed.exit_code == 0
    assert "   4  b.md:3:1  query: ¿fecha?\n" in run("queries", book, "--no-pages").stdout


def test_queries_are_listed_for_programs(book: Path) -> None:
    told = json.loads(run("queries", book, "--format", "json").stdout)["queries"]
    assert told[0] == {
        "number": 1, "chapter": "T", "page": "1", "page_line": 3, "paragraph": "1.1", "path": "a.md", "line": 3,
        "column": 5, "who": "ana", "kind": "insertion", "text": "+ dos: sí",
    }  # fmt: skip
    table = list(csv.reader(io.StringIO(run("queries", book, "--format", "csv").stdout)))
    assert len(table) == 6
    assert table[1][-1] == "'+ dos: sí"  # no formula for a spreadsheet
    listed = run("queries", book, "--format", "markdown").stdout
    assert "- [ ] **4** p. 3, l. 3 (2.1), `b.md:3:1` query: ¿fecha?" in listed


def test_a_book_without_marks_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# T\n\nx\n", encoding="utf-8")
    assert run("queries", tmp_path).stdout == "no open queries\n"


def test_one_mark_is_accepted_by_its_number(book: Path) -> None:
    done = run("accept", book, "--only", 5)
    assert done.stdout == "b.md:3:21: accepted: a -> b\n1 accepted, 4 left\n"
    assert (book / "b.md").read_text(encoding="utf-8") == OTHER.replace("{~~a~>b~~}", "b")
    assert (book / "a.md").read_text(encoding="utf-8") == BOOK


def test_the_marks_of_one_editor_are_rejected(book: Path) -> None:
    run("reject", book, "--who", "@Ana")
    left = (book / "a.md").read_text(encoding="utf-8")
    assert left == BOOK.replace("{++dos++}{>>@ana: sí<<}", "")


def test_the_marks_of_one_chapter_are_accepted(book: Path) -> None:
    run("accept", book, "--chapter", "otro")
    assert (book / "a.md").read_text(encoding="utf-8") == BOOK
    assert (book / "b.md").read_text(encoding="utf-8") == OTHER.replace("{~~a~>b~~}", "b")


def test_all_changes_are_settled_and_queries_stay(book: Path) -> None:
    assert run("accept", book, "--all").stdout.endswith("3 accepted, 2 left\n")
    assert "{==seis==}{>>@ana: ¿seguro?<<}" in (book / "a.md").read_text(encoding="utf-8")
    assert "<!-- Q: ¿fecha? -->" in (book / "b.md").read_text(encoding="utf-8")
    assert run("accept", book, "--only", 1, "--only", 2).exit_code == 0
    assert run("queries", book).stdout == "no open queries\n"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ((), 2, "say which"),
        (("--only", 1, "--all"), 2, "leave the other options out"),
        (("--only", 9), 1, "there is no mark 9"),
        (("--who", "eva"), 1, "no mark that asks for other words is so named"),
    ],
)
def test_what_is_not_there_changes_nothing(book: Path, arguments: tuple[object, ...], status: int, said: str) -> None:
    done = run("accept", book, *arguments)
    assert done.exit_code == status
    assert said in done.output
    assert (book / "a.md").read_text(encoding="utf-8") == BOOK


def test_a_file_that_may_not_be_written_leaves_all_as_they_were(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: object) -> Path:
        raise PermissionError(13, "Permission denied", str(target))

    (book / "b.md").chmod(0o640)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        assert run("accept", book, "--all").exit_code == 1
    assert (book / "a.md").read_text(encoding="utf-8") == BOOK
    assert sorted(path.name for path in book.iterdir()) == ["a.md", "b.md", "book.yaml"]
    run("accept", book, "--all")
    assert stat.S_IMODE((book / "b.md").stat().st_mode) == 0o640


# the editions


def test_a_release_is_refused_and_a_proof_is_made(book: Path) -> None:
    result = build(Request(book, ("ebook", "proof")))
    assert [made.path.name for made in result.outputs] == ["l.galley.pdf", "l.pages.pdf"]
    (found,) = result.report.errors
    assert found.message == "5 open queries; also at a.md:3:29, a.md:3:51, b.md:3:1, b.md:3:21"
    assert [name for name, edition in EDITIONS.items() if edition.marks] == ["proof"]


def test_a_release_is_made_when_the_marks_are_settled(book: Path) -> None:
    run("accept", book, *(word for number in range(1, 6) for word in ("--only", number)))
    result = build(Request(book, ("ebook",)))
    assert [made.edition for made in result.outputs] == ["ebook"]


def test_a_title_that_is_to_go_is_shown_until_it_is_gone(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text("title: L\nlanguage: es\nauthor: A\n", encoding="utf-8")
    (tmp_path / "a.md").write_text("# {--Viejo--}\n\nUno.\n", encoding="utf-8")
    result = build(Request(tmp_path, ("proof",)))
    assert [found.code.ident for found in result.report.diagnostics] == ["QR001"]
    assert result.report.errors[0].message == "1 open query"
