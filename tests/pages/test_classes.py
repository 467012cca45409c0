"""Classes: what is drawn is what the store counts, links lead to those people, and each role sees what it may."""

from __future__ import annotations

import itertools
import re
from datetime import timedelta

import pandas as pd
import pytest

from core.classify import classify, classify_days, grade
from core.i18n import t
from core.policy import emergency
from core.policy.terms import events
from core.rollup import roll_up
from pages.ui.classes import sankey
from pages.ui.shared import palette
from tests.county import FIRST_DAY, LAST_DAY, empty_store, make_county
from tests.pages.conftest import assert_fine


@pytest.fixture(scope="module")
def classed():
    store = make_county()
    with store.write() as db:
        db.execute(
            "update person set origin = '湖北武汉', arrived_on = date '2026-01-20' where person_id in (1, 2, 21)"
        )
        db.execute("update person set origin = '湖北武汉', arrived_on = date '2026-01-31' where person_id = 31")
        db.execute("update person set origin = '湖北武汉' where person_id = 5")  # when, nobody has told
        db.execute(
            "update person set attention = 'home_quarantine', attention_until = date '2026-01-30' where person_id = 3"
        )
        db.execute("update check_in set temperature = 38 where person_id = 4 and scanned_at >= timestamp '2026-01-31'")
    roll_up(store, days=None, actor="test")
    classify_days(store, since=FIRST_DAY, until=LAST_DAY, actor="test")
    classify(store, as_of=LAST_DAY, actor="test")
    grade(store, as_of=LAST_DAY - timedelta(days=1), actor="test")
    grade(store, as_of=LAST_DAY, actor="test")
    return store


def drawn(page) -> str:
    kept = (h.proto.body for h in page.get("html") if "<style>" not in h.proto.body and "gc-rail" not in h.proto.body)
    return "\n".join(kept)


