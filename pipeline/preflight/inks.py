"""Which inks the file asks for, and how much of them lies on one spot.

In: a `File` and a `Target`. Out: findings. The amount is counted from the numbers in the file, CMYK samples and fills,
not from a picture of the page, which has no inks any more. What overprints adds up, and is said instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ..diagnostics import Code
from ..targets import Target
from .finding import Finding, once
from .model import PROCESS, File, Ink, Rect, Sheet, Space
from .rasters import ink_share
from .standards import standard_of

OVER = 3.0
"""Percent by which a spot may be over the limit: what JPEG adds, and the step of eight bits."""
SPOTS = 0.0005
"""The share of a picture's spots that may be over it: fewer are noise."""
BODY = 24.0
"""pt; smaller type in several inks shows coloured edges when the plates are off by a hair."""
CONVERT = "build it for the target, which converts colours by a profile"
Place = tuple[Sheet, Rect, bool]
"""A page, where on it, and whether it is a picture."""


def spaces(file: File, target: Target) -> Iterator[Finding]:
    """Colours that the standard or the printer forbids: in PDF/X-1a all that is not grey, CMYK or a spot ink."""
    standard = standard_of(target)
    asks = f"{standard.name} forbids it" if standard else f"{target.printer.title} wants CMYK"
    for what, places in _uses(file, _forbidden(file, target)).items():
        yield from _told(Code.COLOUR_FORBIDDEN, f"{what} {{on}}; {asks}", CONVERT, places)


def _forbidden(file: File, target: Target) -> Callable[[Space], bool]:
    standard = standard_of(target)
    only_cmyk = target.space == "cmyk" or (standard is not None and not any(one.parts == 3 for one in file.intents))

    def forbidden(space: Space) -> bool:
        strict = standard is not None and not standard.profiles
        if space.kind in {"rgb", "lab"}:
            return strict or (only_cmyk and not space.tagged)
        return strict and space.tagged

    return forbidden


def _uses(file: File, counts: Callable[[Space], bool]) -> dict[str, list[Place]]:
    """What is in a colour space that counts, and where."""
    made: dict[str, list[Place]] = {}
    for sheet in file.sheets:
        for ink, rect in sheet.inks.items():
            if counts(ink.space):
                made.setdefault(f"type or drawing is in {_named(ink.space)}", []).append((sheet, rect, False))
        for one in sheet.placed:
            picture = file.pictures[one.picture]
            if not picture.mask and counts(picture.space):
                made.setdefault(f"a picture is in {_named(picture.space)}", []).append((sheet, one.rect, True))
    return made


def _named(space: Space) -> str:
    name = {"grey": "grey", "rgb": "RGB", "cmyk": "CMYK", "lab": "Lab"}.get(space.kind, space.kind)
    return f"{name} with a profile" if space.tagged else name


def _told(code: Code, message: str, hint: str, places: list[Place]) -> Iterator[Finding]:
    """One finding for all places, at the first."""
    sheet, rect, picture = places[0]
    for found in once(code, "{}", hint, [one[0] for one in places]):
        said = message.replace("{on}", found.message.removeprefix("{} "))
        yield replace(found, message=said, sheet=sheet.number, rect=rect, picture=picture)


def one_ink(file: File, target: Target) -> Iterator[Finding]:
    """A book in one ink has no colours: they print as some grey that nobody has seen."""
    if target.space != "grey":
        return
    made: dict[str, list[Place]] = {}
    for sheet in file.sheets:
        for ink, rect in sheet.inks.items():
            if ink.coloured:
                made.setdefault("type or drawing has a colour", []).append((sheet, rect, False))
        for one in sheet.placed:
            picture = file.pictures[one.picture]
            if not picture.mask and picture.space.kind in {"rgb", "lab", "cmyk"}:
                made.setdefault("a picture is in colour", []).append((sheet, one.rect, True))
    for what, places in made.items():
        message = f"{what} {{on}}, and {target.paper.title} is one ink"
        hint = "build it for the target, or choose a paper for colour"
        yield from _told(Code.COLOUR_UNPRINTED, message, hint, places)


