"""The EPUB's package document (EPUB 3.3, 5): what the book is, what it holds, in which order it is read.

In: the book's metadata and a list of `Item`s. Out: text for `package.opf`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..model import Config, Person, Subject
from .access import Access
from .archive import Member
from .pagelist import NO_PAGES, PageList, source_lines
from .xhtml import escape

AUTHORITIES = {"bisac": "BISAC", "thema": "Thema", "bic": "BIC"}


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the publication."""

    ident: str
    href: str
    """Relative to the package document."""
    media_type: str
    file: Member
    properties: str = ""
    linear: bool | None = None
    """Its place in the reading order; None: not in it."""


def identifier(config: Config, uuid: str) -> str:
    """The publication's identifier: the ebook's ISBN, or a UUID that stays the same."""
    isbn = config.isbn.get("ebook")
    return f"urn:isbn:{isbn}" if isbn else f"urn:uuid:{uuid}"


@dataclass(frozen=True, slots=True)
class About:
    """What the package document says beside what book.yaml does."""

    ident: str
    modified: str
    """CCYY-MM-DDThh:mm:ssZ (EPUB 3.3, 5.5.6)."""
    access: Access
    languages: tuple[str, ...] = ()
    """Those of the text beside the book's own."""
    has_fonts: bool = False
    pages: PageList = NO_PAGES


def package(config: Config, about: About, items: Iterable[Item]) -> str:
    """The package document."""
    held = tuple(items)
    language = escape(config.language)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="pub-id" '
        f'xml:lang="{language}" prefix="ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/">\n'
        f"{_metadata(config, about)}{_manifest(held)}{_spine(held)}</package>\n"
    )


def _metadata(config: Config, about: About) -> str:
    lines = [
        *_identifier(about.ident),
        f'<meta property="dcterms:modified">{about.modified}</meta>',
        *(f"<dc:language>{escape(tag)}</dc:language>" for tag in dict.fromkeys((config.language, *about.languages))),
        *_titles(config),
        *(line for n, person in enumerate(config.contributors, 1) for line in _person(person, n)),
        *_plain(config),
        *(line for n, subject in enumerate(config.subjects, 1) for line in _subject(subject, n)),
        *_series(config),
        *source_lines(about.pages),
        *_access(about.access),
        *(('<meta property="ibooks:specified-fonts">true</meta>',) if about.has_fonts else ()),
        '<meta name="cover" content="cover-image"/>',  # Kindle and Kobo still look for the EPUB 2 way
    ]
    inside = "\n".join(lines)
    return f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{inside}\n</metadata>\n'


ISBN_13 = "15"
"""ONIX code list 5."""


def _identifier(ident: str) -> Iterator[str]:
    yield f'<dc:identifier id="pub-id">{escape(ident)}</dc:identifier>'
    if ident.startswith("urn:isbn:"):
        yield f'<meta refines="#pub-id" property="identifier-type" scheme="onix:codelist5">{ISBN_13}</meta>'


def _alternates(ident: str, names: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What the same is called in other scripts (EPUB 3.3, D.3.2)."""
    for language, name in names:
        tag = escape(language)
        yield f'<meta refines="#{ident}" property="alternate-script" xml:lang="{tag}">{escape(name)}</meta>'


def _titles(config: Config) -> Iterator[str]:
    yield f'<dc:title id="title">{escape(config.title)}</dc:title>'
    yield '<meta refines="#title" property="title-type">main</meta>'
    yield from _alternates("title", config.alternate_titles)
    if config.subtitle:
        yield f'<dc:title id="subtitle">{escape(config.subtitle)}</dc:title>'
        yield '<meta refines="#subtitle" property="title-type">subtitle</meta>'


def filed(person: Person) -> str:
    """A name as it is filed: the last word first, unless the book says otherwise."""
    if person.sort or " " not in person.name.strip():
        return person.sort or person.name
    first, _, last = person.name.strip().rpartition(" ")
    return f"{last}, {first}"


def _person(person: Person, number: int) -> Iterator[str]:
    kind = "creator" if person.role == "aut" else "contributor"
    ident = f"{kind}-{number}"
    yield f'<dc:{kind} id="{ident}">{escape(person.name)}</dc:{kind}>'
    yield f'<meta refines="#{ident}" property="role" scheme="marc:relators">{escape(person.role)}</meta>'
    yield f'<meta refines="#{ident}" property="file-as">{escape(filed(person))}</meta>'
    yield from _alternates(ident, person.alternate)


def _plain(config: Config) -> Iterator[str]:
    for name, value in (("publisher", config.publisher), ("date", config.date), ("rights", config.rights),
                        ("description", config.description)):  # fmt: skip
        if value:
            yield f"<dc:{name}>{escape(value)}</dc:{name}>"


def _subject(subject: Subject, number: int) -> Iterator[str]:
    yield f'<dc:subject id="subject-{number}">{escape(subject.label or subject.code)}</dc:subject>'
    authority = AUTHORITIES.get(subject.scheme.lower())
    if authority and subject.code:
        yield f'<meta refines="#subject-{number}" property="authority">{authority}</meta>'
        yield f'<meta refines="#subject-{number}" property="term">{escape(subject.code)}</meta>'


def _series(config: Config) -> Iterator[str]:
    if config.series is None:
        return
    yield f'<meta id="series" property="belongs-to-collection">{escape(config.series.name)}</meta>'
    yield '<meta refines="#series" property="collection-type">series</meta>'
    if config.series.position:
        yield f'<meta refines="#series" property="group-position">{escape(config.series.position)}</meta>'


EXEMPTIONS = {"micro-enterprise": "eaa-microenterprise", "disproportionate-burden": "eaa-disproportionate-burden",
              "fundamental-alteration": "eaa-fundamental-alteration"}  # fmt: skip
"""EPUB Accessibility: the property `a11y:exemption`."""


def _access(access: Access) -> Iterator[str]:
    for name, values in (
        ("accessMode", access.modes),
        ("accessibilityFeature", access.features),
        ("accessibilityHazard", (access.hazard,)),
        ("accessModeSufficient", access.sufficient),
        ("accessibilitySummary", (access.summary,)),
    ):
        yield from (f'<meta property="schema:{name}">{escape(value)}</meta>' for value in values)
    signed = access.signature
    if signed.exemption:
        yield f'<meta property="a11y:exemption">{EXEMPTIONS[signed.exemption]}</meta>'
    if access.conforms_to:
        yield f'<meta property="dcterms:conformsTo" id="conformance">{escape(access.conforms_to)}</meta>'
        yield f'<meta property="a11y:certifiedBy" id="certifier">{escape(signed.certified_by)}</meta>'
        if signed.credential:
            credential = escape(signed.credential)
            yield f'<meta refines="#certifier" property="a11y:certifierCredential">{credential}</meta>'
        if signed.report:
            yield f'<link rel="a11y:certifierReport" href="{escape(signed.report)}"/>'


def _manifest(items: tuple[Item, ...]) -> str:
    lines = []
    for item in items:
        properties = f' properties="{item.properties}"' if item.properties else ""
        lines.append(f'<item id="{item.ident}" href="{escape(item.href)}" media-type="{item.media_type}"{properties}/>')
    return "<manifest>\n" + "\n".join(lines) + "\n</manifest>\n"


def _spine(items: tuple[Item, ...]) -> str:
    read = (item for item in items if item.linear is not None)
    lines = [
        f'<itemref idref="{item.ident}"{"" if item.linear else " linear=" + chr(34) + "no" + chr(34)}/>'
        for item in read
    ]
    return '<spine toc="ncx">\n' + "\n".join(lines) + "\n</spine>\n"
