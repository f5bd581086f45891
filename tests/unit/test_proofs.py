"""An editor's proofs, read as an editor reads them: what stands beside which line."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner

from pipeline.blocks import numbered
from pipeline.cli import main
from pipeline.diagnostics import BookError, Code
from pipeline.model import Chapter, Matter, Source
from pipeline.nodes import Element, Text, element
from pipeline.paragraphs import named, ordinals, signs
from pipeline.revision import revision_of
from pipeline.run import Request, Result, build
from pipeline.workshop import Answer, Workshop
from pipeline.write.paged.margins import Column, Marginalia, Note, drawn

ROOT = Path(__file__).parent.parent.parent
WORDS = "La galera iba y venía por la mesa del taller, y nadie la miraba, porque todos tenían otra cosa que hacer. "
CHAPTER = f"""# Uno

{WORDS * 3}

{WORDS * 2}Aquí hay una duda. {{>>@ana ¿quién la miraba?<<}} {WORDS * 4}

![Un gato](gato.png)

## Sección

- primero
- segundo

| a | b |
|---|---|
| uno | dos |

Un signo 漢 raro y {{~~calma~>prisa~~}}.

Una nota[^1] y [un enlace](nadie.md).

[^1]: La nota al pie.
"""
BOOK = "title: Pruebas\nlanguage: es\nauthor: Ana\nchapters: [uno.md, dos.md]\n"
SOURCES = {"book.yaml": BOOK, "uno.md": CHAPTER, "dos.md": f"# Dos\n\n{WORDS}\n\n{WORDS * 40}\n"}
DAY = "1770000000"


@dataclass(frozen=True)
class Word:
    """Type on a page, in pt from the lower left corner of the trimmed page."""

    text: str
    left: float
    bottom: float
    right: float
    page: int


class Sheets:
    """A proof, read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with pypdfium2.PdfDocument(path) as shown:
            self.pages = [list(words_of(page, number)) for number, page in enumerate(shown)]
        self.words = [word for page in self.pages for word in page]

    def find(self, text: str, nth: int = 0) -> Word:
        return [word for word in self.words if word.text == text][nth]

    def beside(self, word: Word) -> str:
        """What stands at the word's height, from left to right."""
        level = [w for w in self.pages[word.page] if abs(w.bottom - word.bottom) < 7]
        return " ".join(w.text for w in sorted(level, key=lambda w: w.left))


def words_of(page: pypdfium2.PdfPage, number: int) -> Iterator[Word]:
    text = page.get_textpage()
    run: list[tuple[str, tuple[float, float, float, float]]] = []
    for index in range(text.count_chars()):
        character, box = text.get_text_range(index, 1), text.get_charbox(index, loose=True)
        apart = run and (abs(box[1] - run[-1][1][1]) > 1 or not -1 < box[0] - run[-1][1][2] < 2)
        if run and (apart or not character.strip()):
            yield _word(run, number)
            run = []
        if character.strip():
            run.append((character, box))
    if run:
        yield _word(run, number)


def _word(run: list[tuple[str, tuple[float, float, float, float]]], number: int) -> Word:
    return Word("".join(c for c, _ in run), run[0][1][0], run[0][1][1], run[-1][1][2], number)


def write_book(folder: Path, sources: dict[str, str] = SOURCES) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in sources.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder = write_book(tmp_path_factory.mktemp("proofs") / "book")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", DAY)
        return build(Request(folder, ("proof",), revision="tercera vuelta"))


@pytest.fixture(scope="module")
def galley(made: Result) -> Sheets:
    return Sheets(made.outputs[0].path)


@pytest.fixture(scope="module")
def pages(made: Result) -> Sheets:
    return Sheets(made.outputs[1].path)


def lines(sheets: Sheets, left: float, right: float) -> list[str]:
    """The lines of type between two edges, page after page."""
    found = []
    for page in sheets.pages:
        inside = [w for w in page if left - 1 <= w.left and w.right <= right + 6]
        levels: dict[int, list[Word]] = {}
        for word in inside:
            key = next((k for k in levels if abs(k - word.bottom) <= 2.5), round(word.bottom))
            levels.setdefault(key, []).append(word)
        found += [" ".join(w.text for w in sorted(levels[k], key=lambda w: w.left)) for k in sorted(levels)[::-1]]
    return found


