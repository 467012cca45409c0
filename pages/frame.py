"""The main script: who is looking, the menu their role allows, then the page they chose."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

# `streamlit run app.py` and AppTest both start here; the project's folder must be importable, the pages' own must not: requests.py is a library too.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
if (own := str(Path(__file__).resolve().parent)) in sys.path:
    sys.path.remove(own)

from core.i18n import format
from core.rollup import waits_since
from core.web.mark import MARK
from pages.ui.shared.chrome import draw_chrome
from pages.ui.shared.full import draw_full
from pages.ui.shared.links import START
from pages.ui.shared.menu import PAGES, pages_in
from pages.ui.shared.session import bind, current_user, language, own_desk, say, settle_language, show_the_door, store

settle_language()
st.set_page_config(page_title=own_desk().name, page_icon=MARK, layout="wide")
user = current_user()
if user is None:
    show_the_door()
bind(user)
allowed = [name for name, permission in PAGES if user.may(permission)]
page = st.navigation(pages_in(language()), position="hidden")
if not page.url_path and allowed and START not in allowed:  # a department has no overview
    st.switch_page(f"{allowed[0]}.py")
draw_chrome(user, here=page.url_path or START, demo=store().settings.demo)
draw_full(store())
if store().settings.engine == "spark" and (since := waits_since(store())):
    st.warning(say("engine.waiting", since=format.moment(language(), since)))
page.run()
