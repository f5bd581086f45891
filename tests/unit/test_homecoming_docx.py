"""A DOCX goes out and comes home: what a word processor can read, and what an editor did in it."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result
from ooxml import faults
from serial_book import WORD, files, put
from worked import W, Worked, changed, packed, parts, run_like, text_of, tracked, worked

from pipeline.cli import main
from pipeline.commands.exporting import export_docx
from pipeline.commands.importing import imported
from pipeline.read.marks import find_marks
from pipeline.run import Result as Run

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
KITCHEN = Path(__file__).parent.parent / "books" / "kitchen-sink"
COUNT = 110
"""Of each seed."""


def exported(folder: Path) -> bytes:
    return export_docx(folder, None, Run()).path.read_bytes()


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def serial(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """The book of serial words, and its export."""
    folder = tmp_path_factory.mktemp("serial")
    put(folder, files())
    return folder, exported(folder)


# what goes out


def kitchen(tmp_path: Path) -> Path:
    texts = {path.relative_to(KITCHEN).as_posix(): path.read_bytes() for path in KITCHEN.rglob("*") if path.is_file()}
    folder = tmp_path / "kitchen"
    for path, data in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


MARKS = (
    "\n\nA {++new++}{>>@ana<<} and {--old--} word, {~~this~>that~~}, {==here==}{>>@luis Why?<<} and there{>>alone<<}.\n"
)


def test_a_word_processor_finds_nothing_to_stumble_over(tmp_path: Path, serial: tuple[Path, bytes]) -> None:
    folder = kitchen(tmp_path)
    inline = folder / "chapters" / "inline.md"
    inline.write_text(inline.read_text("utf-8") + MARKS, "utf-8")
    assert faults(exported(folder)) == []
    assert faults(serial[1]) == []


BROKEN: Mapping[str, tuple[str, str, str]] = {
    "no relationship": ("word/document.xml", 'r:embed="rId', 'r:embed="rIdX'),
    "is not there": ("word/_rels/document.xml.rels", "styles.xml", "style.xml"),
    "no style": ("word/document.xml", 'w:val="Heading2"', 'w:val="Heading9"'),
    "no list": ("word/document.xml", '<w:numId w:val="1"/>', '<w:numId w:val="99"/>'),
    "is never called": ("word/document.xml", '<w:footnoteReference w:id="1"/>', ""),
    "another order": ("word/document.xml", "<w:b/><w:i/>", "<w:i/><w:b/>"),
    "stands twice": ("word/document.xml", '<w:bookmarkStart w:id="2"', '<w:bookmarkStart w:id="3"'),
    "has no content type": ("[Content_Types].xml", 'Extension="png"', 'Extension="pnx"'),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_the_strict_reader_sees_a_fault(fault: str, tmp_path: Path) -> None:
    path, good, bad = BROKEN[fault]
    held = parts(exported(kitchen(tmp_path)))
    assert good in held[path].decode()
    held[path] = held[path].decode().replace(good, bad, 1).encode()
    assert any(fault in found for found in faults(packed(held)))


def test_the_same_book_gives_the_same_bytes(tmp_path: Path, serial: tuple[Path, bytes]) -> None:
    put(tmp_path, files())
    assert exported(tmp_path) == serial[1]


def shown(data: bytes) -> list[str]:
    """Style and words of each paragraph; changes and comments by their signs."""
    made = []
    for paragraph in ET.fromstring(parts(data)["word/document.xml"]).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        words = []
        for child in paragraph:
            text = "".join(t.text or "" for t in child.iter() if t.tag in (f"{W}t", f"{W}delText"))
            sign = {f"{W}ins": "+{}+", f"{W}del": "-{}-", f"{W}commentRangeStart": "[", f"{W}commentRangeEnd": "]"}
            words.append(sign.get(child.tag, "{}").format(text))
        made.append(f"{style.get(f'{W}val') if style is not None else ''}: {''.join(words)}")
    return made


def test_styles_say_what_each_paragraph_is(tmp_path: Path) -> None:
    text = "# T\n\nOne *two*.\n\n> Q.\n\n- a\n- b\n\n1. c\n\n| h |\n|---|\n| x |\n\n```\ncode\n```\n\n---\n\nEnd.\n"
    put(tmp_path, {"01.md": text, "book.yaml": "title: T\n"})
    assert shown(exported(tmp_path)) == [
        "Heading1: T", "Normal: One two.", "Quote: Q.", "ListParagraph: a", "ListParagraph: b", "ListParagraph: c",
        "TableText: h", "TableText: x", ": ", "Code: code", "SceneBreak: * * *", "Normal: End.",
    ]  # fmt: skip


def test_open_marks_are_tracked_changes_and_comments(tmp_path: Path) -> None:
    put(tmp_path, {"01.md": f"# T{MARKS}", "book.yaml": "title: T\n"})
    data = exported(tmp_path)
    assert shown(data)[1] == "Normal: A +new+ and -old- word, -this-+that+, [here] and there[]."
    said = [(c.get(f"{W}author"), text_of(c)) for c in ET.fromstring(parts(data)["word/comments.xml"])]
    assert ("luis", "Why?") in said


def test_what_went_out_comes_home_as_nothing(tmp_path: Path) -> None:
    put(tmp_path, {"01.md": f"# T{MARKS}", "book.yaml": "title: T\n"})
    (tmp_path / "x.docx").write_bytes(exported(tmp_path))
    result = run("import", tmp_path / "x.docx", tmp_path)
    assert result.exit_code == 1
    assert "error[IM002]" in result.output


def test_a_copy_of_a_bookmark_is_the_bookmark(tmp_path: Path) -> None:
    """LibreOffice renames the bookmarks of foot notes when it saves."""

    def rename(root: ET.Element) -> None:
        for start in root.iter(f"{W}bookmarkStart"):
            start.set(f"{W}name", start.get(f"{W}name", "") + "_Copy_1")

    put(tmp_path, {"01.md": "# T\n\nOne word.[^a]\n\n[^a]: A note.\n", "book.yaml": "title: T\n"})
    saved = changed(changed(exported(tmp_path), "word/document.xml", rename), "word/footnotes.xml", rename)
    (tmp_path / "x.docx").write_bytes(saved)
    assert "error[IM002]" in run("import", tmp_path / "x.docx", tmp_path).output


# what comes home


def landed(texts: list[str], ident: str) -> tuple[str, list[str], list[str], list[str]]:
    """Of one change: the kind of its mark, its words, and the serial words before and after it."""
    for text in texts:
        for mark in find_marks(text):
            start, end = mark.own[0].start, mark.strokes[-1].end
            if ident in text[start:end]:
                inside = text[mark.own[0].end : mark.own[1].start] if len(mark.own) > 1 else ""
                inside = "" if mark.kind == "insertion" else inside
                return str(mark.kind), WORD.findall(inside), WORD.findall(text[:start]), WORD.findall(text[end:])
    return "", [], [], []


WANTED = {
    "delete": "deletion", "insert": "insertion", "replace": "substitution", "silent": "substitution",
    "comment": "highlight", "point": "query",
}  # fmt: skip


def is_home(one: Worked, texts: list[str]) -> bool:
    kind, words, before, after = landed(texts, one.ident)
    near = WORD.findall(one.before)[-1:], WORD.findall(one.after)[:1]
    beside = (not near[0] or near[0] == before[-1:]) and (not near[1] or near[1] == after[:1])
    return kind == WANTED[one.kind] and words == WORD.findall(one.words) and beside


@pytest.mark.parametrize("seed", [1, 2])
def test_changes_of_every_kind_land_at_their_words(seed: int, serial: tuple[Path, bytes], tmp_path: Path) -> None:
    folder, data = serial
    made, truth = worked(data, seed, COUNT)
    (tmp_path / "x.docx").write_bytes(made)
    found = imported(tmp_path / "x.docx", folder)
    assert len(truth) == COUNT
    assert [str(one) for one in found.left] == []
    texts = [after.text for _, _, after in found.changed]
    assert [one for one in truth if not is_home(one, texts)] == []


def test_the_oracle_sees_a_change_at_another_word() -> None:
    one = Worked("Ed001", "delete", "badabade", "badabada ", " badabado")
    assert is_home(one, ["badabada {--badabade--}{>>@Ed001<<} badabado"])
    assert not is_home(one, ["badabada badabade {--badabado--}{>>@Ed001<<}"])


BOOK = {
    "book.yaml": "title: T\nlanguage: en\n",
    "01.md": "# Rain\n\nThe *first morning* was cold.\n\nNobody had \"opened\" a window...\n\nIt rained and rained.\n\n"
             "| a | b |\n|---|---|\n| c | d |\n",
}  # fmt: skip

Change = Callable[[ET.Element], None]


def brought(tmp_path: Path, change: Change, book: Mapping[str, str] = BOOK) -> tuple[str, Result]:
    """The chapter after an export, a change in the DOCX and `import --write`."""
    put(tmp_path / "book", BOOK)
    data = changed(exported(tmp_path / "book"), "word/document.xml", change)
    put(tmp_path / "book", book)
    (tmp_path / "x.docx").write_bytes(data)
    result = run("import", tmp_path / "x.docx", tmp_path / "book", "--write")
    return (tmp_path / "book" / "01.md").read_text("utf-8"), result


def paragraph(root: ET.Element, words: str) -> ET.Element:
    return next(p for p in root.iter(f"{W}p") if words in text_of(p))


def silently(words: str, new: str) -> Change:
    """Words that are typed over while nothing is tracked."""

    def change(root: ET.Element) -> None:
        for text in paragraph(root, words).iter(f"{W}t"):
            text.text = (text.text or "").replace(words, new)

    return change


def test_what_was_changed_without_tracking_is_found(tmp_path: Path) -> None:
    text, result = brought(tmp_path, silently("window", "door"))
    assert 'Nobody had "opened" a {~~window~>door~~}...' in text
    assert "not tracked" in result.output
    assert result.exit_code == 0


def test_a_new_paragraph_comes_behind_the_one_above(tmp_path: Path) -> None:
    def change(root: ET.Element) -> None:
        above = paragraph(root, "Nobody")
        form = above.find(f"{W}pPr")
        assert form is not None
        ET.SubElement(ET.SubElement(form, f"{W}rPr"), f"{W}ins", {f"{W}id": "900", f"{W}author": "Ana"})
        body = next(root.iter(f"{W}body"))
        new = ET.Element(f"{W}p")
        new.append(tracked("ins", ET.Element("x"), "The wind rose.", "Ana", 901))
        body.insert(list(body).index(above) + 1, new)

    text, _ = brought(tmp_path, change)
    assert 'a window...{++\n\nThe wind rose.++}{>>@Ana<<}\n\nIt rained' in text
    run("accept", tmp_path / "book", "--all")
    assert 'window...\n\nThe wind rose.\n\nIt rained' in (tmp_path / "book" / "01.md").read_text("utf-8")


def test_a_new_paragraph_that_was_not_tracked_comes_too(tmp_path: Path) -> None:
    def change(root: ET.Element) -> None:
        body = next(root.iter(f"{W}body"))
        new = ET.Element(f"{W}p")
        new.append(run_like(ET.Element("x"), "The wind rose."))
        body.insert(list(body).index(paragraph(root, "Nobody")) + 1, new)

    assert "a window...{++\n\nThe wind rose.++}\n\nIt rained" in brought(tmp_path, change)[0]


KINDS = [
    ("- one item\n- two items\n", "one item", "- one item{++\n- New.++}\n- two items\n"),
    ("1. one item\n2. two items\n", "one item", "1. one item{++\n1. New.++}\n2. two items\n"),
    ("> a quotation\n", "a quotation", "> a quotation{++\n>\n> New.++}\n"),
    ("## A heading\n\nText.\n", "A heading", "## A heading{++\n\nNew.++}\n\nText.\n"),
]


@pytest.mark.parametrize(("typed", "above", "expected"), KINDS, ids=[row[1] for row in KINDS])
def test_a_new_paragraph_is_of_the_kind_of_the_one_above(
    typed: str, above: str, expected: str, tmp_path: Path
) -> None:
    put(tmp_path, {"book.yaml": "title: T\n", "01.md": f"# T\n\nSome words to begin with.\n\n{typed}"})

    def change(root: ET.Element) -> None:
        body = next(root.iter(f"{W}body"))
        new = ET.Element(f"{W}p")
        new.append(run_like(ET.Element("x"), "New."))
        body.insert(list(body).index(paragraph(root, above)) + 1, new)

    (tmp_path / "x.docx").write_bytes(changed(exported(tmp_path), "word/document.xml", change))
    result = run("import", tmp_path / "x.docx", tmp_path, "--write")
    assert (tmp_path / "01.md").read_text("utf-8").endswith(expected), result.output


def test_a_new_row_and_a_new_note_are_listed(tmp_path: Path) -> None:
    def change(root: ET.Element) -> None:
        table = next(root.iter(f"{W}tbl"))
        table.append(copy.deepcopy(table[-1]))
        for mark in (*table[-1].iter(f"{W}bookmarkStart"),):
            mark.set(f"{W}name", "other")
        for text in table[-1].iter(f"{W}t"):
            text.text = f"new {text.text}"

    text, result = brought(tmp_path, change)
    assert text == BOOK["01.md"]
    assert "new c: a new paragraph in a table is more than a mark" in result.output


def test_a_paragraph_that_is_gone_is_a_deletion(tmp_path: Path) -> None:
    def change(root: ET.Element) -> None:
        next(root.iter(f"{W}body")).remove(paragraph(root, "Nobody"))

    text, result = brought(tmp_path, change)
    assert '{--Nobody had "opened" a window...--}' in text
    assert "gone, not tracked" in result.output


def test_an_insertion_keeps_its_side_of_the_space_and_of_the_emphasis(tmp_path: Path) -> None:
    def change(root: ET.Element) -> None:
        above = paragraph(root, "first")
        run = next(r for r in above.findall(f"{W}r") if "was cold" in (r.findtext(f"{W}t") or ""))
        place = list(above).index(run)
        above.remove(run)
        pieces = [run_like(run, " was "), tracked("ins", run, "very ", "Ana", 900), run_like(run, "cold.")]
        for piece in reversed(pieces):
            above.insert(place, piece)

    assert "*first morning* was {++very ++}{>>@Ana<<}cold." in brought(tmp_path, change)[0]


def test_words_for_markdown_are_written_as_words(tmp_path: Path) -> None:
    def change(root: ET.Element) -> None:
        above = paragraph(root, "Nobody")
        above.append(tracked("ins", ET.Element("x"), " 2 * 3 [x] {++ <b> ~> {{< y >}}", "Ana", 900))

    text, result = brought(tmp_path, change)
    assert result.exit_code == 0, result.output
    run("accept", tmp_path / "book", "--all")
    data = exported(tmp_path / "book")
    assert any(line.endswith("2 * 3 [x] {++ <b> ~> {{< y >}}") for line in shown(data)), text


def test_what_no_mark_can_say_is_listed(tmp_path: Path) -> None:
    def change(root: ET.Element) -> None:
        above = paragraph(root, "Nobody")
        run = above.find(f"{W}r")
        assert run is not None
        form = ET.Element(f"{W}rPr")
        ET.SubElement(form, f"{W}rPrChange", {f"{W}id": "900", f"{W}author": "Ana"})
        run.insert(0, form)
        row = list(root.iter(f"{W}tr"))[1]
        row.insert(0, ET.Element(f"{W}trPr"))
        ET.SubElement(row[0], f"{W}del", {f"{W}id": "901", f"{W}author": "Luis"})
        drawn = tracked("ins", run, "x", "Ana", 902)
        drawn[0].remove(drawn[0][-1])
        ET.SubElement(drawn[0], f"{W}drawing")
        above.append(drawn)

    text, result = brought(tmp_path, change)
    assert text == BOOK["01.md"]
    assert result.exit_code == 1
    for said in ("@Ana: the form of 'Nobody", "@Luis: a row or a cell, deleted", "@Ana: a picture inserted"):
        assert said in result.output
    assert "3 comments: 0 placed, 3 not placed" in result.output


def test_bold_without_tracking_is_listed(tmp_path: Path) -> None:
    def change(root: ET.Element) -> None:
        run = paragraph(root, "It rained").find(f"{W}r")
        assert run is not None
        ET.SubElement(run, f"{W}rPr").append(ET.Element(f"{W}b"))
        run.insert(0, run[-1])
        run.remove(run[-1])

    assert "the form of 'It rained and rained.'" in brought(tmp_path, change)[1].output


def test_moved_words_go_and_come(tmp_path: Path) -> None:
    def change(root: ET.Element) -> None:
        above, below = paragraph(root, "Nobody"), paragraph(root, "It rained")
        run = below.find(f"{W}r")
        assert run is not None
        gone, come = tracked("del", run, "It rained", "Ana", 900), tracked("ins", run, " It rained", "Ana", 901)
        gone.tag, come.tag = f"{W}moveFrom", f"{W}moveTo"
        rest = run_like(run, " and rained.")
        below.remove(run)
        below.extend((gone, rest))
        above.append(come)

    text, _ = brought(tmp_path, change)
    assert "window...{++ It rained++}{>>@Ana moved<<}" in text
    assert "{--It rained--}{>>@Ana moved<<} and rained." in text


def test_a_reply_follows_its_comment(tmp_path: Path) -> None:
    def mark(root: ET.Element) -> None:
        above = paragraph(root, "Nobody")
        run = above.find(f"{W}r")
        assert run is not None
        for ident in ("900", "901"):
            place = list(above).index(run)
            above.insert(place, ET.Element(f"{W}commentRangeStart", {f"{W}id": ident}))
            above.insert(place + 2, ET.Element(f"{W}commentRangeEnd", {f"{W}id": ident}))

    def say(root: ET.Element) -> None:
        for ident, who, said in (("900", "Ana Ruiz", "Who?"), ("901", "Luis", "She.")):
            comment = ET.SubElement(root, f"{W}comment", {f"{W}id": ident, f"{W}author": who})
            line = ET.SubElement(comment, f"{W}p", {f"{W14}paraId": ident})
            line.append(run_like(ET.Element("x"), said))

    put(tmp_path / "book", BOOK)
    data = changed(changed(exported(tmp_path / "book"), "word/document.xml", mark), "word/comments.xml", say)
    held = parts(data)
    held["word/commentsExtended.xml"] = (
        b'<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        b'<w15:commentEx w15:paraId="900"/><w15:commentEx w15:paraId="901" w15:paraIdParent="900"/></w15:commentsEx>'
    )
    (tmp_path / "x.docx").write_bytes(packed(held))
    run("import", tmp_path / "x.docx", tmp_path / "book", "--write")
    text = (tmp_path / "book" / "01.md").read_text("utf-8")
    assert '{==Nobody had "opened" a window...==}{>>@Ana.Ruiz Who?<<}{>>@Luis She.<<}' in text


def test_a_manuscript_that_went_on_takes_what_was_tracked(tmp_path: Path) -> None:
    def change(root: ET.Element) -> None:
        above = paragraph(root, "It rained")
        run = above.find(f"{W}r")
        assert run is not None
        above.remove(run)
        above.extend((tracked("del", run, "It", "Ana", 900), tracked("ins", run, "He", "Ana", 901),
                      run_like(run, " rained and rained.")))  # fmt: skip

    now = {**BOOK, "01.md": BOOK["01.md"].replace("and rained.", "and rained, all day long.")}
    text, result = brought(tmp_path, change, now)
    assert "{~~It~>He~~}{>>@Ana<<} rained and rained, all day long." in text, result.output


def test_paragraphs_that_were_written_since_are_nobodys_deletion(tmp_path: Path) -> None:
    now = {**BOOK, "01.md": BOOK["01.md"].replace("It rained", "A new day.\n\nIt rained") + "\nThe end.\n"}
    text, result = brought(tmp_path, silently("It rained", "He rained"), now)
    assert "{--" not in text
    assert "A new day.\n\n{~~It~>He~~} rained and rained." in text
    assert "deleted there, or written since" in result.output


def test_an_answer_to_a_query_that_went_out_comes_home(tmp_path: Path) -> None:
    asked = {"book.yaml": "title: T\n", "01.md": "# T\n\nA word{>>@ana Which?<<} here, among the others of it.\n"}
    put(tmp_path, asked)
    data = exported(tmp_path)

    def say(root: ET.Element) -> None:
        root[0][0].set(f"{W14}paraId", "1")
        comment = ET.SubElement(root, f"{W}comment", {f"{W}id": "900", f"{W}author": "Luis"})
        ET.SubElement(comment, f"{W}p", {f"{W14}paraId": "2"}).append(run_like(ET.Element("x"), "This one."))

    held = parts(changed(data, "word/comments.xml", say))
    held["word/commentsExtended.xml"] = (
        b'<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        b'<w15:commentEx w15:paraId="2" w15:paraIdParent="1"/></w15:commentsEx>'
    )
    (tmp_path / "x.docx").write_bytes(packed(held))
    run("import", tmp_path / "x.docx", tmp_path, "--write")
    text = (tmp_path / "01.md").read_text("utf-8")
    assert "{>>@ana Which?<<}" in text
    assert "{>>@Luis This one.<<}" in text


def test_a_line_break_comes_home_as_one(tmp_path: Path) -> None:
    def change(root: ET.Element) -> None:
        made = tracked("ins", ET.Element("x"), " He said:", "Ana", 900)
        made.append(ET.Element(f"{W}r"))
        ET.SubElement(made[1], f"{W}br")
        made.append(run_like(ET.Element("x"), "no."))
        paragraph(root, "It rained").append(made)

    assert "rained.{++ He said:\\\nno.++}{>>@Ana<<}" in brought(tmp_path, change)[0]


def test_paragraphs_that_are_to_be_joined_are_listed(tmp_path: Path) -> None:
    def change(root: ET.Element) -> None:
        form = paragraph(root, "Nobody").find(f"{W}pPr")
        assert form is not None
        ET.SubElement(ET.SubElement(form, f"{W}rPr"), f"{W}del", {f"{W}id": "900", f"{W}author": "Ana"})

    assert "@Ana: the end of the paragraph, deleted: join it" in brought(tmp_path, change)[1].output


def test_a_language_of_a_site_goes_out_and_comes_home(tmp_path: Path) -> None:
    site = {
        "hugo.toml": 'baseURL = "https://example.org/"\ntheme = "hugo-book"\ndefaultContentLanguage = "en"\n'
                     "[languages.en]\n[languages.es]\n",
        "content/docs/rain.md": "---\ntitle: Rain\n---\n\nIt rained all day long, and nobody asked.\n",
        "content/docs/rain.es.md": "---\ntitle: Lluvia\n---\n\nLlovió todo el día y nadie preguntó nada.\n",
        "book.yaml": "title: T\n",
    }  # fmt: skip
    put(tmp_path, site)
    assert run("export", tmp_path, "--language", "es", "-o", tmp_path / "out" / "es.docx").exit_code == 0
    data = (tmp_path / "out" / "es.docx").read_bytes()
    (tmp_path / "x.docx").write_bytes(changed(data, "word/document.xml", silently("nada", "más")))
    result = run("import", tmp_path / "x.docx", tmp_path, "--language", "es", "--write")
    assert result.exit_code == 0, result.output
    assert "nadie preguntó {~~nada~>más~~}." in (tmp_path / "content" / "docs" / "rain.es.md").read_text("utf-8")


def test_a_silent_change_is_listed_where_the_manuscript_went_on_as_well(tmp_path: Path) -> None:
    now = {**BOOK, "01.md": BOOK["01.md"].replace("and rained.", "and rained, all day long.")}
    text, result = brought(tmp_path, silently("It rained", "He rained"), now)
    assert text == now["01.md"]
    assert "the manuscript has changed as well" in result.output
    assert result.exit_code == 1


# what is no DOCX of the book


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(140):
            part.write(b" " * (1 << 20))
    return out.getvalue()


def with_document(text: str) -> bytes:
    return packed({"word/document.xml": text.encode()})


DEEP = "<a>" * 300 + "</a>" * 300
ENTITIES = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
BAD: Mapping[str, tuple[Callable[[], bytes], str, str]] = {
    "broken": (lambda: b"PK\x03\x04 and no more", "IM001", "is damaged"),
    "no docx": (lambda: packed({"mimetype": b"application/epub+zip"}), "IM001", "and no DOCX"),
    "old word": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "IM001", "cannot be read"),
    "not well-formed": (lambda: with_document("<a>"), "IM001", "cannot be read"),
    "entities": (lambda: with_document(ENTITIES), "IM001", "document type"),
    "too deep": (lambda: with_document(DEEP), "IM001", "deeper than 200"),
    "a bomb": (bomb, "IM004", "unpacks to more than 128 MiB"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_file_that_is_no_copy_is_refused(case: str, tmp_path: Path) -> None:
    make, code, said = BAD[case]
    put(tmp_path / "book", BOOK)
    (tmp_path / "x.docx").write_bytes(make())
    result = run("import", tmp_path / "x.docx", tmp_path / "book", "--write")
    assert result.exit_code == 1
    assert f"error[{code}]" in result.output
    assert said in result.output
    assert "hint:" in result.output
    assert (tmp_path / "book" / "01.md").read_text("utf-8") == BOOK["01.md"]


def test_the_copy_of_another_book_is_refused(serial: tuple[Path, bytes], tmp_path: Path) -> None:
    made, _ = worked(serial[1], 1, 20)
    put(tmp_path / "book", BOOK)
    (tmp_path / "x.docx").write_bytes(made)
    result = run("import", tmp_path / "x.docx", tmp_path / "book")
    assert "error[IM003]" in result.output
    assert result.exit_code == 1


def test_export_says_where_the_file_lies(tmp_path: Path) -> None:
    put(tmp_path, BOOK)
    result = run("export", tmp_path, "-o", tmp_path / "out" / "t.docx")
    assert result.exit_code == 0
    assert result.output.startswith(str(tmp_path / "out" / "t.docx"))
    assert faults((tmp_path / "out" / "t.docx").read_bytes()) == []
    assert re.search(r"\d+ KiB", result.output)
