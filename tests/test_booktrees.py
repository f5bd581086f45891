"""Words in are words out: book trees are built by the public way, and both editions read with other people's readers.

`make test` builds a few, the same each time; `make nightly` builds two thousand others and says how many they were:
`python -m tests.test_booktrees 2000`. Behind the number may stand a seed, and how many books are bound into one build.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import pypdfium2
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from PIL import Image

from pipeline.catalogue import SHORTCODES
from pipeline.diagnostics import Code, Report
from pipeline.model import PrintOptions
from pipeline.nodes import Body, Text
from pipeline.read.markdown import read_markdown
from pipeline.run import Request, Result, build
from pipeline.workshop import Workshop

from .booktrees import PICTURE, Manuscript, bare, is_heap, manuscripts, together
from .serial_book import WORD, put

EXAMPLES = 15
OPS = "{http://www.idpf.org/2007/ops}type"
PARTED = frozenset(
    "address article aside blockquote br caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr img li main nav ol p pre section summary svg table tbody td tfoot th thead tr ul".split()
)
PAGE = PrintOptions()
HEAD, FOOT = PAGE.top - PAGE.leading, PAGE.bottom - PAGE.leading
"""pt from the page's edges: beyond are heads and folios, and nothing of the text."""
BESIDE = 1000
"""pt beside the page, where no letter may stand."""
HEBREW = re.compile("[\u0590-\u05ff]+")
"""A reader may join it to what stands before or behind it in another line."""
ADDRESS = "https://example.org/"
"""Where the books' buttons lead, which paper says; a reader may not part it from what follows."""
MOST_WORDS = 2000
"""Of a book."""


# what the editions hold


