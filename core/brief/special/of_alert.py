"""One alert with all of its situation: what it is, how far it has come, what was done, who answers. Nobody is named: a brief is handed on."""

from __future__ import annotations

import pandas as pd

from core.brief.content import alert_row, few_of
from core.brief.model import Section, Series, Table
from core.brief.special.about import About, Found
from core.brief.special.theme import Theme
from core.duty.facts import facts_of
from core.i18n import format
from core.i18n.places import place_name
from core.i18n.sentence import sentence
from core.report.duties import duty_name
from core.watch.alert_series import alert_series
from core.watch.alerts import alerts

LISTED = 12  # alerts and acts told one by one
OF_PEOPLE = ("people", "cases", "contacts")
OTHERS = ("alerts", "severe", "open", "tasks", "tasks_done", "tasks_overdue")


def of_alert(about: About, theme: Theme) -> Found:
    """Raises UserError duty_alert: there is none within reach."""
    facts = facts_of(about.store, about.scope, alert=theme.number, situation=None, at=about.at)
    found = alerts(about.store, about.scope, ids=[int(n) for n in facts.alerts.alert_id], limit=LISTED)
    one = found[found.alert_id == theme.number].iloc[0] if theme.number in set(found.alert_id) else found.iloc[0]
    name, place = about.say(f"detector.{one.detector}"), place_name(about.lang, one.grid_name)
    page = f"/anomalies?alert={theme.number}"
    said = [
        about.say(
            "brief.alert_what",
            day=about.day(pd.Timestamp(one.first_day).date()),
            place=place,
            name=name,
            severity=about.say(f"severity.{one.severity}"),
        )
    ]
    if not one.of_person:
        said.append(sentence(about.lang, one.reason, one.fields) + about.say("brief.stop"))
    if len(facts.alerts) > 1:
        said.append(about.say("brief.alert_together", count=len(facts.alerts), open=facts.figures["open"]))
    rows = [[about.say(f"brief.of_matter.{n}"), few_of(facts.figures[n], about.wider)] for n in OF_PEOPLE]
    rows += [[about.say(f"brief.of_matter.{n}"), format.exact(facts.figures[n])] for n in OTHERS]
    sections = [
        Section("situation", about.say("brief.part.situation"), said, Table(about.heads("figure", "now"), rows), _series(about, one), page),
        Section(
            "alerts", about.say("brief.part.alerts"), [about.say("brief.alerts_one_by_one")],
            Table(about.heads("alert", "place", "since", "state", "owner"), [alert_row(about.lang, row) for row in found.itertuples()]), None, page,
        ),
        Section("work", about.say("brief.part.done"), _done(about, facts.acts), None, None, page),
    ]  # fmt: skip
    return Found(about.say("brief.subject.alert", place=place, name=name), sections)


def _series(about: About, one: pd.Series) -> Series | None:
    """Of a place alone: a person's days are nobody's business on paper."""
    if one.of_person:
        return None
    found = alert_series(about.store, about.scope, alert_id=int(one.alert_id))
    if len(found) < 2 or found.observed.isna().all():
        return None
    values = [[None if pd.isna(v) else float(v) for v in found[n].astype(float)] for n in ("observed", "low", "high")]
    known = any(v is not None for v in values[1])
    names = [about.say(f"brief.line.{n}") for n in ("observed", "low", "high")]
    days = [pd.Timestamp(d).date().isoformat() for d in found.day]
    return Series(
        about.say("brief.alert_line"), days, names if known else names[:1], values if known else values[:1], about.lang
    )


def _done(about: About, acts: pd.DataFrame) -> list[str]:
    """The acts with their codes and to whom they went; notes may name people and stay inside."""
    if acts.empty:
        return [about.say("brief.nothing_done")]
    said = []
    for row in acts.tail(LISTED).itertuples():
        where = (
            f"{place_name(about.lang, row.grid_name)} {duty_name(about.lang, row.role)}"
            if isinstance(row.grid_name, str)
            else ""
        )
        key = "brief.act_to" if where else "brief.act"
        said.append(about.say(key, at=format.moment(about.lang, row.acted_at), act=about.say(f"alert_act.{row.act}"), where=where))  # fmt: skip
    return said
