"""The search: a page that shows what is found, and the words in which it looks.

In: a proof. Out: a `View`, and a script that holds every paragraph as data, so that it works without a server too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from ...nodes import Element, element, elements, text_of
from ...paragraphs import NAME
from ..proof import WebProof, title_of
from .frame import View, file_of, heading

SCRIPT = "search.js"


def view() -> View:
    """The page on which results are listed."""
    told = element("p", "Type words above and press Enter.", class_="search-said", role="status")
    results = element("ol", class_="results", role="list")
    return View("search.html", "Search", (*heading("Search"), told, results))


def script(proof: WebProof) -> bytes:
    """Every paragraph: page, name, title, words. No sign in it can end the script or begin another."""
    told = json.dumps([*_paragraphs(proof)], ensure_ascii=True, separators=(",", ":"))
    return f"globalThis.galeradaBook = {told.replace('<', chr(92) + 'u003c')};\n".encode()


def _paragraphs(proof: WebProof) -> Iterator[list[str]]:
    for chapter in proof.book.chapters:
        page, title = file_of(chapter.key), title_of(chapter)
        yield [page, f"{chapter.sign}.0" if chapter.sign else "", title, title]
        for block in elements(chapter.body):
            if block.has(NAME):
                yield [page, block.get(NAME), title, _words(block)]


def _words(block: Element) -> str:
    return " ".join(text_of(block).split())
