"""The list of alerts: one short row each, that leads to its detail; a box to tick where the reader may handle it; its keys."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from html import escape

import pandas as pd
import streamlit as st

from core import clock
from core.i18n import format, t
from core.i18n.places import place_name
from core.i18n.sentence import sentence
from core.watch import UNFINISHED
from pages.ui.alerts.choosing import chosen_params
from pages.ui.alerts.time_left import time_left
from pages.ui.shared import severity
from pages.ui.shared.links import href
from pages.ui.shared.session import say

KEY = "alert_ticks"
# Boxes stand in what we draw as HTML: this listens to them and to the keys, and brings the chosen alert into view.
SCRIPT = """
export default function ({ data, setStateValue }) {
  const boxes = () => [...document.querySelectorAll("input.gc-tick")];
  const tell = (event) => {
    if (event.target.matches?.("input.gc-tick-all")) boxes().forEach((box) => { box.checked = event.target.checked; });
    else if (!event.target.matches?.("input.gc-tick")) return;
    setStateValue("ticked", boxes().filter((box) => box.checked).map((box) => Number(box.value)));
  };
  document.addEventListener("change", tell);
  const list = document.querySelector(".st-key-alert_list"), row = list?.querySelector("[aria-current]");
  if (row && list.dataset.chosen !== String(data.chosen)) {
    const bring = () => {
      const away = row.getBoundingClientRect().bottom - list.getBoundingClientRect().bottom;
      if (away > 0) list.scrollTop += away + 8;
    };
    bring();
    setTimeout(bring, 300); // a slow machine has not laid the list out yet
    list.dataset.chosen = String(data.chosen);
  }
  // Keys of a list that is worked off; never while somebody writes.
  const click = (selector) => { const found = [...document.querySelectorAll(selector)].find((each) => each.offsetParent); found?.click(); return Boolean(found); };
  const acts = { a: '[class*="st-key-take_"] button', g: '[class*="st-key-pop_assign_"] button', n: '[class*="st-key-pop_note_"] button',
    e: '[class*="st-key-pop_close_"] button' };
  // The popover opens when it can, and takes the caret for itself first.
  const write = (tries = 100) => setTimeout(() => {
    const field = document.querySelector('[data-testid="stPopoverBody"] textarea');
    if (!field && tries) write(tries - 1);
    else if (field) { field.focus(); setTimeout(() => field.isConnected && field.focus(), 300); }
  }, 100);
  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], [role=combobox], [role=dialog]")) return;
    if (document.querySelector('[data-testid="stPopoverBody"]')) return;
    const links = [...document.querySelectorAll(".gc-alert > a")], at = links.findIndex((link) => link.hasAttribute("aria-current"));
    const step = { j: 1, k: -1 }[event.key];
    let done = true;
    if (step) links[Math.min(Math.max(at + step, 0), links.length - 1)]?.click();
    else if (event.key === "Enter" && (event.target === document.body || event.target.matches?.("input.gc-tick"))) links[Math.max(at, 0)]?.click();
    else if (event.key === "x") links[at]?.parentElement.querySelector("input.gc-tick")?.click();
    else if (event.key === "?") click('[class*="st-key-alert_keys"] button');
    else done = acts[event.key] ? click(acts[event.key]) : false;
    if (done && "ned".includes(event.key)) write();
    if (done) event.preventDefault();
  };
  document.addEventListener("keydown", press);
  return () => { document.removeEventListener("change", tell); document.removeEventListener("keydown", press); };
}
"""


def rows(lang: str, found: pd.DataFrame, *, chosen: int | None, done: Collection[int], may_handle: bool) -> list[int]:
    """Draw them; the ids of the unfinished ones that are ticked. `done`: those that the reader has just acted on."""
    openly = set(found.alert_id[found.status.isin(UNFINISHED)]) if may_handle else set()
    ticked = [n for n in (_state().get("ticked") or []) if n in openly]
    now, filters = clock.now(), chosen_params()
    with st.container(key="alert_list"):
        every = _every(len(openly), len(ticked)) if len(openly) > 1 else ""
        drawn = "".join(
            _row(
                lang,
                alert,
                now=now,
                filters=filters,
                chosen=chosen,
                done=done,
                ticked=ticked if alert.alert_id in openly else None,
            )
            for alert in found.itertuples()
        )
        kind = "" if may_handle else " gc-no-boxes"
        st.html(f'{every}<ol class="gc-alerts{kind}" aria-label="{escape(say("page.anomalies"))}">{drawn}</ol>')
    _listener()(key=KEY, data={"chosen": chosen}, height=1, default={"ticked": []}, on_ticked_change=lambda: None)
    return ticked


def _row(lang: str, alert, *, now: datetime, filters: dict, chosen: int | None, done: Collection[int], ticked: list[int] | None) -> str:  # fmt: skip
    number = int(alert.alert_id)
    who = place_name(lang, str(alert.grid_name)) if pd.isna(alert.person_name) else str(alert.person_name)
    words = sentence(lang, alert.reason, alert.fields)
    township = alert.township if isinstance(alert.township, str) and alert.township != alert.grid_name else ""
    status = "" if alert.status == "open" else f"<em>{escape(t(lang, f'alert_status.{alert.status}'))}</em>"
    together = f"<em>{escape(t(lang, 'alerts.together', count=int(alert.together)))}</em>" if alert.together > 1 else ""
    current = ' aria-current="true"' if number == chosen else ""
    shade = (" gc-acted" if number in done else "") + (" gc-chosen" if number == chosen else "")
    return (
        f'<li class="gc-alert{shade}">{_box(number, who, ticked)}'
        f'<a class="go" href="{href("anomalies", alert=number, **filters)}"{current}>'
        f"{severity.mark(alert.severity)}<span><b>{escape(who)}</b> <small>{escape(place_name(lang, township))}</small></span>"
        f"<time>{status}{together}{time_left(lang, alert, now=now) or escape(format.day(lang, pd.Timestamp(alert.first_day).date()))}</time>"
        f'<span class="gc-sentence">{escape(words)}</span></a></li>'
    )


def _box(number: int, who: str, ticked: list[int] | None) -> str:
    if ticked is None:
        return '<span class="gc-box"></span>'  # as wide as a box, so that nothing moves when one goes
    on = " checked" if number in ticked else ""
    return f'<label class="gc-box"><input type="checkbox" class="gc-tick" value="{number}" aria-label="{escape(who)}"{on}></label>'


def _every(openly: int, ticked: int) -> str:
    on = " checked" if ticked == openly else ""
    words = escape(say("anomalies.tick_all", count=openly))
    return f'<label class="gc-tick-every"><input type="checkbox" class="gc-tick-all"{on}>{words}</label>'


def _state() -> dict:
    return st.session_state.get(KEY) or {}


@st.cache_resource
def _listener():
    return st.components.v2.component("alert_ticks", js=SCRIPT)
