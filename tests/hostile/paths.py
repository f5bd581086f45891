"""Ways out of the book's folder, and things in it that are no files."""

from __future__ import annotations

from collections.abc import Iterator

from pictures_made import dot, noise
from row import AFTER, BEFORE, BOOK, BUILT, Folder, Link, Pipe, Row, Socket, Sparse, Table

WAYS = (
    ("../outside/secret.png", "AS001"), ("../../outside/secret.png", "RD010"), ("x/../../outside/secret.png", "AS001"),
    ("./.././outside/secret.png", "AS001"), ("%2e%2e/outside/secret.png", "AS001"), ("..%2foutside%2fsecret.png", "AS001"),
    ("%2e%2e%2foutside%2fsecret.png", "AS001"), ("%252e%252e/outside/secret.png", "AS001"),
    ("..%252foutside%252fsecret.png", "AS001"), ("%25252e%25252e/outside/secret.png", "AS001"),
    ("..\\outside\\secret.png", "AS001"), ("..%5coutside%5csecret.png", "AS001"), ("..%255coutside/secret.png", "AS001"),
    ("%c0%ae%c0%ae/outside/secret.png", "AS001"), ("%uff0e%uff0e/outside/secret.png", "AS001"),
    ("．．/outside/secret.png", "AS001"), ("....//outside/secret.png", "AS001"), ("..././outside/secret.png", "AS001"),
    ("..;/outside/secret.png", "AS001"), ("{OUT}/secret.png", "AS001"), ("/../outside/secret.png", "AS001"),
    ("//../outside/secret.png", "AS005"), ("~/secret.png", "AS001"), ("$HOME/secret.png", "AS001"),
    ("/etc/passwd", "AS001"), ("/proc/self/environ", "AS001"), ("/dev/zero", "AS001"), ("/dev/stdin", "AS001"),
    ("..%00/outside/secret.png", "AS001"), ("secret.png%00.png", "AS001"), ("a.png?../../outside/secret.png", "AS001"),
    ("a.png#../../outside/secret.png", "AS001"), ("static/../../outside/secret.png", "AS001"),
    ("C:\\Windows\\win.ini", "AS001"), ("\\\\host\\share\\x.png", "AS001"), ("CON", "AS001"), ("a" * 5000 + ".png", "AS001"),
    ("../" * 500 + "etc/passwd", "RD010"), ("x/" * 3000 + "a.png", "AS001"),
)  # fmt: skip


def rows() -> Iterator[Row]:
    yield from markdown_pictures().rows
    yield from html_pictures().rows
    yield from linked_files().rows
    yield from banners().rows
    yield from book_keys().rows
    yield from shortcode_files().rows
    yield from links().rows
    yield from strange_files().rows
    yield from sizes().rows
    yield from names().rows


def markdown_pictures() -> Table:
    table = Table("path-markdown")
    for way, code in WAYS:
        table.text(f"palabra ![texto](<{way}>)", code, "5:9")
    return table


def html_pictures() -> Table:
    table = Table("path-html")
    for way, code in WAYS[:20]:
        table.text(f'palabra <img alt="texto" src="{way}">', code, "5:9")
    return table


def linked_files() -> Table:
    table = Table("path-link")
    for way, _ in WAYS[:12]:
        table.text(f"palabra [texto](<{way.replace('.png', '.txt')}>)", "LK003", "5:9")
    table.text("[palabra](../outside/secret.md)", "LK001", "5:1")
    table.text("[palabra](<{OUT}/secret.md>)", "LK001", "5:1")
    table.text('[palabra]({{< ref "../outside/secret.md" >}})', "LK001", "5")
    return table


def banners() -> Table:
    table = Table("path-banner")
    for way, _ in WAYS[:14]:
        plain = way.replace("\\", "\\\\")
        table.add({"a.md": f'---\nimage: "{plain}"\n---\n# T\n\npalabra\n'}, "BN001", "a.md:2:8")
    return table


