"""What readers' annotations hang on, as the last release had it: `release.lock`, in the book's folder.

A reading system finds a highlight again by the page's item id and file name and by the ids in it (Apple Books; EPUB CFI
1.1, 3.1.3). So these are written down at a release, with the first words of what they name, and compared at the next:
what has the same words and another name was renamed, and readers would lose their notes.

In: a `Publication`, and the text of release.lock. Out: its new text, and findings RL012 to RL016. The file holds a book
for each slug (a site's languages have one each), in sorted order, a line for each id: a change is a line in a diff.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..diagnostics import BookError, Code, Report
from ..nodes import NOWHERE, Pos
from .places import Places
from .publication import Tag, local

FILE = "release.lock"
FORMAT = 1
_NUMBER = re.compile(r"\d+\b\W*")
_WORDS = 60
"""Characters kept of what an id names: enough to know it again."""
_PIN = "give the heading its old id, {#%s}; or, if readers may lose their notes, `galerada check --release --accept`"
_ACCEPT = "if that is meant, `galerada check --release --accept` writes the new ids down"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the book."""

    item: str
    """Its id in the manifest, which `idref` in the spine says again."""
    ids: Mapping[str, str]
    """The ids in it, each with the first words of its element; the page's own words under the empty id."""


@dataclass(frozen=True, slots=True)
class Release:
    """A book as it was released."""

    pages: Mapping[str, Page] = field(default_factory=dict)
    """By the entry's name."""
    ace: Mapping[str, str] = field(default_factory=dict)
    """The digests of the content that Ace passed (`content_digest`), each with Ace's version."""

    @property
    def count(self) -> int:
        """How many ids it has."""
        return sum(len(page.ids) - ("" in page.ids) for page in self.pages.values())


def content_digest(resources: Mapping[str, bytes]) -> str:
    """The SHA-256 of what a reader sees: the manifest's files by their entries' names (`EPUB/text/rain.xhtml`).

    The package document is none of them: its claims may rest on this.
    """
    digest = hashlib.sha256()
    for name in sorted(resources):
        digest.update(f"{name}\0{len(resources[name])}\0".encode() + resources[name])
    return digest.hexdigest()


# the book at hand


def released(places: Places, ace: Mapping[str, str] | None = None) -> Release:
    """The ids of the EPUB at hand."""
    spine = {tag.attrs.get("idref") for tag in places.publication.package if local(tag.name) == "itemref"}
    pages = {
        name: Page(item.attrs.get("id", ""), _ids(places.pages.get(name, ())))
        for name, item in places.publication.items.items()
        if item.attrs.get("id") in spine and "nav" not in item.attrs.get("properties", "").split()
    }
    return Release(pages, ace or {})


def _ids(tags: tuple[Tag, ...]) -> dict[str, str]:
    """Every id with the first words it names; not those in a drawing or a formula, on which nothing hangs."""
    title = next((tag for tag in tags if local(tag.name) == "h1"), None)
    drawn = {tag.path for tag in tags if local(tag.name) in ("svg", "math")}
    named = {tag.attrs["id"]: _words(tag, title) for tag in tags if tag.attrs.get("id") and not _is_in(tag, drawn)}
    return {"": next((_words(tag, title) for tag in tags if local(tag.name) == "body"), "")} | named


def _words(tag: Tag, title: Tag | None) -> str:
    """The first words; of what holds the page's title, from there: the number before it is its neighbours' business."""
    skipped = title.start - tag.start if title else 0
    return _begun(tag.text[skipped:] if 0 <= skipped < len(tag.text) else tag.text)


def _is_in(tag: Tag, drawn: Collection[tuple[int, ...]]) -> bool:
    return bool(drawn) and any(tag.path[:depth] in drawn for depth in range(1, len(tag.path) + 1))


def _begun(text: str) -> str:
    """The first words; without the number of a note or a chapter, which its neighbours change."""
    words = " ".join(text.split())
    number = _NUMBER.match(words)
    return words[number.end() if number else 0 :][:_WORDS]


# the file


def read(text: str, slug: str) -> Release | None:
    """The release of a book in the file's text, or None where it has none; raises BookError (RL015)."""
    try:
        told = json.loads(text)
        if told["format"] != FORMAT:
            raise BookError(*_fault(f"its format is {told['format']}, and this version knows {FORMAT}"))
        book = told["books"].get(slug)
        return _release(book) if book is not None else None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BookError(*_fault(str(error) or type(error).__name__)) from None


