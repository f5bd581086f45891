"""PDF/X, rule by rule: what makes a file that a press takes without asking (ISO 15930).

In: a `File` and a `Target`. Out: findings. Boxes, colours, transparency and fonts have checks of their own; this is
what the file says of itself. Sources: ISO 15930-1 (X-1a:2001), -3 (X-3:2002), -4 (X-1a:2003), -6 (X-3:2003), -7 (X-4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..diagnostics import Code
from ..targets import Target
from .finding import Finding, on, once
from .model import File, Sheet, meet


@dataclass(frozen=True, slots=True)
class Standard:
    """What tells one part of ISO 15930 from the others."""

    name: str
    version: str
    """The newest PDF version that it is written in."""
    key: str
    """What GTS_PDFXVersion says."""
    conformance: str = ""
    """What GTS_PDFXConformance says."""
    modern: bool = False
    """X-4: transparency, layers, streams of objects; what it is, it says in XMP."""
    profiles: bool = False
    """Whether colours may bring a profile of their own."""


STANDARDS: Mapping[str, Standard] = {
    one.name: one
    for one in (
        Standard("PDF/X-1a:2001", "1.3", "PDF/X-1:2001", "PDF/X-1a:2001"),
        Standard("PDF/X-1a:2003", "1.4", "PDF/X-1a:2003"),
        Standard("PDF/X-3:2002", "1.3", "PDF/X-3:2002", profiles=True),
        Standard("PDF/X-3:2003", "1.4", "PDF/X-3:2003", profiles=True),
        Standard("PDF/X-4", "1.6", "PDF/X-4", modern=True, profiles=True),
    )
}
MEND = "build it for the target again; of another program's file, export it as this PDF/X"


def standard_of(target: Target) -> Standard | None:
    """What the printer wants of the inside; None: a plain PDF."""
    return STANDARDS.get(target.printer.standard.value)


def declared(file: File, target: Target) -> Iterator[Finding]:
    """It says what it is, and is no newer (ISO 15930-1, 6.3; -7, 6.1)."""
    standard = standard_of(target)
    if standard is None:
        return
    info = file.information
    said = info.get("GTS_PDFXVersion", "")
    if standard.modern:
        said = file.metadata.get("pdfxid:GTS_PDFXVersion", "")
    if said != standard.key:
        place = "XMP pdfxid:GTS_PDFXVersion" if standard.modern else "GTS_PDFXVersion"
        yield _fault(Code.X_NOT_DECLARED, standard, f"{place} is '{said}', and not '{standard.key}'")
    if standard.conformance and info.get("GTS_PDFXConformance", "") != standard.conformance:
        told = info.get("GTS_PDFXConformance", "")
        what = f"GTS_PDFXConformance is '{told}', and not '{standard.conformance}'"
        yield _fault(Code.X_NOT_DECLARED, standard, what)
    if _numbers(file.version) > _numbers(standard.version):
        yield _fault(Code.X_NOT_DECLARED, standard, f"the file is PDF {file.version}, and not {standard.version}")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(one) for one in re.findall(r"\d+", version))


def _fault(code: Code, standard: Standard, what: str) -> Finding:
    return Finding(code, f"{standard.name}: {what}", MEND)


def intent(file: File, target: Target) -> Iterator[Finding]:
    """One output intent GTS_PDFX, with its condition and its registry, or a profile (-1, 6.7; -7, 6.2.2)."""
    standard = standard_of(target)
    if standard is None:
        return
    for_press = [one for one in file.intents if one.kind == "GTS_PDFX"]
    if len(for_press) != 1:
        yield _fault(Code.X_INTENT, standard, f"{len(for_press) or 'no'} output intents GTS_PDFX, and not one")
        return
    one = for_press[0]
    if not one.condition:
        yield _fault(Code.X_INTENT, standard, "the output intent does not name its condition")
    if not one.parts and not one.registry:
        yield _fault(Code.X_INTENT, standard, "the output intent has neither a registry's name nor a profile")
    if standard.modern and not one.parts:
        yield _fault(Code.X_INTENT, standard, "the output intent has no profile")


def information(file: File, target: Target) -> Iterator[Finding]:
    """Title, dates, whether it is trapped, an identifier; in XMP the same as in the document's information."""
    standard = standard_of(target)
    if standard is None:
        return
    for what in _lacks(file, standard):
        yield _fault(Code.X_INFORMATION, standard, what)


def _lacks(file: File, standard: Standard) -> Iterator[str]:
    info, xmp = file.information, file.metadata
    if not file.has_id:
        yield "the file has no /ID"
    trapped = info.get("Trapped", "").lstrip("/") or xmp.get("pdf:Trapped", "")
    if trapped not in {"True", "False"}:
        yield f"/Trapped is '{trapped or 'nothing'}', and not True or False"
    if not (info.get("Title") or (standard.modern and xmp.get("dc:title"))):
        yield "it has no title"
    for name, path in (("CreationDate", "xmp:CreateDate"), ("ModDate", "xmp:ModifyDate")):
        told, other = info.get(name, ""), xmp.get(path, "")
        if not (told or (standard.modern and other)):
            yield f"it has no {name}"
        elif told and other and _moment(told) != _moment(other):
            yield f"{name} is {told}, and {path} is {other}"
    if info.get("Title") and xmp.get("dc:title") and info["Title"] != xmp["dc:title"]:
        yield f"its title is '{info['Title']}', and dc:title is '{xmp['dc:title']}'"
    if standard.modern:
        needed = ("xmp:MetadataDate", "xmpMM:DocumentID", "xmpMM:RenditionClass", "xmpMM:VersionID")
        yield from (f"XMP has no {name}" for name in needed if not xmp.get(name))


