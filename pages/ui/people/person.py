"""One person's page: who they are, what the policy makes of them, whom they live with, where they have been, how they are."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from core import clock
from core.audit import denied
from core.colours import QUIET
from core.domain import User
from core.errors import UserError
from core.i18n import format, t
from core.i18n.relations import relation_name
from core.i18n.sentence import sentence
from core.lake import reached
from core.places import bed_of
from core.policy.loader import RESIDENT
from core.registry import person as register
from core.registry.person import Person
from core.rollup import judged_day
from core.store import Store
from pages.ui.people.cases import cases_section
from pages.ui.people.decide import decide_section
from pages.ui.people.looks import looks_section
from pages.ui.people.measures import measures_section
from pages.ui.people.notes import notes_section
from pages.ui.people.papers import papers_section
from pages.ui.people.person_facts import told_facts
from pages.ui.people.person_health import applications, health_section, lists_section
from pages.ui.people.responsible import responsible_section
from pages.ui.people.timeline import trail_section
from pages.ui.people.why import why_section
from pages.ui.shared import palette
from pages.ui.shared.charts import escape
from pages.ui.shared.controls import Filter, go_to
from pages.ui.shared.dates import dated
from pages.ui.shared.links import href
from pages.ui.shared.phones import phone_line
from pages.ui.shared.places import named
from pages.ui.shared.session import language, place, say


def back() -> None:
    """The way to the list, its filters as they were."""
    st.button(
        say("person.back"),
        icon=":material/arrow_back:",
        type="tertiary",
        key="person_back",
        on_click=lambda: go_to(person=None),
    )


def wanted_person(store: Store, user: User, *, as_of: date) -> Person | None:
    """The person of the address, None out of reach. A look goes into the audit log, once an hour."""
    number = st.query_params.get("person", "")
    if not number.isdecimal() or len(number) > 9:
        return None
    found = register.person(store, user.scope, person_id=int(number), as_of=as_of)
    if found is None:
        denied(store, user.login, "scope.denied", what="person")
    else:
        register.record_view(store, person_id=found.person_id, actor=user.login, place="people", now=clock.now())
    return found


def person_page(
    store: Store, user: User, found: Person, chosen: Filter, head: st.delta_generator.DeltaGenerator
) -> None:
    """Everything about a person that the user may see, over the chosen period."""
    at = {"person_id": found.person_id, "as_of": chosen.today}
    if chosen.until == chosen.last_day:  # of one person every scan counts, a day's that is not all in too
        chosen = replace(chosen, until=chosen.latest)
    with head:
        st.title(escape(found.name or say("person.nameless")))
        st.caption(_who(found, chosen.last_day))
    with st.container(gap=None, key="person_state"):  # not beside grid and period: it grows
        _status(found)
        _bed(store, user, found.person_id, chosen.today)
        _classes(user, found, register.classes(store, user.scope, **at), judged=judged_day(store) is not None)
        if not found.registered and user.may("people.register"):
            st.page_link(
                "register.py", label=say("register.complete_link"), icon=":material/how_to_reg:",
                query_params={"person": str(found.person_id), "lang": language()},
            )  # fmt: skip
        why_section(store, user, person_id=found.person_id, as_of=chosen.last_day)
        decide_section(store, user, person_id=found.person_id, as_of=chosen.last_day)
        _alerts(user, chosen, register.open_alerts(store, user.scope, **at))
    cases_section(store, user, found, as_of=chosen.today)
    measures_section(store, user, person_id=found.person_id)
    about, answering = st.columns([3, 2], gap="large")
    with about, st.container(border=True):
        phone_line(store, user, found.person_id, place="people", as_of=chosen.today)
        _facts(found)
        told_facts(register.facts(store, user.scope, **at))
    with about:
        papers_section(store, user, person_id=found.person_id)
        notes_section(store, user, **at)
    with answering:
        responsible_section(register.responsible(store, user.scope, **at))
    scans = named(_trail(store, user, found.person_id, chosen))
    trail_section(store, user.scope, found, chosen, scans)
    health_section(register.health(store, user.scope, **at, since=chosen.since, until=chosen.until), scans, chosen)
    lists_section(register.tests(store, user.scope, **at), register.stays(store, user.scope, **at))
    family, places = st.columns(2, gap="large")
    with family:
        _family(found, register.household_members(store, user.scope, **at))
    with places:
        _places(user, register.memberships(store, user.scope, **at))
    if user.may("exits.read"):
        st.page_link(
            "exits.py",
            label=say("exits.of_person"),
            icon=":material/logout:",
            query_params={"person": str(found.person_id)},
        )
    if user.may("privacy.file"):
        st.page_link(
            "privacy.py", label=say("privacy.person_link"), icon=":material/shield_person:",
            query_params={"person": str(found.person_id), "lang": language()},
        )  # fmt: skip
    looks_section(store, user, person_id=found.person_id)
    applications(register.exit_applications(store, user.scope, **at), register.declarations(store, user.scope, **at))


def _trail(store: Store, user: User, person_id: int, chosen: Filter) -> pd.DataFrame:
    """What the desk has; with what lies with a cluster alone, where that answers."""
    asked = {"person_id": person_id, "as_of": chosen.today, "since": chosen.since, "until": chosen.until}
    try:
        with reached(store, person_id=person_id, since=chosen.since, until=chosen.until):
            return register.trail(store, user.scope, **asked)
    except UserError as error:
        st.warning(t(language(), f"error.{error.code}", **error.fields))
        return register.trail(store, user.scope, **asked)


def _who(found: Person, today: date) -> str:
    parts = [
        t(language(), f"sex.{found.sex}") if found.sex else "",
        _age(found.birth_date, today),
        place(found.place) if found.place else "",
    ]
    if not found.registered:
        parts.append(say("person.visitor"))
    return " · ".join(escape(p) for p in parts if p)


def _status(found: Person) -> None:
    """That they died, moved out, are cancelled or out of contact: the first thing to know of somebody."""
    if found.status is None:
        return
    words = t(language(), f"person_status.{found.status}")
    if found.status_on:
        words = say("person.status_since", status=words, day=dated(found.status_on))
    parts = [f"**{words}**", escape(found.status_note or ""), "" if found.status == "lost" else say("person.gone")]
    st.info(say("list.sentences").join(part for part in parts if part), icon=":material/person_off:")


def _bed(store: Store, user: User, person_id: int, on: date) -> None:
    """The quarantine point or shelter where they are now."""
    found = bed_of(store, user.scope, on=on, person_id=person_id)
    if found is None:
        return
    words = say("person.bed", place=found[1], room=found[2]).strip()
    if user.may("places.read"):
        st.html(f'<a class="go" href="{href("places", place=found[0])}">{html.escape(words)}</a>')
    else:
        st.caption(escape(words))


def _age(born: date | None, today: date) -> str:
    if born is None:
        return ""
    return say("person.age", age=today.year - born.year - ((today.month, today.day) < (born.month, born.day)))


def _classes(user: User, found: Person, classes: pd.DataFrame, *, judged: bool) -> None:
    """Each class with its colour and word, why, and until when; the shown one first. Whoever is in none is an ordinary resident."""
    names, colours, lang = palette.class_names(language()), palette.class_colours(), language()
    if classes.empty and found.status in (None, "lost"):
        st.caption(names[RESIDENT] if judged and found.registered else say("person.no_class"))
    for row in classes.to_dict("records"):
        end = say("person.no_end") if pd.isna(row["until"]) else say("person.until", day=dated(row["until"]))
        dates = f"{say('person.since', day=format.day(lang, row['since']))} · {end}"
        if isinstance(row["place"], str):  # what is missing in a column of text is NaN, which is true
            until = say("person.no_end") if pd.isna(row["phase_until"]) else dated(row["phase_until"])
            dates += f" · {say('person.phase', phase=int(row['phase']), place=t(lang, 'class_place.' + row['place']), until=until)}"
        st.html(
            f'<span class="gc-dot" style="color:{colours.get(row["class"], QUIET)}" aria-hidden="true">●</span> '
            f"<b>{_class_link(user, row['class'], names.get(row['class'], row['class']))}</b>　"
            f"{html.escape(sentence(lang, row['reason'], row['fields']))}"
            f'<span style="opacity:.7">　{html.escape(dates)}</span>'
        )


def _class_link(user: User, code: str, name: str) -> str:
    """To the class's card: what it is for, what ends it, who else is in it."""
    if not user.may("classes.read"):
        return html.escape(name)
    to = href("classes", part="class", grid=None, **{"class": code})
    return f'<a class="go gc-to-class" href="{to}">{html.escape(name)}</a>'


