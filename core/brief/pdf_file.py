"""The brief as pdf, made without a browser or an office program; with the first Chinese font that the computer has."""

from __future__ import annotations

import math
import re
from datetime import date
from functools import cache
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import Align, TableHeadingsDisplay, WrapMode, XPos, YPos
from fpdf.fonts import FontFace

from core.brief.model import WHOLE, Brief, Section, Series, Table, figure_columns, told
from core.brief.widths import size_of, widths
from core.colours import BAND_GREY, CHANGED, LIGHT, OFFICIAL_RED
from core.errors import UserError
from core.i18n import t
from core.i18n.format import day

# (file, number within a collection): for the body and for headings
FONTS = (
    ("C:/Windows/Fonts/simfang.ttf", 0), ("C:/Windows/Fonts/simsun.ttc", 0), ("/System/Library/Fonts/Supplemental/Songti.ttc", 1),
    ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2), ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/google-noto-cjk/NotoSerifCJK-Regular.ttc", 2), ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
)  # fmt: skip
BOLD = (
    ("C:/Windows/Fonts/simhei.ttf", 0), ("/System/Library/Fonts/STHeiti Medium.ttc", 0), ("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", 2),
    ("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Bold.ttc", 2),
)  # fmt: skip
BODY, HEAD = "body", "head"
WIDE, LINE = 156.0, 9.9  # mm: of the body, and 28 pt
CELL, SMALL = 10, 8.5  # points of a table, of one with many columns
POINTS = WIDE / 25.4 * 72  # of the body
# What stands together on a line: a number or a Latin word; what may begin no line, and what may end none
RUN = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,:%/+−-]*|.", re.DOTALL)
NEVER_FIRST, NEVER_LAST = "，。、；：？！）》」』】〕”’%％…", "（《「『【〔“‘"
SLACK = 0.2  # mm
DAYS = 7  # named along a chart
ROW = 6.0  # mm of a table's row
KEPT = 34.0  # mm that a heading has below it at least


@cache
def _font(files: tuple) -> tuple[str, int] | None:
    return next((one for one in files if Path(one[0]).is_file()), None)


def has_font() -> bool:
    """Whether this computer has a Chinese font, without which no pdf is made."""
    return _font(FONTS) is not None


def pdf_of(brief: Brief) -> bytes:
    """Raises UserError brief_font where the computer has no Chinese font."""
    body = _font(FONTS)
    if body is None:
        raise UserError("brief_font")
    page = _Page(format="A4")
    page.set_margins(28, 37, 26)
    page.set_auto_page_break(True, 35)
    for name, (file, number) in ((BODY, body), (HEAD, _font(BOLD) or body)):
        page.add_font(name, "", file, collection_font_number=number)
    page.set_title(brief.title)
    page.add_page()
    page.set_text_color(*OFFICIAL_RED)
    _words(page, brief.office, HEAD, 26, align=Align.C, line=14)
    page.set_text_color(31, 42, 51)
    if brief.issue:
        _words(page, brief.issue, BODY, 16, align=Align.C)
    page.set_font(BODY, size=14)
    page.cell(0, LINE, t(brief.language, "brief.internal"), new_x=XPos.LMARGIN, new_y=YPos.TOP)
    _words(page, brief.period, BODY, 14, align=Align.R)
    page.set_draw_color(*OFFICIAL_RED)
    page.line(28, page.get_y() + 1, 28 + WIDE, page.get_y() + 1)
    page.ln(10)
    _words(page, brief.title, HEAD, 20, align=Align.C, line=12)
    if brief.signed:
        _words(page, brief.signed, BODY, 13, align=Align.C)
    page.ln(4)
    for section in brief.sections:
        _section(page, section, brief.language)
    if brief.since:
        _words(page, brief.since, BODY, 11)
    _words(page, brief.foot, BODY, 11)
    return bytes(page.output())


class _Page(FPDF):
    def footer(self) -> None:
        self.set_y(-28)
        self.set_font(BODY, size=14)
        self.cell(0, 8, f"— {self.page_no()} —", align=Align.C)


def _words(page: FPDF, words: str, font: str, size: float, *, align: Align = Align.L, line: float = LINE) -> None:
    page.set_font(font, size=size)
    page.multi_cell(
        0,
        line,
        broken(page, words, WIDE - 2 * page.c_margin),
        align=align,
        wrapmode=_wrap(words),
        new_x=XPos.LMARGIN,
        new_y=YPos.NEXT,
    )


def broken(page: FPDF, words: str, wide: float) -> str:
    """Chinese text in lines of a width (mm): the library breaks within a number, and sets a full stop at the beginning of a line."""
    if _wrap(words) is WrapMode.WORD:
        return words
    lines, line, used = [], "", 0.0
    for piece in _pieces(words):
        width = page.get_string_width(piece)
        if line and used + width > wide - SLACK:
            lines.append(line.rstrip(" "))
            line, used = "", 0.0
            if piece == " ":
                continue
        line, used = line + piece, used + width
    return "\n".join([*lines, line])


