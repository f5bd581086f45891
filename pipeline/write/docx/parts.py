"""The parts of a DOCX that are the same for every book, but for its language: styles, lists, settings.

In: a language. Out: XML. ECMA-376, part 1: 17.7 (styles), 17.9 (numbering), 17.15 (settings).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
BULLET_SIGNS = ("\u2022", "\u2013", "\u25aa")
NUMBER_KINDS = ("decimal", "lowerLetter", "lowerRoman")
FIRST_LIST = 2
"""The first number of a numbered list: 1 is that of all bullets."""


@dataclass(frozen=True, slots=True)
class _Style:
    ident: str
    name: str
    ppr: str = ""
    rpr: str = ""
    based: str = "Normal"
    kind: str = "paragraph"
    after: str = ""


def _heading(level: int) -> _Style:
    """Outline levels are what a word processor makes its contents of."""
    page = "<w:pageBreakBefore/>" if level == 1 else ""
    size = max(36 - 4 * level, 22)
    space = f'<w:spacing w:before="{480 - 40 * level}" w:after="120"/>'
    ppr = f'<w:keepNext/>{page}{space}<w:outlineLvl w:val="{level - 1}"/>'
    return _Style(f"Heading{level}", f"heading {level}", ppr, f'<w:b/><w:sz w:val="{size}"/>', after="Normal")


STYLES: Sequence[_Style] = (
    *(_heading(level) for level in range(1, 7)),
    _Style("Title", "Title", '<w:pageBreakBefore/><w:spacing w:before="2400"/><w:jc w:val="center"/>',
           '<w:sz w:val="44"/>'),
    _Style("Quote", "Quote", '<w:spacing w:before="120" w:after="120"/><w:ind w:left="720" w:right="720"/>'),
    _Style("ListParagraph", "List Paragraph", '<w:spacing w:after="60"/><w:ind w:left="720"/>'),
    _Style("Caption", "caption", '<w:spacing w:after="240"/>', '<w:i/><w:sz w:val="20"/>'),
    _Style("Term", "Term", '<w:keepNext/><w:spacing w:before="120"/>', "<w:b/>"),
    _Style("Definition", "Definition", '<w:ind w:left="720"/>'),
    _Style("Box", "Box", '<w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="888888"/></w:pBdr>'
           '<w:ind w:left="360" w:right="360"/>'),
    _Style("BoxTitle", "Box Title", "<w:keepNext/>", "<w:b/>", "Box"),
    _Style("Code", "Code", '<w:suppressAutoHyphens/><w:spacing w:line="240" w:lineRule="auto"/>',
           '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/><w:noProof/><w:sz w:val="18"/>'),
    _Style("SceneBreak", "Scene Break", '<w:spacing w:before="240" w:after="240"/><w:jc w:val="center"/>'),
    _Style("TableText", "Table Text", '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>', '<w:sz w:val="20"/>'),
    _Style("FootnoteText", "footnote text", '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>',
           '<w:sz w:val="20"/>'),
    _Style("CommentText", "annotation text", "", '<w:sz w:val="20"/>'),
    _Style("CodeChar", "Code Character", "",
           '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/><w:noProof/>', "", "character"),
    _Style("Hyperlink", "Hyperlink", "", '<w:color w:val="0563C1"/><w:u w:val="single"/>', "", "character"),
    _Style("FootnoteReference", "footnote reference", "", '<w:vertAlign w:val="superscript"/>', "", "character"),
    _Style("CommentReference", "annotation reference", "", '<w:sz w:val="16"/>', "", "character"),
)  # fmt: skip


def styles(language: str) -> str:
    """`word/styles.xml`."""
    tongue = quoteattr(language)
    defaults = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
        f'w:cs="Times New Roman" w:eastAsia="Times New Roman"/><w:sz w:val="24"/><w:lang w:val={tongue}/></w:rPr>'
        '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="360" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        "</w:style>"
        f'<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{''.join(_borders())}</w:tblBorders></w:tblPr></w:style>"
    )
    return f'{HEAD}<w:styles xmlns:w="{W}">{defaults}{"".join(map(_style, STYLES))}</w:styles>'


def _borders() -> Iterator[str]:
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        yield f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'


def _style(style: _Style) -> str:
    based = f'<w:basedOn w:val="{style.based}"/>' if style.based else ""
    after = f'<w:next w:val="{style.after}"/>' if style.after else ""
    ppr = f"<w:pPr>{style.ppr}</w:pPr>" if style.ppr else ""
    rpr = f"<w:rPr>{style.rpr}</w:rPr>" if style.rpr else ""
    return (
        f'<w:style w:type="{style.kind}" w:styleId="{style.ident}"><w:name w:val={quoteattr(style.name)}/>'
        f"{based}{after}<w:qFormat/>{ppr}{rpr}</w:style>"
    )


def numbering(lists: int) -> str:
    """`word/numbering.xml`: bullets, and so many numbered lists, each from 1."""
    bullets = "".join(_level(n, "bullet", BULLET_SIGNS[n % 3]) for n in range(9))
    numbers = "".join(_level(n, NUMBER_KINDS[n % 3], f"%{n + 1}.") for n in range(9))
    own = "".join(
        f'<w:num w:numId="{n + FIRST_LIST}"><w:abstractNumId w:val="1"/>'
        + "".join(f'<w:lvlOverride w:ilvl="{i}"><w:startOverride w:val="1"/></w:lvlOverride>' for i in range(9))
        + "</w:num>"
        for n in range(lists)
    )
    return (
        f'{HEAD}<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
        f'{bullets}</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{numbers}'
        f'</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{own}</w:numbering>'
    )


def _level(level: int, kind: str, text: str) -> str:
    left = 720 + 360 * level
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="360"/></w:pPr></w:lvl>'
    )


def settings() -> str:
    """`word/settings.xml`: changes are tracked from the first letter on."""
    notes = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    compat = (
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    inside = f'<w:trackRevisions/><w:defaultTabStop w:val="720"/>{notes}{compat}'
    return f'{HEAD}<w:settings xmlns:w="{W}">{inside}</w:settings>'


def core(title: str, author: str, language: str, modified: str) -> str:
    """`docProps/core.xml`: ECMA-376, part 2, 11."""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        f"<dc:language>{escape(language)}</dc:language>"
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{modified}</dcterms:modified></cp:coreProperties>'
    )
