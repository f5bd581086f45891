"""What people do for a book: the MARC relators that a book's title page may need.

In: a code or an English name. Out: the code. Source: Library of Congress, MARC Code List for Relators; EPUB 3.3, D.3.6
(`role` with the scheme `marc:relators`).
"""

from __future__ import annotations

from collections.abc import Mapping

RELATORS: Mapping[str, str] = {
    "adp": "adapter", "aft": "author of afterword", "ann": "annotator", "art": "artist", "asn": "associated name",
    "aui": "author of introduction", "aut": "author", "bdd": "binding designer", "bjd": "bookjacket designer",
    "bkd": "book designer", "bkp": "book producer", "bnd": "binder", "clr": "colorist", "cmm": "commentator",
    "cmp": "composer", "com": "compiler", "cov": "cover designer", "cph": "copyright holder", "cre": "creator",
    "csl": "consultant", "ctb": "contributor", "ctg": "cartographer", "drm": "draftsman", "dsr": "designer",
    "dte": "dedicatee", "edt": "editor", "egr": "engraver", "fnd": "funder", "ill": "illustrator",
    "isb": "issuing body", "ive": "interviewee", "ivr": "interviewer", "lyr": "lyricist", "mrk": "markup editor",
    "nrt": "narrator", "pbl": "publisher", "pfr": "proofreader", "pht": "photographer", "prt": "printer",
    "red": "redaktor", "res": "researcher", "rev": "reviewer", "spn": "sponsor", "trc": "transcriber",
    "trl": "translator", "tyd": "type designer", "tyg": "typographer", "wat": "writer of added text",
    "wfw": "writer of foreword", "win": "writer of introduction", "wpr": "writer of preface",
}  # fmt: skip
"""By code."""

CODES: Mapping[str, str] = {name: code for code, name in RELATORS.items()} | {code: code for code in RELATORS}
"""The code of every code and every name."""
