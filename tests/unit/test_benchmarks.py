"""The benchmarks: the books are books, the edits edit, processes are counted, and figures are told as they are.

No time is asserted here.
"""

from __future__ import annotations

import math
import subprocess
import sys
import time
from argparse import ArgumentTypeError
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import contestants as c
from benchmarks import figures as f
from benchmarks import inspecting, peer_books, peers
from benchmarks.books import Author
from benchmarks.measuring import run
from benchmarks.plot import apart, decades, drawn
from pipeline.run import Request, Result, build, resolved

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = 3


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("books")
    peer_books.write_galerada(folder / "galerada", CHAPTERS)
    peer_books.write_fonts(folder / "fonts", instances=False)
    peer_books.write_peers(folder / "peers", CHAPTERS, folder / "fonts")
    return folder


def chapters(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}


# books


def test_galerada_builds_the_book_without_errors_and_all_words_are_in_it(book: Path, tmp_path: Path) -> None:
    result = build(Request(book / "galerada", ("ebook",), tmp_path))
    assert not result.failed
    assert inspecting.complaints(result.outputs[0].path, CHAPTERS) == []


def test_a_chapter_that_is_not_there_is_missed(book: Path, tmp_path: Path) -> None:
    result = build(Request(book / "galerada", ("ebook",), tmp_path))
    assert inspecting.complaints(result.outputs[0].path, CHAPTERS + 1) == ["of the last chapter's words 0% are there"]
    assert inspecting.complaints(tmp_path / "none.pdf", CHAPTERS) == ["nothing was written"]


@pytest.mark.parametrize("turn", [0, 1, 2])
def test_one_word_of_one_chapter_changes_and_another_one_each_turn(book: Path, turn: int) -> None:
    before = chapters(book / "galerada")
    peer_books.change_word(book / "galerada", CHAPTERS, turn)
    after = chapters(book / "galerada")
    peer_books.change_word(book / "galerada", CHAPTERS, turn + 1)
    other = chapters(book / "galerada")
    peer_books.reset(book / "galerada", CHAPTERS)
    assert [name for name in before if before[name] != after[name]] == ["capitulo-002.md"]
    pairs = zip(before["capitulo-002.md"].split(), after["capitulo-002.md"].split(), strict=True)
    assert sum(one != two for one, two in pairs) == 1
    assert after != other
    assert chapters(book / "galerada") == before


def test_twenty_paragraphs_of_five_lines_go_into_the_first_chapter(book: Path) -> None:
    before = chapters(book / "galerada")
    peer_books.move_pages(book / "galerada", 1)
    after = chapters(book / "galerada")
    result = Result()
    resolved(Request(book / "galerada", write=False), result)
    peer_books.reset(book / "galerada", CHAPTERS)
    old, new = (set(text["capitulo-001.md"].split("\n\n")) for text in (before, after))
    assert old < new
    assert len(new - old) == 20
    assert all(280 <= len(added) < 480 for added in new - old)
    assert not result.failed


def test_a_peers_chapter_has_the_same_words_and_notes_with_names_of_their_own() -> None:
    ours, theirs = Author(2).chapter(2), peer_books.peer_chapter(2)
    assert "[^1]" in ours
    assert "[^1]" not in theirs
    assert theirs.count("[^c2-1]") == 2
    assert theirs.startswith("# ")
    assert "![](banner-002.jpg)" in theirs
    assert inspecting.share(2, inspecting.letters(theirs.replace("[^c2", "[^")), every=True) == 1


def test_no_heading_of_a_peers_chapter_stands_over_notes_only() -> None:
    assert peer_books.BARE.search(Author(1).chapter(1))  # which Galerada leaves out
    assert not any(peer_books.BARE.search(peer_books.peer_chapter(number)) for number in range(1, 21))


def test_peers_get_the_faces_that_the_style_sheet_names(book: Path) -> None:
    sheet = (book / "peers" / "book.css").read_text(encoding="utf-8")
    named = {part.split('"')[0] for part in sheet.split('url("fonts/')[1:]}
    assert named
    assert named <= {path.name for path in (book / "peers" / "fonts").iterdir()}
    assert "book:///" not in sheet


# processes


