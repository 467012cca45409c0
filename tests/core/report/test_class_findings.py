"""What changed among the classes, in a sentence."""

from datetime import date

import pandas as pd
import pytest

from core.report import word
from core.report.class_findings import areas_finding, day_finding, flow_finding, gains, span_finding

DAY = date(2026, 1, 31)


def flows(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame([(DAY, *row) for row in rows], columns=["day", "from_class", "to_class", "people"])


SAID = [
    ([], "1月31日没有人进出各类别", "On 31 Jan nobody entered or left a class"),
    ([("resident", "fever", 2)], "较1月30日，新进 2 人（都是发热），没有转出", "Since 30 Jan, 2 entered (all of them “Fever”), nobody left"),
    (
        [("resident", "fever", 2), ("", "visitor", 3), ("inbound", "resident", 4), ("visitor", "", 1), ("inbound", "home_quarantine", 5)],
        "较1月30日，新进 5 人（未登记访客 3 人最多），转出 5 人（重点地区返乡 4 人最多），另有 5 人换了类别",
        "Since 30 Jan, 5 entered (3 of them “Unregistered visitor”), 5 left (4 of them “From a high-risk area”), 5 changed class",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "zh", "en"), SAID)
def test_a_day(rows, zh, en):
    found = day_finding(flows(*rows), day=DAY)
    assert (word("zh", found), word("en", found)) == (zh, en)


def test_a_span_names_who_gained_most_and_a_move_is_no_gain_of_all():
    given = flows(("resident", "inbound", 6), ("inbound", "home_quarantine", 5), ("inbound", "resident", 1))
    assert gains(given).to_dict() == {"inbound": 0, "home_quarantine": 5}
    assert word("zh", span_finding(given, since=DAY, until=DAY)).endswith("居家隔离净增最多，多 5 人")
    lost = flows(("inbound", "resident", 3))
    assert word("en", span_finding(lost, since=DAY, until=DAY)).endswith("“From a high-risk area” shrank most, by 3")
    assert word("zh", flow_finding(given)) == "新进 6 人、转出 1 人，最大的一股是普通居民→重点地区返乡，6 人"


def test_people_per_class_on_the_last_day_against_the_first():
    rows = [(date(2026, 1, 30), "fever", 1), (DAY, "fever", 1), (DAY, "inbound", 3), (DAY, "resident", 90)]
    daily = pd.DataFrame(rows, columns=["day", "class", "people"])
    assert word("zh", areas_finding(daily)) == "需关注人员 4 人，较1月30日增加 3，近八成为重点地区返乡"
    assert word("zh", areas_finding(daily[daily["class"] == "resident"])) == word("zh", areas_finding(daily.head(0)))
