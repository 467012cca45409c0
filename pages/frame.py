"""The main script: who is looking, the menu their role allows, then the page they chose."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

# `streamlit run app.py` and AppTest both start here; the project's folder must be importable.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from core.web.html import MARK
from pages.ui.chrome import draw_chrome
from pages.ui.session import current_user, say, store

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

st.set_page_config(page_title=say("app.name"), page_icon=MARK, layout="wide")
user = current_user()
visible = [p for p in PAGES if user and user.may(p[1]) and (Path(__file__).parent / f"{p[0]}.py").exists()]
if not visible:
    st.info(say("login.needed"))
    st.link_button(say("login.go"), "/login", type="primary")
    st.stop()
page = st.navigation(
    [
        # A page that the role does not include stays out of the menu; a link to it gets a sentence, by its `require`.
        st.Page(
            f"{name}.py",
            title=say(f"page.{name}"),
            icon=icon,
            visibility="visible" if user.may(permission) else "hidden",
        )
        for name, permission, icon in PAGES
        if (Path(__file__).parent / f"{name}.py").exists()
    ]
)
draw_chrome(user, demo=store().settings.demo)
page.run()
