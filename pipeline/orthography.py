"""What each language wants of its marks: quotation marks, dashes, spaces, abbreviations.

In: a BCP 47 tag. Out: the `Orthography` of that language. Not its business: finding the marks in a text (`typography`).
A language is a row of `ORTHOGRAPHIES`; each row names who says so, and what nobody says is left as typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

NBSP = "\u00a0"
THIN = "\u202f"
"""Narrow no-break space. Literata and EB Garamond have no glyph for it: the font check must know."""

UNITS = (
    "% ‰ € £ ¥ $ ° °C °F km hm m dm cm mm µm μm nm km² m² cm² m³ cm³ km/h m/s ha kg g mg µg l L dl dL cl cL ml mL "
    "h min s ms Hz kHz MHz GHz kB KB MB GB TB PB W kW MW GW kWh MWh GWh TWh kV J kJ cal kcal hPa kPa dB px dpi ppp"
).split()
"""SI brochure 5.4.3: number, space, symbol; never parted at a line's end. Also the money and bytes of the manuscripts."""


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

    @property
    def spaced(self) -> bool:
        """Whether the language's own spaces stand beside its marks, whatever was typed."""
        return bool(self.high)


ANGLES, DOUBLE, SINGLE, CHEVRONS = Marks("«", "»"), Marks("“", "”"), Marks("‘", "’"), Marks("‹", "›")

# Ortografía de la lengua española (RAE, ASALE, 2010): 3.4.8 « “ ‘ ’ ” »; 3.4.7 the raya, glued to what it encloses,
# 3.4.7.2 also in dialogues; 4.1.1 guion between years; VI 2.3 "a. C.", "EE. UU." and symbols never parted.
SPANISH = Orthography(
    (ANGLES, DOUBLE, SINGLE),
    Dashes(raya=True),
    numbered=tuple(
        "pág. págs. p. pp. n.º n.os núm. núms. cap. caps. art. arts. fig. figs. lám. láms. ed. vol. vols. t. § ap.".split()
    ),
    titled=tuple("Sr. Sra. Srta. Sres. Dr. Dra. Dres. D. Dña. D.ª Prof. Profa. Ing. Lic. Mtro. Mtra. Fr. S. Sto. Sta.".split()),
    fixed=("EE. UU.", "a. C.", "d. C.", "p. ej.", "a. m.", "p. m.", "S. A.", "s. f.", "JJ. OO.", "RR. HH."),
)
# Ortografia catalana (IEC, 2017) and the style book of Enciclopèdia Catalana: « “ ‘ ’ ” »; guió llarg as the raya.
CATALAN = replace(
    SPANISH,
    numbered=tuple("pàg. p. núm. n. cap. art. fig. vol. t. §".split()),
    titled=tuple("Sr. Sra. Dr. Dra. Prof. St. Sta.".split()),
    fixed=("p. ex.", "a. C.", "d. C.", "EUA"),
)
# The Chicago Manual of Style, 17th ed.: 13.30 “ ‘ ’ ”; 6.78 en dash in ranges; 6.85 em dash without spaces;
# 6.117 ’90s; 7.17 the dogs’ bone.
AMERICAN = Orthography(
    (DOUBLE, SINGLE, DOUBLE),
    Dashes(span="–", closed=True),
    possessive=True,
    elisions=frozenset("tis twas twere twill em til n cause".split()),
    numbered=tuple("p. pp. No. Nos. no. nos. ch. chap. vol. vols. fig. figs. Fig. Figs. sec. art. §".split()),
    titled=tuple("Mr. Mrs. Ms. Mx. Dr. Prof. St. Rev. Capt. Col. Gen. Lt. Sgt.".split()),
    fixed=("a. m.", "p. m.", "i. e.", "e. g."),
)
# New Hart's Rules: 9.2.2 ‘ “ ” ’; 4.11 spaced en rule (most British houses), titles without a full point.
BRITISH = replace(
    AMERICAN,
    quotes=(SINGLE, DOUBLE, SINGLE),
    dashes=Dashes(spaced="–", span="–"),
    titled=(*AMERICAN.titled, "Mr", "Mrs", "Ms", "Dr", "Prof"),
)
# Lexique des règles typographiques en usage à l'Imprimerie nationale: « “ ‘ with no-break spaces inside « », the same
# space before the colon, a thin one before ; ! ?; trait d'union between years.
FRENCH = Orthography(
    (replace(ANGLES, inner=NBSP), DOUBLE, SINGLE),
    Dashes(spaced="–", glued="–"),
    colon=NBSP,
    high=THIN,
    elisions=frozenset("tit tite".split()),
    numbered=tuple("p. pp. n° nº no chap. art. fig. vol. t. § pl.".split()),
    titled=tuple("M. MM. Mme Mmes Mlle Dr Pr Me St Ste".split()),
    fixed=("p. ex.", "av. J.-C.", "apr. J.-C."),
)
# Guide du typographe (Lausanne, 2015): « ‹ › » set close, thin spaces before all four marks.
SWISS_FRENCH = replace(FRENCH, quotes=(ANGLES, CHEVRONS, SINGLE), colon=THIN)
# Duden, Rechtschreibung D 8-12 „ ‚ ‘ “, D 43 spaced Gedankenstrich; DIN 5008 bis-Strich without spaces, "z. B." whole.
GERMAN = Orthography(
    (Marks("„", "“"), Marks("‚", "‘"), Marks("„", "“")),
    Dashes(spaced="–", glued="–", long="–", span="–"),
    reversible=True,
    elisions=frozenset("s n ne nen nem ner nes".split()),
    numbered=tuple("S. Nr. Bd. Bde. Abb. Kap. Art. Abs. Tab. Aufl. H. §".split()),
    titled=tuple("Hr. Fr. Dr. Prof. Dipl. St.".split()),
    fixed=("z. B.", "d. h.", "u. a.", "i. d. R.", "u. U.", "z. T.", "v. Chr.", "n. Chr.", "o. Ä.", "s. o.", "s. u."),
)
# Schweizerische Bundeskanzlei, Schreibweisungen: « ‹ › », set close.
SWISS_GERMAN = replace(GERMAN, quotes=(ANGLES, CHEVRONS, ANGLES))
# Roberto Lesina, Il nuovo manuale di stile: caporali, alte, apici; trattino between years.
ITALIAN = Orthography(
    (ANGLES, DOUBLE, SINGLE),
    Dashes(spaced="–", glued="–"),
    elisions=frozenset("ndrangheta sto sta sti ste".split()),
    numbered=tuple("p. pp. pag. pagg. n. nn. cap. capp. art. artt. fig. figg. vol. voll. t. §".split()),
    titled=tuple("sig. Sig. sig.ra Sig.ra dott. Dott. dott.ssa Dott.ssa prof. Prof. avv. Avv. ing. Ing.".split()),
    fixed=("a. C.", "d. C.", "p. es."),
)
# Código de redação interinstitucional (UE), 10: « “ ‘ ’ ” »; Acordo Ortográfico de 1990, base XV: hífen between years.
PORTUGUESE = Orthography(
    (ANGLES, DOUBLE, SINGLE),
    numbered=tuple("pág. págs. p. pp. n.º n.os núm. cap. caps. art. arts. fig. figs. vol. vols. t. §".split()),
    titled=tuple("Sr. Sra. Srs. Dr. Dra. D. Prof. Profa. Eng. Sto. Sta.".split()),
    fixed=("a. C.", "d. C.", "p. ex."),
)
# Manual de comunicação da Secom (Senado Federal), aspas: “ ‘ ’ ”.
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
