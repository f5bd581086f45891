"""A chapter as one section: its opening (banner, number, title) and its text.

In: a resolved `Chapter`. Out: one `section` element, the same for every edition; style sheets do the rest. What only
the content tells is named by class: verse, a bold line that heads what follows, a line that leads to it, buttons.
"""

from __future__ import annotations

from itertools import takewhile

from ..blocks import letters
from ..model import Chapter
from ..nodes import Body, Element, Node, Text, element, elements, is_blank, rewrite, text_of
from ..paragraphs import NAME
from ..roles import ROLES
from ..text.words import words

LONG = 60
"""Characters; a longer title is set smaller."""
LEAD_IN = 70
"""Characters; `And then he said:` in a line of its own stays with what it announces."""
VERSE = 48
"""Characters; lines broken by hand that are longer on the average are prose."""


def section(chapter: Chapter, language: str) -> Element:
    """The chapter's section, with its epub:type and role from the table of roles."""
    role = ROLES[chapter.role]
    marks = tuple(takewhile(_is_page_mark, chapter.body))
    banner, rest = _banner(chapter.body[len(marks) :])
    made = element("section", class_=f"matter-{chapter.matter} role-{chapter.role}", id=chapter.key)
    made = made.set_all({"epub:type": role.epub_type or None, "role": role.aria or None})
    if chapter.language:
        made = made.set(lang=chapter.language)
    if role.titled:
        made = made.set(aria_labelledby=f"{chapter.key}--title")
    opening = _opening(chapter, banner, language) if role.titled else banner
    return made.with_children((*marks, *opening, *rewrite(rest, _named)))


def _is_page_mark(node: Node) -> bool:
    """A printed page begins with its chapter, not below its title."""
    return isinstance(node, Element) and node.get("role") == "doc-pagebreak"


def _banner(body: Body) -> tuple[Body, Body]:
    first = body[0] if body else None
    if isinstance(first, Element) and "banner" in first.classes:
        return (first,), body[1:]
    return (), body


def _opening(chapter: Chapter, banner: Body, language: str) -> Body:
    kind = "opening with-banner" if banner else "opening"
    label, shown = _part_title(chapter) if chapter.role == "part" else (_number(chapter, language), chapter.shown_title)
    length = "chapter-title long" if len(text_of(shown)) > LONG else "chapter-title"
    title = Element("h1", (("class", length), ("id", f"{chapter.key}--title")), shown, chapter.pos)
    if chapter.sign:
        title = title.set_all({NAME: f"{chapter.sign}.0"})
    if chapter.role == "part" and label:
        title = title.set(data_label=chapter.title)  # the outline names the whole
    return (Element("header", (("class", kind),), (*banner, *label, title)),)


def _number(chapter: Chapter, language: str) -> Body:
    if not chapter.number:
        return ()
    label = element("span", f"{words(language).chapter} ", class_="number-label")
    return (element("p", label, element("span", chapter.number, class_="number"), class_="chapter-number"),)


def letters_before_title(chapter: Chapter, language: str) -> int:
    """How many letters of a chapter's opening go before its own title: "Chapter 3"."""
    return letters(text_of(_number(chapter, language))) if chapter.role != "part" else 0


def _part_title(chapter: Chapter) -> tuple[Body, Body]:
    """`Part One: The Hand` as a label and a title."""
    title = chapter.shown_title
    first = title[0] if title else None
    if not isinstance(first, Text) or ": " not in first.text:
        return (), title
    label, _, rest = first.text.partition(": ")
    return (element("p", label, class_="chapter-number"),), (Text(rest, first.pos), *title[1:])


# what the text shows by its form alone


def _named(node: Node) -> Node:
    match node:
        case Element(tag="blockquote") if _is_verse(node):
            return node.add_class("verse")
        case Element(tag="p"):
            return node.add_class(*_paragraph_kinds(node))
    return node


def _is_verse(quotation: Element) -> bool:
    """Most of its paragraphs are short lines, broken by hand."""
    paragraphs = [block for block in quotation.children if isinstance(block, Element) and block.tag == "p"]
    lines = [(len(text_of(paragraph)), len(list(elements((paragraph,), "br"))) + 1) for paragraph in paragraphs]
    broken = [length for length, count in lines if count > 1 and length <= count * VERSE]
    return 2 * len(broken) > len(paragraphs)


def _paragraph_kinds(paragraph: Element) -> tuple[str, ...]:
    inside = [child for child in paragraph.children if not is_blank(child)]
    if inside and all(isinstance(child, Element) and "button" in child.classes for child in inside):
        return ("buttons",)
    if len(inside) == 1 and isinstance(inside[0], Element) and inside[0].tag == "strong":
        return ("label",)
    text = text_of(paragraph).strip()
    return ("lead-in",) if text.endswith(":") and len(text) <= LEAD_IN else ()
