"""Raw HTML, read into the tree as it comes, by an allow-list.

In: pieces of HTML as Markdown's parser cuts them (a tag, or a block of lines). Out: calls on a `Builder`.
What no book may hold is left out and said: HTML that an EPUB reader or a printer cannot show.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from html.parser import HTMLParser

from ...classes import without_ours
from ...diagnostics import Code, Report
from ...nodes import EMBED, Arg, Attrs, Body, Element, Pieces, Pos, Shortcode
from ...vectorvalues import legible
from .builder import Builder, Templated

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
ALLOWED = frozenset(
    "a abbr address article aside b bdi bdo blockquote br caption center cite code data dd del details "
    "dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p picture "
    "pre q rp rt ruby s samp section small span strong sub summary sup table tbody td tfoot th thead time tr tt "
    "u ul var wbr font big strike svg math".split()
)
"""Elements that EPUB 3.3 content documents may hold and paged layout can show."""
INSIDE = {
    "table": frozenset({"col", "colgroup"}),
    "svg": frozenset(
        "g defs path rect circle ellipse line polyline polygon text tspan title desc use symbol lineargradient "
        "radialgradient stop clippath mask pattern marker".split()
    ),
    "math": frozenset(
        "mrow mi mn mo ms mtext mspace msup msub msubsup mfrac msqrt mroot mtable mtr mtd mover munder munderover "
        "mmultiscripts mprescripts none menclose mpadded mphantom mstyle merror semantics annotation".split()
    ),
}
"""Elements that may stand inside these only."""
EMBEDDED = frozenset("iframe video audio object embed".split())
"""Elements that show something from elsewhere: its address stands for it."""
SWALLOWED = frozenset("script style iframe object embed template noscript video audio canvas form select".split())
"""Elements that go with everything in them."""
DATED = {"center": "div", "tt": "code", "font": "span", "big": "span", "strike": "s", "picture": "span"}
"""Elements HTML has given up, and what stands for them (EPUB content is HTML without obsolete elements)."""
ATTRIBUTES = frozenset(
    "id class lang xml:lang dir title href src alt width height colspan rowspan scope headers start value reversed "
    "type cite datetime role epub:type open span abbr aria-label aria-hidden aria-describedby aria-labelledby".split()
)
DRAWING = frozenset(
    "viewbox d x y x1 x2 y1 y2 cx cy r rx ry fx fy points fill stroke stroke-width stroke-linecap stroke-linejoin "
    "stroke-dasharray stroke-opacity fill-opacity fill-rule opacity transform offset stop-color stop-opacity "
    "gradientunits gradienttransform patternunits clip-path mask preserveaspectratio xmlns text-anchor font-size "
    "font-family font-weight font-style display mathvariant stretchy fence separator lspace rspace accent encoding "
    "rowspacing columnspacing columnalign linethickness displaystyle scriptlevel".split()
)
"""Attributes that elements of drawings and formulas may have besides."""
OF_ONE = {"src": frozenset({"img"}), "href": frozenset({"a", "use"})}
"""Attributes that lead somewhere, by the elements whose address another room looks at."""
ADDRESS = re.compile(r"url\s*\((?!\s*[\"']?#)|image-set\s*\(|\\", re.IGNORECASE)
"""A style's way out of the book; a backslash could spell it."""
SVG_CASE = {
    "viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio", "gradientunits": "gradientUnits",
    "gradienttransform": "gradientTransform", "patternunits": "patternUnits", "lineargradient": "linearGradient",
    "radialgradient": "radialGradient", "clippath": "clipPath",
}  # fmt: skip
"""HTML's parser folds names to lower case; SVG's are case-sensitive."""

PIECE = re.compile("\n|[\U00100000-\U0010fffd]|[^\n&\U00100000-\U0010fffd]+")
ENTITY = re.compile("&(?:#[0-9]+|#[xX][0-9a-fA-F]+|\\w{1,40});?|&")
"""What has a place of its own in a text: each line, mark and entity."""
COMMENT = re.compile(r"<!--(?P<empty>-?>)|<!--(?:(?!--!?>).)*+(?P<end>--!>)?", re.DOTALL)
"""A comment as HTML ends it (HTML, 13.2.5.43 to 52). Empty ones, and those with `end`, Python ends elsewhere."""
SECTION = re.compile(r"<!\[(cdata|temp|ignore|include|rcdata|if|else|endif)(?![\w.:-])", re.IGNORECASE)
"""What Python's parser takes for a marked section."""

