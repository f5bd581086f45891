"""A plain sheet for the person who fills in a store's forms.

In: a resolved book, and the claims of its ebook. Out: text, one thing a line or a block, ready to be copied.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..config.relators import CODES
from ..model import Book, Config, Price
from .access import Access
from .opf import filed

ROLE_NAMES = {code: name for name, code in CODES.items() if len(name) > 3}


def sheet(book: Book, access: Access) -> Iterator[str]:
    """The sheet's lines."""
    config = book.config
    yield from _named("Title", config.title)
    yield from _named("Subtitle", config.subtitle)
    for tag, title in config.alternate_titles:
        yield f"Title ({tag}): {title}"
    if config.series:
        yield from _named("Series", " ".join(filter(None, (config.series.name, config.series.position))))
    for person in config.contributors:
        others = "".join(f"; {tag}: {name}" for tag, name in person.alternate)
        role = ROLE_NAMES.get(person.role, person.role).capitalize()
        yield f"{role}: {person.name} (filed as {filed(person)}{others})"
    yield from _named("Publisher", config.publisher)
    yield from _named("Date", config.date)
    for edition, isbn in config.isbn.items():
        yield f"ISBN ({edition}): {isbn}"
    yield from _named("Language", ", ".join(dict.fromkeys((config.language, *config.other_languages))))
    yield from _named("Rights", config.rights)
    yield from _named("Sold in", " ".join(config.territories) or "the whole world")
    yield from map(_price, config.prices)
    yield from _blocks(config)
    yield from ("", "Accessibility", f"  {access.summary}", f"  Features: {', '.join(access.features)}")
    yield f"  Hazards: {access.hazard}"
    yield f"  Conforms to: {access.conforms_to or 'nothing is claimed'}"


def _named(name: str, value: str) -> Iterator[str]:
    if value:
        yield f"{name}: {value}"


def _price(price: Price) -> str:
    where = f" in {' '.join(price.countries)}" if price.countries else ""
    what = f" ({price.edition})" if price.edition else ""
    return f"Price{what}: {price.amount} {price.currency}{where}, tax included"


def _blocks(config: Config) -> Iterator[str]:
    if config.description:
        yield from ("", f"Blurb ({len(config.description)} characters)", config.description)
    keywords = [subject.label for subject in config.subjects if not subject.code]
    if keywords:
        yield from ("", f"Keywords ({len(keywords)})", *(f"  {word}" for word in keywords))
    coded = [subject for subject in config.subjects if subject.code]
    if coded:
        names = {"bisac": "BISAC", "thema": "Thema"}
        lines = (f"  {names.get(one.scheme, one.scheme)} {one.code}  {one.label}".rstrip() for one in coded)
        yield from ("", "Categories", *lines)
