"""Each stage, by its specimens in `cases/`; and that a specimen can fail."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from specimens import Specimen, after, outcome, picture, specimens, write_files

from pipeline.model import Limits
from pipeline.nodes import NOWHERE
from pipeline.pictures import Wanted, admitted, convert
from pipeline.plan import PLAN

CASES = Path(__file__).parent / "cases"
STAGES = {
    "read": "read", "order": "read", "rawtext": "read",
    **{stage.name: stage.name for stage in PLAN},
}  # fmt: skip
"""The files of cases, and the stage after which each looks."""
TODAY = "1767225600"
"""1 January 2026, in seconds: what is a page of the future must not change with the calendar."""


def _all() -> list[object]:
    found = []
    for name, stage in STAGES.items():
        path = CASES / f"{name}.md"
        if path.is_file():
            rows = specimens(path.read_text(encoding="utf-8"))
            found += [pytest.param(stage, row, id=f"{name}.md:{row.line} {row.title}") for row in rows]
    return found


@pytest.mark.parametrize(("stage", "specimen"), _all())
def test_specimen(stage: str, specimen: Specimen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", TODAY)
    assert outcome(specimen.given, tmp_path, stage, specimen.draft) == specimen.expected


def test_every_stage_has_its_specimens() -> None:
    assert [stage.name for stage in PLAN if not (CASES / f"{stage.name}.md").is_file()] == []


# the specimens themselves


@pytest.mark.parametrize(
    "expected",
    [
        "# T\n<p>Uno.</p>",
        "# T\n<p>Uno</p>\na.md:3:2 LK001\na.md:3:4 NM001",
        "# T\n<p>Uno</p>",
        "# T\n<p>Uno</p>\na.md:3:3 LK001",
        "# T\n<p>Uno</p>\na.md:3:1 LK002",
        "",
    ],
    ids=["words", "a finding too many", "a finding too few", "another place", "another code", "nothing"],
)
def test_a_wrong_expectation_fails(expected: str, tmp_path: Path) -> None:
    right = "# T {number=1}\n<p>Uno</p>\na.md:3:1 LK001"
    got = outcome("# T\n\n[Uno](b.md)", tmp_path, "links")
    assert got == right
    assert got != expected


def test_a_file_of_specimens_out_of_form_is_refused() -> None:
    with pytest.raises(ValueError, match="three"):
        specimens("title\n.\ninput\n.\n")
    with pytest.raises(ValueError, match="without a title"):
        specimens("\n.\ninput\n.\nexpected\n.\n")
    with pytest.raises(ValueError, match="two specimens"):
        specimens("a\n.\n\n.\n\n.\na\n.\n\n.\n\n.\n")


def test_the_files_of_a_specimen_are_written_as_they_say(tmp_path: Path) -> None:
    write_files("=== a.md [windows-1252]\naño\n=== b.md [crlf]\nuno\ndos\n=== c.md [escaped]\n\\x00\\u0301", tmp_path)
    assert (tmp_path / "a.md").read_bytes() == b"a\xf1o\n"
    assert (tmp_path / "b.md").read_bytes() == b"uno\r\ndos\r\n"
    assert (tmp_path / "c.md").read_bytes() == b"\x00\xcc\x81\n"
    assert (tmp_path / "book.yaml").read_text(encoding="utf-8") == "title: Libro\nlanguage: es\nauthor: Autora\n"


# what a line of a specimen cannot say


def test_a_wrong_encoding_is_told_with_its_byte_and_the_likely_encoding(tmp_path: Path) -> None:
    _, findings = after("=== a.md [windows-1252]\nEl año “nuevo”.\n=== b.md\nTexto.", tmp_path, "read")
    (found,) = findings
    assert found.message == "byte 4 (0xF1) is not UTF-8; the file looks like WINDOWS-1252"
    assert "iconv -f WINDOWS-1252 -t UTF-8 a.md" in found.hint


def test_utf_16_without_its_mark_is_told(tmp_path: Path) -> None:
    _, findings = after("=== a.md [utf-16-le]\nEl año.\n=== b.md\nTexto.", tmp_path, "read")
    assert [found.code.ident for found in findings] == ["RD003"]
    assert "UTF-16LE" in findings[0].message


def test_a_missing_banner_is_told_with_every_place_it_was_looked_for(tmp_path: Path) -> None:
    _, findings = after("=== docs/a.md\n---\nimage: uno.png\n---\n# T\n\nTexto.", tmp_path, "banners")
    (found,) = findings
    for place in ("docs/uno.png", "docs/a/uno.png", "static/uno.png", "assets/uno.png", " uno.png"):
        assert place in f" {found.hint}"


def test_a_picture_that_lies_turned_is_measured_and_made_upright_without_its_notes() -> None:
    data = picture("JPEG", "40x20", ["exif=6", "gps"])
    known, _ = admitted(data, Limits(), NOWHERE)
    assert (known.width, known.height) == (20, 40)
    made, media_type = convert(data, "image/jpeg", Wanted())
    assert media_type == "image/jpeg"
    with Image.open(io.BytesIO(made)) as image:
        assert image.size == (20, 40)
        assert dict(image.getexif()) == {}
    with Image.open(io.BytesIO(data)) as image:
        assert dict(image.getexif().get_ifd(0x8825)) != {}, "the specimen's own picture says where it was taken"


def test_a_picture_in_a_book_is_measured_upright(tmp_path: Path) -> None:
    given = "# T\n\n![a](a.jpg)\n=== a.jpg [picture JPEG 40x20 exif=6 gps]"
    book, findings = after(given, tmp_path, "assets")
    assert findings == ()
    assert book is not None
    (asset,) = book.assets.values()
    assert (asset.width, asset.height) == (20, 40)


def test_a_picture_is_known_by_its_content_not_by_its_name(tmp_path: Path) -> None:
    given = "# T\n\n![a](a.png)\n=== a.png [picture WEBP 40x20]"
    book, findings = after(given, tmp_path, "assets")
    assert book is not None
    assert [asset.media_type for asset in book.assets.values()] == ["image/webp"]
    assert "image/webp" in findings[0].message


@pytest.mark.parametrize("leads", ["secret.md", "book/a.md", "nowhere.md"])
def test_a_symbolic_link_is_not_followed_wherever_it_leads(leads: str, tmp_path: Path) -> None:
    outside = tmp_path / "secret.md"
    outside.write_text("# Secreto\n\nuno\n", encoding="utf-8")
    book = tmp_path / "book"
    book.mkdir()
    (book / "b.md").symlink_to(tmp_path / leads)
    made, findings = after("# T\n\nTexto.", book, "read")
    assert made is not None
    assert [chapter.key for chapter in made.chapters] == ["a"]
    assert [(str(found.pos), found.code.ident) for found in findings] == [("b.md:1:1", "RD013")]
