"""How every text of a chapter is set: its letters, its measure, its indent.

In: a chapter's tree and the design's style sheets. Out: a `Style` for each element. Lengths in pt. The style sheets
are the only source: no figure stands here a second time.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..nodes import Body, Element
from .measuring import Letters
from .stylesheet import Match, Sheet, inline_declarations, wrapped_tree

PT = {"pt": 1.0, "px": 0.75, "in": 72.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "pc": 12.0}
EDGES = ("margin-{}", "padding-{}", "border-{}-width")
VARIANT_PROPERTIES = (("font-variant-caps", "small-caps", "smcp"), ("font-variant-position", "super", "sups"))
VARIANTS = frozenset(tag for _, _, tag in VARIANT_PROPERTIES)
FLOW = frozenset({"block", "list-item", "inline"})
"""Displays whose width follows from what stands around them."""


@dataclass(frozen=True, slots=True)
class Design:
    """What of the page the style sheets count from. In pt."""

    css: str
    measure: float
    font_size: float
    leading: float


@dataclass(frozen=True, slots=True)
class Style:
    """How an element is set."""

    letters: Letters
    display: str = "inline"
    measure: float | None = None
    """The width of its content; None: only the engine can tell."""
    indent: float = 0.0
    align: str = "start"
    hyphens: str = "manual"
    white_space: str = "normal"
    before: float = 0.0
    """Of an inline element: margin, border and padding at its beginning."""
    after: float = 0.0
    rooted: bool = False
    """Whether its size is counted from the root, and does not follow a line that is made larger."""
    generated: bool = False
    """Whether the engine puts text before or after its own of which only it knows the words."""
    tail: tuple[tuple[str, str], ...] = ()
    """What it puts after: pairs of `text` and words, or `attr` and an attribute's name."""
    spaced: bool = False
    """Whether its words are set wider, or its case changed, by the style sheet."""
    first: Letters | None = None
    """The letters of its first line, if they differ."""
    placed: bool = False
    """Whether it floats, or is placed by itself."""
    floats: bool = False
    """Whether other blocks stand beside it."""
    height: float = 0.0
    """Of a letter that floats at the left: how tall its place is; 0 for all else."""
    call: Letters | None = None
    """The letters of the number that a footnote leaves in the text."""
    marker: Letters | None = None
    """The letters of the number before a footnote's own text."""


Styles = Mapping[int, Style]
"""By the identity of the element."""


def styles(body: Body, design: Design, sheet: Sheet, language: str) -> Styles:
    """The style of every element of a body that stands in the page's `body`."""
    root = ET.Element("html")
    root.set("lang", language)
    place = ET.SubElement(root, "body")
    order: list[Element] = []
    for node in body:
        if isinstance(node, Element):
            _copied(node, place, order)
    cascade = _Cascade(design, sheet)
    return cascade.run(wrapped_tree(root), order, language)


def _copied(node: Element, parent: ET.Element, order: list[Element]) -> None:
    """Selectors see tags and attributes; of a drawing, only its frame."""
    made = ET.SubElement(parent, node.tag, {name: value for name, value in node.attrs if ":" not in name})
    order.append(node)
    if node.tag != "svg":
        for child in node.children:
            if isinstance(child, Element):
                _copied(child, made, order)


@dataclass(slots=True)
class _Cascade:
    design: Design
    sheet: Sheet
    known: dict[tuple[Match, int, str, str], Style] = field(default_factory=dict)
    kept: list[Style] = field(default_factory=list)
    """Holds every style, so that an identity is never given twice."""

    def run(self, root: Any, order: list[Element], language: str) -> Styles:
        start = Style(Letters(("serif",), self.design.font_size, language=language), "block", self.design.measure)
        made: dict[int, Style] = {}
        parents: dict[Any, Style] = {}
        rest = iter(order)
        for wrapped in root.iter_subtree():
            above = parents[wrapped.parent] if wrapped.parent is not None else start
            attrs = wrapped.etree_element.attrib
            style = self._style(self.sheet.match(wrapped), above, attrs.get("style", ""), attrs.get("lang", ""))
            parents[wrapped] = style
            if wrapped.etree_element.tag not in {"html", "body"}:
                made[id(next(rest))] = style
        return made

    def _style(self, match: Match, above: Style, inline: str, language: str) -> Style:
        key = (match, id(above), inline, language)
        if key not in self.known:
            self.known[key] = made = self._made(match, above, inline, language)
            self.kept.append(made)
        return self.known[key]

    def _made(self, match: Match, above: Style, inline: str, language: str) -> Style:
        declared = self.sheet.declared(match.own)
        if inline:
            declared |= inline_declarations(inline)
        reading = _Reading(self.design, above, declared)
        style = reading.style(language)
        pseudo = {name: self.sheet.declared(numbers) for name, numbers in match.pseudo}
        tail = _tail(pseudo.get("after", {}))
        before, after = (_is_text(pseudo.get(name, {})) for name in ("before", "after"))
        style = replace(style, generated=before or (after and not tail), tail=tail)
        letters = {name: _Reading(self.design, style, said).letters() for name, said in pseudo.items()}
        if "first-line" in letters:
            first = replace(letters["first-line"], spacing=style.letters.spacing)
            style = replace(style, first=first if first != style.letters else None)
        return replace(style, call=letters.get("footnote-call"), marker=letters.get("footnote-marker"))


def _is_text(declared: Mapping[str, Sequence[Any]]) -> bool:
    """Whether `content` puts words there; an empty string is for a rule or a box."""
    said = [token for token in declared.get("content", ()) if token.type in {"string", "function", "ident"}]
    return any(_is_word(token) for token in said)


