"""Addresses that stand bare in the text become links, as GitHub reads them (GFM 0.29, 6.9).

In: markdown-it's state at a character where an address may begin. Out: the tokens of a link.
Not its business: `<https://...>`, which is Markdown's own, and which addresses a book may hold (the stage `links`).
A rule of our own: that of mdit-py-plugins knows no ftp, cuts `a_b@c.org` in two, and at each colon reads the rest of
its paragraph again.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_MARKS = "\U00100000-\U0010fffd"
"""A shortcode may stand in an address."""
_BEGINS = r"(?<![^\s*_~(])"
"""GFM: at the beginning of a line, after white space, and after these."""
# RFC 5321, 4.5.3.1, bounds names and hosts; without a bound, a text of `_` and letters is read again at each `_`.
_LOCAL = r"[A-Za-z0-9.+_-]{1,254}+@"
_HOST = r"[A-Za-z0-9_-]{1,63}+(?:\.[A-Za-z0-9][A-Za-z0-9_-]{0,62}+){1,30}+(?<![_-])(?![@_-])"
_URL = re.compile(rf"{_BEGINS}(?:(?P<www>www\.)|(?:https?|ftp)://)(?P<host>[\w.{_MARKS}-]{{1,255}}+)[^\s<]*+")
_MAIL = re.compile(rf"{_BEGINS}(?P<scheme>(?P<xmpp>xmpp:)|mailto:)?{_LOCAL}{_HOST}(?(xmpp)(?:/[A-Za-z0-9@.]+\b)?)")
# The characters at which a rule of this dialect may begin, and the beginnings of addresses.
_STOP = re.compile(
    rf"[\n!&*<\[\]\\_`{{~]|{_BEGINS}(?:www\.|(?:https?|ftp)://|(?:mailto:|xmpp:)?{_LOCAL})",
)


def autolinks_plugin(md: MarkdownIt) -> None:
    """Addresses without angle brackets become links."""
    md.inline.terminator_re = _STOP
    md.inline.ruler.push("autolinks", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    if silent or state.linkLevel > 0:  # a link's label is first looked over in silence, and holds no link
        return False
    text, href = _url(state) or _mail(state) or ("", "")
    if text:
        state.push("link_open", "a", 1).attrs = {"href": href}
        state.push("text", "", 0).content = text
        state.push("link_close", "a", -1)
        state.pos += len(text)
    return bool(text)


def _url(state: StateInline) -> tuple[str, str] | None:
    found = _URL.match(state.src, state.pos, state.posMax)
    labels = found["host"].strip(".").split(".") if found else []
    if not found or "" in labels or "_" in "".join(labels[-2:]) or (found["www"] and len(labels) < 2):
        return None
    text = _trimmed(found[0])
    return text, "http://" + text if found["www"] else text


def _mail(state: StateInline) -> tuple[str, str] | None:
    found = _MAIL.match(state.src, state.pos, state.posMax)
    return (found[0], found[0] if found["scheme"] else "mailto:" + found[0]) if found else None


def _trimmed(url: str) -> str:
    """GFM: signs at its end are the sentence's; so are a bracket that nothing opened, and an entity."""
    end, surplus = len(url), url.count(")") - url.count("(")
    while True:
        sign = url[end - 1]
        if sign == ")" and surplus > 0:
            surplus -= 1
        elif sign not in "?!.,:;*_~'\"[]":
            return url[:end]
        end = _before_entity(url, end) if sign == ";" else end - 1


def _before_entity(url: str, end: int) -> int:
    start = url.rfind("&", max(0, end - 40), end)
    return start if start >= 0 and url[start + 1 : end - 1].isalnum() else end - 1
