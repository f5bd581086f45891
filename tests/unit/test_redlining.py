"""`galerada proof --against`: two revisions, two folders, an EPUB; what the pages show, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner, Result

from pipeline import history, jail
from pipeline.cli import main
from pipeline.diagnostics import BookError, Code
from pipeline.history import taken_out
from pipeline.meter.glyphs import Glyph, sheets
from pipeline.model import Limits
from pipeline.nodes import elements
from pipeline.read.publication import book_of, tree_of
from pipeline.write.xhtml import serialise

BOOKS = Path(__file__).parents[1] / "books"
WHO = {"GIT_AUTHOR_NAME": "Ana", "GIT_AUTHOR_EMAIL": "ana@example.org", "GIT_COMMITTER_NAME": "Ana",
       "GIT_COMMITTER_EMAIL": "ana@example.org", "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
       "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z", "GIT_CONFIG_GLOBAL": os.devnull}  # fmt: skip
TODAY = {"SOURCE_DATE_EPOCH": "1767225600"}
EDITS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "inline.md": (("A hard break", "A very hard break"), ("**strong**", "*strong*"), ("# Third level", "# Third step")),
    "shortcodes.md": (("Hot **metal**", "Red-hot **metal**"), ("hint warning", "hint danger")),
    "blocks.md": (("Its definition", "The definition"), ("    return", "    yield")),
    "notes.md": (("The first, with", "The very first, with"),),
}
"""What an editor did to the book `kitchen-sink`: words, marks, a heading, a shortcode, code, a note."""


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, env={**os.environ, **WHO}, capture_output=True, check=True)
    return done.stdout.decode().strip()


def edit(book: Path) -> None:
    """The editor's changes, and two paragraphs that change their places."""
    for name, pairs in EDITS.items():
        path = book / "chapters" / name
        text = path.read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    path = book / "chapters" / "inline.md"
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    moved = next(place for place, block in enumerate(blocks) if block.startswith("A foreign word"))
    blocks.append(blocks.pop(moved).strip())
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the book in a folder of it, tagged before and after the editor's changes."""
    root = tmp_path_factory.mktemp("repository")
    shutil.copytree(BOOKS / "kitchen-sink", root / "book", ignore=shutil.ignore_patterns("golden", "build"))
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "first")
    git(root, "tag", "first")
    edit(root / "book")
    git(root, "commit", "-qam", "second")
    return root


def proof(book: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["proof", str(book), *words], catch_exceptions=False, env=TODAY)


@dataclass(frozen=True)
class Made:
    rows: list[dict[str, Any]]
    pdf: bytes


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of outputs, whose cache most of these tests share."""
    return tmp_path_factory.mktemp("out")


@pytest.fixture(scope="module")
def made(repository: Path, out: Path) -> Made:
    done = proof(repository / "book", "--against", "first", "--changes", "json", "-o", str(out))
    assert done.exit_code == 0, done.output
    told = json.loads((out / "proof" / "sink.redline.json").read_text(encoding="utf-8"))
    assert told["old"].startswith("first (")
    return Made(told["changes"], (out / "proof" / "sink.redline.pdf").read_bytes())


def test_every_change_between_two_revisions_is_listed(made: Made) -> None:
    told = [(row["kind"], row["what"], row["old"], row["new"]) for row in made.rows]
    moved = "A foreign word startup, a superscript x2, a Ctrl key, and an HTML word."
    assert told == [
        ("markup", "paragraph", "strong", "strong"),
        ("inserted", "paragraph", "", "very"),
        ("moved", "paragraph", moved, moved),
        ("replaced", "heading", "level", "step"),
        ("replaced", "definition", "Its", "The"),
        ("replaced", "code", "return", "yield"),
        ("markup", "box", "Warning Hot metal.", "Danger Red-hot metal."),
        ("replaced", "heading", "Warning", "Danger"),
        ("replaced", "paragraph", "Hot", "Red-hot"),
        ("inserted", "note", "", "very"),
    ]


def test_a_change_says_its_places_in_both_manuscripts(made: Made) -> None:
    very = next(row for row in made.rows if row["new"] == "very")
    assert (very["path"], very["source_line"]) == ("chapters/inline.md", 12)
    assert very["paragraph"] == "1.3"
    gone = next(row for row in made.rows if row["kind"] == "moved")
    assert gone["old_path"] == "chapters/inline.md"
    assert gone["note"] == "moved from 1.5"


# the pages


@dataclass(frozen=True)
class Page:
    glyphs: tuple[Glyph, ...]
    bars: list[tuple[float, float]]
    """From bottom to top."""

    def at(self, baseline: float) -> str:
        """What stands at one height, between the margins."""
        return "".join(one.text for one in self.glyphs if abs(one.baseline - baseline) < 1.5 and 0 < one.left < 400)

    def number(self, line: int) -> float:
        """The baseline that the margin gives this number."""
        rows: dict[float, str] = {}
        for one in self.glyphs:
            if -41 < one.left < -20 and one.text.isdigit():
                rows[round(one.baseline, 1)] = rows.get(round(one.baseline, 1), "") + one.text
        return next(baseline for baseline, said in rows.items() if said == str(line))


def pages(data: bytes) -> dict[str, Page]:
    """The pages by their labels."""
    found: dict[str, Page] = {}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for sheet, page in zip(sheets(data, "redline"), pdf.pages, strict=True):
            found[page.label] = Page(sheet.glyphs, list(_bars(page)))
    return found


def _bars(page: pikepdf.Page) -> list[tuple[float, float]]:
    """Upright strokes of a bar's width."""
    made, width, start = [], 0.0, (0.0, 0.0)
    for operands, operator in pikepdf.parse_content_stream(page):
        values = [float(one) for one in operands] if str(operator) in {"w", "m", "l"} else []
        match str(operator):
            case "w":
                width = values[0]
            case "m":
                start = (values[0], values[1])
            case "l" if width == 1.2 and values[0] == start[0]:
                made.append(tuple(sorted((start[1], values[1]))))
    return made


