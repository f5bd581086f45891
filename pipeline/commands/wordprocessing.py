"""An editor's DOCX held against the one that the book gives now: what was tracked, said, and changed in silence.

In: a DOCX's bytes and the book's folder. Out: a `Returned`, whose running text is that of the book's own export
wherever a paragraph's anchor tells that the manuscript has not changed since. Not its business: the archive
(`homecoming/wordfile`) and the manuscript's words (`importing`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path

from ..diagnostics import BookError, Code
from ..homecoming.letters import Letters, folded
from ..homecoming.remarks import Ask, Remark, Returned, Unread, plain
from ..homecoming.wordfile import Border, Comment, Odd, Piece, WordFile, WordParagraph, word_file
from ..nodes import NOWHERE
from ..run import Request, Result, resolved
from ..write.docx import stories
from ..write.docx.story import Paragraph, fingerprint
from ..write.docx.wordml import NOBODY

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\t"), " ")
MISSING = 0.4
"""Of the paragraphs: where more of them are not in the file, it is a part of the book."""


def returned_docx(data: bytes, name: str, book: Path) -> Returned:
    """What an editor did in a DOCX; raises BookError where that is nothing."""
    file = word_file(data, name)
    read, _ = resolved(Request(book), Result())
    known = {_key(p.anchor): p for story in stories(read) for p in story.paragraphs() if p.anchor}
    desk = _Desk(known, file.comments)
    desk.read(file)
    if not desk.remarks and not desk.unread:
        hint = "nothing was tracked, said or changed in it: ask for the file that was worked in"
        raise BookError(Code.NO_NOTES, f"{name} holds no changes and no comments", hint=hint)
    ordered = tuple(sorted(desk.remarks, key=lambda remark: remark.start))
    return Returned(Letters.of(desk.text), ordered, tuple(desk.unread))


def _key(anchor: str) -> str:
    """An anchor without the hash of its words."""
    return anchor.rpartition("_")[0]


@dataclass(frozen=True, slots=True)
class _Tracked:
    """A change in a paragraph, by the characters of its text before any change."""

    start: int
    end: int
    words: str
    who: str
    moved: bool = False


@dataclass(slots=True)
class _Line:
    """A paragraph before any change, and what was done to it."""

    base: list[str] = field(default_factory=list)
    length: int = 0
    changes: list[_Tracked] = field(default_factory=list)
    borders: list[tuple[int, Border]] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    odd: list[Odd] = field(default_factory=list)
    shape: list[tuple[bool, bool]] = field(default_factory=list)
    """Of each character whether it is bold, and italic."""

    @property
    def text(self) -> str:
        """Its words before any change."""
        return "".join(self.base)

    def take(self, paragraph: WordParagraph) -> None:
        self.anchors += [name for name in paragraph.anchors if name.startswith("g_")]
        for item in paragraph.items:
            match item:
                case Piece(state="ins"):
                    self.change(_Tracked(self.length, self.length, item.text, item.who, item.moved))
                case Piece():
                    start = self.length
                    self.base.append(item.text)
                    self.length += len(item.text)
                    self.shape += [(item.bold, item.italic)] * len(item.text)
                    if item.state:
                        self.change(_Tracked(start, self.length, "", item.who, item.moved))
                case Border():
                    self.borders.append((self.length, item))
                case Odd():
                    self.odd.append(item)

    def change(self, made: _Tracked) -> None:
        """What follows a change of the same hand at once belongs to it."""
        last = self.changes[-1] if self.changes else None
        if last and last.who == made.who and last.end == made.start and last.moved == made.moved:
            self.changes[-1] = replace(last, end=made.end, words=last.words + made.words)
        else:
            self.changes.append(made)


@dataclass(slots=True)
class _Desk:
    """One reading of a file beside the book."""

    known: Mapping[str, Paragraph]
    comments: Mapping[str, Comment]
    text: str = ""
    remarks: list[Remark] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    begun: dict[str, int] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)
    length: int = 0

    def read(self, file: WordFile) -> None:
        """Every paragraph, what is missing, and the comments that stand nowhere."""
        book = {folded(paragraph.text) for paragraph in self.known.values()}
        for number, line in enumerate(_lines(file.paragraphs), 1):
            self.line(line, f"paragraph {number}", book)
        self.missing()
        self.text = "".join(self.texts)
        for ident, comment in self.comments.items():
            if ident not in self.ended and not comment.parent and not self.is_ours(comment):
                self.unread.append(Unread("comments", comment.who, comment.said, "it stands at no words"))

    def put(self, text: str) -> int:
        """A paragraph of the running text; where it begins."""
        start = self.length
        self.texts.append(text + "\n")
        self.length += len(text) + 1
        return start

    def line(self, line: _Line, where: str, book: set[str]) -> None:
        name = next((_key(anchor) for anchor in line.anchors if _key(anchor) in self.known), "")
        model = self.known.get(name) if name not in self.seen else None
        where = f"{where} ('{_short(line.text or _new(line))}')"
        self.unread += [Unread(where, one.who, one.what, one.why) for one in line.odd]
        if model is None and not line.anchors and folded(line.text) not in book:
            self.added(line, where)
            return
        self.seen.add(name)
        hashes = {anchor.rpartition("_")[2] for anchor in line.anchors}
        if model is not None and fingerprint(model.text) in hashes:
            self.unchanged(line, model, where)
        else:
            self.elsewhere(line, where, hashes)

    # a paragraph that the manuscript still has as it was

    def unchanged(self, line: _Line, model: Paragraph, where: str) -> None:
        start = self.put(model.text)
        steps = _steps(line.text, model.text)
        blank = Remark(Ask.QUERY, (), where, exact=True, paragraph=(start, start + len(model.text)), pos=model.pos)
        changes = _without(line, _ours(model))
        for made in changes:
            begin, end = (start + _moved(steps, at) for at in (made.start, made.end))
            self.tracked(made, begin, end, blank)
        self.silent(line, model, steps, start, blank)
        self.said(line, [start + _moved(steps, at) for at, _ in line.borders], blank)
        if line.text == model.text:
            self.form(line, model, where)

    def tracked(self, made: _Tracked, begin: int, end: int, blank: Remark) -> None:
        ask = Ask.INSERT if begin == end else Ask.REPLACE if made.words else Ask.DELETE
        if ask is Ask.INSERT and not made.words:
            return
        note = "moved" if made.moved else ""
        who = "" if made.who == NOBODY else made.who
        self.remarks.append(replace(blank, ask=ask, spans=((begin, end),), who=who, words=made.words, note=note))

    def silent(self, line: _Line, model: Paragraph, steps: Sequence[_Step], start: int, blank: Remark) -> None:
        """What differs from the export and was not tracked."""
        for step in steps:
            if step.same:
                continue
            words = line.text[step.start : step.end]
            span = (start + step.there, start + step.beyond)
            ask = Ask.INSERT if span[0] == span[1] else Ask.REPLACE if words else Ask.DELETE
            where = f"{blank.where}, not tracked"
            self.remarks.append(replace(blank, ask=ask, spans=(span,), words=words, where=where))

    def form(self, line: _Line, model: Paragraph, where: str) -> None:
        """Words that were set in bold or italics, or no longer are, without tracking."""
        shape = [(run.face.bold, run.face.italic) for run in model.runs for _ in run.base]
        changed = [n for n, (one, other) in enumerate(zip(line.shape, shape, strict=True)) if one != other]
        changed = [n for n in changed if not line.text[n].isspace()]
        if changed:
            words = plain(line.text[changed[0] : changed[-1] + 1])
            self.unread.append(Unread(where, "", f"the form of '{words}'", "a change of form is no mark"))

    # a paragraph that the manuscript has no longer as it was

    def elsewhere(self, line: _Line, where: str, hashes: set[str]) -> None:
        start = self.put(line.text)
        blank = Remark(Ask.QUERY, (), where, exact=True)
        for made in line.changes:
            self.tracked(made, start + made.start, start + made.end, blank)
        self.said(line, [start + at for at, _ in line.borders], blank)
        if hashes and fingerprint(line.text) not in hashes:
            why = "it was changed without tracking, and the manuscript has changed as well"
            self.unread.append(Unread(where, "", plain(line.text), why))

    def added(self, line: _Line, where: str) -> None:
        """A paragraph that is not the book's."""
        words = line.text + "".join(made.words for made in line.changes if not made.start < made.end)
        kept = _accepted(line)
        if kept.strip() and self.texts:
            who = next((made.who for made in line.changes if made.words), "")
            place = self.length - 1
            where = where if who else f"{where}, not tracked"
            blank = self.last(where)
            self.remarks.append(replace(blank, ask=Ask.INSERT, spans=((place, place),), who=who,
                                        words=f"\n\n{plain(kept)}"))  # fmt: skip
        elif words.strip():
            self.unread.append(Unread(where, "", plain(words), "it stands before the first paragraph"))
        self.said(line, [max(self.length - 1, 0)] * len(line.borders), self.last(where))

    def last(self, where: str) -> Remark:
        """A remark about the paragraph before."""
        above = next((r for r in reversed(self.remarks) if r.paragraph[1] == self.length - 1), None)
        paragraph, pos = (above.paragraph, above.pos) if above else ((0, 0), NOWHERE)
        return Remark(Ask.QUERY, (), where, exact=True, paragraph=paragraph, pos=pos)

    def missing(self) -> None:
        """Paragraphs that are gone without a trace."""
        gone = [p for key, p in self.known.items() if key not in self.seen and p.text.strip()]
        if len(gone) > MISSING * len(self.known):
            if self.seen - {""}:
                return
            gone = []
        for paragraph in gone:
            if paragraph.style == "SceneBreak" or not paragraph.pos.path:
                continue
            start = self.put(paragraph.text)
            span = (start, start + len(paragraph.text))
            self.remarks.append(Remark(Ask.DELETE, (span,), "gone, not tracked", exact=True, paragraph=span,
                                       pos=paragraph.pos))  # fmt: skip

    # comments

    def is_ours(self, comment: Comment) -> bool:
        """Whether it went out with the file."""
        held = (run for paragraph in self.known.values() for run in paragraph.runs if run.comment and not run.begins)
        return any(plain(run.said) == comment.said and (run.who or NOBODY) == comment.who for run in held)

    def said(self, line: _Line, places: Sequence[int], blank: Remark) -> None:
        for (_, border), place in zip(line.borders, places, strict=True):
            comment = self.comments.get(border.ident)
            if comment is None or comment.parent or border.ident in self.ended:
                continue
            if border.begins:
                self.begun[border.ident] = place
                continue
            self.ended.add(border.ident)
            if self.is_ours(comment):
                continue
            start = self.begun.get(border.ident, place)
            replies = tuple((one.who, one.said) for key, one in self.comments.items() if self.root(key) == border.ident)
            same = blank.paragraph[0] <= start
            self.remarks.append(replace(
                blank, ask=Ask.HIGHLIGHT if start < place else Ask.QUERY, spans=((start, place),), who=comment.who,
                note=comment.said, replies=replies, paragraph=blank.paragraph if same else (0, 0),
                pos=blank.pos if same else NOWHERE,
            ))  # fmt: skip

    def root(self, ident: str) -> str:
        """The comment that a reply belongs to in the end; empty for what is no reply."""
        seen, place = set[str](), self.comments[ident].parent
        while place in self.comments and self.comments[place].parent and place not in seen:
            seen.add(place)
            place = self.comments[place].parent
        return place


