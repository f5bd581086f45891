"""What the fuzzer begins with, and the words it may put in: so that it is soon where a blind one never comes.

In: the name of a target. Out: inputs, made from the hostile manuscripts, the specimens and small pictures; words of a
dictionary, read from the program's own tables, so that a new shortcode or key is tried from its first day on.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1] / "hostile"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus import ROWS
from specimens import specimens

from pipeline.catalogue import SHORTCODES
from pipeline.config.keys import KEYS
from pipeline.read.markdown.rawhtml import ALLOWED, ATTRIBUTES, DRAWING, INSIDE
from pipeline.roles import ROLES
from pipeline.vector import DRAWN, MOVING

CASE_FILES = Path(__file__).parents[1] / "cases"
MOST = 4096
"""Bytes of an input."""
PICTURES = (".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp", ".tif", ".tiff", ".avif", ".bmp", ".heic")
CASES = {
    "frontmatter": ("frontmatter", "config", "order", "banners"),
    "shortcodes": ("shortcodes",),
    "markdown": ("read", "rawtext", "queries", "notes", "redline", "foreign"),
    "xhtml": ("read", "shortcodes", "notes", "links", "normalize", "numbering", "titles", "typography", "contents"),
}
"""Whose specimens begin with what a target takes."""


def seeds(target: str) -> Iterator[bytes]:
    """Inputs of at most `MOST` bytes."""
    for data in _pictures() if target == "pictures" else _texts(target):
        if len(data) <= MOST:
            yield data


def _texts(target: str) -> Iterator[bytes]:
    yield from _hostile((".md",))
    for name in CASES[target]:
        for specimen in specimens((CASE_FILES / f"{name}.md").read_text(encoding="utf-8")):
            text = specimen.given
            if target == "shortcodes":
                yield from (piece.partition(">}}")[0].encode() for piece in text.split("{{<")[1:])
            elif target == "frontmatter":
                yield from (piece.strip("\n").encode() for piece in text.replace("+++", "---").split("---")[:2])
            else:
                yield text.encode()


def _hostile(endings: tuple[str, ...]) -> Iterator[bytes]:
    for row in ROWS:
        for path, content in row.files.items():
            if path.endswith(endings):
                data = content.encode("utf-8", "replace") if isinstance(content, str) else content
                if isinstance(data, bytes):
                    yield data


def _pictures() -> Iterator[bytes]:
    """The hostile ones, and a whole one of each kind, however small."""
    yield from _hostile(PICTURES)
    for mode, kind, more in (
        ("1", "PNG", {}), ("L", "PNG", {}), ("LA", "PNG", {}), ("P", "PNG", {"transparency": 1}), ("RGB", "PNG", {}),
        ("RGBA", "PNG", {}), ("I;16", "PNG", {}), ("L", "JPEG", {}), ("RGB", "JPEG", {"progressive": True}),
        ("CMYK", "JPEG", {}), ("RGB", "JPEG", {"exif": _turned()}), ("P", "GIF", {}), ("RGB", "WEBP", {}),
        ("RGBA", "WEBP", {"lossless": True}), ("RGB", "AVIF", {}), ("RGB", "BMP", {}), ("P", "BMP", {}),
        ("1", "TIFF", {"compression": "group4"}), ("RGB", "TIFF", {"compression": "tiff_lzw"}),
        ("CMYK", "TIFF", {"compression": "tiff_adobe_deflate"}), ("RGB", "TIFF", {"compression": "jpeg"}),
        ("I;16", "TIFF", {}), ("L", "TIFF", {"compression": "packbits"}),
    ):  # fmt: skip
        yield _saved(Image.new(mode, (9, 7)), kind, more)
    frames = [Image.new("P", (5, 5), colour) for colour in (1, 2, 3)]
    for kind in ("GIF", "PNG", "WEBP"):
        yield _saved(frames[0], kind, {"save_all": True, "append_images": frames[1:]})


def _turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def _saved(image: Image.Image, kind: str, more: dict[str, object]) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


# the dictionary

SIGNS = {
    "frontmatter": "---|+++|: |\\n|- |[|]|{|}|\"|'|#|&|*|!|!!|<<: |>-|| |true|null|~|1e9|0x|2025-03-31|T09:00:00Z|[[|]]"
    "|\"\"\"|'''|= |.inf|\\\\u|\\\\U0010FFFF|%YAML 1.2|? |---\\n|...",
    "shortcodes": "{{<|>}}|{{%|%}}|/>}}|{{</|{{<!--|{{</*|*/>}}|=|\"|\\\\\"|`|'|/|\\n|<!--|-->|```|    |> |- |{{|}}",
    "markdown": "**|__|~~|==|^|~|`|```|~~~|$$|$|\\\\(|[^1]|[^1]: |![](|](|[|]|<|>|</|<!--|-->|<![CDATA[|<?|&amp;|"
    "&#0;|&#x10FFFF;|- |1. |+ |> |# |===|---|***|\\n\\n|\\n|    |\\t||---|| a || b ||:-:|{.|{#|}|:::|{++|++}|{--|--}"
    "|{~~|~>|~~}|{>>|<<}|{==|==}|- [ ] |: |https://|www.|@|\\\\|  \\n|\\u00a0",
}
SIGNS["xhtml"] = SIGNS["markdown"] + "|" + SIGNS["shortcodes"]
BINARY = (
    b"\x89PNG\r\n\x1a\n", b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"iCCP", b"eXIf", b"acTL", b"fcTL", b"fdAT",
    b"GIF87a", b"GIF89a", b"NETSCAPE2.0", b"\xff\xd8\xff", b"\xff\xdb", b"\xff\xc0", b"\xff\xc2", b"\xff\xc4",
    b"\xff\xda", b"\xff\xd9", b"Exif\x00\x00", b"ICC_PROFILE\x00", b"Adobe", b"RIFF", b"WEBP", b"VP8 ", b"VP8L",
    b"VP8X", b"ANIM", b"ANMF", b"II*\x00", b"MM\x00*", b"ftypavif", b"ftypheic", b"meta", b"iloc", b"ispe", b"mdat",
    b"BM",
)  # fmt: skip
"""By which decoders find their way."""
DRAWINGS = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'>", "xmlns:xlink='http://www.w3.org/1999/xlink'",
    "xlink:href='#a'", "href='#a'", "url(#a)", "data:image/png;base64,", "<!DOCTYPE", "<!ENTITY", "<![CDATA[", "&#0;",
    "<?xml version='1.0' encoding='utf-16'?>", "id='a'", "transform='scale(1e9)'", "d='M0 0a1 1 0 0 1 1 1z'",
    "stdDeviation='1e9'", "font-size='1e9'", "width='1e308'", "preserveAspectRatio='none'",
)  # fmt: skip


def words(target: str) -> Iterator[bytes]:
    """Its dictionary."""
    if target == "pictures":
        yield from BINARY
        yield from (word.encode() for word in (*DRAWINGS, *(f"<{name}" for name in sorted(DRAWN | MOVING))))
        return
    yield from (sign.encode().decode("unicode_escape").encode() for sign in SIGNS[target].split("|") if sign)
    yield from (word.encode() for word in sorted(_names(target)))


def _names(target: str) -> set[str]:
    html = {f"<{tag}>" for tag in ALLOWED.union(*INSIDE.values())} | {f"{name}=" for name in ATTRIBUTES | DRAWING}
    shortcodes = {name for known in SHORTCODES for name in (known, f"/{known}")} | {
        f"{name}=" for grammar in SHORTCODES.values() for name in grammar.named
    }
    keys = {key.name.rpartition(".")[2].strip("[]*") for key in KEYS} | set(ROLES)
    keys |= {"weight", "linktitle", "image", "bookhidden", "bookflatsection", "draft", "cascade", "params", "cover.alt"}
    names = {"frontmatter": keys, "shortcodes": shortcodes, "markdown": html, "xhtml": html | shortcodes}[target]
    return names - {"", "mermaid", "/mermaid"}  # each costs a process


def dictionary(target: str) -> str:
    """In the form of libFuzzer."""
    quoted = ("".join(f"\\x{byte:02x}" for byte in word) for word in words(target))
    return "".join(f'"{word}"\n' for word in quoted)
