"""Bytes and characters that no book may hold, or that show something else than they say."""

from __future__ import annotations

from collections.abc import Iterator

from row import AFTER, BEFORE, BOOK, Row, Table

TEXT = BEFORE + "palabra año" + AFTER


def rows() -> Iterator[Row]:
    for make in (encodings, controls, bidi, empties, raw_texts, words):
        yield from make().rows


def encodings() -> Table:
    table = Table("encoding")
    for name, place in (("latin-1", "a.md:1:4"), ("cp1252", "a.md:1:4"), ("mac_roman", "a.md:1:4"), ("utf-16-le", "a.md:1"),
                        ("utf-16-be", "a.md:1"), ("utf-32-le", "a.md:1"), ("cp850", "a.md:1:4")):  # fmt: skip
        table.add({"a.md": TEXT.encode(name)}, "RD003", place)
        table.add({"a.md": TEXT, "book.yaml": BOOK.replace("Libro", "Año").encode(name)}, "RD003", "book.yaml:1")
    table.add({"a.md": "# T\n\n日本語\n".encode("shift_jis")}, "RD003", "a.md:3:1")
    table.add({"a.md": "# T\n\n日本語\n".encode("euc_jp")}, "RD003", "a.md:3:1")
    for bad, place in ((b"\xc0\xae", "5:1"), (b"\xe0\x80\xae", "5:1"), (b"\xed\xa0\x80", "5:1"), (b"\xed\xa0\xbd\xed\xb8\x80", "5:1"),
                       (b"\xf4\x90\x80\x80", "5:1"), (b"\xf8\x88\x80\x80\x80", "5:1"), (b"\xff", "5:1"), (b"\xc3", "5:1"),
                       (b"palabra \x80", "5:9"), (b"\xfe\xff", "5:1")):  # fmt: skip
        table.add({"a.md": BEFORE.encode() + bad + AFTER.encode()}, "RD003", f"a.md:{place}")
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        table.add({"a.md": mark + TEXT.encode(name)}, words=("principio", "palabra", "año", "final"))
        table.add({"a.md": TEXT, "book.yaml": mark + BOOK.encode(name)})
    table.add({"a.md": b"\xff\xfe" + TEXT.encode("utf-16-le") + b"x"}, "RD003", "a.md:8:1")
    table.add({"a.md": b"\xff\xfe\x00\xd8x\x00"}, "RD003", "a.md:1:1")
    table.add({"a.md": TEXT.replace("palabra", "pala\ufeffbra")}, words=("principio", "final"))
    table.add({"a.md": ("\ufeff\ufeff" + TEXT).encode()}, words=("principio", "palabra", "final"))
    table.add({"a.md": TEXT.replace("\n", "\r\n")})
    table.add({"a.md": TEXT.replace("\n", "\r")})
    table.add({"a.md": TEXT.replace("\n\n", "\n\u2028\n")}, "PR001", "a.md:3:1", words=("principio", "palabra", "final"))
    table.text("+ADw-script+AD4-palabra")
    return table


def controls() -> Table:
    table = Table("control")
    for code in (0, 1, 7, 8, 0x0B, 0x0C, 0x0E, 0x1B, 0x1F, 0x7F, 0x80, 0x9F, 0xFFFE, 0xFFFF):
        table.text(f"palabra{chr(code)}palabra", "RD004", "5:8")
    for code in (0, 8, 0x1B, 0xFFFE):
        table.add({"a.md": f"---\ntitle: A{chr(code)}\n---\n\npalabra\n"}, "RD004", "a.md:2:9")
        table.add({"a.md": TEXT, "book.yaml": BOOK.replace("Libro", f"A{chr(code)}")}, "RD004", "book.yaml:1:9")
        table.text(f"`{chr(code)}`", "RD004", "5:2")
        table.text(f"![{chr(code)}](cover.png)", "RD004", "5:3")
    for escape in ('"\\u0000"', '"\\uD800"', '"\\x08"', '"\\uFFFE"'):
        table.add({"a.md": f"---\ntitle: {escape}\n---\n\npalabra\n"}, "RD004", "a.md:2:8")
    table.text("\0" * 100_000, "RD003", "a.md:5:1")
    table.text("\x01" * 100_000, "RD004", "5:1")
    table.text("&#0; &#8; &#x1b; &#xfffe; palabra")
    table.text("\U0001fffe\U0010ffff\ufdd0palabra", "PR001", "5:1", words=("principio", "final"))
    table.text("\U00100000\U0010fffdpalabra", "PR001", "5:1", words=("principio", "palabra", "final"))
    return table


