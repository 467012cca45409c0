"""What surrounds every page: on a desk the rail at the left, on a phone the tabs below; who is logged in, the language, the demo's mark."""

from __future__ import annotations

from html import escape

import streamlit as st

from core.act.badges import waiting
from core.act.moment import moment
from core.domain import User
from core.web.mark import MARK
from pages.ui.shared.icons import data_address, icon
from pages.ui.shared.links import follow_links, href
from pages.ui.shared.map_view import note_narrow
from pages.ui.shared.menu import FITS, PAGES, RAIL, TABS
from pages.ui.shared.new_alerts import note_new
from pages.ui.shared.one_click import one_click
from pages.ui.shared.printed import fit_paper, print_head
from pages.ui.shared.session import current_user, language, own_desk, say, store
from pages.ui.shared.style import draw_style

OTHER = {"zh": "en", "en": "zh"}
EVERY = 30  # seconds


def draw_chrome(user: User, *, here: str, demo: bool) -> None:
    """`here`: the name of the page that is shown."""
    names = [name for name, permission in PAGES if user.may(permission)]
    with st.container(key="chrome"):
        draw_style()
        _menu(here, demo=demo)
        follow_links(names)
        one_click()
        note_narrow()
        st.html(print_head(store(), user, here))
        fit_paper()


@st.fragment(run_every=EVERY)
def _menu(here: str, *, demo: bool) -> None:
    """Drawn anew now and then, so that its badges say what has come in, to whoever it is by then."""
    user = current_user()
    if user is None:
        return
    names = [name for name, permission in PAGES if user.may(permission)]
    badges = {
        name: number for name, number in waiting(store(), user.scope, at=moment(store())).items() if name in names
    }
    st.html(_rail(user, names, here, badges, demo=demo) + _strip(user, demo=demo) + _tabs(user, names, here, badges))
    note_new(badges)


def _rail(user: User, names: list[str], here: str, badges: dict[str, int], *, demo: bool) -> str:
    own = own_desk()
    mark = f'<img src="{own.seal or data_address(MARK)}" width="34" height="34" alt="">'
    home = f'<a class="go gc-home" href="{href("overview")}" title="{escape(own.name)}" aria-label="{escape(say("app.home"))}">{mark}</a>'
    note = escape(say("app.demo"))
    badge = f'<span class="gc-demo" title="{note}">{escape(say("app.demo_mark"))}</span>' if demo else ""
    rest = [name for name in names if name not in RAIL] if len(names) > FITS else []
    links = "".join(_link(name, here, "rail", badges) for name in names if name not in rest)
    links += _rest(rest, here, badges) if rest else ""
    who = f'<a class="go gc-who" href="{href("my_account")}" title="{escape(say("role." + user.role))}">{escape(user.name)}</a>'
    foot = f'<span class="gc-foot">{who}{_language(here)}{_leave()}</span>'
    return f'<nav class="gc-rail" aria-label="{escape(say("app.menu"))}">{home}{badge}{links}{foot}</nav>'


def _rest(names: list[str], here: str, badges: dict[str, int]) -> str:
    """The pages that the rail does not hold, beside it at a click."""
    at = " here" if here in names else ""
    links = "".join(_link(name, here, "page", badges) for name in names)
    return f'<details class="gc-more{at}"><summary>{icon("more")}<span>{escape(say("app.more"))}</span></summary><div>{links}</div></details>'


def _strip(user: User, *, demo: bool) -> str:
    note = escape(say("app.demo"))
    badge = f'<span class="gc-demo" title="{note}">{escape(say("app.demo_mark"))}</span> ' if demo else ""
    return f'<div class="gc-strip">{badge}{escape(user.name)} · {escape(say("role." + user.role))}</div>'


def _tabs(user: User, names: list[str], here: str, badges: dict[str, int]) -> str:
    first = [name for name in TABS if name in names]
    rest = [name for name in names if name not in first]
    more = f"<span>{escape(user.name)} · {escape(say('role.' + user.role))}</span>"
    more = "".join(_link(name, here, "page", badges) for name in rest) + _language(here) + _leave() + more
    at = " here" if here in rest else ""
    return (
        f'<nav class="gc-tabs" aria-label="{escape(say("app.menu"))}">{"".join(_link(name, here, "rail", badges) for name in first)}'
        f'<details class="gc-more{at}"><summary>{icon("more")}{escape(say("app.more"))}</summary><div>{more}</div></details></nav>'
    )


def _link(name: str, here: str, words: str, badges: dict[str, int] | None = None) -> str:
    current = ' aria-current="page"' if name == here else ""
    count = (badges or {}).get(name)
    told = escape(say("badge.open", count=count)) if count else ""
    badge = (
        f'<b class="gc-badge" title="{told}" aria-label="{told}">{count if count < 100 else "99+"}</b>' if count else ""
    )
    return f'<a class="go" href="{href(name)}"{current}>{icon(name)}{badge}<span>{escape(say(f"{words}.{name}"))}</span></a>'


def _language(here: str) -> str:
    """This very page in the other language: whatever else stands in its address stays."""
    other = OTHER[language()]
    address = href(here, **{**st.query_params.to_dict(), "lang": other})
    return f'<a class="go" href="{address}" lang="{other}">{icon("other_language")}<span>{escape(say("app.language"))}</span></a>'


def _leave() -> str:
    """To the log-in's own route, which is no page: the browser goes there itself."""
    return f'<a href="/logout" target="_self">{icon("leave")}<span>{escape(say("app.logout"))}</span></a>'
