"""What the copy editor finds in small manuscripts, and on whole books: nothing that is not there, all that is.

The specimens of `cases/review.md` are read without a dictionary; what is expected is each finding as
`path:line:col CODE what -> cure`, without the reasons.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from specimens import Specimen, specimens, write_files

from pipeline.commands.reviewing import review, style_sheet
from pipeline.diagnostics import BookError, Severity
from pipeline.review.dictionary import find, known
from pipeline.review.spanish import accented, spell

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases" / "review.md"
MANUSCRIPT = ROOT.parent / "shared" / "manuscript"


def reviewed(given: str, folder: Path) -> str:
    """The findings of a manuscript's review, a line each."""
    write_files(given, folder)
    found = review(folder, with_dictionary=False).report.diagnostics
    return "\n".join(f"{f.pos} {f.code.ident} {_short(f.message)} -> {f.hint}" for f in found)


def _short(message: str) -> str:
    quoted = re.match(r"'[^']*'", message)
    return quoted[0] if quoted else message


@pytest.mark.parametrize(
    "specimen", specimens(CASES.read_text(encoding="utf-8")), ids=lambda one: f"{one.line} {one.title}"
)
def test_specimen(specimen: Specimen, tmp_path: Path) -> None:
    assert reviewed(specimen.given, tmp_path) == specimen.expected


def test_a_finding_too_few_is_noticed(tmp_path: Path) -> None:
    assert reviewed("La tecnologia.", tmp_path) != ""


# whole books


def errors(folder: Path, *, with_dictionary: bool) -> list[str]:
    found = review(folder, with_dictionary=with_dictionary).report.diagnostics
    return [str(one) for one in found if one.severity is Severity.ERROR]


@pytest.mark.parametrize("with_dictionary", [False, True])
def test_the_sample_book_has_no_errors(with_dictionary: bool) -> None:
    assert errors(ROOT / "book", with_dictionary=with_dictionary) == []


def test_an_error_planted_in_the_sample_book_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    shutil.copytree(ROOT / "book", folder, ignore=shutil.ignore_patterns("build", "static"))
    chapter = folder / "chapters" / "05_la_galerada.md"
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(text.replace("todavía sin partir", "todavia sin partir", 1), encoding="utf-8")
    (found,) = errors(folder, with_dictionary=False)
    assert "'todavia'" in found


MISSPELT = (
    "stimaciones", "al rededor", "unicamente", "tecnologia", "proposito", "todavia", "decidio", "publicos", "tambien",
    "ademas", "animos", "supremacia", "dia",
)  # fmt: skip
DISAGREEING = ("Thinking Machine Labs", "LLaMA")
FALSE_ALARMS = 5


def test_the_real_chapters_show_their_misspellings_and_little_else() -> None:
    if not MANUSCRIPT.is_dir():
        pytest.skip("the real chapters are not in this checkout")
    found = review(MANUSCRIPT, with_dictionary=False).report.diagnostics
    wrong = [one for one in found if one.severity is Severity.ERROR]
    quoted = [_short(one.message).strip("'") for one in wrong]
    assert set(MISSPELT) <= set(quoted)
    assert len([word for word in quoted if word not in MISSPELT]) <= FALSE_ALARMS
    named = {_short(one.message).strip("'") for one in found if one.code.ident == "CE021"}
    assert set(DISAGREEING) <= named


# dictionaries


def spanish_dictionary() -> Path:
    place = find("es", "", ROOT)
    if place is None:
        pytest.skip("no Spanish dictionary is installed (Debian: hunspell-es)")
    return place


EXOTIC = 75
"""Forms that a dictionary knows without their tilde and nobody writes so: `tú ademas`, of the verb ademar."""


def test_the_tables_call_no_word_of_the_dictionary_misspelt() -> None:
    place = spanish_dictionary()
    lines = place.with_name(f"{place.name}.dic").read_text(encoding="utf-8").split("\n")[1:]
    words = {line.partition("/")[0].strip() for line in lines}
    judged = sorted(word for word in words if word.islower() and spell(word))
    assert len(words) > 40_000
    assert len(judged) <= 12, judged


def test_the_words_of_the_tables_are_words() -> None:
    look = known(spanish_dictionary())
    made = accented()
    homographs = [plain for plain in made if look(plain)]
    assert len(made) > 2000
    assert len(homographs) <= EXOTIC, homographs


@pytest.fixture
def small_dictionary(tmp_path: Path) -> Path:
    """A book with a dictionary of its own, of a few words."""
    own = "=== book.yaml\nreview:\n  dictionary: words/xx\n=== a.md\n"
    write_files(f"{own}La cása es mibela. Una casa, mibela.", tmp_path)
    words = tmp_path / "words"
    words.mkdir()
    (words / "xx.aff").write_text("SET UTF-8\nSFX S Y 1\nSFX S 0 s .\n", encoding="utf-8")
    (words / "xx.dic").write_text("4\nla\ncasa/S\nes\nuna\n", encoding="utf-8")
    return tmp_path


