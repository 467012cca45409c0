"""What the last test of the log said, a test now, and how long entries are kept."""

from __future__ import annotations

import streamlit as st

from core.audit.reads import last_test, verify_and_note
from core.audit.verify import Verdict
from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.report.audit_words import stamp, verdict_lines
from core.settings import Settings
from core.store import Store
from pages.ui.shared.charts import escape
from pages.ui.shared.session import language, say

TOLD = "audit_told"
SHOWN = 20  # faults in words; the command says all


def tested(store: Store, user: User) -> None:
    with st.container(border=True, key="audit_tested"):
        said, act = st.columns([4, 1], vertical_alignment="center")
        if act.button(say("audit.test"), key="audit_test", icon=":material/verified_user:", width="stretch"):
            with st.spinner(say("audit.testing")):
                st.session_state[TOLD] = _test(store, user)
        told = st.session_state.get(TOLD)
        if isinstance(told, Verdict):
            lines = verdict_lines(language(), told)[:SHOWN]
            (said.success if told.whole else said.error)("\n\n".join(escape(line) for line in lines))
        elif told is not None:
            said.error(say(f"error.{told.code}", **told.fields))
        else:
            _last(store, said)


def kept(settings: Settings) -> None:
    lines = [say("audit.kept", days=settings.audit_days)]
    if settings.audit_to:
        lines.append(say("audit.sent_to", to=settings.audit_to))
    st.caption(escape(" ".join(lines)))


def _test(store: Store, user: User) -> Verdict | UserError:
    try:
        return verify_and_note(store, actor=user.login)
    except UserError as error:
        return error


def _last(store: Store, said: st.delta_generator.DeltaGenerator) -> None:
    last = last_test(store)
    if last is None:
        said.info(say("audit.never_tested"))
        return
    at = stamp(last.at.isoformat())
    if last.faults:
        said.error(say("audit.last_test_faults", at=at, faults=format.exact(last.faults), first=last.first))
    else:
        said.success(say("audit.last_test_whole", at=at, entries=format.exact(last.entries)))
