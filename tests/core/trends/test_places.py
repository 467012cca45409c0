"""What is counted of places: each equals a count of the rollups, within the scope."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.domain import Scope
from core.trends.places import counted
from tests.county import EAST, LAST_DAY, WHOLE
from tests.pages.conftest import prepared_county


@pytest.fixture(scope="module")
def county():
    made = prepared_county()
    with made.write() as db:
        db.execute(
            "insert into disease_case (case_id, person_id, case_no, reported_on, kind) values (1, 31, 'Z1', ?, 'confirmed')",
            [LAST_DAY],
        )
        db.execute("delete from grid_day where day = ?", [LAST_DAY - timedelta(days=3)])
        db.execute("insert into missing_day values (0, ?)", [LAST_DAY - timedelta(days=3)])
    return made


def of(county, what, *, scope: Scope = WHOLE, **given):
    return counted(county, scope, grid=1, what=what, since=LAST_DAY - timedelta(days=6), until=LAST_DAY, as_of=LAST_DAY, **given)  # fmt: skip


def test_people_seen_as_the_mean_of_the_days_that_have_data(county):
    found = of(county, "residents_seen")
    assert (found.repeat, found.days) == (7, 7)
    assert found.places.set_index("name")["count"].to_dict() == {"东镇": 30 * 7, "西镇": 10 * 7}
    assert found.places.people.tolist() == [30, 10]


def test_cases_classes_and_alerts_are_counted_once(county):
    assert of(county, "cases").places["count"].tolist() == [0, 1]
    assert of(county, "x", codes=("no_such_class",)).places["count"].tolist() == [0, 0]
    alerts = county.value("select count(*) from alert where status not in ('resolved', 'dismissed')")
    found = of(county, "alerts")
    assert found.days == 1 and found.places["count"].sum() <= alerts


def test_villages_and_scope(county):
    assert of(county, "cases", level="village").places.name.tolist() == ["东一村", "东二村", "西一村"]
    assert of(county, "cases", level="village").places["count"].tolist() == [0, 0, 1]
    assert of(county, "cases", scope=EAST, level="village").places.name.tolist() == ["东一村", "东二村"]
    assert of(county, "cases", scope=Scope(())).places.empty
