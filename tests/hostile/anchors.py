"""Faults that others had and published: each with the rows that would show it here, or the test of what is no manuscript.

In: nothing. Out: `ANCHORS`, checked in `test_hostile.py`. A row is named by its class and a piece of one of its files;
a test by its file and its name.
"""

from __future__ import annotations

LOCKS = ("tests/hostile/test_hostile.py", "test_no_link_in_the_place_of_an_output_leads_out")
PICTURES = "picture-disguised"
SERVED = "tests/serve/test_session.py"

ANCHORS: dict[str, tuple[tuple[str, str], ...]] = {
    # converters
    "CVE-2023-35936": (("path-markdown", "%2e%2e/outside"), ("path-html", "..%2foutside"), ("path-shortcode", "%2e%2e/outside"), ("path-banner", "%2e%2e/outside")),
    "CVE-2023-38745": (("path-markdown", "%252e%252e/outside"), ("path-markdown", "%25252e%25252e"), ("path-html", "..%252foutside")),
    "pandoc: brackets that never end": (("pathological", "[[[[[[[["), ("pathological", "[a[a[a[a"), ("nesting", "[[[[[[[[")),
    "typst: a link in the root that leads out": (("symbolic-link", "![x](a.png)"),),
    "CVE-2026-89258": (("symbolic-link", "![x](d/secret.png)"), ("symbolic-link", "![x](d/e/f/secret.png)")),
    "GHSA-c3wq-j5vh-68rc": (("symbolic-link", "![x](d/e/secret.png)"), ("symbolic-link", "![x](static/a.png)")),
    "CVE-2026-44301": (("path-shortcode", "asciinema"), ("path-shortcode", "openapi"), ("diagram", "<img src=http")),
    "GHSA-ppf8-hhpp-f5hj": (("escape", "</title><script>"), ("escape", '![x](cover.png "<script>')),
    "CVE-2026-50133": (("strange-file", "<script>x()</script><p>otra</p>"),),
    "GO-2026-5313": (("strange-file", "<script>x()</script><p>otra</p>"),),
    "Hugo: too many aliases": (("yaml-attack", "*a0, *a0"), ("book-yaml", "*a0, *a0")),
    # layout
    "GHSA-35jj-wx47-4w8r": (("remote", "rel=attachment"), ("remote", 'rel="attachment"')),
    "CVE-2025-68616": (("remote", "{SINK}/302"),),
    "GHSA-983w-rhvv-gwmv": (("remote", "{SINK}/302"),),
    "CVE-2026-49452": (("remote", "<table background="), ("remote", "<body background="), ("html-handler", "bgcolor=")),
    "CVE-2026-55073": ((PICTURES, "%!PS-Adobe"),),
    "GHSA-r543-q48m-4c9j": ((PICTURES, "%!PS-Adobe"),),
    "GHSA-jf6q-chmf-3h3v": ((PICTURES, "%!PS-Adobe"), ("style", "list-style-image"), ("escape", "</title><script>")),
    "CVE-2026-43979": (("escape", "</title><script>"), ("escape", '"><img src=http')),
    "PYSEC-2026-2610": (("escape", "</title><script>"),),
    "CVE-2025-55161": (("html-confusing", "<math><mtext>"), ("html-confusing", "<noscript><style>")),
    "CVE-2025-65108": (("front-matter-fence", "---js"),),
    "CVE-2022-35583": (("remote", "<iframe src="), ("remote", "<iframe srcdoc=")),
    "GHSA-67m6-wgh8-4vh7": (("remote", "<iframe src="), ("svg", "<!ENTITY x SYSTEM")),
    "CVE-2019-9849": (("style", "list-style-image"),),
    "CVE-2020-12802": (("style", "list-style-image"), ("svg", "<image href='http")),
    # pictures, drawings, fonts
    "CVE-2026-40192": ((PICTURES, "SIMPLE  ="),),
    "CVE-2026-55380": ((PICTURES, "gd2"),),
    "CVE-2026-55379": ((PICTURES, "STARTFONT"),),
    "CVE-2026-54059": ((PICTURES, "\x01fcp"),),
    "CVE-2026-59200": ((PICTURES, "%PDF-1.4"),),
    "CVE-2026-101258": ((PICTURES, "%!PS-Adobe"),),
    "CVE-2026-41066": (("svg", "<!ENTITY x SYSTEM"), ("svg", "<!ENTITY % x SYSTEM")),
    "CVE-2023-45139": ((PICTURES, "OTTO"), ("svg", "@font-face")),
    "CVE-2025-66034": ((PICTURES, "OTTO"), (PICTURES, "wOFF")),
    "CVE-2026-96889": (("svg", "xi:include"),),
    "librsvg #1196": (("remote", "file://{SINK}/share"), ("path-markdown", "\\\\host\\share")),
    "librsvg: instances": (("svg-multiplied", "<use href='#a22'/><use href='#a22'/>"),),
    # parsers
    "PyYAML #235": (("yaml-attack", "*a0, *a0"), ("hugo-site", "*a0, *a0")),
    "CVE-2020-14343": (("yaml-attack", "!!python/object/apply:os.system"), ("api", "!!python/object")),
    "CVE-2023-26302": (("encoding", "\udced\udca0"), ("control", "\0")),
    "CVE-2023-26303": (("pathological", "![[]()![[]()"), ("control", "![\0](cover.png)")),
    "CVE-2026-48988": (("pathological", "'a 'a 'a"), ("pathological", '"a "a "a')),
    "CVE-2026-111759": (("pathological", '"a "a "a'), ("pathological", "\"'\"'\"'")),
    "GHSA-mh25-x5hq-wrqp": (("repeated", "## Igual"),),
    "GHSA-jfm3-95jq-q3rf": (("note", "[^1]: a\n[^1]: b"), ("note", "palabra[^1]palabra[^1]")),
    "CVE-2026-71478": (("attribute-list", "href=\"javascript:x\""), ("link-scheme", "javascript:")),
    # what is no manuscript
    "CVE-2026-26064": (("path-book-yaml", "slug: '../../evil'"), ("tests/unit/test_redlining.py", "test_a_tree_made_by_hand_writes_nothing_outside")),
    "CVE-2026-26065": (("path-book-yaml", "slug: 'a/b'"), ("tests/unit/test_homecoming_docx.py", "test_a_file_that_is_no_copy_is_refused")),
    "CVE-2024-6781": ((SERVED, "test_nothing_but_the_proof_is_served"),),
    "CVE-2016-10187": (("html-script", "<script"), ("tests/unit/test_redlining.py", "test_a_strangers_epub_is_compared_by_its_words")),
    "CVE-2016-9487": (("svg", "<!ENTITY x SYSTEM"), ("tests/unit/test_release.py", "test_a_validator_that_takes_too_long_is_an_error")),
    "CVE-2020-26297": (("tests/serve/test_browser.py", "test_hostile_titles_texts_and_names_are_inert"),),
    "CVE-2025-24010": ((SERVED, "test_another_origin_is_refused"), (SERVED, "test_another_host_is_refused")),
    "GHSA-67mh-4wv8-2f99": ((SERVED, "test_another_origin_is_refused"),),
    **dict.fromkeys(("CVE-2025-68146", "CVE-2026-22701", "CVE-2026-112906", "CVE-2026-112912", "CVE-2026-112914", "CVE-2026-112934", "CVE-2026-112935", "CVE-2026-112938"), (LOCKS,)),
    "CVE-2025-69872": (("tests/unit/test_cache.py", "test_a_damaged_entry_is_a_miss_and_can_be_put_again"),),
    "PYSEC-2026-2447": (("tests/unit/test_packed.py", "test_what_looks_like_a_parcel_is_refused"),),
}  # fmt: skip
"""Advisories, and faults without a number by their program."""
