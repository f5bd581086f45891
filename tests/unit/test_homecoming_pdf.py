"""A reader's notes in a PDF come home: at the right words, in valid marks, and none is lost."""

from __future__ import annotations

import codecs
import io
import json
import random
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import pikepdf
import pytest
from annotated import Drawn, Reader, words
from click.testing import CliRunner, Result
from serial_book import WORD, files, numbers, put

from pipeline.cli import main
from pipeline.commands.importing import imported
from pipeline.read.marks import Mark, find_marks
from pipeline.run import Request, build

KINDS = ("Highlight", "Underline", "Squiggly", "StrikeOut", "Replace", "Caret", "Text", "FreeText")
COUNT = 200


def built(folder: Path, name: str = "proof") -> bytes:
    """An edition, or one of several proofs by the end of its name: `proof.pages`."""
    edition, _, kind = name.partition(".")
    if not (folder / "build" / edition).is_dir():
        result = build(Request(folder, (edition,)))
        assert result.outputs, [str(found) for found in result.report.diagnostics]
    return next(path for path in sorted((folder / "build" / edition).glob("*.pdf")) if kind in path.name).read_bytes()


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book of serial words."""
    folder = tmp_path_factory.mktemp("serial")
    put(folder, files())
    return folder


@pytest.fixture(scope="module", params=["print", "proof.galley", "proof.pages"])
def serial(shelf: Path, request: pytest.FixtureRequest) -> tuple[Path, bytes]:
    """The book of serial words, and an edition of it."""
    return shelf, built(shelf, request.param)


def plain(drawn: Drawn) -> str:
    found = WORD.search(re.sub(r"[\u2010\u00ad\x02-]\s*", "", drawn.text))
    return found[0] if found else ""


def runs(pdf: bytes) -> list[list[Drawn]]:
    """Words of one page that follow each other in the manuscript as well: neither heads nor folios between."""
    known, made = numbers(), list[list[Drawn]]()
    last = (-1, -1)
    for drawn in words(pdf):
        number = known.get(plain(drawn), -1)
        if number < 0:
            continue
        if made and (drawn.page, number - 1) == last:
            made[-1].append(drawn)
        else:
            made.append([drawn])
        last = drawn.page, number
    return made


def annotate(pdf: bytes, seed: int) -> tuple[bytes, dict[str, tuple[str, list[str]]]]:
    """Annotations of every kind over stretches that nothing else marks: id -> kind and words."""
    chance, reader, truth = random.Random(seed), Reader(pdf), dict[str, tuple[str, list[str]]]()
    seen: dict[str, int] = defaultdict(int)
    for one in (drawn for some in runs(pdf) for drawn in some):
        seen[plain(one)] += 1
    stretches = []
    for some in runs(pdf):
        place = 0
        while place < len(some):
            length = chance.choice((1, 1, 1, 2, 3, 5, 9))
            stretch = some[place : place + length]
            if all(seen[plain(one)] == 1 for one in stretch):  # a title stands in the heads and the contents too
                stretches.append(stretch)
            place += length + 1
    chance.shuffle(stretches)
    for number, stretch in enumerate(stretches[:COUNT]):
        kind, ident = chance.choice(KINDS), f"n{number:03}"
        reader.who = ident
        _write(reader, kind, stretch, f"about {ident}")
        told = [plain(one) for one in stretch]
        truth[ident] = kind, told[-1:] if kind in ("Caret", "Text", "FreeText") else told
    return reader.saved(), truth


def _write(reader: Reader, kind: str, stretch: Sequence[Drawn], ident: str) -> None:
    if kind == "Replace":
        reader.replace(stretch, ident)
    elif kind == "Caret":
        reader.caret(stretch[-1], ident)
    elif kind in ("Text", "FreeText"):
        reader.note(stretch[-1], ident, kind)
    else:
        reader.mark(kind, stretch, ident)


def marked(text: str, marks: Sequence[Mark]) -> list[str]:
    """The words between the signs of some marks; where nothing is between them, the word before."""
    found: list[str] = []
    for mark in marks:
        own = mark.own
        if len(own) > 1 and mark.kind != "insertion":
            found += WORD.findall(text[own[0].end : own[1].start])
        else:
            found += WORD.findall(text[: own[0].start])[-1:]
    return found


def by_ident(texts: Sequence[str]) -> dict[str, list[str]]:
    """The words at which each comment stands; of a highlight that was cut, the last part alone says whose it is."""
    found: dict[str, list[str]] = {}
    for text in texts:
        waiting: list[Mark] = []
        for mark in find_marks(text):
            waiting.append(mark)
            if ident := re.search(r"n\d{3}", text[mark.own[-1].end : mark.strokes[-1].end] or mark.strokes[-1].text):
                found.setdefault(ident[0], []).extend(marked(text, waiting))
                waiting = []
        assert not waiting
    return found


def test_two_hundred_annotations_land_at_their_words(serial: tuple[Path, bytes], tmp_path: Path) -> None:
    folder, pdf = serial
    data, truth = annotate(pdf, len(pdf))
    assert len(truth) == COUNT
    (tmp_path / "notes.pdf").write_bytes(data)
    found = imported(tmp_path / "notes.pdf", folder)
    assert [str(one) for one in found.left] == []
    assert len(found.outcomes) == COUNT
    there = by_ident([after.text for _, _, after in found.changed])
    assert there == {ident: told for ident, (_, told) in truth.items()}


def test_the_oracle_sees_a_mark_at_another_word() -> None:
    text = "badabada badabade {==badabado==}{>>@n001 why<<} badabage{>>@n002 why<<}"
    assert by_ident([text]) == {"n001": ["badabado"], "n002": ["badabage"]}


# single notes

BOOK = {
    "book.yaml": "title: T\nlanguage: en\ncontributors: [{name: N. N., role: author}]\n",
    "01.md": """# Rain

