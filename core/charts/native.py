"""Charts that belong to their file and can be changed there: a workbook with a sheet for each, slides with one on each."""

from __future__ import annotations

import io

import pandas as pd
import xlsxwriter
from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.util import Inches, Pt

from core.charts.figures import Chart
from core.charts.wording import axis, label, name_of, reason_words, time_word, title_words
from core.colours import LIGHT, QUIET, SEQUENTIAL, SERIES
from core.i18n import format

FONT = "Microsoft YaHei"
SLIDE = Inches(13.333), Inches(7.5)
SHAPES = {
    "line": XL_CHART_TYPE.LINE, "bar": XL_CHART_TYPE.BAR_CLUSTERED, "bars": XL_CHART_TYPE.BAR_STACKED, "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "columns": XL_CHART_TYPE.COLUMN_STACKED, "pie": XL_CHART_TYPE.DOUGHNUT, "scatter": XL_CHART_TYPE.XY_SCATTER,
}  # fmt: skip
WAYS = {
    "line": {"type": "line"}, "bar": {"type": "bar"}, "bars": {"type": "bar", "subtype": "stacked"}, "column": {"type": "column"},
    "columns": {"type": "column", "subtype": "stacked"}, "pie": {"type": "doughnut"}, "scatter": {"type": "scatter"},
}  # fmt: skip
MOST_CELLS = 14  # rows or columns of a table on a slide
LETTERS = 28  # of a name beside a bar


def table_of(chart: Chart, lang: str) -> pd.DataFrame:
    """The numbers of a chart as a reader reads them: its first column along the axis, a column for each colour."""
    data, along, measured = chart.data, axis(lang, chart, "x"), axis(lang, chart, "y")
    if chart.proposal.kind == "scatter":
        return data.set_axis([along, measured], axis=1)
    if chart.proposal.kind == "histogram":
        edges = [f"{format.plain(low)}–{format.plain(high)}" for low, high in zip(data["x"], data["to"], strict=True)]
        return pd.DataFrame({along: edges, measured: data["y"]})
    words = [time_word(lang, v, chart.grain) if isinstance(v, pd.Timestamp) else name_of(lang, v) for v in data["x"]]
    if chart.colour is None:
        return pd.DataFrame({along: words, measured: data["y"]})
    told = data.assign(x=words, colour=[name_of(lang, v) for v in data["colour"]])
    wide = told.pivot_table(index="x", columns="colour", values="y", aggfunc="sum", sort=False)
    order = told.groupby("colour")["y"].sum().sort_values(ascending=False).index
    return wide[order].rename_axis(columns=None).rename_axis(along).reset_index()


def drawn_as(chart: Chart) -> str | None:
    """What a spreadsheet program calls it; None: shades in the cells of a table."""
    kind, upright = chart.proposal.kind, chart.x.role == "time" or bool(chart.x.levels)
    if kind == "heatmap":
        return None
    if kind == "histogram" or (kind in ("bar", "map") and upright):
        return "column"
    return "columns" if kind == "bars" and upright else "bar" if kind == "map" else kind


def to_workbook(charts: list[Chart], *, lang: str, sources: list[str]) -> bytes:
    """xlsx: a sheet for each chart with its numbers, its source and reason. Text never becomes a formula."""
    out = io.BytesIO()
    off = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, off)
    bold = book.add_format({"bold": True, "bottom": 1})
    large = book.add_format({"bold": True, "font_size": 14})
    for number, (chart, source) in enumerate(zip(charts, sources, strict=True), 1):
        sheet, table = book.add_worksheet(str(number)), table_of(chart, lang)
        sheet.write_string(0, 0, title_words(lang, chart), large)
        sheet.write_string(1, 0, reason_words(lang, chart, source))
        _cells(sheet, table, bold)
        _draw(book, sheet, chart, table, lang)
    book.close()
    return out.getvalue()


FIRST = 3  # the row of the table's header


def _cells(sheet: xlsxwriter.worksheet.Worksheet, table: pd.DataFrame, bold: object) -> None:
    for column, name in enumerate(table.columns):
        sheet.write_string(FIRST, column, str(name), bold)
        for row, value in enumerate(table[name], FIRST + 1):
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            elif not pd.isna(value):
                sheet.write_number(row, column, float(value))
    sheet.set_column(0, len(table.columns) - 1, 14)