def book_keys() -> Table:
    table = Table("path-book-yaml")
    for way in ("../outside/secret.png", "{OUT}/secret.png", "x/../../outside/secret.png", "file:///etc/passwd", "..\\x.png"):
        table.add({"a.md": BEFORE + AFTER, "book.yaml": BOOK.replace("cover.png", f"'{way}'")}, "CF003", "book.yaml:4:8")
    for way in ("../outside/secret.md", "{OUT}/secret.md", "x/../../outside/*.md", "..", "C:/x.md"):
        table.add({"a.md": BEFORE + AFTER, "book.yaml": f"{BOOK}chapters: [a.md, '{way}']\n"}, "CF003", "book.yaml:5:18")
    for way in ("../outside", "{OUT}", "x/../.."):
        table.add({"a.md": BEFORE + AFTER, "book.yaml": f"{BOOK}content: '{way}'\n"}, "CF003", "book.yaml:5:10")
        table.add({"a.md": BEFORE + "![x](f/secret.png)" + AFTER, "book.yaml": f"{BOOK}aliases: {{f: '{way}'}}\n"},
                  "CF003", "book.yaml:5:14")  # fmt: skip
    for slug in ("../../evil", "a/b", "a\\b", ".", "-rf", "CON.epub:x", "a" * 300):
        table.add({"a.md": BEFORE + AFTER, "book.yaml": f"{BOOK}slug: '{slug}'\n"}, "CF003", "book.yaml:5:7")
    table.add({"content/a.md": BEFORE + AFTER, "hugo.toml": 'title = "x"\ncontentDir = "../outside"\n'},
              "RD010", "hugo.toml:2", alone=True)  # fmt: skip
    return table


def shortcode_files() -> Table:
    table = Table("path-shortcode")
    for way in ("../outside/secret", "%2e%2e/outside/secret", "..\\outside\\secret", "{OUT}/secret"):
        table.text(f'palabra\n\n{{{{< openapi src="{way}.json" >}}}}', "SC015", "7:1", words=("principio", "palabra", "final"))
        table.text(f'palabra\n\n{{{{< asciinema cast="{way}.json" >}}}}', "SC015", "7:1", words=("principio", "palabra", "final"))
        table.text(f'palabra\n\n{{{{< figure src="{way}.png" alt="x" >}}}}', "AS001", "7:1")
    return table


def links() -> Table:
    table = Table("symbolic-link")
    secret = Link("{OUT}/secret.png")
    table.text("![x](a.png)", "RD013", "5:1", {"a.png": secret})
    table.text("![x](d/a.png)", "RD013", "5:1", {"d": Link("{OUT}"), "d2/x.txt": "x"})
    table.text("![x](d/secret.png)", "RD013", "5:1", {"d": Link("{OUT}")})
    table.text("![x](d/e/f/a.png)", "RD013", "5:1", {"d/e/f/a.png": secret})
    table.text("![x](d/e/secret.png)", "RD013", "5:1", {"d/e": Link("{OUT}")})
    table.text("![x](d/e/f/secret.png)", "RD013", "5:1", {"d/e": Link("../../outside"), "d/x.txt": "x"})
    table.text("![x](a.png)", "RD013", "5:1", {"a.png": Link("b.png"), "b.png": dot()})
    table.text("![x](a.png)", "RD013", "5:1", {"a.png": Link("nowhere.png")})
    table.text("![x](a.png)", "RD013", "5:1", {"a.png": Link("a.png")})
    table.text("![x](a.png)", "RD013", "5:1", {"a.png": Link("/dev/zero")})
    table.text("![x](a.png)", "RD013", "5:1", {"a.png": Link("/proc/self/environ")})
    table.text("![x](static/a.png)", "RD013", "5:1", {"static": Link("{OUT}"), "x/a.png": dot()})
    table.add({"a.md": BEFORE + AFTER, "b.md": Link("{OUT}/secret.md")}, "RD013", "b.md:1:1")
    table.add({"a.md": BEFORE + AFTER, "b.md": Link("a.md")}, "RD013", "b.md:1:1")
    table.add({"a.md": BEFORE + AFTER, "d": Link("{OUT}")}, "RD013", "d:1:1")
    table.add({"a.md": BEFORE + AFTER, "d/e": Link("..")}, "RD013", "d/e:1:1")
    table.add({"a.md": Link("{OUT}/secret.md")}, "RD013", "a.md:1:1")
    table.add({"a.md": BEFORE + AFTER, "book.yaml": Link("{OUT}/secret.yaml")}, "RD013", "book.yaml:1:1")
    table.add({"a.md": BEFORE + AFTER, "cover.png": secret}, "RD013", "book.yaml:4:8")
    table.add({"a.md": "---\nimage: b.png\n---\n# T\n\nx\n", "b.png": secret}, "RD013", "a.md:2:8")
    table.add({"content/a.md": BEFORE + AFTER, "hugo.toml": Link("{OUT}/secret.yaml")}, "RD013", "hugo.toml:1:1")
    table.text("{{< openapi src=\"a.json\" >}}", "SC015", "5:1", {"a.json": Link("{OUT}/secret.json")})
    table.text('{{< i18n "title" >}}', "RD013", "i18n:1:1", {"i18n": Link("{OUT}")})
    table.text('{{< i18n "title" >}}', "RD013", "5:1", {"i18n/es.yaml": Link("{OUT}/secret.yaml")})
    return table


