"""One piece of duty information: its clocks, its text (changed until it is signed), to whom it was told, the next of its matter."""

from __future__ import annotations

from datetime import datetime
from html import escape

import pandas as pd
import streamlit as st

from core.domain import User
from core.duty import STATES, people_of, report, reports
from core.errors import UserError
from core.i18n import format
from core.store import Store
from pages.ui.duty.acting import files, further, signing
from pages.ui.duty.listing import CLOCKS, clock_words, kind_of
from pages.ui.duty.telling import telling
from pages.ui.duty.text import text
from pages.ui.shared.actors import actor
from pages.ui.shared.links import href
from pages.ui.shared.session import language, place, say
from pages.ui.shared.told import refused


def back() -> None:
    st.html(
        f'<a class="go" href="{href("duty", state=st.query_params.get("state"))}">← {escape(say("duty_info.back"))}</a>'
    )


def one(store: Store, user: User, number: int | None, now: datetime) -> None:
    try:
        row, parts = report(store, user.scope, number or 0, now=now)
    except UserError as error:
        st.title(say("page.duty"))
        refused(error)
        return
    st.title(f"{kind_of(row)} · {row.title}")
    st.html(_head(row, now))
    left, right = st.columns([3, 2], gap="large")
    with left:
        text(store, user, row, parts, now)
    with right:
        signing(store, user, row, now)
        files(store, user, row, now)
        telling(store, user, row, now)
        further(store, user, row, now)
        _matter(store, user, row, now)
        _people(store, user, row, now)


def moment(value: object) -> str:
    return format.moment(language(), pd.Timestamp(value).to_pydatetime())


def _head(row: pd.Series, now: datetime) -> str:
    where = " ".join(place(n) for n in dict.fromkeys((row.township, row.grid_name)) if isinstance(n, str))
    said = [say(f"duty_info.state.{row.state}")]
    said.append(
        say("duty_info.head.where_only", grid=where)
        if pd.isna(row.known_at)
        else say("duty_info.head.where", grid=where, known=moment(row.known_at))
    )
    if isinstance(row.file_no, str):
        said.append(say("duty_info.head.signed", file_no=row.file_no, name=row.signed_name, at=moment(row.signed_at)))
    else:
        said.append(
            say(
                "duty_info.head.drafted",
                name=actor(row.drafted_by) if row.drafted_by == "command line" else row.drafted_name,
                at=moment(row.drafted_at),
                version=row.version,
            )
        )
    clocks = "".join(
        f"<span>{escape(say(f'duty_info.clock.{clock[0]}'))} <b>{clock_words(row, *clock, now)}</b></span>" for clock in CLOCKS if not pd.isna(row[clock[1]])
    )  # fmt: skip
    sources = ""
    if not pd.isna(row.alert_id):
        number = int(row.alert_id)
        sources = f'<a class="go" href="{href("anomalies", alert=number)}">{escape(say("duty_info.head.alert", number=number))}</a>'
    words = "".join(f"<span>{escape(w)}</span>" for w in said)
    return f'<div class="gc-state">{words}{sources}</div><div class="gc-state">{clocks}</div>'


def _matter(store: Store, user: User, row: pd.Series, now: datetime) -> None:
    found = reports(store, user.scope, now=now, states=STATES, matter=int(row.matter_id))
    others = found[found.report_id != row.report_id].sort_values("report_id")
    if others.empty:
        return
    items = "".join(
        f'<li><a class="go" href="{href("duty", report=o["report_id"])}">{escape(kind_of(o))}</a> '
        f"<small>{escape(o['file_no'] if isinstance(o['file_no'], str) else '')} {escape(say('duty_info.state.' + o['state']))}</small></li>"
        for o in others.to_dict("records")
    )
    st.html(
        f'<h6 class="gc-grounds">{escape(say("duty_info.matter"))}</h6><ul class="gc-inner gc-plain" tabindex="0">{items}</ul>'
    )


def _people(store: Store, user: User, row: pd.Series, now: datetime) -> None:
    """By name as the role may see them: the text itself, which goes out, has none."""
    if not user.may("people.read"):
        return
    found = people_of(store, user.scope, int(row.report_id), as_of=now.date())
    if found.empty:
        return
    items = "".join(
        f'<li><a class="go" href="{href("people", person=p.person_id)}">{escape(p.name if isinstance(p.name, str) else str(p.person_id))}</a>'
        f" <small>{escape(place(p.grid_name) if isinstance(p.grid_name, str) else '')}</small></li>"
        for p in found.itertuples()
    )
    st.html(
        f'<h6 class="gc-grounds">{escape(say("duty_info.people"))}</h6><ul class="gc-inner gc-plain" tabindex="0">{items}</ul>'
    )
