"""The epidemic curve: cases by day of onset or report, what is not yet complete, how they grow, and below it the reproduction number."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from core.colours import BAND, QUIET, SERIES, SHADE
from core.domain import User
from core.i18n import format
from core.policy.emergency import emergencies
from core.report.cases import term_value
from core.report.findings import Clause
from core.report.trend_findings import cases_finding
from core.trends import cases as counted
from core.trends.growth import growth
from core.trends.reproduction import COLUMNS, SerialInterval, published, reproduction
from pages.ui.shared import charts, palette
from pages.ui.shared.annotations import annotate
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.meanwhile import marks_of
from pages.ui.shared.session import language, place, say, store
from pages.ui.shared.view import View
from pages.ui.trends import ahead
from pages.ui.trends.series import Choice

HEIGHT, PANEL, TOP, BOTTOM = 360, 130, 34, 34
MOST = 5  # groups with a colour; the others are one
KINDS = ("confirmed", "clinical", "suspected", "asymptomatic")
PEOPLE = 1e4
REST = "…"  # all groups without a colour of their own


@dataclass(frozen=True)
class _Drawn:
    """`groups` by day (a column per group, its name), `share`: what one case is of the unit that is drawn."""

    groups: pd.DataFrame
    colours: list[str]
    found: counted.Curve
    share: float

    @property
    def open(self) -> pd.Series:
        return self.found.open

    @property
    def undated(self) -> int:
        return self.found.undated

    @property
    def reach(self) -> date | None:
        return self.found.reach


def epidemic(user: User, chosen: Filter, choice: Choice) -> View:
    """Cases of the grid over the period; growth and reproduction from the days that are complete, up to the period's end."""
    found = _read(user, chosen, choice)
    total = float(found.groups.sum().sum())
    if found.reach is None or not total:
        why = say("trends.no_list" if found.reach is None else "trends.no_cases")
        return View((Clause("no_data"),), None, pd.DataFrame(), none=why + _undated(found.undated, choice))
    people = read(counted.people, store(), user.scope, grids=[chosen.grid_id], as_of=chosen.today).get(chosen.grid_id)
    drawn, whole = _drawn(user, choice, found, people), found.whole
    interval, own = _interval(user, chosen, choice, found)
    r = reproduction(whole, interval) if interval and choice.basis == "onset" else pd.DataFrame(columns=COLUMNS)
    r = r[pd.to_datetime(r.day) >= pd.Timestamp(chosen.since)]
    daily = found.groups.sum(axis=1, min_count=1)
    finding = cases_finding(daily, whole, people=people, growth=growth(whole), reproduction=r, basis=choice.basis)
    seen = None
    if choice.ahead and len(whole):
        seen = ahead.look_ahead(whole, since=chosen.since, scope=user.scope)
        finding, seen = (*finding, *seen.clauses()), seen.times(drawn.share)
    if choice.per and choice.group == "place":
        return _rates(user, chosen, choice, found, finding)
    made, marks = _figure(user, chosen, choice, drawn, r, seen)
    return View(
        finding, made, _table(drawn, r, seen), note=_note(drawn, choice, r, interval, own, seen), chart="stacked",
        first=len(drawn.groups.columns), marks=tuple(marks),
    )  # fmt: skip


def _read(user: User, chosen: Filter, choice: Choice) -> counted.Curve:
    return read(
        counted.case_curve, store(), user.scope, grid=chosen.grid_id, basis=choice.basis, group=choice.group, since=chosen.since,
        until=chosen.until, last_day=chosen.last_day, as_of=chosen.today,
    )  # fmt: skip


def _drawn(user: User, choice: Choice, found: counted.Curve, people: float | None) -> _Drawn:
    table = found.groups
    if choice.group == "kind":
        table = table[[*[k for k in KINDS if k in table], *[c for c in table if c not in KINDS]]]
    if len(table.columns) > MOST + 1:
        table = pd.concat([table.iloc[:, :MOST], table.iloc[:, MOST:].sum(axis=1, min_count=1).rename(REST)], axis=1)
    codes = list(table.columns)
    share = 1.0 if not choice.per else PEOPLE / people if people else float("nan")
    groups = table.set_axis(_names(user, choice, codes), axis=1) * share
    return _Drawn(groups, _colours(choice, codes), found, share)


def _names(user: User, choice: Choice, codes: list) -> list[str]:
    if choice.group == "place":
        known = _places(user)
        return [
            say("trends.elsewhere")
            if c == counted.UNTOLD
            else say("trends.rest")
            if c == REST
            else known.get(int(c), "")
            for c in codes
        ]
    of = {"kind": lambda c: term_value(language(), "case_kind", c), "disease": lambda c: term_value(language(), "disease", c), "class": lambda c: palette.class_names(language()).get(c, c)}[choice.group]  # fmt: skip
    return [
        say("trends.not_told") if c == counted.UNTOLD else say("trends.rest") if c == REST else of(c) for c in codes
    ]


