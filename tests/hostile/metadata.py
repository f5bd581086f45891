"""Front matter and book.yaml: what destroys a title, exhausts a parser, or breaks out of a file's metadata."""

from __future__ import annotations

from collections.abc import Iterator

from row import AFTER, BEFORE, BOOK, BUILT, Row, Table

TEXT = BEFORE + AFTER
MERGE_BOMB = "a0: &a0 {x: 1}\n" + "".join(f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 9)}]}}\n" for i in range(1, 9))
ALIAS_BOMB = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 9))


def rows() -> Iterator[Row]:
    for make in (scalars, yaml_attacks, toml_attacks, json_attacks, fences, kinds, escapes, book_yaml, sites):
        yield from make().rows


def chapter(front: str) -> dict[str, str]:
    return {"a.md": f"---\n{front}\n---\n\nprincipio\n"}


def scalars() -> Table:
    """YAML 1.1 would make another value of each of these titles."""
    table = Table("yaml-scalar")
    for title in ("0777", "0306406152", "12:30:45", "No", "yes", "on", "1.10", "1984", "0x10", "1_000", "2024-01-02", "3e5",
                  ".5", "+1", "0o17", "=", "null and void", "1e400", "01", "08", "190:20:30", "y", "TRUE enough"):  # fmt: skip
        table.add(chapter(f"title: {title}"), words=(title.replace(" ", ""),))
    table.add(chapter("title: A #1 hit"), "RD006", "a.md:2")
    return table


def yaml_attacks() -> Table:
    table = Table("yaml-attack")
    for front, code, place in (
        (MERGE_BOMB, "FM001", "2:5"), (ALIAS_BOMB, "FM001", "2:5"), ("title: &a x\nb: *a", "FM001", "2:8"),
        ("title: !!python/object/apply:os.system [id]", "FM001", "2:8"), ("title: !!python/name:os.system", "FM001", "2:8"),
        ("title: !x y", "FM001", "2:8"), ("title: !!binary aGk=", "FM001", "2:8"), ("title: !!str x", "FM001", "2:8"),
        ("<<: {title: x}", "NM004", "1:1"), ("title: x\n<<: [{a: b}]", "FM001", "3:1"), ("[" * 500, "NM004", "1:1"),
        ("title: " + "[" * 30 + "]" * 30, "LM010", "2:27"), ("{" * 30 + "}" * 30, "NM004", "1:1"),
        ("title: " + "a" * 70_000, "LM010", "2:1"), ("".join(f"k{n}: v\n" for n in range(9_000)), "LM010", "2:1"),
        ("title: x\ntitle: y", "FM003", "3:1"), ("title: x\nTitle: y", "FM003", "3:1"), ("title: Dune: Two", "FM001", "2:12"),
        ("title: 'x", "FM001", "2:8"), ('title: "x', "FM001", "2:8"), ("title: [a", "FM001", "3:1"), ("title: {a", "FM001", "3:1"),
        ("title: @x", "FM001", "2:8"), ("title: `x`", "FM001", "2:8"), ("title: %x", "FM001", "2:8"), ("\ttitle: x", "FM001", "2:1"),
        ("a:\n\tb: x", "FM001", "3:1"), ("title: *x", "FM001", "2:8"), ("? [a]\n: b", "NM004", "1:1"), ("title: {{< x >}}", "FM001", "2"),
        ("title: a\n...\ntitle: b", "FM001", "4"), ("%YAML 1.1\ntitle: x", "NM004", "1:1"), ("title: [a, b]", "FM004", "2:8"),
        ("title: {a: b}", "FM004", "2:8"), ("weight: ten", "FM004", "2:9"), ("weight: .inf", "FM004", "2:9"),
        ("weight: " + "9" * 5_000, "FM004", "2:9"), ("date: 2024-13-45", "FM004", "2:7"), ("date: [x]", "FM004", "2:7"),
        ("draft: maybe", "FM004", "2:8"), ("weight: 1e2", "FM004", "2:9"), ("date: 9999-12-31", "RD001", ""), ("role: <script>", "FM005", "2:7"), ("title: >\n" + " " * 70_000 + "x", "LM010", "2:1"),
    ):  # fmt: skip
        wide = ("PR006", "a.md:2") if front == "[" * 500 else None  # it is no front matter, and no line of print holds it
        table.add(chapter(front), code, f"a.md:{place}" if place else "", paper=wide)
    for front in ("weight: 08", "date: 0001-01-01", "weight: -99999999", "title: ~", "title:",
                  "image: ''", "tags: [" + "a, " * 2_000 + "b]", "x: |\n  texto", "x: 2024-13-45", "x: 1" + "0" * 5_000):  # fmt: skip
        table.add(chapter(front), "NM004", f"a.md:{front.count(chr(10)) + 4}:1")
    return table


