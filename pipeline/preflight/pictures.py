"""Have the pictures the pixels that paper shows?

In: a `File` and a `Target`. Out: findings. Resolution is that of the very place: the picture's pixels by its size
there.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Code
from ..targets import Target
from .finding import Finding
from .model import File

SMALL = 9.0
"""pt: what is smaller on both sides is an ornament of the page, not a picture."""


def resolution(file: File, target: Target) -> Iterator[Finding]:
    """As many pixels per inch as the printer wants; of pictures in two tones, whose edges are seen, more."""
    printer = target.printer
    for sheet in file.sheets:
        for one in sheet.placed:
            art = file.pictures[one.picture].line_art and printer.line_ppi is not None
            wanted = printer.line_ppi.value if art and printer.line_ppi else printer.ppi.value
            small = max(one.rect[2] - one.rect[0], one.rect[3] - one.rect[1]) < SMALL
            if round(one.ppi) >= wanted or small:
                continue
            code = Code.LINE_ART_COARSE if art else Code.PICTURE_COARSE
            what = "this line art" if art else "this picture"
            inches = max(one.rect[2] - one.rect[0], 1) / 72
            hint = f"give it at least {round(inches * wanted)} px of width, or print it smaller"
            message = f"{what} prints at {one.ppi:.0f} ppi on page {sheet.label} ({wanted} wanted)"
            yield Finding(code, message, hint, sheet.number, one.rect, picture=True, weight=wanted - one.ppi)


CHECKS = (resolution,)
