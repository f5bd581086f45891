"""normalize: one title and one heading tree a chapter, stable ids, scene breaks, clean typography.

In: a chapter as its author typed it. Out: the same words in order, as the book's language sets them.
Applied twice it changes nothing more. Not its business: what shortcodes mean, which are only walked into.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from ..diagnostics import Code, Report
from ..marks import open_marks
from ..model import Chapter, Context, Typography
from ..nodes import HEADINGS, Body, Element, Node, Text, elements, is_blank, moved, rewrite, text_of
from ..slugs import Unique, heading_id, xml_name
from ..text.breaks import breaks_to_paragraphs, is_hollow, scene_breaks, without_trailing_breaks
from ..text.typesetting import set_words

ORDINAL = re.compile(r"^\s*(\d{1,4}|[IVXLC]{1,7})\s*[-–—.:·)]\s+(?=\S)")
"""`03 - Title`, `IV. Title`: the number the author gave."""
AS_TYPED = Typography(quotes="keep", dashes=False, ellipsis=False, spaces=False)
GROUPS = frozenset({"div", "section", "article", "main", "header"})
"""Elements of raw HTML that only group what they hold."""
LIST_ITEM = re.compile(r"\d{1,3}[.)]\s+\S")


def apply(chapter: Chapter, context: Context) -> Chapter:
    """The chapter with one title, one heading tree and clean typography."""
    body = chapter.body
    _say_lists(body, context)
    if context.config.typography.hard_breaks == "paragraph":
        body = rewrite(body, breaks_to_paragraphs)
    body = tuple(node for node in without_trailing_breaks(body) if not is_hollow(node))
    chapter = _titled(replace(chapter, body=body), context)
    chapter = replace(chapter, body=scene_breaks(chapter.body))
    chapter = replace(chapter, body=_headings(chapter, context))  # ids as on the site: from the words as typed
    return _set(chapter, context)


def _set(chapter: Chapter, context: Context) -> Chapter:
    """The chapter with clean typography."""
    language, options = chapter.language or context.config.language, _typography(chapter, context)
    body = set_words(chapter.body, language, options, context.report)
    heading = set_words(chapter.heading, language, options, context.report)
    return replace(chapter, body=body, heading=heading, title=_set_title(chapter.title, context))


def _typography(chapter: Chapter, context: Context) -> Typography:
    """A raw text is kept word for word, its quotation marks too."""
    return AS_TYPED if chapter.is_raw else context.config.typography


def _say_lists(body: Body, context: Context) -> None:
    """CommonMark 5.3: only a list that begins with 1 may interrupt a paragraph; another is read as running text."""
    for paragraph in elements(body, "p"):
        for before, line in pairwise(paragraph.children):
            if not (isinstance(before, Text) and before.text == "\n" and isinstance(line, Text)):
                continue
            if LIST_ITEM.match(line.text):
                message = f"'{line.text[:24].strip()}' looks like an item of a list, and is read as running text"
                context.report.add(Code.NOT_A_LIST, message, line.pos, "leave an empty line above the list")


# the title


@dataclass(frozen=True, slots=True)
class _Titles:
    heading: Element | None
    rest: Body


def _first_heading(body: Body) -> _Titles:
    """The chapter's own heading: the first of level 1, also in a box that only groups."""
    for place, node in enumerate(body):
        if isinstance(node, Element) and node.tag == "h1":
            return _Titles(node, body[:place] + body[place + 1 :])
        if isinstance(node, Element) and node.tag in GROUPS:
            inside = _first_heading(node.children)
            if inside.heading is not None:
                return _Titles(inside.heading, (*body[:place], node.with_children(inside.rest), *body[place + 1 :]))
    return _Titles(None, body)


def _titled(chapter: Chapter, context: Context) -> Chapter:
    titles = _first_heading(chapter.body)
    ordinal, plain = (chapter.ordinal, chapter.title) if chapter.ordinal else split_ordinal(chapter.title)
    if titles.heading is not None and not _words(titles.heading) and not open_marks((titles.heading,)):
        _say_empty(titles.heading, context)
        titles, chapter = _Titles(None, titles.rest), replace(chapter, body=titles.rest)
    if titles.heading is not None and chapter.title not in ("", chapter.meta.title):
        return replace(chapter, title=plain, ordinal=ordinal, body=titles.rest)  # book.yaml gives the title
    if titles.heading is None:
        return replace(chapter, title=plain or _stand_in(chapter, context), ordinal=ordinal)
    body = _with_id(titles)
    if chapter.title and chapter.title != chapter.meta.title:  # book.yaml's word is the last
        return replace(chapter, title=plain, ordinal=ordinal, body=body)
    own, bare = split_ordinal(_words(titles.heading))
    _compare(plain, bare, titles.heading, context)
    heading = _drop_ordinal(titles.heading.children)
    return replace(chapter, title=bare, ordinal=ordinal or own, heading=heading, body=body)


def _words(heading: Element) -> str:
    """A heading's words on one line; of one that is a picture, the picture's."""
    shown = " ".join(picture.get("alt") for picture in elements((heading,), "img"))
    return re.sub(r"[ \t\n]+", " ", text_of(heading)).strip() or shown.strip()


def _with_id(titles: _Titles) -> Body:
    """The text without its title; what leads to the title by an id of the author's leads here."""
    named = titles.heading.get("id") if titles.heading else ""
    return (Element("span", (("id", named),)), *titles.rest) if named else titles.rest


def split_ordinal(title: str) -> tuple[str, str]:
    """`03 - Title` -> (`3`, `Title`)."""
    found = ORDINAL.match(title)
    if not found:
        return "", title.strip()
    return found[1].lstrip("0") or "0", title[found.end() :].strip()


