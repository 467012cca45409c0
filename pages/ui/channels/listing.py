"""Each receiver on a card: what it is, how it goes, a try, off and on."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.i18n import format
from core.notify import channels, messages, send_due, send_try, switch
from core.store import Store
from pages.ui.shared.charts import escape
from pages.ui.shared.session import language, place, say

TRIED = "channel_tried"


def listing(store: Store, user: User) -> None:
    found = channels(store)
    if found.empty:
        st.info(say("channel.none"))
    for row in found.itertuples():
        with st.container(border=True, key=f"channel_{row.channel_id}"):
            _card(store, user, row)


def _card(store: Store, user: User, row: tuple) -> None:
    left, right = st.columns([3, 1], vertical_alignment="center")
    state = say("channel.state_on" if row.active else "channel.state_off")
    where = place(row.grid_name) if isinstance(row.grid_name, str) else say("channel.grid_all")
    left.markdown(
        f"**{escape(row.name)}** · {say(f'channel.kind.{row.kind}')} · {escape(row.host)} · {escape(where)} · "
        f"{say('channel.severity')} {say(f'severity.{row.severity}')} · {state}"
    )
    left.caption(" · ".join(_goes(row)))
    with right.container(horizontal=True, horizontal_alignment="right"):
        if row.active and st.button(say("channel.try"), key=f"channel_try_{row.channel_id}", icon=":material/send:"):
            st.session_state[TRIED] = (row.channel_id, _tried(store, user, row.channel_id))
            st.rerun()
        words = say("channel.off" if row.active else "channel.on")
        if st.button(words, key=f"channel_switch_{row.channel_id}"):
            switch(store, row.channel_id, active=not row.active, actor=user.login)
            st.rerun()
    told = st.session_state.get(TRIED)
    if told and told[0] == row.channel_id:
        del st.session_state[TRIED]
        (st.success if told[1] is None else st.error)(say("channel.tried") if told[1] is None else say("channel.try_failed", error=told[1]))  # fmt: skip


def _goes(row: tuple) -> list[str]:
    lines = []
    if row.waiting:
        lines.append(say("channel.waiting", count=row.waiting))
    if not pd.isna(row.sent_at):
        lines.append(say("channel.last_sent", at=format.moment(language(), row.sent_at)))
    if isinstance(row.error, str):
        lines.append(say("channel.last_error", error=_why(row.error, row.detail)))
    return lines or ["–"]


def _tried(store: Store, user: User, channel: int) -> str | None:
    """None when it was taken, else why not."""
    number = send_try(store, channel, actor=user.login, now=clock.now())
    with st.spinner(say("channel.try")):
        send_due(store, now=clock.now(), only=number)
    last = messages(store, channel_id=channel, limit=1).iloc[0]
    return None if last.status == "sent" else _why(last.error, last.detail)


def _why(error: str, detail: object) -> str:
    return say(f"send_error.{error}") + (f" ({detail})" if isinstance(detail, str) else "")