def toml_attacks() -> Table:
    table = Table("toml-attack")
    for front, code, place in (
        ("title = ", "FM001", "2"), ("title = 'a'\ntitle = 'b'", "FM003", "3"), ("x = " + "[" * 30 + "]" * 30, "LM010", "2"),
        ("x = " + "[" * 5_000, "FM001", "2:5"), ("a" + ".a" * 5_000 + " = 1", "LM010", "2"), ("title = '" + "a" * 70_000 + "'", "LM010", "2:1"),
        ("title = \"\\uD800\"", "FM001", "2"), ("title = 'a\x00'", "RD004", "2"), ("title = 1979-13-45", "FM001", "2"),
        ("[a]\n[a]", "FM003", "3"), ("x = {a = 1,}", "FM001", "2"), ("weight = 1" + "0" * 5_000, "FM001", "2:10"), ("title = [1]", "FM004", "2:9"),
    ):  # fmt: skip
        table.add({"a.md": f"+++\n{front}\n+++\n\nprincipio\n"}, code, f"a.md:{place}")
    return table


def json_attacks() -> Table:
    table = Table("json-attack")
    for front, code, place in (
        ('{"title": ', "FM002", "1"), ('{"title": "a", "title": "b"}', "FM003", "1:16"), ('{"x": ' + "[" * 30 + "]" * 30 + "}", "LM010", "1"),
        ('{"x": ' + "[" * 5_000 + "}", "LM010", "1"), ('{"title": "\\ud800"}', "RD004", "1:11"), ('{"title": "\\u0000"}', "RD004", "1:11"),
        ('{"title": NaN}', "FM001", "1:11"), ('{"title": 1' + "0" * 5_000 + "}", BUILT, ""), ('{"title": "' + "a" * 70_000 + '"}', "LM010", "1:1"),
        ('{"a": {"b": 1,}}', "FM001", "1"), ('{"a" "b"}', "FM001", "1"),
    ):  # fmt: skip
        table.add({"a.md": f"{front}\n\n# T\n\nprincipio\n"}, code, f"a.md:{place}" if place else "", words=("principio",))
    table.add({"a.md": "{" * 300 + "\n\n# T\n\nprincipio\n"}, words=("principio",), paper=("PR006", "a.md:1"))
    return table


def fences() -> Table:
    table = Table("front-matter-fence")
    for text, code, place in (
        ("---\ntitle: x\n\nprincipio\n", "FM002", "a.md:1:1"), ("---\ntitle: x\n...\n\nprincipio\n", "FM002", "a.md:1:1"),
        ("---\ntitle: x\n----\n\nprincipio\n", "FM002", "a.md:1:1"), ("+++\ntitle = 'x'\n\nprincipio\n", "FM002", "a.md:1:1"),
        ("\n\n---\ntitle: x\n---\n\nprincipio\n", BUILT, ""), ("\ufeff---\ntitle: x\n---\n\nprincipio\n", BUILT, ""),
        ("---\r\ntitle: x\r\n---\r\n\r\nprincipio\r\n", BUILT, ""), ("--- \ntitle: x\n--- \n\nprincipio\n", BUILT, ""),
        ("---\n\nprincipio\n\n---\n\nfinal\n", "NM004", "a.md:1:1"), ("---js\n({title: require('child_process').execSync('id')})\n---\n\nprincipio\n", "NM004", "a.md:1:1"), ("***\n\nprincipio\n", "NM004", "a.md:1:1"), ("---\n---\nprincipio\n", "NM004", "a.md:3:1"),
        ("---\nprincipio final\n---\n", "NM004", "a.md:1:1"), (" ---\ntitle: palabra\n ---\nprincipio\n", "NM004", "a.md:1:1"),
        ("---" * 5_000 + "\nprincipio\n", "NM004", "a.md:1:1"), ("---\n" * 5_000 + "principio\n", "NM004", "a.md:3:1"),
        ("---\ntitle: x\n---\n---\ntitle: palabra\n---\nprincipio\n", BUILT, ""),
    ):  # fmt: skip
        table.add({"a.md": text}, code, place)
    return table


def kinds() -> Table:
    table = Table("front-matter-kind")
    for front in ("[a, b]", "- a\n- b", "title", "42"):
        table.add(chapter(front), "NM004", "a.md:1:1", words=("principio",))
    for key in ("image", "cover", "images"):
        for value, code in (("{a: {b: [c]}}", "FM004"), ("[[[a]]]", "FM004"), ("'\"><script>x</script>'", "BN001"), ("1", "BN001")):
            said = (code, "a.md:3") if (key, value[0]) != ("cover", "{") else ()  # a theme's cover has keys of its own
            table.add(chapter(f"title: A\n{key}: {value}"), *said, words=("principio",))
    for key in ("resources", "aliases", "slug", "url", "build", "params", "menu", "cascade", "lang"):
        for value in ("{a: {b: [c]}}", "[[[a]]]", "'\"><script>x</script>'", "1"):
            table.add(chapter(f"title: A\n{key}: {value}"), words=("principio",))
    return table


INJECTED = (
    '"><img src=http://{SINK}/x>', "</title><script>x()</script>", "]]><script>x</script>", "<!--", "--><b>", "&lt;script&gt;", "&#x22;>",
    "'; alert(1); '", "\\\"onload=x", "${7*7}{{7*7}}", "%s%n%x", "=cmd|' /C calc'!A0", "\\u003cscript\\u003e", "(file:///etc/passwd)",
)  # fmt: skip


