"""Too much, too deep, too often: what grows faster than its author writes."""

from __future__ import annotations

from collections.abc import Iterator

from row import AFTER, BEFORE, BOOK, BUILT, Row, Table

KEPT = ("principio", "final")


def rows() -> Iterator[Row]:
    for make in (nesting, pathological, tables, notes, growth, repeated):
        yield from make().rows


NARROW = {
    **dict.fromkeys([("> ", 57), ("- ", 25), ("<ul><li>", 20), ("<blockquote>", 57), ("[", 500)], ("PR006", "a.md:5")),
    **dict.fromkeys([("> - ", 10), ("<svg viewBox='0 0 1 1'>", 5)], ("PR007", "a.md:5")),
}
"""So deep that a printed page has no room left for a word, or hardly."""


def nesting() -> Table:
    table = Table("nesting")
    for opening, closing, depths in (("> ", "", (10, 20, 57, 100, 5_000)), ("- ", "", (10, 25, 100, 400)), ("1. ", "", (10, 100)), ("<div>", "</div>", (20, 57, 200, 2_000)),
                                     ("<b>", "</b>", (20, 300)), ("<ul><li>", "</li></ul>", (20, 200)), ("<blockquote>", "</blockquote>", (57, 200)), ("*a ", " a*", (20, 2_000)),
                                     ("**a ", " a**", (20, 200)), ("[", "](x)", (20, 500)), ("> - ", "", (10, 200)), ("<table><tr><td>", "</td></tr></table>", (5, 50)),
                                     ("{{< details >}}\n", "\n{{< /details >}}", (20, 200)), ("{{% hint info %}}\n", "\n{{% /hint %}}", (20, 200)),
                                     ("<svg viewBox='0 0 1 1'>", "</svg>", (5, 200)), ("<math><mrow>", "</mrow></math>", (5, 200)), ("<ruby>", "</ruby>", (5, 200)),
                                     ("~~a ", " a~~", (20, 200)), ("<details>", "</details>", (20, 200)), (":   ", "", (5, 100))):  # fmt: skip
        for depth in depths:
            text = opening * depth + "palabra" + closing * depth
            levels = opening.count("<") or (opening.count("> ") + opening.count("- ") * 2 + opening.count("1.") * 2) or 1
            deep = levels * depth > 58 and opening not in ("[", ":   ")
            words = KEPT if opening[0] in "[:" or "mrow" in opening or "svg" in opening else None
            said = ("MD003", "5" if "\n" not in opening else "65:1") if deep else ("LK003", f"5:{depth}") if opening == "[" else ()
            table.text(text, *said, words=words, alone=depth > 50, paper=NARROW.get((opening, depth)))
    for columns in range(1, 8):
        opened = "{{< columns >}}\n" * columns
        table.text(f"{opened}palabra\n\n<--->\n\npalabra\n" + "{{< /columns >}}\n" * columns, alone=columns > 3)
    return table


