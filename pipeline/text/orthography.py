"""What each language wants of its marks, and how signs are classed: the tables of `typography`.

In: a BCP 47 tag. Out: the `Orthography` of that language. Not its business: finding the marks in a text.
A language is a row of `ORTHOGRAPHIES`, and above each row stands who says so; "memory": known, not looked up for this
table. What nobody says is left as typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

NBSP = "\u00a0"
THIN = "\u202f"
"""Narrow no-break space. Literata and EB Garamond have no glyph for it: the font check must know."""

BLANKS = f" {NBSP}{THIN}\u2009"
OPENERS, CLOSERS, STRAIGHT = "«“‘‹„‚‟", "»”’›", "\"'"
LEADS, TRAILS = "([{¿¡", ".,;:!?…)]}"
KINDS = {mark: kind for kind in ('"“”„‟', "'‘’‚", "«»", "‹›") for mark in kind} | {"<<": "«»", ">>": "«»"}
"""A quotation mark closes only marks of its own kind."""

MARK = re.compile(r"(?<!<)<<(?!<)|(?<!>)>>(?!>)|(?<!')'(?!')|[\"“”„‟‘’‚«»‹›]")
LOST = re.compile(r"'(?:(?<=[^\W\d_]')|(?<=[\ufffc\u0300-\u036f]')|(?<=\d')(?=[^\W\d_])|(?<!\w')(?=\d\d(?!\d)))")
"""An apostrophe, if no pair wants it: dogs', 70's, '98; never 6' or 5'10."""
MEASURE = re.compile(r"(?<=\d)[\"']")
"""Perhaps inches or feet: 6", 5'."""
GENITIVE = re.compile(r"(?<=s)['’](?= [a-zà-öø-ÿ])")
"""Perhaps the dogs' bone."""
DECADE = re.compile(r"['’]\d0s\b")
DOTS = re.compile(r"(?<![.…/\\])\.{3}(?![.…/\\])")
"""Three dots, neither more ("prep....": RAE 3.4.10) nor part of a path."""
DASH = re.compile(r"(?<![<>=|+/\\_~–—-])(?:-{1,3}|[–—])(?![<>=|+/\\_~–—-])")
FREE_BEFORE = re.compile(rf"\A|(?<=[\s{OPENERS}({{¿¡\[])|(?<=\s[\"'])|(?<=\A[\"'])")
FREE_AFTER = re.compile(rf"\s|\Z|[{CLOSERS}.,;:!?…)}}\]]|[\"'](?!\w)")
"""Where a dash touches no word."""
STRAY = re.compile(r"(?<=\")|(?<=\W')|(?<=\A')")
"""After a straight mark that is no apostrophe."""
SPEECH = re.compile(r"(?:…|\.{3})?[«“\"]?[¿¡A-ZÀ-ÖØ-Þ]")
"""How a turn of a dialogue begins after its dash."""
SENTENCE = re.compile(r"(?<=[.!?…])[»”’\"')]{0,2} +(?=[«“‘\"'(]?[¿¡A-ZÀ-ÖØ-Þ])")
"""What stands between two sentences."""
HIGH = re.compile(rf"(?<![\s{OPENERS}({{¿¡\[])(?:[{BLANKS}]|(?<![;:!?]))[;:!?](?![\w/=&\\])")
"""A mark that ends a word, with the space before it; of several in a row, the first."""

UNITS = (
    "% ‰ € £ ¥ $ ° °C °F km hm m dm cm mm µm μm nm km² m² cm² m³ cm³ km/h m/s ha kg g mg µg l L dl dL cl cL ml mL "
    "h min s ms Hz kHz MHz GHz kB KB MB GB TB PB W kW MW GW kWh MWh GWh TWh kV J kJ cal kcal hPa kPa dB px dpi ppp"
)
"""SI brochure 5.4.3: number, space, symbol. Also money and bytes."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The two marks around a quotation."""

    opening: str
    closing: str
    inner: str = ""
    """The space between a mark and what it encloses; empty: none."""


