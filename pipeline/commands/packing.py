"""The proof pack: one archive with all that an editor needs to begin, `galerada proof --pack`.

In: the proofs as they were made, the pressroom they come from. Out: a ZIP file: the PDFs, the queries, the style
sheet, the figures of the book, and an index of it all. Same files, same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape

from ..diagnostics import BookError
from ..model import Edition
from ..output import Made
from ..plan import EDITIONS
from ..pressroom import Pressroom
from ..request import Request
from ..targets import for_targets
from .folios import PROOF, printed_in
from .queries import listed, rows
from .reviewing import style_sheet
from .statistics import FORMS, figures

Files = Iterable[tuple[str, bytes]]
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every entry: the first that the format knows (APPNOTE.TXT, 4.4.6)."""
UNIX, PLAIN = 3, 0o100644 << 16
INDEX = "index.html"
PACKED = (".pdf", ".png", ".jpg", ".webp")
"""How names of files end that gain nothing by it."""


def packed(room: Pressroom, made: Sequence[Made], request: Request) -> Made:
    """The archive of the proofs of one book."""
    files = dict(_files(room, made, request))
    slug = room.book.config.slug
    data = archive({INDEX: _index(room.book.config.title, files), **files}, f"{slug}-proofs")
    return Made(PROOF, room.root / PROOF / f"{slug}.pack.zip", data, None)


def archive(files: Mapping[str, bytes], folder: str) -> bytes:
    """These files in one folder of an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        for name, data in files.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}", EPOCH)
            entry.create_system, entry.external_attr = UNIX, PLAIN
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(PACKED) else zipfile.ZIP_DEFLATED
            opened.writestr(entry, data)
    return out.getvalue()


def _files(room: Pressroom, made: Sequence[Made], request: Request) -> Iterator[tuple[str, bytes]]:
    """What every editor gets: each maker gives files by their names in the pack."""
    yield from ((one.path.name, one.whole) for one in made if one.edition == PROOF)
    for part in PARTS:
        yield from part(room, request)


def _queries(room: Pressroom, request: Request) -> Files:
    found = tuple(row for row in rows(request.folder, request.language) if _is_shown(row.chapter.key, room))
    page_of = printed_in(room.printed(_edition(room)))
    yield "queries.csv", _text(listed(found, "csv", page_of))
    yield "queries.md", _text(listed(found, "markdown", page_of))


def _is_shown(key: str, room: Pressroom) -> bool:
    """Whether the proofs show a chapter: with `--only` they show one."""
    return any(chapter.key == key for chapter in room.book.chapters)


def _edition(room: Pressroom) -> Edition:
    return for_targets(EDITIONS[PROOF], (), room.book.config)[0]


def _sheet(room: Pressroom, request: Request) -> Files:
    try:
        yield "stylesheet.yaml", _text(style_sheet(request.folder, write=False, language=request.language))
    except BookError as error:  # the book's own sheet cannot be read
        yield "stylesheet.yaml", f"# {error.diagnostic}\n".encode()


def _statistics(room: Pressroom, request: Request) -> Files:
    found = figures(room.book, room.printed(_edition(room)))
    yield "statistics.csv", _text(FORMS["csv"](found))
    yield "statistics.html", _text(FORMS["html"](found))


def _web(room: Pressroom, request: Request) -> Files:
    """The web proof as files that a browser opens from the folder."""
    from ..serve.proof import bound_proof
    from ..serve.site import static

    proof = bound_proof(room.book, room.shown(_edition(room)), room.context.report)
    return ((f"web/{name}", data) for name, data in static(proof))


def _redline(room: Pressroom, request: Request) -> Files:
    """What has changed, where an earlier version was named; that it cannot be had is a finding of the build."""
    if request.against is None:
        return
    from ..request import Result, silent
    from .redlining import redlined

    result = Result()
    try:
        asked = replace(request, against=replace(request.against, changes=request.against.changes or "csv"))
        made = redlined(asked, result, silent, room.workshop)
    except BookError as error:
        result.report.take(error.diagnostic)
        made = ()
    for found in result.report.diagnostics:
        room.context.report.take(found)
    yield from ((one.path.name, one.whole) for one in made)


PARTS: tuple[Callable[[Pressroom, Request], Files], ...] = (_redline, _queries, _sheet, _statistics, _web)
"""What stands in a pack beside the proofs: each gives files by their names."""


def _text(lines: Iterable[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


# the index


TOLD = {
    ".galley.pdf": "Galleys: double spacing, numbered lines and paragraphs, notes in the margin",
    ".pages.pdf": "The pages of print, with crop marks, safe area and notes",
    ".redline.pdf": "What has changed since an earlier version",
    ".redline.csv": "The same, as a list for a spreadsheet",
    "queries.csv": "Open queries and marks, for a spreadsheet",
    "queries.md": "Open queries and marks, as a list to tick off",
    "stylesheet.yaml": "The style sheet: names, spellings, italics, numbers",
    "statistics.csv": "Words, reading time, pages and signatures of each chapter, for a spreadsheet",
    "statistics.html": "The same, to look at",
    "web/index.html": "The book in the browser",
}
"""What is said of a file, by how its name ends; of others nothing is said."""


def _index(title: str, files: Mapping[str, bytes]) -> bytes:
    items = "".join(
        f'<li><a href="{escape(name)}">{escape(name)}</a>: {escape(said)}</li>\n'
        for name in files
        if (said := next((words for end, words in TOLD.items() if name.endswith(end)), ""))
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}: proofs</title></head><body>\n"
        f"<h1>{escape(title)}</h1>\n<ul>\n{items}</ul></body></html>\n"
    ).encode()
