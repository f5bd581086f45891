"""Shortcodes, formulas, diagrams, code: languages inside the text, each with a parser of its own."""

from __future__ import annotations

from collections.abc import Iterator

from row import BUILT, Row, Table

KEPT = ("principio", "final")


def rows() -> Iterator[Row]:
    for make in (tags, arguments, formulas, diagrams, code, recordings, interfaces):
        yield from make().rows


def tags() -> Table:
    """What Hugo 0.168 refuses, and what it takes."""
    table = Table("shortcode-tag")
    for text, code, place in (
        ("{{< hint info >}}palabra", "SC002", "5:1"), ("{{< nada >}}", "SC001", "5:1"), ("{{< /hint >}}", "SC003", "5:5"), ("{{< hint info >}}x{{< /details >}}", "SC002", "5:1"),
        ("{{< hint 'a' >}}x{{< /hint >}}", "SC007", "5"), ('{{< figure "a.png" src="b" >}}', "SC004", "5"), ('{{< hint "info >}}x{{< /hint >}}', "SC006", "5:11"), ('{{< hint "in\nfo" >}}x{{< /hint >}}', "SC006", "5"),
        ("{{< hint info", "SC014", "5:1"), ("{{< >}}", "SC007", "5:1"), ("{{< >", "SC007", "5"), ("{{<>}}", "SC007", "5:1"), ("{{< /", "SC014", "5:1"), ("{{% hint %", "SC007", "5"), ("{{< hint >%}}", "SC007", "5:10"), ("{{< “hint” >}}", "SC007", "5:5"),
        ("{{< youtube x >}}a{{< /youtube >}}", "SC005", "5"), ("{{< hint info >}}{{< details >}}x{{< /hint >}}{{< /details >}}", "SC012", "5"), ("{{< ../x >}}", "SC007", "5:5"), ("{{< <script> >}}", "SC007", "5:5"),
        ("{{< a" + " b=c" * 5_000 + " >}}", "SC001", "5"), ('{{< a b="' + "c" * 50_000 + '" >}}', "SC001", "5"), ("{{< " + "a" * 20_000 + " >}}", "SC001", "5"), ("{{< a `" + "\n" * 5_000 + "` >}}", "SC001", "5"),
    ):  # fmt: skip
        table.text(text, code, place, words=KEPT)
    for text in ("{{</* hint info */>}}", "{{%/* x */%}}", "{{ palabra }}", "{{ < b > }}", "`{{</* palabra */>}}`", "{{<hint info>}}palabra{{</hint>}}", "{{< hint info >}}{{< hint info >}}palabra{{< /hint >}}{{< /hint >}}",
                 "{{< hint `info` >}}palabra{{< /hint >}}", '{{< hint "in\\"fo" >}}palabra{{< /hint >}}', "{{<\nhint\ninfo\n>}}\npalabra\n{{<\n/hint\n>}}"):  # fmt: skip
        table.text(text)
    table.text("{{< details \"<script>x</script>\" >}}palabra{{< /details >}}", "MD001", "5:13")
    return table


BREAKERS = ('\\"><script>x()</script>', "javascript:x()", "../../outside/secret", "a b", "%0d%0aX: y", "<img src=x>", "http://{SINK}/x", "x" * 5_000, "\\u0000", "${x}")


