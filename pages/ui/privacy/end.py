"""After the emergency: what would go, how it is done, and what was done."""

from __future__ import annotations

import secrets
from datetime import date

import pandas as pd
import streamlit as st

from core.i18n import format
from core.policy.emergency import emergencies
from core.privacy.certificate import certificate
from core.privacy.wind_down import last_record, plan
from core.store import Store
from pages.ui.shared.charts import escape
from pages.ui.shared.file_button import file_button
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import Column, table

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COLUMNS = (
    Column("what", "privacy.head.what"),
    Column("rows", "privacy.head.rows", "number"),
    Column("class", "privacy.head.class", "code", words="privacy.class."),
    Column("end", "privacy.head.end", "code", words="privacy.end_how."),
)
COMMAND = 'python -m core wind-down --by {login} --and-by {other} --reason "{reason}"'


def end_part(store: Store, today: date) -> None:
    _done(store)
    told = plan(store)
    st.caption(say("privacy.end_lead"))
    open_ones = [e.name for e in emergencies(store) if e.until is None or e.until >= today]
    if open_ones:
        st.info(say("privacy.end_open", names=escape(say("list.items").join(open_ones))), icon=":material/schedule:")
    rows = pd.DataFrame(told["tables"])
    if rows.empty:
        st.success(say("privacy.end_none"), icon=":material/check:")
        return
    st.markdown(f"**{say('privacy.end_total', tables=len(rows), rows=format.exact(int(rows.rows.sum())))}**")
    table(
        rows.assign(what=rows[language()]).sort_values("rows", ascending=False, kind="stable"),
        COLUMNS,
        key="privacy_end",
        rows=12,
    )
    also = [f"{count} {say(f'privacy.ended.{name}')}" for name, count in told["ended"].items() if count]
    also += [f"{count} {say(f'privacy.folder.{name}')}" for name, count in told["files"].items() if count]
    also += [say("privacy.cli.backup", name=name) for name in told["backups"]]
    also += [say("privacy.cli.backup_elsewhere", name=name) for name in told["backups_elsewhere"]]
    also.append(say("privacy.cli.handed_out", exports=told["exports"], shares=told["share_uses"]))
    st.markdown(f"**{say('privacy.end_also')}**\n\n" + "\n".join(f"- {escape(line)}" for line in also))
    st.markdown(say("privacy.end_command"))
    st.code(
        COMMAND.format(
            login=say("privacy.done.by"), other=say("privacy.done.and_by"), reason=say("privacy.end_reason")
        ),
        language="bash",
    )


def _done(store: Store) -> None:
    record = last_record(store)
    if record is None:
        return
    with st.container(border=True):
        at = format.moment(language(), pd.Timestamp(record["time"]))
        st.markdown(
            say("privacy.end_done", at=at, by=escape(record["by"]["name"]), and_by=escape(record["and_by"]["name"]))
        )
        st.caption(say("privacy.end_digest", digest=record["sha256"]))
        file_button(
            say("privacy.end_certificate"), lambda: certificate(record, language()), f"certificate-{secrets.token_hex(6)}.docx", mime=DOCX,
            on_click="ignore", key="privacy_certificate", icon=":material/verified:",
        )  # fmt: skip