def _places(user: User) -> dict[int, str]:
    return read(counted.names, store(), user.scope).map(place).to_dict()


def _colours(choice: Choice, codes: list) -> list[str]:
    if choice.group == "class":
        known = palette.class_colours()
        return [palette.seen(known.get(c, QUIET)) for c in codes]
    palette_of = iter(SERIES)
    fixed = dict(zip(KINDS, SERIES, strict=False)) if choice.group == "kind" else {}
    return [QUIET if c in (counted.UNTOLD, REST) else fixed.get(c) or next(palette_of, QUIET) for c in codes]


def _interval(user: User, chosen: Filter, choice: Choice, found: counted.Curve) -> tuple[SerialInterval | None, tuple]:
    """The interval used, and the county's own with its pairs."""
    own = read(counted.own_interval, store(), user.scope, until=chosen.until, as_of=chosen.today)
    return choice.interval or published(found.disease or _usual(chosen.until)), own


def _usual(day: date) -> str | None:
    """Lists of one epidemic seldom name its disease: what the emergency is about stands for it."""
    return "covid" if any(e.pack == "epidemic" and e.holds(day) for e in emergencies(store())) else None


def _figure(user: User, chosen: Filter, choice: Choice, drawn: _Drawn, r: pd.DataFrame, seen: ahead.Ahead | None):
    two = bool(len(r) and r.r.notna().any())
    row = 1 if two else None
    height = HEIGHT + (PANEL + charts.PANEL_GAP if two else 0)
    made = charts.figure(height, top=TOP, bottom=BOTTOM, rows=2 if two else 1)
    days = [d.date() for d in drawn.groups.index]
    until = max(chosen.until, seen.last) if seen else chosen.until
    hatched = [d in drawn.open.index for d in drawn.groups.index]
    if seen:
        ahead.draw(made, seen, row=row)
    for name, colour in zip(drawn.groups, drawn.colours, strict=True):
        charts.columns(
            made, days, list(drawn.groups[name]), name=html.escape(name), colour=colour, hatched=hatched, row=row
        )
    top = drawn.groups.sum(axis=1).max()
    charts.value_axis(
        made, max(float(top), seen.top if seen and seen.top == seen.top else 0), whole=not choice.per, row=row
    )
    made.update_layout(barmode="stack", bargap=0.12)
    if len(drawn.groups.columns) > 1:
        _legend(made, drawn)
    if two:
        share = HEIGHT / (HEIGHT + PANEL)
        made.update_layout(yaxis={"domain": [1 - share + 0.07, 1]}, yaxis2={"domain": [0, 1 - share - 0.03]})
        _reproduction(made, r)
    charts.day_axis(made, chosen.since, until)
    _gap(made, drawn.reach, chosen.until)
    _undated_mark(made, drawn, choice)
    marks = marks_of(user, grid=chosen.grid_id, since=chosen.since, until=until)
    annotate(made, marks)
    return made, marks


def _legend(made: go.Figure, drawn: _Drawn) -> None:
    """The names in their colours, above the bars."""
    words = [
        f'<span style="color:{palette.readable(c)}">■ {html.escape(n)}</span>'
        for n, c in zip(drawn.groups, drawn.colours, strict=True)
    ]
    made.add_annotation(
        text="　".join(words), x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="bottom", yshift=20, showarrow=False,
        font={"size": 13}, align="left",
    )  # fmt: skip
    made.update_layout(margin={"t": TOP + 14})


def _reproduction(made: go.Figure, r: pd.DataFrame) -> None:
    days = [pd.Timestamp(d).date() for d in r.day]
    quiet = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "row": 2, "col": 1}
    made.add_scatter(x=days, y=list(r.high), **quiet)
    made.add_scatter(x=days, y=list(r.low), fill="tonexty", fillcolor=BAND, **quiet)
    made.add_scatter(x=[days[0], days[-1]], y=[1, 1], mode="lines", line={"color": palette.of("text"), "width": 1, "dash": "dot"}, hoverinfo="skip", row=2, col=1)  # fmt: skip
    charts.line(made, days, list(r.r), name=say("trends.r"), colour=palette.of("accent"), row=2)
    most = min(float(r.high.max()), 6.0)
    steps = [0, 1, 2, 3] if most <= 3 else [0, 1, 2, 4, 6]
    made.update_yaxes(range=[0, max(most, 1.5)], tickvals=steps, showgrid=True, row=2, col=1)
    made.add_annotation(
        text=f"<b>{say('trends.r_title')}</b>", x=0, y=1, xref="paper", yref="y2 domain", xanchor="left", yanchor="bottom", yshift=4, showarrow=False,
        font={"size": 14, "color": palette.of("text")},
    )  # fmt: skip


