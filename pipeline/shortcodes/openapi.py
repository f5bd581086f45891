"""The description of an API: openapi. A page shows what it can do; trying it out is for a site.

In: a `Shortcode` that names an OpenAPI file of the book, as YAML or JSON. Out: `figure.media` with its operations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..diagnostics import Code, Report
from ..nodes import Body, Element, Node, Shortcode, element
from ..syntax import json_syntax, yaml_syntax
from ..syntax.values import Excerpt, Kind, Rules, Value
from .media import REMOTE, Thing, file_of, media
from .scene import Handler, Scene

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
"""OpenAPI 3.1, 4.8.9.1: a path's fields that are operations."""
MOST_OPERATIONS = 300
RULES = Rules("an API's description", Code.UNREADABLE_FILE, Code.UNREADABLE_FILE, 512 * 1024)


def _openapi(node: Shortcode, scene: Scene) -> Node | Body:
    src = node.get("src") or node.at(0)
    if not src:
        scene.missing(node, "src")
        return ()
    if REMOTE.fullmatch(src):
        scene.lost(node, f"the API at {src}", "its address")
        return media(Thing("openapi", src, src), node, scene)
    data, why = file_of(src, scene)
    api, fault = _read(src, data) if not why else (None, why)
    operations = tuple(_operations(api)) if api else ()
    if api is None or not operations:
        scene.lost(node, f"the API {src} ({fault or 'it has no operations'})", "its title")
        return media(Thing("openapi", src, ""), node, scene)
    scene.lost(node, f"trying out the API {src}", "a list of its operations")
    return media(Thing("openapi", src, "", title=_title(api)), node, scene, inside=(_listed(operations, node),))


def _read(path: str, data: bytes) -> tuple[Value | None, str]:
    """The file's values, and the first fault."""
    report = Report()
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    parse = json_syntax.parse if text.lstrip().startswith("{") else yaml_syntax.parse
    api = parse(Excerpt.of(path, text), RULES, report)
    fault = next((f"line {found.pos.line}: {found.message}" for found in report.errors), "")
    return (api, "") if not fault else (None, fault)


def _title(api: Value) -> str:
    info = api.get("info")
    said = [info.get(key) for key in ("title", "version")] if info else []
    return " ".join(value.text for value in said if value is not None and value.text)


def _operations(api: Value) -> Iterator[tuple[str, str]]:
    """Method and path, and what the description says of them in short."""
    paths = api.get("paths")
    for path in paths.items if paths and paths.kind is Kind.MAPPING else ():
        for method in METHODS:
            operation = path.value.get(method)
            if operation is not None:
                said = operation.get("summary") or operation.get("operationId")
                yield f"{method.upper()} {path.key}", said.text if said else ""


def _listed(operations: tuple[tuple[str, str], ...], node: Shortcode) -> Element:
    made: list[Node] = []
    for called, said in operations[:MOST_OPERATIONS]:
        made.append(element("dt", element("code", called, pos=node.pos), pos=node.pos))
        made.append(element("dd", said or "–", pos=node.pos))
    if len(operations) > MOST_OPERATIONS:
        made += [element("dt", "…", pos=node.pos), element("dd", f"+{len(operations) - MOST_OPERATIONS}", pos=node.pos)]
    return element("dl", *made, pos=node.pos, class_="operations")


HANDLERS: Mapping[str, Handler] = {"openapi": _openapi}