PATHOLOGICAL = {
    "nested strong emphasis": "*a **a " * 400 + "b" + " a** a*" * 1_000, "many emphasis closers": "a_ " * 1_500, "many emphasis openers": "_a " * 1_500,
    "many link closers": "a]" * 1_500, "many link openers": "[a" * 1_500, "mismatched openers and closers": "*a_ " * 1_500, "cmark 389": "*a " * 1_000 + "_a*_ " * 1_000,
    "openers and closers multiple of 3": "a**b" + "c* " * 1_500, "link openers and emphasis closers": "[ a_" * 800, "pattern [ (]( repeated": "[ (](" * 800, "pattern ![[]() repeated": "![[]()" * 800,
    "hard link case": "**x [a*b**c*](d)", "nested brackets": "[" * 1_500 + "a" + "]" * 1_500, "nested block quotes": "> " * 1_500 + "a", "deeply nested lists": "".join("  " * n + "* a\n" for n in range(100)),
    "U+0000 in the text": "abc\u0000de\u0000", "backticks": "".join(f"e{'`' * n}" for n in range(1, 200)), "unclosed links A": "[a](<b" * 800, "unclosed links B": "[a](b" * 800,
    "unclosed comments": "</" + "<!--" * 1_000, "empty lines in deeply nested lists": "- " * 30 + "x" + "\n" * 1_000, "empty lines in nested lists in quotes": "> " * 10 + "- " * 10 + "x" + "\n>" * 1_000,
    "emphasis in deep blockquote": ">" * 1_000 + "a*" * 1_000, "reference collisions": "".join(f"[ref{n}]: /u{n}\n" for n in range(1_000)) + "[ref1] " * 300, "many references": "".join(f"[{n}]: u\n" for n in range(1_000)) + "[0] " * 1_000,
    "tables of one row": "abc\ndef\n|-\n" * 800, "table delimiters": "|-" * 1_000, "autolinks": "<http://" * 1_000, "www": "www." * 1_000, "addresses": "a@" * 400 + "b", "a@a.": "a@a." * 1_000,
    "entities": "&" * 1_500, "entities never ended": "&a" * 1_500, "numeric entities": "&#" * 1_500, "backslashes": "\\" * 3_000, "backslash brackets": "\\[" * 1_500, "html openers": "<a " * 1_500, "html attributes": "<a" + " b='" * 1_000,
    "processing instructions": "<?" * 1_500, "declarations": "<!A " * 1_500, "cdata": "<![CDATA[" * 1_000, "tildes": "~" * 3_000, "tilde pairs": "~~a ~" * 1_000, "strong in words": "a**b" * 1_000, "single quotes": "'a " * 1_500,
    "double quotes": '"a ' * 1_500, "quotes mixed": '"a ' * 1_000 + "b' " * 1_000, "quotes nested": "\"'" * 1_500, "dashes": "-- " * 1_500, "points": "..." * 1_500, "apostrophes": "'" * 3_000, "footnote openers": "[^" * 1_500, "inline notes": "^[" * 1_000,
    "definition colons": "a\n: " * 800, "attribute braces": "[a]{" * 1_000, "attribute classes": "[a]{" + ".a" * 1_000 + "}", "heading braces": "# a {" + "{" * 1_000, "setext": "a\n=\n" * 1_500, "rules": "* * *\n" * 1_000, "ordered": "1) a\n" * 1_000,
    "list markers": "- + * " * 300, "task boxes": "- [ ] a\n" * 800, "alerts": "> [!NOTE]\n> a\n\n" * 800, "dollars": "$" * 3_000, "dollar pairs": "$$a$" * 800, "shortcode openers": "{{<" * 1_000, "shortcode percent": "{{%" * 1_000, "shortcode ends": ">}}" * 1_000,
    "shortcode comments": "{{</*" * 1_000, "braces": "{" * 3_000, "emoji": ":a" * 1_500, "tabs": "\t" * 1_500 + "a", "spaces": "a" + " " * 20_000 + "b", "breaks": "a  \n" * 1_000, "no-break": "\u00a0" * 3_000, "combining": "e\u0301" * 1_500,
}  # fmt: skip
LONG = (
    "many link closers", "many link openers", "nested brackets", "backticks", "unclosed links A", "unclosed links B", "unclosed comments", "table delimiters", "autolinks",
    "www", "a@a.", "entities", "entities never ended", "numeric entities", "quotes nested", "points", "apostrophes", "footnote openers", "inline notes",
    "attribute braces", "attribute classes", "dollars", "dollar pairs", "braces", "emoji", "combining",
)  # fmt: skip
SAID = {
    **dict.fromkeys(LONG, ("LM007", "5:1")), "shortcode ends": ("LM007", "5:2"), "heading braces": ("LM007", "5:5"), "setext": ("NM002", "5:1"),
    "nested strong emphasis": ("MD003", "5:207"), "cmark 389": ("MD003", "5:178"), "nested block quotes": ("MD003", "5"), "emphasis in deep blockquote": ("MD003", "5"),
    "deeply nested lists": ("MD003", "35:61"), "list markers": ("MD003", "5"), "U+0000 in the text": ("RD004", "5:4"), "hard link case": ("LK003", "5:5"),
    "reference collisions": ("LK003", "1005:1"), "many references": ("LK003", "1005:1"), "shortcode openers": ("SC014", "5:1"), "shortcode percent": ("SC014", "5:1"),
    "shortcode comments": ("SC014", "5:1"),
}  # fmt: skip
"""What is said of them; of the others nothing, for they are running text."""
UNBROKEN = {"empty lines in deeply nested lists", "addresses", "backslash brackets", "strong in words"}
"""On paper there is no room, or no place to break the line."""


def pathological() -> Table:
    table = Table("pathological")
    for name, text in PATHOLOGICAL.items():
        paper = ("PR006", "a.md:5") if name in UNBROKEN else None
        table.text(text, *SAID.get(name, ()), words=KEPT, alone=True, note=name, paper=paper)
    return table


