"""Imports: choose spreadsheets, see what they would change, take them in; what was imported before."""

from __future__ import annotations

from datetime import date

import streamlit as st

from pages.ui.import_cards import cards, overview, refused
from pages.ui.import_files import keep, take_out
from pages.ui.import_history import history
from pages.ui.import_job import Job, watch, watcher
from pages.ui.imports import choose_files, commit_button, holds, results
from pages.ui.session import require, say, store

user = require("imports.read")
st.title(say("page.imports"))
holds(store(), user)

job: Job | None = st.session_state.get("import_job")
if job is not None and job.running:
    watch(job)
    st.rerun()
if job is not None:
    results(user, job, store())


if user.may("imports.write"):
    st.markdown(say("imports.intro"))
    files, options = choose_files()
    uploads = keep(store(), user.scope, files, options, watcher)
    ready = [u for u in uploads if u.plan is not None and not u.waits]
    overview(uploads)
    if ready and commit_button(ready):
        take_out(ready)
        st.session_state["import_job"] = Job(store(), user, ready, date.today()).start()
        st.session_state["import_round"] += 1  # empties the uploader
        st.rerun()
    refused(uploads)
    cards(uploads, store(), user)

history(store(), user, date.today())
