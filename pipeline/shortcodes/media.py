"""What plays on a site: youtube, vimeo, asciinema, gist, x, tweet, instagram. A book says what it is and where.

In: a `Shortcode` with an id. Out: `figure.media`: title, address, in print the address as a QR code; a poster when the
book holds a picture named after the id. Nothing is fetched, and every one is in the report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..diagnostics import BookError, Code
from ..drawing.asciicast import transcript
from ..drawing.qrcodes import fits, qr_code
from ..finding import find
from ..nodes import Body, Element, Node, Shortcode, element
from .scene import Handler, Scene

REMOTE = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[\w.~!$&'()*+,;=:@%/?#-]*)?", re.ASCII)
POSTERS = ("jpg", "jpeg", "png", "webp")
QR_WIDTH = 22.0
"""Millimetres."""
MOST_LINES = 200
"""Of a transcript."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a part of an address is written."""

    pattern: str
    hint: str


ID = "letters, digits, - and _"
FORMS: Mapping[tuple[str, str], Form] = {
    ("youtube", "id"): Form(r"[A-Za-z0-9_-]{1,64}", f"an id is {ID}: what follows v= in the address"),
    ("youtube", "start"): Form(r"\d{1,6}", "write the seconds from the beginning"),
    ("vimeo", "id"): Form(r"\d{1,12}(/[0-9a-f]{1,16})?", "an id is a number: what follows vimeo.com/ in the address"),
    ("gist", "user"): Form(r"[A-Za-z0-9-]{1,39}", "a user's name is letters, digits and -"),
    ("gist", "id"): Form(r"[0-9A-Fa-f]{1,40}", "an id is digits and the letters a to f"),
    ("gist", "file"): Form(r"[^\x00-\x1f/<>\"]{1,200}", "write the file's name as the gist has it"),
    ("x", "user"): Form(r"@?\w{1,20}", "a user's name is letters, digits and _"),
    ("x", "id"): Form(r"\d{1,20}", "an id is a number: what follows status/ in the address"),
    ("instagram", "id"): Form(r"[A-Za-z0-9_-]{1,64}", f"an id is {ID}: what follows /p/ in the address"),
}
"""Nothing but these characters gets into an address, so that no markup and no scheme does."""


class Refused(Exception):
    """An argument that makes no address; it is in the report."""


def part(kind: str, name: str, text: str, node: Shortcode, scene: Scene) -> str:
    """An argument fit for an address; raises Refused."""
    form = FORMS[kind, name]
    if not text:
        scene.missing(node, name)
        raise Refused
    if not re.fullmatch(form.pattern, text, re.ASCII):
        shown = text if len(text) <= 60 else f"{text[:57]}..."
        message = f"{node.name}'s {name} cannot be '{shown}'"
        scene.context.report.add(Code.SHORTCODE_MISSING_ARGUMENT, message, node.pos, form.hint)
        raise Refused
    return text


# what each one is called, and where it is


@dataclass(frozen=True, slots=True)
class Thing:
    """What a book cannot hold."""

    kind: str
    name: str
    """As the report calls it."""
    address: str
    """Empty: nowhere but in the book."""
    ident: str = ""
    """What a poster is named after."""
    title: str = ""
    """Its own, when the author gave none."""


def _youtube(node: Shortcode, scene: Scene) -> Thing:
    ident = part("youtube", "id", node.get("id") or node.at(0), node, scene)
    start = part("youtube", "start", node.get("start", "0"), node, scene)
    begin = f"&t={int(start)}" if int(start) else ""
    return Thing("youtube", f"the YouTube video {ident}", f"https://www.youtube.com/watch?v={ident}{begin}", ident)


def _vimeo(node: Shortcode, scene: Scene) -> Thing:
    ident = part("vimeo", "id", node.get("id") or node.at(0), node, scene)
    return Thing("vimeo", f"the Vimeo video {ident}", f"https://vimeo.com/{ident}", ident.split("/")[0])


def _gist(node: Shortcode, scene: Scene) -> Thing:
    given = [node.get(name) or node.at(place) for place, name in enumerate(("user", "id", "file"))]
    user = part("gist", "user", given[0], node, scene)
    ident = part("gist", "id", given[1], node, scene)
    file = part("gist", "file", given[2], node, scene) if given[2] else ""
    label = f"{scene.words.media['gist']}: {file}" if file else ""
    anchor = "#file-" + re.sub(r"[^a-z0-9_]+", "-", file.lower()) if file else ""
    return Thing("gist", f"the gist {ident}", f"https://gist.github.com/{user}/{ident}{anchor}", ident, label)


def _post(node: Shortcode, scene: Scene) -> Thing:
    ident = part("x", "id", node.get("id") or node.at(0), node, scene)
    user = part("x", "user", node.get("user") or "i", node, scene).lstrip("@")
    label = "" if user == "i" else f"{scene.words.media['x']}: @{user}"
    return Thing("x", f"the post {ident} on X", f"https://x.com/{user}/status/{ident}", ident, label)