def ace_passed(text: str, slug: str, digest: str) -> bool:
    """Whether release.lock says that Ace passed this very content: what a claim of conformance may rest on."""
    release = read(text, slug) if text else None
    return release is not None and digest in release.ace


def _release(book: Mapping[str, Any]) -> Release:
    pages = {str(name): Page(str(p["item"]), {str(k): str(v) for k, v in p["ids"].items()}) for name, p in
             book["pages"].items()}  # fmt: skip
    return Release(pages, {str(digest): str(version) for digest, version in book.get("ace", {}).items()})


def _fault(why: str) -> tuple[Code, str, Pos, str]:
    hint = "take it back from version control, or delete it and write it anew with `galerada check --release --accept`"
    return Code.LOCK_UNREADABLE, f"{FILE} cannot be read: {why}", Pos(FILE), hint


def written(text: str, slug: str, release: Release) -> str:
    """The file's text with this book's release in the place of the one it had; `text` is empty for a new file."""
    try:
        books = json.loads(text)["books"] if text else {}
    except (ValueError, KeyError, TypeError):
        books = {}
    told = {
        "pages": {name: {"item": page.item, "ids": dict(sorted(page.ids.items()))} for name, page in
                  sorted(release.pages.items())},
    } | ({"ace": dict(sorted(release.ace.items()))} if release.ace else {})  # fmt: skip
    whole = {"format": FORMAT, "books": dict(sorted((books | {slug: told}).items()))}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


# the two held together


def compare(old: Release, new: Release, places: Places, report: Report) -> None:
    """Say what a reader's notes would lose."""
    for name, page in old.pages.items():
        if name in new.pages:
            _compare_pages(name, page, new.pages[name], places, report)
        else:
            _gone(name, page, old, new, places, report)


def _compare_pages(name: str, old: Page, new: Page, places: Places, report: Report) -> None:
    if old.item != new.item:
        message = f"the page {name} has the item id '{new.item}', and had '{old.item}'"
        report.add(Code.FILE_CHANGED, message, places.at(name, 0, 0), _ACCEPT)
    before, after = _by_words(old), _by_words(new)
    for ident, words in old.ids.items():
        heir = after.get(words, "") if words and before.get(words) == ident else ""
        if not ident or new.ids.get(ident) == words:
            continue
        if heir and heir != ident:
            message = f"'{words}' has the id '{heir}', and had '{ident}'"
            report.add(Code.ID_CHANGED, message, _pos(name, heir, places), _PIN % ident)
        elif ident not in new.ids:
            message = f"the id '{ident}' is gone{f', which named {words!r}' if words else ''}"
            report.add(Code.ID_GONE, message, places.at(name, 0, 0), _ACCEPT)


def _by_words(page: Page) -> dict[str, str]:
    """The id of each run of words that has but one."""
    counts = Counter(words for ident, words in page.ids.items() if ident)
    return {words: ident for ident, words in page.ids.items() if ident and counts[words] == 1}


def _pos(name: str, ident: str, places: Places) -> Pos:
    return next((tag.pos for tag in places.pages.get(name, ()) if tag.attrs.get("id") == ident), NOWHERE)


def _gone(name: str, page: Page, old: Release, new: Release, places: Places, report: Report) -> None:
    heir = _heir(page, {there: made for there, made in new.pages.items() if there not in old.pages})
    if heir:
        message = f"the page {name} is called {heir} now"
        hint = f"name the manuscript's file as it was; {_ACCEPT}"
        report.add(Code.FILE_CHANGED, message, places.at(heir, 0, 0), hint)
    else:
        message = f"the page {name} is gone, which began '{page.ids.get('', '')}'"
        report.add(Code.ID_GONE, message, places.configured.pos("chapters"), _ACCEPT)


def _heir(page: Page, fresh: Mapping[str, Page]) -> str:
    """The new page that says most of what this one said; empty where none says half of it, or begins as it did."""
    said = set(page.ids.values()) - {""}
    shares = {name: len(said & set(made.ids.values())) for name, made in fresh.items()}
    best = max(shares, key=lambda name: (shares[name], name), default="")
    begins = bool(best) and fresh[best].ids.get("") == page.ids.get("")
    return best if best and (begins or 2 * shares[best] >= max(1, len(said))) else ""
