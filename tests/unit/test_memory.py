"""What is remembered: a chapter as far as it goes alone, and a whole build; told by content, and no longer than so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from specimens import picture

from pipeline.cache import Use
from pipeline.cli import main
from pipeline.memory import Recalled, recalled
from pipeline.run import Request, Result, build, resolved

ROOT = Path(__file__).parents[2]
TODAY = "1767225600"


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", TODAY)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "book.yaml").write_text("title: Libro\nlanguage: es\nauthor: Autora\n", encoding="utf-8")
    (folder / "a.md").write_text("# Uno\n\nVa \"esto\"...\n\n![x](x.png)\n", encoding="utf-8")
    (folder / "b.md").write_text("# Dos\n\nTexto con 𓀀.\n\n## \n\nFin.\n", encoding="utf-8")
    (folder / "x.png").write_bytes(picture("PNG", "40x20"))
    return folder


def told(result: Result) -> list[str]:
    return [f"{found} | {found.hint}" for found in result.report.diagnostics]


def ebook(folder: Path) -> Result:
    return build(Request(folder, ("ebook",)))


def is_remembered(result: Result) -> bool:
    return result.book is None and [name for name, _ in result.seconds] == ["unchanged"]


# a whole build


def test_what_was_looked_at_a_moment_ago_is_not_looked_at_again_unless_others_have_built(book: Path) -> None:
    asked = Request(book, ("ebook",))
    assert recalled(asked, recalled(asked)) == Recalled(None)  # nothing is remembered yet
    ebook(book)
    (book / "a.md").write_text("# Uno\n\nOtra.\n", encoding="utf-8")
    before = recalled(asked)
    assert before.changed == ("a.md has changed",)
    assert recalled(asked, before) is before
    ebook(book)
    again = recalled(asked, before)
    assert again.result is not None
    assert again.result.outputs


def test_a_build_of_the_same_is_the_last_one(book: Path) -> None:
    first, second = ebook(book), ebook(book)
    assert not is_remembered(first)
    assert is_remembered(second)
    assert second.outputs == first.outputs
    assert second.summary == first.summary
    assert told(second) == told(first) != []


def change(path: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        (folder / path).write_bytes((folder / path).read_bytes() + b"\n")

    return edit


EDITS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a chapter": (change("a.md"), "a.md has changed"),
    "the settings": (change("book.yaml"), "book.yaml has changed"),
    "a picture": (change("x.png"), "x.png has changed"),
    "a chapter gone": (lambda folder: (folder / "b.md").unlink(), "b.md has changed"),
    "a chapter more": (lambda folder: shutil.copy(folder / "b.md", folder / "c.md") and None, "has come or gone"),
    "a file more": (lambda folder: (folder / "notes.doc").touch(), "a file has come or gone"),
    "an output changed": (lambda folder: change("build/ebook/libro.epub")(folder), "libro.epub is not as it was"),
    "an output gone": (lambda folder: (folder / "build/ebook/libro.epub").unlink(), "libro.epub is not as it was"),
}


@pytest.mark.parametrize(("edit", "reason"), EDITS.values(), ids=EDITS)
def test_whatever_has_changed_is_seen_and_said(edit: Callable[[Path], None], reason: str, book: Path) -> None:
    ebook(book)
    edit(book)
    second = ebook(book)
    assert not is_remembered(second)
    assert [words for words in second.changed if reason in words]
    assert [output.path.is_file() for output in second.outputs] == [True]
    assert is_remembered(ebook(book))


def test_dates_of_files_do_not_count(book: Path) -> None:
    ebook(book)
    os.utime(book / "a.md", (1, 1))
    assert is_remembered(ebook(book))


def test_another_day_another_request_or_another_place_is_another_build(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ebook(book)
    assert not is_remembered(build(Request(book, ("ebook",), strict=True)))
    assert not is_remembered(build(Request(book, ("ebook",), draft=True)))
    assert not is_remembered(build(Request(book, ("ebook",), out=tmp_path / "out")))
    assert not is_remembered(build(Request(book, ("ebook",), cache=False)))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(TODAY) + 86400))
    assert not is_remembered(ebook(book))


def test_a_failed_build_fails_again_with_the_same_findings(book: Path) -> None:
    (book / "a.md").write_text("# Uno\n\n[gone](gone.md)\n", encoding="utf-8")
    runs = [CliRunner().invoke(main, ["build", str(book), "-e", "ebook"]) for _ in range(2)]
    assert [run.exit_code for run in runs] == [1, 1]
    assert runs[0].stderr == runs[1].stderr
    assert "LK001" in runs[1].stderr
    assert is_remembered(ebook(book))


def test_a_strict_build_stays_failed_and_another_does_not(book: Path) -> None:
    command = ["build", str(book), "-e", "ebook"]
    codes = [CliRunner().invoke(main, [*command, *more]).exit_code for more in ([], ["--strict"], [], ["--strict"])]
    assert codes == [0, 1, 0, 1]


def test_without_a_cache_nothing_is_kept(book: Path) -> None:
    build(Request(book, ("ebook",), cache=False))
    assert not (book / "build" / ".cache").exists()


def test_names_that_are_no_utf_8_are_no_fault(book: Path) -> None:
    (book / os.fsdecode(b"caf\xe9.md")).write_text("# Tres\n\nTexto.\n", encoding="utf-8")
    first, second = ebook(book), ebook(book)
    assert told(second) == told(first)
    assert first.failed == second.failed


def test_clean_deletes_what_is_kept_and_leaves_the_editions(book: Path) -> None:
    ebook(book)
    done = CliRunner().invoke(main, ["clean", str(book)])
    assert (done.exit_code, done.stdout.split()[-1]) == (0, "freed")
    assert not (book / "build" / ".cache").exists()
    assert (book / "build" / "ebook" / "libro.epub").is_file()
    assert CliRunner().invoke(main, ["clean", str(book)]).stdout == "there was nothing to delete\n"


def test_explain_says_what_was_reused_and_why_not(book: Path) -> None:
    command = ["build", str(book), "-e", "ebook", "--explain"]
    first = CliRunner().invoke(main, command).stdout
    assert "because: there was nothing to compare with" in first
    assert "text: 0 reused, 2 made: a, b" in first
    assert "nothing has changed" in CliRunner().invoke(main, command).stdout
    change("a.md")(book)
    again = CliRunner().invoke(main, command).stdout
    assert "because: a.md has changed" in again
    assert "text: 1 reused, 1 made: a" in again


# a chapter


def drafts(result: Result) -> list[Use]:
    return [use for use in result.uses if use.kind == "text"]


def through(folder: Path, out: Path, *, cached: bool = True) -> Result:
    """The plan alone: no edition."""
    request = Request(folder, out=out, cache=cached)
    result, store = Result(), request.store
    result.book, _ = resolved(request, result, store=store)
    store.trim()
    result.uses = store.uses
    return result


COMES_AND_GOES: dict[str, Callable[[Path], None]] = {
    "changes": lambda path: path.write_text("Otra cosa.\n", encoding="utf-8") and None,
    "goes": lambda path: path.unlink(),
}


@pytest.mark.parametrize("edit", COMES_AND_GOES.values(), ids=COMES_AND_GOES)
def test_a_chapter_is_drafted_again_when_a_file_that_it_takes_in_is_another(
    edit: Callable[[Path], None], book: Path, tmp_path: Path
) -> None:
    (book / "a.md").write_text('# Uno\n\n{{< asciinema "part.cast" >}}\n', encoding="utf-8")
    absent = through(book, tmp_path)
    (book / "part.cast").write_text("Una cosa.\n", encoding="utf-8")
    there = through(book, tmp_path)
    assert made(there) == ["a"], "the file has come"
    assert made(through(book, tmp_path)) == []
    edit(book / "part.cast")
    other = through(book, tmp_path)
    assert made(other) == ["a"]
    assert told(other) == told(through(book, tmp_path, cached=False))
    assert told(absent) != told(there)


def made(result: Result) -> list[str]:
    return [use.name for use in drafts(result) if not use.reused]


def test_another_setting_is_another_draft(book: Path, tmp_path: Path) -> None:
    through(book, tmp_path)
    with (book / "book.yaml").open("a", encoding="utf-8") as file:
        file.write("typography: {quotes: keep}\n")
    assert made(through(book, tmp_path)) == ["a", "b"]


BOOKS = [ROOT / "book", *sorted((ROOT / "tests" / "books").glob("*/"))]


@pytest.mark.parametrize("folder", BOOKS, ids=lambda folder: folder.name)
def test_findings_and_changes_are_the_same_from_the_cache(folder: Path, tmp_path: Path) -> None:
    first, second = through(folder, tmp_path), through(folder, tmp_path)
    bare = through(folder, tmp_path, cached=False)
    assert {use.reused for use in drafts(first)} == {False}
    assert {use.reused for use in drafts(second)} == {True}
    assert told(first) == told(second) == told(bare)
    assert changes(first) == changes(second) == changes(bare)
    assert first.book == second.book == bare.book


def changes(result: Result) -> list[object]:
    return list(result.report.changes)
