"""The accounts, one a row."""

from __future__ import annotations

import pandas as pd

from pages.ui.accounts.cards import cards
from pages.ui.shared.finder import text_box
from pages.ui.shared.map_view import wide
from pages.ui.shared.session import place, say
from pages.ui.shared.tables import Column, table

COLUMNS = (
    Column("name", "accounts.name", pinned=True, width=120),
    Column("login", "login.login", width=120),
    Column("role", "accounts.role", "code", 124, words="role."),
    Column("where", "accounts.scope", width=210),
    Column("state", "accounts.state", "code", 92, words="accounts.state_of."),
    Column("sessions", "accounts.sessions", "number", 84),
    Column("seen_at", "accounts.seen_at", "moment", 110),
    Column("created_at", "accounts.created_at", "full_date", 120),
)


def listing(known: pd.DataFrame) -> pd.Series | None:
    """The account whose row was clicked, among those whose name, login or grids hold what is searched for."""
    wanted = text_box("accounts", label=say("accounts.search"), hint=say("accounts.search_hint"))
    shown = known.assign(
        where=[_where(names) for names in known["grid_names"]], state=[state_of(r) for r in known.itertuples()]
    )
    texts = (
        shown["name"] + " " + shown["login"] + " " + shown["grid_names"] + " " + shown["where"] + " " + shown["grids"]
    )
    shown = shown[texts.str.contains(wanted, case=False, regex=False)].reset_index(drop=True)
    at = (
        cards(shown)
        if not wide()
        else table(shown, COLUMNS, key="accounts", select="login", rows=8, empty="accounts.none")
    )
    return None if at is None else shown.iloc[at]


def _where(names: str) -> str:
    """“横州镇、*” in the reader's language."""
    named = (say("accounts.whole_store") if name == "*" else place(name) for name in names.split("、"))
    return say("list.items").join(named)


def state_of(account: object) -> str:
    if not account.active:
        return "disabled"
    return "open" if account.has_password or isinstance(account.subject, str) else "invited"
