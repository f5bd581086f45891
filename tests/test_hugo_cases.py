"""What Hugo itself does with 50 sources, and what the book does with them.

The cases are read from the checkout's neighbour and skipped, with a reason, where it is absent;
`test_shortcode_syntax` and `tests/cases/shortcodes.md` restate what matters. A case is told by its outcome: the same
words in the same order, or an error at the same place; or it differs, by a decision in the table below.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipeline.run import Request, Result, resolved
from pipeline.write.xhtml import serialise

CASES = Path(__file__).parent.parent.parent / "shared" / "hugo" / "shortcode-cases.json"
FRONT = "---\ntitle: C\nmyp: _pv_\n---\n"
"""Four lines, as in the runs that gave the cases."""


@dataclass(frozen=True)
class Differs:
    """A decision to do otherwise than Hugo."""

    words: str
    """What the book says, white space folded; of an error, `CODE line:column`."""
    why: str


MARKDOWN = "the inner text is Markdown in both notations, as it was until the theme's v10"
FRAMED = "a widget of the web becomes a figure with a title and an address"
LABELLED = "a callout says in words what its colour says on the site"
FORMULA = "a formula is set, not shown as its source"
DRAWN = "a diagram is drawn; its words stand in the picture, its source beside it"
DECISIONS: Mapping[str, Differs] = {
    "alert": Differs("Atención Be careful", LABELLED),
    "alert_title": Differs("My title Body", "the theme drops an alert's title; a book keeps it"),
    "asciinema": Differs("Sesión de terminal", FRAMED),
    "button": Differs("Go x", MARKDOWN),
    "codefile": Differs("a.go x := 1 y := 2", "line numbers are no text: they are not copied with the code"),
    "columns_old": Differs("A a B", MARKDOWN),
    "gist": Differs("Gist de GitHub gist.github.com/spf13/7896402", FRAMED),
    "highlight": Differs('print("x")', "line numbers are no text: they are not copied with the code"),
    "hint": Differs("Información I x", LABELLED),
    "image": Differs("T", "the theme documents the title as a caption, and shows none"),
    "inline_def": Differs("SC001 5:1", "a template inside a chapter is an error, where Hugo shows nothing"),
    "instagram": Differs("Publicación en Instagram www.instagram.com/p/CxOWiQNP2MO", FRAMED),
    "katex_block": Differs("f ( x ) = ∫ a < b", FORMULA),
    "katex_inline": Differs("text π a ( x ) b more", FORMULA),
    "katex_self": Differs("a b and x", FORMULA),
    "md_in_angle": Differs("T b Hello bold a b", MARKDOWN),
    "mermaid": Differs("graph: A, B graph LR A --> B A B", DRAWN),
    "mermaid_block": Differs("graph: A, B graph LR A --> B A B", DRAWN),
    "nested_angle_in_pct": Differs("Outer x 1 and b", FORMULA),
    "nested_pct_in_pct": Differs("Outer Información inner b", LABELLED),
    "param": Differs("v=_pv_", "a value is shown as it is written, not read as Markdown"),
    "percent_inline_oneline": Differs("T Hello bold", MARKDOWN),
    "qr": Differs("https://gohugo.io", "a picture has its words beside it"),
    "smart_quotes": Differs("SC008 5:19", "curly quotes around an argument are a word processor's, never meant"),
    "unescaped_in_code_details": Differs('{{% details "T" %}}x{{% /details %}}', "code is shown as it is written"),
    "youtube": Differs("Vídeo de YouTube www.youtube.com/watch?v=0RKpf3rK57I", FRAMED),
}


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words = ""
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in {"style", "script"}
        classes = dict(attrs).get("class") or ""
        self.words += " " if tag not in {"em", "strong", "code", "span", "a"} and "anchor" not in classes else ""

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"style", "script"}

    def handle_data(self, data: str) -> None:
        self.words += "" if self.hidden else data


def words_of(html: str) -> str:
    reader = _Text()
    reader.feed(re.sub(r'<a class="anchor"[^>]*>#</a>', "", html))
    return folded(reader.words)


def folded(text: str) -> str:
    """Words in order; the marks of the language are not Hugo's business."""
    return " ".join(text.replace("“", '"').replace("”", '"').split())


def read_case(source: str, folder: Path) -> Result:
    docs = folder / "content" / "docs"
    docs.mkdir(parents=True)
    (folder / "hugo.toml").write_text('title = "T"\nlanguageCode = "es"\n', encoding="utf-8")
    (docs / "_index.md").write_text("---\ntitle: D\n---\n", encoding="utf-8")
    (docs / "c.md").write_text(FRONT + source, encoding="utf-8")
    (docs / "md_in_angle.md").write_text("---\ntitle: M\n---\n## a\n\ntext\n", encoding="utf-8")
    (docs / "x.md").write_text("---\ntitle: X\n---\ntext\n", encoding="utf-8")
    result = Result()
    result.book, _ = resolved(Request(folder), result, last="shortcodes")
    return result


def told(source: str, folder: Path) -> str:
    """The first error's code and place, or the chapter's words."""
    result = read_case(source, folder)
    for found in result.report.errors:
        return f"{found.code.ident} {found.pos.line}:{found.pos.column}"
    assert result.book is not None
    chapter = next(c for c in result.book.chapters if c.source and c.source.path.endswith("/c.md"))
    return words_of(serialise(chapter.body))


def expected(case: Mapping[str, object]) -> str:
    place = re.search(r'c\.md:(\d+):(\d+)"', str(case["message"]))
    if case["exit"] and place:
        return f"{place[1]}:{place[2]}"
    return words_of(str(case["html"]))


def cases() -> Mapping[str, Mapping[str, object]]:
    if not CASES.is_file():
        return {}
    loaded: Mapping[str, Mapping[str, object]] = json.loads(CASES.read_text(encoding="utf-8"))
    return loaded


@pytest.mark.skipif(not CASES.is_file(), reason="the 50 cases are not in this checkout")
@pytest.mark.parametrize("name", sorted(cases()) or ["none"])
def test_a_case_ends_as_in_hugo_or_by_a_decision(name: str, tmp_path: Path) -> None:
    case = cases()[name]
    ours = told(str(case["src"]), tmp_path)
    if name in DECISIONS:
        assert ours == DECISIONS[name].words
        assert ours != expected(case), "this case differs no longer: take it out of the table"
    elif case["exit"]:
        assert ours.partition(" ")[2] == expected(case)
    else:
        assert ours == expected(case)
