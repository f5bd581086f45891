"""Every finding has the smallest manuscript that shows it, in `diagnostics/<ID>.md`, run through the command line.

The form is `specimens`' own. The title may end in brackets, with arguments of `galerada build` or with the name of
another command and its own; without them the ebook is made. What is expected is every finding of the run, not only the
one the file is named after.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from specimens import Specimen, specimens, write_files

from pipeline.cli import main
from pipeline.diagnostics import Code, Severity

FOLDER = Path(__file__).parent / "diagnostics"
TODAY = "1767225600"
NOT_YET = {
    Code.NOT_LAID_OUT: "no manuscript is known that the engine cannot set: tests/unit/test_workshop.py",
    Code.PAGES_UNSETTLED: "it wants a line that breaks by a digit's width: tests/unit/test_composing.py",
    Code.WORDS_LOST: "no manuscript is known that loses words: tests/unit/test_readback.py takes them away",
    Code.PDF_UNREADABLE: "`galerada measure` says it, which reads no manuscript (tests/unit/test_meter.py)",
    **dict.fromkeys(
        (Code.LONE_LINE, Code.RUNT, Code.LADDER, Code.STRANDED_HEADING, Code.ONE_LINE_PAGE, Code.UNLEVEL_FEET),
        "`galerada pages` says it, and no build: tests/unit/test_pages.py",
    ),
    Code.ENGINE_SAID: "no manuscript is known that makes the layout engine complain",
    **dict.fromkeys(
        (Code.EPUBCHECK_ERROR, Code.EPUBCHECK_WARNING, Code.ACE_VIOLATION, Code.ACE_NOTICE, Code.CONTAINER_FAULT,
         Code.PACKAGE_INCOMPLETE, Code.SVG_CASE, Code.SOURCE_LINK, Code.REMOTE_RESOURCE),
        "Galerada makes no such EPUB; tests/unit/test_release.py plants the fault in one",
    ),
    Code.VALIDATOR_MISSING: "it is the machine that shows it, in tests/unit/test_release.py",
    Code.VALIDATOR_FAILED: "it is the machine that shows it, in tests/unit/test_release.py",
    Code.DIFFERS: "`verify` says it, of a file and not of a manuscript: tests/unit/test_verify.py",
    Code.NOT_COMPARABLE: "`verify` says it, of a file and not of a manuscript: tests/unit/test_verify.py",
    Code.FACE_NOT_EMBEDDED: "the faces that books are set in may all travel; tests/test_epubs.py takes it from them",
    Code.PICTURE_LESSENED: "a picture too large for a store is too large for a specimen; see tests/test_epubs.py",
    Code.TOO_LARGE_FOR_STORE: "a book of 20 MB is no specimen; tests/test_epubs.py lowers the limit",
    Code.METADATA_MISSING: "the command metadata says it, and not build; see tests/unit/test_onix.py",
    Code.PORT_TAKEN: "it takes two servers: tests/serve/test_session.py",
    Code.BUILD_FAILED: "no manuscript is known that does: tests/serve/test_session.py puts a fault in",
    Code.SPINE_SHORTENED: "a book whose spine may have words has 80 pages: tests/unit/test_covering.py",
    **dict.fromkeys(
        (code for code in Code if code.ident.startswith("PF")),
        "`check --release` and `preflight` say it, of a PDF: tests/unit/test_preflight.py plants each fault in one",
    ),
    Code.LOCKED: "it takes two builds: tests/unit/test_faults.py",
    Code.NO_JAIL: "it takes a system without a jail: tests/unit/test_jail.py",
    Code.JAIL_DEMANDED: "it takes a system without a jail: tests/unit/test_jail.py",
    Code.ENDED: "it takes a fault in a library: tests/unit/test_jail.py",
    Code.LIMIT_STAYS: "it takes a jail: tests/unit/test_jail.py",
    **dict.fromkeys(
        (Code.NOTES_UNREADABLE, Code.NO_NOTES, Code.OTHER_BOOK, Code.NOTES_TOO_LARGE, Code.NOT_PLACED),
        "`import` says it, of a file and not of a manuscript: tests/unit/test_homecoming_pdf.py and _docx.py",
    ),
    Code.LEADS_OUT: "it takes a link: tests/unit/test_jail.py",
    **dict.fromkeys(
        (Code.GIT_MISSING, Code.NO_HISTORY, Code.NOT_THEN, Code.GIT_REFUSED, Code.OTHER_UNREADABLE, Code.OTHER_FAULTY),
        "it takes two versions, or a repository: tests/unit/test_redlining.py",
    ),
}
"""Codes that no manuscript can show today, and why."""
PLAIN = ("accept", "reject")
"""Commands that tell their one finding as lines."""
NEEDS_NO_HINT = {Severity.REMARK}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a run tells."""

    status: int
    findings: list[dict[str, object]]

    def lines(self, folder: Path) -> str:
        return "\n".join(sorted((_line(found, folder) for found in self.findings), key=_order))


