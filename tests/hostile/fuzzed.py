"""What the fuzzer found (`tests/fuzz`), made small: inputs that nobody had thought of."""

from __future__ import annotations

from collections.abc import Iterator

from row import Row, Table


def rows() -> Iterator[Row]:
    for make in (places, words):
        yield from make().rows


def places() -> Table:
    """Findings that named a line which is not there."""
    table = Table("fuzzed-place")
    table.add({"a.md": b"# T\r\rprincipio\r\xd9\r"}, "RD003", "a.md:4:1")
    return table


def words() -> Table:
    """Words that were missed though nothing was gone: a backslash before a letter, as in a path of Windows."""
    table = Table("fuzzed-word")
    for text in ("C:\\xabier\\palabra", "palabra uno\\x0cdos", "x \\x0 palabra"):
        table.text(text)
    return table
