"""The parts of a book: which matter they belong to, and what they are called in the standards.

Sources: EPUB 3 Structural Semantics Vocabulary 1.1 (`epub:type`), DPUB-ARIA 1.1 (`role`), The Chicago Manual of
Style 18, 1.4 (the order of parts).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .model import Matter


@dataclass(frozen=True, slots=True)
class Role:
    """What a part of a book is."""

    matter: Matter
    epub_type: str
    """Empty: the vocabulary has no word for it."""
    aria: str = ""
    """A DPUB-ARIA role that a section may have; empty: none."""
    titled: bool = True
    """Whether its title is shown at its opening."""
    listed: bool = True
    """Whether the printed table of contents names it."""
    numbered: bool = False
    """Whether it counts as a chapter."""
    landmark: bool = False
    """Whether reading systems offer it by itself: the first of its kind (EPUB 3.3, 7.4.2). Few: Kobo lists them."""


FRONT, BODY, BACK = Matter.FRONT, Matter.BODY, Matter.BACK

ROLES: Mapping[str, Role] = {
    "half-title": Role(FRONT, "halftitlepage", titled=False, listed=False),
    "title-page": Role(FRONT, "titlepage", titled=False, listed=False, landmark=True),
    "copyright-page": Role(FRONT, "copyright-page", titled=False, listed=False, landmark=True),
    "dedication": Role(FRONT, "dedication", "doc-dedication", titled=False, listed=False),
    "epigraph": Role(FRONT, "epigraph", "doc-epigraph", titled=False, listed=False),
    "contents": Role(FRONT, "toc", listed=False),
    "foreword": Role(FRONT, "foreword", "doc-foreword", landmark=True),
    "preface": Role(FRONT, "preface", "doc-preface", landmark=True),
    "acknowledgments": Role(FRONT, "acknowledgments", "doc-acknowledgments"),
    "introduction": Role(FRONT, "introduction", "doc-introduction", landmark=True),
    "prologue": Role(FRONT, "prologue", "doc-prologue"),
    "part": Role(BODY, "part", "doc-part"),
    "chapter": Role(BODY, "chapter", "doc-chapter", numbered=True),
    "section": Role(BODY, ""),
    "epilogue": Role(BACK, "epilogue", "doc-epilogue"),
    "conclusion": Role(BACK, "conclusion", "doc-conclusion"),
    "afterword": Role(BACK, "afterword", "doc-afterword"),
    "appendix": Role(BACK, "appendix", "doc-appendix", landmark=True),
    "glossary": Role(BACK, "glossary", "doc-glossary", landmark=True),
    "bibliography": Role(BACK, "bibliography", "doc-bibliography", landmark=True),
    "list-of-illustrations": Role(BACK, "loi", landmark=True),
    "list-of-tables": Role(BACK, "lot", landmark=True),
    "notes": Role(BACK, "endnotes", "doc-endnotes", landmark=True),
    "index": Role(BACK, "index", "doc-index", landmark=True),
    "errata": Role(BACK, "errata", "doc-errata"),
    "credits": Role(BACK, "other-credits", "doc-credits"),
    "author-note": Role(BACK, "afterword", "doc-afterword"),
    "about-the-author": Role(BACK, "contributors"),
    "colophon": Role(BACK, "colophon", "doc-colophon", listed=False),
}

ORDER = {name: place for place, name in enumerate(ROLES)}
"""The customary order of front and back matter."""

DEFAULT_ROLE = {Matter.FRONT: "preface", Matter.BODY: "chapter", Matter.BACK: "appendix"}
"""What a file is that says nothing of itself, by the list it stands in."""
