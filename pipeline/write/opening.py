"""A chapter as one section: its opening (banner, number, title) and its text.

In: a resolved `Chapter`. Out: one `section` element, the same for every edition; style sheets do the rest.
"""

from __future__ import annotations

from ..model import Chapter
from ..nodes import Body, Element, element
from ..roles import ROLES
from ..words import words


def section(chapter: Chapter, language: str) -> Element:
    """The chapter's section, with its epub:type and role from the table of roles."""
    role = ROLES[chapter.role]
    banner, rest = _banner(chapter.body)
    made = element("section", class_=f"matter-{chapter.matter} role-{chapter.role}", id=chapter.key)
    made = made.set_all({"epub:type": role.epub_type or None, "role": role.aria or None})
    if role.titled:
        made = made.set(aria_labelledby=f"{chapter.key}--title")
    opening = _opening(chapter, banner, language) if role.titled else banner
    return made.with_children((*opening, *rest))


def _banner(body: Body) -> tuple[Body, Body]:
    first = body[0] if body else None
    if isinstance(first, Element) and "banner" in first.classes:
        return (first,), body[1:]
    return (), body


def _opening(chapter: Chapter, banner: Body, language: str) -> Body:
    kind = "opening with-banner" if banner else "opening"
    title = Element("h1", (("class", "chapter-title"), ("id", f"{chapter.key}--title")), chapter.shown_title, chapter.pos)
    return (Element("header", (("class", kind),), (*banner, *_number(chapter, language), title)),)


def _number(chapter: Chapter, language: str) -> Body:
    if not chapter.number:
        return ()
    label = element("span", f"{words(language).chapter} ", class_="number-label")
    return (element("p", label, element("span", chapter.number, class_="number"), class_="chapter-number"),)

