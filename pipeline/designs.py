"""The designs that a book can be printed in: each a face for the text, proportions, furniture, and a style sheet.

In: a design's name and a trim. Out: the `PrintOptions` that follow from them; what the book itself says of its page
is put over these. Lengths in pt. Not its business: drawing (`write/`), and the style sheets' own rules (`styles/`).

The white around the text follows the canon of the trade: least at the spine, more at the head, then at the fore edge,
most at the foot. It is tempered to what paper costs; and where a page is so wide that lines would hold more letters
than the eye follows, what is too much goes to the margins, in the canon's own proportion.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from .settings import PrintOptions

LEAST_MARGIN = 36.0
"""Half an inch: below, hands cover the text and printers refuse the page."""
LEAST_FOOT = 40.0
"""A foot that holds a folio."""
TO_SPINE, TO_HEAD, TO_FOOT = 0.4, 0.12, 0.2
"""Of the white that a wide page has left: the spine's part, the fore edge has the rest; and what head and foot get."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Margins as parts of the trimmed page: `inner` and `outer` of its width, `top` and `bottom` of its height."""

    inner: float
    outer: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Sizes:
    """The size of the text by the page's width: between two widths in proportion, beyond them no further."""

    narrow: float
    """On a page 5 in wide."""
    usual: float
    """On a page 6 in wide."""
    wide: float
    """On A4."""
    leading: float
    """From baseline to baseline, as a multiple of the size."""

    def of(self, width: float) -> float:
        """The size on a page so wide."""
        narrow, usual, wide = 360.0, 432.0, 595.3
        if width <= usual:
            share = max(0.0, (width - narrow) / (usual - narrow))
            return round(self.narrow + share * (self.usual - self.narrow), 1)
        share = min(1.0, (width - usual) / (wide - usual))
        return round(self.usual + share * (self.wide - self.usual), 1)


@dataclass(frozen=True, slots=True)
class Marginal:
    """How a head or a folio looks, and where it stands."""

    family: str
    size: float
    """As a part of the text's."""
    weight: int = 400
    style: str = "normal"
    tracking: float = 0.0
    """In em."""
    capitals: bool = False
    place: str = "middle"
    """`middle` of the text, or its `outer` edge."""


@dataclass(frozen=True, slots=True)
class Design:
    """A complete design."""

    name: str
    """As `PrintOptions.design` has it, and the name of its style sheet."""
    title: str
    text: str
    """The family of its text."""
    letter: float
    """The average width of a letter of Spanish prose in that family, spaces among them, in em: between that of an essay
    and that of a report, which has more capitals and figures."""
    trim: tuple[float, float]
    """Of a book that names none."""
    shares: Shares
    sizes: Sizes
    head: Marginal
    folio: Marginal
    folio_in_head: bool = False
    """Whether the folio stands beside the head; where a part opens it goes to the foot."""
    rule: float = 0.0
    """The thickness of a rule below the head; 0: none."""
    drop_cap: int = 0
    """How many lines the first letter of a chapter takes; 0: it is one of the others."""
    drop_face: str = ""
    """The family of that letter; empty: that of the text."""
    banner: str = "inset"
    """`inset`, or `full-bleed` where the page has a bleed."""
    banner_ink: str = "colour"
    """`colour`, `grey` or `duotone`."""
    chapters_open: str = "recto"
    also: tuple[str, ...] = field(default=())
    """Other names for it."""

    @property
    def sheet(self) -> str:
        """Its style sheet; the first design is what all others begin with and has none."""
        return "" if self.name == CLASICO else f"{self.name}.css"


CLASICO = "clasico"
TEXT, SANS, PLAIN = "Galerada Text", "Galerada Sans", "Galerada Plain"
LONGEST, SHORTEST = 72, 55
"""Letters of a line that the eye still finds its way along and back."""