# both


def test_two_files_are_made_although_there_are_errors(made: Result) -> None:
    assert made.failed
    assert [output.path.name for output in made.outputs] == ["pruebas.galley.pdf", "pruebas.pages.pdf"]
    assert {output.edition for output in made.outputs} == {"proof"}


def test_a_paragraph_stands_beside_its_number_in_both(galley: Sheets, pages: Sheets) -> None:
    assert "uno.md:5 1.2 1 La galera iba y venía" in galley.beside(galley.find("1.2"))
    assert re.search(r"1\.2 \d+ La galera iba y venía", pages.beside(pages.find("1.2")))
    for sheets in (galley, pages):
        assert "Sección" in sheets.beside(sheets.find("1.4"))
        assert "primero" in sheets.beside(sheets.find("1.5"))
        assert "segundo" in sheets.beside(sheets.find("1.6"))
        assert re.search(r"\ba b$", sheets.beside(sheets.find("1.7")))
        assert "Un signo" in sheets.beside(sheets.find("1.8"))


def test_the_lines_of_a_galley_count_in_their_paragraph_and_begin_anew(galley: Sheets) -> None:
    edge = min(word.left for word in galley.words if word.text == "La")
    counted = [w for page in galley.pages for w in sorted(page, key=lambda w: -w.bottom)
               if w.text.isdigit() and edge - 25 < w.right < edge - 5]  # fmt: skip
    numbers = [int(word.text) for word in counted]
    assert numbers.count(1) >= 10
    assert all(after in (1, before + 1) for before, after in pairwise(numbers))
    assert max(numbers) > 40, "the long paragraph goes on over the page"
    assert any(word.text == "(2.2)" for word in galley.words)


def test_the_lines_of_a_page_count_from_one_on_every_page(pages: Sheets) -> None:
    with_type = [page for page in pages.pages if any(word.text == "taller," for word in page)]
    assert len(with_type) >= 3
    for page in with_type:
        counted = [int(w.text) for w in sorted(page, key=lambda w: -w.bottom) if w.text.isdigit() and w.right < -10]
        assert counted == list(range(1, len(counted) + 1))
        assert counted


def test_the_galley_breaks_its_lines_as_print_does(galley: Sheets, pages: Sheets) -> None:
    options_left, measure = 63.0, 319.5
    wide = [line for line in lines(galley, 104.0, 104.0 + measure) if "galera" in line or "mesa" in line]
    printed = [line for line in lines(pages, 40.0, options_left + measure) if "galera" in line or "mesa" in line]
    assert len(wide) > 30
    assert wide == printed


def test_the_page_proofs_have_the_very_lines_of_the_print_edition(tmp_path: Path) -> None:
    sources = {"book.yaml": BOOK, "uno.md": f"# Uno\n\n{WORDS * 30}\n\nMás.\n", "dos.md": SOURCES["dos.md"]}
    result = build(Request(write_book(tmp_path, sources), ("print", "proof")))
    assert not result.failed
    by_name = {output.path.name: output.path for output in result.outputs}
    with pikepdf.open(by_name["pruebas.pdf"]) as book, pikepdf.open(by_name["pruebas.pages.pdf"]) as proof:
        assert len(book.pages) == len(proof.pages)
        for bound, shown in zip(book.pages, proof.pages, strict=True):
            streams = [stream.read_bytes() for stream in shown.Contents]
            assert all(stream.read_bytes() in streams for stream in list(bound.Contents)[:-1])
            assert [float(side) for side in bound.TrimBox] == [float(side) for side in shown.TrimBox]
            assert float(shown.MediaBox[0]) < -100 < 0 < float(bound.MediaBox[2]) < float(shown.MediaBox[2])
        assert [page.label for page in book.pages] == [page.label for page in proof.pages]
    galleys = [use.name for use in result.uses if use.kind == "chapter" and use.reused]
    assert {"uno", "dos"} <= set(galleys), "what print has set serves"


# the margin


