"""The tutorial of an editor's round, played: every command as it stands there, and what it says that they print."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main

from .annotated import Drawn, Reader, words

TUTORIAL = (Path(__file__).parent.parent / "docs" / "tutorial-editing.md").read_text("utf-8")
BLOCKS = re.findall(r"```\n(.*?)```", TUTORIAL, re.S)
COMMANDS = [line for block in BLOCKS for line in block.splitlines() if line.startswith("galerada ")]


def shown(after: str) -> list[str]:
    """The lines that the tutorial shows as the output of a command."""
    place = next(n for n, block in enumerate(BLOCKS) if after in block)
    return BLOCKS[place + 1].splitlines()


def galerada(line: str) -> Result:
    assert line in COMMANDS, f"the tutorial has no such command: {line}"
    return CliRunner().invoke(main, line.split()[1:], catch_exceptions=False)


def git(*words: str) -> None:
    who = ("-c", "user.name=Author", "-c", "user.email=author@example.org")
    subprocess.run(["git", *who, *words], check=True, capture_output=True)


def phrase(held: list[Drawn], said: str) -> list[Drawn]:
    wanted = said.split()
    bare = [drawn.text.strip(".,:") for drawn in held]
    place = next(n for n in range(len(held)) if bare[n : n + len(wanted)] == wanted)
    return held[place : place + len(wanted)]


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if shutil.which("git") is None:
        pytest.skip("Git is not installed")
    monkeypatch.chdir(tmp_path)
    assert galerada("galerada init my-book --language en").exit_code == 0
    monkeypatch.chdir(tmp_path / "my-book")
    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "first draft")
    return tmp_path / "my-book"


def read_by_ana(pdf: bytes) -> bytes:
    """What the tutorial's third step says."""
    held, ana = list(words(pdf)), Reader(pdf, "Ana")
    ana.replace(phrase(held, "three cups"), "two pots")
    ana.mark("StrikeOut", phrase(held, "always"))
    ana.caret(phrase(held, "sewing")[0], "-room")
    ana.mark("Highlight", phrase(held, "chairs"), "Rush or cane? The note says rush, chapter 3 says cane.")
    return ana.saved()


def test_the_round_goes_as_the_tutorial_tells(book: Path) -> None:
    proof = galerada("galerada proof .")
    assert [line.split("  ")[0] for line in shown("galerada proof .")] == [
        line.split("  ")[0] for line in proof.output.splitlines() if line.startswith("build")
    ]
    Path("ana.pdf").write_bytes(read_by_ana(Path("build/proof/my-book.pages.pdf").read_bytes()))

    home = galerada("galerada import ana.pdf .").output.splitlines()
    assert home[-5:] == shown("galerada import ana.pdf .")
    assert galerada("galerada import ana.pdf . --write").exit_code == 0
    assert "{~~three cups~>two pots~~}{>>@Ana<<}" in Path("chapters/01-the-first-line.md").read_text("utf-8")

    assert galerada("galerada queries .").output.splitlines()[:3] == shown("galerada queries .")
    refused = CliRunner().invoke(main, ["build", "."])
    assert refused.exit_code == 1 and "QR001" in refused.stderr and not Path("build/ebook").exists()
    assert galerada("galerada accept . --who Ana").output.splitlines()[-1:] == shown("galerada accept . --who Ana")
    settle(Path("chapters/01-the-first-line.md"))
    assert galerada("galerada queries .").output == "no open queries\n"

    reviewed = galerada("galerada review .").stderr
    assert "CE018" in reviewed
    galerada("galerada proof . --against HEAD --changes markdown")
    listed = Path("build/proof/my-book.redline.md").read_text("utf-8").splitlines()
    assert [line for line in listed if line.startswith("- ")] == shown("--changes markdown")
    assert galerada("galerada pages .").exit_code == 0
    assert CliRunner().invoke(main, ["build", "."]).exit_code == 0


def settle(chapter: Path) -> None:
    """The author answers the question that is left."""
    text = chapter.read_text("utf-8")
    assert "{==" in text
    chapter.write_text(re.sub(r"\{>>.*?<<\}", "", text.replace("{==", "").replace("==}", "")), "utf-8")