def _gap(made: go.Figure, reach: date | None, until: date) -> None:
    """Days that no list tells of."""
    if reach is None or reach >= until:
        return
    made.add_vrect(
        x0=f"{reach}T12:00:00", x1=f"{until}T12:00:00", fillcolor=SHADE, line_width=0, layer="below",
        annotation={"text": say("trends.reach_gap"), "font": {"size": 12, "color": palette.of("muted")}}, annotation_position="top left",
    )  # fmt: skip


def _undated_mark(made: go.Figure, drawn: _Drawn, choice: Choice) -> None:
    if drawn.undated:
        made.add_annotation(
            text=_undated(drawn.undated, choice).strip("；; "), x=1, y=1, xref="paper", yref="paper", xanchor="right", yanchor="top", showarrow=False,
            font={"size": 12, "color": palette.of("muted")}, bgcolor=palette.of("ground"), opacity=0.9,
        )  # fmt: skip


def _undated(count: int, choice: Choice) -> str:
    return say("marks.between") + say(f"trends.undated.{choice.basis}", count=count) if count else ""


def _note(
    drawn: _Drawn,
    choice: Choice,
    r: pd.DataFrame,
    interval: SerialInterval | None,
    own: tuple,
    seen: ahead.Ahead | None,
) -> str:
    note = say(f"trends.note.cases_{choice.basis}", unit=say("trends.per_unit") if choice.per else "")
    shown = drawn.open.index.isin(drawn.groups.index)
    note += say("trends.note.open") if shown.any() else ""
    if drawn.reach and pd.Timestamp(drawn.reach) < drawn.groups.index[-1]:
        note += say("trends.note.reach", day=format.day(language(), drawn.reach))
    note += _undated(drawn.undated, choice)
    if len(r) and r.r.notna().any():
        source = interval.source or say("trends.si_told")
        note += say("trends.note.r", mean=f"{interval.mean:g}", deviation=f"{interval.deviation:g}", source=source)
    elif choice.basis == "onset" and interval is None:
        note += say("trends.note.r_wanted")
    if choice.basis == "onset" and own[0]:
        note += say("trends.note.r_own", pairs=own[1], mean=f"{own[0].mean:g}", deviation=f"{own[0].deviation:g}")
    return note + (say("trends.forecast_note") if seen else "")


def _table(drawn: _Drawn, r: pd.DataFrame, seen: ahead.Ahead | None) -> pd.DataFrame:
    day = say("trends.day")
    table = drawn.groups.round(4).copy()
    table.insert(0, day, [d.date() for d in table.index])
    if len(drawn.open):
        table[say("trends.complete")] = [
            1.0 if d not in drawn.open.index else float(drawn.open[d]) for d in table.index
        ]
    table = table.reset_index(drop=True)
    if len(r):
        named = {
            "r": say("trends.r"),
            "low": f"{say('trends.r')} {say('trends.low')}",
            "high": f"{say('trends.r')} {say('trends.high')}",
        }
        wide = r.rename(columns=named).assign(**{day: [pd.Timestamp(d).date() for d in r.day]})[[day, *named.values()]]
        table = table.merge(
            wide.assign(**{n: wide[n].astype(float).round(3) for n in named.values()}), on=day, how="left"
        )
    return ahead.columns(table, seen, day=day) if seen else table


def _rates(user: User, chosen: Filter, choice: Choice, found: counted.Curve, finding: tuple) -> View:
    """Cases per 10,000 people of each child grid over the period."""
    table = found.groups
    placed = table[[c for c in table if c != counted.UNTOLD]].sum()
    people = read(counted.people, store(), user.scope, grids=[int(c) for c in placed.index], as_of=chosen.today)
    known = _places(user)
    frame = pd.DataFrame({"name": [known.get(int(c), "") for c in placed.index], "cases": placed.to_numpy(), "rate": placed.to_numpy() * PEOPLE / people.reindex([int(c) for c in placed.index]).to_numpy()})  # fmt: skip
    frame = frame.sort_values("rate", ascending=False, na_position="last").reset_index(drop=True)
    columns = {"name": say("trends.grid"), "rate": say("trends.rate_of"), "cases": say("trends.cases_of")}
    out = frame.assign(rate=frame.rate.round(3)).rename(columns=columns)[list(columns.values())]
    if frame.empty or not frame.rate.notna().any():
        return View(finding, None, out, none=say("trends.no_cases"))
    shown = frame[frame.rate.notna()].head(12)
    texts = [
        f"{charts.amount(rate)} ({format.number(language(), n)})"
        for rate, n in zip(shown.rate, shown.cases, strict=True)
    ]
    made = charts.bars(list(shown["name"]), list(shown.rate), texts=texts, colours=palette.of("accent"))
    note = say("trends.note.rates") + _undated(found.undated, choice)
    whole = float(frame.cases.sum()) * PEOPLE / float(people.sum())
    top = Clause("rates_top", {"place": shown["name"].iloc[0], "rate": float(shown.rate.iloc[0]), "whole": whole})
    return View((top, *finding[:1], *finding[2:]), made, out, note=note, chart="bar", first=1)
