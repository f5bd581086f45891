"""Is this file what the book gives? And does the book give the same file, whatever the machine it is built on?"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main
from pipeline.release.comparing import differences
from pipeline.run import Request, build

ROOT = Path(__file__).resolve().parents[2]
MINIMAL = ROOT / "tests" / "books" / "minimal"
SINK = ROOT / "tests" / "books" / "kitchen-sink"


def galerada(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], catch_exceptions=False)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = build(Request(MINIMAL, out=tmp_path_factory.mktemp("verify")))
    return {output.edition: output.path for output in made.outputs}


def changed(file: Path, to: Path, change: Callable[[str, bytes], bytes], order: int = 1) -> Path:
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(to, "w") as packed:
        for entry in whole.infolist()[::order]:
            packed.writestr(entry, change(entry.filename, whole.read(entry)))
    return to


@pytest.mark.parametrize("edition", ["ebook", "print"])
def test_what_the_book_gives_is_the_same(edition: str, files: dict[str, Path]) -> None:
    done = galerada("verify", files[edition], MINIMAL)
    assert done.exit_code == 0
    assert "the same, byte for byte" in done.stdout
    assert done.stdout.count(hashlib.sha256(files[edition].read_bytes()).hexdigest()) == 2


def test_a_changed_word_is_shown(files: dict[str, Path], tmp_path: Path) -> None:
    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"rain", b"hail", 1) if name.endswith("rain.xhtml") else data

    file = changed(files["ebook"], tmp_path / "other.epub", change)
    done = galerada("verify", file, MINIMAL)
    assert done.exit_code == 1
    assert f"error[RL020]: {file}: EPUB/text/01-rain.xhtml differs" in done.stderr
    shown = [line.strip() for line in done.stderr.splitlines() if line.startswith("    ")]
    assert any(line.startswith("-") and "hail" in line for line in shown)
    assert any(line.startswith("+") and "hail" not in line for line in shown)
    assert "not the same" in done.stdout
    told = json.loads(galerada("verify", file, MINIMAL, "--json").stdout)
    assert (told["same"], told["outputs"]) == (False, [])
    assert told["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest() != told["rebuilt"]


def test_another_day_is_named_as_the_cause(files: dict[str, Path], tmp_path: Path) -> None:
    epoch = {"SOURCE_DATE_EPOCH": "1767225600"}
    out = tmp_path / "out"
    assert CliRunner().invoke(main, ["build", str(MINIMAL), "-e", "ebook", "-o", str(out)], env=epoch).exit_code == 0
    file = out / "ebook" / files["ebook"].name
    done = galerada("verify", file, MINIMAL)
    assert done.exit_code == 1
    assert "try again with SOURCE_DATE_EPOCH=1767225600" in done.stderr
    assert CliRunner().invoke(main, ["verify", str(file), str(MINIMAL)], env=epoch).exit_code == 0


def test_a_file_packed_in_another_way_is_told_as_that(files: dict[str, Path], tmp_path: Path) -> None:
    built = files["ebook"].read_bytes()
    same = changed(files["ebook"], tmp_path / "order.epub", lambda name, data: data, order=-1).read_bytes()
    assert [told for told, _ in differences(same, built)] == ["the entries are the same, and stand in another order"]
    with zipfile.ZipFile(files["ebook"]) as whole:
        stored = io.BytesIO()
        with zipfile.ZipFile(stored, "w") as packed:
            for entry in whole.infolist():
                packed.writestr(zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0)), whole.read(entry))
    (told,) = [sentence for sentence, _ in differences(stored.getvalue(), built)]
    assert told.startswith("the entries are the same, and packed in another way")


def test_entries_that_only_one_has_are_named(files: dict[str, Path]) -> None:
    built = files["ebook"].read_bytes()
    more = io.BytesIO(built)
    with zipfile.ZipFile(more, "a") as packed:
        packed.writestr("EPUB/x.bin", b"x")
    assert [told for told, _ in differences(more.getvalue(), built)] == [
        "EPUB/x.bin is not in the book as it is built now"
    ]
    assert [told for told, _ in differences(built, more.getvalue())] == ["EPUB/x.bin is not in the file"]
    assert list(differences(built, built)) == []


def test_a_pdf_with_another_page_is_counted(files: dict[str, Path], tmp_path: Path) -> None:
    other = tmp_path / "other.pdf"
    with pikepdf.open(files["print"]) as pdf:
        count = len(pdf.pages)
        del pdf.pages[-1]
        pdf.save(other)
    done = galerada("verify", other, MINIMAL)
    assert done.exit_code == 1
    assert f"{count - 1} pages in the file and {count} pages now" in done.stderr


@pytest.mark.parametrize(
    ("name", "content"), [("x.epub", b"PK"), ("x.pdf", b"x"), ("x.txt", b"%PDF"), ("none.epub", None)]
)
def test_what_cannot_be_compared_is_said(name: str, content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = galerada("verify", tmp_path / name, MINIMAL)
    assert done.exit_code == 1
    assert "error[RL021]" in done.stderr


def test_a_book_that_cannot_be_built_is_not_the_same(files: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# T\n\n[x](nowhere.md)\n", encoding="utf-8")
    done = galerada("verify", files["ebook"], tmp_path)
    assert done.exit_code == 1
    assert "LK001" in done.stderr
    assert "RL020" not in done.stderr


# the same bytes

MACHINES = (
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1", "umask": "022"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242", "umask": "077"},
)


def built_on(machine: dict[str, str], place: Path) -> dict[str, str]:
    """The hashes of a book's editions, built in a process of its own, in a folder of another name."""
    book = place / "book"
    shutil.copytree(SINK, book, ignore=shutil.ignore_patterns("build"))
    environment = os.environ | {name: value for name, value in machine.items() if name != "umask"}
    code = f"import os; os.umask(0o{machine['umask']}); from pipeline.cli import main; main()"
    command = [sys.executable, "-c", code, "build", "book", "--json"]
    environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=True)
    return {made["edition"]: made["sha256"] for made in json.loads(done.stdout)["outputs"]}


def test_two_machines_give_the_same_bytes(tmp_path: Path) -> None:
    """Folder, time zone, locale, hash seed and umask differ; the bytes do not."""
    places = (tmp_path / "one", tmp_path / "a longer name, with spaces and ñ")
    for place in places:
        place.mkdir()
    first, second = (built_on(machine, place) for machine, place in zip(MACHINES, places, strict=True))
    assert set(first) == {"ebook", "print"}
    assert first == second