def test_each_change_stands_on_the_page_and_line_that_the_list_names(made: Made) -> None:
    book = pages(made.pdf)
    faults = [row for row in made.rows if not _is_there(row, book[row["page"]])]
    assert faults == []
    assert len({row["page"] for row in made.rows}) > 3


def _is_there(row: Mapping[str, Any], page: Page) -> bool:
    said = "".join((row["new"] or row["old"]).split())[:6]
    line = page.at(page.number(row["line"]))
    return said.casefold() in "".join(line.split()).casefold()


def test_a_bar_stands_beside_each_changed_line_and_no_other(made: Made) -> None:
    book = pages(made.pdf)
    for row in made.rows:
        page = book[row["page"]]
        baseline = page.number(row["line"])
        assert any(low < baseline < high for low, high in page.bars), row
    clean = [page for label, page in book.items() if label not in {row["page"] for row in made.rows}]
    assert len([page for page in clean if not page.bars]) >= len(clean) - 1  # a moved paragraph left one


def test_a_list_that_names_another_line_would_be_seen(made: Made) -> None:
    book = pages(made.pdf)
    wrong = [{**row, "line": row["line"] + 1} for row in made.rows if row["new"] == "very"]
    assert [row for row in wrong if _is_there(row, book[row["page"]])] == []


def test_the_foot_names_both_versions(made: Made) -> None:
    page = pages(made.pdf)["1"]
    foot = "".join(one.text for one in page.glyphs if one.baseline < 0)
    assert "first" in foot
    assert "PROOF" in foot


def test_what_went_and_what_came_stand_on_the_page_in_their_colours(made: Made) -> None:
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        drawn = b"".join(page.Contents.read_bytes() if not isinstance(page.Contents, pikepdf.Array)
                         else b"".join(one.read_bytes() for one in page.Contents) for page in pdf.pages)  # fmt: skip
    found = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) rg", drawn)
    colours = {tuple(round(float(part), 2) for part in colour) for colour in found}
    assert (0.0, 0.44, 0.1) in colours
    assert (0.7, 0.0, 0.11) in colours


def test_the_same_two_versions_make_the_same_bytes(repository: Path, made: Made, tmp_path: Path) -> None:
    done = proof(repository / "book", "--against", "first", "-o", str(tmp_path))
    assert done.exit_code == 0
    assert (tmp_path / "proof" / "sink.redline.pdf").read_bytes() == made.pdf


# other versions


def test_a_book_against_its_own_revision_has_no_change(repository: Path, tmp_path: Path) -> None:
    done = proof(repository / "book", "--against", "HEAD", "--only", "4", "-o", str(tmp_path), "--json")
    assert json.loads(done.stdout)["changes"] == {}


def test_a_folder_is_compared_as_a_revision_is(repository: Path, made: Made, out: Path) -> None:
    done = proof(repository / "book", "--against", str(BOOKS / "kitchen-sink"), "--changes", "csv", "-o", str(out))
    assert done.exit_code == 0
    rows = list(csv.DictReader(io.StringIO((out / "proof" / "sink.redline.csv").read_text(encoding="utf-8"))))
    assert [row["new"] for row in rows] == [row["new"] for row in made.rows]


