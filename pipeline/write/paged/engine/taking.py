"""From the engine's PDF, before it is written, to a galley.

In: a laid-out document. Out: its pages as objects, with their anchors, bookmarks, links, fonts and structure.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from ..galley import FONTS, PAGE, REF, ROOT, Annotation, Bookmark, FontUse, Galley, GalleyPage, PdfObject, starts
from ..layer import Texts
from ..slots import SLOT, Slots
from .library import axes
from .reading import Reader
from .samples import Found, find

PT = 0.75
"""pt in a CSS px."""
REFERENCE = re.compile(rb"\((?:\\.|[^\\)])*\)|\b(\d+) 0 R\b", re.DOTALL)
"""A literal string, in which no reference stands, or a reference (PDF 1.7, 7.3.10)."""
NO_SHIFT, NO_GLYPH = re.compile(rb">-?0<"), re.compile(rb"<>")
LONG = re.compile(rb"(-?\d+\.\d{3})\d+")


class _Taken(Exception):
    """Thrown by the finisher: the objects are ours, nothing needs to be written."""


def taken(
    document: Any, also: Callable[[], Mapping[str, FontUse]], found: Found, *, tagged: bool
) -> tuple[Galley, dict[int, str], list[Texts]]:
    """The galley of a laid-out document, the words of each block as they stand in its lines, and what each page says.

    `also` tells what was drawn without the engine, once its pages are drawn.
    """
    anchors = [{name: (point[0], point[1]) for name, point in page.anchors.items()} for page in document.pages]
    _accept_links_to_other_chapters(document.pages)
    find(document.pages)
    pdf = _objects(document, tagged=tagged)
    taking = _Taking(document, pdf, anchors, slotted=bool(found.folios or found.leaders))
    galley = taking.galley(also())
    texts = [taking.reader.texts(page) for page in document.pages]
    words = {number: "".join(words) for number, words in taking.reader.words.items()}
    slots = Slots(found.folios, found.leaders, tuple(taking.slotted))
    return replace(galley, slots=slots), words, texts


def _accept_links_to_other_chapters(pages: Any) -> None:
    """The engine drops a link whose target it does not see; the binding sees them all."""
    known = {name for page in pages for name in page.anchors}
    for page in pages:
        for kind, target, _, _ in page.links:
            if kind == "internal" and target not in known:
                pages[-1].anchors[target] = (0, 0, 0, 0)


def _objects(document: Any, *, tagged: bool) -> Any:
    """The engine's PDF before it is written: a `pydyf.PDF`."""
    found: list[Any] = []

    def take(_: Any, pdf: Any) -> None:
        found.append(pdf)
        raise _Taken

    with suppress(_Taken):
        document.write_pdf(finisher=take, pdf_tags=tagged)
    return found[0]