def test_a_query_stands_beside_its_line(galley: Sheets, pages: Sheets) -> None:
    for sheets in (galley, pages):
        sign = min((word for word in sheets.words if word.text == "Q1"), key=lambda word: word.left)
        assert "duda." in sheets.beside(sign)
        said = sheets.beside(max((word for word in sheets.words if word.text == "Q1"), key=lambda word: word.left))
        assert "@ana: ¿quién la miraba?" in said
        assert "substitution: calma -> prisa" in " ".join(word.text for word in sheets.words)


def test_a_finding_stands_beside_its_line(galley: Sheets, pages: Sheets) -> None:
    for sheets in (galley, pages):
        note = next(w for w in sheets.words if w.text == "error[LK001]:")
        mark = next(w for w in sheets.pages[note.page] if w.text.startswith("D") and abs(w.bottom - note.bottom) < 1)
        sign = min((w for w in sheets.pages[note.page] if w.text == mark.text), key=lambda word: word.left)
        assert "Una nota" in sheets.beside(sign)


def test_what_has_no_line_stands_on_the_first_sheet(tmp_path: Path) -> None:
    folder = write_book(tmp_path, {**SOURCES, "book.yaml": BOOK + "isbn: {print: 9780306406158}\n"})
    result = build(Request(folder, ("proof",)))
    shown = Sheets(result.outputs[0].path)
    assert "error[CF004]:" in {word.text for word in shown.pages[0]}


def test_no_note_is_lost_when_there_are_more_than_a_page_holds(tmp_path: Path) -> None:
    asked = " ".join(f"palabra{{>>duda{n} {WORDS}<<}}" for n in range(60))
    result = build(Request(write_book(tmp_path, {"uno.md": f"# Uno\n\n{asked}\n"}), ("proof",)))
    for output in result.outputs:
        words = [word.text for word in Sheets(output.path).words]
        assert [n for n in range(60) if f"duda{n}" not in words] == []
        with pikepdf.open(output.path) as pdf:
            assert any("+1" in page.label for page in pdf.pages)


def test_notes_keep_apart_and_stay_in_their_column() -> None:
    column = Column(0, 100, 300, 0)
    notes = tuple(Note(f"Q{n}", "dos palabras", -20, y) for n, y in enumerate([290, 288, 286, 4, 3, 2], 1))
    done = drawn(Marginalia(notes=notes, column=column))
    starts = sorted({line.baseline for line in done.lines if line.text == "dos palabras"}, reverse=True)
    assert len(starts) == 6
    assert all(above - below >= 7 for above, below in pairwise(starts))
    assert starts[-1] > 0
    assert starts[0] < 300
    assert done.rest == ()
    many = drawn(Marginalia(notes=notes * 20, column=column))
    assert len(many.rest) + sum(line.text == "dos palabras" for line in many.lines) == 120


# what is missing


def test_a_missing_picture_is_drawn_large_and_red(made: Result, galley: Sheets) -> None:
    word = galley.find("[Un")
    assert "1.3" in galley.beside(word)
    assert red_near(made.outputs[0].path, word) > 500


def test_a_missing_character_is_drawn_red_on_yellow(made: Result, pages: Sheets) -> None:
    assert red_near(made.outputs[1].path, pages.find("signo"), right=60) > 20


def red_near(path: Path, word: Word, right: float = 200.0) -> int:
    """How many red dots there are round a word, at 144 dots an inch."""
    with pypdfium2.PdfDocument(path) as shown:
        page = shown[word.page]
        left, _, _, top = page.get_mediabox()
        image = page.render(scale=2).to_pil().convert("RGB")
    x, y = 2 * (word.left - left), 2 * (top - word.bottom)
    box = image.crop((int(x - 80), int(y - 60), int(x + 2 * right), int(y + 40)))
    dots = box.tobytes()
    return sum(r > 180 and g < 90 and b < 90 for r, g, b in zip(dots[::3], dots[1::3], dots[2::3], strict=True))


def test_the_red_that_is_looked_for_is_not_everywhere(made: Result, pages: Sheets) -> None:
    assert red_near(made.outputs[1].path, pages.find("Sección"), right=60) == 0


