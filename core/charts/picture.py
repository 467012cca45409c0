"""A chart as a picture, without a browser: the large type and the quiet axes of the pages."""

from __future__ import annotations

import io
import re
import textwrap
from pathlib import Path

import matplotlib
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from core.charts.figures import REST, UNKNOWN, Chart
from core.charts.wording import axis, name_of, reason_words, time_word, title_words
from core.colours import LIGHT, QUIET, SERIES
from core.i18n import format

matplotlib.use("agg")
TICKS = 6  # of a course
RUN = re.compile(
    r"[（“]?(?:[!-~]+(?: [!-~]+)?|.)"
)  # what stands together on a line of Chinese: a number with its unit, Latin words
BAR_DAYS = {
    "hour": 0.036,
    "day": 0.9,
    "month": 26,
    "month_alone": 26,
    "quarter": 80,
    "year": 300,
}  # how wide one stands
WIDTH, HEIGHT, DPI = 8.0, 4.5, 150
# Whatever of these an office's computer has; each draws Chinese.
FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "SimHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "Noto Sans SC",
    "DejaVu Sans",
)


def _lines(title: str, wide: int) -> str:
    if title.isascii():
        return "\n".join(textwrap.wrap(title, wide))
    lines = [""]
    for piece in RUN.findall(title):
        if len(lines[-1]) + len(piece) > wide and piece not in "，。、；：）":
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)


