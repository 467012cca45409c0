"""The views of the trends page by indicator. Each returns the sentence, the figure, and the table that can be taken away."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from core.colours import QUIET, SERIES
from core.domain import User
from core.i18n import format
from core.policy.calendar import is_off
from core.report import Finding, findings, word
from core.report.split import made_by
from core.report.trend_findings import compared_clause
from core.rollup.parts import SPLIT, parts
from core.rollup.series import by_child, daily
from core.trends.compare import week_before
from pages.ui.shared import charts, palette
from pages.ui.shared.annotations import annotate
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.indicators import indicator_name
from pages.ui.shared.map_view import wide
from pages.ui.shared.meanwhile import Mark, marks_of
from pages.ui.shared.periods import before_dates, split
from pages.ui.shared.places import named
from pages.ui.shared.session import language, say, store
from pages.ui.shared.view import View
from pages.ui.trends import ahead, series
from pages.ui.trends.series import Choice

HEIGHT, PANEL = 400, 130
MOST_SERIES, MOST_BARS = 8, 10
HISTORY = 63  # days before the period from which weekdays are learnt
CHANGES = ("up", "down", "steady", "from_none")  # clauses that the adjusted comparison takes the place of
STORY = 4  # lines with a colour; the others are grey
TOP, BOTTOM = 12, 34


def view(user: User, chosen: Filter, choice: Choice) -> View:
    """The chosen view."""
    if choice.view == "rank":
        return rank(user, chosen, choice)
    frame = series.total(user, chosen, choice, since=series.look_back(chosen))
    now, _ = split(frame, chosen.since)
    if not now.value.notna().any():
        return View(findings.NO_DATA, None, now)
    if choice.view == "weekday":
        return weekdays(now, choice)
    if choice.view == "calendar":
        return calendar(now, choice)
    if choice.by != series.TOTAL:
        return several(user, chosen, choice)
    return panels(user, chosen, choice) if choice.also else single(user, chosen, choice, frame)


def _over_days(user: User, chosen: Filter, choice: Choice, now: pd.DataFrame, before: pd.DataFrame) -> Finding:
    """The sentence above a view by day."""
    if choice.of_class:
        children = series.ranked(user, chosen, choice)
        return findings.stock_finding(now, children, indicator=choice.indicator)
    where = {"grid": chosen.grid_id, "until": chosen.until}
    both = read(daily, store(), user.scope, **where, since=chosen.since - timedelta(days=chosen.days))
    children = named(read(by_child, store(), user.scope, **where, since=chosen.since))
    start, end = before_dates(chosen.since, chosen.until)
    earlier = named(read(by_child, store(), user.scope, grid=chosen.grid_id, since=start, until=end))
    now, before = split(both, chosen.since)
    who = _units(user, chosen, choice, now, before, (start, end))
    return findings.indicator_finding(now, before, children, earlier, indicator=choice.indicator, parts=who)


def _units(
    user: User, chosen: Filter, choice: Choice, now: pd.DataFrame, before: pd.DataFrame, dates: tuple[date, date]
) -> list[findings.Clause]:
    """The units, and of outsiders the homes, that made the change, where it is a change."""
    moved = findings.change(now, before, choice.indicator)
    if choice.indicator not in SPLIT or not moved or abs(moved) < findings.STEADY:
        return []
    found = read(
        parts,
        store(),
        user.scope,
        grid=chosen.grid_id,
        indicator=choice.indicator,
        now=(chosen.since, chosen.until),
        before=dates,
    )
    sums = [float(frame[choice.indicator].sum()) for frame in (now, before)]
    return made_by(named(found, "value"), up=moved > 0, now=sums[0], earlier=sums[1])


def single(user: User, chosen: Filter, choice: Choice, frame: pd.DataFrame) -> View:
    """One line, what it is compared with dotted, the seven-day mean strong where wished, the days to come where wished."""
    name, colour = indicator_name(choice.indicator), palette.of("accent")
    full = frame.set_index(pd.to_datetime(frame.day)).value
    shown = full[full.index >= pd.Timestamp(chosen.since)]
    lines = [(name, shown, colour, "solid", 1.2 if choice.smooth else 3.0)]
    if choice.smooth:
        mean = series.moving(full)[shown.index]
        lines.append((say("trends.mean"), mean, colour, "solid", 3.0))
    compared = week_before(_since(user, chosen, choice, HISTORY)) if choice.compare == "adjusted" else None
    earlier = compared.expected if compared else _earlier(frame, chosen, choice)
    if earlier is not None:
        lines.append((say(f"trends.compared.{choice.compare}"), earlier, QUIET, "dot", 2.0))
    seen = (
        ahead.look_ahead(
            _since(user, chosen, choice, ahead.HISTORY), since=chosen.since, scope=user.scope, stock=choice.of_class
        )
        if choice.ahead
        else None
    )
    made, marks = _lines(user, lines, chosen, choice, seen)
    table = pd.DataFrame(
        {say("trends.day"): [d.date() for d in shown.index]} | {n: list(v.reindex(shown.index)) for n, v, *_ in lines}
    )
    now, before = split(frame, chosen.since)
    finding = _over_days(user, chosen, choice, now, before)
    if choice.compare == "adjusted":
        finding = (*[c for c in finding if c.code not in CHANGES], compared_clause(compared))
    if seen:
        finding, table = (*finding, *seen.clauses()), ahead.columns(table, seen, day=say("trends.day"))
    note = say("trends.forecast_note") if seen else ""
    return View(finding, made, table, _shares(choice, lines), note, marks=marks)


def _since(user: User, chosen: Filter, choice: Choice, days: int) -> pd.Series:
    """The same indicator over so many days before the period."""
    frame = series.total(user, chosen, choice, since=chosen.since - timedelta(days=days))
    return frame.set_index(pd.to_datetime(frame.day)).value


def panels(user: User, chosen: Filter, choice: Choice) -> View:
    """A panel per indicator above one axis of days, each with its sentence and what it is compared with."""
    every = [replace(choice, indicator=i, also=()) for i in (choice.indicator, *choice.also)]
    top = 30
    made = charts.figure(
        PANEL * len(every) + charts.PANEL_GAP * (len(every) - 1) + top + BOTTOM, rows=len(every), top=top, bottom=BOTTOM
    )
    table, shares, finding = {}, [], findings.NO_DATA
    for row, one in enumerate(every, 1):
        name = indicator_name(one.indicator)
        frame = series.total(user, chosen, one, since=series.look_back(chosen))
        now, before = split(frame, chosen.since)
        days = [pd.Timestamp(d).date() for d in now.day]
        said = _over_days(user, chosen, one, now, before) if now.value.notna().any() else findings.NO_DATA
        finding = said if row == 1 else finding
        earlier = _earlier(frame, chosen, one)
        for values, colour, dash in ((earlier, QUIET, "dot"), (now.value, palette.of("accent"), "solid")):
            if values is not None:
                charts.line(made, days, list(values), name=name, colour=colour, share=one.share, dash=dash, row=row)
        known = [float(v.max()) for v in (now.value, earlier) if v is not None and v.notna().any()]
        charts.value_axis(made, max(known, default=0), share=one.share, ticks=2, row=row)
        _panel_title(made, row, name if row == 1 or not wide() else word(language(), said), name)
        table |= {say("trends.day"): days, name: list(now.value)}
        shares += [name] * one.share
    charts.day_axis(made, chosen.since, chosen.until)
    marks = tuple(marks_of(user, grid=chosen.grid_id, since=chosen.since, until=chosen.until))
    annotate(made, list(marks), row=1)
    return View(finding, made, pd.DataFrame(table), tuple(shares), marks=marks)


def _panel_title(made: go.Figure, row: int, sentence: str, name: str) -> None:
    """The sentence above a panel, or the indicator's name: the first one's sentence is that of the page."""
    axis = "" if row == 1 else str(row)
    made.add_annotation(
        text=f"<b>{html.escape(sentence or name)}</b>", x=0, y=1, xref="paper", yref=f"y{axis} domain", xanchor="left", yanchor="bottom",
        yshift=6, showarrow=False, font={"size": 14, "color": palette.of("text")},
    )  # fmt: skip


def _earlier(frame: pd.DataFrame, chosen: Filter, choice: Choice) -> pd.Series | None:
    """What the days are compared with, day by day; None where nothing is or nothing was measured."""
    back = {"previous": chosen.days, "week": 7}.get(choice.compare)
    if not back:
        return None
    full = frame.set_index(pd.to_datetime(frame.day)).value
    found = full.shift(back, freq="D").reindex(full.index[full.index >= pd.Timestamp(chosen.since)])
    return found if found.notna().any() else None


def _shares(choice: Choice, lines: list[tuple]) -> tuple[str, ...]:
    return tuple(name for name, *_ in lines) if choice.share else ()


def several(user: User, chosen: Filter, choice: Choice) -> View:
    """A line per grid or class: the eight largest, four of them in colour, and the mean of the rest."""
    long = series.parts(user, chosen, choice, since=series.look_back(chosen))
    wide = long.pivot_table(index="day", columns="name", values="value", aggfunc="sum", min_count=1)
    wide.index = pd.to_datetime(wide.index)
    if choice.of_class:
        wide = wide.fillna(0)
    shown = wide[wide.index >= pd.Timestamp(chosen.since)]
    drawn = series.moving(wide).loc[shown.index] if choice.smooth else shown
    order = list(shown.sum().sort_values(ascending=False).index)
    some = [n for n in order if shown[n].sum() > 0] or order[:1]
    first, rest = some[:MOST_SERIES], some[MOST_SERIES:]
    colours = _colours(long, first, choice)
    lines = [(n, drawn[n], colours[n], "solid", 1.5 if colours[n] == QUIET else 2.5) for n in first]
    if rest:
        # Their mean: a sum of many small grids would press the named ones to the floor.
        name = say("trends.others_mean", count=len(rest))
        lines.append((name, drawn[rest].mean(axis=1), QUIET, "dash", 1.5))
    made, marks = _lines(user, lines, chosen, choice)
    table = shown[order].rename_axis(say("trends.day")).reset_index()
    table[say("trends.day")] = [d.date() for d in table[say("trends.day")]]
    total = series.total(user, chosen, choice, since=series.look_back(chosen))
    return View(
        _over_days(user, chosen, choice, *split(total, chosen.since)),
        made,
        table,
        tuple(order) if choice.share else (),
        marks=marks,
    )


def _colours(long: pd.DataFrame, names: list[str], choice: Choice) -> dict[str, str]:
    """Classes have the policy's colours; the largest grids their own, by their place in the list, whatever the order of size."""
    if choice.by == series.CLASS:
        known = palette.class_colours()
        keys = long.drop_duplicates("name").set_index("name").key
        return {n: palette.seen(known[keys[n]]) for n in names}
    return dict.fromkeys(names, QUIET) | dict(zip(sorted(names[:STORY]), SERIES, strict=False))


