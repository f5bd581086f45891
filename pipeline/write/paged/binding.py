"""The binding: galleys, heads and folios become one PDF.

In: the galleys, the leaves of the make-up, the heads of each leaf. Out: the file's bytes: pages with their boxes, one
font a face, one table of destinations, one outline, page labels, one structure tree. The same bytes whoever set the
galleys, and when.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote

from .galley import FONTS, PAGE, ROOT, Annotation, FontUse, Galley
from .heads import Compositor
from .makeup import BLANK, Leaf
from .margins import Drawn
from .outlines import Entry, outline_tree, put_outline
from .pdffile import Finished, PdfFile, Stream, array, packed_stream, real, text_string
from .placed import Placed, Shelf
from .running import NOTHING, Running
from .typecase import Cutter, put_fonts, together

NO_MARGINS = Drawn()


@dataclass(frozen=True, slots=True)
class Boxes:
    """The page's rectangles in pt, the trimmed page at the origin (PDF 1.7, 14.11.2)."""

    width: float
    height: float
    bleed: float = 0.0
    edges: str = "all"
    """`outer`: no bleed at the bound edge, as some printers want it; `all`: round four edges."""
    sheet: tuple[float, float, float, float] | None = None
    """The whole sheet of a proof: its left, lower, right and upper edge; None: nothing beyond the bleed."""

    def entries(self, *, recto: bool) -> str:
        """As a page says them."""
        bound = 0.0 if self.edges == "outer" else self.bleed
        left, right = (bound, self.bleed) if recto else (self.bleed, bound)
        out = (0.0 - left, 0.0 - self.bleed, self.width + right, self.height + self.bleed)
        trim = (0.0, 0.0, self.width, self.height)
        return f"/MediaBox {array(self.sheet or out)} /BleedBox {array(out)} /TrimBox {array(trim)}"


@dataclass(frozen=True, slots=True)
class Bound:
    """What is bound, and how."""

    galleys: tuple[Galley, ...]
    leaves: tuple[Leaf, ...]
    running: Running
    """The heads and folios of the leaves."""
    boxes: Boxes
    verso_shift: float
    """What a page moves to the right to be a verso, in pt."""
    language: str
    info: Mapping[str, str]
    """Title, Author and so on, for the document's information."""
    tagged: bool = False
    margins: tuple[Drawn, ...] = ()
    """What a proof has in the margins of each leaf; empty: no book's page has any."""
    labels: tuple[str, ...] = ()
    """The leaves' labels, where they are not those of their numbers."""
    rectos: tuple[bool, ...] = ()
    """Whether each leaf is a right-hand page; empty: those at even places are."""


def bind(book: Bound, cutter: Cutter) -> Finished:
    """The PDF."""
    return _Binding(book, PdfFile()).file(cutter)


