"""Below the map: the clusters that stand, each leading to its outline and to its alert, and what can't be judged yet."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from core.domain import Scope
from core.i18n import format, t
from core.i18n.sentence import sentence
from core.store import Store
from core.watch import cluster_grounds
from pages.ui.map.cluster_layers import looked_at
from pages.ui.map.map_controls import kept
from pages.ui.shared import severity
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.links import href
from pages.ui.shared.session import language, place, say


def cluster_list(store: Store, scope: Scope, found: pd.DataFrame, chosen: Filter) -> None:
    """`found`: core.watch.clusters. Draws nothing where the policy looks for none."""
    grounds = read(cluster_grounds, store, scope, as_of=chosen.until)
    if grounds.empty and found.empty:
        return
    with st.container(key="clusters", gap="small"):
        st.markdown("##### " + say("clusters.title", count=len(found)))
        now = looked_at(found)
        rows = "".join(_row(row, row.alert_id == now) for row in found.itertuples())
        st.html(f'<ul class="gc-clusters">{rows}</ul>' if rows else f"<p>{escape(say('clusters.none'))}</p>")
        for line in _unjudged(grounds):
            st.caption(line)


def _row(row, now: bool) -> str:
    lang = language()
    first, last = (pd.Timestamp(d).date() for d in (row.first_day, row.last_day))
    days = say("anomalies.days", first=format.day(lang, first), last=format.day(lang, last))
    where = (
        place(row.grid_name) if row.fields.get("members", 1) < 2 else say("clusters.around", name=place(row.grid_name))
    )
    on_map = href("grid_map", **{**kept(), "grid": row.around, "cluster": None if now else row.alert_id})
    alert = href("anomalies", alert=row.alert_id)
    shown = escape(say("clusters.hide" if now else "clusters.show"))
    return (
        f'<li class="gc-lit-{row.severity}{" gc-now" if now else ""}">{severity.labelled(row.severity)} <b>{escape(t(lang, f"detector.{row.detector}"))}'
        f" · {escape(where)}</b> <small>{escape(days)}</small><div>{escape(sentence(lang, row.reason, row.fields))}</div>"
        f'<a class="go gc-more-link" href="{on_map}">{shown}</a> <a class="go gc-more-link" href="{alert}">{escape(say("clusters.to_alert"))}</a></li>'
    )  # fmt: skip


def _unjudged(grounds: pd.DataFrame) -> list[str]:
    """What can't be judged yet and when it can; which grids have no neighbours because nobody knows where they lie."""
    lang, lines = language(), []
    for row in grounds[~grounds.judged.astype(bool)].itertuples():
        kind = t(lang, f"detector.{row.detector}")
        if pd.isna(row.since):
            lines.append(say(f"clusters.no_data.{row.detector}", kind=kind))
            continue
        since, from_day = (format.day(lang, pd.Timestamp(d).date()) for d in (row.since, row.from_day))
        lines.append(say("clusters.too_early", kind=kind, since=since, days=int(row.history), from_day=from_day))
    unplaced = int(grounds.unplaced.max()) if len(grounds) else 0
    if unplaced:
        lines.append(say("clusters.unplaced", count=unplaced))
    return lines