def _tail(declared: Mapping[str, Sequence[Any]]) -> tuple[tuple[str, str], ...]:
    """Words and attributes that stand after an element in its own letters; empty where there is anything else."""
    made = [_told(token) for token in declared.get("content", ())]
    return tuple(made) if set(declared) == {"content"} and all(kind for kind, _ in made) else ()


def _told(token: Any) -> tuple[str, str]:
    if token.type == "string":
        return "text", token.value
    if token.type == "function" and token.lower_name == "attr" and len(token.arguments) == 1:
        return "attr", token.arguments[0].value
    return "", ""


def _is_word(token: Any) -> bool:
    if token.type == "ident":
        return str(token.lower_value) == "open-quote"
    return token.type == "function" or bool(token.value)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One element's declarations, read against what stands above it."""

    design: Design
    above: Style
    declared: Mapping[str, Sequence[Any]]

    def style(self, language: str) -> Style:
        letters = self.letters()
        letters = replace(letters, language=language) if language else letters
        size = letters.size
        display = self._word("display", "inline")
        edges = {side: sum(self._length(name.format(side), size) for name in EDGES) for side in ("left", "right")}
        placed = self._word("float", "none") != "none" or self._word("position", "static") in {"absolute", "fixed"}
        return Style(
            letters,
            display,
            self._measure(display, edges["left"] + edges["right"], placed=placed),
            self._length("text-indent", size, self.above.indent),
            self._word("text-align", self.above.align),
            self._word("hyphens", self.above.hyphens),
            self._word("white-space", self.above.white_space),
            edges["left"],
            edges["right"],
            not placed and self._rooted(),
            spaced=self._spaced(),
            placed=placed,
            floats=self._word("float", "none") not in {"none", "footnote"},
            height=self._length("line-height", size) if self._word("float", "none") == "left" else 0.0,
        )

    def _spaced(self) -> bool:
        if "text-transform" not in self.declared and "word-spacing" not in self.declared:
            return self.above.spaced
        return self._word("text-transform", "none") != "none"

    def _rooted(self) -> bool:
        said = self.declared.get("font-size")
        if not said:
            return self.above.rooted and self.above.display == "inline"
        return bool(said[0].type == "dimension" and said[0].lower_unit != "em")

    def _measure(self, display: str, edges: float, *, placed: bool) -> float | None:
        above = self.above.measure
        if display not in FLOW or above is None or (placed and self._word("float", "none") != "footnote"):
            return None
        if self._word("float", "none") == "footnote":
            return self.design.measure
        if "width" in self.declared and self._word("width", "auto") != "auto":
            return None
        return above if display == "inline" else above - edges

    # letters

    def letters(self) -> Letters:
        above = self.above.letters
        size = self._length("font-size", above.size, above.size, share=above.size)
        return Letters(
            self._families(above.families),
            size,
            self._word("font-style", "italic" if above.italic else "normal", "normal") == "italic",
            self._weight(above.weight),
            self._settings("font-variation-settings", above.variations),
            self._features(above.features),
            self._length("letter-spacing", size, above.spacing),
            above.language,
        )

    def _families(self, above: tuple[str, ...]) -> tuple[str, ...]:
        said = self.declared.get("font-family")
        return tuple(token.value for token in said if token.type == "string") if said else above

    def _weight(self, above: int) -> int:
        said = self.declared.get("font-weight")
        if said is None:
            return above
        if not said:
            return 400
        if said[0].type == "number":
            return int(said[0].value)
        return {"bold": 700, "normal": 400}.get(said[0].lower_value, above)

    def _settings(self, name: str, above: tuple[tuple[str, Any], ...]) -> tuple[tuple[str, Any], ...]:
        said = self.declared.get(name)
        if said is None:
            return above
        made: dict[str, Any] = {}
        tag = ""
        for token in said:
            if token.type == "string":
                tag = token.value
                made[tag] = 1
            elif token.type == "number":
                made[tag] = token.value
        return tuple(made.items())

    def _features(self, above: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
        made = dict(self._settings("font-feature-settings", tuple((k, v) for k, v in above if k not in VARIANTS)))
        made = {name: int(value) for name, value in made.items()} | {name: 1 for name, _ in above if name in VARIANTS}
        for prop, value, tag in VARIANT_PROPERTIES:
            if prop in self.declared:
                made.pop(tag, None)
                made |= {tag: 1} if self._word(prop, "normal") == value else {}
        return tuple(made.items())

    # values

    def _word(self, name: str, absent: str, empty: str = "") -> str:
        said = self.declared.get(name)
        if said is None:
            return absent
        if not said:
            return empty or absent
        if said[0].type != "ident":
            return "length"
        word = str(said[0].lower_value)
        return absent if word == "inherit" else word

    def _length(self, name: str, em: float, absent: float = 0.0, share: float | None = None) -> float:
        said = self.declared.get(name)
        if not said:
            return absent
        token = said[0]
        if token.type == "percentage":
            return float(token.value) / 100 * (share if share is not None else self.above.measure or 0.0)
        if token.type == "ident":
            return {"smaller": absent / 1.2, "larger": absent * 1.2, "inherit": absent}.get(token.lower_value, 0.0)
        if token.type != "dimension":
            return 0.0
        return float(token.value) * self._unit(token.lower_unit, em)

    def _unit(self, unit: str, em: float) -> float:
        scale = {"em": em, "rem": self.design.font_size, "rlh": self.design.leading, **PT}
        return scale.get(unit, em)