def _pieces(words: str) -> list[str]:
    found: list[str] = []
    for piece in RUN.findall(words):
        if found and (piece in NEVER_FIRST or found[-1][-1] in NEVER_LAST):
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _wrap(words: str) -> WrapMode:
    """Chinese breaks between any two characters."""
    return WrapMode.CHAR if any("\u4e00" <= c <= "\u9fff" for c in words) else WrapMode.WORD


def _section(page: FPDF, section: Section, lang: str) -> None:
    table = section.table
    whole = ROW * (len(table.rows) + 1) if table and len(table.rows) <= WHOLE and len(section.paragraphs) < 2 else 0
    if page.get_y() + LINE * (1 + len(section.paragraphs[:1])) + max(whole, KEPT - LINE if table else 0) > 297 - 35:
        page.add_page()
    _words(page, section.heading, HEAD, 16)
    for words in told(section, lang):
        _words(page, "　　" + words, BODY, 15)
    if section.table:
        _table(page, section.table)
    if section.series:
        _chart(page, section.series)


def _table(page: FPDF, table: Table) -> None:
    size = size_of(table, wide=POINTS, usual=CELL, small=SMALL)
    page.set_font(BODY, size=size)
    page.set_draw_color(150, 150, 150)
    page.set_fill_color(255, 255, 255)
    if len(table.rows) <= WHOLE and page.get_y() + ROW * (len(table.rows) + 1) > 297 - 35:
        page.add_page()
    parts = widths(table, room=POINTS / size)
    with page.table(
        col_widths=tuple(1000 * part for part in parts),
        line_height=ROW,
        headings_style=FontFace(),
        repeat_headings=TableHeadingsDisplay.ON_TOP_OF_EVERY_PAGE,
        wrapmode=_wrap(table.heads[0]),
    ) as grid:
        changed, shade = (
            {(r, c) for r, c in table.changed},
            FontFace(fill_color=tuple(int(CHANGED[i : i + 2], 16) for i in (1, 3, 5))),
        )
        right = figure_columns(table)
        for number, row in enumerate([table.heads, *table.rows], -1):
            cells = grid.row()
            for column, text in enumerate(row):
                style = shade if (number, column) in changed else None
                wide = WIDE * parts[column] / sum(parts) - 2 * page.c_margin
                cells.cell(broken(page, text, wide), align=Align.R if column in right else Align.L, style=style)
    page.ln(3)


def _chart(page: FPDF, series: Series) -> None:
    """The line over its band, with three heights and some days named."""
    high = 52.0
    if page.get_y() + high + 16 > 297 - 35:
        page.add_page()
    _words(page, series.title, BODY, 12, align=Align.C, line=7)
    left, top = 30.0, page.get_y() + 2
    known = [v for values in series.values for v in values if v is not None]
    most, step = _round(max(known, default=1.0)), (WIDE - 14) / max(len(series.days) - 1, 1)

    def at(number: int, value: float) -> tuple[float, float]:
        return left + 10 + number * step, top + high * (1 - value / most)

    page.set_font(BODY, size=9)
    page.set_draw_color(*BAND_GREY)
    page.set_line_width(0.2)
    for value in (0, most / 2, most):
        page.line(*at(0, value), *at(len(series.days) - 1, value))
        page.set_xy(left - 4, at(0, value)[1] - 2.5)
        page.cell(12, 5, f"{value:,.1f}".removesuffix(".0"), align=Align.R)

    seen, *band = series.values
    low, above = band or ([], [])
    both = [n for n, (a, b) in enumerate(zip(low, above, strict=True)) if a is not None and b is not None]
    if len(both) > 1:
        page.set_fill_color(*BAND_GREY)
        page.polygon([*(at(n, above[n]) for n in both), *(at(n, low[n]) for n in reversed(both))], style="F")
    page.set_draw_color(*(int(LIGHT["accent"][i : i + 2], 16) for i in (1, 3, 5)))
    page.set_line_width(0.7)
    for n in range(len(seen) - 1):
        if seen[n] is not None and seen[n + 1] is not None:
            page.line(*at(n, seen[n]), *at(n + 1, seen[n + 1]))
    page.set_line_width(0.2)
    every = max(1, -(-len(series.days) // DAYS))
    for n in range(len(series.days) - 1, -1, -every):
        page.set_xy(at(n, 0)[0] - 12, top + high + 1)
        page.cell(24, 5, day(series.language, date.fromisoformat(series.days[n])), align=Align.C)
    page.set_xy(28, top + high + 6)
    if band:
        page.cell(WIDE, 5, t(series.language, "brief.line.band"), align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.set_x(28)
    page.ln(3)


def _round(value: float) -> float:
    """The next number above it that is read at a glance."""
    if value <= 0:
        return 1.0
    size = 10.0 ** math.floor(math.log10(value))
    return next(step * size for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * size >= value)
