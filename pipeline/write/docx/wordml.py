"""Stories as WordprocessingML: the text, its notes and comments, and what they lead to.

In: stories, pictures by their keys. Out: the XML of `word/document.xml`, `footnotes.xml`, `comments.xml` and their
relationships. ECMA-376, part 1: 17.3 (paragraphs), 17.4 (tables), 17.11 (notes), 17.13 (annotations).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from ...nodes import Element
from .paragraphs import BULLETS, DELETION, Block, Cell, Paragraph, Run, Story, Table, paragraphs
from .parts import FIRST_LIST, HEAD, R, W

NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
HYPERLINK = f"{R}/hyperlink"
IMAGE = f"{R}/image"
CALL = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
EMU = 9525
"""English Metric Units in a px (914,400 an inch)."""
WIDEST, TALLEST = 600, 800
"""Px of a page's room for a picture."""
NOBODY = "Galerada"
"""The author of a mark that does not say whose it is: `w:author` may not be missing (17.13.5)."""
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as it travels."""

    path: str
    """Under `word/`."""
    data: bytes
    media_type: str
    width: int
    """In px, as shown."""
    height: int


@dataclass(slots=True)
class Relations:
    """What a part leads to."""

    rows: dict[tuple[str, str], str] = field(default_factory=dict)

    def ident(self, kind: str, target: str) -> str:
        """The relationship's id."""
        return self.rows.setdefault((kind, target), f"rId{len(self.rows) + 1}")

    def xml(self) -> str:
        """The part's `.rels`."""
        rows = "".join(
            f'<Relationship Id="{ident}" Type="{kind}" Target={quoteattr(target)}'
            + (' TargetMode="External"/>' if kind == HYPERLINK else "/>")
            for (kind, target), ident in self.rows.items()
        )
        return f'{HEAD}<Relationships xmlns="{RELATIONS}">{rows}</Relationships>'


