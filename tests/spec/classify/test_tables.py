"""Classes at their boundaries, row by row: the shipped ones, and what a rule may say beyond days."""

from __future__ import annotations

import pytest

from core.policy.loader import load_policy
from tests.spec.classify.rows import pack, place
from tests.spec.classify.tables import check, ends, fact

SHIPPED = {
    "arrivals": """
        origin=武汉 arrived_on=0                    | 0 6 7 8 13  | inbound 0..13
                                                    | 14 15       | -
        origin=广东 arrived_on=0                    | 0 6 7 8 13  | returnee 0..13
                                                    | 14 15       | -
        arrived_on=0                                | 0 13        | returnee 0..13
        origin=武汉                                 | 0 14        | -
        origin=武汉 arrived_on=28                   | 28 40 41    | inbound 28..41
                                                    | 27 42       | -
        origin=武汉 arrived_on=0 status=moved_out status_on=5 | 4 | inbound 0..4
                                                    | 5 6         | -
        origin=武汉 arrived_on=0 status=lost status_on=5      | 6 | inbound 0..13
    """,
    "fever": """
        temperature=37.2@0                          | 0           | -
        temperature=37.3@0                          | 0 1 2       | fever 0..2
                                                    | 3           | -
        temperature=@0                              | 0           | -
        temperature=38@0,38@2                       | 2           | fever 0..4
                                                    | 3 4         | fever 2..4
                                                    | 5           | -
        temperature=38@0 origin=武汉 arrived_on=0   | 1           | fever 0..2; inbound 0..13
                                                    | 3           | inbound 0..13
    """,
    "roster": """
        attention=home_quarantine attention_until=7 arrived_on=0 | 0 6 7 | home_quarantine 0..7; returnee 0..13
                                                    | 8           | returnee 0..13
        attention=home_quarantine attention_until=7 | 0           | home_quarantine -7..7
        attention=key_attention                     | 0 15        | key_attention 0..
        attention=student                           | 0           | -
    """,
    "cases": """
        case=confirmed:0:13:discharged              | 0 6         | confirmed 0..13
                                                    | 13          | confirmed 0..13; discharged 13..27 phase 1 home
                                                    | 14 15 27    | discharged 13..27 phase 1 home
                                                    | 28          | -
        case=clinical:0                             | 0 15        | confirmed 0..
        case=asymptomatic:0:7:discharged            | 0 6         | asymptomatic 0..7
                                                    | 7           | asymptomatic 0..7; discharged 7..21 phase 1 home
                                                    | 8 13 14 15 21 | discharged 7..21 phase 1 home
                                                    | 22          | -
        case=suspected:0:3:excluded                 | 0 3         | suspected 0..3
                                                    | 4           | -
        case=confirmed:0:7:died                     | 7           | confirmed 0..7
                                                    | 8           | -
        case=confirmed:5 contact=close:0:central test=positive@4 declared=yes@4 | 3 | contact 0..14 phase 1 central
                                                    | 4           | test_positive 4..17; symptomatic 4..6; contact 0..14 phase 1 central
                                                    | 5 6         | confirmed 5..
    """,
    "contacts": """
        contact=close:0:home                        | 0 6 7 8 13 14 | contact 0..14 phase 1 home
                                                    | 15          | -
        contact=close:0:-                           | 0 14        | contact 0..14 phase 1 central
                                                    | 15          | -
        contact=close:0:hospital                    | 14          | contact 0..14 phase 1 hospital
        contact=close:0:central:10                  | 10          | contact 0..10 phase 1 central
                                                    | 11          | -
        contact=general:0:home                      | 0           | -
        contact=second:0:home                       | 0           | -
    """,
    "tests": """
        test=positive@0                             | 0 6 7 8 13  | test_positive 0..13
                                                    | 14 15       | -
        test=positive@0,negative@2,negative@4       | 0 2 3       | test_positive 0..13
                                                    | 4           | -
        test=pool_positive@0,negative@1             | 0           | test_positive 0..13
                                                    | 1           | -
        test=negative@0                             | 0           | -
        declared=yes@0                              | 0 2         | symptomatic 0..2
                                                    | 3           | -
        declared=no@0                               | 0           | -
    """,
    "lists and areas": """
        quarantine=home:0:13                        | 0 6 7 8 13  | quarantined 0..13
                                                    | 14 15       | -
        quarantine=central:0                        | 0 15        | quarantined 0..
        stay=high:0:2                               | 2 6 7 8 13  | risk_stay_high 0..13 phase 1 home
                                                    | 14 15       | -
        stay=medium:0:2                             | 2 13        | risk_stay_medium 0..13 phase 1 monitoring
                                                    | 14          | -
        stay=high:0:15                              | 13          | -
        stay=low:0:0                                | 0           | -
    """,
    "visitors": """
        home_grid_id=null registered=false temperature=@0 | 0 13  | visitor 0..13
                                                    | 14          | -
    """,
}