def row(page, name: str) -> list[str]:
    """The cells of the line that begins with a name, without what is drawn around them."""
    line = next(r for r in re.findall(r"<tr.*?</tr>", drawn(page)) if name in r)
    return [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td.*?</td>", line)]


@pytest.mark.parametrize("part", ["flow", "class", "grades"])
@pytest.mark.parametrize(
    ("role", "lang", "grids"),
    [("command", "zh", (0,)), ("leader", "en", (0,)), ("officer", "zh", (2,)), ("clerk", "en", (0,))],
)
def test_every_part_for_every_reader(open_page, classed, part, role, lang, grids):
    page = open_page("classes", role=role, lang=lang, grids=grids, store=classed, part=part)
    assert_fine(page)
    text = re.sub(r"<[^>]+>", "", drawn(page))
    assert not re.search(r"(classes|ladder|finding|condition)\.\w", text), text


def test_who_came_and_left_stands_above_and_in_the_line_of_each_class(open_page, classed):
    page = open_page("classes", store=classed)
    assert "较1月30日，新进 2 人（发热 1 人最多），转出 1 人（都是居家隔离）。" in drawn(page)
    assert row(page, "重点地区返乡") == ["4", "1", "–", "+1", "0"] or row(page, "重点地区返乡")[:4] == [
        "4",
        "1",
        "–",
        "+1",
    ]
    assert row(page, "居家隔离")[:4] == ["0", "–", "1", "−1"]
    flows, areas = (d.value for d in page.dataframe[:2][::-1])
    assert flows[t("zh", "classes.flow_people")].sum() == classed.value(
        "select sum(people) from class_flow_day where day > $d", d=LAST_DAY - timedelta(days=14)
    )
    assert areas["重点地区返乡"].iloc[-1] == 4


def test_the_card_says_the_rule_and_who_cannot_be_told(open_page, classed):
    page = open_page("classes", store=classed, part="class", **{"class": "inbound"})
    text = re.sub(r"<[^>]+>", " ", drawn(page))
    for said in ("来源地风险 = 重点地区", "满 14 天自动结束", "4 人", "1 人缺“起算日期”", "掌握重点地区返乡人员"):
        assert said in text
    assert row(page, "东镇") == ["", "3", "±0", "100"]
    assert row(page, "西镇") == ["", "1", "+1", "100"]
    assert "/people?grid=990101101&amp;class=inbound" in drawn(page)


def test_leaders_see_figures_and_no_way_to_people(open_page, classed):
    for part in ("flow", "class"):
        page = open_page("classes", role="leader", store=classed, part=part)
        assert "/people" not in drawn(page)
        assert not page.get("download_button")


def test_only_the_own_grids_are_counted(open_page, classed):
    assert row(open_page("classes", role="officer", grids=(8,), store=classed), "重点地区返乡")[0] == "1"


def test_a_unit_has_its_ladder_alone(open_page, classed):
    page = open_page("classes", store=classed, grid="U001")
    assert_fine(page)
    assert "东镇中学 中风险" in drawn(page)
    assert "发热减少 1 人" in drawn(page)
    assert not page.get("plotly_chart")


def test_before_any_data_it_says_what_to_do(open_page):
    page = open_page("classes", store=empty_store())
    assert_fine(page)
    assert page.info


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_pack_of_whose_classes_nobody_is_says_what_it_goes_by(open_page, lang):
    store = make_county()
    roll_up(store, days=None, actor="test")
    emergency.declare(store, pack="flood", name="洪水", ordered_by="防指", since=LAST_DAY, actor="test")
    classify(store, as_of=LAST_DAY, actor="test")
    listed = getattr(events()["listed"], lang)
    told = [info.value for info in open_page("classes", store=store, lang=lang).info if listed in info.value]
    assert [t(lang, "policy.pack_name.flood") in one for one in told] == [True]
    # one village has no list: that nobody is in any class there is how it mostly is
    within = open_page("classes", store=store, lang=lang, grid="990101100001")
    assert not any(listed in info.value for info in within.info)
    store.run(
        "insert into person_fact (fact_id, person_id, fact, value, source) values (1, 1, 'danger_zone', '一号', 'test')"
    )
    classify(store, as_of=LAST_DAY, actor="test")
    assert not any(listed in info.value for info in open_page("classes", store=store, lang=lang).info)


def flows(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["from_class", "to_class", "people"])


MANY = flows(
    ("resident", "fever", 25), ("resident", "home_quarantine", 133), ("resident", "contact", 24), ("inbound", "resident", 64),
    ("returnee", "resident", 250), ("contact", "confirmed", 1), ("resident", "risk_stay_high", 16), ("fever", "resident", 14),
)  # fmt: skip


@pytest.mark.parametrize("is_wide", [True, False])
@pytest.mark.parametrize("found", [MANY, MANY.head(1), flows(("", "resident", 1), ("resident", "", 9000))])
def test_names_of_flows_stand_beside_them_and_none_upon_another(monkeypatch, found, is_wide):
    monkeypatch.setattr(sankey, "wide", lambda: is_wide)
    monkeypatch.setattr(sankey, "language", lambda: "en")
    monkeypatch.setattr(palette, "dark", lambda: False)
    own = make_county()
    monkeypatch.setattr(
        palette, "store", lambda: own
    )  # never the county of this folder: `make run` would find it there
    made = sankey.sankey(found)
    drawn, height = made.data[0], made.layout.height - sankey.TOP - sankey.BOTTOM
    assert not any(drawn.node.label)
    for x, anchor, side in ((0, "right", "from_class"), (1, "left", "to_class")):
        names = [a for a in made.layout.annotations if a.x == x]
        assert len(names) == found[side].nunique() and {a.xanchor for a in names} == {anchor}
        halves = [(1 - a.y, sankey.LINE * (a.text.count("<br>") + 1) / 2 / height) for a in names]
        assert all(at + half <= 1.001 and at - half >= -0.001 for at, half in halves)
        assert all(low + a <= high - b for (low, a), (high, b) in itertools.pairwise(halves))
    # Plotly's own scale, by its code: a node is as high as the gaps leave for its people, and the gaps take no more than two thirds.
    most, people = max(found.from_class.nunique(), found.to_class.nunique()), found.people.sum()
    assert drawn.node.pad <= 2 / 3 * height / max(most - 1, 1) or most == 1
    scale = (height - (most - 1) * drawn.node.pad) / people
    for side, first in (("from_class", 0), ("to_class", found.from_class.nunique())):
        sizes = [found.people[found[side] == c].sum() for c in sankey.in_order(found, side)]
        ends = [
            (y * height - n * scale / 2, y * height + n * scale / 2)
            for y, n in zip(drawn.node.y[first:], sizes, strict=False)
        ]
        assert ends[0][0] >= -0.5 and ends[-1][1] <= height + 0.5
        assert all(one[1] <= other[0] + 0.5 for one, other in itertools.pairwise(ends))
