"""Whatever an author writes without a space between: two pieces of running text side by side are both in both editions.

`make test` tries some, the same each time; `make nightly` others: `python -m tests.test_glued 5000 7` tries so many,
chosen by that seed. What reads the words back in every build is the judge: a book that it refuses here is sound.
"""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image

from pipeline.model import PrintOptions
from pipeline.request import Request
from pipeline.run import build
from pipeline.workshop import Workshop

PIECES = (
    *"pala *em* **fu** _it_ ***bi*** `cod` ~~ta~~ [vín](b.md) [vín](https://x.org/a-b_c) ![foto](p.png)".split(),
    *"{{<param/v>}} {{%param/v%}} {{<katex>}}x^2{{</katex>}} \\(a+b\\) $x$ {{<ref/b.md>}} {{<relref/b.md>}}".split(),
    *"<sub>2</sub> <sup>o</sup> <br> <wbr> <span>es</span> <kbd>K</kbd> <mark>ma</mark> <b>be</b> <u>s</u>".split(),
    *"<q>ci</q> <cite>c</cite> <del>d</del> <i/lang='en'>en</i> <!--c--> ^sup^ ~sub~ ==ma== #tag @ana [x]".split(),
    *"[[w]] &nbsp; &shy; &amp; &lt; &#233; \\* \\_ \\| 1.º 1o 2a XXI ½ 1/2 ... … -- --- — - – «ang» 'ap' ’".split(),
    *"(par) ¿qué? ¡ay!. {x} {{x}} <https://x.org> https://x.org/y a@b.es n.o S.A. 5%".split(),
    *"€20 10ºC II-III a.C. etc. Dr. 1.000 1,000 ﬁn é e\u0301 ß İ ŉ Ǆ \u00ad \u200b \u200d Ω עב 日本".split(),
    '{{< button href="https://x.org" >}}bot{{< /button >}}', "5 %", "10 km", "\u202f", '"com"',
    '<abbr title="t">ab</abbr>', "a\tb", "\t", "    ", "a  b", "\u00a0\u00a0", "\u2003", "\u2028",
)  # fmt: skip
"""A slash in a tag stands for its space."""
PLACES = (
    "{}", "## {}", "- {}\n- z", "> {}", "| a | b |\n|---|---|\n| {} | q |", "w[^{n}]\n\n[^{n}]: {}", "término\n: {}",
    "{{{{% details \"T\" %}}}}\n{}\n{{{{% /details %}}}}", "{{{{< hint info >}}}}\n{}\n{{{{< /hint >}}}}",
    "<div>\n\n{}\n\n</div>", "1. {}\n   - {}", "<p>{}</p>", "{{{{% columns %}}}}\n{}\n<--->\nq\n{{{{% /columns %}}}}",
    "```go\n\t{}\tq\n```", "~~~\nq\n      {}\n~~~", "    {}", "- q\n\n      {}", "w[^{n}]\n\n[^{n}]: q\n\n        {}",
    "<pre>{}</pre>", '![q](p.png "{}")', "###### {}", "{}\n------", "> [!NOTE]\n> {}", "- [x] {}", "{}  \nz\\\n{}",
    "> - {}\n>   > {}", "<table><tr><th>{}</th><td>{}</td></tr></table>", "<ul><li>{}<li>{}</ul>", "<h3>{}</h3>",
    "<figure><img src='p.png' alt=''><figcaption>{}</figcaption></figure>", "<dl><dt>{}</dt><dd>{}</dd></dl>",
    "{{{{% steps %}}}}\n1. {}\n{{{{% /steps %}}}}", "<details><summary>{}</summary>{}</details>",
    '{{{{< tabs >}}}}\n{{{{% tab "T" %}}}}\n{}\n{{{{% /tab %}}}}\n{{{{< /tabs >}}}}',
    "{{{{< card >}}}}\n{}\n{{{{< /card >}}}}", '{{{{< expand "T" >}}}}\n{}\n{{{{< /expand >}}}}',
    "{{{{< highlight python >}}}}\n\t{}\n{{{{< /highlight >}}}}",
)  # fmt: skip
BETWEEN = ("", "", "", " ", "x")
OURS = frozenset({"PR003", "PR005"})
"""Faults of Galerada, whatever the manuscript holds."""
PER_CHAPTER = 60
HANGING, BESIDE = 6.0, 2_000.0
"""pt by which a letter or a hyphen may hang; a place beyond any page."""


