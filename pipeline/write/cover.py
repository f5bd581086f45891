"""A typographic front cover for a book that has none.

In: title, subtitle, author, publisher, and a size in px. Out: the bytes of a JPEG, the same for the same text.
Not its business: the picture (see `cover_art`), the book's own cover, files.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate, pairwise
from unicodedata import category, combining, name, normalize

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont, ImageOps, features

from .cover_art import Chance, Palette, contrast, palette, picture

__all__ = ["Box", "CoverText", "Face", "Layout", "Line", "Palette", "contrast", "draw", "layout", "palette"]

Font = tuple[str, str]  # a package, and a file in it
ROMAN: Font = ("fontpkg_eb_garamond", "files/EBGaramond[wght].ttf")
ITALIC: Font = ("fontpkg_eb_garamond", "files/EBGaramond-Italic[wght].ttf")
SPARE: Font = ("ziamath", "fonts/STIXTwoMath-Regular.ttf")
"""Signs EB Garamond lacks are taken from here, one by one."""

CAPITAL, MARGIN = 0.65, 0.085
"""Height of EB Garamond's capitals in em; white on either side as a share of the width."""
UNSPOKEN = "und" if features.check_feature("raqm") else None
"""Pillow's name for no language: left out, it is the machine's, and Turkish has no ligature of f and i."""


@dataclass(frozen=True, slots=True)
class CoverText:
    """What the cover says; all but the title may be empty. `language` (BCP 47) rules the capitals of the names."""

    title: str
    subtitle: str = ""
    author: str = ""
    publisher: str = ""
    language: str = "es"


@dataclass(frozen=True, slots=True)
class Face:
    """How one kind of line is set; leading and tracking (space between letters) in em."""

    font: Font
    weight: int
    leading: float
    tracking: float = 0.0


TITLE = Face(ROMAN, 600, 1.01)
SECOND_TITLE = Face(ITALIC, 500, 1.04)
SUBTITLE = Face(ROMAN, 500, 1.16)
AUTHOR = Face(ROMAN, 600, 1.25, 0.10)
PUBLISHER = Face(ROMAN, 600, 1.25, 0.16)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in px from the top left corner of the cover."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of letters in its place, in px. The pen starts at `x`; ink may begin a little beside it."""

    text: str
    face: Face
    size: float
    x: float
    baseline: float
    ink: Box


