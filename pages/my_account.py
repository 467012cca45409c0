"""One's own account: where it is logged in, its second factor, and a look beyond its scope when an emergency asks for one."""

from __future__ import annotations

import streamlit as st

from core.access.roles import WIDER
from core.domain import EVERYTHING
from pages.ui.my_account.factor import factor
from pages.ui.my_account.sessions import sessions
from pages.ui.my_account.wider import wider
from pages.ui.shared.session import require, say, store

user = require("account.own")
st.title(say("page.my_account"))
st.caption(f"{user.name} · {say('role.' + user.role)} · {user.login}".replace("*", ""))
if user.may(WIDER) and user.scope.grids and EVERYTHING not in user.scope.grids:
    wider(store(), user)
sessions(store(), user)
factor(store(), user)
