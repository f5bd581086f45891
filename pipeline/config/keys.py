"""Every key of book.yaml, once. The reader, the JSON Schema and the manual are made from this table.

In: nothing. Out: `KEYS`. A name ends in `[]` for a list's item and in `.*` for a key that the author names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ..catalogue import SHORTCODES
from ..model import Config
from ..stores import STORES
from .forms import (
    ADDRESS,
    AMOUNT,
    CODE,
    COLOUR,
    COUNTRY,
    CURRENCY,
    DATE,
    DESIGN,
    FLAG,
    ISBN,
    LANGUAGE,
    PATH,
    RELATOR,
    ROLE,
    RULE,
    SLUG,
    TARGET,
    TEMPLATE,
    TEXT,
    UUID,
    Form,
    choice,
    whole,
)
from .lengths import SHEET, TRIM, length
from .limiting import LIMITS, SIZE


@dataclass(frozen=True, slots=True)
class Key:
    """One key."""

    name: str
    """From the top, with points: `print.margins.inner`."""
    form: Form | None
    """Of a single value; None where only keys or a list below it are taken."""
    default: str
    """As it would be written in book.yaml; empty: nothing."""
    meaning: str
    needs: tuple[str, ...] = ()
    """Of the keys below it, one of these must be there."""
    like: str = ""
    """The key whose form and inner keys it shares."""
    names: Form | None = None
    """Of a key that the author names: what its names are; None: anything."""

    @property
    def kind(self) -> str:
        """What it takes, in words."""
        inner, items = children(self.name), item_of(self.name)
        words = [self.form.wants] if self.form else []
        words += ["a list"] if items else []
        words += ["the keys " + ", ".join(inner)] if inner and "*" not in inner else []
        return "; or ".join(words + (["keys of your own"] if "*" in inner else []))


def _entries(name: str, meaning: str) -> tuple[Key, ...]:
    entry = "One file, a pattern such as text/*.md, or a part."
    return Key(name, None, "", meaning), Key(f"{name}[]", PATH, "", entry, ("file", "part"), "chapters[]")


def _translated(*names: str) -> tuple[Key, ...]:
    """What may be said for one language of a site, as it is said for the book."""
    texts = {"language": LANGUAGE, "isbn": ISBN, "uuid": UUID, "cover": PATH, "slug": SLUG, "content": PATH}
    plain = {name: texts.get(name, TEXT) for name in names if name not in ("contributors", "chapters")}
    meaning = "As above, for this language's book."
    return tuple(Key(f"languages.*.{name}", plain.get(name), "", meaning, like=name) for name in names)


# The model's own defaults, so that none stands twice.
_BOOK = Config("")
_TYPE, _PAGE, _EBOOK, _LIMITS, _SIGNED, _REVIEW = (
    _BOOK.typography, _BOOK.print, _BOOK.ebook, _BOOK.limits, _BOOK.accessibility, _BOOK.review
)  # fmt: skip
EXEMPTIONS = ("micro-enterprise", "disproportionate-burden", "fundamental-alteration")
_TRIM = f"{_PAGE.width / 72:g}x{_PAGE.height / 72:g}in"


def _said(value: bool | int | str) -> str:
    return str(value).lower()


def _size(count: int) -> str:
    return f"{count // 1048576}MiB" if count % 1048576 == 0 else f"{count // 1024}KiB"


def _limit(name: str, form: Form, meaning: str) -> Key:
    most = getattr(_LIMITS, name)
    return Key(f"limits.{name}", form, _size(most) if form is SIZE else _said(most), meaning)


SPINE = length(2, 360)


def _pt(length: float) -> str:
    return f"{length:g}pt" if length else "0"


KEYS: tuple[Key, ...] = (
    Key("title", TEXT, "", "The book's title. Absent: the site's title, or the folder's name."),
    Key("subtitle", TEXT, "", "The line under the title."),
    Key("language", LANGUAGE, "", "The language of the text. Absent: the site's, or guessed from the words."),
    Key("author", TEXT, "", "The author, for a book whose other people need not be named."),
    Key("author[]", TEXT, "", "One of several authors."),
    Key("contributors", None, "", "Everyone who made the book, in the order of the title page."),
    Key("contributors[]", TEXT, "", "One person; a plain name is an author.", needs=("name",)),
    Key("contributors[].name", TEXT, "", "The name as it is printed."),
    Key("contributors[].role", RELATOR, "aut", "What the person did."),
    Key("contributors[].sort", TEXT, "", "The name as it is filed: Cervantes, Miguel de."),
    Key("contributors[].alternate", None, "", "The name in other scripts."),
    Key("contributors[].alternate.*", TEXT, "", "The name as that language writes it.", names=LANGUAGE),
    Key("isbn", ISBN, "", "The book's ISBN; each edition may have its own."),
    Key("isbn.ebook", ISBN, "", "The EPUB's ISBN."),
    Key("isbn.print", ISBN, "", "The printed book's ISBN."),
    Key("uuid", UUID, "", "The book's identifier. Absent: made from the title, the language and the people."),
    Key("publisher", TEXT, "", "The publisher's name."),
    Key("rights", TEXT, "", "The copyright line. Absent: the site's copyright."),
    Key("date", DATE, "", "The day, month or year of publication."),
    Key("description", TEXT, "", "What the book is about, for shops and libraries."),
    Key("subjects", None, "", "What the book is filed under."),
    Key("subjects[]", TEXT, "", "One subject; a plain text is a keyword.", needs=("label", "code")),
    Key("subjects[].scheme", choice("bisac", "thema", "plain"), "plain", "The code's list; plain: a keyword."),
    Key("subjects[].code", TEXT, "", "The code in that list."),
    Key("subjects[].label", TEXT, "", "The subject in words. Absent: the code."),
    Key("series", TEXT, "", "The series that the book belongs to.", needs=("name",)),
    Key("series.name", TEXT, "", "The series' name."),
    Key("series.position", TEXT, "", "The book's number in the series."),
    Key("alternate_titles", None, "", "The title in other scripts or languages."),
    Key("alternate_titles.*", TEXT, "", "The title as that language writes it.", names=LANGUAGE),
    Key("other_languages", LANGUAGE, "", "What the text speaks beside its own language."),
    Key("other_languages[]", LANGUAGE, "", "One of several languages."),
    Key("foreign", None, "", "Words of other languages, which are marked wherever they stand."),
    Key("foreign.*", TEXT, "", "A word or phrase of that language.", names=LANGUAGE),
    Key("foreign.*[]", TEXT, "", "One of several words or phrases."),
    Key("accessibility", None, "", "What the publisher vouches for; what can be computed is not asked."),
    Key("accessibility.certified_by", TEXT, "", "Who signs that the ebook conforms. Absent: nobody does."),
    Key("accessibility.level", choice("A", "AA", "AAA"), _SIGNED.level, "The level of WCAG 2.2 that is signed."),
    Key("accessibility.credential", TEXT, "", "What entitles the signer, by name or address."),
    Key("accessibility.report", ADDRESS, "", "Where the evaluation can be read."),
    Key("accessibility.summary", TEXT, "", "In place of the summary that is computed."),
    Key("accessibility.contact", ADDRESS, "", "Where readers may ask about accessibility."),
    Key("accessibility.exemption", choice(*EXEMPTIONS), "", "Why the European Accessibility Act does not bind it."),
    Key("territories", COUNTRY, "", "Where the book may be sold. Absent: in the whole world."),
    Key("territories[]", COUNTRY, "", "One of several countries."),
    Key("prices", None, "", "What the book costs, tax included."),
    Key("prices[]", None, "", "One price.", needs=("amount",)),
    Key("prices[].amount", AMOUNT, "", "How much."),
    Key("prices[].currency", CURRENCY, "EUR", "In which currency."),
    Key("prices[].countries", COUNTRY, "", "Where it holds. Absent: wherever the book is sold."),
    Key("prices[].countries[]", COUNTRY, "", "One of several countries."),
    Key("prices[].edition", choice("ebook", "print"), "", "Of which edition. Absent: of each."),
    Key("cover", PATH, "", "The cover's picture. Absent: a cover is made from the title."),
    Key("slug", SLUG, "", "The name of the output files. Absent: made from the title."),
    Key("chapters", None, "", "The files of the book in their order. Absent: what the folder holds."),
    Key("chapters[]", PATH, "", "One file, a pattern such as text/*.md, or a part.", needs=("file", "part")),
    Key("chapters[].file", PATH, "", "The file, or a pattern."),
    Key("chapters[].role", ROLE, "", "Which part of a book it is. Absent: its front matter says, or its place."),
    Key("chapters[].title", TEXT, "", "The title, in place of the file's own."),
    Key("chapters[].part", TEXT, "", "The title of a part, whose chapters follow."),
    Key("chapters[].chapters", None, "", "The chapters of the part."),
    Key("chapters[].chapters[]", PATH, "", "One file of the part, or a pattern.", needs=("file",)),
    Key("chapters[].chapters[].file", PATH, "", "The file, or a pattern."),
    Key("chapters[].chapters[].role", ROLE, "", "Which part of a book it is."),
    Key("chapters[].chapters[].title", TEXT, "", "The title, in place of the file's own."),
    *_entries("chapters.front", "What stands before the first chapter."),
    *_entries("chapters.body", "The chapters."),
    *_entries("chapters.back", "What follows the last chapter."),
    Key("content", PATH, "", "The folder of the chapters, when none are listed. Absent: the book's own."),
    Key("languages", None, "", "What differs in the languages of a Hugo site, by the site's code of each."),
    Key("languages.*", None, "", "One language of the site."),
    *_translated(
        "title",
        "subtitle",
        "language",
        "author",
        "contributors",
        "isbn",
        "uuid",
        "rights",
        "description",
        "cover",
        "slug",
        "chapters",
        "content",
    ),
    Key("aliases", None, "", "Folders that pictures' paths stand for."),
    Key("aliases.*", PATH, "", "The folder that stands for paths that begin so."),
    Key("shortcodes", None, "", "What the site's own shortcodes become."),
    Key("shortcodes.*", choice("drop", "keep"), "", "One of them: gone, or its inner text.", needs=("as", "template")),
    Key("shortcodes.*.as", choice(*sorted(SHORTCODES)), "", "A shortcode that Galerada knows, in its place."),
    Key("shortcodes.*.template", TEMPLATE, "", 'Markdown with {{ inner }}, {{ get "name" }} and {{ get 0 }}.'),
    Key("contents", None, "", "The table of contents."),
    Key("contents.depth", whole(1, 6), _said(_BOOK.contents_depth), "Levels of headings it lists; 1: chapters only."),
    Key("numbering", choice("auto", "count", "none"), _BOOK.numbering, "Chapter numbers: the titles' own, or counted."),
    Key("notes", choice("chapter", "book"), _BOOK.notes, "At whose end notes without a mark stand."),
    Key("typography", None, "", "What may be done to the words."),
    Key("typography.quotes", choice("language", "keep"), _TYPE.quotes, "The language's quotation marks."),
    Key("typography.dashes", FLAG, _said(_TYPE.dashes), "Double hyphens become dashes."),
    Key("typography.ellipsis", FLAG, _said(_TYPE.ellipsis), "Three points become one character."),
    Key("typography.spaces", FLAG, _said(_TYPE.spaces), "Spaces that do not break, by language."),
    Key("typography.hard_breaks", choice("keep", "paragraph"), _TYPE.hard_breaks, "A break after a full stop."),
    Key("review", None, "", "What `galerada review` looks at."),
    Key("review.off", None, "", "Rules that are switched off."),
    Key("review.off[]", RULE, "", "One rule."),
    Key("review.paths", None, "", "Rules that are switched off in some chapters, by a pattern such as back/*.md."),
    Key("review.paths.*", None, "", "The rules for the chapters whose paths fit."),
    Key("review.paths.*[]", RULE, "", "One rule."),
    Key("review.dictionary", TEXT, "", "A hunspell dictionary: its path in the book, its name on the system, or none."),
    Key("review.stylesheet", PATH, _REVIEW.stylesheet, "The file of the style sheet."),
    Key("review.paragraph", whole(50, 5000), _said(_REVIEW.paragraph), "Words that make a paragraph very long."),
    Key("target", TARGET, "", "Where the book is printed: printer, trim and paper, such as kdp-6x9-cream."),
    Key("target[]", TARGET, "", "One of several; the print edition is made for each."),
    Key("wrap", None, "", "The printed book's cover: back, spine and front on one sheet."),
    Key("wrap.back", TEXT, "", "The words of the back: Markdown, or a file of it. Absent: the description."),
    Key("wrap.author", TEXT, "", "A short life of the author, for the back: Markdown, or a file of it."),
    Key("wrap.picture", PATH, "", "A picture for the front, under the title. Absent: one is drawn."),
    Key("wrap.spine", SPINE, "", "The spine's width, where only the printer's calculator knows it."),
    Key("wrap.spine.*", SPINE, "", "The same at one target.", names=TARGET),
    Key("wrap.sheet", SHEET, "", "The whole sheet, as the printer's calculator gives it."),
    Key("wrap.sheet.*", SHEET, "", "The same at one target.", names=TARGET),
    Key("wrap.direction", choice("up", "down"), "", "How the spine reads. Absent: as the language's trade has it."),
    Key("wrap.colours", None, "", "The cover's colours, in place of those that the title deals."),
    Key("wrap.colours.ground", COLOUR, "", "Behind the words."),
    Key("wrap.colours.ink", COLOUR, "", "Of the words."),
    Key("wrap.colours.accent", COLOUR, "", "Of the rules, and of what is seen first."),
    Key("design", DESIGN, "clásico", "The design of the printed book."),
    Key("styles", PATH, "", "Your own style sheets, after those of the design and of the ebook."),
    Key("styles[]", PATH, "", "One style sheet.", needs=("file",)),
    Key("styles[].file", PATH, "", "The style sheet."),
    Key("styles[].edition", choice("ebook", "print"), "", "The edition it is for. Absent: both."),
    Key("print", None, "", "The printed book's page."),
    Key("print.trim", TRIM, "", f"The trimmed page; plain figures are inches. Absent: the design's, as {_TRIM}."),
    Key("print.large", FLAG, _said(_PAGE.large), "Large print: 16 pt and more, for readers who see little."),
    Key("print.banner", choice("inset", "full-bleed"), "", "A chapter's picture: within the text, or to the trim."),
    Key("print.banner_ink", choice("colour", "grey", "duotone"), "", "Its colours. Absent: those of the design."),
    Key("print.bleed", length(0, 36), _pt(_PAGE.bleed), "What is printed beyond the trim and cut off."),
    Key("print.margins", None, "", "The white around the text."),
    Key("print.margins.inner", length(18, 216), "", "At the spine. Absent: the design's."),
    Key("print.margins.outer", length(18, 216), "", "At the fore edge. Absent: the design's."),
    Key("print.margins.top", length(18, 216), "", "At the head. Absent: the design's."),
    Key("print.margins.bottom", length(18, 216), "", "At the foot. Absent: the design's."),
    Key("print.font_size", length(5, 36), "", "The size of the text. Absent: the design's."),
    Key("print.leading", length(5, 72), "", "From baseline to baseline. Absent: the design's."),
    Key(
        "print.lines", choice("tex", "engine"), _PAGE.lines, "Lines: as TeX breaks them, or as the page's engine does."
    ),
    Key("print.chapters_open", choice("recto", "any"), "", "On the right, or on the next page. Absent: the design's."),
    Key("print.ppi", whole(72, 1200), _said(_PAGE.banner_ppi), "Pixels per inch wanted of a picture."),
    Key("ebook", None, "", "The EPUB's own choices."),
    Key("ebook.picture_width", whole(200, 10000), _said(_EBOOK.picture_width), "The widest picture, in pixels."),
    Key("ebook.picture_quality", whole(1, 95), _said(_EBOOK.picture_quality), "The quality of JPEG."),
    Key("ebook.store", choice(*STORES), _EBOOK.stores[0], "Whose rules the EPUB keeps."),
    Key("ebook.store[]", choice(*STORES), "", "One of several stores; each gets a file of its own."),
    Key("ebook.notes", choice("popup", "chapter", "book"), _EBOOK.notes, "How notes are shown, or at whose end."),
    Key("ebook.fonts", choice("embed", "none"), _EBOOK.fonts, "The faces of print, or the reader's own."),
    Key("ebook.webp", FLAG, _said(_EBOOK.webp), "WebP pictures stay WebP, which Kindle does not show."),
    Key("waivers", None, "", "Findings that you let pass, each with your reason."),
    Key("waivers[]", None, "", "One finding, or several alike.", needs=("code",)),
    Key("waivers[].code", CODE, "", "The code of the finding."),
    Key("waivers[].path", PATH, "", "The file, or a pattern such as text/*.md. Absent: anywhere."),
    Key("waivers[].match", TEXT, "", "Words of the message. Absent: any."),
    Key("waivers[].reason", TEXT, "", "Why it may pass."),
    Key("waivers[].until", DATE, "", "The last day, month or year on which it holds. Absent: for good."),
    Key("limits", None, "", "How much of anything the book may hold before it is refused."),
    *(_limit(*one) for one in LIMITS),
)

TABLE: Mapping[str, Key] = {key.name: key for key in KEYS}


@cache
def children(name: str) -> Mapping[str, Key]:
    """The keys below a key, by their last part; below the empty name, those of the top."""
    prefix = f"{shared(name)}." if name else ""
    below = {key.name.removeprefix(prefix): key for key in KEYS if key.name.startswith(prefix)}
    return {rest: key for rest, key in below.items() if "." not in rest and not rest.endswith("[]")}


def item_of(name: str) -> Key | None:
    """The key that says what a list's items are; None where no list is taken."""
    return TABLE.get(f"{shared(name)}[]")


def shared(name: str) -> str:
    """The name under which a key's inner keys stand."""
    key = TABLE.get(name)
    return key.like or name if key else name
