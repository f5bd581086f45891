"""The proof pack, and the figures of a book."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main

SOURCES = {
    "book.yaml": "title: Pack & Go\nlanguage: en\nauthor: Ana\nchapters: [one.md, two.md]\n",
    "one.md": f"# One\n\n{'word ' * 476}\n\nA doubt.{{>>@ana why?<<}}\n",
    "two.md": "# Two\n\n=Sum & more\n\nSecond {++new++} words.\n",
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    folder.mkdir()
    for name, text in SOURCES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


def pack_of(folder: Path) -> bytes:
    (found,) = folder.glob("build/proof/*.pack.zip")
    return found.read_bytes()


def test_a_pack_holds_what_an_editor_needs(book: Path) -> None:
    assert run("proof", book, "--pack").exit_code == 1, "marks are open"
    with zipfile.ZipFile(io.BytesIO(pack_of(book))) as archive:
        files = {name.removeprefix("pack-go-proofs/"): archive.read(name) for name in archive.namelist()}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    web = {name for name in files if name.startswith("web/")}
    assert {"web/index.html", "web/queries.html", "web/search.html"} <= web
    assert any(b'id="p1.2"' in files[name] for name in web if name.endswith(".html")), "paragraphs have their names"
    assert set(files) - web == {
        "index.html", "pack-go.galley.pdf", "pack-go.pages.pdf", "queries.csv", "queries.md", "stylesheet.yaml",
        "statistics.csv", "statistics.html",
    }  # fmt: skip
    for name in ("pack-go.galley.pdf", "pack-go.pages.pdf"):
        assert files[name] == (book / "build" / "proof" / name).read_bytes()
    table = list(csv.DictReader(io.StringIO(files["queries.csv"].decode())))
    assert [(row["number"], row["page"], row["paragraph"]) for row in table] == [("1", "2", "1.2"), ("2", "3", "2.2")]
    assert "- [ ] **1** p. 2, l. " in files["queries.md"].decode()
    assert links(files["index.html"]) == [*sorted(set(files) - web - {"index.html"}, key=list(files).index),
                                          "web/index.html"]  # fmt: skip
    assert b"Pack &amp; Go" in files["statistics.html"]


def links(page: bytes) -> list[str]:
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend(value or "" for name, value in attrs if name == "href")

    Reader().feed(page.decode())
    return found


def test_a_pack_is_the_same_twice_and_another_for_another_book(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1770000000")
    run("proof", book, "--pack", "--no-cache")
    first = pack_of(book)
    run("proof", book, "--pack", "--no-cache")
    assert pack_of(book) == first
    (book / "two.md").write_text(SOURCES["two.md"].replace("Second", "Third"), encoding="utf-8")
    run("proof", book, "--pack", "--no-cache")
    assert pack_of(book) != first


def test_a_pack_is_made_again_when_it_is_gone_and_not_when_it_is_there(book: Path) -> None:
    assert "pack.zip" in run("proof", book, "--pack").stdout
    (found,) = book.glob("build/proof/*.pack.zip")
    written = found.stat().st_mtime_ns
    assert "pack.zip" in run("proof", book, "--pack").stdout
    assert found.stat().st_mtime_ns == written
    found.unlink()
    run("proof", book, "--pack")
    assert found.is_file()


def test_a_pack_of_one_chapter_has_its_queries_alone(book: Path) -> None:
    run("proof", book, "--pack", "--only", "two.md")
    with zipfile.ZipFile(io.BytesIO(pack_of(book))) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("queries.csv"))
        table = list(csv.DictReader(io.StringIO(archive.read(name).decode())))
    assert [(row["number"], row["chapter"], row["paragraph"]) for row in table] == [("2", "Two", "2.2")]


def test_a_pack_holds_the_redline_that_was_asked_for(book: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier"
    shutil.copytree(book, earlier)
    (book / "two.md").write_text("# Two\n\nSomething else altogether.\n", encoding="utf-8")
    run("proof", book, "--pack", "--against", earlier)
    with zipfile.ZipFile(io.BytesIO(pack_of(book))) as archive:
        names = {name.rpartition("/")[2] for name in archive.namelist()}
        assert {"pack-go.redline.pdf", "pack-go.redline.csv", "pack-go.galley.pdf"} <= names
        (listed,) = (archive.read(name).decode() for name in archive.namelist() if name.endswith("redline.csv"))
        assert "altogether" in listed
    run("proof", book, "--pack")
    with zipfile.ZipFile(io.BytesIO(pack_of(book))) as archive:
        assert not any("redline" in name for name in archive.namelist())


def test_a_pack_is_made_although_the_earlier_version_is_not_there(book: Path, tmp_path: Path) -> None:
    done = run("proof", book, "--pack", "--against", tmp_path / "nowhere")
    assert done.exit_code == 1
    assert "error[DF002]" in done.stderr
    with zipfile.ZipFile(io.BytesIO(pack_of(book))) as archive:
        assert any(name.endswith("queries.csv") for name in archive.namelist())


# figures


def test_a_book_is_told_in_figures(book: Path) -> None:
    told = json.loads(run("stats", book, "--format", "json").stdout)
    one, two = told["chapters"]
    assert (one["chapter"], one["title"], one["words"], one["minutes"], one["pages"]) == ("1", "One", 478, 2.0, 2)
    assert (two["words"], two["pages"], two["signatures"]) == (5, 1, 0.06)
    assert told["book"]["words"] == 483
    assert told["book"]["pages"] == 9, "title pages and blanks count"
    assert told["book"]["signatures"] == 1.0
    assert not (book / "build").exists(), "nothing is written"


def test_the_forms_tell_the_same(book: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("stats", book, "--format", "csv").stdout)))
    assert [row["words"] for row in rows] == ["478", "5", "483"]
    text = run("stats", book).stdout.splitlines()
    assert [line.split()[-1] for line in text[1:]] == ["One", "Two", "Go"]
    page = run("stats", book, "--format", "html").stdout
    assert page.count("<tr>") == 4
    assert 'style="width: 100%"' in page


def test_a_book_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = run("stats", tmp_path / "nowhere")
    assert done.exit_code == 1
    assert "RD001" in done.stderr
