"""The catalogue of findings: each has an id that never changes its meaning, a severity, and one line of what it means.

In: nothing. Out: `Code`, against which the manual and the tests are checked; an id is never reused.
"""

from __future__ import annotations

from enum import Enum, StrEnum


class Severity(StrEnum):
    """How much a finding weighs: an error keeps a release edition from being written."""

    ERROR = "error"
    WARNING = "warning"
    REMARK = "remark"


E, W, R = Severity.ERROR, Severity.WARNING, Severity.REMARK


class Code(Enum):
    """Every finding there is: id, severity, what it means in one line."""

    NO_BOOK = ("RD001", E, "The folder named as the book is not there, or holds no chapter.")
    UNREADABLE_FILE = ("RD002", E, "A file of the book cannot be opened.")
    BAD_ENCODING = ("RD003", E, "A text file is neither UTF-8 nor UTF-16 with a byte order mark.")
    FORBIDDEN_CHARACTER = ("RD004", E, "A control character that no book may hold.")
    MISSING_CHAPTER = ("RD005", E, "A chapter named in book.yaml is not there.")
    ASSUMED = ("RD006", R, "What Galerada assumed because the book does not say it.")
    LEFT_OUT = ("RD007", R, "A file or page that lies with the chapters and is not part of the book.")
    NOT_UNDERSTOOD = ("RD008", R, "Something in a raw text that was kept as it stands.")
    EMPTY_CHAPTER = ("RD009", W, "A chapter without text.")
    OUTSIDE_BOOK = ("RD010", E, "A path that leaves the book's folder.")
    UNKNOWN_CHAPTER = ("RD011", E, "A chapter asked for by name is not in the book.")
    UNKNOWN_LANGUAGE = ("RD012", E, "A language asked for is none of the site's.")
    SYMBOLIC_LINK = ("RD013", E, "A symbolic link in the book's folder, which is not followed.")
    NOT_A_FILE = ("RD014", E, "A folder, a pipe, a socket or a device where a file is wanted.")
    FORBIDDEN_NAME = ("RD015", E, "A file's name with a control character, or that is no text.")
    UNPORTABLE_NAME = ("RD016", W, "A file's name that some systems cannot have, or take for another's.")
    BIDI_CONTROL = ("RD017", W, "An invisible character that turns the direction of the text.")
    BIDI_IN_TITLE = ("RD018", E, "An invisible character that turns the direction of a title or a name.")

    FILE_TOO_LARGE = ("LM001", E, "A file larger than the book's limits allow.")
    TOO_MANY_FILES = ("LM002", E, "More files, or folders deeper in one another, than the book's limits allow.")
    BOOK_TOO_LARGE = ("LM003", E, "More text, or more pictures, than the book's limits allow.")
    TOO_MANY_NOTES = ("LM004", E, "More notes in a chapter than the book's limits allow.")
    TABLE_TOO_LARGE = ("LM005", E, "A table of more cells than the book's limits allow.")
    SPAN_TOO_WIDE = ("LM006", E, "A cell over more columns or rows than the book's limits allow.")
    LONG_WORD = ("LM007", W, "A word too long to be hyphenated.")
    GROWS_TOO_MUCH = ("LM008", E, "A chapter that makes more of itself than the book's limits allow.")
    SVG_TOO_LARGE = ("LM009", E, "An SVG picture that draws more elements than the book's limits allow.")
    METADATA_TOO_LARGE = ("LM010", E, "Front matter or configuration longer or deeper than the limits allow.")

    CONFIG_SYNTAX = ("CF001", E, "book.yaml, or the site's configuration, cannot be parsed.")
    CONFIG_UNKNOWN_KEY = ("CF002", E, "A key of book.yaml that nothing reads.")
    CONFIG_BAD_VALUE = ("CF003", E, "A value of book.yaml of the wrong kind.")
    CONFIG_BAD_ISBN = ("CF004", E, "An ISBN whose check digit is wrong.")
    CONFIG_DUPLICATE_KEY = ("CF005", E, "A key that stands twice in book.yaml.")

    FRONT_MATTER_SYNTAX = ("FM001", E, "Front matter that cannot be parsed.")
    FRONT_MATTER_UNCLOSED = ("FM002", E, "Front matter without its closing line.")
    FRONT_MATTER_DUPLICATE_KEY = ("FM003", E, "A key that stands twice in the front matter.")
    FRONT_MATTER_BAD_VALUE = ("FM004", E, "A front matter value of the wrong kind, such as a weight in words.")
    UNKNOWN_ROLE = ("FM005", E, "A role that no part of a book has.")

    HTML_REFUSED = ("MD001", W, "Raw HTML that no book may hold, left out: a script, a frame, an event handler.")
    HTML_UNBALANCED = ("MD002", W, "A raw HTML tag that is not closed where it was opened.")
    NESTING_TOO_DEEP = ("MD003", E, "Lists or quotations nested deeper than a page can show.")
    NOT_A_LIST = ("MD004", R, "A line that looks like a list item and is read as running text.")
    HTML_TAKES_ALL = ("MD005", E, "An HTML element that is left out, and never ends.")

    UNKNOWN_SHORTCODE = ("SC001", E, "A shortcode that Galerada does not know.")
    SHORTCODE_UNCLOSED = ("SC002", E, "A shortcode without its closing tag.")
    SHORTCODE_NOT_OPEN = ("SC003", E, "A closing tag without its opening tag.")
    SHORTCODE_MIXED_ARGUMENTS = ("SC004", E, "Named and positional arguments in one shortcode.")
    SHORTCODE_NOT_CLOSABLE = ("SC005", E, "A closing tag for a shortcode that takes none.")
    SHORTCODE_UNTERMINATED_QUOTE = ("SC006", E, "A quoted argument without its closing quote.")
    SHORTCODE_BAD_CHARACTER = ("SC007", E, "A character that cannot stand in a shortcode's tag.")
    SHORTCODE_CURLY_QUOTES = ("SC008", E, "Curly quotes where a shortcode wants straight ones.")
    SHORTCODE_MISSING_ARGUMENT = ("SC009", E, "A shortcode without an argument it needs.")
    SHORTCODE_DIFFERS_FROM_HUGO = ("SC010", R, "A shortcode that the newest Hugo would show otherwise.")
    SHORTCODE_IN_CODE = ("SC011", R, "A shortcode inside code, kept as it is written.")
    SHORTCODE_CROSSED = ("SC012", E, "Closing tags in the wrong order.")
    SHORTCODE_UNKNOWN_ARGUMENT = ("SC013", R, "An argument that the shortcode does not use.")
    SHORTCODE_UNTERMINATED_TAG = ("SC014", E, "A shortcode's tag that never ends.")
    UNKNOWN_VALUE = ("SC018", W, "A value or a word that neither the page nor the site has.")
    LOST = ("SC015", R, "Something a book cannot show, and what stands in for it.")
    BAD_FORMULA = ("SC016", E, "A formula that cannot be read, or cannot be drawn.")
    BAD_DIAGRAM = ("SC017", E, "A diagram that cannot be drawn.")

    TITLE_MISMATCH = ("NM001", R, "The front matter's title and the body's heading differ.")
    SEVERAL_TITLES = ("NM002", W, "More than one heading of the first level in a chapter.")
    HEADING_JUMP = ("NM003", R, "A heading level was skipped and has been mended.")
    NO_TITLE = ("NM004", W, "A chapter without a title.")
    EMPTY_HEADING = ("NM005", W, "A heading without text.")

    BANNER_MISSING = ("BN001", E, "The picture that opens a chapter is not there.")

    NOTE_UNDEFINED = ("NT001", E, "A note mark without its note.")
    NOTE_UNUSED = ("NT002", W, "A note that no mark in the text calls.")
    NOTE_DUPLICATE = ("NT003", E, "Two notes with one name.")
    EMPTY_SECTION_DROPPED = ("NT004", R, "A heading that stood over nothing but notes has gone with them.")
    NOTE_MOVED_TO_END = ("NT005", R, "A note too long for the foot of a page stands at the chapter's end.")

    PICTURE_MISSING = ("AS001", E, "A picture that is not there.")
    PICTURE_UNREADABLE = ("AS002", E, "A file that is not a picture Galerada can read.")
    PICTURE_MISNAMED = ("AS003", R, "A picture whose content is not what its name says.")
    PICTURE_LOW_RESOLUTION = ("AS004", R, "A picture that prints at fewer pixels per inch than wanted.")
    PICTURE_REMOTE = ("AS005", W, "A picture on another computer, for which its address stands.")
    PICTURE_WITHOUT_ALT = ("AS006", W, "A picture without a text alternative.")
    PICTURE_TOO_LARGE = ("AS007", E, "A picture of more pixels than a page can use.")
    SVG_REFUSED = ("AS008", E, "An SVG picture with a part that no book may hold.")
    PLACEHOLDER = ("AS010", R, "A missing picture, for which a draft draws a placeholder.")
    PICTURE_MOVES = ("AS009", R, "A moving picture, of which a book shows the first frame.")

    LINK_DANGLING = ("LK001", E, "A link to a chapter or heading that is not in the book.")
    LINK_SCHEME = ("LK002", E, "A link of a kind that no book may hold.")
    LINK_TO_FILE = ("LK003", W, "A link to a file or a page that does not travel with the book.")
    LINK_AMBIGUOUS = ("LK004", E, "A reference that several chapters answer to.")
    LINK_LEFT_OUT = ("LK005", W, "A link to a page that is in the folder and not in the book.")
    DUPLICATE_ID = ("LK006", E, "Two places of a chapter with one id.")

    OPEN_QUERIES = ("QR001", E, "Marks or queries of an editor that nobody has settled.")
    MARK_UNCLOSED = ("QR002", W, "A sign that opens an editor's mark, and nothing closes it.")
    UNKNOWN_MARK = ("QR003", E, "A mark asked for by its number, its chapter or its editor is not there.")

    GIT_MISSING = ("DF001", E, "There is no Git on this machine to read a revision with.")
    NO_HISTORY = ("DF002", E, "The book's folder has no history that Git can read.")
    NO_REVISION = ("DF003", E, "What a book is to be compared with: no folder, no EPUB and no revision.")
    NOT_THEN = ("DF004", E, "At a revision there was nothing in the book's folder.")
    GIT_REFUSED = ("DF005", E, "A revision asked for of an untrusted manuscript.")
    OTHER_UNREADABLE = ("DF006", E, "The version to compare with cannot be read as a book.")
    OTHER_FAULTY = ("DF007", R, "The version to compare with has errors of its own.")

    MISSPELT = ("CE001", E, "A word that is misspelt.")
    WRONGLY_PARTED = ("CE002", E, "Words that are wrongly joined, or wrongly parted.")
    CONFUSED = ("CE003", W, "A word that stands where another one seems to be meant.")
    TILDE_LIKELY = ("CE004", W, "A word that the dictionary only knows with another accent.")
    WORD_UNKNOWN = ("CE005", R, "A word that the dictionary does not know.")
    NO_DICTIONARY = ("CE006", R, "There is no dictionary of the language, or none is asked for.")
    SIGN_UNPAIRED = ("CE010", W, "A sign that opens or closes, without its partner.")
    SPACE_WRONG = ("CE011", W, "A space before a sign, or none behind it, or a sign twice.")
    DASH_WRONG = ("CE012", W, "A hyphen between spaces, where a dash belongs.")
    DOTS_WRONG = ("CE013", W, "Two dots, four, or an ellipsis after etc.")
    UNIT_TOUCHES = ("CE014", W, "A number that touches its unit or its percent sign.")
    ORDINAL_WRONG = ("CE015", W, "An ordinal number that is not written as the language writes it.")
    NUMBERS_WAVER = ("CE016", R, "Large numbers, or decimals, written in several ways.")
    TITLE_CASE = ("CE017", W, "A heading with capitals that the language does not want.")
    HEADINGS_WAVER = ("CE018", R, "Headings of which some are in title case and some are not.")
    NEEDLESS_CAPITAL = ("CE019", W, "A day, a month or the like with a capital.")
    WORD_TWICE = ("CE020", W, "A word that stands twice.")
    NAMES_DISAGREE = ("CE021", W, "A name or a term that is written in several ways.")
    ITALICS_WAVER = ("CE022", R, "A foreign word that is in italics here and not there.")
    LONG_PARAGRAPH = ("CE023", R, "A very long paragraph.")
    AGAINST_SHEET = ("CE024", E, "Something that the style sheet writes otherwise.")
    SPELLINGS_WAVER = ("CE025", R, "A word with two right spellings, and both are in the book.")
    SIGLA_PLURAL = ("CE026", R, "An initialism with a plural s.")
    SHEET_UNREADABLE = ("CE027", E, "A style sheet that cannot be read.")

    GLYPH_MISSING = ("PR001", W, "A character that the book's fonts cannot draw.")
    ENGINE_SAID = ("PR002", W, "A message of the page layout engine.")

    NOT_LAID_OUT = ("PR003", E, "A part of the book that the layout engine cannot set.")
    WORDS_LOST = ("PR005", E, "Words of the manuscript that an edition does not hold.")
    OFF_THE_PAGE = ("PR006", E, "Text or a picture that runs off the printed page.")
    IN_THE_MARGIN = ("PR007", W, "Text or a picture that runs into the margin of the printed page.")
    PAGES_UNSETTLED = ("PR004", E, "Page numbers in the text that move the very pages they name.")

    SUBJECT_CODE = ("EB001", E, "A subject code that its list cannot hold.")
    FACE_SUBSTITUTED = ("EB002", W, "A letter that another face draws, as its own face has not got it.")
    FACE_NOT_EMBEDDED = ("EB003", E, "A font whose rights forbid what an ebook does with it.")
    CLAIM_NOT_WRITTEN = ("EB004", R, "A claim of conformance that is signed and not written, and why.")
    FALSE_CLAIM = ("EB005", E, "A claim of conformance that the book itself contradicts.")
    COLOURS_GUESSED = ("EB006", R, "A CMYK picture without a profile, whose colours are guessed.")
    PICTURE_LESSENED = ("EB007", R, "A picture made smaller than the book asks, to fit a store's limit.")
    TOO_LARGE_FOR_STORE = ("EB008", E, "An EPUB larger than its store takes.")
    COVER_TOO_SMALL = ("EB009", W, "A cover with fewer pixels than its store asks for.")
    METADATA_MISSING = ("EB010", E, "What a trade record cannot be without, and book.yaml does not say.")

    PARAGRAPH_LEFT = ("LB001", R, "Paragraphs whose lines the page's engine breaks, and why.")
    PDF_UNREADABLE = ("LB002", E, "A file that is to be measured and cannot be read as a PDF.")

    SPINE_ASKED = ("CV001", E, "A spine, or a sheet, that only the printer's calculator knows.")
    SHEET_IMPOSSIBLE = ("CV002", E, "A sheet, or a spine, that cannot go round the book.")
    COVER_COARSE = ("CV003", W, "A cover picture of too few pixels for its printed size.")
    COVER_CROPPED = ("CV004", W, "A cover picture of other proportions than the book's side, cut off.")
    BACK_TOO_LONG = ("CV005", E, "More words for the back than it has room for.")
    SPINE_BARE = ("CV006", R, "A spine without words, and why.")
    SPINE_SHORTENED = ("CV007", W, "A spine from which a name, or a part of the title, is left out.")
    NO_BARCODE = ("CV008", W, "A printed book without an ISBN: its cover has no barcode.")
    FIGURE_SECOND_HAND = ("CV009", R, "Figures of a cover that were not read on the printer's own page.")
    COVER_UNDRAWABLE = ("CV011", E, "A character that no font of the printed cover has.")
    SPINE_DOUBTFUL = ("CV012", W, "A given spine that makes the paper thicker or thinner than any paper is.")
    SHEET_COMPUTED = ("CV010", W, "A case's whole sheet, computed where the printer's calculator should be asked.")
    STYLE_REFUSED = ("DS001", E, "Something in the book's own style sheet that no edition can take.")
    BANNER_NOT_BLED = ("DS002", W, "Pictures that are to reach the trim of a page without a bleed.")
    NOTES_UNREADABLE = ("IM001", E, "A file with comments that is neither a PDF nor a DOCX that can be read.")
    NO_NOTES = ("IM002", E, "A PDF without comments, or a DOCX in which nothing was changed or said.")
    OTHER_BOOK = ("IM003", E, "A file with comments whose words are not in this book.")
    NOTES_TOO_LARGE = ("IM004", E, "A file with comments that holds more than any copy of a book does.")
    NOT_PLACED = ("IM005", W, "A comment that finds no place in the manuscript, or that no mark can say.")

    NOT_WRITTEN = ("IO001", E, "A file that could not be written.")
    LOCKED = ("IO002", E, "Another build is at work in the same folder, and takes too long.")

    NO_JAIL = ("JL001", R, "The system cannot confine what lays out pages.")
    JAIL_DEMANDED = ("JL002", E, "An untrusted manuscript on a system that cannot confine what reads it.")
    ENDED = ("JL003", E, "The process that read an untrusted manuscript was ended by the system.")
    LEADS_OUT = ("JL004", E, "A link in the folder of the outputs of an untrusted manuscript.")

    PORT_TAKEN = ("WP001", E, "A port at which the web proof cannot be served.")
    BUILD_FAILED = ("WP002", E, "A fault of Galerada that ended a build of the web proof.")

    EPUBCHECK_ERROR = ("RL001", E, "An error that epubcheck finds in the EPUB.")
    EPUBCHECK_WARNING = ("RL002", W, "A warning of epubcheck.")
    ACE_VIOLATION = ("RL003", E, "A serious fault of accessibility that Ace finds in the EPUB.")
    ACE_NOTICE = ("RL004", W, "A lesser fault of accessibility that Ace finds.")
    VALIDATOR_MISSING = ("RL005", E, "A validator that is not installed.")
    VALIDATOR_FAILED = ("RL006", E, "A validator that gave no answer.")
    CONTAINER_FAULT = ("RL007", E, "An EPUB that is not packed as readers want it.")
    PACKAGE_INCOMPLETE = ("RL008", E, "An EPUB without identifier, title, language, date, cover or contents.")
    SVG_CASE = ("RL009", E, "A name of SVG in the wrong case, which no reader draws.")
    SOURCE_LINK = ("RL010", E, "A link to a file of the manuscript that is left in the EPUB.")
    REMOTE_RESOURCE = ("RL011", E, "Something in the EPUB that lies on another computer.")
    ID_CHANGED = ("RL012", E, "A place of the last release that has another id.")
    ID_GONE = ("RL013", W, "An id of the last release that is gone.")
    FILE_CHANGED = ("RL014", E, "A chapter of the last release that has another file name or item id.")
    LOCK_UNREADABLE = ("RL015", E, "A release.lock that cannot be read.")
    LONE_LINE = ("PG001", W, "The first or the last line of a paragraph alone on its page.")
    RUNT = ("PG002", W, "A paragraph whose last line has fewer than four letters.")
    LADDER = ("PG003", W, "Three lines or more in a row that end in a hyphen.")
    STRANDED_HEADING = ("PG004", W, "A heading at the foot of a page.")
    ONE_LINE_PAGE = ("PG005", W, "A chapter's last page with one line.")
    UNLEVEL_FEET = ("PG006", R, "Facing pages that do not end on the same line.")
    PAGES_LOCK_UNREADABLE = ("PG007", E, "A pages.lock that cannot be read.")
    PAGES_OUT_OF_RANGE = ("TG001", E, "A book with fewer or more pages than its printer binds.")
    OTHER_TRIM = ("TG002", R, "A trim in book.yaml that is not the target's.")

    NO_LOCK = ("RL016", R, "A book without release.lock.")
    WAIVER_REFUSED = ("RL017", E, "A waiver without a reason, or for what cannot be waived.")
    WAIVER_STALE = ("RL018", W, "A waiver that no finding answers to.")
    WAIVER_EXPIRED = ("RL019", W, "A waiver whose day is over.")
    DIFFERS = ("RL020", E, "A file that is not what its book gives.")
    NOT_COMPARABLE = ("RL021", E, "A file that cannot be compared with a book.")

    def __init__(self, ident: str, severity: Severity, meaning: str) -> None:
        self.ident = ident
        self.severity = severity
        self.meaning = meaning

    @classmethod
    def of(cls, ident: str) -> Code | None:
        """The code with this id, or None."""
        return next((code for code in cls if code.ident == ident.upper()), None)
