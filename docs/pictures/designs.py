#!/usr/bin/env python3
"""Draw the pictures of the designs' page from the sample book: `python docs/pictures/designs.py`.

Each design sets the whole book on its own trim; three of its pages are shown. Needs what Galerada needs, and pdftoppm
and pdftotext (Poppler).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from make import ROOT, on_desk, rendered, save
from PIL import Image

PICTURES = Path(__file__).resolve().parent / "designs"
SHOWN = ("Durante unos tres siglos", "Setecientos. Y este sale gris", "Puesto en milímetros")
"""Words of the pages that are shown: an opening, a dialogue, a table."""
HEIGHT = 620
"""Pixels of a page."""
DESIGNS = {
    "clasico": "design: clásico",
    "ensayo": "design: ensayo\nprint: {bleed: 3mm}",
    "tecnico": "design: técnico",
    "bolsillo": "design: bolsillo",
    "large": "design: clásico\nprint: {large: true}",
}


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    for name in sys.argv[1:] or DESIGNS:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            shutil.copytree(ROOT / "book", folder / "book", ignore=shutil.ignore_patterns("build"))
            with (folder / "book/book.yaml").open("a", encoding="utf-8") as told:
                told.write(f"\n{DESIGNS[name]}\n")
            command = [sys.executable, "-m", "pipeline", "build", folder / "book", "-e", "print", "-o", folder]
            subprocess.run(command, cwd=ROOT, check=True)
            save(row(next(folder.glob("print/*.pdf")), folder), PICTURES / f"{name}.png")


def row(pdf: Path, folder: Path) -> Image.Image:
    """The pages side by side, as they are trimmed."""
    text = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, encoding="utf-8", check=True).stdout
    said = [" ".join(page.split()) for page in text.split("\f")]
    large = [rendered(pdf, number(said, words), folder) for words in SHOWN]
    size = (round(large[0].width * HEIGHT / large[0].height), HEIGHT)
    pages = [page.resize(size, Image.Resampling.LANCZOS) for page in large]
    width, gap = pages[0].width, 28
    made = Image.new("RGB", (len(pages) * width + (len(pages) - 1) * gap, HEIGHT), "#e9e6df")
    for place, page in enumerate(pages):
        made.paste(page, (place * (width + gap), 0))
    return on_desk(made, margin=26, parts=[(place * (width + gap), width) for place in range(len(pages))])


def number(said: list[str], words: str) -> int:
    """The page that says the words, of which a drop cap may have taken the first letter."""
    return next(place for place, page in enumerate(said, 1) if words[1:] in page)


if __name__ == "__main__":
    main()
