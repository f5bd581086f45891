"""Diagrams: Mermaid's text becomes a drawing, without a browser and without the network.

In: a diagram's source. Out: an SVG document's text, or the `Fault` that keeps it from being drawn.
The renderer works in a process of its own (`mermaid`), with a limit on its time and its memory, so that its worst day
costs one picture. Not its business: what a book keeps of the SVG (`drawing`).
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from .tex import Fault

LONGEST = 64 * 1024
"""Bytes of one diagram's source."""
SECONDS = 6
MEMORY = 2 * 1024**3
"""Bytes of address space; `a & b & ..` with a few thousand names asks for all there is."""
WORKER = Path(__file__).with_name("mermaid.py")
THEME = {
    "look": "classic", "theme": "neutral", "htmlLabels": True, "fontFamily": "sans-serif",
    "flowchart": {"htmlLabels": True}, "securityLevel": "strict",
    "themeVariables": {"noteBkgColor": "#f4f4f4", "noteTextColor": "#000000", "noteBorderColor": "#999999",
                       "critBkgColor": "#777777", "critBorderColor": "#000000", "pie1": "#e8e8e8"},
}  # fmt: skip
"""Greys that print; said last, for the last word wins. mmdr 0.4 writes labels as SVG text either way, and puts them in
their place with `htmlLabels` only."""


@lru_cache(maxsize=256)
def drawn(source: str) -> str | Fault:
    """The diagram as SVG, the same in every run."""
    if not source.strip():
        return Fault("an empty diagram", 0, "write it, or take it out")
    if len(source.encode()) > LONGEST:
        return Fault(f"a diagram of {len(source.encode())} bytes", 0, f"at most {LONGEST} can be drawn; part it")
    if find_spec("mmdr") is None:
        return Fault("diagrams need the package mmdr", None, "pip install mmdr")
    try:
        done = _worked(source)
    except subprocess.TimeoutExpired:
        return Fault(f"this diagram was not drawn in {SECONDS} seconds", None, "part it into several")
    if done.returncode:
        return Fault("this diagram is too much for its renderer", None, "part it into several")
    svg, error, read = json.loads(done.stdout)
    return str(svg) or _said(error, read, source)


def _worked(source: str) -> subprocess.CompletedProcess[bytes]:
    ours = f"%%{{init: {json.dumps(THEME)}}}%%"
    command = [sys.executable, "-I", str(WORKER), json.dumps(sys.path), str(MEMORY), str(SECONDS), ours]
    surroundings = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "RUST_BACKTRACE": "0"}
    return subprocess.run(
        command, input=source.encode(), capture_output=True, timeout=SECONDS, env=surroundings, check=False
    )


def _said(error: str, read: int, source: str) -> Fault:
    """A parser's message; its place is the first line with words after those that can be drawn without the rest."""
    message = re.sub(r"^Diagram parse error \(([\w-]+)\): ", r"\1: ", " ".join(error.split()))[:300]
    lines = source.split("\n")
    number = next((n for n in range(read, len(lines)) if lines[n].strip()), None)
    offset = None if number is None else sum(len(line) + 1 for line in lines[:number]) + _indent(lines[number])
    return Fault(f"this diagram cannot be drawn: {message}", offset, "try it at mermaid.live")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