def _lines(
    user: User, lines: list[tuple], chosen: Filter, choice: Choice, seen: ahead.Ahead | None = None
) -> tuple[go.Figure, tuple[Mark, ...]]:
    labels = max((charts.text_width(n) for n, *_ in lines), default=0) if len(lines) > 1 else 0
    made = charts.figure(HEIGHT, right=16 + min(labels, 120), bottom=BOTTOM, top=TOP)
    top = max((float(v.max()) for _, v, *_ in lines if v.notna().any()), default=0)
    until = max(chosen.until, seen.last) if seen else chosen.until
    if seen:
        ahead.draw(made, seen)
        top = max(top, seen.top if seen.top == seen.top else 0)
    for name, values, colour, dash, width in reversed(lines):
        days = [d.date() for d in values.index]
        charts.line(made, days, list(values), name=name, colour=colour, share=choice.share, dash=dash, width=width)
    charts.value_axis(made, top, share=choice.share, whole=not choice.share and not choice.per)
    if len(lines) > 1:
        ends = [(n, v.dropna().iloc[-1], c) for n, v, c, *_ in lines if v.notna().any()]
        charts.label_ends(made, ends, x=until, height=HEIGHT - TOP - BOTTOM)
    charts.day_axis(made, chosen.since, until)
    marks = marks_of(user, grid=chosen.grid_id, since=chosen.since, until=until)
    annotate(made, marks)
    return made, tuple(marks)


