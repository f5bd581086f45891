"""What a PDF draws, page by page, as far as a printer minds: the one view that every check looks at.

In: nothing. Out: `File`, `Sheet` and what stands on it. Lengths in pt; places from the lower left corner of the
trimmed page, whatever the file's own corner is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Rect = tuple[float, float, float, float]
"""Left, low, right, top."""
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space (PDF 1.7, 8.6)."""

    kind: str
    """`grey`, `rgb`, `cmyk`, `lab`, `spot`, `pattern`; of an indexed one, that of its table."""
    tagged: bool = False
    """Whether an ICC profile or a calibration says what its numbers mean."""
    names: tuple[str, ...] = ()
    """Of `spot`: the inks."""
    table: bytes = b""
    """Of an indexed space: its colours, one after the other."""

    @property
    def parts(self) -> int:
        """Numbers of one colour."""
        return {"grey": 1, "rgb": 3, "lab": 3, "cmyk": 4}.get(self.kind, len(self.names) or 1)


GREY, RGB, CMYK = Space("grey"), Space("rgb"), Space("cmyk")
PROCESS = frozenset({"Cyan", "Magenta", "Yellow", "Black", "None", "All"})
"""Separations that need no ink of their own; `All` is for registration marks."""


@dataclass(frozen=True, slots=True)
class Ink:
    """What something is painted with."""

    space: Space
    values: tuple[float, ...] = ()

    @property
    def amount(self) -> float | None:
        """Percent of ink on the spot; None where the printer's conversion decides."""
        if len(self.values) != self.space.parts:
            return None
        if self.space.kind == "cmyk":
            return sum(self.values) * 100
        if self.space.kind == "grey":
            return (1 - self.values[0]) * 100
        if self.space.kind == "spot":
            return sum(self.values) * (400 if "All" in self.space.names else 100)
        return None

    @property
    def white(self) -> bool:
        """Whether it leaves the paper as it is."""
        return self.amount == 0 or (self.space.kind == "rgb" and self.values == (1, 1, 1))

    @property
    def coloured(self) -> bool:
        """Whether it is more than black, white and grey."""
        if self.space.kind == "cmyk":
            return any(self.values[:3])
        if self.space.kind in {"rgb", "lab"}:
            grey = self.values[1:] == (0, 0) if self.space.kind == "lab" else max(self.values) - min(self.values) < 0.01
            return bool(self.values) and not grey
        return self.space.kind == "spot" and not set(self.space.names) <= {"Black", "None", "All"}


BLACK = Ink(GREY, (0.0,))


@dataclass(frozen=True, slots=True)
class Line:
    """Type that was set by one operator: most of a line, or all of it."""

    rect: Rect
    """Of its ink, not of its advance."""
    size: float
    font: str
    """A key of `File.fonts`."""
    ink: Ink
    text: str = ""
    """What it copies as."""
    hidden: bool = False
    """Whether nothing is painted (PDF 1.7, 9.3.6, mode 3)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A stroke, or a fill so thin that it is one."""

    rect: Rect
    width: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Area:
    """A fill."""

    rect: Rect
    ink: Ink


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture where it stands."""

    rect: Rect
    """As much of it as is seen."""
    picture: str
    """A key of `File.pictures`."""
    ppi: float
    """Pixels per inch, along the side that has fewer."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image (PDF 1.7, 8.9.5)."""

    width: int
    height: int
    bits: int
    space: Space
    filters: tuple[str, ...]
    mask: bool = False
    """Whether it is a stencil, painted with the ink at hand."""
    soft: bool = False
    """Whether it has a soft mask."""
    inverted: bool = False
    """Whether its numbers count backwards (`/Decode`)."""

    @property
    def line_art(self) -> bool:
        """Whether it has two tones: its edges are seen, so that it needs more pixels."""
        return self.bits == 1


@dataclass(frozen=True, slots=True)
class Link:
    """An annotation."""

    kind: str
    rect: Rect
    acts: bool
    """Whether it has an action beyond going to a place."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Something on a page that a rule may forbid, in words, and where."""

    what: str
    rect: Rect


