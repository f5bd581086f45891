"""The text layer of the printed pages: what their glyphs say is what was laid out, and each planted fault is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from pipeline.blocks import numbered, own_texts
from pipeline.diagnostics import Report
from pipeline.model import Book, Chapter, Config, PrintOptions, Source
from pipeline.nodes import Body, Element, Pos, element
from pipeline.plan import EDITIONS
from pipeline.request import Request
from pipeline.run import build
from pipeline.write.paged.collating import demand_layer, demand_order
from pipeline.write.paged.composing import Composition
from pipeline.write.paged.edition import demand_whole
from pipeline.write.paged.forme import Set
from pipeline.write.paged.galley import FontUse, Galley, GalleyPage, PdfObject, TypeLine
from pipeline.write.paged.layer import Texts, misdrawn
from pipeline.write.paged.makeup import Leaf
from pipeline.write.paged.units import units

ROOT = Path(__file__).parents[2]
LETTERS = "abcdefghijklmnopqrstuvwxyz -"
USE = FontUse("", "Face", "Face", {}, 0, 0, 0, {number: (letter, 1.0) for number, letter in enumerate(LETTERS)})


def shown(text: str) -> bytes:
    return b"[<" + b"".join(b"%04x" % LETTERS.index(letter) for letter in text) + b">] TJ\n"


def line(text: str) -> bytes:
    return b"BT\n1 0 0 -1 7 9 Tm\n/F1 10 Tf\n" + shown(text) + b"ET\n"


def galley(*pages: bytes, use: FontUse = USE) -> Galley:
    objects = tuple(PdfObject("<< >>", page) for page in pages)
    return Galley(tuple(GalleyPage(place, {}) for place in range(len(pages))), objects, 0, {"F1": use})


TEXTS = Texts([("uno dos", 1), ("tres", 2), ("cuatro", 3)], ["–"], drawings=False)
SOUND = [line("uno dos"), line("tres"), line("cuatro"), line("-")]
MEANT = replace(TEXTS, loose=["-"])


def told(*lines: bytes, meant: Texts = MEANT) -> list[tuple[int, str, str]]:
    found = misdrawn(galley(b"".join(lines)), [meant])
    return [(one.block, one.meant, one.drawn) for one in found]


def test_what_is_drawn_as_it_was_laid_out_says_nothing() -> None:
    assert told(*SOUND) == []
    assert told(line("-"), *SOUND[:3]) == [], "a list's number is drawn before its page or after it"
    assert told(*SOUND, line("grafico"), meant=replace(MEANT, drawings=True)) == [], "a drawing may have words"
    dots = replace(MEANT, leaders={"- -"})
    assert told(*SOUND, meant=dots) == told(*SOUND, line("- -"), meant=dots) == [], "dots are drawn later, or now"
    unseen = [("UNO DOS", 1), ("tr\u00ades", 2), ("cuatro\u200b", 3)]
    assert told(*SOUND, meant=replace(MEANT, flow=unseen)) == []


def test_what_a_sign_turns_round_is_compared_as_letters() -> None:
    turned = replace(MEANT, flow=[("uno \u202edos", 1), *MEANT.flow[1:]])
    assert told(line("uno sod"), *SOUND[1:], meant=turned) == []
    assert told(line("uno sodo"), *SOUND[1:], meant=turned) == [(1, "uno \u202edos", "uno sodo")]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((SOUND[0], SOUND[2], SOUND[3]), (2, "tres", "cuatro")),
        ((SOUND[0], SOUND[2], SOUND[1], SOUND[3]), (3, "cuatro", "-")),
        ((line("unodos"), *SOUND[1:]), (1, "uno dos", "unodos")),
        ((line("un o dos"), *SOUND[1:]), (1, "uno dos", "un o dos")),
        ((line("uno d"), *SOUND[1:]), (1, "uno dos", "uno d")),
        ((*SOUND[:3],), (0, "-", "")),
        ((*SOUND, line("cinco")), (0, "", "cinco")),
        ((), (1, "uno dos", "")),
    ],
)
def test_what_is_drawn_otherwise_is_told(lines: tuple[bytes, ...], found: tuple[int, str, str]) -> None:
    assert told(*lines) == [found]


def test_a_glyph_that_stands_for_another_letter_is_told() -> None:
    wrong = replace(USE, glyphs={**USE.glyphs, LETTERS.index("t"): ("r", 1.0)})
    (found,) = misdrawn(galley(b"".join(SOUND), use=wrong), [MEANT])
    assert (found.meant, found.drawn) == ("tres", "rres")


def divided(first: str, second: str, read: str) -> bytes:
    """A word in two lines, which a reader finds whole in the second."""
    start = b"BT\n1 0 0 -1 7 9 Tm\n/F1 10 Tf\n"
    spoken = start + b"/Span << /ActualText (" + read.encode() + b") >> BDC\n" + shown(second)
    return start + b"/Span << /ActualText ( ) >> BDC\n" + shown(first) + b"EMC\nET\n" + spoken + b"EMC\nET\n"


def test_a_glyph_for_both_apostrophes_is_no_other_letter() -> None:
    use = replace(USE, glyphs={**USE.glyphs, 1: ("'", 1.0)})
    assert list(misdrawn(galley(line("abc"), use=use), [Texts([("a\u2019c", 1)])])) == []


def test_a_word_in_two_lines_is_read_whole() -> None:
    meant = Texts([("in-", 1), ("finito", 1)])
    assert told(divided("in-", "finito", "infinito"), meant=meant) == []
    assert told(divided("in-", "finito", "definito"), meant=meant) == [(0, "definito", "in-finito"), (0, "in-", "")]


def test_a_fault_is_told_at_its_block() -> None:
    body = numbered((element("p", "uno", pos=Pos("a.md", 3)), element("p", "tres", pos=Pos("a.md", 5))))
    report = Report()
    demand_layer(body, galley(line("uno")), [Texts([("uno", 1), ("tres", 2)])], report)
    (said,) = report.errors
    assert str(said).startswith("a.md:5:1: error[PR005]: print draws something else than was laid out: 'tres' was")


def test_a_block_before_one_that_it_follows_is_told() -> None:
    body: Body = numbered((element("p", "uno", pos=Pos("a.md", 3)), element("p", "dos", pos=Pos("a.md", 5))))

    def said(*blocks: int) -> list[str]:
        report = Report()
        lines = tuple(TypeLine(block, 0, 0, 500, 100, 15, letters=3) for block in blocks)
        demand_order(body, Galley((GalleyPage(0, {}, lines=lines),), (), 0, {}), report)
        return [str(found.pos) for found in report.errors]

    assert said(1, 2) == []
    assert said(2, 1) == ["a.md:3:1"]


def side_by_side() -> Body:
    """Two columns of two paragraphs, and one below them: numbers 1 to 6, the columns' own among them."""

    def column(*words: str) -> Element:
        return element("div", *(element("p", word, pos=Pos(f"{word}.md")) for word in words), class_="column")

    return numbered((element("div", column("uno", "dos"), column("tres", "cuatro"), class_="columns"),
                     element("p", "cinco")))  # fmt: skip


