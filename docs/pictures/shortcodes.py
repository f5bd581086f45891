#!/usr/bin/env python3
"""Draw the pictures of the shortcodes' pages from the examples on them: `python docs/pictures/shortcodes.py`.

Each page's first fence of Markdown becomes a chapter of a small book, which is built in both editions; names as
arguments draw those pages alone. Needs what Galerada needs, and pdftoppm, pdftotext (Poppler) and Chromium.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import yaml
from make import FACES, browser
from PIL import Image, ImageChops

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PAGES = ROOT / "docs" / "reference" / "shortcodes"
PICTURES = HERE / "shortcodes"
EXAMPLE = re.compile(r"^```markdown\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FRONT = re.compile(r"\A---\n(.*?)^---\n", re.MULTILINE | re.DOTALL)

WIDTH = 700
"""Pixels of a picture: the width of the text and the white around it."""
COLOURS = 24
PAPER = (104, 160)
"""Millimetres of the print page, tall enough for the longest example."""
MARGIN = {"inner": 8, "outer": 8, "top": 8, "bottom": 10}
TALLEST = 900
"""Points of a screen."""

BOOK = {
    "title": "The Tide",
    "language": "en",
    "author": "Ana Ruiz",
    "date": 2026,
    "numbering": "none",
    "contents": {"depth": 1},
    "print": {
        "trim": f"{PAPER[0]}mm x {PAPER[1]}mm",
        "margins": {side: f"{length}mm" for side, length in MARGIN.items()},
        "font_size": "10pt",
        "leading": "13.5pt",
        "chapters_open": "any",
    },
}
CAST = [
    '{"version": 2, "width": 44, "height": 8}',
    '[0.4, "o", "$ galerada check tide\\r\\n"]',
    '[2.1, "o", "sea.md:4:9: error[LK001]: no chapter \'storm.md\'\\r\\n"]',
    '[2.2, "o", "1 error\\r\\n"]',
    '[4.0, "o", "$ \\r\\n"]',
]
API = """\
openapi: 3.1.0
info: {title: Tides, version: "2"}
paths:
  /harbours:
    get: {summary: Every harbour that is known}
  /harbours/{id}/tides:
    get: {summary: High and low water on a day}
    post: {summary: Add what was measured}
"""
FILES = {
    "chapters/sea.md": "# The Sea\n\nIt comes and it goes.\n\n## High water\n\nTwice a day.\n",
    "samples/section/low-water.md": "# Low water\n\nWhat the sea leaves on the sand.\n",
    "samples/section/mole.md": "# The mole\n\nA wall into the sea, and who walks it.\n",
    "demo.cast": "\n".join(CAST) + "\n",
    "tides.yaml": API,
}
"""What the examples speak of."""


def main() -> None:
    names = sys.argv[1:] or sorted(page.stem for page in PAGES.glob("*.md"))
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_book(folder, names)
        subprocess.run([sys.executable, "-m", "pipeline", "build", folder], cwd=ROOT, check=True)
        pdf, epub = next(folder.glob("build/print/*.pdf")), next(folder.glob("build/ebook/*.epub"))
        with zipfile.ZipFile(epub) as archive:
            archive.extractall(folder / "epub")
        text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, encoding="utf-8", check=True).stdout
        pages = text.split("\f")
        for name in names:
            save(on_paper(pdf, pages, name, folder), PICTURES / f"{name}-print.png")
            save(on_screen(folder / "epub", name), PICTURES / f"{name}-ebook.png")
    total = sum(path.stat().st_size for path in PICTURES.glob("*.png"))
    print(f"{len(names)} shortcodes; {total // 1024} KiB in all")


def mark(name: str) -> str:
    """A heading over the example: a word that is nowhere else. Everything down to it is cut off."""
    return f"Zz{name}zz"


def write_book(folder: Path, names: list[str]) -> None:
    for path, text in FILES.items():
        put(folder / path, text)
    for name in names:
        found = EXAMPLE.search((PAGES / f"{name}.md").read_text(encoding="utf-8"))
        example = found[1] if found else sys.exit(f"no example on the page of {name}")
        front = FRONT.match(example)
        said = front[1] if front else ""
        text = f"---\ntitle: Sample\n{said}---\n\n## {mark(name)}\n\n{FRONT.sub('', example)}"
        put(folder / f"samples/{name}/sample.md", text)
    shutil.copytree(ROOT / "book/static/laminas", folder / "static/laminas")
    chapters = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md"))
    put(folder / "book.yaml", yaml.safe_dump({**BOOK, "chapters": chapters}, allow_unicode=True))


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def on_paper(pdf: Path, pages: list[str], name: str, folder: Path) -> Image.Image:
    """What stands below the heading on the page of the chapter, without the page's number."""
    number = max(place for place, text in enumerate(pages, 1) if mark(name) in text.replace("\n", ""))
    which = ["-f", str(number), "-l", str(number)]
    wide = PAPER[0] - MARGIN["inner"] - MARGIN["outer"] + 4
    dots = WIDTH / wide
    made = folder / f"{name}-print"
    subprocess.run(["pdftoppm", "-png", "-r", f"{dots * 25.4}", *which, "-singlefile", pdf, made], check=True)
    words = subprocess.run(["pdftotext", "-bbox", *which, pdf, "-"], capture_output=True, encoding="utf-8", check=True)
    bottom = re.search(rf'yMax="([\d.]+)">{mark(name)}<', words.stdout)
    above = float(bottom[1]) / 72 * 25.4 if bottom else sys.exit(f"{name} is on no page")
    side = MARGIN["inner"] - 2
    box = (side, above + 1, side + wide, PAPER[1] - MARGIN["bottom"])
    picture = Image.open(made.with_suffix(".png")).convert("RGB")
    return picture.crop(tuple(round(length * dots) for length in box))  # type: ignore[arg-type]


def on_screen(epub: Path, name: str) -> Image.Image:
    """The example, as a reading app on a telephone shows it."""
    page = next(path for path in epub.rglob("text/*.xhtml") if f">{mark(name)}<" in path.read_text(encoding="utf-8"))
    shown, picture = page.with_name("shown.xhtml"), page.with_name("shown.png")
    style = (
        f"<style>{FACES} html {{ background: #fff; color: #000; font: 18px/1.38 App; hyphens: auto }}"
        f" body {{ margin: 0 12px }} header, #{mark(name).lower()} {{ display: none }}</style>"
    )
    shown.write_text(page.read_text("utf-8").replace("</head>", f"{style}</head>"), encoding="utf-8")
    command = [browser(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
               "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
               f"--user-data-dir={epub / 'browser'}", f"--force-device-scale-factor={WIDTH / 420}",
               f"--window-size=420,{TALLEST}", f"--screenshot={picture}", shown.as_uri()]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return Image.open(picture).convert("RGB").crop((0, 0, WIDTH, round(TALLEST * WIDTH / 420)))


def save(picture: Image.Image, path: Path) -> None:
    """Without the white above and below, in few greys or colours."""
    ink = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    top, bottom = (ink[1], ink[3]) if ink else (0, 40)
    made = Image.new("RGB", (picture.width, bottom - top + 40), "white")
    made.paste(picture.crop((0, top, picture.width, bottom)), (0, 20))
    made.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