DESIGNS: Mapping[str, Design] = {
    design.name: design
    for design in (
        Design(
            CLASICO, "clásico", TEXT, 0.3795, (432.0, 648.0),
            Shares(63 / 432, 49.5 / 432, 63 / 648, 69 / 648),
            Sizes(10.9, 11.7, 13.0, 15 / 11.7),
            Marginal(SANS, 0.65, weight=500, tracking=0.09, capitals=True),
            Marginal(TEXT, 0.82),
            also=("classic",),
        ),
        Design(
            "ensayo", "ensayo", PLAIN, 0.3965, (396.0, 612.0),
            Shares(0.128, 0.142, 0.112, 0.1),
            Sizes(10.8, 11.5, 13.0, 1.34),
            Marginal(PLAIN, 0.9, style="italic", place="outer"),
            Marginal(PLAIN, 0.9, place="outer"),
            folio_in_head=True, drop_cap=3, banner="full-bleed",
            also=("essay",),
        ),
        Design(
            "tecnico", "técnico", SANS, 0.3835, (504.0, 720.0),
            Shares(0.125, 0.125, 0.112, 0.088),
            Sizes(10.5, 11.2, 13.0, 1.35),
            Marginal(SANS, 0.82, weight=500, place="outer"),
            Marginal(SANS, 0.9, weight=700, place="outer"),
            folio_in_head=True, rule=0.5, banner_ink="duotone", chapters_open="any",
            also=("technical",),
        ),
        Design(
            "bolsillo", "bolsillo", PLAIN, 0.3965, (360.0, 576.0),
            Shares(0.122, 0.105, 0.092, 0.088),
            Sizes(10.0, 10.9, 13.0, 1.23),
            Marginal(PLAIN, 0.86, style="italic"),
            Marginal(PLAIN, 0.9, place="outer"),
            folio_in_head=True, banner_ink="grey", chapters_open="any",
            also=("pocket",),
        ),
    )
}  # fmt: skip

# Large print: the sans, which has the widest letters of the faces, on a page that gives them its margins.
LARGE_LETTER = 0.3835
LARGE_SIZES = Sizes(16.0, 16.0, 18.0, 1.3)
LARGE_SHARES = Shares(0.115, 0.095, 0.09, 0.085)
LARGE_LONGEST = 62
"""Of large type a line holds fewer letters: readers hold the page near, and move along it."""


def known(word: str) -> str | None:
    """The name of the design that a word means, whatever its accents and capitals; None when it means none."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(c)).strip()
    return next((design.name for design in DESIGNS.values() if plain in (design.name, *design.also)), None)


def names() -> tuple[str, ...]:
    """Every word that means a design: its title first, then without accents, then in English."""
    found = (word for design in DESIGNS.values() for word in (design.title, design.name, *design.also))
    return tuple(dict.fromkeys(found))


def design_of(options: PrintOptions) -> Design:
    """The design of a page."""
    return DESIGNS[options.design]


def text_family(options: PrintOptions) -> str:
    """The family that the text is set in."""
    return SANS if options.large else design_of(options).text


def letters_a_line(options: PrintOptions) -> float:
    """How many letters a line holds on the average, spaces among them."""
    letter = LARGE_LETTER if options.large else design_of(options).letter
    return (options.width - options.inner - options.outer) / (letter * options.font_size)


def defaults(name: str, trim: tuple[float, float] | None = None, *, large: bool = False, size: float = 0.0
             ) -> PrintOptions:  # fmt: skip
    """The page of a design on a trim; with the author's own size of the text, if one is given."""
    design = DESIGNS[name]
    width, height = trim or design.trim
    sizes, shares = (LARGE_SIZES, LARGE_SHARES) if large else (design.sizes, design.shares)
    own = size or sizes.of(width)
    letter, longest = (LARGE_LETTER, LARGE_LONGEST) if large else (design.letter, LONGEST)
    inner, outer, top, bottom = _margins(width, height, shares, longest * letter * own)
    return PrintOptions(
        width, height, inner=inner, outer=outer, top=top, bottom=bottom,
        font_size=own, leading=round(own * sizes.leading, 1), chapters_open=design.chapters_open,
        design=name, large=large, banner=design.banner, banner_ink=design.banner_ink,
    )  # fmt: skip


FOLLOWING = ("inner", "outer", "top", "bottom", "font_size", "leading")
"""What follows the trim."""


def on_trim(options: PrintOptions, trim: tuple[float, float]) -> PrintOptions:
    """The same book on another page: what it names itself stays, the rest is as its design has it there."""
    if (options.width, options.height) == trim:
        return options
    size = options.font_size if "font_size" in options.said else 0.0
    usual = defaults(options.design, trim, large=options.large, size=size)
    changed = {name: getattr(usual, name) for name in FOLLOWING if name not in options.said}
    return replace(options, width=trim[0], height=trim[1], **changed)


def _margins(width: float, height: float, shares: Shares, longest: float) -> tuple[float, ...]:
    """Those at spine, fore edge, head and foot; `longest` is the longest line."""
    inner, outer = max(LEAST_MARGIN, shares.inner * width), max(LEAST_MARGIN, shares.outer * width)
    spare = max(0.0, width - inner - outer - longest)
    top, bottom = max(LEAST_MARGIN, shares.top * height), max(LEAST_FOOT, shares.bottom * height)
    made = (inner + TO_SPINE * spare, outer + (1 - TO_SPINE) * spare, top + TO_HEAD * spare, bottom + TO_FOOT * spare)
    return tuple(round(length, 1) for length in made)
