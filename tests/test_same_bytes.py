"""The same book gives the same bytes, whoever sets it and whatever the cache holds; and its page numbers are true."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from crossed import CHAPTERS, crossed_book

from pipeline import start
from pipeline.cache import Store
from pipeline.memory import Recalled
from pipeline.packed import pack
from pipeline.run import Request, Result, build
from pipeline.workshop import Workshop

EDITIONS = ("print", "reading", "ebook")


@dataclass(frozen=True, slots=True)
class First:
    """A book and what its first build gave."""

    folder: Path
    out: Path
    result: Result

    @property
    def sums(self) -> list[str]:
        return sums(self.result)

    @property
    def printed(self) -> list[str]:
        """What belongs to the edition `print`."""
        return [output.sha256 for output in self.result.outputs if output.edition == "print"]


def sums(result: Result) -> list[str]:
    assert result.outputs, [str(found) for found in result.report.diagnostics]
    return [output.sha256 for output in result.outputs]


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop(2) as children:
        yield children


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    """Set by one child, with an empty cache."""
    place = tmp_path_factory.mktemp("first")
    folder = crossed_book(place / "book")
    return First(folder, place / "out", build(Request(folder, EDITIONS, out=place / "out", jobs=1)))


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody remembers the last build: pages are linked again, from what the cache holds."""
    monkeypatch.setattr(start, "recalled", lambda *_: Recalled(None))


# whoever sets it


@pytest.mark.parametrize("jobs", [2, 3])
def test_any_number_of_processes_gives_the_same_bytes(jobs: int, first: First, tmp_path: Path) -> None:
    assert sums(build(Request(first.folder, EDITIONS, out=tmp_path, jobs=jobs, cache=False))) == first.sums


def test_another_folder_gives_the_same_bytes(first: First, tmp_path: Path, workshop: Workshop) -> None:
    elsewhere = shutil.copytree(first.folder, tmp_path / "elsewhere" / "año")
    assert sums(build(Request(elsewhere, EDITIONS), workshop=workshop)) == first.sums


SHAPED = """import hashlib
from pipeline.write.cover import CoverText, draw
print(hashlib.sha256(draw(CoverText("El oficio de fijar"))).hexdigest())
"""


@pytest.mark.skipif(shutil.which("localedef") is None, reason="localedef is not installed; it makes a locale")
def test_a_turkish_machine_gives_the_same_cover(tmp_path: Path) -> None:
    """Turkish has no ligature of f and i; the book is Spanish wherever it is built."""
    made = ["localedef", "-i", "tr_TR", "-f", "UTF-8", str(tmp_path / "tr_TR.UTF-8")]
    subprocess.run(made, capture_output=True, check=False)  # it grumbles at its own sources
    if not (tmp_path / "tr_TR.UTF-8").is_dir():
        pytest.skip("localedef has no sources of locales here")
    turkish = {"LOCPATH": str(tmp_path), "LC_ALL": "tr_TR.UTF-8"}
    told = set()
    for known in ({"LC_ALL": "C.UTF-8"}, turkish):
        line = [sys.executable, "-c", SHAPED]
        told.add(subprocess.run(line, env={**os.environ, **known}, capture_output=True, check=True).stdout)
    assert len(told) == 1


# whatever the cache holds


@pytest.mark.usefixtures("forgetful")
def test_a_warm_cache_gives_the_same_bytes_and_spares_all_work(first: First, workshop: Workshop) -> None:
    again = build(Request(first.folder, EDITIONS, out=first.out), workshop=workshop)
    assert sums(again) == first.sums
    assert {use.reused for use in again.uses} == {True}


