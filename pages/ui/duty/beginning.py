"""A new one: from an alert (and its situation), or by hand for the grid that is chosen."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from core.domain import User
from core.duty import draft, moment_of
from core.errors import UserError
from core.papers.shipped import LANGUAGES
from core.store import Store
from pages.ui.shared.controls import Filter, go_to
from pages.ui.shared.session import language, place, say
from pages.ui.shared.told import refused, tell

FROM = ("of_alert", "by_hand")


def beginning(store: Store, user: User, chosen: Filter, alert: int | None, now: datetime) -> None:
    if alert is not None and st.session_state.get("duty_alert_asked") != alert:  # by the link of another alert
        st.session_state["duty_alert"] = st.session_state["duty_alert_asked"] = alert
    with st.expander(say("duty_info.begin"), icon=":material/add:", expanded=alert is not None):
        how = st.segmented_control(
            say("duty_info.new.from"), FROM, default=FROM[0], format_func=lambda c: say(f"duty_info.new.{c}"), key="duty_from", required=True
        )  # fmt: skip
        with st.form("duty_new", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
            wanted = None
            if how == FROM[0]:
                wanted = st.number_input(
                    say("duty_info.new.alert"), min_value=1, value=None, step=1, key="duty_alert", width=180
                )
            elif chosen.grid:
                st.markdown(say("duty_info.new.where", grid=place(chosen.grid.name)), width="content")
            known = st.text_input(
                say("duty_info.new.known"), key="duty_known", help=say("duty_info.new.known_help"), width=220
            )
            lang = st.selectbox(
                say("duty_info.new.language"), LANGUAGES, index=LANGUAGES.index(language()), format_func=lambda c: say(f"papers.lang.{c}"), key="duty_language",
                width=140,
            )  # fmt: skip
            made = st.form_submit_button(say("duty_info.new.make"), type="primary", icon=":material/edit_note:")
        if not made:
            return
        try:
            source = (
                {"alert": None if wanted is None else int(wanted)}
                if how == FROM[0]
                else {"grid": chosen.grid_id if chosen.grid else None}
            )
            number = draft(store, user, now=now, language=lang, known_at=moment_of(known, now), **source)
        except UserError as error:
            refused(error)
            return
        tell("duty", say("duty_info.made", number=number))
        go_to(report=number, alert=None)
        st.rerun()
