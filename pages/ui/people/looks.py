"""Who has looked at this person: for who may see that."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from core import clock
from core.audit.looks import SEE, who_looked
from core.domain import User
from core.report.audit_words import event_word, place_word, who_word
from core.store import Store
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import Column, table

DAYS = 183
COLUMNS = (
    Column("happened_at", "audit.column.happened_at", kind="moment"),
    Column("who", "audit.column.who"),
    Column("what", "audit.column.what"),
    Column("where", "audit.looks.place"),
)


def looks_section(store: Store, user: User, *, person_id: int) -> None:
    if not user.may(SEE):
        return
    found = who_looked(store, person_id=person_id, since=clock.now() - timedelta(days=DAYS))
    with st.expander(say("audit.looks.title"), icon=":material/visibility:"):
        st.caption(say("audit.looks.lead", days=DAYS))
        found["who"] = [who_word(language(), row.actor, row.name, row.actor) for row in found.itertuples(index=False)]
        found["what"] = [event_word(language(), event) for event in found["event"]]
        found["where"] = [place_word(language(), place) for place in found["place"]]
        if found.empty:
            st.caption(say("audit.looks.none", days=DAYS))
        else:
            table(found, COLUMNS, key="looks", rows=8)