@dataclass(frozen=True, slots=True)
class Layout:
    """A cover before it is inked: lines from top to bottom, picture, and a rule by the author if there is one."""

    lines: tuple[Line, ...]
    picture: Box
    rule: Box | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one kind, broken and sized, without a place yet; `gap` is the white above their capitals, in px."""

    lines: tuple[str, ...]
    face: Face
    size: float
    gap: float = 0.0

    @property
    def height(self) -> float:
        """From the baseline above to the baseline of the last line, in px."""
        return self.gap + self.size * (CAPITAL + self.face.leading * (len(self.lines) - 1))


def draw(
    text: CoverText, width: int = 1600, height: int = 2560, inks: Palette | None = None, art: Image.Image | None = None
) -> bytes:
    """The cover as JPEG bytes, `width` by `height` px; colours and picture are those of the title, or given.

    Raises ValueError if the title is empty or a sign is in no font.
    """
    plan, inks = layout(text, width, height), inks or palette(text.title)
    cover = Image.new("RGB", (width, height), inks.ground)
    frame = plan.picture
    size = width, round(frame.bottom - frame.top)
    cover.paste(ImageOps.fit(art, size) if art else picture(text.title, inks, *size), (0, round(frame.top)))
    pen = ImageDraw.Draw(cover)
    if plan.rule:
        pen.rectangle((plan.rule.left, plan.rule.top, plan.rule.right, plan.rule.bottom), fill=inks.tones[0])
    for line in plan.lines:
        for shift, letters, font in pieces(line.text, line.face, line.size):
            pen.text((line.x + shift, line.baseline), letters, inks.ink, font, anchor="ls", language=UNSPOKEN)
    stream = io.BytesIO()
    cover.save(stream, "JPEG", quality=90, subsampling=0, optimize=True)
    return stream.getvalue()


def layout(text: CoverText, width: int = 1600, height: int = 2560) -> Layout:
    """Where everything stands on a cover of `width` by `height` px; every line keeps clear of the margins."""
    if not clean(text.title):
        raise ValueError("a cover needs a title")
    unit, column = min(width / 1600, height / 2560), (1 - 2 * MARGIN) * width
    blocks = title_blocks(text, column, height, unit), name_blocks(text, column, unit)
    below = Chance(text.title).among("arrangement", 2) == 1
    plan = (picture_below if below else picture_above)(*blocks, width, height, unit)
    names, left = [line for line in plan.lines if line.face is AUTHOR], round(MARGIN * width)
    if not names:
        return plan
    top = round(names[-1].baseline + 72 * unit if below else names[0].baseline - CAPITAL * names[0].size - 80 * unit)
    return replace(plan, rule=Box(left, top, left + round(150 * unit), top + round(8 * unit)))


def picture_above(titles: list[Block], names: list[Block], width: int, height: int, unit: float) -> Layout:
    """The picture bleeds at the head; title, author and publisher follow under it."""
    top = height - 130 * unit - sum(block.height for block in titles + names)
    return Layout(stacked(titles + names, top, MARGIN * width), Box(0, 0, width, round(top - 125 * unit)))


def picture_below(titles: list[Block], names: list[Block], width: int, height: int, unit: float) -> Layout:
    """Author and title stand at the head; the picture bleeds under them, over a foot for the publisher."""
    by_face = {block.face: replace(block, gap=0) for block in names}
    if author := by_face.get(AUTHOR):
        titles = [author, replace(titles[0], gap=166 * unit + 0.06 * titles[0].size), *titles[1:]]
    lines, foot = stacked(titles, 150 * unit, MARGIN * width), 0.0
    top = lines[-1].baseline + depth(titles[-1]) + 104 * unit
    if publisher := by_face.get(PUBLISHER):
        foot = 150 * unit
        lines += stacked([publisher], height - (foot + publisher.height) / 2, MARGIN * width)
    return Layout(lines, Box(0, round(top), width, round(height - foot)))


def title_blocks(text: CoverText, column: float, height: int, unit: float) -> list[Block]:
    """Title, what follows its colon, and subtitle, in falling sizes, `column` px wide."""
    (head, *after), subtitle = re.split(r"(?<=\S)\s*:\s+", clean(text.title), maxsplit=1), clean(text.subtitle)
    second = "".join(after)  # the colon itself gives way to the change of type
    room, rest = ((0.36, 0), (0.30, 0.12), (0.25, 0.095))[bool(second) + bool(subtitle)]
    blocks = [fitted(head, TITLE, 0.25 * height, column, room * height)]
    for words, face, share, largest in ((second, SECOND_TITLE, 0.6, 124), (subtitle, SUBTITLE, 0.42, 82)):
        if words:
            block = fitted(words, face, min(share * blocks[0].size, largest * unit), column, rest * height)
            blocks.append(replace(block, gap=depth(blocks[-1]) + 52 * unit))
    return blocks


def depth(block: Block) -> float:
    """How far the ink of the last line hangs below its baseline, in px; never less than a little."""
    return max(ink_box(block.lines[-1], block.face, block.size).bottom, 0.16 * block.size)


def name_blocks(text: CoverText, column: float, unit: float) -> list[Block]:
    """Author and publisher in spaced capitals, as they stand under a title."""
    blocks = []
    for words, face, largest, gap in ((text.author, AUTHOR, 78, 238), (text.publisher, PUBLISHER, 40, 62)):
        if plain := clean(words):
            block = fitted(capitals(plain, text.language), face, largest * unit, column, largest * unit * 2.6)
            blocks.append(replace(block, gap=gap * unit))
    return blocks


def capitals(text: str, language: str) -> str:
    """The text in capitals: in Turkish i has its point, in Greek they bear no accents."""
    if language[:2] in ("tr", "az"):
        text = text.replace("i", "İ")
    if language[:2] != "el":
        return text.upper()
    return normalize("NFC", "".join(s for s in normalize("NFD", text.upper()) if not combining(s) or s == "\u0308"))


def clean(text: str) -> str:
    """Composed characters, single spaces, nothing invisible but the space that does not break."""
    visible = "".join(sign for sign in normalize("NFC", text) if category(sign) != "Cf")
    return re.sub("[\u202f\u2007]", "\u00a0", re.sub(r"[^\S\u00a0\u202f\u2007]+", " ", visible)).strip()


def fitted(text: str, face: Face, largest: float, column: float, room: float) -> Block:
    """`text` on as many lines as make it largest: at most `largest` px, `column` px wide, `room` px high."""
    words = text.split(" ")
    trials = []
    for count in range(1, min(len(words), 9) + 1):
        lines = balanced(words, count, face)
        size = min(largest, 0.99 * column / max(extent(line, face) for line in lines))
        size = min(size, room / (CAPITAL + face.leading * (count - 1)))
        loose = sum(leans(line.split(" ")[-1]) for line in lines[:-1])
        trials.append((size * 0.95**count * 0.7**loose, Block(lines, face, size)))
    return max(trials, key=lambda trial: trial[0])[1]


def balanced(words: list[str], count: int, face: Face) -> tuple[str, ...]:
    """`words` on `count` lines of like width; a short word would rather open a line than end one."""
    ends = [0.0, *accumulate(extent(word, face) + 0.22 + face.tracking for word in words)]

    def cost(start: int, stop: int) -> float:
        loose = stop < len(words) and leans(words[stop - 1])
        return (ends[stop] - ends[start]) ** 4 + 1.5 * loose * (ends[-1] / count) ** 4

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[int, ...]]:
        if left == 1:
            return cost(start, len(words)), (len(words),)
        rests = ((stop, *best(stop, left - 1)) for stop in range(start + 1, len(words) - left + 2))
        return min((cost(start, stop) + rest, (stop, *stops)) for stop, rest, stops in rests)

    return tuple(" ".join(words[start:stop]) for start, stop in pairwise((0, *best(0, count)[1])))


def leans(word: str) -> bool:
    """Whether a word wants the next one beside it: short ones are mostly articles, prepositions, conjunctions."""
    return len(word) <= 3 and word.isalpha()


def stacked(blocks: list[Block], top: float, left: float) -> tuple[Line, ...]:
    """The lines of `blocks` one under the other from `top` px, ink and not side bearing flush with `left`."""
    lines = []
    for block in blocks:
        for number, text in enumerate(block.lines):
            baseline = top + block.gap + block.size * (CAPITAL + number * block.face.leading)
            ink = ink_box(text, block.face, block.size)
            place = Box(left, baseline + ink.top, left + ink.right - ink.left, baseline + ink.bottom)
            lines.append(Line(text, block.face, block.size, left - ink.left, baseline, place))
        top += block.height
    return tuple(lines)


def ink_box(text: str, face: Face, size: float) -> Box:
    """The ink of a line in px, from a pen at (0, 0) on the baseline."""
    boxes = []
    for shift, letters, font in pieces(text, face, size):
        # getbbox() would give the advance width, which hides the side bearings.
        mask, (x, y) = font.getmask2(letters, "L", anchor="ls", language=UNSPOKEN)
        if seen := mask.getbbox():
            boxes.append((seen[0] + x + shift, seen[1] + y, seen[2] + x + shift, seen[3] + y))
    sides = list(zip(*boxes, strict=True)) or [(0.0,)] * 4
    return Box(min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))


@lru_cache(maxsize=4096)
def extent(text: str, face: Face) -> float:
    """Width of a line's ink, in em."""
    box = ink_box(text, face, 400)
    return (box.right - box.left) / 400


