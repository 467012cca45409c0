"""What an alert rests on: a short list of when, where and what."""

from __future__ import annotations

from datetime import time
from html import escape

import pandas as pd
import streamlit as st

from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.i18n.sentence import plain_fields
from core.store import Store
from core.watch import evidence
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.session import place, say

ABOVE = {"zh": 656, "en": 748}  # pixels of the screen above and below the list; English takes more lines


def grounds(store: Store, user: User, lang: str, alert: pd.Series, chosen: Filter) -> None:
    try:
        found = read(evidence, store, user.scope, alert_id=int(alert.alert_id), as_of=chosen.today)
    except UserError:
        return  # gone since the list was read
    _silenced(alert)
    if found.empty:
        return
    drawn = "".join(_row(lang, row) for row in found.itertuples())
    head = say("anomalies.grounds_many" if len(found) > 1 else "anomalies.grounds", count=format.exact(len(found)))
    st.html(
        f'<h6 class="gc-grounds">{escape(head)}</h6><ul class="gc-inner gc-rests" style="--gc-above: {ABOVE[lang]}px" tabindex="0">{drawn}</ul>'
    )


def _silenced(alert: pd.Series) -> None:
    """What is not told of a place whose data are faulty."""
    silences = (alert.fields or {}).get("silences") if isinstance(alert.fields, dict) else None
    if silences:
        kinds = [say("silence.one", kind=say(f"detector.{code}"), many=many) for code, many in silences.items()]
        st.caption(say("silence.said", kinds=say("silence.and").join(kinds)))


def _row(lang: str, row) -> str:
    at = "" if pd.isna(row.at) else _when(lang, row.at)
    where = place(row.place) if isinstance(row.place, str) else ""
    who = f"<b>{escape(row.person_name)}</b> " if isinstance(row.person_name, str) else ""
    words = say(f"evidence.{row.what}", **plain_fields(lang, row.fields))
    head = escape(" · ".join(part for part in (at, where) if part))
    return f"<li>{f'<small>{head}</small> ' if head else ''}{who}{escape(words)}</li>"


def _when(lang: str, at: object) -> str:
    """At midnight only the day is known."""
    moment = pd.Timestamp(at).to_pydatetime()
    return format.moment(lang, moment) if moment.time() != time() else format.day(lang, moment.date())
