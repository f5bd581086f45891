"""The printers' figures. Data only; what each was read from stands beside it, its page in `figures.SOURCES`.

In: nothing. Out: `PRINTERS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .figures import Figure, Status, inches, mm
from .model import CoverSheet, Paper, Printer, Spine, Trim

SEEN, QUOTED, SINGLE, CONFLICT, HOUSE = Status.SEEN, Status.QUOTED, Status.SINGLE, Status.CONFLICT, Status.HOUSE


def _trims(*sizes: tuple[float, float]) -> tuple[Trim, ...]:
    return tuple((inches(width), inches(height)) for width, height in sizes)


def _table(*rows: tuple[int, float]) -> tuple[tuple[int, float], ...]:
    return tuple((pages, inches(width)) for pages, width in rows)


A5, A4 = (mm(148), mm(210)), (mm(210), mm(297))

# Amazon KDP

_KDP_LARGE = _trims((8.5, 11), (8.5, 8.5), (8.25, 6), (8.25, 8.25), (8.27, 11.69))


def _kdp_paper(name: str, title: str, pages: tuple[int, int], leaf: float, large: tuple[int, ...],
               *, colour: bool = False, status: Status = QUOTED) -> Paper:  # fmt: skip
    by_trim = {trim: (pages[0], most) for trim, most in zip(_KDP_LARGE, large, strict=False)}
    return Paper(name, title, Figure(pages, "kdp-print", QUOTED), by_trim,
                 Figure(inches(leaf), "kdp-cover", status), colour)  # fmt: skip


_KDP = Printer(
    "kdp", "Amazon KDP, paperback", "perfect",
    trims=Figure(_trims((5, 8), (5.06, 7.81), (5.25, 8), (5.5, 8.5), (6, 9), (6.14, 9.21), (6.69, 9.61), (7, 10),
                        (7.44, 9.69), (7.5, 9.25), (8, 10), (8.25, 6), (8.25, 8.25), (8.5, 8.5), (8.5, 11),
                        (8.27, 11.69)), "kdp-print", QUOTED),
    free_trim=Figure(((inches(4), inches(6)), (inches(8.5), inches(11.69))), "kdp-print", QUOTED),
    papers=(
        _kdp_paper("white", "black ink on white paper", (24, 828), 0.002252, (590, 590, 800, 800, 780)),
        _kdp_paper("cream", "black ink on cream paper", (24, 776), 0.0025, (550, 550, 750, 750, 730)),
        _kdp_paper("groundwood", "black ink on groundwood paper", (24, 812), 0.00235, (578,), status=SINGLE),
        _kdp_paper("color", "standard colour on white paper", (72, 600), 0.002252, (600,), colour=True),
        _kdp_paper("premium", "premium colour on white paper", (24, 828), 0.002347, (590, 590, 800, 800, 590),
                   colour=True),
    ),
    bleed=Figure(inches(0.125), "kdp-trim", QUOTED),
    edges=Figure("outer", "kdp-trim", QUOTED, "a page is 0.125 in wider and 0.25 in higher than the trim"),
    margin=Figure(inches(0.25) + 1.0, "kdp-trim", QUOTED, "0.25 in, and 1/72 in: exact figures have been refused"),
    bled_margin=Figure(inches(0.375) + 1.0, "kdp-trim", QUOTED, "0.375 in, and 1/72 in"),
    gutter=Figure(_table((150, 0.375), (300, 0.5), (500, 0.625), (700, 0.75), (828, 0.875)), "kdp-trim", QUOTED),
    multiple=Figure(2, "kdp-calculator", SINGLE, "an odd count is rounded up; then the spine is as computed"),
    blank_run=Figure(2, "kdp-submit", SINGLE, "another reading is four at the start"),
    ppi=Figure(300, "kdp-submit", QUOTED),
    line=Figure(0.75, "kdp-submit", SINGLE),
    type=Figure(7.0, "kdp-submit", SINGLE),
    forbids=Figure(frozenset({"outline", "links", "information", "marks", "transparency"}), "kdp-submit", SEEN),
    largest=Figure(650, "kdp-submit", SEEN),
    spine=Spine("leaf", text_from=Figure(80, "kdp-cover", QUOTED, "more than 79 pages"),
                clearance=Figure(inches(0.0625), "kdp-cover", QUOTED)),
    cover=CoverSheet(
        bleed=Figure(inches(0.125), "kdp-cover", QUOTED), safe=Figure(inches(0.25), "kdp-submit", QUOTED),
        fold=Figure(inches(0.0625), "kdp-cover", QUOTED),
        barcode=Figure((inches(2), inches(1.2)), "kdp-barcode", SINGLE),
        barcode_from=Figure((inches(0.25), inches(0.25)), "kdp-barcode", SINGLE),
        standard=Figure("PDF/X-1a:2003", "", HOUSE, "KDP asks for none; this one has no transparency"),
    ),
)  # fmt: skip

_KDP_CASE = replace(
    _KDP, name="kdp-hardcover", title="Amazon KDP, hardcover", binding="case",
    trims=Figure(_trims((5.5, 8.5), (6, 9), (6.14, 9.21), (7, 10), (8.25, 11)), "kdp-print", QUOTED), free_trim=None,
    papers=tuple(
        replace(paper, by_trim={}, leaf=None,
                pages=Figure((76, 550), "kdp-trim", CONFLICT, "the help page says 75, the calculator refuses it"))
        for paper in _KDP.papers if paper.name in {"white", "cream", "premium"}
    ),
    spine=Spine("asked", text_from=Figure(80, "kdp-cover", QUOTED),
                clearance=Figure(inches(0.0625), "kdp-cover", QUOTED)),
    cover=replace(
        _KDP.cover, wrap=Figure(inches(0.51), "kdp-hardcover", QUOTED, "0.591 in is read elsewhere"),
        hinge=Figure(inches(0.4), "kdp-hardcover", QUOTED), safe=Figure(inches(0.635), "kdp-hardcover", QUOTED),
        barcode=Figure((inches(2), inches(1.2)), "kdp-hardcover", QUOTED),
        barcode_from=Figure((inches(0.25), inches(0.76)), "kdp-hardcover", QUOTED),
    ),
)  # fmt: skip

# IngramSpark


def _spark_paper(name: str, title: str, most: int, *, colour: bool = False) -> Paper:
    """What a page adds is in dispute (three tables, three figures): the spine is asked for."""
    return Paper(name, title, Figure((18, most), "spark-trims", SINGLE), colour=colour)


_SPARK = Printer(
    "ingramspark", "IngramSpark, paperback", "perfect",
    trims=Figure((*_trims((5, 8), (5.25, 8), (5.5, 8.5), (6, 9), (6.14, 9.21), (7, 10), (8.5, 11)), A5),
                 "spark-trims", SINGLE, "Ingram prints more sizes than these"),
    papers=(
        _spark_paper("creme", "black ink on creme 50 lb", 1050),
        _spark_paper("white", "black ink on white 50 lb", 1200),
        _spark_paper("groundwood", "black ink on groundwood 38 lb", 900),
        _spark_paper("color", "colour on white 70 lb", 900, colour=True),
    ),
    bleed=Figure(inches(0.125), "spark-guide", QUOTED), edges=Figure("outer", "spark-guide", QUOTED),
    margin=Figure(inches(0.5), "spark-files", SEEN, "folios too"),
    bled_margin=Figure(inches(0.5), "spark-files", SEEN),
    gutter=Figure(_table((300, 0.5), (600, 0.625), (1200, 0.75)), "spark-files", SEEN,
                  "0.5 in is Ingram's figure for any book; the steps above 300 pages are ours"),
    multiple=Figure(2, "spark-guide", QUOTED),
    last_blank=Figure(True, "spark-files", SEEN, "it takes the printer's own barcode"),
    ppi=Figure(300, "spark-guide", SINGLE), line_ppi=Figure(600, "spark-guide", SINGLE),
    ink=Figure(240, "lightning-ink", SEEN),
    standard=Figure("PDF/X-1a:2001", "spark-guide", QUOTED, "or PDF/X-3:2002"),
    colours=Figure("cmyk", "spark-guide", QUOTED),
    forbids=Figure(frozenset({"outline", "links", "marks", "profile", "transparency"}), "spark-files", SEEN,
                   "a profile in a black interior makes its text print light"),
    spine=Spine("asked", text_from=Figure(48, "spark-guide", QUOTED),
                clearance=Figure(inches(0.0625), "spark-tips", QUOTED)),
    cover=CoverSheet(
        bleed=Figure(inches(0.125), "spark-guide", QUOTED), safe=Figure(inches(0.25), "spark-tips", SEEN),
        fold=Figure(inches(0.0625), "spark-tips", SEEN),
        barcode=Figure((inches(1.75), inches(1.0)), "spark-guide", QUOTED),
        barcode_from=Figure((inches(0.25), inches(0.25)), "", HOUSE),
        ink=Figure(240, "lightning-ink", SEEN), standard=Figure("PDF/X-1a:2001", "spark-guide", QUOTED),
    ),
)  # fmt: skip

_SPARK_CASE = replace(
    _SPARK, name="ingramspark-case", title="IngramSpark, case laminate", binding="case",
    cover=replace(_SPARK.cover, wrap=Figure(inches(0.625), "spark-guide", QUOTED),
                  hinge=Figure(inches(0.5), "spark-guide", SINGLE),
                  safe=Figure(inches(0.25), "spark-tips", SEEN)),
)  # fmt: skip

# Lulu

_LULU_CASE_STEPS = _table(
    (84, 0.25), (140, 0.5), (168, 0.625), (194, 0.688), (222, 0.75), (250, 0.813), (278, 0.875), (306, 0.938),
    (334, 1.0), (360, 1.063), (388, 1.125), (416, 1.188), (444, 1.25), (472, 1.313), (500, 1.375), (528, 1.438),
    (556, 1.5), (582, 1.563), (610, 1.625), (638, 1.688), (666, 1.75), (694, 1.813), (722, 1.875), (750, 1.938),
    (778, 2.0), (799, 2.063), (800, 2.125),
)  # fmt: skip
_LULU_PAGES = Figure((32, 800), "lulu-guide", QUOTED)
_LULU = Printer(
    "lulu", "Lulu, paperback", "perfect",
    trims=Figure((*_trims((4.25, 6.875), (5.5, 8.5), (5.83, 8.27), (6, 9), (6.14, 9.21), (6.63, 10.25), (7, 10),
                          (7.44, 9.68), (7.5, 7.5), (8.27, 11.69), (8.5, 8.5), (8.5, 11), (9, 7), (11, 8.5),
                          (11.69, 8.27)),), "lulu-guide", QUOTED),
    papers=(
        Paper("cream", "black ink on cream 60 lb", _LULU_PAGES),
        Paper("white", "black ink on white 60 lb", _LULU_PAGES),
        Paper("color", "colour on white", _LULU_PAGES, colour=True),
    ),
    bleed=Figure(inches(0.125), "lulu-guide", QUOTED), edges=Figure("all", "lulu-guide", QUOTED),
    margin=Figure(inches(0.5), "lulu-tips", SEEN), bled_margin=Figure(inches(0.5), "lulu-tips", SEEN),
    gutter=Figure(_table((60, 0.5), (150, 0.625), (400, 1.0), (600, 1.125), (800, 1.25)), "lulu-guide", QUOTED,
                  "the recommended whole of the inner margin"),
    multiple=Figure(2, "", HOUSE, "Lulu asks for none; a leaf has two pages"),
    ppi=Figure(300, "lulu-faq", SEEN), ink=Figure(270, "lulu-guide", SINGLE),
    colours=Figure("rgb", "lulu-faq", SEEN, "sRGB; anything else is converted to it"),
    forbids=Figure(frozenset({"marks", "transparency"}), "lulu-guide", QUOTED),
    spine=Spine("divisor", Figure(444.0, "lulu-guide", QUOTED), Figure(inches(0.06), "lulu-guide", QUOTED),
                text_from=Figure(81, "lulu-guide", QUOTED), clearance=Figure(inches(0.125), "lulu-guide", SINGLE)),
    cover=CoverSheet(
        bleed=Figure(inches(0.125), "lulu-guide", QUOTED), safe=Figure(inches(0.5), "lulu-guide", QUOTED),
        fold=Figure(inches(0.125), "lulu-guide", SINGLE),
        barcode=Figure((inches(3.625), inches(1.25)), "lulu-guide", SINGLE),
        barcode_from=Figure((inches(0.5), inches(0.5)), "", HOUSE), colour="rgb",
        standard=Figure("", "lulu-faq", SEEN, "Lulu wants sRGB, which PDF/X-1a forbids"),
    ),
)  # fmt: skip

_LULU_CASE = replace(
    _LULU, name="lulu-hardcover", title="Lulu, hardcover", binding="case",
    papers=tuple(replace(paper, pages=Figure((24, 800), "lulu-guide", QUOTED)) for paper in _LULU.papers),
    spine=replace(_LULU.spine, model="table", divisor=None, allowance=None,
                  steps=Figure(_LULU_CASE_STEPS, "lulu-guide", SINGLE)),
    cover=replace(_LULU.cover, wrap=Figure(inches(0.75), "lulu-case", SINGLE),
                  hinge=Figure(inches(0.25), "", HOUSE, "Lulu gives none: words keep clear of where one may be")),
)  # fmt: skip

# BoD

_BOD = Printer(
    "bod", "BoD, Books on Demand, paperback", "perfect",
    trims=Figure((A5, (mm(120), mm(190)), (mm(135), mm(215)), (mm(155), mm(220)), (mm(170), mm(220)), A4),
                 "", SINGLE, "not read on BoD's page: compare"),
    papers=(
        Paper("creme", "black ink on creme 90 g", Figure((24, 900), "bod-cover", SEEN)),
        Paper("white", "black ink on white 90 g", Figure((24, 1050), "bod-cover", SEEN)),
        Paper("color", "colour on white 120 g", Figure((24, 952), "bod-cover", SEEN), colour=True),
    ),
    bleed=Figure(mm(5), "bod-cover", SEEN), edges=Figure("all", "bod-cover", SEEN, "only if something bleeds"),
    margin=Figure(mm(10), "", HOUSE, "BoD gives no least margin"), bled_margin=Figure(mm(10), "", HOUSE),
    gutter=Figure(((300, mm(13)), (600, mm(16)), (1200, mm(19))), "", HOUSE, "BoD gives no table"),
    multiple=Figure(2, "", HOUSE, "BoD asks for none; a leaf has two pages"),
    ppi=Figure(300, "bod-cover", SEEN), line_ppi=Figure(900, "bod-cover", SEEN),
    line=Figure(0.25, "bod-cover", SEEN), standard=Figure("", "bod-equipment", SEEN, "authors leave RGB as it is"),
    colours=Figure("rgb", "bod-equipment", SEEN),
    forbids=Figure(frozenset({"marks", "transparency"}), "bod-cover", SEEN),
    spine=Spine("asked", text_from=Figure(80, "bod-cover", SINGLE), clearance=Figure(mm(2), "", HOUSE)),
    cover=CoverSheet(
        bleed=Figure(mm(5), "bod-cover", SEEN), safe=Figure(mm(5), "", HOUSE), fold=Figure(mm(2), "", HOUSE),
        barcode=Figure((mm(40), mm(28)), "bod-cover", SEEN, "25 mm wide at least"),
        barcode_from=Figure((mm(10), mm(10)), "", HOUSE), colour="rgb", standard=Figure("", "bod-equipment", SEEN),
    ),
)  # fmt: skip

# any printer with a press

_PRESS = Printer(
    "press", "a printer with a press", "perfect",
    trims=Figure((*_KDP.trims.value, A5, A4), "", HOUSE, "any size"),
    free_trim=Figure(((mm(80), mm(100)), (mm(420), mm(420))), "", HOUSE),
    papers=(
        Paper("offset", "black ink on offset paper", Figure((8, 2000), "", HOUSE)),
        Paper("color", "four colours on coated paper", Figure((8, 2000), "", HOUSE), colour=True),
    ),
    bleed=Figure(mm(3), "", HOUSE), edges=Figure("all", "", HOUSE),
    margin=Figure(mm(6), "", HOUSE), bled_margin=Figure(mm(6), "", HOUSE),
    gutter=Figure(((200, mm(12)), (400, mm(15)), (2000, mm(18))), "", HOUSE),
    multiple=Figure(4, "", HOUSE, "sheets are folded"), ppi=Figure(300, "", HOUSE), line_ppi=Figure(1200, "", HOUSE),
    ink=Figure(300, "", HOUSE), standard=Figure("PDF/X-4", "iso-15930", HOUSE), colours=Figure("cmyk", "", HOUSE),
    forbids=Figure(frozenset({"outline", "links"}), "iso-15930", SEEN), marks=True,
    spine=Spine("asked", text_from=Figure(80, "", HOUSE), clearance=Figure(mm(2), "", HOUSE)),
    cover=CoverSheet(
        bleed=Figure(mm(3), "", HOUSE), safe=Figure(mm(5), "", HOUSE), fold=Figure(mm(1), "", HOUSE),
        barcode=Figure((mm(40), mm(28)), "", HOUSE), barcode_from=Figure((mm(10), mm(10)), "", HOUSE),
        ink=Figure(300, "", HOUSE),
    ),
)  # fmt: skip

PRINTERS: Mapping[str, Printer] = {
    printer.name: printer for printer in (_KDP, _KDP_CASE, _SPARK, _SPARK_CASE, _LULU, _LULU_CASE, _BOD, _PRESS)
}
"""By name; a name that begins with another's is the more particular of the two."""
