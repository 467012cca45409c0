"""Special briefs: one theme or some days, told first what matters; figures that add up; nobody by name; versions of each theme by themselves; wrong themes in plain words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from core.brief import MAKE, file_of, keep, kept_briefs, make_brief, theme_of
from core.brief.content import SLOTS
from core.brief.pdf_file import has_font
from core.domain import User
from core.errors import UserError
from core.i18n import t
from core.registry.grids import find_grid
from core.small_numbers import FEWEST
from tests.county import EAST, LAST_DAY, WHOLE
from tests.pages.conftest import prepared_alone

NOW = datetime(2026, 2, 1, 9)
DAY = timedelta(days=1)
CHIEF = User(1, "chief", "主任", "command", frozenset({MAKE}), WHOLE)
SINCE = LAST_DAY - 4 * DAY


@pytest.fixture(scope="module")
def store():
    """Ten people in quarantine on the last day, of whom nine in one township, four five days before; two alerts of fever, one of them closed, three of a person and their unit that belong together."""
    made = prepared_alone()
    with made.write() as db:
        db.execute("delete from alert")
        db.execute("delete from class_day")
        for day, people in ((SINCE - DAY, (1, 3)), (LAST_DAY, (1, 9))):
            db.execute(
                "insert into class_day values (?, 4, 'home_quarantine', ?), (?, 10, 'home_quarantine', ?)",
                [day, people[0], day, people[1]],
            )
        rows = [
            (1, "fever", 4, None, "open", "high", SINCE, None, None),
            (2, "fever", 10, None, "resolved", "low", SINCE - 2 * DAY, SINCE + DAY, None),
            (3, "fever", 10, 1, "open", "high", SINCE, None, 1),
            (4, "rate_rise", 10, None, "assigned", "medium", SINCE, None, 1),
        ]
        for number, detector, grid, person, status, severity, day, ended, matter in rows:
            db.execute(
                "insert into alert (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason, fields, policy_version, opened_at, ended_on, situation_id)"
                " values (?, ?, ?, ?, ?, ?, 1, ?, ?, 'fever', '{}', 'v', ?, ?, ?)",
                [number, detector, grid, person, status, severity, day, day, datetime.combine(day, datetime.min.time()), ended, matter],
            )  # fmt: skip
        db.execute("insert into situation values (1, 'grid', 10, 10, ?, null)", [datetime(2026, 1, 1)])
        db.execute("insert into risk_area by name select 1 as area_id, '湖北省' as name, 'high' as level, '42' as code, cast(? as date) as since, 't' as added_by, cast(? as timestamp) as added_at", [SINCE, NOW])  # fmt: skip
        for person, sure in zip(
            sorted(
                n
                for (n,) in db.execute(
                    "select person_id from person where person_id not in (from gone_on(current_date)) order by person_id limit 3"
                ).fetchall()
            ),
            (True, True, False),
            strict=True,
        ):
            db.execute(
                "insert into risk_stay by name select 1 as area_id, ? as person_id, 'came_from' as how, ? as sure, true as within",
                [person, sure],
            )
    return made


def made(store, theme, lang="zh", *, since=SINCE, scope=WHOLE, **given):
    grid = find_grid(store, scope, grid_id=given.pop("grid", 1))
    return make_brief(store, scope, grid, lang, at=NOW, kind="special", theme=theme_of(theme), since=since, **given)


def cells(section, label):
    return next(row for row in section.table.rows if row[0] == label)


THEMES = ("period", "class:home_quarantine", "alerts:fever", "alert:4", "area:1")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_is_a_whole_brief_that_names_nobody(store, lang, theme):
    brief = made(store, theme, lang)
    assert (brief.kind, brief.theme) == ("special", theme) and brief.subject in brief.title
    codes = [s.code for s in brief.sections]
    assert (
        codes[0] == "situation"
        and codes[-2:] == list(SLOTS)
        and brief.sections[0].paragraphs
        and brief.sections[0].table
    )
    said = str(brief.plain())
    names = [n for (n,) in store.run("select distinct name from person where length(name) > 2").fetchall()]
    assert not [n for n in names if n in said] and "brief." not in said.replace("brief.theme", "")
    for form in ("docx", "pptx", *(["pdf"] if has_font() else [])):
        assert file_of(brief, form)[:2] in (b"PK", b"%P")


def test_of_a_class_the_change_and_its_places_are_told(store):
    brief = made(store, "class:home_quarantine")
    situation, towns = brief.sections[:2]
    assert "10人" in situation.paragraphs[0]
    assert cells(situation, t("zh", "brief.head.at_begin"))[1] == "4" and cells(
        situation, t("zh", "brief.head.change")
    )[1].startswith("增加6")
    total, *rest = towns.table.rows
    assert total[2:4] == ["10", "4"] and sum(int(row[2]) for row in rest) == 10
    wider = made(store, "class:home_quarantine", wider=True)
    shown = [cell for row in wider.sections[1].table.rows for cell in row[2:4]] + [
        row[1] for row in wider.sections[0].table.rows
    ]
    assert not {str(n) for n in range(1, FEWEST)} & set(shown) and wider.sections[0].series is None


def test_of_a_kind_of_alerts_what_began_ended_and_stands(store):
    situation, towns, standing = made(store, "alerts:fever").sections[:3]
    assert [row[1] for row in situation.table.rows] == ["2", "1", "1", "2", "2"]
    assert [sum(int(row[n]) for row in towns.table.rows) for n in (1, 2, 3, 4)] == [2, 1, 1, 2]
    assert len(standing.table.rows) == 2
    earlier = made(store, "alerts:fever", of=LAST_DAY - DAY).sections[2]
    assert earlier.table is None and earlier.paragraphs == [t("zh", "brief.alerts_then")]


def test_an_alert_stands_with_all_of_its_matter(store):
    brief = made(store, "alert:4")
    assert (
        cells(brief.sections[0], t("zh", "brief.of_matter.alerts"))[1] == "2" and len(brief.sections[1].table.rows) == 2
    )


def test_some_days_are_compared_with_as_many_before(store):
    situation = made(store, "period").sections[0]
    seen = dict(store.run("select day, sum(check_ins) from grid_day group by day").fetchall())
    days = [SINCE + n * DAY for n in range(5)]
    row = cells(situation, t("zh", "indicator.check_ins"))
    assert int(row[1].replace(",", "")) == sum(seen.get(day, 0) for day in days)
    assert made(store, "period", since=None).period == t(
        "zh", "brief.period_weekly", year=LAST_DAY.year, since=f"{LAST_DAY - 6 * DAY:%-m月%-d日}", until=f"{LAST_DAY:%-m月%-d日}"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("theme", "given", "code"),
    [
        ("nothing", {}, "brief_theme"),
        ("class:", {}, "brief_theme"),
        ("alert:x", {}, "brief_theme"),
        ("class:nobody", {}, "brief_theme_class"),
        ("alerts:nobody", {}, "brief_theme_alerts"),
        ("alert:99", {}, "duty_alert"),
        ("area:99", {}, "brief_theme_area"),
        ("alert:4", {"of": LAST_DAY - DAY}, "brief_theme_now"),
        ("period", {"since": LAST_DAY + DAY}, "brief_span"),
        ("period", {"since": date(2020, 1, 1)}, "brief_span"),
    ],
)
def test_what_can_not_be_made_is_said(store, theme, given, code):
    with pytest.raises(UserError) as told:
        made(store, theme, **given)
    assert told.value.code == code
    for lang in ("zh", "en"):
        assert t(lang, f"error.{code}", **told.value.fields)


def test_a_scope_ends_where_it_ends(store):
    for theme in ("alert:1", "alert:4"):
        inside = store.value(
            "select count(*) from scope_alerts($scope) where alert_id = $alert", scope=EAST.roots, alert=int(theme[-1])
        )
        if inside:
            assert made(store, theme, scope=EAST, grid=EAST.roots[0]).theme == theme
            continue
        with pytest.raises(UserError) as told:
            made(store, theme, scope=EAST, grid=EAST.roots[0])
        assert told.value.code == "duty_alert"


def test_of_a_risk_area_whom_it_concerns(store):
    situation, towns = made(store, "area:1").sections[:2]
    assert "湖北省" in situation.paragraphs[0]
    assert (
        cells(situation, t("zh", "brief.area_sure"))[1] == "2"
        and cells(situation, t("zh", "brief.area_unsure"))[1] == "1"
    )
    assert towns.table.rows[0][1:] == ["2", "1"] and sum(int(row[1]) for row in towns.table.rows[1:]) == 2


def test_each_theme_has_its_own_versions(store):
    for theme in ("period", "alerts:fever", "period"):
        keep(store, CHIEF, made(store, theme), grid=1, now=NOW)
    found = kept_briefs(store, WHOLE)
    assert [
        (row.version, row.subject == made(store, "period").subject)
        for row in found.sort_values("brief_id").itertuples()
    ] == [(1, True), (1, False), (2, True)]