@dataclass(frozen=True, slots=True)
class Dashes:
    """What stands for the hyphens that a typewriter doubles."""

    spaced: str = "—"
    """For `--` between spaces."""
    glued: str = "—"
    """For `--` that touches a word."""
    long: str = "—"
    """For `---`."""
    span: str = "-"
    """For `--` between figures: 1914--1918."""
    closed: bool = False
    """Whether the spaces around ` -- ` go."""
    raya: bool = False
    """Whether a pair holds its aside as brackets do, and one opens each turn of a dialogue."""

    def sign(self, typed: str, apart: bool, figures: bool) -> str:
        """What stands for two or three hyphens."""
        if len(typed) == 3:
            return self.long
        return self.span if figures else self.spaced if apart else self.glued


@dataclass(frozen=True, slots=True)
class Orthography:
    """How one language writes the marks that the typewriter had not."""

    quotes: tuple[Marks, Marks, Marks]
    """The outer quotation, the one inside it, and the one inside that; deeper ones alternate the last two."""
    dashes: Dashes = Dashes()
    colon: str = ""
    """The space before `:`; empty: as typed."""
    high: str = ""
    """The space before `;`, `!` and `?`; empty: as typed."""
    reversible: bool = False
    """Whether a mark's place, not its shape, tells if it opens: »so« is a quotation too, and “ closes."""
    possessive: bool = False
    """Whether s' before a word may be a genitive: the dogs' bone."""
    elisions: frozenset[str] = frozenset()
    """Words that begin with an apostrophe, in lower case, without it."""
    numbered: tuple[str, ...] = ()
    """Abbreviations that keep to the number after them."""
    titled: tuple[str, ...] = ()
    """Abbreviations that keep to the name after them."""
    fixed: tuple[str, ...] = ()
    """Expressions that are never parted at their spaces."""


def _words(row: str) -> tuple[str, ...]:
    return tuple(row.split())


ANGLES, DOUBLE, SINGLE, CHEVRONS = Marks("«", "»"), Marks("“", "”"), Marks("‘", "’"), Marks("‹", "›")


def wordish(char: str) -> bool:
    """Whether a word may be made of it; a picture (U+FFFC) stands for one."""
    return char.isalnum() or char == "\ufffc" or unicodedata.combining(char) != 0


def flanks(before: str, after: str) -> tuple[bool, bool]:
    """CommonMark 0.31, 6.2: whether a mark holds what follows, and what precedes; between two signs, these tell."""
    left = not after.isspace() and (wordish(after) or not wordish(before))
    right = not before.isspace() and (wordish(before) or not wordish(after))
    if left and right:
        trails = before in TRAILS or (after in TRAILS and before not in LEADS + OPENERS + STRAIGHT)
        leads = not trails and (before in LEADS or after in LEADS)
        return not trails, not leads
    return left, right


def sides(mark: str, before: str, after: str, row: Orthography) -> tuple[bool, bool]:
    """Whether a quotation mark may open between these neighbours, and whether it may close."""
    left, right = flanks(before, after)
    if mark in ("<<", ">>"):  # an arrow stands apart; but so does a French mark
        near = bool(row.quotes[0].inner) or not (after if mark == "<<" else before).isspace()
        return near and mark == "<<", near and mark == ">>"
    if mark in "„‚‟”":
        return mark != "”", mark == "”"
    if mark == "’" or (mark == '"' and wordish(before) and wordish(after)):
        return False, right and not (mark == '"' and before.isdigit())
    if mark in STRAIGHT or (row.reversible and left != right):
        return left, right
    opens = mark in ([marks.opening for marks in row.quotes] if row.reversible else OPENERS)
    return opens, not opens


