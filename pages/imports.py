"""Imports: choose spreadsheets, see what they would change, take them in; what was imported before."""

from __future__ import annotations

import streamlit as st

from core import clock
from pages.ui.imports.cards import cards, overview, refused, takeable
from pages.ui.imports.files import keep, take_out
from pages.ui.imports.history import history
from pages.ui.imports.job import Job, watch, watcher
from pages.ui.imports.main import choose_files, commit_button, earlier_files, holds, results
from pages.ui.imports.reported import reports
from pages.ui.shared.session import require, say, store

user = require("imports.read")
st.title(say("page.imports"))
holds(store(), user)
reports(store(), user, clock.today())

job: Job | None = st.session_state.get("import_job")
if job is not None and job.running:
    watch(job)
elif job is not None:
    results(user, job, store())

if user.may("imports.write") and not (job and job.running):
    st.markdown(say("imports.intro"))
    files, fresh = choose_files()
    uploads = keep(store(), user.scope, files, watcher, fresh=fresh)
    earlier_files()
    overview(uploads)
    ready = takeable(uploads)
    if ready and commit_button(ready):
        take_out(ready)
        st.session_state["import_job"] = Job(store(), user, ready).start()
        st.session_state["import_round"] += 1  # empties the uploader; what was not taken stays
        st.rerun()
    refused(uploads, store(), user.scope)
    cards(uploads, store(), user)

history(store(), user)