def _lines(paragraphs: Sequence[WordParagraph]) -> Iterator[_Line]:
    """Paragraphs before any change: one whose end was inserted is one with the next."""
    line = _Line()
    for paragraph in paragraphs:
        line.take(paragraph)
        if paragraph.end == "ins":
            line.change(_Tracked(line.length, line.length, "\n\n", paragraph.who))
            continue
        if paragraph.end == "del" and any(made.end < line.length for made in line.changes or [_Tracked(0, 0, "", "")]):
            line.odd.append(Odd(paragraph.who, "the end of the paragraph, deleted", "join it with the next by hand"))
        yield line
        line = _Line()
    if line.base or line.changes:
        yield line


def _new(line: _Line) -> str:
    return "".join(made.words for made in line.changes)


def _accepted(line: _Line) -> str:
    """The paragraph's words with every change made."""
    made, cursor = list[str](), 0
    for change in line.changes:
        made += line.text[cursor : change.start], change.words
        cursor = change.end
    return "".join([*made, line.text[cursor:]])


def _short(text: str) -> str:
    words = plain(text)
    return words if len(words) <= 30 else words[:29] + "…"


def _ours(model: Paragraph) -> Counter[tuple[str, str]]:
    """The changes that went out with the paragraph."""
    found: Counter[tuple[str, str]] = Counter()
    marks: dict[tuple[str, str], list[str]] = {}
    for run in model.runs:
        if run.change and run.text:
            marks.setdefault((run.change.mark, run.change.kind), []).append(run.text)
    for (_, kind), texts in marks.items():
        found[kind, folded("".join(texts))] += 1
    return found


