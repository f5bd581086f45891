"""What the fuzzer found (`tests/fuzz`), made small: inputs that nobody had thought of."""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image
from row import Row, Table


def rows() -> Iterator[Row]:
    for make in (places, words, sections, lengths, frames, splits, sides, escapes, cells):
        yield from make().rows


def places() -> Table:
    """Findings that named a line which is not there."""
    table = Table("fuzzed-place")
    table.add({"a.md": b"# T\r\rprincipio\r\xd9\r"}, "RD003", "a.md:4:1")
    return table


def words() -> Table:
    """Words that were missed though nothing was gone: a backslash before a letter, as in a path of Windows; marks of notes."""
    table = Table("fuzzed-word")
    for text in ("C:\\xabier\\palabra", "palabra uno\\x0cdos", "x \\x0 palabra"):
        table.text(text)
    table.text("pala[bra](\\U1) palabra", "LK003", "5:5")
    table.text('uno{{< badge title="palabra" >}}tres')
    table.text("Uno¹ y dos², palabra³.\n\n---\n\n**Notas:**\n1. A.\n2. B.")
    return table


def sections() -> Table:
    """Python's parser of HTML gives up at sections of no kind that it knows; a browser takes them for comments."""
    table = Table("fuzzed-section")
    for text in ("<![ x ]>", "<![foo[ x ]]>", "<![if !supportLists]>palabra<![endif]>"):
        table.text(f"<div>palabra\n{text}\n</div>")
    for text in ("<![", "<![<![", "<![cdata"):  # the end of the div is in the comment
        table.text(f"<div>palabra\n{text}\n</div>", "MD002", "5:1")
    return table


def lengths() -> Table:
    """What took a time that grows with the square of its length: beginnings without an end, and spaces."""
    table = Table("fuzzed-length")
    kept = ("principio", "final")
    for text in (" " * 100_000, "x\n\n" + "\t" * 100_000 + "palabra", "<!--" * 20_000):
        table.text(text, words=kept, alone=True)
    for text in ("palabra" + " \t" * 50_000 + "x", "```\n" + "a\t" * 20_000 + "\n```", "```\nx" + " " * 100_000 + "x\n```"):
        table.text(text, words=kept, alone=True)
    table.text("a\u00a0" * 20_000, "LM007", "5:1", words=kept, alone=True)
    table.text("# palabra" + " " * 100_000 + "x", "NM002", "5:1", words=kept, alone=True)
    for text in ("<!--" * 20_000, "<![cdata[" * 10_000, "<?" * 40_000):
        table.text("<div>\n" + text, "MD002", "5:1", words=kept, alone=True)
    return table


def splits() -> Table:
    """Words that go on in a shortcode: each was looked for in all others."""
    table = Table("fuzzed-split")
    words = "\n".join(f"palabra{n}{{{{< param v >}}}} y" for n in range(9_000))
    chapter = f"---\ntitle: A\nv: val\n---\n\nprincipio {words}\n\nfinal\n"
    table.add({"a.md": chapter}, words=("principio", "palabra0val", "palabra8999val", "final"), alone=True)
    return table


def sides() -> Table:
    """A picture of some pixels, of which one side is longer than the format has that an edition wants it in."""
    table = Table("fuzzed-side")
    for name, size in (("a.tiff", (2, 65_529)), ("a.png", (20_000, 1)), ("a.bmp", (1, 40_000))):
        table.text(f"![texto]({name})", files={name: drawn(size, name.rpartition(".")[2])}, alone=True)
    return table


def drawn(size: tuple[int, int], kind: str) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, kind)
    return out.getvalue()


def escapes() -> Table:
    """Numbers of characters that there are not, in quoted YAML."""
    table = Table("fuzzed-escape")
    for number in ("80400000", "FFFFFFFF", "00110000", "7FFFFFFF"):
        table.add({"a.md": f'---\ntitle: "a\\U{number}"\n---\n\npalabra\n'}, "FM001", "a.md:2:10")
    return table


def cells() -> Table:
    """A long text in a table's cell: how narrow its column may be was asked letter by letter, of all that follows."""
    table = Table("fuzzed-cell")
    table.text(f"| a | b |\n|---|---|\n| {'palabra ' * 1_500} | c |", words=("principio", "palabra", "final"), alone=True)
    return table


def frames() -> Table:
    """A moving picture whose second frame is torn; one whose decoder raises what no other does."""
    table = Table("fuzzed-frame")
    table.text("![texto](a.gif)", "AS002", "5:1", {"a.gif": TORN}, words=("principio", "final"))
    table.text("![texto](a.gif)", "AS007", "5:1", {"a.gif": ROOM}, words=("principio", "final"))
    table.text("![texto](a.avif)", "AS002", "5:1", {"a.avif": BROKEN}, words=("principio", "final"))
    return table


ROOM = bytes.fromhex(
    "474946383961100010234a200021f9045b000001002ce8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8"
    "e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e8e80000ff797000002c00"
    "ffffff4943435f50523a6b003b"
)
"""A GIF of 16 by 8,976 pixels whose first frame is 59,624 by 59,624."""
TORN = bytes.fromhex(
    "4749463839610200020080000000000000000021f904000a0000002c000000000200020000080600010804101000"
    "21f901000000020080000000000000000021f904000a0000002c0000000002000200000806000108041010003b"
)
"""A GIF whose second graphic control block ends too soon."""
BROKEN = bytes.fromhex(
    "00000020667479706176696600000000617669666d6966316d6961664d413142000000eb6d65746100000000000000216864"
    "6c72000000000000000070696374000000000000000000000000000000000e7069746d0000000000010000001e696c6f6300"
    "0000004400000100010000000100000113000000240000002869696e660000000000010000001a696e666502000000000100"
    "0061763031436f6c6f72000000006a697072700000004b6970636f0000001469737065000000000000000900000007000000"
    "107069786900000000030808080000000c6176314381000c0000000013636f6c726e636c780001000d000680000000176970"
    "6d610000000000000001000104010283040000002c6d64617412000a08180ca334404341a1321614c78786650208209e5000"
    "0000cbaad5e89f9787b9b7"
)
"""An AVIF whose picture data are not what its head says."""
