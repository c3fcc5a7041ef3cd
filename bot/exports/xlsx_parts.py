"""The parts of a workbook around its rows (ECMA-376, transitional), and where they stand in its package."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.exports.tables import Column, Kind, Value
from bot.exports.xlsx_cells import Style, letters_of, string_cell, to_xml

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument"

WORKBOOK, STYLES, PROPERTIES = "xl/workbook.xml", "xl/styles.xml", "docProps/app.xml"

# In characters. Texts are wrapped in a column that is read as easily as one of a newspaper.
WIDTHS = {
    Kind.ID: 22,
    Kind.TEXT: 50,
    Kind.NUMBER: 10,
    Kind.FLAG: 10,
    Kind.TIME: 20,
    Kind.DAY: 12,
    Kind.LINK: 40,
}
BUTTON = 4  # the filter's, beside the name of the column
# A row is as high as its texts, so far as many rows can still be seen, and says so itself: LibreOffice would
# show one line of each. Characters are counted as if each were as wide as a digit, and most are not.
MOST_LINES = 10
LINE_HEIGHT = 15  # points, of the font below

LINK_COLOUR = '<color rgb="FF0563C1"/>'

# What Excel refuses in the name of a sheet, and how long that may be.
LONGEST_NAME = 31
FORBIDDEN = str.maketrans(dict.fromkeys(r"[]:*?/\'", "-"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet that is written."""

    name: str
    columns: int
    rows: int  # its header among them

    @property
    def filtered(self) -> str:
        """The cells that its filter is for."""
        return f"A1:{letters_of(self.columns - 1)}{self.rows}"


def sheet_path(number: int) -> str:
    """Return where the sheet of that *number*, counted from 1, stands in the package."""
    return f"xl/worksheets/sheet{number}.xml"


def sheet_name(table: str, *, taken: Collection[str]) -> str:
    """Return a name for another sheet of *table*: its own, else with a number. Case makes no difference."""
    plain = table.translate(FORBIDDEN)
    others = {name.casefold() for name in taken}
    number, name = 1, plain[:LONGEST_NAME]
    while name.casefold() in others:
        number += 1
        end = f" ({number})"
        name = plain[: LONGEST_NAME - len(end)] + end
    return name


def sheet_begin(columns: Sequence[Column], *, is_first: bool) -> str:
    """Return what stands before the rows of a sheet, and its header, which stays when they are scrolled."""
    selected = ' tabSelected="1"' if is_first else ""
    widths = "".join(
        f'<col min="{place}" max="{place}" customWidth="1"'
        f' width="{max(WIDTHS[column.kind], len(column.name) + BUTTON)}"/>'
        for place, column in enumerate(columns, 1)
    )
    header = "".join(
        string_cell(letters_of(index), Style.HEADER, column.name, 1) for index, column in enumerate(columns)
    )
    return (
        f'{DECLARATION}<worksheet xmlns="{MAIN}">'
        f'<sheetViews><sheetView workbookViewId="0"{selected}>'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
        f'<cols>{widths}</cols><sheetData><row r="1">{header}</row>'
    )


def row_begin(number: int, texts: Iterable[Value]) -> str:
    """Return what stands before the cells of a row, high enough for *texts*."""
    lines = 1
    for text in texts:
        if isinstance(text, str) and (len(text) > WIDTHS[Kind.TEXT] or "\n" in text):
            lines = max(lines, text.count("\n") + len(text) // WIDTHS[Kind.TEXT] + 1)
    if lines == 1:
        return f'<row r="{number}">'
    return f'<row r="{number}" ht="{min(lines, MOST_LINES) * LINE_HEIGHT}" customHeight="1">'


def sheet_end(sheet: Sheet) -> str:
    """Return what stands behind the rows of *sheet*: its filter, and that numbers may be text there."""
    return (
        f'</sheetData><autoFilter ref="{sheet.filtered}"/>'
        f'<ignoredErrors><ignoredError sqref="{sheet.filtered}" numberStoredAsText="1"/></ignoredErrors>'
        "</worksheet>"
    )


def workbook(sheets: Sequence[Sheet]) -> str:
    """Return the part that names the sheets, in their order."""
    named = "".join(
        f'<sheet name="{_attribute(sheet.name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    # Excel wants each filter as a name of its own as well.
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{index}" hidden="1">'
        f"'{to_xml(sheet.name)}'!$A$1:${letters_of(sheet.columns - 1)}${sheet.rows}</definedName>"
        for index, sheet in enumerate(sheets)
    )
    return (
        f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}/relationships">'
        f"<bookViews><workbookView/></bookViews><sheets>{named}</sheets>"
        f"<definedNames>{filters}</definedNames></workbook>"
    )