def spots(file: File, target: Target) -> Iterator[Finding]:
    """An ink of its own wants a plate of its own; books on demand have none."""
    made: dict[str, list[Place]] = {}
    for sheet in file.sheets:
        things = [(ink.space, rect, False) for ink, rect in sheet.inks.items()]
        things += [(file.pictures[one.picture].space, one.rect, True) for one in sheet.placed]
        for space, rect, picture in things:
            for name in set(space.names) - PROCESS if space.kind == "spot" else ():
                made.setdefault(name, []).append((sheet, rect, picture))
    for name, places in sorted(made.items()):
        message, hint = f"the spot ink '{name}' is used {{on}}", "convert it to the printer's inks"
        yield from _told(Code.SPOT_INK, message, hint, places)


def amounts(file: File, target: Target) -> Iterator[Finding]:
    """Not more ink on one spot than the paper takes."""
    if target.printer.ink is None:
        return
    limit = target.printer.ink.value
    for sheet in file.sheets:
        for ink, rect in sheet.inks.items():
            if ink.space.names == ("All",) or (ink.amount or 0) <= limit + 0.5:
                continue
            message = f"{ink.amount:.0f} % of ink lies here on page {sheet.label} (at most {limit} %)"
            yield Finding(Code.INK_TOO_MUCH, message, "choose a lighter colour, or pure black", sheet.number, rect,
                          weight=ink.amount or 0)  # fmt: skip
        yield from _pictures(file, sheet, limit)


def _pictures(file: File, sheet: Sheet, limit: int) -> Iterator[Finding]:
    for one in sheet.placed:
        picture, data = file.pictures[one.picture], file.samples.get(one.picture, b"")
        share = ink_share(picture, data, limit + OVER) if data else None
        if share is not None and share[0] > SPOTS:
            message = f"this picture has up to {share[1]:.0f} % of ink on page {sheet.label} (at most {limit} %)"
            hint = f"{share[0]:.1%} of it is over: convert it with a profile for the printer's paper"
            yield Finding(Code.INK_TOO_MUCH, message, hint, sheet.number, one.rect, picture=True, weight=share[1])


def blacks(file: File, target: Target) -> Iterator[Finding]:
    """Black type is black alone."""
    for sheet in file.sheets:
        for line in sheet.lines:
            if not line.hidden and line.size < BODY and _is_rich(line.ink):
                message = f"black type is mixed of several inks on page {sheet.label}"
                hint = "set it in black alone: mixed, its edges show colours"
                yield Finding(Code.BLACK_MIXED, message, hint, sheet.number, line.rect)


def _is_rich(ink: Ink) -> bool:
    return ink.space.kind == "cmyk" and len(ink.values) == 4 and ink.values[3] > 0.5 and any(ink.values[:3])


def through(file: File, target: Target) -> Iterator[Finding]:
    """Nothing shines through where the standard or the printer wants it flat."""
    standard = standard_of(target)
    flat = standard is not None and not standard.modern
    if not flat and "transparency" not in target.printer.forbids.value:
        return
    asks = standard.name if flat and standard else target.printer.title
    made: dict[str, list[Place]] = {}
    for sheet in file.sheets:
        for seen in sheet.through:
            made.setdefault(seen.what, []).append((sheet, seen.rect, False))
        for one in sheet.placed:
            if file.pictures[one.picture].soft:
                made.setdefault("a picture with a soft mask", []).append((sheet, one.rect, True))
    for what, places in made.items():
        hint = "flatten it: in a drawing, full colours in place of opacity; in a picture, a white ground"
        yield from _told(Code.SHINES_THROUGH, f"{what} is used {{on}}; {asks} forbids it", hint, places)


def overprint(file: File, target: Target) -> Iterator[Finding]:
    """What this room cannot count, it says."""
    if target.printer.ink is None:
        return
    sheets = [sheet for sheet in file.sheets if sheet.overprints]
    hint = "look at the separations if something lies on a dark ground"
    yield from once(Code.NOT_LOOKED_AT, "inks overprint, and their sum was not counted,", hint, sheets)
    uncounted = [sheet for sheet in file.sheets if any(_is_uncounted(file, one.picture) for one in sheet.placed)]
    hint = "save it as CMYK with eight bits"
    yield from once(Code.NOT_LOOKED_AT, "the ink of a picture could not be counted", hint, uncounted)


def _is_uncounted(file: File, key: str) -> bool:
    picture = file.pictures[key]
    if picture.mask or picture.space.kind == "grey":
        return False
    data = file.samples.get(key, b"")
    counted = picture.space.kind == "cmyk" and data and ink_share(picture, data, 0) is not None
    return picture.space.kind in {"spot", "cmyk"} and not counted


CHECKS = (spaces, one_ink, spots, amounts, blacks, through, overprint)