def strange_files() -> Table:
    table = Table("strange-file")
    for thing, code in ((Pipe(), "RD014"), (Socket(), "RD014"), (Folder(), "AS001")):
        table.text("![x](a.png)", code, "5:1", {"a.png": thing})
        table.text('<img alt="x" src="a.png">', code, "5:1", {"a.png": thing})
    for thing in (Pipe(), Socket()):
        table.add({"a.md": BEFORE + AFTER, "b.md": thing}, "RD014", "b.md:1:1")
        table.add({"a.md": BEFORE + AFTER, "book.yaml": thing}, "RD014", "book.yaml:1:1")
        table.add({"a.md": BEFORE + AFTER, "cover.png": thing}, "RD014", "book.yaml:4:8")
        table.add({"a.md": BEFORE + '{{< openapi src="a.json" >}}' + AFTER, "a.json": thing}, "SC015", "a.md:5:1")
        table.add({"a.md": BEFORE + '{{< i18n "x" >}}' + AFTER, "i18n/es.yaml": thing}, "RD014", "a.md:5:1")
    table.add({"a.md": BEFORE + AFTER, "b.md": Folder()})
    table.add({"a.md": BEFORE + AFTER, "b.html": "<script>x()</script><p>otra</p>"}, gone=("otra",))
    return table


