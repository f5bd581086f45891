"""Diagrams: Mermaid's text becomes a drawing that stands by itself, and never the end of a build."""

from __future__ import annotations

import re
import subprocess
import time
from pathlib import Path

import pytest
from specimens import after

from pipeline.drawing import diagrams
from pipeline.drawing.diagrams import LONGEST, drawn
from pipeline.drawing.svg import GEOMETRY, PROPERTIES, portable
from pipeline.drawing.tex import Fault
from pipeline.nodes import Body, Element, Pos, elements, text_of
from pipeline.shortcodes.diagrams import kind, label
from pipeline.write.addresses import with_document_ids
from pipeline.write.xhtml import serialise

HERE = Pos("a.md", 3, 1)
FLOW = "flowchart LR\n  A[Inicio] -->|sí| B{¿Sigue?}\n  B --> C\n"
SOURCES = {
    "flowchart": FLOW,
    "sequence": "sequenceDiagram\n  Ana->>Luis: Hola & <b>\n  Note right of Ana: N\n  loop x\n    Ana->>Ana: y\n  end",
    "class": "classDiagram\n  Animal <|-- Pato\n  Animal : +int edad\n",
    "state": "stateDiagram-v2\n  [*] --> Quieto\n  Quieto --> Movido : empuje\n",
    "pie": 'pie title Mascotas\n  "Perros" : 386\n  "Gatos" : 85\n',
    "gantt": "gantt\n  title Plan\n  dateFormat YYYY-MM-DD\n  section S\n  Tarea :a1, 2014-01-01, 30d\n",
    "er": "erDiagram\n  A ||--o{ B : hace\n",
    "mindmap": "mindmap\n  root((mapa))\n    Uno\n      Dos\n",
    "sankey": "sankey-beta\nA,B,10\nA,C,5\n",
}


def svg_of(source: str) -> Element:
    made = drawn(source)
    assert isinstance(made, str), made
    return portable(made, HERE)


def fills(source: str) -> set[str]:
    return {node.get("fill") for node in elements((svg_of(source),), "rect")}


def made(text: str, folder: Path) -> tuple[Body, list[str]]:
    book, findings = after(text, folder, "shortcodes")
    assert book is not None
    return book.chapters[0].body, [f"{d.pos.line}:{d.pos.column} {d.code.ident}" for d in findings]


# drawing


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_a_drawing_needs_nothing_but_itself(source: str) -> None:
    svg = svg_of(source)
    tags = {node.tag for node in elements((svg,))}
    assert not tags & {"style", "script", "foreignObject", "image", "a", "use", "filter", "linearGradient"}
    attrs = {name for node in elements((svg,)) for name, _ in node.attrs}
    assert attrs <= GEOMETRY | PROPERTIES | {"font-family"}
    written = serialise((svg,))
    assert written.count("xmlns") == 1 and "http" not in written.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_what_a_drawing_refers_to_is_in_it_once(source: str) -> None:
    svg = svg_of(source)
    names = [node.get("id") for node in elements((svg,)) if node.has("id")]
    wanted = set(re.findall(r"url\(#([^)]+)\)", serialise((svg,))))
    assert len(names) == len(set(names)) and wanted == set(names)


def test_words_arrows_and_styles_are_there() -> None:
    svg = svg_of(FLOW)
    assert [" ".join(text_of(t).split()) for t in elements((svg,), "text")] == ["sí", "Inicio", "¿Sigue?", "C"]
    edges = [path for path in elements((svg,), "path") if path.has("marker-end")]
    assert len(edges) == 2 and all(path.get("stroke") == "#666666" for path in edges)
    assert {node.get("fill") for node in elements((svg,), "rect", "polygon")} >= {"#eeeeee"}
    assert svg.get("font-family").startswith("Galerada Sans")


@pytest.mark.parametrize("name", ["state", "class"])
def test_labels_stand_in_the_middle_of_their_boxes(name: str) -> None:
    texts = list(elements((svg_of(SOURCES[name]),), "text"))
    assert len(texts) == 3 and all(text.get("text-anchor") == "middle" for text in texts)


@pytest.mark.parametrize("name", sorted(SOURCES.keys() - {"sankey"}))
def test_the_theme_is_grey(name: str) -> None:
    written = serialise((svg_of(SOURCES[name]),))
    colours = re.findall(r'(?:fill|stroke)="#(..)(..)(..)"', written)
    assert colours and all(len(set(parts)) == 1 for parts in colours)


def test_the_authors_theme_yields_and_the_authors_own_colours_stay() -> None:
    dark = "%%{init: {'theme': 'dark'}}%%\n" + FLOW
    assert fills(dark) == fills(FLOW)
    assert "#ff99ff" in fills(FLOW + "  style A fill:#f9f\n")


def test_links_and_pictures_are_not_in_a_drawing() -> None:
    source = 'flowchart LR\n  A --> B\n  click A "https://example.org"\n  B --> C["<img src=x onerror=alert(1)> y"]\n'
    written = serialise((svg_of(source),))
    assert "example.org" not in written and "onerror=" not in re.sub(r">[^<]*<", "><", written)


def test_the_same_source_gives_the_same_bytes_in_every_run() -> None:
    drawn.cache_clear()
    first = drawn(SOURCES["gantt"])
    drawn.cache_clear()
    assert drawn(SOURCES["gantt"]) == first
    assert isinstance(first, str)


