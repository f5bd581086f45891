"""From `waivers` in book.yaml to `Waiver`s.

In: the value tree, checked. Out: the waivers that hold; one without a reason, or for what cannot be waived, is refused
with its place (RL017).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from ..diagnostics import Code, Report
from ..syntax.values import Kind, Value
from ..waivers import Waiver, can_be_waived


def waivers_of(tree: Value | None, report: Report) -> tuple[Waiver, ...]:
    """The waivers that the file gives a reason for."""
    return tuple(_waivers(tree, report)) if tree and tree.kind is Kind.LIST else ()


def _waivers(tree: Value, report: Report) -> Iterator[Waiver]:
    for item in tree.items:
        said = {inner.key: inner.value.text.strip() for inner in item.value.items}
        code = Code.of(said.get("code", ""))
        if code is None:
            continue  # said by `checking`
        if not can_be_waived(code):
            _refuse(item.value, f"{code.ident} cannot be waived", "mend what it tells of", report)
        elif not said.get("reason"):
            _refuse(item.value, f"the waiver of {code.ident} gives no reason", "write reason: why it may pass", report)
        else:
            narrowed = {key: said[key] for key in ("path", "match", "until") if said.get(key)}
            if "path" in narrowed:
                narrowed["path"] = posixpath.normpath(narrowed["path"])
            yield Waiver(code, said["reason"], pos=item.value.pos, **narrowed)


def _refuse(value: Value, message: str, hint: str, report: Report) -> None:
    report.add(Code.WAIVER_REFUSED, message, value.pos, hint)