def tables() -> Table:
    table = Table("table")
    head = "|a|b|c|d|e|\n|-|-|-|-|-|\n"
    table.text("palabra\n\n" + head + "|1|2|3|4|5|\n" * 2_500, "LM005", "8:1")
    table.text("palabra\n\n" + head + "|1|2|3|4|5|\n" * 200, alone=True)
    table.text("palabra\n\n" + "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n" + "|b\n" * 10, "LM005", "8:1", note="completed cells")
    table.text("palabra\n\n" + "|a" * 300 + "|\n" + "|-" * 300 + "|\n" + "|b\n" * 5, alone=True, paper=("PR006", "a.md:7"))
    table.text("> palabra\n>\n> |a|b|\n> |-|-|\n" + "> |c|d|\n" * 6_000, "LM005", "8:1")
    table.text("<table>" + "<tr><td>a</td></tr>" * 10_001 + "</table>", "LM005", "5:1")
    table.text("<table><tr>" + "<td>a</td>" * 101 + "</tr>" + "<tr><td>a</td></tr>" * 100 + "</table>", "LM005", "5:1")
    for span in ("100000000", "65534", "1001", "99999999999999999999999", "+5000", " 5000"):
        table.text(f'<table><tr><td colspan="{span}">palabra</td></tr></table>', "LM006", "5:12")
        table.text(f'<table><tr><td rowspan="{span}">palabra</td></tr></table>', "LM006", "5:12")
    for span in ("0", "-1", "x", "", "1e9", "２", "3"):
        table.text(f'<table><tr><td colspan="{span}" rowspan="{span}">palabra</td></tr></table>', alone=True)
    table.text("<table><tr>" + '<td colspan="1000">a</td>' * 100 + "</tr></table>", "LM005", "5:1")
    table.text("<table><col span=99999999><tr><td>palabra</td></tr></table>", "LM006", "5")
    table.text("<table><colgroup span=99999999></colgroup><tr><td>palabra</td></tr></table>", "LM006", "5")
    table.text("<table><caption>palabra</caption></table>")
    table.text("<table></table>palabra")
    table.text("| a \\| b | c |\n|-|-|\n| `\\|` | palabra |")
    table.text("```\n" + head + "|1|2|3|4|5|\n" * 2_500 + "```\npalabra", words=("principio", "palabra", "final"), alone=True)
    table.add({"a.md": BEFORE + head + "|1|2|3|4|5|\n" * 2_020 + AFTER, "book.yaml": f"{BOOK}limits: {{cells: 20000}}\n"}, alone=True)
    return table


def notes() -> Table:
    table = Table("note")
    many = "palabra" + "".join(f"[^{n}]" for n in range(6_000)) + "\n\n" + "".join(f"[^{n}]: x\n" for n in range(6_000))
    table.text(many, "LM004", "5007:1")
    table.text("palabra[^1]" * 6_000 + "\n\n[^1]: x", "LM004", "5:1")
    table.text("palabra[^1] palabra[^1]\n\n[^1]: palabra", words=("principio", "palabra", "palabra", "final"))
    table.text("palabra[^1]\n\n[^1]: palabra[^1]", words=KEPT)
    table.text("palabra[^1]\n\n[^1]: palabra[^2]\n[^2]: palabra[^1]", words=KEPT)
    table.text("palabra[^nada]", "NT001", "5:8")
    table.text("palabra[^1]\n\n[^1]: a\n[^1]: b", "NT003", "8:1")
    table.text("palabra\n\n[^1]: palabra", "NT002", "7:1", words=("principio", "palabra", "final"))
    table.text("palabra[^" + "a" * 3_000 + "]\n\n[^" + "a" * 3_000 + "]: b", "NT002", "7:1")
    table.text("palabra[^<b>]\n\n[^<b>]: b")
    table.text("palabra[^../x]\n\n[^../x]: b")
    table.text("palabra[^a b]\n\n[^a b]: palabra", "LK003", "5:8", words=KEPT)
    table.text("palabra[^1]\n\n[^1]: " + "palabra " * 3_000, words=("principio", "palabra", "final"), alone=True)
    table.text("palabra[^1]\n\n[^1]: " + "> " * 20 + "palabra", words=("principio", "palabra", "final"))
    table.text("palabra[^1]\n\n[^1]:\n    |a|b|\n    |-|-|\n    |palabra|d|", words=("principio", "palabra", "final"))
    table.text("palabra^[una ^[dos]]", words=("principio", "palabra", "final"))
    table.text("# Notas\n\n1. x\n2. y\n\n(*) palabra", "NM002", "5:1", words=("principio", "final"))
    return table