@pytest.mark.parametrize(
    ("order", "last"),
    [
        (["uno", "dos", "tres", "cuatro", "cinco"], ""),
        (["uno", "tres", "dos", "cuatro", "cinco"], ""),
        (["dos", "tres", "uno", "cuatro", "cinco"], "uno"),
        (["uno", "cuatro", "dos", "tres", "cinco"], "tres"),
        (["uno", "tres", "cinco", "dos", "cuatro"], "dos"),
    ],
)
def test_columns_that_a_page_parts_go_on_side_by_side(order: list[str], last: str) -> None:
    body, report = side_by_side(), Report()
    numbers = {text: number for number, (text, _) in own_texts(body).items()}
    lines = tuple(TypeLine(numbers[word], 0, 0, 500, 100, 15, letters=3) for word in order)
    demand_order(body, Galley((GalleyPage(0, {}, lines=lines),), (), 0, {}), report)
    assert [str(found.pos.path) for found in report.errors] == ([f"{last}.md"] if last else [])


PARAGRAPH = "La noche que nadie vio llegar dejó sobre la mesa un papel doblado y una lámpara encendida."


def test_columns_longer_than_a_page_are_printed(tmp_path: Path) -> None:
    column, cell = f"{PARAGRAPH}\n\n" * 40, f"<p>{PARAGRAPH}</p>" * 40
    text = f"# T\n\n{{{{% columns %}}}}\n{column}<--->\n{column}{{{{% /columns %}}}}\n\n"
    (tmp_path / "a.md").write_text(f"{text}<table><tr><td>{cell}</td><td>{cell}</td></tr></table>\n", "utf-8")
    assert build(Request(tmp_path, ("print",), cache=False)).report.errors == ()


