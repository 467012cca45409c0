"""How far units have reopened: the finding in one sentence and the bars by industry and township."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from core.colours import LIGHT, RESUMPTION
from core.i18n import format
from core.registry.units import STATES
from pages.ui.shared import charts, palette
from pages.ui.shared.session import language, say

INKS = (LIGHT["text"], LIGHT["ground"])  # whichever is readable on the colour of a state
ROW = 30
MOST = 12
SMALL = 3  # groups of fewer units than this are not called the slowest


def finding(counts: dict[str, int], by_industry: pd.DataFrame) -> str:
    """How many have reopened, who is slowest, how many of the staff are back."""
    share = counts["resumed"] / counts["units"]
    text = say("units.finding", units=counts["units"], resumed=counts["resumed"], share=format.percent(share))
    groups = by_industry[by_industry.key.notna() & (by_industry.units >= SMALL)]
    if len(groups) > 1:
        shares = groups.resumed / groups.units
        slowest = shares.idxmin()
        if shares[slowest] < share:
            name = groups.key[slowest]
            text += say("units.finding_slowest", name=name, share=format.percent(float(shares[slowest])))
    text += say("units.finding_end")
    if counts["staff"]:
        lang, back = language(), counts["staff_back"]
        joint = "" if lang == "zh" else " "
        text += joint + say(
            "units.finding_staff",
            staff=format.number(lang, counts["staff"]),
            back=format.number(lang, back),
            share=format.percent(back / counts["staff"]),
        )
    return text


def key_line() -> None:
    """What the colours mean."""
    parts = [
        '<span style="white-space:nowrap"><span aria-hidden="true" style="display:inline-block;width:14px;height:11px;'
        f'margin-right:5px;background:{RESUMPTION[s]}"></span>{html.escape(say(f"resumption.{s}"))}</span>'
        for s in STATES
    ]
    parts.append(f'<span style="opacity:.7">{html.escape(say("units.key_back"))}</span>')
    st.html('<div style="display:flex;flex-wrap:wrap;gap:4px 16px;font-size:13px">' + "".join(parts) + "</div>")


def bars(groups: pd.DataFrame, *, words: str, key: str) -> None:
    """A bar per group of `core.rollup.resumption.resumption`, split by state; the slowest first."""
    st.markdown(f"##### {say(words)}")
    shown = _largest(groups)
    shares = (shown.resumed / shown.units).rename("share")
    shown = shown.join(shares).sort_values(["share", "units"], ascending=[True, False]).reset_index(drop=True)
    made = charts.figure(ROW * len(shown) + 16, right=100)
    for state in STATES:
        made.add_bar(
            x=list(shown[state] / shown.units),
            y=list(range(len(shown))),
            orientation="h",
            marker={"color": RESUMPTION[state], "line": {"width": 0}},
            text=[str(n) if n else "" for n in shown[state]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"size": 12, "color": max(INKS, key=lambda ink: palette.contrast(ink, RESUMPTION[state]))},
            customdata=[
                html.escape(say("units.bar", name=k, count=n, state=say(f"resumption.{state}")))
                for k, n in zip(shown.key, shown[state], strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    for row in shown.itertuples():
        back = format.percent(min(row.staff_back / row.staff, 1.0), 0) if row.staff else format.NOTHING
        made.add_annotation(
            x=1, y=row.Index, text=say("units.back_short", share=back), showarrow=False, xanchor="left", xshift=8,
            font={"color": palette.of("muted"), "size": 13},
        )  # fmt: skip
    made.update_layout(barmode="stack", bargap=0.28, uniformtext={"minsize": 10, "mode": "hide"})
    made.update_xaxes(range=[0, 1], showticklabels=False)
    made.update_yaxes(
        tickvals=list(range(len(shown))),
        ticktext=[html.escape(str(k)) for k in shown.key],
        autorange="reversed",
        showgrid=False,
    )
    charts.show(made, key=key, alt=say(words))


def _largest(groups: pd.DataFrame) -> pd.DataFrame:
    """At most MOST groups by number of units, the rest added up."""
    named = groups.assign(key=groups.key.fillna(say("units.unnamed")))
    if len(named) <= MOST + 6:
        return named
    rest = named.iloc[MOST:]
    line = rest.drop(columns="key").sum().to_frame().T.assign(key=say("units.others", count=len(rest)))
    return pd.concat([named.iloc[:MOST], line], ignore_index=True)
