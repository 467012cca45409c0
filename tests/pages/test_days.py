"""A day that can't be chosen is refused by the page, in the reader's words, and nothing is done with another day instead."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from core import clock
from core.i18n import format, t
from core.policy import emergency
from tests.county import LAST_DAY, make_county
from tests.pages.conftest import assert_fine, prepared_county

ROOT = Path(__file__).parents[2]
OWN = "pages/ui/shared/days.py"
DAY = timedelta(days=1)
HALF = date(26, 2, 1)  # a year of which two digits were typed
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)


def fields(tree: ast.AST) -> Iterator[int]:
    """Lines that draw a field of Streamlit's own for a day."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("date_input", "datetime_input"):
            yield node.lineno


def test_no_page_leaves_it_to_the_browser_which_days_may_be_chosen():
    assert list(fields(ast.parse("st.date_input('x')\nleft.date_input('y', min_value=a)\nask_day('z')"))) == [1, 2]
    found = [
        f"{file.relative_to(ROOT)}:{line}"
        for file in (ROOT / "pages").rglob("*.py")
        for line in fields(ast.parse(file.read_text("utf-8")))
        if file.relative_to(ROOT).as_posix() != OWN
    ]
    assert found == []


# page, address, field, day that is no choice, what is said, button that can't be pressed
REFUSED = [
    ("policy", {}, "until_1", HALF, "from", "set_1"),
    ("briefs", {}, "brief_day", LAST_DAY + DAY, "until", "brief_make"),
    ("exits", {}, "exit_0_leave", HALF, "from", "exit_enter"),
    ("exits", {}, "exit_0_return", HALF, "from", "exit_enter"),
    ("register", {}, "register_arrived_on", clock.today() + DAY, "between", "register_submit"),
    ("tasks", {}, "new_day", HALF, "from", "new_do"),
    ("risk_areas", {}, "risk_until", HALF, "from", "risk_add"),
    ("chain", {"view": "rota"}, "away_since", HALF, "from", "away_do"),
    ("walls", {}, "wall_until", HALF, "from", "wall_make"),
    ("audit", {}, "audit_since", HALF, "from", None),
]


@pytest.mark.parametrize(("name", "params", "key", "day", "words", "button"), REFUSED, ids=str)
def test_a_day_beyond_is_said_and_nothing_can_be_pressed(open_page, name, params, key, day, words, button):
    page = opened(open_page, name, params, "zh")
    page.date_input(key=key).set_value(day).run()
    assert_fine(page)
    (line,) = said(page, "zh")
    assert line.startswith(t("zh", f"days.{words}", day=told("zh", day), least="|", latest="|").split("|")[0])
    assert not [b for b in page.button if b.key == button and not b.disabled]


def opened(open_page, name, params, lang):
    role = {"audit": "auditor"}.get(name, "command")
    page = open_page(name, role=role, lang=lang, **params)
    assert_fine(page)
    return page


def told(lang: str, day: date) -> str:
    return format.dated(lang, day, today=clock.today())


def said(page, lang: str) -> list[str]:
    """The sentences below the fields, without their colour."""
    begins = {
        t(lang, f"days.{w}", day="|", least="|", latest="|").split("|")[1][:5] for w in ("from", "until", "between")
    }
    return [m.value[5:-1] for m in page.caption if m.value.startswith(":red[") and any(b in m.value for b in begins)]


def address(page, name: str) -> date:
    given = page.query_params[name]
    return date.fromisoformat(given if isinstance(given, str) else given[0])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_emergency_does_not_end_before_it_began(open_page, lang):
    store = make_county()
    since = emergency.emergencies(store)[0].since
    page = open_page("policy", store=store, lang=lang)
    page.date_input(key="until_1").set_value(since - DAY).run()
    assert said(page, lang) == [t(lang, "days.from", day=told(lang, since - DAY), least=told(lang, since))]
    assert not any(button.key == "set_1" for button in page.button)
    page.date_input(key="until_1").set_value(since).run()
    assert not said(page, lang) and any(button.key == "set_1" for button in page.button)


def test_a_grid_is_not_changed_on_a_day_to_come(open_page):
    page = open_page("grids", store=make_county())
    page.multiselect(key="change_sources").set_value(["990101100001"]).run()
    page.date_input(key="change_day").set_value(clock.today() + DAY).run()
    assert said(page, "zh") and not any(button.key == "change_preview" for button in page.button)
    page.date_input(key="change_day").set_value(clock.today()).run()
    assert not said(page, "zh") and any(button.key == "change_preview" for button in page.button)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_form_that_is_sent_with_such_a_day_stores_nothing(open_page, lang):
    store = prepared_county()
    page = open_page("shares", store=store, lang=lang)
    last, today = clock.today() + timedelta(days=4000), clock.today()
    page.text_input(key="share_name").set_value("a")
    page.date_input(key="share_until").set_value(last)
    page.button(key="share_make").click().run()
    assert_fine(page)
    (line,) = said(page, lang)
    assert told(lang, last) in line and told(lang, today) in line
    assert not page.error and store.value("select count(*) from share") == 0
    page.date_input(key="share_until").set_value(today + DAY)
    page.button(key="share_make").click().run()
    assert not said(page, lang) and page.error  # of the other fields


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_day_of_the_address_stays_until_another_may_be_chosen(open_page, lang):
    held, late = LAST_DAY - timedelta(days=6), LAST_DAY + timedelta(days=9)
    page = open_page("compare", view="measure", indicator="entries", on=held.isoformat(), lang=lang)
    page.date_input(key="compare_on").set_value(late).run()
    assert_fine(page)
    assert address(page, "on") == held and page.date_input(key="compare_on").value == held
    assert [told(lang, late) in line for line in said(page, lang)] == [True]
    page.run()
    assert said(page, lang)  # pages run again by themselves
    page.date_input(key="compare_on").set_value(held + DAY).run()
    assert address(page, "on") == held + DAY and not said(page, lang)


def test_both_days_of_a_period_are_looked_at(open_page):
    since, until = LAST_DAY - timedelta(days=4), LAST_DAY - DAY
    page = open_page("trends", since=since.isoformat(), until=until.isoformat())
    page.date_input(key="control_dates").set_value((since, LAST_DAY + timedelta(days=400))).run()
    assert_fine(page)
    assert address(page, "until") == until and said(page, "zh")
    page.date_input(key="control_dates").set_value((since, LAST_DAY)).run()
    assert address(page, "until") == LAST_DAY and not said(page, "zh")


def test_one_day_of_the_map_s_flows_and_of_readiness(open_page):
    days = {"since": (LAST_DAY - timedelta(days=4)).isoformat(), "until": LAST_DAY.isoformat()}
    page = open_page("grid_map", layers="flows", **days)
    page.date_input(key="control_flow_day").set_value(LAST_DAY + DAY).run()
    assert_fine(page)
    assert page.date_input(key="control_flow_day").value == LAST_DAY and len(said(page, "zh")) == 1
    page = open_page("units", view="readiness", kind="school")
    page.date_input(key="readiness_on").set_value(LAST_DAY - DAY).run()
    assert_fine(page)
    assert page.date_input(key="readiness_on").value > LAST_DAY and len(said(page, "zh")) == 1
