"""Registration on arrival: one form, and at once who he is, where he belongs, in which class, and what to tell him."""

from __future__ import annotations

import streamlit as st

from core.policy.loader import load_policy
from pages.ui.register.done import done
from pages.ui.register.form import form
from pages.ui.register.prefill import prefill
from pages.ui.register.submit import submit
from pages.ui.shared.session import require, say, store

user = require("people.register")
st.title(say("page.register"))
prefill(store(), user)
if "register_done" in st.session_state:
    done(store(), user)
else:
    st.caption(say("register.intro", days=int(load_policy().days.temporary_days)))
    given = form(store(), user)
    if given is not None:
        submit(store(), user, given)
