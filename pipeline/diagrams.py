"""Diagrams: Mermaid's text becomes a drawing, without a browser and without the network. The only home of mmdr.

In: a diagram's source. Out: an SVG document's text, or the `Fault` that keeps it from being drawn.
mmdr is a young program in another language that reads what anyone wrote: it works in a process of its own, with a limit
on its time and its memory, so that its worst day costs one picture. Not its business: what a book keeps of the SVG.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import lru_cache
from importlib.util import find_spec

from .tex import Fault

LONGEST = 64 * 1024
"""Bytes of one diagram's source."""
SECONDS = 20
MEMORY = 2 * 1024**3
"""Bytes of address space; `a & b & ..` with a few thousand names asks for all there is."""
WORKER = """
import json, resource, sys
sys.path[:] = json.loads(sys.argv[1])
for limit, most in ((resource.RLIMIT_AS, int(sys.argv[2])), (resource.RLIMIT_CPU, int(sys.argv[3]))):
    try:
        resource.setrlimit(limit, (most, most))
    except (ValueError, OSError):
        pass
from mmdr._mmdr import render
try:
    made = [render(sys.stdin.buffer.read().decode()), ""]
except BaseException as error:
    made = ["", str(error)]
sys.stdout.buffer.write(json.dumps(made).encode())
"""
THEME = {
    "look": "classic", "theme": "neutral", "htmlLabels": False, "fontFamily": "Galerada Sans, sans-serif",
    "flowchart": {"htmlLabels": False}, "deterministicIds": True, "securityLevel": "strict",
}  # fmt: skip
"""Greys that print; labels as SVG text, for `foreignObject` is drawn by browsers only."""
FRONT_MATTER = re.compile(r"\s*---[ \t]*\n.*?\n---[ \t]*\n", re.DOTALL)


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
        done = _worked(_themed(source))
    except subprocess.TimeoutExpired:
        return Fault(f"this diagram was not drawn in {SECONDS} seconds", None, "part it into several")
    if done.returncode:
        return Fault("this diagram is too much for its renderer", None, "part it into several")
    svg, error = json.loads(done.stdout)
    return svg or _said(error, source)


def _worked(source: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-I", "-c", WORKER, json.dumps(sys.path), str(MEMORY), str(SECONDS)]
    surroundings = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "RUST_BACKTRACE": "0"}
    return subprocess.run(
        command, input=source.encode(), capture_output=True, timeout=SECONDS, env=surroundings, check=False
    )


def _themed(source: str) -> str:
    """The source with our directive behind its front matter and before its own, which may say more."""
    head = FRONT_MATTER.match(source)
    place = head.end() if head else 0
    return f"{source[:place]}%%{{init: {json.dumps(THEME)}}}%%\n{source[place:]}"


def _said(error: str, source: str) -> Fault:
    """A parser's message: what it says, without the name of the grammar; the place where it tells one."""
    message = re.sub(r"^Diagram parse error \(([\w-]+)\): ", r"\1: ", " ".join(error.split()))[:300]
    line = re.search(r"\bline (\d+)", message)
    offset = None
    if line is not None:
        # our directive is a line more; Mermaid counts from 1
        lines = source.split("\n")
        offset = sum(len(text) + 1 for text in lines[: max(0, min(int(line[1]) - 2, len(lines) - 1))])
    return Fault(f"this diagram cannot be drawn: {message}", offset, "try it at mermaid.live")