def arguments() -> Table:
    table = Table("shortcode-argument")
    for name in ("youtube", "vimeo", "x", "instagram", "gist"):
        for value in BREAKERS:
            tag = f'{{{{< {name} "{value}" "{value}" >}}}}' if name in {"x", "gist"} else f'{{{{< {name} "{value}" >}}}}'
            table.text(tag, "SC009", "5:1", words=KEPT)
    for tag, *came in (('{{< figure src="cover.png" alt="x" title="V" link="V" caption="V" attr="V" attrlink="V" >}}', "MD001 5:36", "LK002 5:1", "LK003 5:1"), ('{{< button href="V" >}}palabra{{< /button >}}', "LK003 5:1", "LK002 5:1", "LK003 5:1"),
                       ('{{< details "V" >}}palabra{{< /details >}}', "MD001 5:13", BUILT, BUILT), ('{{< hint "V" >}}palabra{{< /hint >}}', BUILT, BUILT, BUILT),
                       ('{{< tabs "V" >}}{{< tab "V" >}}palabra{{< /tab >}}{{< /tabs >}}', "MD001 5:47", BUILT, BUILT), ('{{< highlight "V" >}}palabra{{< /highlight >}}', BUILT, BUILT, BUILT),
                       ('{{< param "V" >}}', *["SC018 5:1"] * 3), ('{{< i18n "V" >}}', *["SC018 5:1"] * 3), ('{{< ref "V" >}}', *["LK001 5:1"] * 3), ('{{< badge title="V" value="V" >}}', BUILT, BUILT, BUILT),
                       ('{{< card title="V" link="V" image="V" >}}palabra{{< /card >}}', "AS001 5:1", "AS001 5:1", "RD010 5:1"), ('{{< qr text="V" >}}', BUILT, BUILT, BUILT),
                       ('{{< image src="V" alt="V" >}}', "AS001 5:1", "AS001 5:1", "RD010 5:1")):  # fmt: skip
        for value, said in zip(BREAKERS, came, strict=False):
            table.text(tag.replace("V", value), *said.split(), words=KEPT)
    return table


def formulas() -> Table:
    """TeX that opens, reads, runs or defines; that is too deep, at the place where it is; and TeX that is only odd."""
    table = Table("formula")
    for tex in ("\\url{http://{SINK}/}", "\\includegraphics{../outside/secret.png}", "\\input{/etc/passwd}", "\\write18{id}", "\\def\\a{\\a}\\a", "\\def\\a{\\a\\a}\\a",
                "\\newcommand{\\a}{\\b\\b}\\newcommand{\\b}{\\a\\a}\\a", "\\htmlClass{x}{y}", "\\htmlData{a=b}{y}", "}" * 500, "x^" * 500 + "x",
                "\\begin{matrix}" + "a&" * 2_000 + "\\end{matrix}", "a" * 20_000, "\\unknown", "&", "\\char\"FFFE"):  # fmt: skip
        table.text(f"{{{{< katex >}}}}{tex}{{{{< /katex >}}}}", "SC016", "5:14", words=KEPT, alone=True)
    for tex, forty in (("{" * 500, 40), ("{" * 300 + "x" + "}" * 300, 40), ("\\frac{" * 300 + "x", 40 * 6 + 5), ("\\frac{1}{" * 60 + "x" + "}" * 60, 40 * 9 + 5),
                       ("\\sqrt{" * 100 + "x" + "}" * 100, 40 * 6 + 5), ("x_{" * 200 + "x" + "}" * 200, 40 * 3 + 2), ("\\left(" * 300, 40 * 6),
                       ("\\begin{matrix}" * 60 + "\\end{matrix}" * 60, 40 * 14)):  # fmt: skip
        table.text(f"{{{{< katex >}}}}{tex}{{{{< /katex >}}}}", "SC016", f"5:{14 + forty}", words=KEPT, alone=True)
    for tex in ("\\href{javascript:x()}{y}", "\\text{<script>x()</script>}", "\\", "\\color{red;background:url(http://{SINK}/)}x", "\\rule{1e9em}{1e9em}", "\\hspace{99999999em}", "<b>", "\\\\" * 3_000):
        table.text(f"{{{{< katex >}}}}{tex}{{{{< /katex >}}}}", words=KEPT, alone=True,
                   paper=("PR007", "a.md:5") if "hspace" in tex else None)
    table.text("{{< katex >}}\u202ex{{< /katex >}}", "RD017", "5:14", words=KEPT, alone=True)
    return table


def diagrams() -> Table:
    table = Table("diagram")
    for text in ("graph LR\nA-->B\nclick A \"javascript:x()\"", "graph LR\nA[<img src=http://{SINK}/x>]-->B", "%%{init: {'themeCSS': '@import url(http://{SINK}/x)'}}%%\ngraph LR\nA-->B", "graph LR\nA-->A",
                 "graph LR\n" + "".join(f"A{n}-->A{n + 1}\n" for n in range(200)), "graph", "sequenceDiagram\nA->>B: <script>x</script>", "graph LR\nA[\"" + "x" * 5_000 + "\"]",
                 "gantt\ndateFormat X\na: 0, 99999999999", "graph LR\nstyle A fill:url(http://{SINK}/x)\nA-->B", "classDiagram\nA <|-- A"):  # fmt: skip
        table.text(f"```mermaid\n{text}\n```", words=KEPT, alone=True)
    for text, place in (("graph LR\n" + "A-->B\n" * 500, "6:1"), ("nonsense", "6:1"), ("", "6:1"), ("graph LR\nsubgraph a\n" * 50, "7:1"), ("pie\n\"a\" : 1e308", "7:1")):
        table.text(f"```mermaid\n{text}\n```", "SC017", place, words=KEPT, alone=True)
    return table


