"""The parts of the overview. Each draws one picture under the sentence that says what it shows."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from core.colours import QUIET
from core.domain import User
from core.geo.areas import areas
from core.i18n import format
from core.i18n.sentence import sentence
from core.policy.loader import RESIDENT
from core.report import Finding, findings, word
from core.watch.alerts import UNFINISHED, alerts
from pages.ui.shared import charts, palette, severity
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter, go_to
from pages.ui.shared.maps import area_map
from pages.ui.shared.session import language, say, store

TOP_ALERTS = 5
TOP_ROWS = 8


def title(finding: Finding, note: str | None = None) -> str:
    """Write a finding as a chart's title; returns the sentence."""
    text = word(language(), finding)
    charts.heading(text, say(note) if note else None)
    return text


def trend(user: User, now: pd.DataFrame, before: pd.DataFrame, chosen: Filter) -> None:
    """Check-ins by day over their usual range, with the period before as a dotted line."""
    usual = findings.expected_range(pd.concat([before, now], ignore_index=True))
    found = findings.trend_finding(now, before, usual)
    compare = findings.change(now, before, "check_ins") is not None
    text = title(found, "overview.trend_note" if compare and len(usual) else "overview.trend_note_plain")
    made = charts.figure(250, right=56)
    days = list(now.day)
    shown = usual[usual.day.isin(now.day)]
    if len(shown):
        charts.band(made, list(shown.day), list(shown.low), list(shown.high), name=say("overview.usual"))
    top = float(max(now.check_ins.max(), shown.high.max() if len(shown) else 0))
    if compare:
        top = max(top, float(before.check_ins.max()))
        name = say("overview.before")
        charts.line(made, days, list(before.check_ins), name=name, colour=QUIET, dash="dot", width=1.5)
    charts.line(made, days, list(now.check_ins), name=say("indicator.check_ins"), colour=palette.of("accent"), width=3)
    charts.value_axis(made, top)
    last = now[now.check_ins > 0].tail(1)
    for day, value in zip(last.day, last.check_ins, strict=True):
        ends = [(charts.amount(value), value, palette.of("accent"))]
        charts.label_ends(made, ends, x=day, height=200)
    charts.day_axis(made, chosen.since, chosen.until)
    charts.show(made, key="overview_trend", alt=text)
    link(user, "trends.read", "trends.py", "overview.open_trends", chosen)


def top_alerts(user: User, chosen: Filter, counts: pd.DataFrame, children: pd.DataFrame) -> None:
    """The few most severe open alerts, each a sentence that leads to its details."""
    title(findings.alert_finding(counts, children))
    found = read(
        alerts,
        store(),
        user.scope,
        grid=chosen.grid_id,
        statuses=list(UNFINISHED),
        as_of=chosen.today,
        limit=TOP_ALERTS,
    )
    code = chosen.grid.code if chosen.grid else ""
    for row in found.itertuples():
        with st.container(gap=None):
            st.markdown(_alert_line(row), unsafe_allow_html=False)
            since = say("overview.since", day=format.day(language(), pd.Timestamp(row.first_day).date()))
            kind = say(f"detector.{row.detector}")
            place = row.grid_name if pd.isna(row.person_id) else f"{row.grid_name} · {row.person_name}"
            label = charts.escape(f"{place} · {kind} · {since}")
            _alert_link(user, label, {"alert": str(row.alert_id), "grid": code})
    if len(found):
        link(user, "anomalies.read", "anomalies.py", "overview.all_alerts", chosen)


def _alert_link(user: User, label: str, address: dict[str, str]) -> None:
    if not user.may("anomalies.read"):
        st.caption(label)
        return
    icon = {"icon": ":material/chevron_right:", "icon_position": "right"}
    st.page_link("anomalies.py", label=label, query_params=address, **icon)


def _alert_line(row: tuple) -> str:
    return f"{severity.markdown(row.severity)}　{charts.escape(sentence(language(), row.reason, row.fields))}"


def classes(counts: pd.DataFrame) -> None:
    """People of every class but the ordinary one, in the policy's colours, with their change in seven days."""
    text = title(findings.class_finding(counts, ordinary=RESIDENT), "overview.classes_note")
    shown = counts[(counts["class"] != RESIDENT) & ((counts.people > 0) | (counts.before.fillna(0) > 0))]
    if shown.empty:
        return
    names, colours = palette.class_names(language()), palette.class_colours()
    made = charts.bars(
        [names[c] for c in shown["class"]],
        [float(v) for v in shown.people],
        texts=[_with_change(now, earlier) for now, earlier in zip(shown.people, shown.before, strict=True)],
        colours=[colours[c] for c in shown["class"]],
    )
    charts.show(made, key="overview_classes", alt=text)


