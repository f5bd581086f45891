"""Pictures that are none, that are too much, or that say more than they show; and drawings that do more than draw."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator

from pictures_made import chunk, dot, honest_png, moving, noise, png, told
from row import BUILT, CANARY, Row, Table

SVG = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
SHOWN = "palabra ![texto](a.{})"


def rows() -> Iterator[Row]:
    for make in (broken, disguised, bombs, metadata, good, drawings, multiplied, inline_drawings):
        yield from make().rows


def picture(table: Table, data: bytes, code: str = BUILT, name: str = "png", **more: object) -> None:
    table.text(SHOWN.format(name), code, "" if code == BUILT else "5:9", {f"a.{name}": data}, **more)  # type: ignore[arg-type]


def broken() -> Table:
    table = Table("picture-broken")
    for kind, name in (("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("GIF", "gif"), ("BMP", "bmp"), ("TIFF", "tiff")):
        data = noise(kind)
        for part in (0.1, 0.5, 0.9):
            picture(table, data[: int(len(data) * part)], "AS002", name)
        picture(table, data[:-20], "AS002", name)
    picture(table, noise("PNG")[:-12], "AS002")
    data = bytearray(noise("PNG"))
    data[len(data) // 2] ^= 0xFF
    picture(table, bytes(data), "AS002")
    picture(table, png(8, 8, chunk(b"tEXt", b"x")[:-1] + b"\0"), "AS002")
    picture(table, png(8, 8, data=b"no zlib"), "AS002")
    picture(table, png(8, 8, data=zlib.compress(b"\0")), "AS002")
    picture(table, png(0, 8), "AS002")
    picture(table, png(8, 8, depth=3), "AS002")
    picture(table, png(8, 8, colour=7), "AS002")
    picture(table, b"", "AS002")
    picture(table, b"\x89PNG\r\n\x1a\n", "AS002")
    picture(table, b"\xff\xd8\xff", "AS002", "jpg")
    picture(table, b"RIFF\xff\xff\xff\xffWEBPVP8 ", "AS002", "webp")
    picture(table, b"GIF89a", "AS002", "gif")
    return table


def disguised() -> Table:
    table = Table("picture-disguised")
    for data in (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n", b"%PDF-1.4\n", b"<html><body>x", b"SIMPLE  =                    T",
                 b"8BPS\0\1", b"\0\0\1\0\1\0", b"icns\0\0\0\x08", b"STARTFONT 2.1\n", b"\x01fcp\0\0\0\0", b"\xff\xfe", b"P6 9 9 255\n", b"#!/bin/sh\n",
                 b"PK\3\4", b"\x7fELF", b"\xd7\xcd\xc6\x9a", b"id=ImageMagick", b"\x59\xa6\x6a\x95", b"gd2\0\0\2", b"FWS\1", b"OTTO\0\1", b"wOFF\0\1\0\0"):  # fmt: skip
        picture(table, data, "AS002")
    picture(table, noise("JPEG"), "AS003")
    picture(table, noise("GIF"), "AS003", "jpg")
    picture(table, dot() + b"PK\3\4" + CANARY.encode())
    picture(table, noise("JPEG") + b"<script>" + CANARY.encode(), BUILT, "jpg")
    picture(table, f"<svg {SVG}/>".encode(), "AS003")
    return table


def bombs() -> Table:
    table = Table("picture-bomb")
    for width, height in ((50_000, 50_000), (13_000, 13_000), (2**31 - 1, 1), (1, 2**31 - 1), (2**31 - 1, 2**31 - 1), (60_000_000, 1)):
        picture(table, png(width, height), "AS007")
    picture(table, honest_png(8_000, 8_000), "AS007")
    picture(table, honest_png(100_000, 400))
    picture(table, png(8, 8, chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 50_000_000, 9)), data=zlib.compress(b"\0" * 200)), "AS002")
    picture(table, png(8, 8, chunk(b"iCCP", b"a\0\0" + zlib.compress(b"\0" * 50_000_000, 9)), data=zlib.compress(b"\0" * 200)), "AS002")
    picture(table, png(8, 8, *[chunk(b"tEXt", b"k\0v")] * 20_000, data=zlib.compress(b"\0" * 200)))
    picture(table, b"BM" + (54).to_bytes(4, "little") + b"\0" * 4 + (54).to_bytes(4, "little") + (40).to_bytes(4, "little")
            + (30_000).to_bytes(4, "little") * 2 + b"\1\0\x18\0" + b"\0" * 24, "AS007", "bmp")  # fmt: skip
    picture(table, b"GIF89a" + (65_535).to_bytes(2, "little") * 2 + b"\0\0\0" + b"," + b"\0" * 20 + b";", "AS007", "gif")
    picture(table, moving("GIF", 400), "AS009", "gif")
    for kind, name in (("WEBP", "webp"), ("PNG", "png"), ("GIF", "gif")):
        picture(table, moving(kind), "AS009", name)
    table.text("palabra ![x](a.png)" * 2_000, files={"a.png": dot()}, alone=True)
    return table


def metadata() -> Table:
    table = Table("picture-notes")
    for kind, name in (("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("GIF", "gif"), ("TIFF", "tiff")):
        picture(table, told(kind, CANARY), BUILT, name)
    table.add({"a.md": "# T\n\nprincipio\n", "cover.png": told("PNG", CANARY)})
    table.add({"a.md": "---\nimage: b.jpg\n---\n# T\n\nprincipio\n", "b.jpg": told("JPEG", CANARY)})
    return table


def good() -> Table:
    """Positive controls: a gate that lets nothing through would keep every promise."""
    table = Table("picture-good")
    for kind, name in (("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("GIF", "gif"), ("BMP", "bmp"), ("TIFF", "tiff")):
        picture(table, noise(kind), BUILT, name)
    for mode in ("L", "1", "P", "RGBA", "LA", "I;16"):
        picture(table, dot((16, 16), "PNG", mode))
    picture(table, dot((16, 16), "JPEG", "CMYK"), BUILT, "jpg")
    picture(table, dot((1, 1)))
    picture(table, f"<svg {SVG}><path d='M0 0h9v9z'/></svg>".encode(), BUILT, "svg")
    return table


def svg(inside: str, more: str = "") -> bytes:
    return f"<svg {SVG} {XLINK} {more}>{inside}</svg>".encode()


def drawings() -> Table:
    table = Table("svg")
    inner = base64.b64encode(dot()).decode()
    bomb = base64.b64encode(png(50_000, 50_000)).decode()
    nested = base64.b64encode(svg("<script/>")).decode()
    for inside in (
        "<script>x()</script>", "<SCRIPT>x()</SCRIPT>", "<script href='http://{SINK}/x'/>", "<x:script xmlns:x='http://www.w3.org/2000/svg'>x()</x:script>",
        "<g onload='x()'/>", "<g ONCLICK='x()'/>", "<a href='javascript:x()' onclick='x()'><text>x</text></a>", "<foreignObject><p>x</p></foreignObject>",
        "<image href='http://{SINK}/x.png'/>", "<image xlink:href='file:///etc/passwd'/>", "<image href='../outside/secret.png'/>", "<image href='{OUT}/secret.png'/>",
        "<image href='//{SINK}/x'/>", "<image href='data:image/svg+xml;base64," + nested + "'/>", "<image href='data:text/html,x'/>", "<image href='data:image/png;base64,AAAA'/>",
        "<image href='data:image/png;base64," + bomb + "'/>", "<image href='data:image/png,%89PNG'/>", "<use href='http://{SINK}/x.svg#a'/>", "<use xlink:href='../outside/x.svg#a'/>",
        "<feImage href='http://{SINK}/x'/>", "<style>@import url(http://{SINK}/x.css);</style>", "<style>@IMPORT 'x.css'</style>", "<style>@\\69mport 'x'</style>",
        "<style>@font-face{font-family:x;src:url(http://{SINK}/x)}</style>", "<style>*{fill:url(http://{SINK}/x)}</style>", "<style>*{fill:u\\72l(http://{SINK}/x)}</style>",
        "<style><![CDATA[@import 'http://{SINK}/x';]]></style>", "<style>*{background:image-set('http://{SINK}/x')}</style>", "<rect style='fill:url(http://{SINK}/x)'/>",
        "<rect fill='url(http://{SINK}/x#a)'/>", "<rect style='fill:u\\72l(http://{SINK}/x)'/>", "<rect filter='url(\"file:///etc/passwd#x\")'/>", "<rect marker-end='url(x.svg#a)'/>",
        "<textPath href='http://{SINK}/x'/>", "<pattern href='http://{SINK}/x'/>", "<linearGradient xlink:href='http://{SINK}/x'/>", "<mask href='x.svg#a'/>",
        "<iframe src='http://{SINK}/x'/>", "<handler/>", "<discard/>", "<font-face-uri href='x'/>", "<color-profile href='http://{SINK}/x'/>", "<cursor2/>", "<solidcolor/>",
        "<tref href='http://{SINK}/x'/>", "<audio/>", "<unknown/>",
    ):  # fmt: skip
        data = svg(inside)
        code = "AS007" if bomb in inside else "AS002" if "AAAA" in inside or "%89" in inside else "AS008"
        picture(table, data, code, "svg")  # placeholders of bytes are filled by the runner
    for data, code in (
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("<text>&a;</text>"), "AS008"),
        (b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg("<text>&x;</text>"), "AS008"),
        (b'<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://{SINK}/x"> %x;]>' + svg(""), "AS008"),
        (b'<!DOCTYPE svg [<!ENTITY a0 "x">' + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)) + b"]>" + svg("<text>&a9;</text>"), "AS008"),
        (b'<!DOCTYPE svg SYSTEM "http://{SINK}/x.dtd">' + svg("<text>&nbsp;</text>"), "AS002"),
        (b'<?xml version="1.0" encoding="utf-16"?>' + svg("<script/>"), "AS002"), (svg("<script/>").decode().encode("utf-16"), "AS002"),
        (b'<?xml version="1.0" encoding="utf-7"?>' + svg("+ADw-script/+AD4-"), "AS002"), (b'<?xml version="1.0" encoding="x-nope"?>' + svg(""), "AS002"),
        (svg("<g>"), "AS002"), (svg("</g>"), "AS002"), (svg("<g a=b/>"), "AS002"), (svg("<g a='1' a='2'/>"), "AS002"), (svg("&nope;"), "AS002"), (svg("\0"), "AS002"),
        (b"<svg viewBox='0 0 9 9'/>", "AS002"), (b"<svg xmlns='http://www.w3.org/1999/xhtml'/>", "AS002"), (b"<svg", "AS002"), (b"\x1f\x8b\x08<svg", "AS002"),
        (b"<html><svg " + SVG.encode() + b"/></html>", "AS002"), (svg("<g>" * 200 + "</g>" * 200), "LM009"), (svg("<g>" * 20_000 + "</g>" * 20_000), "LM009"),
    ):  # fmt: skip
        picture(table, data, code, "svg")
    for inside in (
        "<animate attributeName='x' to='9'/>", "<set attributeName='href' to='javascript:x()'/>", "<a href='http://{SINK}/'><text>x</text></a>", "<a xlink:href='javascript:x()'><rect/></a>",
        "<metadata><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></metadata>", "<title>&lt;script></title>", "<switch><foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject><text>x</text></switch>",
        f"<image href='data:image/png;base64,{inner}'/>", "<style>.a{fill:red}</style><rect class='a'/>", "<rect fill='url(#g)'/><linearGradient id='g'><stop stop-color='red'/></linearGradient>",
        "<x:x xmlns:x='urn:x' x:onload='y'/>", "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/>", "<!-- <script> -->", "<?x y?>", "<text>palabra &amp; &lt;script&gt;</text>", "<path d='M0 0" + "L9 9" * 20_000 + "'/>", "<path d='nonsense'/>",
        "<rect width='1e308' height='-1' x='NaN'/>", "<g transform='scale(1e30) rotate(x)'/>", "<text font-size='1e9'>x</text>", "<path d='M0 0H9' stroke='red' stroke-dasharray='0.00001'/>", "<rect fill='url(#nope)'/>", "<use href='#nope'/>",
    ):  # fmt: skip
        picture(table, svg(inside), BUILT, "svg", alone="1e" in inside or "20_000" in inside or len(inside) > 50_000)
    for size in ("viewBox='0 0 0 0'", "viewBox='0 0 1e308 1'", "viewBox='a b c d'", "width='1e9' height='1e9'", "width='0' height='0'", "width='99999999999999999999px' height='1'", "viewBox='0 0 NaN inf'"):
        picture(table, f"<svg xmlns='http://www.w3.org/2000/svg' {size}><rect width='1' height='1'/></svg>".encode(), BUILT, "svg", alone=True)
    picture(table, svg("<text style='font-size:1e9px'>x</text>"), BUILT, "svg", paper=("PR002", "a.md:5:9"))
    picture(table, f"<?xml-stylesheet href='http://{{SINK}}/x.css'?><svg {SVG}/>".encode(), BUILT, "svg")
    picture(table, b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">' + svg("<rect/>"), BUILT, "svg")
    return table


def doubling(levels: int, reference: str = "<use href='#a{0}'/><use href='#a{0}'/>") -> str:
    made = "<g id='a0'><rect width='1' height='1'/></g>"
    return "<defs>" + made + "".join(f"<g id='a{n}'>{reference.format(n - 1)}</g>" for n in range(1, levels)) + f"</defs><use href='#a{levels - 1}'/>"


def multiplied() -> Table:
    table = Table("svg-multiplied")
    picture(table, svg(doubling(24)), "LM009", "svg")
    picture(table, svg(doubling(60)), "AS008", "svg")
    picture(table, svg(doubling(1_000, "<use href='#a{0}'/>")), "AS008", "svg", note="a chain, which multiplies nothing")
    picture(table, svg(doubling(40, "<use href='#a{0}'/>")), BUILT, "svg", alone=True)
    picture(table, svg(doubling(40, "<g><use href='#a{0}'/></g><use xlink:href='#a{0}'/>")), "AS008", "svg")
    picture(table, svg("<g id='a'><use href='#a'/></g>"), "AS008", "svg")
    picture(table, svg("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>"), "AS008", "svg")
    picture(table, svg("<pattern id='p'><rect fill='url(#p)'/></pattern><rect fill='url(#p)'/>"), "AS008", "svg")
    picture(table, svg("<clipPath id='c'><rect clip-path='url(#c)'/></clipPath><rect clip-path='url(#c)'/>"), "AS008", "svg")
    picture(table, svg("<marker id='m'>" + "<rect/>" * 500 + "</marker><path marker-mid='url(#m)' d='M0 0" + "L1 1" * 500 + "'/>"), "LM009", "svg")
    picture(table, svg("<rect/>" * 10_001), "LM009", "svg")
    picture(table, svg("<rect/>" * 9_000), BUILT, "svg", alone=True)
    table.text(SHOWN.format("svg"), files={"a.svg": svg("<rect/>" * 12_000), "book.yaml": "title: L\nlanguage: es\nauthor: A\nlimits: {svg_nodes: 20000}\n"}, alone=True)
    return table


def inline_drawings() -> Table:
    table = Table("svg-inline")
    for inside, code in ((doubling(24), "LM009"), ("<g id='a'><use href='#a'/></g>", "AS008"), ("<rect/>" * 10_001, "LM009"), ("<g>" * 100 + "</g>" * 100, "MD003")):
        table.text(f"<svg viewBox='0 0 9 9' width='9' height='9'>{inside}</svg>", code, "5")
    for inside in ("<rect width='1e308'/>", "<text>palabra</text>", "<use href='#nope'/>", "<path d='nonsense'/>", "<rect fill='url(#nope)'/>", "<g transform='x'/>"):
        drawn = ("principio", "final") if "palabra" in inside else None  # a PDF draws it when the lines beside it are done
        table.text(f"<svg viewBox='0 0 9 9' width='9' height='9'>{inside}</svg>", words=drawn)
    return table
