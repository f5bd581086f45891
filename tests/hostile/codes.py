"""Shortcodes, formulas, diagrams, code: languages inside the text, each with a parser of its own."""

from __future__ import annotations

from collections.abc import Iterator

from row import Row, Table

KEPT = ("principio", "final")


def rows() -> Iterator[Row]:
    for make in (tags, arguments, formulas, diagrams, code, recordings, interfaces):
        yield from make().rows


def tags() -> Table:
    """What Hugo 0.168 refuses, and what it takes."""
    table = Table("shortcode-tag")
    for text, code, place in (
        ("{{< hint info >}}palabra", "SC002", "5:1"), ("{{< nada >}}", "SC001", "5:1"), ("{{< /hint >}}", "SC003", "5:5"), ("{{< hint info >}}x{{< /details >}}", "SC0", "5"),
        ("{{< hint 'a' >}}x{{< /hint >}}", "SC007", "5"), ('{{< figure "a.png" src="b" >}}', "SC004", "5"), ('{{< hint "info >}}x{{< /hint >}}', "SC0", "5"), ('{{< hint "in\nfo" >}}x{{< /hint >}}', "SC006", "5"),
        ("{{< hint info", "SC014", "5:1"), ("{{< >}}", "SC0", "5"), ("{{< >", "SC007", "5"), ("{{<>}}", "SC0", "5"), ("{{< /", "SC0", "5"), ("{{% hint %", "SC007", "5"), ("{{< hint >%}}", "SC0", "5"), ("{{< “hint” >}}", "SC0", "5"),
        ("{{< youtube x >}}a{{< /youtube >}}", "SC005", "5"), ("{{< hint info >}}{{< details >}}x{{< /hint >}}{{< /details >}}", "SC012", "5"), ("{{< ../x >}}", "SC0", "5"), ("{{< <script> >}}", "SC0", "5"),
        ("{{< a" + " b=c" * 5_000 + " >}}", "SC001", "5"), ('{{< a b="' + "c" * 50_000 + '" >}}', "SC001", "5"), ("{{< " + "a" * 20_000 + " >}}", "SC001", "5"), ("{{< a `" + "\n" * 5_000 + "` >}}", "SC001", "5"),
    ):  # fmt: skip
        table.text(text, code, place, words=KEPT)
    for text in ("{{</* hint info */>}}", "{{%/* x */%}}", "{{ palabra }}", "{{ < b > }}", "`{{</* palabra */>}}`", "{{<hint info>}}palabra{{</hint>}}", "{{< hint info >}}{{< hint info >}}palabra{{< /hint >}}{{< /hint >}}",
                 "{{< hint `info` >}}palabra{{< /hint >}}", '{{< hint "in\\"fo" >}}palabra{{< /hint >}}', "{{<\nhint\ninfo\n>}}\npalabra\n{{<\n/hint\n>}}", "{{< details \"<script>x</script>\" >}}palabra{{< /details >}}"):  # fmt: skip
        table.text(text)
    return table


BREAKERS = ('\\"><script>x()</script>', "javascript:x()", "../../outside/secret", "a b", "%0d%0aX: y", "<img src=x>", "http://{SINK}/x", "x" * 5_000, "\\u0000", "${x}")


def arguments() -> Table:
    table = Table("shortcode-argument")
    for name in ("youtube", "vimeo", "x", "instagram", "gist"):
        for value in BREAKERS:
            tag = f'{{{{< {name} "{value}" "{value}" >}}}}' if name in {"x", "gist"} else f'{{{{< {name} "{value}" >}}}}'
            table.text(tag, "?", words=KEPT)
    for tag in ('{{< figure src="cover.png" alt="x" title="V" link="V" caption="V" attr="V" attrlink="V" >}}', '{{< button href="V" >}}palabra{{< /button >}}', '{{< details "V" >}}palabra{{< /details >}}', '{{< hint "V" >}}palabra{{< /hint >}}',
                '{{< tabs "V" >}}{{< tab "V" >}}palabra{{< /tab >}}{{< /tabs >}}', '{{< highlight "V" >}}palabra{{< /highlight >}}', '{{< param "V" >}}', '{{< i18n "V" >}}', '{{< ref "V" >}}', '{{< badge title="V" value="V" >}}',
                '{{< card title="V" link="V" image="V" >}}palabra{{< /card >}}', '{{< qr text="V" >}}', '{{< image src="V" alt="V" >}}'):  # fmt: skip
        for value in BREAKERS[:3]:
            table.text(tag.replace("V", value), "?", words=KEPT)
    return table


