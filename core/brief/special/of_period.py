"""Some days beside as many before them: the main figures, the townships, the classes, alerts and work."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from core.brief.content import change_of, few_of, page_of
from core.brief.model import Section, Series, Table
from core.brief.span_words import alerts_of_span, work_of_span
from core.brief.special.about import About, Found
from core.brief.special.theme import Theme
from core.i18n import format
from core.i18n.places import place_name
from core.policy.loader import RESIDENT
from core.report.findings import indicator_finding
from core.report.split import made_by
from core.report.wording import class_name, placed, word
from core.rollup.parts import parts
from core.rollup.series import by_child, class_daily, daily, daily_by_child
from core.trends.compare import around

COUNTED = ("check_ins", "entries", "outsiders", "fevers")
FEW = 10  # below it a mean has a tenth
LEARNT = 63  # days before, from which weekdays are learnt


def of_period(about: About, _theme: Theme) -> Found:
    sections = [
        _situation(about),
        _towns(about),
        alerts_of_span(about.lang, about.board, about.span().by_detector(), span="special"),
        _classes(about),
    ]
    work = work_of_span(about.lang, about.board, about.span().tasks(), span="special")
    since, until = about.day(about.since), about.day(about.until)
    return Found(about.say("brief.subject.period", since=since, until=until), [*sections, work])


def _situation(about: About) -> Section:
    first, last = about.before
    long = daily(about.store, about.scope, **about.where, since=first - timedelta(days=LEARNT), until=about.until)
    at = pd.to_datetime(long.day).dt.date
    now, before = long[at >= about.since], long[(at >= first) & (at <= last)]
    here = {"store": about.store, "scope": about.scope, **about.where}
    children = by_child(**here, since=about.since, until=about.until)
    earlier = by_child(**here, since=first, until=last)
    said, rows = [], []
    for name in COUNTED:
        compared = around(long.set_index("day")[name], about.since, days=about.days)
        if compared is not None and compared.sure:
            split = parts(**here, indicator=name, now=(about.since, about.until), before=(first, last))
            who = made_by(split, up=compared.change > 0, now=float(now[name].sum()), earlier=float(before[name].sum()))
            finding = indicator_finding(now, before, children, earlier, indicator=name, parts=who)
            said.append(word(about.lang, placed(about.lang, finding)) + about.say("brief.stop"))
        rows.append(_figure(about, name, now, before))
    measured = int(now.check_ins.notna().sum())
    if measured < about.days:
        said.append(about.say("brief.days_in", days=measured, of=about.days))
    heads = about.heads("figure", "in_all", "per_day", "per_day_before", "change")
    values = [None if pd.isna(v) else float(v) for v in now.outsiders]
    series = Series(
        about.say("indicator.outsiders"),
        [d.isoformat() for d in pd.to_datetime(now.day).dt.date],
        [about.say("brief.line.observed")],
        [values],
        about.lang,
    )
    return Section(
        "situation", about.say("brief.part.situation"), said or [about.say("brief.quiet_special")], Table(heads, rows), series if len(values) > 1 else None,
        page_of(about.board, "trends", days=str(about.days)),
    )  # fmt: skip


def _figure(about: About, name: str, now: pd.DataFrame, before: pd.DataFrame) -> list[str]:
    """A sum stands only where no day is missing; what is compared is the mean of the days that are there."""
    known, was = now[name].dropna(), before[name].dropna()
    whole = format.exact(int(known.sum())) if len(known) == about.days else "—"
    mean, mean_before = _mean(known), _mean(was)
    change = "—" if mean is None else _change(about, mean, mean_before)
    return [about.say(f"indicator.{name}"), whole, _told(mean), _told(mean_before), change]


def _mean(values: pd.Series) -> float | None:
    """Of few a tenth tells; of many it is noise."""
    if values.empty:
        return None
    mean = float(values.mean())
    return float(round(mean)) if mean >= FEW else round(mean, 1)


def _told(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f}" if value % 1 else format.exact(int(value))


def _change(about: About, mean: float, before: float | None) -> str:
    if before is None or not (mean % 1 or before % 1):
        return change_of(about.lang, int(mean), None if before is None else int(before))
    more = round(abs(mean - before), 1)
    words = (
        about.say("brief.more" if mean > before else "brief.less", count=_told(more))
        if more
        else about.say("brief.same")
    )
    return words + (about.say("brief.by", share=format.percent(more / before, 1)) if more and before else "")


def _towns(about: About) -> Section:
    """Ranked by outsiders of a day per hundred registered."""
    first, last = about.before
    long = daily_by_child(about.store, about.scope, **about.where, since=first, until=about.until)
    at = pd.to_datetime(long.day).dt.date
    now, before = (
        long[days].dropna(subset=["outsiders"]).groupby("grid_id").outsiders.mean()
        for days in (at >= about.since, at <= last)
    )
    rows = []
    for row in about.board.children.to_dict("records"):
        grid, people = row["grid_id"], int(row["people"])
        mean, was = (_mean(of[of.index == grid]) for of in (now, before))
        rate = 100 * float(now[grid]) / people if people and grid in now else None
        rows.append((rate, [
            place_name(about.lang, row["name"]), format.exact(people), _told(mean), _told(was),
            "—" if mean is None else _change(about, mean, was), "—" if rate is None else f"{rate:.1f}",
        ]))  # fmt: skip
    rows.sort(key=lambda one: -1 if one[0] is None else one[0], reverse=True)
    heads = about.heads("place", "people", "per_day", "per_day_before", "change", "rate")
    return Section(
        "towns", about.say("brief.part.towns"), [about.say("brief.ranked_special")], Table(heads, [row for _, row in rows]) if rows else None, None,
        page_of(about.board, "overview", view="rank"),
    )  # fmt: skip


def _classes(about: About) -> Section:
    found = class_daily(
        about.store, about.scope, **about.where, since=about.since - timedelta(days=1), until=about.until
    )
    days = pd.to_datetime(found.day).dt.date
    now, then = (found[days == day].set_index("class").people for day in (about.until, about.since - timedelta(days=1)))
    rows = []
    for code in about.board.classes["class"]:
        people, was = int(now.get(code, 0)), int(then.get(code, 0)) if len(then) else None
        if code != RESIDENT and (people or was):
            change = "—" if about.wider else change_of(about.lang, people, was)
            rows.append([class_name(about.lang, code), few_of(people, about.wider), "—" if was is None else few_of(was, about.wider), change])  # fmt: skip
    heads = about.heads("class", "at_end", "at_begin", "change")
    said = [] if rows else [about.say("brief.classes_none")]
    return Section(
        "classes", about.say("brief.part.classes"), said, Table(heads, rows) if rows else None, None, page_of(about.board, "classes")
    )  # fmt: skip
