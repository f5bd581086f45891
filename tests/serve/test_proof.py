"""The web proof without a server: what is broken and what stays, what stands beside what, the files and their bytes."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from pipeline.nodes import Pos
from pipeline.request import Request
from pipeline.serve.drawing import Plates, png
from pipeline.serve.editor import Editor
from pipeline.serve.gate import refusal
from pipeline.serve.keeping import Keeper
from pipeline.serve.proof import WebProof
from pipeline.serve.site import Site, site, static
from pipeline.serve.views.parts import Desk
from pipeline.serve.watching import Watch
from pipeline.workshop import Workshop

from .session import BOOK, write

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop(1) as found:
        yield found


def keeper(folder: Path, workshop: Workshop) -> Keeper:
    return Keeper(Request(folder, write=False), workshop)


def proof_of(keeper: Keeper) -> WebProof:
    made = keeper.proof()
    assert made is not None, keeper.faults
    return made


def text(shown: Site, name: str) -> str:
    """The words of a page."""
    return re.sub(r"<[^>]+>", "", shown.data(name).decode())


def page(proof: WebProof, name: str) -> str:
    return site(proof).data(name).decode()


# what is broken


BREAKS = {
    "not UTF-8": ("Niña.".encode("latin-1"), "RD003"),
    "front matter that does not parse": (b"---\ntitle: [Nieve\n---\n\nTexto.\n", "FM001"),
    "front matter without its end": (b"---\ntitle: Nieve\n\nTexto.\n", "FM002"),
}


@pytest.mark.parametrize("how", BREAKS)
def test_a_broken_chapter_keeps_its_place_and_its_last_words(tmp_path: Path, workshop: Workshop, how: str) -> None:
    """And the rest of the book goes on."""
    keeping = keeper(write(tmp_path, BOOK), workshop)
    before = proof_of(keeping)
    data, code = BREAKS[how]
    write(tmp_path, {"02-nieve.md": data, "03-sol.md": BOOK["03-sol.md"].replace("sol.", "sol de enero.")})
    after = proof_of(keeping)
    (broken,) = after.broken
    assert (broken.path, broken.shown, [one.code.ident for one in broken.found]) == ("02-nieve.md", True, [code])
    assert [c.key for c in after.book.chapters] == [c.key for c in before.book.chapters]
    assert "Nevaba en la plaza." in page(after, "chapter-02-nieve.html")
    assert "sol de enero" in page(after, "chapter-03-sol.html")
    assert code in text(site(after), "findings.html")
    write(tmp_path, BOOK)
    assert proof_of(keeping).broken == ()


def test_a_chapter_that_never_could_be_read_has_a_page_that_says_so(tmp_path: Path, workshop: Workshop) -> None:
    book = write(tmp_path, {**BOOK, "02-nieve.md": "Mañana.".encode("latin-1")})
    proof = proof_of(keeper(book, workshop))
    (broken,) = proof.broken
    assert not broken.shown
    keys = [chapter.key for chapter in proof.book.chapters if chapter.source]
    assert set(keys) == {"01-lluvia", "02-nieve", "03-sol"}
    assert "02-nieve.md cannot be read" in text(site(proof), "chapter-02-nieve.html")
    assert "RD003" in text(site(proof), "chapter-02-nieve.html")


def test_several_broken_files_are_got_round_together(tmp_path: Path, workshop: Workshop) -> None:
    keeping = keeper(write(tmp_path, BOOK), workshop)
    proof_of(keeping)
    write(tmp_path, dict.fromkeys(("01-lluvia.md", "02-nieve.md"), b"\xff\xfe\xff") | {"book.yaml": "title: ["})
    proof = proof_of(keeping)
    assert [broken.path for broken in proof.broken] == ["01-lluvia.md", "02-nieve.md", "book.yaml"]
    assert proof.book.config.title == "Libro"


def test_what_was_broken_and_what_is_gone_are_two_things(tmp_path: Path, workshop: Workshop) -> None:
    keeping = keeper(write(tmp_path, BOOK), workshop)
    proof_of(keeping)
    (tmp_path / "02-nieve.md").unlink()
    proof = proof_of(keeping)
    assert proof.broken == ()
    assert "02-nieve" not in {chapter.key for chapter in proof.book.chapters}


def test_a_folder_without_chapters_has_no_proof_and_says_why(tmp_path: Path, workshop: Workshop) -> None:
    keeping = keeper(tmp_path, workshop)
    assert keeping.proof() is None
    assert [one.code.ident for one in keeping.faults][-1] == "RD001"


# what stands where


MARKED = {
    "book.yaml": BOOK["book.yaml"],
    "01-a.md": "---\ntitle: A\n---\n\nUno.\n\n- dos {{< nada >}}\n- tres\n\nCuatro.[^1] {>> ¿Sí? <<}\n\n"
    "[^1]: Nota con {{< otra >}}.\n",
}


def rows(text: str) -> list[str]:
    """The rows of a chapter as words, what stands beside them after a bar."""
    found = re.findall(r'<div class="row.*?(?=<div class="row|</section>)', text, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", row.replace('<div class="beside">', " | ")).split()) for row in found]


def test_findings_and_marks_stand_beside_the_paragraph_they_speak_of(tmp_path: Path, workshop: Workshop) -> None:
    proof = proof_of(keeper(write(tmp_path, MARKED), workshop))
    parts = [row.partition(" | ") for row in rows(page(proof, "chapter-01-a.html"))]
    beside = {text.split()[0]: remarks for text, _, remarks in parts}
    assert "SC001 no shortcode named 'nada'" in beside["1.2"]
    assert "query 1 ¿Sí?" in beside["1.4"]
    assert "SC001" not in beside["1.1"] + beside["1.4"]
    noted = next(said for name, said in beside.items() if "otra" in said)
    assert "no shortcode named 'otra'" in noted


def test_the_word_that_a_finding_is_about_is_underlined_and_no_word_is_lost(tmp_path: Path, workshop: Workshop) -> None:
    files = {**MARKED, "01-a.md": "---\ntitle: A\n---\n\nUno dos [tres](nada.md), *cuatro* y {{< x >}} seis.\n"}
    shown = page(proof_of(keeper(write(tmp_path, files), workshop)), "chapter-01-a.html")
    pointed = re.findall(r'<span class="point ([a-z]+)">([^<]*)</span>', shown)
    assert pointed == [("error", "tres"), ("error", "seis")], "the link, and where the shortcode stood"
    assert rows(shown)[1].startswith("1.1 Uno dos tres , cuatro y")
    assert 'id="page-!' not in shown


def test_lists_tell_paragraph_and_page_and_lead_there(tmp_path: Path, workshop: Workshop) -> None:
    proof = proof_of(keeper(write(tmp_path, MARKED), workshop))
    first = next(one.label for one in proof.pages if one.chapter == "01-a")
    for name, paragraphs in (("findings.html", ["1.2", "1.5"]), ("queries.html", ["1.4"])):
        found = re.findall(r'href="chapter-01-a\.html#p([^"]+)">([^<]+)</a></p>', page(proof, name))
        assert found == [(one, f"{one}, page {first}") for one in paragraphs]
        for one in paragraphs:
            assert f'id="p{one}"' in page(proof, "chapter-01-a.html")


def test_numbers_of_marks_are_those_of_the_command_queries(tmp_path: Path, workshop: Workshop) -> None:
    from pipeline.commands.queries import rows as listed

    files = {**MARKED, "00-z.md": "---\ntitle: Z\n---\n\n{++uno++} y {--dos--}\n", "02-b.md": "B {>> ¿b? <<}\n"}
    book = write(tmp_path, files)
    proof = proof_of(keeper(book, workshop))
    assert [(one.number, one.chapter, one.mark.text) for one in proof.marks] == [
        (row.number, row.chapter.key, row.mark.text) for row in listed(book)
    ]


def test_paragraphs_have_the_names_that_the_ebook_has(workshop: Workshop, tmp_path: Path) -> None:
    from pipeline.paragraphs import named
    from pipeline.request import Result
    from pipeline.run import resolved
    from pipeline.write.xhtml import serialise

    book = write(tmp_path, MARKED)
    proof = proof_of(keeper(book, workshop))
    read, _ = resolved(Request(book, write=False), Result())
    chapter = next(one for one in read.chapters if one.key == "01-a")
    wanted = re.findall(r'data-par="([^"]+)"', serialise(named(chapter.body, chapter.sign)))
    assert wanted
    assert re.findall(r'class="par" id="p([^"]+)"', page(proof, "chapter-01-a.html")) == ["1.0", *wanted]


# files


@pytest.mark.parametrize("name", ["kitchen-sink", "hugo-site"])
def test_the_same_book_gives_the_same_files_and_every_link_leads_to_one(
    workshop: Workshop, tmp_path: Path, name: str
) -> None:
    """Made anew, and from what the first time left in the cache."""
    asked = Request(ROOT / "tests/books" / name, out=tmp_path, write=False)
    made = [static(proof_of(Keeper(asked, workshop))) for _ in range(2)]
    assert made[0] == made[1]
    files = dict(made[0])
    assert list(files) == sorted(files)
    for name, data in files.items():
        if name.endswith(".html"):
            shown = data.decode()
            for link in re.findall(r'(?:href|src|action)="([^"#?:]+)(?:[#?][^"]*)?"', shown):
                assert link in files, (name, link)
            own = set(re.findall(r'\bid="([^"]+)"', shown))
            assert [one for one in re.findall(r'href="#([^"]+)"', shown) if one not in own] == [], name
            assert "data-token" not in shown


def test_a_page_is_drawn_as_large_as_it_is(workshop: Workshop, tmp_path: Path) -> None:
    proof = proof_of(keeper(write(tmp_path, BOOK), workshop))
    options = proof.book.config.print
    plates = Plates(proof.pdf)
    with Image.open(io.BytesIO(plates.drawn(0, 72))) as image:
        assert abs(image.width - options.width) <= 1
        assert abs(image.height - options.height) <= 1
    plates.close()
    with Image.open(io.BytesIO(plates.drawn(0, 36))) as image:
        assert image.mode == "L"


def test_a_png_says_what_was_put_into_it() -> None:
    grey = bytes([10, 10, 10, 200, 200, 200])
    colour = bytes([1, 2, 3, 4, 5, 6])
    for pixels, mode in ((grey, "L"), (colour, "RGB")):
        data = png(2, 1, pixels)
        assert struct.unpack(">II", data[16:24]) == (2, 1)
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            assert image.mode == mode
            assert image.convert("RGB").tobytes() == pixels


def test_pages_that_did_not_change_keep_their_pictures(workshop: Workshop, tmp_path: Path) -> None:
    """An edit of the last chapter names no other page anew."""
    book = write(tmp_path, BOOK)
    keeping = keeper(book, workshop)
    before = proof_of(keeping)
    write(book, {"03-sol.md": BOOK["03-sol.md"] + "\nY se fue.\n"})
    after = proof_of(keeping)
    changed = {new.chapter for old, new in zip(before.pages, after.pages, strict=True) if old.look != new.look}
    assert changed == {"03-sol"}
    drawn = [Plates(one.pdf).drawn(len(one.pages) - 1, 50) for one in (before, after)]
    assert drawn[0] != drawn[1]


def test_pages_that_look_alike_are_one_picture(workshop: Workshop, tmp_path: Path) -> None:
    proof = proof_of(keeper(write(tmp_path, BOOK), workshop))
    by_look: dict[str, set[bytes]] = {}
    plates = Plates(proof.pdf)
    for number, one in enumerate(proof.pages):
        by_look.setdefault(one.look, set()).add(plates.drawn(number, 30))
    plates.close()
    assert all(len(pictures) == 1 for pictures in by_look.values())
    assert len(by_look) < len(proof.pages), "the book has blank pages"


# the editor, the watch, the gate


def test_a_place_is_put_into_the_words_of_the_editor_and_makes_no_new_ones(tmp_path: Path) -> None:
    editor = Editor.of("true --goto {path}:{line}:{column} 'two words' {line}")
    pos = Pos("a b; rm -rf $HOME {line}.md", 3, 4)
    told = editor.arguments(tmp_path, pos)
    assert told == ["true", "--goto", f"{tmp_path.resolve()}/a b; rm -rf $HOME {{line}}.md:3:4", "two words", "3"]


@pytest.mark.parametrize("command", ["", "true", "true {path} {word}", "true '{path}", "nonesuch-7 {path}", "{path} x"])
def test_what_is_no_editor_is_refused_with_a_reason(command: str) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        Editor.of(command)


def test_the_watch_sees_what_is_written_made_and_deleted_and_nothing_else(tmp_path: Path) -> None:
    from pipeline.folder import Folder

    book = write(tmp_path, {**BOOK, "build/print/x.pdf": "x", "art/a.svg": "<svg/>"})
    watch = Watch(Folder(book))
    assert watch.look()
    assert not watch.look()
    write(book, {"build/print/y.pdf": "y", ".01-lluvia.md.swp": "swap"})
    assert not watch.look()
    for change in ({"01-lluvia.md": "otra cosa"}, {"art/nuevo.md": "x"}):
        write(book, change)
        assert watch.look()
        assert not watch.look()
    (book / "art/nuevo.md").unlink()
    assert watch.look()
    whole = (book / "03-sol.md").read_bytes()
    write(book, {"otra": whole})
    watch.look()
    (book / "otra").replace(book / "03-sol.md")
    assert watch.look(), "the same words in another file"


def test_the_gate_lets_a_port_of_its_own_alone() -> None:
    heads = {"host": ["127.0.0.1"]}
    assert refusal("GET", "/", lambda name: heads.get(name, []), 80) is None
    assert refusal("GET", "/", lambda name: heads.get(name, []), 8080) is not None


def test_a_place_that_is_asked_for_is_one_that_is_shown(workshop: Workshop, tmp_path: Path) -> None:
    proof = proof_of(keeper(write(tmp_path, MARKED), workshop))
    shown = site(proof, Desk(live=True, editor=True))
    asked = set(re.findall(r'data-place="([^"]+)"', shown.data("chapter-01-a.html").decode()))
    assert "01-a.md:7:7" in asked
    assert all(str(shown.names(place)) == place for place in asked)
    assert shown.names("01-a.md:99:1") is None

