"""The accounts on a phone: a card each, that opens it (`account` in the address)."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from pages.ui.shared.links import href
from pages.ui.shared.session import say


def cards(shown: pd.DataFrame) -> int | None:
    """Draw them; the position of the account in the address, if it is among them."""
    if shown.empty:
        st.info(say("accounts.none"))
        return None
    drawn = "".join(map(_card, shown.itertuples()))
    st.html(f'<ul class="gc-cards" aria-label="{escape(say("page.accounts"))}">{drawn}</ul>')
    at = [n for n, login in enumerate(shown.login) if login == st.query_params.get("account")]
    return at[0] if at else None


def _card(row: tuple) -> str:
    below = " · ".join(filter(None, (row.login, say("role." + row.role), row.where)))
    return (
        f'<li><a class="go" href="{href("accounts", account=row.login)}"><span class="gc-name">{escape(row.name)}</span>'
        f'<span>{escape(say("accounts.state_of." + row.state))}</span><span class="gc-why">{escape(below)}</span></a></li>'
    )