def test_a_drawing_does_not_know_the_day() -> None:
    made = drawn(SOURCES["gantt"] + "  section R\n  Otra :2014-01-08, 9d\n")
    assert isinstance(made, str)
    line = re.compile(r'(<line x1=")[^"]*(" x2=")[^"]*("[^>]*class="today")')
    days = [line.sub(rf"\g<1>{x}\g<2>{x}\g<3>", made) for x in "19"]
    assert days[0] != days[1]
    first, second = (serialise((portable(day, HERE),)) for day in days)
    assert first == second


def test_two_like_diagrams_share_no_id() -> None:
    made = drawn(FLOW)
    assert isinstance(made, str)
    first, second = (portable(made, Pos("a.md", line)) for line in (3, 9))
    ids = [{node.get("id") for node in elements((svg,)) if node.has("id")} for svg in (first, second)]
    assert ids[0] and not ids[0] & ids[1]


def test_a_paged_documents_ids_are_renamed_with_their_references(tmp_path: Path) -> None:
    book, _ = after(f"# T\n\n```mermaid\n{FLOW}```", tmp_path, "shortcodes")
    assert book is not None
    written = serialise(with_document_ids(book.chapters[0]).body)
    assert set(re.findall(r"url\(#([^)]+)\)", written)) <= set(re.findall(r' id="([^"]+)"', written))
    assert 'marker-end="url(#a--d' in written


@pytest.mark.parametrize("svg", ["", "<p/>", f"<svg>{'<g>' * 200}{'</g>' * 200}</svg>"], ids=["empty", "html", "deep"])
def test_what_is_no_drawing_is_refused(svg: str) -> None:
    with pytest.raises(ValueError, match="SVG"):
        portable(svg, HERE)


# faults


@pytest.mark.parametrize(
    ("source", "offset", "word"),
    [
        ("", 0, "empty"),
        ("nada", 0, "No Mermaid diagram"),
        ("flowchart LR\n  A --> B\n  B --> \n", 25, "unexpected end"),
        ("sequenceDiagram\n  A->>B: x\n  foo bar\n  B->>A: y\n", 29, "sequence"),
        ("flowchart LR\n" + "  A --> B\n" * (LONGEST // 10), 0, "bytes"),
        ("flowchart TD\n" + "".join(f"subgraph s{n}\n" for n in range(999)) + "end\n" * 999, 13, "nesting"),
    ],
)  # fmt: skip
def test_a_fault_is_told_where_it_begins(source: str, offset: int, word: str) -> None:
    fault = drawn(source)
    assert isinstance(fault, Fault)
    assert (fault.offset, word in fault.message) == (offset, True), fault


def test_a_diagram_that_asks_for_all_memory_costs_one_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagrams, "MEMORY", 512 * 1024**2)
    left, right = (" & ".join(f"{side}{n}" for n in range(3000)) for side in "ab")
    began = time.monotonic()
    fault = drawn(f"flowchart TD\n{left} --> {right}\n")
    assert isinstance(fault, Fault) and "too much" in fault.message
    assert time.monotonic() - began < diagrams.SECONDS + 5


def test_a_diagram_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(source: str) -> subprocess.CompletedProcess[bytes]:
        raise subprocess.TimeoutExpired("mermaid", diagrams.SECONDS)

    monkeypatch.setattr(diagrams, "_worked", late)
    fault = drawn("flowchart LR\n  late --> later")
    assert isinstance(fault, Fault) and "seconds" in fault.message


def test_without_the_renderer_the_hint_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagrams, "find_spec", lambda name: None)
    fault = drawn("flowchart LR\n  no --> renderer")
    assert isinstance(fault, Fault) and fault.hint == "pip install mmdr"


# in the tree


@pytest.mark.parametrize("text", ['{{{{< mermaid class="c" >}}}}\n{0}{{{{< /mermaid >}}}}', "```mermaid\n{0}```"])
def test_shortcode_and_fence_become_a_figure_with_a_name(text: str, tmp_path: Path) -> None:
    body, findings = made("# T\n\n" + text.format(FLOW), tmp_path)
    (figure,) = elements(body, "figure")
    (svg,) = elements((figure,), "svg")
    assert findings == [] and set(figure.classes) >= {"figure", "diagram"}
    assert svg.get("role") == "img" and svg.get("aria-label") == "flowchart: sí, Inicio, ¿Sigue?, C"
    assert [text_of(e) for e in elements((svg,), "desc")] == [FLOW.rstrip()]
    assert re.fullmatch(r"width: \d+\.\d\dem", svg.get("style"))


def test_a_bad_diagram_is_an_error_at_its_line_and_stands_as_code(tmp_path: Path) -> None:
    body, findings = made("# T\n\n> ```mermaid\n> flowchart LR\n>   A --> B\n>   B -->\n> ```", tmp_path)
    assert findings == ["6:5 SC017"]
    assert [text_of(e) for e in elements(body, "code")] == ["flowchart LR\n  A --> B\n  B -->"]


def test_a_diagram_is_called_what_its_author_calls_it() -> None:
    svg = Element("svg")
    source = "flowchart LR\n  accTitle: Los turnos.\n  accDescr { Quién habla\n  y quién calla }\n  A --> B\n"
    assert label(source, svg) == "Los turnos. Quién habla y quién calla"
    assert label("pie\n accDescr: Sólo esto\n", svg) == "Sólo esto"
    assert label("%% nota\nflowchart LR\n", svg) == "flowchart"


@pytest.mark.parametrize(
    ("source", "expected"),
    [("---\ntitle: x\n---\n%%{init: {}}%%\n%% c\nstateDiagram-v2\n", "stateDiagram"), ("pie title x", "pie"),
     ("graph TD;A-->B", "graph"), ("", "mermaid")],
)  # fmt: skip
def test_a_diagrams_kind_is_its_first_word(source: str, expected: str) -> None:
    assert kind(source) == expected
