"""An oracle: the whole book as one document of the layout engine, with its own margin boxes, counters and links.

    python tests/one_document.py BOOK OUT.pdf

This is how a book is commonly printed from HTML. It is slow, and nothing of it can be kept; but one engine sees all of
it, so it knows which page a link leads to and what stands in each margin. What `write/paged` links must be the same.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf

from pipeline.designs import design_of
from pipeline.diagnostics import Report
from pipeline.folded import raised_chapter
from pipeline.fonts import font_shelf
from pipeline.model import Book, PrintOptions
from pipeline.packed import unpack
from pipeline.pictures import EXTENSIONS, convert
from pipeline.plan import EDITIONS
from pipeline.run import Request, Result, resolved
from pipeline.style import print_css
from pipeline.write.pagecss import measure, page_css
from pipeline.write.paged.engine import _fetcher
from pipeline.write.paged.setting import document, lowered
from pipeline.write.paged.units import Unit, assets_of, units
from pipeline.write.paged.units import job as job_of
from pipeline.write.printpictures import sized, wanted

SVG = "image/svg+xml"
EMPTY = "@bottom-center { content: none; } @top-center { content: none; }"


def one_document(folder: Path) -> bytes:
    """The PDF of the edition `print`."""
    book, _ = resolved(Request(folder, cache=False), Result())
    book, widths = sized(with_engines_lines(book), Report())
    parts = units(book, EDITIONS["print"], {name: found.items() for name, found in widths.items()})
    engine = _engine()
    from weasyprint.text.fonts import FontConfiguration

    fetcher, fonts = _fetcher(font_shelf(), _pictures(parts, book)), FontConfiguration()
    css = page_css(book.config.print) + print_css(book.config.print) + _furniture(book, parts)
    sheet = engine.CSS(string=css, font_config=fonts, url_fetcher=fetcher, base_url="book:///style/print.css")
    source = engine.HTML(string=_html(book, parts), base_url="book:///", url_fetcher=fetcher)
    laid_out = source.render(stylesheets=[sheet], font_config=fonts)
    first = next(part.key for part in parts if not part.front)
    roman = next(number for number, page in enumerate(laid_out.pages) if first in page.anchors)
    return _finished(laid_out.write_pdf(), roman)


def with_engines_lines(book: Book) -> Book:
    """The book whose lines the layout engine breaks: how parts are linked is another question."""
    return replace(book, config=replace(book.config, print=replace(book.config.print, lines="engine")))


def _engine() -> Any:
    warnings.filterwarnings("ignore", "No fonts configured")  # as we want it
    import weasyprint
    from weasyprint.css.properties import TABLE_WRAPPER_BOX_PROPERTIES

    TABLE_WRAPPER_BOX_PROPERTIES.add("margin_break")  # named pages make it think that each begins by force
    return weasyprint


def _finished(data: bytes, roman: int) -> bytes:
    """With page labels, and written as small as can be."""
    labels = [0, pikepdf.Dictionary(S=pikepdf.Name.r)] if roman else []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.Root.PageLabels = pikepdf.Dictionary(
            Nums=pikepdf.Array([*labels, roman, pikepdf.Dictionary(S=pikepdf.Name.D)])
        )
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _pictures(parts: Iterable[Unit], book: Book) -> Mapping[str, bytes]:
    shelf = {}
    for asset, width in assets_of(parts, book):
        data = asset.data
        if asset.media_type != SVG:
            data, _ = convert(data, asset.media_type, wanted(width, book.config.print.banner_ppi))
        shelf[f"book:///picture/{asset.key}.{EXTENSIONS[asset.media_type]}"] = data
    return shelf


def _html(book: Book, parts: Iterable[Unit]) -> str:
    """Every part's own document, one after the other in one body."""
    whole = [_told(part, book) for part in parts]
    head = whole[0].partition("<body>")[0]
    bodies = [one.partition("<body>")[2].removesuffix("</body></html>") for one in whole]
    return f"{head}<body>{''.join(bodies)}</body></html>"


def _told(part: Unit, book: Book) -> str:
    told = unpack(job_of(part, book, dict.fromkeys(part.targets, "?"), tagged=False)).value
    return document(lowered(raised_chapter(told["chapter"]), told, Report()), told)


