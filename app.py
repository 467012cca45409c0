"""The whole application: pages, and the routes and guards around them. Start it with `python -m core serve`."""

import streamlit as st

from core.commands.running import answer_here
from core.web import Wire, serving, web_middleware, web_routes
from pages.ui.shared.failure import show_failure
from pages.ui.shared.kept_files import keep_files
from pages.ui.shared.wire import anew, asked, by_itself, told

keep_files()
app = st.App(
    "pages/frame.py",
    routes=web_routes(answer_here),
    middleware=web_middleware(Wire(told=told, asked=asked, by_itself=by_itself, anew=anew)),
    lifespan=serving(st.get_option),
    on_script_error=show_failure,
)