def epub_tokens(data: bytes, chapters: int) -> Iterator[str]:
    """The words of the chapters' files, as they stand between white space."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for number in range(1, chapters + 1):
            root = ElementTree.fromstring(archive.read(f"EPUB/text/{number:02}.xhtml"))
            (body,) = (node for node in root if node.tag.endswith("body"))
            yield from "".join(_texts(body)).split()


def _texts(node: ElementTree.Element) -> Iterator[str]:
    """The texts of an element, but for the calls of notes and the ways back."""
    tag = node.tag.rpartition("}")[2]
    apart = tag in PARTED
    yield "\n" if apart else ""
    if node.get(OPS) != "noteref" and node.get("role") != "doc-backlink" and tag != "wbr":
        yield node.text or ""
        for child in node:
            yield from _texts(child)
            yield child.tail or ""
    yield "\n" if apart else ""


def pdf_tokens(data: bytes) -> Iterator[str]:
    """The words of the numbered pages, without heads and folios."""
    pdf = pypdfium2.PdfDocument(data)
    for number, page in enumerate(pdf):
        if pdf.get_page_label(number).isdigit():
            width, height = page.get_size()
            text = page.get_textpage().get_text_bounded(-BESIDE, FOOT, width + BESIDE, height - HEAD)
            tokens = HEBREW.sub(r" \g<0> ", text.replace(ADDRESS, " ")).split()
            yield from (token for token in tokens if not (len(token) == 1 and token.isupper()))  # C H A P T E R


# against the manuscript


class Ledger:
    """The words that are wanted, and those that were found."""

    def __init__(
        self, wanted: Manuscript, once: frozenset[str] = frozenset(), loose: frozenset[str] = frozenset()
    ) -> None:
        self.wanted = wanted
        self.once = once
        """What may be found again, and counts once."""
        self.loose = loose
        """What may stand before or behind its neighbours."""
        self.own = {word: number for number, note in enumerate(wanted.notes) for word in note}
        self.known = {*wanted.text, *self.own}
        self.starts = {word[:length] for word in self.known for length in range(1, len(word))}
        self.text: list[str] = []
        self.notes: list[list[str]] = [[] for _ in wanted.notes]
        self.foreign: list[str] = []
        self.halves: list[str] = []

    def take(self, word: str) -> None:
        if word in self.once and word in self.text:
            return
        if word in self.own:
            self.notes[self.own[word]].append(word)
        else:
            self.text.append(word)

    def lines(self) -> Iterator[tuple[Sequence[str], list[str]]]:
        """What is wanted in its order, and what was found; of `loose` words only that each is there as often."""
        yield [w for w in self.wanted.text if w not in self.loose], [w for w in self.text if w not in self.loose]
        yield sorted(set(self.wanted.text) & self.loose), sorted(word for word in self.text if word in self.loose)

    def hear(self, token: str) -> bool:
        """Take what a reader makes of a line's piece: words whole, halves, words without the space between them.

        False: it is none of these. A half goes on where one of those that are open does, of these the last.
        """
        if is_heap(token):
            return self._heap(token)
        for half in ("", *reversed(self.halves)):
            if (words := self._parted(half + token, rest=False)) is not None:
                return self._heard(half, words)
        for half in (*reversed(self.halves), ""):
            if (words := self._parted(half + token, rest=True)) is not None:
                return self._heard(half, words)
        return False

    def _heap(self, token: str) -> bool:
        """Letters of a script that runs to the left, or of half a word of it."""
        for half in ("", *reversed(self.halves)):
            if (not half or is_heap(half)) and "".join(sorted(half + token)) in self.known:
                return self._heard(half, ["".join(sorted(half + token))])
        return self._heard("", [token])

    def _heard(self, half: str, words: list[str]) -> bool:
        if half:
            self.halves.remove(half)
        for word in words:
            if word in self.known:
                self.take(word)
            else:
                self.halves.append(word)
        return True

    def _parted(self, letters: str, *, rest: bool) -> list[str] | None:
        """The known words that these letters are, and behind them, where `rest` allows it, the first half of one."""
        if not letters or (rest and letters in self.starts):
            return [letters] if letters else []
        for end in range(len(letters), 0, -1):
            if letters[:end] in self.known and (more := self._parted(letters[end:], rest=rest)) is not None:
                return [letters[:end], *more]
        return None

    def faults(self) -> list[str]:
        """What is not as it should be."""
        found = [f"foreign: {word}" for word in self.foreign]
        pairs = [*self.lines(), *zip(self.wanted.notes, self.notes, strict=True)]
        for wanted, got in pairs:
            if list(wanted) != got:
                place = next((n for n, (one, two) in enumerate(zip(wanted, got, strict=False)) if one != two),
                             min(len(wanted), len(got)))  # fmt: skip
                found.append(f"{place}: wanted {wanted[place : place + 4]}, got {got[place : place + 4]}")
        return found


def epub_faults(wanted: Manuscript, data: bytes) -> list[str]:
    """Every word as it is spelled, with the same neighbours, between the same spaces."""
    ledger = Ledger(wanted)
    for token in epub_tokens(data, len(wanted.files) - 2):
        if (word := bare(token)) in ledger.known:
            ledger.take(word)
        elif WORD.search(word) or (word and not word.isascii()):
            ledger.foreign.append(word)
    return ledger.faults()


def pdf_faults(wanted: Manuscript, data: bytes) -> list[str]:
    """The same, but that a line's end or a raised letter may part a word, a table's head stand on several pages, and
    cells of a row that goes on overleaf each go on there.

    Of white space only the page could tell: every build looks at its glyphs (`pipeline/write/paged/layer.py`).
    """
    ledger = Ledger(wanted, wanted.heads, wanted.cells)
    for token in pdf_tokens(data):
        if (word := bare(token)) and not ledger.hear(word) and WORD.search(word):
            ledger.foreign.append(word)
    return [*ledger.faults(), *beside_the_page(data)]


def beside_the_page(data: bytes) -> Iterator[str]:
    """Letters that no reader of the printed book will see."""
    for number, page in enumerate(pypdfium2.PdfDocument(data), 1):
        width, height = page.get_size()
        for left, right in ((-BESIDE, 0), (width, width + BESIDE)):
            if text := page.get_textpage().get_text_bounded(left, 0, right, height).strip():
                yield f"beside page {number}: {text}"


def built(wanted: Manuscript, folder: Path, workshop: Workshop) -> Result:
    """Both editions, made anew in a folder that keeps its cache."""
    for path in folder.glob("*.md"):
        path.unlink()
    put(folder, wanted.files)
    Image.new("L", (8, 12)).save(folder / "cover.png")  # which else would be drawn each time
    return build(Request(folder), workshop=workshop)


def is_refused(result: Result) -> bool:
    """Whether a page was too narrow, or too low, for what stands on it: that is said, and not printed."""
    return {found.code for found in result.report.errors} == {Code.OFF_THE_PAGE}


def faults(wanted: Manuscript, result: Result) -> list[str]:
    """What is wrong with a book's editions."""
    if result.report.errors:
        return [] if is_refused(result) else list(map(str, result.report.errors))
    made = {output.edition: output.path.read_bytes() for output in result.outputs}
    return [*(f"ebook {fault}" for fault in epub_faults(wanted, made["ebook"])),
            *(f"print {fault}" for fault in pdf_faults(wanted, made["print"]))]  # fmt: skip