def _instagram(node: Shortcode, scene: Scene) -> Thing:
    ident = part("instagram", "id", node.get("id") or node.at(0), node, scene)
    return Thing("instagram", f"the post {ident} on Instagram", f"https://www.instagram.com/p/{ident}/", ident)


def _linked(thing: Callable[[Shortcode, Scene], Thing]) -> Handler:
    """A handler that shows the thing by its title and address."""

    def handle(node: Shortcode, scene: Scene) -> Node | Body:
        try:
            found = thing(node, scene)
        except Refused:
            return ()
        poster = _poster(found, node, scene)
        scene.lost(node, found.name, "a picture with its address" if poster else "its address")
        return media(found, node, scene, before=poster)

    return handle


def embedded(node: Shortcode, scene: Scene) -> Node | Body:
    """What raw HTML shows from elsewhere (`iframe`, `video`): its title and its address."""
    src = node.get("src").strip()
    src = f"https:{src}" if src.startswith("//") else src
    address = src if REMOTE.fullmatch(src) else ""
    name = f"<{node.source}> {src}".strip()
    scene.lost(node, name, "its address" if address else "nothing")
    thing = Thing("embedded", name, address, "", node.get("title") or re.sub(r"^https?://|/.*", "", address))
    return media(thing, node, scene) if address or node.get("title") else ()


# the figure


def media(thing: Thing, node: Shortcode, scene: Scene, before: Body = (), inside: Body = ()) -> Element:
    """The figure: a poster, the code for paper, title and address, and what of the thing a page can show."""
    title = title_of(thing, node, scene)
    label: Node | str = element("a", title, pos=node.pos, href=thing.address) if thing.address else title
    lines = [element("p", label, pos=node.pos, class_="media-title")]
    if thing.address:
        shown = re.sub(r"^https?://|/$", "", thing.address)
        lines.append(element("p", shown, pos=node.pos, class_="media-address"))
    caption = element("figcaption", *lines, pos=node.pos)
    names = " ".join(["media", f"media-{thing.kind}", *node.get("class").split()])
    body = (*before, *_code(thing, scene), caption, *inside)
    return element("figure", *body, pos=node.pos, class_=names)


def title_of(thing: Thing, node: Shortcode, scene: Scene) -> str:
    """The author's title, the thing's own, or what it is in the book's language."""
    return node.get("title") or thing.title or scene.words.media[thing.kind]


def _code(thing: Thing, scene: Scene) -> Body:
    """For paper: a telephone's way to the address."""
    if not thing.address or not fits(thing.address):
        return ()
    code = qr_code(thing.address, f"{scene.words.media['qr']}: {thing.address}", width=QR_WIDTH)
    return (element("div", code, class_="media-code only-print"),)


def _poster(thing: Thing, node: Shortcode, scene: Scene) -> Body:
    """A picture of the book that is named after the id."""
    context, path = scene.context, scene.chapter.source.path if scene.chapter.source else ""
    for name in (f"{thing.ident}.{extension}" for extension in POSTERS):
        if find(name, path, context.config.aliases, context.exists)[0]:
            return (element("img", pos=node.pos).set(src=name, alt=title_of(thing, node, scene)),)
    return ()


# recordings of terminals


def _asciinema(node: Shortcode, scene: Scene) -> Node | Body:
    cast = node.get("cast") or node.at(0)
    if not cast:
        scene.missing(node, "cast")
        return ()
    if REMOTE.fullmatch(cast):
        scene.lost(node, f"the terminal recording {cast}", "its address")
        return media(Thing("asciinema", cast, cast.removesuffix(".cast")), node, scene)
    data, why = file_of(cast, scene)
    lines = transcript(data)
    thing = Thing("asciinema", cast, "")
    if not lines:
        scene.lost(node, f"the terminal recording {cast} ({why or 'nothing in it can be read'})", "its title")
        return media(thing, node, scene)
    many = len(lines) > MOST_LINES
    scene.lost(node, f"the terminal recording {cast}", f"a transcript{f' of {MOST_LINES} lines' if many else ''}")
    text = "\n".join((*lines[:MOST_LINES], *(("…",) if many else ())))
    return media(thing, node, scene, inside=(element("pre", element("code", text, pos=node.pos), pos=node.pos),))


def file_of(written: str, scene: Scene) -> tuple[bytes, str]:
    """A file that a chapter names, and what kept it from being read."""
    context, path = scene.context, scene.chapter.source.path if scene.chapter.source else ""
    found, tried = find(written, path, context.config.aliases, context.exists)
    if found is None:
        return b"", f"not found at {', '.join(tried)}" if tried else "outside the book's folder"
    try:
        return context.read(found, context.config.limits, "data"), ""
    except BookError as error:
        return b"", error.diagnostic.message


HANDLERS: Mapping[str, Handler] = {
    "youtube": _linked(_youtube),
    "vimeo": _linked(_vimeo),
    "gist": _linked(_gist),
    "x": _linked(_post),
    "tweet": _linked(_post),
    "twitter": _linked(_post),
    "instagram": _linked(_instagram),
    "asciinema": _asciinema,
}
