"""What is true of the ebook for readers who cannot see it, computed from the book and claimed nowhere else.

In: a resolved book. Out: `Access` for the package document (EPUB Accessibility 1.1, 3.2 and 3.4).
"""

from __future__ import annotations

from ..model import Book, Chapter
from ..nodes import Element, elements
from .opf import Access

REFLOWS = {
    "es": "El texto se adapta a cualquier pantalla y tiene índice y encabezados.",
    "en": "The text reflows and has a table of contents and headings.",
    "fr": "Le texte s’adapte à tous les écrans et comporte une table des matières et des titres.",
    "de": "Der Text passt sich jedem Bildschirm an und hat ein Inhaltsverzeichnis und Überschriften.",
    "it": "Il testo si adatta a ogni schermo e ha indice e titoli.",
    "pt": "O texto adapta-se a qualquer ecrã e tem índice e títulos.",
    "ca": "El text s’adapta a qualsevol pantalla i té índex i títols.",
}
DESCRIBED = {
    "es": "Las imágenes llevan texto alternativo o son decorativas.",
    "en": "Pictures have text alternatives or are decorative.",
    "fr": "Les images ont un texte de remplacement ou sont décoratives.",
    "de": "Bilder haben Alternativtexte oder sind Schmuck.",
    "it": "Le immagini hanno un testo alternativo o sono decorative.",
    "pt": "As imagens têm texto alternativo ou são decorativas.",
    "ca": "Les imatges tenen text alternatiu o són decoratives.",
}
UNDESCRIBED = {
    "es": "Algunas imágenes no llevan texto alternativo.",
    "en": "Some pictures have no text alternative.",
    "fr": "Certaines images n’ont pas de texte de remplacement.",
    "de": "Manche Bilder haben keinen Alternativtext.",
    "it": "Alcune immagini non hanno un testo alternativo.",
    "pt": "Algumas imagens não têm texto alternativo.",
    "ca": "Algunes imatges no tenen text alternatiu.",
}


def access(book: Book) -> Access:
    """The book's accessibility, from what it holds; its cover is a picture, and described."""
    pictures = [node for chapter in book.chapters for node in elements(chapter.body, "img")]
    described = all(_is_described(chapter) for chapter in book.chapters)
    return Access(True, described, _summary(book, bool(pictures), described))


def _is_described(chapter: Chapter) -> bool:
    """Whether every picture but the banner, which may decorate, has words of its own."""
    return not pictures_without_words(chapter)


def _summary(book: Book, pictures: bool, described: bool) -> str:
    tables = (REFLOWS, DESCRIBED if described else UNDESCRIBED) if pictures else (REFLOWS,)
    return " ".join(table.get(book.config.tongue, table["en"]) for table in tables)


def pictures_without_words(chapter: Chapter) -> tuple[Element, ...]:
    """The pictures that need a text alternative and have none."""
    banners = [figure for figure in elements(chapter.body, "figure") if "banner" in figure.classes]
    decorative = {id(node) for node in elements(banners, "img")}
    return tuple(n for n in elements(chapter.body, "img") if not n.get("alt") and id(n) not in decorative)
