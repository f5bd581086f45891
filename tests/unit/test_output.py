"""Outputs are written all or none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.diagnostics import BookError, Code
from pipeline.output import Made, write_all


def made(folder: Path, words: bytes) -> list[Made]:
    ebook = Made("ebook", folder / "ebook" / "a.epub", words, None)
    return [ebook, Made("print", folder / "print" / "a.pdf", words, 3)]


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_new_outputs_take_the_place_of_the_old_ones(tmp_path: Path) -> None:
    write_all(made(tmp_path, b"old"))
    told = write_all(made(tmp_path, b"newer"))
    assert files(tmp_path) == {"ebook/a.epub": b"newer", "print/a.pdf": b"newer"}
    assert [(output.edition, output.size, output.pages) for output in told] == [("ebook", 5, None), ("print", 5, 3)]


def test_when_one_cannot_be_switched_all_stay_as_they_were(tmp_path: Path) -> None:
    write_all(made(tmp_path, b"old"))
    (tmp_path / "print" / "a.pdf").unlink()
    (tmp_path / "print" / "a.pdf").mkdir()
    with pytest.raises(BookError) as refused:
        write_all(made(tmp_path, b"new"))
    assert refused.value.diagnostic.code is Code.NOT_WRITTEN
    assert files(tmp_path) == {"ebook/a.epub": b"old"}


def test_when_one_cannot_be_switched_none_is_new(tmp_path: Path) -> None:
    (tmp_path / "print" / "a.pdf").mkdir(parents=True)
    with pytest.raises(BookError):
        write_all(made(tmp_path, b"new"))
    assert files(tmp_path) == {}


def test_a_disk_without_hard_links_does_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    write_all(made(tmp_path, b"old"))
    write_all(made(tmp_path, b"new"))
    assert files(tmp_path) == {"ebook/a.epub": b"new", "print/a.pdf": b"new"}


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_all(made(tmp_path, b"old"))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BookError) as refused:
        write_all(made(tmp_path, b"new"))
    assert refused.value.diagnostic.hint == "free some space"
    assert files(tmp_path) == {"ebook/a.epub": b"old", "print/a.pdf": b"old"}


def test_where_errors_leave_nothing_to_write_nothing_is_written() -> None:
    assert write_all([]) == ()


def test_one_file_needs_nothing_around_it(tmp_path: Path) -> None:
    for words in (b"old", b"new"):
        write_all([Made("metadata", tmp_path / "only" / "book.xml", words, None)])
    assert files(tmp_path) == {"only/book.xml": b"new"}


def test_what_comes_in_pieces_is_one_file(tmp_path: Path) -> None:
    whole, parts = (Made("print", tmp_path / "print" / f"{n}.pdf", data, 1) for n, data in
                    enumerate((b"one, two", (b"one", b"", b", two"))))  # fmt: skip
    (first,), (second,) = write_all([whole]), write_all([parts])
    assert first.path.read_bytes() == second.path.read_bytes() == b"one, two" == parts.whole
    assert (first.size, first.sha256) == (second.size, second.sha256)
