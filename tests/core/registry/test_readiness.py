"""What keeps a unit from opening on a day, worst first; who would come and who may not."""

from __future__ import annotations

from datetime import date

import pytest

from core.classify import classify
from core.domain import Scope
from core.policy.resuming import read_resuming, resuming
from core.registry.readiness import by_group, kept_away, opening, readiness
from core.report.readiness import reasons
from core.rollup import roll_up
from tests.county import EAST, LAST_DAY, MASKED, NOBODY, WHOLE, make_county

ON = date(2026, 2, 1)
HELD = "update person set attention = 'home_quarantine', attention_until = '{until}' where person_id = {p}"
OWNER = "insert into duty values ({grid}, 'responsible', '陈校长', '校长', {phone}, null, 1, null)"


def made(*changes: str):
    store = make_county()
    with store.write() as db:
        for change in changes:
            db.execute(change)
    roll_up(store, days=None, actor="test")
    classify(store, as_of=LAST_DAY, actor="test")
    return store


def of(store, code: str, on: date = ON) -> tuple[str, list[str]]:
    found = readiness(store, WHOLE, on=on, as_of=LAST_DAY)
    row = found[found.code == code].iloc[0]
    return row.readiness, list(row.reasons)


FULL = ["update unit set staff = 5 where grid_id = 20", OWNER.format(grid=20, phone="'13800000009'")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (FULL, ("ready", [])),
        (FULL[:1], ("blocked", ["no_responsible"])),
        ([FULL[0], OWNER.format(grid=20, phone="null")], ("nearly", ["no_phone"])),
        ([FULL[1]], ("blocked", ["roster_thin"])),  # five of sixty
        ([*FULL, "update unit set staff = 6 where grid_id = 20"], ("nearly", ["roster_short"])),
        ([*FULL, "update unit set staff = null where grid_id = 20"], ("nearly", ["staff_untold"])),
        ([*FULL, "delete from membership where kind = 'study'"], ("blocked", ["no_roster"])),
        ([*FULL, HELD.format(p=1, until="2026-02-05")], ("blocked", ["away_many"])),  # one of five
        ([*FULL, HELD.format(p=1, until="2026-01-31")], ("ready", [])),  # over by then
        ([*FULL, HELD.format(p=1, until="2026-02-01")], ("blocked", ["away_many"])),  # its last day is one of them
        ([*FULL, "delete from check_in where grid_id = 22 and scanned_at >= timestamp '2026-01-28'"], ("nearly", ["silent"])),
        # the third day without a scan is a Saturday: of a school it does not count
        ([*FULL, "delete from check_in where grid_id = 22 and scanned_at >= timestamp '2026-01-29'"], ("ready", [])),
        ([*FULL, "delete from check_in where grid_id = 22 and scanned_at >= timestamp '2026-01-29'", "update unit set kind = 'enterprise' where grid_id = 20"],
         ("nearly", ["silent"])),
        ([*FULL, "update unit set obstacle = '缺口罩' where grid_id = 20"], ("ready", [])),  # it is open
        ([*FULL, "update unit set obstacle = '缺口罩', resumption = 'closed' where grid_id = 20"], ("blocked", ["obstacle"])),
        ([*FULL, "update person set status = 'died', status_on = '2026-01-01' where person_id = 1"], ("nearly", ["roster_short"])),
    ],
)  # fmt: skip
def test_what_blocks_a_school(changes, expected):
    assert of(made(*changes), "U001") == expected


def test_a_few_who_may_not_come_do_not_block_the_rest():
    more = ["update unit set staff = 10 where grid_id = 20", FULL[1]]
    more += [f"insert into membership values ({p}, 22, 'study', null, null, 1, null)" for p in range(6, 11)]
    store = made(*more, HELD.format(p=1, until="2026-02-05"))
    assert of(store, "U001") == ("nearly", ["away"])
    assert of(store, "U001", date(2026, 2, 6)) == ("ready", [])
    row = readiness(store, WHOLE, on=ON, as_of=LAST_DAY, kind="school").to_dict("records")[0]
    assert reasons("zh", row) == "1 人按类别不能到，最晚至2月5日"
    assert reasons("en", row) == "1 person may not come, at the latest until 5 Feb"
    comes = opening(store, WHOLE, grid_id=20, on=ON)
    assert comes.people.tolist() == [9, 1] and comes.away.tolist() == [False, True] and set(comes.township) == {"东镇"}
    assert opening(store, WHOLE, grid_id=20, on=date(2026, 2, 6)).people.tolist() == [10]
    away = kept_away(store, MASKED, grid_id=20, on=ON, as_of=LAST_DAY)
    assert away[["person_id", "name", "part", "class"]].to_numpy().tolist() == [
        [1, "李**", "初一1班", "home_quarantine"]
    ]
    assert kept_away(store, Scope((8,)), grid_id=20, on=ON, as_of=LAST_DAY).empty
    assert opening(store, NOBODY, grid_id=20, on=ON).empty


def test_the_worst_first_and_added_up():
    store = made(*FULL)
    found = readiness(store, WHOLE, on=ON, as_of=LAST_DAY)
    assert found.code.tolist() == ["U002", "U001"] and found.readiness.tolist() == ["blocked", "ready"]
    assert by_group(found, "township").to_numpy().tolist() == [["西镇", 1, 0, 0, 1], ["东镇", 0, 0, 1, 1]]
    assert readiness(store, EAST, on=ON, as_of=LAST_DAY).code.tolist() == ["U001"]
    assert readiness(store, NOBODY, on=ON, as_of=LAST_DAY).empty


def test_the_pack_says_who_may_not_come(tmp_path):
    assert set(resuming().keeps_away) >= {"fever", "home_quarantine", "inbound", "contact", "confirmed"}
    from core.policy.folder import FOLDER

    for file in (FOLDER / "epidemic").glob("*.toml"):
        (tmp_path / file.name).write_text(
            file.read_text("utf-8").replace('keeps_away = ["confirmed"', 'keeps_away = ["nobody"'), "utf-8"
        )
    with pytest.raises(ValueError, match="nobody"):
        read_resuming(tmp_path)


def test_whose_end_nobody_knows_is_said_to_have_none():
    store = made(
        "update person set attention = 'home_quarantine', attention_until = null where person_id = 1",
        *FULL,
        "update unit set staff = 10 where grid_id = 20",
    )
    row = readiness(store, WHOLE, on=ON, as_of=LAST_DAY, kind="school").to_dict("records")[0]
    assert "1 person may not come, no end known" in reasons("en", row)
    assert "1 人按类别不能到，没有截止日期" in reasons("zh", row)