def test_a_chapter_that_cannot_be_set_says_so_in_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Workshop.run

    def failing(self: Workshop, tasks: object) -> Iterator[Answer]:
        for answer in run(self, tasks):  # type: ignore[arg-type]
            broken = answer.task.kind == "galley" and b"veneno" in answer.task.blobs[0]
            yield Answer(answer.task, None, "the process that did it ended") if broken else answer

    monkeypatch.setattr(Workshop, "run", failing)
    folder = write_book(tmp_path, {"uno.md": "# Uno\n\nCon veneno.\n", "dos.md": "# Dos\n\nSin nada.\n"})
    result = build(Request(folder, ("proof",)))
    assert Code.NOT_LAID_OUT in {found.code for found in result.report.errors}
    for output in result.outputs:
        words = " ".join(word.text for word in Sheets(output.path).words)
        assert "Sin nada." in words
        assert "cannot be laid out" in words
    assert len(result.outputs) == 2


# the foot, the links


def test_the_foot_says_which_state_it_is(galley: Sheets) -> None:
    for page in galley.pages:
        foot = " ".join(w.text for w in page if w.bottom < 34)
        assert "2026-02-02 · tercera vuelta" in foot
        assert "PRUEBA · galeradas" in foot


def links_of(path: Path) -> list[str]:
    with pikepdf.open(path) as pdf:
        found = [link for page in pdf.pages for link in page.get("/Annots", [])]
        return [str(link.A.URI) for link in found if "/A" in link and "/URI" in link.A]


def test_every_paragraph_has_a_link_to_its_line(made: Result, tmp_path: Path) -> None:
    found = links_of(made.outputs[0].path)
    assert "../../uno.md" in found
    folder = write_book(tmp_path)
    build(Request(folder, ("proof",), editor="vscode://file/x/{path}:{line}:{column}"))
    for name in ("galley", "pages"):
        led = set(links_of(folder / f"build/proof/pruebas.{name}.pdf"))
        assert {f"vscode://file/x/uno.md:{line}:1" for line in (1, 3, 5, 7, 9)} <= led
        assert "../../uno.md" not in led


def test_a_template_without_a_path_is_refused(tmp_path: Path) -> None:
    refused = CliRunner().invoke(main, ["proof", str(write_book(tmp_path)), "--editor", "vscode://file"])
    assert refused.exit_code == 2
    assert "{path}" in refused.output