class _Taking:
    """One walk over the engine's objects, from the pages down."""

    def __init__(
        self, document: Any, pdf: Any, anchors: list[dict[str, tuple[float, float]]], *, slotted: bool
    ) -> None:
        self.document, self.pdf, self.anchors = document, pdf, anchors
        self.pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
        self.resources = _number(self.pages[0]["Resources"])
        self.names: dict[int, str] = {page.number: f"{PAGE}{place}" for place, page in enumerate(self.pages)}
        self.names[_number(pdf.objects[self.resources]["Font"])] = FONTS
        self.reader = Reader()
        self.taken: list[PdfObject | None] = []
        self.owners: dict[int, int] = {}
        self.link_elements: dict[int, int] = {}
        self.has_slots, self.slotted = slotted, list[int]()

    def galley(self, also: Mapping[str, FontUse]) -> Galley:
        structure, marks = self._structure()
        contents = [self._content(page) for page in self.pages]
        annotations = [self._annotations(page) for page in self.pages]
        lines = [self.reader.page(page) for page in self.document.pages]
        begun = list(starts(lines))
        pages = tuple(
            GalleyPage(content, self._points(place), self._bookmarks(place), links, tuple(map(self._index, marked)),
                       lines[place], begun[place])
            for place, (content, links, marked) in enumerate(zip(contents, annotations, marks, strict=True))
        )  # fmt: skip
        resources = self._index(self.resources)
        top = tuple(map(self._index, structure))
        fonts = {**_fonts(self.document.fonts), **also}
        return Galley(pages, tuple(filter(None, self.taken)), resources, fonts, top, self.link_elements)

    def _content(self, page: Any) -> int:
        stream = self.pdf.objects[_number(page["Contents"])]
        stream.stream = [b"q", *map(_tidied, stream.stream), b"Q"]
        return self._index(stream.number)

    def _annotations(self, page: Any) -> tuple[Annotation, ...]:
        made = []
        for reference in page.get("Annots", ()):
            link = self.pdf.objects[_number(reference)]
            rect = link.pop("Rect")
            key = link.pop("StructParent", None)
            left, bottom, right, top = (round(float(side), 3) for side in rect)
            box = (min(left, right), min(bottom, top), max(left, right), max(bottom, top))
            target = link.pop("Dest").string if "Dest" in link else ""
            index = self._index(link.number)
            if key in self.owners:
                self.link_elements[index] = self._index(self.owners[key])
            made.append(Annotation(index, box, target))
        return tuple(made)

    def _points(self, place: int) -> dict[str, tuple[float, float]]:
        return {name: self._point(place, point) for name, point in self.anchors[place].items()}

    def _point(self, place: int, point: tuple[float, float]) -> tuple[float, float]:
        return round(point[0] * PT, 3), round((self.document.pages[place].height - point[1]) * PT, 3)

    def _bookmarks(self, place: int) -> tuple[Bookmark, ...]:
        told = self.document.pages[place].bookmarks
        return tuple(Bookmark(level, label, self._point(place, point), state == "closed")
                     for level, label, point, state in told)  # fmt: skip

    def _structure(self) -> tuple[list[int], list[list[int]]]:
        """Tagged: the top elements, and of each page the element of each marked content; the links' elements."""
        if "StructTreeRoot" not in self.pdf.catalog:
            return [], [[] for _ in self.pages]
        root = self.pdf.objects[_number(self.pdf.catalog["StructTreeRoot"])]
        body = self.pdf.objects[_number(root["K"][0])]
        self.names[body.number] = ROOT
        numbers = self.pdf.objects[_number(root["ParentTree"])]["Nums"]
        links = range(2 * len(self.pages), len(numbers), 2)
        self.owners = {numbers[place]: _number(numbers[place + 1]) for place in links}
        return [_number(kid) for kid in body["K"]], [
            [_number(kid) for kid in numbers[2 * place + 1]] for place in range(len(self.pages))
        ]

    def _index(self, number: int) -> int:
        """The place of an object among those taken; takes it, and all that it speaks of, when it is new."""
        if number not in self.names:
            place = len(self.taken)
            self.names[number] = str(place)
            self.taken.append(None)
            if self.has_slots and _has_slots(self.pdf.objects[number]):
                self.slotted.append(place)
                self.pdf.objects[number].compress = False
            self.taken[place] = self._object(self.pdf.objects[number])
        return int(self.names[number])

    def _object(self, thing: Any) -> PdfObject:
        head, mark, rest = thing.data.partition(b"\nstream\n")
        text = REFERENCE.sub(self._named, head).decode("latin-1")
        return PdfObject(text, rest.removesuffix(b"\nendstream") if mark else None)

    def _named(self, found: re.Match[bytes]) -> bytes:
        if found[1] is None:
            return found[0]
        number = int(found[1])
        name = self.names[number] if number in self.names else str(self._index(number))
        return REF.format(name).encode()


def _has_slots(thing: Any) -> bool:
    return any(isinstance(part, bytes) and part.startswith(SLOT.encode()) for part in getattr(thing, "stream", ()))


def _tidied(part: Any) -> Any:
    """Shown text without the shifts by nothing that the engine puts between letters: half of a page's bytes."""
    if not isinstance(part, bytes) or not part.endswith(b"TJ"):
        return part
    return LONG.sub(rb"\1", NO_GLYPH.sub(b" ", NO_SHIFT.sub(b"", part)))


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _fonts(fonts: Mapping[Any, Any]) -> dict[str, FontUse]:
    """By the names under which the pages draw with them."""
    made: dict[str, FontUse] = {}
    for font in fonts.values():
        missing = set(font.missing.values())
        drawn = {glyph: (text, round(font.widths.get(glyph, 0), 3)) for glyph, text in font.to_unicode.items()}
        if before := made.get(font.hash):
            drawn = {**before.glyphs, **drawn}
            missing |= set(before.missing)
        made[font.hash] = FontUse(
            hashlib.sha256(font.file_content).hexdigest(), font.name.decode().lstrip("/"), font.family,
            axes(font), font.ascent, font.descent, font.flags, drawn, tuple(sorted(missing)),
        )  # fmt: skip
    return made