def bidi() -> Table:
    table = Table("bidi")
    for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A)):
        read = ("principio", "palabra", "final") if code == 0x202E else None  # on paper the second one runs to the left
        table.text(f"palabra {chr(code)}palabra", "RD017", "5:9", words=read, alone=code in {0x202D, 0x202E})
    for code in (0x202E, 0x2066):
        one = chr(code)
        table.add({"a.md": f"---\ntitle: A{one}b\n---\n\npalabra\n"}, "RD018", "a.md:2:8")
        table.add({"a.md": f"# A{one}b\n\npalabra\n"}, "RD018", "a.md:1:4")
        table.add({"a.md": f"A{one}b\n===\n\npalabra\n"}, "RD018", "a.md:1:2")
        table.add({"a.md": f"# T\n\npalabra\n\n## A{one}b\n"}, "RD018", "a.md:5:5")
        table.add({"a.md": TEXT, "book.yaml": BOOK.replace("Libro", f"A{one}b")}, "RD018", "book.yaml:1:8")
        table.add({"a.md": TEXT, "book.yaml": BOOK.replace("Autora", f"A{one}b")}, "RD018", "book.yaml:3:9")
    hebrew = BOOK.replace("es", "he")
    table.add({"a.md": "# \u2067שלום\u2069\n\npalabra \u2067שלום\u2069\n", "book.yaml": hebrew}, "PR001", "a.md:1")
    table.add({"a.md": "# T\n\npalabra \u202eשלום\n", "book.yaml": hebrew}, "RD017", "a.md:3:9")
    table.text("\u202e" * 5_000 + "palabra", "RD017", "5:1", alone=True)
    table.text("\u200e\u200f\u061cpalabra")
    return table


def empties() -> Table:
    table = Table("empty")
    for text in ("", "\n", " \t\n\u00a0\n", "---\ntitle: A\n---\n", "<!-- x -->", "\ufeff", "---\n---\n", "+++\n+++\n", "{}"):
        table.add({"a.md": TEXT, "b.md": text})
    table.add({"a.md": ""}, "RD001", alone=True)
    table.add({"a.txt": "palabra"}, "RD001", alone=True)
    table.add({}, "RD001", alone=True)
    table.text("#\n\n##\n\n-\n\n>\n\n```\n```\n\n| |\n|-|\n\n[]()\n\n![]()\n\n****\n\n[^]: \n\n$$$$", words=("principio", "final"), code="AS001", place="21:1")
    return table


def raw_texts() -> Table:
    table = Table("raw-text")
    listed = f"{BOOK}chapters: [a.md, b.txt]\n"
    for text in ("<script>palabra</script>", "{{< palabra >}}", "[palabra](javascript:x)", "![palabra](../outside/secret.png)",
                 "---\ntitle: palabra\n---\npalabra", "&lt;palabra&amp;", "]]>palabra<!--", "\u2028palabra", "palabra" * 3000,
                 ":smile: [b]palabra[/b]"):  # fmt: skip
        said = ("LM007" if len(text) > 1_000 else "NM004", "b.txt:1:1") if text[0] != "-" else ()
        table.add({"a.md": TEXT, "b.txt": text, "book.yaml": listed}, *said, words=("principio", "palabra", "final"), alone=True)
    table.add({"a.md": TEXT, "b.txt": "a\0b\n\x1b", "book.yaml": listed}, "RD004", "b.txt:1:2")
    table.add({"a.md": TEXT, "b.txt": "año".encode("latin-1"), "book.yaml": listed}, "RD003", "b.txt:1:2")
    return table


def words() -> Table:
    table = Table("word")
    table.text("palabra" * 2_000, "LM007", "5:1", alone=True)
    table.text("palabra " + "a" * 11_000, "LM007", "5:9", alone=True)
    table.text("palabra " + "a" * 50_000, "LM007", "5:9", alone=True)
    table.text("palabra " + "ñ-" * 5_000, "LM007", "5:9", alone=True)
    table.text("palabra " + "\u00ad".join("a" * 3_000), "LM007", "5:9", words=("principio", "palabra", "final"))
    table.text("palabra " + "\u200b".join("a" * 3_000), "LM007", "5:9", words=("principio", "palabra", "final"))
    table.text("palabra " + "e" + "\u0301" * 5_000, "LM007", "5:9", words=("principio", "palabra", "final"))
    table.text("palabra " + "a\u200d" * 2_000, "LM007", "5:9", words=("principio", "palabra", "final"))
    table.text("# " + "a" * 3_000, "LM007", "5:3", words=("principio", "final"), alone=True)
    table.text("**" + "palabra" * 300 + "** *" + "palabra" * 300 + "*", "LM007", "5:3")
    table.text("- " + "palabra" * 300 + "\n\n> " + "palabra" * 300, "LM007", "5:3")
    table.text("|palabra|\n|-|\n|" + "a" * 3_000 + "|", "LM007", "7:2")
    table.text("palabra[^1]\n\n[^1]: " + "b" * 3_000, "LM007", "7:7")
    table.text("`" + "palabra" * 1_000 + "`", "LM007", "5:1", words=("principio", "palabra", "final"))
    table.text("```\n" + "palabra" * 1_000 + "\n```", "LM007", "6:1", words=("principio", "palabra", "final"))
    table.text("[palabra](https://example.org/" + "a" * 3_000 + ")")
    table.text("https://example.org/" + "a" * 3_000, "LM007", "5:1", words=("principio", "final"))
    table.text("palabra " * 20_000, alone=True)
    table.text("palabra\n" * 20_000, alone=True)
    return table
