"""The pictures: where each is, how large, and at how many pixels per inch it prints.

In: a proof. Out: a `View`.
"""

from __future__ import annotations

from ...model import Asset, Chapter
from ...nodes import Element, Node, Text, element, elements
from ...write.printpictures import LEAST_PPI, PT_PER_INCH
from ..proof import WebProof, title_of, widths_in_print
from ..reading import sources
from .frame import View, file_of, heading
from .parts import table

MM_PER_PT = 25.4 / 72
SVG = "image/svg+xml"
HEAD = ("Picture", "Seen", "Pixels", "Printed width", "Pixels per inch", "Verdict", "Where")


def view(proof: WebProof) -> View:
    """The table of pictures."""
    widths = widths_in_print(proof.book)
    rows = [_row(proof, asset, widths.get(key, 0.0)) for key, asset in proof.book.assets.items()]
    wanted = proof.book.config.print.banner_ppi
    told = f"The book asks for {wanted} pixels per inch; below {LEAST_PPI} the pixels are seen."
    main: list[Node] = [*heading("Pictures"), element("p", told if rows else "The book has no pictures.")]
    return View("pictures.html", "Pictures", (*main, *((table(HEAD, rows, "Pictures as printed"),) if rows else ())))


def _row(proof: WebProof, asset: Asset, width: float) -> tuple[Node | str, ...]:
    thumb = element("img", src=sources(proof)[asset.key], alt="", loading="lazy", class_="thumb")
    drawn = asset.media_type == SVG
    ppi = asset.width / (width / PT_PER_INCH) if width and not drawn else 0.0
    size = "drawn" if drawn else f"{asset.width} × {asset.height}"
    shown = f"{width * MM_PER_PT:.0f} mm" if width else "not printed"
    told = f"{ppi:.0f}" if ppi else "any" if drawn else ""
    return asset.path, thumb, size, shown, told, _verdict(ppi, proof, drawn=drawn), _where(proof, asset)


def _verdict(ppi: float, proof: WebProof, *, drawn: bool) -> Element:
    if drawn:
        return element("span", "sharp at any size", class_="verdict good")
    if not ppi:
        return element("span", "", class_="verdict")
    if round(ppi) >= proof.book.config.print.banner_ppi:
        return element("span", "good", class_="verdict good")
    kind, words = ("poor", "too few pixels") if round(ppi) < LEAST_PPI else ("fair", "fewer than asked")
    return element("span", words, class_=f"verdict {kind}")


def _where(proof: WebProof, asset: Asset) -> Element:
    """The chapters that show it."""
    shown = [chapter for chapter in proof.book.chapters if _shows(chapter, asset)]
    links: list[Node] = []
    for chapter in shown:
        links += [Text(", ")] if links else []
        links.append(element("a", title_of(chapter), href=file_of(chapter.key)))
    return element("span", *links)


def _shows(chapter: Chapter, asset: Asset) -> bool:
    pictures = elements((*chapter.heading, *chapter.body), "img")
    return any(picture.get("src") == f"asset:{asset.key}" for picture in pictures)