# the tests


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    made = Workshop(1)
    yield made
    made.close()


def test_words_in_are_words_out(workshop: Workshop, tmp_path: Path) -> None:
    @settings(max_examples=EXAMPLES, phases=[Phase.generate])
    @given(manuscripts())
    def law(book: Manuscript) -> None:
        assert faults(book, built(book, tmp_path, workshop)) == []

    law()


def test_the_trees_are_deep() -> None:
    deepest: list[int] = []

    @settings(max_examples=40, phases=[Phase.generate])
    @given(manuscripts())
    def look(book: Manuscript) -> None:
        trees = [
            read_markdown(path, text, 0, SHORTCODES, Report()) for path, text in book.files.items() if ".md" in path
        ]
        deepest.append(max(map(depth, trees)))

    look()
    assert max(deepest) >= 12
    assert sum(deep >= 10 for deep in deepest) >= 10


def depth(nodes: Body) -> int:
    return max((1 + depth(node.children) for node in nodes if not isinstance(node, Text)), default=0)


SOUND = Manuscript(
    {"book.yaml": "title: T\nauthor: A\ncover: cover.png\n", "p.svg": PICTURE,
     "01.md": "# babababa\n\nbabebaba **babobaba**badababa[^1]\n\n| badebaba |\n|---|\n| badobaba |\n\n"
              "bagababa.\n\n[^1]: bagebaba bagobaba\n"},
    ("babababa", "babebaba", "babobababadababa", "badebaba", "badobaba", "bagababa"),
    (("bagebaba", "bagobaba"),),
    frozenset({"badebaba"}),
)  # fmt: skip


SPACED = [("babebaba **", "babebaba**"), ("**badababa", "** badababa")]
"""Of white space, a reader of PDFs tells nothing for sure."""


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (("bagababa", "bagababa"), False),
        (("badobaba", "x"), True),
        (("babebaba **babobaba**badababa", "**babobaba**badababa babebaba"), True),
        (SPACED[1], True),
        (SPACED[0], True),
        (("bagebaba bagobaba", "bagobaba bagebaba"), True),
        (("bagababa", "bagababa bagababa"), True),
    ],
)
def test_a_planted_fault_is_seen(change: tuple[str, str], seen: bool, workshop: Workshop, tmp_path: Path) -> None:
    files = {**SOUND.files, "01.md": SOUND.files["01.md"].replace(*change)}
    result = built(replace(SOUND, files=files), tmp_path, workshop)
    made = {output.edition: output.path.read_bytes() for output in result.outputs}
    assert bool(epub_faults(SOUND, made["ebook"])) is seen
    assert bool(pdf_faults(SOUND, made["print"])) is (seen and change not in SPACED)


