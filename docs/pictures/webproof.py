#!/usr/bin/env python3
"""Draw the manual's picture of the web proof: `python docs/pictures/webproof.py`.

A copy of the sample book gets an error and a query; a chapter of its proof is drawn as a browser shows it. Needs what
Galerada needs, Playwright and Chromium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT), str(HERE)]

from make import browser  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from pipeline.request import Request  # noqa: E402
from pipeline.serve.keeping import Keeper  # noqa: E402
from pipeline.serve.site import static  # noqa: E402
from pipeline.workshop import Workshop  # noqa: E402

CHAPTER = "chapters/01_el_peso_de_una_letra.md"
PAGE = "chapter-chapters-01-el-peso-de-una-letra.html"
PLANTED = (
    ("Las letras pesan.", "Las letras pesan{>> @marta ¿No será «pesaban»? <<}."),
    ("se devolvía cada letra a su cajetín", "se devolvía cada letra a [su cajetín](02_la_caja.md)"),
)
SIZE = (1480, 940)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        book, site = Path(name, "book"), Path(name, "site")
        shutil.copytree(ROOT / "book", book, ignore=shutil.ignore_patterns("build"))
        plant(book / CHAPTER)
        with Workshop() as workshop:
            proof = Keeper(Request(book, write=False, cache=False), workshop).proof()
        assert proof is not None
        for file, data in static(proof):
            (site / file).parent.mkdir(parents=True, exist_ok=True)
            (site / file).write_bytes(data)
        draw(site / PAGE)


def draw(page: Path) -> None:
    """As a browser shows it once every picture is there."""
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        sheet = opened.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        sheet.goto(page.as_uri(), wait_until="networkidle")
        sheet.screenshot(path=HERE / "web-proof.png")
        opened.close()


def plant(chapter: Path) -> None:
    text = chapter.read_text(encoding="utf-8")
    for before, after in PLANTED:
        assert before in text, before
        text = text.replace(before, after, 1)
    chapter.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