def sizes() -> Table:
    table = Table("size")
    gib = 1024**3
    table.add({"a.md": BEFORE + AFTER, "b.md": Sparse(3 * 1024**2)}, "LM001", "b.md:1:1")
    table.add({"a.md": BEFORE + AFTER, "b.md": Sparse(100 * gib)}, "LM001", "b.md:1:1")
    table.add({"a.md": BEFORE + AFTER, "book.yaml": Sparse(gib)}, "LM001", "book.yaml:1:1")
    table.add({"a.md": BEFORE + AFTER, "book.yaml": "title: " + "a" * 300_000}, "LM010", "book.yaml:1:1")
    table.text("![x](a.png)", "LM001", "5:1", {"a.png": Sparse(21 * 1024**2)})
    table.text("![x](a.png)", "LM001", "5:1", {"a.png": Sparse(100 * gib)})
    table.text("![x](a.svg)", "LM001", "5:1", {"a.svg": b"<svg " + b" " * 1024**2 + b"/>"})
    table.text('{{< openapi src="a.json" >}}', "SC015", "5:1", {"a.json": Sparse(gib)})
    table.text('{{< asciinema cast="a.cast" >}}', "SC015", "5:1", {"a.cast": Sparse(gib)})
    many = {f"d/{n}.txt": "" for n in range(30)}
    table.add({"a.md": BEFORE + AFTER, **many, "book.yaml": f"{BOOK}limits: {{files: 20}}\n"}, "LM002")
    table.add({"a.md": BEFORE + AFTER, "/".join(["d"] * 60) + "/b.md": "# B\n\nx\n"}, "LM002")
    table.add({"a.md": BEFORE + AFTER, "b.md": "x" * 2000, "book.yaml": f"{BOOK}limits: {{book: 1KiB}}\n"}, "LM003", "b.md:1:1")
    table.add({"a.md": BEFORE + "![x](p.png) ![y](q.png)" + AFTER, "p.png": noise("PNG"), "q.png": noise("BMP"),
               "book.yaml": f"{BOOK}limits: {{pictures: 1KiB}}\n"}, "LM003", "a.md:5:13")  # fmt: skip
    table.add({"a.md": BEFORE + "palabra " * 1000 + AFTER, "book.yaml": f"{BOOK}limits: {{chapter: 1KiB}}\n"}, "LM001", "a.md:1:1")
    table.add({"a.md": BEFORE + "palabra\n" * 1000 + AFTER, "book.yaml": f"{BOOK}limits: {{chapter: 16KiB}}\n"})
    return table


def names() -> Table:
    table = Table("file-name")
    for name in ("CON.md", "nul.md", "com1.md", "LPT9.txt.md", "a:b.md", "a|b.md", "a?b.md", "a*b.md", 'a"b.md', "a<b>.md",
                 "a\\b.md", " a.md", "a .md", "a..md", "x" * 210 + ".md", "aux/b.md", "a./b.md"):  # fmt: skip
        fits = name in {"a .md", "a..md"}
        table.add({"a.md": BEFORE + AFTER, name: "# B\n\npalabra\n"}, BUILT if fits else "RD016", "" if fits else f"{name}:1:1")
    for name, shown in (("a\nb.md", "a\\nb.md"), ("a\x1b[31m.md", "a\\x1b[31m.md"), ("a\u202eb.md", "a\\u202eb.md"),
                        ("a\x07.md", "a\\x07.md"), ("a\u2066.md", "a\\u2066.md"), ("\udcff\udcfe.md", "\\udcff\\udcfe.md"),
                        ("a\u2028.md", "a\\u2028.md"), ("a\x7f.md", "a\\x7f.md")):  # fmt: skip
        table.add({"a.md": BEFORE + AFTER, name: "# B\n\npalabra\n"}, "RD015", f"{shown}:1:1")
    table.add({"a.md": BEFORE + AFTER, "A.md": "# B\n\npalabra\n"}, "RD016", "a.md:1:1", words=("principio", "final"))
    table.add({"e\u0301.md": "# A\n\npalabra\n", "\u00e9.md": "# B\n\npalabra\n"}, "RD016", "\u00e9.md:1:1")
    table.add({"a.md": BEFORE + AFTER, "-rf.md": "# B\n\npalabra\n"})
    table.add({"a.md": BEFORE + AFTER, "--help.md": "# B\n\npalabra\n"})
    table.add({"a.md": BEFORE + AFTER, "%2e%2e.md": "# B\n\npalabra\n"})
    table.add({"a.md": BEFORE + AFTER, "b'; rm -rf $HOME `x`.md": "# B\n\npalabra\n"})
    table.add({"a.md": BEFORE + AFTER, "<script>.md": "# B\n\npalabra\n"}, "RD016", "<script>.md:1:1")
    table.add({"a.md": BEFORE + AFTER, "😀.md": "# B\n\npalabra\n"})
    table.text("![x](CON.png)", "RD016", "CON.png:1:1", {"CON.png": dot()})
    return table
