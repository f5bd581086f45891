"""The press stage: from a PDF that shows the book to a file that a printer prints it from.

In: the PDF's bytes, and what is asked. Out: bytes: colours in the inks of the press, nothing that the printer refuses,
the standard kept and declared. Same bytes for the same PDF. Raises nothing for our own PDFs. With `colour`, `painting`
and the rest, the home of pikepdf.
"""

from __future__ import annotations

from io import BytesIO

import pikepdf

from ..targets import PressJob
from . import marks
from .painting import Painter, paint_for
from .pictures import in_inks
from .standard import PLAIN, STANDARDS, Standard, archive, declare

__all__ = ["STANDARDS",
    "Standard", "archived", "pressed"]


def pressed(data: bytes, job: PressJob) -> bytes:
    """The file for the press."""
    standard = STANDARDS.get(job.standard, PLAIN)
    flat = "transparency" in job.forbids or not standard.transparency
    with pikepdf.open(BytesIO(data)) as pdf:
        in_inks(pdf, job.space, float(job.ink), flat=flat)
        painter = Painter(pdf, paint_for(job.space, float(job.ink)))
        for page in pdf.pages:
            painter.page(page)
        _take_out(pdf, job.forbids, standard)
        _tidy_states(pdf, flat=flat)
        if job.marks:
            _mark(pdf, job.bleed)
        declare(pdf, standard, embed="profile" not in job.forbids)
        return _written(pdf, standard)


def archived(data: bytes, language: str) -> bytes:
    """The PDF as PDF/A-2b, to be read and kept."""
    with pikepdf.open(BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary):
                _tidy_resources(thing)
        archive(pdf, language)
        return _written(pdf, PLAIN)


def _tidy_resources(thing: pikepdf.Object) -> None:
    for key in ("/Pattern", "/Shading"):
        if isinstance(thing.get(key), pikepdf.Dictionary) and not thing[key].keys():
            del thing[key]


def _take_out(pdf: pikepdf.Pdf, forbids: tuple[str, ...], standard: Standard) -> None:
    """What the printer refuses."""
    if "outline" in forbids and "/Outlines" in pdf.Root:
        del pdf.Root["/Outlines"]
    if "links" in forbids or standard.name:  # PDF/X has no link inside the bleed (ISO 15930-1, 6.15)
        for page in pdf.pages:
            if "/Annots" in page.obj:
                del page.obj["/Annots"]
        if "/Names" in pdf.Root:
            del pdf.Root["/Names"]
    if "information" in forbids and not standard.name:
        for name in ("/Metadata", "/Lang", "/ViewerPreferences"):
            if name in pdf.Root:
                del pdf.Root[name]
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]


def _tidy_states(pdf: pikepdf.Pdf, *, flat: bool) -> None:
    """Graphics states that say "nothing shines through" say nothing: old readers take the word for the deed."""
    if not flat:
        return
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            _tidy(thing)


def _tidy(thing: pikepdf.Object) -> None:
    for state in _states(thing):
        for key, plain in (("/ca", 1), ("/CA", 1), ("/BM", "/Normal"), ("/SMask", "/None"), ("/AIS", False)):
            if key in state and state[key] == plain:
                del state[key]
    if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form" and "/Group" in thing:
        del thing["/Group"]
    if thing.get("/Type") == "/Page" and "/Group" in thing:
        del thing["/Group"]


def _states(thing: pikepdf.Object) -> list[pikepdf.Object]:
    """The graphics states among an object's resources, wherever these are said."""
    resources = thing.get("/Resources", thing)
    found = resources.get("/ExtGState") if isinstance(resources, pikepdf.Dictionary) else None
    return [state for _, state in found.items()] if found is not None else []


def _mark(pdf: pikepdf.Pdf, bleed: float) -> None:
    """A sheet larger than the bleed, with its marks."""
    space = marks.registration(pdf)
    for page in pdf.pages:
        left, low, right, top = (float(one) for one in page.obj["/MediaBox"])
        slug = marks.SLUG
        page.obj["/MediaBox"] = pikepdf.Array([left - slug, low - slug, right + slug, top + slug])
        page.contents_add(pdf.make_stream(marks.draw(page, bleed, space)))


def _written(pdf: pikepdf.Pdf, standard: Standard) -> bytes:
    old = standard.version in {"1.3", "1.4"}
    mode = pikepdf.ObjectStreamMode.disable if old else pikepdf.ObjectStreamMode.generate
    out = BytesIO()
    pdf.remove_unreferenced_resources()
    pdf.save(out, force_version=standard.version, object_stream_mode=mode, deterministic_id=True,
             fix_metadata_version=False, recompress_flate=False)  # fmt: skip
    return out.getvalue()