def test_short_columns_stay_on_one_page(tmp_path: Path) -> None:
    """Whatever stands above them, both begin on the same page."""
    pair = f"{{{{% columns %}}}}\nizquierda {PARAGRAPH}\n<--->\nderecha\n{{{{% /columns %}}}}"
    for above in range(14, 30):
        (tmp_path / f"{above}.md").write_text(f"# T{above}\n\n" + "Una línea.\n\n" * above + f"{pair}\n", "utf-8")
    result = build(Request(tmp_path, ("print",), cache=False))
    assert result.report.errors == ()
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(result.outputs[0].path)]
    assert sum("izquierda" in page for page in pages) == 16
    assert [page for page in pages if ("izquierda" in page) != ("derecha" in page)] == []


def bound(galleys: tuple[Galley, ...], leaves: tuple[Leaf, ...]) -> list[str]:
    chapters = tuple(Chapter(key, key, (), source=Source(f"{key}.md", "")) for key in "ab"[: len(galleys)])
    book = Book(Config("T"), chapters)
    parts = units(book, EDITIONS["print"], {chapter.key: () for chapter in chapters})
    report = Report()
    demand_whole(Set(book, EDITIONS["print"], Composition(galleys, leaves, parts), Report()), report)
    return [f"{found.pos.path} {found.code.ident} {found.message}" for found in report.errors]


def test_every_page_is_bound_once_and_in_its_place() -> None:
    two, one = galley(b"", b""), galley(b"")
    first, second, third = Leaf(0, 0, 1, False), Leaf(0, 1, 2, False), Leaf(1, 0, 3, False)
    blank = Leaf(-1, 0, 4, False)
    assert bound((two, one), (first, second, third, blank)) == []
    assert [said[:10] for said in bound((two, one), (first, third))] == ["a.md PR005"]
    assert [said[:10] for said in bound((two, one), (first, second))] == ["b.md PR005"]
    assert [said[:10] for said in bound((two, one), (second, first, third))] == ["a.md PR005"]


def test_a_glyph_stands_for_one_text_in_the_whole_book() -> None:
    leaves = Leaf(0, 0, 1, False), Leaf(1, 0, 2, False)
    small = replace(USE, glyphs={number: (letter.upper(), width) for number, (letter, width) in USE.glyphs.items()})
    other = replace(USE, glyphs={**USE.glyphs, 1: ("\u0431", 1.0)})
    assert bound((galley(b""), galley(b"", use=small)), leaves) == [], "small capitals are the same letters"
    (said,) = bound((galley(b""), galley(b"", use=other)), leaves)
    assert said == "b.md PR005 one glyph stands for '\u0431' here and for 'b' elsewhere in the book"


@pytest.mark.parametrize(
    "written", ["```go\nfunc a() {\n\tx := 1\t// uno\n\t\ty\t= 2\n}\n```", "`a\tb`", "a\tb", "    x\ty", "2^3 ^2"]
)
def test_tabs_and_raised_signs_are_drawn_as_they_are_written(written: str, tmp_path: Path) -> None:
    text = f"# T\n\n{written}\n\nx[^1]\n\n[^1]: n\n\ny[^2]\n\n[^2]: m\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    made = build(Request(tmp_path, ("print",), cache=False, jobs=1))
    assert not [str(found) for found in made.report.errors]
    (path,) = (tmp_path / "build" / "print").glob("*.pdf")
    with pypdfium2.PdfDocument(path) as document:
        words = " ".join(page.get_textpage().get_text_range() for page in document).split()
    plain = [word for word in written.split() if word[:3] != "```"]
    assert " ".join(word.strip("`") for word in plain) in " ".join(words)


