"""Random chapters: Markdown of every kind that a book has, nested as people nest it.

In: a seed. Out: the text of a chapter. Raw HTML and shortcodes are left to tests of their own.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

WORDS = (
    "lluvia", "ñandú", "Éxodo", "casa", "el", "la", "de", "y", "río,", "mar.", "¿quién?", "—dijo", "1984", "3.14",
    "a_b", "x*y", "C#", "\"cita\"", "d'Artagnan", "...", "«voz»", "& Cía", "50%", "(aparte)", "snake_case_word",
    "5 * 3", "a-b", "etc.", "H2O", "100€", "final!", "1. no", "- no", "t:", "c:\\d", "\\*libre\\*", "&amp;", "&copy;",
    "a < b",
    "H~2~O",
)  # fmt: skip


@dataclass(slots=True)
class Chapter:
    """One chapter in the making."""

    chance: random.Random
    notes: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)

    def text(self) -> str:
        blocks = [self.block(0) for _ in range(self.chance.randint(3, 12))]
        blocks += [f"[^{name}]: {self.note()}" for name in self.notes]
        blocks += [f'[{name}]: http://example.org/{name} "T"' for name in self.references]
        return "\n\n".join(blocks) + "\n"

    def words(self, least: int = 1, most: int = 8) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(least, most)))

    def inline(self, depth: int = 0) -> str:
        return " ".join(self.piece(depth) for _ in range(self.chance.randint(1, 5)))

    def piece(self, depth: int) -> str:
        inner = self.inline(depth + 1) if depth < 2 else self.words(1, 3)
        kinds = {
            "words": 8, "em": 2, "strong": 2, "both": 1, "under": 1, "del": 1, "code": 2, "link": 2, "picture": 1,
            "auto": 1, "bare": 1, "ref": 1, "note": 2, "break": 1, "glued": 1, "entity": 1,
        }  # fmt: skip
        match self.chance.choices(list(kinds), list(kinds.values()))[0]:
            case "em":
                return f"*{inner}*"
            case "strong":
                return f"**{inner}**"
            case "both":
                return f"***{self.words(1, 3)}***"
            case "under":
                return f"_{self.words(1, 3)}_ __{self.words(1, 2)}__"
            case "del":
                return "~~" + self.words(1, 3).replace("~", "") + "~~"  # one tilde in two: decision 0010
            case "code":
                return self.chance.choice(("`x = 1`", "`` a`b ``", "`<b>&amp;`", "` `", "`**no**`"))
            case "link" if depth < 2:
                return f"[{self.words(1, 3)}]({self.chance.choice(('http://a.org/b?c=1&d=2', '<a b>', 'x.md#y', ''))})"
            case "picture":
                title = self.chance.choice(("", ' "título"'))
                return f"![{self.words(1, 3)}](p.png{title})"
            case "auto":
                return "<http://example.org/auto>"
            case "bare":
                return self.chance.choice(("https://example.org/bare", "www.example.org", "http://example.org/a_(b)."))
            case "ref" if depth < 2:
                return self.reference()
            case "note" if depth == 0:
                return self.call()
            case "break":
                return self.chance.choice(("uno  \ndos", "uno\\\ndos", "uno\ndos"))
            case "glued":
                return self.chance.choice(("in*cre*íble", "in_cre_íble", "**a**b", "*a*,", "¡**a**!", "«*a*»", "a**b"))
            case "entity":
                return self.chance.choice(("&mdash;", "&#241;", "&nbsp;fin", "\\[x\\]", "\\`x\\`", "\\\\"))
        return self.words()

    def reference(self) -> str:
        name = self.chance.choice(("uno", "dos"))
        if name not in self.references:
            self.references.append(name)
        return self.chance.choice((f"[texto][{name}]", f"[{name}]", f"[{name}][]"))

    def call(self) -> str:
        name = self.chance.choice(("1", "2", "nota", "n-3"))
        if name not in self.notes:
            self.notes.append(name)
        return f"palabra[^{name}]"

    def note(self) -> str:
        more = f"\n\n    {self.words()}" if self.chance.random() < 0.3 else ""
        return self.words(2, 6) + more

    # blocks

    def block(self, depth: int, *, listed: bool = False) -> str:
        kinds = {
            "paragraph": 8, "heading": 3, "setext": 1, "list": 4, "ordered": 2, "quote": 2, "fence": 2, "indented": 1,
            "table": 2, "rule": 1, "definitions": 1, "tasks": 1, "comment": 1,
        }  # fmt: skip
        if listed:  # in a loose item Goldmark leaves the paragraph before these two bare: decision 0010
            del kinds["definitions"], kinds["table"]
        if depth > 2:
            return self.inline()
        kind = self.chance.choices(list(kinds), list(kinds.values()))[0]
        return self.inline() if kind == "paragraph" else str(getattr(self, kind)(depth))

    def heading(self, depth: int) -> str:
        own = f" {{#propio-{self.chance.randint(0, 99999)} .c}}"
        closing = self.chance.choice(("", " ##", own, ""))
        return "#" * self.chance.randint(1, 6) + f" {self.words(1, 5)} {self.words(1, 1)}{closing}"

    def setext(self, depth: int) -> str:
        return f"Título {self.words(1, 3)}\n{self.chance.choice(('===', '---'))}"

    def list(self, depth: int) -> str:
        mark = self.chance.choice(("-", "*", "+"))
        return self.items(lambda number: f"{mark} ", depth)

    def ordered(self, depth: int) -> str:
        first, mark = self.chance.choice((1, 1, 3, 7)), self.chance.choice(".)")
        return self.items(lambda number: f"{first + number}{mark} ", depth)

    def items(self, mark: Callable[[int], str], depth: int) -> str:
        loose = self.chance.random() < 0.3
        made = []
        for number in range(self.chance.randint(1, 4)):
            opening = mark(number)
            inside = self.inline()
            if self.chance.random() < 0.3:
                more = self.block(depth + 1, listed=True) if loose else self.list(depth + 1)
                inside += ("\n\n" if loose else "\n") + more
            made.append(opening + indented(inside, len(opening)))
        return ("\n\n" if loose else "\n").join(made)

    def quote(self, depth: int) -> str:
        inside = "\n\n".join(self.block(depth + 1) for _ in range(self.chance.randint(1, 3)))
        return "\n".join(f"> {line}".rstrip() for line in inside.split("\n"))

    def fence(self, depth: int) -> str:
        mark, language = self.chance.choice(("```", "~~~", "````")), self.chance.choice(("", "python", "js"))
        return f'{mark}{language}\nx = *1*\n\n  <b> & "y"\n{mark}'

    def indented(self, depth: int) -> str:
        return f"{self.words()}\n\n    código *1*\n\n      más\n\n{self.words()}"

    def table(self, depth: int) -> str:
        wide = self.chance.randint(1, 3)
        marks = self.chance.choices((":--", "--:", ":-:", "---"), k=wide)
        rows = [[self.cell() for _ in range(wide)] for _ in range(self.chance.randint(1, 4))]
        lines = [rows[0], marks, *rows[1:]]
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)

    def cell(self) -> str:
        return self.chance.choice((self.words(1, 3), "*a*", "`x`", "**b** c", "a \\| b", "", "[l](x.md)"))

    def rule(self, depth: int) -> str:
        return self.chance.choice(("***", "* * *", "___"))

    def definitions(self, depth: int) -> str:
        return f"Término {self.words(1, 2)}\n: {self.inline()}\n: otra\n\nSegundo\n: {self.words()}"

    def tasks(self, depth: int) -> str:
        return f"- [ ] {self.words()}\n- [x] {self.words()}"

    def comment(self, depth: int) -> str:
        return f"{self.words()}\n\n<!-- {self.chance.choice(('nota', 'TODO', ''))} -->\n\n{self.words()}"


def indented(text: str, width: int) -> str:
    """The text with its second and later lines set in."""
    return text.replace("\n", "\n" + " " * width)


def chapters(count: int, seed: int) -> dict[str, str]:
    """So many chapters by path."""
    texts = (Chapter(random.Random(f"{seed} {number}")).text() for number in range(count))
    names = (f"c{number:03}" for number in range(count))
    pages = zip(names, texts, strict=True)
    return {f"content/la/{name}.md": f'---\ntitle: "{name}"\n---\n{text}' for name, text in pages}
