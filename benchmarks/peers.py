"""Galerada beside every peer that is installed: the same book, in turns, each as a whole process tree.

    python benchmarks/peers.py --chapters 20,100,400 --rounds 3 --json figures.json --plot figures.svg
    python benchmarks/peers.py --from figures.json --write-docs      tables and picture into the manual

A round is one run of every contestant, so that a machine which slows down slows all of them; ratios are taken round by
round, then their median. Before the timed rounds comes one in which the memory is read, the files are checked, and no
time counts. Peers are looked for on PATH. What they print goes to the log in the work folder. Linux; needs what
`make setup` installs.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import contestants as c
from benchmarks import inspecting
from benchmarks.figures import WATCHED, Figure, Record, label, report, told
from benchmarks.measuring import adopt_orphans, run
from benchmarks.peer_books import write_fonts, write_galerada, write_peers
from benchmarks.plot import drawn

PAGE, PICTURE = c.ROOT / "docs" / "explanation" / "performance.md", c.ROOT / "docs" / "pictures" / "performance.svg"
START, END = "<!-- what benchmarks/peers.py measured -->", "<!-- end of what it measured -->"
NEAR = 0.25
"""How far a peer's pages may differ from Galerada's without a warning."""


class Race:
    """All rounds."""

    def __init__(self, work: Path, sizes: Sequence[int], peers: tuple[c.Peer, ...], limit: float) -> None:
        self.work, self.sizes, self.peers, self.limit = work, sizes, peers, limit
        self.log = work / "peers.log"
        self.record = Record(machine(), versions(peers), [peer.name for peer in peers if c.missing(peer)])
        self.out: set[tuple[str, str, int]] = set()
        """Who failed, and runs no more."""
        self.filled: dict[int, int] = {}
        """Galerada's pages with words, by chapters; it runs first."""

    def prepare(self) -> None:
        """Write the books."""
        (self.work / "tmp").mkdir(parents=True, exist_ok=True)
        self.log.write_bytes(b"")
        fonts = self.work / "peers" / "fonts"
        write_fonts(fonts, instances=any(peer.name == c.LUALATEX and not c.missing(peer) for peer in self.peers))
        for size in self.sizes:
            say(f"writing the books of {size} chapters")
            write_galerada(self.work / "galerada" / str(size), size)
            write_peers(self.work / "peers" / str(size), size, fonts)

    def turns(self, rounds: int) -> Iterator[Record]:
        """The record after each round; the first one is watched."""
        adopt_orphans()
        for turn in range(rounds + 1):
            for task in (*c.start_up(self.work), *(t for size in self.sizes for t in self._tasks(size))):
                if (task.who, task.case, task.chapters) not in self.out:
                    self._run(task, turn, rounds)
            yield self.record

    def _tasks(self, size: int) -> Iterator[c.Task]:
        return c.tasks(self.work, size, self.peers)

    def _run(self, task: c.Task, turn: int, rounds: int) -> None:
        task.before(turn)
        watch = turn == WATCHED
        env = {**os.environ, "TMPDIR": str(self.work / "tmp"), **task.env}
        took = run(task.commands, task.folder, self.log, env=env, watch=watch, limit=self.limit)
        name = f"{label(task.who, task.case)}" + (f", {task.chapters} chapters" if task.chapters else "")
        if took.status:
            self.out.add((task.who, task.case, task.chapters))
            self.record.warnings.append(f"{name}: ended with status {took.status} after {took.wall:.0f} s")
            say(self.record.warnings[-1])
            return
        pages = inspecting.pages(task.product) if task.product else 0
        size = task.product.stat().st_size if task.product and task.product.is_file() else 0
        self.record.figures.append(Figure(
            task.who, task.case, task.chapters, turn, took.wall, took.cpu, took.peak, pages, size
        ))  # fmt: skip
        say(f"round {turn or 'for memory'} of {rounds}: {name}: {told(took.wall)} s")
        if watch and task.product:
            self._inspect(task, name)

    def _inspect(self, task: c.Task, name: str) -> None:
        """Whether the product is the book; an edited one is still the same book but for a word."""
        assert task.product is not None
        found = inspecting.complaints(task.product, task.chapters)
        if task.case == c.COLD and not found:
            pages = inspecting.filled(task.product)
            ours = self.filled.setdefault(task.chapters, pages)
            if abs(pages - ours) > NEAR * ours:
                found.append(f"{pages} pages with words, where Galerada has {ours}")
        for words in found:
            self.record.warnings.append(f"{name}: {words}")
            say(f"WARNING: {self.record.warnings[-1]}")