FORGED = (
    b"", b"\0\0\0\0", b"null", pack(None), pack(7), pack([]), pack({"a": 1}),
    pack([1, 2, 3, 4, 5, 6, 7]), pack([[], [], 0, [], [], [], []]), pack([[["x"]], [], 0, {}, [], [], []]),
    pack([*range(9)]), pack([[], [], [], 0, [], [], [], [], [[], [], []]]), pack([[], [], [], 0, {}, [], [], [], []]),
    pack([[["x"]], [], [], 0, {}, [], [], [], [[], [], []]]), pack([[], [], [], 0, {}, [], [], [], [[["x"]], [], []]]),
    pack([{}, {}]), pack([[], [], []]), pack([[], [[1, 2, 3, 4, 5, 6], [], []], []]), pack([{"read a": 1}, None]),
)  # fmt: skip
"""Whole entries, each under a right checksum, that are nothing."""


def flipped(store: Store, path: Path, _: int) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def truncated(store: Store, path: Path, _: int) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def emptied(store: Store, path: Path, _: int) -> None:
    path.write_bytes(b"")


def exchanged(store: Store, path: Path, _: int) -> None:
    """The entry of another key, whole."""
    other = next(one for one in sorted(path.parent.parent.glob("??/*")) if one != path)
    path.write_bytes(other.read_bytes())


def forged(store: Store, path: Path, number: int) -> None:
    store.put(path.parent.name + path.name, FORGED[number % len(FORGED)])


Damage = Callable[[Store, Path, int], None]


@pytest.mark.usefixtures("forgetful")
@pytest.mark.parametrize("damage", [flipped, truncated, emptied, exchanged, forged], ids=lambda one: one.__name__)
def test_a_damaged_cache_gives_the_same_bytes(
    damage: Damage, first: First, tmp_path: Path, workshop: Workshop
) -> None:
    cache = shutil.copytree(first.out / ".cache", tmp_path / ".cache")
    damaged = sorted(cache.glob("??/*"))[::2]
    for number, path in enumerate(damaged):
        damage(Store(cache), path, number)
    again = build(Request(first.folder, EDITIONS, out=tmp_path), workshop=workshop)
    assert sums(again) == first.sums
    assert {use.reused for use in again.uses} == {True, False}


def test_a_cache_of_nothing_but_forged_entries_is_no_fault(first: First, tmp_path: Path, workshop: Workshop) -> None:
    """Every kind of entry meets every kind of forgery, the memory of the build among them."""
    for number in range(0, len(FORGED), 5):
        cache = shutil.copytree(first.out / ".cache", tmp_path / str(number) / ".cache")
        for place, path in enumerate(sorted(cache.glob("??/*"))):
            forged(Store(cache), path, number + place)
        again = build(Request(first.folder, ("print",), out=tmp_path / str(number)), workshop=workshop)
        assert sums(again) == first.printed


# whatever is edited


def longer(folder: Path) -> None:
    """All later chapters open on other pages."""
    text = (folder / "c2.md").read_text(encoding="utf-8")
    (folder / "c2.md").write_text(text + "\n\n" + "Una página más de palabras. " * 150, encoding="utf-8")


def wider_picture(folder: Path) -> None:
    """The chapter that held it at its widest has it smaller."""
    text = (folder / "c2.md").read_text(encoding="utf-8")
    (folder / "c2.md").write_text(text.replace('width="100%"', 'width="25%"'), encoding="utf-8")


def any_page(folder: Path) -> None:
    """Chapters that stood on rectos stand on versos."""
    text = (folder / "book.yaml").read_text(encoding="utf-8")
    (folder / "book.yaml").write_text(text.replace("bleed: 9pt", "bleed: 9pt, chapters_open: any"), encoding="utf-8")


def word(folder: Path) -> None:
    text = (folder / "c1.md").read_text(encoding="utf-8")
    (folder / "c1.md").write_text(text.replace("noche", "tarde", 1), encoding="utf-8")


