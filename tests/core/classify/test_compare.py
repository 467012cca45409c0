"""The same county under two policies: who is where, who comes and goes, by name as far as the reader may see."""

from __future__ import annotations

from datetime import date

import pytest

from core.classify import classify
from core.classify.compare import NOBODY, compare, compared_people
from core.policy.loader import load_policy
from core.rollup import roll_up
from core.store import Store
from tests.county import EAST, LAST_DAY, MASKED, WHOLE, make_county
from tests.county import NOBODY as BLIND

A, B = load_policy("epidemic", "8"), load_policy("epidemic", "9")
# 1 and 2 (east) and 31 (west) came ten days ago, 3 two days ago from elsewhere; 4 is in home quarantine and came ten days ago.
CAME = "update person set origin = $origin, arrived_on = $day where person_id in (select unnest($people))"


@pytest.fixture(scope="module")
def store() -> Store:
    made = make_county()
    with made.write() as db:
        for origin, day, people in (("湖北", 21, [1, 2, 31, 4]), ("广州", 29, [3])):
            db.execute(CAME, {"origin": origin, "day": date(2026, 1, day), "people": people})
        db.execute(
            "update person set attention = 'home_quarantine', attention_until = date '2026-02-09' where person_id = 4"
        )
    roll_up(made, days=None, actor="test")
    classify(made, as_of=LAST_DAY, actor="test")
    return made


def test_who_enters_who_leaves_and_who_moves(store):
    before = store.run("select * from person_class order by all").fetchall()
    found = compare(store, WHOLE, A, B, as_of=LAST_DAY)
    rows = {(r["class"], r["township_id"]): tuple(r[k] for k in ("under_a", "under_b", "entered", "left"))
            for r in found.counts.to_dict("records")}  # fmt: skip
    assert rows == {
        ("home_quarantine", 2): (1, 1, 0, 0), ("inbound", 2): (2, 0, 0, 2), ("inbound", 8): (1, 0, 0, 1), ("returnee", 2): (1, 1, 0, 0),
    }  # fmt: skip
    assert (found.moved, found.released) == (3, 3)
    assert store.run("select * from person_class order by all").fetchall() == before
    work = {r.measure: (r.under_a, r.under_b) for r in found.work.itertuples()}
    daily = A.matrix.of("inbound", "low"), B.matrix.of("inbound", "low")
    assert all(m.code in work for m in daily[0] if not m.standing)
    assert all(a >= b for a, b in work.values()) and sum(a - b for a, b in work.values()) > 0, (
        "who is released asks for nothing"
    )
    back = compare(store, WHOLE, B, A, as_of=LAST_DAY)
    assert (back.moved, back.released, back.counts["entered"].sum()) == (3, 0, 3)


def test_the_people_of_a_cell_are_those_one_may_see(store):
    def people(scope, **cell) -> list[int]:
        found = compared_people(store, scope, A, B, as_of=LAST_DAY, **cell)
        assert all("*" in name for name in found["name"]) or "name" in scope.reveal
        return found["person_id"].tolist()

    assert people(MASKED, before="inbound", after=NOBODY) == [1, 2, 31]
    assert people(MASKED, before="inbound", township=8) == [31]
    assert people(EAST) == [1, 2]
    assert people(BLIND) == []
    assert people(WHOLE, before="returnee", moved=False) == [3]
    page = compared_people(store, WHOLE, A, B, as_of=LAST_DAY, limit=1, offset=1)
    assert (page["person_id"].tolist(), page["total"].tolist()) == ([2], [3])
