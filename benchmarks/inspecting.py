"""Whether what was made is the book: its pages counted, its words looked for.

In: a PDF or an EPUB, and how many chapters it must hold. Out: pages, and complaints in words.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.books import Author
from benchmarks.peer_books import PARAGRAPH

WINDOW = 5
"""Words in a row: few enough to stand on one page, enough to stand at one place only."""
SAMPLES = 5
"""Looked for in each chapter but the last, of which every word is."""
FURNITURE = 50
"""Characters of a head and a folio, at most."""
NEARLY_ALL, MOST = 0.9, 0.5
"""Of the last chapter, of any other: some windows are cut by the end of a page."""


def pages(product: Path) -> int:
    """The pages of a PDF; 0: an EPUB, which has none, or no PDF."""
    import pypdfium2

    if product.suffix != ".pdf":
        return 0
    try:
        return len(pypdfium2.PdfDocument(product))
    except (pypdfium2.PdfiumError, OSError):
        return 0


def complaints(product: Path, chapters: int) -> list[str]:
    """What is not there."""
    if not product.is_file():
        return ["nothing was written"]
    text = letters(" ".join(_texts(product)))
    last = share(chapters, text, every=True)
    found = [f"of the last chapter's words {last:.0%} are there"] if last < NEARLY_ALL else []
    lost = [str(number) for number in range(1, chapters) if share(number, text) < MOST]
    return [*found, *([f"chapters that are not there: {', '.join(lost)}"] if lost else [])]


def share(number: int, text: str, *, every: bool = False) -> float:
    """How much of a chapter's prose a text of letters holds, from 0 to 1."""
    wanted = list(_windows(number))
    chosen = wanted if every else wanted[:: max(1, len(wanted) // SAMPLES)]
    return sum(window in text for window in chosen) / len(chosen)


def _windows(number: int) -> Iterator[str]:
    for paragraph in PARAGRAPH.findall(Author(number).chapter(number)):
        words = re.sub(r"\[\^\d+\]", "", paragraph).split()
        yield from (letters(" ".join(words[place : place + WINDOW])) for place in range(0, len(words) - WINDOW, WINDOW))


def letters(text: str) -> str:
    """The letters alone: no line's end, no hyphen, no mark, no case."""
    return "".join(filter(str.isalpha, text)).casefold()


def filled(product: Path) -> int:
    """The pages of a PDF that hold more than a head and a folio; how many stay blank before a chapter is chance."""
    return sum(len(text) > FURNITURE for text in _texts(product))


def _texts(product: Path) -> Iterator[str]:
    """Page by page, or file by file."""
    if product.suffix == ".epub":
        with zipfile.ZipFile(product) as book:
            for name in book.namelist():
                if name.endswith(("html", "htm")):
                    yield re.sub(r"<[^>]*>", "", book.read(name).decode("utf-8"))
        return
    import pypdfium2

    document = pypdfium2.PdfDocument(product)
    for place in range(len(document)):
        yield document[place].get_textpage().get_text_bounded()
