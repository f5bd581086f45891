#!/usr/bin/env python3
"""Draw the README's pictures from the sample book as it is built now: `python docs/pictures/make.py`.

Needs what Galerada needs, and pdftoppm, pdftotext (Poppler) and Chromium on the PATH.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import fontpkg_eb_garamond
from PIL import Image, ImageDraw, ImageFilter

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LEFT_PAGE_SAYS = "La prensa: un tornillo, una barra"
CHAPTER = "text/chapters-01-el-peso-de-una-letra.xhtml"
FONTS = Path(fontpkg_eb_garamond.__file__).parent / "files"
DESK, SHADE = "#e9e6df", (70, 60, 50)
SCREENS = {"#fbfaf7": "#1c1b1a", "#161718": "#d6d3cc"}
"""What an app shows behind a page and its words in: by day, by night."""
LOOK = "font: 19px/1.38 App; text-align: justify; hyphens: auto"
FACES = f"""
@font-face {{ font-family: App; src: url('{(FONTS / "EBGaramond[wght].ttf").as_uri()}') }}
@font-face {{ font-family: App; src: url('{(FONTS / "EBGaramond-Italic[wght].ttf").as_uri()}'); font-style: italic }}
"""
"""What apps add of their own: the type and how its lines are set."""


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([sys.executable, "-m", "pipeline", "build", "book", "-o", folder], cwd=ROOT, check=True)
        save(spread(next(folder.glob("print/*.pdf")), folder), HERE / "spread.png")
        save(screens(next(folder.glob("ebook/*.epub")), folder), HERE / "epub.png")


def spread(pdf: Path, folder: Path) -> Image.Image:
    """The left page that has the words, and the right one beside it."""
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, encoding="utf-8", check=True).stdout
    left = next(number for number, page in enumerate(text.split("\f"), 1) if LEFT_PAGE_SAYS in page)
    pages = [rendered(pdf, number, folder) for number in (left, left + 1)]
    width, height = pages[0].size
    paper = Image.new("RGB", (2 * width, height), "white")
    for place, page in enumerate(pages):
        paper.paste(page, (place * width, 0))
    return on_desk(fold(paper), margin=52)


def rendered(pdf: Path, number: int, folder: Path) -> Image.Image:
    made = folder / f"page-{number}"
    size = ["-scale-to-x", "748", "-scale-to-y", "-1"]
    which = ["-f", str(number), "-l", str(number), "-singlefile"]
    subprocess.run(["pdftoppm", "-png", *size, *which, pdf, made], check=True)
    return Image.open(made.with_suffix(".png")).convert("RGB")


def fold(paper: Image.Image) -> Image.Image:
    """Darker towards the spine, as an open book is."""
    width, height = paper.size
    shadow = Image.new("L", (width, 1), 0)
    for x in range(width):
        near = max(0.0, 1 - abs(x - width / 2) / 56)
        shadow.putpixel((x, 0), round(78 * near**2.2))
    paper.paste(Image.new("RGB", paper.size, SHADE), (0, 0), shadow.resize((width, height)))
    return paper


def screens(epub: Path, folder: Path) -> Image.Image:
    """The first chapter as a reading app shows it, by day and by night."""
    with zipfile.ZipFile(epub) as archive:
        archive.extractall(folder / "epub")
    page = next((folder / "epub").rglob(CHAPTER))
    shots = [shot(page, paper, ink) for paper, ink in SCREENS.items()]
    width, height = shots[0].size
    gap = 64
    both = Image.new("RGB", (2 * width + gap, height), DESK)
    for place, made in enumerate(shots):
        both.paste(made, (place * (width + gap), 0))
    return on_desk(both, margin=52, parts=[(place * (width + gap), width) for place in range(2)])


def shot(page: Path, paper: str, ink: str) -> Image.Image:
    shown, picture = page.with_name("shown.xhtml"), page.with_name("shown.png")
    style = f"<style>{FACES} html {{ background: {paper}; color: {ink}; {LOOK} }} body {{ margin: 26px }}</style>"
    shown.write_text(page.read_text("utf-8").replace("</head>", f"{style}</head>"), encoding="utf-8")
    command = [browser(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
               "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
               f"--user-data-dir={page.parent / 'browser'}", "--force-device-scale-factor=1.7",
               "--window-size=420,680", f"--screenshot={picture}", shown.as_uri()]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return Image.open(picture).convert("RGB")


def browser() -> str:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return found or sys.exit("no Chromium on the PATH")


def on_desk(thing: Image.Image, margin: int, parts: list[tuple[int, int]] | None = None) -> Image.Image:
    """On a plain ground, with a soft shadow."""
    width, height = thing.size
    desk = Image.new("RGB", (width + 2 * margin, height + 2 * margin), DESK)
    shadow = Image.new("L", desk.size, 0)
    for x, wide in parts or [(0, width)]:
        ImageDraw.Draw(shadow).rectangle((margin + x, margin + 8, margin + x + wide, margin + height + 8), fill=90)
    desk.paste(Image.new("RGB", desk.size, SHADE), (0, 0), shadow.filter(ImageFilter.GaussianBlur(14)))
    for x, wide in parts or [(0, width)]:
        desk.paste(thing.crop((x, 0, x + wide, height)), (margin + x, margin))
    return desk


def save(picture: Image.Image, path: Path) -> None:
    """As a palette picture, which flat colours and type lose nothing by."""
    picture.quantize(200, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {picture.width} x {picture.height}, {path.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
