"""Each edition of a resolved book is made; the ebook takes its page numbers from the print edition of the same build.

In: a book, its context, a workshop. Out: files to be written. The writers import the layout engine's and the
archive's libraries: only when one is asked for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .cache import key
from .diagnostics import Code, Report
from .model import Book, Context, Edition, PrintOptions
from .nodes import Pos
from .output import Made
from .packed import pack, unpacked
from .pagemap import PageMap
from .plan import EDITIONS
from .targets import PressJob, Target, fitted, for_targets, gutter, press_job, target_named
from .workshop import Workshop

if TYPE_CHECKING:
    from .write.paged.edition import Paged
    from .write.paged.forme import Set
    from .write.proofs import Print


@dataclass(slots=True)
class Pressroom:
    """Makes the editions of one book."""

    book: Book
    context: Context
    workshop: Workshop
    root: Path
    """Where outputs go."""
    whole: Book
    """The book with all its chapters, where `book` is one of them."""
    targets: tuple[str, ...] = ()
    """Where it is printed, when that was asked for; empty: as book.yaml says."""
    preflight: bool = False
    """Whether the print edition is looked over as its printer would."""
    _paged: dict[str, Paged] = field(default_factory=dict)
    _set: dict[str, Set] = field(default_factory=dict)
    """The pages of proofs, before they are bound."""
    _sets: dict[str, Set] = field(default_factory=dict)
    """The pages of print editions, to look them over."""

    def files(self, edition: Edition) -> Iterator[Made]:
        """The edition's files; findings go to the report."""
        place = self.root / edition.name / f"{self.book.config.slug}{edition.suffix}.{edition.extension}"
        if not edition.paged:
            yield Made(edition.name, place, self._ebook(edition), None)
            return
        if edition.proofs:
            yield from self._proofs(edition)
            return
        made = self._laid_out(edition)
        yield Made(edition.name, place, made.file.pieces, made.pages, sha256=made.file.sha256)
        if edition.name == PRINT and self.book.config.isbn.get(PRINT):
            yield Made(edition.name, place.with_suffix(".pages.json"), _told(made.map), None)
        if edition.name == PRINT and self.preflight:
            page = self._looked_over(edition, made.data, place.name)
            yield Made(edition.name, place.with_suffix(".preflight.html"), page, None, always=True)

    def _looked_over(self, edition: Edition, data: bytes, name: str) -> bytes:
        """The preflight of the finished file; its findings go to the report."""
        from .preflight.desk import look_over

        return look_over(data, name, self._sets[_name(edition)], self.context.report)

    def _proofs(self, edition: Edition) -> Iterator[Made]:
        """Galleys and pages."""
        from .write import proofs

        for proof in proofs.write(self._loud(edition), self.whole, self.context, self.workshop):
            name = f"{self.book.config.slug}.{proof.kind}.{edition.extension}"
            yield Made(edition.name, self.root / edition.name / name, proof.data, proof.pages)

    def printed(self, edition: Edition) -> Print:
        """Where the manuscript's words stand on the pages of a proof."""
        from .write import proofs

        return proofs.printed(self._loud(edition))

    def shown(self, edition: Edition) -> Paged:
        """A proof's pages, bound as the book is."""
        from .write.paged import edition as paged

        return paged.bound(self._loud(edition), self.context)

    def _loud(self, edition: Edition) -> Set:
        """A proof's pages: what no face can draw is marked in them."""
        from .write.proofs.loud import loud

        if edition.name not in self._set:
            self._set[edition.name] = replace(self, book=loud(self.book)).set_up(edition)
        return self._set[edition.name]

    def pages(self, target: str) -> int:
        """Pages of the print edition at a target, as they are bound."""
        return self.set_up(replace(EDITIONS[PRINT], target=target)).pages

    def _laid_out(self, edition: Edition) -> Paged:
        name = _name(edition)
        if name not in self._paged:
            self._sets[name] = pages = self.set_up(edition)
            from .write.paged import edition as paged

            if self.preflight and edition.name == PRINT:  # it says of each picture on which page it is
                pages = replace(pages, found=Report())
            self._paged[name] = self._finished(paged.bound(pages, self.context), edition)
        return self._paged[name]

    def _finished(self, made: Paged, edition: Edition) -> Paged:
        """What is made of the bound pages: a file for the press, or one to keep."""
        if edition.name == PRINT and edition.target:
            target = target_named(edition.target)
            return self._kept(made, press_job(target, self._options(target, made.pages).bleed))
        return self._kept(made, self.book.config.language) if edition.tagged else made

    def _kept(self, made: Paged, asked: PressJob | str) -> Paged:
        """From the cache, or by the press stage."""
        from .write.paged.pdffile import Finished

        store, name = self.context.cache, key("press", made.file.sha256, repr(asked))
        kept = unpacked(store.get(name), PRESSED, blobs=1)
        store.note("press", "pages", reused=kept is not None)
        if kept is not None:
            (data,) = kept.blobs
        else:
            from .press import archived, pressed

            data = archived(made.data, asked) if isinstance(asked, str) else pressed(made.data, asked)
            store.put(name, pack([PRESSED], [data]))
        file = Finished((data,), hashlib.sha256(data).hexdigest())
        return replace(made, file=file, map=replace(made.map, source=file.sha256))

    def set_up(self, edition: Edition) -> Set:
        """The pages; where it is printed at a target, with the gutter of the pages that it comes to."""
        from .write.paged import forme

        if not edition.target:
            return forme.set_up(self.book, edition, self.context, self.workshop)
        target, gutters, pages = target_named(edition.target), [0.0], 0
        for _ in range(ROUNDS):
            gutters.append(gutter(target.printer, pages))
            made = self._set_for(edition, target, pages)
            if gutter(target.printer, made.pages) == gutters[-1]:
                self._demand_pages(target, made.pages)
                return made
            pages = made.pages
        made = self._set_for(edition, target, _pages_of(max(gutters), target))
        self._demand_pages(target, made.pages)
        return made

    def _demand_pages(self, target: Target, pages: int) -> None:
        """A book that the printer cannot bind is no release."""
        least, most = target.paper.allowed(target.trim)
        if not least <= pages <= most:
            message = f"the book has {pages} pages, and {target.name} takes {least} to {most}"
            more = "give it more text, or less on a page"
            hint = "choose another paper or trim (`galerada targets`)" if pages > most else more
            self.context.report.add(Code.PAGES_OUT_OF_RANGE, message, Pos(self.book.config.path or "book.yaml"), hint)

    def _set_for(self, edition: Edition, target: Target, pages: int) -> Set:
        from .write.paged import forme

        book = replace(self.book, config=replace(self.book.config, print=self._options(target, pages)))
        return forme.set_up(book, edition, self.context, self.workshop)

    def _options(self, target: Target, pages: int) -> PrintOptions:
        config = self.book.config
        made = fitted(config.print, target, pages)
        return replace(made, slug=f"{config.title} · {target.name}") if target.printer.marks else made

    def _ebook(self, edition: Edition) -> bytes:
        from .write import epub

        return epub.write(self.book, edition, self.context, self.page_map())

    def page_map(self) -> PageMap | None:
        """Of the print edition, if it has the ISBN that a list of pages must name (EPUB Accessibility 1.1, 3.4.2)."""
        if not self.book.config.isbn.get(PRINT):
            return None
        return self._laid_out(for_targets(EDITIONS[PRINT], self.targets, self.book.config)[0]).map


def _name(edition: Edition) -> str:
    return f"{edition.name} {edition.target}"


PRINT = "print"
ROUNDS = 4
"""After these, a gutter that still changes the pages that it follows is the widest of those it has been."""


PRESSED = "pressed"
"""What an entry of the cache says of itself."""


def _pages_of(width: float, target: Target) -> int:
    """A count of pages that asks for that gutter."""
    return next(most for most, one in target.printer.gutter.value if one == width)


def _told(pages: PageMap) -> bytes:
    """The page map beside its PDF, for whoever wants to know which word begins a page."""
    marks = [[mark.label, mark.chapter, mark.block, mark.letter] for mark in pages.marks]
    return (json.dumps({"pdf": pages.source, "pages": marks}, ensure_ascii=False, indent=0) + "\n").encode()
