"""The frame around every view: head, ways to the other views, contents, search.

In: a proof, and what a view shows. Out: a page of HTML. No script and no style stands in it: they are files.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...nodes import Body, Element, Text, element, elements, text_of
from ...write.xhtml import Dialect, serialise
from ..beside import findings_of
from ..proof import WebProof, title_of
from .parts import Desk, badges

VIEWS = (
    ("index.html", "Overview"),
    ("findings.html", "Findings"),
    ("queries.html", "Queries"),
    ("spreads.html", "Spreads"),
    ("pictures.html", "Pictures"),
    ("keys.html", "Keys"),
)
"""The views that are of the whole book."""


@dataclass(frozen=True, slots=True)
class View:
    """What a view puts into the frame."""

    name: str
    """Its file: `findings.html`."""
    title: str
    main: Body
    pages: Body = ()
    """The printed pages beside it; empty: it has none."""


def page(proof: WebProof, view: View, desk: Desk) -> bytes:
    """The view as a page."""
    body = element("body", *_banner(proof, view), _desk(proof, view), _said())
    if desk.live:
        body = body.set(data_live="yes", data_token=desk.token, data_version=str(desk.version))
    html = Element("html", (("lang", "en"),), (_head(proof, view), body))
    return f"<!DOCTYPE html>\n{serialise((html,), Dialect.HTML)}\n".encode()


def _head(proof: WebProof, view: View) -> Element:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="robots", content="noindex"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"{view.title} · {proof.book.config.title or 'Proof'}"),
        element("link", rel="icon", href="static/icon.svg"),
        element("link", rel="stylesheet", href="static/text.css"),
        element("link", rel="stylesheet", href="static/proof.css"),
        element("script", src="static/theme.js"),
        element("script", src="static/proof.js", defer="defer"),
    )


def _banner(proof: WebProof, view: View) -> Body:
    skip = element("a", "Skip to the text", class_="skip", href="#the.main")
    links = [_link(href, words, href == view.name) for href, words in VIEWS]
    nav = element("nav", element("ul", *(element("li", link) for link in links), role="list"), aria_label="Views")
    title = element("p", element("a", proof.book.config.title or "Proof", href="index.html"), class_="book")
    return skip, element("header", title, nav, _search(), _theme(), class_="banner-bar")


def _link(href: str, words: str, here: bool) -> Element:
    link = element("a", words, href=href)
    return link.set(aria_current="page") if here else link


def _search() -> Element:
    field = element("input", type="search", name="q", id="the.search", autocomplete="off", aria_label="Search the book")
    return element("form", field, element("button", "Search", type="submit"), role="search", action="search.html")


def _theme() -> Element:
    return element("button", "Light or dark", type="button", class_="theme", hidden="hidden")


def _desk(proof: WebProof, view: View) -> Element:
    main = element("main", *view.main, id="the.main", tabindex="-1")
    parts = [_contents(proof, view), main]
    if view.pages:
        parts.append(element("aside", *view.pages, class_="pages", aria_label="Printed pages"))
    return element("div", *parts, class_="desk with-pages" if view.pages else "desk")


def _said() -> Element:
    """Where what has happened is told, for eyes and for screen readers."""
    return element("div", class_="said", role="status", aria_live="polite")


def file_of(key: str) -> str:
    """The page of a chapter."""
    return f"chapter-{key}.html"


def _contents(proof: WebProof, view: View) -> Element:
    items = [_entry(proof, key, view) for key in (chapter.key for chapter in proof.book.chapters)]
    inside = (element("summary", "Contents"), element("ol", *items, role="list"))
    return element("nav", element("details", *inside, open="open"), class_="contents-list", aria_label="Contents")


def _entry(proof: WebProof, key: str, view: View) -> Element:
    chapter = next(chapter for chapter in proof.book.chapters if chapter.key == key)
    here = view.name == file_of(key)
    marks = sum(marked.chapter == key for marked in proof.marks)
    link = _link(file_of(key), title_of(chapter), here)
    broken = proof.broken_at(chapter.source.path) if chapter.source else None
    told = badges(broken.found if broken else findings_of(proof, chapter), marks)
    return element("li", link, *told, *(_headings(chapter.body) if here else ()), class_=str(chapter.matter))


def _headings(body: Body) -> Body:
    found = [h for h in elements(body, "h2", "h3") if h.get("id") and "unlisted" not in h.classes]
    items = [element("li", element("a", text_of(h).strip(), href=f"#{h.get('id')}")) for h in found]
    return (element("ol", *items, role="list"),) if items else ()


def heading(words: str) -> Body:
    """The title of a view."""
    return (element("h1", words), Text("\n"))
