"""What is true of the ebook for readers who cannot see it, computed from the book and claimed nowhere else.

In: a book as its ebook shows it. Out: `Access`, for the package document and for ONIX (EPUB Accessibility 1.1, 3.2;
schema.org accessibility properties, as the W3C's crosswalk names them).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..diagnostics import Code, Report
from ..model import Book, Chapter, Evaluation, Signature
from ..nodes import HEADINGS, Element, elements
from ..roles import ROLES
from ..text.accesswords import access_words
from .pagelist import NO_PAGES, PageList

STANDARD = "EPUB Accessibility 1.1 - WCAG 2.2 Level {}"
"""The exact string that readers and stores look for (EPUB Accessibility 1.1, 4.2)."""
MOVES = (b"<animate", b"<set ", b"<set>", b"@keyframes")


@dataclass(frozen=True, slots=True)
class Access:
    """The claims of one ebook."""

    modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    """Each a set of modes, joined by commas, that is enough to read the book."""
    features: tuple[str, ...]
    hazard: str
    summary: str
    conforms_to: str = ""
    """Empty: no conformance is claimed."""
    signature: Signature = field(default_factory=Signature)
    tags_language: bool = False
    """Whether words of other languages are marked."""


def access(book: Book, report: Report, evaluated: Evaluation, pages: PageList = NO_PAGES) -> Access:
    """The book's accessibility; the cover, whose words the metadata say, is no picture that informs."""
    informing = [node for chapter in book.chapters for node in informing_pictures(chapter)]
    lacking = [node for node in informing if not is_described(node)]
    modes = ("textual", "visual") if informing else ("textual",)
    features = tuple(_features(book, pages, described=not lacking))
    conforms_to = _conformance(book, lacking, evaluated, report)
    sufficient = (*(() if lacking else ("textual",)), *(("textual,visual",) if informing else ()))
    tagged = _tags_language(book)
    said = list(_sentences(book, features, conforms_to, bool(informing), not lacking, tagged=tagged))
    signed = book.config.accessibility
    summary = signed.summary or " ".join(said)
    return Access(modes, sufficient, features, _hazard(book), summary, conforms_to, signed, tagged)


# pictures


def informing_pictures(chapter: Chapter) -> Iterator[Element]:
    """The pictures that say something: all but a banner without words, and those that say they decorate."""
    body = (*chapter.heading, *chapter.body)
    banners = [figure for figure in elements(body, "figure") if "banner" in figure.classes]
    decorating = {id(node) for node in elements(banners, "img") if not node.get("alt")}
    for node in elements(body, "img", "svg"):
        if id(node) not in decorating and node.get("role") not in {"presentation", "none"} and not _is_hidden(node):
            yield node


def _is_hidden(node: Element) -> bool:
    return node.get("aria-hidden") == "true"


def is_described(node: Element) -> bool:
    """Whether a picture has words of its own."""
    return bool(node.get("alt").strip() or node.get("aria-label").strip() or any(elements(node.children, "title")))


# claims


def _features(book: Book, pages: PageList, *, described: bool) -> Iterator[str]:
    bodies = [(*chapter.heading, *chapter.body) for chapter in book.chapters]
    yield from ("tableOfContents", "readingOrder", "displayTransformability", "ARIA")
    if all(_is_headed(chapter) for chapter in book.chapters):
        yield "structuralNavigation"
    if described:
        yield "alternativeText"
    if any(any(elements(body, "math")) for body in bodies):
        yield "MathML"
    if any(any(elements(body, "ruby")) for body in bodies):
        yield "rubyAnnotations"
    if any(chapter.role == "index" and any(elements(chapter.body, "a")) for chapter in book.chapters):
        yield "index"
    if pages.pages:
        yield from ("pageNavigation", "pageBreakMarkers", "printPageNumbers")


def _is_headed(chapter: Chapter) -> bool:
    """Whether a listed part opens with a heading, and no level is skipped below it."""
    if not ROLES[chapter.role].listed:
        return True
    last = 1
    for heading in elements(chapter.body, *HEADINGS):
        level = int(heading.tag[1])
        if level > last + 1:
            return False
        last = level
    return ROLES[chapter.role].titled


def _hazard(book: Book) -> str:
    """No book holds sound or film; only a drawing may move by itself, and nobody has watched it."""
    drawings = (asset.data for asset in book.assets.values() if asset.media_type == "image/svg+xml")
    return "unknown" if any(mark in data for data in drawings for mark in MOVES) else "none"


def _tags_language(book: Book) -> bool:
    marked = (node.has("lang") for chapter in book.chapters for node in elements(chapter.body))
    return any(chapter.language for chapter in book.chapters) or any(marked)


def _sentences(
    book: Book, features: tuple[str, ...], conforms_to: str, pictures: bool, described: bool, *, tagged: bool
) -> Iterator[str]:
    said = access_words(book.config.language)
    if conforms_to:
        yield said.conforms.format(conforms_to)
    yield said.reflows
    if pictures:
        yield said.described if described else said.undescribed
    if "MathML" in features:
        yield said.formulas
    if tagged:
        yield said.foreign
    if "pageNavigation" in features:
        yield said.pages


def _conformance(book: Book, lacking: list[Element], evaluated: Evaluation, report: Report) -> str:
    """The standard, when the publisher signs it, the book does not contradict it, and Ace has passed."""
    signed = book.config.accessibility
    if not signed.certified_by:
        return ""
    for node in lacking:
        message = f"{signed.certified_by} signs that the book conforms ({signed.pos}), and this picture has no words"
        report.add(Code.FALSE_CLAIM, message, node.pos, "write what it shows: ![what it shows](picture.png)")
    if lacking:
        return ""
    if not evaluated.ace:
        message = "the signed conformance is not written: Ace has not passed this very file"
        report.add(Code.CLAIM_NOT_WRITTEN, message, signed.pos)
        return ""
    return STANDARD.format(signed.level)