def _draw(book: xlsxwriter.Workbook, sheet: object, chart: Chart, table: pd.DataFrame, lang: str) -> None:
    shape, last, width = drawn_as(chart), FIRST + len(table), len(table.columns)
    if shape is None:
        sheet.conditional_format(FIRST + 1, 1, last, width - 1, {"type": "2_color_scale", "min_color": LIGHT["ground"], "max_color": SEQUENTIAL[3]})  # fmt: skip
        return
    made = book.add_chart(WAYS[shape])
    for column, colour in zip(range(1, width), [LIGHT["accent"], *SERIES] if width == 2 else [*SERIES, QUIET], strict=False):  # fmt: skip
        about = {"name": [sheet.name, FIRST, column], "categories": [sheet.name, FIRST + 1, 0, last, 0], "values": [sheet.name, FIRST + 1, column, last, column]}  # fmt: skip
        if shape == "pie":
            about |= {"points": [{"fill": {"color": c}} for c in SERIES], "data_labels": {"percentage": True}}
        elif shape == "scatter":
            about["marker"] = {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"none": True}}
        else:
            about |= {"line": {"color": colour, "width": 2.25}} if shape == "line" else {"fill": {"color": colour}, "gap": 50}  # fmt: skip
        made.add_series(about)
    made.set_title({"name": title_words(lang, chart).lstrip("="), "name_font": {"size": 13}, "overlay": False})
    if shape != "pie":
        measured = {"name": axis(lang, chart, "y"), "major_gridlines": {"visible": True, "line": {"color": LIGHT["line"]}}}  # fmt: skip
        measured |= {} if _below_zero(chart) or shape == "scatter" else {"min": 0}
        along = {"name": label(lang, chart, "x")} | ({"reverse": True} if shape in ("bar", "bars") else {})
        made.set_x_axis(along)
        made.set_y_axis(measured)
    made.set_legend({"none": True} if width == 2 and shape != "pie" else {"position": "bottom"})
    made.set_size({"width": 860, "height": 400})
    sheet.insert_chart(FIRST, width + 1, made)


def to_slides(charts: list[Chart], *, lang: str, sources: list[str]) -> bytes:
    """pptx, 16:9: on each slide the sentence, the chart as one of the program's own, source and reason."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = SLIDE
    for chart, source in zip(charts, sources, strict=True):
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        _text(slide, title_words(lang, chart), top=0.35, size=26, bold=True, colour=LIGHT["text"])
        _text(slide, reason_words(lang, chart, source), top=6.85, size=12, bold=False, colour=LIGHT["muted"])
        _on_slide(slide, chart, table_of(chart, lang), lang)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _text(slide: object, words: str, *, top: float, size: int, bold: bool, colour: str) -> None:
    frame = slide.shapes.add_textbox(Inches(0.6), Inches(top), Inches(12.1), Inches(0.5)).text_frame
    frame.word_wrap = True
    run = frame.paragraphs[0].add_run()
    run.text = words
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
    run.font.color.rgb = RGBColor.from_string(colour[1:])


def _on_slide(slide: object, chart: Chart, table: pd.DataFrame, lang: str) -> None:
    box = Inches(0.6), Inches(1.45), Inches(12.1), Inches(5.3)
    shape = drawn_as(chart)
    if shape is None:
        _table(slide, table.iloc[:MOST_CELLS, : MOST_CELLS + 1], box)
        return
    made = slide.shapes.add_chart(SHAPES[shape], *box, _numbers(shape, table)).chart
    made.font.size, made.font.name, made.has_title = Pt(13), FONT, False
    made.has_legend = len(table.columns) > 2 or shape == "pie"
    if made.has_legend:
        made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    if shape == "pie":
        made.plots[0].has_data_labels = True
        made.plots[0].data_labels.show_percentage = True
        parts = made.plots[0].series[0].points
        for number, colour in zip(range(len(table)), SERIES, strict=False):
            _fill(parts[number].format, colour)
        return
    if not _below_zero(chart) and shape != "scatter":
        made.value_axis.minimum_scale = 0
    made.value_axis.has_title = True
    made.value_axis.axis_title.text_frame.text = axis(lang, chart, "y")
    made.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string(LIGHT["line"][1:])
    if shape in ("bar", "bars"):
        made.category_axis.reverse_order = True
    colours = [LIGHT["accent"]] if len(table.columns) == 2 else [*SERIES, QUIET]
    for series, colour in zip(made.plots[0].series, colours, strict=False):
        if shape == "line":
            series.format.line.color.rgb, series.smooth = RGBColor.from_string(colour[1:]), False
        elif shape != "scatter":
            _fill(series.format, colour)


def _fill(shape: object, colour: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour[1:])


def _numbers(shape: str, table: pd.DataFrame) -> CategoryChartData | XyChartData:
    if shape == "scatter":
        given = XyChartData()
        points = given.add_series(str(table.columns[1]))
        for x, y in zip(table.iloc[:, 0], table.iloc[:, 1], strict=True):
            points.add_data_point(float(x), float(y))
        return given
    given = CategoryChartData()
    given.categories = [str(name)[:LETTERS] for name in table.iloc[:, 0]]
    for name in table.columns[1:]:
        given.add_series(str(name), [None if pd.isna(v) else float(v) for v in table[name]])
    return given


def _table(slide: object, table: pd.DataFrame, box: tuple) -> None:
    rows, columns = len(table) + 1, len(table.columns)
    cells = slide.shapes.add_table(rows, columns, *box).table
    for column, name in enumerate(table.columns):
        told = [str(name), *("" if pd.isna(v) else v if isinstance(v, str) else f"{v:,.6g}" for v in table[name])]
        for row, text in enumerate(told):
            cells.cell(row, column).text = text
            for paragraph in cells.cell(row, column).text_frame.paragraphs:
                paragraph.font.size, paragraph.font.name = Pt(10), FONT


def _below_zero(chart: Chart) -> bool:
    return bool((chart.data["y"] < 0).any())
