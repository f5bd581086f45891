"""Random sites: trees of sections and pages with all that decides their order.

In: a seed. Out: files by path. Each tree is a section at the top of a language's content folder, so that one run of
Hugo answers for all of them.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

TITLES = {
    "es": (
        "2 dos", "10 diez", "02", "Álfa", "alfa", "alfa beta", "álfa", "Alfb", "beta", "ñu", "Ñandú", "nube", "ochenta",
        "Éxodo", "exodo", "¿Qué?", "¡Qué!", "qué", "«Cita»", "\"Cita\"", "a-b", "a b", "ab", "A", "a", "zeta", "Zeta",
        "capítulo 1", "Capítulo 1", "capítulo 10", "capítulo 2", "x_1", "x.1", "x/1", "&c", "€5", "œuvre", "straße",
        "día’s", "día's", "Ωmega", "Якорь", "日本", "C++", "C#", "½ vida", "no…", "no...",
    ),
    "en": (
        "Chapter 1", "chapter 1", "Chapter 10", "Chapter 2", "An Æon", "aeon", "Zoë", "zoe", "Zoe's", "naïve", "naive",
        "The end", "the End", "(aside)", "[aside]", "#1", "*", "resume", "résumé", "Résumé", "co-op", "coop", "co op",
        "1984", "19th", "2001", "Über", "uber", "it's", "it’s", "Łódź", "Lodz", "Øre", "ore", "ﬁn", "fin", "e.g.", "eg",
    ),
    "sv": ("ål", "Ål", "al", "ärt", "art", "öl", "ol", "zebra", "übel", "ybel", "æble", "ø", "wal", "val", "10", "9"),
    "cs": ("čaj", "cena", "chata", "hora", "index", "řeka", "reka", "šek", "sek", "žena", "zena", "Č", "cz", "ch"),
}  # fmt: skip
NAMES = (
    "a", "b", "c", "B2", "a_1", "a-2", "a 3", "aa", "10", "9", "cap.1", "ñ", "é", "z", "intro", "Readme2", "m-n", "k",
    "final", "x y z", "2024-01-01-nota", "v1.2",
)  # fmt: skip
DATES = (
    "2020-01-01", "2020-01-01T00:00:00Z", "2020-01-01T00:00:00+02:00", "2019-12-31", "2021-06-05 10:00:00",
    "1999-09-09",
)  # fmt: skip
PAST, AHEAD = "2001-01-01", "2999-01-01"
GLOBS = ("/{tree}/**", "/{tree}/*", "**/a*", "/{tree}/[ab]**", "{{/{tree}/a,/{tree}/b}}", "/{tree}/?", "**")


@dataclass(slots=True)
class Tree:
    """One section at the top of a site, in the making."""

    name: str
    language: str
    chance: random.Random
    others: tuple[str, ...] = ()
    """Languages whose mark a file may carry."""
    files: dict[str, str] = field(default_factory=dict)

    def likely(self, share: float) -> bool:
        return self.chance.random() < share

    def make(self) -> dict[str, str]:
        self._section(f"content/{self.language}/{self.name}", 0)
        return self.files

    def _section(self, folder: str, depth: int) -> None:
        if self.likely(0.8 if depth else 0.6):
            self._write(folder, "_index.md", self._meta(section=True), empty=self.likely(0.5))
        names = list(NAMES)
        self.chance.shuffle(names)
        for name in names[: self.chance.randint(0, 7 if depth == 0 else 4)]:
            self._child(folder, name, depth)

    def _child(self, folder: str, name: str, depth: int) -> None:
        kind = self.chance.random()
        if kind < 0.25 and depth < 3:
            self._section(f"{folder}/{name}", depth + 1)
        elif kind < 0.35:
            self._bundle(f"{folder}/{name}")
        else:
            self._write(folder, f"{name}.md", self._meta(), empty=self.likely(0.1))

    def _bundle(self, folder: str) -> None:
        self._write(folder, "index.md", self._meta(), empty=self.likely(0.1))
        for name in ("nota.md", "dentro/otra.md", "dentro/_index.md"):
            if self.likely(0.3):
                self._write(folder, name, self._meta(), empty=False)

    def _write(self, folder: str, name: str, meta: dict[str, object], *, empty: bool) -> None:
        body = self.chance.choice(("", "\n\n", "<!-- nada -->\n", " \n")) if empty else "Texto.\n"
        if self.others and self.likely(0.08):
            name = name.removesuffix(".md") + f".{self.chance.choice(self.others)}.md"
        self.files[f"{folder}/{name}"] = self._front_matter(meta) + body

    def _front_matter(self, meta: dict[str, object]) -> str:
        flat = not any(isinstance(value, dict | list) for value in meta.values())
        lines = [json.dumps(value, ensure_ascii=False) for value in meta.values()]
        match self.chance.choice(("json", "yaml", "toml") if flat else ("json", "yaml")):
            case "json":
                return json.dumps(meta, ensure_ascii=False) + "\n"
            case "yaml":
                return "".join(["---\n", *(f"{k}: {v}\n" for k, v in zip(meta, lines, strict=True)), "---\n"])
        return "".join(["+++\n", *(f"{k} = {v}\n" for k, v in zip(meta, lines, strict=True)), "+++\n"])

    def _meta(self, *, section: bool = False) -> dict[str, object]:
        made: dict[str, object] = {}
        if self.likely(0.93):
            made["title"] = self.chance.choice(TITLES[self.language])
        if self.likely(0.08):
            made["linkTitle"] = self.chance.choice(TITLES[self.language])
        if self.likely(0.6):
            made[self.chance.choice(("weight", "weight", "Weight"))] = self.chance.choice((0, -3, -1, 1, 2, 10, "15"))
        made |= dict(self._days()) | dict(self._standing())
        if section and self.likely(0.3):
            made["cascade"] = self._cascade()
        return made

    def _days(self) -> Iterator[tuple[str, object]]:
        if self.likely(0.3):
            yield self.chance.choice(("date", "date", "Date", "publishDate", "lastmod")), self.chance.choice(DATES)
        if self.likely(0.04):
            yield self.chance.choice(("date", "publishDate")), AHEAD
        if self.likely(0.05):
            yield "expiryDate", self.chance.choice((PAST, AHEAD))

    def _standing(self) -> Iterator[tuple[str, object]]:
        if self.likely(0.06):
            yield "draft", self.chance.choice((True, True, False, "true"))
        if self.likely(0.06):
            yield "bookHidden", self.likely(0.7)
        if self.likely(0.03):
            yield "headless", self.likely(0.7)
        if self.likely(0.06):
            options = ({"list": "never"}, {"render": "never"}, {"list": False}, {"list": "local"}, {"render": "link"})
            yield "build", self.chance.choice(options)
        if self.likely(0.05):
            yield "params", {"bookHidden": self.likely(0.5)}

    def _cascade(self) -> object:
        made = [self._group() for _ in range(self.chance.randint(1, 3))]
        return made if len(made) > 1 or self.likely(0.3) else made[0]

    def _group(self) -> dict[str, object]:
        given: dict[str, object] = self.chance.choice((
            {"weight": 5}, {"weight": -2}, {"date": "2018-03-04"}, {"bookHidden": True}, {"draft": True},
            {"params": {"bookHidden": True}}, {"linkTitle": "en cascada"}, {"title": "En cascada", "weight": 3},
            {"expiryDate": PAST}, {"build": {"list": "never"}}, {"weight": 1, "bookHidden": False},
        ))  # fmt: skip
        target: dict[str, object] = {}
        if self.likely(0.5):
            target["path"] = self.chance.choice(GLOBS).format(tree=self.name)
        if self.likely(0.25):
            target["kind"] = self.chance.choice(("page", "section", "{home,section}"))
        return dict(given) | ({"target": target} if target else {})


def trees(counts: dict[str, int], seed: int) -> dict[str, str]:
    """The files of so many trees in each language, each tree in a section of its own name."""
    made: dict[str, str] = {}
    for language, count in counts.items():
        others = tuple(code for code in counts if code != language)
        for number in range(count):
            chance = random.Random(f"{seed} {language} {number}")
            made |= Tree(f"{language}{number:03}", language, chance, others).make()
    return made
