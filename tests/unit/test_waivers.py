"""What a book lets pass: the finding goes, its reason stays, and a waiver that serves nothing is said."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main
from pipeline.diagnostics import Code, Diagnostic, Report
from pipeline.nodes import Pos
from pipeline.waivers import Waiver, can_be_waived, complain, in_a_build, reasons

TODAY = date(2026, 11, 21)
FOUND = Diagnostic(Code.NO_TITLE, "a chapter without a title", Pos("text/01.md", 3, 1))


def check(folder: Path, waivers: str, *more: str, verb: str = "check") -> Result:
    """Of a book with two headings without text."""
    (folder / "book.yaml").write_text(f"title: T\nlanguage: en\nauthor: A\n{waivers}", encoding="utf-8")
    (folder / "a.md").write_text("# T\n\n## \n\nx\n\n## \n\ny\n", encoding="utf-8")
    return CliRunner().invoke(main, [verb, str(folder), *more], catch_exceptions=False)


@pytest.mark.parametrize(
    ("waiver", "covers"),
    [
        (Waiver(Code.NO_TITLE, "r"), True),
        (Waiver(Code.EMPTY_HEADING, "r"), False),
        (Waiver(Code.NO_TITLE, "r", path="text/01.md"), True),
        (Waiver(Code.NO_TITLE, "r", path="text/*.md"), True),
        (Waiver(Code.NO_TITLE, "r", path="text/[!0]*.md"), False),
        (Waiver(Code.NO_TITLE, "r", path="01.md"), False),
        (Waiver(Code.NO_TITLE, "r", match="without a title"), True),
        (Waiver(Code.NO_TITLE, "r", match="with a title"), False),
    ],
)
def test_a_waiver_covers_its_code_in_its_place_with_its_words(waiver: Waiver, covers: bool) -> None:
    assert waiver.covers(FOUND) is covers
    assert reasons([waiver], TODAY)(FOUND) == ("r" if covers else "")


@pytest.mark.parametrize(
    ("until", "over"),
    [("", False), ("2026", False), ("2026-11", False), ("2026-11-21", False),
     ("2026-11-20", True), ("2026-10", True), ("2025", True)],
)  # fmt: skip
def test_a_waiver_holds_through_its_last_day_month_or_year(until: str, over: bool) -> None:
    waiver = Waiver(Code.NO_TITLE, "r", until=until)
    assert waiver.is_over(TODAY) is over
    assert reasons([waiver], TODAY)(FOUND) == ("" if over else "r")


def test_a_report_keeps_what_is_waived_apart() -> None:
    report = Report()
    report.add(FOUND.code, FOUND.message, FOUND.pos)
    report.add(Code.LINK_DANGLING, "gone", FOUND.pos)
    report.waive = reasons([Waiver(Code.LINK_DANGLING, "it comes in May")], TODAY)
    assert [found.code for found in report.diagnostics] == [Code.NO_TITLE]
    assert report.errors == ()
    assert [(found.code, reason) for found, reason in report.waived] == [(Code.LINK_DANGLING, "it comes in May")]


def test_waivers_that_serve_nothing_are_said_only_where_their_code_was_looked_for() -> None:
    waivers = (Waiver(Code.EMPTY_HEADING, "r"), Waiver(Code.ACE_NOTICE, "r"), Waiver(Code.NO_TITLE, "r", until="2020"))
    report = Report()
    complain(report, waivers, TODAY, in_a_build)
    said = [(found.code, found.message) for found in report.diagnostics]
    assert said == [
        (Code.WAIVER_STALE, "no finding answers to the waiver of NM005"),
        (Code.WAIVER_EXPIRED, "the waiver of NM004 held until 2020"),
    ]
    complain(report, waivers, TODAY, lambda code: not in_a_build(code))
    assert len(report.diagnostics) == 3


def test_what_is_no_book_or_no_answer_cannot_be_waived() -> None:
    assert [code.ident for code in Code if not can_be_waived(code) and code.ident.startswith(("RD", "RL"))] == [
        "RD001", "RD002", "RD003", "RD004", "RD005", "RD010", "RD011", "RD012", "RD013", "RD014", "RD015", "RD018",
        "RL005", "RL006", "RL015", "RL017", "RL018", "RL019", "RL020", "RL021",
    ]  # fmt: skip
    assert can_be_waived(Code.LINK_DANGLING)


def test_a_waived_finding_does_not_stop_a_strict_run_and_is_counted(tmp_path: Path) -> None:
    assert check(tmp_path, "", "--strict").exit_code == 1
    done = check(tmp_path, "waivers:\n- {code: nm005, path: ./a.md, reason: they are blanks to write in}\n", "--strict")
    assert done.exit_code == 0, done.stderr
    assert "NM005" not in done.stderr
    assert "2 waived" in done.stdout


def test_json_and_sarif_keep_the_reason(tmp_path: Path) -> None:
    waivers = "waivers:\n- {code: NM005, reason: they are blanks to write in}\n"
    told = json.loads(check(tmp_path, waivers, "--json").stdout)
    assert [(one["code"], one["line"], one["reason"]) for one in told["waived"]] == [
        ("NM005", 3, "they are blanks to write in"), ("NM005", 7, "they are blanks to write in"),
    ]  # fmt: skip
    assert told["diagnostics"] == []
    results = json.loads(check(tmp_path, waivers, "--format", "sarif").stdout)["runs"][0]["results"]
    assert [one["suppressions"] for one in results] == 2 * [
        [{"kind": "external", "status": "accepted", "justification": "they are blanks to write in"}]
    ]


def test_a_waived_error_lets_the_release_be_written(tmp_path: Path) -> None:
    waivers = "waivers:\n- {code: LK001, match: nowhere.md, reason: the second volume has it}\n"
    check(tmp_path, waivers)
    (tmp_path / "b.md").write_text("# B\n\n[later](nowhere.md)\n", encoding="utf-8")
    command = ["build", str(tmp_path), "-e", "ebook"]
    assert CliRunner().invoke(main, command).exit_code == 0
    assert (tmp_path / "build/ebook/t.epub").is_file()
    (tmp_path / "book.yaml").write_text("title: T\nlanguage: en\nauthor: A\n", encoding="utf-8")
    assert CliRunner().invoke(main, command).exit_code == 1


def test_a_build_of_a_part_does_not_call_a_waiver_stale(tmp_path: Path) -> None:
    waivers = "waivers:\n- {code: PR001, reason: the proof is read on a screen}\n"
    assert "RL018" in check(tmp_path, waivers).stderr
    assert "RL018" not in check(tmp_path, waivers, "-e", "ebook").stderr
    assert "RL018" not in check(tmp_path, waivers, "--only", "a.md", verb="build").stderr


def test_a_waiver_that_is_refused_waives_nothing(tmp_path: Path) -> None:
    done = check(tmp_path, "waivers:\n- {code: NM005}\n- {code: NM999, reason: r}\n- {path: a.md, reason: r}\n")
    assert done.exit_code == 1
    assert "book.yaml:5:3: error[RL017]: the waiver of NM005 gives no reason" in done.stderr
    assert "CF003" in done.stderr
    assert "waivers lacks the key code" in done.stderr
    assert done.stderr.count("warning[NM005]") == 2
