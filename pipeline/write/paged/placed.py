"""A galley's objects under the numbers of the book.

In: a galley, the file that is being bound. Out: its objects in the file, each with its number. What several galleys
have alike, a picture or a plain dictionary, is there once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .galley import OPEN, Galley, PdfObject
from .pdffile import PdfFile

IMAGE = re.compile(r"/Subtype\s*/Image")
TABLE_MARK = re.compile(r"\((\d+-\d+-\d+)\)")
"""How the engine names a table's heading cells; each galley counts from the start."""


class Shelf:
    """The objects of the file, and which of them are alike."""

    def __init__(self, pdf: PdfFile) -> None:
        self.pdf = pdf
        self.known: dict[tuple[str, bytes], int] = {}
        """By their text and the digest of their stream."""

    def shared(self, text: str, thing: PdfObject) -> int:
        """The number of an object that several galleys may have."""
        same = text, thing.digest
        if same not in self.known:
            self.known[same] = self.pdf.reserve()
            self.put(self.known[same], text, thing)
        return self.known[same]

    def put(self, number: int, text: str, thing: PdfObject) -> None:
        """An object, its references filled in."""
        if thing.stream is None:
            self.pdf.put(number, text)
        else:
            self.pdf.put_stream(number, text, thing.stream)


class Placed:
    """A galley whose objects have their numbers."""

    def __init__(self, shelf: Shelf, place: int, galley: Galley, known: Mapping[str, int]) -> None:
        """`known` are the numbers of what is not the galley's own, by the names that its objects have for them."""
        self.shelf, self.place, self.galley, self.known = shelf, place, galley, known
        self.numbers = [0] * len(galley.objects)
        own, pictures = self._numbered({link.index for page in galley.pages for link in page.annotations})
        for index in pictures:  # they speak of their masks alone, which have their numbers now
            thing = galley.objects[index]
            self.numbers[index] = shelf.shared(self.closed(thing.text), thing)
        for index in own:
            shelf.put(self.numbers[index], self.closed(galley.objects[index].text), galley.objects[index])

    def _numbered(self, links: set[int]) -> tuple[list[int], list[int]]:
        """Which objects are still to be put there: the galley's own, and pictures.

        A link is not among them: its rectangle depends on the page's side.
        """
        own, pictures = [], []
        for index, thing in enumerate(self.galley.objects):
            if index not in links and OPEN not in thing.text:
                self.numbers[index] = self.shelf.shared(self.closed(thing.text), thing)
            elif thing.stream is not None and IMAGE.search(thing.text):
                pictures.append(index)
            else:
                self.numbers[index] = self.shelf.pdf.reserve()
                if index not in links:
                    own.append(index)
        return own, pictures

    def closed(self, text: str) -> str:
        """An object's text with its references filled in."""
        if "/ID (" in text or "/Headers" in text:
            text = TABLE_MARK.sub(rf"({self.place}-\1)", text)
        if OPEN not in text:
            return text
        parts = text.split(OPEN)
        parts[1::2] = [f"{self._number(name)} 0 R" for name in parts[1::2]]
        return "".join(parts)

    def _number(self, name: str) -> int:
        return self.known[name] if name in self.known else self.numbers[int(name)]
