"""Movement between places over the period: a Sankey from where people live to where they were seen, and who gained and lost."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from core.colours import QUIET, SERIES
from core.domain import User
from core.i18n import format
from core.report.findings import Clause
from core.report.trend_findings import travel_finding
from core.rollup.flows import flows
from core.rollup.series import daily
from pages.ui.shared import charts, palette
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.links import href
from pages.ui.shared.periods import before_dates
from pages.ui.shared.places import named
from pages.ui.shared.session import language, say, store
from pages.ui.shared.view import View
from pages.ui.trends.series import Choice

HEIGHT, MOST, ALL = 460, 30, 10_000
FLOW = {False: 0.40, True: 0.58}


def travel(user: User, chosen: Filter, choice: Choice) -> View:
    """Person-days of people seen in another of the grid's children, or outside, than that of their home."""
    moves = _moves(user, chosen, chosen.since, chosen.until)
    if moves.empty:
        return View((Clause("no_data"),), None, moves, none=say("trends.no_travel"))
    since, until = before_dates(chosen.since, chosen.until)
    missing, missing_before = _missing(user, chosen, chosen.since, chosen.until), _missing(user, chosen, since, until)
    # Only periods with as many days of data are compared.
    earlier = float(_moves(user, chosen, since, until).people.sum()) if missing == missing_before else None
    balance = balance_of(moves)
    note = say("trends.note.travel", count=MOST) + (say("trends.note.travel_gap", count=missing) if missing else "")
    table = moves[["from_name", "to_name", "people"]].set_axis(
        [say("trends.from"), say("trends.to"), say("trends.people")], axis=1
    )
    return View(
        travel_finding(moves, earlier, balance),
        sankey(moves.head(MOST)),
        table,
        note=note,
        below=balance_table(balance),
    )


def _moves(user: User, chosen: Filter, since, until) -> pd.DataFrame:
    found = named(
        read(flows, store(), user.scope, grid=chosen.grid_id, since=since, until=until, limit=ALL),
        "from_name",
        "to_name",
    )
    elsewhere = say("trends.elsewhere")
    return found.assign(from_name=found.from_name.fillna(elsewhere), to_name=found.to_name.fillna(elsewhere))


def _missing(user: User, chosen: Filter, since, until) -> int:
    """Days of the period whose scans are not there."""
    return int(read(daily, store(), user.scope, grid=chosen.grid_id, since=since, until=until).check_ins.isna().sum())


def balance_of(moves: pd.DataFrame) -> pd.DataFrame:
    """One row per place, most gained first: name, came, left, net; what lies elsewhere left out."""
    came = moves[moves.to_id > 0].groupby(["to_id", "to_name"]).people.sum().rename_axis(["grid_id", "name"])
    left = moves[moves.from_id > 0].groupby(["from_id", "from_name"]).people.sum().rename_axis(["grid_id", "name"])
    both = pd.concat({"came": came, "left": left}, axis=1).fillna(0).astype("int64").reset_index()
    return (
        both.assign(net=both.came - both.left).sort_values("net", ascending=False, kind="stable").reset_index(drop=True)
    )


def balance_table(balance: pd.DataFrame) -> pd.DataFrame:
    """The same in the reader's words."""
    columns = {
        "name": say("trends.place"),
        "came": say("trends.came"),
        "left": say("trends.left"),
        "net": say("trends.net"),
    }
    return balance.rename(columns=columns)[list(columns.values())]


def below(shown: View) -> None:
    """Below the picture: the way to the map, and who gained and lost."""
    address = href("grid_map", layers="names,below,flows")
    st.html(f'<a class="go" href="{address}">{html.escape(say("trends.on_map"))} →</a>')
    st.markdown(f"###### {say('trends.balance')}")
    words = shown.below.astype(str).assign(
        **{c: [format.exact(v) for v in shown.below[c]] for c in shown.below.columns[1:]}
    )
    st.table(words.set_index(words.columns[0]), border="horizontal")


def sankey(moves: pd.DataFrame):
    """Homes at the left, where they were seen at the right; a flow has the colour of its home."""
    homes = list(moves.groupby("from_id").people.sum().sort_values(ascending=False).index)
    seen = list(moves.groupby("to_id").people.sum().sort_values(ascending=False).index)
    names = dict(zip(moves.from_id, moves.from_name, strict=True)) | dict(zip(moves.to_id, moves.to_name, strict=True))
    colour = {grid: SERIES[n] if n < len(SERIES) and grid else QUIET for n, grid in enumerate(homes)}
    shades = [palette.rgb(colour[g]) for g in moves.from_id]
    made = charts.figure(HEIGHT, left=4, right=4, top=10, bottom=14)
    made.add_sankey(
        arrangement="snap",
        node={
            "label": [_end(names[g], moves.people[moves.from_id == g].sum()) for g in homes]
            + [_end(names[g], moves.people[moves.to_id == g].sum()) for g in seen],
            "color": [colour[g] for g in homes] + [colour.get(g, QUIET) for g in seen],
            "line": {"width": 0},
            "pad": 14,
            "thickness": 14,
            "hovertemplate": "%{label}<extra></extra>",
        },
        link={
            "source": [homes.index(g) for g in moves.from_id],
            "target": [len(homes) + seen.index(g) for g in moves.to_id],
            "value": list(moves.people),
            "color": [f"rgba({r},{g},{b},{FLOW[palette.dark()]})" for r, g, b, _ in shades],
            "customdata": [
                f"{html.escape(m.from_name)} → {html.escape(m.to_name)}: {format.exact(int(m.people))}"
                for m in moves.itertuples()
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        textfont={"size": 13, "color": palette.of("text"), "family": charts.FONT},
    )
    return made


def _end(name: str, people: float) -> str:
    return f"{html.escape(name)} {format.number(language(), float(people))}"
