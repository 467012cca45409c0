"""A native chart, which its reader can edit: the drawing's part as python-pptx writes it, and its workbook."""

from __future__ import annotations

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.enum.chart import XL_CHART_TYPE

from core.brief.model import Series

EXTERNAL = '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'


def data_of(series: Series) -> CategoryChartData:
    data = CategoryChartData()
    data.categories = series.days
    for name, values in zip(series.names, series.values, strict=True):
        data.add_series(name, values)
    return data


def chart_parts(series: Series) -> tuple[bytes, bytes]:
    """(chart XML, whose relation rId1 is its workbook; the workbook)."""
    data = data_of(series)
    xml = ChartXmlWriter(XL_CHART_TYPE.LINE, data).xml
    xml = xml.replace("</c:chartSpace>", EXTERNAL) if "externalData" not in xml else xml
    return xml.encode(), CategoryWorkbookWriter(data).xlsx_blob
