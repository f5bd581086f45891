"""The examples of a specification: read from its text, and compared as a browser would see them.

In: the archive that setup/prepare fetched, and HTML. Out: examples, and a tree in lines that can be compared.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import tinyhtml5

ROOT = Path(__file__).resolve().parents[2]
ARCHIVES = ROOT / ".tools/specs"
TEXTS = {"commonmark": "tests/spec/commonmark.txt", "gfm": "tests/spec/gfm.txt"}
EXAMPLE = re.compile(
    r"^`{32} example[^\n]*\n(?P<markdown>.*?)^\.\n(?P<html>.*?)^`{32}$|^#{1,6} +(?P<section>.+?)$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Example:
    """One example, numbered as in the specification."""

    spec: str
    number: int
    section: str
    markdown: str
    html: str

    def __str__(self) -> str:
        return f"{self.spec}-{self.number}-{self.section.split(' (')[0].replace(' ', '-').lower()}"


@cache
def text_of_spec(name: str) -> str:
    """The specification's text; empty where nobody fetched it."""
    for archive in sorted(ARCHIVES.glob("marko-*.tar.gz")):
        with tarfile.open(archive) as packed:
            for member in packed.getmembers():
                if member.name.endswith(TEXTS[name]) and (file := packed.extractfile(member)):
                    return file.read().decode()
    return ""


def examples(name: str) -> Iterator[Example]:
    """Every example of a specification."""
    section, number = "", 0
    for found in EXAMPLE.finditer(text_of_spec(name)):
        if found["section"]:
            section = found["section"]
            continue
        number += 1
        yield Example(name, number, section, _tabs(found["markdown"]), _tabs(found["html"]))


def _tabs(text: str) -> str:
    return text.replace("→", "\t")


# what is the same


INLINE = frozenset("a abbr b bdi bdo br cite code del em i img ins kbd q s samp small span strong sub sup u".split())
ADDRESSES = frozenset({"href", "src"})


def normal(html: str) -> list[str]:
    """The HTML as a browser understands it, a line for each tag and text.

    The same are: attributes in any order, an address with and without percent signs, `del` and `s`, `align` and our
    class for it, a box and its sign. Comments show nothing, nor does white space between blocks and at line breaks.
    """
    body = tinyhtml5.parse(html.strip(), namespace_html_elements=False).find("body")
    return list(_squeezed(_events(body)))


def _events(node: Element) -> Iterator[tuple[str, str]]:
    """Pairs of a kind (`open`, `close`, `text`, `pre`) and what stands in it."""
    kind = "pre" if node.tag in {"pre", "textarea"} else "text"
    yield from _text(node.text, kind)
    for child in node:
        yield from _element(child)
        yield from _text(child.tail, kind)


def _text(text: str | None, kind: str) -> Iterator[tuple[str, str]]:
    if text:
        yield kind, text


def _element(node: Element) -> Iterator[tuple[str, str]]:
    if not isinstance(node.tag, str):
        return  # a comment
    if node.tag == "input":
        yield "text", "☑" if "checked" in node.attrib else "☐"
        return
    if node.get("class") in {"literal", "task-open", "task-done"}:
        yield from _events(node)
        return
    if node.tag == "br":
        yield "break", "<br>"
        return
    tag = {"del": "s"}.get(node.tag, node.tag)
    yield "inline" if tag in INLINE else "open", f"<{tag}{''.join(_attributes(node))}>"
    yield from ((("pre" if tag == "pre" or kind == "pre" else kind), text) for kind, text in _pre(node))
    yield "inline" if tag in INLINE else "close", f"</{tag}>"


def _pre(node: Element) -> Iterator[tuple[str, str]]:
    inside = node.tag == "pre"
    for kind, text in _events(node):
        yield ("pre" if inside and kind == "text" else kind), text


def _attributes(node: Element) -> Iterator[str]:
    given = dict(node.attrib)
    if align := given.pop("align", ""):
        given["class"] = f"align-{align}"
    if given.get("class") == "task":
        del given["class"]
    for name, value in sorted(given.items()):
        value = re.sub(r"[ \t\n]+" if name == "class" else r"[ \t\n]", " ", value)  # XML 1.0, 3.3.3
        yield f' {name}="{unquote(value) if name in ADDRESSES else value}"'


def _squeezed(events: Iterator[tuple[str, str]]) -> Iterator[str]:
    """Text that stands together in one line, its white space as one space; none at the edges of blocks."""
    run = ""
    for kind, text in events:
        if kind in {"open", "close", "break"}:
            yield from _line(run)
            yield text
            run = ""
        elif kind == "pre":
            run += text.replace(" ", "\N{OPEN BOX}").replace("\n", "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}")
        else:
            run = re.sub(r"[ \t\n]+", " ", run + text)
    yield from _line(run)


def _line(run: str) -> Iterator[str]:
    trimmed = re.sub(r" ((?:</[a-z]+>)*)$", r"\1", run).strip(" ")
    if trimmed:
        yield trimmed
