"""Make-up, outline, fonts, heads and the PDF's own syntax: small laws of the binding's tools."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fonts import face_named
from pipeline.model import PrintOptions
from pipeline.shaping import cut, type_of
from pipeline.write.pagecss import measure
from pipeline.write.paged.galley import FontUse
from pipeline.write.paged.heads import ELLIPSIS, Compositor, furniture, lines
from pipeline.write.paged.makeup import BLANK, Leaf, Opens, Part, made_up, roman
from pipeline.write.paged.outlines import Entry, outline_tree, put_outline
from pipeline.write.paged.pdffile import PdfFile, Stream, array, packed_stream, real, text_string
from pipeline.write.paged.typecase import embedded, put_fonts, together

# which page stands where


def shown(*parts: str) -> str:
    """Parts as `f2>`: front, two pages, on a recto; pages as `part:label`, a blank as `-`."""
    made = made_up([
        Part(part, Opens.RECTO if part.endswith(">") else Opens.ANY, int(part[1]), part[0] == "f") for part in parts
    ])  # fmt: skip
    return " ".join("-" if leaf.part == BLANK else f"{leaf.part}:{leaf.label}" for leaf in made)


@pytest.mark.parametrize(
    ("parts", "pages"),
    [
        ([], ""),
        (["b1"], "0:1"),
        (["b1>", "b2>", "b1>"], "0:1 - 1:3 1:4 2:5"),
        (["b1", "b2", "b1"], "0:1 1:2 1:3 2:4"),
        (["f1>", "f1", "b1>"], "0:i 1:ii 2:1"),
        (["f1>", "b1>"], "0:i - 1:1"),
        (["f1", "b1", "b1"], "0:i - 1:1 2:2"),
        (["f1>", "f1>", "f2", "b3", "b1>"], "0:i - 1:iii 2:iv 2:v - 3:1 3:2 3:3 - 4:5"),
        (["f2>", "f2>"], "0:i 0:ii 1:iii 1:iv"),
        (["b0", "b1>"], "1:1"),
    ],
)
def test_parts_open_where_they_may_and_numbers_begin_with_the_body(parts: list[str], pages: str) -> None:
    assert shown(*parts) == pages


@given(st.lists(st.tuples(st.sampled_from(Opens), st.integers(1, 5)), max_size=12), st.integers(0, 12))
def test_every_page_is_there_once_and_sides_are_kept(given_parts: list[tuple[Opens, int]], front: int) -> None:
    parts = [Part("", opens, pages, place < front) for place, (opens, pages) in enumerate(given_parts)]
    leaves = made_up(parts)
    text = [(leaf.part, leaf.page) for leaf in leaves if leaf.part != BLANK]
    assert text == [(place, page) for place, part in enumerate(parts) for page in range(part.pages)]
    for place, leaf in enumerate(leaves):
        if leaf.part != BLANK and not leaf.page and parts[leaf.part].opens is Opens.RECTO:
            assert place % 2 == 0
        if leaf.part == BLANK:
            assert place % 2 == 1, "a blank is a verso"
    body = [place for place, leaf in enumerate(leaves) if not leaf.front]
    if body:
        assert body[0] % 2 == 0
        assert [leaves[place].number for place in body] == list(range(1, len(body) + 1))


@pytest.mark.parametrize(("number", "letters"), [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (40, "xl"), (99, "xcix"),
                                                 (448, "cdxlviii"), (1994, "mcmxciv")])  # fmt: skip
def test_roman_numbers(number: int, letters: str) -> None:
    assert roman(number) == letters
    assert Leaf(0, 0, number, front=True).label == letters


# the outline


def outlined(levels: str) -> str:
    """Levels as digits; the tree as nested brackets of places."""
    entries = [Entry(int(level), str(place), "[]") for place, level in enumerate(levels)]

    def told(branches: list[object]) -> str:
        return "".join(f"{b.entry.label}{f'({told(b.below)})' if b.below else ''}" for b in branches)  # type: ignore[attr-defined]

    return told(list(outline_tree(entries)))


@pytest.mark.parametrize(
    ("levels", "tree"),
    [("", ""), ("111", "012"), ("1223", "0(12(3))"), ("131", "0(1)2"), ("3121", "01(2)3"), ("1322", "0(123)"),
     ("33", "01"), ("2131", "01(2)3")],
)  # fmt: skip
def test_skipped_levels_leave_no_hole_in_the_outline(levels: str, tree: str) -> None:
    assert outlined(levels) == tree


def test_an_outline_can_be_read_by_others() -> None:
    pdf = blank()
    entries = [Entry(1, "Año (1)", "[3 0 R /XYZ 0 9 0]"), Entry(3, "dos\\", "[3 0 R /XYZ 0 5 0]", closed=True),
               Entry(4, "雨", "[3 0 R /XYZ 0 5 0]"), Entry(1, "fin", "[3 0 R /XYZ 0 5 0]")]  # fmt: skip
    root = put_outline(pdf, outline_tree(entries))
    with opened(pdf, f"/Outlines {root} 0 R") as made, made.open_outline() as outline:
        first, last = outline.root
        assert (first.title, last.title) == ("Año (1)", "fin")
        assert [item.title for item in first.children] == ["dos\\"]
        assert [item.title for item in first.children[0].children] == ["雨"]
        assert first.children[0].is_closed
        assert made.Root.Outlines.Count == 3  # what a closed entry holds is not counted


def test_no_entries_make_no_outline() -> None:
    assert put_outline(PdfFile(), []) == 0


# the file


def blank() -> PdfFile:
    """Objects 1 catalogue, 2 pages, 3 a page; the catalogue comes last."""
    pdf = PdfFile()
    assert [pdf.reserve(), pdf.reserve(), pdf.reserve()] == [1, 2, 3]
    pdf.put(2, "<< /Type /Pages /Count 1 /Kids [3 0 R] >>")
    pdf.put(3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << >> >>")
    return pdf


def opened(pdf: PdfFile, more: str = "", info: str = "<< >>") -> pikepdf.Pdf:
    pdf.put(1, f"<< /Type /Catalog /Pages 2 0 R {more} >>")
    return pikepdf.open(io.BytesIO(pdf.write(1, pdf.add(info))))


def test_a_file_of_many_objects_is_read_by_others_without_a_complaint(tmp_path: Path) -> None:
    """More objects than one object stream holds, and streams between them."""
    pdf = blank()
    numbers = [pdf.add(f"<< /Place {place} >>") for place in range(450)]
    streams = [pdf.add_stream("<< /Kind /Test >>", data) for data in (b"", b"short", b"long " * 400)]
    pdf.put(1, f"<< /Type /Catalog /Pages 2 0 R /All [{' '.join(f'{n} 0 R' for n in numbers + streams)}] >>")
    data = pdf.write(1, pdf.add(f"<< /Title {text_string('Año')} >>"))
    with pikepdf.open(io.BytesIO(data)) as made:
        assert made.check_pdf_syntax() == []
        assert [int(one.Place) for one in list(made.Root.All)[:450]] == list(range(450))
        assert [bytes(one.read_bytes()) for one in list(made.Root.All)[450:]] == [b"", b"short", b"long " * 400]
        assert str(made.docinfo.Title) == "Año"
        assert len(made.pages) == 1
    if shutil.which("qpdf"):
        (tmp_path / "a.pdf").write_bytes(data)
        subprocess.run(["qpdf", "--check", str(tmp_path / "a.pdf")], check=True, capture_output=True)


def test_the_same_objects_are_the_same_file_and_others_have_another_name() -> None:
    def made(word: str) -> bytes:
        pdf = blank()
        pdf.put(1, "<< /Type /Catalog /Pages 2 0 R >>")
        return pdf.write(1, pdf.add(f"<< /Title {text_string(word)} >>"))

    assert made("one") == made("one")
    names = [re.findall(rb"/ID \[<(\w+)> <(\w+)>\]", made(word))[0] for word in ("one", "two")]
    assert names[0][0] == names[0][1]
    assert names[0] != names[1]


@given(st.text(max_size=12))
def test_a_text_string_says_the_same_to_others(text: str) -> None:
    with opened(blank(), info=f"<< /Title {text_string(text)} >>") as made:
        assert str(made.docinfo.Title) == text


@given(st.floats(-1e6, 1e6))
def test_numbers_are_written_as_pdf_has_them(number: float) -> None:
    assert re.fullmatch(r"-?\d+(\.\d{1,3})?", real(number))
    assert abs(float(real(number)) - number) <= 0.0005000001
    assert array((number, 1.0)) == f"[{real(number)} 1]"


def test_streams_are_packed_where_it_helps() -> None:
    assert packed_stream("<< /A 1 >>", b"abc") == ("<< /A 1 /Length 3 >>", b"abc")
    head, data = packed_stream("<< /A 1 >>", b"a" * 500)
    assert "/Filter /FlateDecode" in head
    assert len(data) < 500


# fonts

TEXT = face_named("Galerada Sans")


def use(glyphs: dict[int, tuple[str, float]], missing: tuple[int, ...] = (), program: str = "p") -> FontUse:
    return FontUse(program, "AAAAAA+Sans", "Galerada Sans", {}, 900, -200, 4, glyphs, missing)


def test_the_union_of_two_uses_holds_all_glyphs_and_the_first_text_stands() -> None:
    one = use({1: ("a", 500.0), 2: ("fi", 600.0)})
    two = use({2: ("f", 600.0), 3: ("c", 400.0), 70000: ("雨", 0.0)}, (70000,))
    assert together([{"F": one}, {"F": two, "E": one}]) == {
        "E": one, "F": use({1: ("a", 500.0), 2: ("fi", 600.0), 3: ("c", 400.0), 70000: ("雨", 0.0)}, (70000,)),
    }  # fmt: skip
    assert list(together([{"F": one, "A": two}])) == ["A", "F"]


def test_fonts_are_cut_once_a_face_and_tell_their_text() -> None:
    pdf = blank()
    asked: list[list[int]] = []

    def cutter(program: str, axes: object, glyphs: Sequence[int]) -> Stream:
        asked.append(list(glyphs))
        return embedded(b"font")

    number = pdf.reserve()
    uses = {"A": use({4: ("á", 500.0), 5: ("fi", 600.0), 9: ("", 700.0)}), "B": use({4: ("á", 500.0), 8: ("z", 500.0),
                                                                            60000: ("雨", 0.0)}, (60000,))}  # fmt: skip
    put_fonts(pdf, number, uses, cutter)
    assert asked == [[4, 5, 8, 9]]  # what stands for a missing letter has no outline
    with opened(pdf, f"/Fonts {number} 0 R") as made:
        one, two = made.Root.Fonts.A, made.Root.Fonts.B
        files = [font.DescendantFonts[0].FontDescriptor.FontFile2.objgen for font in (one, two)]
        assert files[0] == files[1]
        text = one.ToUnicode.read_bytes().decode().partition("beginbfchar")[2]
        assert re.findall(r"^<(\w{4})> <(\w+)>$", text, re.M) == [("0004", "00e1"), ("0005", "00660069")]
        assert one.Encoding == "/Identity-H"
        assert "<ea60> 0" in two.Encoding.read_bytes().decode()  # drawn as the empty box
        assert "<ea60> <96e8>" in two.ToUnicode.read_bytes().decode()  # and copied as the character
        assert int(one.DescendantFonts[0].W[0]) == 4


def test_a_cut_font_keeps_the_numbers_and_widths_of_its_glyphs() -> None:
    whole = type_of(TEXT.read())
    glyphs = [glyph.number for glyph in whole.shape("Página fi")]
    small = cut(TEXT.read(), {}, glyphs)
    assert len(small) < len(TEXT.read()) / 3
    made = type_of(small)
    assert [made.advance(glyph) for glyph in glyphs] == [whole.advance(glyph) for glyph in glyphs]


# heads


def width_of(drawn: str) -> tuple[float, float]:
    """Start and size of the only line drawn."""
    found = re.search(r"([\d.]+) Tf ([-\d.]+) ([-\d.]+) Td", drawn)
    assert found
    return float(found[2]), float(found[1])


HEADS = ["Uno", "Un título que no cabe en una sola línea, por larga que sea la página " * 2, "x" * 300, "—"]


@pytest.mark.parametrize("title", HEADS, ids=["short", "long", "one word", "a dash"])
@pytest.mark.parametrize("recto", [True, False])
def test_a_head_stands_in_the_middle_and_within_the_measure(title: str, recto: bool) -> None:
    options = PrintOptions()
    (line,) = lines(furniture(options), options, recto=recto, head=title, folio="")
    compositor = Compositor()
    start, _ = width_of(compositor.set_lines((line,)).decode())
    left = options.inner if recto else options.outer
    assert left - 0.01 <= start <= line.x
    assert line.x == left + measure(options) / 2
    drawn = "".join(text for text, _ in compositor.fonts()[line.style.font].glyphs.values())
    assert (ELLIPSIS in drawn) == (len(title) > 100)
    assert start - left == pytest.approx(left + measure(options) - (2 * line.x - start), abs=0.01)


def test_an_empty_head_draws_nothing() -> None:
    options = PrintOptions()
    assert lines(furniture(options), options, recto=True, head="", folio="") == ()
    assert [line.text for line in lines(furniture(options), options, recto=True, head="Uno", folio="7")] == ["Uno", "7"]
