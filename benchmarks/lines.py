"""How evenly four programs set the same text: the same fonts, size, measure and language, measured by one meter.

    python benchmarks/lines.py                    the chapters of ../shared/manuscript, or of the sample book
    python benchmarks/lines.py --chapters 100     a book of so many chapters, their sentences dealt anew
    python benchmarks/lines.py --keep FOLDER      the PDFs stay there

Bare WeasyPrint and Galerada are always measured; Typst where its Python package is installed, LuaLaTeX (with and
without microtype) where `lualatex` is. Seconds are this machine's; nothing is asserted.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline.fonts import FACES
from pipeline.meter.evenness import Evenness, evenness
from pipeline.meter.glyphs import sheets
from pipeline.run import Request, build

ROOT = Path(__file__).resolve().parent.parent
MANUSCRIPT = ROOT.parent / "shared" / "manuscript"
SAMPLE = ROOT / "book" / "chapters"
MEASURE, SIZE, LEADING, INDENT = 306.0, 11.0, 14.6, 14.3
"""In pt: 4.25 in of EB Garamond at 11 pt."""
PARAGRAPHS, SENTENCES = 12, 4
"""Of a chapter, and of a paragraph, about: 1,100 words a chapter."""

SENTENCE_END = re.compile(r"(?<=[.?!]) (?=[A-ZÁÉÍÓÚ¿«])")
Chapter = list[str]


# the text


def manuscript_chapters() -> list[Chapter]:
    """Plain paragraphs: what differs between the programs' markup is left out."""
    folder = MANUSCRIPT if MANUSCRIPT.is_dir() else SAMPLE
    found = [list(_paragraphs(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.md"))]
    return [chapter for chapter in found if chapter]


def _paragraphs(text: str) -> Iterator[str]:
    body = text.split("---", 2)[2] if text.startswith("---") else text
    for block in re.split(r"\n\s*\n", body):
        plain = re.sub(r"\{\{.*?\}\}|\[\^[^\]]*\]|[*`]", "", " ".join(block.split()))
        plain = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", plain)
        plain = re.sub(r'"([^"]*)"', r"«\1»", plain).replace(" -- ", " — ")
        if len(plain) > 60 and not re.match(r"[#>!|{<:+-]|\d+\.", plain):
            yield plain


def dealt(chapters: Sequence[Chapter], count: int) -> list[Chapter]:
    """A book of other paragraphs with the same sentences; the same each time."""
    chance = random.Random(count)
    pool = [part for chapter in chapters for text in chapter for part in SENTENCE_END.split(text)]
    sizes = [chance.randint(SENTENCES - 2, SENTENCES + 2) for _ in range(count * PARAGRAPHS)]
    paragraphs = [" ".join(chance.sample(pool, size)) for size in sizes]
    return [paragraphs[place : place + PARAGRAPHS] for place in range(0, len(paragraphs), PARAGRAPHS)]


# the programs


def galerada(chapters: Sequence[Chapter], folder: Path, lines: str) -> Path:
    book = folder / f"galerada-{lines}"
    book.mkdir()
    (book / "book.yaml").write_text(
        f"title: Texto\nlanguage: es\nauthor: Nadie\nslug: texto\nnumbering: none\nprint:\n  lines: {lines}\n"
        f"  font_size: {SIZE}pt\n  leading: {LEADING}pt\n  chapters_open: any\n"
        "  margins: {inner: 63pt, outer: 63pt, top: 60pt, bottom: 60pt}\n", encoding="utf-8")  # fmt: skip
    for number, chapter in enumerate(chapters, 1):
        text = f"---\ntitle: Capítulo {number}\nrole: preface\n---\n\n" + "\n\n".join(map(_escaped, chapter))
        (book / f"c{number:03}.md").write_text(text + "\n", encoding="utf-8")
    result = build(Request(book, ("print",), book / "build"))
    if result.report.errors:
        raise SystemExit(f"the book should be without errors: {result.report.errors[0]}")
    return next(made.path for made in result.outputs)


def _escaped(text: str) -> str:
    return re.sub(r"([\\_#<>\[\]~^$])", r"\\\1", text)


def typst(chapters: Sequence[Chapter], folder: Path, linebreaks: str) -> Path:
    import typst as compiler

    special = re.compile(r"([\\_#<>\[\]~^$@*`=/-])")
    texts = ["\n\n".join(special.sub(r"\\\1", text) for text in chapter) for chapter in chapters]
    body = "\n\n#pagebreak()\n\n".join(texts)
    source = (
        f"#set page(width: 432pt, height: 648pt, margin: (x: 63pt, y: 60pt))\n"
        f'#set text(font: "EB Garamond", size: {SIZE}pt, lang: "es", hyphenate: true, number-type: "lining", '
        f'number-width: "proportional")\n#set par(justify: true, linebreaks: "{linebreaks}", leading: 0.6em, '
        f"spacing: 0.6em, first-line-indent: (amount: {INDENT}pt, all: true))\n\n"
    )
    path = folder / f"typst-{linebreaks}.typ"
    path.write_text(source + body, encoding="utf-8")
    made = path.with_suffix(".pdf")
    compiler.compile(str(path), output=str(made), font_paths=[str(folder)], ignore_system_fonts=True)
    return made


def lualatex(chapters: Sequence[Chapter], folder: Path, *, microtype: bool) -> Path:
    special = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\^{}"} | {c: f"\\{c}" for c in "&%$#_{}"}
    texts = ["\n\n".join("".join(special.get(c, c) for c in p) for p in chapter) for chapter in chapters]
    path = folder / f"lualatex{'-microtype' if microtype else ''}.tex"
    head = LATEX.replace("%%", r"\usepackage{microtype}" if microtype else "")
    path.write_text(head + "\n\n\\newpage\n\n".join(texts) + "\n\\end{document}\n", encoding="utf-8")
    command = ["lualatex", "-interaction=nonstopmode", path.name]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if not path.with_suffix(".pdf").is_file():
        raise RuntimeError(done.stdout[-800:])
    return path.with_suffix(".pdf")


LATEX = rf"""\documentclass{{article}}
\usepackage[paperwidth=432bp,paperheight=648bp,left=63bp,textwidth={MEASURE}bp,top=60bp,textheight=528bp]{{geometry}}
\usepackage{{fontspec}}
\setmainfont{{text.ttf}}[Path=./,Numbers={{Proportional,Lining}}]
\usepackage[spanish,es-noshorthands]{{babel}}
%%
\pagestyle{{empty}}\parindent={INDENT}bp
\begin{{document}}\fontsize{{{SIZE}bp}}{{{LEADING}bp}}\selectfont
"""


# the comparison

Setter = Callable[[Sequence[Chapter], Path], Path]
PROGRAMS: dict[str, Setter] = {
    "WeasyPrint": lambda chapters, folder: galerada(chapters, folder, "engine"),
    "Galerada": lambda chapters, folder: galerada(chapters, folder, "tex"),
    "Typst": lambda chapters, folder: typst(chapters, folder, "optimized"),
    "LuaLaTeX": lambda chapters, folder: lualatex(chapters, folder, microtype=False),
    "LuaLaTeX + microtype": lambda chapters, folder: lualatex(chapters, folder, microtype=True),
}
HEAD = ("", "justified lines", "hyphenated", "spread", "95 %", "loose", "tight", "ladders of 3", "rivers", "runts", "s")


def missing(name: str) -> str:
    """Why a program cannot be measured; empty: it can."""
    if name.startswith("Lua") and not shutil.which("lualatex"):
        return "lualatex is not installed"
    if name == "Typst":
        try:
            import typst as _  # noqa: F401  # only whether it is there
        except ImportError:
            return "the package typst is not installed"
    return ""


def row(name: str, found: Evenness, seconds: float) -> tuple[str, ...]:
    return (name, str(found.justified), f"{found.divided:.1%}", f"{found.spread:.3f}", f"{found.percentile:.2f}",
            str(found.loose), str(found.tight), str(found.ladders), str(found.rivers), str(found.runts),
            f"{seconds:.1f}")  # fmt: skip


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--chapters", type=int, default=0)
    given.add_argument("--keep", type=Path)
    given.add_argument("--only", choices=PROGRAMS, action="append")
    wanted = given.parse_args()
    chapters = manuscript_chapters()
    chapters = dealt(chapters, wanted.chapters) if wanted.chapters else chapters
    print(f"{len(chapters)} chapters, {sum(len(text.split()) for chapter in chapters for text in chapter):,} words\n")
    print(" | ".join(HEAD))
    with tempfile.TemporaryDirectory() as temporary:
        folder = wanted.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "text.ttf").write_bytes(FACES[0].read())
        for name, program in PROGRAMS.items():
            if wanted.only and name not in wanted.only:
                continue
            if reason := missing(name):
                print(f"{name}: not measured, {reason}")
                continue
            begun = time.perf_counter()
            path = program(chapters, folder)
            seconds = time.perf_counter() - begun
            found = evenness(list(sheets(path.read_bytes(), path.name)))
            print(" | ".join(row(name, found, seconds)), flush=True)


if __name__ == "__main__":
    main()
