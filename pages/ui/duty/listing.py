"""The list: what is not signed, then what is not sent, each with its two clocks."""

from __future__ import annotations

from datetime import datetime
from html import escape

import pandas as pd
import streamlit as st

from core.domain import EVERYTHING, User
from core.duty import STATES, kind_name, reports
from core.i18n import format
from core.report.clocks import deadline
from core.store import Store
from pages.ui.shared.controls import Filter, go_to
from pages.ui.shared.links import href
from pages.ui.shared.session import language, place, say

CLOCKS = (("phone", "phone_by", "phoned_at"), ("written", "written_by", "wrote_at"))
COLUMNS = ("report", "state", "phone", "written", "signed")
SHOWN = 200


def listing(store: Store, user: User, chosen: Filter, alert: int | None, now: datetime) -> None:
    states = [s for s in st.query_params.get("state", "").split(",") if s in STATES]
    st.session_state["duty_states"] = states
    st.pills(
        say("duty_info.states"), STATES, selection_mode="multi", format_func=lambda s: say(f"duty_info.state.{s}"), key="duty_states",
        on_change=lambda: go_to(state=",".join(st.session_state["duty_states"]) or None), label_visibility="collapsed",
    )  # fmt: skip
    grid = EVERYTHING if alert or (EVERYTHING in user.scope.grids and chosen.grid is None) else chosen.grid_id
    found = reports(store, user.scope, now=now, grid=grid, states=states or STATES[:3], about=alert, limit=SHOWN)
    if found.empty:
        st.info(say("duty_info.none"), icon=":material/campaign:")
        return
    heads = "".join(f"<th>{escape(say(f'duty_info.column.{name}'))}</th>" for name in COLUMNS)
    rows = "".join(_row(row, now) for row in found.to_dict("records"))
    st.html(
        f'<div class="gc-wide"><table class="gc-grounds gc-items gc-stacked gc-duty"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def clock_words(row: dict | pd.Series, name: str, by: str, done: str, now: datetime) -> str:
    """As HTML; late ones stand out."""
    words = deadline(language(), row[by], row[done], now)
    late = bool(row[f"{name}_late"])
    return f'<span class="gc-late">{escape(words)}</span>' if late else escape(words or format.NOTHING)


def kind_of(row: dict | pd.Series) -> str:
    return kind_name(language(), row["kind"], row["nth"])


def _row(row: dict, now: datetime) -> str:
    number = row["file_no"] if isinstance(row["file_no"], str) else say("duty_info.no_number")
    where = " ".join(place(n) for n in dict.fromkeys((row["township"], row["grid_name"])) if isinstance(n, str))
    link = f'<a class="go" href="{href("duty", report=row["report_id"])}">{escape(row["title"])}</a>'
    signed = ""
    if isinstance(row["signed_name"], str):
        signed = f"{escape(row['signed_name'])} {escape(format.moment(language(), pd.Timestamp(row['signed_at']).to_pydatetime()))}"
    cells = [
        f"<b>{escape(kind_of(row))}</b> {link}<br><small>{escape(number)} · {escape(where)}</small>", escape(say(f"duty_info.state.{row['state']}")),
        *(clock_words(row, *clock, now) for clock in CLOCKS), signed,
    ]  # fmt: skip
    labels = ("", *(say(f"duty_info.column.{name}") for name in COLUMNS[1:]))
    return (
        "<tr>"
        + "".join(f'<td data-label="{escape(name)}">{cell}</td>' for name, cell in zip(labels, cells, strict=True))
        + "</tr>"
    )