# Ortografía de la lengua española (RAE, ASALE, 2010): 3.4.8 « “ ‘ ’ ” », 3.4.7 raya, glued to what it encloses and in
# dialogues to the speech, 3.4.10 three dots, 4.1.1 guion between years, p. 590 "50 %"; abbreviations: the same, memory.
SPANISH = Orthography(
    (ANGLES, DOUBLE, SINGLE),
    Dashes(raya=True),
    numbered=_words(
        "pág. págs. p. pp. n.º n.os núm. núms. cap. caps. art. arts. fig. figs. lám. láms. ed. vol. vols. t. §",
    ),
    titled=_words("Sr. Sra. Srta. Sres. Dr. Dra. Dres. D. Dña. D.ª Prof. Profa. Ing. Lic. Mtro. Mtra. Fr. Sto. Sta."),
    fixed=("EE. UU.", "a. C.", "d. C.", "p. ej.", "a. m.", "p. m.", "S. A.", "JJ. OO.", "RR. HH."),
)
# Llibre d'estil de la Diputació de Girona: « “ ‘ ’ ” » in edited texts; that of Enciclopèdia Catalana: guió llarg.
CATALAN = replace(
    SPANISH,
    numbered=_words("pàg. p. pp. núm. n. cap. art. fig. vol. t. §"),
    titled=_words("Sr. Sra. Dr. Dra. Prof. St. Sta."),
    fixed=("p. ex.", "a. C.", "d. C."),
)
# The Chicago Manual of Style, 17th ed. (memory): 13.30 “ ‘ ’ ”, 6.78 en dash in ranges, 6.85 em dash without spaces,
# 6.117 ’90s, 7.16 the dogs’ bone.
AMERICAN = Orthography(
    (DOUBLE, SINGLE, DOUBLE),
    Dashes(span="–", closed=True),
    possessive=True,
    elisions=frozenset(("tis", "twas", "twere", "twill", "em", "til", "n", "cause")),
    numbered=_words("p. pp. No. Nos. no. nos. ch. chap. vol. vols. fig. figs. Fig. Figs. sec. §"),
    titled=_words("Mr. Mrs. Ms. Mx. Dr. Prof. St. Rev. Capt. Col. Gen. Lt. Sgt."),
    fixed=("a. m.", "p. m.", "i. e.", "e. g."),
)
# New Hart's Rules: ‘ “ ” ’ outermost single; 4.11.1 spaced en rule ("many British publishers"), closed in ranges.
BRITISH = replace(
    AMERICAN,
    quotes=(SINGLE, DOUBLE, SINGLE),
    dashes=Dashes(spaced="–", span="–"),
    titled=(*AMERICAN.titled, "Mr", "Mrs", "Ms", "Dr", "Prof"),
)
# Lexique des règles typographiques en usage à l'Imprimerie nationale (memory): no-break space inside « » and before
# the colon, a thin one before ; ! ?; tirets with spaces, trait d'union between years. Inside « »: “ ”, the usage.
FRENCH = Orthography(
    (replace(ANGLES, inner=NBSP), DOUBLE, SINGLE),
    Dashes(spaced="–", glued="–"),
    colon=NBSP,
    high=THIN,
    numbered=_words("p. pp. n° nº no chap. art. fig. vol. t. § pl."),
    titled=_words("M. MM. Mme Mmes Mlle Dr Pr Me St Ste"),
    fixed=("p. ex.", "av. J.-C.", "apr. J.-C."),
)
# Grillet, Guide typographique de base (Geneva): a thin space before ; : ! ? alike. Turtschi, medienwoche.ch, 2014:
# in Switzerland « » are set close in German, French and Italian.
SWISS_FRENCH = replace(FRENCH, quotes=(ANGLES, CHEVRONS, SINGLE), colon=THIN)
# Duden (memory): „ ‚ ‘ “, Gedankenstrich between spaces. DIN 5008: the same – without spaces from figure to figure.
GERMAN = Orthography(
    (Marks("„", "“"), Marks("‚", "‘"), Marks("„", "“")),
    Dashes(spaced="–", glued="–", long="–", span="–"),
    reversible=True,
    elisions=frozenset(("s", "n", "ne", "nen", "nem", "ner", "nes")),
    numbered=_words("S. Nr. Bd. Bde. Abb. Kap. Art. Abs. Tab. Aufl. H. §"),
    titled=_words("Hr. Fr. Dr. Prof. Dipl. St."),
    fixed=("z. B.", "d. h.", "u. a.", "i. d. R.", "u. U.", "z. T.", "v. Chr.", "n. Chr.", "o. Ä.", "s. o.", "s. u."),
)
# Turtschi, medienwoche.ch, 2014: « » with the points outwards, set close; inside them ‹ ›.
SWISS_GERMAN = replace(GERMAN, quotes=(ANGLES, CHEVRONS, ANGLES))
# No academy rules here: the order of most houses' norme redazionali, caporali, alte, apici; trattino between years.
ITALIAN = Orthography(
    (ANGLES, DOUBLE, SINGLE),
    Dashes(spaced="–", glued="–"),
    elisions=frozenset(("ndrangheta", "sto", "sta", "sti", "ste")),
    numbered=_words("p. pp. pag. pagg. n. nn. cap. capp. art. artt. fig. figg. vol. voll. t. §"),
    titled=_words("sig. Sig. sig.ra Sig.ra dott. Dott. dott.ssa Dott.ssa prof. Prof. avv. Avv. ing. Ing."),
    fixed=("a. C.", "d. C.", "p. es."),
)
# Código de Redação Interinstitucional da UE (memory): « “ ‘ ’ ” ». Acordo Ortográfico, 1990, base XV: hífen in ranges.
PORTUGUESE = Orthography(
    (ANGLES, DOUBLE, SINGLE),
    numbered=_words("pág. págs. p. pp. n.º n.os cap. caps. art. arts. fig. figs. vol. vols. t. §"),
    titled=_words("Sr. Sra. Srs. Dr. Dra. D. Prof. Profa. Eng. Sto. Sta."),
    fixed=("a. C.", "d. C.", "p. ex."),
)
# In Brazil aspas are “ ”, and ‘ ’ inside them.
BRAZILIAN = replace(PORTUGUESE, quotes=(DOUBLE, SINGLE, DOUBLE))