def test_memory_and_time_are_those_of_the_whole_tree(tmp_path: Path) -> None:
    hold = "import time; held = b'x' * 60_000_000; sum(range(3_000_000)); time.sleep(0.5)"
    child = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {hold!r}]); {hold}"
    alone, both = (run(((sys.executable, "-c", code),), tmp_path, tmp_path / "log", watch=True)
                   for code in (hold, f"{child}; import os; os.wait()"))  # fmt: skip
    assert 60_000_000 < alone.peak < 100_000_000 < both.peak < 200_000_000
    assert both.cpu > alone.cpu
    assert alone.status == both.status == 0


def test_the_first_command_that_fails_ends_a_run_and_its_words_go_to_the_log(tmp_path: Path) -> None:
    fail = (sys.executable, "-c", "print('a word'); raise SystemExit(3)")
    took = run((fail, (sys.executable, "-c", "open('made', 'w')")), tmp_path, tmp_path / "log")
    assert took.status == 3
    assert not (tmp_path / "made").exists()
    assert "a word" in (tmp_path / "log").read_text(encoding="utf-8")
    assert run((("no-such-program",),), tmp_path, tmp_path / "log").status == 127


def ends(pid: int) -> bool:
    """A killed process goes in its own time: it is gone, or dead and not yet buried by whoever adopted it."""
    state, until = Path(f"/proc/{pid}/stat"), time.monotonic() + 30
    while time.monotonic() < until:
        with suppress(FileNotFoundError, ProcessLookupError):
            if state.read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z":
                time.sleep(0.05)
                continue
        return True
    return False


def test_a_command_that_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    child = "import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(600)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    assert run(((sys.executable, "-c", parent),), tmp_path, tmp_path / "log", limit=1.5).status < 0
    pid = int((tmp_path / "pid").read_text(encoding="ascii"))
    assert ends(pid)


# figures


def figure(who: str, case: str, size: int, turn: int, wall: float, peak: int = 0) -> f.Figure:
    return f.Figure(who, case, size, turn, wall, wall / 2, peak, 500, 2_000_000)


RECORDED = f.Record(
    "2 cores", ["Galerada 1"], [c.CALIBRE], ["a peer: 3 pages, where Galerada has 500"],
    [run for turn, slow in enumerate((9.0, 1.0, 2.0, 1.0)) for run in (
        figure(c.GALERADA, c.COLD, 100, turn, 4 * slow, 200_000_000 if not turn else 0),
        figure(c.GALERADA, c.WORD, 100, turn, 0.5 * slow, 50_000_000 if not turn else 0),
        figure(c.WEASYPRINT, c.COLD, 100, turn, 10 * slow, 400_000_000 if not turn else 0),
        figure(c.GALERADA, c.COLD, 400, turn, 16 * slow, 460_000_000 if not turn else 0),
        figure(c.GALERADA, c.HELP, 0, turn, 0.2 * slow, 0),
    )],
)  # fmt: skip
"""The round for memory was slow, and so was the second one."""


def test_medians_leave_the_watched_round_out_and_memory_comes_from_it() -> None:
    assert RECORDED.median(c.GALERADA, c.COLD, 100, "wall") == 4
    assert RECORDED.median(c.GALERADA, c.COLD, 100, "peak") == 200_000_000
    assert RECORDED.median(c.TYPST, c.COLD, 100, "wall") is None


def test_ratios_are_taken_round_by_round() -> None:
    one, other = (c.GALERADA, c.WORD, 100), (c.WEASYPRINT, c.COLD, 100)
    assert RECORDED.ratio(one, other) == 0.05
    assert RECORDED.ratio(one, other, "peak") == 0.125
    moved = replace(RECORDED.figures[-4], wall=5.0)
    uneven = f.Record(figures=[*RECORDED.figures[:-4], moved, *RECORDED.figures[-3:]])
    assert uneven.ratio(one, other) == 0.05  # the median of 0.05, 0.05, 0.5


def test_what_is_promised_stands_beside_what_was_measured() -> None:
    kept = {bound.words: bound.measured(RECORDED) for bound in f.BOUNDS}
    assert kept[f"cold, 100 chapters, to {c.WEASYPRINT}"] == 0.4
    assert kept["growth from 100 to 400 chapters"] == 4
    lines = f.bounds(RECORDED).splitlines()
    said = {line.split("|")[1].strip(): line.split("|")[4].strip() for line in lines[2:]}
    assert said[f"cold, 100 chapters, to {c.WEASYPRINT}"] == "kept"
    assert said[f"one word changed, to {c.WEASYPRINT}"] == "missed"
    assert said["memory with 400 chapters, MB"] == "missed"
    assert said["EPUB of 100 chapters, cold, to pandoc"] == "not measured"


