"""Is the type what was set? Fonts embedded, every glyph the one of its font, none missing, none too small; lines.

In: a `File` and a `Target`. Out: findings. A glyph is compared, outline by outline, with that of the font file which
Galerada sets in; of a font that is not Galerada's it is only known whether something is drawn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from ..diagnostics import Code
from ..fonts import FACES, Face, meant_by
from ..shaping import Type, type_of
from ..targets import Figure, Target
from ..targets.model import LINE, TYPE
from .finding import Finding, on, once
from .model import File, Font, Letter, Line, Rect, Sheet

Outline: TypeAlias = tuple[tuple[str, tuple[float, ...]], ...]
NEAR = 1.0
"""Thousandths of an em by which a point may be off: fonts are cut in whole units."""
WEIGHTS = (400, 500, 600, 700)
NOTE_MARK = 4
"""Characters of a raised number at most: a note's mark is smaller than any text, and meant to be."""
ALIKE = {"\u00a0": " ", "\u2010": "-", "\u2011": "-", "\u00ad": "-", "\u00b5": "\u03bc", "\u2126": "\u03a9"}
"""Characters that fonts draw with one glyph."""


def embedded(file: File, target: Target) -> Iterator[Finding]:
    """Every font that draws travels with the file."""
    for font in file.fonts.values():
        if not font.program:
            sheets = [file.sheets[number - 1] for number in sorted({one.sheet for one in font.letters.values()})]
            hint = "let the program that made the file embed its fonts"
            yield Finding(Code.FONT_NOT_EMBEDDED, f"the font {font.name} is not embedded; it draws {on(sheets)}", hint,
                          sheets[0].number)  # fmt: skip


def glyphs(file: File, target: Target) -> Iterator[Finding]:
    """Every letter has an outline, and the one that its font has."""
    said: set[tuple[bytes, int]] = set()
    for font in file.fonts.values():
        if font.program == "FontFile2" and font.kind == "Type0":
            for found, glyph in _glyphs(font, file.sheets):
                if (font.data, glyph) not in said:  # two fonts may share one file
                    yield found
                said.add((font.data, glyph))


def _glyphs(font: Font, sheets: tuple[Sheet, ...]) -> Iterator[tuple[Finding, int]]:
    drawn, source = type_of(font.data), _source(font)
    for letter in sorted(font.letters.values(), key=lambda one: (one.sheet, -one.rect[3], one.rect[0])):
        page = f"page {sheets[letter.sheet - 1].label}"
        if _is_missing(letter, drawn, source):
            message = f"{page} has an empty box or nothing for {_named(letter)}: {font.name} lacks its outline"
            yield _at(letter, Code.GLYPH_NOT_DRAWN, message, "write it in words, or show it as a picture"), letter.glyph
        elif source is not None and not _same(drawn.outline(letter.glyph), _outline(source, letter.glyph)):
            message = f"{page} draws another sign for {_named(letter)}: its outline is not that of {font.name}"
            hint = "this is a fault of whatever made the file: report it"
            yield _at(letter, Code.GLYPH_WRONG, message, hint), letter.glyph


def texts(file: File, target: Target) -> Iterator[Finding]:
    """What is copied or read aloud is what is drawn."""
    for font in file.fonts.values():
        if font.kind != "Type0" or not font.program:
            continue
        source = _source(font)
        meant = _meanings(source) if source else {}
        wrong = [letter for letter in font.letters.values() if not _agrees(letter, meant, source)]
        if wrong:
            first = min(wrong, key=lambda one: one.sheet)
            page = file.sheets[first.sheet - 1].label
            message = f"{len(wrong)} signs of {font.name} copy as something else, or as nothing; the first is " \
                      f"{_named(first)} on page {page}"  # fmt: skip
            yield _at(first, Code.TEXT_DISAGREES, message, "it prints well; whoever copies or hears it is misled")


def _at(letter: Letter, code: Code, message: str, hint: str) -> Finding:
    return Finding(code, message, hint, letter.sheet, letter.rect)


def _named(letter: Letter) -> str:
    if not letter.text:
        return f"a sign without a meaning (glyph {letter.glyph})"
    codes = " ".join(f"U+{ord(character):04X}" for character in letter.text)
    return f"'{letter.text}' ({codes})"


def _is_missing(letter: Letter, drawn: Type, source: Type | None) -> bool:
    if letter.text and not letter.text.strip():
        return False
    if letter.glyph == 0 or letter.glyph >= drawn.glyphs:
        return True
    return not drawn.outline(letter.glyph) and source is not None and bool(_outline(source, letter.glyph))


def _same(one: Outline, other: Outline) -> bool:
    if len(one) != len(other):
        return False
    return all(
        a == b and len(p) == len(q) and all(abs(x - y) <= NEAR for x, y in zip(p, q, strict=True))
        for (a, p), (b, q) in zip(one, other, strict=True)
    )


# the font file that was set in


