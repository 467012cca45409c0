"""Kind and day, the two blanks that people fill, and the click that makes a version."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from core.brief import KINDS, Brief, compared, find_brief, keep, make_brief
from core.brief.content import SLOTS
from core.brief.kept import LONGEST
from core.brief.model import Section
from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.store import Store
from pages.ui.briefs.theme import first_day, theme_choice
from pages.ui.shared.controls import Filter
from pages.ui.shared.days import ask_day
from pages.ui.shared.session import language, say
from pages.ui.shared.told import refused, tell


def making(store: Store, user: User, chosen: Filter, at: datetime, now: datetime) -> None:
    if chosen.grid is None:
        st.info(say("brief.no_data"))
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="brief_what"):
        kind = st.segmented_control(
            say("briefs.kind"), KINDS, default=KINDS[0], format_func=lambda k: say(f"brief.kind.{k}"), key="brief_kind", required=True
        )  # fmt: skip
        special = kind == "special"
        theme = theme_choice(store, user, chosen) if special else None
        spans = special and theme is not None and not theme.now
        since = first_day(chosen) if spans else None
        day = ask_day(
            say("briefs.until" if special else "briefs.day"), chosen.last_day, latest=chosen.last_day, format="YYYY-MM-DD", key="brief_day", help=say("briefs.day_help"), width=180
        )  # fmt: skip
    slots = {
        code: st.text_area(say(f"brief.part.{code}"), key=f"brief_{code}", max_chars=LONGEST, height=90)
        for code in SLOTS
    }
    wider = st.checkbox(say("briefs.wider"), key="brief_wider")
    if day is None or (spans and since is None):
        return
    of = None if day == chosen.last_day else day
    if special and theme is None:
        st.info(say("briefs.theme_empty"))
        return
    given = {"kind": kind, "of": of, "slots": slots, "wider": wider, "theme": theme, "since": since}
    try:
        made = make_brief(store, user.scope, chosen.grid, language(), at=at, **given)
    except UserError as error:
        refused(error)
        return
    if made is None:
        st.info(say("briefs.no_day", day=format.day(language(), of)) if of else say("brief.no_data"))
        return
    if st.button(say("briefs.make"), type="primary", icon=":material/description:", key="brief_make"):
        try:
            number = keep(store, user, made, grid=chosen.grid_id, now=now)
        except UserError as error:
            refused(error)
            return
        tell("briefs", say("briefs.made", version=find_brief(store, user.scope, number).version))
        st.rerun()
    with st.expander(say("briefs.preview")):
        preview(compared(store.cursor(), user.scope, made, grid=chosen.grid_id))


def preview(brief: Brief) -> None:
    """As it is read, what changed since the last one marked."""
    said = f"<h4>{escape(brief.title)}</h4><p>{escape('　'.join(w for w in (brief.period, brief.signed) if w))}</p>"
    since = f"<p class='gc-muted'>{escape(brief.since)}</p>" if brief.since else ""
    st.html(f'<div class="gc-brief">{said}{since}{"".join(_section(section) for section in brief.sections)}</div>')


def _section(section: Section) -> str:
    words = "".join(
        f"<p>{'<mark>' + escape(say('brief.fresh').strip()) + '</mark>' if n in section.fresh else ''}{escape(text)}</p>"
        for n, text in enumerate(section.paragraphs)
    )
    return f"<h6>{escape(section.heading)}</h6>{words}{_table(section)}"


def _table(section: Section) -> str:
    if section.table is None:
        return ""
    changed = {(r, c) for r, c in section.table.changed}
    heads = "".join(f"<th>{escape(h)}</th>" for h in section.table.heads)
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td><mark>{escape(text)}</mark></td>" if (r, c) in changed else f"<td>{escape(text)}</td>"
            for c, text in enumerate(row)
        )
        + "</tr>"
        for r, row in enumerate(section.table.rows)
    )
    return f'<div class="gc-wide"><table class="gc-grounds gc-items"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
