"""A DOCX as an editor leaves it: words of an exported book deleted, inserted, replaced, commented, by a seed.

In: the bytes of a DOCX that `galerada export` made. Out: the same with changes, and for each of them what it is about.
"""

from __future__ import annotations

import copy
import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
KINDS = ("delete", "insert", "replace", "comment", "silent", "point")
DATE = "2026-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Worked:
    """One change."""

    ident: str
    """Its author, and part of what comes or is said."""
    kind: str
    words: str
    """What was deleted, replaced or commented."""
    before: str
    """Of the paragraph."""
    after: str


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def packed(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return out.getvalue()


def changed(data: bytes, part: str, change: Callable[[ET.Element], None]) -> bytes:
    """The DOCX with one part changed."""
    files = parts(data)
    for prefix, uri in re.findall(rb'xmlns:(\w+)="([^"]+)"', files[part]):
        ET.register_namespace(prefix.decode(), uri.decode())
    root = ET.fromstring(files[part])
    change(root)
    files[part] = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return packed(files)


def text_of(paragraph: ET.Element) -> str:
    return "".join(t.text or "" for t in paragraph.iter(f"{W}t"))


def run_like(run: ET.Element, text: str, tag: str = "t") -> ET.Element:
    """A run of the same form with other words."""
    made = ET.Element(f"{W}r")
    form = run.find(f"{W}rPr")
    if form is not None:
        made.append(copy.deepcopy(form))
    words = ET.SubElement(made, f"{W}{tag}", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    words.text = text
    return made


def tracked(kind: str, run: ET.Element, text: str, who: str, number: int) -> ET.Element:
    made = ET.Element(f"{W}{kind}", {f"{W}id": str(number), f"{W}author": who, f"{W}date": DATE})
    made.append(run_like(run, text, "delText" if kind == "del" else "t"))
    return made


def worked(data: bytes, seed: int, count: int) -> tuple[bytes, list[Worked]]:
    """The DOCX after an editor's day."""
    chance, made = random.Random(seed), list[Worked]()
    files = parts(data)

    def work(root: ET.Element) -> None:
        places = list(_places(root))
        chance.shuffle(places)
        for number, (paragraph, runs) in enumerate(places[:count]):
            made.append(_work(paragraph, chance.choice(runs), f"Ed{number:03}", chance, 9000 + 10 * number))

    data = changed(data, "word/document.xml", work)

    def say(root: ET.Element) -> None:
        for number, one in enumerate(made):
            if one.kind in ("comment", "point"):
                said = ET.SubElement(root, f"{W}comment", {f"{W}id": str(9000 + 10 * number), f"{W}author": one.ident})
                said.append(ET.Element(f"{W}p"))
                said[0].append(run_like(ET.Element("x"), f"about {one.ident}"))

    assert "word/comments.xml" in files
    return changed(data, "word/comments.xml", say), made


def _places(root: ET.Element) -> Iterator[tuple[ET.Element, list[ET.Element]]]:
    """Paragraphs, and their runs that have words enough."""
    for paragraph in root.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val") in ("Code", "SceneBreak", "Title"):
            continue
        runs = [run for run in paragraph.findall(f"{W}r") if len((run.findtext(f"{W}t") or "").split()) > 2]
        if runs:
            yield paragraph, runs


def _work(paragraph: ET.Element, run: ET.Element, who: str, chance: random.Random, number: int) -> Worked:
    text = run.findtext(f"{W}t") or ""
    words = [found.span() for found in re.finditer(r"\w+", text)]
    first = chance.randrange(len(words))
    last = min(first + chance.choice((0, 0, 1, 2)), len(words) - 1)
    start, end = words[first][0], words[last][1]
    kind = chance.choice(KINDS)
    before, after = _around(paragraph, run)
    place = list(paragraph).index(run)
    paragraph.remove(run)
    pieces = [run_like(run, text[:start]), *_pieces(kind, run, text[start:end], who, number), run_like(run, text[end:])]
    for piece in reversed(pieces):
        paragraph.insert(place, piece)
    shown = "" if kind in ("insert", "point") else text[start:end]
    return Worked(who, kind, shown, before + text[:start], (text[end:] if shown else text[start:]) + after)


def _around(paragraph: ET.Element, run: ET.Element) -> tuple[str, str]:
    """The paragraph's words before and behind a run, without what others inserted."""
    made: tuple[list[str], list[str]] = ([], [])
    side = 0
    for child in paragraph:
        if child is run:
            side = 1
        elif child.tag != f"{W}ins":
            made[side].extend(t.text or "" for t in child.iter() if t.tag in (f"{W}t", f"{W}delText"))
    return "".join(made[0]), "".join(made[1])


def _pieces(kind: str, run: ET.Element, words: str, who: str, number: int) -> list[ET.Element]:
    match kind:
        case "delete":
            return [tracked("del", run, words, who, number)]
        case "insert":
            return [tracked("ins", run, f"{who} ", who, number), run_like(run, words)]
        case "replace":
            return [tracked("del", run, words, who, number), tracked("ins", run, who, who, number + 1)]
        case "silent":
            return [run_like(run, who)]
    start, end, call = (ET.Element(f"{W}{name}", {f"{W}id": str(number)})
                        for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))  # fmt: skip
    mark = ET.Element(f"{W}r")
    mark.append(call)
    return [start, run_like(run, words), end, mark] if kind == "comment" else [start, end, mark, run_like(run, words)]