The first *quiet morning* of the year was cold and grey, and nobody in the long street had opened a window yet.

She counted the "seven" steps [to the river](https://example.org/) again.[^a] Then `some code` came, and the end.

Nobody had opened the second door, and nobody asked.

```
print("a press of iron")
```

[^a]: A note that tells of older rivers.
""",
}


@pytest.fixture(scope="module")
def rain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A small book, and its proof."""
    folder = tmp_path_factory.mktemp("rain")
    put(folder, BOOK)
    return folder, built(folder)


def phrase(pdf: bytes, said: str) -> list[Drawn]:
    """The words of a phrase."""
    wanted, held = said.split(), list(words(pdf))
    bare = [re.sub(r"[\u2010-]\s+", "", drawn.text).strip(".,;()\"\u201c\u201d1") for drawn in held]
    place = next(n for n in range(len(held)) if bare[n : n + len(wanted)] == wanted)
    return held[place : place + len(wanted)]


def brought(rain: tuple[Path, bytes], tmp_path: Path, reader: Reader, *more: str) -> tuple[str, Result]:
    """The chapter after `import --write`, in a copy of the book."""
    put(tmp_path / "book", BOOK)
    (tmp_path / "notes.pdf").write_bytes(reader.saved())
    result = run("import", tmp_path / "notes.pdf", tmp_path / "book", "--write", *more)
    return (tmp_path / "book" / "01.md").read_text("utf-8"), result


ROWS = [
    ("Highlight", "quiet morning", "why", "*{==quiet morning==}{>>@Ana why<<}*"),
    ("Highlight", "first quiet", "why", "{==first *quiet==}{>>@Ana why<<} morning*"),
    ("StrikeOut", "morning of", "", "*quiet{-- morning--}{>>@Ana<<}*{-- of--}{>>@Ana<<} the"),
    ("StrikeOut", "quiet morning", "", "first{-- *quiet morning*--}{>>@Ana<<} of"),
    ("StrikeOut", "to the river", "", "{-- [to the river](https://example.org/)--}{>>@Ana<<} again"),
    ("Highlight", "some code", "why", "{==`some code`==}{>>@Ana why<<}"),
    ("Underline", "seven", "", '"{==seven==}{>>@Ana<<}"'),
    ("Squiggly", "older rivers", "where", "[^a]: A note that tells of {==older rivers==}{>>@Ana where<<}."),
]


@pytest.mark.parametrize(("kind", "said", "note", "expected"), ROWS, ids=[f"{r[0]} {r[1]}" for r in ROWS])
def test_a_mark_in_markup_is_valid(
    kind: str, said: str, note: str, expected: str, rain: tuple[Path, bytes], tmp_path: Path
) -> None:
    reader = Reader(rain[1])
    reader.mark(kind, _inner(phrase(rain[1], said)), note)
    text, result = brought(rain, tmp_path, reader)
    assert expected in text, (result.output, text)
    assert result.exit_code == 0


CARETS = [
    ("the long", "wet", "long{++ wet++}{>>@Ana<<} street", "long {++wet ++}{>>@Ana<<}street"),
    ("the long", "-lost", "long{++-lost++}{>>@Ana<<} street", ""),
    ("the long", ",", "long{++,++}{>>@Ana<<} street", ""),
]


@pytest.mark.parametrize(("said", "words", "one", "other"), CARETS, ids=[row[1] for row in CARETS])
def test_a_caret_leaves_the_space_to_the_printer(
    said: str, words: str, one: str, other: str, rain: tuple[Path, bytes], tmp_path: Path
) -> None:
    reader = Reader(rain[1])
    reader.caret(phrase(rain[1], said)[-1], words)
    text, _ = brought(rain, tmp_path, reader)
    assert one in text or (other and other in text), text


def _inner(drawn: list[Drawn]) -> list[Drawn]:
    """The words without the signs that touch them."""
    made = []
    for one in drawn:
        bare = re.search(r"\w+", one.text)
        assert bare
        made.append(Drawn(one.page, bare[0], one.boxes[bare.start() : bare.end()]))
    return made


def test_accepting_what_came_home_gives_the_chapter_as_the_reader_wants_it(
    rain: tuple[Path, bytes], tmp_path: Path
) -> None:
    reader = Reader(rain[1])
    reader.mark("StrikeOut", phrase(rain[1], "long"))
    reader.replace(_inner(phrase(rain[1], "grey")), "blue")
    reader.caret(phrase(rain[1], "second")[0], "red")
    text, _ = brought(rain, tmp_path, reader)
    assert "{--" in text
    listed = run("queries", tmp_path / "book")
    assert listed.output.count("@Ana") == 3
    run("accept", tmp_path / "book", "--who", "Ana")
    wanted = BOOK["01.md"].replace("long street", "street").replace("grey", "blue").replace("second", "second red")
    assert (tmp_path / "book" / "01.md").read_text("utf-8") == wanted


def test_a_note_and_its_replies_stand_at_the_word(rain: tuple[Path, bytes], tmp_path: Path) -> None:
    reader = Reader(rain[1])
    word = phrase(rain[1], "window")[0]
    first = reader.note(word, "Which one?")
    reader.who = "Luis Ruiz"
    reader.note(word, "The one at the back.", IRT=first)
    text, _ = brought(rain, tmp_path, reader)
    assert "opened a window{>>@Ana Which one?<<}{>>@Luis.Ruiz The one at the back.<<} yet" in text


def test_rich_text_stands_in_for_contents(rain: tuple[Path, bytes], tmp_path: Path) -> None:
    reader = Reader(rain[1])
    reader.mark("Highlight", phrase(rain[1], "window"), RC="<body><p>which <b>one</b>?</p></body>")
    assert "{==window==}{>>@Ana which one?<<}" in brought(rain, tmp_path, reader)[0]


def test_a_highlight_over_a_paragraphs_end_is_cut(rain: tuple[Path, bytes], tmp_path: Path) -> None:
    reader = Reader(rain[1])
    reader.mark("Highlight", _inner(phrase(rain[1], "the end Nobody had")), "too fast")
    text, result = brought(rain, tmp_path, reader)
    assert "{==the end.==}\n\n{==Nobody had==}{>>@Ana too fast<<}" in text.replace("end==}.", "end.==}")
    assert "in several parts" in result.output


def test_code_is_spoken_of_in_a_query_before_it(rain: tuple[Path, bytes], tmp_path: Path) -> None:
    reader = Reader(rain[1])
    reader.mark("StrikeOut", _inner(phrase(rain[1], "press of iron")))
    text, result = brought(rain, tmp_path, reader)
    assert 'nobody asked.{>>@Ana - "press of iron"<<}\n\n```\nprint("a press of iron")' in text
    assert "told as a query" in result.output


def test_what_says_nothing_or_stands_nowhere_is_listed(rain: tuple[Path, bytes], tmp_path: Path) -> None:
    reader = Reader(rain[1])
    reader.add(0, "Ink", (10, 10, 40, 40))
    reader.mark("Highlight", phrase(rain[1], "window"))
    report = tmp_path / "report.json"
    text, result = brought(rain, tmp_path, reader, "--report", str(report))
    assert result.exit_code == 1
    assert "warning[IM005]: page" in result.output
    told = json.loads(report.read_text("utf-8"))
    assert (told["placed"], told["left"]) == (1, 1)
    assert [one["placed"] for one in told["comments"]] == [False, True]
    assert "{==window==}" in text


def test_the_same_notes_again_change_nothing(rain: tuple[Path, bytes], tmp_path: Path) -> None:
    reader = Reader(rain[1])
    reader.mark("Highlight", phrase(rain[1], "window"), "which?")
    reader.mark("StrikeOut", phrase(rain[1], "long"))
    reader.caret(phrase(rain[1], "second")[0], "red")
    reader.note(phrase(rain[1], "street")[0], "where?")
    text, _ = brought(rain, tmp_path, reader)
    again = run("import", tmp_path / "notes.pdf", tmp_path / "book", "--write")
    assert (tmp_path / "book" / "01.md").read_text("utf-8") == text
    assert again.output.count("(already marked)") == 4


def test_without_write_nothing_is_touched(rain: tuple[Path, bytes], tmp_path: Path) -> None:
    reader = Reader(rain[1])
    reader.mark("Highlight", phrase(rain[1], "window"))
    (tmp_path / "notes.pdf").write_bytes(reader.saved())
    put(tmp_path / "book", BOOK)
    result = run("import", tmp_path / "notes.pdf", tmp_path / "book")
    assert (tmp_path / "book" / "01.md").read_text("utf-8") == BOOK["01.md"]
    assert "+The first *quiet morning*" in result.output
    assert "{==window==}" in result.output


def test_line_ends_and_byte_order_mark_stay(rain: tuple[Path, bytes], tmp_path: Path) -> None:
    typed = BOOK["01.md"].replace("\n", "\r\n")
    data = codecs.BOM_UTF8 + typed.encode()
    put(tmp_path / "book", BOOK)
    (tmp_path / "book" / "01.md").write_bytes(data)
    reader = Reader(rain[1])
    reader.mark("Highlight", phrase(rain[1], "window"), "why")
    (tmp_path / "notes.pdf").write_bytes(reader.saved())
    run("import", tmp_path / "notes.pdf", tmp_path / "book", "--write")
    wanted = data.replace(b"window", b"{==window==}{>>@Ana why<<}")
    assert (tmp_path / "book" / "01.md").read_bytes() == wanted


def test_a_manuscript_that_went_on_is_met_at_the_same_words(rain: tuple[Path, bytes], tmp_path: Path) -> None:
    reader = Reader(rain[1])
    reader.mark("Highlight", phrase(rain[1], "window"), "which?")
    reader.mark("Highlight", _inner(phrase(rain[1], "seven")), "eight?")
    (tmp_path / "notes.pdf").write_bytes(reader.saved())
    now = "# Rain\n\nAnother beginning.\n" + BOOK["01.md"].removeprefix("# Rain\n").replace("long street", "short lane")
    put(tmp_path / "book", {**BOOK, "01.md": now.replace('the "seven" steps', "the steps")})
    result = run("import", tmp_path / "notes.pdf", tmp_path / "book", "--write")
    text = (tmp_path / "book" / "01.md").read_text("utf-8")
    assert "opened a {==window==}{>>@Ana which?<<} yet" in text
    assert "eight?" not in text
    assert "seven: eight?" in result.output
    assert result.exit_code == 1


TWICE = "One two three, and the rain fell on the roofs of the town.\n"


def test_what_stands_twice_goes_by_its_neighbours_or_is_refused(tmp_path: Path) -> None:
    middle = "Between them something else was told, of nobody knows what, and it was long.\n"
    folder = tmp_path / "book"
    put(folder, {**BOOK, "01.md": f"# T\n\n{TWICE}\n{middle}\n{TWICE}\nThe end of it.\n"})
    pdf = built(folder)
    reader = Reader(pdf)
    second = [drawn for drawn in words(pdf) if drawn.text == "roofs"][1]
    reader.mark("Highlight", [second], "wet")
    (tmp_path / "notes.pdf").write_bytes(reader.saved())
    run("import", tmp_path / "notes.pdf", folder, "--write")
    text = (folder / "01.md").read_text("utf-8")
    assert text.index("{==roofs==}") > text.index("Between")


# what is no copy of the book


def locked(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return out.getvalue()


BAD: Mapping[str, tuple[str, str]] = {
    "no PDF": ("IM001", "cannot be read as a PDF"),
    "locked": ("IM001", "locked with a password"),
    "no comments": ("IM002", "holds no comments"),
    "other book": ("IM003", "not a copy of this book"),
    "missing": ("IM001", "cannot be opened"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_copy_is_said(case: str, rain: tuple[Path, bytes], tmp_path: Path) -> None:
    code, said = BAD[case]
    file = tmp_path / "notes.pdf"
    reader = Reader(rain[1])
    reader.mark("Highlight", phrase(rain[1], "window"))
    data = {"no PDF": b"%PDF-1.7 nothing", "locked": locked(reader.saved()), "no comments": rain[1]}
    if case != "missing":
        file.write_bytes(data.get(case, reader.saved()))
    other = {**BOOK, "01.md": "# Salz\n\nEin ganz anderes Buch mit anderen Worten, von dem hier niemand etwas weiß.\n"}
    put(tmp_path / "book", other if case == "other book" else BOOK)
    result = run("import", file, tmp_path / "book")
    assert result.exit_code == 1
    assert f"error[{code}]" in result.output
    assert said in result.output
    assert "hint:" in result.output
