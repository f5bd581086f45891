"""The meter: what it makes of lines whose places are known."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from specimens import write_files

from pipeline.cli import main
from pipeline.meter.evenness import Evenness, evenness
from pipeline.meter.glyphs import Glyph, Sheet
from pipeline.meter.picture import picture
from pipeline.run import Request, build

SIZE, LEFT, WIDTH, LEADING = 10.0, 50.0, 200.0, 14.0
LETTER = 5.0


def line(baseline: float, words: str, gap: float, indent: float = 0.0) -> list[Glyph]:
    """A line of letters 5 pt wide, its words parted by `gap` pt."""
    made, x = [], LEFT + indent
    for word in words.split():
        for letter in word:
            hyphen = letter == "-"
            made.append(Glyph(letter, x, x + LETTER, baseline, SIZE, hyphen))
            x += LETTER
        x += gap
    return made


def page(number: int, rows: Sequence[tuple[str, float]], top: float = 500.0) -> Sheet:
    glyphs = [glyph for place, (words, gap) in enumerate(rows) for glyph in line(top - place * LEADING, words, gap)]
    return Sheet(number, 300, 600, tuple(glyphs))


def full(words: int, letters: int, end: str = "a") -> tuple[str, float]:
    """A line that fills the measure, and the gap it takes."""
    text = " ".join(["a" * letters] * (words - 1) + ["a" * (letters - 1) + end])
    return text, (WIDTH - words * letters * LETTER) / (words - 1)


EVEN = full(7, 5)  # 6 gaps of 4.17
LOOSE = full(6, 5)  # 5 gaps of 10
DIVIDED = full(7, 5, "-")
LAST = ("aaaaa aaaaa aaaaa", 4.0)


def measured(*rows: tuple[str, float]) -> Evenness:
    return evenness([page(1, rows)], 0.4)


def test_even_lines_have_no_spread() -> None:
    found = measured(*[EVEN] * 6, LAST)
    assert (found.justified, found.lines, found.loose, found.hyphenated) == (6, 7, 0, 0)
    assert found.spread == pytest.approx(0, abs=1e-6)
    assert found.mean == pytest.approx(4.1667 / 4, rel=1e-3)


def test_a_loose_line_is_counted_and_spreads() -> None:
    found = measured(*[EVEN] * 5, LOOSE, LAST)
    assert (found.loose, found.tight) == (1, 0)
    assert found.spread > 0.5


def test_a_tight_line_is_counted() -> None:
    tight = ("aaaaa " * 5 + "aaaaaa aaaaaa", (WIDTH - 37 * LETTER) / 6)
    assert measured(*[EVEN] * 5, tight, LAST).tight == 1


def test_divided_lines_and_their_ladders_are_counted() -> None:
    found = measured(EVEN, DIVIDED, DIVIDED, EVEN, EVEN, LAST)
    assert (found.hyphenated, found.ladders, found.longest_ladder) == (2, 0, 2)
    assert measured(EVEN, DIVIDED, DIVIDED, DIVIDED, EVEN, LAST).ladders == 1


def test_wide_gaps_below_each_other_are_a_river() -> None:
    assert measured(*[LOOSE] * 5, LAST).rivers >= 1
    assert measured(*[EVEN] * 5, LAST).rivers == 0


def test_a_last_line_of_few_letters_is_a_runt() -> None:
    assert measured(*[EVEN] * 5, ("aa aa", 4.0)).runts == 1
    assert measured(*[EVEN] * 5, LAST).runts == 0


def test_a_last_line_alone_at_a_page_s_head_is_a_widow() -> None:
    first, second = page(1, [EVEN] * 6), page(2, [LAST, *[EVEN] * 5, LAST])
    assert evenness([first, second], 0.4).widows == 1
    assert evenness([page(1, [EVEN] * 6), page(2, [EVEN, LAST, *[EVEN] * 4, LAST])], 0.4).widows == 0


def test_facing_pages_of_unlike_depth_are_told() -> None:
    pages = [page(1, [EVEN] * 6), page(2, [EVEN] * 6), page(3, [EVEN] * 5), page(4, [EVEN] * 6)]
    assert evenness(pages, 0.4).unlevel == 1
    assert evenness([page(number, [EVEN] * 6) for number in range(1, 5)], 0.4).unlevel == 0


def test_the_natural_white_is_that_of_last_lines() -> None:
    rows = [*[EVEN] * 4, ("aaaaa aaaaa aaaaa aaaaa", 3.0)] * 4
    assert evenness([page(1, rows)]).natural == pytest.approx(0.3)


def test_an_empty_document_has_figures_too() -> None:
    assert evenness([Sheet(1, 300, 600, ())]).justified == 0


def test_the_picture_is_svg_with_a_loose_line_in_red() -> None:
    from pipeline.meter.evenness import settings

    sheets = [page(1, [*[EVEN] * 5, LOOSE, LAST])]
    drawn = picture(sheets, settings(sheets, 0.4)[0])
    assert ET.fromstring(drawn).tag == "{http://www.w3.org/2000/svg}svg"
    assert drawn.count("#c0392b") == 1


# the command


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("measured")
    text = (
        "Mientras la carrera continuaba, un acontecimiento inesperado sacudiría los cimientos de la organización. " * 6
    )
    write_files(f"# T\n\n{text}\n\n{text}", folder)
    return build(Request(folder, ("print",))).outputs[0].path


def test_a_pdf_is_measured_from_the_command_line(book: Path, tmp_path: Path) -> None:
    command = ["measure", str(book), "--json", "--picture", str(tmp_path / "lines.svg")]
    done = CliRunner().invoke(main, command, catch_exceptions=False)
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert told["justified"] >= 8
    assert told["natural"] == pytest.approx(0.2, abs=0.002)
    assert ET.parse(tmp_path / "lines.svg").getroot().tag.endswith("svg")
    assert "lines of running text" in CliRunner().invoke(main, ["measure", str(book)]).stdout


@pytest.mark.parametrize("content", [None, b"", b"no PDF"])
def test_what_is_no_pdf_is_told(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    if content is not None:
        file.write_bytes(content)
    done = CliRunner().invoke(main, ["measure", str(file)], catch_exceptions=False)
    assert done.exit_code == 1
    assert "error[LB002]" in done.stderr
    assert "hint: " in done.stderr


def test_a_picture_that_cannot_be_written_is_told(book: Path, tmp_path: Path) -> None:
    command = ["measure", str(book), "--picture", str(tmp_path / "no" / "such" / "place.svg")]
    done = CliRunner().invoke(main, command, catch_exceptions=False)
    assert done.exit_code == 1
    assert "error[IO001]" in done.stderr
