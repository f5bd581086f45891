"""The same book for every peer: Markdown that pandoc understands, and the same page, faces and contents.

In: a folder and how many chapters. Out: a folder with a Markdown file a chapter, the banners, the faces, style sheets,
templates, and a Lua filter that puts notes where Galerada puts them. The words are those of `books.py`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from benchmarks.books import WORDS, Author, banner, write_book
from pipeline.fonts import FACES
from pipeline.settings import PrintOptions
from pipeline.style import print_css
from pipeline.write.pagecss import page_css

TITLE, AUTHOR = "Un libro largo", "Nadie"
FRONT = re.compile(r"\A---\ntitle: (?P<title>.*?)\n.*?\n---\n\n", re.DOTALL)
BARE = re.compile(r"^## [^\n]*\n+(?=\[\^)", re.MULTILINE)
"""A heading over notes only, which Galerada leaves out."""
PARAGRAPH = re.compile(r"^[A-ZÁÉÍÓÚÑ][^\n]{300,}$", re.MULTILINE)

INSTANCES = (("EBGaramond", 400), ("EBGaramond", 600), ("EBGaramond-Italic", 400), ("SourceCodePro", 400))
"""What the book is drawn with, for TeX, which draws no variable fonts."""


# edits, on Galerada's own chapters


def chapter_file(number: int) -> str:
    """The name of a chapter's file."""
    return f"capitulo-{number:03}.md"


def reset(folder: Path, chapters: int) -> None:
    """Undo what the edits did."""
    for number in {1, middle(chapters)}:
        (folder / chapter_file(number)).write_text(Author(number).chapter(number), encoding="utf-8")


def middle(chapters: int) -> int:
    """The chapter in which a word changes."""
    return chapters // 2 + 1


def change_word(folder: Path, chapters: int, turn: int) -> None:
    """One word of a paragraph in the middle of the book; another one each turn."""
    path = folder / chapter_file(middle(chapters))
    text = Author(middle(chapters)).chapter(middle(chapters))
    found = list(PARAGRAPH.finditer(text))[2]
    words = found[0].split(" ")
    place = next(place for place in range(4, len(words)) if words[place].isalpha())
    others = [word for word in WORDS if len(word) == 5 and word != words[place]]
    words[place] = others[turn % len(others)]
    path.write_text(text[: found.start()] + " ".join(words) + text[found.end() :], encoding="utf-8")


def move_pages(folder: Path, turn: int) -> None:
    """Twenty paragraphs of some five lines after the first one of the book: every later page moves."""
    path, author = folder / chapter_file(1), Author(1_000_000 + turn)
    text = path.read_text(encoding="utf-8")
    end = next(PARAGRAPH.finditer(text)).end()
    added = "".join(f"\n\n{_five_lines(author)}" for _ in range(20))
    path.write_text(text[:end] + added + text[end:], encoding="utf-8")


def _five_lines(author: Author) -> str:
    text = author.sentence()
    while len(text) < 280:
        text += " " + author.sentence()
    return text


# the peers' book


def write_galerada(folder: Path, chapters: int) -> None:
    """Galerada's own."""
    if not (folder / "book.yaml").is_file():
        write_book(folder, chapters)
    reset(folder, chapters)


def peer_chapter(number: int) -> str:
    """A chapter as pandoc wants it: its title a heading, the banner under it, notes with names of their own."""
    text = Author(number).chapter(number)
    front = FRONT.match(text)
    if front is None:
        raise ValueError(f"chapter {number} has no front matter")
    body = re.sub(r"\[\^(\d+)\]", rf"[^c{number}-\1]", BARE.sub("", text[front.end() :]))
    return f"# {front['title']}\n\n![](banner-{number:03}.jpg)\n\n{body}"


