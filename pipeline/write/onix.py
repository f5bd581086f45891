"""The book for those who trade in it: an ONIX for Books 3.0 message, in reference tags.

In: a resolved book, and the claims of its ebook. Out: XML with one product for each ISBN. Source: ONIX for Books
Specification 3.0; the order of the parts is the schema's. Not its business: whether what a message needs is there
(`lacking` says what is not).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..model import Book, Config, Person, Price
from . import onixcodes as codes
from .access import Access
from .opf import filed
from .xhtml import escape

NAMESPACE = "http://ns.editeur.org/onix/3.0/reference"
MM_PER_PT = 25.4 / 72
EDITIONS = ("ebook", "print")


def lacking(config: Config) -> tuple[str, ...]:
    """The keys of book.yaml without which there is no message."""
    isbn = any(config.isbn.get(edition) for edition in EDITIONS)
    return tuple(key for key, there in (("publisher", config.publisher), ("isbn", isbn)) if not there)


def message(book: Book, access: Access, sent: str) -> str:
    """The message; `sent` is CCYY-MM-DDThh:mm:ssZ."""
    config = book.config
    products = (_Product(book, access, edition).lines() for edition in EDITIONS if config.isbn.get(edition))
    stamp = sent.replace("-", "").replace(":", "")
    header = _group("Header", _group("Sender", _line("SenderName", config.publisher)), _line("SentDateTime", stamp))
    lines = [*header, *(line for product in products for line in product)]
    inside = "\n".join(lines)
    begin = f'<?xml version="1.0" encoding="utf-8"?>\n<ONIXMessage release="3.0" xmlns="{NAMESPACE}">'
    return f"{begin}\n{inside}\n</ONIXMessage>\n"


# markup


def _line(name: str, value: str, **attrs: str) -> list[str]:
    """An element on a line; none where there is nothing to say."""
    said = "".join(f' {key}="{escape(text)}"' for key, text in attrs.items())
    return [f"<{name}{said}>{escape(value)}</{name}>"] if value else []


def _group(name: str, *parts: Iterable[str]) -> list[str]:
    """An element around others; none where there are none."""
    inside = [line for part in parts for line in part]
    return [f"<{name}>", *inside, f"</{name}>"] if inside else []


# a product


@dataclass(frozen=True, slots=True)
class _Product:
    book: Book
    access: Access
    edition: str

    @property
    def config(self) -> Config:
        return self.book.config

    def lines(self) -> list[str]:
        isbn = self.config.isbn[self.edition]
        return _group(
            "Product",
            _line("RecordReference", f"{isbn}.galerada"),
            _line("NotificationType", "03"),
            _identifier(isbn),
            self._descriptive(),
            _group("CollateralDetail", self._blurb()),
            self._publishing(),
            _group("RelatedMaterial", self._related()),
            self._supply(),
        )

    def _descriptive(self) -> list[str]:
        config = self.config
        return _group(
            "DescriptiveDetail",
            _line("ProductComposition", "00"),
            *self._form(),
            _line("PrimaryContentType", "10"),
            *(self._measures() if self.edition == "print" else ()),
            self._collection(),
            self._titles(),
            *(_contributor(person, number) for number, person in enumerate(config.contributors, 1)),
            *(_language(tag) for tag in dict.fromkeys((config.language, *config.other_languages))),
            *self._subjects(),
        )

    def _form(self) -> Iterator[list[str]]:
        if self.edition == "print":
            yield _line("ProductForm", "BC")
            return
        yield _line("ProductForm", "ED")
        yield _line("ProductFormDetail", "E101")
        yield _line("ProductFormDetail", "E200")
        for code, text in self._access_codes():
            parts = (_line("ProductFormFeatureType", "09"), _line("ProductFormFeatureValue", code))
            yield _group("ProductFormFeature", *parts, _line("ProductFormFeatureDescription", text))

    def _access_codes(self) -> Iterator[tuple[str, str]]:
        """List 196: what is claimed in the package document, and nothing else."""
        access, signed = self.access, self.access.signature
        yield codes.SUMMARY, access.summary
        if access.conforms_to:
            yield codes.EPUB_ACCESSIBILITY, ""
        yield from ((codes.FEATURES[name], "") for name in access.features if name in codes.FEATURES)
        if access.tags_language:
            yield codes.LANGUAGE_TAGGED, ""
        yield codes.LANDMARKS, ""
        if "textual" in access.sufficient:
            yield codes.WITHOUT_SIGHT, ""
        if signed.exemption:
            yield codes.EXEMPTIONS[signed.exemption], ""
        if access.conforms_to:
            yield codes.WCAG_22, ""
            yield codes.LEVELS[signed.level], ""
        for code, said in ((codes.REPORT, signed.report), (codes.CONTACT, signed.contact)):
            if said:
                yield code, said

    def _measures(self) -> Iterator[list[str]]:
        page = self.config.print
        for kind, length in (("01", page.height), ("02", page.width)):
            size = _line("Measurement", f"{length * MM_PER_PT:.0f}")
            yield _group("Measure", _line("MeasureType", kind), size, _line("MeasureUnitCode", "mm"))

    def _collection(self) -> list[str]:
        series = self.config.series
        if series is None:
            return []
        name = (_line("TitleElementLevel", "02"), _line("PartNumber", series.position), _line("TitleText", series.name))
        title = _group("TitleDetail", _line("TitleType", "01"), _group("TitleElement", *name))
        return _group("Collection", _line("CollectionType", "10"), title)

    def _titles(self) -> list[str]:
        config = self.config
        own = (_line("TitleElementLevel", "01"), _line("TitleText", config.title), _line("Subtitle", config.subtitle))
        made = _group("TitleDetail", _line("TitleType", "01"), _group("TitleElement", *own))
        for tag, title in config.alternate_titles:
            text = _line("TitleText", title, language=codes.language(tag))
            element = _group("TitleElement", _line("TitleElementLevel", "01"), text)
            made += _group("TitleDetail", _line("TitleType", "06"), element)
        return made

    def _subjects(self) -> Iterator[list[str]]:
        seen: set[str] = set()
        for subject in self.config.subjects:
            if subject.code and subject.scheme in {"bisac", "thema"}:
                scheme = codes.BISAC if subject.scheme == "bisac" else codes.thema_list(subject.code)
                main = [] if scheme in seen or scheme in codes.THEMA.values() else ["<MainSubject/>"]
                seen.add(scheme)
                code = _line("SubjectCode", subject.code)
                yield _group("Subject", main, _line("SubjectSchemeIdentifier", scheme), code)
        keywords = "; ".join(subject.label for subject in self.config.subjects if not subject.code)
        if keywords:
            text = _line("SubjectHeadingText", keywords)
            yield _group("Subject", _line("SubjectSchemeIdentifier", codes.KEYWORDS), text)

    def _blurb(self) -> list[str]:
        if not self.config.description:
            return []
        parts = (_line("TextType", "03"), _line("ContentAudience", "00"), _line("Text", self.config.description))
        return _group("TextContent", *parts)

    def _publishing(self) -> list[str]:
        config = self.config
        publisher = (_line("PublishingRole", "01"), _line("PublisherName", config.publisher))
        day = config.date.replace("-", "")
        form = {8: "00", 6: "01", 4: "05"}.get(len(day), "00")
        dated = (_line("PublishingDateRole", "01"), _line("Date", day, dateformat=form))
        rights = (_line("SalesRightsType", "01"), _territory(config.territories))
        return _group(
            "PublishingDetail",
            _group("Publisher", *publisher),
            _group("PublishingDate", *dated) if day else [],
            _group("SalesRights", *rights),
        )

    def _related(self) -> list[str]:
        """The other edition (List 51: 06, alternative format)."""
        own = self.config.isbn[self.edition]
        others = (self.config.isbn.get(edition, "") for edition in EDITIONS if edition != self.edition)
        return [
            line
            for isbn in others
            if isbn and isbn != own
            for line in _group("RelatedProduct", _line("ProductRelationCode", "06"), _identifier(isbn))
        ]

    def _supply(self) -> list[str]:
        prices = [price for price in self.config.prices if price.edition in {"", self.edition}]
        if not prices:
            return []
        supplier = (_line("SupplierRole", "01"), _line("SupplierName", self.config.publisher))
        supply = (_group("Supplier", *supplier), _line("ProductAvailability", "20"), *map(self._price, prices))
        return _group("ProductSupply", _group("SupplyDetail", *supply))

    def _price(self, price: Price) -> list[str]:
        return _group(
            "Price",
            _line("PriceType", "02"),
            _line("PriceAmount", price.amount),
            _line("CurrencyCode", price.currency),
            _territory(price.countries or self.config.territories),
        )


def _identifier(isbn: str) -> list[str]:
    return _group("ProductIdentifier", _line("ProductIDType", "15"), _line("IDValue", isbn))


def _contributor(person: Person, number: int) -> list[str]:
    others = (
        _group("AlternativeName", _line("NameType", "04"), _line("PersonName", name, language=codes.language(tag)))
        for tag, name in person.alternate
    )
    return _group(
        "Contributor",
        _line("SequenceNumber", str(number)),
        _line("ContributorRole", codes.CONTRIBUTORS.get(person.role, codes.OTHER_CONTRIBUTOR)),
        _line("PersonName", person.name),
        _line("PersonNameInverted", filed(person)),
        *others,
    )


def _language(tag: str) -> list[str]:
    return _group("Language", _line("LanguageRole", "01"), _line("LanguageCode", codes.language(tag)))


def _territory(countries: tuple[str, ...]) -> list[str]:
    said = _line("CountriesIncluded", " ".join(countries)) or _line("RegionsIncluded", "WORLD")
    return _group("Territory", said)