def pieces(text: str, face: Face, size: float) -> list[tuple[float, str, ImageFont.FreeTypeFont]]:
    """Runs of one font, or single letters if the face is tracked: px from the start of the line, letters, font."""
    runs: list[tuple[str, ImageFont.FreeTypeFont]] = []
    for sign in text:
        font = cut(font_for(sign, face), face.weight, size)
        if runs and runs[-1][1] is font and (combining(sign) or not face.tracking):
            runs[-1] = (runs[-1][0] + sign, font)
        else:
            runs.append((sign, font))
    shifts = [0.0]
    for (letters, font), (after, other) in pairwise(runs):
        kerned = _length(font, letters + after) - _length(font, after) if font is other else _length(font, letters)
        shifts.append(shifts[-1] + kerned + face.tracking * size)
    return [(shift, *run) for shift, run in zip(shifts, runs, strict=True)]


def _length(font: ImageFont.FreeTypeFont, letters: str) -> float:
    return font.getlength(letters, language=UNSPOKEN)


def font_for(sign: str, face: Face) -> Font:
    """The face's own font, or the spare one for a sign it lacks."""
    for font in (face.font, SPARE):
        if ord(sign) in repertory(font):
            return font
    raise ValueError(f"no font for the cover has {sign!r} (U+{ord(sign):04X} {name(sign, 'unnamed')})")


@cache
def repertory(font: Font) -> frozenset[int]:
    """Every code point a font can show."""
    with files(font[0]).joinpath(font[1]).open("rb") as stream:
        return frozenset(TTFont(stream, lazy=True).getBestCmap())


@lru_cache(maxsize=64)
def cut(font: Font, weight: int, size: float) -> ImageFont.FreeTypeFont:
    """A font at one weight and size (px)."""
    loaded = ImageFont.truetype(io.BytesIO(files(font[0]).joinpath(font[1]).read_bytes()), size)
    if font != SPARE:
        loaded.set_variation_by_axes([weight])
    return loaded
