"""The words on the spine: who wrote it, what it is called, who published it.

In: a book's names, the sheet. Out: lines placed along the spine, or why there are none. Which way they read is the
custom of the language's trade, and the publisher's to change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .. import cover
from ..cover import CoverText, capitals, clean
from .front import hand_of
from .setting import Hand, width_of
from .sheet import Box, Sheet

UP = frozenset({"es", "fr", "it", "de", "pt", "ca", "gl", "eu", "oc", "ro", "pl", "cs", "sk", "hu", "sl", "hr", "bs",
                "sr", "bg", "mk", "ru", "uk", "be", "el", "lt", "lv", "et", "tr", "sq"})  # fmt: skip
"""Languages whose books are read from the foot of the spine to its head; all others from the head (ISO 6357)."""
LARGEST = 21.0
"""Of type, in pt."""
CAPITAL, HANG = 0.65, 0.25
"""Of the face, in em: capitals above the baseline, tails below it."""
SHARES = {"author": 0.72, "publisher": 0.5}
"""Of the title's size."""
APART = 1.5
"""Between names, in em of the title."""
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class SpineLine:
    """A line of the spine, in a frame whose x axis runs along it in the direction of reading."""

    text: str
    hand: Hand
    start: float
    baseline: float
    """From the middle of the spine."""


@dataclass(frozen=True, slots=True)
class SpineWords:
    """What stands on the spine."""

    lines: tuple[SpineLine, ...]
    direction: str
    why_none: str = ""
    cut: bool = False
    """Whether the title is not whole."""
    dropped: tuple[str, ...] = ()
    """What did not fit, in words."""


def direction_of(language: str, said: str) -> str:
    """`up`: from foot to head; `down`: from head to foot."""
    return said or ("up" if language.split("-")[0].lower() in UP else "down")


def set_along(text: CoverText, sheet: Sheet, direction: str, smallest: float) -> SpineWords:
    """The words, as large as the spine lets them be; no type is smaller than `smallest`, the printer's least, in pt."""
    room = sheet.spine_room
    size = min(LARGEST, room.width / (CAPITAL + 2 * HANG))
    if size < smallest:
        why = f"it is {sheet.spine.width / 72 * 25.4:.1f} mm wide, which leaves no room for type of {smallest:g} pt"
        return SpineWords((), direction, why)
    title = clean(_head(text.title))
    author, publisher = (capitals(clean(part), text.language) for part in (text.author, text.publisher))
    for names in ((author, publisher), (author, ""), ("", "")):
        made = _fitted(title, *names, room, size, smallest, direction)
        if made:
            return SpineWords(made, direction, dropped=_dropped((author, publisher), names))
    short = _shortened(title, room.height, _hand("title", smallest, smallest))
    lines = _fitted(short, "", "", room, smallest, smallest, direction)
    return SpineWords(lines, direction, cut=True, dropped=_dropped((author, publisher), ("", "")))


def _dropped(names: tuple[str, str], kept: tuple[str, str]) -> tuple[str, ...]:
    pairs = zip(("the author", "the publisher"), names, kept, strict=True)
    return tuple(what for what, name, there in pairs if name and not there)


def _head(title: str) -> str:
    """The title without what follows its colon."""
    return title.split(": ")[0].strip() or title


def _hand(kind: str, size: float, smallest: float) -> Hand:
    if kind == "title":
        return hand_of(cover.TITLE, size)
    face = cover.AUTHOR if kind == "author" else cover.PUBLISHER
    return hand_of(face, max(smallest, size * SHARES[kind]))


def _fitted(
    title: str, author: str, publisher: str, room: Box, size: float, smallest: float, direction: str
) -> tuple[SpineLine, ...]:
    """The lines at the largest size at which all of them fit; none where they do not."""
    while size >= smallest:
        made = tuple(_placed(title, author, publisher, room, size, smallest, direction))
        if made:
            return made
        size -= 0.25
    return ()


def _placed(
    title: str, author: str, publisher: str, room: Box, size: float, smallest: float, direction: str
) -> Iterator[SpineLine]:
    """Author and title towards the head, the publisher at the foot."""
    parts = [("author", author), ("title", title)] if author else [("title", title)]
    hands = [_hand(kind, size, smallest) for kind, _ in parts]
    widths = [width_of(words, hand) for (_, words), hand in zip(parts, hands, strict=True)]
    gap, imprint = APART * size, _hand("publisher", size, smallest)
    foot = width_of(publisher, imprint) + gap if publisher else 0.0
    group = sum(widths) + gap * (len(parts) - 1)
    if group + foot > room.height:
        return
    from_head = min((room.height - foot - group) / 2, gap if author else room.height)
    start = room.height - from_head - group if direction == "up" else from_head
    for (_, words), hand, width in zip(parts, hands, widths, strict=True):
        yield SpineLine(words, hand, start, -CAPITAL * hand.size / 2)
        start += width + gap
    if publisher:
        at = 0.0 if direction == "up" else room.height - foot + gap
        yield SpineLine(publisher, imprint, at, -CAPITAL * imprint.size / 2)


def _shortened(title: str, room: float, hand: Hand) -> str:
    """The first words of a title that is too long at any size."""
    while width_of(title + ELLIPSIS, hand) > room and len(title) > 1:
        title = title[:-1].rstrip()
    return title + ELLIPSIS


def boxes(words: SpineWords, sheet: Sheet) -> Iterator[Box]:
    """Where each line stands on the sheet."""
    room = sheet.spine_room
    middle = (room.left + room.right) / 2
    for line in words.lines:
        width, up, down = width_of(line.text, line.hand), CAPITAL * line.hand.size, HANG * line.hand.size
        near, far = line.baseline - down, line.baseline + up
        if words.direction == "up":
            yield Box(middle - far, room.low + line.start, middle - near, room.low + line.start + width)
        else:
            yield Box(middle + near, room.top - line.start - width, middle + far, room.top - line.start)


def matrix(words: SpineWords, sheet: Sheet) -> str:
    """What turns a line into its place."""
    room = sheet.spine_room
    middle = (room.left + room.right) / 2
    if words.direction == "up":
        return f"0 1 -1 0 {middle:.3f} {room.low:.3f} cm"
    return f"0 -1 1 0 {middle:.3f} {room.top:.3f} cm"