Split = Callable[[str, Pos], Pieces]
"""An attribute's value and its place -> strings and shortcodes."""
Nodes = Callable[[str, Pos], Body]
"""A text or a mark, and its place -> what it stands for."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """Something from elsewhere."""

    tag: str
    address: str
    title: str
    pos: Pos


class RawHtml(HTMLParser):
    """Feeds one chapter's raw HTML to a builder."""

    def __init__(self, builder: Builder, report: Report, split: Split, nodes: Nodes) -> None:
        super().__init__(convert_charrefs=True)
        self._builder = builder
        self._report = report
        self._split = split
        self._nodes = nodes
        self._last = Pos("")
        """Where what is swallowed begins."""
        self._swallowing: list[str] = []
        self._embedding: Embedded | None = None
        self._at: Callable[[int], Pos] = lambda offset: Pos("")
        self._html = ""
        self._starts = [0]
        self._begins_pre = False
        self._endless: set[str] = set()
        """What has begun and does not end in this piece: nothing of its kind that begins later does."""

    def read(self, html: str, at: Callable[[int], Pos]) -> None:
        """Read a piece; `at` places its characters."""
        self._at = at
        html = COMMENT.sub(_as_plain_comment, html)
        self._html = html
        self._starts = [0, *(found.end() for found in re.finditer("\n", html))]
        self._endless.clear()
        self.reset()
        self.feed(html)
        self.close()
        if self._swallowing and "\n" in html.strip():
            self._say_never_closed()

    @property
    def swallowing(self) -> str:
        """The refused element that takes what follows with it; empty: none."""
        return self._swallowing[-1] if self._swallowing else ""

    def swallow_no_more(self) -> None:
        """A refused element takes nothing with it beyond its block."""
        self._swallowing.clear()
        self._show_embedded()

    def _say_never_closed(self) -> None:
        """CommonMark 0.31.2, 4.6: a block of HTML that is not closed goes on to the end of the chapter."""
        tag = self._swallowing[-1]
        message = f"<{tag}> is never closed: all that follows it in its block, which may be the chapter, is left out"
        self._report.add(Code.HTML_TAKES_ALL, message, self._last, f"write </{tag}> where it ends, or take it out")

    # Each of the four gives the index behind what begins at `i`, or -1. Python's parser looks for an end that is not
    # there once for each beginning, as far as the piece goes, and raises AssertionError for a section of no known kind.

    def parse_comment(self, i: int, report: bool = True) -> int:
        """HTMLParser found `<!--`."""
        return self._end("comment", i, super().parse_comment)

    def parse_pi(self, i: int) -> int:
        """HTMLParser found `<?`."""
        return self._end("instruction", i, super().parse_pi)

    def parse_bogus_comment(self, i: int, report: bool | int = True) -> int:
        """HTMLParser found `<!` or `</` before what is no name."""
        return self._end("bogus comment", i, super().parse_bogus_comment)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """HTMLParser found `<![`: CDATA, or a condition of a word processor's; else HTML calls it a comment."""
        known = SECTION.match(self.rawdata, i)
        if known is None:
            return self.parse_bogus_comment(i)
        return self._end(known[1].lower(), i, super().parse_marked_section)

    def _end(self, kind: str, start: int, parse: Callable[[int], int]) -> int:
        end = -1 if kind in self._endless else parse(start)
        if end < 0:
            self._endless.add(kind)
        return end

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def _here(self) -> Pos:
        return self._at(self._offset())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """HTMLParser found it."""
        self._start(tag, attrs, closed=tag in VOID)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """HTMLParser found it."""
        # HTML ignores the slash of <div/>; in SVG and MathML it closes.
        self._start(tag, attrs, closed=tag in VOID or tag not in {"div", "span", "p", "a", "b", "i"})

    def _start(self, tag: str, attrs: list[tuple[str, str | None]], *, closed: bool) -> None:
        pos = self._here()
        if self._swallowing:
            self._find_source(tag, dict(attrs))
            return
        if tag == "source":
            return  # one of the forms of a picture, whose img stays
        if tag in EMBEDDED:
            self._embed(tag, dict(attrs), pos, closed)
            return
        if not self._is_allowed(tag):
            self._refuse(tag, pos, closed)
            return
        kept, templated = self._attributes(tag, attrs, pos)
        name = DATED.get(tag, SVG_CASE.get(tag, tag))
        if closed:
            self._builder.add(Element(name, kept, (), pos, templated))
        else:
            self._builder.open_raw(name, kept, templated, pos)
        self._begins_pre = tag == "pre"

    def _embed(self, tag: str, attrs: dict[str, str | None], pos: Pos, closed: bool) -> None:
        said = {name: attrs.get(name) or "" for name in ("src", "data", "title")}
        self._embedding = Embedded(tag, said["src"] or said["data"], said["title"], pos)
        if closed:
            self._show_embedded()
        else:
            self._swallowing.append(tag)

    def _find_source(self, tag: str, attrs: dict[str, str | None]) -> None:
        if self._embedding is not None and tag in {"source", "embed"} and not self._embedding.address:
            self._embedding = replace(self._embedding, address=attrs.get("src") or "")

    def _show_embedded(self) -> None:
        if self._embedding is not None:
            found, self._embedding = self._embedding, None
            args = (Arg(found.address, "src", found.pos), Arg(found.title, "title", found.pos))
            self._builder.add(Shortcode(EMBED, args, source=found.tag, pos=found.pos))

    def handle_endtag(self, tag: str) -> None:
        """HTMLParser found it."""
        self._begins_pre = False
        if self._swallowing:
            if tag == self._swallowing[-1]:
                self._swallowing.pop()
                self._show_embedded()
        elif self._is_allowed(tag) and tag not in VOID:
            self._builder.close_raw(DATED.get(tag, SVG_CASE.get(tag, tag)), self._here())

    def handle_data(self, data: str) -> None:
        """HTMLParser found it."""
        if self._swallowing or not data:
            return
        for written, offset in _pieces(data, self._html, self._offset()):
            for node in self._nodes(written, self._at(offset)) if written != "\n" or not self._begins_pre else ():
                self._builder.add(node)
            self._begins_pre = False  # HTML, 13.2.6.4.7: a line end right after <pre> is ignored

    def _is_allowed(self, tag: str) -> bool:
        return tag in ALLOWED or any(tag in tags and self._builder.is_inside(outer) for outer, tags in INSIDE.items())

    def _refuse(self, tag: str, pos: Pos, closed: bool) -> None:
        whole = tag in SWALLOWED
        if whole and not closed:
            self._swallowing.append(tag)
            self._last = pos
        kept = "it is left out with what it holds" if whole else "the tag is left out, its text stays"
        self._report.add(Code.HTML_REFUSED, f"<{tag}> cannot stand in a book: {kept}", pos, _cure(tag))

    def _attributes(self, tag: str, attrs: Iterable[tuple[str, str | None]], pos: Pos) -> tuple[Attrs, Templated]:
        kept: list[tuple[str, str]] = []
        templated: list[tuple[str, Pieces]] = []
        for name, value in attrs:
            pieces = self._split(value or "", pos)
            if tag == "a" and name == "name":  # how places were named before HTML 4
                kept.insert(0, ("id", value or ""))
            elif not self._may_have(tag, name, value or ""):
                self.refuse_attribute(tag, name, pos)
            elif any(isinstance(piece, Shortcode) for piece in pieces):
                templated.append((name, pieces))
            else:
                said = legible(name, "".join(str(piece) for piece in pieces))
                if said is not None:
                    kept.append((SVG_CASE.get(name, name), without_ours(said) if name == "class" else said))
        return tuple(dict(kept).items()), tuple(templated)

    def _may_have(self, tag: str, name: str, value: str) -> bool:
        """Whether the attribute may stay; a value that leads out of the book may not, wherever it would be followed."""
        if name in OF_ONE:
            return tag in OF_ONE[name] and (tag != "use" or value.startswith("#"))
        if name == "cite":  # epubcheck takes any, and a reading system may make a link of it
            return value.startswith(("https:", "http:", "#"))
        if name in ATTRIBUTES:
            return True
        inside = tag in INSIDE or any(tag in tags for tags in INSIDE.values())
        return name in DRAWING and inside and not ADDRESS.search(value)

    def refuse_attribute(self, tag: str, name: str, pos: Pos) -> None:
        """Say that an attribute is left out, unless it only says how a browser should show something."""
        if name.startswith("data-") or name in {"style", "target", "rel", "loading", "align", "border", "tabindex"}:
            return  # the book's own style says it
        message = f"the attribute {name} of <{tag}> cannot stand in a book: it is left out"
        self._report.add(Code.HTML_REFUSED, message, pos, "remove it; a class can carry a style")


def _pieces(data: str, html: str, start: int) -> Iterator[tuple[str, int]]:
    """The data as it was written from `start` on: lines, line ends, entities and marks, each with its place."""
    left, place = len(data), start
    while left > 0 and place < len(html):
        # an entity is longer as it is written; of everything else no more is looked at than is left
        found = ENTITY.match(html, place) if html[place] == "&" else PIECE.match(html, place, place + left)
        if found is None:
            return
        text = unescape(found[0])[:left]
        left -= len(text)
        yield text, place
        place = found.end()


def _as_plain_comment(found: re.Match[str]) -> str:
    """The comment in as many characters, as any parser reads it."""
    if found["empty"]:
        return " " * len(found[0])
    return found[0][:-4] + "--->" if found["end"] else found[0]


def _cure(tag: str) -> str:
    if tag in {"script", "style"}:
        return "keep it in the site's layouts, not in the chapter"
    if tag in SWALLOWED:
        return "write a link, or a picture, that a page can show"
    return "write it in Markdown, or with an element such as <div> or <span>"
