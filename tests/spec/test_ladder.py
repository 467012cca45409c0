"""Rows in, rows out: grades by shares, coverage and units; what each rule finds, what the next step lacks, and since when."""

import shutil
from datetime import date, timedelta

import pytest

from core.classify import classify, grade
from core.classify.ladder import ladder
from core.policy.loader import FOLDER, read_policy
from core.report import grade_words as words
from core.rollup import roll_up
from tests.county import EAST, LAST_DAY, WHOLE, make_county

RULES = """
[[rule]]
grade = "high"
class = "fever"
at_least = 3
per_1000 = 200
reason = "grade_fever"
[[rule]]
grade = "medium"
class = "fever"
at_least = 1
per_1000 = 10
reason = "grade_fever"
[[rule]]
grade = "medium"
share = "outsiders"
at_least = 2
per_1000 = 300
reason = "grade_outsiders"
[[rule]]
grade = "unknown"
coverage = 0.5
reason = "grade_coverage"
"""


@pytest.fixture
def policy(tmp_path):
    folder = shutil.copytree(FOLDER / "epidemic", tmp_path / "epidemic")
    (folder / "grades.toml").write_text(RULES, "utf-8")
    return read_policy(folder)


def store_with(*changes: str):
    """The county, of which persons 5 (a pupil) and 6 have fever on the last day."""
    store = make_county()
    with store.write() as db:
        db.execute(
            "update check_in set temperature = 38 where person_id in (5, 6) and scanned_at >= timestamp '2026-01-31'"
        )
        for change in changes:
            db.execute(change)
    roll_up(store, days=None, actor="test")
    return store


def grades(store, policy, day=LAST_DAY) -> dict[int, tuple]:
    classify(store, as_of=day, actor="test", policy=policy)
    grade(store, as_of=day, actor="test", policy=policy)
    return {g: (*rest,) for g, *rest in store.run("select grid_id, grade, reason from grid_grade").fetchall()}


def test_a_unit_has_the_grade_of_those_who_work_and_study_there(policy):
    found = grades(store_with(), policy)
    assert {g for g, (name, _) in found.items() if name == "medium"} == {1, 2, 3, 4, 20, 21, 22}
    assert found[30] == found[31] == ("low", "grade_low")


def test_a_share_of_outsiders_and_too_few_scans(policy):
    found = grades(store_with(
        # three of the school come through the plant's village on the last day; from 西一村1组 nobody scans any more
        "insert into check_in select person_id, 9, timestamp '2026-01-31 12:00:00', 'pass', null, null, 1 from range(11, 14) r(person_id)",
        "delete from check_in where grid_id = 10 and scanned_at >= timestamp '2026-01-31'",
    ), policy)  # fmt: skip
    assert (found[9], found[10]) == (("medium", "grade_outsiders"), ("unknown", "grade_coverage"))
    assert found[7] == ("low", "grade_low")


def test_what_each_rule_finds_and_what_is_missing(policy):
    store = store_with()
    grades(store, policy)
    found = ladder(store, WHOLE, grid=4, policy=policy)
    high, medium, share, coverage = found.rungs
    assert (found.grade, found.decides, found.since) == ("medium", 1, LAST_DAY)
    assert (high.number, high.base, high.per_1000, high.met, high.more) == (2, 10, 200, False, 1)
    assert (medium.met, medium.fewer) == (True, 2)
    assert (share.number, share.met, coverage.number, coverage.met) == (0, False, 1, False)
    assert [(r.rule.grade, r.more) for r in found.up] == [("high", 1)]
    assert [r.fewer for r in found.down] == [2]
    assert words.ways_up("zh", found) == ["发热再增加 1 人，升为高风险"]
    assert words.way_down("en", found) == "To come down: 2 fewer in “Fever”"
    county = ladder(store, WHOLE, grid=1, policy=policy)
    assert (county.rungs[0].more, county.rungs[1].fewer) == (6, 2)  # 200 per thousand of 40 are eight
    assert list(county.children["name"]) == [
        "东镇",
        "东镇中学",
        "西镇",
        "西镇糖厂",
    ]  # the worst first; units of the area besides
    assert list(county.children["grade"]) == ["medium", "medium", "low", "low"]
    assert ladder(store, EAST, grid=8, policy=policy) is None


def test_since_when_and_what_before(policy):
    store = store_with()
    for back in (2, 1, 0):
        grades(store, policy, LAST_DAY - timedelta(days=back))
    found = ladder(store, WHOLE, grid=4, policy=policy)
    assert (found.since, found.before.grade) == (LAST_DAY, "low")
    assert (found.before.since, found.before.until) == (LAST_DAY - timedelta(days=2), LAST_DAY - timedelta(days=1))
    assert "此前为低风险（1月29日至1月30日）" in words.stands("zh", found)

    def without_fever(temperature: int) -> None:
        with store.write() as db:
            db.execute(
                "update person_day set max_temperature = $1 where person_id in (5, 6) and day = $2",
                [temperature, LAST_DAY],
            )

    without_fever(36)  # corrected on the same day: it has been low all the time; and wrong again
    grades(store, policy)
    assert ladder(store, WHOLE, grid=4, policy=policy).since == LAST_DAY - timedelta(days=2)
    without_fever(38)
    grades(store, policy)
    assert ladder(store, WHOLE, grid=4, policy=policy).since == LAST_DAY
    grades(store, policy, date(2026, 1, 30))  # a look back is no history
    assert store.value("select count(*) from grade_history where grid_id = 4") == 2
    assert store.one("select grade, since from grid_grade where grid_id = 4") == ("low", LAST_DAY - timedelta(days=2))
