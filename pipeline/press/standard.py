"""What a PDF says of itself and what it must not hold, by the standards of the printing trade and of archives.

In: an open PDF and a standard's name. Out: the same PDF: identifiers, output intent, dates, metadata. Sources:
PDF/X-1a:2001 and X-3:2002 (ISO 15930-1 and -3, PDF 1.3), X-1a:2003 and X-3:2003 (ISO 15930-4 and -6, PDF 1.4), X-4
(ISO 15930-7, PDF 1.6), PDF/A-2b (ISO 19005-2).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from pikepdf.pdfa import prepare

from .colour import CONDITION, REGISTRY, profile


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard's own facts."""

    name: str
    version: str
    """The PDF version that it is written in."""
    keys: tuple[tuple[str, str], ...] = ()
    """What the document's information says."""
    metadata: bool = False
    """Whether it is said in XMP."""
    transparency: bool = False
    """Whether things may shine through."""


STANDARDS = {
    one.name: one
    for one in (
        Standard("PDF/X-1a:2001", "1.3", (("/GTS_PDFXVersion", "PDF/X-1:2001"),
                                         ("/GTS_PDFXConformance", "PDF/X-1a:2001"))),
        Standard("PDF/X-1a:2003", "1.4", (("/GTS_PDFXVersion", "PDF/X-1a:2003"),)),
        Standard("PDF/X-3:2002", "1.3", (("/GTS_PDFXVersion", "PDF/X-3:2002"),)),
        Standard("PDF/X-3:2003", "1.4", (("/GTS_PDFXVersion", "PDF/X-3:2003"),)),
        Standard("PDF/X-4", "1.6", metadata=True, transparency=True),
    )
}  # fmt: skip
PLAIN = Standard("", "1.7", transparency=True)
NEWER = {"1.3": ("/Lang", "/MarkInfo", "/StructTreeRoot", "/ViewerPreferences"), "1.4": ()}
"""Of the catalogue: what that version of PDF does not know, or cannot be without what it does not know."""


def declare(pdf: pikepdf.Pdf, standard: Standard, *, embed: bool) -> None:
    """Say that the PDF keeps the standard; `embed`: the profile of the printing condition lies in it."""
    if not standard.name:
        return
    information = pdf.docinfo
    information["/Trapped"] = Name("/False")
    for key, value in standard.keys:
        information[key] = String(value)
    for key in NEWER.get(standard.version, ()):
        if key in pdf.Root:
            del pdf.Root[key]
    pdf.Root["/OutputIntents"] = Array([_intent(pdf, embed=embed)])
    if standard.metadata:
        _put_metadata(pdf, _press_xmp(information, standard.name))
    elif "/Metadata" in pdf.Root:
        del pdf.Root["/Metadata"]


def _intent(pdf: pikepdf.Pdf, *, embed: bool) -> Dictionary:
    """The condition by its name in the registry; so no profile is needed in X-1a and X-3 (ISO 15930-1, 6.9)."""
    made = Dictionary(
        Type=Name.OutputIntent, S=Name("/GTS_PDFX"), OutputConditionIdentifier=String(CONDITION),
        RegistryName=String(REGISTRY), Info=String("Coated FOGRA39 (ISO 12647-2:2004)"),
        OutputCondition=String("Offset on coated paper, 60 lines a centimetre"),
    )  # fmt: skip
    if embed:
        made["/DestOutputProfile"] = pdf.make_indirect(pdf.make_stream(profile(), N=4))
    return pdf.make_indirect(made)


def _put_metadata(pdf: pikepdf.Pdf, text: str) -> None:
    pdf.Root["/Metadata"] = pdf.make_stream(text.encode(), Type=Name.Metadata, Subtype=Name.XML)


def _press_xmp(information: Any, name: str) -> str:
    said = f"<pdfxid:GTS_PDFXVersion>{name}</pdfxid:GTS_PDFXVersion><pdf:Trapped>False</pdf:Trapped>"
    return _xmp(information, "", said, 'xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"')


def archive(pdf: pikepdf.Pdf, language: str) -> None:
    """Say that it is PDF/A-2b: the colours of screens, the dates, the title.

    A tagged one does not say PDF/UA-1: nothing that we can run would vouch for it.
    """
    producer = pdf.docinfo.get("/Producer", String(""))
    prepare(pdf, "2b")
    pdf.docinfo["/Producer"] = producer
    ident = "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"
    _put_metadata(pdf, _xmp(pdf.docinfo, language, ident, 'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"'))


XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" {spaces}>
<dc:format>application/pdf</dc:format>{said}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def _xmp(information: Any, language: str, ident: str, spaces: str) -> str:
    """XMP that says what the document's information says, with the same dates (ISO 16684-1)."""
    told = {key: str(value) for key, value in information.items()}
    parts = [ident]
    if title := told.get("/Title"):
        parts.append(f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>')
    if author := told.get("/Author"):
        parts.append(f"<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>")
    if subject := told.get("/Subject"):
        about = f'<rdf:li xml:lang="x-default">{escape(subject)}</rdf:li>'
        parts.append(f"<dc:description><rdf:Alt>{about}</rdf:Alt></dc:description>")
    if language:
        parts.append(f"<dc:language><rdf:Bag><rdf:li>{escape(language)}</rdf:li></rdf:Bag></dc:language>")
    for key, name in (("/Creator", "xmp:CreatorTool"), ("/Producer", "pdf:Producer"), ("/Keywords", "pdf:Keywords")):
        if told.get(key):
            parts.append(f"<{name}>{escape(told[key])}</{name}>")
    created, modified = _date(told.get("/CreationDate", "")), _date(told.get("/ModDate", ""))
    parts.append(f"<xmp:CreateDate>{created}</xmp:CreateDate><xmp:ModifyDate>{modified}</xmp:ModifyDate>"
                 f"<xmp:MetadataDate>{modified}</xmp:MetadataDate>")  # fmt: skip
    mark = uuid.uuid5(uuid.NAMESPACE_URL, repr(sorted(told.items())))
    parts.append(f"<xmpMM:DocumentID>uuid:{mark}</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>"
                 "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>")  # fmt: skip
    return XMP.format(spaces=spaces, said="\n".join(parts))


def _date(stamp: str) -> str:
    """`D:20260102030405Z` as XMP writes it."""
    digits = "".join(character for character in stamp if character.isdigit()).ljust(14, "0")[:14]
    year, month, day, hour, minute, second = (digits[:4], *(digits[at : at + 2] for at in range(4, 14, 2)))
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}Z"
