"""The page of alerts: what it lists, to whom, and the steps taken there."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from core import clock
from core.classify import classify
from core.i18n import t
from core.rollup import roll_up
from core.store import Store
from core.watch import detect
from tests.copied import copied
from tests.county import LAST_DAY, county_alone, empty_store, make_county
from tests.pages.conftest import assert_fine

FEVERS = {1: 38.2, 12: 38.9, 35: 39.0}  # 1 and 12 live in the east, 35 in the west


@pytest.fixture
def watched() -> Store:
    """The county with three people who have a fever on the last day."""
    return copied(_watched)


def _watched() -> Store:
    store = county_alone()
    with store.write() as db:
        for person, temperature in FEVERS.items():
            db.execute(
                "insert into check_in values (?, 4, timestamp '2026-01-31 12:00', 'pass', ?, null, 1)",
                [person, temperature],
            )
    roll_up(store, days=None, actor="test")
    classify(store, as_of=LAST_DAY, actor="test")
    detect(store, as_of=LAST_DAY, actor="test")
    return store


def fevers(store: Store) -> list[int]:
    rows = store.run("select alert_id from alert where detector = 'fever' and person_id is not null order by person_id")
    return [number for (number,) in rows.fetchall()]


def drawn(page) -> str:
    """What is drawn as HTML."""
    return "".join(h.proto.body for h in page.get("html"))


def listed(page) -> list[str]:
    """The rows of the list, tags taken out."""
    rows = re.findall(r'<li class="gc-alert.*?</li>', drawn(page), re.S)
    return [html.unescape(re.sub(r"<[^>]+>", " ", row)) for row in rows]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("role", ["leader", "command", "officer", "admin"])
def test_lists_what_the_store_holds_in_words(open_page, watched, role, lang):
    page = open_page("anomalies", role=role, lang=lang, store=watched)
    assert_fine(page)
    assert len(listed(page)) == watched.value("select count(*) from alert")
    assert sum("℃" in row or "°C" in row for row in listed(page)) == len(FEVERS)
    assert not any("reason." in row or "evidence." in row for row in [*listed(page), drawn(page)])


def test_a_clerk_is_told_that_the_page_is_not_for_them(open_page, watched):
    page = open_page("anomalies", role="clerk", store=watched)
    assert page.warning[0].value == t("zh", "login.not_allowed")
    assert not listed(page)


def test_a_leader_sees_masked_names_and_no_buttons(open_page, watched):
    page = open_page("anomalies", role="leader", store=watched, kind="fever")
    names = watched.run("select name from person where person_id in (1, 12, 35)").fetchall()
    assert not [n for (n,) in names if n in drawn(page)]
    assert not [b for b in page.button if b.key and b.key.startswith(("take_", "bulk"))]


def test_an_officer_sees_only_the_own_town(open_page, watched):
    page = open_page("anomalies", role="officer", grids=(2,), store=watched, kind="fever")
    assert len(listed(page)) == 2
    west = fevers(watched)[2]
    page = open_page("anomalies", role="officer", grids=(2,), store=watched, alert=str(west))
    assert t("zh", "anomalies.unknown") in [w.value for w in page.warning]


def test_filters_come_from_the_address(open_page, watched):
    page = open_page("anomalies", store=watched, kind="fever", status="resolved")
    assert not listed(page)
    assert t("zh", "anomalies.none_chosen") in page.info[0].value
    page = open_page("anomalies", store=watched, kind="fever", grid="990101101")
    assert len(listed(page)) == 1


def test_what_the_period_leaves_out_of_a_choice_is_told(open_page, watched):
    """A link from a figure may name a severity: what it counts and the list leaves out is said."""
    with watched.write() as db:
        db.execute("update alert set severity = 'high'")
        db.execute(
            "update alert set first_day = '2026-01-02', last_day = '2026-01-03' where alert_id = ?",
            [fevers(watched)[0]],
        )
    page = open_page("anomalies", store=watched, severity="high", days="7")
    total = watched.value("select count(*) from alert")
    assert len(listed(page)) == total - 1
    assert t("zh", "anomalies.outside", count=1) in [b.label for b in page.button]
    page.button(key="whole_period").click().run()
    assert len(listed(page)) == total


def test_acknowledging_marks_who_and_when(open_page, watched):
    number = fevers(watched)[0]
    page = open_page("anomalies", store=watched, alert=str(number))
    before = clock.now()
    page.button(key=f"take_{number}").click().run()
    assert_fine(page)
    status, who, when = watched.one("select status, handled_by, handled_at from alert where alert_id = $n", n=number)
    assert (status, who) == ("acknowledged", "command-0")
    assert before.replace(microsecond=0) <= when <= clock.now()
    told = "".join(
        getattr(each.proto, "body", "") for each in open_page("anomalies", store=watched, alert=str(number)).get("html")
    )
    assert ">command 于" in told and "command-0 于" not in told  # by name, not by login


def without_time_left(row: str) -> str:
    """A minute may go by while a test runs."""
    return re.sub(r"剩\S+", "", row)


def test_what_was_done_is_said_in_its_place_and_can_be_taken_back(open_page, watched):
    page = open_page("anomalies", store=watched)
    before = listed(page)
    number = next(b.key for b in page.button if b.key and b.key.startswith("take_"))
    page.button(key=number).click().run()
    assert_fine(page)
    assert [row.split()[1] for row in listed(page)] == [row.split()[1] for row in before]  # nothing slid
    assert not [b for b in page.button if b.key and b.key.startswith("take_")]
    assert any("已接手 1 条" in m.value for m in page.markdown)
    page.button(key=number.replace("take_", "undo_")).click().run()
    assert_fine(page)
    assert watched.value("select count(*) from alert where status <> 'open'") == 0
    assert [without_time_left(row) for row in listed(page)] == [without_time_left(row) for row in before]


def test_the_way_back_is_offered_for_a_moment_only(open_page, watched, monkeypatch):
    number = fevers(watched)[0]
    page = open_page("anomalies", store=watched, alert=str(number))
    page.button(key=f"take_{number}").click().run()
    later = clock.now() + timedelta(seconds=watched.settings.undo_seconds + 1)
    monkeypatch.setattr(clock, "now", lambda: later)
    page.run()
    assert not [b for b in page.button if b.key and b.key.startswith("undo_")]


def test_the_detail_shows_when_and_where_and_whom_to_call(open_page, watched):
    number = fevers(watched)[0]
    seen = drawn(open_page("anomalies", store=watched, alert=str(number)))
    assert "12:00" in seen and "东一村1组" in seen and "38.2 ℃" in seen
    assert 'href="tel:13800000001"' in seen  # who is on duty is called
    resident = watched.value("select phone from person where person_id = 1")
    assert resident not in seen and resident[:3] + "****" in seen


def test_closing_wants_a_reason(open_page, watched):
    number = fevers(watched)[0]
    page = open_page("anomalies", store=watched, alert=str(number))
    submit = next(b for b in page.button if b.label == t("zh", "anomalies.close"))
    submit.click().run()
    assert t("zh", "anomalies.why_needed") in [e.value for e in page.error]
    assert watched.value("select status from alert where alert_id = $n", n=number) == "open"

    page.text_area(key=f"why_close_{number}").set_value("体温计故障,复测正常")
    assert page.radio(key=f"outcome_close_{number}").options == [
        t("zh", f"outcome.{o}") for o in ("handled", "harmless", "false", "data_error")
    ]
    page.radio(key=f"outcome_close_{number}").set_value("data_error")
    next(b for b in page.button if b.label == t("zh", "anomalies.close")).click().run()
    assert_fine(page)
    row = watched.one("select status, outcome, closing_reason from alert where alert_id = $n", n=number)
    assert row == ("dismissed", "data_error", "体温计故障,复测正常")


def test_when_all_is_handled_it_says_so_and_when_it_last_looked(open_page, county):
    page = open_page("anomalies", store=county)
    assert county.value("select count(*) from alert") == 0
    assert page.success[0].value == t("zh", "anomalies.none_open")
    assert any("上次检测" in c.value for c in page.caption)


def test_an_empty_store_says_what_is_missing(open_page):
    page = open_page("anomalies", store=empty_store())
    assert_fine(page)
    assert t("zh", "anomalies.never_run") in page.info[0].value


def test_what_happened_meanwhile_stands_below_the_series(open_page, watched):
    page = open_page("anomalies", store=watched)
    assert any("元旦" in c.value for c in page.caption)
    page.toggle("alert_marks").set_value(False).run()
    assert_fine(page)
    assert not any("元旦" in c.value for c in page.caption)


@pytest.mark.parametrize(("page", "lang"), [("anomalies", "zh"), ("overview", "zh"), ("anomalies", "en")])
def test_few_days_of_data_are_said_not_to_be_enough(open_page, page, lang):
    store = make_county()
    with store.write() as db:
        db.execute("delete from check_in where scanned_at < timestamp '2026-01-30'")
    roll_up(store, days=None, actor="test")
    shown = open_page(page, lang=lang, store=store)
    assert_fine(shown)
    told = " ".join(info.value for info in shown.info)
    assert ("2月6日起可判断：人流骤增、人流骤降" if lang == "zh" else "Sudden rise, Sudden fall") in told
