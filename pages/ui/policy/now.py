"""What runs, in a sentence; of which pack the page speaks."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from core.policy import versions
from core.policy.editions import editions
from core.policy.emergency import emergencies
from core.policy.folder import scenarios
from pages.ui.policy.options import version_name
from pages.ui.shared.controls import Head, go_to
from pages.ui.shared.dates import dated
from pages.ui.shared.session import language, say, store


def now(head: Head, day: date) -> str:
    """Draw the sentence; return the pack chosen. Address: `pack`."""
    packs = scenarios()
    held = {e.pack for e in emergencies(store()) if e.holds(day)}
    asked = st.query_params.get("pack")
    pack = asked if asked in packs else next((p for p in packs if p in held), packs[0])
    if len(packs) > 1:
        with head.row:
            st.session_state["policy_pack"] = pack
            st.selectbox(
                say("policy.pack_label"), packs, key="policy_pack", label_visibility="collapsed", width=200,
                format_func=pack_name, on_change=lambda: go_to(pack=st.session_state["policy_pack"]),
            )  # fmt: skip
    st.html(f'<p class="gc-lead">{escape(_sentence(pack, day, runs=pack in held) + _then(pack, day))}</p>')
    return pack


def pack_name(pack: str) -> str:
    key = f"policy.pack_name.{pack}"
    named = say(key)
    return pack if named == key else named


def _then(pack: str, day: date) -> str:
    coming = versions.next_version(store(), day, pack)
    return say("policy.then", day=dated(coming.from_day), name=version_name(coming)) if coming else ""


def _sentence(pack: str, day: date, *, runs: bool) -> str:
    found = versions.version_in_force(store(), day, pack)
    edition = getattr(editions(pack)[found.edition if found else versions.shipped(pack)], language())
    name = version_name(found) if found and found.changes.strip() else edition
    if not runs:
        return say("policy.not_running", pack=pack_name(pack), name=name)
    if found is None and len(editions(pack)) == 1:
        return say("policy.running_alone", pack=pack_name(pack))
    if found is None:
        return say("policy.running_shipped", pack=pack_name(pack), name=name)
    return say("policy.running", pack=pack_name(pack), name=name, since=dated(found.from_day), number=found.version_id)