def test_a_dictionary_in_the_book_is_asked(small_dictionary: Path) -> None:
    found = [(one.code.ident, one.message, one.hint) for one in review(small_dictionary).report.diagnostics]
    assert found == [
        ("CE004", "'cása': the dictionary knows it with another accent", "did you mean 'casa'?"),
        (
            "CE005", "the dictionary does not know 'mibela', which is there 2 times",
            "If it is right, put it into the style sheet, under words",
        ),
    ]  # fmt: skip


def test_a_word_of_the_style_sheet_is_known(small_dictionary: Path) -> None:
    (small_dictionary / "stylesheet.yaml").write_text("words: [mibela, cása]\n", encoding="utf-8")
    assert review(small_dictionary).report.diagnostics == ()


def test_a_dictionary_that_is_not_there_is_said_once(tmp_path: Path) -> None:
    write_files("=== book.yaml\nreview:\n  dictionary: words/yy\n=== a.md\nUna casa.", tmp_path)
    (found,) = review(tmp_path).report.diagnostics
    assert found.code.ident == "CE006"


def test_a_dictionary_that_cannot_be_read_is_said(small_dictionary: Path) -> None:
    (small_dictionary / "words" / "xx.aff").write_bytes(b"SET NONSENSE\n\xff\xfe")
    found = review(small_dictionary).report.diagnostics
    assert [one.code.ident for one in found] == ["CE006"]
    assert "cannot be read" in found[0].message


def test_no_build_looks_for_a_dictionary(small_dictionary: Path) -> None:
    code = "import sys\nfrom pipeline.cli import main\ntry:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
    code += "sys.stdout.write(str('spylls' in sys.modules))"
    for command, asked in (("check", "False"), ("review", "True")):
        done = subprocess.run(
            [sys.executable, "-c", code, command, str(small_dictionary)], capture_output=True, text=True, check=True
        )
        assert done.stdout.endswith(asked)


# the style sheet

BOOK = """La *startup* y la *startup*. Un blog-post y un blog post.

Thinking Machines Lab y Thinking Machines Lab. El vídeo y el vídeo. Son 10 000 con 3,5.

Thinking Machine Labs y el video."""
LEARNED = """names:
  - use: "Thinking Machines Lab"
    not: ["Thinking Machine Labs"]
    pinned: false

spelling:
  - use: "vídeo"
    not: ["video"]
    pinned: false

italics:
  - use: "startup"
    pinned: false

compounds:
  - use: "blog-post"
    not: ["blog post"]
    pinned: false

numbers:
  - use: "decimals with a comma"
    not: ["decimals with a point"]
    pinned: false
  - use: "thousands with a space"
    not: ["thousands with a point", "thousands with a comma", "thousands without a sign"]
    pinned: false
"""


def test_a_style_sheet_is_learned(tmp_path: Path) -> None:
    write_files(BOOK, tmp_path)
    shown = "\n".join(style_sheet(tmp_path, write=False))
    assert LEARNED in shown
    assert not (tmp_path / "stylesheet.yaml").exists()


def test_what_is_pinned_stays_and_is_kept_to(tmp_path: Path) -> None:
    write_files(BOOK, tmp_path)
    list(style_sheet(tmp_path, write=True))
    path = tmp_path / "stylesheet.yaml"
    text = path.read_text(encoding="utf-8")
    pinned = text.replace('not: ["Thinking Machine Labs"]\n    pinned: false',
                          'not: ["Thinking Machine Labs"]\n    pinned: true')  # fmt: skip
    assert pinned != text
    path.write_text(pinned.replace("words: []", 'words: ["mibela"]'), encoding="utf-8")
    list(style_sheet(tmp_path, write=True))
    again = path.read_text(encoding="utf-8")
    assert again == pinned.replace("words: []", 'words: ["mibela"]')
    (error,) = errors(tmp_path, with_dictionary=False)
    assert "CE024" in error
    assert "a.md:5:1" in error


def test_a_style_sheet_with_faults_is_not_written_over(tmp_path: Path) -> None:
    write_files("x", tmp_path)
    (tmp_path / "stylesheet.yaml").write_text("names: [a\n", encoding="utf-8")
    with pytest.raises(BookError, match="not closed"):
        list(style_sheet(tmp_path, write=True))
    assert (tmp_path / "stylesheet.yaml").read_text(encoding="utf-8") == "names: [a\n"
