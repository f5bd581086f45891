"""The breaks of a whole paragraph, chosen together.

In: the places where a line may end (`Material`), the measure, the rules. Out: the places where lines do end.
D. E. Knuth and M. F. Plass, "Breaking paragraphs into lines", Software: Practice and Experience 11 (1981): every way
to set the paragraph that no line forbids is weighed by its demerits, and the least is taken. What is added: letters
may be widened and narrowed by a hair before white is, as pdfTeX does; three divided words below each other are
forbidden rather than dear.
"""

from __future__ import annotations

from dataclasses import dataclass, field

HYPHEN, DASH = 1, 2
"""How a line may end other than between words: a divided word, and a hyphen or dash that the author wrote."""
FORBIDDEN = 10_000
"""A penalty at which no line ends (TeX's infinity)."""
RUNS = 3
"""Divided lines that follow each other are counted so far."""


@dataclass(slots=True)
class Material:
    """A paragraph as the places where a line may end; the last is the paragraph's end.

    Widths are counted from the paragraph's beginning, as if it were set in one line, in pt.
    """

    ends: list[float] = field(default_factory=list)
    """Where a line that ends here would end, its hyphen included, what hangs out left off."""
    starts: list[float] = field(default_factory=list)
    """Where the line after it would begin, what hangs out left off."""
    end_glue: list[float] = field(default_factory=list)
    """The white between words up to the end."""
    start_glue: list[float] = field(default_factory=list)
    """The same up to the beginning of the line after."""
    kinds: list[int] = field(default_factory=list)
    penalties: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts how much. Shares are of the natural white between words, and of a line's width."""

    stretch: float = 0.5
    """White grown by this share has badness 100."""
    shrink: float = 0.18
    """White is never narrower by more than this."""
    widening: float = 0.025
    """Letters are never wider or narrower by more than this."""
    line: float = 10.0
    hyphen: float = 95.0
    dash: float = 60.0
    double_hyphen: float = 10_000.0
    final_hyphen: float = 5_000.0
    adjacent: float = 3_000.0
    """Of a loose line beside a tight one."""
    runt: float = 10_000.0
    """Of a last line shorter than `least_last`."""
    least_last: float = 0.0
    """In pt."""
    ragged: float = 0.0
    """Ragged setting: a line shorter by so many pt has badness 100; 0: justified."""
    tolerances: tuple[float, ...] = (1.0, 200.0, 1_000.0, 100_000.0)
    """Badness allowed without divided words, with them, in an emergency, and where an address leaves no choice."""


@dataclass(slots=True)
class _Node:
    """The best way to end a line at one place, in one class of looseness."""

    place: int
    demerits: float
    looseness: int
    run: int
    line: int
    """Which line begins behind it, as far as lines differ in their measure."""
    before: _Node | None


def optimum(material: Material, widths: tuple[float, ...], rules: Rules, first: Material | None = None) -> list[int]:
    """The indices of the places where lines end; empty when no setting is allowed.

    `widths` are the measures of the lines, in pt; the last is that of all that follow. `first` is the material as the
    first line would set it (small capitals), if it differs.
    """
    for attempt, tolerance in enumerate(rules.tolerances):
        search = _Search(material, first or material, widths, rules, tolerance, divide=attempt > 0)
        if found := search.run():
            return found
    return []


