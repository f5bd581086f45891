"""How far glyphs hang beyond the edges of the text, so that the edges look straight.

In: the letter at a line's end, the hyphen among them. Out: a share of its own width. What is light at an edge hangs
out: the whole of it would leave a hole, none of it a dent. Letters hardly hang, and capitals with slanting sides a
little. Values set by eye in EB Garamond at 11 pt.
"""

from __future__ import annotations

from collections.abc import Mapping

RIGHT: Mapping[str, float] = {
    **dict.fromkeys("-\u2010\u2011\u00ad", 0.62),
    **dict.fromkeys(".,", 0.62),
    **dict.fromkeys(";:", 0.42),
    **dict.fromkeys("!?", 0.18),
    **dict.fromkeys("…", 0.16),
    **dict.fromkeys("’”“‘\"'", 0.5),
    **dict.fromkeys("»›", 0.32),
    **dict.fromkeys(")]}", 0.16),
    **dict.fromkeys("—", 0.16),
    **dict.fromkeys("–", 0.28),
    **dict.fromkeys("rkxvwyVWYTAXKFP", 0.05),
    **dict.fromkeys("eoctnLR", 0.02),
}
LEFT: Mapping[str, float] = {
    **dict.fromkeys("‘“”’\"'", 0.5),
    **dict.fromkeys("«‹", 0.32),
    **dict.fromkeys("([{", 0.12),
    **dict.fromkeys("¿¡", 0.14),
    **dict.fromkeys("—–", 0.1),
    **dict.fromkeys("vwyxAVWYTX", 0.05),
    **dict.fromkeys("oecdqOCQG", 0.02),
}


def right(character: str) -> float:
    """The share that hangs beyond the right edge."""
    return RIGHT.get(character, 0.0)


def left(character: str) -> float:
    """The share that hangs beyond the left edge."""
    return LEFT.get(character, 0.0)
