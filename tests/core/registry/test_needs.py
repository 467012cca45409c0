"""Who needs something: rows of classes, alerts, statuses and applications in, groups with their people out."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from core.domain import Scope
from core.policy.needs import needs
from core.registry.people import count, ids, need_counts, search
from core.workbooks.export import editable
from tests.county import EAST, LAST_DAY, NOBODY, NOW, WHOLE, make_county

CLASSES = [
    (1, "fever", 1, "2026-01-29", "2026-01-31"),
    (2, "fever", 1, "2026-01-31", "2026-02-02"),
    (3, "home_quarantine", 1, "2026-01-20", "2026-02-03"),
    (4, "home_quarantine", 1, "2026-01-18", "2026-02-01"),  # ends tomorrow
    (4, "inbound", 2, "2026-01-18", "2026-02-01"),
    (31, "inbound", 1, "2026-01-29", "2026-02-11"),  # three days, the day judged included
    (32, "returnee", 1, "2026-01-28", "2026-02-10"),
    (33, "key_attention", 1, "2026-01-01", None),
]


def alert(number: int, detector: str, person: int | None, status: str, day: str = "2026-01-30") -> str:
    who = "null" if person is None else person
    return f"({number}, '{detector}', 4, {who}, '{status}', 'high', 1, '{day}', '{day}', 'r', '{{}}', 'v', '2026-01-30', null, null, null)"


def application(number: int, person: int, status: str, leave: str, back: str) -> str:
    return f"({number}, {person}, '2026-01-29', '{leave}', '{back}', '南宁', null, '{status}', null, 1)"


@pytest.fixture(scope="module")
def county():
    store = make_county()
    with store.write() as db:
        for person, code, rank, since, until in CLASSES:
            db.execute(
                "insert into person_class (person_id, class, rank, since, until, reason, fields, policy_version) values (?, ?, ?, ?, ?, 'r', '{}', 'v')",
                [person, code, rank, since, until],
            )
        db.execute("insert into alert (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason, fields, policy_version, opened_at, handled_by, handled_at, closing_reason) values " + ", ".join([
            alert(1, "fever", 5, "open"), alert(2, "fever", 2, "acknowledged"), alert(3, "fever", 6, "resolved"),
            alert(4, "silent_resident", 7, "assigned"), alert(5, "rate_rise", None, "open"),
            alert(6, "quarantine_breach", 3, "open"),
        ]))  # fmt: skip
        db.execute("update person set status = 'lost', status_on = '2026-01-15' where person_id = 8")
        db.execute("update person set status = 'lost', status_on = '2026-02-20' where person_id = 9")  # not yet
        db.execute("insert into exit_application values " + ", ".join([
            application(1, 11, "pending", "2026-01-30", "2026-02-04"), application(2, 12, "approved", "2026-02-01", "2026-02-04"),
            application(3, 13, "pending", "2026-01-10", "2026-01-20"),
        ]))  # fmt: skip
        db.execute(
            "insert into person (person_id, name, registered, updated_at) values (99, '李过客', false, ?)", [NOW]
        )
        db.execute(
            "insert into person_class (person_id, class, rank, since, until, reason, fields, policy_version) values (99, 'fever', 1, '2026-01-30', '2026-02-01', 'r', '{}', 'v')"
        )
    return store


EVERYBODY = {"registered": None, "gone": None, "as_of": LAST_DAY, "judged": LAST_DAY}
PEOPLE = {
    "quarantine_breach": [3],
    "fever": [2, 5, 99, 1],  # the latest first
    "quarantine_ends": [4],
    "missing": [7, 8],
    "exit": [11],
    "arrived": [31],
    "quarantine": [4, 3],  # who is released first
    "inbound": [4, 31],
}


def test_each_group_has_its_people_in_their_order(county):
    found = {code: ids(county, WHOLE, need=code, **EVERYBODY) for code in needs()}
    assert {code: people for code, people in found.items() if people} == PEOPLE
    assert {code: search(county, WHOLE, need=code, **EVERYBODY).person_id.tolist() for code in PEOPLE} == PEOPLE


def test_counts_are_those_of_the_lists_the_most_urgent_first(county):
    counts = need_counts(county, WHOLE, **EVERYBODY)
    assert list(counts.items()) == [(code, len(PEOPLE[code])) for code in needs() if code in PEOPLE]
    assert all(count(county, WHOLE, need=code, **EVERYBODY) == people for code, people in counts.items())


@pytest.mark.parametrize("scope", [EAST, NOBODY, Scope((8,)), Scope((20,))])
def test_the_scope_bounds_counts_and_lists(county, scope):
    seen = set(ids(county, scope, **EVERYBODY))
    # a school sees its pupils, and not that their villages have an alert about them
    alerts = {"quarantine_breach": {3}, "fever": {5}} if 20 in scope.roots else {}
    want = {code: (set(people) & seen) - alerts.get(code, set()) for code, people in PEOPLE.items()}
    assert need_counts(county, scope, **EVERYBODY) == {code: len(people) for code, people in want.items() if people}
    for code, people in want.items():
        assert set(ids(county, scope, need=code, **EVERYBODY)) == people


def test_a_grid_and_a_unit_narrow_them(county):
    assert need_counts(county, WHOLE, grid=8, **EVERYBODY) == {"arrived": 1, "inbound": 1}
    assert need_counts(county, WHOLE, unit=20, **EVERYBODY)["fever"] == 3


def test_the_day_judged_decides(county):
    later = {**EVERYBODY, "judged": date(2026, 2, 2)}
    assert ids(county, WHOLE, need="quarantine_ends", **later) == [4, 3]
    assert ids(county, WHOLE, need="arrived", **later) == []


def test_a_group_leaves_for_editing_as_it_is_listed(county):
    conditions = {"need": "quarantine", "registered": None, "gone": None, "judged": LAST_DAY, "text": ""}
    content = editable(county, WHOLE, "people", "zh", conditions=conditions, actor="clerk", now=NOW)
    rows = list(openpyxl.load_workbook(BytesIO(content)).worksheets[0].values)
    numbers = {number for (number,) in county.run("select id_number from person where person_id in (3, 4)").fetchall()}
    assert numbers <= {str(cell) for row in rows for cell in row}
    assert len([row for row in rows if any(row)]) == 3
    kept = county.value("select fields from audit_entry where event = 'export.made' order by entry_id desc limit 1")
    assert json.loads(kept)["need"] == "quarantine"
