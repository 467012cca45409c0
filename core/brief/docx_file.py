"""The brief as docx, on the page of GB/T 9704-2012: A4, body 156 × 225 mm, 16 pt 仿宋 on 28 pt lines, headings 黑体, page number with dashes."""

from __future__ import annotations

import io

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from core.brief.charts_xml import chart_parts
from core.brief.model import WHOLE, Brief, Section, Series, Table, figure_columns, told
from core.brief.widths import size_of, widths
from core.colours import CHANGED, LIGHT, OFFICIAL_RED
from core.i18n import t

TITLE, HEAD, BODY, KAI = "方正小标宋简体", "黑体", "仿宋_GB2312", "楷体_GB2312"  # named, not shipped: offices have them
RED = RGBColor(*OFFICIAL_RED)
HELD = 3  # first rows of a table that stand together
WIDE, CELL, SMALL = 156, 10.5, 9  # mm of the body, points of a table, of one with many columns
POINTS = WIDE / 25.4 * 72  # of the body
CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
DRAWING = """<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>
 <wp:docPr id="{number}" name="chart {number}" descr="{title}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">
 <c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="{relation}"/></a:graphicData></a:graphic></wp:inline>"""


def docx_of(brief: Brief, *, address: str = "") -> bytes:
    """`address`: what the small marks behind headings lead to; without one there are none."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    _font(document.styles["Normal"], BODY, 16)
    _numbers(page.footer.paragraphs[0])
    masthead = _line(document, brief.office, TITLE, 26, align=WD_ALIGN_PARAGRAPH.CENTER, colour=RED)
    masthead.paragraph_format.line_spacing = None
    if brief.issue:
        _line(document, brief.issue, BODY, 16, align=WD_ALIGN_PARAGRAPH.CENTER)
    dated = _line(
        document, f"{t(brief.language, 'brief.internal')}\t{brief.period}", BODY, 14, align=WD_ALIGN_PARAGRAPH.LEFT
    )
    dated.paragraph_format.tab_stops.add_tab_stop(Mm(WIDE), WD_TAB_ALIGNMENT.RIGHT)
    _rule(dated)
    _line(document, "", BODY, 16)
    _line(document, brief.title, TITLE, 22, align=WD_ALIGN_PARAGRAPH.CENTER)
    if brief.signed:
        _line(document, brief.signed, KAI, 14, align=WD_ALIGN_PARAGRAPH.CENTER)
    for number, section in enumerate(brief.sections, 1):
        _section(document, section, brief.language, address, number)
    if brief.since:
        _line(document, brief.since, BODY, 12, align=WD_ALIGN_PARAGRAPH.LEFT)
    _line(document, brief.foot, BODY, 12, align=WD_ALIGN_PARAGRAPH.LEFT)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _section(document: Document, section: Section, lang: str, address: str, number: int) -> None:
    heading = _line(document, section.heading, HEAD, 16, indent=True)
    heading.paragraph_format.keep_with_next = True
    if address and section.page:
        _link(heading, address + section.page, t(lang, "brief.look"))
    for words in told(section, lang):
        last = _line(document, words, BODY, 16, indent=True)
    if section.table and section.paragraphs:
        last.paragraph_format.keep_with_next = True
    if section.table:
        add_table(document, section.table)
    if section.series:
        _line(
            document, section.series.title, KAI, 14, align=WD_ALIGN_PARAGRAPH.CENTER
        ).paragraph_format.keep_with_next = True
        add_chart(document, section.series, number)


def _line(
    document: Document,
    words: str,
    font: str,
    size: float,
    *,
    align=WD_ALIGN_PARAGRAPH.JUSTIFY,
    indent: bool = False,
    colour: RGBColor | None = None,
) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28)
    if indent:
        form.first_line_indent = Pt(2 * size)
    run = paragraph.add_run(words)
    _font(run, font, size)
    if colour is not None:
        run.font.color.rgb = colour
    return paragraph


def _font(of: object, name: str, size: float) -> None:
    of.font.name, of.font.size = "Times New Roman", Pt(size)
    properties = of.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    fonts.set(qn("w:eastAsia"), name)


def _rule(paragraph: Paragraph) -> None:
    border = parse_xml(
        '<w:pBdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:bottom w:val="single" w:sz="12" w:space="4" w:color="{RED}"/></w:pBdr>'
    )
    paragraph._p.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _numbers(paragraph: Paragraph) -> None:
    """— 1 —"""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ")
    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
    paragraph.add_run(" —")
    for each in paragraph.runs:
        _font(each, "宋体", 14)


def _link(paragraph: Paragraph, address: str, words: str) -> None:
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = paragraph.add_run(words)
    _font(run, BODY, 9)
    run.font.color.rgb = RGBColor.from_string(LIGHT["accent"].lstrip("#").upper())
    link.append(run._r)
    paragraph._p.append(link)


def add_table(document: Document, table: Table) -> None:
    grid = document.add_table(rows=1, cols=len(table.heads))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _borders(grid)
    size = size_of(table, wide=POINTS, usual=CELL, small=SMALL)
    for column, part in zip(grid.columns, widths(table, room=POINTS / size), strict=True):
        column.width = Mm(WIDE * part)
    right = figure_columns(table)
    _cells(grid.rows[0], table.heads, HEAD, set(), size, right)
    again = OxmlElement("w:tblHeader")
    grid.rows[0]._tr.get_or_add_trPr().append(again)
    for number, row in enumerate(table.rows):
        changed = {c for r, c in table.changed if r == number}
        _cells(grid.add_row(), row, HEAD if table.summed and number == 0 else BODY, changed, size, right)
    # a small table stands on one page; of a large one its heads do not stand alone at the foot of a page
    for row in grid.rows[:-1] if len(table.rows) <= WHOLE else grid.rows[:HELD]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    document.add_paragraph().paragraph_format.line_spacing = Pt(8)


def _borders(grid: object) -> None:
    """Said in the table itself: a county's template may lack the style."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    borders = parse_xml(
        f'<w:tblBorders xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{sides}</w:tblBorders>'
    )
    grid._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _cells(
    row: object, texts: list[str], font: str, changed: set[int], size: float, right: set[int]
) -> None:  # fmt: skip
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        if column in changed:
            shade = OxmlElement("w:shd")
            for name, value in (("val", "clear"), ("color", "auto"), ("fill", CHANGED.lstrip("#"))):
                shade.set(qn(f"w:{name}"), value)
            cell._tc.get_or_add_tcPr().append(shade)
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if column in right else WD_ALIGN_PARAGRAPH.LEFT
        form = paragraph.paragraph_format
        form.space_before = form.space_after = Pt(2)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(13)
        cell.width = row.table.columns[column].width
        _font(paragraph.add_run(text), font, size)


def add_chart(document: Document, series: Series, number: int) -> None:
    xml, book = chart_parts(series)
    package = document.part.package
    sheet = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), CONTENT_TYPE.SML_SHEET, book, package)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART, xml, package)
    part.relate_to(sheet, RELATIONSHIP_TYPE.PACKAGE)
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    paragraph = document.add_paragraph()
    title = series.title.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    drawing = OxmlElement("w:drawing")
    drawing.append(
        parse_xml(DRAWING.format(wide=int(Mm(154)), high=int(Mm(62)), number=number, title=title, relation=relation))
    )
    paragraph.add_run()._r.append(drawing)
