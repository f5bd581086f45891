"""A strict reader of a DOCX: what a word processor would stumble over, as a list of faults.

In: the bytes of a DOCX. Out: sentences. ECMA-376, part 2, 9 (relationships, content types); part 1, 17.3 (the order of
properties), 17.9, 17.11, 17.13 (what refers to what). It judges what Galerada writes, not every DOCX there is.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
ORDER: Mapping[str, tuple[str, ...]] = {
    "pPr": ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "numPr", "suppressLineNumbers", "pBdr", "shd",
            "tabs", "suppressAutoHyphens", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr", "sectPr"),
    "rPr": ("rStyle", "rFonts", "b", "i", "caps", "smallCaps", "strike", "noProof", "color", "sz", "highlight", "u",
            "vertAlign", "lang"),
    "style": ("name", "basedOn", "next", "link", "qFormat", "pPr", "rPr", "tblPr"),
    "tc": ("tcPr", "tbl", "p"), "tr": ("trPr", "tc"), "tbl": ("tblPr", "tblGrid", "tr"),
}  # fmt: skip
RUNS = frozenset(
    f"{W}{name}"
    for name in "r ins del hyperlink bookmarkStart bookmarkEnd commentRangeStart commentRangeEnd pPr".split()
)


def faults(data: bytes) -> list[str]:
    """Everything that is wrong with a DOCX."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        files = {name: archive.read(name) for name in names}
    found = [f"{name} stands twice" for name, count in Counter(names).items() if count > 1]
    found += [] if names[:1] == ["[Content_Types].xml"] else ["the content types do not stand first"]
    trees = {name: ET.fromstring(data) for name, data in files.items() if name.endswith((".xml", ".rels"))}
    found += [*_types(trees, files), *_relations(trees, files)]
    parts = {n: trees[f"word/{n}.xml"] for n in ("document", "footnotes", "comments", "styles", "numbering")}
    return [*found, *_unique(parts), *_references(parts), *_related(trees), *_shapes(parts)]


def _types(trees: Mapping[str, ET.Element], files: Mapping[str, bytes]) -> Iterator[str]:
    types = trees["[Content_Types].xml"]
    endings = {one.get("Extension") for one in types.iter(f"{TYPES}Default")}
    named = {one.get("PartName") for one in types.iter(f"{TYPES}Override")}
    for name in files:
        if name != "[Content_Types].xml" and f"/{name}" not in named and name.rpartition(".")[2] not in endings:
            yield f"{name} has no content type"
    yield from (f"{name} has a content type and is not there" for name in named if (name or "/")[1:] not in files)


def _relations(trees: Mapping[str, ET.Element], files: Mapping[str, bytes]) -> Iterator[str]:
    for path, tree in trees.items():
        if not path.endswith(".rels"):
            continue
        base = posixpath.dirname(posixpath.dirname(path))
        idents = [one.get("Id") for one in tree]
        yield from (f"{path}: {ident} stands twice" for ident, count in Counter(idents).items() if count > 1)
        for one in tree:
            target = posixpath.normpath(posixpath.join(base, one.get("Target", "")))
            if one.get("TargetMode") != "External" and target not in files:
                yield f"{path}: {target} is not there"


def _related(trees: Mapping[str, ET.Element]) -> Iterator[str]:
    """What names a relationship has one."""
    for name in ("document", "footnotes"):
        rels = trees.get(f"word/_rels/{name}.xml.rels")
        known = {one.get("Id") for one in rels} if rels is not None else set()
        for element in trees[f"word/{name}.xml"].iter():
            for key in (f"{R}id", f"{R}embed"):
                if element.get(key) and element.get(key) not in known:
                    yield f"{name}: no relationship {element.get(key)}"


def _unique(parts: Mapping[str, ET.Element]) -> Iterator[str]:
    for tags in (("bookmarkStart",), ("ins", "del")):
        idents = [e.get(f"{W}id") for n in ("document", "footnotes") for t in tags for e in parts[n].iter(f"{W}{t}")]
        yield from (f"{tags[0]} {ident} stands twice" for ident, count in Counter(idents).items() if count > 1)
    names = [e.get(f"{W}name") for n in ("document", "footnotes") for e in parts[n].iter(f"{W}bookmarkStart")]
    yield from (f"bookmark {name} stands twice" for name, count in Counter(names).items() if count > 1)
    yield from (f"bookmark {name} is too long" for name in names if len(name or "") > 40)
    drawn = [e.get("id") for e in parts["document"].iter(f"{WP}docPr")]
    yield from (f"picture {ident} stands twice" for ident, count in Counter(drawn).items() if count > 1)
    for tag, name in (("comment", "comments"), ("footnote", "footnotes"), ("style", "styles"), ("num", "numbering")):
        key = {"style": "styleId", "num": "numId"}.get(tag, "id")
        idents = [e.get(f"{W}{key}") for e in parts[name].iter(f"{W}{tag}")]
        yield from (f"{tag} {ident} stands twice" for ident, count in Counter(idents).items() if count > 1)


def _references(parts: Mapping[str, ET.Element]) -> Iterator[str]:
    """What is referred to is there, and what is there is referred to."""
    texts = [parts["document"], parts["footnotes"]]

    def values(tag: str, key: str) -> list[str]:
        return [e.get(f"{W}{key}", "") for text in texts for e in text.iter(f"{W}{tag}")]

    styles = {e.get(f"{W}styleId") for e in parts["styles"].iter(f"{W}style")}
    for tag in ("pStyle", "rStyle", "tblStyle"):
        yield from (f"no style {name}" for name in set(values(tag, "val")) - styles)
    numbers = {e.get(f"{W}numId") for e in parts["numbering"].iter(f"{W}num")}
    yield from (f"no list {name}" for name in set(values("numId", "val")) - numbers)
    notes = {e.get(f"{W}id") for e in parts["footnotes"].iter(f"{W}footnote") if not e.get(f"{W}type")}
    calls = Counter(values("footnoteReference", "id"))
    yield from (f"note {name}: called {n} times" for name, n in calls.items() if n > 1 or name not in notes)
    yield from (f"note {name} is never called" for name in notes - set(values("footnoteReference", "id")))
    comments = {e.get(f"{W}id", "") for e in parts["comments"].iter(f"{W}comment")}
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        if sorted(values(tag, "id")) != sorted(comments):
            yield f"{tag}: not one for each comment"
    if sorted(values("bookmarkStart", "id")) != sorted(values("bookmarkEnd", "id")):
        yield "a bookmark that does not end"
    anchors = set(values("bookmarkStart", "name"))
    yield from (f"no bookmark {name}" for name in set(values("hyperlink", "anchor")) - anchors - {""})


def _shapes(parts: Mapping[str, ET.Element]) -> Iterator[str]:
    """Children in the order of the schema; nothing in a place where it may not stand."""
    for name, tree in parts.items():
        for element in tree.iter():
            tag = element.tag.removeprefix(W)
            order = ORDER.get(tag)
            children = [child.tag.removeprefix(W) for child in element]
            if order and any(child not in order for child in children):
                yield f"{name}: {tag} holds {children}"
            elif order and tag not in ("tc",) and children != sorted(children, key=order.index):
                yield f"{name}: {tag} has its children in another order: {children}"
            if tag == "tc" and children[-1:] != ["p"]:
                yield f"{name}: a cell does not end with a paragraph"
            if tag == "p" and {child.tag for child in element} - RUNS:
                yield f"{name}: a paragraph holds {children}"
            if tag == "del" and any(e.tag == f"{W}t" for e in element.iter()):
                yield f"{name}: deleted words are no w:delText"