def test_our_own_epub_is_the_book_it_was_made_from(repository: Path, out: Path) -> None:
    book = BOOKS / "kitchen-sink"
    built = CliRunner().invoke(main, ["build", str(book), "-e", "ebook", "-o", str(out)], env=TODAY)
    assert built.exit_code == 0
    ours = str(out / "ebook" / "sink.epub")
    assert "changes: none" in proof(book, "--against", ours, "-o", str(out), "--only", "4").stdout
    done = proof(repository / "book", "--against", ours, "-o", str(out), "--changes", "markdown")
    assert done.exit_code == 0
    told = (out / "proof" / "sink.redline.md").read_text(encoding="utf-8")
    for words in ("~~Its~~ **The**", "~~level~~ **step**", "**very**", "~~return~~ **yield**"):
        assert words in told


def test_typography_is_passed_over_on_request(tmp_path: Path) -> None:
    for name, text in (("old", "# T\n\nEn 10 000 casas.\n"), ("new", "# T\n\nEn 10\u202f000 casas.\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_text(text, encoding="utf-8")
        (tmp_path / name / "book.yaml").write_text("title: L\nlanguage: es\nauthor: A\n", encoding="utf-8")
    against = ("--against", str(tmp_path / "old"), "-o", str(tmp_path / "out"))
    assert "changes: 1 typography" in proof(tmp_path / "new", *against).stdout
    assert "changes: none" in proof(tmp_path / "new", *against, "--no-typography").stdout


# what is refused


@pytest.mark.parametrize(
    ("against", "code"),
    [("no-such-revision", "DF003"), ("--upload-pack=x", "DF003"), ("first~9", "DF003"), ("no-such.epub", "DF003")],
)
def test_a_version_that_is_not_there_is_told(repository: Path, against: str, code: str) -> None:
    done = proof(repository / "book", f"--against={against}")
    assert done.exit_code == 1
    assert f"error[{code}]" in done.stderr
    assert "hint: " in done.stderr


def test_a_folder_without_history_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# T\n\nUno.\n", encoding="utf-8")
    done = proof(tmp_path, "--against", "HEAD")
    assert done.exit_code == 1
    assert "error[DF002]" in done.stderr


def test_a_machine_without_git_is_told(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history.shutil, "which", lambda name: None)
    done = proof(repository / "book", "--against", "first")
    assert "error[DF001]" in done.stderr


def test_a_revision_older_than_the_book_is_told(repository: Path, tmp_path: Path) -> None:
    new = repository / "later"
    new.mkdir()
    (new / "a.md").write_text("# T\n\nUno.\n", encoding="utf-8")
    try:
        done = proof(new, "--against", "first", "-o", str(tmp_path))
    finally:
        shutil.rmtree(new)
    assert "error[DF004]" in done.stderr


def test_git_is_not_asked_about_a_strangers_book(repository: Path, tmp_path: Path) -> None:
    from pipeline.commands.redlining import made as make
    from pipeline.request import Against, Request

    request = Request(repository / "book", ("proof",), tmp_path, untrusted=True, against=Against("first"))
    result = make(request, lambda stage, what: None, None)  # type: ignore[arg-type]
    assert [found.code for found in result.report.errors] == [Code.GIT_REFUSED]


def test_an_epub_that_is_none_is_told(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "a.epub").write_bytes(b"no archive")
    done = proof(repository / "book", "--against", str(tmp_path / "a.epub"))
    assert "error[DF006]" in done.stderr


def test_an_earlier_version_with_errors_is_compared_and_told(tmp_path: Path) -> None:
    for name, text in (("old", "# T\n\n[Uno](nowhere.md) dos.\n"), ("new", "# T\n\nUno dos tres.\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_text(text, encoding="utf-8")
        (tmp_path / name / "book.yaml").write_text("title: L\nlanguage: es\nauthor: A\n", encoding="utf-8")
    done = proof(tmp_path / "new", "--against", str(tmp_path / "old"), "-o", str(tmp_path / "out"))
    assert done.exit_code == 0
    assert "remark[DF007]" in done.stderr
    assert "1 inserted" in done.stdout


def test_a_book_too_large_is_refused_before_it_is_written(repository: Path, tmp_path: Path) -> None:
    with pytest.raises(BookError) as found:
        taken_out(repository / "book", "first", tmp_path, Limits(files=2))
    assert found.value.diagnostic.code is Code.TOO_MANY_FILES
    assert list(tmp_path.iterdir()) == []


def test_a_tree_made_by_hand_writes_nothing_outside(repository: Path, tmp_path: Path) -> None:
    blob = git(repository, "hash-object", "-w", "book/book.yaml")
    entries = f"100644 blob {blob}\t..\n100644 blob {blob}\tgood.md\n120000 blob {blob}\tlink.md\n"
    made = subprocess.run(["git", "mktree"], cwd=repository, input=entries.encode(), capture_output=True, check=True,
                          env={**os.environ, **WHO})  # fmt: skip
    outer = f"040000 tree {made.stdout.decode().strip()}\tbook\n"
    tree = subprocess.run(["git", "mktree"], cwd=repository, input=outer.encode(), capture_output=True, check=True,
                          env={**os.environ, **WHO})  # fmt: skip
    commit = git(repository, "commit-tree", tree.stdout.decode().strip(), "-m", "x")
    taken_out(repository / "book", commit, tmp_path / "in")
    assert [path.relative_to(tmp_path).as_posix() for path in sorted(tmp_path.rglob("*"))] == ["in", "in/good.md"]


# an EPUB's page


def test_a_page_becomes_a_tree_without_what_no_book_may_hold() -> None:
    inside = "<div/><p>Uno <a id='x'/>dos<br/></p><script>alert(1)</script><p onclick='x'>tres</p>"
    page = f"<html><body>\n{inside}</body></html>"
    body = tree_of(page, "a.xhtml")
    assert serialise(body).strip() == '<div></div><p>Uno <a id="x"></a>dos<br/></p><p>tres</p>'
    paragraph = next(elements(body, "p"))
    assert (paragraph.pos.path, paragraph.pos.line) == ("a.xhtml", 2)


def epub(pages: Mapping[str, str]) -> bytes:
    """An EPUB of nobody's making, its pages by their names."""
    out = io.BytesIO()
    items = "".join(f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>' for name in pages)
    spine = "".join(f'<itemref idref="{name}"/>' for name in pages)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/container.xml", '<container><rootfile full-path="p.opf"/></container>')
        archive.writestr("p.opf", f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>")
        for name, body in pages.items():
            archive.writestr(f"{name}.xhtml", f"<html><head><title>T</title></head><body>{body}</body></html>")
    return out.getvalue()


STRANGER = """<div class="calibre"><h1 class="c1">Uno</h1>
<p class="c2"><span class="c3">Una</span> casa
<i class="c4">roja</i>.<a epub:type="noteref" href="#n1"><sup>1</sup></a></p>
<p class="c2">Dos <b>casas</b>: &#xe1;rbol.</p>
<aside epub:type="footnote" id="n1"><p>Una nota.</p></aside></div>"""


def test_a_strangers_epub_is_compared_by_its_words(tmp_path: Path) -> None:
    book = tmp_path / "book"
    book.mkdir()
    (book / "book.yaml").write_text("title: L\nlanguage: es\nauthor: A\n", encoding="utf-8")
    text = "# Uno\n\nUna casa *roja*.[^1]\n\nDos **casas**: árbol.\n\n[^1]: Una nota.\n"
    (book / "a.md").write_text(text, encoding="utf-8")
    (tmp_path / "a.epub").write_bytes(epub({"x1": STRANGER}))
    against = ("--against", str(tmp_path / "a.epub"), "-o", str(tmp_path / "out"), "--json")
    assert json.loads(proof(book, *against).stdout)["changes"] == {}
    (book / "a.md").write_text(text.replace("Dos **casas**", "Tres casas"), encoding="utf-8")
    assert json.loads(proof(book, *against).stdout)["changes"] == {"replaced": 1, "markup": 1}


def test_an_epub_with_a_page_too_large_is_refused() -> None:
    with pytest.raises(BookError) as found:
        book_of(epub({"x1": "<p>a</p>" * 400_000}), "a.epub")
    assert found.value.diagnostic.code is Code.FILE_TOO_LARGE


def test_an_epub_without_a_page_is_told() -> None:
    with pytest.raises(BookError) as found:
        book_of(epub({}), "a.epub")
    assert found.value.diagnostic.code is Code.OTHER_UNREADABLE


@pytest.mark.skipif(bool(jail.lacking()), reason=f"no whole jail here: {jail.lacking()}")
@pytest.mark.parametrize("kind", ["folder", "epub"])
def test_a_strangers_book_is_compared_in_a_jail(kind: str, tmp_path: Path) -> None:
    for name, text in (("old", "# Uno\n\nUna casa.\n"), ("new", "# Uno\n\nUna casa roja.\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_text(text, encoding="utf-8")
        (tmp_path / name / "book.yaml").write_text("title: L\nlanguage: es\nauthor: A\n", encoding="utf-8")
    (tmp_path / "old.epub").write_bytes(epub({"x1": "<h1>Uno</h1><p>Una casa.</p>"}))
    other = str(tmp_path / ("old" if kind == "folder" else "old.epub"))
    words = ["proof", str(tmp_path / "new"), "--against", other, "--untrusted", "--json"]
    command = [sys.executable, "-m", "pipeline", *words]
    done = subprocess.run(command, capture_output=True, cwd=Path(__file__).parents[2], check=False)
    assert json.loads(done.stdout)["changes"] == {"inserted": 1}, done.stderr
