"""Comments come home: `galerada import NOTES.pdf`, `galerada import FILE.docx`.

In: a file that somebody wrote into, and the book it was made from. Out: the book's chapters with CriticMarkup at the
right words, as a diff or written; and a line for each comment, those that find no place too.
Not its business: how a file is read (`homecoming`), and whether a mark may stand where it should (`proving`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..diagnostics import BookError, Code
from ..folder import Folder
from ..homecoming.copy import Copy, Manuscript, copy_of
from ..homecoming.letters import Letters
from ..homecoming.marking import proposals
from ..homecoming.placing import NOISE, Finder, Found, Missed
from ..homecoming.remarks import Ask, Remark, Returned, Unread
from ..homecoming.signs import Edges, Proposal
from ..model import Book, Chapter
from ..nodes import Pos
from ..run import Request, Result, resolved
from ..text.typography import Edit
from .accounting import Imported, Outcome
from .proving import Bench
from .sheet import Sheet

KIN = 0.12
"""A document fewer of whose passages stand in the manuscript is another book's."""
LARGEST = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Placed:
    """A remark and its letters in one chapter."""

    remark: Remark
    first: int
    last: int
    edges: Edges
    is_part: bool = False
    """Whether more of the same remark follows."""


def imported(file: Path, book: Path, language: str = "") -> Imported:
    """The book with the comments of a file; nothing is written. Raises BookError for a file that tells nothing."""
    data = _data(file)
    request = Request(book, language=language)
    read, _ = resolved(request, Result(), last="read")
    if data.startswith(b"PK"):
        from .wordprocessing import returned_docx

        return _brought(returned_docx(data, file.name, request), read, book, file.name, inserted=False)
    from ..homecoming.pdfnotes import pdf_notes

    return _brought(pdf_notes(data, file.name), read, book, file.name, inserted=True)


