"""The linked PDF is the PDF that one document would have given: `one_document.py` lays the same books out whole.

The comparison is a function from two files to complaints, so that a planted fault shows that it can fail.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from pipeline.plan import EDITIONS
from pipeline.pressroom import Pressroom
from pipeline.run import Request, Result, resolved
from pipeline.workshop import Workshop, cores

from .one_document import with_engines_lines

ROOT = Path(__file__).parent.parent
MANUSCRIPT = ROOT.parent / "shared" / "manuscript"
BOOKS = {"sample": ROOT / "book", "kitchen-sink": ROOT / "tests" / "books" / "kitchen-sink", "manuscript": MANUSCRIPT}
PATIENCE = 300
SCALE = 108 / 72
FAR = 64
"""Of 255: a pixel that differs by more is another pixel."""
MOST_PIXELS = 0.001
MOST_BYTES = 1.05
NEAR = 0.01
"""pt: numbers are written to a thousandth."""


@dataclass(frozen=True)
class Told:
    """A PDF, read by two libraries that did not write it."""

    path: Path

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        return pikepdf.open(self.path)

    @cached_property
    def shown(self) -> pypdfium2.PdfDocument:
        return pypdfium2.PdfDocument(self.path)

    @cached_property
    def places(self) -> dict[Any, int]:
        return {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}

    @cached_property
    def named(self) -> dict[str, Any]:
        names = self.pdf.Root.get("/Names", {}).get("/Dests")
        return dict(pikepdf.NameTree(names)) if names is not None else {}

    def point(self, destination: Any) -> tuple[int, float, float]:
        """Page, x and y of a destination, which may go by a name."""
        if isinstance(destination, pikepdf.String):
            destination = self.named[str(destination)]
        page, _, x, y, *_ = destination
        return self.places[page.objgen], float(x), float(y)


# what a page holds


LEADER = re.compile(r"( \.)+ ?")
"""Dots of the table of contents: the engine draws them by threes, as long as three have room, the binding one by one
(decision 0051), so that a line has up to two more. That they stand on one grid is tested in unit/test_leaders.py.
"""


def text_of(told: Told, number: int, text: tuple[float, float]) -> tuple[str, str, str]:
    """The words of the head, of the text block and of the foot, each in their order."""
    page = told.shown[number]
    words = page.get_textpage()
    bottom, top = text
    left, low, right, high = page.get_mediabox()
    head = words.get_text_bounded(left, top, right, high)
    foot = words.get_text_bounded(left, low, right, bottom)
    body = words.get_text_bounded(left, bottom, right, top)
    return "".join(head.split()), LEADER.sub(" ", " ".join(body.split())), "".join(foot.split())


def links_of(told: Told, number: int) -> list[tuple[str, tuple[float, ...]]]:
    """Of each link what it leads to, and in numbers: its rectangle, and the page and point of its target."""
    made = []
    for link in told.pdf.pages[number].get("/Annots", []):
        left, low, right, top = map(float, link.Rect)
        rect = (min(left, right), min(low, top), max(left, right), max(low, top))
        if "/Dest" in link:
            made.append(("", (*rect, *told.point(link.Dest))))
        else:
            made.append((str(link.A.URI), rect))
    return sorted(made, key=lambda link: [round(side) for side in link[1]])


def outline_of(told: Told) -> list[tuple[str, tuple[float, ...]]]:
    """Level and title, and in numbers: page and point."""

    def below(items: list[pikepdf.OutlineItem], level: int) -> Iterator[tuple[str, tuple[float, ...]]]:
        for item in items:
            yield f"{level} {item.title}", told.point(item.destination or item.action.D)
            yield from below(item.children, level + 1)

    with told.pdf.open_outline() as outline:
        return list(below(outline.root, 0))


def boxes_of(told: Told, number: int) -> tuple[float, ...]:
    page = told.pdf.pages[number]
    return tuple(float(side) for box in (page.mediabox, page.trimbox, page.get("/BleedBox", page.mediabox))
                 for side in box)  # fmt: skip


def drawn(told: Told, number: int) -> Image.Image:
    return told.shown[number].render(scale=SCALE).to_pil().convert("RGB")


def other_pixels(one: Image.Image, two: Image.Image) -> float:
    """The share of pixels that differ by more than `FAR` in any colour."""
    red, green, blue = ImageChops.difference(one, two).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return sum(most.histogram()[FAR + 1 :]) / (one.width * one.height)


# the comparison


def differences(linked: Path, whole: Path, text: tuple[float, float]) -> list[str]:
    """In what a linked PDF differs from the other; `text` are the bottom and the top of the text block in pt."""
    a, b = Told(linked), Told(whole)
    if len(a.pdf.pages) != len(b.pdf.pages):
        return [f"{len(a.pdf.pages)} pages, not {len(b.pdf.pages)}"]
    found = [complaint for number in range(len(a.pdf.pages)) for complaint in _of_page(a, b, number, text)]
    if not _alike(outline_of(a), outline_of(b)):
        found.append("another outline")
    if linked.stat().st_size > MOST_BYTES * whole.stat().st_size:
        found.append(f"{linked.stat().st_size} bytes, not {whole.stat().st_size}")
    return found


def _of_page(a: Told, b: Told, number: int, text: tuple[float, float]) -> Iterator[str]:
    pages = a.pdf.pages[number], b.pdf.pages[number]
    if pages[0].label != pages[1].label:
        yield f"page {number} is called {pages[0].label}, not {pages[1].label}"
    if not _near(boxes_of(a, number), boxes_of(b, number)):
        yield f"page {number} has other boxes"
    for one, two in zip(text_of(a, number, text), text_of(b, number, text), strict=True):
        if one != two:
            yield f"page {number} says {_first_difference(one, two)}"
    if not _alike(links_of(a, number), links_of(b, number)):
        yield f"page {number} has other links"
    share = other_pixels(drawn(a, number), drawn(b, number))
    if share >= MOST_PIXELS:
        yield f"page {number} looks different: {share:.2%}"


def _first_difference(one: str, two: str) -> str:
    for place, (a, b) in enumerate(zip_longest(one, two)):
        if a != b:
            return f"{one[max(0, place - 20) : place + 20]!r}, not {two[max(0, place - 20) : place + 20]!r}"
    return ""


def _alike(one: list[tuple[str, tuple[float, ...]]], two: list[tuple[str, tuple[float, ...]]]) -> bool:
    return [a for a, _ in one] == [b for b, _ in two] and all(
        _near(a, b) for (_, a), (_, b) in zip(one, two, strict=True)
    )


def _near(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    return len(one) == len(two) and all(abs(a - b) <= NEAR for a, b in zip(one, two, strict=True))


# books


@dataclass(frozen=True, slots=True)
class Pair:
    """A book, linked and as one document."""

    linked: Path
    whole: Path
    text: tuple[float, float]


def paired(folder: Path, out: Path) -> Pair:
    command = [sys.executable, str(ROOT / "tests" / "one_document.py"), str(folder), str(out / "whole.pdf")]
    oracle = subprocess.Popen(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT), "PATH": ""})
    try:
        book, context = resolved(Request(folder, cache=False), Result())
        book = with_engines_lines(book)
        with Workshop(cores()) as workshop:
            made = next(iter(Pressroom(book, context, workshop, out, book).files(EDITIONS["print"])))
        assert oracle.wait(PATIENCE) == 0
    finally:
        oracle.kill()
        oracle.wait()
    (out / "linked.pdf").write_bytes(made.whole)
    options = book.config.print
    return Pair(out / "linked.pdf", out / "whole.pdf", (options.bottom, options.height - options.top + 1))


@pytest.fixture(scope="module")
def sink(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return paired(BOOKS["kitchen-sink"], tmp_path_factory.mktemp("sink"))


@pytest.mark.parametrize("name", ["sample", "manuscript"])
def test_the_linked_book_is_the_book_as_one_document(name: str, tmp_path: Path) -> None:
    if not BOOKS[name].is_dir():
        pytest.skip("the real chapters are not in this checkout")
    made = paired(BOOKS[name], tmp_path)
    assert differences(made.linked, made.whole, made.text) == []


def test_the_book_with_everything_is_the_book_as_one_document(sink: Pair) -> None:
    assert differences(sink.linked, sink.whole, sink.text) == []


# planted faults


def moved_page(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[9]
    del pdf.pages[9]
    pdf.pages.insert(11, page)


def wrong_folio(pdf: pikepdf.Pdf) -> None:
    """The last thing drawn on a page is its head and folio."""
    one, two = pdf.pages[12].Contents, pdf.pages[13].Contents
    one[len(one) - 1] = two[len(two) - 1]


def lost_link(pdf: pikepdf.Pdf) -> None:
    del next(page for page in pdf.pages if "/Annots" in page).Annots[0]


def link_elsewhere(pdf: pikepdf.Pdf) -> None:
    names = pikepdf.NameTree(pdf.Root.Names.Dests)
    names[next(iter(names))][3] += 1


def other_address(pdf: pikepdf.Pdf) -> None:
    links = [link for page in pdf.pages for link in page.get("/Annots", []) if "/A" in link]
    links[0].A.URI = pikepdf.String("https://example.org/elsewhere")


def lost_entry(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        del outline.root[1]


def other_labels(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels.Nums[0] += 1


def other_box(pdf: pikepdf.Pdf) -> None:
    pdf.pages[3].TrimBox[0] += 1


def spot(pdf: pikepdf.Pdf) -> None:
    """A square of half a millimetre on an empty page would be seen too."""
    pdf.pages[4].contents_add(b"0 0 0 rg 100 100 20 20 re f")


def heavy(pdf: pikepdf.Pdf) -> None:
    pdf.Root.More = pdf.make_stream(bytes(place * place % 251 for place in range(400_000)), Filter=pikepdf.Name.None_)


FAULTS: dict[Callable[[pikepdf.Pdf], None], str] = {
    moved_page: "page 9 says",
    wrong_folio: "page 12 says",
    lost_link: "has other links",
    link_elsewhere: "has other links",
    other_address: "has other links",
    lost_entry: "another outline",
    other_labels: "is called",
    other_box: "page 3 has other boxes",
    spot: "page 4 looks different",
    heavy: " bytes, not ",
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_is_noticed(fault: Callable[[pikepdf.Pdf], None], sink: Pair, tmp_path: Path) -> None:
    with pikepdf.open(sink.linked) as pdf:
        fault(pdf)
        pdf.save(tmp_path / "spoilt.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=False)
    found = differences(tmp_path / "spoilt.pdf", sink.whole, sink.text)
    assert [complaint for complaint in found if FAULTS[fault] in complaint]


def test_a_missing_page_is_noticed(sink: Pair, tmp_path: Path) -> None:
    with pikepdf.open(sink.linked) as pdf:
        del pdf.pages[-1]
        pdf.save(tmp_path / "short.pdf")
    assert differences(tmp_path / "short.pdf", sink.whole, sink.text) == ["24 pages, not 25"]