def write_peers(folder: Path, chapters: int, fonts: Path) -> None:
    """Everything that any peer needs; the faces lie in a folder that all books share."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, chapters + 1):
        (folder / chapter_file(number)).write_text(peer_chapter(number), encoding="utf-8")
        picture = folder / f"banner-{number:03}.jpg"
        if not picture.is_file():
            picture.write_bytes(banner(number))
    if not (folder / "fonts").exists():
        (folder / "fonts").symlink_to(fonts.resolve(), target_is_directory=True)
    for name, text in texts(PrintOptions()).items():
        (folder / name).write_text(text, encoding="utf-8")


def chapter_files(chapters: int) -> tuple[str, ...]:
    """In reading order."""
    return tuple(chapter_file(number) for number in range(1, chapters + 1))


def faces() -> Iterator[tuple[str, Path]]:
    """The font files by the names under which `page_css` asks for them."""
    for face in FACES:
        known = find_spec(face.package)
        places = known.submodule_search_locations if known else None
        if places:
            yield face.name, Path(next(iter(places)), face.file)


def write_fonts(folder: Path, *, instances: bool) -> None:
    """The faces, and those of fixed weight if they are asked for, which takes a while."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in faces():
        shutil.copyfile(path, folder / name)
    if instances:
        for style, weight in INSTANCES:
            _write_instance(folder, style, weight)


def _write_instance(folder: Path, style: str, weight: int) -> None:
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    made = folder / f"{style}{weight}.ttf"
    if not made.is_file():
        instantiateVariableFont(TTFont(folder / f"{style}-wght.ttf"), {"wght": weight}).save(made)


def texts(options: PrintOptions) -> dict[str, str]:
    """Style sheets, templates and the filter, by file name."""
    faces_here = page_css(options).replace("book:///font/", "fonts/")
    sheets = (faces_here, print_css(options), _peer_css(options))
    return {
        "book.css": "\n".join(sheets),
        "book.html.template": HTML,
        "notes.lua": NOTES,
        "book.typ.template": _typst(options),
        "book.tex.header": TEX,
        "typst_compile.py": TYPST_COMPILE,
    }  # fmt: skip


def _peer_css(o: PrintOptions) -> str:
    """What Galerada's make-up does for itself, and what pandoc's HTML calls by other names."""
    return f"""
@page :left {{ margin-left: {o.outer}pt; margin-right: {o.inner}pt; @top-center {{ content: "{TITLE}"; }} }}
@page :right {{ @top-center {{ content: string(chapter, first-except); }} }}
@page {{
  @top-center {{ font: 500 0.67rem "Galerada Sans"; letter-spacing: 0.09em; text-transform: uppercase; }}
  @bottom-center {{ content: counter(page); font: 0.84rem "Galerada Text"; }}
}}
@page :blank {{ @top-center {{ content: none; }} @bottom-center {{ content: none; }} }}
h1 {{ break-before: right; string-set: chapter content(text); font-size: 2.2rem; line-height: 2rlh;
  margin: 0 0 1.75rlh; bookmark-level: 1; }}
h1 + p {{ text-indent: 0; margin-bottom: 1rlh; }}
h1 + p img {{ display: block; width: 100%; }}
h1 + p + p {{ text-indent: 0; }}
h1 + p + p::first-line {{ font-variant-caps: small-caps; letter-spacing: 0.02em; }}
h1.title {{ break-before: auto; padding-top: var(--drop); string-set: none; bookmark-level: none; text-align: center; }}
p.author {{ text-align: center; }}
td[style*="right"], th[style*="right"] {{ text-align: right; }}
#TOC {{ break-before: right; }}
#TOC ul {{ list-style-type: none; margin: 0; padding: 0; }}
#TOC li {{ margin: 0; text-align: left; hyphens: none; }}
#TOC > ul > li {{ margin-top: 0.5rlh; break-inside: avoid; }}
#TOC a {{ display: block; position: relative; padding-right: 2rem; }}
#TOC ul ul a {{ padding-left: 1.7rem; font-style: italic; }}
#TOC a span::after {{ content: leader(" . . ."); font-style: normal; }}
#TOC a::after {{ content: target-counter(attr(href), page); position: absolute; right: 0; bottom: 0;
  font-style: normal; }}
"""


HTML = """<!DOCTYPE html>
<html lang="es">
<head>
<meta charset="utf-8"/>
<title>$pagetitle$</title>
<link rel="stylesheet" href="book.css"/>
</head>
<body>
<h1 class="title">$title$</h1>
<p class="author">$for(author)$$author$$endfor$</p>
<nav id="TOC">
<h2>Índice</h2>
$toc$
</nav>
$body$
</body>
</html>
"""

