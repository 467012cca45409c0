"""The alerts of one kind: how many began, where, how fast they are dealt with, which stand."""

from __future__ import annotations

from core.brief.content import ALERTS, alert_row, page_of
from core.brief.model import Section, Series, Table
from core.brief.span_words import COUNTS, count_heads, work_of_span
from core.brief.special.about import About, Found
from core.brief.special.theme import Theme
from core.errors import UserError
from core.i18n import format
from core.i18n.places import place_name
from core.report.findings import Clause
from core.report.split import SHARE, smallest
from core.report.wording import placed, word
from core.watch.alerts import UNFINISHED, alerts
from core.watch.detectors import DETECTORS

MOST_NAMED = 3


def of_alerts(about: About, theme: Theme) -> Found:
    """Raises UserError brief_theme_alerts."""
    code = theme.value
    if code not in DETECTORS:
        raise UserError("brief_theme_alerts", code=code, codes=", ".join(DETECTORS))
    span = about.span(detector=code)
    name, found = about.say(f"detector.{code}"), span.by_detector()
    row = {n: int(found[n].sum()) for n in (*COUNTS, "severe")}
    said = [about.say("brief.alerts_theme", name=name, days=about.days, **{n: format.exact(v) for n, v in row.items()})]
    children = about.board.children
    places = span.by_child([int(g) for g in children.grid_id])
    names = dict(zip(children.grid_id, children.name, strict=True))
    held = places.set_index("grid_id").opened.astype(float)
    chosen = smallest(held, share=SHARE, most=MOST_NAMED) if len(names) > 1 else []
    if chosen and row["opened"] >= MOST_NAMED:
        clause = (Clause("mostly_in", {"names": [names[g] for g in chosen]}),)
        said.append(word(about.lang, placed(about.lang, clause)) + about.say("brief.stop"))
    by_day = span.by_day()
    series = Series(
        about.say("brief.alerts_line", name=name), [d.date().isoformat() for d in by_day.index], [about.say("brief.line.observed")], [[float(v) for v in by_day]], about.lang
    )  # fmt: skip
    heads = about.heads("figure", "alert_count")
    table = Table(heads, [[label, format.exact(row[n])] for n, label in zip((*COUNTS, "severe"), [*count_heads(about.lang, "special"), about.say("brief.head.severe_open")], strict=True)])  # fmt: skip
    page = page_of(about.board, "anomalies", kind=code)
    sections = [
        Section("situation", about.say("brief.part.situation"), said, table, series if len(by_day) > 1 and by_day.any() else None, page),
        _towns(about, places.set_index("grid_id"), page), _standing(about, code, page), work_of_span(about.lang, about.board, span.tasks(), span="special", units=False),
    ]  # fmt: skip
    return Found(about.say("brief.subject.alerts", name=name), sections)


def _towns(about: About, places: object, page: str) -> Section:
    rows = [
        [place_name(about.lang, row.name), *(format.exact(int(places.loc[row.grid_id, n])) if row.grid_id in places.index else "0" for n in COUNTS)]
        for row in about.board.children.sort_values("grid_id").itertuples()
    ]  # fmt: skip
    rows.sort(key=lambda row: -int(row[1].replace(",", "")))
    heads = [about.say("brief.head.place"), *count_heads(about.lang, "special")]
    return Section(
        "towns", about.say("brief.part.towns"), [about.say("brief.ranked_alerts")], Table(heads, rows) if rows else None, None, page
    )  # fmt: skip


def _standing(about: About, code: str, page: str) -> Section:
    """One by one, the severe first; of an earlier day nobody knows which words they had."""
    said, table = [about.say("brief.alerts_then")], None
    if not about.board.then:
        found = alerts(
            about.store,
            about.scope,
            **about.where,
            detectors=[code],
            statuses=list(UNFINISHED),
            until=about.until,
            limit=ALERTS,
        )
        said = [about.say("brief.alerts_one_by_one" if len(found) else "brief.alerts_none")]
        heads = about.heads("alert", "place", "since", "state", "owner")
        rows = [alert_row(about.lang, row) for row in found.itertuples()]
        table = Table(heads, rows) if rows else None
    return Section("alerts", about.say("brief.part.alerts"), said, table, None, page)
