"""A small book whose every chapter speaks of pages in the others, written into a folder for the tests that need it.

It holds a foreword, chapters that refer to later and to earlier ones in text, notes, tables and buttons, one picture
at two widths, and letters beyond ASCII in its ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from specimens import picture

WORDS = "la noche que nadie vio llegar dejó sobre la mesa un papel doblado y una lámpara encendida".split()
CHAPTERS = 5


def crossed_book(folder: Path, chapters: int = CHAPTERS, lines: int = 5) -> Path:
    """The book's folder; chapters are of different lengths."""
    folder.mkdir(parents=True)
    (folder / "plate.png").write_bytes(picture("PNG", "900x300"))
    body = "".join(f", c{number}.md" for number in range(1, chapters + 1))[2:]
    (folder / "book.yaml").write_text(
        "title: Cruces\nlanguage: es\nauthor: Autora\nprint: {bleed: 9pt}\n"
        f"chapters: {{front: [fore.md], body: [{body}]}}\n",
        encoding="utf-8",
    )
    (folder / "fore.md").write_text(_foreword(chapters), encoding="utf-8")
    for number in range(1, chapters + 1):
        (folder / f"c{number}.md").write_text("\n\n".join(chapter(number, chapters, lines)) + "\n", encoding="utf-8")
    return folder


def _foreword(chapters: int) -> str:
    links = " ".join(f"[capítulo](c{number}.md)" for number in range(1, chapters + 1))
    return f"---\nrole: foreword\n---\n# Prólogo\n\n{filler(2, 6)}\n\n## Señas {{#señas}}\n\n{links}\n"


def chapter(number: int, chapters: int, lines: int) -> Iterator[str]:
    """The paragraphs of a chapter."""
    later, earlier = number % chapters + 1, (number - 2) % chapters + 1
    yield f"# Capítulo {number}"
    yield filler(number, lines + number * 2) + f" [adelante](c{later}.md#fin-{later}) [prólogo](fore.md#señas)[^n]."
    yield f"| a | b |\n|---|---|\n| uno | [tabla](c{later}.md#fin-{later}) |"
    yield f'{{{{< button relref="c{earlier}.md" >}}}}botón{{{{< /button >}}}}'
    width = "50%" if number == 1 else "100%"
    yield f'{{{{< figure src="plate.png" alt="lámina" width="{width}" >}}}}' if number < 3 else filler(3, 4)
    yield filler(number + 3, lines * 9)
    yield f"## Fin {{#fin-{number}}}"
    yield filler(number, 2) + f" [más allá](c{chapters}.md#fin-{chapters})."
    yield f"[^n]: Una nota que lleva [atrás](c{earlier}.md#fin-{earlier})."


def filler(start: int, lines: int) -> str:
    """Some ten words a line, the same each time."""
    count = lines * 10
    return " ".join(WORDS[(start + place * (1 + start % 3)) % len(WORDS)] for place in range(count)).capitalize() + "."