# what the binding does, said in CSS


def _furniture(book: Book, parts: tuple[Unit, ...]) -> str:
    o = book.config.print
    first = next(part for part in parts if not part.front)
    return "\n".join((*_sides(o), *_heads(o, book.config.title), *_names(parts, first), *_openings(parts, o, first),
                      *_numbers(parts)))  # fmt: skip


def _sides(o: PrintOptions) -> Iterator[str]:
    bleed = f"bleed: {o.bleed}pt;" if o.bleed else ""
    yield f"@page {{ {bleed} }}"
    yield f"@page :left {{ margin-left: {o.outer}pt; margin-right: {o.inner}pt; }}"


def _heads(o: PrintOptions, title: str) -> Iterator[str]:
    design = design_of(o)
    head = (
        f"font: 500 {o.font_size * design.head.size:.2f}pt 'Galerada Sans'; letter-spacing: 0.09em; "
        "text-transform: uppercase; "
        f"vertical-align: bottom; padding-bottom: {o.leading * 0.95:.2f}pt; white-space: nowrap; "
        f"width: {measure(o)}pt; overflow: hidden; text-overflow: ellipsis;"
    )
    folio = f"font: {o.font_size * design.folio.size:.2f}pt 'Galerada Text'; font-feature-settings: 'lnum';"
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    yield f'body {{ string-set: book-title "{quoted}"; }}'
    yield ".chapter-title { string-set: chapter-title content(text); }"
    yield ".chapter-title[data-label] { string-set: chapter-title attr(data-label); }"
    for name, style in (("front", "lower-roman"), ("body", "decimal"), ("first", "decimal")):
        yield f"@page {name} {{ @bottom-center {{ content: counter(page, {style}); {folio} }} }}"
        yield f"@page {name}:left {{ @top-center {{ content: string(book-title); {head} }} }}"
        yield f"@page {name}:right {{ @top-center {{ content: string(chapter-title); {head} }} }}"
        yield f"@page {name}:nth(1 of {name}) {{ @top-center {{ content: none; }} }}"
    for name in ("display", "first-display", ":blank"):
        yield f"@page {name} {{ {EMPTY} }}"
    for name in ("first", "first-display"):
        yield f"@page {name}:nth(1 of {name}) {{ counter-reset: page 1; }}"


def _names(parts: Iterable[Unit], first: Unit) -> Iterator[str]:
    for part in parts:
        name = "display" if part.displays else "front" if part.front else "body"
        if part is first:
            name = "first-display" if part.displays else "first"
        yield f'section[id="{part.key}"] {{ page: {name}; }}'


def _openings(parts: Iterable[Unit], o: PrintOptions, first: Unit) -> Iterator[str]:
    for part in parts:
        recto = o.chapters_open == "recto" or part.displays or part is first
        side = "recto" if recto and part.chapter.role != "copyright-page" else "page"
        yield f'section[id="{part.key}"] {{ break-before: {side}; }}'


def _numbers(parts: Iterable[Unit]) -> Iterator[str]:
    """Numbers of pages in the text; those of the front matter are roman."""
    yield from _counters("", "page")
    for part in parts:
        if part.front:
            yield from _counters(f'[href="#{part.key}"]', "page, lower-roman")
            yield from _counters(f'[href^="#{part.key}--"]', "page, lower-roman")


def _counters(link: str, counter: str) -> Iterator[str]:
    number = f"target-counter(attr(href), {counter})"
    yield f'.button[href^="#"]{link}::after {{ content: " \\2192\\a0" {number}; }}'
    yield f'.xref{link}::after {{ content: " (" attr(data-page) "\\a0" {number} ")"; }}'
    yield f".contents a{link}::after {{ content: {number}; }}"


def main(book: str, out: str) -> None:
    """Write the PDF, as if the machine had no fonts."""
    with tempfile.TemporaryDirectory() as folder:
        conf = Path(folder, "fonts.conf")
        conf.write_text(f"<fontconfig><cachedir>{folder}/cache</cachedir></fontconfig>\n", encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(conf)
        Path(out).write_bytes(one_document(Path(book)))


if __name__ == "__main__":
    main(*sys.argv[1:])