def _own_share(choice: Choice) -> tuple[str, ...]:
    return (indicator_name(choice.indicator),) if choice.share else ()


def weekdays(now: pd.DataFrame, choice: Choice) -> View:
    """The mean of each weekday."""
    numbers = pd.to_datetime(now.day).dt.day_of_week + 1
    means = now.value.groupby(numbers).mean().reindex(range(1, 8))
    names = [weekday(n) for n in means.index]
    made = charts.figure(HEIGHT, bottom=BOTTOM, top=28)
    texts = ["" if pd.isna(v) else charts.amount(v, share=choice.share) for v in means]
    made.add_bar(
        x=list(range(7)),
        y=list(means),
        text=texts,
        textposition="outside",
        textangle=0,
        constraintext="none",
        textfont={"size": 12},
        cliponaxis=False,
        marker={"color": [palette.of("accent") if n < 6 else QUIET for n in means.index], "line": {"width": 0}},
        customdata=names,
        hovertemplate="%{customdata} %{text}<extra></extra>",
    )
    charts.value_axis(made, float(means.max()), share=choice.share, whole=not choice.share and not choice.per)
    made.update_xaxes(tickvals=list(range(7)), ticktext=names)
    frame = means.rename("mean").rename_axis("weekday").reset_index()
    table = pd.DataFrame({say("trends.weekday"): names, indicator_name(choice.indicator): list(means)})
    return View(findings.weekday_finding(frame, indicator=choice.indicator), made, table, _own_share(choice))


