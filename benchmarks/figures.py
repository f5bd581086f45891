"""What was measured, kept and told: medians and ratios as tables.

In: figures of single runs. Out: tables in Markdown, which read well on a screen too. Seconds, megabytes (10^6 bytes).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

from benchmarks import contestants as c

MEGABYTE = 1_000_000
WATCHED = 0
"""The turn in which the memory is read, and whose times do not count."""
NAMES = {
    c.COLD: "cold",
    c.NOTHING: "nothing changed",
    c.WORD: "one word changed",
    c.BOTH: "one word changed, PDF and EPUB",
    c.MOVED: "all later pages moved",
    c.EPUB: "cold",
    c.EPUB_WORD: "one word changed",
    c.HELP: "`galerada --help`",
    c.CHECK: "`galerada check`, a small book",
    c.CHECK_AGAIN: "`galerada check`, the same again",
}
PDF_CASES, EPUB_CASES = (c.COLD, c.NOTHING, c.WORD, c.BOTH, c.MOVED), (c.EPUB, c.EPUB_WORD)
START_CASES = (c.HELP, c.CHECK, c.CHECK_AGAIN)


@dataclass(frozen=True, slots=True)
class Figure:
    """One run."""

    who: str
    case: str
    chapters: int
    turn: int
    wall: float
    cpu: float
    peak: int
    pages: int
    size: int
    """Bytes of the product; 0: none."""


@dataclass(slots=True)
class Record:
    """All runs, and what must be known of them."""

    machine: str = ""
    versions: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """The peers that are not installed."""
    warnings: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    def save(self, path: Path) -> None:
        """As JSON."""
        path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Record:
        """What `save` has written."""
        told = json.loads(path.read_text(encoding="utf-8"))
        return cls(**{**told, "figures": [Figure(**figure) for figure in told["figures"]]})

    @property
    def sizes(self) -> list[int]:
        """The books' lengths in chapters."""
        return sorted({figure.chapters for figure in self.figures} - {0})

    @property
    def rounds(self) -> int:
        """Timed ones."""
        return max((figure.turn for figure in self.figures), default=0)

    def runs(self, who: str, case: str, chapters: int) -> dict[int, Figure]:
        """By turn."""
        wanted = (who, case, chapters)
        return {f.turn: f for f in self.figures if (f.who, f.case, f.chapters) == wanted}

    def median(self, who: str, case: str, chapters: int, what: str) -> float | None:
        """Of the timed runs, but for the memory, which is that of the watched one."""
        runs = self.runs(who, case, chapters)
        return _median(getattr(run, what) for turn, run in runs.items() if (turn == WATCHED) == (what == "peak"))

    def whos(self, case: str, chapters: int) -> list[str]:
        """Galerada first, then as they ran."""
        found = dict.fromkeys(f.who for f in self.figures if (f.case, f.chapters) == (case, chapters))
        return sorted(found, key=lambda who: who != c.GALERADA)

    def ratio(self, one: tuple[str, str, int], other: tuple[str, str, int], what: str = "wall") -> float | None:
        """The median of the ratios of the runs of one round."""
        ours, theirs = self.runs(*one), self.runs(*other)
        turns = [turn for turn in ours if turn in theirs and (turn == WATCHED) == (what == "peak")]
        pairs = ((getattr(ours[turn], what), getattr(theirs[turn], what)) for turn in turns)
        return _median(a / b for a, b in pairs if b)


def _median(values: Iterable[float]) -> float | None:
    some = list(values)
    return median(some) if some else None


