"""An editor's DOCX held against the one that the book gives now: what was tracked, said, and changed in silence.

In: a DOCX's bytes and which book. Out: a `Returned`, whose running text is that of the book's own export
wherever a paragraph's anchor tells that the manuscript has not changed since. Not its business: the archive
(`homecoming/wordfile`) and the manuscript's words (`importing`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..diagnostics import BookError, Code
from ..homecoming.letters import Letters, folded
from ..homecoming.remarks import Ask, Remark, Returned, Unread, plain
from ..homecoming.revisions import Line, Step, Tracked, accepted, come_in, lines_of, moved_by, shortened, steps_to
from ..homecoming.wordfile import Comment, WordFile, word_file
from ..nodes import NOWHERE, Pos
from ..run import Request, Result, resolved
from ..write.docx import stories
from ..write.docx.paragraphs import Paragraph
from ..write.docx.story import fingerprint
from ..write.docx.wordml import NOBODY


def returned_docx(data: bytes, name: str, request: Request) -> Returned:
    """What an editor did in a DOCX; raises BookError where that is nothing."""
    file = word_file(data, name)
    read, _ = resolved(request, Result())
    known = {_key(p.anchor): p for story in stories(read) for p in story.paragraphs() if p.anchor}
    wordings: dict[tuple[str, str], tuple[str, ...]] = {}
    for key, paragraph in known.items():
        place = _chapter(key), fingerprint(paragraph.text)
        wordings[place] = (*wordings.get(place, ()), key)
    seals = frozenset(paragraph.seal for paragraph in known.values() if paragraph.seal)
    asked = (run for paragraph in known.values() for run in paragraph.runs if run.comment and not run.begins)
    said = frozenset((run.who or NOBODY, plain(run.said)) for run in asked)
    desk = _Desk(known, file.comments, seals, wordings, said)
    desk.read(file)
    if not desk.remarks and not desk.unread:
        hint = "nothing was tracked, said or changed in it: ask for the file that was worked in"
        raise BookError(Code.NO_NOTES, f"{name} holds no changes and no comments", hint=hint)
    ordered = tuple(sorted(desk.remarks, key=lambda remark: remark.start))
    return Returned(Letters.of(desk.text), ordered, tuple(desk.unread))


def _key(anchor: str) -> str:
    """An anchor without the hash of its words."""
    return anchor.rpartition("_")[0]


def _chapter(name: str) -> str:
    """The chapter in a bookmark's name."""
    return name.split("_")[1]


