"""A person's health over the period, their exit applications and declarations."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from core.colours import GRADE, QUIET
from core.i18n import format
from core.policy.running import running
from pages.ui.shared import charts, palette
from pages.ui.shared.controls import Filter
from pages.ui.shared.session import language, say, store
from pages.ui.shared.tables import Column, table

APPLICATIONS = [
    Column("status", "person.column.status", "code", width=88, words="application_status.", pinned=True),
    Column("leave_on", "person.column.leave", "date", width=88),
    Column("return_on", "person.column.return", "date", width=88),
    Column("destination", "person.column.destination", width=150),
    Column("reason", "person.column.reason", width=200),
    Column("applied_at", "person.column.applied", "moment", width=130),
]
DECLARATIONS = [
    Column("kind", "person.column.kind", "code", width=80, words="declaration.", pinned=True),
    Column("declared_at", "person.column.declared", "moment", width=130),
    Column("half", "person.column.half", "code", width=70, words="half_day."),
    Column("place", "person.column.place", width=150),
    Column("from_date", "person.column.from", "date", width=88),
    Column("until_date", "person.column.to", "date", width=88),
    Column("temperature", "person.column.temperature", "decimal", width=100),
    Column("symptoms", "person.column.symptoms", width=150),
    Column("transport", "person.column.transport", width=120),
]
TESTS = [
    Column("result", "person.column.result", "code", width=150, words="test_result.", pinned=True),
    Column("sampled_at", "person.column.sampled", "moment", width=130),
    Column("reported_at", "person.column.reported", "moment", width=130),
    Column("method", "person.column.method", "code", width=80, words="test_method."),
    Column("ct", "person.column.ct", "decimal", width=70),
    Column("tube_no", "person.column.tube", width=120),
    Column("site", "person.column.site", width=150),
]
STAYS = [
    Column("place", "person.column.quarantine_place", "code", width=100, words="quarantine_place.", pinned=True),
    Column("since", "person.column.from", "date", width=88),
    Column("until", "person.column.to", "date", width=88),
    Column("released_on", "person.column.released", "date", width=88),
    Column("place_name", "person.column.place", width=150),
    Column("doctor", "person.column.doctor", width=100),
]


def health_section(days: pd.DataFrame, scans: pd.DataFrame, chosen: Filter) -> None:
    """The finding, the highest temperature of each day with the fever line, and what symptoms were reported."""
    limit, measured = running(store()).fever, days[days.max_temperature.notna()]
    charts.heading(_finding(measured, chosen, limit))
    if len(measured):
        st.caption(say("person.temperature", limit=f"{limit:g}"))
        _picture(measured, chosen, limit)
    reported = scans[scans.symptoms.notna() & (scans.symptoms != "")]
    if len(reported):
        listed = "; ".join(
            f"{format.day(language(), row.scanned_at)} {row.symptoms}" for row in reported.itertuples(index=False)
        )
        st.markdown(f":gray[{say('person.symptoms')}]　{charts.escape(listed)}")


def _finding(measured: pd.DataFrame, chosen: Filter, limit: float) -> str:
    if measured.empty:
        return say("person.no_temperature", days=chosen.days)
    top = measured.loc[measured.max_temperature.idxmax()]
    facts = {"days": chosen.days, "limit": f"{limit:g}", "top": f"{top.max_temperature:.1f}"}
    count = int((measured.max_temperature >= limit).sum())
    if count == 0:
        return say("person.no_fever", **facts)
    return say("person.fever", count=count, day=format.day(language(), top.day), **facts)


def _picture(measured: pd.DataFrame, chosen: Filter, limit: float) -> None:
    days: list[date] = [pd.Timestamp(d).date() for d in measured.day]
    values = [float(v) for v in measured.max_temperature]
    made = charts.figure(190)
    charts.day_axis(made, chosen.since, chosen.until)
    made.add_scatter(
        x=days,
        y=values,
        mode="lines+markers",
        line={"color": QUIET, "width": 1.5},
        marker={"size": 8, "color": [GRADE["high"] if v >= limit else palette.of("accent") for v in values]},
        customdata=[f"{v:.1f}" for v in values],
        hovertemplate="%{customdata} ℃<extra></extra>",
    )
    made.add_hline(y=limit, line={"color": GRADE["high"], "dash": "dot", "width": 1.5})
    made.update_yaxes(
        range=[min(35.5, *values) - 0.2, max(38.0, *values) + 0.3], dtick=1, ticksuffix="℃", showgrid=True
    )
    charts.show(made, key="person_temperature", alt=_finding(measured, chosen, limit))


def applications(exits: pd.DataFrame, declared: pd.DataFrame) -> None:
    """Both lists one below the other; side by side where neither has a row."""
    both_empty = exits.empty and declared.empty
    places = st.columns(2, gap="large") if both_empty else (st.container(), st.container())
    for place, frame, columns, name in zip(
        places, (exits, declared), (APPLICATIONS, DECLARATIONS), ("applications", "declarations"), strict=True
    ):
        with place:
            st.markdown(f"##### {say(f'person.{name}')}")
            if frame.empty:
                st.caption(say(f"person.no_{name}"))
            else:
                table(frame, columns, key=f"person_{name}", rows=6)


def lists_section(tests: pd.DataFrame, stays: pd.DataFrame) -> None:
    """Tests and stays in quarantine, the latest first; nothing where no list tells of any."""
    for frame, columns, name in ((tests, TESTS, "tests"), (stays, STAYS, "stays")):
        if not frame.empty:
            st.markdown(f"##### {say(f'person.{name}')}")
            table(frame, columns, key=f"person_{name}", rows=6)
