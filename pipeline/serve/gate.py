"""Who may ask for what: every request is judged here before anything is done for it.

In: a request's method, target and headers, as they came. Out: why it is refused, or nothing. A web page of another site
can make a browser send requests to this machine; it cannot forge Host, Origin and Sec-Fetch-Site (Fetch, 2.2.2, 3.2).
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass

METHODS = ("GET", "HEAD", "POST")
LOOPBACK = ("127.0.0.1", "localhost")
FORM = "application/x-www-form-urlencoded"
LONGEST_FORM = 8192
"""Bytes of what a request may bring."""
AT_HOME = frozenset({"same-origin", "none", ""})
"""Where a request may come from, as browsers say it: our own page, the user's hand, a program that is no browser."""

Headers = Callable[[str], list[str]]
"""All values of a header, by its name."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is done."""

    status: int
    words: str


def refusal(method: str, target: str, headers: Headers, port: int) -> Refusal | None:
    """Why a request is refused; None when it may be looked at."""
    hosts = {f"{name}:{port}" for name in LOOPBACK} | (set(LOOPBACK) if port == 80 else set())
    if method not in METHODS:
        return Refusal(405, "only GET, HEAD and POST are answered")
    if headers("host") == [] or len(headers("host")) > 1 or headers("host")[0].lower() not in hosts:
        return Refusal(403, "this server answers to 127.0.0.1 and localhost alone")
    origins = [origin.lower() for origin in headers("origin")]
    if any(origin not in {f"http://{host}" for host in hosts} for origin in origins):
        return Refusal(403, "another site asks, and is refused")
    if not _from_home(method, headers):
        return Refusal(403, "another site asks, and is refused")
    if not target.startswith("/") or target.startswith("//"):
        return Refusal(400, "that is no address of this server")
    return _refused_form(headers, origins) if method == "POST" else None


def _from_home(method: str, headers: Headers) -> bool:
    """Another site may lead to us by a link that somebody follows, and by nothing else."""
    sites = headers("sec-fetch-site") or [""]
    is_page = headers("sec-fetch-mode") == ["navigate"] and headers("sec-fetch-dest") == ["document"]
    return set(sites) <= AT_HOME or (method == "GET" and is_page)


def _refused_form(headers: Headers, origins: list[str]) -> Refusal | None:
    if not origins:
        return Refusal(403, "a request that asks for something to be done says where it comes from")
    if headers("transfer-encoding") or len(headers("content-length")) != 1:
        return Refusal(411, "say once how long the request is")
    length = headers("content-length")[0]
    if not (length.isascii() and length.isdigit()) or int(length[:9]) > LONGEST_FORM or len(length) > 9:
        return Refusal(413, "the request is too long")
    kinds = [kind.partition(";")[0].strip().lower() for kind in headers("content-type")]
    return None if kinds == [FORM] else Refusal(415, f"a request is sent as {FORM}")


def is_token(given: str, token: str) -> bool:
    """Whether a request shows the token; as long for a wrong one as for the right one."""
    return bool(token) and hmac.compare_digest(given.encode(), token.encode())