def weekday(number: int) -> str:
    """1 → 周一 / Mon."""
    return say("finding.weekday", day=format.WEEKDAYS[language()][number - 1])


def calendar(now: pd.DataFrame, choice: Choice) -> View:
    """Weeks downward, weekdays across; the stronger the colour the more. A dot marks a day off in the working week."""
    days = [pd.Timestamp(d).date() for d in now.day]
    values = dict(zip(days, now.value, strict=True))
    weeks = sorted({d - timedelta(days=d.weekday()) for d in days})
    cells = [[values.get(w + timedelta(days=n)) for n in range(7)] for w in weeks]
    texts = [[_cell(w + timedelta(days=n), values, choice) for n in range(7)] for w in weeks]
    hover = [[format.day(language(), w + timedelta(days=n), weekday=True) for n in range(7)] for w in weeks]
    made = charts.figure(max(200, 40 * len(weeks) + 60), bottom=BOTTOM, top=28)
    shades = palette.sequential()
    made.add_heatmap(
        z=cells,
        text=texts,
        customdata=hover,
        texttemplate="%{text}",
        hovertemplate="%{customdata}: %{text}<extra></extra>",
        colorscale=[[i / (len(shades) - 1), c] for i, c in enumerate(shades)],
        showscale=False,
        xgap=3,
        ygap=3,
        hoverongaps=False,
    )
    made.update_xaxes(tickvals=list(range(7)), ticktext=[weekday(n) for n in range(1, 8)], side="top", ticks="")
    made.update_yaxes(
        tickvals=list(range(len(weeks))),
        ticktext=[format.day(language(), w) for w in weeks],
        autorange="reversed",
        showgrid=False,
        ticks="",
    )
    table = pd.DataFrame({say("trends.day"): days, indicator_name(choice.indicator): list(now.value)})
    return View(findings.calendar_finding(now, indicator=choice.indicator), made, table, _own_share(choice))


def _cell(day: date, values: dict[date, float], choice: Choice) -> str:
    value = values.get(day)
    if value is None or pd.isna(value):
        return ""
    return charts.amount(value, share=choice.share) + (" ·" if day.weekday() < 5 and is_off(day) else "")


def rank(user: User, chosen: Filter, choice: Choice) -> View:
    """The ten grids with the most, the rest as one bar."""
    found = series.ranked(user, chosen, choice)
    days = series.total(user, chosen, choice, since=chosen.since).value.dropna()
    whole = float((days.tail(1) if choice.of_class else days).sum())  # people of a class do not add up over days
    named = found.rename(columns={"value": choice.indicator})
    finding = findings.rank_finding(named, indicator=choice.indicator, whole=whole)
    table = found[["name", "value"]].set_axis([say("trends.grid"), indicator_name(choice.indicator)], axis=1)
    if found.empty or not found.value.max() > 0:
        return View(findings.NO_DATA, None, table)
    top, rest = found.head(MOST_BARS), found.iloc[MOST_BARS:]
    names, values = list(top["name"]), list(top.value)
    colours = [palette.of("accent")] * len(top)
    if len(rest) and not choice.share:
        names.append(say("trends.others", count=len(rest)))
        values.append(float(rest.value.sum()))
        colours.append(QUIET)
    texts = [charts.amount(v, share=choice.share) for v in values]
    made = charts.bars(names, values, texts=texts, colours=colours, height=34 * len(names) + 24)
    return View(finding, made, table, _own_share(choice))
