"""Formulas: TeX becomes MathML for screens and outlines for paper. The only home of latex2mathml and ziamath.

In: a formula's TeX, its place, and whether it stands on a line of its own. Out: a `Formula`, or the `Fault` that keeps
it from being read. ziamath draws what latex2mathml has read, so there is one reading: what cannot be read is in no
edition, and what cannot be drawn is still MathML. Not its business: where formulas stand, and who is told of a fault.
"""

from __future__ import annotations

import copy
import logging
import re
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..fonts import FACES, repertory
from ..nodes import Element, Pos, text_of
from .linear import linear
from .tex import Fault, fault_in, place_of, readable
from .xmltree import XML, clean, depth, tree

UNITS = 10.0
"""Drawing units of one em."""
SYMBOLS = FACES[-1]
"""STIX Two Math, which ziamath draws with."""
DEEPEST = 150
"""Levels of MathML; the stages recurse on each."""
NAMES = frozenset("∂∇∞∅∀∃∄∠∡∁⊤√℘♯◻∎¬")
"""Mathematical symbols that are things, not relations between things."""
BINARY = frozenset("∪∩∧∨⊎⊔⊓⧵∖≀⨿⋄")
LONG_ARROWS = frozenset("⟹⟸⟺⟶⟵⟷")
ENTITY = re.compile(r"&#x([0-9A-Fa-f]+);")
ATTRIBUTES = frozenset(
    "display mathvariant mathcolor mathbackground stretchy fence separator form lspace rspace minsize maxsize "
    "movablelimits symmetric largeop accent accentunder linethickness displaystyle scriptlevel width height depth "
    "voffset columnalign rowalign columnspacing rowspacing columnlines rowlines frame notation align".split()
)
"""What a book keeps of MathML's attributes: none that links, styles or names (MathML 3, 2.1.6 and 3)."""
PARTS = {"mfrac": 2, "msup": 2, "msub": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3, "mroot": 2}
STRAY = {
    "&": "it parts the columns of a matrix or of aligned lines", "$": "a formula needs none inside",
    "{": "no braces inside \\text{..}", "}": "no braces inside \\text{..}",
}  # fmt: skip
DRAWN = frozenset("d fill stroke stroke-width x y x1 x2 y1 y2 width height transform cx cy r points rx ry".split())
"""The attributes of ziamath's drawings."""
ACCENTS = {"^": "\u0302", "~": "\u0303"}
"""A hat or tilde over several letters, and the sign that ziamath stretches."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in every form."""

    mathml: Element
    drawing: Element | None
    """`svg`, measured in em; None when ziamath cannot draw it."""
    plain: str
    """In one line of Unicode, for contents, bookmarks and file titles."""
    undrawn: str = ""
    """The characters that the formula face lacks."""


def formula(tex: str, pos: Pos, *, display: bool) -> Formula | Fault:
    """The formula, read and drawn."""
    fault = fault_in(tex)
    if fault is not None:
        return fault
    read = _read(tex, display)
    if isinstance(read, Fault):
        return read
    mathml = tree(read, pos, lambda tag, name, value: name in ATTRIBUTES)
    mathml = mathml.set(alttext=" ".join(clean(tex).split()), display="block" if display else "inline")
    return Formula(mathml, _drawing(read, tex, pos), linear(mathml), _undrawn(mathml))


# reading


def _read(tex: str, display: bool) -> XML | Fault:
    from latex2mathml.converter import convert_to_element

    try:
        made = convert_to_element(readable(tex), display="block" if display else "inline")
    except Exception as error:  # latex2mathml raises what it likes: its own dozen, IndexError, StopIteration ...
        return Fault(f"a formula that cannot be read: {_named(error)}", None, "write it simpler; katex.org says more")
    if depth(made) > DEEPEST:
        return Fault("a formula nested too deep to be read", 0, "part it into several")
    return _misread(made, tex) or _incomplete(made) or _finished(made)


def _named(error: Exception) -> str:
    """`DoubleSubscriptsError` -> `double subscripts`."""
    name = type(error).__name__.removesuffix("Error")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _misread(made: XML, tex: str) -> Fault | None:
    """What latex2mathml does not know it sets as text, in silence."""
    for part in made.iter():
        text = part.text or ""
        if part.tag in {"mi", "mo"} and re.match(r"\\[A-Za-z]", text):
            hint = "KaTeX may know it from an extension; write what it stands for"
            return Fault(f"no command is called {text}", place_of(text, tex), hint)
        if part.tag == "mi" and text in {"{", "}", "&", "$"}:
            return Fault(f"{text} where it means nothing", place_of(text, tex), STRAY[text])
    return None


