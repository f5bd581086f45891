"""What plays on a site, and QR codes: a title, an address into which nothing is smuggled, a code that can be read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from specimens import after, write_files

from pipeline.diagnostics import Code, Diagnostic
from pipeline.drawing.asciicast import MOST_ROWS, transcript
from pipeline.drawing.qrcodes import LEVELS, QUIET, fits, qr_code
from pipeline.nodes import Body, Element, elements, text_of
from pipeline.run import Request, build
from pipeline.text.words import WORDS
from pipeline.write.media import shown_in
from pipeline.write.xhtml import serialise

URL = "https://www.youtube.com/watch?v=0RKpf3rK57I"


def chapter(tmp_path: Path, written: str, *files: str) -> tuple[Body, tuple[Diagnostic, ...]]:
    book, found = after("\n".join(["# T", "", written, *files]), tmp_path, "shortcodes")
    assert book is not None
    return book.chapters[-1].body, found


def ebook(tmp_path: Path, written: str, *files: str) -> str:
    body, _ = chapter(tmp_path, written, *files)
    return serialise(shown_in(body, "ebook")).strip()


def hrefs(body: Body) -> list[str]:
    return [node.get("href") for node in elements(body, "a")]


def read_off(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def drawn(svg: Element, scale: int = 4) -> Image.Image:
    """The code as its path says, by an even-odd fill of our own."""
    side = int(svg.get("viewBox").split()[2])
    path = svg.children[1]
    assert isinstance(path, Element)
    loops = [re.findall(r"[Mhv ]-?\d+", loop) for loop in path.get("d").split("z") if loop]
    upright = [edge for loop in loops for edge in edges(loop)]
    image = Image.new("L", (side * scale, side * scale), 255)
    for y in range(side):
        crossed = sorted(x for x, top, bottom in upright if top <= y < bottom)
        for begin, end in zip(crossed[::2], crossed[1::2], strict=True):
            image.paste(0, (begin * scale, y * scale, end * scale, (y + 1) * scale))
    return image


def edges(steps: list[str]) -> list[tuple[int, int, int]]:
    """The upright edges of one outline: where, from, to."""
    x, y = int(steps[0][1:]), int(steps[1][1:])
    begun, made = (x, y), []
    for step in [*steps[2:], None]:
        if step is None:
            made += [(x, min(y, begun[1]), max(y, begun[1]))] if x == begun[0] else []
        elif step[0] == "h":
            x += int(step[1:])
        else:
            made.append((x, min(y, y + int(step[1:])), max(y, y + int(step[1:]))))
            y += int(step[1:])
    return made


# titles and addresses


@pytest.mark.parametrize(
    ("written", "title", "address"),
    [
        ("{{< youtube 0RKpf3rK57I >}}", "Vídeo de YouTube", URL),
        ('{{< youtube id="0RKpf3rK57I" start=90 title="Así" >}}', "Así", f"{URL}&t=90"),
        ("{{< youtube id=0RKpf3rK57I start=0 >}}", "Vídeo de YouTube", URL),
        ("{{< vimeo 146022717 >}}", "Vídeo de Vimeo", "https://vimeo.com/146022717"),
        ("{{< gist spf13 7896402 >}}", "Gist de GitHub", "https://gist.github.com/spf13/7896402"),
        ('{{< gist spf13 7896402 "Img a.html" >}}', "Gist de GitHub: Img a.html",
         "https://gist.github.com/spf13/7896402#file-img-a-html"),
        ('{{< x user="SanDiegoZoo" id="1453110110599868418" >}}', "Publicación en X: @SanDiegoZoo",
         "https://x.com/SanDiegoZoo/status/1453110110599868418"),
        ("{{< tweet 1453110110599868418 >}}", "Publicación en X", "https://x.com/i/status/1453110110599868418"),
        ('{{< twitter user="@a_b" id="1" >}}', "Publicación en X: @a_b", "https://x.com/a_b/status/1"),
        ("{{< instagram CxOWiQNP2MO >}}", "Publicación en Instagram", "https://www.instagram.com/p/CxOWiQNP2MO/"),
        ('{{< asciinema cast="https://asciinema.org/a/1.cast" >}}', "Sesión de terminal", "https://asciinema.org/a/1"),
        ('{{< openapi src="https://e.org/a.yaml" >}}', "Descripción de una API", "https://e.org/a.yaml"),
    ],
)  # fmt: skip
def test_each_is_a_title_an_address_and_a_remark(tmp_path: Path, written: str, title: str, address: str) -> None:
    body, found = chapter(tmp_path, written)
    (figure,) = elements(body, "figure")
    assert "media" in figure.classes
    assert hrefs(body) == [address]
    assert text_of(next(elements(body, "a"))) == title
    assert text_of(figure) == title + address.removeprefix("https://").removesuffix("/")
    assert [finding.code for finding in found] == [Code.LOST]


def test_only_paper_has_the_code(tmp_path: Path) -> None:
    body, _ = chapter(tmp_path, "{{< youtube 0RKpf3rK57I >}}")
    (svg,) = elements(shown_in(body, "print"), "svg")
    assert read_off(drawn(svg)) == [URL]
    assert list(elements(shown_in(body, "ebook"), "svg")) == []
    assert serialise(shown_in(body, "ebook")).strip() == (
        f'<figure class="media media-youtube"><figcaption><p class="media-title"><a href="{URL}">Vídeo de YouTube</a>'
        f'</p><p class="media-address">{URL.removeprefix("https://")}</p></figcaption></figure>'
    )


def test_the_remark_names_the_thing_and_what_stands_in(tmp_path: Path) -> None:
    _, (found,) = chapter(tmp_path, "{{< vimeo 146022717 >}}")
    assert str(found) == (
        "a.md:3:1: remark[SC015]: the Vimeo video 146022717 cannot be in a book: its address stands in for it"
    )


@pytest.mark.parametrize("language", sorted(WORDS))
def test_every_language_has_a_word_for_each(language: str) -> None:
    assert set(WORDS[language].media) == set(WORDS["en"].media)
    assert all(WORDS[language].media.values())


def test_a_poster_is_a_picture_named_after_the_id(tmp_path: Path) -> None:
    with_poster = chapter(tmp_path / "1", "{{< youtube 0RKpf3rK57I >}}", "=== 0RKpf3rK57I.png [picture PNG 40x20]")
    without = chapter(tmp_path / "2", "{{< youtube 0RKpf3rK57I >}}", "=== another.png [picture PNG 40x20]")
    (img,) = elements(with_poster[0], "img")
    assert (img.get("src"), img.get("alt")) == ("0RKpf3rK57I.png", "Vídeo de YouTube")
    assert "a picture with its address" in with_poster[1][0].message
    assert list(elements(without[0], "img")) == []


BAD = [
    '{{< youtube "a\\" onload=\\"x" >}}', '{{< youtube "<script>" >}}', '{{< youtube "javascript:alert(1)" >}}',
    '{{< youtube "https://youtu.be/0RKpf3rK57I" >}}', '{{< youtube "a&b=c" >}}', "{{< youtube >}}",
    '{{< youtube "0RKpf3rK57I ñ" >}}', '{{< youtube id=a start="1m" >}}', "{{< vimeo abc >}}", '{{< vimeo "1/../x" >}}',
    '{{< vimeo "١٢٣" >}}', '{{< gist "a/b" 1 >}}', "{{< gist 7896402 >}}", '{{< gist a "zz" >}}',
    '{{< x user="a b" id="1" >}}', '{{< x user="a" id="1?x" >}}', "{{< tweet >}}",
    '{{< instagram "a/b" >}}', "{{< asciinema >}}", "{{< openapi >}}",
]  # fmt: skip


@pytest.mark.parametrize("written", BAD)
def test_a_bad_id_is_an_error_with_its_cure_and_makes_no_address(tmp_path: Path, written: str) -> None:
    body, found = chapter(tmp_path, written)
    assert hrefs(body) == []
    assert [finding.code for finding in found] == [Code.SHORTCODE_MISSING_ARGUMENT]
    assert found[0].hint


@pytest.mark.parametrize(
    "written", ["javascript:alert(1)//x.cast", "data:text/html,x", "https://e.org/ x", 'https://e"x']
)
def test_what_is_no_address_is_a_file_and_not_there(tmp_path: Path, written: str) -> None:
    body, (found,) = chapter(tmp_path, f"{{{{< asciinema cast=`{written}` >}}}}")
    assert hrefs(body) == []
    assert found.code is Code.LOST
    assert written in found.message


# recordings


def cast(*output: str, version: int = 2, head: object = None) -> bytes:
    size = {"width": 80, "height": 5} if version == 2 else {"term": {"cols": 80, "rows": 5}}
    lines = [head or {"version": version, **size}, *([0.1, "o", text] for text in output)]
    return "\n".join(map(json.dumps, lines)).encode()


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (["\x1b[1;31m$ \x1b[0mls\r\n", "a\r\n"], ["$ ls", "a"]),
        (["\x1b]0;title\x07$ ", "\x1bP1$r0m\x1b\\x"], ["$ x"]),
        (["10%\r50%\r100%\r\ndone"], ["100%", "done"]),
        (["ex\b \bxit"], ["exit"]),
        (["a\tb"], ["a       b"]),
        (["Hello\nWorld\n"], ["Hello", "World"]),
        (["x" * 100, "\r\ny"], ["x" * 100, "y"]),
        (["uno\r\ndos\x1b[1A\rU\x1b[1B\x1b[4Gx"], ["Uno", "dosx"]),
        (["abc\x1b[1G\x1b[K", "d"], ["d"]),
        (["abc\x1b[2D\x1b[1P"], ["ac"]),
        (["one\r\n\x1b[H\x1b[2J", "two\r\n\x1b[H\x1b[J", "three"], ["one", "two", "three"]),
        (["$ vim\r\n", "\x1b[?1049h\x1b[Htext~~", "\x1b[?1049l$ done"], ["$ vim", "$ done"]),
        (["a\r\n\r\n\r\n\r\nb"], ["a", "", "b"]),
        (["n\x00\x07\x7f\x85\ufffe"], ["n\ufffd"]),
        (["\x1b[999999999;999999999Hx"], [" " * 79 + "x"]),
        (["\x1b[31", "mred\x1b[0m"], ["red"]),
        (["\x1b]unclosed"], []), (["\r\n"], []), ([], []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("version", [2, 3])
def test_a_recording_becomes_what_its_screen_showed(version: int, output: list[str], expected: list[str]) -> None:
    assert transcript(cast(*output, version=version)) == tuple(expected)


def test_only_output_counts_and_a_torn_line_costs_nothing_else() -> None:
    events = (b'[0.1, "i", "typed"]', b'[0.1, "m", "x"]', b'[0.1, "o", "a"]', b'[0.1, "r", "9x9"]', b'[0.1, "o", "b')
    data = b"\n".join((b'{"version": 3}', b"# so", *events))
    assert transcript(data) == ("a",)


def test_the_first_version_is_one_object() -> None:
    written = json.dumps({"version": 1, "width": 9, "height": 9, "stdout": [[0.1, "ab\r"], [0.2, "c"]]}, indent=1)
    assert transcript(written.encode()) == transcript(json.dumps(json.loads(written)).encode()) == ("cb",)


@pytest.mark.parametrize("data", [
    b"", b"{}", b"[]", b"null", b'{"version": 4}', b'{"version": 1}', b"\x00\xff\xfe", b"[" * 99999,
    b'{"version": 2, "width": "x"}',
])  # fmt: skip
def test_what_is_no_recording_has_no_lines(data: bytes) -> None:
    assert transcript(data) == ()


def test_a_recording_without_end_has_one() -> None:
    assert len(transcript(cast("a\r\n" * 3 * MOST_ROWS))) <= MOST_ROWS + 2
    assert len(transcript(cast("\x1b[500L\x1b[500@x" * 20000))) <= MOST_ROWS + 2


@given(st.lists(st.text(alphabet="a \r\n\b\t\x1b[]0;?12HJKABCDPLM@hl\x07é", max_size=30), max_size=6))
def test_no_recording_is_too_strange(output: list[str]) -> None:
    for line in transcript(cast(*output)):
        assert line == line.rstrip()
        assert not any(ord(character) < 32 for character in line)


def test_a_transcript_stands_in_the_figure(tmp_path: Path) -> None:
    recorded = ["=== d.cast", *cast("$ ls\r\n", "a <b>\r\n").decode().split("\n")]
    body, (found,) = chapter(tmp_path, '{{< asciinema cast="d.cast" >}}', *recorded)
    assert serialise(body).strip() == (
        '<figure class="media media-asciinema"><figcaption><p class="media-title">Sesión de terminal</p></figcaption>'
        "<pre><code>$ ls\na &lt;b&gt;</code></pre></figure>"
    )
    assert "d.cast" in found.message
    assert "a transcript" in found.message


def test_a_long_transcript_is_cut_and_says_so(tmp_path: Path) -> None:
    recorded = ["=== d.cast", *cast("".join(f"{n}\r\n" for n in range(300))).decode().split("\n")]
    body, (found,) = chapter(tmp_path, '{{< asciinema cast="d.cast" >}}', *recorded)
    lines = text_of(elements(body, "code")).split("\n")
    assert (len(lines), lines[-2:]) == (201, ["199", "…"])
    assert "of 200 lines" in found.message


def test_a_recording_that_is_not_there_is_named(tmp_path: Path) -> None:
    body, (found,) = chapter(tmp_path, '{{< asciinema cast="no.cast" title="Así" >}}')
    assert text_of(body).strip() == "Así"
    assert "no.cast (not found at no.cast, a/no.cast" in found.message


def test_a_recording_outside_the_book_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.cast").write_bytes(cast("secret"))
    body, _ = chapter(tmp_path / "book", '{{< asciinema cast="../secret.cast" >}}')
    assert "secret" not in text_of(body)


# APIs

API = """\
openapi: 3.1.0
info: {title: Imprenta, version: "1.10"}
paths:
  /libros:
    parameters: []
    post: {operationId: add}
    get: {summary: 'Todos <los> libros'}
  /libros/{id}:
    delete: {}
    x-note: no"""
OPERATIONS = [("GET /libros", "Todos <los> libros"), ("POST /libros", "add"), ("DELETE /libros/{id}", "–")]


def operations(body: Body) -> list[tuple[str, str]]:
    return list(zip(map(text_of, elements(body, "dt")), map(text_of, elements(body, "dd")), strict=True))


def test_an_api_is_a_list_of_its_operations(tmp_path: Path) -> None:
    body, (found,) = chapter(tmp_path, '{{< openapi src="api.yaml" >}}', "=== api.yaml", *API.split("\n"))
    assert operations(body) == OPERATIONS
    assert text_of(elements(body, "figcaption")) == "Imprenta 1.10"
    assert (found.code, "api.yaml" in found.message) == (Code.LOST, True)


def test_an_api_in_json_is_the_same(tmp_path: Path) -> None:
    paths = {"/libros": {"get": {"summary": "Todos <los> libros"}, "post": {"operationId": "add"}},
             "/libros/{id}": {"delete": {}}}  # fmt: skip
    written = json.dumps({"openapi": "3.1.0", "paths": paths})
    body, _ = chapter(tmp_path, '{{< openapi "api.json" >}}', "=== api.json", written)
    assert operations(body) == OPERATIONS


@pytest.mark.parametrize(
    ("files", "why"),
    [
        (["=== api.yaml", "paths: [", "x"], "line "),
        (["=== api.yaml", "a: &b 1", "c: *b"], "an anchor"),
        (["=== api.yaml", "title: x"], "it has no operations"),
        (["=== api.yaml", "paths: x"], "it has no operations"),
        (["=== api.yaml", '{"paths": '], "line "),
        (["=== other.yaml", "x"], "not found at api.yaml"),
    ],
)
def test_an_api_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path, files: list[str], why: str) -> None:
    body, (found,) = chapter(tmp_path, '{{< openapi src="api.yaml" >}}', *files)
    assert text_of(body).strip() == "Descripción de una API"
    assert found.code is Code.LOST
    assert found.message.startswith("the API api.yaml (")
    assert why in found.message


# QR codes


@pytest.mark.parametrize("text", [URL, "¡Hola, señora! €", "日本語 🙂", "12345", "ABC $%", "a" * 200, "x\ny"])
@pytest.mark.parametrize("level", sorted(LEVELS))
def test_a_code_says_its_text(text: str, level: str) -> None:
    assert read_off(drawn(qr_code(text, "x", level))) == [text]


def test_a_code_whose_outline_is_broken_says_nothing() -> None:
    svg = qr_code(URL, "x")
    path = svg.children[1]
    assert isinstance(path, Element)
    torn = path.set(d=path.get("d").partition("z")[2])  # without its first eye
    assert read_off(drawn(svg.with_children((svg.children[0], torn)))) == []


def test_a_code_is_black_on_its_own_white() -> None:
    svg = qr_code("x", "Un código")
    ground, modules = (node for node in svg.children if isinstance(node, Element))
    assert (ground.get("fill"), modules.get("fill")) == ("#fff", "#000")
    assert svg.get("aria-label") == "Un código"
    side = int(svg.get("viewBox").split()[2])
    assert ground.get("d") == f"M0 0h{side}v{side}h-{side}z"
    dark = drawn(svg, 1).point(lambda value: 255 - value).getbbox()
    assert dark == (QUIET, QUIET, side - QUIET, side - QUIET)


@pytest.mark.parametrize("level", sorted(LEVELS))
def test_the_limit_is_the_codes_own(level: str) -> None:
    most = LEVELS[level][1]
    assert fits("a" * most, level)
    assert qr_code("a" * most, "x", level).get("viewBox") == "0 0 185 185"
    assert not fits("a" * (most + 1), level)
    assert not fits("ñ" * (most // 2 + 1), level)


def test_a_code_in_a_chapter(tmp_path: Path) -> None:
    body, found = chapter(tmp_path, '{{< qr text="https://gohugo.io" class="mi-clase" id="q" title="Hugo" />}}')
    (figure,) = elements(body, "figure")
    assert (figure.get("class"), figure.get("id")) == ("qr mi-clase", "q")
    (svg,) = elements(body, "svg")
    assert (svg.get("width"), svg.get("aria-label")) == ("24mm", "Código QR: https://gohugo.io")
    assert read_off(drawn(svg)) == ["https://gohugo.io"]
    assert hrefs(body) == ["https://gohugo.io"]
    assert found == ()


def test_a_codes_text_may_stand_between_its_tags(tmp_path: Path) -> None:
    body, _ = chapter(tmp_path, '{{< qr level="high" scale=8 alt="Un saludo" >}}\n*¡Hola!*\n{{< /qr >}}')
    (svg,) = elements(body, "svg")
    assert (svg.get("width"), svg.get("aria-label")) == ("48mm", "Un saludo")
    assert read_off(drawn(svg)) == ["*¡Hola!*"]
    assert text_of(body).strip() == ""


def test_a_fine_code_is_printed_larger() -> None:
    assert float(qr_code("a" * 1000, "x").get("width").removesuffix("mm")) > 40


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{{< qr />}}", "qr needs 'text'"),
        (f'{{{{< qr text="{"a" * 2332}" />}}}}', "a text of 2332 bytes; a QR code of level medium holds 2331"),
        ('{{< qr text="a" level="best" />}}', "qr's level 'best' is none"),
        ('{{< qr text="a" scale=1 />}}', "qr's scale '1' is none"),
        ('{{< qr text="a" scale="x" />}}', "qr's scale 'x' is none"),
    ],
)
def test_a_code_that_cannot_be_made_is_an_error(tmp_path: Path, written: str, said: str) -> None:
    _, (found,) = chapter(tmp_path, written)
    assert (found.code, found.message) == (Code.SHORTCODE_MISSING_ARGUMENT, said)
    assert found.hint


# on paper


def test_the_printed_page_is_read_by_a_telephone(tmp_path: Path) -> None:
    written = '# T\n\n{{< youtube id=0RKpf3rK57I title="Así" >}}\n\n{{< qr text="¡Hola, señora! €" />}}\n'
    write_files(written, tmp_path / "book")
    result = build(Request(tmp_path / "book", editions=("print",), out=tmp_path / "out"))
    (made,) = result.outputs
    with pypdfium2.PdfDocument(made.path) as pdf:
        pages = [page.render(scale=300 / 72).to_pil() for page in pdf]
        words = " ".join(page.get_textpage().get_text_range() for page in pdf)
    assert sorted(text for page in pages for text in read_off(page)) == sorted([URL, "¡Hola, señora! €"])
    assert "Así" in words
    assert URL.removeprefix("https://") in "".join(words.split())
