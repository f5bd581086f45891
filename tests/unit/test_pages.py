"""Good pages: each fault on a page of type that was made for it, the search for spacing, and what is frozen of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.blocks import digest
from pipeline.cli import main
from pipeline.diagnostics import BookError
from pipeline.pageslock import frozen, tunings
from pipeline.write.paged.faults import Fault, Kind, faults
from pipeline.write.paged.galley import Galley, GalleyPage, TypeLine
from pipeline.write.paged.mending import STEPS, TRIALS, Blocks, mended, weight

TAGS = {1: "p", 2: "p", 3: "h2", 4: "p"}


def page(*lines: str) -> GalleyPage:
    """A page from lines such as `1`, block 1; `1-`, a line that ends in a hyphen; `1.`, one with two letters."""
    made, letters = [], dict[int, int]()
    for place, told in enumerate(lines):
        block = int(told[0])
        count = 2 if told.endswith(".") else 40
        made.append(TypeLine(block, letters.get(block, 0), 60, 600 - 15 * place, 300, 15, letters=count,
                             divided=told.endswith("-")))  # fmt: skip
        letters[block] = letters.get(block, 0) + count
    return GalleyPage(0, {}, lines=tuple(made))


def galley(*pages: Sequence[str]) -> Galley:
    return Galley(tuple(page(*lines) for lines in pages), (), 0, {})


def found(*pages: Sequence[str]) -> list[tuple[str, int, int]]:
    return [(fault.kind.value, fault.page, fault.line) for fault in faults(galley(*pages), TAGS, 15.0)]


@pytest.mark.parametrize(
    ("pages", "wanted"),
    [
        ((["1", "1", "1"], ["1", "1", "2"]), []),
        ((["1", "1", "1"], ["1", "2", "2"]), [("widow", 1, 1)]),
        ((["2", "2", "1"], ["1", "1", "1"]), [("orphan", 0, 3)]),
        ((["1", "1", "1."],), [("runt", 0, 3)]),
        ((["1."],), []),
        ((["1-", "1-", "1", "1"],), []),
        ((["1", "1-", "1-", "1-", "1"],), [("ladder", 0, 2)]),
        ((["1-", "1-", "2-", "2"],), []),
        ((["1", "1", "3"], ["2", "2", "2"]), [("stranded", 0, 3)]),
        ((["1", "1", "1"], ["2"]), [("lone line", 1, 1)]),
        ((["1"],), []),
        ((["1"] * 4, ["1"] * 4, ["2"] * 2, ["4"] * 4, ["4"] * 4), [("short", 2, 0)]),
        ((["1"] * 4, ["1"] * 4, ["2"] * 2), []),
    ],
)
def test_a_fault_is_found_and_nothing_else(pages: Sequence[Sequence[str]], wanted: list[tuple[str, int, int]]) -> None:
    assert found(*pages) == wanted


# mending


BLOCKS = Blocks(TAGS, {number: f"words{number}" for number in TAGS})
BAD = galley(["1"] * 6, ["1", "2", "2", "2", "2"])
GOOD = galley(["1"] * 6, ["2", "2", "2", "2"])


def test_the_first_tuning_that_is_better_is_kept() -> None:
    asked: list[Mapping[str, int]] = []

    def again(some: Sequence[Mapping[str, int]]) -> list[Galley]:
        asked.extend(some)
        return [GOOD if one.get("words1") == -4 else BAD for one in some]

    made = mended(BAD, {}, BLOCKS, 15.0, again)
    assert (made.tuning, made.left) == ({"words1": -4}, ())
    assert made.settings == len(asked) <= TRIALS
    assert {abs(step) for one in asked for step in one.values()} <= set(STEPS)


def test_a_tuning_that_makes_it_worse_is_not_kept() -> None:
    worse = galley(["1"] * 5 + ["3"], ["1", "2"])
    made = mended(BAD, {}, BLOCKS, 15.0, lambda some: [worse for _ in some])
    assert made.tuning == {} and [fault.kind for fault in made.left] == [Kind.WIDOW]


def test_a_page_without_faults_is_not_set_again() -> None:
    made = mended(GOOD, {"words1": 4}, BLOCKS, 15.0, lambda some: pytest.fail("set again"))
    assert (made.tuning, made.settings) == ({"words1": 4}, 0)


def test_what_is_worse_weighs_more() -> None:
    assert weight([Fault(Kind.STRANDED, 0, 1)]) > weight([Fault(Kind.RUNT, 0, 1), Fault(Kind.LADDER, 0, 1)])


# frozen


def test_the_lock_keeps_each_page_design_by_itself() -> None:
    one = frozen(None, "a", {"rain": {"d1": 4}})
    two = frozen(one, "b", {"rain": {"d1": -8}, "sun": {}})
    assert tunings(two, "a") == {"rain": {"d1": 4}}
    assert tunings(two, "b") == {"rain": {"d1": -8}}
    assert json.loads(frozen(two, "a", {})) == json.loads(frozen(None, "b", {"rain": {"d1": -8}}))


FOREIGN = (b"", b"[]", b"\xff", b'{"format": 2, "pages": {}}', b'{"format": 1, "pages": []}',
           b'{"format": 1, "pages": {"a": {"x": {"d": 99}}}}')  # fmt: skip


@pytest.mark.parametrize("data", FOREIGN)
def test_a_lock_of_somebody_else_is_refused(data: bytes) -> None:
    with pytest.raises(BookError, match="not what Galerada wrote"):
        tunings(data, "a")


# a book


SENTENCE = "La lluvia cae sobre los tejados de la ciudad y nadie sale a la calle hasta que escampa del todo. "


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book with a runt: a paragraph that ends in two letters."""
    words = [SENTENCE * 5 + "Y " * count + "ya." for count in range(40)]
    (tmp_path / "book.yaml").write_text("title: T\nauthor: A\nlanguage: es\nprint: {lines: engine}\n", "utf-8")
    (tmp_path / "a.md").write_text("# Lluvia\n\n" + "\n\n".join(words) + "\n", "utf-8")
    return tmp_path


