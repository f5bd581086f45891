"""Books that nobody would write, each word of which is another: blocks inside blocks, in every position, mostly deep.

In: chance, from Hypothesis. Out: a manuscript, and the words that both editions must show, in their order. A template
has marks where words go; they are numbered from front to back when the book is made, so that loss, order, gluing and
parting can be told from the words alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from .serial_book import word

WORD, GLUE, CALL, CELL, END = "\x01", "\x02", "\x03", "\x04", "\x05"
"""A word, and the letter of its kind; no space between two words; the call of a note; a cell, and its end."""
PLACE = re.compile(f"{WORD}(.)|[{CALL}{CELL}{END}]")
LATIN = "bdglmnrstvaeo"
SCRIPTS = {"g": "βδγλμνρστφαεο", "y": "бдглмнрствaеo".replace("a", "а").replace("o", "о"), "h": "בדגלמנרסתואהע",
           "j": "山川日月木火土金人口手目田"}  # fmt: skip
HEAVY = {"l": 16, "x": 130}
"""Words of 128 letters, and of more than the limit for hyphenation."""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><rect width="90" height="60"/></svg>'
CONFIG = "title: T\nauthor: A\ncover: cover.png\nebook: {fonts: none}\n"
NOTES = 5
"""Calls of a chapter; more are dropped."""


@dataclass(frozen=True)
class Manuscript:
    """A book's files, and its words."""

    files: dict[str, str]
    text: tuple[str, ...]
    """Outside notes, in their order, as `bare` has them; words without space between them are one."""
    notes: tuple[tuple[str, ...], ...]
    heads: frozenset[str]
    """Of tables, which stand again on each page that goes on with one."""
    cells: frozenset[str] = frozenset()
    """Words of cells that stand side by side: where a page's end parts a row, each goes on for itself."""


def spelled(kind: str, number: int) -> str:
    """The word of a number, in one of the ways in which words are written."""
    plain = word(number)
    match kind:
        case "a" | "t":
            return plain
        case "e":
            return plain.translate(str.maketrans("aeo", "áéö"))
        case "c":
            return re.sub(r"([aeo])", "\\1\u0301", plain[:4]) + plain[4:]
        case "l" | "x":
            return plain * HEAVY[kind]
    return plain.translate(str.maketrans(LATIN, SCRIPTS[kind]))


def bare(text: str) -> str:
    """The letters alone, as both editions must have them; those of scripts that run to the left as a heap."""
    letters = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if c.isalpha())
    return "".join(sorted(letters)) if is_heap(letters) else letters


def is_heap(letters: str) -> bool:
    """Whether they are of a script that runs to the left, whose order a reader of PDFs guesses."""
    return bool(letters) and unicodedata.bidirectional(letters[0]) == "R"


# running text

KINDS = st.sampled_from("aaaaaaaaaeecgyhj")
ATOMS = KINDS.map(lambda kind: WORD + kind)


def _around(left: str, right: str) -> Callable[[str], str]:
    return lambda text: f"{left}{text}{right}"


PAIRS = [("*", "*"), ("**", "**"), ("***", "***"), ("~~", "~~"), ("“", "”"),
         ("<b>", "</b>"), ("<i>", "</i>"), ("<u>", "</u>"), ("<small>", "</small>"), ("<kbd>", "</kbd>"),
         ("<cite>", "</cite>"), ('<span class="q">', "</span>"), ("<mark>", "</mark>"),
         ("<ins>", "</ins>")]  # fmt: skip
SIGNS = ["", "", "", ",", ".", ";", " —", "…", "?", "!", CALL]
GLUED = [
    each.replace("+", GLUE)
    for each in ("**{}**+{}+*{}*", "{}+**{}**", "*{}*+{}", "{}+<b>{}</b>", "<i>{}</i>+<b>{}</b>+{}", "{}+<sup>{}</sup>",
                 "{}+<u>{}</u>", "{}+<span>{}</span>+{}")
]  # fmt: skip
"""Elements side by side inside one word."""


