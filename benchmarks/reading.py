"""How long a long book takes to read and to be taken through the plan, and whether the time grows with its length.

    python benchmarks/reading.py              a quarter, a half and the whole of 1,000 pages, with 5,000 shortcodes
    python benchmarks/reading.py --profile    the whole once, and where its time goes

Seconds are printed and never asserted: they are this machine's. The laws of growth that hold on every machine are
counted in tests/conformance/test_growth.py.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.run import Request, Result, resolved

CHAPTERS = 100
"""Of about 3,500 words, ten pages each."""
SECTIONS = 10
WORDS = """casa río perro mañana árbol viejo camino niña libro lluvia siempre nunca entonces ciudad puerta luz sombra
voz mano noche silencio mesa ventana tiempo agua fuego tierra viento nube carta barco amigo madre padre hermano calle
plaza torre puente campo monte piedra flor fruta pan vino sal azúcar reloj espejo cuchara sueño miedo alegría canción
palabra historia pregunta respuesta número letra página capítulo""".split()

FORMS = ('{} "{}".', "{}, *{}*.", "{} -- {} --.", "{}; {}...", "{}: **{}**.", "{}, {}.", "¿{}? {}.")


class Author:
    """Writes the same book each time."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def words(self, count: int) -> str:
        return " ".join(self.chance.choices(WORDS, k=count))

    def sentence(self, count: int) -> str:
        half = count // 2
        left, right = self.words(half), self.words(count - half)
        return self.chance.choice(FORMS).format(left.capitalize(), right)

    def paragraph(self) -> str:
        return " ".join(self.sentence(12) for _ in range(4))

    def items(self) -> str:
        return "\n".join(f"- {self.sentence(8)}" for _ in range(4))

    def table(self) -> str:
        rows = [f"| {self.words(2)} | `{self.words(1)}` | {self.chance.randint(1, 999)} |" for _ in range(4)]
        return "\n".join(["| Uno | Dos | Tres |", "|:---|:---:|---:|", *rows])

    def code(self) -> str:
        return "```python\n" + "\n".join(f"{self.chance.choice('abc')} = {number}" for number in range(6)) + "\n```"

    def section(self, place: str) -> str:
        """About 350 words: two notes and five shortcodes among them."""
        ref, link = '{{< ref "capitulo-001.md" >}}', f"[{self.words(2)}](capitulo-002.md)"
        button = f'{{{{< button href="https://example.org/{place}" >}}}}{self.words(2)}{{{{< /button >}}}}'
        quoted = f"{self.sentence(20)}\n\n> {self.sentence(10)}"
        beside = f"{self.sentence(12)}\n\n<--->\n\n{self.sentence(12)}"
        return "\n\n".join([
            f"## {self.words(3).capitalize()}",
            f"{self.paragraph()}[^{place}a]",
            f"{{{{< hint info >}}}}\n{self.sentence(20)} {ref}\n{{{{< /hint >}}}}",
            f"{self.paragraph()} {button}",
            self.items(),
            f'{{{{% details "{self.words(2)}" %}}}}\n{quoted}\n{{{{% /details %}}}}',
            f'{self.paragraph()} {link} <span class="x">{self.words(2)}</span>[^{place}b]',
            f"{{{{< columns >}}}}\n{beside}\n{{{{< /columns >}}}}",
            self.table(),
            self.code(),
            f"[^{place}a]: {self.sentence(14)}\n[^{place}b]: {self.sentence(14)}",
        ])  # fmt: skip

    def chapter(self, number: int) -> str:
        sections = "\n\n".join(self.section(f"{number}-{place}") for place in range(SECTIONS))
        return f"---\ntitle: {self.words(2).capitalize()}\nweight: {number}\n---\n\n{sections}\n"


def write_book(folder: Path, chapters: int) -> int:
    """The book in the folder; how many words it has."""
    (folder / "book.yaml").write_text("title: Largo\nlanguage: es\nauthor: Nadie\n", encoding="utf-8")
    count = 0
    for number in range(1, chapters + 1):
        text = Author(number).chapter(number)
        count += len(text.split())
        (folder / f"capitulo-{number:03}.md").write_text(text, encoding="utf-8")
    return count


def timed(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def measured(chapters: int) -> float:
    """Seconds to read a book of so many chapters and to fold the plan over it; told stage by stage."""
    with tempfile.TemporaryDirectory() as folder:
        words, result = write_book(Path(folder), chapters), Result()
        seconds = timed(lambda: resolved(Request(Path(folder)), result))
    print(f"{chapters:4} chapters, {words:7,} words, {chapters * SECTIONS * 5:5,} shortcodes: {seconds:6.2f} s")
    print("     " + ", ".join(f"{name} {took:.2f}" for name, took in result.seconds))
    if result.report.errors:
        raise SystemExit(f"the book should be without errors: {result.report.errors[0]}")
    return seconds


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--profile", action="store_true")
    given.add_argument("--chapters", type=int, default=CHAPTERS)
    wanted = given.parse_args()
    gc.set_threshold(50_000)  # as the command line does
    if wanted.profile:
        with cProfile.Profile() as profile:
            measured(wanted.chapters)
        pstats.Stats(profile).sort_stats("tottime").print_stats(40)
        return
    quarter, half, whole = (measured(wanted.chapters // part) for part in (4, 2, 1))
    print(f"half to quarter: {half / quarter:.2f}; whole to half: {whole / half:.2f}")


if __name__ == "__main__":
    main()
