"""The web proof as somebody sees it, in headless Chromium: every test is a sentence about what is on the screen."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.serve.views.keys import KEYS

from .browser import chromium, missing
from .session import BOOK, PATIENCE, Served, serving, write

if why := missing():
    if os.environ.get("CI"):
        pytest.fail(why, pytrace=False)
    pytest.skip(why, allow_module_level=True)

from playwright.sync_api import expect

expect.set_options(timeout=PATIENCE * 1000)
RAIN, SNOW = "chapter-01-lluvia.html", "chapter-02-nieve.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture
def faults() -> list[str]:
    """What the browser complains of: errors of scripts, and whatever the policy of the pages forbids."""
    return []


@pytest.fixture
def page(browser: Any, faults: list[str]) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    made = context.new_page()
    made.set_default_timeout(PATIENCE * 1000)
    made.on("console", lambda said: faults.append(said.text) if said.type in {"error", "warning"} else None)
    made.on("pageerror", lambda error: faults.append(str(error)))
    yield made
    context.close()
    assert faults == []


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("book"), BOOK)


@pytest.fixture(scope="module")
def served(book: Path) -> Iterator[Served]:
    with serving(book, "--editor", "true {path}:{line}") as found:
        yield found


def change(book: Path, name: str, text: str | bytes) -> None:
    (book / name).write_bytes(text if isinstance(text, bytes) else text.encode())


# live reload


def test_an_edit_is_seen_without_reloading_and_lit_up(page: Any, book: Path, served: Served) -> None:
    page.goto(served.url + RAIN)
    page.evaluate("globalThis.mine = 'the same document'")
    change(book, "01-lluvia.md", BOOK["01-lluvia.md"] + "\nUn párrafo recién escrito.\n")
    expect(page.locator("main .row.changed")).to_contain_text("Un párrafo recién escrito.")
    expect(page.locator("main")).to_contain_text("Llovía sobre el tejado.")
    assert page.evaluate("globalThis.mine") == "the same document"
    change(book, "01-lluvia.md", BOOK["01-lluvia.md"])
    expect(page.locator("main")).not_to_contain_text("recién escrito")


def test_a_reader_stays_at_his_paragraph_when_the_text_above_it_grows(page: Any, tmp_path: Path) -> None:
    long = "---\ntitle: Largo\n---\n\n" + "\n\n".join(f"Párrafo {n}. " + "palabra " * 60 for n in range(60)) + "\n"
    book = write(tmp_path, {**BOOK, "01-lluvia.md": long})
    with serving(book) as served:
        page.goto(served.url + RAIN)
        here = page.locator(".row", has_text="Párrafo 40.")
        here.scroll_into_view_if_needed()
        before = page.evaluate("globalThis.scrollY")
        more = "Párrafo 3. Y mucho más.\n\n" + "Nuevo. " * 200 + "\n\n"
        change(book, "01-lluvia.md", long.replace("Párrafo 3.", more))
        expect(page.locator("main")).to_contain_text("Y mucho más.")
        expect(here).to_be_in_viewport()
        assert page.evaluate("globalThis.scrollY") > before


def test_a_finding_stands_beside_its_paragraph_and_goes_when_mended(page: Any, book: Path, served: Served) -> None:
    page.goto(served.url + SNOW)
    change(book, "02-nieve.md", BOOK["02-nieve.md"].replace("Otro párrafo.", "Otro párrafo. {{< nada >}}"))
    row = page.locator(".row", has_text="Otro párrafo.")
    expect(row.locator(".finding.error")).to_contain_text("no shortcode named 'nada'")
    expect(row.locator(".finding.error .place")).to_have_text("02-nieve.md:9:15")
    expect(page.get_by_role("navigation", name="Contents")).to_contain_text("1 error")
    expect(page.locator(".row", has_text="Nevaba").locator(".finding")).to_have_count(0)
    change(book, "02-nieve.md", BOOK["02-nieve.md"])
    expect(page.locator(".finding")).to_have_count(0)


def test_a_query_is_shown_and_gone_when_it_is_settled(page: Any, book: Path, served: Served) -> None:
    change(book, "02-nieve.md", BOOK["02-nieve.md"].replace("plaza.", "plaza{>> @marta ¿Qué plaza? <<}."))
    page.goto(served.url + "queries.html")
    expect(page.locator("main .mark")).to_contain_text("query 1 @marta ¿Qué plaza?")
    page.goto(served.url + SNOW)
    row = page.locator(".row", has_text="Nevaba")
    expect(row.locator(".beside .mark")).to_contain_text("¿Qué plaza?")
    expect(page.locator("aside.pages img")).not_to_have_count(0)
    change(book, "02-nieve.md", BOOK["02-nieve.md"])
    expect(page.locator(".mark")).to_have_count(0)
    page.goto(served.url + "queries.html")
    expect(page.locator("main")).to_contain_text("No mark is open.")


def test_a_broken_chapter_says_so_in_its_place_and_heals(page: Any, book: Path, served: Served) -> None:
    page.goto(served.url + SNOW)
    change(book, "02-nieve.md", BOOK["02-nieve.md"].replace("Otro", "Mañana otro").encode("latin-1"))
    expect(page.locator("main .broken")).to_contain_text("02-nieve.md cannot be read")
    expect(page.locator("main .broken")).to_contain_text("RD003")
    expect(page.locator("main article.stale")).to_contain_text("Otro párrafo.")
    change(book, "03-sol.md", BOOK["03-sol.md"].replace("sol.", "sol de invierno."))
    page.goto(served.url + "chapter-03-sol.html")
    expect(page.locator("main")).to_contain_text("Salió el sol de invierno.")
    expect(page.get_by_role("navigation", name="Contents")).to_contain_text("Nieve")
    page.goto(served.url + SNOW)
    change(book, "02-nieve.md", BOOK["02-nieve.md"].replace("Otro", "Mañana otro"))
    expect(page.locator("main")).to_contain_text("Mañana otro párrafo.")
    expect(page.locator(".broken, .stale")).to_have_count(0)
    change(book, "02-nieve.md", BOOK["02-nieve.md"])


def test_settings_that_do_not_parse_leave_the_book_as_it_was(page: Any, book: Path, served: Served) -> None:
    page.goto(served.url)
    change(book, "book.yaml", "title: [Libro\n")
    expect(page.locator("main .broken")).to_contain_text("book.yaml cannot be read")
    expect(page.locator("main")).to_contain_text("Autora")
    change(book, "book.yaml", BOOK["book.yaml"].replace("Libro", "Libro nuevo"))
    expect(page.locator("main h1")).to_have_text("Libro nuevo")
    expect(page.locator(".broken")).to_have_count(0)
    change(book, "book.yaml", BOOK["book.yaml"])


# what there is to see


def test_printed_pages_stand_beside_the_text_and_are_drawn(page: Any, served: Served) -> None:
    page.goto(served.url + SNOW)
    picture = page.get_by_role("complementary", name="Printed pages").locator("img").first
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("img => img.decode().then(() => img.naturalWidth)") > 500


def test_words_are_found_with_and_without_their_accents(page: Any, served: Served) -> None:
    page.goto(served.url)
    field = page.get_by_role("search").get_by_role("searchbox")
    field.fill("parrafo paraguas")
    field.press("Enter")
    expect(page.locator(".search-said")).to_have_text("1 found for “parrafo paraguas”")
    page.locator(".results a").click()
    expect(page).to_have_url(re.compile(r"chapter-01-lluvia\.html#p1\.2$"))
    expect(page.locator(".row", has_text="Segundo párrafo")).to_be_in_viewport()


def test_light_and_dark_follow_the_system_and_the_reader(page: Any, served: Served) -> None:
    def ground() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    page.emulate_media(color_scheme="light")
    page.goto(served.url)
    light = ground()
    page.emulate_media(color_scheme="dark")
    dark = ground()
    assert light != dark
    page.keyboard.press("t")
    assert ground() == light
    page.reload()
    assert ground() == light
    page.get_by_role("button", name="Light or dark").click()
    assert ground() == dark


def test_pages_do_not_scroll_sideways_on_a_telephone(page: Any, served: Served) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    views = ("findings.html", "spreads.html", "pictures.html", "keys.html", "search.html?q=sol")
    for name in ("index.html", RAIN, *views):
        page.goto(served.url + name)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name


# the keyboard


def test_every_key_that_is_told_does_something_and_no_other_does(page: Any, served: Served) -> None:
    page.goto(served.url + SNOW)
    script = page.evaluate("fetch('static/proof.js').then(answer => answer.text())")
    table = script[script.index("const KEYS") :].partition("};")[0]
    assert re.findall(r'^    "(.)":', table, re.M) == [key for key, _ in KEYS]


def test_keys_lead_through_paragraphs_chapters_and_views(page: Any, served: Served) -> None:
    page.goto(served.url + RAIN)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".row:focus")).to_contain_text("Llovía")
    page.keyboard.press("k")
    expect(page.locator(".row:focus")).to_contain_text("Lluvia")
    page.keyboard.press("]")
    expect(page).to_have_url(re.compile(SNOW))
    page.wait_for_load_state()
    page.keyboard.press("v")
    expect(page.locator("aside.pages")).to_be_hidden()
    page.keyboard.press("v")
    page.keyboard.press("s")
    expect(page).to_have_url(re.compile("spreads"))
    page.wait_for_load_state()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("jk")
    expect(page.get_by_role("searchbox")).to_have_value("jk")


def test_single_letters_can_be_switched_off(page: Any, served: Served) -> None:
    page.goto(served.url + "keys.html")
    page.get_by_label("Single keys do something").uncheck()
    page.goto(served.url + RAIN)
    page.keyboard.press("s")
    page.keyboard.press("j")
    expect(page.locator(".row:focus")).to_have_count(0)
    expect(page).to_have_url(re.compile(RAIN))


def test_the_first_stop_of_the_tab_key_leads_to_the_text(page: Any, served: Served) -> None:
    page.goto(served.url + RAIN)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


# what a manuscript may say


HOSTILE = {
    "book.yaml": "title: '<img src=x onerror=document.title=1>\"'\nlanguage: es\n"
    "author: '</title><script>document.title=2</script>'\n",
    "01-<b>a.md": "---\ntitle: '</script><script>globalThis.ran=1</script><i>x</i>'\n---\n\n"
    "Texto <img src=x onerror=globalThis.ran=2> `</script><script>globalThis.ran=3</script>` "
    "[x](javascript:globalThis.ran=4) {{< \"<img/src/onerror=globalThis.ran=5>\" >}}\n\n"
    "## T <svg onload=globalThis.ran=6> {#the.main}\n\n{>> @<b>x</b> <script>globalThis.ran=7</script> <<}fin\n",
}  # fmt: skip


def test_hostile_titles_texts_and_names_are_inert(page: Any, faults: list[str], tmp_path: Path) -> None:
    book = write(tmp_path, HOSTILE)
    with serving(book) as served:
        page.goto(served.url)
        names = page.evaluate("[...document.querySelectorAll('.contents-list a')].map(a => a.getAttribute('href'))")
        views = ("index.html", "findings.html", "queries.html", "search.html?q=script", "spreads.html", "pictures.html")
        for name in (*dict.fromkeys(names), *views):
            page.goto(served.url + name)
            page.wait_for_load_state("load")
            assert page.evaluate("globalThis.ran") is None, name
            assert page.title() not in {"1", "2"}
            assert page.locator("script").count() in (2, 3)
            assert page.locator("[onerror], [onload], a[href^='javascript' i]").count() == 0
        page.goto(served.url + "search.html?q=globalThis")
        expect(page.locator(".results li").first).to_contain_text("globalThis.ran")


# accessibility


def test_every_view_has_its_landmarks_one_title_and_names_for_all_that_is_used(page: Any, served: Served) -> None:
    for name in ("index.html", RAIN, "findings.html", "queries.html", "spreads.html", "pictures.html", "keys.html"):
        page.goto(served.url + name)
        for role in ("banner", "main", "search", "status"):
            assert page.get_by_role(role).count() == 1, (name, role)
        assert page.get_by_role("navigation", name="Contents").count() == 1
        assert page.locator("h1").count() == 1, name
        assert page.evaluate(UNNAMED) == [], name
        assert page.evaluate(TWICE) == [], name


AXE = next((Path(__file__).parents[2] / ".tools/ace/node_modules").glob("**/axe-core*/axe.min.js"), None)
"""What judges accessibility, where Ace, which brings it, is installed (`make setup`)."""


@pytest.mark.skipif(AXE is None and "CI" not in os.environ, reason="axe comes with Ace: make setup")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Any, book: Path, served: Served, scheme: str) -> None:
    assert AXE is not None
    change(book, "02-nieve.md", BOOK["02-nieve.md"].replace("Otro", "{{< nada >}} {>> ¿Sí? <<} {++Otro++} {--viejo--}"))
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(served.url + SNOW)
    expect(page.locator(".finding.error")).to_have_count(1)
    for name in (SNOW, "index.html", "findings.html", "queries.html", "spreads.html", "pictures.html", "keys.html"):
        page.goto(served.url + name)
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate("axe.run(document).then(told => told.violations.map(one => [one.id, one.nodes[0].html]))")
        assert found == [], name
    change(book, "02-nieve.md", BOOK["02-nieve.md"])


UNNAMED = """() => [...document.querySelectorAll('a, button, input, img, [role=region]')].filter(e => !(
  e.textContent.trim() || e.getAttribute('aria-label') || e.getAttribute('alt') !== null || e.labels?.length ||
  e.querySelector('img[alt]'))).map(e => e.outerHTML)"""
TWICE = """() => { const all = [...document.querySelectorAll('[id]')].map(e => e.id);
  return all.filter((id, at) => all.indexOf(id) !== at); }"""
"""Ids that stand twice (WCAG 2.2, 4.1.2 rests on them)."""
CONTRAST = """() => {
  const light = c => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const brightness = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
  const colour = text => text.match(/[\\d.]+/g).map(Number);
  const ground = e => { for (; e; e = e.parentElement) { const c = colour(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
  const poor = [];
  for (const e of document.querySelectorAll('body *')) {
    const words = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!words || !e.checkVisibility() || e.closest('svg')) continue;
    const [a, b] = [brightness(colour(getComputedStyle(e).color)), brightness(ground(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) poor.push([e.tagName, e.className, e.textContent.slice(0, 30), ratio.toFixed(2)]);
  }
  return poor;
}"""
"""WCAG 2.2, 1.4.3, on what is really shown."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(page: Any, book: Path, served: Served, scheme: str) -> None:
    marked = "{{< nada >}} {>> ¿Sí? <<} {++Otro++} {--viejo--}"
    change(book, "02-nieve.md", BOOK["02-nieve.md"].replace("Otro", marked))
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(served.url + SNOW)
    expect(page.locator(".finding.error")).to_have_count(1)
    for name in (SNOW, "index.html", "findings.html", "queries.html", "keys.html"):
        page.goto(served.url + name)
        assert page.evaluate(CONTRAST) == [], name
    page.evaluate("document.querySelector('main h1').style.color = getComputedStyle(document.body).backgroundColor")
    assert page.evaluate(CONTRAST), "the measure sees what is wrong"
    change(book, "02-nieve.md", BOOK["02-nieve.md"])


def test_who_wants_no_motion_gets_none(page: Any, book: Path, served: Served) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(served.url + RAIN)
    change(book, "01-lluvia.md", BOOK["01-lluvia.md"] + "\nQuieto.\n")
    row = page.locator(".row.changed", has_text="Quieto.")
    expect(row.locator(".text")).to_have_css("animation-name", "none")
    change(book, "01-lluvia.md", BOOK["01-lluvia.md"])


# as files


def test_the_proof_as_files_reads_and_searches_without_a_server(page: Any, book: Path, tmp_path: Path) -> None:
    from pipeline.request import Request
    from pipeline.serve.keeping import Keeper
    from pipeline.serve.site import static
    from pipeline.workshop import Workshop

    with Workshop(1) as workshop:
        proof = Keeper(Request(book, write=False), workshop).proof()
    assert proof is not None
    write(tmp_path, dict(static(proof)))
    page.goto((tmp_path / RAIN).as_uri())
    expect(page.locator("main")).to_contain_text("Llovía")
    assert page.locator("aside.pages img").first.evaluate("img => img.decode().then(() => img.naturalWidth)") > 500
    page.get_by_role("searchbox").fill("plaza")
    page.keyboard.press("Enter")
    expect(page.locator(".results li")).to_have_count(1)
    page.locator(".results a").click()
    expect(page.locator(".row", has_text="Nevaba")).to_be_visible()