def _source(font: Font) -> Type | None:
    """The house's own face, at the weight whose outlines fit best; None: a stranger's font."""
    faces = [face for face in FACES if face.family == font.family and (face.style == "italic") == font.italic]
    if not faces or font.kind != "Type0":
        return None
    drawn = type_of(font.data)
    some = sorted({letter.glyph for letter in font.letters.values()})[:24]
    outlines = {one: drawn.outline(one) for one in some}
    at_hand = [type_of(face.read(), axes) for face in faces for axes in _axes(face)]
    return max(at_hand, key=lambda source: sum(_same(outlines[one], _outline(source, one)) for one in some))


@lru_cache(maxsize=4096)
def _outline(source: Type, glyph: int) -> Outline:
    """As the font file has it; two checks ask, and a font for each head."""
    return source.outline(glyph) if glyph < source.glyphs else ()


def _axes(face: Face) -> Iterable[tuple[tuple[str, float], ...]]:
    return [(("wght", float(weight)),) for weight in WEIGHTS] if face.is_variable else [()]


@lru_cache(maxsize=32)
def _meanings(source: Type) -> Mapping[int, frozenset[str]]:
    """Glyph -> the characters that the font itself gives it."""
    made: dict[int, set[str]] = {}
    for code, glyph in source.characters.items():
        made.setdefault(glyph, set()).add(chr(code))
    return {glyph: frozenset(texts) for glyph, texts in made.items()}


def _agrees(letter: Letter, meant: Mapping[int, frozenset[str]], source: Type | None) -> bool:
    """Whether what it copies as can be what it shows; a glyph that no character and no name tells is believed."""
    if source is None or letter.glyph == 0:
        return bool(letter.text) or letter.glyph == 0
    told = {*meant.get(letter.glyph, ()), meant_by(source.name_of(letter.glyph))} - {""}
    return not told or _plain(letter.text) in {_plain(one) for one in told}


def _plain(text: str) -> str:
    """Without case and compatibility: small capitals and old-style figures copy as the letters that they are."""
    alike = "".join(ALIKE.get(character, character) for character in text)
    return unicodedata.normalize("NFKC", alike).casefold()


# sizes


def sizes(file: File, target: Target) -> Iterator[Finding]:
    """No type under the printer's least, but for the marks of notes."""
    figure = target.printer.type
    small = [(sheet, line.size, line.rect) for sheet in file.sheets for line in sheet.lines
             if line.size < figure.value - 0.05 and not line.hidden and not _is_note_mark(line)]  # fmt: skip
    for sheet, size, rect in _faults(small, figure, TYPE):
        message = f"this type is {size:.1f} pt on page {sheet.label} ({figure.value:g} wanted)"
        hint = "set it larger; of a drawing, make its letters larger or print it wider"
        yield Finding(Code.TYPE_TOO_SMALL, message, hint, sheet.number, rect, weight=figure.value - size)
    yield from _doubted(small, figure, TYPE, "type")


def _is_note_mark(line: Line) -> bool:
    text = line.text.strip()
    return len(text) <= NOTE_MARK and all(not character.isalpha() for character in text)


def rules(file: File, target: Target) -> Iterator[Finding]:
    """No line under the printer's least; one of width 0 is as thin as the machine can (PDF 1.7, 8.4.3.2)."""
    figure = target.printer.line
    thin = [(sheet, rule.width, rule.rect) for sheet in file.sheets for rule in sheet.rules
            if rule.width < figure.value - 0.005 and not rule.ink.white]  # fmt: skip
    for sheet, width, rect in _faults(thin, figure, LINE):
        message = f"this line is {width:.2g} pt thin on page {sheet.label} ({figure.value:g} wanted)"
        hint = "draw it thicker, or print the drawing wider"
        yield Finding(Code.LINE_TOO_THIN, message, hint, sheet.number, rect, weight=figure.value - width)
    yield from _doubted(thin, figure, LINE, "lines")


Small: TypeAlias = tuple[Sheet, float, Rect]
"""A page, a size in pt, where."""


def _faults(found: Iterable[Small], figure: Figure[float], sure: Figure[float]) -> Iterator[Small]:
    """What is under the printer's figure; of one at second hand, only what is under the house's own too."""
    least = min(sure.value, figure.value) if figure.status.second_hand else figure.value
    return (one for one in found if one[1] < least - 0.005)


def _doubted(found: Iterable[Small], figure: Figure[float], sure: Figure[float], what: str) -> Iterator[Finding]:
    told = [one for one in found if figure.status.second_hand and one[1] >= sure.value - 0.005]
    if told:
        least = min(size for _, size, _ in told)
        message = f"{what} down to {least:.2g} pt, and {figure.value:g} is wanted at second hand,"
        hint = f"read the printer's page before you make them larger: {figure.says}"
        yield from once(Code.UNDER_A_DOUBTED_FIGURE, message, hint, [sheet for sheet, _, _ in told])


CHECKS = (embedded, glyphs, texts, sizes, rules)
