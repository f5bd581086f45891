"""The book's fonts: one font a face, cut to the glyphs that all galleys and all heads draw.

In: what each galley drew with, and who cuts font files. Out: the font dictionaries of the linked PDF (PDF 1.7, 9.7).
Faces keep their own glyph numbers, so that no page has to be changed when another draws a new letter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from .galley import FontUse
from .pdffile import PdfFile, Stream, array, packed_stream, real, text_string

T = TypeVar("T")
FIXED_PITCH = 1
Cutter = Callable[[str, Mapping[str, float], Sequence[int]], Stream]
"""Of a font file by its sha256, at a place on its axes: what is embedded for these glyphs."""


def embedded(font: bytes) -> Stream:
    """A font file as a stream (PDF 1.7, 9.9)."""
    return Stream(*packed_stream(f"<< /Length1 {len(font)} >>", font))


def together(uses: Iterable[Mapping[str, FontUse]]) -> dict[str, FontUse]:
    """By name, what all of them drew; of two texts for one glyph the first in the book's order stands."""
    made: dict[str, FontUse] = {}
    for fonts in uses:
        for name, use in fonts.items():
            before = made.get(name)
            made[name] = use if before is None else _joined(before, use)
    return dict(sorted(made.items()))


def _joined(first: FontUse, second: FontUse) -> FontUse:
    if second.glyphs.keys() <= first.glyphs.keys():
        return first
    missing = tuple(sorted({*first.missing, *second.missing}))
    return replace(first, glyphs={**second.glyphs, **first.glyphs}, missing=missing)


def put_fonts(pdf: PdfFile, number: int, uses: Mapping[str, FontUse], cutter: Cutter) -> None:
    """The dictionary of all fonts, under its number."""
    drawn: dict[tuple[str, tuple[tuple[str, float], ...]], set[int]] = {}
    for use in uses.values():
        drawn.setdefault(_instance(use), set()).update(set(use.glyphs) - set(use.missing))
    files: dict[tuple[str, tuple[tuple[str, float], ...]], int] = {}
    for (program, axes), glyphs in sorted(drawn.items()):
        files[program, axes] = pdf.add_ready(cutter(program, dict(axes), sorted(glyphs)))
    entries = " ".join(f"/{name} {_font(pdf, use, files[_instance(use)])} 0 R" for name, use in uses.items())
    pdf.put(number, f"<< {entries} >>")


def _instance(use: FontUse) -> tuple[str, tuple[tuple[str, float], ...]]:
    return use.program, tuple(sorted(use.variations.items()))


def _font(pdf: PdfFile, use: FontUse, file: int) -> int:
    widths = {_drawn(glyph, use): width for glyph, (_, width) in use.glyphs.items()}
    flags = use.flags | (FIXED_PITCH if len(widths) > 1 and len(set(widths.values())) == 1 else 0)
    box = (0, use.descent, max(widths.values(), default=0), use.ascent)
    described = pdf.add(
        f"<< /Type /FontDescriptor /FontName /{use.name} /FontFamily {text_string(use.family)} /Flags {flags} "
        f"/FontBBox {array(box)} /ItalicAngle 0 /Ascent {use.ascent} /Descent {use.descent} /CapHeight {use.ascent} "
        f"/StemV 80 /FontFile2 {file} 0 R >>"
    )
    below = pdf.add(
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{use.name} /CIDSystemInfo << /Registry (Adobe) "
        f"/Ordering (Identity) /Supplement 0 >> /CIDToGIDMap /Identity /W [{_widths(widths)}] "
        f"/FontDescriptor {described} 0 R >>"
    )
    to_unicode = pdf.add_stream("<< >>", _to_unicode(use))
    return pdf.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{use.name} /Encoding {_encoding(pdf, use)} "
        f"/DescendantFonts [{below} 0 R] /ToUnicode {to_unicode} 0 R >>"
    )


def _drawn(glyph: int, use: FontUse) -> int:
    """Which of the font's glyphs is drawn: the empty box for all that it lacks."""
    return 0 if glyph in use.missing else glyph


def _widths(widths: Mapping[int, float]) -> str:
    """Runs of neighbours: `first [width width ...]` (PDF 1.7, 9.7.4.3)."""
    made: list[str] = []
    for glyph in sorted(widths):
        if glyph - 1 not in widths:
            made.append(f"{']' if made else ''} {glyph} [")
        made.append(real(widths[glyph]))
    return " ".join(made) + " ]" if made else ""


MAP_HEAD = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
MAP_TAIL = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
SPACE = "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
MOST_IN_A_BLOCK = 100
"""Entries of one block of a character map (Adobe Technical Note 5014)."""


def _to_unicode(use: FontUse) -> bytes:
    told = sorted((glyph, text) for glyph, (text, _) in use.glyphs.items() if text)
    out = [MAP_HEAD, "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n",
           "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n", SPACE]  # fmt: skip
    for block in _blocks(told):
        rows = "".join(f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>\n" for glyph, text in block)
        out.append(f"{len(block)} beginbfchar\n{rows}endbfchar\n")
    return "".join((*out, MAP_TAIL)).encode()


def _blocks(entries: list[T]) -> list[list[T]]:
    return [entries[start : start + MOST_IN_A_BLOCK] for start in range(0, len(entries), MOST_IN_A_BLOCK)]


def _encoding(pdf: PdfFile, use: FontUse) -> str:
    """Codes are glyph numbers; those that stand for missing glyphs lead to the empty box."""
    if not use.missing:
        return "/Identity-H"
    name = "Galerada-" + hashlib.sha256(repr(use.missing).encode()).hexdigest()[:8]
    out = [MAP_HEAD, "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> def\n",
           f"/CMapName /{name} def\n/CMapType 1 def\n", SPACE]  # fmt: skip
    codes = [(glyph, _drawn(glyph, use)) for glyph in sorted(use.glyphs)]
    for block in _blocks(codes):
        out.append(f"{len(block)} begincidchar\n" + "".join(f"<{code:04x}> {glyph}\n" for code, glyph in block))
        out.append("endcidchar\n")
    kind = (f"<< /Type /CMap /CMapName /{name} "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>")  # fmt: skip
    return f"{pdf.add_stream(kind, ''.join((*out, MAP_TAIL)).encode())} 0 R"