def test_a_book_is_judged_and_mended_and_keeps_it(book: Path) -> None:
    ask = CliRunner().invoke
    before = ask(main, ["pages", str(book)]).stderr
    assert "warning[PG002]: page" in before and "line" in before
    mended = ask(main, ["pages", str(book), "--mend"])
    assert mended.exit_code == 0 and "pages.lock is written" in mended.stdout
    assert mended.stderr.count("[PG") < before.count("[PG")
    assert ask(main, ["pages", str(book)]).stderr == mended.stderr, "what was mended stays so"
    (own,) = json.loads((book / "pages.lock").read_bytes())["pages"].values()
    assert all(abs(step) <= max(STEPS) for step in own["a"].values())
    texts = (book / "a.md").read_text("utf-8").split("\n\n")[1:]
    assert set(own["a"]) <= {digest(text) for text in texts}, "an edit of one paragraph leaves the others as they are"


def test_a_pages_lock_that_is_broken_stops_the_print_edition(book: Path) -> None:
    (book / "pages.lock").write_text("{", "utf-8")
    result = CliRunner().invoke(main, ["build", str(book), "-e", "print"])
    assert result.exit_code == 1 and "pages.lock:1:1: error[PG007]" in result.stderr
    assert not list(book.glob("build/print/*.pdf"))


def test_a_fault_in_a_note_or_a_picture_is_none() -> None:
    noted = replace(page("1", "1", "1")).lines[-1]
    lines = (*page("1", "1", "1").lines, replace(noted, note=True, letters=2), replace(noted, picture=True, letters=2))
    assert faults(Galley((GalleyPage(0, {}, lines=lines),), (), 0, {}), TAGS, 15.0) == ()
