"""The proof of a cover: the cover with lines where it is cut and folded, where words may stand, where the barcode lies.

In: the sheet, the cover's content. Out: the content of a larger page, which is seen and never printed. The only place
that turns pages into pixels here.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from ...fonts import face_named
from ..paged.pdffile import real
from .setting import Hand, Typecase, set_in
from .sheet import Box, Sheet

MARGIN, LEGEND = 26.0, 74.0
"""White around the sheet and below it, in pt."""
DOTS = 110
"""Of an inch."""
CUT, FOLD, SAFE, CODE, HINGE = "0.85 0.05 0.45", "0 0.55 0.85", "0.05 0.6 0.25", "0.95 0.5 0", "0.5 0.3 0.8"
"""Colours of the lines."""


def page_box(sheet: Sheet) -> Box:
    """The proof's page."""
    whole = sheet.whole
    return Box(-MARGIN, -MARGIN - LEGEND, whole.right + MARGIN, whole.top + MARGIN)


def guides(sheet: Sheet, title: str, case: Typecase, *, barcode: bool) -> str:
    """The lines, and what each colour means."""
    page = page_box(sheet)
    white = f"1 g {real(page.left)} {real(page.low)} {real(page.width)} {-page.low} re f"
    return "\n".join(("q", *_lines(sheet, barcode=barcode), white, "Q", *_legend(sheet, title, case)))


def _lines(sheet: Sheet, *, barcode: bool) -> Iterator[str]:
    for edge in (sheet.spine.left, sheet.spine.right):
        band = Box(edge - sheet.fold, sheet.whole.low, edge + sheet.fold, sheet.whole.top)
        yield f"/Faint gs {FOLD} rg {_path(band)} f /Plain gs"
        yield f"{FOLD} RG 0.8 w [5 3] 0 d {_upright(edge, sheet.whole)} S"
    for edge in (sheet.back.right - sheet.hinge, sheet.front.left + sheet.hinge) if sheet.hinge else ():
        yield f"{HINGE} RG 0.8 w [2 2] 0 d {_upright(edge, sheet.trim)} S"
    yield f"{CUT} RG 1 w [] 0 d {_path(sheet.trim)} S"
    for room in (sheet.back_room, sheet.front_room, *((sheet.spine_room,) if sheet.spine_room.width > 0 else ())):
        yield f"{SAFE} RG 0.7 w [3 2] 0 d {_path(room)} S"
    if barcode:
        yield f"{CODE} RG 1 w [] 0 d {_path(sheet.barcode)} S"


def _upright(x: float, box: Box) -> str:
    return f"{real(x)} {real(box.low)} m {real(x)} {real(box.top)} l"


def _path(box: Box) -> str:
    return f"{real(box.left)} {real(box.low)} {real(box.width)} {real(box.height)} re"


def _legend(sheet: Sheet, title: str, case: Typecase) -> Iterator[str]:
    plain = Hand(face_named("Galerada Sans", weight=400), 10.5)
    bold = Hand(face_named("Galerada Sans", weight=700), 11.5)
    turned = "edge of the boards" if sheet.hinge else "cut"
    words = [(CUT, turned), (FOLD, f"fold, ± {sheet.fold / 72 * 25.4:.1f} mm"), (SAFE, "words stay inside"),
             (CODE, "barcode")] + ([(HINGE, "hinge")] if sheet.hinge else [])  # fmt: skip
    yield case.drawn(set_in(title, bold), 0.0, -MARGIN, "0 g")
    yield case.drawn(set_in(_sizes(sheet), plain), 0.0, -MARGIN - 18, "0 g")
    x = 0.0
    for colour, word in words:
        run = set_in(word, plain)
        yield f"q {colour} RG 2 w {real(x)} {real(-MARGIN - 37)} m {real(x + 16)} {real(-MARGIN - 37)} l S Q"
        yield case.drawn(run, x + 21, -MARGIN - 40, "0 g")
        x += run.width + 40


def _sizes(sheet: Sheet) -> str:
    def told(width: float, height: float) -> str:
        return f"{width / 72 * 25.4:.1f} × {height / 72 * 25.4:.1f} mm ({width / 72:.3f} × {height / 72:.3f} in)"

    spine = f"spine {sheet.spine.width / 72 * 25.4:.2f} mm ({sheet.spine.width / 72:.3f} in)"
    side = f"each side {told(sheet.front.width, sheet.front.height)}"
    return f"sheet {told(sheet.whole.width, sheet.whole.height)}, {side}, {spine}"


def seen(data: bytes) -> bytes:
    """The first page of a PDF as PNG."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        image = document[0].render(scale=DOTS / 72).to_pil().convert("RGB")
    finally:
        document.close()
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