@pytest.mark.parametrize("missing", ["\u5c71" * 6, "\u05ea\u05d0\u05d5\u05e2\u05d5\u05d0\u05de\u05d4", "\U0001f9ff"])
def test_what_no_face_draws_is_as_wide_as_its_place(missing: str, tmp_path: Path) -> None:
    text = f"# T\n\nuno dos tres cuatro cinco seis siete {missing} ocho nueve {missing} diez once doce.\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    build(Request(tmp_path, ("print",), cache=False, jobs=1, draft=True))
    (path,) = (tmp_path / "build").glob("*/*.pdf")
    edge = PrintOptions().width - PrintOptions().outer + 4  # of a letter that hangs
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage() for page in document]
        ends = [text.get_charbox(place)[2] for text in pages for place in range(text.count_chars())]
    assert max(ends) < edge


def test_what_no_face_draws_has_room_where_it_comes_first(tmp_path: Path) -> None:
    text = "# T\n\n| uno | dos |\n|---|---|\n| `tres`, \u05d2\u05d4\u05dc\u05e2 cuatro | cinco |\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    build(Request(tmp_path, ("print",), cache=False, jobs=1, draft=True))
    (path,) = (tmp_path / "build").glob("*/*.pdf")
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage() for page in document]
        places = [round(text.get_charbox(place)[0]) for text in pages for place in range(text.count_chars())
                  if text.get_text_range(place, 1) > "\u0590"]  # fmt: skip
    assert len(places) == len(set(places)) == 4


# the engine's own pages, and those of our own hand

CHILD = """
import json, sys
from pipeline.folded import flat_chapter
from pipeline.model import Book, Chapter, Config, PrintOptions, Source
from pipeline.nodes import Pos, element
from pipeline.packed import Parcel
from pipeline.write.paged.engine import load
from pipeline.write.paged.setting import Setter
from pipeline.write.paged.units import UNSET
from dataclasses import asdict

load()
from pipeline.write.paged.engine import taking

WORDS = "extraordinaria navegacion por el archipielago mas septentrional de cuantos hubiera imaginado nadie jamas "
body = (element("p", WORDS * 3, pos=Pos("a.md", 3)), element("p", "otra ", element("em", "cosa"), pos=Pos("a.md", 5)))
chapter = Chapter("a", "Titulo", body, source=Source("a.md", "# T"))
print_ = {name: value for name, value in asdict(PrintOptions(lines=sys.argv[1])).items() if name not in UNSET}
job = Parcel({"chapter": flat_chapter(chapter), "language": "es", "title": "T", "print": print_, "labels": {},
              "pictures": {}, "widths": [], "tagged": False, "tuning": {}}, ())
sound, seen = taking._tidied, []

def planted(fault):
    seen.clear()
    def tidied(part):
        made = sound(part)
        if isinstance(made, bytes) and made.endswith(b"TJ"):
            seen.append(made)
            if len(seen) == 3:
                return fault(made)
        return made
    taking._tidied = tidied
    return [entry[:4] for entry in Setter().galley(job, {}).said if entry[0] == "PR005"]

print(json.dumps({
    "sound": planted(lambda shown: shown),
    "lost": planted(lambda shown: b"[<>] TJ"),
    "cut": planted(lambda shown: shown.replace(b">] TJ", b"").rpartition(b"<")[0].rstrip() + b"] TJ"),
    "other": planted(lambda shown: seen[0]),
}))
"""


@pytest.mark.parametrize("lines", ["tex", "engine"])
def test_what_the_engine_and_our_own_hand_draw_is_read_back(lines: str, tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>\n", encoding="utf-8")
    world = {"PATH": os.environ["PATH"], "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "HOME": str(tmp_path)}
    command = [sys.executable, "-c", CHILD, lines]
    done = subprocess.run(command, cwd=ROOT, env=world, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["sound"] == []
    for fault in ("lost", "cut", "other"):
        assert [entry[2:] for entry in found[fault]] == [["a.md", 3]], (fault, found)