MOMENT = re.compile(r"(?:D:)?(\d{4})-?(\d\d)?-?(\d\d)?T?(\d\d)?:?(\d\d)?:?(\d\d)?(?:\.\d+)?(Z|[+-]\d\d)?[':]?(\d\d)?")


def _moment(text: str) -> object:
    """A date of PDF (7.9.4) or of XMP as one moment; the text itself where it is none."""
    found = MOMENT.match(text)
    if not found:
        return text
    year, month, day, hour, minute, second = (int(found[place] or default) for place, default in
                                              zip(range(1, 7), (1, 1, 1, 0, 0, 0), strict=True))  # fmt: skip
    zone = found[7] or "Z"
    ahead = 0 if zone == "Z" else int(zone) * 60 + int(found[8] or 0) * (-1 if zone.startswith("-") else 1)
    try:
        return datetime(year, month, day, hour, minute, second) - timedelta(minutes=ahead)
    except ValueError:
        return text


def active(file: File, target: Target) -> Iterator[Finding]:
    """Nothing that acts, nothing locked, nothing beside the page that prints (-1, 6.12 to 6.18)."""
    standard = standard_of(target)
    if file.encrypted:
        yield Finding(Code.ACTIVE_PARTS, "the file is encrypted", "save it without a password or restrictions")
    if standard is None:
        return
    yield from (_fault(Code.ACTIVE_PARTS, standard, f"it holds {what}") for what in file.active)
    acting = [sheet for sheet in file.sheets if sheet.acts or any(link.acts for link in sheet.links)]
    yield from once(Code.ACTIVE_PARTS, f"{standard.name}: something acts", MEND, acting)
    over = [sheet for sheet in file.sheets if sheet not in acting and _annotated(sheet)]
    yield from once(Code.ACTIVE_PARTS, f"{standard.name}: an annotation lies inside the page", MEND, over)


def _annotated(sheet: Sheet) -> bool:
    """Whether an annotation other than a trap net or a printer's mark touches what is printed."""
    left, low, _, _ = sheet.trim
    bleed = sheet.boxes.bleed or sheet.trim
    inside = (bleed[0] - left, bleed[1] - low, bleed[2] - left, bleed[3] - low)
    return any(link.kind not in {"TrapNet", "PrinterMark"} and meet(link.rect, inside) for link in sheet.links)


def structure(file: File, target: Target) -> Iterator[Finding]:
    """No streams of objects before PDF 1.5, no JPEG 2000, no LZW, nothing that is not in the file itself."""
    standard = standard_of(target)
    if standard is None:
        return
    if file.streamed and not standard.modern:
        yield _fault(Code.X_STRUCTURE, standard, "objects or cross-references stand in streams, as from PDF 1.5 on")
    if file.layers and not standard.modern:
        yield _fault(Code.X_STRUCTURE, standard, "it has layers")
    if standard.modern and "" in file.layers:
        yield _fault(Code.X_STRUCTURE, standard, "a layer has no name")
    for name in sorted({name for picture in file.pictures.values() for name in picture.filters} & _refused(standard)):
        sheets = [sheet for sheet in file.sheets
                  if any(name in file.pictures[one.picture].filters for one in sheet.placed)]  # fmt: skip
        yield from once(Code.X_STRUCTURE, f"{standard.name}: a picture is packed by {name}", MEND, sheets)
    odd: dict[str, list[Sheet]] = {}
    for sheet in file.sheets:
        for what in dict.fromkeys(seen.what for seen in sheet.odd):
            odd.setdefault(what, []).append(sheet)
    for what, sheets in odd.items():
        yield from once(Code.X_STRUCTURE, f"{standard.name}: {what} is used", MEND, sheets)


def _refused(standard: Standard) -> set[str]:
    return {"LZWDecode", "LZW"} if standard.modern else {"LZWDecode", "LZW", "JPXDecode", "JBIG2Decode"}


def fonts(file: File, target: Target) -> Iterator[Finding]:
    """A font file of the kind OpenType is one of PDF 1.6."""
    standard = standard_of(target)
    if standard is None or standard.modern:
        return
    for font in file.fonts.values():
        if font.program == "FontFile3/OpenType":
            what = f"the font {font.name} is embedded as OpenType, which is PDF 1.6; it draws"
            sheets = [file.sheets[number - 1] for number in sorted({one.sheet for one in font.letters.values()})]
            yield _fault(Code.X_FONT, standard, f"{what} {on(sheets)}")


CHECKS = (declared, intent, information, active, structure, fonts)
