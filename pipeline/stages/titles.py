"""titles: half-title, title page and copyright page, where the author wrote none.

In: the book. Out: the same with these pages at its head, made from what the book says of itself.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..model import Book, Chapter, Config, Context, Matter
from ..nodes import Body, Element, element
from ..placing import placed
from ..text.words import Words, words

SAYS_SO = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)
RELATORS = {
    "es": {"trl": "Traducción", "ill": "Ilustraciones", "edt": "Edición", "aui": "Prólogo", "bkd": "Diseño",
           "pht": "Fotografías"},
    "en": {"trl": "Translated by", "ill": "Illustrated by", "edt": "Edited by", "aui": "Foreword by",
           "bkd": "Designed by", "pht": "Photographs by"},
    "fr": {"trl": "Traduction", "ill": "Illustrations", "edt": "Édition", "aui": "Préface", "bkd": "Maquette",
           "pht": "Photographies"},
    "de": {"trl": "Übersetzung", "ill": "Illustrationen", "edt": "Herausgabe", "aui": "Vorwort", "bkd": "Gestaltung",
           "pht": "Fotografien"},
    "it": {"trl": "Traduzione", "ill": "Illustrazioni", "edt": "A cura di", "aui": "Prefazione",
           "bkd": "Progetto grafico", "pht": "Fotografie"},
    "pt": {"trl": "Tradução", "ill": "Ilustrações", "edt": "Edição", "aui": "Prefácio", "bkd": "Design",
           "pht": "Fotografias"},
    "ca": {"trl": "Traducció", "ill": "Il·lustracions", "edt": "Edició", "aui": "Pròleg", "bkd": "Disseny",
           "pht": "Fotografies"},
}  # fmt: skip
"""What the title and copyright pages call people, by MARC relator; other languages go without a label."""
EDITIONS = {
    "es": {"ebook": "libro electrónico", "print": "impreso"},
    "en": {"ebook": "ebook", "print": "print"},
    "fr": {"ebook": "numérique", "print": "imprimé"},
    "de": {"ebook": "E-Book", "print": "gedruckt"},
    "it": {"ebook": "digitale", "print": "a stampa"},
    "pt": {"ebook": "digital", "print": "impresso"},
    "ca": {"ebook": "llibre electrònic", "print": "imprès"},
}
"""What the copyright page calls the editions."""
LONG = 36
"""Characters; a longer title is set smaller."""


def apply(book: Book, context: Context) -> Book:
    """The book with its opening pages."""
    there = {chapter.role for chapter in book.chapters}
    chapters = book.chapters
    for role, make in (("half-title", _half_title), ("title-page", _title_page), ("copyright-page", _copyright_page)):
        if role not in there:
            said = words(context.config.language)
            title = {"half-title": context.config.title, "title-page": said.title_page}.get(role, said.copyright)
            page = Chapter(role, title, make(context.config, said), Matter.FRONT, role)
            chapters = placed(chapters, page)
    return replace(book, chapters=chapters)


def _half_title(config: Config, _: Words) -> Body:
    return (element("p", config.title, class_="half-title"),)


def _title_page(config: Config, _: Words) -> Body:
    lines: list[Element] = []
    if config.author:
        lines.append(element("p", config.author, class_="title-author"))
    lines.append(element("h1", config.title, class_="book-title" if len(config.title) <= LONG else "book-title long"))
    if config.subtitle:
        lines.append(element("p", config.subtitle, class_="book-subtitle"))
    lines += [element("p", line, class_="title-helper") for line in _helpers(config, without=config.author)]
    if config.publisher:
        lines.append(element("p", config.publisher, class_="title-publisher"))
    return tuple(lines)


def _helpers(config: Config, without: str = "") -> list[str]:
    labels = RELATORS.get(config.tongue, {})
    people = [person for person in config.contributors if person.role != "aut" and person.name != without]
    return [f"{labels[p.role]}: {p.name}" if p.role in labels else p.name for p in people]


def _copyright_page(config: Config, said: Words) -> Body:
    lines = [config.title + (f". {config.subtitle}" if config.subtitle else "")]
    year = config.date[:4]
    holder = config.author or config.publisher
    if holder and not SAYS_SO.search(config.rights):
        lines.append(f"© {year} {holder}" if year else f"© {holder}")
    lines += [line for line in (config.rights or (said.all_rights if holder else ""), *_helpers(config)) if line]
    if config.publisher:
        lines.append(config.publisher + (f", {year}" if year else ""))
    lines += _isbns(config)
    lines.append(said.made_with)
    return tuple(element("p", line) for line in lines)


def _isbns(config: Config) -> list[str]:
    shown = {edition: _hyphened(isbn, config.isbn_typed.get(edition, "")) for edition, isbn in config.isbn.items()}
    if len(set(shown.values())) == 1:
        return [f"ISBN {isbn}" for isbn in dict.fromkeys(shown.values())]
    named = EDITIONS.get(config.tongue, EDITIONS["en"])
    return [f"ISBN ({named.get(edition, edition)}): {isbn}" for edition, isbn in sorted(shown.items())]


def _hyphened(isbn: str, typed: str) -> str:
    """The author's own hyphens where they part 13 digits; else none, as only a register knows the groups."""
    return typed if typed.replace("-", "") == isbn else isbn
