// What the pages cannot do by themselves: live reload, keys, search, places that open in an editor.
// Text from the book is only ever put into text nodes, and pages only into an inert document: nothing of it runs.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const frame = { main: () => one("body > .desk > main"), said: () => one("body > .said") };

  const store = {
    get(name) { try { return localStorage.getItem(name); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(name, value); } catch { /* no storage: it lasts as long as the page */ } },
  };

  let quiet;
  function say(words) {
    const said = frame.said();
    said.textContent = words;
    clearTimeout(quiet);
    quiet = setTimeout(() => { said.textContent = ""; }, 5000);
  }

  // light and dark

  const THEMES = ["system", "light", "dark"];
  function turnTheme() {
    const now = document.documentElement.dataset.theme || "system";
    const next = THEMES[(THEMES.indexOf(now) + 1) % THEMES.length];
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    store.set("galerada-theme", next);
    say(next === "system" ? "As the system has it" : next === "dark" ? "Dark" : "Light");
  }

  // printed pages beside the text

  function showPages(shown) {
    document.body.classList.toggle("no-pages", !shown);
    store.set("galerada-pages", shown ? "shown" : "hidden");
  }

  let follows;
  function follow() {
    const pane = one("aside.pages");
    if (!pane || pane.offsetParent === null || getComputedStyle(pane).position !== "sticky") return;
    const marks = all("main .page-mark");
    const above = marks.filter((mark) => mark.getBoundingClientRect().top < innerHeight * 0.4);
    const mark = above.at(-1) || marks[0];
    const link = mark && all("a[href]", pane).find((a) => a.getAttribute("href") === `#${mark.id}`);
    if (!link || link === follows) return;
    follows = link;
    all(".leaf.here", pane).forEach((leaf) => leaf.classList.remove("here"));
    const leaf = link.closest(".leaf");
    leaf.classList.add("here");
    pane.scrollTop += leaf.getBoundingClientRect().top - pane.getBoundingClientRect().top - 12;
  }

  // paragraphs, findings

  const rows = () => all("main .row");
  const atTop = () => rows().findIndex((row) => row.getBoundingClientRect().bottom > 90);
  function currentRow() {
    return document.activeElement?.closest?.(".row") || rows()[Math.max(0, atTop())];
  }
  function go(element) {
    if (!element) return;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
  }
  function step(selector, by) {
    const found = all(selector);
    if (!found.length) { say("There is none on this page"); return; }
    const here = document.activeElement?.closest?.(selector);
    if (here) { go(found[found.indexOf(here) + by]); return; }
    const focus = document.activeElement !== document.body && frame.main().contains(document.activeElement) ? document.activeElement : null;
    const isAfter = (element) => focus
      ? Boolean(focus.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)
      : element.getBoundingClientRect().bottom > 90;
    const next = found.findIndex(isAfter);
    go(by > 0 ? found[next] : found[next < 0 ? found.length - 1 : next - 1]);
  }

  // the editor

  async function openPlace(place) {
    if (!place) return;
    if (!document.body.dataset.live) { say(place); return; }
    try {
      const body = new URLSearchParams({ token: document.body.dataset.token, place });
      const answer = await fetch("open", { method: "POST", body, redirect: "error" });
      say(answer.ok ? `Opened ${place}` : await answer.text());
    } catch { say("The proof's server does not answer"); }
  }

  // search

  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  function loadBook() {
    return new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = "search.js";
      script.onload = () => resolve(globalThis.galeradaBook || []);
      script.onerror = () => resolve([]);
      document.head.append(script);
    });
  }
  function marked(text, words) {
    const found = [];
    const low = plain(text);
    if (low.length === text.normalize("NFC").length) {
      for (const word of words) for (let at = low.indexOf(word); at >= 0; at = low.indexOf(word, at + 1)) found.push([at, at + word.length]);
    }
    found.sort((a, b) => a[0] - b[0]);
    const begin = Math.max(0, (found[0]?.[0] ?? 0) - 80);
    const parts = begin ? ["…"] : [];
    let done = begin;
    const end = Math.min(text.length, begin + 260);
    for (const [from, to] of found) {
      if (from < done || to > end) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(from, to);
      parts.push(text.slice(done, from), mark);
      done = to;
    }
    parts.push(text.slice(done, end), end < text.length ? "…" : "");
    return parts;
  }
  function result([page, name, title, text], words) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = name ? `${page}#p${encodeURIComponent(name)}` : page;
    link.textContent = name ? `${name} · ${title}` : title;
    const head = document.createElement("p");
    head.append(link);
    const shown = document.createElement("p");
    shown.append(...marked(text.normalize("NFC"), words));
    item.append(head, shown);
    return item;
  }
  const MOST = 200;
  async function search() {
    const list = one("main .results");
    if (!list) return;
    const asked = (new URLSearchParams(location.search).get("q") || "").trim();
    one("form[role=search] input").value = asked;
    const words = plain(asked).split(/\s+/).filter(Boolean);
    if (!words.length) return;
    const book = await loadBook();
    const found = book.filter((entry) => { const text = plain(entry[3]); return words.every((word) => text.includes(word)); });
    list.replaceChildren(...found.slice(0, MOST).map((entry) => result(entry, words)));
    const more = found.length > MOST ? `, the first ${MOST} are shown` : "";
    one("main .search-said").textContent = found.length ? `${found.length} found for “${asked}”${more}` : `Nothing found for “${asked}”`;
  }

  // live reload: the page is fetched again and what differs is exchanged; the reader stays where he reads

  // What a row says, whatever its number, its page and its line have become.
  function saidBy(row) {
    const copy = row.cloneNode(true);
    all(".par, .page-mark, .place", copy).forEach((one) => one.remove());
    return copy.textContent + all("img", copy).map((img) => img.getAttribute("src")).join();
  }
  function whereWeAre() {
    const shown = rows();
    const at = document.activeElement?.closest?.(".row") || shown[Math.max(0, atTop())];
    if (!at) return null;
    return { said: saidBy(at), name: one(".par", at)?.id, index: shown.indexOf(at), top: at.getBoundingClientRect().top, focused: at.contains(document.activeElement) };
  }
  function exchange(fresh) {
    const before = new Set(rows().map(saidBy));
    const there = whereWeAre();
    const open = one(".contents-list details")?.open;
    const pane = one("aside.pages")?.scrollTop;
    document.title = fresh.title;
    for (const name of ["data-token", "data-live", "data-version"]) document.body.setAttribute(name, fresh.body.getAttribute(name) || "");
    one("body > .desk").replaceWith(document.adoptNode(one("body > .desk", fresh)));
    one("body > header").replaceWith(document.adoptNode(one("body > header", fresh)));
    if (open !== undefined && one(".contents-list details")) one(".contents-list details").open = open;
    if (pane !== undefined && one("aside.pages")) one("aside.pages").scrollTop = pane;
    if (before.size) for (const row of rows()) if (!before.has(saidBy(row))) row.classList.add("changed");
    if (there) comeBack(there);
    follows = null;
    begin();
  }
  function comeBack(there) {
    const shown = rows();
    const same = shown.filter((row) => saidBy(row) === there.said);
    same.sort((a, b) => Math.abs(shown.indexOf(a) - there.index) - Math.abs(shown.indexOf(b) - there.index));
    const found = same[0] || (there.name && document.getElementById(there.name)?.closest(".row")) || shown[there.index];
    if (!found) return;
    if (there.focused) found.focus({ preventScroll: true });
    scrollBy({ top: found.getBoundingClientRect().top - there.top, behavior: "instant" });
  }
  let asking = false, again = false;
  async function refresh(told) {
    if (asking) { again = true; return; }
    asking = true;
    try {
      const answer = await fetch(location.href.split("#")[0], { cache: "no-store", redirect: "error" });
      if (answer.ok) {
        exchange(new DOMParser().parseFromString(await answer.text(), "text/html"));
        say(told);
      } else say("This page is no longer in the book");
    } catch { /* the server is on its way down: the stream says so */ }
    asking = false;
    if (again) { again = false; refresh(told); }
  }
  function listen() {
    if (!document.body.dataset.live) return;
    const source = new EventSource("events");
    source.addEventListener("proof", (event) => {
      const told = JSON.parse(event.data);
      if (String(told.version) !== document.body.dataset.version) refresh(told.said);
    });
    source.onerror = () => { if (source.readyState === EventSource.CLOSED) say("The proof's server has ended"); };
    addEventListener("pagehide", () => source.close());
  }

  // keys: as views/keys.py tells them

  const open = (href) => () => { location.href = href; };
  const way = (relation) => () => one(`main .ways a[rel="${relation}"]`)?.click();
  const KEYS = {
    "/": () => one("form[role=search] input").focus(),
    "j": () => step("main .row", 1),
    "k": () => step("main .row", -1),
    "n": () => step("main .finding", 1),
    "p": () => step("main .finding", -1),
    "]": way("next"),
    "[": way("prev"),
    "e": () => openPlace(document.activeElement?.closest?.(".finding")?.querySelector("[data-place]")?.dataset.place || currentRow()?.dataset.place),
    "v": () => showPages(document.body.classList.contains("no-pages")),
    "t": turnTheme,
    "o": open("index.html"),
    "f": open("findings.html"),
    "q": open("queries.html"),
    "s": open("spreads.html"),
    "i": open("pictures.html"),
    "?": open("keys.html"),
  };
  const lettersOn = () => store.get("galerada-letters") !== "off";
  addEventListener("keydown", (event) => {
    const field = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (event.key === "Escape" && field) { field.blur(); return; }
    if (field || event.ctrlKey || event.metaKey || event.altKey || !lettersOn()) return;
    const act = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : null;
    if (!act) return;
    event.preventDefault();
    act();
  });

  // all of it

  function begin() {
    const theme = one(".theme");
    theme.hidden = false;
    theme.addEventListener("click", turnTheme);
    const letters = one("main .letters");
    if (letters) {
      letters.checked = lettersOn();
      letters.addEventListener("change", () => store.set("galerada-letters", letters.checked ? "on" : "off"));
    }
    all("button.place").forEach((button) => button.addEventListener("click", () => openPlace(button.dataset.place)));
    search();
    follow();
  }
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, { passive: true });
  if (store.get("galerada-pages") === "hidden") document.body.classList.add("no-pages");
  if (innerWidth < 900) one(".contents-list details").open = false;
  begin();
  listen();
})();
