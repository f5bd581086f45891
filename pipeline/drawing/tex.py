"""TeX formulas as text: what is wrong with one, and where; and the same in words that our reader knows.

In: a formula as its author typed it. Out: a `Fault`, or the formula to be read. Pure text: no library, no tree.
Not its business: what the commands mean (`mathematics`). Sources: KaTeX's list of supported functions (what a Hugo site
shows), and what latex2mathml 3.81 was seen to drop in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 10_000
"""Characters of one formula; longer ones are no formulas."""
DEEPEST = 40
"""Groups inside groups; the libraries recurse on each."""
MACROS = frozenset(f"\\{name}" for name in "newcommand renewcommand providecommand def gdef edef xdef let".split())
"""Commands that make commands: a macro of macros can grow to any size, and each formula is read by itself."""
ENVIRONMENTS = frozenset(
    "align align* aligned alignedat array bmatrix Bmatrix cases equation equation* gather gather* gathered matrix "
    "pmatrix smallmatrix split vmatrix Vmatrix".split()
)
TOKEN = re.compile(
    r"(?P<comment>%[^\n]*)|(?P<turn>\\(?:begin|end))\s*\{(?P<name>[^{}]*)\}"
    r"|(?P<fence>\\(?:left|right))(?![A-Za-z])|(?P<command>\\[A-Za-z]+)|(?P<escaped>\\.)|(?P<brace>[{}])",
    re.DOTALL,
)
CLOSERS = {"}": "{", "\\right": "\\left"}

ALIASES = {
    "N": r"\mathbb{N}", "Z": r"\mathbb{Z}", "Q": r"\mathbb{Q}", "R": r"\mathbb{R}", "reals": r"\mathbb{R}",
    "AA": r"\text{Å}", "copyright": r"\text{©}", "P": r"\text{¶}", "qed": r"\square", "bmod": r"\ \operatorname{mod}\ ",
    "nonumber": "", "notag": "", "Bra": r"\bra", "Ket": r"\ket",
}  # fmt: skip
"""KaTeX's macros that latex2mathml does not know."""
REWRITTEN = (
    (re.compile(r"\\(begin|end)\s*\{(?:align|aligned)\*?\}"), r"\\\1{align*}"),  # numbered anew in each formula, else
    (re.compile(r"\\begin\s*\{alignedat\}\s*\{\d+\}"), r"\\begin{align*}"),
    (re.compile(r"\\end\s*\{alignedat\}"), r"\\end{align*}"),
    (re.compile(r"\\(begin|end)\s*\{gather(?:ed)?\*?\}"), r"\\\1{matrix}"),
    (re.compile(r"\\(?:begin|end)\s*\{equation\*?\}"), ""),
    (re.compile(r"\\not\s*="), r"\\ne "),
    (re.compile(r"\\not\s*\\in(?![A-Za-z])"), r"\\notin "),
    (re.compile(r"\\sim(?![A-Za-z])"), "∼"),  # else a tilde
    (re.compile(r"\\label\s*\{[^{}]*\}"), ""),
    (re.compile(r"\\tag(\*?)\s*\{([^{}]*)\}"), lambda found: rf"\qquad\text{{{_number(found[1], found[2])}}}"),
    (re.compile(r"\\mathrm\s*\{"), r"\\mathrm {"),  # latex2mathml takes \mathrm{C} for a symbol, and sets it slanted
    (re.compile(r"\\text\s*\{([^{}]*\$[^{}]*)\}"), r"\\hbox{\1}"),  # the one box in which it sees $..$
    (re.compile(r"\\(" + "|".join(ALIASES) + r")(?![A-Za-z])"), lambda found: ALIASES[found[1]] + " "),
)
"""Spellings that latex2mathml misreads, and what it reads."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a formula cannot be read."""

    message: str
    offset: int | None = None
    """Where in the formula, in characters; None when nobody knows."""
    hint: str = ""


def fault_in(tex: str) -> Fault | None:
    """The first thing that is wrong with a formula's form, if any: its groups, its environments, its length."""
    if not tex.strip():
        return Fault("an empty formula", 0, "write the formula, or take it out")
    if len(tex) > LONGEST:
        return Fault(f"a formula of {len(tex)} characters", 0, f"at most {LONGEST} can be read; part it")
    return _fault_in_groups(tex)


def _fault_in_groups(tex: str) -> Fault | None:
    opened: list[tuple[str, int]] = []
    for token in TOKEN.finditer(tex):
        kind, place = token.lastgroup, token.start()
        if token["command"] in MACROS:
            return Fault(f"{token['command']} cannot be in a formula", place, "write out what the macro stands for")
        fault = None
        if token["turn"]:
            fault = _turned(token["turn"], token["name"].strip(), place, opened)
        elif kind in {"brace", "fence"}:
            fault = _turned(token[0], "", place, opened)
        if fault is not None:
            return fault
        if len(opened) > DEEPEST:
            return Fault("groups nested too deep to be read", place, f"at most {DEEPEST} can stand in one another")
    if opened:
        what, place = opened[-1]
        return Fault(f"{what} is never closed", place, f"close it with {_closer(what)}")
    return None


def _turned(mark: str, name: str, place: int, opened: list[tuple[str, int]]) -> Fault | None:
    """One mark that opens or closes a group, and what `opened` becomes by it."""
    if mark == "\\begin" and name not in ENVIRONMENTS:
        return Fault(f"no environment is called '{name}'", place, f"known ones are: {', '.join(sorted(ENVIRONMENTS))}")
    if mark in {"{", "\\left", "\\begin"}:
        opened.append((f"\\begin{{{name}}}" if name else mark, place))
        return None
    wanted = f"\\begin{{{name}}}" if name else CLOSERS.get(mark, mark)
    if opened and opened[-1][0] == wanted:
        opened.pop()
        return None
    shown = f"\\end{{{name}}}" if name else mark
    if not opened:
        return Fault(f"{shown} closes nothing", place, f"open it with {wanted}, or take it out")
    return Fault(f"{shown} stands where {_closer(opened[-1][0])} is wanted", place, f"close {opened[-1][0]} first")


def _closer(opener: str) -> str:
    return opener.replace("\\begin", "\\end") if opener.startswith("\\begin") else {"{": "}"}.get(opener, "\\right")


def readable(tex: str) -> str:
    """The formula in the words that latex2mathml knows."""
    for pattern, instead in REWRITTEN:
        tex = pattern.sub(instead, tex)
    return tex.strip()


def _number(starred: str, number: str) -> str:
    return number if starred else f"({number})"


def place_of(command: str, tex: str) -> int | None:
    """Where a command first stands in the formula."""
    found = re.search(re.escape(command) + r"(?![A-Za-z])", tex)
    return found.start() if found else None
