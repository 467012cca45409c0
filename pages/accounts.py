"""Accounts: who may log in, in which role, for which grids; for the administrator, while everybody works."""

from __future__ import annotations

import streamlit as st

from core.access.manage import list_accounts
from pages.ui.accounts.by_sheet import by_sheet
from pages.ui.accounts.editing import editing
from pages.ui.accounts.listing import listing
from pages.ui.accounts.new import new_account
from pages.ui.shared.session import require, say, store

user = require("accounts.manage")
st.title(say("page.accounts"))
st.caption(say("accounts.context"))
known = list_accounts(store(), user.scope)
new_account(store(), user)
by_sheet(store(), user, known)
chosen = listing(known)
if chosen is None:
    st.caption(say("accounts.choose"))
else:
    editing(store(), user, chosen)