def code() -> Table:
    table = Table("code")
    for info in ('"><script>', "../../etc/passwd", "js {onclick=x}", "python {linenos=table,hl_lines=[1-99999999]}", "x" * 5_000, "{.a #b}", "html"):
        table.text(f"```{info}\npalabra <script>x()</script>\n```", words=("principio", "palabra", "final"), alone=True)
    table.text("```\u202e\npalabra\n```", "RD017", "5:4", words=("principio", "palabra", "final"), alone=True)
    for language, text in (("yaml", "- " * 3_000), ("text", "a\n" * 3_000)):
        table.text(f"```{language}\n{text}\n```\n\npalabra", words=("principio", "palabra", "final"), alone=True)
    for language, text in (("python", '"""' * 2_000), ("c", "/*" * 5_000), ("html", "<" * 5_000), ("json", "[" * 5_000), ("latex", "{" * 5_000), ("bash", "$(" * 3_000), ("js", "/a" * 3_000), ("sql", "'" * 5_000)):
        table.text(f"```{language}\n{text}\n```\n\npalabra", "LM007", "6:1", words=("principio", "palabra", "final"), alone=True)
    return table


def recordings() -> Table:
    """What is in them is shown as a transcript, or its name; `SC015` says so."""
    table = Table("recording")
    head = '{"version": 2, "width": 80, "height": 24}\n'
    for data in ("", "{", "[]", head + '[0, "o", "\\u001b[31m<script>x</script>"]', head + '[0, "o", "\\u001b[99999999;99999999H x"]', head + '[0, "o", "x\\r\\n"]\n' * 5_000,
                 '{"version": 2, "width": 999999999, "height": 999999999}\n[0, "o", "x"]', head + "[" * 5_000, head + '[0, "o", "\\ud800\\u0000\\u202e"]', head + '[0, "o", "\\u001b[99999999X\\u001b[99999999C\\u001b[99999999b"]',
                 head + '[0, "o", "\\u001b]8;;javascript:x\\u0007x"]', "\0" * 1_000, head + '[0, "o", "\\u001b[' + "9;" * 5_000 + 'm"]'):  # fmt: skip
        table.text('palabra\n\n{{< asciinema cast="a.cast" >}}', "SC015", "7:1", {"a.cast": data}, words=("principio", "palabra", "final"), alone=True)
    long = head + '[0, "o", "' + "a" * 100_000 + '"]'
    table.text('palabra\n\n{{< asciinema cast="a.cast" >}}', "LM007", "7:1", {"a.cast": long}, words=("principio", "palabra", "final"), alone=True)
    return table


def interfaces() -> Table:
    table = Table("api")
    for data in ("", "{", '{"paths": {"/<script>x</script>": {"get": {"summary": "</p><script>"}}}}', '{"paths": ' + "[" * 3_000, "paths: &a {x: *a}", "paths: !!python/object:os.x {}", '{"paths": {' + ",".join(f'"/{n}": {{"get": {{}}}}' for n in range(2_000)) + "}}",
                 '{"$ref": "file:///etc/passwd"}', '{"paths": {"$ref": "http://{SINK}/x"}}', '{"info": {"title": "\\u202e<b>"}, "paths": {"/": {"get": {}}}}', "\xff\xfe"):  # fmt: skip
        table.text('palabra\n\n{{< openapi src="a.json" >}}', "SC015", "7:1", {"a.json": data.encode("latin-1") if data == "\xff\xfe" else data}, words=("principio", "palabra", "final"), alone=True)
    long = '{"paths": {"/": {"get": {"summary": "' + "a" * 50_000 + '"}}}}'
    table.text('palabra\n\n{{< openapi src="a.json" >}}', "LM007", "7:1", {"a.json": long}, words=("principio", "palabra", "final"), alone=True)
    return table
