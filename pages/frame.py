"""The main script: who is looking, the menu their role allows, then the page they chose."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

# `streamlit run app.py` and AppTest both start here; the project's folder must be importable.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from core.web.mark import MARK
from pages.ui.shared.chrome import draw_chrome
from pages.ui.shared.menu import PAGES
from pages.ui.shared.session import bind, current_user, say, show_the_door, store

st.set_page_config(page_title=say("app.name"), page_icon=MARK, layout="wide")
user = current_user()
if user is None:
    show_the_door()
bind(user)
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
    ]
)
draw_chrome(user, demo=store().settings.demo)
page.run()
