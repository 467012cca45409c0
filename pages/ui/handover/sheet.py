"""One hand-over as a sheet: signatures, what is open, what was promised, what changed; and the same as a workbook."""

from __future__ import annotations

import secrets
from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from core.domain import User
from core.duty import handed
from core.handling import handover
from core.handling.handover import PARTS
from core.i18n import format, has, t
from core.i18n.sentence import sentence
from core.store import Store
from pages.ui.shared import severity
from pages.ui.shared.actors import actor
from pages.ui.shared.cached import read
from pages.ui.shared.duties import role_name
from pages.ui.shared.file_button import file_button
from pages.ui.shared.links import href
from pages.ui.shared.safe_files import workbook
from pages.ui.shared.session import place, say
from pages.ui.shared.took import took

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPEN = PARTS[0]
_NARROW = ' class="gc-narrow"'


def sheet(store: Store, user: User, lang: str, row: pd.Series, today: date) -> None:
    found = read(handover, store, user.scope, number=int(row.handover_id), as_of=today)
    st.html(_head(lang, row))
    for part in PARTS:
        items = found[found.part == part]
        st.html(
            f'<h5 class="gc-part">{escape(say(f"handover.part.{part}"))} {format.exact(len(items))}</h5>{_table(lang, part, items)}'
        )
    _duty(store, user, row)


def _duty(store: Store, user: User, row: pd.Series) -> None:
    """Duty information as it stood when the shift ended; nothing where there was none."""
    if not user.may("duty.read"):
        return
    items = read(handed, store, user.scope, handover=int(row.handover_id))
    if items.empty:
        return
    rows = "".join(
        f'<tr><td>{one.report_id}</td><td><a class="go" href="{href("duty", report=one.report_id)}">{escape(one.title)}</a></td>'
        f"<td>{escape(say(f'duty_info.state.{one.state}'))}</td></tr>"
        for one in items.itertuples()
    )
    head = f"{escape(say('handover.part.duty'))} {format.exact(len(items))}"
    st.html(
        f'<h5 class="gc-part">{head}</h5><div class="gc-wide"><table class="gc-grounds gc-items gc-stacked">{rows}</table></div>'
    )


def download(store: Store, user: User, lang: str, row: pd.Series, today: date) -> None:
    number = int(row.handover_id)
    # A random part in the name: files of one name and length could otherwise be handed to another user.
    name = f"{say('handover.sheet', number=number)}-{secrets.token_hex(6)}.xlsx"
    file_button(
        say("handover.download"), lambda: _content(store, user, lang, number, today), name, mime=XLSX, on_click="ignore", key="handover_file",
        icon=":material/download:", type="tertiary",
    )  # fmt: skip


def _head(lang: str, row: pd.Series) -> str:
    signed = isinstance(row.signed_name, str)
    line = say(
        "handover.signed_line" if signed else "handover.waiting_line",
        made=row.made_name, made_at=_moment(lang, row.made_at), signed=row.signed_name if signed else "", signed_at=_moment(lang, row.signed_at),
    )  # fmt: skip
    counts = say(
        "handover.counts", open=format.exact(int(row.open)), promised=format.exact(int(row.promised)), changed=format.exact(int(row.changed)), since=_moment(lang, row.since)
    )  # fmt: skip
    where = place(row.grid_name) if isinstance(row.grid_name, str) else say("handover.everything")
    note = f"<p class='gc-note'>{escape(row.note)}</p>" if isinstance(row.note, str) else ""
    title = f"{say('handover.sheet', number=int(row.handover_id))} · {where}"
    return f'<div class="gc-handover"><h4>{escape(title)}</h4><p>{escape(line)}</p><p>{escape(counts)}</p>{note}</div>'


def _table(lang: str, part: str, items: pd.DataFrame) -> str:
    if items.empty:
        return f"<p class='gc-muted'>{escape(say('handover.none_in_part'))}</p>"
    columns = (
        ("severity", "who", "what", "status", "owner", "due") if part == OPEN else ("at", "by", "what", "who", "status")
    )
    head = "".join(f"<th>{escape(say(f'handover.column.{name}'))}</th>" for name in ("alert", *columns))
    rows = "".join(_row(lang, row, columns) for row in items.itertuples())
    return f'<div class="gc-wide"><table class="gc-grounds gc-items gc-stacked"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _row(lang: str, row, columns: tuple[str, ...]) -> str:
    words = _words(lang, row)
    link = f'<a class="go" href="{href("anomalies", alert=row.alert_id)}">{row.alert_id}</a>'
    cells = "".join(
        f'<td data-label="{escape(say(f"handover.column.{name}")) if words[name] else ""}"{_NARROW if name in ("severity", "status", "due", "at") else ""}>{severity.labelled(row.severity) if name == "severity" else escape(words[name])}</td>'
        for name in columns
    )
    return f'<tr><td data-label="{escape(say("handover.column.alert"))}">{link}</td>{cells}</tr>'


def _words(lang: str, row) -> dict[str, str]:
    who = row.person_name if isinstance(row.person_name, str) else place(row.grid_name)
    kind, finding = t(lang, f"detector.{row.detector}"), sentence(lang, row.reason, row.fields)
    what = f"{kind}：{finding}" if lang == "zh" else f"{kind}: {finding}"
    if row.part != OPEN:
        detail = say(f"outcome.{row.detail}") if isinstance(row.detail, str) and has(f"outcome.{row.detail}") else ""
        note = row.note if isinstance(row.note, str) else ""
        what = " ".join(p for p in (say(f"alert_act.{row.act}"), detail, note) if p)
        who = f"{who} · {kind}"
    owner = f"{place(row.owner_grid)} {role_name(row.owner_role)}" if isinstance(row.owner_grid, str) else ""
    by = actor(row.actor_name) if row.actor_name != "system" else ""
    return {
        "part": say(f"handover.part.{row.part}"), "severity": severity.words(row.severity), "status": t(lang, f"alert_status.{row.status}"), "who": who, "what": what,
        "owner": owner, "due": _moment(lang, row.due_at), "at": _moment(lang, row.acted_at), "by": by,
    }  # fmt: skip


def _content(store: Store, user: User, lang: str, number: int, today: date) -> bytes:
    found = handover(store, user.scope, number, as_of=today)
    took(user.login, "handover", len(found))
    names = ("part", "severity", "who", "what", "status", "owner", "due", "at", "by")
    rows = [{"alert": row.alert_id, **_words(lang, row)} for row in found.itertuples()]
    table = pd.DataFrame(rows, columns=["alert", *names])
    return workbook(table.rename(columns={name: say(f"handover.column.{name}") for name in table.columns}))


def _moment(lang: str, value: object) -> str:
    return "" if pd.isna(value) else format.moment(lang, pd.Timestamp(value).to_pydatetime())
