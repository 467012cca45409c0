"""One risk area: whom it concerns, where they live, how far the checks on them are."""

from __future__ import annotations

import pandas as pd

from core.brief.content import few_of, page_of
from core.brief.model import Section, Table
from core.brief.span_words import alerts_of_span, work_of_span
from core.brief.special.about import About, Found
from core.brief.special.theme import Theme
from core.errors import UserError
from core.i18n import format
from core.i18n.places import place_name
from core.screening.areas import areas
from core.screening.concerned import concerned_by
from core.small_numbers import left_out

HOW = ("came_from", "passed_through", "declared", "applied", "lives_in", "works_in")
TASKS = ("drafted", "open", "done", "cancelled")


def of_area(about: About, theme: Theme) -> Found:
    """Raises UserError brief_theme_area."""
    found = areas(about.store, about.scope, as_of=about.until, area_id=theme.number)
    if found.empty:
        raise UserError("brief_theme_area", area=theme.number)
    area = found.iloc[0]
    level = about.say(f"risk.level.{area.level}")
    people = concerned_by(
        about.store, about.scope, area_id=theme.number, as_of=about.until, below=about.board.grid.grid_id, **about.where
    )
    span, page = about.span(area=theme.number), page_of(about.board, "risk_areas")
    sections = [
        _situation(about, area, people, level, page), _towns(about, people, page),
        alerts_of_span(about.lang, about.board, span.by_detector(), span="special"), work_of_span(about.lang, about.board, span.tasks(), span="special", units=False),
    ]  # fmt: skip
    return Found(about.say("brief.subject.area", name=area["name"], level=level), sections)


def _situation(about: About, area: pd.Series, people: pd.DataFrame, level: str, page: str) -> Section:
    once = people[people.how.isna()]
    sure, unsure = (int(once[once.sure == side].people.sum()) for side in (True, False))
    ends = (
        "" if pd.isna(area.ends_on) else about.say("brief.area_ends", day=about.day(pd.Timestamp(area.ends_on).date()))
    )
    said = [
        about.say("brief.area_what", name=area["name"], level=level, since=about.day(pd.Timestamp(area.since).date()), state=about.say(f"risk.state.{area.state}"), ends=ends),
        about.say("brief.area_people", people=few_of(sure, about.wider), unsure=few_of(unsure, about.wider)),
    ]  # fmt: skip
    by_how = people[people.how.notna()].groupby("how").people.sum()
    rows = [
        [about.say("brief.area_sure"), few_of(sure, about.wider)],
        [about.say("brief.area_unsure"), few_of(unsure, about.wider)],
    ]
    rows += [[about.say(f"risk.how.{how}"), few_of(int(by_how[how]), about.wider)] for how in HOW if how in by_how]
    rows += [[about.say(f"brief.area_tasks.{name}"), format.exact(int(area[name]))] for name in TASKS]
    return Section(
        "situation", about.say("brief.part.situation"), said, Table(about.heads("figure", "now"), rows), None, page
    )


def _towns(about: About, people: pd.DataFrame, page: str) -> Section:
    once = people[people.how.isna()]
    wide = once.assign(name=once.name.where(once.name.notna(), "")).pivot_table(
        index="name", columns="sure", values="people", aggfunc="sum", fill_value=0
    )
    wide = wide.reindex(columns=[True, False], fill_value=0).sort_values(True, ascending=False)
    hidden = {side: left_out(wide[side].astype(int).tolist()) if about.wider else set() for side in (True, False)}
    rows = [
        [place_name(about.lang, name) if name else about.say("risk.elsewhere"), *("*" if n in hidden[side] else format.exact(int(wide.loc[name, side])) for side in (True, False))]
        for n, name in enumerate(wide.index)
    ]  # fmt: skip
    if rows:
        total = [about.say("brief.total"), *(few_of(int(wide[side].sum()), about.wider) for side in (True, False))]
        rows = [total, *rows]
    heads = [about.say("brief.head.place"), about.say("brief.area_sure"), about.say("brief.area_unsure")]
    said = [] if rows else [about.say("brief.area_nobody")]
    return Section(
        "towns", about.say("brief.part.towns"), said, Table(heads, rows, summed=True) if rows else None, None, page
    )