class _Search:
    """One pass over the paragraph."""

    def __init__(
        self, material: Material, first: Material, widths: tuple[float, ...], rules: Rules, tolerance: float,
        *, divide: bool,
    ) -> None:  # fmt: skip
        self.material, self.first, self.widths = material, first, widths
        self.rules, self.tolerance, self.divide = rules, tolerance, divide
        self.final = len(widths) - 1
        self.active: list[list[_Node]] = [[_Node(-1, 0.0, 1, 0, 0, None)]]
        """Nodes of one place, and of one measure for the line behind it."""

    def run(self) -> list[int]:
        material, last = self.material, len(self.material.ends) - 1
        for place in range(last):
            if material.kinds[place] == HYPHEN and not self.divide:
                continue
            if material.penalties[place] < FORBIDDEN:
                self._try(place)
                if not self.active:
                    return []
        return self._finish(last)

    def _try(self, place: int) -> None:
        """Every line that could end here; what is too long already is out for good."""
        best: dict[tuple[int, int, int], _Node] = {}
        gone: set[int] = set()
        for group in self.active:
            badness, looseness, state = self._judge(group[0], place)
            if state > 0:
                gone.add(id(group))
            elif state == 0:
                self._weigh(group, place, badness, looseness, best)
            elif self.final <= 1:
                break  # the lines of those that begin later are shorter still
        if gone:
            self.active = [group for group in self.active if id(group) not in gone]
        for line in sorted({line for line, _, _ in best}):
            self.active.append([node for key, node in best.items() if key[0] == line])

    def _judge(self, node: _Node, place: int) -> tuple[float, int, int]:
        """Badness and class of a line; and whether it is too long (1), too short (-1) or neither."""
        short, glue, length = self._span(node, place)
        return self._badness(short, glue, length)

    def _span(self, node: _Node, place: int) -> tuple[float, float, float]:
        """What a line from a node to a place is too short, its white, its width."""
        material, start = self.material, node.place
        if start < 0:
            length, glue = self.first.ends[place], self.first.end_glue[place]
        else:
            length = material.ends[place] - material.starts[start]
            glue = material.end_glue[place] - material.start_glue[start]
        return self.widths[node.line] - length, glue, length

    def _badness(self, short: float, glue: float, length: float) -> tuple[float, int, int]:
        rules = self.rules
        if rules.ragged:
            return self._ragged(short)
        spare = rules.widening * (length - glue)
        if short > spare:
            ratio = (short - spare) / (glue * rules.stretch) if glue else 99.0
            badness = 100 * ratio * ratio
            return badness, (2 if ratio > 0.5 else 1) + (ratio > 1), -1 if badness > self.tolerance else 0
        if short < -spare:
            share = (-short - spare) / glue if glue else 99.0
            ratio = share / rules.shrink
            return 100 * (share / rules.stretch) ** 2, 0 if ratio > 0.5 else 1, 1 if ratio > 1 else 0
        return 0.0, 1, 0

    def _ragged(self, short: float) -> tuple[float, int, int]:
        ratio = short / self.rules.ragged
        badness = 100 * ratio * ratio
        return badness, 1, 1 if short < 0 else -1 if badness > self.tolerance else 0

    def _weigh(
        self, group: list[_Node], place: int, badness: float, looseness: int, best: dict[tuple[int, int, int], _Node]
    ) -> None:
        rules, kind, line = self.rules, self.material.kinds[place], min(group[0].line + 1, self.final)
        own = (rules.line + badness) ** 2 + self.material.penalties[place] ** 2
        for node in group:
            run = node.run + 1 if kind else 0
            if run >= RUNS:
                continue
            demerits = node.demerits + own
            if run > 1:
                demerits += rules.double_hyphen
            if abs(looseness - node.looseness) > 1:
                demerits += rules.adjacent
            known = best.get((line, looseness, run))
            if known is None or demerits < known.demerits:
                best[line, looseness, run] = _Node(place, demerits, looseness, run, line, node)

    def _finish(self, last: int) -> list[int]:
        """The last line is as long as it is; one that is too short, or that follows a divided word, is dear."""
        rules, found, least = self.rules, None, 0.0
        for group in self.active:
            short, glue, length = self._span(group[0], last)
            badness, _, state = self._badness(min(short, 0.0), glue, length)
            if state > 0:
                continue
            dear = (rules.line + badness) ** 2 + (rules.runt if length < rules.least_last else 0.0)
            for node in group:
                demerits = node.demerits + dear + (rules.final_hyphen if node.run else 0.0)
                if found is None or demerits < least:
                    found, least = node, demerits
        places = [last] if found else []
        while found is not None and found.place >= 0:
            places.append(found.place)
            found = found.before
        return places[::-1]
