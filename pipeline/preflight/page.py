"""The report page: every fault with its place, a look at the pages where a look helps, the printer's figures.

In: a file, what was told of it, its target. Out: one HTML page that needs nothing beside it and runs nothing. Same
file, same page; whatever comes from a file or a manuscript is escaped.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from ..diagnostics import Severity
from ..targets import Figure, Target, figures, told, trim_name
from .forbidden import NAMES, USED
from .model import File, Rect, Sheet
from .rasters import thumbnails
from .telling import Told

LOOKS = 40
"""Pages that are shown at most."""
WIDE = 360
"""px of a shown page."""
ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.REMARK: 2}
FRAME, LEAST = 3.0, 6.0
"""pt that a mark keeps from what it marks; and half of its least side."""


def page(data: bytes, name: str, file: File, target: Target, told_here: Sequence[Told]) -> str:
    """The whole page."""
    found = sorted(told_here, key=lambda one: (ORDER[one.found.code.severity], one.found.sheet))
    looks = thumbnails(data, _to_look_at(found), WIDE)
    title = f"Preflight of {name}"
    return "\n".join((
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
        "style-src 'unsafe-inline'\">",
        f"<title>{escape(title)}</title><style>{CSS}</style></head><body>",
        f"<h1>{escape(title)}</h1>", *_summary(data, file, target, found), *_findings(found, file, looks),
        *_figures(target), "</body></html>", "",
    ))  # fmt: skip


def _to_look_at(found: Sequence[Told]) -> list[int]:
    return list(dict.fromkeys(one.found.sheet for one in found if one.found.sheet))[:LOOKS]


def _summary(data: bytes, file: File, target: Target, found: Sequence[Told]) -> Iterator[str]:
    counts = {kind: sum(one.found.code.severity is kind for one in found) for kind in Severity}
    kinds = [f'<b class="{kind}">{count} {kind}{"s" if count > 1 else ""}</b>'
             for kind, count in counts.items() if count]  # fmt: skip
    clean = '<b class="clean">Nothing that the printer would refuse.</b>'
    yield f'<p class="verdict">{clean if not counts[Severity.ERROR] and not counts[Severity.WARNING] else ""} '
    yield f"{', '.join(kinds)}</p>"
    rows = (
        ("made for", f"{target.printer.title}, {trim_name(target.trim)}, {target.paper.title}" if target.name else "no "
                     "printer in particular: the house's own figures"),
        ("target", target.name), ("pages", str(len(file.sheets))),
        ("standard", target.printer.standard.value or "a plain PDF"), ("written as", f"PDF {file.version}"),
        ("size", f"{file.size / 1e6:.2f} MB"), ("fonts", str(len(file.fonts))), ("pictures", str(len(file.pictures))),
        ("sha256", hashlib.sha256(data).hexdigest()),
    )  # fmt: skip
    yield "<table class=\"facts\">"
    yield from (f"<tr><th>{escape(key)}</th><td>{escape(value)}</td></tr>" for key, value in rows if value)
    yield "</table>"


# findings


def _findings(found: Sequence[Told], file: File, looks: Mapping[int, bytes]) -> Iterator[str]:
    shown: set[int] = set()
    for one in found:
        sheet = file.sheets[one.found.sheet - 1] if one.found.sheet else None
        yield f'<section class="{one.found.code.severity}"><div class="words">'
        yield f'<h2><span class="kind">{one.found.code.severity}</span> {escape(one.found.code.ident)}</h2>'
        yield f'<p class="message">{escape(one.found.message)}</p>'
        yield f'<p class="hint">{escape(one.found.hint)}</p>' if one.found.hint else ""
        yield f'<p class="place">{escape(_place(one, sheet))}</p></div>'
        if sheet is not None and sheet.number in looks:
            yield from _look(sheet, one.found.rect, looks[sheet.number], again=sheet.number in shown)
            shown.add(sheet.number)
        yield "</section>"


def _place(one: Told, sheet: Sheet | None) -> str:
    made = [str(one.pos)] if one.pos.path else []
    if sheet is not None:
        made.append(f"page {sheet.label}" + (f", sheet {sheet.number} of the file" if sheet.label != str(sheet.number)
                                             else ""))  # fmt: skip
    return "; ".join(made) or "the file as a whole"


def _look(sheet: Sheet, rect: Rect | None, png: bytes, *, again: bool) -> Iterator[str]:
    """The page with a frame round the fault; a page that has been shown is named, and not carried twice."""
    if not again:
        picture = f"data:image/png;base64,{b64encode(png).decode()}"
        yield f'<style>.s{sheet.number} {{ background-image: url("{picture}"); }}</style>'
    left, low, right, top = sheet.boxes.crop or sheet.boxes.media
    ratio = f"{(right - left) / 100:.2f} / {(top - low) / 100:.2f}"
    frame = f'<i style="{_frame(sheet, rect)}"></i>' if rect else ""
    label = escape(f"page {sheet.label}")
    yield f'<figure><div class="sheet s{sheet.number}" role="img" aria-label="{label}" style="aspect-ratio: {ratio}">'
    yield f"{frame}</div>"
    yield f"<figcaption>{label}</figcaption></figure>"


def _frame(sheet: Sheet, rect: Rect) -> str:
    """Where the fault is, in percent of the page as it is drawn."""
    left, low, right, top = sheet.boxes.crop or sheet.boxes.media
    x, y = sheet.trim[0] - left, sheet.trim[1] - low
    width, height = right - left, top - low
    middle = (rect[0] + rect[2]) / 2 + x, (rect[1] + rect[3]) / 2 + y
    half = max((rect[2] - rect[0]) / 2, LEAST) + FRAME, max((rect[3] - rect[1]) / 2, LEAST) + FRAME
    start = max(middle[0] - half[0], 0), max(middle[1] - half[1], 0)
    across, up = min(middle[0] + half[0], width) - start[0], min(middle[1] + half[1], height) - start[1]
    places = (start[0] / width, start[1] / height, max(across, LEAST) / width, max(up, LEAST) / height)
    return "left: {:.2%}; bottom: {:.2%}; width: {:.2%}; height: {:.2%}".format(*places)


# the printer's figures


def _figures(target: Target) -> Iterator[str]:
    yield "<h2>What was measured by</h2>"
    yield '<div class="wide"><table><tr><th>figure</th><th>value</th><th>known</th><th>who says so</th></tr>'
    for name, figure in figures(target):
        if name in USED:
            yield f"<tr{' class=doubt' if figure.status.second_hand else ''}>{_figure(name, figure)}</tr>"
    yield "</table></div>"


def _figure(name: str, figure: Figure[object]) -> str:
    says = escape(figure.says)
    note = f"; {escape(figure.note)}" if figure.note else ""
    doubt = ": compare it with the printer's page" if figure.status.second_hand else ""
    cells = (escape(NAMES.get(name, name)), escape(told(name, figure.value)), f"{figure.status}{doubt}", says + note)
    return "".join(f"<td>{cell}</td>" for cell in cells)


CSS = """
:root { color-scheme: light dark; --ground: #fbfaf7; --ink: #1d1c1a; --soft: #625f58; --line: #d8d4ca; --card: #fff;
  --error: #a3161a; --warning: #855400; --remark: #2c5a7d; --clean: #2b6a35; }
@media (prefers-color-scheme: dark) { :root { --ground: #191817; --ink: #e9e6df; --soft: #a8a49b; --line: #3b3935;
  --card: #232120; --error: #ff8b84; --warning: #f0b65a; --remark: #8dc1e6; --clean: #8ccf95; } }
* { box-sizing: border-box; }
body { max-width: 62rem; margin: 0 auto; padding: 2rem 1.2rem 4rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 0; }
body > h2 { margin: 2.5rem 0 0.6rem; }
.verdict { font-size: 1.1rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.8rem 0.3rem 0; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; }
.facts th { width: 8rem; font-weight: 400; color: var(--soft); }
.wide { overflow-x: auto; }
.wide td:nth-child(-n + 3) { min-width: 8rem; }
.doubt td:nth-child(3) { color: var(--warning); font-weight: 600; }
section { display: flex; gap: 1.2rem; margin: 1rem 0; padding: 1rem 1.1rem; background: var(--card);
  border: 1px solid var(--line); border-left: 0.35rem solid var(--kind); border-radius: 0.3rem; }
section.error { --kind: var(--error); } section.warning { --kind: var(--warning); }
section.remark { --kind: var(--remark); }
b.error, .error .kind { color: var(--error); } b.warning, .warning .kind { color: var(--warning); }
b.remark, .remark .kind { color: var(--remark); } b.clean { color: var(--clean); }
.words { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.words p { margin: 0.4rem 0 0; }
.message { font-weight: 600; }
.hint, .place, figcaption { color: var(--soft); font-size: 0.9rem; }
.place { font-family: ui-monospace, monospace; }
figure { flex: 0 0 11rem; margin: 0; text-align: center; }
.sheet { position: relative; width: 100%; background: #fff center / 100% 100% no-repeat;
  border: 1px solid var(--line); }
.sheet i { position: absolute; border: 2px solid #d0021b; border-radius: 2px; }
@media (max-width: 40rem) { section { flex-direction: column; } figure { flex-basis: auto; width: 11rem; } }
"""