def test_proofs_repeat_byte_for_byte(made: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    folder = write_book(tmp_path / "another" / "book")
    again = build(Request(folder, ("proof",), out=tmp_path / "out", revision="tercera vuelta", jobs=1, cache=False))
    assert [output.sha256 for output in again.outputs] == [output.sha256 for output in made.outputs]
    other = build(Request(folder, ("proof",), out=tmp_path / "out", revision="cuarta", jobs=1, cache=False))
    assert other.outputs[0].sha256 != made.outputs[0].sha256


def test_a_proof_of_one_chapter_has_the_names_of_the_whole(tmp_path: Path) -> None:
    result = build(Request(write_book(tmp_path), ("proof",), only="dos.md"))
    words = {word.text for word in Sheets(result.outputs[0].path).words}
    assert {"2.0", "2.1", "2.2"} <= words
    assert "1.1" not in words


# names


def chapters(*said: tuple[str, Matter, str]) -> list[Chapter]:
    return [Chapter(key, key, (), matter, source=Source(f"{key}.md", ""), number=n) for key, matter, n in said]


def test_chapters_are_called_by_their_numbers_or_by_their_part_of_the_book() -> None:
    front, body, back = Matter.FRONT, Matter.BODY, Matter.BACK
    numbered_book = chapters(("a", front, ""), ("b", body, ""), ("c", body, "1"), ("d", body, "2"), ("e", back, ""))
    assert signs(numbered_book) == {"a": "f1", "b": "c1", "c": "1", "d": "2", "e": "b1"}
    bare = chapters(("a", front, ""), ("b", body, ""), ("c", body, ""))
    assert signs(bare) == {"a": "f1", "b": "1", "c": "2"}
    twice = chapters(("a", body, "1"), ("b", body, "1"), ("c", body, "2"))
    assert len(set(signs(twice).values())) == 3
    assert signs([Chapter("title-page", "T", ())]) == {}


def test_every_block_with_words_counts_and_a_table_once() -> None:
    def cell(text: str) -> Element:
        return element("td", text)

    table = element("table", element("tr", cell("a"), cell("b")), element("tr", cell("c"), cell("")))
    body = (
        element("p", "uno"), element("ul", element("li", "dos"), element("li", element("p", "tres"))), table,
        element("figure", Element("img", (("src", "x"),)), element("figcaption", "cinco")), element("p", "seis"),
    )  # fmt: skip
    found = ordinals(numbered(body))
    assert sorted(set(found.values())) == [1, 2, 3, 4, 5, 6, 7]
    names = [(node.tag, node.get("data-par")) for node in walk_named(named(body, "3"))]
    assert names == [("p", "3.1"), ("li", "3.2"), ("p", "3.3"), ("td", "3.4"), ("img", "3.5"), ("figcaption", "3.6"),
                     ("p", "3.7")]  # fmt: skip
    assert named((Text("x"),), "3") == (Text("x"),)


def walk_named(body: tuple[object, ...]) -> Iterator[Element]:
    for node in body:
        if isinstance(node, Element):
            if node.has("data-par"):
                yield node
            yield from walk_named(node.children)


def test_the_ebook_calls_its_paragraphs_as_the_proof_does(tmp_path: Path) -> None:
    clean = {"book.yaml": BOOK, "uno.md": f"# Uno\n\n{WORDS}\n\n- primero\n\nAquí.\n", "dos.md": "# Dos\n\nFin.\n"}
    result = build(Request(write_book(tmp_path, clean), ("ebook", "proof")))
    by_kind = {output.path.suffix: output.path for output in result.outputs}
    with zipfile.ZipFile(by_kind[".epub"]) as archive:
        text = archive.read("EPUB/text/uno.xhtml").decode()
    assert 'data-par="1.2">primero' in text
    assert 'data-par="1.3">Aquí.' in text
    galley = Sheets(next(output.path for output in result.outputs if "galley" in output.path.name))
    assert "Aquí." in galley.beside(galley.find("1.3"))


# the revision


def reader(files: dict[str, str]):  # type: ignore[no-untyped-def]
    def read(path: str) -> bytes:
        if path not in files:
            raise BookError(Code.UNREADABLE_FILE, path)
        return files[path].encode()

    return read


A, B = "a1" * 20, "b2" * 20
MAIN = "ref: refs/heads/main\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, ""),
        ({".git/HEAD": f"{A}\n"}, A[:10]),
        ({".git/HEAD": MAIN, ".git/refs/heads/main": f"{A}\n", ".git/packed-refs": f"{B} refs/heads/main\n"}, A[:10]),
        ({".git/HEAD": MAIN, ".git/packed-refs": f"# pack-refs\n{A} refs/heads/x\n{B} refs/heads/main\n"}, B[:10]),
        ({".git/HEAD": MAIN}, ""),
        ({".git/HEAD": "ref: refs/../../secret\n", ".git/refs/../../secret": f"{A}\n"}, ""),
        ({".git/HEAD": "<script>\n"}, ""),
        ({".git": "gitdir: ../elsewhere\n"}, ""),
    ],
    ids=["no repository", "detached", "a branch", "packed", "no commit yet", "leads out", "not ours", "a worktree"],
)  # fmt: skip
def test_the_revision_is_read_from_gits_own_files(files: dict[str, str], expected: str) -> None:
    assert revision_of(reader(files)) == expected


def test_a_proof_of_a_repository_says_its_commit(tmp_path: Path) -> None:
    folder = write_book(tmp_path / "book", {"uno.md": "# Uno\n\nHola.\n"})
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text(A + "\n")
    shown = Sheets(build(Request(folder, ("proof",))).outputs[0].path)
    assert A[:10] in {word.text for word in shown.words}
    shutil.rmtree(folder / ".git")
    shown = Sheets(build(Request(folder, ("proof",))).outputs[0].path)
    assert A[:10] not in {word.text for word in shown.words}
