"""The edition `reading`: every page's structure is whole, and its words are those of print.

Each check is a function from a PDF to complaints, so that a planted fault shows that it can fail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from pipeline.run import Request, Result, build

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sink(tmp_path_factory: pytest.TempPathFactory) -> Result:
    out = tmp_path_factory.mktemp("tagged")
    return build(Request(ROOT / "tests" / "books" / "kitchen-sink", ("print", "reading"), out=out))


def pages_of(result: Result, edition: str) -> Path:
    return next(made.path for made in result.outputs if made.edition == edition and made.path.suffix == ".pdf")


@pytest.fixture
def pdf(sink: Result) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(pages_of(sink, "reading")) as opened:
        yield opened


def odds(pdf: pikepdf.Pdf) -> list[str]:
    """What is wrong with the structure (PDF 1.7, 14.7 and 14.8)."""
    root = pdf.Root.StructTreeRoot
    parents = dict(pikepdf.NumberTree(root.ParentTree))
    found = [] if [str(kid.S) for kid in root.K] == ["/Document"] else ["the top is not one document"]
    if not pdf.Root.get("/MarkInfo", {}).get("/Marked"):
        found.append("not marked")
    reached = list(elements(root))
    found += [f"{count} elements are called {name}" for name, count in Counter(map(ident, reached)).items()
              if name and count > 1]  # fmt: skip
    there = {one.objgen for one in reached}
    for number, page in enumerate(pdf.pages):
        found += [f"page {number}: {complaint}" for complaint in page_odds(page, parents, there)]
    return found


def elements(root: Any) -> Iterator[Any]:
    waiting = list(root.K)
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") is not None:
            yield one
            kids = one.get("/K", [])
            waiting += list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def ident(element: Any) -> str:
    return str(element.get("/ID", ""))


def page_odds(page: Any, parents: dict[int, Any], there: set[Any]) -> Iterator[str]:
    marks = list(marks_of(page))
    if "/StructParents" not in page:
        if marks:
            yield "marks, and no elements"
        return
    owners = parents.get(int(page.StructParents))
    if not isinstance(owners, pikepdf.Array):
        yield "its elements are no array"
        return
    if sorted(set(marks)) != list(range(len(owners))):
        yield f"marks {sorted(set(marks))}, {len(owners)} elements"
    if [owner for owner in owners if owner.objgen not in there]:
        yield "an element that the tree does not hold"
    for link in page.get("/Annots", []):
        yield from link_odds(link, parents, there)


def marks_of(page: Any) -> Iterator[int]:
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC" and "/MCID" in operands[1]:
            yield int(operands[1].MCID)


def link_odds(link: Any, parents: dict[int, Any], there: set[Any]) -> Iterator[str]:
    owner = parents.get(int(link.get("/StructParent", -1)))
    if owner is None or owner.objgen not in there:
        yield "a link without its element"
        return
    kids = owner.get("/K", [])
    held = [kid for kid in (kids if isinstance(kids, pikepdf.Array) else [kids]) if isinstance(kid, pikepdf.Dictionary)]
    if link.objgen not in [kid.Obj.objgen for kid in held if kid.get("/Type") == "/OBJR"]:
        yield "an element that does not hold its link"


def test_the_structure_is_whole(pdf: pikepdf.Pdf) -> None:
    assert odds(pdf) == []
    kinds = Counter(str(element.S) for element in elements(pdf.Root.StructTreeRoot))
    assert {"/Document", "/H1", "/P", "/Link", "/Table", "/L", "/Figure"} <= set(kinds)


def test_its_pages_say_what_print_says(sink: Result) -> None:
    said = []
    for edition in ("print", "reading"):
        with pypdfium2.PdfDocument(pages_of(sink, edition)) as shown:
            said.append([page.get_textpage().get_text_range().split() for page in shown])
    assert said[0] == said[1]


def test_heads_and_folios_are_no_part_of_what_is_read(pdf: pikepdf.Pdf) -> None:
    streams = [page.Contents[len(page.Contents) - 1].read_bytes() for page in pdf.pages if len(page.Contents) > 1]
    drawn = [stream for stream in streams if b"BT" in stream]
    assert drawn
    assert [stream for stream in drawn if b"/Artifact BMC" not in stream] == []


def test_print_is_not_tagged(sink: Result) -> None:
    with pikepdf.open(pages_of(sink, "print")) as pdf:
        assert "/StructTreeRoot" not in pdf.Root
        assert [page for page in pdf.pages if "/StructParents" in page] == []


def linked(pdf: pikepdf.Pdf) -> Any:
    return next(page for page in pdf.pages if "/Annots" in page)


def lost_elements(pdf: pikepdf.Pdf) -> None:
    linked(pdf).StructParents = 9999


def lost_owner(pdf: pikepdf.Pdf) -> None:
    page = linked(pdf)
    owners = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)[int(page.StructParents)]
    del owners[len(owners) - 1]


def lost_link(pdf: pikepdf.Pdf) -> None:
    del linked(pdf).Annots[0].StructParent


def two_tops(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.K.append(pdf.Root.StructTreeRoot.K[0].K[0])


def one_name_twice(pdf: pikepdf.Pdf) -> None:
    for element in list(elements(pdf.Root.StructTreeRoot))[-2:]:
        element.ID = pikepdf.String("same")


@pytest.mark.parametrize("fault", [lost_elements, lost_owner, lost_link, two_tops, one_name_twice],
                         ids=lambda fault: fault.__name__)  # fmt: skip
def test_a_planted_fault_is_noticed(fault: Callable[[pikepdf.Pdf], None], pdf: pikepdf.Pdf) -> None:
    fault(pdf)
    assert odds(pdf)