def blocks(count: int, chance: random.Random) -> Iterator[str]:
    """So many, each in another place."""
    for number in range(count):
        pieces = (_spaced(chance.choice(PIECES)) + chance.choice(BETWEEN) for _ in range(chance.randint(2, 8)))
        yield PLACES[number % len(PLACES)].format(*["".join(pieces)] * 2, n=f"n{number}")


def _spaced(piece: str) -> str:
    for name in ("{{<param", "{{%param", "{{<ref", "{{<relref", "<i"):
        piece = piece.replace(f"{name}/", f"{name} ")
    return piece.replace("{{<", "{{< ").replace("{{%", "{{% ").replace(">}}", " >}}").replace("%}}", " %}}")


def faults(count: int, seed: int, folder: Path) -> list[str]:
    """What Galerada says of itself, chapter by chapter, with the text that it says it of."""
    Image.new("L", (60, 30), 200).save(folder / "p.png")
    (folder / "b.md").write_text("# Dos\n\nuno\n", encoding="utf-8")
    (folder / "book.yaml").write_text("title: T\nlanguage: es\nauthor: A\n", encoding="utf-8")
    made, found = list(blocks(count, random.Random(seed))), []
    with Workshop(1) as workshop:
        for begin in range(0, count, PER_CHAPTER):
            found += _faults(made[begin : begin + PER_CHAPTER], folder, workshop)
    return found


def _faults(some: Sequence[str], folder: Path, workshop: Workshop) -> Iterator[str]:
    text = "---\ntitle: A\nv: val\n---\n\n" + "\n\n".join(some) + "\n"
    (folder / "a.md").write_text(text, encoding="utf-8")
    shutil.rmtree(folder / "build", ignore_errors=True)
    report = build(Request(folder, ("ebook", "print"), cache=False, draft=True), workshop=workshop).report
    lines = ["", *text.split("\n")]
    yield from (f"{error}: {lines[error.pos.line]}" for error in report.errors if error.code.ident in OURS)
    others = {error.code.ident for error in report.errors} - OURS
    assert not others, f"the author's own faults, {others}: {list(map(str, report.errors))[:3]}"
    if "PR007" not in {found.code.ident for found in report.diagnostics}:
        yield from in_the_margins(folder / "build" / "print")


def in_the_margins(folder: Path) -> Iterator[str]:
    """Letters beside the text block of a page, whatever the build says of it."""
    page_size = PrintOptions()
    for path in folder.glob("*.pdf"):
        for number, page in enumerate(pypdfium2.PdfDocument(path), 1):
            inner, outer = (page_size.inner, page_size.outer)[:: 1 if number % 2 else -1]
            low, high = page_size.bottom, page_size.height - page_size.top
            for left, right in ((-BESIDE, inner - HANGING), (page_size.width - outer + HANGING, BESIDE)):
                if text := page.get_textpage().get_text_bounded(left, low, right, high).strip():
                    yield f"beside the text of page {number}: {text}"


def test_what_stands_side_by_side_is_in_both_editions(tmp_path: Path) -> None:
    assert faults(600, 11, tmp_path) == []


def test_pieces_are_as_an_author_writes_them() -> None:
    wanted = {"{{< param v >}}", "{{% param v %}}", "{{< ref b.md >}}", "{{< katex >}}x^2{{< /katex >}}",
              "<i lang='en'>en</i>"}  # fmt: skip
    assert wanted <= set(map(_spaced, PIECES))


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        told = faults(int(sys.argv[1]), int(sys.argv[2]), Path(place))
    print(*told, f"{len(told)} faults", sep="\n")
    sys.exit(bool(told))