def formulas() -> Table:
    table = Table("formula")
    for tex in ("\\href{javascript:x()}{y}", "\\url{http://{SINK}/}", "\\includegraphics{../outside/secret.png}", "\\input{/etc/passwd}", "\\write18{id}", "\\def\\a{\\a}\\a", "\\def\\a{\\a\\a}\\a",
                "\\newcommand{\\a}{\\b\\b}\\newcommand{\\b}{\\a\\a}\\a", "\\htmlClass{x}{y}", "\\htmlData{a=b}{y}", "{" * 500, "}" * 500, "{" * 300 + "x" + "}" * 300, "\\frac{" * 300 + "x", "\\frac{1}{" * 60 + "x" + "}" * 60,
                "\\sqrt{" * 100 + "x" + "}" * 100, "x^" * 500 + "x", "x_{" * 200 + "x" + "}" * 200, "\\left(" * 300, "\\begin{matrix}" + "a&" * 2_000 + "\\end{matrix}", "\\begin{matrix}" * 60 + "\\end{matrix}" * 60, "a" * 20_000,
                "\\text{<script>x()</script>}", "\\unknown", "\\", "&", "\\color{red;background:url(http://{SINK}/)}x", "\\rule{1e9em}{1e9em}", "\\hspace{99999999em}", "\\char\"FFFE", "\u202ex", "<b>", "\\\\" * 3_000):  # fmt: skip
        table.text(f"{{{{< katex >}}}}{tex}{{{{< /katex >}}}}", "?", words=KEPT, alone=True)
    return table


def diagrams() -> Table:
    table = Table("diagram")
    for text in ("graph LR\nA-->B\nclick A \"javascript:x()\"", "graph LR\nA[<img src=http://{SINK}/x>]-->B", "%%{init: {'themeCSS': '@import url(http://{SINK}/x)'}}%%\ngraph LR\nA-->B", "graph LR\nA-->A", "graph LR\n" + "A-->B\n" * 500,
                 "graph LR\n" + "".join(f"A{n}-->A{n + 1}\n" for n in range(200)), "nonsense", "", "graph", "sequenceDiagram\nA->>B: <script>x</script>", "graph LR\nA[\"" + "x" * 5_000 + "\"]", "graph LR\nsubgraph a\n" * 50, "pie\n\"a\" : 1e308",
                 "gantt\ndateFormat X\na: 0, 99999999999", "graph LR\nstyle A fill:url(http://{SINK}/x)\nA-->B", "classDiagram\nA <|-- A"):  # fmt: skip
        table.text(f"```mermaid\n{text}\n```", "?", words=KEPT, alone=True)
    return table


def code() -> Table:
    table = Table("code")
    for info in ('"><script>', "../../etc/passwd", "js {onclick=x}", "python {linenos=table,hl_lines=[1-99999999]}", "x" * 5_000, "{.a #b}", "html", "\u202e"):
        table.text(f"```{info}\npalabra <script>x()</script>\n```", "?", words=("principio", "palabra", "final"), alone=True)
    for language, text in (("python", '"""' * 2_000), ("c", "/*" * 5_000), ("html", "<" * 5_000), ("json", "[" * 5_000), ("yaml", "- " * 3_000), ("latex", "{" * 5_000), ("bash", "$(" * 3_000), ("js", "/a" * 3_000), ("sql", "'" * 5_000), ("text", "a\n" * 3_000)):
        table.text(f"```{language}\n{text}\n```\n\npalabra", words=("principio", "palabra", "final"), alone=True)
    return table


def recordings() -> Table:
    table = Table("recording")
    head = '{"version": 2, "width": 80, "height": 24}\n'
    for data in ("", "{", "[]", head + '[0, "o", "\\u001b[31m<script>x</script>"]', head + '[0, "o", "\\u001b[99999999;99999999H x"]', head + '[0, "o", "' + "a" * 100_000 + '"]', head + '[0, "o", "x\\r\\n"]\n' * 5_000,
                 '{"version": 2, "width": 999999999, "height": 999999999}\n[0, "o", "x"]', head + "[" * 5_000, head + '[0, "o", "\\ud800\\u0000\\u202e"]', head + '[0, "o", "\\u001b[99999999X\\u001b[99999999C\\u001b[99999999b"]',
                 head + '[0, "o", "\\u001b]8;;javascript:x\\u0007x"]', "\0" * 1_000, head + '[0, "o", "\\u001b[' + "9;" * 5_000 + 'm"]'):  # fmt: skip
        table.text('palabra\n\n{{< asciinema cast="a.cast" >}}', files={"a.cast": data}, words=("principio", "palabra", "final"), alone=True)
    return table


def interfaces() -> Table:
    table = Table("api")
    for data in ("", "{", '{"paths": {"/<script>x</script>": {"get": {"summary": "</p><script>"}}}}', '{"paths": ' + "[" * 3_000, "paths: &a {x: *a}", "paths: !!python/object:os.x {}", '{"paths": {' + ",".join(f'"/{n}": {{"get": {{}}}}' for n in range(2_000)) + "}}",
                 '{"paths": {"/": {"get": {"summary": "' + "a" * 50_000 + '"}}}}', '{"$ref": "file:///etc/passwd"}', '{"paths": {"$ref": "http://{SINK}/x"}}', '{"info": {"title": "\\u202e<b>"}, "paths": {"/": {"get": {}}}}', "\xff\xfe"):  # fmt: skip
        table.text('palabra\n\n{{< openapi src="a.json" >}}', files={"a.json": data.encode("latin-1") if data == "\xff\xfe" else data}, words=("principio", "palabra", "final"), alone=True)
    return table