@dataclass(slots=True)
class _Binding:
    book: Bound
    pdf: PdfFile
    compositor: Compositor = field(default_factory=Compositor)
    drawn: dict[Stream, int] = field(default_factory=dict)
    """The streams of the margins."""
    marks: list[tuple[int, list[int]]] = field(default_factory=list)
    """Tagged: leaf -> the structure elements of its marked contents."""
    links: list[tuple[int, int]] = field(default_factory=list)
    """Tagged: the key of a link in the parent tree, and its element."""
    top: list[int] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    fonts: int = 0
    tree: int = 0
    body: int = 0
    shift: int = 0
    shifted: int = 0
    """The streams before and after a page that is moved to its side."""
    boxes: tuple[str, str] = ("", "")
    """Of a verso, of a recto."""

    def file(self, cutter: Cutter) -> Finished:
        pdf, book = self.pdf, self.book
        self.fonts, self.tree, self.body = pdf.reserve(), pdf.reserve(), pdf.reserve()
        self.pages = [pdf.reserve() for _ in book.leaves]
        self._place()
        self.shift = pdf.add_stream("<< >>", f"q 1 0 0 1 {real(book.verso_shift)} 0 cm\n".encode())
        self.shifted = pdf.add_stream("<< >>", b"Q\n")
        self.boxes = book.boxes.entries(recto=False), book.boxes.entries(recto=True)
        for place, leaf in enumerate(book.leaves):
            self._page(place, leaf)
        pdf.put(self.tree, f"<< /Type /Pages /Count {len(self.pages)} /Kids [{_references(self.pages)}] >>")
        uses: list[Mapping[str, FontUse]] = [galley.fonts for galley in book.galleys]
        union = together([*uses, book.running.fonts, self.compositor.fonts()])
        put_fonts(pdf, self.fonts, union, cutter)
        return pdf.finished(self._catalogue(), self._information())

    def _place(self) -> None:
        """All objects of the galleys."""
        known: list[dict[str, int]] = [{FONTS: self.fonts, ROOT: self.body} for _ in self.book.galleys]
        for number, leaf in zip(self.pages, self.book.leaves, strict=True):
            if leaf.part != BLANK:
                known[leaf.part][f"{PAGE}{leaf.page}"] = number
        shelf = Shelf(self.pdf)
        for place, galley in enumerate(self.book.galleys):
            placed = Placed(shelf, place, galley, known[place])
            self.placed.append(placed)
            self.top += [placed.numbers[index] for index in galley.structure]

    # pages

    def _page(self, place: int, leaf: Leaf) -> None:
        moved = bool(self.shift_of(place)) and leaf.part != BLANK
        margins = self.book.margins[place] if self.book.margins else NO_MARGINS
        contents = [self._stream(ground)] if (ground := margins.under()) else []
        contents += [self.shift] if moved else []
        entries = [f"/Type /Page /Parent {self.tree} 0 R", self.boxes[self._is_recto(place)]]
        if leaf.part != BLANK:
            placed = self.placed[leaf.part]
            contents.append(placed.numbers[placed.galley.pages[leaf.page].content])
            entries += self._entries(placed, leaf.page, place, [self.pdf.add(link.text) for link in margins.links])
        else:
            entries.append(f"/Resources << /Font {self.fonts} 0 R >>")
            entries += _annotations([self.pdf.add(link.text) for link in margins.links])
        contents += [self.shifted] if moved else []
        contents += self._margins(place, margins)
        entries.append(f"/Contents [{_references(contents)}]")
        self.pdf.put(self.pages[place], f"<< {' '.join(entries)} >>")

    def _margins(self, place: int, margins: Drawn) -> list[int]:
        head = self.book.running.streams[place] if self.book.running.streams else NOTHING
        made = [self._ready(head)] if head.data else []
        return [*made, self._stream(over)] if (over := margins.over(self.compositor)) else made

    def _stream(self, data: bytes) -> int:
        return self._ready(Stream(*packed_stream("<< >>", data)))

    def _ready(self, stream: Stream) -> int:
        if stream not in self.drawn:
            self.drawn[stream] = self.pdf.add_ready(stream)
        return self.drawn[stream]

    def shift_of(self, place: int) -> float:
        """What a leaf's type block is moved to the right."""
        return 0.0 if self._is_recto(place) else self.book.verso_shift

    def _is_recto(self, place: int) -> bool:
        return self.book.rectos[place] if self.book.rectos else not place % 2

    def _entries(self, placed: Placed, page: int, place: int, more: list[int]) -> list[str]:
        """What the leaf at `place` says of a galley's page; `more` are links in its margins."""
        set_page = placed.galley.pages[page]
        made = [f"/Resources {placed.numbers[placed.galley.resources]} 0 R"]
        made += _annotations([*(self._link(placed, link, place) for link in set_page.annotations), *more])
        if self.book.tagged:
            self.marks.append((place, [placed.numbers[index] for index in set_page.marks]))
            made.append(f"/StructParents {place} /Tabs /S")
        return made

    def _link(self, placed: Placed, link: Annotation, place: int) -> int:
        shift = self.shift_of(place)
        left, low, right, top = link.rect
        text = placed.closed(placed.galley.objects[link.index].text).rstrip().removesuffix(">>")
        box = array((left + shift, low, right + shift, top))
        owner = self._owner(placed, link.index)
        parent = f" /StructParent {owner}" if owner is not None else ""
        target = f" /Dest {text_string(_destination(link.target))}" if link.target else ""
        return self.pdf.put(placed.numbers[link.index], f"{text} /Rect {box}{target}{parent} >>")

    def _owner(self, placed: Placed, index: int) -> int | None:
        """Tagged: the link's key in the parent tree."""
        element = placed.galley.link_elements.get(index)
        if element is None or not self.book.tagged:
            return None
        key = len(self.pages) + len(self.links)
        self.links.append((key, placed.numbers[element]))
        return key

    # the document

    def _catalogue(self) -> int:
        pdf, book = self.pdf, self.book
        entries = [
            f"/Type /Catalog /Pages {self.tree} 0 R /Lang {text_string(book.language)}",
            f"/PageLabels << /Nums [{_named(book.labels) if book.labels else _labels(book.leaves)}] >>",
            "/ViewerPreferences << /DisplayDocTitle true >>",
        ]
        if outline := put_outline(pdf, outline_tree(self._bookmarks())):
            entries.append(f"/Outlines {outline} 0 R")
        if names := self._destinations():
            entries.append(f"/Names << /Dests << /Names [{names}] >> >>")
        if book.tagged:
            entries.append(f"/MarkInfo << /Marked true >> /StructTreeRoot {self._structure()} 0 R")
        return pdf.add(f"<< {' '.join(entries)} >>")

    def _information(self) -> int:
        told = " ".join(f"/{name} {text_string(value)}" for name, value in self.book.info.items() if value)
        return self.pdf.add(f"<< {told} >>")

    def _bookmarks(self) -> list[Entry]:
        made = []
        for place, leaf in enumerate(self.book.leaves):
            for mark in self.book.galleys[leaf.part].pages[leaf.page].bookmarks if leaf.part != BLANK else ():
                made.append(Entry(mark.level, mark.label, self._point(place, mark.point), mark.closed))
        return made

    def _point(self, place: int, point: tuple[float, float]) -> str:
        x = max(0.0, point[0] + self.shift_of(place))
        return f"[{self.pages[place]} 0 R /XYZ {real(x)} {real(point[1])} 0]"

    def _destinations(self) -> str:
        """A name tree in one leaf, sorted (PDF 1.7, 7.9.6); only what a link leads to."""
        wanted = {link.target for galley in self.book.galleys for page in galley.pages for link in page.annotations}
        found: dict[str, str] = {}
        for place, leaf in enumerate(self.book.leaves):
            anchors = self.book.galleys[leaf.part].pages[leaf.page].anchors if leaf.part != BLANK else {}
            for name in wanted & anchors.keys():
                found.setdefault(name, self._point(place, anchors[name]))
        places = {_destination(name): point for name, point in found.items()}
        return " ".join(f"{text_string(name)} {places[name]}" for name in sorted(places))

    def _structure(self) -> int:
        """One tree: a document that holds what each galley has at its top (PDF 1.7, 14.7.2)."""
        pdf = self.pdf
        pages = [f"{key} [{_references(elements)}]" for key, elements in self.marks]
        links = [f"{key} {element} 0 R" for key, element in self.links]
        parents = pdf.add(f"<< /Nums [{' '.join([*pages, *links])}] >>")
        following = len(self.pages) + len(self.links)
        root = pdf.add(f"<< /Type /StructTreeRoot /K [{self.body} 0 R] /ParentTree {parents} 0 R "
                       f"/ParentTreeNextKey {following} >>")  # fmt: skip
        pdf.put(self.body, f"<< /Type /StructElem /S /Document /P {root} 0 R /K [{_references(self.top)}] >>")
        return root


def _references(numbers: Sequence[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)


def _labels(leaves: Sequence[Leaf]) -> str:
    """Ranges of labels (PDF 1.7, 12.4.2): roman as long as the front matter lasts."""
    made, before = [], None
    for place, leaf in enumerate(leaves):
        if leaf.front is not before:
            made.append(f"{place} << /S /{'r' if leaf.front else 'D'} >>")
            before = leaf.front
    return " ".join(made) or "0 << /S /D >>"


def _named(labels: Sequence[str]) -> str:
    """A label for every leaf: a prefix without a number."""
    return " ".join(f"{place} << /P {text_string(label)} >>" for place, label in enumerate(labels))


def _annotations(numbers: Sequence[int]) -> list[str]:
    return [f"/Annots [{_references(numbers)}]"] if numbers else []


@lru_cache(maxsize=4096)
def _destination(name: str) -> str:
    """An anchor's name in ASCII: of others, readers do not agree in which order a name tree has them."""
    return quote(name)
