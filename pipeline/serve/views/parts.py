"""What several views show alike: findings, open marks, places in the manuscript, counts.

In: values of a proof. Out: elements.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...diagnostics import Diagnostic, Severity
from ...nodes import Body, Element, Node, Pos, Text, element
from ..proof import Broken, Marked


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the proof is looked at."""

    live: bool = False
    """Whether a server rebuilds it; else it is a folder of files."""
    token: str = ""
    """What a request that asks for something to be done must show."""
    editor: bool = False
    """Whether places can be opened in an editor."""
    version: int = 0
    """Which build of the session this is."""


def place(pos: Pos, desk: Desk) -> Element:
    """A place of the manuscript, which breaks after a folder; a button where an editor can be opened at it."""
    told = str(pos)
    parts: list[Node | str] = [part for folder in told.split("/") for part in ("/", Element("wbr"), folder)]
    if desk.editor and pos.path:
        return element("button", *parts[2:], class_="place", type="button", data_place=told, title="Open in the editor")
    return element("code", *parts[2:], class_="place")


def worded(message: str) -> Body:
    """A message, what stands between backticks as code."""
    parts = message.split("`")
    if len(parts) % 2 == 0:
        return (Text(message),)
    return tuple(element("code", part) if at % 2 else Text(part) for at, part in enumerate(parts) if part)


def spoken_of(way: Element | None) -> Body:
    """The way to the paragraph, where a remark stands apart from it."""
    return (element("p", way, class_="way"),) if way is not None else ()


def finding(found: Diagnostic, desk: Desk, way: Element | None = None) -> Element:
    """One finding: what it is, the cure, the place."""
    kind = element("strong", f"{found.severity} {found.code.ident}", class_="kind")
    parts: list[Node] = [*spoken_of(way), element("p", kind, " ", *worded(found.message))]
    if found.hint:
        parts.append(element("p", *worded(found.hint), class_="cure"))
    if found.pos.path:
        parts.append(element("p", place(found.pos, desk)))
    return element("li", *parts, class_=f"finding {found.severity}", tabindex="-1")


def mark(marked: Marked, desk: Desk, way: Element | None = None) -> Element:
    """One open mark: its number, who asks, and what."""
    who = f" @{marked.mark.who}" if marked.mark.who else ""
    kind = element("strong", f"{marked.mark.kind} {marked.number}{who}", class_="kind")
    said = element("p", kind, " ", marked.mark.text)
    at = element("p", place(marked.mark.pos, desk))
    return element("li", *spoken_of(way), said, at, class_="finding mark", tabindex="-1")


def findings(found: Iterable[Diagnostic], desk: Desk) -> Body:
    """A list of findings; nothing where there are none."""
    return listed([finding(one, desk) for one in found])


def listed(items: Sequence[Node]) -> Body:
    """A list of remarks; nothing where there are none."""
    return (Element("ul", (("class", "remarks"), ("role", "list")), tuple(items)),) if items else ()


def broken_panel(broken: Broken, desk: Desk) -> Element:
    """In the place of a chapter that cannot be read: why, and what is shown meanwhile."""
    meanwhile = "Below is the chapter as it last could be read." if broken.shown else "Nothing of it can be shown yet."
    head = element("h2", f"{broken.path} cannot be read")
    return element("div", head, *findings(broken.found, desk), element("p", meanwhile), class_="broken", role="alert")


def badges(found: Iterable[Diagnostic], marks: int) -> Body:
    """How many errors, warnings, remarks and open marks; nothing of what there is none of."""
    counts = Counter(one.severity for one in found)
    told = [(str(kind), counts[kind]) for kind in (Severity.ERROR, Severity.WARNING, Severity.REMARK)]
    return tuple(node for kind, count in [*told, ("mark", marks)] if count for node in (Text(" "), badge(kind, count)))


def badge(kind: str, count: int) -> Element:
    """A number that says what it counts, to those who do not see its colour too."""
    words = f"{count} {'open mark' if kind == 'mark' else kind}{'s' if count != 1 else ''}"
    return element("span", words, class_=f"badge {kind}")


def table(head: Sequence[str], rows: Iterable[Sequence[Node | str]], caption: str) -> Element:
    """A table whose first column names the row, in a box that scrolls by itself."""
    titles = element("tr", *(element("th", title, scope="col") for title in head))
    made = [element("tr", element("th", first, scope="row"), *(element("td", cell) for cell in rest))
            for first, *rest in rows]  # fmt: skip
    whole = element("table", element("caption", caption), element("thead", titles), element("tbody", *made))
    return element("div", whole, class_="scrolls", tabindex="0", role="region", aria_label=caption)


def number(count: int) -> str:
    """A count as people read it: 25,797."""
    return f"{count:,}"
