"""Pictures for print wait in the cache until a child is free, and are missed when somebody empties it meanwhile."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from pipeline.diagnostics import Code
from pipeline.request import Request, Result
from pipeline.run import build
from pipeline.write.paged.plates import Plate, Plates
from pipeline.write.paged.units import Unit


def built(folder: Path, *, cache: bool = True) -> Result:
    folder.mkdir(exist_ok=True)
    Image.new("RGB", (1600, 400), "#806020").save(folder / "p.jpg")
    (folder / "book.yaml").write_text("title: T\nlanguage: es\nauthor: A\n", "utf-8")
    (folder / "a.md").write_text("# A\n\n![un campo](p.jpg)\n\nPalabras.\n", "utf-8")
    return build(Request(folder, ("print",), cache=cache))


def seen(monkeypatch: pytest.MonkeyPatch) -> list[Plate]:
    """What is given to children."""
    found: list[Plate] = []
    of = Plates.of

    def noted(self: Plates, part: Unit) -> tuple[Plate, ...]:
        found.extend(of(self, part))
        return of(self, part)

    monkeypatch.setattr(Plates, "of", noted)
    return found


def test_a_picture_stays_in_the_cache_until_it_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = seen(monkeypatch)
    with_cache = built(tmp_path / "a")
    assert [callable(one) for one in given] == [True]
    given.clear()
    without = built(tmp_path / "b", cache=False)
    assert [callable(one) for one in given] == [False]
    assert with_cache.outputs[0].sha256 == without.outputs[0].sha256


def test_a_picture_that_has_gone_meanwhile_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of = Plates.of

    def emptied(self: Plates, part: Unit) -> tuple[Plate, ...]:
        assert self.context.cache.folder is not None
        if made := of(self, part):
            shutil.rmtree(self.context.cache.folder)
        return made

    monkeypatch.setattr(Plates, "of", emptied)
    result = built(tmp_path / "book")
    (found,) = result.report.errors
    assert found.code is Code.PICTURE_UNREADABLE
    assert "p.jpg" in found.message and found.hint == "build again"
    monkeypatch.setattr(Plates, "of", of)
    assert built(tmp_path / "book").outputs
