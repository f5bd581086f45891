"""Code: fences, and the shortcode highlight. Both become `div.code`: a file's name, if there is one, and `pre > code`.

In: a fence as the reader leaves it (`pre` with `data-info="{linenos=true hl_lines=[1]}"`), or the shortcode. Out: the
same characters, with their kinds (`highlighting`), and lines as spans where some are numbered or marked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..drawing.highlighting import highlighted, in_lines
from ..nodes import Body, Element, Node, Pos, Shortcode, Text, element, text_of
from .scene import Handler, Scene

PAIR = re.compile(
    r"""([A-Za-z_][\w-]*)                              # a name
        (?:\s*=\s*("(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' | `[^`]*` | \[[^\]]*\]
                 | [^\s,"'`\[\]{}]+ (?:\s+\d+(?:-\d+)?(?=[\s,}]|$))*   # hl_lines=1 3-4
        ))?""",
    re.VERBOSE,
)
LINES = re.compile(r"(\d{1,6})(?:\s*-\s*(\d{1,6}))?")
SHOWN = re.compile(r"\{\{([<%])/\*(.*?)\*/([>%])\}\}", re.DOTALL)
"""An escaped shortcode in the text of another."""
NO = frozenset({"false", "0", "no"})
WIDEST_TAB = 16


@dataclass(frozen=True, slots=True)
class Setting:
    """How a block of code is to be shown."""

    language: str = ""
    filename: str = ""
    href: str = ""
    """Where the file's name leads."""
    numbered: bool = False
    first: int = 1
    """The first line's number."""
    marked: tuple[range, ...] = ()
    """Lines that stand out, counted from 1 whatever `first` is (Hugo: hl_lines)."""
    tab: int = 0
    """The width of a tab; 0: the style sheet's."""
    inline: bool = False

    @property
    def needs_lines(self) -> bool:
        """Whether each line has to be an element."""
        return self.numbered or bool(self.marked)


def setting_of(language: str, options: str) -> Setting:
    """What is asked for in a fence's braces or in highlight's options; what means nothing in a book is passed over."""
    asked = {name.lower().replace("_", "").replace("-", ""): _bare(value) for name, value in PAIR.findall(options)}
    return Setting(
        language=language.strip(),
        filename=asked.get("filename", ""),
        href=asked.get("href", ""),
        numbered=asked.get("linenos", "no").lower() not in NO,
        first=_number(asked.get("linenostart", ""), 1),
        marked=tuple(range(int(a), int(b or a) + 1) for a, b in LINES.findall(asked.get("hllines", ""))),
        tab=min(_number(asked.get("tabwidth", ""), 0), WIDEST_TAB),
        inline=asked.get("hlinline", "no").lower() not in NO,
    )


def _bare(value: str) -> str:
    """A value without its quotes; a name without a value has an empty one, which says yes."""
    if value[:1] in {'"', "'"}:
        return re.sub(r"\\(.)", r"\1", value[1:-1])
    return value.strip("`")


def _number(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else otherwise


def fence(pre: Element) -> Node | Body:
    """A fence, or any `pre` that holds code and nothing else."""
    code = pre.children[0] if len(pre.children) == 1 else None
    if not isinstance(code, Element) or code.tag != "code" or not all(isinstance(c, Text) for c in code.children):
        return pre
    language = next((name.removeprefix("language-") for name in code.classes if name.startswith("language-")), "")
    inside = code.children[0].pos if code.children else code.pos
    return shown(text_of(code), setting_of(language, pre.get("data-info")), pre.pos, inside)


def _highlight(node: Shortcode, _: Scene) -> Node | Body:
    """Hugo: line breaks at the ends of the inner text go; escaped shortcodes in it are shown."""
    raw = re.sub(r"\n[ \t]+$", "\n", node.inner or "")
    text = SHOWN.sub(r"{{\1\2\3}}", raw.strip("\r\n"))
    begun = raw[: len(raw) - len(raw.lstrip("\r\n"))].count("\n")
    pos = Pos(node.inner_pos.path, node.inner_pos.line + begun, 1 if begun else node.inner_pos.column)
    setting = setting_of(node.get("lang") or node.at(0), node.get("options") or node.at(1))
    if setting.inline:
        code = _code(highlighted(text, setting.language, pos), setting, node.pos)
        return element("p", code, pos=node.pos) if node.block else code
    return shown(text, setting, node.pos, pos)


def shown(text: str, setting: Setting, pos: Pos, inside: Pos) -> Node:
    """A block of code."""
    body = highlighted(text, setting.language, inside)
    lines = _lines(body, setting) if setting.needs_lines else body
    pre = element("pre", _code(lines, setting, pos), pos=pos)
    pre = pre.set(style=f"tab-size: {setting.tab}" if setting.tab else None)
    return element("div", *_file(setting, pos), pre, pos=pos, class_="code")


def _file(setting: Setting, pos: Pos) -> Body:
    name = setting.filename or setting.href
    label: Node = element("a", name, pos=pos, href=setting.href) if setting.href else Text(name, pos)
    return (element("p", label, pos=pos, class_="code-file"),) if name else ()


def _code(body: Body, setting: Setting, pos: Pos) -> Element:
    return element("code", *body, pos=pos).set(class_=f"language-{setting.language}" if setting.language else None)


def _lines(body: Body, setting: Setting) -> Body:
    made = []
    for count, line in enumerate(in_lines(body), 1):
        is_marked = any(count in lines for lines in setting.marked)
        number = str(setting.first + count - 1) if setting.numbered else None
        kind = "code-line marked" if is_marked else "code-line"
        made.append(element("span", *line, class_=kind).set(data_line=number))
    return tuple(made)


HANDLERS: Mapping[str, Handler] = {"highlight": _highlight}