def test_the_report_says_who_was_not_there_and_what_went_wrong() -> None:
    told = f.report(RECORDED)
    assert "Medians of 3 rounds." in told
    assert f"Not installed, so not measured: {c.CALIBRE}." in told
    assert "Warning: a peer: 3 pages, where Galerada has 500." in told
    rows = {line.split("|")[1].strip(): [cell.strip() for cell in line.split("|")[2:-1]]
            for line in told.splitlines() if line.startswith("| Galerada, one")}  # fmt: skip
    assert rows["Galerada, one word changed"] == ["0.050", "0.050", "0.125"]


def test_a_table_is_as_wide_as_its_cells() -> None:
    assert f.table(("", "s"), (("long name", "1"), ("b", "22"))) == (
        "|           |  s |\n| :-------- | -: |\n| long name |  1 |\n| b         | 22 |"
    )


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "–"), (0.0, "–"), (0.0123, "0.012"), (1.234, "1.23"), (12.34, "12.3"), (147.4, "147")]
)
def test_figures_are_told_with_as_many_digits_as_count(value: float | None, shown: str) -> None:
    assert f.told(value) == shown


def test_a_record_comes_back_from_its_file(tmp_path: Path) -> None:
    RECORDED.save(tmp_path / "figures.json")
    assert f.Record.load(tmp_path / "figures.json") == RECORDED


@pytest.mark.parametrize("said", ["", "0", "20,", "many", "20,-1"])
def test_lengths_that_are_none_are_refused(said: str) -> None:
    assert peers.sizes("100,20,20") == [20, 100]
    with pytest.raises(ArgumentTypeError, match="should be numbers of chapters"):
        peers.sizes(said)


# picture and manual


def test_the_picture_has_a_bar_for_each_and_a_longer_one_for_who_takes_longer() -> None:
    root = ElementTree.fromstring(drawn(RECORDED))
    bars = [float(bar.get("width", "0")) for bar in root.iter("{http://www.w3.org/2000/svg}rect")][1:]
    words = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert bars == sorted(bars, reverse=True)
    assert len(set(bars)) == 3
    assert {"Galerada, one word changed", c.WEASYPRINT, "10.0", "0.500"} <= set(words)
    unit = (bars[1] - bars[2]) / math.log10(4 / 0.5)
    assert math.isclose(bars[0] - bars[1], unit * math.log10(10 / 4), abs_tol=0.2)


def test_names_beside_lines_do_not_lie_on_each_other() -> None:
    assert apart({"c": 60, "a": 10, "b": 12}) == {"a": 10, "b": 24, "c": 60}


def test_the_picture_of_nothing_is_a_picture() -> None:
    assert ElementTree.fromstring(drawn(f.Record())).tag.endswith("svg")
    assert decades([0.3]) == (-1, 0)
    assert decades([1.0]) == (0, 1)


def test_tables_are_put_between_the_marks_of_the_manual_and_nowhere_else() -> None:
    page = f"Before.\n\n{peers.START}\nstale words\n{peers.END}\nAfter.\n"
    once = peers.with_figures(page, RECORDED, "a.svg")
    assert once.startswith("Before.\n\n")
    assert once.endswith("\nAfter.\n")
    assert "stale words" not in once
    assert peers.with_figures(once, RECORDED, "a.svg") == once
    with pytest.raises(ValueError, match="the page has no"):
        peers.with_figures("Nothing.", RECORDED, "a.svg")


def test_the_manual_has_the_marks() -> None:
    page = peers.PAGE.read_text(encoding="utf-8")
    assert page.count(peers.START) == page.count(peers.END) == 1


def test_the_script_tells_kept_figures_without_running_anything(tmp_path: Path) -> None:
    RECORDED.save(tmp_path / "figures.json")
    script = ROOT / "benchmarks" / "peers.py"
    args = ["--from", str(tmp_path / "figures.json"), "--plot", str(tmp_path / "figures.svg")]
    done = subprocess.run([sys.executable, script, *args], capture_output=True, text=True, check=True)
    assert done.stdout == f.report(RECORDED) + "\n"
    assert (tmp_path / "figures.svg").read_text(encoding="utf-8") == drawn(RECORDED)
