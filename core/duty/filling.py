"""Facts become the text of a first report, a follow-up or a final report: a sentence each, with where its figure is looked up. People are 王某某: such a text
goes to other offices. What nobody has told stays open; it is never written as none."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from core.chain import DESK
from core.duty.facts import UNFINISHED, Before, Facts
from core.duty.parts import PARTS
from core.i18n import t
from core.i18n.places import place_name
from core.i18n.sentence import sentence
from core.policy.playbooks import Playbooks
from core.report.duties import duty_name

LISTED = 12  # alerts and acts told one by one
OUTCOMES = ("handled", "harmless", "false", "data_error")


@dataclass(frozen=True)
class Said:
    """`page`: where its figure can be looked up, as /anomalies?alert=7; `as_of`: when it was so."""

    said: str
    page: str
    as_of: str

    def plain(self) -> dict[str, str]:
        return {"said": self.said, "page": self.page, "as_of": self.as_of}


Parts = dict[str, list[Said]]


def filled(
    lang: str, facts: Facts, playbooks: Playbooks, *, kind: str, before: Before | None = None
) -> tuple[str, Parts]:
    """(title, part → sentences). `before`: the figures of the report before it, of which a follow-up says the change."""
    one = facts.alerts.iloc[0]
    where = _place(lang, one)
    detector = t(lang, f"detector.{_leading(facts).detector}")
    title = t(lang, f"duty_info.title.{kind}", place=_short(lang, one), matter=detector)
    new = facts.alerts if before is None else facts.alerts[~facts.alerts.alert_id.isin(list(before.alerts))]
    parts: Parts = {name: [] for name in PARTS}
    add = _Adding(lang, facts, parts)
    first = facts.alerts.iloc[0]
    add(
        "source",
        "duty_info.said.source",
        alert=int(first.alert_id),
        at=moment(lang, first.known_at),
        page=_alert(first.alert_id),
    )
    add("time", "duty_info.said.time", at=_first_sign(lang, first), page=_alert(first.alert_id))
    add("place", "duty_info.said.place", place=where, page=_alert(first.alert_id))
    if before is not None and new.empty:
        add("course", "duty_info.said.nothing_new", page=_alert(first.alert_id))
    for row in new.head(LISTED).itertuples():
        add(
            "course",
            "duty_info.said.alert",
            at=moment(lang, row.known_at),
            who=_who(lang, row),
            what=_what(lang, row),
            page=_alert(row.alert_id),
        )
    if len(new) > LISTED:
        add("course", "duty_info.said.more", count=len(new) - LISTED, page=_alert(first.alert_id))
    _people(add, facts, before)
    _done(add, lang, facts, playbooks, before)
    _who_answers(add, lang, facts)
    if kind == "final":
        _ends(add, lang, facts)
    return title, parts


class _Adding:
    def __init__(self, lang: str, facts: Facts, parts: Parts) -> None:
        self.lang, self.parts, self.as_of = lang, parts, facts.as_of.isoformat(timespec="minutes")

    def __call__(self, part: str, key: str, *, page: str, **fields: object) -> None:
        self.parts[part].append(Said(t(self.lang, key, **fields), page, self.as_of))


def moment(lang: str, value: object) -> str:
    """With the year and on a 24-hour clock, as such reports are written."""
    at = pd.Timestamp(value)
    return f"{at.year}年{at.month}月{at.day}日{at:%H时%M分}" if lang == "zh" else f"{at:%-d %B %Y, %H:%M}"


def _first_sign(lang: str, row: pd.Series) -> str:
    """When it was seen first; of a condition that lasts the day on which it began."""
    if not pd.isna(row.evidence_at):
        return moment(lang, row.evidence_at)
    day = pd.Timestamp(row.first_day)
    return f"{day.year}年{day.month}月{day.day}日" if lang == "zh" else f"{day:%-d %B %Y}"


def _leading(facts: Facts) -> pd.Series:
    """The matter is called after its worst alert, of those the first."""
    rank = facts.alerts.severity.map({"high": 0, "medium": 1, "low": 2})
    return facts.alerts.loc[rank.idxmin()]


def _place(lang: str, row: pd.Series) -> str:
    """In full: ××县××镇××村, and the unit."""
    names = [*row.area, *([row.unit] if isinstance(row.unit, str) else [])]
    # a section that says its village (东一村1组) does not say it twice
    kept = [name for n, name in enumerate(names) if not (n + 1 < len(names) and names[n + 1].startswith(name))]
    return "".join(kept) if lang == "zh" else ", ".join(place_name(lang, name) for name in reversed(kept))


def _short(lang: str, row: pd.Series) -> str:
    names = list(row.area)
    return place_name(lang, row.unit if isinstance(row.unit, str) else names[min(1, len(names) - 1)] if names else "")


def _who(lang: str, row: tuple) -> str:
    if pd.isna(row.person_id):
        return _place(lang, pd.Series(row._asdict()))
    if not isinstance(row.surname, str):
        return t(lang, "duty_info.said.somebody")
    sex = t(lang, f"duty_info.sex.{row.sex}") if row.sex in ("male", "female") else ""
    age = "" if pd.isna(row.age) else t(lang, "duty_info.age", age=int(row.age))
    return t(
        lang,
        "duty_info.said.person",
        surname=row.surname,
        about=t(lang, "duty_info.comma").join(p for p in (sex, age) if p) or t(lang, "duty_info.unknown"),
    )


def _what(lang: str, row: tuple) -> str:
    return t(
        lang,
        "duty_info.said.what",
        kind=t(lang, f"detector.{row.detector}"),
        severity=t(lang, f"severity.{row.severity}"),
        reason=sentence(lang, row.reason, row.fields),
    )


def _people(add: _Adding, facts: Facts, before: Before | None) -> None:
    page = _alert(facts.alerts.iloc[0].alert_id)
    if not facts.figures["people"]:
        add("people", "duty_info.said.people_unknown", page=page)
    for name in ("people", "alerts", "cases", "contacts"):
        now, was = facts.figures[name], None if before is None else before.figures.get(name)
        if was is not None and was != now:
            add(
                "people",
                f"duty_info.said.{name}_changed",
                count=now,
                before=was,
                severe=facts.figures["severe"],
                page=page,
            )
        elif now:
            add("people", f"duty_info.said.{name}", count=now, severe=facts.figures["severe"], page=page)
    add("people", "duty_info.said.losses", page=page)


def _done(add: _Adding, lang: str, facts: Facts, playbooks: Playbooks, before: Before | None) -> None:
    """The latest are told one by one."""
    for row in facts.acts.tail(LISTED).itertuples():
        steps = {step.code: step.words(lang) for step in playbooks.of(row.detector)}
        detail = steps.get(row.detail, t(lang, f"outcome.{row.detail}") if row.detail in OUTCOMES else "")
        place = (
            f"{place_name(lang, row.grid_name)} {duty_name(lang, row.role)}" if isinstance(row.grid_name, str) else ""
        )
        words = " ".join(w for w in (place, detail, row.note if isinstance(row.note, str) else "") if w)
        key = "act" if words else "act_alone"
        add(
            "done", f"duty_info.said.{key}", at=moment(lang, row.acted_at), act=t(lang, f"alert_act.{row.act}"), words=words, alert=row.alert_id,
            page=_alert(row.alert_id),
        )  # fmt: skip
    if facts.acts.empty:
        add(
            "done",
            "duty_info.said.no_act" if before is None else "duty_info.said.no_new_act",
            page=_alert(facts.alerts.iloc[0].alert_id),
        )
    if facts.figures["tasks"]:
        counts = {name: facts.figures[name] for name in ("tasks", "tasks_done", "tasks_overdue")}
        add("done", "duty_info.said.tasks", page=f"/anomalies?alert={int(facts.alerts.iloc[0].alert_id)}", **counts)


def _who_answers(add: _Adding, lang: str, facts: Facts) -> None:
    steps = facts.answers
    for row in ([steps.iloc[0]] if len(steps) else []) + ([steps.iloc[-1]] if len(steps) > 1 else []):
        name = row["name"] if isinstance(row["name"], str) else t(lang, "duty_info.said.nobody")
        phone = f" {row['phone']}" if isinstance(row["phone"], str) else ""
        grid = "" if row["owner_role"] == DESK else place_name(lang, row["owner_grid"])
        key = "answers" if grid else "desk_answers"  # the desk is named after its county
        add(
            "who",
            f"duty_info.said.{key}",
            duty=duty_name(lang, row["owner_role"]),
            grid=grid,
            name=name + phone,
            page=f"/chain?grid={row['owner_code']}",
        )


def _ends(add: _Adding, lang: str, facts: Facts) -> None:
    page = _alert(facts.alerts.iloc[0].alert_id)
    closed = facts.alerts[~facts.alerts.status.isin(UNFINISHED)]
    said = closed.outcome.value_counts()
    words = t(lang, "duty_info.list").join(
        t(lang, "duty_info.said.outcome", outcome=t(lang, f"outcome.{code}"), count=int(said[code])) for code in OUTCOMES if code in said
    )  # fmt: skip
    add("course", "duty_info.said.ended", closed=len(closed), open=facts.figures["open"], page=page)
    if words:
        add("course", "duty_info.said.outcomes", words=words, page=page)


def _alert(number: int) -> str:
    return f"/anomalies?alert={int(number)}"
