"""The main script: who is looking, the menu their role allows, then the page they chose."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

# `streamlit run app.py` and AppTest both start here; the project's folder must be importable.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pages.ui.session import current_user, language, say, store

# file, permission, icon
PAGES = [
    ("overview", "overview.read", ":material/dashboard:"),
    ("grid_map", "map.read", ":material/map:"),
    ("people", "people.read", ":material/groups:"),
    ("trends", "trends.read", ":material/trending_up:"),
    ("anomalies", "anomalies.read", ":material/warning:"),
    ("units", "units.read", ":material/domain:"),
    ("imports", "imports.read", ":material/upload_file:"),
]

# Drawn here: a named icon would be fetched from a public server.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="#0b6e99"><path d="M2 2h6v6H2zm7 0h6v6H9zm7 0h6v6h-6z'
    'M2 9h6v6H2zm14 0h6v6h-6zM2 16h6v6H2zm7 0h6v6H9zm7 0h6v6h-6z"/><path fill="#d55e00" d="M9 9h6v6H9z"/></svg>'
)
st.set_page_config(page_title=say("app.name"), page_icon=ICON, layout="wide")
user = current_user()
visible = [p for p in PAGES if user and user.may(p[1]) and (Path(__file__).parent / f"{p[0]}.py").exists()]
if not visible:
    st.info(say("login.needed"))
    st.link_button(say("login.go"), "/login", type="primary")
    st.stop()
page = st.navigation([st.Page(f"{name}.py", title=say(f"page.{name}"), icon=icon) for name, _, icon in visible])
with st.sidebar:
    st.caption(f"{user.name} · {say('role.' + user.role)}")
    other = "en" if language() == "zh" else "zh"
    with st.container(horizontal=True):
        if st.button(say("app.language"), type="tertiary", key="language"):
            st.session_state["lang"] = other
            st.query_params["lang"] = other
            st.rerun()
        st.link_button(say("app.logout"), "/logout", type="tertiary")
if store().settings.demo:
    st.info(say("app.demo"), icon=":material/science:")
page.run()
