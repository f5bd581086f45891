"""The library itself, without what it does not need here, and so that its galleys agree with each other.

In: nothing. Out: the module `weasyprint`.
"""

from __future__ import annotations

import ctypes.util
import importlib
import mimetypes
import re
import sys
import types
import warnings
from importlib import resources
from typing import Any, ClassVar

from ....shaping import type_of
from . import lacking, samples, slugs

COUNTER_STYLE = re.compile(r"@counter-style\s+([\w-]+)\s*\{[^{}]*\}\s*")
NUMBERED = frozenset(("decimal decimal-leading-zero lower-roman upper-roman lower-latin lower-alpha upper-latin "
                      "upper-alpha disc circle square disclosure-open disclosure-closed").split())  # fmt: skip
"""The counter styles that a list has by default or by its `type`; the library's own sheet brings forty more."""
NEVER_ASKED = frozenset({"html5_ph.css", "html5_ua_form.css"})
"""Sheets for attributes that no chapter has and for forms in a PDF."""
DEAR = ("fontTools.subset", "fontTools.ttLib", "fontTools.ttLib.woff2", "fontTools.varLib.instancer")
"""What WeasyPrint imports and only needs to embed fonts, which the binding does: 0.3 of the 0.8 s of its import."""


def load() -> Any:
    """The library, imported without what it does not need here."""
    if "weasyprint" in sys.modules:
        return sys.modules["weasyprint"]
    mimetypes.knownfiles.clear()  # the machine's own lists: its types are none of the book's
    importlib.import_module("fontTools")
    stood_in = [name for name in DEAR if name not in sys.modules]
    found, ctypes.util.find_library = ctypes.util.find_library, lambda name: None  # it starts gcc and ldconfig
    vars(resources)["files"] = _files
    sys.modules.update({name: _Deferred(name) for name in stood_in})
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "No fonts configured")  # as we want it
            module = importlib.import_module("weasyprint")
    finally:
        ctypes.util.find_library = found
        vars(resources)["files"] = FILES
        for name in stood_in:
            del sys.modules[name]
    _keep_fonts_whole()
    _keep_tables_at_the_head()
    lacking.install()
    slugs.install()
    samples.install()
    return module


FILES = resources.files


def _files(place: Any) -> Any:
    return _Sheets(FILES(place)) if getattr(place, "__name__", "") == "weasyprint.css" else FILES(place)


class _Sheets:
    """The library's own style sheets, without what takes a third of the time to read them and is hardly ever used."""

    left_out: ClassVar[dict[str, str]] = {}
    """Counter styles by their names."""

    def __init__(self, place: Any) -> None:
        self.place = place

    def __truediv__(self, name: str) -> Any:
        return _Sheets(self.place / name)

    def read_text(self, encoding: str) -> str:
        """The sheet, as far as it is wanted."""
        if self.place.name in NEVER_ASKED:
            return ""
        return COUNTER_STYLE.sub(self._kept, str(self.place.read_text(encoding)))

    def _kept(self, found: re.Match[str]) -> str:
        if found[1] not in NUMBERED:
            self.left_out[found[1]] = found[0]
        return found[0] if found[1] in NUMBERED else ""


def bring_counters(text: str) -> None:
    """Have those counter styles of the library that are named in a text, a sheet or a page, and are not there yet."""
    wanted = [name for name in _Sheets.left_out if name in text]
    if wanted:
        library = load()
        sheet = "".join(_Sheets.left_out.pop(name) for name in wanted)
        bring_counters(sheet)  # those that these extend
        library.CSS(string=sheet, counter_style=library.html.UA_COUNTER_STYLE)


class _Deferred(types.ModuleType):
    """Stands in for a module until something of it is called."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*args: Any, **named: Any) -> Any:
            return getattr(importlib.import_module(self.__name__), name)(*args, **named)

        return call


def _keep_fonts_whole() -> None:
    """Fonts are cut once for the whole book, by the binding; and a missing character has one number everywhere."""
    import pydyf
    from weasyprint import pdf
    from weasyprint.pdf.fonts import Font

    def stand_in(font: Any, codepoint: int) -> int:
        number = font.glyph_count + codepoint % (0x10000 - font.glyph_count)
        font.missing[codepoint] = number
        return int(number)

    begin = Font.__init__

    def begun(font: Any, *given: Any) -> None:
        begin(font, *given)
        font.widths = _Widths(font)

    Font.__init__ = begun
    pdf.build_fonts_dictionary = lambda *_: pydyf.Dictionary()
    Font.get_unused_glyph_id = stand_in


def _keep_tables_at_the_head() -> None:
    """What `margin-break` says of a table holds for the box around it, which has its margins."""
    from weasyprint.css.properties import TABLE_WRAPPER_BOX_PROPERTIES

    TABLE_WRAPPER_BOX_PROPERTIES.add("margin_break")


class _Widths(dict[int, float]):
    """A face's own widths, so that all galleys agree on them: the engine rounds those of the size it meets first."""

    def __init__(self, font: Any) -> None:
        super().__init__()
        self.most = font.glyph_count
        self.face = type_of(bytes(font.file_content), tuple(sorted(axes(font).items())))

    def __contains__(self, glyph: object) -> bool:
        if not super().__contains__(glyph) and isinstance(glyph, int) and 0 < glyph < self.most:
            self[glyph] = self.face.advance(glyph)
        return super().__contains__(glyph)

    def __setitem__(self, glyph: int, width: float) -> None:
        """Whatever stands for a missing character is as wide as the empty box, which is what is drawn."""
        super().__setitem__(glyph, width if 0 < glyph < self.most else self.face.advance(0))


def axes(font: Any) -> dict[str, float]:
    """Where a variable face stands on its axes."""
    if "fvar" not in font.tables:
        return {}
    return {"wght": float(font.weight), **font.variations}