def _within(left: str, right: str, text: str) -> str:
    """Four tildes at the beginning of a line would be a fence, and what stands there no words."""
    return text if left == "~~" and text.startswith("~~") else f"{left}{text}{right}"


def _inlines(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(" ".join),
        st.tuples(st.sampled_from(PAIRS), inner).map(lambda both: _within(*both[0], both[1])),
        st.tuples(inner, st.sampled_from(SIGNS)).map("".join),
        st.tuples(inner, inner).map("\n".join),
    )


CODE = st.lists(st.just(WORD + "a"), min_size=1, max_size=2).map(lambda words: "`" + " ".join(words) + "`")
SPLICED = st.tuples(st.sampled_from(GLUED), st.lists(st.just(WORD + "a"), min_size=3, max_size=3)).map(
    lambda both: both[0].format(*both[1])
)
LINKS = st.tuples(st.sampled_from([("[", "](https://example.org/x)"), ("[**", "**](01.md)"),
                                   ('{{< button href="https://example.org/" >}}', "{{< /button >}}")]),
                  st.lists(st.just(WORD + "a"), min_size=1, max_size=2).map(" ".join)).map(
    lambda both: _around(*both[0])(both[1])
)  # fmt: skip
INLINE = st.recursive(ATOMS | ATOMS | ATOMS | CODE | SPLICED | LINKS, _inlines, max_leaves=6)
RUN = st.lists(INLINE, min_size=1, max_size=4).map(" ".join)
ONE_LINE = RUN.map(lambda text: text.replace("\n", " "))
PLAIN = st.lists(st.just(WORD + "a"), min_size=1, max_size=3).map(" ".join)


# blocks that hold none


def _table(cells: list[str]) -> str:
    head = " | ".join(WORD + "t" for _ in cells)
    row = " | ".join(f"{CELL}{cell}{END}" for cell in cells)
    return f"| {head} |\n|{'---|' * len(cells)}\n| {row} |\n| {' | '.join([WORD + 'a'] * len(cells))} |"


def _raw_table(cells: list[str]) -> str:
    row = "".join(f"<td>{CELL}{cell}{END}</td>" for cell in cells)
    return f"<table>\n<caption>{WORD}a</caption>\n<tr>{row}</tr>\n<tr>{row}</tr>\n</table>"


LEAVES = st.one_of(
    RUN,
    RUN,
    st.tuples(RUN, st.sampled_from(["  \n", "\\\n", "<br>"]), RUN).map("".join),
    ONE_LINE.map(_around("## ", "")),
    ONE_LINE.map(_around("#### ", "")),
    PLAIN.map(lambda text: text + "\n---"),
    st.lists(ONE_LINE, min_size=1, max_size=3).map(_table),
    st.lists(PLAIN, min_size=1, max_size=3).map(_raw_table),
    st.lists(PLAIN, min_size=1, max_size=3).map(lambda lines: "```python\n" + "\n".join(lines) + "\n```"),
    PLAIN.map(_around("```\n", "\n```")),
    PLAIN.map(lambda words: "```go\n\t" + words.replace(" ", "\t") + "\n```"),
    st.tuples(ONE_LINE, ONE_LINE).map(lambda both: f"{both[0]}\n: {both[1]}\n: {WORD}a"),
    st.tuples(PLAIN, PLAIN).map(lambda both: f"<dl>\n<dt>{both[0]}</dt>\n<dd>{both[1]}</dd>\n</dl>"),
    st.tuples(PLAIN, PLAIN).map(
        lambda both: f'{{{{< figure src="p.svg" alt="x" title="{both[0]}" caption="{both[1]}" >}}}}'
    ),
    PLAIN.map(_around('<figure>\n<img src="p.svg" alt="x">\n<figcaption>', "</figcaption>\n</figure>")),
    PLAIN.map(_around("<p>", "</p>")),
    PLAIN.map(_around("<div>", "</div>")),
    st.lists(ONE_LINE, min_size=2, max_size=3).map(lambda lines: "\n".join(f"- [x] {line}" for line in lines)),
    st.tuples(PLAIN, PLAIN).map(lambda both: f"{both[0]}\n\n![x](p.svg)\n\n{both[1]}"),
    st.just("***"),  # three hyphens in a list of hyphens are one rule
)


