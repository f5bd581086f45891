"""A drawing in pixels, for readers that draw no SVG. The only home of resvg.

In: an SVG document, and how many pixels it shall be wide. Out: a PNG, the same in every run. Its words are set in the
faces of the book, never in a system's font; it reads no file and asks no network.
"""

from __future__ import annotations

from ..fonts import FACES

OWN_NAMES = {
    "Galerada Text": "EB Garamond", "Galerada Sans": "Alegreya Sans", "Galerada Mono": "Source Code Pro",
    "Galerada Symbols": "STIX Two Math",
}  # fmt: skip
"""What the faces' files call themselves."""


def drawn(svg: str, width: int) -> bytes:
    """The drawing, `width` px across; raises ValueError when it cannot be drawn."""
    import resvg_py

    for family, own in OWN_NAMES.items():
        svg = svg.replace(family, own)
    return resvg_py.svg_to_bytes(
        svg_string=svg, width=width, skip_system_fonts=True, font_files=[str(face.path) for face in FACES],
        font_family=OWN_NAMES["Galerada Text"], serif_family=OWN_NAMES["Galerada Text"],
        sans_serif_family=OWN_NAMES["Galerada Sans"], monospace_family=OWN_NAMES["Galerada Mono"],
        cursive_family=OWN_NAMES["Galerada Text"], fantasy_family=OWN_NAMES["Galerada Sans"],
    )  # fmt: skip
