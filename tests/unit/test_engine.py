"""What is private in the layout engine and used by us: each thing as `write/paged/engine` takes it to be.

A new release of the engine that changes one of them fails here, in words, and not on somebody's page.
"""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from pipeline.write.paged.engine.slugs import METRICS

ROOT = Path(__file__).parents[2]
CHILD = """
import json, sys, warnings
warnings.simplefilter("error")
from pipeline.write.paged.engine import Engine, load
load()
import pydyf, weasyprint
from weasyprint import pdf
from weasyprint.pdf.fonts import Font
from pipeline.fonts import font_faces, font_shelf
from pipeline.model import PrintOptions
from pipeline.write.pagecss import page_css
engine = Engine(page_css(PrintOptions()) + "p { font-family: 'Galerada Text' }", font_shelf())
HTML = '<html lang=es><body><section id=a><h1 id=t>Año</h1><p>uno <a href="#b--x">dos</a> <a href="#t">tres</a> ' \
       '<a href="https://example.org/">web</a> \\u96e8 fi</p><p style="break-before: page">fin</p></section>'
made = engine.set_type(HTML, {}, tagged=True)
galley, said = made.galley, made.said
again = engine.set_type(HTML, {}, tagged=True).galley
heard = engine.set_type('<p>uno <img src="book:///picture/none.png"><img src="http://127.0.0.1:9/x.png">', {}).said
told = {
    "anchors": [dict(page.anchors) for page in galley.pages],
    "bookmarks": [[mark.label for mark in page.bookmarks] for page in galley.pages],
    "links": [[link.target for link in page.annotations] for page in galley.pages],
    "marks": [len(page.marks) for page in galley.pages],
    "owners": len(galley.link_elements),
    "fonts": {use.family: [use.variations, sorted(text for text, _ in use.glyphs.values()), len(use.missing)]
              for use in galley.fonts.values()},
    "said": said, "heard": heard, "same": galley == again,
    "texts": [one.text for one in galley.objects],
    "loaded": sorted(name for name in sys.modules if name in ("fontTools.subset", "fontTools.varLib.instancer")),
}
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What an engine in a process of its own makes of a small page."""
    home = tmp_path_factory.mktemp("engine")
    (home / "fonts.conf").write_text("<fontconfig></fontconfig>\n", encoding="utf-8")
    world = {"PATH": os.environ["PATH"], "FONTCONFIG_FILE": str(home / "fonts.conf"), "HOME": str(home)}
    command = [sys.executable, "-c", CHILD]
    done = subprocess.run(command, cwd=ROOT, env=world, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return dict(json.loads(done.stdout))


def test_the_galley_of_a_page_holds_its_points_links_and_bookmarks(told: dict[str, object]) -> None:
    first, second = told["anchors"]  # type: ignore[misc]
    assert set(first) == {"a", "t"}
    assert set(second) <= {"a"}  # what goes on there
    assert all(60 < x < 75 and 500 < y < 600 for x, y in first.values()), first
    assert told["bookmarks"] == [["Año"], []]
    assert told["links"] == [["b--x", "t", ""], []]
    assert told["same"] is True


def test_a_tagged_galley_tells_the_element_of_each_mark_and_link(told: dict[str, object]) -> None:
    assert told["owners"] == 3
    first, second = told["marks"]  # type: ignore[misc]
    assert first > second >= 1


def test_a_face_tells_what_it_drew_and_what_it_lacks(told: dict[str, object]) -> None:
    axes, texts, missing = told["fonts"]["Galerada Text"]  # type: ignore[index]
    assert axes == {"wght": 400.0}
    assert "雨" in texts
    assert missing == 1


def test_fonts_are_neither_cut_nor_embedded_here(told: dict[str, object]) -> None:
    assert told["loaded"] == []
    assert [text for text in told["texts"] if "FontFile" in text] == []  # type: ignore[attr-defined]


def test_the_engine_asks_disk_and_network_for_nothing(told: dict[str, object]) -> None:
    assert told["said"] == []
    heard = " ".join(told["heard"])  # type: ignore[arg-type]
    assert len(told["heard"]) == 2  # type: ignore[arg-type]
    assert "book:///picture/none.png is not on the book's shelf" in heard
    assert "http://127.0.0.1:9/x.png is not on the book's shelf" in heard


# the private parts, one by one


@pytest.fixture(scope="module")
def fonts() -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from weasyprint.pdf import fonts
    return inspect.getsource(fonts)


def test_a_font_keeps_its_widths_texts_and_file_where_we_look_for_them(fonts: str) -> None:
    for name in ("widths", "to_unicode", "missing", "glyph_count", "file_content", "tables", "variations", "weight",
                 "hash", "family", "ascent", "descent", "flags"):  # fmt: skip
        assert re.search(rf"\bself\.{name}\b", fonts), f"Font has no {name}"


def test_the_functions_that_are_exchanged_are_there() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from weasyprint import pdf
        from weasyprint.pdf.fonts import Font
    assert callable(pdf.build_fonts_dictionary)
    assert callable(Font.get_unused_glyph_id)
    assert list(inspect.signature(Font.get_unused_glyph_id).parameters) == ["self", "codepoint"]
    assert "build_fonts_dictionary(" in inspect.getsource(pdf)


def test_a_layout_is_made_by_the_function_that_we_go_before() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from weasyprint.text import line_break
    assert next(iter(inspect.signature(line_break.Layout).parameters)) == "style"
    assert "create_layout(" in inspect.getsource(line_break.split_first_line)


def test_the_functions_that_slugs_answer_for_are_asked_as_we_answer() -> None:
    """By their sources: the test of the lines has exchanged the functions themselves."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from weasyprint.draw import text
        from weasyprint.layout import inline, preferred
    layout, draw = inspect.getsource(inline), inspect.getsource(text)
    assert "_, _, new_resume_index, width, _, _ = split_first_line(" in inspect.getsource(preferred)
    assert "def split_text_box(context, box, available_width, skip, is_line_start=True):" in layout
    assert "new_box, skip, preserved_line_break = split_text_box(" in layout
    assert "def draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix):" in draw
    assert "emojis = draw_first_line(" in draw


def test_a_text_box_and_its_layout_have_what_a_slug_stands_in_for() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from weasyprint.draw import text
        from weasyprint.formatting_structure.boxes import TextBox
        from weasyprint.layout import inline
        from weasyprint.text.line_break import Layout, strut
    known = inspect.getsource(Layout)
    assert [name for name in METRICS if f"self.{name}" not in known] == []
    asked = set(re.findall(r"pango_layout\.(\w+)", inspect.getsource(text.draw_text)))
    assert asked == {*METRICS, "reactivate", "deactivate"}
    assert set(re.findall(r"pango_layout\.(\w+)", inspect.getsource(inline))) == {"first_line_direction"}
    assert list(inspect.signature(TextBox.copy_with_text).parameters) == ["self", "text"]
    assert list(inspect.signature(strut).parameters) == ["style"]


def test_a_leader_and_a_page_have_what_a_slot_stands_in_for() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from weasyprint.layout import inline, leader
        from weasyprint.pdf.stream import Stream
        from weasyprint.text import fonts, line_break
    assert "            handle_leader(context, line, containing_block)\n" in inspect.getsource(inline.iter_line_boxes)
    filled = inspect.getsource(leader)
    assert "def leader_index(box):" in filled
    assert "text_box, = leader_box.children" in filled
    assert "position_x = line.position_x + line.width\n" in filled
    kept = inspect.getsource(Stream)
    assert [name for name in ("_fonts", "_tags", "_current_font") if f"self.{name} = " not in kept] == []
    assert "super().begin_marked_content('Artifact')" in kept
    assert list(inspect.signature(Stream.clone).parameters) == ["self", "kwargs"]
    layout = inspect.signature(line_break.create_layout).parameters
    assert list(layout) == ["text", "style", "context", "max_width", "justification_spacing"]
    assert list(inspect.signature(line_break.line_size).parameters) == ["line", "style"]
    assert list(inspect.signature(fonts.font_features).parameters) == [
        f"font_{name}" for name in ("kerning", "variant_ligatures", "variant_position", "variant_caps",
                                    "variant_numeric", "variant_alternates", "variant_east_asian", "feature_settings")
    ]  # fmt: skip


COUNTERS = """
import json
from pipeline.write.paged.engine import Engine, load
library = load()
from pipeline.fonts import font_shelf
engine = Engine("li::before { content: counter(list-item, hebrew) } li { font-family: 'Galerada Text' }", font_shelf())
styles = library.html.UA_COUNTER_STYLE
first = [name in styles for name in ("decimal", "lower-roman", "hebrew", "khmer")]
engine.set_type("<ol style='list-style-type: khmer'><li>uno</li></ol>", {})
print(json.dumps([first, "khmer" in styles, styles.render_value(15, "hebrew"), styles.render_value(15, "khmer")]))
"""


def test_a_counter_style_that_is_left_out_is_there_for_a_sheet_or_a_page_that_names_it() -> None:
    child = subprocess.run([sys.executable, "-c", COUNTERS], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(child.stdout) == [[True, True, True, False], True, "\u05d8\u05d5", "\u17e1\u17e5"]
