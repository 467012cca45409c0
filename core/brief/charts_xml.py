"""A native chart, which its reader can edit: drawn once for slides and documents, by python-pptx."""

from __future__ import annotations

from datetime import date

from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.util import Emu, Pt

from core.brief.model import Series
from core.colours import LIGHT, QUIET

MOST_LABELS = 7  # days named along the axis
FORMATS = {"zh": r"m\月d\日", "en": "[$-409]d mmm"}  # of days; without quotes, which the library would not escape
SMALL = 9  # points, on paper


def put_chart(slide: object, series: Series, box: tuple[Emu, Emu, Emu, Emu], *, size: float, title: bool) -> Chart:
    """The line over its band on a slide. `box`: left, top, width, height; `size`: of its words in points."""
    data = CategoryChartData()
    data.categories = [
        date.fromisoformat(day) for day in series.days
    ]  # real days: each program spaces its labels by them
    data.categories.number_format = FORMATS[series.language]
    for name, values in zip(series.names, series.values, strict=True):
        data.add_series(name, values)
    chart = slide.shapes.add_chart(XL_CHART_TYPE.LINE, *box, data).chart
    chart.font.size, chart.font.color.rgb = Pt(size), _rgb(LIGHT["text"])
    chart.has_title, chart.has_legend = title, len(series.names) > 1  # one line needs no legend
    if title:
        chart.chart_title.text_frame.text = series.title
        chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(size + 2)
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.value_axis.minimum_scale = 0
    chart.value_axis.major_gridlines.format.line.color.rgb = _rgb(LIGHT["line"])
    chart.value_axis.format.line.fill.background()
    chart.value_axis.tick_labels.number_format, chart.value_axis.tick_labels.number_format_is_linked = "#,##0", False
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    chart.category_axis.format.line.color.rgb = _rgb(QUIET)
    _few_days(chart, max(1, -(-len(series.days) // MOST_LABELS)))
    for number, line in enumerate(chart.plots[0].series):
        line.smooth = False
        line.format.line.width = Pt(2.5 if number == 0 else 1)
        line.format.line.color.rgb = _rgb(LIGHT["accent"] if number == 0 else QUIET)
        if number:
            line.format.line.dash_style = MSO_LINE.DASH
    return chart


def _few_days(chart: Chart, every: int) -> None:
    """Not every day is named along the axis, and none across it."""
    space = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    axis = chart.category_axis._element
    for name, value in (("majorUnit", every), ("majorTimeUnit", "days")):
        axis.append(parse_xml(f'<c:{name} {space} val="{value}"/>'))
    chart.category_axis.tick_labels.font.size = chart.font.size  # its text properties, which hold the angle
    axis.find("{*}txPr").find("{*}bodyPr").set("rot", "0")


def chart_parts(series: Series) -> tuple[bytes, bytes]:
    """(chart XML, whose relation rId1 is its workbook; the workbook)."""
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    part = put_chart(slide, series, (Emu(0), Emu(0), Emu(1), Emu(1)), size=SMALL, title=False).part
    return part.blob, part.chart_workbook.xlsx_part.blob


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())