def _set_title(title: str, context: Context) -> str:
    return text_of(set_words((Text(title),), context.config.language, context.config.typography, Report()))


def _stand_in(chapter: Chapter, context: Context) -> str:
    if chapter.role in {"dedication", "epigraph", "part", "copyright-page", "half-title", "title-page"}:
        return chapter.title
    words = re.sub(r"[-_]+", " ", chapter.key).strip()
    title = split_ordinal(re.sub(r"^(\d+) ", r"\1 - ", words))[1].capitalize()
    if any(found.pos.path == chapter.pos.path for found in context.report.errors):
        return title  # its front matter could not be read, which has been said
    hint = "begin it with `# Title`, or give it a title in its front matter"
    context.report.add(Code.NO_TITLE, f"this chapter has no title; '{title}' stands for it", chapter.pos, hint)
    return title


def _compare(given: str, shown: str, heading: Element, context: Context) -> None:
    if given and shown and _set_title(given, context) != _set_title(shown, context):
        message = f"the heading '{shown}' and the front matter's title '{given}' differ; the heading is printed"
        context.report.add(Code.TITLE_MISMATCH, message, heading.pos, "make them agree")


def _drop_ordinal(children: Body) -> Body:
    """The heading's nodes without the number the author gave."""
    found = ORDINAL.match(text_of(children))
    return _from(children, found.end()) if found else children


def _from(nodes: Body, length: int) -> Body:
    """The nodes without their first `length` characters; an element that has lost all its text goes with it."""
    made: list[Node] = []
    for node in nodes:
        size = len(text_of(node))
        if length >= size and (size or isinstance(node, Text)):
            length -= size
        elif isinstance(node, Text):
            made.append(Text(node.text[length:], moved(node.pos, length)))
            length = 0
        else:
            made.append(replace(node, children=_from(node.children, length)) if length else node)
            length -= min(length, size)
    return tuple(made)


# headings


def _headings(chapter: Chapter, context: Context) -> Body:
    """Levels from 2 on without jumps, each heading with an id of its own."""
    present = list(elements(chapter.body, *HEADINGS))
    if any(node.tag == "h1" for node in present):
        first = next(node for node in present if node.tag == "h1")
        hint = "a chapter has one title: begin the others with ##"
        context.report.add(
            Code.SEVERAL_TITLES, "a second heading of the first level; it becomes a section", first.pos, hint
        )
    _say_jumps(_listed(chapter.body), context)
    levels = _levels([int(node.tag[1]) for node in present])
    plan = {id(node): level for node, level in zip(present, levels, strict=True)}
    return tuple(_relevel(chapter.body, plan, _Ids(chapter, context), listed=True))


def _listed(nodes: Body) -> Iterator[Element]:
    """The headings that part the chapter; one inside a box, a list or a quotation parts that."""
    for node in nodes:
        if isinstance(node, Element) and node.tag in HEADINGS:
            yield node
        elif isinstance(node, Element) and node.tag in GROUPS:
            yield from _listed(node.children)


def _say_jumps(headings: Iterable[Element], context: Context) -> None:
    above = 1
    for node in headings:
        level = int(node.tag[1])
        if level > above + 1:
            message = f"a heading of level {level} after one of level {above}; it stands one level below that"
            context.report.add(Code.HEADING_JUMP, message, node.pos, f"begin it with {'#' * (above + 1)}")
        above = level


def _levels(written: list[int]) -> list[int]:
    """Each heading at most one deeper than the last; the shallowest stands at 2."""
    shift = 2 - min(written, default=2)
    made: list[int] = []
    stack: list[tuple[int, int]] = []
    for level in (min(max(value + shift, 2), 6) for value in written):
        while stack and stack[-1][0] >= level:
            stack.pop()
        shown = stack[-1][1] + 1 if stack else 2
        stack.append((level, shown))
        made.append(min(shown, 6))
    return made


class _Ids:
    def __init__(self, chapter: Chapter, context: Context) -> None:
        self.context = context
        self.unique = Unique()
        for node in elements(chapter.body):
            name = node.get("id")
            if name and not self.unique.take(name):
                message = f"the id '{name}' stands twice in this chapter"
                context.report.add(Code.DUPLICATE_ID, message, node.pos, "give each place a name of its own")

    def named(self, heading: Element) -> Element:
        own = heading.get("id")
        if own:
            return heading.set(id=xml_name(own))
        return heading.set(id=self.unique(heading_id(text_of(heading))))


def _relevel(nodes: Body, plan: dict[int, int], ids: _Ids, *, listed: bool) -> list[Node]:
    """A heading inside a box, a list or a column parts the box, not the book: the contents pass it over."""
    made: list[Node] = []
    for node in nodes:
        if isinstance(node, Text):
            made.append(node)
        elif id(node) in plan and isinstance(node, Element):
            made += [head if listed else head.add_class("unlisted") for head in _heading(node, plan[id(node)], ids)]
        else:
            open_box = listed and isinstance(node, Element) and node.tag in GROUPS
            made.append(replace(node, children=tuple(_relevel(node.children, plan, ids, listed=open_box))))
    return made


def _heading(node: Element, level: int, ids: _Ids) -> list[Element]:
    if not node.children or all(is_blank(child) for child in node.children):
        _say_empty(node, ids.context)
        return []
    return [ids.named(replace(node, tag=f"h{level}"))]


def _say_empty(heading: Element, context: Context) -> None:
    message = "a heading without text is left out"
    context.report.add(Code.EMPTY_HEADING, message, heading.pos, "write it, or delete it")
