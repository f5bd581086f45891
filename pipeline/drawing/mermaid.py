"""A program of its own: draws one Mermaid diagram and ends. The only home of mmdr.

In: the source on standard input; on the command line the module path, bytes and seconds it may take, and a last line.
Out: JSON on standard output: the SVG, or what was said against it and how many lines can be drawn without the rest.
Not its business: who asks (`diagrams`). It stands apart because it reads what anyone wrote with a young renderer that
can die of it: it takes its limits, and the jail's walls (`jail`), before it reads.
"""

from __future__ import annotations

import json
import resource
import sys

TRIED = 400
"""Lines; in a longer diagram nobody looks for the place of a fault."""


def main() -> None:
    """Draw, and say."""
    path, memory, seconds, ours = sys.argv[1:]
    sys.path[:] = json.loads(path)
    _limit(resource.RLIMIT_AS, int(memory))
    _limit(resource.RLIMIT_CPU, int(seconds))
    _confine()
    lines = sys.stdin.buffer.read().decode().split("\n")
    svg, error = _drawn(lines, ours)
    count = min(len(lines) - 1, TRIED)
    good = next((n for n in range(count, 0, -1) if _drawn(lines[:n], ours)[0]), 0) if error else 0
    sys.stdout.buffer.write(json.dumps([svg, error, good]).encode())


def _confine() -> None:
    from mmdr import _mmdr  # noqa: F401  its library is loaded while it may be

    from pipeline.jail import Cell, confine

    confine(Cell())


def _limit(what: int, most: int) -> None:
    try:
        resource.setrlimit(what, (most, most))
    except (ValueError, OSError):
        return  # macOS has no limit of address space; the time is limited from outside too


def _drawn(lines: list[str], ours: str) -> tuple[str, str]:
    from mmdr._mmdr import render

    try:
        return render("\n".join([*lines, ours])), ""
    except BaseException as error:  # a panic of Rust is none of Python's Exceptions
        return "", str(error) or type(error).__name__


if __name__ == "__main__":
    main()
