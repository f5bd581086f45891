"""Draws lines.png: a page of the sample book as the page's engine breaks its lines, and as Galerada sets them.

python docs/pictures/lines.py [PAGE]
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from pipeline.meter.evenness import Setting, settings
from pipeline.meter.glyphs import sheets
from pipeline.meter.picture import HYPHEN, shade
from pipeline.run import Request, build

ROOT = Path(__file__).resolve().parents[2]
DPI, PAGE = 100, 44
"""The page that is shown, counted from 1, unless another is asked for."""


def printed(folder: Path, lines: str) -> bytes:
    """The sample book's PDF with its lines broken so."""
    book = folder / lines
    shutil.copytree(ROOT / "book", book, ignore=shutil.ignore_patterns("build"))
    told = (book / "book.yaml").read_text(encoding="utf-8")
    key = f"print:\n  lines: {lines}\n"
    told = told.replace("print:\n", key, 1) if "print:\n" in told else f"{told}\n{key}"
    (book / "book.yaml").write_text(told, encoding="utf-8")
    return build(Request(book, ("print",))).outputs[0].path.read_bytes()


def drawn(data: bytes, page: int) -> Image.Image:
    """The page, with colour behind white that is too wide or too narrow."""
    scale = DPI / 72
    with pypdfium2.PdfDocument(data) as document:
        image = document[page - 1].render(scale=scale).to_pil().convert("RGB")
    pages = list(sheets(data, "book"))
    lines, _ = settings(pages)
    colours = ImageDraw.Draw(image, "RGBA")
    for found in lines:
        if found.line.page == page:
            _mark(colours, found, pages[page - 1].height, scale)
    return image


def _mark(colours: ImageDraw.ImageDraw, found: Setting, height: float, scale: float) -> None:
    line, size = found.line, found.line.size
    top, foot = height - line.baseline - 0.75 * size, height - line.baseline + 0.25 * size
    colour = shade(found.white)
    if found.justified and colour:
        for before, after in pairwise(line.words):
            colours.rectangle([before[1] * scale, top * scale, after[0] * scale, foot * scale], fill=f"{colour}b0")
    if line.hyphenated:
        x = (line.right + size) * scale
        colours.rectangle([x, (foot - 0.6 * size) * scale, x + 0.8 * size * scale, (foot - 0.4 * size) * scale], HYPHEN)


def main() -> None:
    page = int(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    with tempfile.TemporaryDirectory() as folder:
        left, right = (drawn(printed(Path(folder), lines), page) for lines in ("engine", "tex"))
    both = Image.new("RGB", (left.width + right.width + 20, left.height), "#d8d4ca")
    both.paste(left, (0, 0))
    both.paste(right, (left.width + 20, 0))
    both.quantize(64).save(Path(__file__).with_name("lines.png"), optimize=True)


if __name__ == "__main__":
    main()
