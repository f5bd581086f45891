"""How evenly a PDF is set: `galerada measure`.

In: a PDF of any tool. Out: lines of a table, or one JSON object; a picture, if one is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from ..diagnostics import BookError, Code
from ..meter.evenness import LADDER, LOOSE, TIGHT, Evenness, evenness, settings
from ..meter.glyphs import Sheet, sheets
from ..meter.picture import picture


def measured(file: Path, space: float | None, drawing: Path | None, *, as_json: bool) -> Iterator[str]:
    """The figures of a PDF; raises BookError when it cannot be read.

    `space` is the natural white in parts of the size, None: as the document's own loose ends have it. `drawing` is
    where the picture goes.
    """
    pages = list(_pages(file))
    found = evenness(pages, space)
    if drawing:
        _draw(drawing, pages, space)
    if as_json:
        yield json.dumps({"file": file.as_posix(), **asdict(found), "divided": found.divided}, indent=2)
    else:
        yield from _table(found)


def _pages(file: Path) -> Iterator[Sheet]:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise BookError(Code.PDF_UNREADABLE, f"{file} cannot be opened: {error.strerror}", hint="name a PDF") from error
    yield from sheets(data, file.name)


def _draw(drawing: Path, pages: Sequence[Sheet], space: float | None) -> None:
    lines, _ = settings(pages, space)
    try:
        drawing.write_text(picture(pages, lines), encoding="utf-8")
    except OSError as error:
        hint = "choose another place with --picture"
        raise BookError(Code.NOT_WRITTEN, f"{drawing} cannot be written: {error.strerror}", hint=hint) from error


def _table(found: Evenness) -> Iterator[str]:
    """Figures first, then what they count."""
    rows = (
        (f"{found.pages}", "pages"),
        (f"{found.lines}", "lines of running text"),
        (f"{found.justified}", "of them justified"),
        (f"{found.natural:.3f}", "natural white between words, in parts of the size"),
        (f"{found.mean:.3f}", "white of a justified line over the natural, on the average"),
        (f"{found.spread:.3f}", "spread: its standard deviation"),
        (f"{found.percentile:.2f}", "white that one line in twenty exceeds"),
        (f"{found.loose}", f"loose lines: white over {LOOSE:g}"),
        (f"{found.tight}", f"tight lines: white under {TIGHT:g}"),
        (f"{found.hyphenated}", f"lines that end in a divided word: {found.divided:.1%}"),
        (f"{found.ladders}", f"ladders: {LADDER} of those and more in a row; the longest has {found.longest_ladder}"),
        (f"{found.rivers}", "rivers: wide white that runs down four lines"),
        (f"{found.runts}", "runts: very short last lines"),
        (f"{found.widows}", "widows: a paragraph's last line alone at the head of a page"),
        (f"{found.orphans}", "orphans: its first line alone at the foot"),
        (f"{found.unlevel}", "facing pages that end at unlike heights"),
    )
    yield from (f"{figure:>8}  {meaning}" for figure, meaning in rows)