@dataclass(slots=True)
class _Desk:
    """One reading of a file beside the book."""

    known: Mapping[str, Paragraph]
    """The book's own paragraphs by their anchors, without the hash."""
    comments: Mapping[str, Comment]
    seals: frozenset[str]
    """Of the chapters as they are now."""
    wordings: Mapping[tuple[str, str], tuple[str, ...]]
    """By chapter and hash, the anchors of the paragraphs that say just this."""
    asked: frozenset[tuple[str, str]]
    """The queries that are open now: who, and what."""
    text: str = ""
    remarks: list[Remark] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    sealed: set[str] = field(default_factory=set)
    """Chapters that are as they went out."""
    begun: dict[str, int] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    above: tuple[tuple[int, int], Pos] = ((0, 0), NOWHERE)
    """Where the last paragraph of the book stands in the running text, and in the manuscript."""
    texts: list[str] = field(default_factory=list)
    length: int = 0

    def read(self, file: WordFile) -> None:
        """Every paragraph, what is missing, and the comments that stand nowhere."""
        book = {folded(paragraph.text) for paragraph in self.known.values()}
        for number, line in enumerate(lines_of(file.paragraphs), 1):
            self.line(line, f"paragraph {number}", book)
        self.missing()
        self.text = "".join(self.texts)
        for ident, comment in self.comments.items():
            if (self.root(ident) or ident) not in self.ended and not self.is_ours(comment):
                self.unread.append(Unread("comments", comment.who, comment.said, "it stands at no words"))

    def put(self, text: str) -> int:
        """A paragraph of the running text; where it begins."""
        start = self.length
        self.texts.append(text + "\n")
        self.length += len(text) + 1
        return start

    def line(self, line: Line, where: str, book: set[str]) -> None:
        name = self.name(line)
        model = self.known.get(name)
        self.sealed |= {_chapter(seal) for seal in line.seals if seal in self.seals}
        where = f"{where} ('{shortened(line.text or come_in(line))}')"
        self.unread += [Unread(where, one.who, one.what, one.why) for one in line.odd]
        if model is None and not line.anchors and folded(line.text) not in book:
            self.added(line, where)
            return
        self.seen |= {name} - {""}
        hashes = {anchor.rpartition("_")[2] for anchor in line.anchors}
        if model is not None and fingerprint(model.text) in hashes:
            self.unchanged(line, model, where)
        else:
            self.elsewhere(line, where, hashes)

    def name(self, line: Line) -> str:
        """The anchor's name in the book as it is now: paragraphs that came in since have moved the numbers."""
        asked = [(_key(anchor), anchor.rpartition("_")[2]) for anchor in line.anchors]
        for key, words in asked:
            if key not in self.seen and key in self.known and fingerprint(self.known[key].text) == words:
                return key
        for key, words in asked:
            same = self.wordings.get((_chapter(key), words), ())
            if found := next((one for one in same if one not in self.seen), ""):
                return found
        return next((key for key, _ in asked if key in self.known and key not in self.seen), "")

    # a paragraph that the manuscript still has as it was

    def unchanged(self, line: Line, model: Paragraph, where: str) -> None:
        start = self.put(model.text)
        self.above = (start, start + len(model.text)), model.pos
        steps = steps_to(line.text, model.text)
        blank = Remark(Ask.QUERY, (), where, exact=True, paragraph=(start, start + len(model.text)), pos=model.pos)
        changes = _without(line, _ours(model))
        for made in changes:
            begin, end = (start + moved_by(steps, at) for at in (made.start, made.end))
            self.tracked(made, begin, end, blank)
        self.silent(line, model, steps, start, blank)
        self.said(line, [start + moved_by(steps, at) for at, _ in line.borders], blank)
        if line.text == model.text:
            self.form(line, model, where)

    def tracked(self, made: Tracked, begin: int, end: int, blank: Remark) -> None:
        ask = Ask.INSERT if begin == end else Ask.REPLACE if made.words else Ask.DELETE
        if ask is Ask.INSERT and not made.words:
            return
        note = "moved" if made.moved else ""
        who = "" if made.who == NOBODY else made.who
        self.remarks.append(replace(blank, ask=ask, spans=((begin, end),), who=who, words=made.words, note=note))

    def silent(self, line: Line, model: Paragraph, steps: Sequence[Step], start: int, blank: Remark) -> None:
        """What differs from the export and was not tracked."""
        for step in steps:
            if step.same:
                continue
            words = line.text[step.start : step.end]
            span = (start + step.there, start + step.beyond)
            ask = Ask.INSERT if span[0] == span[1] else Ask.REPLACE if words else Ask.DELETE
            where = f"{blank.where}, not tracked"
            self.remarks.append(replace(blank, ask=ask, spans=(span,), words=words, where=where))

    def form(self, line: Line, model: Paragraph, where: str) -> None:
        """Words that were set in bold or italics, or no longer are, without tracking."""
        shape = [(run.face.bold, run.face.italic) for run in model.runs for _ in run.base]
        changed = [n for n, (one, other) in enumerate(zip(line.shape, shape, strict=True)) if one != other]
        changed = [n for n in changed if not line.text[n].isspace()]
        if changed:
            words = plain(line.text[changed[0] : changed[-1] + 1])
            self.unread.append(Unread(where, "", f"the form of '{words}'", "a change of form is no mark"))

    # a paragraph that the manuscript has no longer as it was

    def elsewhere(self, line: Line, where: str, hashes: set[str]) -> None:
        start = self.put(line.text)
        self.above = (0, 0), NOWHERE
        blank = Remark(Ask.QUERY, (), where, exact=True)
        for made in line.changes:
            self.tracked(made, start + made.start, start + made.end, blank)
        self.said(line, [start + at for at, _ in line.borders], blank)
        if hashes and fingerprint(line.text) not in hashes:
            why = "it was changed without tracking, and the manuscript has changed as well"
            self.unread.append(Unread(where, "", plain(line.text), why))

    def added(self, line: Line, where: str) -> None:
        """A paragraph that is not the book's."""
        words = line.text + "".join(made.words for made in line.changes if not made.start < made.end)
        kept = accepted(line)
        who = next((made.who for made in line.changes if made.words), "")
        if line.holder and words.strip():
            why = f"a new paragraph in a {line.holder} is more than a mark"
            self.unread.append(Unread(where, who, plain(words), why))
        elif kept.strip() and self.texts:
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
        paragraph, pos = self.above
        return Remark(Ask.QUERY, (), where, exact=True, paragraph=paragraph, pos=pos)

    def missing(self) -> None:
        """Paragraphs that are gone without a trace, from chapters that the manuscript has as they went out."""
        met = {_chapter(key) for key in self.seen}
        gone = {key: p for key, p in self.known.items() if key not in self.seen and p.text.strip() and p.pos.path}
        for path in dict.fromkeys(p.pos.path for key, p in gone.items() if _chapter(key) not in met):
            self.unread.append(Unread("the whole file", "", path, "the file has nothing of this chapter"))
        for path in dict.fromkeys(p.pos.path for key, p in gone.items() if _chapter(key) in met - self.sealed):
            why = "some of its paragraphs are not in the file: deleted there, or written since"
            self.unread.append(Unread("the whole file", "", path, why))
        for key, paragraph in gone.items():
            if _chapter(key) in met & self.sealed and paragraph.style != "SceneBreak":
                start = self.put(paragraph.text)
                span = (start, start + len(paragraph.text))
                self.remarks.append(Remark(Ask.DELETE, (span,), "gone, not tracked", exact=True, paragraph=span,
                                           pos=paragraph.pos))  # fmt: skip

    # comments

    def is_ours(self, comment: Comment) -> bool:
        """Whether it went out with the file."""
        return (comment.who, comment.said) in self.asked

    def said(self, line: Line, places: Sequence[int], blank: Remark) -> None:
        for (_, border), place in zip(line.borders, places, strict=True):
            comment = self.comments.get(border.ident)
            if comment is None or comment.parent or border.ident in self.ended:
                continue
            if border.begins:
                self.begun[border.ident] = place
                continue
            self.ended.add(border.ident)
            start = self.begun.get(border.ident, place)
            replies = tuple((one.who, one.said) for key, one in self.comments.items() if self.root(key) == border.ident)
            if self.is_ours(comment):  # what others answered to a query that went out
                answers = [replace(blank, spans=((place, place),), who=who, note=said) for who, said in replies]
                self.remarks += answers
                continue
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


def _without(line: Line, ours: Counter[tuple[str, str]]) -> list[Tracked]:
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