def _data(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST:
            message = f"{file} is larger than {LARGEST >> 20} MiB"
            raise BookError(Code.NOTES_TOO_LARGE, message, hint="save it with its pictures made smaller")
        return file.read_bytes()
    except OSError as error:
        message = f"{file} cannot be opened: {(error.strerror or str(error)).lower()}"
        raise BookError(Code.NOTES_UNREADABLE, message, hint="name a PDF or a DOCX with comments") from None


def _brought(returned: Returned, read: Book, book: Path, name: str, *, inserted: bool) -> Imported:
    chapters = [chapter for chapter in read.chapters if chapter.source is not None]
    copies = [_copy(chapter, inserted) for chapter in chapters]
    manuscript = Manuscript.of(copies)
    finder = Finder(returned.letters.text, manuscript.letters)
    if finder.kinship() < KIN:
        hint = "name the book's folder that it was made from: galerada import FILE BOOK"
        raise BookError(Code.OTHER_BOOK, f"{name} is not a copy of this book: its words are not here", hint=hint)
    outcomes = [_unread(one) for one in returned.unread]
    by_chapter: dict[int, list[_Placed]] = {}
    for remark in returned.remarks:
        number, placed, missed = _place(remark, returned.letters, finder, manuscript)
        if placed:
            by_chapter.setdefault(number, []).extend(placed)
        else:
            outcomes.append(_missed(remark, returned.letters, missed, manuscript))
    folder, changed = Folder(book), []
    for number in sorted(by_chapter):
        bench = Bench(chapters[number], read.config, copies[number], inserted)
        made, sheets = _marked(by_chapter[number], bench, returned.letters, folder)
        outcomes += made
        changed += [(copies[number].path, *sheets)] if sheets else []
    return Imported(tuple(outcomes), tuple(changed))


def _copy(chapter: Chapter, inserted: bool) -> Copy:
    assert chapter.source is not None
    return copy_of(chapter.source.path, chapter.source.text, chapter.body, inserted=inserted)


# places


def _place(
    remark: Remark, letters: Letters, finder: Finder, manuscript: Manuscript
) -> tuple[int, list[_Placed], Missed]:
    """The remark's chapter and its parts there; none where a part has no place, and why."""
    made: list[_Placed] = []
    numbers: set[int] = set()
    parts = tuple(_parts(remark, letters))
    for part in parts:
        first, last = letters.span(*part.spans[0])
        edges = _edges(letters, part.spans[0], first, last)
        begin = _paragraph(part, letters, manuscript)
        lean = _lean(part, edges)
        found = finder.place(first, last, lean) if begin is None else Found(begin + first, begin + last)
        if isinstance(found, Missed):
            return -1, [], found
        number = manuscript.copy_at(found.first if found.first < len(manuscript.letters) else found.first - 1)
        if first == last and lean == "left" and found.first:
            number = manuscript.copy_at(found.first - 1)
        begin, copy = manuscript.begins[number], manuscript.copies[number]
        start, end = found.first - begin, found.last - begin
        if end > len(copy.letters) or not copy.has_place(start, end):
            return -1, [], Missed("its words are not in a chapter's text", found.first)
        numbers.add(number)
        made.append(_Placed(part, start, end, edges, part is not parts[-1]))
    if len(numbers) > 1:
        return -1, [], Missed("it runs from one chapter into another")
    return next(iter(numbers), -1), made, Missed("it stands at no words")


def _paragraph(remark: Remark, letters: Letters, manuscript: Manuscript) -> int | None:
    """How far the manuscript's letters are from the document's, where its paragraph stands there word for word."""
    if not remark.pos.path or remark.paragraph[0] == remark.paragraph[1]:
        return None
    first, last = letters.span(*remark.paragraph)
    words = letters.text[first:last]
    there = manuscript.near(remark.pos, words)
    return there - first if there >= 0 and words else None


def _parts(remark: Remark, letters: Letters) -> Iterator[Remark]:
    """A remark about words that stand apart becomes one for each stretch; the last has the note."""
    spans: list[tuple[int, int]] = []
    for start, end in remark.spans:
        between = letters.text[letters.before(spans[-1][1]) : letters.before(start)] if spans else ""
        if spans and NOISE.issuperset(between) and len(between) < 9:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    for span in spans[:-1]:
        yield replace(remark, spans=(span,), note="", replies=())
    if spans:
        last = replace(remark, spans=(spans[-1],))
        yield replace(last, ask=Ask.DELETE, words="") if len(spans) > 1 and remark.ask is Ask.REPLACE else last


def _edges(letters: Letters, span: tuple[int, int], first: int, last: int) -> Edges:
    raw = letters.raw
    before, after = letters.gap(first)[0], letters.gap(last)[1]
    if first == last:
        return Edges(raw[span[0] : span[1]], "", raw[before : span[0]], raw[span[1] : after])
    begin, end = letters.at[first], letters.at[last - 1] + 1
    return Edges(raw[span[0] : begin], raw[end : span[1]], raw[before : span[0]], raw[span[1] : after])


def _lean(remark: Remark, edges: Edges) -> str:
    """To which side a place between two lines belongs."""
    if "\n" in edges.before and "\n" not in edges.after:
        return "right"
    return "left" if "\n" in edges.after and "\n" not in edges.before else ""


# marks


def _marked(
    placed: Sequence[_Placed], bench: Bench, letters: Letters, folder: Folder
) -> tuple[list[Outcome], tuple[Sheet, Sheet] | None]:
    copy = bench.copy
    ways = [proposals(copy, one.remark, one.first, one.last, one.edges) for one in placed]
    there = [any(_is_there(copy.source, way) for way in some) for some in ways]
    chosen = bench.chosen([() if known else some for some, known in zip(ways, there, strict=True)])
    outcomes = []
    for one, way, known in zip(placed, chosen, there, strict=True):
        if one.is_part and (way or known):
            continue  # its last part tells of it
        said = "already marked" if known else way.said if way else "no mark can stand there"
        pos = _pos(copy, min(put.offset for put in way.puts) if way else _offset(copy, one.first))
        what = one.remark.shown(letters.raw)
        outcomes.append(Outcome(one.remark.where, one.remark.who, what, pos, known or way is not None, said))
    taken = [way for way in chosen if way]
    return outcomes, _sheets(copy, taken, folder) if taken else None


def _is_there(source: str, way: Proposal) -> bool:
    """Whether the file has just this mark already."""
    for put in way.puts:
        if put.partner == put.offset:
            found = put.text in source[max(put.offset - len(put.text) - 200, 0) : put.offset + len(put.text) + 200]
        elif put.partner > put.offset:
            found = source[max(put.offset - 8, 0) : put.offset].rstrip(" ").endswith(put.text)
        else:
            found = source.startswith(put.text, put.offset)
        if not found:
            return False
    return True


def _sheets(copy: Copy, ways: Sequence[Proposal], folder: Folder) -> tuple[Sheet, Sheet]:
    before = Sheet.of(folder.read(copy.path))
    if before.text != copy.source:
        message = f"{copy.path} was changed while it was read"
        raise BookError(Code.UNREADABLE_FILE, message, Pos(copy.path), "run it again")
    texts: dict[int, str] = {}
    for put in sorted((put for way in ways for put in way.puts), key=lambda put: put.rank):
        texts[put.offset] = texts.get(put.offset, "") + put.text
    end = next((end for end in before.ends if end), "\n")
    after = before.edited(Edit(at, at, text.replace("\n", end), "mark") for at, text in texts.items())
    return before, Sheet.of(after.data)


def _offset(copy: Copy, letter: int) -> int:
    return max(copy.reached[letter], 0) if letter < len(copy.letters) else len(copy.source)


def _pos(copy: Copy, offset: int) -> Pos:
    line = copy.source.count("\n", 0, offset) + 1
    return Pos(copy.path, line, offset - copy.source.rfind("\n", 0, offset))


def _missed(remark: Remark, letters: Letters, missed: Missed, manuscript: Manuscript) -> Outcome:
    pos = Pos("", 0, 0)
    if 0 <= missed.near < len(manuscript.letters):
        number = manuscript.copy_at(missed.near)
        copy = manuscript.copies[number]
        pos = _pos(copy, _offset(copy, missed.near - manuscript.begins[number]))
    return Outcome(remark.where, remark.who, remark.shown(letters.raw), pos, False, missed.why)


def _unread(one: Unread) -> Outcome:
    return Outcome(one.where, one.who, one.what, Pos("", 0, 0), False, one.why)
