"""The people of one class: how many, who came in and left, where they live, what was found and done about them."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from core.brief.content import change_of, few_of, page_of
from core.brief.model import Section, Series, Table
from core.brief.span_words import alerts_of_span, work_of_span
from core.brief.special.about import About, Found
from core.brief.special.theme import Theme
from core.classify.entered import entered
from core.classify.flows import class_flows
from core.errors import UserError
from core.i18n import format
from core.i18n.places import place_name
from core.report.findings import Clause
from core.report.split import common, made_by
from core.report.wording import class_name, placed, word
from core.rollup import judged_day
from core.rollup.series import class_daily, class_daily_by_child
from core.small_numbers import FEWEST, is_small, left_out


def of_class(about: About, theme: Theme) -> Found:
    """Raises UserError brief_theme_class."""
    code = theme.value
    known = list(about.board.classes["class"])
    if code not in known:
        raise UserError("brief_theme_class", code=code, codes=", ".join(known))
    span = about.span(class_code=code)
    sections = [
        _situation(about, code), _towns(about, code), alerts_of_span(about.lang, about.board, span.by_detector(), span="special"),
        work_of_span(about.lang, about.board, span.tasks(), span="special", units=False),
    ]  # fmt: skip
    return Found(class_name(about.lang, code), sections)


def _situation(about: About, code: str) -> Section:
    begin = about.since - timedelta(days=1)
    found = class_daily(about.store, about.scope, **about.where, since=begin, until=about.until)
    judged = set(pd.to_datetime(found.day).dt.date)
    own = found[found["class"] == code]
    by_day = pd.Series(own.people.to_numpy(), pd.to_datetime(own.day).dt.date)
    people, was = int(by_day.get(about.until, 0)), int(by_day.get(begin, 0)) if begin in judged else None
    flows = class_flows(about.store, about.scope, **about.where, since=about.since, until=about.until)
    came, went = (int(flows[flows[side] == code].people.sum()) for side in ("to_class", "from_class"))
    change = "—" if about.wider and is_small_pair(people, was) else change_of(about.lang, people, was)
    said = [
        about.say(
            "brief.class_now",
            day=about.day(about.until),
            name=class_name(about.lang, code),
            people=few_of(people, about.wider),
        )
    ]
    if was is not None and people != was and not about.wider:
        made = _made_by(about, code, begin=begin, up=people > was)
        said += [word(about.lang, placed(about.lang, made)) + about.say("brief.stop")] if made else []
    rows = [
        [about.say("brief.head.at_end"), few_of(people, about.wider)],
        [about.say("brief.head.at_begin"), "—" if was is None else few_of(was, about.wider)],
        [about.say("brief.head.change"), change],
        [about.say("brief.came"), few_of(came, about.wider)],
        [about.say("brief.went"), few_of(went, about.wider)],
    ]
    days = [about.since + timedelta(days=n) for n in range(about.days)]
    values = [float(by_day.get(day, 0)) if day in judged else None for day in days]
    small = about.wider and any(v is not None and is_small(v) for v in values)
    series = Series(
        about.say("brief.class_line", name=class_name(about.lang, code)), [day.isoformat() for day in days], [about.say("brief.line.observed")], [values], about.lang
    )  # fmt: skip
    drawn = series if len([v for v in values if v is not None]) > 1 and not small else None
    return Section(
        "situation", about.say("brief.part.situation"), said, Table(about.heads("figure", "people_of"), rows), drawn, page_of(about.board, "people", **{"class": code})
    )  # fmt: skip


def is_small_pair(people: int, was: int | None) -> bool:
    return min(people, FEWEST if was is None else was) < FEWEST


def _made_by(about: About, code: str, *, begin: date, up: bool) -> tuple[Clause, ...]:
    """In which townships the change was made, and what those who are new have in common; the latter of now alone, for who is in the class now is all that is known."""
    long = class_daily_by_child(about.store, about.scope, **about.where, since=begin, until=about.until)
    of_class = long[long["class"] == code]
    day = pd.to_datetime(of_class.day).dt.date
    sides = {n: of_class[day == d].set_index("name").people for n, d in (("now", about.until), ("earlier", begin))}
    parts = pd.DataFrame(sides).fillna(0).rename_axis("value").reset_index().assign(part="grid")
    clauses = [Clause("class_rise" if up else "class_fall", {"class": code}), *made_by(parts, up=up)]
    if about.until == judged_day(about.store):
        found = entered(about.store, about.scope, **about.where, classes=[code], since=about.since, as_of=about.until)
        clauses += common(found[found.side == ("came" if up else "gone")], said="common" if up else "gone")
    return tuple(clauses) if len(clauses) > 1 else ()


def _towns(about: About, code: str) -> Section:
    """Ranked by people per hundred registered."""
    begin = about.since - timedelta(days=1)
    long = class_daily_by_child(about.store, about.scope, **about.where, since=begin, until=about.until)
    judged = set(pd.to_datetime(long.day).dt.date)
    own = long[long["class"] == code]
    days = pd.to_datetime(own.day).dt.date
    now, then = (own[days == day].set_index("grid_id").people for day in (about.until, begin))
    frame = about.board.children.assign(
        now=about.board.children.grid_id.map(now).fillna(0).astype(int),
        then=about.board.children.grid_id.map(then).fillna(0).astype(int),
    )
    frame = frame.assign(rate=100 * frame.now / frame.people.where(frame.people > 0)).sort_values(
        "rate", ascending=False, na_position="last", kind="stable"
    )
    hidden = {name: left_out(frame[name].tolist()) if about.wider else set() for name in ("now", "then")}
    rows = [
        [
            about.say("brief.total"),
            format.exact(int(frame.people.sum())),
            few_of(int(frame.now.sum()), about.wider),
            few_of(int(frame.then.sum()), about.wider) if begin in judged else "—",
            "—",
        ]
    ]
    for number, row in enumerate(frame.to_dict("records")):
        rate = "—" if pd.isna(row["rate"]) or number in hidden["now"] else f"{row['rate']:.2f}"
        rows.append([
            place_name(about.lang, row["name"]), format.exact(int(row["people"])), "*" if number in hidden["now"] else format.exact(row["now"]),
            "—" if begin not in judged else "*" if number in hidden["then"] else format.exact(row["then"]), rate,
        ])  # fmt: skip
    heads = about.heads("place", "people", "at_end", "at_begin", "rate")
    return Section(
        "towns", about.say("brief.part.towns"), [about.say("brief.ranked_class")], Table(heads, rows, summed=True), None, page_of(about.board, "overview", view="rank")
    )  # fmt: skip
