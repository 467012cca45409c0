"""An account's phones: a link and code handed out once, and shutting them all."""

from __future__ import annotations

import io
from urllib.parse import urlsplit

import pandas as pd
import segno
import streamlit as st

from core import clock
from core.access.address import phone_address
from core.access.phones import new_phone_link, phones_of, revoke_phones
from core.domain import User
from core.store import Store
from pages.ui.shared.session import say


def phones_part(store: Store, user: User, account: pd.Series) -> None:
    """The account was found within the user's scope; whoever manages accounts comes here."""
    number, now = int(account.account_id), clock.now()
    opened = len(phones_of(store, number, now=now))
    with st.container(horizontal=True, vertical_alignment="center"):
        made = st.button(say("attendance.link"), icon=":material/smartphone:", key=f"phone_{number}")
        if st.button(say("attendance.revoke"), icon=":material/phonelink_off:", key=f"phones_shut_{number}", disabled=not opened):  # fmt: skip
            count = revoke_phones(store, number, actor=user.login, now=now)
            st.success(say("attendance.revoked", count=count), icon=":material/check:")
        elif opened:
            st.caption(say("attendance.open_phones", count=opened))
    if made:
        seen = urlsplit(st.context.url or "")
        token = new_phone_link(store, number, actor=user.login, now=now)
        link = phone_address(store.settings, token, seen=f"{seen.scheme}://{seen.netloc}" if seen.netloc else "")
        st.success(say("attendance.link_made", name=account["name"]), icon=":material/check:")
        out = io.BytesIO()
        segno.make(link, error="m").save(out, kind="png", scale=5, border=3)
        st.image(out.getvalue(), width=240)
        st.code(link, language=None, wrap_lines=True)
        st.caption(say("accounts.link_once"))