def _incomplete(made: XML) -> Fault | None:
    r"""`\frac{1}` is half a fraction to latex2mathml (MathML 3, 3.1.3.2: how many parts an element has)."""
    for part in made.iter():
        if len(part) != PARTS.get(part.tag, len(part)):
            return Fault("a command without an argument it needs", None, "a fraction has two, so have root and index")
    return None


def _finished(made: XML) -> XML:
    """MathML with characters for entities, names as names and signs as signs."""
    for part in made.iter():
        if part.text:
            part.text = ENTITY.sub(_character, part.text)
            part.tag = _kind(part, part.text)
    for accented in made.iter("mover"):
        if accented.get("accent") == "true" and accented[1].text == "^":
            accented[1].text = "\u02c6"  # the accent; `^` is a letter of ASCII
    made.attrib.pop("xmlns", None)
    return made


def _kind(part: XML, text: str) -> str:
    """latex2mathml tells signs from names by the block of Unicode they stand in; readers space signs only."""
    is_name = len(text) > 1 and text.isalpha() and "movablelimits" not in part.attrib
    if part.tag == "mo" and (text in NAMES or is_name):
        return "mi"
    if part.tag == "mi" and len(text) == 1 and unicodedata.category(text) == "Sm" and text not in NAMES | {"|"}:
        return "mo"
    return part.tag


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return clean(chr(code)) if code <= 0x10FFFF else "�"


def _undrawn(mathml: Element) -> str:
    drawn = repertory(SYMBOLS)
    used = {c for c in text_of(mathml.children) if not c.isspace() and ord(c) > 0x20}
    return "".join(sorted(c for c in used if ord(c) not in drawn))


# drawing


def _drawing(read: XML, tex: str, pos: Pos) -> Element | None:
    """The formula's outlines, its baseline on the text's; None when ziamath gives up or leaves something out."""
    try:
        with _heard() as said:
            drawn = _ziamath().Math(_as_ziamath_likes(copy.deepcopy(read)), size=UNITS, margin=0)
            svg, box = drawn.svgxml(), drawn.node.bbox
    except Exception:  # an arithmetic of fonts: any error may come
        return None
    if said:
        return None
    made = tree(svg, pos, lambda tag, name, value: (name, value) != ("fill", "black") and name in DRAWN)
    return made.set_all({
        "width": None, "height": None,
        "viewBox": svg.get("viewBox", ""), "fill": "currentColor", "role": "img", "aria-label": clean(tex),
        "style": f"width: {_em(box.xmax - box.xmin)}; vertical-align: {_em(box.ymin)}",
    })  # fmt: skip


def _em(units: float) -> str:
    return f"{round(units / UNITS, 3):g}em"


@cache
def _ziamath() -> Any:
    """ziamath, set up: SVG 1 (outlines instead of ids), coordinates to 1/1000 em."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # importlib.resources.path; no longer deprecated in 3.13
        import ziamath
    config: Any = ziamath.config  # type: ignore[attr-defined]  # ziamath is typed, and does not say what it exports
    config.svg2 = False
    config.precision = 2
    return ziamath


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def _heard() -> Iterator[list[str]]:
    """What ziamath says on the root log ("Undefined element ..."), which nobody else need hear."""
    root, ear = logging.getLogger(), _Ear()
    kept, root.handlers = root.handlers, [ear]
    try:
        yield ear.said
    finally:
        root.handlers = kept


def _is_unspaced(sign: str) -> bool:
    """Whether ziamath's table lacks the sign, or has no space for it."""
    from ziamath.operators import operators

    known = (sign, "infix") in operators and sign not in LONG_ARROWS
    return len(sign) == 1 and unicodedata.category(sign) == "Sm" and not known


def _as_ziamath_likes(math: XML) -> XML:
    """MathML as ziamath 0.13 draws it best: what its own `tex2mml` does to text, done to the tree."""
    for part in math.iter():
        if part.tag == "mo" and part.text in ACCENTS and part.get("stretchy") != "false":
            part.text = ACCENTS[part.text]
        if part.text in {"↑", "↓", "⟨", "⟩"}:
            part.set("stretchy", "false")
        if part.tag == "mo" and _is_unspaced(part.text or ""):
            space = "mediummathspace" if part.text in BINARY else "thickmathspace"
            part.attrib.update({"lspace": space, "rspace": space})
        if part.tag == "mtable" and part.get("columnspacing", "").startswith("0em 2em"):
            part.set("columnspacing", part.get("columnspacing", "").replace("2em", "0.3em"))
    return math