# blocks that hold blocks


def _indented(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join([first + lines[0], *(rest + line if line else rest.rstrip() for line in lines[1:])])


def _apart(inner: str) -> str:
    """With a line between, where the title of a box would be a term that is defined below."""
    return f"\n{inner}" if "\n: " in inner.partition("\n\n")[0] else inner


HOLDERS: list[Callable[[str, str], str]] = [
    lambda inner, words: _indented(inner, "- ", "  "),
    lambda inner, words: _indented(f"{words}\n\n{inner}", "- ", "  "),
    lambda inner, words: _indented(f"{words}\n\n{inner}", "1. ", "   ") + f"\n\n2. {WORD}a",
    lambda inner, words: _indented(inner, "1. ", "   "),
    lambda inner, words: _indented(inner, "> ", "> "),
    lambda inner, words: _indented(inner, "> ", "> "),
    lambda inner, words: _indented(f"[!NOTE] {words}\n{_apart(inner)}", "> ", "> "),
    lambda inner, words: f"{{{{% hint info %}}}}\n{inner}\n{{{{% /hint %}}}}",
    lambda inner, words: f'{{{{% details "{words}" %}}}}\n{inner}\n{{{{% /details %}}}}',
    lambda inner, words: f'{{{{% details title="{words}" open=true %}}}}\n{inner}\n{{{{% /details %}}}}',
    lambda inner, words: f'{{{{< tabs >}}}}\n{{{{% tab "{words}" %}}}}\n{inner}\n{{{{% /tab %}}}}\n{{{{< /tabs >}}}}',
    lambda inner, words: f"{{{{% columns %}}}}\n- {words}\n{_indented(inner, '- ', '  ')}\n{{{{% /columns %}}}}",
    lambda inner, words: f"<div>\n\n{inner}\n\n</div>",
    lambda inner, words: f"<blockquote>\n\n{inner}\n\n</blockquote>",
    lambda inner, words: f"<details>\n<summary>{words}</summary>\n\n{inner}\n\n</details>",
    lambda inner, words: f"<div>\n<p>{words}</p>\n\n{inner}\n\n{WORD}a</div>",
    lambda inner, words: f"<ul>\n<li>{words}\n\n{inner}\n\n</li>\n</ul>",
    lambda inner, words: _indented(inner, f"{words}\n: ", "  "),
]
DEEPEST = 7


@st.composite
def blocks(draw: st.DrawFn, depth: int) -> str:
    """Blocks, the last of which goes on downwards as often as not."""
    made = [draw(LEAVES)] if draw(st.integers(0, 2)) else []
    if depth and draw(st.integers(0, 9)):
        made.append(draw(st.sampled_from(HOLDERS))(draw(blocks(depth - 1)), draw(PLAIN)))
    if not made or not draw(st.integers(0, 3)):
        made.append(draw(LEAVES))
    return "\n\n".join(made)


DEPTHS = st.sampled_from([1, 2, 3, 4, 5, 6, DEEPEST, DEEPEST])


@st.composite
def chapters(draw: st.DrawFn) -> tuple[str, str, str, list[str]]:
    """What stands before the title, the title, the text, the notes: templates all."""
    before = draw(st.just("") | PLAIN)
    title = draw(PLAIN)
    text = "\n\n".join(draw(st.lists(DEPTHS.flatmap(blocks), min_size=1, max_size=3)))
    heavy = draw(st.sampled_from(["", "", f"\n\n{WORD}a {WORD}l {WORD}a", f"\n\n{WORD}a {WORD}x {WORD}a"]))
    calls = [found.start() for found in re.finditer(CALL, text)]
    for place in reversed(calls[NOTES:]):
        text = text[:place] + text[place + 1 :]
    notes = [draw(RUN | st.tuples(PLAIN, blocks(1)).map("\n\n".join)) for _ in calls[:NOTES]]
    return before, title, f"{text}{heavy}\n\n{WORD}a {WORD}a.", notes


# the book


class _Counting:
    """Words numbered from front to back."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.heads: set[str] = set()
        self.cells: set[str] = set()
        self.heaps: set[str] = set()

    def written(self, template: str, calls: Iterable[str] = ()) -> tuple[str, list[str]]:
        """The text, and its words."""
        names = iter(calls)
        words: list[str] = []
        glued = celled = False

        def put(found: re.Match[str]) -> str:
            nonlocal glued, celled
            if found[0] == CALL:
                return f"[^{next(names)}]"
            if found[0] in CELL + END:
                celled = found[0] == CELL
                return ""
            kind = found[1] if found[1] != "h" or self._may_turn(before[0]) else "a"
            made, before[0] = spelled(kind, self.number), kind
            self.number += 1
            glued = GLUE in template[last[0] : found.start()] and bool(words)
            if glued:
                words[-1] = bare(words[-1] + made)
            else:
                words.append(bare(made))
            if found[1] == "t":
                self.heads.add(words[-1])
            if celled:
                self.cells.add(words[-1])
            last[0] = found.end()
            return made

        last, before = [0], [""]
        text = PLACE.sub(put, template)
        return text.replace(GLUE, ""), words

    def _may_turn(self, before: str) -> bool:
        """Whether the next word may run to the left: a reader turns neighbours round, and knows the letters alone."""
        heap = bare(spelled("h", self.number))
        new = before != "h" and heap not in self.heaps
        self.heaps.add(heap)
        return new


def zero() -> int:
    """The number of a book's first word."""
    return 0


@st.composite
def manuscripts(draw: st.DrawFn, begin: Callable[[], int] = zero) -> Manuscript:
    """Whole books; `begin` says from where words are numbered, for books that are to be bound together."""
    counting = _Counting(begin())
    lines = draw(st.sampled_from(["tex", "tex", "engine"]))
    language = draw(st.sampled_from(["es", "es", "en", "de"]))
    files = {"book.yaml": f"{CONFIG}language: {language}\nprint: {{lines: {lines}}}\n",
             "p.svg": PICTURE}  # fmt: skip
    text: list[str] = []
    notes: list[tuple[str, ...]] = []
    for number, (before, title, body, defined) in enumerate(
        draw(st.lists(chapters(), min_size=1, max_size=draw(st.sampled_from([1, 1, 2])))), 1
    ):
        names = [f"n{place}" for place in range(len(defined))]
        first, early = counting.written(before)
        head, titled = counting.written(title)
        main, words = counting.written(body, names)
        text += [*titled, *early, *words]
        closing = []
        for name, template in zip(names, defined, strict=True):
            said, own = counting.written(template.replace(CALL, ""))
            closing.append(_indented(said, f"[^{name}]: ", "    "))
            notes.append(tuple(own))
        files[f"{number:02}.md"] = "\n\n".join(filter(None, [first, f"# {head}", main, *closing])) + "\n"
    return Manuscript(files, tuple(text), tuple(notes), frozenset(counting.heads), frozenset(counting.cells))


def together(books: Sequence[Manuscript]) -> Manuscript:
    """One book of several, whose words are all different, set as the first of them is."""
    texts = [text for book in books for path, text in book.files.items() if path.endswith(".md")]
    files = {path: text for path, text in books[0].files.items() if not path.endswith(".md")}
    files |= {
        f"{number:02}.md": re.sub(r"\]\(01\.md\)", f"]({number:02}.md)", text) for number, text in enumerate(texts, 1)
    }
    return Manuscript(files, tuple(word for book in books for word in book.text),
                      tuple(note for book in books for note in book.notes),
                      frozenset(word for book in books for word in book.heads),
                      frozenset(word for book in books for word in book.cells))  # fmt: skip
