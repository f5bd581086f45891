"""A printer's figure, with who says so, when it was read, and how far it may be trusted.

In: nothing. Out: `Figure`, `Source`, `SOURCES`. Lengths are in pt.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")
READ = "2026-11-21"
"""When the pages were read."""


class Status(StrEnum):
    """How a figure is known."""

    SEEN = "seen"
    """Read on the printer's own page."""
    QUOTED = "quoted"
    """Read in two or more places that cite the printer's page with a date of this year."""
    SINGLE = "single"
    """Read in one such place."""
    CONFLICT = "conflict"
    """The places disagree; the safer of their figures stands."""
    HOUSE = "house"
    """No printer's figure: our own, where the printer says nothing."""

    @property
    def second_hand(self) -> bool:
        """Whether somebody should still compare it with the printer's page."""
        return self in {Status.SINGLE, Status.CONFLICT}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was read."""

    title: str
    address: str
    date: str = READ


@dataclass(frozen=True, slots=True)
class Figure(Generic[T]):
    """One figure."""

    value: T
    source: str
    """A key of `SOURCES`; empty: our own figure."""
    status: Status
    note: str = ""

    @property
    def says(self) -> str:
        """Who says so, for a person."""
        if not self.source:
            return "Galerada's own figure"
        source = SOURCES[self.source]
        return f"{source.title} ({source.address}), {source.date}"


_KDP = "https://kdp.amazon.com/en_US/help/topic/"
_SPARK = "https://help.ingramspark.com/hc/en-us/articles/"
_LULU = "https://help.lulu.com/en/support/solutions/articles/"
SOURCES = {
    "kdp-trim": Source("KDP, Set Trim Size, Bleed, and Margins", _KDP + "GVBQ3CMEQW3W2VL6"),
    "kdp-print": Source("KDP, Print Options", _KDP + "G201834180"),
    "kdp-submit": Source("KDP, Paperback Submission Guidelines", _KDP + "G201857950"),
    "kdp-cover": Source("KDP, Create a Paperback Cover", _KDP + "G201953020"),
    "kdp-hardcover": Source("KDP, Create a Hardcover Cover", _KDP + "GDTKFJPNQCBTMRV6"),
    "kdp-barcode": Source("KDP, Barcodes", _KDP + "G5HDYGP4BXLX4RUW"),
    "kdp-calculator": Source("KDP, cover calculator", "https://kdp.amazon.com/cover-calculator"),
    "spark-files": Source("IngramSpark, File requirements for print books",
                          "https://www.ingramspark.com/blog/file-requirements-for-print-books"),
    "spark-tips": Source("IngramSpark, Manufacturing and File Setup Tips", _SPARK + "5338636202637"),
    "spark-problems": Source("IngramSpark, File Problems that Cause Printing Problems", _SPARK + "6443532453901"),
    "spark-guide": Source("IngramSpark, File Creation Guide",
                          "https://www.ingramspark.com/hubfs/downloads/file-creation-guide.pdf"),
    "spark-trims": Source("IngramSpark, Trim sizes", "https://www.ingramspark.com/hubfs/downloads/trim-sizes.pdf"),
    "spark-paper": Source("IngramSpark, Paper specifications",
                          "https://www.ingramspark.com/hubfs/downloads/Paper_Specs_Spark.pdf"),
    "lightning-ink": Source("Lightning Source, Ink coverage exceeds 240",
                            "https://help.lightningsource.com/hc/en-us/articles/360021155692"),
    "lulu-guide": Source("Lulu, Book Creation Guide",
                         "https://assets.lulu.com/media/guides/en/lulu-book-creation-guide.pdf"),
    "lulu-tips": Source("Lulu, Tips for formatting documents", _LULU + "64000255583"),
    "lulu-faq": Source("Lulu, Interior formatting FAQ", _LULU + "64000255590"),
    "lulu-case": Source("Lulu, Creating your hardcover casewrap cover", _LULU + "64000308572"),
    "bod-cover": Source("BoD, Coverberechnung", "https://www.bod.de/verlage/coverberechnung"),
    "bod-equipment": Source("BoD, Buchausstattung",
                            "https://www.bod.de/autoren/buch-veroeffentlichen/buchausstattung.html"),
    "iso-15930": Source("ISO 15930, PDF/X", "https://www.iso.org/standard/39934.html"),
}  # fmt: skip


def inches(length: float) -> float:
    """In pt."""
    return length * 72.0


def mm(length: float) -> float:
    """In pt."""
    return length * 72.0 / 25.4
