"""Numbers and leaders that the binding draws, held against an engine that knew the numbers when it laid them out.

Each check is a function from two PDFs to complaints, so that a planted fault shows that it can fail.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from crossed import crossed_book, filler
from numbered import BROAD, NARROW, SAMPLE, WAYS, contents_book

from pipeline.run import Request, Result, build
from pipeline.write.paged.leaders import CLEAR

ROOT = Path(__file__).parents[2]
DOTS = "._"
NEAR = 0.03
"""pt: the engine writes numbers to a thousandth, and kerning to a thousandth of the size."""
ROUNDED = 0.05
"""pt: PDFium takes the widths of glyphs for whole thousandths, so that of three dots the last two are a little off."""
every_way = pytest.mark.parametrize("way", WAYS)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter on a page. Lengths in pt."""

    said: str
    left: float
    right: float
    baseline: float
    size: float
    colour: tuple[int, ...]

    def is_at(self, other: Letter) -> bool:
        return self.said == other.said and self.colour == other.colour and abs(self.size - other.size) < NEAR and (
            abs(self.left - other.left) < NEAR and abs(self.baseline - other.baseline) < NEAR
        )  # fmt: skip


class Pair:
    """A table of contents with its numbers drawn, and with its numbers known."""

    def __init__(self, drawn: bytes, known: bytes) -> None:
        self.drawn, self.known = drawn, known


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pair]:
    place = tmp_path_factory.mktemp("numbered")
    world = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(place)}
    command = [sys.executable, "tests/numbered.py", str(contents_book(place / "book")), str(place / "out.json")]
    done = subprocess.run(command, cwd=ROOT, env=world, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads((place / "out.json").read_text(encoding="utf-8"))
    return {name: Pair(*map(bytes.fromhex, two)) for name, two in told.items()}


@cache
def pages(data: bytes) -> tuple[tuple[Letter, ...], ...]:
    """The letters of each page, white left out, in the order of the text layer."""
    with pypdfium2.PdfDocument(data) as shown:
        return tuple(tuple(letters(page.get_textpage())) for page in shown)


def letters(words: pypdfium2.PdfTextPage) -> Iterator[Letter]:
    for place in range(words.count_chars()):
        said = words.get_text_range(place, 1)
        if not said.strip():
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(words, place, x, y)
        left, _, right, _ = words.get_charbox(place)
        colour = [ctypes.c_uint() for _ in range(4)]
        pdfium.FPDFText_GetFillColor(words, place, *colour)
        size = pdfium.FPDFText_GetFontSize(words, place)
        yield Letter(said, left, right, y.value, size, tuple(part.value for part in colour))


def text(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as shown:
        return "\n".join(page.get_textpage().get_text_range() for page in shown)


# what is drawn is what the engine would have drawn


def other_letters(drawn: bytes, known: bytes) -> list[str]:
    """Letters of words and numbers that are not in both, at one place, in one size and colour."""
    found = []
    for one, two in zip(pages(drawn), pages(known), strict=True):
        a, b = ([letter for letter in page if letter.said not in DOTS] for page in (one, two))
        if len(a) != len(b):
            found.append(f"{len(a)} letters, not {len(b)}")
        found += [f"{x}, not {y}" for x, y in zip(a, b, strict=False) if not x.is_at(y)]
    return found


@every_way
def test_words_and_numbers_stand_where_the_engine_would_have_put_them(way: str, pairs: dict[str, Pair]) -> None:
    assert other_letters(pairs[way].drawn, pairs[way].known) == []


def test_another_number_a_place_and_a_colour_are_noticed(pairs: dict[str, Pair]) -> None:
    assert other_letters(pairs["broad"].drawn, pairs["clasico"].drawn)
    assert other_letters(pairs["clasico"].drawn, pairs["old figures"].drawn)
    assert other_letters(pairs["other dots"].drawn, pairs["no dots"].drawn)


@pytest.mark.parametrize("way", sorted(WAYS.keys() - {"hidden"}))
def test_links_cover_what_they_covered(way: str, pairs: dict[str, Pair]) -> None:
    drawn, known = links(pairs[way].drawn), links(pairs[way].known)
    assert [target for target, _ in drawn] == [target for target, _ in known]
    assert drawn
    for (_, one), (_, two) in zip(drawn, known, strict=True):
        assert one == pytest.approx(two, abs=NEAR)


def links(data: bytes) -> list[tuple[str, tuple[float, ...]]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [(str(link.Dest), tuple(map(float, link.Rect))) for page in pdf.pages for link in page.Annots]


@pytest.mark.parametrize("way", ["no numbers", "hidden"])
def test_what_a_style_sheet_hides_is_not_drawn(way: str, pairs: dict[str, Pair]) -> None:
    assert not re.search(r"\. ?[0-9xvi]+$", text(pairs[way].drawn), re.MULTILINE)


@every_way
def test_the_sample_is_on_no_page(way: str, pairs: dict[str, Pair]) -> None:
    assert SAMPLE not in "".join(letter.said for page in pages(pairs[way].drawn) for letter in page)


# dots


def crowded(data: bytes) -> list[str]:
    """Dots that come too near to words or to a number."""
    found = []
    for page in pages(data):
        for dot in (letter for letter in page if letter.said in DOTS):
            beside = [one for one in page if one.said not in DOTS and abs(one.baseline - dot.baseline) < 1]
            gap = min((max(one.left - dot.right, dot.left - one.right) for one in beside), default=99)
            found += [f"{gap:.2f} pt at {dot}"] if gap < CLEAR * dot.size * 0.6 else []  # ink leaves its own width
    return found


LED = [way for way in WAYS if way not in {"ensayo", "large", "no dots", "at the left", "from the right"}]
led = pytest.mark.parametrize("way", LED)


@led
def test_dots_touch_neither_words_nor_numbers(way: str, pairs: dict[str, Pair]) -> None:
    assert crowded(pairs[way].drawn) == []


def test_the_engine_alone_would_let_them_touch(pairs: dict[str, Pair]) -> None:
    assert crowded(pairs["broad"].known)


@led
def test_dots_stand_on_one_grid_without_a_gap(way: str, pairs: dict[str, Pair]) -> None:
    for page in pages(pairs[way].drawn):
        dots = [letter for letter in page if letter.said in DOTS]
        for size in {round(dot.size, 2) for dot in dots}:
            some = [dot for dot in dots if abs(dot.size - size) < NEAR]
            steps = [b.left - a.left for a, b in pairwise(some) if abs(a.baseline - b.baseline) < NEAR]
            pitch = sum(steps) / len(steps)
            assert max(steps) - min(steps) < ROUNDED
            assert {round((dot.left - some[0].left) / pitch % 1, 1) % 1 for dot in some} == {0.0}


def test_where_the_engine_puts_a_dot_there_is_one(pairs: dict[str, Pair]) -> None:
    """But for those that nearly touch a word: the engine's come in threes, and ours one by one."""
    for one, two in zip(pages(pairs["clasico"].drawn), pages(pairs["clasico"].known), strict=True):
        missing = [dot for dot in two if dot.said in DOTS and not any(dot.is_at(other) for other in one)]
        words = [letter for letter in two if letter.said not in DOTS]
        for dot in missing:
            assert any(0 < dot.left - word.right < CLEAR * dot.size + 1 and abs(dot.baseline - word.baseline) < 1
                       for word in words), dot  # fmt: skip


@pytest.mark.parametrize("way", sorted(WAYS.keys() - {"from the right"}))
def test_the_text_layer_reads_as_before_but_for_how_many_dots(way: str, pairs: dict[str, Pair]) -> None:
    assert said(pairs[way].drawn) == said(pairs[way].known)


def said(data: bytes) -> list[str]:
    return [re.sub(r"( \.)+ ?| ?_+ ?", " ", line) for line in text(data).splitlines()]


@pytest.mark.parametrize(("way", "numbers"), [("clasico", NARROW), ("tecnico", NARROW), ("broad", BROAD)])
def test_a_line_reads_title_dots_number(way: str, numbers: tuple[str, ...], pairs: dict[str, Pair]) -> None:
    entry = re.compile(rf"(\d )?[^\W\d][\w ]*( \.)+ ?({'|'.join(numbers)})")
    assert sum(bool(entry.fullmatch(line)) for line in text(pairs[way].drawn).splitlines()) > 25


# tagged


def test_dots_are_no_part_of_what_is_read_and_numbers_are(pairs: dict[str, Pair]) -> None:
    with pikepdf.open(io.BytesIO(pairs["tagged"].drawn)) as pdf:
        for number, page in enumerate(pdf.pages):
            shown = pages(pairs["tagged"].drawn)[number]
            read, aside = marked(page)
            assert aside <= sum(letter.said in DOTS for letter in shown) * 2 + 1
            assert read >= sum(letter.said not in DOTS for letter in shown)
            assert bool(aside) == any(letter.said in DOTS for letter in shown)


def marked(page: pikepdf.Page) -> tuple[int, int]:
    """How many glyphs of a page are read, and how many are not; marks do not hold each other (PDF/UA-1, 7.1)."""
    counts, inside = {True: 0, False: 0}, []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) in ("BDC", "BMC"):
            assert not inside
            inside.append(str(operands[0]) != "/Artifact")
        elif str(operator) == "EMC":
            inside.pop()
        elif str(operator) == "TJ":
            counts[inside[-1]] += sum(len(bytes(one)) // 2 for one in operands[0] if isinstance(one, pikepdf.String))
    return counts[True], counts[False]


# a page that moves


def test_a_page_that_moves_sets_no_contents_again(tmp_path: Path) -> None:
    folder = crossed_book(tmp_path / "book")
    before = folios(build(Request(folder, ("print", "reading"))))
    first = folder / "c1.md"
    first.write_text(first.read_text(encoding="utf-8") + f"\n\n{filler(4, 120)}\n", encoding="utf-8")
    result = build(Request(folder, ("print", "reading")))
    reused = {use.name: use.reused for use in result.uses if use.kind == "chapter"}
    assert reused["contents"] and not reused["c1"]
    after = folios(result)
    assert before[0] == before[1] != after[0] == after[1]
    assert len(before[0]) == len(after[0])


def folios(result: Result) -> list[list[str]]:
    """The numbers of the table of contents in each edition."""
    made = []
    for output in result.outputs:
        if output.path.suffix == ".pdf":
            with pypdfium2.PdfDocument(output.path) as shown:
                said = [page.get_textpage().get_text_range().replace("\r", "") for page in shown]
            contents = next(told for told in said if "Índice" in told)
            made.append(re.findall(r"\. ?([0-9ivx]+)$", contents, re.MULTILINE))
    return made


def test_no_word_of_an_entry_is_parted_where_an_element_begins(tmp_path: Path) -> None:
    """The engine takes the beginning of an element for that of a line, where a long address may be parted anywhere."""
    words = ("alfaromeo", "betabloquear", "gammaglobulina", "deltaplano")
    titles = [f"## {'a' * n} **{words[n % 4]}** y **{words[(n + 1) % 4]}** o **{words[(n + 2) % 4]}** fin"
              for n in range(2, 30)]  # fmt: skip
    (tmp_path / "a.md").write_text("# T\n\n" + "\n\n".join(titles) + "\n", encoding="utf-8")
    result = build(Request(tmp_path, ("print",), cache=False))
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(result.outputs[0].path)]
    ends = {line.split()[-1] for page in pages for line in page.splitlines() if line.split()}
    parts = {word[:n] for word in words for n in range(3, len(word))}
    assert ends & parts == set()
