"""What a book puts on its printed cover: words, numbers, colours, pictures.

In: a resolved book, a target and its sheet. Out: a `Cover`, ready to be drawn; None, and findings, where it cannot be.
"""

from __future__ import annotations

from dataclasses import replace

from ..diagnostics import Code
from ..fonts import undrawable
from ..model import Book, Config, Context
from ..nodes import Body, Pos
from ..pictures import PictureError
from ..read.markdown import read_markdown
from ..targets import Target
from ..text.typesetting import set_words
from ..write import wrap
from ..write.cover_art import Palette
from ..write.covers import inks_of, picture_of, text_of
from ..write.wrap import Box, Cover, Plate, Sheet
from ..write.wrap.back import Block, blocks_of
from ..write.wrap.barcode import price_digits
from ..write.wrap.plates import palette_beside, plate
from ..write.wrap.spine import direction_of

FILES = (".md", ".markdown", ".txt")
LOST = 0.05
"""A share of a picture that may be cut off without a word."""


def cover_of(book: Book, context: Context, target: Target, sheet: Sheet, pages: int) -> Cover | None:
    """What is drawn."""
    config, printer = book.config, target.printer
    fewest = printer.spine.text_from
    made = Cover(
        text_of(config), inks_of(config), _blocks(config, context), config.isbn.get("print", ""), _shown(config),
        price_digits(config.prices), direction_of(config.language, config.wrap.direction),
        fewest is None or pages >= fewest.value, smallest=printer.type.value, info=_information(config, context),
    )  # fmt: skip
    if not _drawable(made, context):
        return None
    own = book.assets.get("cover")
    if own is not None:
        box = wrap.whole_front(sheet)
        whole = _plate((own.data, own.media_type), own.path, Pos(own.path), box, sheet.front, target, context)
        inks = _beside((own.data, own.media_type), config)
        return replace(made, whole=whole, inks=inks) if whole else None
    try:
        box = wrap.framed(made.text, sheet)
    except ValueError as error:
        hint = "give the book a cover of its own: `cover: cover.jpg` in book.yaml"
        context.report.add(Code.COVER_UNDRAWABLE, f"the front cannot be set: {error}", hint=hint)
        return None
    return _with_picture(made, box, target, config, context)


def _drawable(made: Cover, context: Context) -> bool:
    """Whether the faces have every character; those that they lack are said."""
    words = [text for block in made.blocks for text, _ in block.runs]
    lacking = undrawable("".join((*words, made.text.title, made.text.author, made.text.publisher)))
    for sign in lacking:
        what = f"{sign!r} (U+{ord(sign):04X})"
        hint = "write it in words, in Latin, Greek or Cyrillic letters"
        context.report.add(Code.COVER_UNDRAWABLE, f"no font of the printed cover can draw {what}", hint=hint)
    return not lacking


def _with_picture(made: Cover, box: Box, target: Target, config: Config, context: Context) -> Cover | None:
    given = picture_of(config, context)
    if given is None:
        return made
    within = _plate(given, config.wrap.picture, config.wrap.pos("picture"), box, box, target, context, fills=True)
    return replace(made, within=within) if within else None


def _beside(data: tuple[bytes, str], config: Config) -> Palette:
    """Colours that go with the front's picture, but for what book.yaml says."""
    found, said = palette_beside(*data), config.wrap
    if said.ground:
        found = replace(inks_of(config), tones=(found.tones[0], *found.tones[1:]))
    accent = said.accent or found.tones[0]
    return replace(found, ink=said.ink or found.ink, tones=(accent, *found.tones[1:]))


def _plate(
    data: tuple[bytes, str], path: str, pos: Pos, box: Box, seen: Box, target: Target, context: Context, *,
    fills: bool = False,
) -> Plate | None:  # fmt: skip
    """The picture for that box; what is wrong with it is said. One that only `fills` its frame may be cut."""
    wanted, report = target.printer.ppi.value, context.report
    try:
        made = plate(*data, box, seen, wanted)
    except PictureError as error:
        report.add(error.code, f"the cover {path} cannot be used: {error}", pos, "save it as PNG")
        return None
    size = f"{round(box.width / 72 * wanted)} x {round(box.height / 72 * wanted)} px"
    if made.ppi < wanted - 1:
        message = f"{path} prints at {made.ppi:.0f} ppi on the cover at {target.name} ({wanted} wanted)"
        report.add(Code.COVER_COARSE, message, pos, f"give a picture of {size}")
    if made.lost > LOST and not fills:
        message = f"{made.lost:.0%} of {path} is cut off on the cover at {target.name}: its proportions are others"
        report.add(Code.COVER_CROPPED, message, pos, f"give a picture of {size}; look at the proof")
    return made


def _shown(config: Config) -> str:
    """The ISBN with its author's hyphens, where they part 13 digits."""
    typed, digits = config.isbn_typed.get("print", ""), config.isbn.get("print", "")
    return typed if typed.replace("-", "") == digits else digits


def _blocks(config: Config, context: Context) -> tuple[Block, ...]:
    said = config.wrap
    text = _body(said.back or config.description, said.pos("back"), context)
    return (*blocks_of(text), *blocks_of(_body(said.author, said.pos("author"), context), life=True))


def _body(said: str, pos: Pos, context: Context) -> Body:
    """What is said, as a tree: Markdown that stands in book.yaml, or a file of it. Raises BookError."""
    if "\n" not in said and said.endswith(FILES):
        path, text = said, context.read(said, context.config.limits, "chapter").decode("utf-8-sig", "replace")
    else:
        path, text = pos.path or context.config.path, "\n" * max(0, pos.line - 1) + said
    body = read_markdown(path, text, 0, {}, context.report)
    return set_words(body, context.config.language, context.config.typography, context.report)


def _information(config: Config, context: Context) -> dict[str, str]:
    stamp = "D:" + "".join(filter(str.isdigit, context.modified)) + "Z"
    return {"Title": config.title, "Author": config.author, "Creator": "Galerada", "Producer": "Galerada",
            "CreationDate": stamp, "ModDate": stamp}  # fmt: skip