def _with_change(now: int, earlier: float) -> str:
    text = format.number(language(), int(now))
    if pd.isna(earlier):
        return text
    more = int(now - earlier)
    sign = "+" if more > 0 else "−" if more < 0 else "±"
    return say("overview.with_change", value=text, change=sign + format.number(language(), abs(more)))


def places(
    now: pd.DataFrame, before: pd.DataFrame, children: pd.DataFrame, earlier: pd.DataFrame, indicator: str
) -> None:
    """An indicator over the grids below, most first; `earlier`: the grids in the period before."""
    finding = findings.indicator_finding(now, before, children, earlier, indicator=indicator)
    text = title(finding, f"overview.{indicator}_note")
    if len(children) < 2:
        return
    low_first = indicator == "coverage"
    known = children.dropna(subset=[indicator])
    known = known if low_first else known[known[indicator] > 0]
    known = known.sort_values(indicator, ascending=low_first).head(TOP_ROWS)
    if known.empty:
        return
    made = charts.bars(
        list(known["name"]),
        [float(v) for v in known[indicator]],
        texts=[charts.amount(v, share=low_first) for v in known[indicator]],
        colours=palette.of("accent"),
    )
    charts.show(made, key=f"overview_{indicator}", alt=text)


def units(user: User, frame: pd.DataFrame, chosen: Filter) -> None:
    """Reopened units by industry: the bar is the share, the text the numbers."""
    known = frame.assign(key=frame.key.fillna(say("overview.unnamed")))
    text = title(findings.resumption_finding(known), "overview.units_note")
    if known.empty:
        return
    top = known.sort_values("units", ascending=False).head(TOP_ROWS)
    top = top.assign(share=top.resumed / top.units).sort_values("share", ascending=False)
    made = charts.bars(
        list(top.key),
        [float(v) for v in top.share],
        texts=[f"{format.percent(s, 0)}  {r}/{u}" for s, r, u in zip(top.share, top.resumed, top.units, strict=True)],
        colours=palette.of("accent"),
    )
    charts.show(made, key="overview_units", alt=text)
    link(user, "units.read", "units.py", "overview.open_units", chosen)


def small_map(user: User, chosen: Filter, children: pd.DataFrame) -> None:
    """The grids below, coloured by grade; a click opens one."""
    title(findings.grade_finding(children), "overview.map_note")
    shapes = read(areas, store(), user.scope, grid=chosen.grid_id)
    drawn = shapes.merge(children.drop(columns=["code", "name", "level", "lon", "lat"]), on="grid_id", how="left")
    if len(drawn):
        picked = area_map(
            drawn,
            colour="grade",
            key=f"overview_map_{chosen.grid_id}",
            language=language(),
            height=330,
            share=0.5,
        )
        if picked and picked != (chosen.grid.code if chosen.grid else None):
            go_to(grid=picked)
            st.rerun(scope="app")
    link(user, "map.read", "grid_map.py", "overview.open_map", chosen)


def link(user: User, permission: str, page: str, words: str, chosen: Filter) -> None:
    """To another page with the same grid and period, for those who may see it."""
    if not user.may(permission):
        return
    kept = {n: v for n, v in st.query_params.items() if n in ("days", "since", "until", "lang")}
    grid = {"grid": chosen.grid.code} if chosen.grid else {}
    st.page_link(page, label=say(words), icon=":material/arrow_forward:", query_params=kept | grid)


def context(chosen: Filter, last_day: date, coverage: float | None, clock: str) -> str:
    """Until when, where, which days, how complete, how fresh."""
    lang = language()
    text = say(
        "overview.until",
        day=format.day(lang, last_day, weekday=True),
        grid=chosen.grid.name if chosen.grid else format.NOTHING,
        since=format.day(lang, chosen.since),
        until=format.day(lang, chosen.until),
    )
    if coverage is not None:
        text += say("overview.coverage", share=format.percent(coverage, 0))
    return charts.escape(text + say("overview.refreshed", clock=clock))
