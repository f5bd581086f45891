"""A formula in one line of Unicode: `E = mc²`, `√(x + 1)/2`.

In: presentation MathML in our tree. Out: text, for places that hold no markup: bookmarks, contents, file titles.
Not its business: TeX, and being read back; what has no plain form is told as well as a line can.
"""

from __future__ import annotations

from ..nodes import Element, Node, Text, text_of

RELATIONS = frozenset("=<>≤≥≠≈≡∼≃≅∝→←↔⇒⇐⇔↦∈∉⊂⊆⊃⊇∣∧∨⟶⟹⟺≪≫:")
BINARY = frozenset("+-−±∓×÷∪∩⊕⊗∖")
SUPERIOR = str.maketrans("0123456789+-−=()niTabcdexyzk′", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵀᵃᵇᶜᵈᵉˣʸᶻᵏ′")
INFERIOR = str.maketrans("0123456789+-−=()aeijkmnoprstx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑᵢⱼₖₘₙₒₚᵣₛₜₓ")
BUILT = frozenset("mfrac msup msub msubsup munder mover munderover mroot mtable mtr".split())
"""What is made of parts that stand apart; in the rest they run on."""
OVER = {"→": "\u20d7", "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "¯": "\u0304", "‾": "\u0304", "˙": "\u0307"}
"""Accents, and the marks that join with the letter before."""


def linear(math: Element) -> str:
    """The formula in a line; white space is single."""
    return " ".join(_line(math).split())


def _line(node: Node) -> str:
    if isinstance(node, Text):
        return node.text
    if not isinstance(node, Element):
        return ""
    parts = [_line(child).strip() if node.tag in BUILT else _line(child) for child in node.children]
    match node.tag, parts:
        case "mo", _:
            return _operator(text_of(node))
        case "mfrac", [above, below]:
            between = ", " if node.get("linethickness") == "0" else "/"
            return f"{_grouped(above)}{between}{_grouped(below)}"
        case "msup", [base, above]:
            return base + _script(above, SUPERIOR, "^")
        case "msub" | "munder", [base, below]:
            return base + _script(below, INFERIOR, "_")
        case "mover", [base, above]:
            return base + (OVER[above] if above in OVER and len(base) == 1 else _over(above))
        case "msubsup" | "munderover", [base, below, above]:
            return base + _script(below, INFERIOR, "_") + _script(above, SUPERIOR, "^")
    return _other(node.tag, parts)


def _other(tag: str, parts: list[str]) -> str:
    match tag, parts:
        case "msqrt", _:
            return f"√{_grouped(''.join(parts))}"
        case "mroot", [base, degree]:
            return f"{degree.translate(SUPERIOR)}√{_grouped(base)}"
        case "mtable", _:
            return "; ".join(filter(None, parts))
        case "mtr", _:
            return " ".join(filter(None, parts))
        case "mspace", _:
            return " "
        case "mphantom", _:
            return ""
    return "".join(parts)


def _operator(sign: str) -> str:
    if sign in RELATIONS or sign in BINARY:
        return f" {sign} "
    return f"{sign} " if sign in {",", ";"} else sign


def _script(text: str, letters: dict[int, int], mark: str) -> str:
    """An index in small figures where Unicode has them all."""
    bare = text.replace(" ", "")
    if not bare or bare == "′":
        return bare
    if all(ord(character) in letters for character in bare):
        return bare.translate(letters)
    return f"{mark}{text}" if bare.isdigit() or len(bare) == 1 else f"{mark}({text})"


def _over(text: str) -> str:
    return "" if text in OVER or not text.isalnum() else _script(text, SUPERIOR, "^")


def _grouped(text: str) -> str:
    """In parentheses, unless it is one thing."""
    return text if len(text) == 1 or text.isalnum() or (text[:1] == "(" and text[-1:] == ")") else f"({text})"
