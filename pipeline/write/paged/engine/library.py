"""The library itself, without what it does not need here, and so that its galleys agree with each other.

In: nothing. Out: the module `weasyprint`.
"""

from __future__ import annotations

import ctypes.util
import importlib
import mimetypes
import sys
import types
import warnings
from typing import Any

from ....shaping import type_of
from . import slugs

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
    sys.modules.update({name: _Deferred(name) for name in stood_in})
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "No fonts configured")  # as we want it
            module = importlib.import_module("weasyprint")
    finally:
        ctypes.util.find_library = found
        for name in stood_in:
            del sys.modules[name]
    _keep_fonts_whole()
    slugs.install()
    return module


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


def axes(font: Any) -> dict[str, float]:
    """Where a variable face stands on its axes."""
    if "fvar" not in font.tables:
        return {}
    return {"wght": float(font.weight), **font.variations}