def _line(found: dict[str, object], folder: Path) -> str:
    path = str(found["path"])
    place = f"{Path(path).relative_to(folder).as_posix()}:{found['line']}:{found['column']}" if path else "-"
    return f"{place} {found['code']}"


def _order(line: str) -> tuple[object, ...]:
    place, _, code = line.rpartition(" ")
    path, *numbers = place.rsplit(":", 2) if ":" in place else [""]
    return (path, *map(int, numbers), code)


def specimen_of(code: Code) -> Specimen:
    (found,) = specimens((FOLDER / f"{code.ident}.md").read_text(encoding="utf-8"))
    return found


def command_of(specimen: Specimen, folder: Path) -> list[str]:
    given = re.search(r"\[(.*)\]$", specimen.title)
    words = given[1].split() if given else ["-e", "ebook"]
    name, rest = (words[0], words[1:]) if words[0] in main.commands else ("build", words)
    return [name, str(folder), *(["--json"] if name not in PLAIN else []), *rest]


def shown(specimen: Specimen, folder: Path) -> Shown:
    """The findings of a run of the command; a traceback would come through."""
    write_files(specimen.given, folder)
    command = command_of(specimen, folder)
    done = CliRunner().invoke(main, command, catch_exceptions=False, env={"SOURCE_DATE_EPOCH": TODAY})
    if command[0] not in PLAIN:
        return Shown(done.exit_code, json.loads(done.stdout)["diagnostics"])
    return Shown(done.exit_code, [_of_line(done.stderr)])


def _of_line(told: str) -> dict[str, object]:
    """The finding of a command that tells one, as a line and its hint."""
    head, _, hint = told.partition("\n    hint: ")
    said = re.fullmatch(r"(\w+)\[(\w+)\]: (.*)", head)
    assert said is not None
    return {"path": "", "severity": said[1], "code": said[2], "message": said[3], "hint": hint}


def leads_to_a_place(found: dict[str, object]) -> bool:
    """Whether an editor can jump there: the file is there, and has such a line and column."""
    path = Path(str(found["path"]))
    if found["code"] == "RD015":  # a name that cannot be printed is told in other letters
        return True
    if not found["path"] or path.suffix not in {".md", ".yaml", ".txt"}:
        return True
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    line, column = int(str(found["line"])), int(str(found["column"]))
    return 1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1


RAISABLE = [code for code in Code if code not in NOT_YET]


@pytest.mark.parametrize("code", RAISABLE, ids=lambda code: code.ident)
def test_the_finding_is_shown_by_its_manuscript(code: Code, tmp_path: Path) -> None:
    specimen = specimen_of(code)
    run = shown(specimen, tmp_path)
    assert run.lines(tmp_path) == specimen.expected
    own = [found for found in run.findings if found["code"] == code.ident]
    assert own, f"{code.ident}.md does not show {code.ident}"
    assert run.status == (1 if any(found["severity"] == "error" for found in run.findings) else 0)
    for found in own:
        assert found["severity"] == str(code.severity)
        assert str(found["message"]).strip()
        assert str(found["hint"]).strip() or code.severity in NEEDS_NO_HINT, f"{code.ident} names no cure"
    assert [found for found in run.findings if not leads_to_a_place(found)] == []


def test_every_code_has_its_manuscript_and_no_manuscript_is_left_over() -> None:
    files = {path.stem for path in FOLDER.glob("*.md")}
    assert files == {code.ident for code in RAISABLE}


def test_people_are_told_the_place_the_code_and_the_cure(tmp_path: Path) -> None:
    write_files("# T\n\n[uno](b.md)", tmp_path)
    done = CliRunner().invoke(main, ["check", str(tmp_path)], catch_exceptions=False)
    assert done.exit_code == 1
    assert f"{tmp_path}/a.md:3:1: error[LK001]: b.md leads to no chapter of this book" in done.stderr
    assert "    hint: " in done.stderr
    assert "Traceback" not in done.output


def test_a_strict_run_fails_for_a_warning(tmp_path: Path) -> None:
    write_files("# T\n\n## \n\nx", tmp_path)
    command = ["build", str(tmp_path), "-e", "ebook"]
    assert CliRunner().invoke(main, command).exit_code == 0
    assert CliRunner().invoke(main, [*command, "--strict"]).exit_code == 1


def test_a_manuscript_that_shows_something_else_would_be_seen(tmp_path: Path) -> None:
    run = shown(Specimen("", "# T\n\nx", "a.md:1:1 RD001", 1), tmp_path)
    assert run.lines(tmp_path) == ""
    assert run.status == 0