def growth() -> Table:
    table = Table("growth")
    long = "/" + "u" * 30_000
    table.text(f"[palabra]: https://example.org{long}\n\n" + "[palabra] " * 3_000, "LM008", "1:1", words=())
    table.text(f"[a]: https://example.org{long}\n\n" + "![x][a] " * 3_000, "LM008", "1:1", words=())
    twice = f"{BOOK}shortcodes: {{dos: {{template: '{{{{ inner }}}}{{{{ inner }}}}'}}}}\n"
    for depth, code in ((3, BUILT), (30, "LM008"), (55, "LM008")):
        text = "{{< dos >}}" * depth + "palabra" + "{{< /dos >}}" * depth
        table.add({"a.md": BEFORE + text + AFTER, "book.yaml": twice}, code, "a.md:5" if depth > 3 else "", words=("principio", "palabra", "final"))
    ten = f"{BOOK}shortcodes: {{diez: {{template: '{'{{ get 0 }}' * 500}'}}}}\n"
    table.add({"a.md": BEFORE + '{{< diez "' + "x" * 1_000 + '" >}}' + AFTER, "book.yaml": ten}, "LM011", "a.md:5:1", words=KEPT, alone=True)
    table.add({"a.md": BEFORE + ('{{< diez "' + "x" * 1_000 + '" >}} ') * 30 + AFTER, "book.yaml": ten}, "LM008", "a.md:5", words=KEPT)
    own = f"{BOOK}shortcodes: {{a: {{template: '<script>x</script><p onclick=x>{{{{ inner }}}}'}}}}\n"
    table.add({"a.md": BEFORE + "{{< a >}}palabra{{< /a >}}" + AFTER, "book.yaml": own}, "MD001", "a.md:5:1", words=("principio", "final"))
    argument = f"{BOOK}shortcodes: {{a: {{template: '<a href=\"{{{{ get 0 }}}}\">palabra</a>'}}}}\n"
    for value in ("javascript:x()", '\\"><script>x</script>', "x\\\" onclick=\\\"y"):
        code = "LK002" if "javascript" in value else "LK003"
        table.add({"a.md": BEFORE + f'{{{{< a "{value}" >}}}}' + AFTER, "book.yaml": argument}, code, "a.md:5:1", words=("principio", "palabra", "final"))
    pages = {f"d/{n}.md": f"# P{n}\n\nx\n" for n in range(90)}
    table.add({"d/_index.md": "---\ntitle: D\n---\n\n" + "{{< section >}}\n\n" * 600, **pages}, "LM008", "d/_index.md:4:1", words=("P0",), alone=True)
    return table


def repeated() -> Table:
    table = Table("repeated")
    table.text("## Igual\n\n" * 1_800, words=("principio", "final"), note="GHSA-mh25-x5hq-wrqp", alone=True)
    table.text("## " + "a" * 20_000 + "\n\npalabra", "LM007", "5:4", alone=True)
    table.text("## x\n\n" * 500 + "[palabra](#x-499)", alone=True)
    table.text("palabra\n\n" + "***\n\n" * 2_000, alone=True)
    table.text("- palabra\n" * 3_000, alone=True)
    table.text("palabra <b>x</b> " * 2_000, alone=True)
    table.text("palabra `x` " * 3_000, alone=True)
    table.text("[palabra](https://example.org) " * 2_000, alone=True)
    table.text("<script></script>" * 2_000, "MD001", "5:1", words=KEPT)
    table.text("<img>" * 2_000, "AS001", "5:1", words=KEPT)
    table.text("![](x.png)" * 2_000, "AS001", "5:1", words=KEPT)
    table.text("[x](y.md)" * 2_000, "LK001", "5:1", words=KEPT)
    table.text("{{< nada >}}" * 2_000, "SC001", "5:1", words=KEPT)
    table.text("x[^a] " * 2_000, "NT001", "5:2", words=KEPT)
    table.text("$$x$$ " * 50, words=KEPT)
    for number in range(1, 4):
        files = {f"c{n:03}.md": f"# Igual\n\npalabra{n}\n" for n in range(number * 40)}
        table.add(files, words=("palabra0", f"palabra{number * 40 - 1}"), alone=True)
    return table
