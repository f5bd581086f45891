"""What `galerada doctor` says: what is there, what is missing, and the command that installs it.

In: what the machine has. Out: lines, or an object for JSON; whether something needed is missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..release.machine import PARTS, Found, Part, look, system

TASKS = ("build", "release")
"""A release needs what a build needs, and more."""


def examined(task: str) -> tuple[Found, ...]:
    """The parts that a task needs or can use."""
    return look(tuple(part for part in PARTS if _is_for(part, task)))


def _is_for(part: Part, task: str) -> bool:
    return not part.task or TASKS.index(part.task) <= TASKS.index(task)


def lacks(found: tuple[Found, ...]) -> bool:
    """Whether something is missing without which the task cannot be done."""
    return any(one.part.task and not one.will_do for one in found)


def lines(found: tuple[Found, ...]) -> Iterator[str]:
    """A line for each part, with its cure below where it needs one."""
    family = system()
    for one in found:
        sign = "ok" if one.will_do else "missing" if one.part.task else "absent"
        yield f"{sign:<8} {one.part.name} {_state(one)}".rstrip()
        if not one.will_do:
            yield f"         {one.part.cure(family)}"


def _state(one: Found) -> str:
    if one.will_do:
        return "" if one.version == "there" else one.version
    old = f"{one.version} is too old, " if one.version else ""
    least = f"{one.part.least} or newer is " if one.part.least else ""
    return f"({old}{least}for {one.part.what_for})"


def as_object(found: tuple[Found, ...]) -> dict[str, object]:
    """The one object of `--json`."""
    family = system()
    return {
        "parts": [
            {
                "name": one.part.name, "version": one.version, "least": one.part.least, "for": one.part.what_for,
                "needed": bool(one.part.task), "ok": one.will_do, "cure": "" if one.will_do else one.part.cure(family),
            }
            for one in found
        ],
        "ok": not lacks(found),
    }  # fmt: skip