def _alerts(user: User, chosen: Filter, alerts: pd.DataFrame) -> None:
    if alerts.empty:
        return
    with st.container(border=True, key="person_alerts"):
        st.markdown(f":material/warning: **{say('person.alerts', count=len(alerts))}**")
        for row in alerts.to_dict("records"):
            lang = language()
            text = (
                f"**{t(lang, 'detector.' + row['detector'])}**　{escape(sentence(lang, row['reason'], row['fields']))}"
            )
            days = format.day(lang, row["last_day"])
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{text}　:gray[{days} · {t(lang, 'alert_status.' + row['status'])}]", width="stretch")
                if user.may("anomalies.read"):
                    st.page_link(
                        "anomalies.py", label=say("person.to_alert"), icon=":material/arrow_forward:",
                        query_params=_address(chosen, alert=row["alert_id"]),
                    )  # fmt: skip


def _facts(found: Person) -> None:
    came = found.origin
    if found.origin and found.arrived_on:
        came = say("person.came_on", origin=found.origin, day=dated(found.arrived_on))
    facts = {
        "id_number": found.id_number,
        "home": place(found.place) if found.place else None,
        "household": found.household,
        "address": found.address,
        "came": came,
    }
    cells = "".join(
        f'<div><div style="opacity:.65;font-size:13px">{say(f"person.{name}")}</div>'
        f'<div style="font-variant-numeric:tabular-nums">{html.escape(value or format.NOTHING)}</div></div>'
        for name, value in facts.items()
        if value or name not in ("came", "address")
    )
    st.html(
        f'<div style="display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:10px 20px">{cells}</div>'
    )


