"""What a site knows of itself: param, i18n, section, comment; and small pieces of its theme: badge, card, steps, html.

A word, a value or a list of pages that Hugo looks up while it builds is looked up here too.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import lru_cache

from ..diagnostics import BookError, Code, Diagnostic, Report
from ..nodes import Body, Element, Node, Pos, Shortcode, Text, element, is_blank
from ..syntax import toml_syntax, yaml_syntax
from ..syntax.values import CONFIGURATION, Excerpt, Value
from .scene import Handler, Scene, blocks, titled

THEME_WORDS: Mapping[str, Mapping[str, str]] = {
    "es": {"Search": "Buscar", "Expand": "Mostrar", "Copy": "Copiar"},
    "fr": {"Search": "Rechercher", "Expand": "Développer", "Copy": "Copier"},
    "de": {"Search": "Suchen", "Expand": "Ausklappen", "Copy": "Kopieren"},
    "it": {"Search": "Cerca", "Expand": "Espandi", "Copy": "Copia"},
    "pt": {"Search": "Buscar", "Expand": "Expandir", "Copy": "Copiar"},
    "ca": {"Search": "Cerca", "Expand": "Mostra", "Copy": "Copia"},
    "en": {"Search": "Search", "Expand": "Expand", "Copy": "Copy"},
}
"""The theme's own words that an author may ask for."""


def _param(node: Shortcode, scene: Scene) -> Node | Body:
    """A value of the page's front matter, or of the site."""
    name = node.get("name") or node.at(0)
    if not name:
        scene.missing(node, "name")
        return ()
    value = _looked_up(scene.chapter.meta.params, name.lower().split("."))
    if value is None:
        value = scene.context.config.params.get(name.lower(), scene.context.config.params.get(name))
    if value is None:
        hint = "write it in the chapter's front matter, or under the site's params"
        scene.context.report.add(Code.UNKNOWN_VALUE, f"neither page nor site says what '{name}' is", node.pos, hint)
        return ()
    return Text(_shown(value), node.pos)


def _looked_up(params: object, path: list[str]) -> object | None:
    for name in path:
        if not isinstance(params, Mapping):
            return None
        params = next((value for key, value in params.items() if str(key).lower() == name), None)
    return params


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return "[" + " ".join(_shown(item) for item in value) + "]"  # as Go prints a list
    return str(value)


def _i18n(node: Shortcode, scene: Scene) -> Node | Body:
    """A word of the site's translations, or of the theme's."""
    key = node.get("key") or node.at(0)
    if not key:
        scene.missing(node, "key")
        return ()
    language = scene.context.config.tongue
    said = _site_word(key, node.pos, scene) or THEME_WORDS.get(language, {}).get(key)
    if said is None:
        hint = f"add it to i18n/{language}.yaml"
        scene.context.report.add(Code.UNKNOWN_VALUE, f"no translation says '{key}' in '{language}'", node.pos, hint)
        said = key
    return Text(said, node.pos)


def _site_word(key: str, pos: Pos, scene: Scene) -> str | None:
    for name in dict.fromkeys((scene.context.config.language, scene.context.config.tongue)):
        for path in (f"i18n/{name}.yaml", f"i18n/{name}.yml", f"i18n/{name}.toml"):
            if scene.context.exists(path) and (word := _word_in(path, key, pos, scene)):
                return word
    return None


def _word_in(path: str, key: str, pos: Pos, scene: Scene) -> str | None:
    """The file's word; what keeps the file from being read is said where the word is asked for."""
    try:
        data = scene.context.read(path, scene.context.config.limits, "data")
    except BookError as error:
        scene.context.report.add(error.diagnostic.code, error.diagnostic.message, pos, error.diagnostic.hint)
        return None
    words, faults = _words_of(path, data)
    for fault in faults:
        scene.context.report.add(fault.code, fault.message, fault.pos, fault.hint)
    found = words.get(key)
    return _text(found.get("other") or found) if found is not None else None


@lru_cache(maxsize=8)
def _words_of(path: str, data: bytes) -> tuple[Value, tuple[Diagnostic, ...]]:
    """A file of translations, and its faults; a chapter may ask for thousands of its words."""
    parse = toml_syntax.parse if path.endswith(".toml") else yaml_syntax.parse
    report = Report()
    return parse(Excerpt.of(path, data.decode("utf-8", "replace")), CONFIGURATION, report), report.diagnostics


def _text(value: Value) -> str:
    return value.raw


def _section(node: Shortcode, scene: Scene) -> Node:
    """A list of the pages below; the stage `contents` fills it when it knows them all."""
    path = scene.chapter.source.path if scene.chapter.source else ""
    listed = element("nav", class_="section-list", pos=node.pos).set(data_section=posixpath.dirname(path))
    return listed.set(data_summary="yes" if node.flag("summary") else None)


def _comment(_: Shortcode, __: Scene) -> Body:
    return ()


def _badge(node: Shortcode, scene: Scene) -> Node:
    title, value = node.get("title") or node.at(1), node.get("value") or node.at(2)
    if not title and not value:
        scene.missing(node, "title")
    said = f"{title}: {value}" if title and value else title or value
    badge = element("span", said, class_="badge", pos=node.pos)
    return element("a", badge, href=node.get("href"), pos=node.pos) if node.get("href") else badge


def _card(node: Shortcode, scene: Scene) -> Node:
    """A boxed link with a picture and a text."""
    href, inside = node.get("href"), blocks(node)
    picture: Body = ()
    if node.get("image"):
        alt = node.get("alt") or node.get("title")
        picture = (element("img", pos=node.pos).set(src=node.get("image"), alt=alt),)
    label = titled(node, "title") or ((Text(href, node.pos),) if href and not inside else ())
    head = Element("p", (("class", "box-title"),), label, node.pos)
    if href and label:
        head = head.with_children((Element("a", (("href", href),), label, node.pos),))
    elif href:
        inside = (*inside, element("p", element("a", href, href=href, pos=node.pos), pos=node.pos))
    parts = (*picture, *((head,) if label else ()), *inside)
    return Element("div", (("class", "card"),), tuple(part for part in parts if not is_blank(part)), node.pos)


def _steps(node: Shortcode, _: Scene) -> Node:
    return Element("div", (("class", "steps"),), blocks(node), node.pos)


def _html(node: Shortcode, _: Scene) -> Body:
    return node.children


HANDLERS: Mapping[str, Handler] = {
    "param": _param,
    "i18n": _i18n,
    "section": _section,
    "comment": _comment,
    "badge": _badge,
    "card": _card,
    "steps": _steps,
    "html": _html,
}