@dataclass(frozen=True, slots=True)
class Boxes:
    """The page's rectangles, as the file says them (PDF 1.7, 14.11.2); None: not said."""

    media: Rect
    trim: Rect | None
    bleed: Rect | None
    crop: Rect | None = None
    art: Rect | None = None
    rotate: int = 0
    unit: float = 1.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page."""

    number: int
    """Counted from 1."""
    label: str
    """As it is printed."""
    boxes: Boxes
    lines: tuple[Line, ...] = ()
    rules: tuple[Rule, ...] = ()
    areas: tuple[Area, ...] = ()
    placed: tuple[Placed, ...] = ()
    through: tuple[Seen, ...] = ()
    """What lets something shine through: opacity, blend modes, soft masks, groups."""
    shades: tuple[Area, ...] = ()
    """Gradients."""
    overprints: bool = False
    links: tuple[Link, ...] = ()
    inks: Mapping[Ink, Rect] = field(default_factory=dict)
    """All that it paints with, and where first."""
    odd: tuple[Seen, ...] = ()
    """What no press takes: PostScript, references to other files, halftones of one's own."""
    acts: bool = False
    """Whether the page itself has actions."""

    @property
    def recto(self) -> bool:
        """Whether it lies on the right."""
        return self.number % 2 == 1

    @property
    def trim(self) -> Rect:
        """The trimmed page in the file's own coordinates."""
        return self.boxes.trim or self.boxes.media

    @property
    def size(self) -> tuple[float, float]:
        """Of the trimmed page."""
        left, low, right, top = self.trim
        return right - left, top - low

    @property
    def blank(self) -> bool:
        """Whether nothing is painted within the trimmed page."""
        page = (0.0, 0.0, *self.size)
        painted: tuple[Rule | Area, ...] = (*self.rules, *self.shades, *self.areas)
        things: tuple[Line | Rule | Placed | Area, ...] = (*self.lines, *self.placed, *painted)
        return not any(_is_seen(thing) and meet(thing.rect, page) for thing in things)


@dataclass(frozen=True, slots=True)
class Letter:
    """A character code that was drawn."""

    glyph: int
    text: str
    """What it copies as; empty: nothing says."""
    sheet: int
    rect: Rect
    """Where it is drawn first."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font of the file, and what was drawn with it."""

    name: str
    family: str
    kind: str
    """`Type0`, `TrueType`, `Type1`, `Type3`."""
    program: str
    """`FontFile`, `FontFile2`, `FontFile3/OpenType` ...; empty: not embedded."""
    data: bytes = field(repr=False, default=b"")
    italic: bool = False
    letters: Mapping[int, Letter] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Intent:
    """An output intent (PDF 1.7, 14.11.5)."""

    kind: str
    condition: str
    registry: str
    info: str
    parts: int
    """Colours of its profile; 0: none is embedded."""


@dataclass(frozen=True, slots=True)
class File:
    """A PDF."""

    size: int
    """In bytes."""
    version: str
    sheets: tuple[Sheet, ...]
    fonts: Mapping[str, Font]
    pictures: Mapping[str, Picture]
    samples: Mapping[str, bytes] = field(repr=False, default_factory=dict)
    """The pictures' own data, by their keys; empty where no ink can be counted."""
    information: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)
    """XMP, by prefixed names."""
    intents: tuple[Intent, ...] = ()
    profiles: int = 0
    """ICC profiles, that of the output intent among them."""
    has_id: bool = False
    encrypted: bool = False
    streamed: bool = False
    """Whether objects or cross-references stand in streams (PDF 1.5)."""
    active: tuple[str, ...] = ()
    """Scripts, actions, forms, attached files."""
    outline: bool = False
    layers: tuple[str, ...] = ()
    """Names of optional content; of one without a name, the empty string."""


def meet(one: Rect, other: Rect) -> bool:
    """Whether they have an area in common, or a line."""
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def common(one: Rect, other: Rect) -> Rect:
    """What both cover; turned inside out where they do not meet."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _is_seen(thing: Line | Rule | Placed | Area) -> bool:
    if isinstance(thing, Placed):
        return True
    return not thing.ink.white and not (isinstance(thing, Line) and thing.hidden)