# what an edition has otherwise
EDITIONS = {
    "7": """
        contact=second:0:central                    | 0 6 7       | second_contact 0..7 phase 1 central
                                                    | 8           | -
        contact=close:0:central                     | 14          | contact 0..14 phase 1 central
                                                    | 15          | -
    """,
    "8": """
        contact=close:0:central:14                  | 0 7 13 14   | contact 0..21 phase 1 central
                                                    | 15 21       | contact 0..21 phase 2 monitoring
                                                    | 22          | -
        contact=second:0:central                    | 7           | second_contact 0..7 phase 1 central
                                                    | 8           | -
        case=confirmed:-9:0:discharged              | 14          | discharged 0..28 phase 1 home
                                                    | 15 28       | discharged 0..28 phase 2 monitoring
        stay=high:0:0                               | 13          | risk_stay_high 0..20 phase 1 central
                                                    | 14          | risk_stay_high 0..20 phase 2 monitoring
    """,
    "9": """
        contact=close:0:central:7                   | 0 6 7       | contact 0..10 phase 1 central
                                                    | 8 10        | contact 0..10 phase 2 monitoring
                                                    | 11          | -
        contact=second:0:home                       | 7           | second_contact 0..7 phase 1 home
                                                    | 8           | -
        case=confirmed:-9:0:discharged              | 1 7         | discharged 0..7 phase 1 monitoring
                                                    | 8           | -
        stay=high:0:7                               | 6           | risk_stay_high 0..6 phase 1 central
                                                    | 7 8         | -
        stay=medium:0:0                             | 6           | risk_stay_medium 0..6 phase 1 home
                                                    | 7           | -
    """,
    "art20": """
        contact=close:0:central                     | 0 5         | contact 0..8 phase 1 central
                                                    | 6 8         | contact 0..8 phase 2 home
                                                    | 9           | -
        contact=second:0:home                       | 0           | -
        stay=medium:0:0                             | 0           | -
        stay=high:0:0                               | 6           | risk_stay_high 0..6 phase 1 home
    """,
    "art10": """
        contact=close:0:-                           | 0 5         | contact 0..5 phase 1 home
                                                    | 6           | -
        case=asymptomatic:0                         | 0 6         | asymptomatic 0..6 phase 1 home
                                                    | 7           | -
        stay=high:0:0                               | 0           | -
    """,
    "10": """
        contact=close:0:central quarantine=home:0:9 | 0           | -
        case=confirmed:0                            | 7           | confirmed 0..
    """,
}