@dataclass(slots=True)
class Typist:
    """One writing of a book."""

    images: Mapping[str, Image]
    date: str
    """Of every change, as the book's own bytes say it: a clock would make no two files the same."""
    notes: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    """Of what links lead to: address -> bookmark."""
    comments: dict[str, Run] = field(default_factory=dict)
    lists: dict[str, int] = field(default_factory=dict)
    footnotes: dict[str, int] = field(default_factory=dict)
    relations: Relations = field(default_factory=Relations)
    numbers: dict[str, int] = field(default_factory=dict)

    def next(self, kind: str) -> int:
        """A number that no other of its kind has."""
        self.numbers[kind] = self.numbers.get(kind, 0) + 1
        return self.numbers[kind]

    # the parts

    def document(self, stories: Iterable[Story]) -> str:
        """`word/document.xml`."""
        held = tuple(stories)
        for story in held:
            self.notes |= story.notes
            self.addresses |= dict(_addresses(story))
        body = "".join(self.block(block) for story in held for block in story.blocks)
        section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" ' \
                  'w:left="1418" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'  # fmt: skip
        return f"{HEAD}<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>"

    def footnote_part(self) -> str:
        """`word/footnotes.xml`; to be asked for after the document, which calls them; a note may call another."""
        made = [
            '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>',
            '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
            "</w:footnote>",
        ]
        written = 0
        while written < len(self.footnotes):
            for address in list(self.footnotes)[written:]:
                blocks = self.notes.get(address) or (Paragraph("FootnoteText", ()),)
                first = f"<w:r>{CALL}<w:footnoteRef/></w:r>"
                inside = "".join(self.block(b, "" if n else first) for n, b in enumerate(blocks))
                made.append(f'<w:footnote w:id="{self.footnotes[address]}">{inside}</w:footnote>')
                written += 1
        return f"{HEAD}<w:footnotes {NAMESPACES}>{''.join(made)}</w:footnotes>"

    def comment_part(self) -> str:
        """`word/comments.xml`; to be asked for last."""
        made = []
        for name, run in self.comments.items():
            text = f'<w:r><w:t xml:space="preserve">{_text(run.said)}</w:t></w:r>'
            made.append(
                f'<w:comment w:id="{self.comment_id(name)}" w:author={_value(run.who or NOBODY)} w:date="{self.date}">'
                f'<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>{text}</w:p></w:comment>'
            )
        return f"{HEAD}<w:comments {NAMESPACES}>{''.join(made)}</w:comments>"

    # blocks

    def block(self, block: Block, first: str = "") -> str:
        """A paragraph or a table; `first` goes before a paragraph's words."""
        return self._table(block) if isinstance(block, Table) else self._paragraph(block, first)

    def _table(self, table: Table) -> str:
        columns = max(sum(cell.span for cell in row) for row in table.rows)
        width = 9000 // columns
        grid = f'<w:gridCol w:w="{width}"/>' * columns
        rows = "".join(self._row(row, width) for row in table.rows)
        properties = '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
        return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl><w:p/>"

    def _row(self, row: tuple[Cell, ...], width: int) -> str:
        head = "<w:trPr><w:tblHeader/></w:trPr>" if row[0].head and all(cell.head for cell in row) else ""
        cells = "".join(self._cell(cell, width) for cell in row)
        return f"<w:tr>{head}{cells}</w:tr>"

    def _cell(self, cell: Cell, width: int) -> str:
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        inside = "".join(self.block(block) for block in cell.blocks)
        return f'<w:tc><w:tcPr><w:tcW w:w="{width * cell.span}" w:type="dxa"/>{span}</w:tcPr>{inside}</w:tc>'

    def _paragraph(self, paragraph: Paragraph, first: str = "") -> str:
        listed = self._listed(paragraph)
        properties = f'<w:pPr><w:pStyle w:val="{paragraph.style}"/>{listed}</w:pPr>'
        runs = "".join(self.run(run) for run in paragraph.runs)
        for name in filter(None, (paragraph.anchor, paragraph.seal)):
            number = self.next("bookmark")
            begin = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
            runs = f'{begin}{runs}<w:bookmarkEnd w:id="{number}"/>'
        return f"<w:p>{properties}{first}{runs}</w:p>"

    def _listed(self, paragraph: Paragraph) -> str:
        if not paragraph.list:
            return ""
        number = 1
        if paragraph.list != BULLETS:
            number = self.lists.setdefault(paragraph.list, len(self.lists) + FIRST_LIST)
        return f'<w:numPr><w:ilvl w:val="{paragraph.level}"/><w:numId w:val="{number}"/></w:numPr>'

    # runs

    def run(self, run: Run) -> str:
        """A run with what is said of it: a change, a link."""
        if run.comment:
            return self._comment(run)
        made = self._inner(run)
        if run.change and made:
            who, kind = _value(run.change.who or NOBODY), run.change.kind
            made = f'<w:{kind} w:id="{self.next("change")}" w:author={who} w:date="{self.date}">{made}</w:{kind}>'
        return self._linked(made, run.face.href) if run.face.href and made else made

    def _inner(self, run: Run) -> str:
        if run.note and not run.again:
            number = self.footnotes.setdefault(run.note, len(self.footnotes) + 1)
            return f'<w:r>{CALL}<w:footnoteReference w:id="{number}"/></w:r>'
        if run.note:
            shown = str(self.footnotes.get(run.note, run.text))
            return f"<w:r>{CALL}<w:t>{_text(shown)}</w:t></w:r>"
        if run.picture is not None:
            return self._picture(run.picture)
        name = "w:delText" if run.change and run.change.kind == DELETION else "w:t"
        lines = run.text.split("\n")
        pieces = [f'<{name} xml:space="preserve">{_text(line)}</{name}>' if line else "" for line in lines]
        return f"<w:r>{_properties(run)}{'<w:br/>'.join(pieces)}</w:r>" if run.text else ""

    def _linked(self, made: str, href: str) -> str:
        if href.startswith("book:"):
            target = self.addresses.get(href) or self.addresses.get(href.partition("#")[0])
            return f'<w:hyperlink w:anchor="{target}">{made}</w:hyperlink>' if target else made
        if not re.match(r"(?:https?|mailto):", href):
            return made
        return f'<w:hyperlink r:id="{self.relations.ident(HYPERLINK, href)}">{made}</w:hyperlink>'

    def comment_id(self, name: str) -> int:
        """The number of a comment."""
        return self.numbers.setdefault(f"comment {name}", sum(k.startswith("comment ") for k in self.numbers))

    def _comment(self, run: Run) -> str:
        number = self.comment_id(run.comment)
        if run.begins:
            return f'<w:commentRangeStart w:id="{number}"/>'
        self.comments[run.comment] = run
        return (
            f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
            f'<w:commentReference w:id="{number}"/></w:r>'
        )

    def _picture(self, node: Element) -> str:
        image = self.images.get(node.get("src").removeprefix("asset:"))
        if image is None:
            return ""
        number, ident = self.next("drawing"), self.relations.ident(IMAGE, image.path)
        scale = min(1.0, WIDEST / image.width, TALLEST / image.height)
        size = f'cx="{round(image.width * scale * EMU)}" cy="{round(image.height * scale * EMU)}"'
        label = f'id="{number}" name="picture {number}" descr={_value(node.get("alt"))}'
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {label}/>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
            f"<pic:nvPicPr><pic:cNvPr {label}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
            f'<a:blip r:embed="{ident}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
            f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )


def _addresses(story: Story) -> Iterable[tuple[str, str]]:
    first = next(paragraphs(story.blocks), None)
    if first is not None:
        yield f"book:{story.key}", first.anchor
    for paragraph in story.paragraphs():
        if paragraph.ident:
            yield f"book:{story.key}#{paragraph.ident}", paragraph.anchor


def _properties(run: Run) -> str:
    """In the order of the schema (17.3.2.28)."""
    face = run.face
    made = '<w:rStyle w:val="CodeChar"/>' if face.code else '<w:rStyle w:val="Hyperlink"/>' if face.href else ""
    made += "<w:b/>" * face.bold + "<w:i/>" * face.italic + "<w:strike/>" * face.struck
    made += '<w:highlight w:val="yellow"/>' * face.marked
    made += '<w:vertAlign w:val="superscript"/>' * face.raised + '<w:vertAlign w:val="subscript"/>' * face.lowered
    made += f"<w:lang w:val={_value(face.language)}/>" if face.language else ""
    return f"<w:rPr>{made}</w:rPr>" if made else ""


def _text(text: str) -> str:
    return escape(FORBIDDEN.sub("\ufffd", text))


def _value(text: str) -> str:
    return quoteattr(FORBIDDEN.sub("\ufffd", text.replace("\n", " ")))