def _without(line: _Line, ours: Counter[tuple[str, str]]) -> list[_Tracked]:
    """The changes but for those that went out with the file."""
    left = Counter(ours)
    kept = []
    for made in line.changes:
        parts = [("del", folded(line.text[made.start : made.end])), ("ins", folded(made.words))]
        parts = [part for part in parts if part[1]]
        if parts and all(left[part] > 0 for part in parts):
            left.subtract(parts)
        else:
            kept.append(made)
    return kept


# the same paragraph, twice


@dataclass(frozen=True, slots=True)
class _Step:
    """A stretch of one text, and what stands for it in the other."""

    start: int
    end: int
    there: int
    beyond: int
    same: bool


def _steps(text: str, model: str) -> list[_Step]:
    """From the file's text to the book's, by words."""
    if text == model:
        return [_Step(0, len(text), 0, len(model), True)]
    here, other = TOKEN.findall(text), TOKEN.findall(model)
    matcher = SequenceMatcher(None, [t.translate(SPACES) for t in here], [t.translate(SPACES) for t in other], False)
    at, to = _offsets(here), _offsets(other)
    return [_Step(at[a], at[b], to[c], to[d], tag == "equal") for tag, a, b, c, d in matcher.get_opcodes()]


def _offsets(tokens: Sequence[str]) -> list[int]:
    offsets = [0]
    for token in tokens:
        offsets.append(offsets[-1] + len(token))
    return offsets


def _moved(steps: Sequence[_Step], at: int) -> int:
    """Where a character of the file stands in the book."""
    for step in steps:
        if step.start <= at < step.end or (at == step.end and step is steps[-1]):
            return min(step.there + at - step.start, step.beyond) if step.same else step.there
    return steps[-1].beyond if steps else 0