NOTES = """-- Notes are floated to the foot of the page, numbered by chapter, with the same marks as Galerada's;
-- an entry of the contents has its words in an element, as Galerada's has, to draw the leader after them.
local number = 0

local function note(el)
  number = number + 1
  local words = pandoc.utils.blocks_to_inlines(el.content)
  return pandoc.Span(words, pandoc.Attr('', {'footnote'}, {number = tostring(number)}))
end

function Pandoc(doc)
  for place, block in ipairs(doc.blocks) do
    if block.t == 'Header' and block.level == 1 then number = 0 end
    if block.t == 'Header' then block.content = {pandoc.Span(block.content)} end
    doc.blocks[place] = pandoc.walk_block(block, {Note = note})
  end
  return doc
end
"""

TYPST_COMPILE = """import sys

import typst

typst.compile(sys.argv[1], output=sys.argv[2], font_paths=["fonts"], ignore_system_fonts=True, pdf_tags=False)
"""


def _typst(o: PrintOptions) -> str:
    between = o.leading - o.font_size * 0.7
    return (
        TYPST.replace("WIDTH", f"{o.width}pt").replace("HEIGHT", f"{o.height}pt").replace("INNER", f"{o.inner}pt")
        .replace("OUTER", f"{o.outer}pt").replace("TOP", f"{o.top}pt").replace("BOTTOM", f"{o.bottom}pt")
        .replace("SIZE", f"{o.font_size}pt").replace("BETWEEN", f"{between:.2f}pt")
    )  # fmt: skip


TYPST = """#let horizontalrule = line(start: (25%, 0%), end: (75%, 0%))
#set document(title: "$title$")
#set page(
  width: WIDTH, height: HEIGHT, margin: (inside: INNER, outside: OUTER, top: TOP, bottom: BOTTOM),
  header: context {
    let opens = query(heading.where(level: 1)).any(h => h.location().page() == here().page())
    if not opens {
      set align(center)
      set text(font: "Alegreya Sans", size: 0.67em, weight: 500, tracking: 0.09em)
      if calc.even(here().page()) { upper("$title$") } else {
        let before = query(selector(heading.where(level: 1)).before(here()))
        if before.len() > 0 { upper(before.last().body) }
      }
    }
  },
  footer: context align(center, text(size: 0.84em, counter(page).display())),
)
#set text(font: ("EB Garamond", "STIX Two Math"), size: SIZE, lang: "es", hyphenate: true, top-edge: 0.7em,
  bottom-edge: 0em)
#set par(justify: true, leading: BETWEEN, spacing: BETWEEN, first-line-indent: 1.3em)
#set list(marker: [–])
#set table(inset: (x: 0.6em, y: 0.3em), stroke: none)
#show raw: set text(font: "Source Code Pro", size: 0.8em)
#show raw.where(block: true): it => block(inset: (left: 0.8em, y: 7.5pt), stroke: (left: 0.4pt), above: 15pt,
  below: 15pt, it)
#show list: set block(above: 15pt, below: 15pt)
#show figure: set block(above: 18pt, below: 18pt)
#show image: it => pad(bottom: 15pt, it)
#set footnote.entry(gap: 4pt, clearance: 15pt)
#show footnote.entry: set text(size: 0.95em)
#show heading: set text(size: SIZE, weight: "regular")
#show heading.where(level: 1): it => {
  pagebreak(weak: true, to: "odd")
  counter(footnote).update(0)
  block(text(size: 2.2em, hyphenate: false, it.body), above: 15pt, below: 33pt)
}
#show heading.where(level: 2): it => block(text(size: 1.25em, it.body), above: 26pt, below: 20pt)
#show outline.entry.where(level: 2): set text(style: "italic")
#align(center, text(size: 2.9em)[$title$])
#align(center)[$for(author)$$author$$endfor$]
#pagebreak(to: "odd")
#outline(title: [Índice], depth: 2)

$body$
"""

TEX = r"""\usepackage{microtype}
\usepackage{titlesec}
\titleformat{\chapter}{\normalfont\fontsize{25}{30}\selectfont\raggedright}{}{0pt}{}
\titleformat{\section}{\normalfont\fontsize{14}{19}\selectfont\raggedright}{}{0pt}{}
"""