def escapes() -> Table:
    """Titles and names that break out of the place they are put in (CVE-2026-43979, GHSA-ppf8-hhpp-f5hj)."""
    table = Table("escape")
    for value in INJECTED:
        quoted = "'" + value.replace("'", "''") + "'"
        table.add(chapter(f"title: {quoted}"), words=("principio",))
        table.add({"a.md": TEXT, "book.yaml": BOOK.replace("Libro", quoted)})
        for key in ("subtitle", "publisher", "rights", "description"):
            table.add({"a.md": TEXT, "book.yaml": f"{BOOK}{key}: {quoted}\n"})
    for key in ("author", "series", "subjects"):
        value = "'\"><script>x</script>'"
        book = BOOK.replace("Autora", value) if key == "author" else f"{BOOK}{key}: {'[' + value + ']' if key == 'subjects' else value}\n"
        table.add({"a.md": TEXT, "book.yaml": book})
    for text in ('![x](cover.png "<script>x</script>")', "## <script>x</script> palabra", '[palabra](https://example.org "\\"><script>")',
                 "## palabra {#x\"onclick=}", "```\"><script>\npalabra\n```", "``` js onclick=\"x()\"\npalabra\n```",
                 "palabra[^\"><script>]\n\n[^\"><script>]: palabra"):  # fmt: skip
        said = ("MD001", "5:4") if text.startswith("## <") else ()
        table.text(text, *said, words=("principio", "final"))
    return table


def book_yaml() -> Table:
    table = Table("book-yaml")
    for text, code, place in (
        ("title: [", "CF001", "2:1"), ("nope: x", "CF002", "1:1"), ("title: {a: b}", "CF003", "1:8"), ("isbn: 123", "CF004", "1:7"),
        ("title: x\ntitle: y", "CF005", "2:1"), (MERGE_BOMB, "CF001", "1:5"), (ALIAS_BOMB, "CF001", "1:5"), ("- a", "CF003", "1:1"),
        ("print: {trim: 1e9x1e9}", "CF003", "1:15"), ("print: {font_size: 9999pt}", "CF003", "1:20"), ("print: {margins: {inner: 9999pt}}", "CF003", "1:26"),
        ("ebook: {picture_width: 99999999}", "CF003", "1:24"), ("language: '\"><x>'", "CF003", "1:11"), ("uuid: x", "CF003", "1:7"),
        ("contents: {depth: 999}", "CF003", "1:19"), ("date: 2024-02-31", "CF003", "1:7"), ("limits: {nope: 1}", "CF002", "1:10"),
        ("limits: {files: -1}", "CF003", "1:17"), ("limits: {chapter: 99999GiB}", "CF003", "1:19"), ("limits: {notes: 1e99}", "CF003", "1:17"),
        ("shortcodes: {x: {template: '{{< y >}}'}}", "CF003", "1:28"), ("chapters: " + "[" * 40, "LM010", "1"), ("\0", "RD003", "1:1"),
        ("title: " + "[" * 10_000, "LM010", "1"), ("? x", "CF002", "1:3"), ("a\tb", "CF003", "1:1"),
    ):  # fmt: skip
        table.add({"a.md": TEXT, "book.yaml": f"{text}\n"}, code, f"book.yaml:{place}" if place else "book.yaml", alone=True)
    return table


def sites() -> Table:
    table = Table("hugo-site")
    for name, text, code, place in (
        ("hugo.toml", "title = [", "CF001", "hugo.toml:1"), ("hugo.yaml", MERGE_BOMB, "CF001", "hugo.yaml:1:5"), ("hugo.json", '{"title": ', "CF001", "hugo.json:1"),
        ("hugo.toml", 'title = "a"\ntitle = "b"', "CF005", "hugo.toml:2"), ("hugo.yaml", "title: &a x", "CF001", "hugo.yaml:1:8"),
        ("hugo.toml", "x = " + "[" * 40 + "]" * 40, "LM010", "hugo.toml:1"), ("hugo.yaml", "title: " + "a" * 300_000, "LM010", "hugo.yaml:1:1"),
        ("hugo.toml", 'title = "x"\ncontentDir = "/etc"', "RD010", "hugo.toml:2"), ("hugo.toml", 'title = "x"\ncontentDir = "a/../../b"', "RD010", "hugo.toml:2"),
        ("hugo.toml", '[[module.mounts]]\nsource = "../outside"\ntarget = "content"', "RD010", "hugo.toml:2:10"),
        ("hugo.toml", '[languages.es]\ncontentDir = "../outside"', "RD010", "hugo.toml:2:14"),
    ):  # fmt: skip
        table.add({"content/a.md": TEXT, "a.md": TEXT, name: text}, code, place, alone=True)
    table.add({"content/a.md": TEXT, "hugo.toml": 'title = "<script>x</script>"\n[params]\nauthor = "\\"><x>"'}, alone=True)
    table.add({"content/a.md": TEXT, "hugo.toml": 'title = "x"\n[security.exec]\nallow = [".*"]'}, alone=True)
    return table