def write_pictures(charts: list[Chart], folder: Path, *, lang: str, source: str) -> list[Path]:
    """One PNG per chart, numbered from the best on."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, chart in enumerate(charts, 1):
        path = folder / f"{number:02}_{chart.proposal.kind}.png"
        path.write_bytes(picture(chart, lang=lang, source=source))
        written.append(path)
    return written


def picture(chart: Chart, *, lang: str, source: str = "") -> bytes:
    """PNG, 1200 × 675."""
    with matplotlib.rc_context(
        {
            "font.family": _fonts(),
            "axes.unicode_minus": False,
            "font.size": 11,
            "text.color": LIGHT["text"],
            "axes.labelcolor": LIGHT["muted"],
            "xtick.color": LIGHT["muted"],
            "ytick.color": LIGHT["muted"],
            "axes.edgecolor": LIGHT["line"],
        }
    ):
        figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI, facecolor=LIGHT["ground"], layout="constrained")
        axes = figure.subplots()
        DRAWN[chart.proposal.kind](axes, chart, lang)
        title = title_words(lang, chart)
        axes.set_title(
            _lines(title, 36 if lang == "zh" else 70),
            loc="left",
            fontsize=14,
            fontweight="bold",
            pad=12,
        )
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.tick_params(length=0)
        figure.supxlabel(reason_words(lang, chart, source), x=0.01, ha="left", fontsize=8.5, color=LIGHT["muted"])
        out = io.BytesIO()
        figure.savefig(out, format="png")
    return out.getvalue()


def _fonts() -> list[str]:
    known = {font.name for font in font_manager.fontManager.ttflist}
    return [name for name in FONTS if name in known]


def _colours(chart: Chart) -> list[tuple[str, str]]:
    """(value, colour): the largest kinds in the colours of series, the rest in grey."""
    size = chart.data.groupby("colour", sort=False)["y"].sum().sort_values(ascending=False)
    plain = [value for value in size.index if value not in (REST, UNKNOWN)]
    colours = dict(zip(plain, [*SERIES, *[QUIET] * len(plain)], strict=False))
    return [(value, colours.get(value, QUIET)) for value in [*plain, *[v for v in size.index if v in (REST, UNKNOWN)]]]


def _numbers(axes: Axes, chart: Chart, lang: str, *, along: str = "y") -> None:
    which = axes.yaxis if along == "y" else axes.xaxis
    which.set_major_formatter(
        FuncFormatter(lambda value, _: format.number(lang, value) if value == int(value) else format.plain(value))
    )
    which.set_major_locator(MaxNLocator(5, integer=bool((chart.data["y"] % 1 == 0).all()) and along == "y"))
    axes.grid(axis="y" if along == "y" else "x", color=LIGHT["zero"], linewidth=1)
    axes.set_axisbelow(True)


def _line(axes: Axes, chart: Chart, lang: str) -> None:
    if chart.colour is None:
        axes.plot(chart.data["x"], chart.data["y"], color=LIGHT["accent"], linewidth=2)
        axes.set_ylim(bottom=min(0, chart.data["y"].min()) if chart.proposal.aggregate != "mean" else None)
    else:
        for value, colour in _colours(chart):
            part = chart.data[chart.data["colour"] == value]
            axes.plot(part["x"], part["y"], color=colour, linewidth=2, label=name_of(lang, value))
        axes.legend(frameon=False, ncols=3, loc="upper left", fontsize=9)
        axes.set_ylim(bottom=0)
    _days(axes, chart, lang)
    _numbers(axes, chart, lang)
    axes.set_ylabel(axis(lang, chart, "y"))


def _days(axes: Axes, chart: Chart, lang: str) -> None:
    """The latest and others at even steps before it, in the reader's language."""
    days = chart.data["x"].drop_duplicates().sort_values()
    shown = days.iloc[:: -max(1, -(-len(days) // TICKS))]
    axes.set_xticks(shown, [time_word(lang, day, chart.grain) for day in shown])


def _bar(axes: Axes, chart: Chart, lang: str) -> None:
    if chart.x.role == "time":
        return _columns(axes, chart, lang)
    if chart.x.levels:
        data = chart.data
        axes.bar([name_of(lang, v) for v in data["x"]], data["y"], color=LIGHT["accent"], width=0.7)
        _numbers(axes, chart, lang)
        axes.set_ylabel(axis(lang, chart, "y"))
        axes.tick_params(axis="x", rotation=0 if len(data) < 10 else 40)
        return None
    data = chart.data.iloc[::-1]
    colours = [QUIET if v in (REST, UNKNOWN) else LIGHT["accent"] for v in data["x"]]
    axes.barh([name_of(lang, v) for v in data["x"]], data["y"], color=colours, height=0.7)
    _numbers(axes, chart, lang, along="x")
    axes.set_xlabel(axis(lang, chart, "y"))
    return None


def _columns(axes: Axes, chart: Chart, lang: str) -> None:
    width = BAR_DAYS[chart.grain]
    axes.bar(chart.data["x"], chart.data["y"], width=width, color=LIGHT["accent"])
    _days(axes, chart, lang)
    _numbers(axes, chart, lang)
    axes.set_ylabel(axis(lang, chart, "y"))


def _bars(axes: Axes, chart: Chart, lang: str) -> None:
    table = chart.data.pivot_table(index="x", columns="colour", values="y", aggfunc="sum", sort=False).fillna(0)
    time = chart.x.role == "time"
    below = pd.Series(0.0, index=table.index)
    for value, colour in _colours(chart):
        if time:
            axes.bar(
                table.index,
                table[value],
                bottom=below,
                color=colour,
                label=name_of(lang, value),
                width=BAR_DAYS[chart.grain],
            )
        else:
            axes.barh(
                [name_of(lang, v) for v in table.index],
                table[value],
                left=below,
                color=colour,
                label=name_of(lang, value),
                height=0.7,
            )
        below = below + table[value]
    axes.legend(frameon=False, ncols=3, fontsize=9)
    if time:
        _days(axes, chart, lang)
        axes.set_ylabel(axis(lang, chart, "y"))
    else:
        axes.invert_yaxis()
        axes.set_xlabel(axis(lang, chart, "y"))
    _numbers(axes, chart, lang, along="y" if time else "x")


def _histogram(axes: Axes, chart: Chart, lang: str) -> None:
    data = chart.data
    axes.bar(
        data["x"],
        data["y"],
        width=data["to"] - data["x"],
        align="edge",
        color=LIGHT["accent"],
        edgecolor=LIGHT["ground"],
    )
    _numbers(axes, chart, lang)
    axes.set_xlabel(axis(lang, chart, "x"))
    axes.set_ylabel(axis(lang, chart, "y"))


def _scatter(axes: Axes, chart: Chart, lang: str) -> None:
    axes.scatter(chart.data["x"], chart.data["y"], s=18, color=LIGHT["accent"], alpha=0.6, linewidths=0)
    axes.grid(color=LIGHT["zero"], linewidth=1)
    axes.set_axisbelow(True)
    axes.set_xlabel(axis(lang, chart, "x"))
    axes.set_ylabel(axis(lang, chart, "y"))


def _heatmap(axes: Axes, chart: Chart, lang: str) -> None:
    table = chart.data.pivot_table(index="colour", columns="x", values="y", aggfunc="sum", sort=False)
    drawn = axes.imshow(table.to_numpy(dtype=float), aspect="auto", cmap="Blues")
    axes.set_yticks(range(len(table)), [name_of(lang, v) for v in table.index], fontsize=9)
    step = max(1, len(table.columns) // 10)
    shown = [v.strftime("%Y-%m-%d") if isinstance(v, pd.Timestamp) else name_of(lang, v) for v in table.columns]
    axes.set_xticks(range(0, len(shown), step), shown[::step], fontsize=9, rotation=30)
    axes.figure.colorbar(drawn, ax=axes, label=axis(lang, chart, "y"))


def _pie(axes: Axes, chart: Chart, lang: str) -> None:
    labels = [name_of(lang, v) for v in chart.data["x"]]
    axes.pie(
        chart.data["y"],
        labels=labels,
        colors=SERIES,
        autopct="%.0f%%",
        startangle=90,
        counterclock=False,
        wedgeprops={"width": 0.45},
    )


DRAWN = {
    "line": _line, "bar": _bar, "bars": _bars, "histogram": _histogram, "scatter": _scatter, "heatmap": _heatmap, "pie": _pie, "map": _bar,
}  # fmt: skip
