"""The brief as slides: a title, then one for each part, with native tables and charts."""

from __future__ import annotations

import io

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from core.brief.charts_xml import data_of
from core.brief.model import Brief, Section, Table, told
from core.colours import CHANGED, LIGHT, QUIET

WIDE, HIGH = Inches(13.333), Inches(7.5)
CHART_WIDE = Inches(5.7)
MOST_ROWS = 12  # of a table on one slide
FONT = "微软雅黑"


def pptx_of(brief: Brief) -> bytes:
    show = Presentation()
    show.slide_width, show.slide_height = WIDE, HIGH
    _title(show, brief)
    for section in brief.sections:
        _slides(show, section, brief.language)
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def _title(show: Presentation, brief: Brief) -> None:
    slide = show.slides.add_slide(show.slide_layouts[6])
    _text(slide, brief.title, Inches(0.9), Inches(2.4), Inches(11.5), Inches(1.4), 40, bold=True)
    _text(
        slide,
        "\n".join(w for w in (f"{brief.office}　{brief.period}", brief.signed, brief.since) if w),
        Inches(0.9),
        Inches(3.9),
        Inches(11.5),
        Inches(0.8),
        20,
        colour=LIGHT["muted"],
    )


def _slides(show: Presentation, section: Section, lang: str) -> None:
    parts = _parts(section.table)
    for number, part in enumerate(parts):
        slide = show.slides.add_slide(show.slide_layouts[6])
        _text(slide, section.heading, Inches(0.6), Inches(0.35), Inches(12), Inches(0.7), 28, bold=True)
        top = Inches(1.15)
        if number == 0 and section.paragraphs:
            lines = sum(1 + len(words) // 52 for words in told(section, lang))
            high = Inches(0.42 * lines + 0.1)
            _text(slide, "\n".join(told(section, lang)), Inches(0.6), top, Inches(12.1), high, 18)
            top = Emu(top + high)
        side = section.series is not None and number == 0
        if part:
            add_table(slide, part, Inches(0.6), top, Inches(6.2) if side else Inches(12.1))
        if side:
            add_chart(slide, section, Inches(7.1), top)


def _parts(table: Table | None) -> list[Table | None]:
    if table is None or len(table.rows) <= MOST_ROWS:
        return [table]
    return [
        Table(
            table.heads,
            table.rows[n : n + MOST_ROWS],
            table.summed and n == 0,
            [[r - n, c] for r, c in table.changed if n <= r < n + MOST_ROWS],
        )
        for n in range(0, len(table.rows), MOST_ROWS)
    ]


def _text(
    slide: object,
    words: str,
    left: Emu,
    top: Emu,
    wide: Emu,
    high: Emu,
    size: int,
    *,
    bold: bool = False,
    colour: str = LIGHT["text"],
) -> None:
    frame = slide.shapes.add_textbox(left, top, wide, high).text_frame
    frame.word_wrap = True
    for number, line in enumerate(words.split("\n")):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        _run(paragraph.add_run(), line, size, bold=bold, colour=colour)


def _run(run: object, words: str, size: int, *, bold: bool = False, colour: str = LIGHT["text"]) -> None:
    run.text, run.font.size, run.font.bold = words, Pt(size), bold
    run.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
    run.font.name = FONT
    east = run.font._element.makeelement(qn("a:ea"), {"typeface": FONT})
    run.font._element.append(east)


def add_table(slide: object, table: Table, left: Emu, top: Emu, wide: Emu) -> None:
    rows = [table.heads, *table.rows]
    shape = slide.shapes.add_table(len(rows), len(table.heads), left, top, wide, Inches(0.36 * len(rows)))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            cell = shape.table.cell(r, c)
            cell.margin_top = cell.margin_bottom = Emu(20_000)
            fill = LIGHT["accent"] if r == 0 else LIGHT["second"] if table.summed and r == 1 else LIGHT["ground"]
            fill = CHANGED if [r - 1, c] in table.changed else fill
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string(fill.lstrip("#").upper())
            _run(
                cell.text_frame.paragraphs[0].add_run(),
                text,
                12,
                bold=r == 0 or (table.summed and r == 1),
                colour=LIGHT["on_accent"] if r == 0 else LIGHT["text"],
            )


def add_chart(slide: object, section: Section, left: Emu, top: Emu, wide: Emu = CHART_WIDE) -> None:
    chart = slide.shapes.add_chart(
        XL_CHART_TYPE.LINE, left, top, wide, Emu(wide * 4 // 5), data_of(section.series)
    ).chart
    chart.has_title, chart.has_legend = True, True
    chart.chart_title.text_frame.text = section.series.title
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    for number, line in enumerate(chart.plots[0].series):
        line.smooth = False
        line.format.line.width = Pt(2.5 if number == 0 else 1)
        line.format.line.color.rgb = RGBColor.from_string(
            (LIGHT["accent"] if number == 0 else QUIET).lstrip("#").upper()
        )
