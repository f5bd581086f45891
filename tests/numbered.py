"""A table of contents, set twice: with numbers that the binding draws, and with numbers that the engine knows.

    python tests/numbered.py BOOK OUT.json      in every way that `WAYS` tells

In: a book's folder. Out: for each way the two PDFs, in hexadecimal. The engine with its numbers known is the oracle.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.cache import Store
from pipeline.designs import defaults
from pipeline.diagnostics import Report
from pipeline.folded import raised_chapter
from pipeline.fonts import font_shelf
from pipeline.model import Book, PrintOptions
from pipeline.packed import unpack
from pipeline.plan import EDITIONS
from pipeline.run import Request, Result, resolved
from pipeline.style import print_css
from pipeline.write.pagecss import page_css
from pipeline.write.paged.binding import Bound, Boxes
from pipeline.write.paged.edition import file_of
from pipeline.write.paged.engine import Engine
from pipeline.write.paged.galley import Galley
from pipeline.write.paged.leaders import with_numbers
from pipeline.write.paged.makeup import Leaf
from pipeline.write.paged.running import NOTHING, Running
from pipeline.write.paged.setting import document, lowered
from pipeline.write.paged.slots import SAMPLE
from pipeline.write.paged.units import Unit, anchor, job, units

WORDS = "la noche que nadie vio llegar dejó sobre la mesa un papel doblado y una lámpara encendida para quien".split()
LENGTHS = (8, 17, 21, 26, 33, 38, 41, 47, *range(52, 67), 68, 70, 75, 90, 120)
"""Letters of the titles: of one line, of two, and that end near the edge in one design or another."""
NARROW = ("7", "10", "47", "111", "128", "iv", "xvi", "999")
"""Numbers for which the designs have room."""
BROAD = ("xxviii", "1024", "lxxxviii", "3")
ENTRY = re.compile(rf'(<a href="#([^"]+)"[^>]*data-folio=")({SAMPLE})"')


@dataclass(frozen=True, slots=True)
class Way:
    """A design, with a style sheet of the book's own."""

    css: str = ""
    design: str = "clasico"
    large: bool = False
    numbers: tuple[str, ...] = NARROW
    tagged: bool = False


FOLIO, LEADER = ".contents a::after", ".entry-title::after"
WAYS = {
    "clasico": Way(), "ensayo": Way(design="ensayo"), "tecnico": Way(design="tecnico"),
    "bolsillo": Way(design="bolsillo"), "large": Way(large=True), "tagged": Way(tagged=True),
    "broad": Way(numbers=BROAD),
    "its own face": Way(f"{FOLIO} {{ font: 700 0.8em 'Galerada Sans'; color: #a00; opacity: 0.8 }}"),
    "old figures": Way(f"{FOLIO} {{ font-variant-numeric: oldstyle-nums; letter-spacing: 0.2em }}"),
    "with words": Way(f'{FOLIO} {{ content: "(f " attr(data-folio) ")" }}'),
    "other dots": Way(f'{LEADER} {{ content: leader("_") }} .entry-title {{ color: #060 }}'),
    "in capitals": Way(f"{FOLIO} {{ text-transform: uppercase }}"),
    "at the left": Way(f"{FOLIO} {{ left: -2.6rem; right: auto }} {LEADER} {{ content: none }}"),
    "from the right": Way(".contents nav, .contents a { direction: rtl }"),
    "no numbers": Way(f"{FOLIO} {{ content: none }}"),
    "no dots": Way(f"{LEADER} {{ content: none }}"),
    "hidden": Way(f"{FOLIO} {{ visibility: hidden }}"),
}  # fmt: skip


def contents_book(folder: Path) -> Path:
    """A book whose table of contents has everything: parts, roman numbers, chapters without one, long titles."""
    folder.mkdir(parents=True)
    (folder / "book.yaml").write_text(
        "title: Índices\nlanguage: es\nauthor: Autora\ncontents: {depth: 3}\nprint: {trim: 6x9in}\nchapters:\n"
        "  front: [fore.md]\n  body:\n  - {part: Libro primero, chapters: [c1.md]}\n"
        "  - {part: Libro segundo que tiene un título largo, chapters: [c2.md]}\n  back: [end.md]\n",
        encoding="utf-8",
    )
    chapters = {"c1": ("Una lámpara", LENGTHS[::2]), "c2": (title(74), LENGTHS[1::2]), "fore": ("Prólogo", LENGTHS[:2]),
                "end": ("Epílogo", ())}  # fmt: skip
    roles = {"fore": "---\nrole: foreword\n---\n", "end": "---\nrole: afterword\n---\n"}
    for name, (head, lengths) in chapters.items():
        below = "".join(f"{'###' if length % 4 else '##'} {title(length)}\n\nUno.\n\n" for length in lengths)
        (folder / f"{name}.md").write_text(f"{roles.get(name, '')}# {head}\n\nUno.\n\n{below}", encoding="utf-8")
    return folder


def title(length: int) -> str:
    """So many letters of a title."""
    return " ".join(WORDS * 2)[:length].strip().capitalize()


def options_of(way: Way, book: Book) -> PrintOptions:
    """The page of a way."""
    plain = book.config.print
    made = defaults(way.design, (plain.width, plain.height), large=way.large)
    return replace(made, own_css=way.css)


def contents_of(book: Book) -> Unit:
    """The table of contents."""
    parts = units(book, EDITIONS["print"], {chapter.key: () for chapter in book.chapters})
    return next(part for part in parts if part.chapter.role == "contents")


def labels_of(unit: Unit, numbers: tuple[str, ...]) -> dict[str, str]:
    """A number for each place, by its anchor."""
    return {anchor(target): numbers[place % len(numbers)] for place, target in enumerate(unit.entries)}


def both(way: Way, book: Book) -> tuple[Galley, Galley]:
    """The galley with numbers drawn, and the one with numbers known."""
    options = options_of(way, book)
    book = replace(book, config=replace(book.config, print=options))
    unit = contents_of(book)
    labels = labels_of(unit, way.numbers)
    told = unpack(job(unit, book, {}, tagged=way.tagged)).value
    html = document(lowered(raised_chapter(told["chapter"]), told, Report()), told)
    engine = Engine(page_css(options) + print_css(options), font_shelf())
    drawn = engine.set_type(html, {}, tagged=way.tagged).galley
    known = ENTRY.sub(lambda found: f'{found[1]}{labels[found[2]]}"', html)
    return with_numbers(drawn, labels), engine.set_type(known, {}, tagged=way.tagged).galley


def bound(galley: Galley, options: PrintOptions, *, tagged: bool) -> bytes:
    """The galley's pages and nothing else."""
    leaves = tuple(Leaf(0, page, page + 1, False) for page in range(len(galley.pages)))
    boxes = Boxes(options.width, options.height)
    unmarked = Running((NOTHING,) * len(leaves))
    return file_of(Bound((galley,), leaves, unmarked, boxes, 0.0, "es", {"Title": "Índice"}, tagged), Store()).data


def main(folder: str, out: str) -> None:
    """Set it in every way, as if the machine had no fonts."""
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as home:
        conf = Path(home, "fonts.conf")
        conf.write_text(f"<fontconfig><cachedir>{home}/cache</cachedir></fontconfig>\n", encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(conf)
        book, _ = resolved(Request(Path(folder), cache=False), Result())
        made: Mapping[str, list[str]] = {
            name: [bound(galley, options_of(way, book), tagged=way.tagged).hex() for galley in both(way, book)]
            for name, way in WAYS.items()
        }
    Path(out).write_text(json.dumps(made), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