# tables


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, its columns as wide as their longest cell, figures at the right."""
    lines = [list(head), *(list(row) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]

    def row(cells: Sequence[str]) -> str:
        shown = (cell.rjust(width) if place else cell.ljust(width)
                 for place, (cell, width) in enumerate(zip(cells, widths, strict=True)))  # fmt: skip
        return f"| {' | '.join(shown)} |"

    rule = [f":{'-' * (widths[0] - 1)}", *(f"{'-' * (width - 1)}:" for width in widths[1:])]
    return "\n".join([row(lines[0]), row(rule), *map(row, lines[1:])])


def told(value: float | None, unit: float = 1) -> str:
    """Three figures that count; a dash for nothing."""
    if not value:
        return "–"
    value /= unit
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.{2 if value >= 1 else 3}f}"


def rows_of(record: Record, cases: Sequence[str], chapters: int) -> list[tuple[str, str]]:
    """Who did what."""
    return [(who, case) for case in cases for who in record.whos(case, chapters)]


def label(who: str, case: str) -> str:
    """How a row is called."""
    return f"{who}, {NAMES[case]}" if who == c.GALERADA else who


def medians(record: Record, cases: Sequence[str], chapters: int) -> str:
    """Of everything that was measured."""
    head = ("", "wall s", "CPU s", "memory MB", "pages", "file MB")
    rows = []
    for who, case in rows_of(record, cases, chapters):
        wall, cpu, peak, pages, size = (
            record.median(who, case, chapters, what) for what in ("wall", "cpu", "peak", "pages", "size")
        )
        rows.append((label(who, case), told(wall), told(cpu), told(peak, MEGABYTE), f"{pages:.0f}" if pages else "–",
                     told(size, MEGABYTE)))  # fmt: skip
    return table(head, rows)


def ratios(record: Record, cases: Sequence[str], chapters: int, against: Sequence[tuple[str, str]]) -> str:
    """To peers that do the same from the beginning, round by round."""
    there = [(who, case) for who, case in against if record.runs(who, case, chapters)]
    head = ["", *(f"{what}, {who.rpartition(' ')[2]}" for who, _ in there for what in ("wall", "CPU", "memory"))]
    rows = []
    for who, case in rows_of(record, cases, chapters):
        if (who, case) in there and len(there) == 1:
            continue
        shown = (told(record.ratio((who, case, chapters), (*other, chapters), what))
                 for other in there for what in ("wall", "cpu", "peak"))  # fmt: skip
        rows.append((label(who, case), *shown))
    return table(head, rows) if there else ""


def growth(record: Record) -> str:
    """How the time from nothing grows with the book."""
    pairs = list(zip(record.sizes, record.sizes[1:], strict=False))
    head = ["wall time, cold", *(f"t({b}) / t({a})" for a, b in pairs)]
    whos = record.whos(c.COLD, record.sizes[0]) if pairs else []
    rows = [(who, *(told(record.ratio((who, c.COLD, b), (who, c.COLD, a))) for a, b in pairs)) for who in whos]
    return table(head, rows) if pairs else ""


# what Galerada is held to


@dataclass(frozen=True, slots=True)
class Bound:
    """A promise, and how it is checked."""

    words: str
    most: float
    measured: Callable[[Record], float | None]


def _against(case: str, who: str, other: str = c.COLD) -> Callable[[Record], float | None]:
    return lambda record: record.ratio((c.GALERADA, case, 100), (who, other, 100))


def _growth(record: Record) -> float | None:
    return record.ratio((c.GALERADA, c.COLD, 400), (c.GALERADA, c.COLD, 100))


def _peak(record: Record) -> float | None:
    peak = record.median(c.GALERADA, c.COLD, 400, "peak")
    return peak and peak / MEGABYTE


BOUNDS = (
    Bound(f"cold, 100 chapters, to {c.WEASYPRINT}", 0.45, _against(c.COLD, c.WEASYPRINT)),
    Bound(f"one word changed, to {c.WEASYPRINT}", 0.03, _against(c.WORD, c.WEASYPRINT)),
    Bound(f"one word changed, to {c.TYPST}", 0.25, _against(c.WORD, c.TYPST)),
    Bound(f"one word changed, PDF and EPUB, to {c.WEASYPRINT}", 0.05, _against(c.BOTH, c.WEASYPRINT)),
    Bound(f"all later pages moved, to {c.WEASYPRINT}", 0.06, _against(c.MOVED, c.WEASYPRINT)),
    Bound(f"nothing changed, to {c.WEASYPRINT}", 0.012, _against(c.NOTHING, c.WEASYPRINT)),
    Bound("EPUB of 100 chapters, cold, to pandoc", 0.2, _against(c.EPUB, c.PANDOC, c.EPUB)),
    Bound("growth from 100 to 400 chapters", 4.3, _growth),
    Bound("memory with 400 chapters, MB", 450, _peak),
)


def bounds(record: Record) -> str:
    """The promises beside what was measured."""
    rows = []
    for bound in BOUNDS:
        value = bound.measured(record)
        verdict = "not measured" if value is None else "kept" if value <= bound.most else "missed"
        rows.append((bound.words, f"{bound.most:g}", told(value), verdict))
    return table(("wall time unless it says otherwise", "at most", "measured", ""), rows)


def report(record: Record) -> str:
    """Everything, in Markdown, for books of every length that was measured."""
    parts = [f"{record.machine}; {'; '.join(record.versions)}. Medians of {_times(record.rounds)}."]
    for chapters in record.sizes:
        parts += [*_told("PDF", record, PDF_CASES, chapters, ((c.WEASYPRINT, c.COLD), (c.TYPST, c.COLD))),
                  *_told("EPUB", record, EPUB_CASES, chapters, ((c.PANDOC, c.EPUB),))]  # fmt: skip
    if grown := growth(record):
        parts += ["**Growth**", grown]
    parts += ["**Start-up**", medians(record, START_CASES, 0), "**Held to**", bounds(record)]
    if record.missing:
        parts.append(f"Not installed, so not measured: {', '.join(record.missing)}.")
    parts += [f"Warning: {warning}." for warning in record.warnings]
    return "\n\n".join(parts)


def _told(
    what: str, record: Record, cases: Sequence[str], chapters: int, against: Sequence[tuple[str, str]]
) -> Iterator[str]:
    if rows_of(record, cases, chapters):
        yield f"**{what}, {chapters} chapters**"
        yield medians(record, cases, chapters)
    if beside := ratios(record, cases, chapters, against):
        yield f"Ratios to a cold run of {' and '.join(who for who, _ in against)}:"
        yield beside


def _times(rounds: int) -> str:
    return "one round" if rounds == 1 else f"{rounds} rounds"
