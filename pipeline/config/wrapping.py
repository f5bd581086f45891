"""What book.yaml says of the printed cover.

In: what `checking` let through, and the value tree for places. Out: `WrapOptions`; a target that is none is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..diagnostics import Code, Report
from ..syntax.values import Value
from ..targets import target_named
from ..wraps import WrapOptions

PLAIN = ("back", "author", "picture", "direction")


def wrap_of(read: Mapping[str, Any], tree: Value | None, report: Report) -> WrapOptions:
    """The printed cover."""
    said: dict[str, Any] = {name: read[name] for name in PLAIN if name in read}
    for name in ("spine", "sheet"):
        if made := _by_target(read.get(name), tree.get(name) if tree else None, report):
            said[name] = made
    colours = read.get("colours") or {}
    places = {item.key: item.value.pos for item in (tree.items if tree else ())}
    return WrapOptions(**said, **colours, places=places)


def _by_target(read: Any, tree: Value | None, report: Report) -> dict[str, Any]:
    """What holds at any target, under the empty name; or at each that is named."""
    for item in tree.items if tree else ():
        try:
            target_named(item.key)
        except ValueError as error:
            report.add(Code.CONFIG_BAD_VALUE, f"'{item.key}' is no target", item.pos, str(error))
    if isinstance(read, dict):
        return dict(read)
    return {"": read} if read is not None else {}