def machine() -> str:
    """What it ran on, without its name, and how busy it was already."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    return f"{cores} cores, {memory:.0f} GiB, load {load:.1f} before, Python {platform.python_version()}"


def versions(peers: Sequence[c.Peer]) -> list[str]:
    """Of Galerada, and of the tools of every peer that is installed."""
    from pipeline import __version__

    names = dict.fromkeys(name for peer in peers if not c.missing(peer) for name in peer.tools)
    return [f"Galerada {__version__}", *map(c.version, names)]


def say(words: str) -> None:
    """On standard error: what is printed at the end goes to standard output."""
    print(words, file=sys.stderr, flush=True)


def with_figures(page: str, record: Record, picture: str) -> str:
    """The manual's page with the tables between its marks; raises ValueError when it has none."""
    head, start, rest = page.partition(START)
    _, end, tail = rest.partition(END)
    if not start or not end:
        raise ValueError(f"the page has no '{START}' and '{END}'")
    return f"{head}{START}\n\n![Build times of Galerada and its peers]({picture})\n\n{report(record)}\n\n{END}{tail}"


def write_docs(record: Record) -> None:
    """The tables and the picture into the manual."""
    PICTURE.write_text(drawn(record), encoding="utf-8")
    page = with_figures(PAGE.read_text(encoding="utf-8"), record, f"../pictures/{PICTURE.name}")
    PAGE.write_text(page, encoding="utf-8")


def sizes(said: str) -> list[int]:
    """Lengths of books; raises ArgumentTypeError."""
    if not re.fullmatch(r"[1-9]\d*(,[1-9]\d*)*", said):
        raise argparse.ArgumentTypeError(f"'{said}' should be numbers of chapters, such as 20,100,400")
    return sorted({int(size) for size in said.split(",")})


def arguments() -> argparse.Namespace:
    """What was asked for."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--chapters", type=sizes, default="20,100", help="lengths of the books (default: 20,100)")
    given.add_argument(
        "--rounds", type=int, default=3, choices=range(1, 100), metavar="N", help="timed rounds (default: 3)"
    )
    given.add_argument(
        "--without", action="append", default=[], metavar="PEER", help="leave a peer out; part of its name will do"
    )
    given.add_argument("--work", type=Path, default=c.ROOT / "build" / "peers", help="where books and log go")
    given.add_argument("--limit", type=float, default=3600, help="seconds that a command may take")
    given.add_argument("--json", type=Path, metavar="FILE", help="keep every run's figures there, after each round")
    given.add_argument("--from", dest="kept", type=Path, metavar="FILE", help="run nothing, tell what FILE holds")
    given.add_argument("--plot", type=Path, metavar="FILE", help="draw an SVG picture")
    given.add_argument("--write-docs", action="store_true", help="put tables and picture into the manual")
    return given.parse_args()


def measured(wanted: argparse.Namespace) -> Record:
    """Run every round."""
    left_out = [name.lower() for name in wanted.without]
    peers = tuple(peer for peer in c.PEERS if not any(name in peer.name.lower() for name in left_out))
    race = Race(wanted.work.resolve(), wanted.chapters, peers, wanted.limit)
    race.prepare()
    for record in race.turns(wanted.rounds):
        if wanted.json:
            record.save(wanted.json)
    return race.record


def main() -> None:
    wanted = arguments()
    record = Record.load(wanted.kept) if wanted.kept else measured(wanted)
    print(report(record))
    if wanted.plot:
        wanted.plot.write_text(drawn(record), encoding="utf-8")
    if wanted.write_docs:
        write_docs(record)


if __name__ == "__main__":
    main()