def test_letters_beside_the_page_are_seen(workshop: Workshop, tmp_path: Path) -> None:
    (path,) = (one.path for one in built(SOUND, tmp_path, workshop).outputs if one.edition == "print")
    assert list(beside_the_page(path.read_bytes())) == []
    pdf, cut = pypdfium2.PdfDocument(path), io.BytesIO()
    for page in pdf:
        for set_box in (page.set_mediabox, page.set_cropbox, page.set_trimbox, page.set_bleedbox):
            set_box(0, 0, 90, 648)
    pdf.save(cut)
    assert any("babababa"[3:] in fault for fault in beside_the_page(cut.getvalue()))


# the long run


def main(books: int, seeded: int, each: int) -> int:
    """Build so many books, `each` of them bound together; the status is 1 when one is not as it should be."""
    run = _Run(each)
    with TemporaryDirectory() as folder:
        run.folder = Path(folder)

        @settings(max_examples=books, database=None, deadline=None, phases=[Phase.generate],
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @seed(seeded)
        @given(manuscripts(run.next_word))
        def law(book: Manuscript) -> None:
            run.take(book)

        law()
        run.judge()
        run.workshop.close()
    print(run, "in all", flush=True)
    return int(run.tally["wrong"] > 0 or sum(run.tally.values()) < books)


class _Run:
    """Books at hand, and how many were as they should be."""

    def __init__(self, each: int) -> None:
        self.each = each
        self.folder = Path()
        self.workshop = Workshop(1)
        self.books: list[Manuscript] = []
        self.tally = {"built": 0, "refused": 0, "wrong": 0}
        self.word = 0

    def __str__(self) -> str:
        return ", ".join(f"{number} {what}" for what, number in self.tally.items())

    def next_word(self) -> int:
        """Room for every word of a book."""
        self.word += MOST_WORDS
        return self.word

    def take(self, book: Manuscript) -> None:
        assert len(book.text) + sum(map(len, book.notes)) < MOST_WORDS
        self.books.append(book)
        if len(self.books) == self.each:
            self.judge()

    def judge(self) -> None:
        """Build the books at hand."""
        books, self.books = self.books, []
        if books:
            self._judge(books)

    def _judge(self, books: Sequence[Manuscript]) -> None:
        whole = together(books)
        result = built(whole, self.folder, self.workshop)
        if found := faults(whole, result):
            self._part(books, whole, found)
        elif result.report.errors:
            self._refuse(books, {error.pos.path for error in result.report.errors})
        else:
            self._count("built", len(books))

    def _refuse(self, books: Sequence[Manuscript], places: set[str]) -> None:
        """Build the others without those that are refused."""
        numbers, left = count(1), []
        for book in books:
            own = {f"{next(numbers):02}.md" for path in book.files if path.endswith(".md")}
            left += [book] if own.isdisjoint(places) else []
        if len(left) == len(books) > 1:  # it has no place, or one in what Galerada made of them all
            self._in_halves(books)
            return
        self._count("refused", len(books) - len(left) or 1)
        if len(books) > 1 and left:
            self._judge(left)

    def _in_halves(self, books: Sequence[Manuscript]) -> None:
        half = len(books) // 2
        self._judge(books[:half])
        self._judge(books[half:])

    def _part(self, books: Sequence[Manuscript], whole: Manuscript, found: Sequence[str]) -> None:
        """Find the one that is not as it should be."""
        if len(books) > 1:
            self._in_halves(books)
            return
        self._count("wrong", 1)
        print(*found, *(f"==> {path}\n{text}" for path, text in whole.files.items()), sep="\n", flush=True)

    def _count(self, what: str, number: int) -> None:
        self.tally[what] += number
        print(self, flush=True)


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in [*sys.argv[1:], *"2000 1 1".split()[len(sys.argv) - 1 :]])))
