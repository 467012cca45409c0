"""The brief as slides: a title, then one for each part, with native tables and charts."""

from __future__ import annotations

import io

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from core.brief.charts_xml import put_chart
from core.brief.model import Brief, Section, Table, figure_columns, told
from core.brief.widths import PADDING, lines, widths
from core.colours import CHANGED, LIGHT

WIDE, HIGH = Inches(13.333), Inches(7.5)
LEFT, BODY, BOTTOM = Inches(0.6), Inches(12.1), Inches(7.2)
LEAST, MOST = Inches(2.4), Inches(5)  # height of a chart: below its table, or on a slide of its own
SAID, APART, ALONE = 20, 8, 18  # points of a sentence, between two, of one above its table
CELL, LINE, MARGIN = 12, 1.25, Emu(36_000)  # points of a table; height of a line; above and below a cell's words
FEW = 3  # sentences of a section, and sections of a slide
LAST = 4  # rows on the last slide of a table
FONT = "微软雅黑"


def pptx_of(brief: Brief) -> bytes:
    show = Presentation()
    show.slide_width, show.slide_height = WIDE, HIGH
    _title(show, brief)
    for sections in _together(brief.sections):
        _slides(show, sections, brief.language)
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def _together(sections: list[Section]) -> list[list[Section]]:
    """Neighbours that are a few sentences alone share a slide."""
    groups: list[list[Section]] = []
    for section in sections:
        short = section.table is None and section.series is None and len(section.paragraphs) <= FEW
        if short and groups and groups[-1][-1].table is None and len(groups[-1]) < FEW:
            groups[-1].append(section)
        else:
            groups.append([section])
    return groups


def _title(show: Presentation, brief: Brief) -> None:
    slide = show.slides.add_slide(show.slide_layouts[6])
    below = _text(slide, brief.title, Inches(0.9), Inches(2.4), Inches(11.5), 40, bold=True)
    words = "\n".join(w for w in (f"{brief.office}　{brief.period}", brief.issue, brief.signed, brief.since) if w)
    _text(slide, words, Inches(0.9), Emu(below + Inches(0.3)), Inches(11.5), 20, colour=LIGHT["muted"])


def _slides(show: Presentation, sections: list[Section], lang: str) -> None:
    """One section, or several that are sentences alone; on as many slides as its table needs."""
    slide, top = _begin(show, sections[0])
    for number, section in enumerate(sections):
        if number:
            top = Emu(_text(slide, section.heading, LEFT, top, BODY, 28, bold=True) + Inches(0.1))
        if section.paragraphs:
            size, apart = (SAID, APART) if len(section.paragraphs) > 1 or not section.table else (ALONE, 0)
            top = Emu(_text(slide, "\n".join(told(section, lang)), LEFT, top, BODY, size, apart=apart) + Inches(0.15))
    section = sections[-1]
    if section.table is None and section.series is None:
        return
    if BOTTOM - top < Inches(2):
        slide, top = _begin(show, section)
    for number, part in enumerate(_parts(section.table, top, BODY) if section.table else []):
        if number:
            slide, top = _begin(show, section)
        add_table(slide, part, LEFT, top, BODY)
        below = Emu(top + sum(_heights(part, BODY)) + Inches(0.2))
    if section.series:
        if section.table:
            top = below
        if BOTTOM - top < LEAST:
            slide, top = _begin(show, section)
        add_chart(slide, section, LEFT, top, BODY, Emu(min(BOTTOM - top, MOST)))


def _begin(show: Presentation, section: Section) -> tuple[object, Emu]:
    slide = show.slides.add_slide(show.slide_layouts[6])
    _text(slide, section.heading, LEFT, Inches(0.35), BODY, 28, bold=True)
    return slide, Inches(1.15)


def _parts(table: Table, top: Emu, wide: Emu) -> list[Table]:
    """What fits on each slide, the first of which is filled down to `top`."""
    heights = _heights(table, wide)
    parts, start, room = [], 0, BOTTOM - top - heights[0]
    for number, height in enumerate(heights[1:]):
        if height > room and number > start:
            parts.append((start, number))
            start, room = number, BOTTOM - Inches(1.15) - heights[0]
        room -= height
    if parts and len(table.rows) - start < LAST < start - parts[-1][0]:
        start = len(table.rows) - LAST  # a row or two alone look lost
        parts[-1] = (parts[-1][0], start)
    return [
        Table(
            table.heads,
            table.rows[a:b],
            table.summed and a == 0,
            [[r - a, c] for r, c in table.changed if a <= r < b],
        )
        for a, b in [*parts, (start, len(table.rows))]
    ]


def _heights(table: Table, wide: Emu) -> list[Emu]:
    """Of its rows, the heads first: PowerPoint makes them higher where words need it, and then they would leave the slide."""
    room = wide / Pt(CELL)
    shares = widths(table, room=room)
    return [
        Emu(
            int(Pt(CELL) * LINE * max(lines(t, share * room - PADDING) for t, share in zip(row, shares, strict=True)))
            + MARGIN * 2
        )
        for row in [table.heads, *table.rows]
    ]


def _text(
    slide: object, words: str, left: Emu, top: Emu, wide: Emu, size: int, *, bold: bool = False, colour: str = LIGHT["text"], apart: int = 0
) -> Emu:  # fmt: skip
    """Write a text and return where it ends. `apart`: points after each paragraph."""
    room = (wide - Inches(0.2)) / Pt(size)
    high = Emu(int(sum(lines(line, room) * Pt(size) * LINE + Pt(apart) for line in words.split("\n"))) + Inches(0.1))
    frame = slide.shapes.add_textbox(left, top, wide, high).text_frame
    frame.word_wrap = True
    for number, line in enumerate(words.split("\n")):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(apart)
        _run(paragraph.add_run(), line, size, bold=bold, colour=colour)
    return Emu(top + high)


def _run(run: object, words: str, size: int, *, bold: bool = False, colour: str = LIGHT["text"]) -> None:
    run.text, run.font.size, run.font.bold = words, Pt(size), bold
    run.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
    run.font.name = FONT
    east = run.font._element.makeelement(qn("a:ea"), {"typeface": FONT})
    run.font._element.append(east)


def add_table(slide: object, table: Table, left: Emu, top: Emu, wide: Emu) -> None:
    rows, heights, right = [table.heads, *table.rows], _heights(table, wide), figure_columns(table)
    drawn = slide.shapes.add_table(len(rows), len(table.heads), left, top, wide, Emu(sum(heights))).table
    for column, part in zip(drawn.columns, widths(table, room=wide / Pt(CELL)), strict=True):
        column.width = Emu(int(wide * part))
    for r, row in enumerate(rows):
        drawn.rows[r].height = heights[r]
        for c, text in enumerate(row):
            cell = drawn.cell(r, c)
            cell.margin_top = cell.margin_bottom = MARGIN
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            fill = LIGHT["accent"] if r == 0 else LIGHT["second"] if table.summed and r == 1 else LIGHT["ground"]
            fill = CHANGED if [r - 1, c] in table.changed else fill
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string(fill.lstrip("#").upper())
            paragraph = cell.text_frame.paragraphs[0]
            if c in right:
                paragraph.alignment = PP_ALIGN.RIGHT
            _run(
                paragraph.add_run(),
                text,
                CELL,
                bold=r == 0 or (table.summed and r == 1),
                colour=LIGHT["on_accent"] if r == 0 else LIGHT["text"],
            )


def add_chart(slide: object, section: Section, left: Emu, top: Emu, wide: Emu, high: Emu) -> None:
    put_chart(slide, section.series, (left, top, wide, high), size=12, title=True)