def _family(found: Person, members: pd.DataFrame) -> None:
    if members.empty:
        return
    st.markdown(f"##### {say('person.family', count=len(members))}")
    names, lang = palette.class_names(language()), language()
    for row in members.to_dict("records"):
        role = (
            say("person.householder")
            if row["householder"]
            else relation_name(lang, row["relation"])
            if isinstance(row["relation"], str)
            else None
        )
        sex = None if pd.isna(row["sex"]) else t(lang, f"sex.{row['sex']}")
        born = None if pd.isna(row["born"]) else str(int(row["born"]))
        status = None if pd.isna(row["status"]) else t(lang, f"person_status.{row['status']}")
        parts = [role, sex, born, names.get(row["class"]), status]
        words = escape(" · ".join(str(p) for p in parts if p is not None and not pd.isna(p)))
        name = escape(row["name"] if not pd.isna(row["name"]) else say("person.nameless"))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if row["person_id"] == found.person_id:
                st.markdown(f"**{name}**", width="content")
            else:
                _go(name, ":material/person:", person=row["person_id"])
            st.markdown(f":gray[{words}]", width="content")
    _go(say("person.household_list"), ":material/list:", person=None, household=found.household_id, page=None)


def _go(label: str, icon: str, **params: object) -> None:
    """A link within this page."""
    key = f"person_go_{params['person']}"
    st.button(label, icon=icon, key=key, type="tertiary", on_click=lambda: go_to(**params))


def _places(user: User, memberships: pd.DataFrame) -> None:
    if memberships.empty:
        return
    st.markdown(f"##### {say('person.places')}")
    lang = language()
    for row in memberships.to_dict("records"):
        dates = []
        if not pd.isna(row["unit_no"]):
            dates.append(say("person.unit_no", number=escape(row["unit_no"])))
        if not pd.isna(row["since"]):
            dates.append(say("person.since", day=dated(row["since"])))
        if not pd.isna(row["until"]):
            dates.append(say("person.until", day=dated(row["until"])))
        if not row["current"]:
            dates.append(say("person.ended"))
        kind = t(lang, f"membership.{row['kind']}")
        st.markdown(f":gray[{kind}]　{escape(place(row['path']))}　:gray[{' · '.join(dates)}]")


def _address(chosen: Filter, **params: object) -> dict[str, str]:
    """A link's parameters; the grid and the period go with it."""
    kept = {
        name: st.query_params[name] for name in ("lang", "days", "since", "until", "week") if name in st.query_params
    }
    grid = {"grid": chosen.grid.code} if chosen.grid else {}
    return grid | kept | {name: str(value) for name, value in params.items()}
