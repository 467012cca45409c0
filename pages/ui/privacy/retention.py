"""How long each kind is kept, what is overdue or due soon, what was removed, and whether it is gone from the file too."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from core.domain import User
from core.errors import UserError
from core.privacy.retention import done, due, kinds
from core.store import Store
from pages.ui.shared.actors import actor
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import Column, table

DUE = (
    Column("words", "privacy.retention.kind"),
    Column("days", "privacy.retention.days", "number"),
    Column("rows", "privacy.retention.rows", "number"),
    Column("overdue", "privacy.retention.overdue", "number"),
    Column("soon", "privacy.retention.soon", "number"),
    Column("oldest", "privacy.retention.oldest", "full_date"),
    Column("why", "privacy.retention.why"),
)
OTHERS = (Column("words", "privacy.retention.kind"), Column("why", "privacy.retention.why"))
DONE = (
    Column("done_at", "privacy.done.at", "moment"),
    Column("kind", "privacy.done.kind", "code", words="privacy.kind."),
    Column("rows", "privacy.done.rows", "number"),
    Column("asked_by", "privacy.done.by"),
    Column("confirmed_by", "privacy.done.and_by"),
    Column("rewritten_at", "privacy.done.rewritten", "moment"),
)


def retention_part(store: Store, user: User, today: date) -> None:
    lang = language()
    try:
        allowed = kinds(store.settings)
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields))
        return
    st.caption(say("privacy.retention_lead"))
    if store.settings.demo:
        st.caption(say("privacy.demo_kept"))
    found = due(store, today=today)
    table(found.assign(words=[getattr(allowed[k], lang) for k in found.kind], why=[getattr(allowed[k], f"why_{lang}") for k in found.kind]), DUE, key="privacy_due")  # fmt: skip
    with st.expander(say("privacy.retention.others"), icon=":material/inventory_2:"):
        others = [k for k in allowed.values() if k.days is None]
        table(pd.DataFrame({"words": [getattr(k, lang) for k in others], "why": [getattr(k, f"why_{lang}") for k in others]}), OTHERS, key="privacy_others")  # fmt: skip
    st.markdown(f"##### {say('privacy.removed')}")
    went = done(store)
    if went.empty:
        st.caption(say("privacy.done_none"))
    else:
        waits = int(went.rewritten_at.isna().sum())
        st.caption(say("privacy.physical_waits", count=waits) if waits else say("privacy.physical_done"))
        named = {by: [actor(who) for who in went[by]] for by in ("asked_by", "confirmed_by")}
        table(went.assign(**named), DONE, key="privacy_done")
    st.caption(say("privacy.physical"))
