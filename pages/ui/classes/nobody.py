"""A pack that runs and of whose classes nobody is: zeros that may mean that its lists are not in yet."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.domain import User
from core.policy.emergency import emergencies
from core.policy.folder import scenarios
from core.policy.terms import events
from core.policy.versions import in_force
from pages.ui.shared.controls import Filter
from pages.ui.shared.session import language, say, store


def say_of_whom_nothing_is_known(user: User, chosen: Filter, counts: pd.DataFrame) -> None:
    """Of all that the reader answers for; in one village nobody may well be in any class. `counts`: class, held."""
    if not (chosen.grid.parent_id is None or chosen.grid_id in user.scope.grids):
        return
    held = set(counts.loc[counts.held > 0, "class"])
    running = {each.pack for each in emergencies(store()) if each.holds(chosen.until)}
    for pack in (pack for pack in scenarios() if pack in running):
        own = [each for each in in_force(store(), chosen.until, pack).classes if each.event]
        if held.isdisjoint(each.code for each in own):
            lists = say("list.items").join(dict.fromkeys(getattr(events()[each.event], language()) for each in own))
            st.info(
                say("classes.nobody_yet", pack=say(f"policy.pack_name.{pack}"), lists=lists), icon=":material/inbox:"
            )
            if user.may("imports.read"):
                st.page_link("imports.py", label=say("overview.go_imports"), icon=":material/upload_file:")
