#!/usr/bin/env python3
"""Draw the picture of a printed cover for the manual: `python docs/pictures/cover.py`.

A small book is written, covered for one printer, and the proof made smaller. Needs only what Galerada needs.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import yaml
from PIL import Image

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WIDTH, COLOURS = 1100, 64
PAGES = 96
TARGET = "kdp-6x9-cream"
BOOK = {
    "title": "El Incidente de Mission Bay",
    "subtitle": "Relato",
    "language": "es",
    "author": "Inés Aldecoa",
    "publisher": "Galerada",
    "isbn": {"ebook": "978-0-306-40615-7", "print": "978-3-16-148410-0"},
    "prices": [{"amount": 14.99, "currency": "USD", "edition": "print"}],
    "target": TARGET,
    "wrap": {
        "back": "Una bahía, un **faro apagado** y siete personas que recuerdan la misma noche de siete maneras.\n\n"
        "La verdad, dice la última, *no es lo que pasó sino lo que se pudo contar*.",
        "author": "Inés Aldecoa compone libros junto a una ventana de Cádiz. Este es el tercero que escribe.",
    },
}


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        text = "La marea subió despacio, como suben las cosas que nadie mira. " * 26
        chapters = (f"# {number}\n\n{text}\n\n{text}\n" for number in range(1, PAGES // 2 + 1))
        for number, chapter in enumerate(chapters, 1):
            (folder / f"{number:02}.md").write_text(chapter, encoding="utf-8")
        (folder / "book.yaml").write_text(yaml.safe_dump(BOOK, allow_unicode=True), encoding="utf-8")
        subprocess.run([sys.executable, "-m", "pipeline", "cover", folder], cwd=ROOT, check=True)
        proof = Image.open(next((folder / "build/cover").glob("*.proof.png"))).convert("RGB")
    small = proof.resize((WIDTH, proof.height * WIDTH // proof.width), Image.Resampling.LANCZOS)
    small.quantize(COLOURS, dither=Image.Dither.NONE).save(HERE / "cover.png", optimize=True)


if __name__ == "__main__":
    main()
