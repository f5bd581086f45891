"""THE pipeline: the stages in their order, and the editions a book appears in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import takewhile

from .model import Book, Chapter, Context, Edition
from .request import Progress
from .stages import (
    assets,
    banners,
    contents,
    foreign,
    limits,
    links,
    normalize,
    notes,
    numbering,
    queries,
    shortcodes,
    titles,
)


@dataclass(frozen=True, slots=True)
class Stage:
    """A row of the plan."""

    name: str
    run: Callable[[Book, Context, Progress], Book]
    whole: bool
    """Whether it sees the whole book at once, or each chapter by itself."""
    what: str
    moves: bool = False
    """Whether it may take words to another place; the others keep every word in its order."""


def each(name: str, apply: Callable[[Chapter, Context], Chapter], what: str, *, moves: bool = False) -> Stage:
    """A stage over every chapter."""

    def run(book: Book, context: Context, progress: Progress) -> Book:
        made = []
        for chapter in book.chapters:
            progress(name, chapter.title or chapter.key)
            made.append(apply(chapter, context))
        return replace(book, chapters=tuple(made))

    return Stage(name, run, False, what, moves)


def whole(name: str, apply: Callable[[Book, Context], Book], what: str) -> Stage:
    """A stage over the whole book."""

    def run(book: Book, context: Context, progress: Progress) -> Book:
        progress(name, "")
        return apply(book, context)

    return Stage(name, run, True, what)


PLAN = (
    each("queries", queries.apply, "an editor's open marks are counted; releases refuse them"),
    each("normalize", normalize.apply, "one title and heading tree, stable ids, clean typography"),
    each("shortcodes", shortcodes.apply, "{{< .. >}} become elements; none survives this line"),
    each("banners", banners.apply, "the front matter's image opens the chapter"),
    each("foreign", foreign.apply, "words of other languages say which"),
    each("notes", notes.apply, "author notes and footnotes: one model", moves=True),
    each("limits", limits.apply, "what has become too much is refused before it is drawn"),
    whole("numbering", numbering.apply, "chapters get their numbers"),
    whole("endnotes", notes.gathered, "author notes in one chapter, where the book wants that"),
    whole("titles", titles.apply, "half-title, title page, copyright page"),
    whole("contents", contents.apply, "the table of contents, as a chapter"),
    each("own", limits.of_own, "the pages that Galerada made keep to the limits too"),
    whole("assets", assets.apply, "every picture found, opened, hashed"),
    whole("links", links.apply, "last: every href lands, or is a diagnostic"),
)

BY_CHAPTER = tuple(takewhile(lambda stage: not stage.whole, PLAN))
"""What a chapter goes through before any stage sees the whole book: its outcome is kept in the cache."""
STEADY = tuple(takewhile(lambda stage: not stage.moves, BY_CHAPTER))
"""Those of them after which every word is where it was."""

EDITIONS = {
    "ebook": Edition("ebook", "epub", notes="popup", paged=False, leaves_out=frozenset({"half-title"})),
    "print": Edition("print", "pdf", notes="foot", paged=True),
    "reading": Edition("reading", "pdf", notes="foot", paged=True, tagged=True),
    "proof": Edition("proof", "pdf", notes="foot", paged=True, despite_errors=True, proofs=True, marks=True),
}
