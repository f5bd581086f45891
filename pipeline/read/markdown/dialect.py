"""What GitHub and Hugo add to Markdown inside its own syntax: alerts and task lists.

In: a tree. Out: the same, with an alert as the shortcode `hint` it stands for, and each task's box.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ...nodes import Arg, Body, Element, Node, Shortcode, Text, is_blank, rewrite

ALERT = re.compile(r"^\[!([a-z][a-z0-9_-]*)\]([-+]?)[ \t]*", re.IGNORECASE)
KINDS = frozenset("note tip important warning caution info success danger".split())
"""What an alert may be; Hugo takes any other word too."""
TASK = re.compile(r"^\[([ xX])\][ \t]+")


def with_dialect(body: Body) -> Body:
    """The tree with alerts and tasks."""
    return rewrite(body, _node)


def _node(node: Node) -> Node:
    if isinstance(node, Element) and node.tag == "blockquote":
        return _alert(node)
    if isinstance(node, Element) and node.tag == "li":
        return _task(node)
    return node


def _alert(quote: Element) -> Node:
    """`> [!NOTE] Title`: the title and the fold sign are kept, which the theme drops."""
    blocks = [child for child in quote.children if not is_blank(child)]
    first = blocks[0] if blocks else None
    if not isinstance(first, Element) or first.tag != "p":
        return quote
    line, rest = _first_line(first.children)
    found = ALERT.match(line[0].text) if line and isinstance(line[0], Text) else None
    if found is None or not isinstance(line[0], Text):
        return quote
    title = _lstripped((_after(line[0], found.end()), *line[1:]))
    if not title and found[1].lower() not in KINDS:
        title = (Text(found[1].capitalize(), quote.pos),)  # a kind of the site's own is called by its name
    body = ((first.with_children(rest),) if rest else ()) + tuple(blocks[1:])
    args = (Arg(found[1].lower(), "", quote.pos),)
    return Shortcode("hint", args, body, "", source="", pos=quote.pos, rich=(("title", title),) if title else ())


def _first_line(children: Body) -> tuple[Body, Body]:
    merged = _merged(children)
    for place, child in enumerate(merged):
        if isinstance(child, Text) and child.text == "\n":
            return merged[:place], merged[place + 1 :]
    return merged, ()


def _merged(children: Body) -> Body:
    """Texts that follow each other in the manuscript as one, but for line breaks."""
    made: list[Node] = []
    for child in children:
        last = made[-1] if made else None
        if isinstance(child, Text) and isinstance(last, Text) and _joins(last, child):
            made[-1] = replace(last, text=last.text + child.text)
        else:
            made.append(child)
    return tuple(made)


def _joins(last: Text, text: Text) -> bool:
    ends = replace(last.pos, column=last.pos.column + len(last.text))
    return "\n" not in (last.text, text.text) and ends == text.pos


def _lstripped(nodes: Body) -> Body:
    return tuple(node for node in nodes if not (isinstance(node, Text) and not node.text.strip()))


def _task(item: Element) -> Element:
    first = item.children[0] if item.children else None
    if isinstance(first, Element) and first.tag == "p":
        inside = _boxed(first.children)
        return item if inside is None else item.add_class("task").with_children(
            (first.with_children(inside), *item.children[1:])
        )  # fmt: skip
    boxed = _boxed(item.children)
    return item if boxed is None else item.add_class("task").with_children(boxed)


def _boxed(children: Body) -> Body | None:
    merged = _merged(children)
    first = merged[0] if merged else None
    found = TASK.match(first.text) if isinstance(first, Text) else None
    if found is None or not isinstance(first, Text):
        return None
    done = found[1] != " "
    box = Element("span", (("class", "task-done" if done else "task-open"),), (Text("☑" if done else "☐", first.pos),))
    return (box, _after(first, found.end() - 1), *merged[1:])


def _after(text: Text, length: int) -> Text:
    """What follows the first `length` characters."""
    return Text(text.text[length:], replace(text.pos, column=text.pos.column + length))
