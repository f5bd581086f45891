"""Where a book is printed: every target's page, gutter, spine and boxes against its golden table; how names are read.

`GALERADA_UPDATE_GOLDENS=1 pytest tests/unit/test_targets.py` writes the tables anew; read the diff then.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.model import PrintOptions
from pipeline.targets import (
    PRINTERS,
    SOURCES,
    SpineAskedError,
    Target,
    all_names,
    figures,
    fitted,
    gutter,
    press_job,
    spine,
    target_named,
)
from pipeline.write.paged.binding import Boxes

GOLDEN = Path(__file__).parent.parent / "golden" / "targets"
UPDATE = os.environ.get("GALERADA_UPDATE_GOLDENS") == "1"
PAGES = (24, 80, 150, 151, 301, 501, 701)


def spines(target: Target) -> str:
    try:
        return " ".join(f"{spine(target, pages):.2f}" for pages in PAGES)
    except SpineAskedError:
        return "asked"


def box(options: PrintOptions, *, recto: bool) -> str:
    said = Boxes(options.width, options.height, options.bleed, options.bleed_edges).entries(recto=recto)
    found = re.search(r"/MediaBox \[(.*?)\]", said)
    assert found
    return " ".join(f"{float(one):.2f}" for one in found[1].split())


def table(printer: str) -> Iterator[str]:
    """What the targets of a printer come to, lengths in pt."""
    names = [name for name in all_names() if target_named(name).printer.name == printer]
    seen = set()
    for name in names:
        target = target_named(name)
        plain, bled = fitted(PrintOptions(), target, 100), fitted(PrintOptions(bleed=1.0), target, 100)
        if target.trim not in seen:
            seen.add(target.trim)
            yield f"{name.rpartition('-')[0]}"
            yield f"  trim      {plain.width:.2f} {plain.height:.2f}"
            yield f"  margins   {plain.inner:.2f} {plain.outer:.2f} {plain.top:.2f} {plain.bottom:.2f}"
            yield f"  bled      recto {box(bled, recto=True)}; verso {box(bled, recto=False)}"
    for paper in PRINTERS[printer].papers:
        target = target_named(f"{names[0].rpartition('-')[0]}-{paper.name}")
        job = press_job(target, 0.0)
        yield f"paper {paper.name}: {paper.pages.value[0]}-{paper.pages.value[1]} pages, {job.space}"
        yield f"  spine     {spines(target)}"
        yield f"  file      {job.standard or 'plain'}, ink {job.ink or 'any'}, without {' '.join(job.forbids)}"
    yield "gutter      " + " ".join(f"{gutter(PRINTERS[printer], pages):.2f}" for pages in PAGES)
    yield f"pages       a multiple of {plain.pages_multiple}{', the last one blank' if plain.last_blank else ''}"


@pytest.mark.parametrize("printer", PRINTERS)
def test_what_a_target_comes_to_is_in_its_table(printer: str) -> None:
    made = "\n".join(table(printer)) + "\n"
    golden = GOLDEN / f"{printer}.txt"
    if UPDATE:
        golden.write_text(made, "utf-8")
    assert made == golden.read_text("utf-8")


def test_every_name_is_read_as_what_it_says() -> None:
    for name in all_names():
        target = target_named(name)
        assert name.startswith(target.printer.name) and name.endswith(target.paper.name)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("kpd-6x9-cream", "did you mean kdp?"),
        ("kdp-6x9-blue", "it has white, cream"),
        ("kdp", "'' is no trim"),
        ("kdp-3x3", "has no 3x3"),
        ("lulu-hardcover-99x99", "Lulu, hardcover has no 99x99"),
        ("ingramspark-sixbynine", "'sixbynine' is no trim"),
    ],
)
def test_a_wrong_name_says_what_there_is(name: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        target_named(name)


def test_a_trim_in_millimetres_is_the_same_as_in_inches() -> None:
    assert target_named("kdp-152.4x228.6mm-cream").trim == target_named("kdp-6x9-cream").trim


def test_every_figure_says_who_says_so() -> None:
    for name in all_names():
        for what, figure in figures(target_named(name)):
            ours = not figure.source and figure.status in {"house", "single"}
            assert figure.source in SOURCES or ours, (name, what)


def test_a_margin_that_the_book_names_is_widened_but_never_narrowed() -> None:
    target = target_named("ingramspark-5x8")
    named = PrintOptions(inner=90.0, outer=20.0, said=frozenset({"inner", "outer"}))
    page = fitted(named, target, 100)
    assert (page.inner, page.outer) == (90.0, 36.0)
    assert page.top == pytest.approx(56.0), "what the book does not name follows the trim"


def test_a_book_that_does_not_bleed_has_no_bleed_at_any_printer() -> None:
    assert all(fitted(PrintOptions(), target_named(name), 100).bleed == 0 for name in all_names())
