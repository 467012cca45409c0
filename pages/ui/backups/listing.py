"""The backups of this store; one of them tried again, and how it is restored."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.backup import Kept, check
from core.backup.listing import own_backups
from core.domain import User
from core.errors import UserError
from core.store import Store
from pages.ui.shared.session import say
from pages.ui.shared.tables import Column, table

COLUMNS = (
    Column("made_at", "backups.col.made_at", kind="moment"),
    Column("kind", "backups.col.kind", kind="code", words="backup.kind."),
    Column("people", "backups.col.people", kind="number"),
    Column("scans", "backups.col.scans", kind="number"),
    Column("rows", "backups.col.rows", kind="number"),
    Column("megabytes", "backups.col.megabytes", kind="decimal"),
    Column("cipher", "backups.col.cipher", kind="code", words="backups.cipher."),
    Column("name", "backups.col.name", width="large"),
)


def listing(store: Store, user: User) -> None:
    st.markdown(f"##### {say('backups.list')}")
    kept = own_backups(store) if store.settings.db != ":memory:" else []
    chosen = table(_frame(kept), COLUMNS, key="backups", select="name", rows=10, empty="backups.none")
    if not kept:
        return
    if chosen is None or chosen >= len(kept):
        st.caption(say("backups.choose"))
    else:
        _one(store, kept[chosen])


def _frame(kept: list[Kept]) -> pd.DataFrame:
    rows = [
        {
            "made_at": one.manifest.moment,
            "kind": one.manifest.kind,
            "people": one.manifest.tables.get("person", 0),
            "scans": one.manifest.tables.get("check_in", 0),
            "rows": one.manifest.rows,
            "megabytes": one.manifest.bytes / 1e6,
            "cipher": "yes" if one.manifest.encrypted else "no",
            "name": one.folder.name,
        }
        for one in kept
    ]
    return pd.DataFrame(rows, columns=[column.name for column in COLUMNS])


def _one(store: Store, one: Kept) -> None:
    with st.container(border=True):
        st.markdown(say("backups.restore"))
        st.code(f'python -m core --db "{store.settings.db}" restore "{one.folder}"', language=None, wrap_lines=True)
        for name in one.manifest.outside:
            lake = name.startswith("lake.")
            st.caption(
                say("restore.outside.lake" if lake else f"restore.outside.{name}", file=name.removeprefix("lake."))
            )
        if st.button(say("backups.check"), icon=":material/fact_check:", key="backup_check"):
            _checked(store, one)


def _checked(store: Store, one: Kept) -> None:
    try:
        with st.spinner(say("backups.checking")):
            manifest = check(one.folder, key=store.settings.key)
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields), icon=":material/block:")
        return
    st.success(say("backups.sound", tables=len(manifest.tables), rows=f"{manifest.rows:,}", files=len(manifest.files)), icon=":material/check:")  # fmt: skip