CHAIN = """code = "x"
event = "arrival"
phases = [{place = "central", days = 14, tests = [1, 4, 7, 14]}, {place = "monitoring", days = 7, tests = [2, 7]}]
"""
FACTS = """
[departed_on]
type = "date"
kinds = ["people"]
zh = ["离开日期"]
en = ["Left on"]
[found_after]
type = "number"
kinds = ["people"]
zh = ["到达后第几天发现"]
en = ["Found after"]
[negatives]
type = "number"
kinds = ["people"]
zh = ["阴性次数"]
en = ["Negatives"]
"""
BY_FINDING = """code = "x"
event = "arrival"
days_by = [
  {when = "found_after < 7", phases = [{place = "central", days = 14}, {place = "monitoring", days = 7}]},
  {when = "found_after < 14", phases = [{place = "central", days = 7}, {place = "monitoring", days = 7}]},
  {when = "found_after <= 21", days = 3},
]
"""
MADE = {
    "a chain of phases": (CHAIN, """
        arrived_on=0                 | 0 6 13      | x 0..20 phase 1 central
                                     | 14 20       | x 0..20 phase 2 monitoring
                                     | 21          | -
    """),
    "a chain from day 0": (CHAIN + "from_day = 0", """
        arrived_on=0                 | 0 14        | x 0..21 phase 1 central
                                     | 15 21       | x 0..21 phase 2 monitoring
                                     | 22          | -
    """),
    "another clock": ('code = "x"\nevent = "arrival"\nclock = "departed_on"\ndays = 7', """
        arrived_on=0 fact.departed_on=day-3  | 0 3     | x -3..3
                                         | 4       | -
        arrived_on=0 fact.departed_on=day5   | 5 11    | x 5..11
                                         | 4 12    | -
        arrived_on=0                     | 0       | -
        arrived_on=-200 fact.departed_on=day0 | 6      | x 0..6
    """),
    "a length that depends on when they were found": (BY_FINDING, """
        arrived_on=0 fact.found_after=0  | 0 13    | x 0..20 phase 1 central
                                         | 14 20   | x 0..20 phase 2 monitoring
                                         | 21      | -
        arrived_on=0 fact.found_after=6  | 13      | x 0..20 phase 1 central
        arrived_on=0 fact.found_after=7  | 7       | x 0..13 phase 2 monitoring
                                         | 14      | -
        arrived_on=0 fact.found_after=13 | 6       | x 0..13 phase 1 central
        arrived_on=0 fact.found_after=14 | 2       | x 0..2
                                         | 3       | -
        arrived_on=0 fact.found_after=22 | 0       | -
        arrived_on=0                     | 0       | -
    """),
    "released by condition": (CHAIN + 'release = "negatives >= 2"', """
        arrived_on=0 fact.negatives=1@2,2@5 | 0 4  | x 0..20 phase 1 central
                                            | 5 14 | -
        arrived_on=0                        | 20   | x 0..20 phase 2 monitoring
    """),
    "kept until the condition is met": (
        'code = "x"\nevent = "arrival"\ndays = 7\nkeep = "negatives is null or negatives < 1"\nat_most = 14', """
        arrived_on=0                        | 0 6   | x 0..6
                                            | 7 13  | x 0..13
                                            | 14    | -
        arrived_on=0 fact.negatives=1@3     | 5 6   | x 0..6
                                            | 7     | -
        arrived_on=0 fact.negatives=1@9     | 8     | x 0..13
                                            | 9     | -
    """),
}  # fmt: skip


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped(name):
    check(place(), SHIPPED[name], load_policy())


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_each_edition_has_otherwise(edition):
    check(place(), EDITIONS[edition], load_policy("epidemic", edition))


@pytest.mark.parametrize("name", MADE)
def test_what_a_rule_can_say(name, tmp_path):
    entry, table = MADE[name]
    check(place(), table, pack(tmp_path, entry, facts=FACTS))


def test_test_days_are_dates(tmp_path):
    store = place()
    check(store, "arrived_on=0 | 3 | x 0..20 phase 1 central", pack(tmp_path, CHAIN))
    days = store.value(
        "select list_transform(test_days, lambda d: date_diff('day', date '2026-02-01', d)) from person_class"
    )
    assert days == [0, 3, 6, 13, 15, 20]