@pytest.mark.parametrize("edit", [longer, wider_picture, any_page, word], ids=lambda one: one.__name__)
def test_an_edited_book_is_the_same_warm_and_cold(
    edit: Callable[[Path], None], first: First, tmp_path: Path, workshop: Workshop
) -> None:
    folder = shutil.copytree(first.folder, tmp_path / "book")
    shutil.copytree(first.out / ".cache", tmp_path / "warm" / ".cache")
    edit(folder)
    warm = build(Request(folder, ("print",), out=tmp_path / "warm"), workshop=workshop)
    cold = build(Request(folder, ("print",), cache=False), workshop=workshop)
    assert sums(warm) == sums(cold)
    assert sums(warm) != first.printed
    assert any(use.reused for use in warm.uses)
    assert_numbers_are_true(warm.outputs[0].path)


# the numbers in the text


NUMBER = re.compile(r"\(p\.\s+(\w+)\)|→\s+(\w+)")
ENTRY = re.compile(r"\.\s(\w+)$")


def assert_numbers_are_true(path: Path) -> None:
    """Every page number in the text stands in a link, and is the number of the page to which that link leads."""
    with pikepdf.open(path) as pdf, pypdfium2.PdfDocument(path) as shown:
        for number, page in enumerate(pdf.pages):
            words = shown[number].get_textpage()
            told = Counter("".join(found) for found in NUMBER.findall(words.get_text_range()))
            assert Counter(numbers_of(pdf, page, words)) == told, f"page {page.label}"


Rect = tuple[float, ...]


def numbers_of(pdf: pikepdf.Pdf, page: pikepdf.Page, words: pypdfium2.PdfTextPage) -> list[str]:
    """The numbers that links show; what the style sheet adds to a link is a link inside it."""
    made: dict[Rect, str] = {}
    for link in page.get("/Annots", []):
        if "/Dest" not in link:
            continue
        left, low, right, top = map(float, link.Rect)
        text = words.get_text_bounded(left - 1, low, right + 1, top).strip()
        found = NUMBER.search(text) or ENTRY.search(text)
        if found:
            target = next(iter(filter(None, found.groups())))
            assert label_of(pdf, link) == target, f"'{text}' leads to {label_of(pdf, link)}"
            if found.re is NUMBER:
                made[left, low, right, top] = target
    return [number for rect, number in made.items() if not any(is_inside(rect, other) for other in made)]


def is_inside(rect: Rect, other: Rect) -> bool:
    return rect != other and all(a >= b for a, b in zip(rect[:2], other[:2], strict=True)) and all(
        a <= b for a, b in zip(rect[2:], other[2:], strict=True)
    )


def label_of(pdf: pikepdf.Pdf, link: pikepdf.Object) -> str:
    page = pikepdf.NameTree(pdf.Root.Names.Dests)[str(link.Dest)][0]
    return pikepdf.Page(page).label


def test_every_printed_page_number_is_that_of_its_target(first: First) -> None:
    assert_numbers_are_true(first.result.outputs[0].path)


def test_every_kind_of_reference_shows_its_number(first: First) -> None:
    """In text, notes, tables and buttons, six a chapter; in the front matter; and every line of the contents."""
    with pypdfium2.PdfDocument(first.result.outputs[0].path) as shown:
        words = [page.get_textpage().get_text_range() for page in shown]
    text = "\n".join(words)
    count = len(NUMBER.findall(text))
    assert count == 6 * CHAPTERS + CHAPTERS
    assert len(re.findall(r"p\.\s+vii\)", text)) == CHAPTERS
    contents = next(page for page in words if ". . ." in page)
    assert len(re.findall(r"\. \.+ ?\S", contents.replace("\r\n", " "))) >= 2 * CHAPTERS + 2


def test_a_wrong_number_is_noticed(first: First, tmp_path: Path) -> None:
    """The planted fault: a destination on another page."""
    with pikepdf.open(first.result.outputs[0].path) as pdf:
        names = pikepdf.NameTree(pdf.Root.Names.Dests)
        names["c3--fin-3"][0] = pdf.pages[0].obj
        pdf.save(tmp_path / "wrong.pdf")
    with pytest.raises(AssertionError, match="leads to i\n"):
        assert_numbers_are_true(tmp_path / "wrong.pdf")