ORTHOGRAPHIES: Mapping[str, Orthography] = {
    "es": SPANISH,
    "ca": CATALAN,
    "en": AMERICAN,
    "en-GB": BRITISH,
    "fr": FRENCH,
    "fr-CH": SWISS_FRENCH,
    "de": GERMAN,
    "de-CH": SWISS_GERMAN,
    "it": ITALIAN,
    "pt": PORTUGUESE,
    "pt-BR": BRAZILIAN,
}


def orthography(language: str) -> Orthography:
    """The row of a BCP 47 tag: its language and region, else its language, else English."""
    tongue, *rest = language.replace("_", "-").split("-")
    region = next((part.upper() for part in rest if len(part) == 2 and part.isalpha()), "")
    for tag in (f"{tongue.lower()}-{region}", tongue.lower()):
        if tag in ORTHOGRAPHIES:
            return ORTHOGRAPHIES[tag]
    return ORTHOGRAPHIES["en"]


@lru_cache(maxsize=32)
def kept_together(row: Orthography) -> re.Pattern[str]:
    """What holds a space that no line may end at: a figure's space, an abbreviation with its space, an expression."""
    unit = rf"(?<=\d) (?=(?:{_any(UNITS.split())})(?![\w'’]))"
    number = rf"(?<!\w)(?:{_any(row.numbered)}) (?=\d|[IVXLCDM]{{1,9}}\b)"
    name = rf"(?<!\w)(?:{_any(row.titled)}) (?=[A-ZÀ-ÖØ-Þ])"
    return re.compile(rf"{unit}|{number}|{name}|(?<!\w)(?:{_any(row.fixed)})(?!\w)")


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