def test_each_way_in_which_a_class_ends(tmp_path):
    store = place()
    released = CHAIN + 'release = "negatives >= 2"'
    first = pack(tmp_path, 'code = "q"\nevent = "attention"\nends = "event"\nexcludes = ["x"]', released, facts=FACTS)
    check(store, """
        origin=甲 arrived_on=0                      | 0 | x 0..20 phase 1 central
        origin=乙 arrived_on=0 fact.negatives=2@4   | 0 | x 0..20 phase 1 central
        origin=丙 arrived_on=0                      | 0 | x 0..20 phase 1 central
        origin=丁 arrived_on=0                      | 0 | x 0..20 phase 1 central
        attention=key_attention                     | 0 | q 0..
        origin=戊 arrived_on=0                      | 0 | x 0..20 phase 1 central
        origin=己 arrived_on=-18                    | 0 | x -18..2 phase 2 monitoring
    """, first)  # fmt: skip
    with store.write() as db:
        db.execute("update person set status = 'died', status_on = '2026-02-05' where person_id = 1")
        db.execute("update person set attention = 'key_attention' where person_id = 3")
        db.execute("update person set arrived_on = null where person_id = 4")
        db.execute("update person set attention = null where person_id = 5")
    check(store, " | 5 | -", first)
    found = {p: ends(store, p) for p in range(1, 8)}
    assert [found[p][-1] for p in (1, 2, 4, 5, 7)] == [
        ("x", 0, 4, "gone"), ("x", 0, 4, "released"), ("x", 0, 4, "withdrawn"), ("q", 0, 4, "event"), ("x", -18, 2, "over"),
    ]  # fmt: skip
    assert ("x", 0, 4, "excluded") in found[3]
    check(store, " | 6 | -", pack(tmp_path, 'code = "q"\nevent = "attention"\nends = "event"'))
    assert ends(store, 6) == [("x", 0, 5, "policy")]


def versions(folder, under_way: str) -> tuple:
    entry = 'code = "x"\nevent = "arrival"\nphases = [{{place = "central", days = {}}}, {{place = "home", days = 7}}]\nunder_way = "{}"'
    return tuple(pack(folder, entry.format(days, under_way)) for days in (14, 7, 21))


@pytest.mark.parametrize(
    ("under_way", "shorter", "longer"),
    [
        ("keep", "x 0..20 phase 1 central", "x 0..20 phase 2 home"),
        ("new", "x 0..13 phase 2 home", "x 0..27 phase 1 central"),
    ],
)
def test_whoever_is_under_way_when_the_version_changes(tmp_path, under_way, shorter, longer):
    first, less, more = versions(tmp_path, under_way)
    for policy, day, expected in ((less, 8, shorter), (more, 16, longer)):
        store = place()
        check(store, "arrived_on=0 | 2 | x 0..20 phase 1 central", first)
        check(store, f"|{day}|{expected}", policy)
        # who comes later has the new length, and who came before ends as begun
        store.run("insert into person (person_id, home_grid_id, arrived_on, registered, updated_at) select 9, 1, date '2026-02-01' + $d, true, localtimestamp", d=day)  # fmt: skip
        check(store, f" |{day + 1}| {expected}", policy)
        assert store.value("select until - since from person_class where person_id = 9") == (
            13 if policy is less else 27
        )
    if under_way == "keep":
        check(store, " | 20 | x 0..20 phase 2 home", more)
        check(store, " | 21 | -", more)
        check(store, " | 22 | -", more)
        assert ends(store) == [("x", 0, 20, "over")]


def test_a_reading_learnt_late_and_taken_back(tmp_path):
    store = place()
    check(
        store,
        "arrived_on=0 | 3 | x 0..20 phase 1 central",
        policy := pack(tmp_path, CHAIN + 'release = "negatives >= 2"', facts=FACTS),
    )
    fact(store, 1, "negatives", "2", "1")
    check(store, " | 4 | -", policy)
    store.run("delete from person_fact")
    check(store, " | 5 | x 0..20 phase 1 central", policy)
    assert ends(store) == [("x", 0, 3, "released"), ("x", 0, None, None)]