def workbook_relations(sheets: Sequence[Sheet]) -> str:
    """Return the part that says where those sheets and their styles are."""
    numbers = range(1, len(sheets) + 1)
    targets = [("worksheet", sheet_path(number).removeprefix("xl/")) for number in numbers]
    return _relations(f"{OFFICE}/relationships", [*targets, ("styles", STYLES.removeprefix("xl/"))])


def package_relations() -> str:
    """Return the part from which all others are found."""
    return _relations(
        f"{OFFICE}/relationships", [("officeDocument", WORKBOOK), ("extended-properties", PROPERTIES)]
    )


def content_types(sheets: Sequence[Sheet]) -> str:
    """Return the part that says what each of the others is."""
    typed = [
        (WORKBOOK, "spreadsheetml.sheet.main"),
        (STYLES, "spreadsheetml.styles"),
        (PROPERTIES, "extended-properties"),
        *((sheet_path(number), "spreadsheetml.worksheet") for number in range(1, len(sheets) + 1)),
    ]
    listed = "".join(
        f'<Override PartName="/{path}" ContentType="{TYPES}.{type_}+xml"/>' for path, type_ in typed
    )
    return (
        f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def properties() -> str:
    """Return the part that says which program made the workbook."""
    return (
        f'{DECLARATION}<Properties xmlns="{OFFICE}/extended-properties">'
        "<Application>Causerie</Application></Properties>"
    )


def styles() -> str:
    """Return the style sheet: the formats of cells, in the order of Style."""
    top = '<alignment vertical="top"/>'
    left = '<alignment vertical="top" horizontal="left"/>'
    wrapped = '<alignment vertical="top" wrapText="1"/>'
    formats = {
        # A text stays one when its cell is edited: Excel shows an apostrophe before it then.
        Style.TEXT: ('quotePrefix="1"', wrapped),
        Style.ID: ('numFmtId="49" applyNumberFormat="1"', top),  # "Text", 18.8.30
        Style.NUMBER: ("", top),
        Style.TIME: ('numFmtId="164" applyNumberFormat="1"', left),
        Style.DAY: ('numFmtId="165" applyNumberFormat="1"', left),
        # Excel shows flags in its own language whatever this says; LibreOffice takes it for its own format.
        Style.FLAG: ('numFmtId="166" applyNumberFormat="1"', left),
        Style.LINK: ('fontId="2" applyFont="1"', top),
        Style.HEADER: ('fontId="1" fillId="2" applyFont="1" applyFill="1"', top),
    }
    listed = "".join(
        f'<xf {_with_defaults(attributes)} applyAlignment="1">{alignment}</xf>'
        for _, (attributes, alignment) in sorted(formats.items())
    )
    font = '<sz val="11"/>{}<name val="Calibri"/><family val="2"/>'
    return (
        f'{DECLARATION}<styleSheet xmlns="{MAIN}">'
        '<numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>'
        '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/>'
        '<numFmt numFmtId="166" formatCode="&quot;TRUE&quot;;&quot;TRUE&quot;;&quot;FALSE&quot;"/></numFmts>'
        f'<fonts count="3"><font>{font.format("")}</font><font><b/>{font.format("")}</font>'
        f"<font><u/>{font.format(LINK_COLOUR)}</font></fonts>"
        '<fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFE7E6E6"/></patternFill></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(formats) + 1}"><xf {_with_defaults("")}/>{listed}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )


def _with_defaults(attributes: str) -> str:
    defaults = {"numFmtId": 0, "fontId": 0, "fillId": 0, "borderId": 0, "xfId": 0}
    missing = (f'{name}="{value}"' for name, value in defaults.items() if f"{name}=" not in attributes)
    return " ".join([*missing, attributes]).rstrip()


def _relations(kind: str, targets: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}/{type_}" Target="{target}"/>'
        for number, (type_, target) in enumerate(targets, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def _attribute(text: str) -> str:
    return to_xml(text).replace('"', "&quot;")
