"""A school is a tree of four levels, in which somebody is a pupil, a pupil's parent or of the staff."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.ingest.plan import discard, prepare
from core.ingest.storing import commit
from core.registry.person import memberships
from core.registry.units import unit_tree
from tests.core.ingest.files import codes, id_number, text_file
from tests.county import LAST_DAY, NOW, WHOLE, make_county

SAMPLES = Path(__file__).parents[3] / "sample_data"
G = "990101100001001"


@pytest.fixture(scope="module")
def county():
    return make_county()


def put(store, path):
    plan = prepare(store, WHOLE, path, now=NOW)
    try:
        return commit(store, plan, actor="t", now=NOW)
    finally:
        discard(plan)


@pytest.fixture(scope="module")
def school(county, tmp_path_factory):
    folder = tmp_path_factory.mktemp("school")
    header = ["单位编码", "单位名称", "上级编码", "层级", "单位类型", "所在网格编码"]
    tree = [["S9", "东镇小学", "", "学校", "学校", "990101100001"], ["S9-1", "一年级", "S9", "年级", "", ""],
            ["S9-1-1", "一年级1班", "S9-1", "班级", "", ""], ["S9-1-1-1", "第1小组", "S9-1-1", "小组", "", ""]]  # fmt: skip
    assert codes(put(county, text_file(folder / "u.csv", [header, *tree]))) == set()
    wrong = put(county, text_file(folder / "w.csv", [header, ["S9-X", "班", "S9-1-1-1", "班级", "", ""]]))
    assert codes(wrong) == {"level_parent"}  # no class within a group
    people = [("韦学生", "S9-1-1-1", "学生"), ("韦家长", "S9-1-1-1", "家长"), ("韦教师甲", "S9-1-1", "教师"), ("韦保洁", "S9", "保洁员"),
              ("韦无类", "S9-1-1", ""), ("韦厂里", "U002-1", "家长")]  # fmt: skip
    rows = [[name, id_number(n, "19900101"), G, block, kind] for n, (name, block, kind) in enumerate(people, start=60)]
    assert (
        codes(
            put(county, text_file(folder / "p.csv", [["姓名", "证件号码", "网格编码", "单位编码", "人员类别"], *rows]))
        )
        == set()
    )
    return county


def test_what_somebody_is_to_a_school_their_category_says(school):
    found = school.run(
        "select p.name, m.kind, g.code from membership m join person p on p.person_id = m.person_id join grid g on g.grid_id = m.grid_id"
        " where p.name like '韦%' and p.person_id > 40 and m.kind <> 'home' order by p.person_id"
    ).fetchall()
    assert found == [
        ("韦学生", "study", "S9-1-1-1"), ("韦家长", "contact", "S9-1-1-1"), ("韦教师甲", "work", "S9-1-1"), ("韦保洁", "work", "S9"),
        ("韦无类", "study", "S9-1-1"), ("韦厂里", "work", "U002-1"),
    ]  # fmt: skip


def test_parents_are_seen_with_the_school_and_counted_nowhere_as_coming(school):
    root = school.value("select grid_id from grid where code = 'S9'")
    tree = unit_tree(school, WHOLE, grid_id=root, day=LAST_DAY)
    assert tree[["code", "depth", "people"]].to_numpy().tolist() == [
        ["S9", 0, 4], ["S9-1", 1, 3], ["S9-1-1", 2, 3], ["S9-1-1-1", 3, 1],
    ]  # fmt: skip
    assert tree.parents.tolist() == [1, 1, 1, 1]
    parent = school.value("select person_id from person where name = '韦家长'")
    assert "contact" in set(memberships(school, WHOLE, person_id=parent, as_of=LAST_DAY).kind)


def test_the_sample_of_a_school_imports_whole():
    store = make_county()
    with store.write() as db:
        db.execute("update grid set code = '450127100203001' where grid_id = 4")
        db.execute("update grid_name set value = '450127100203001' where grid_id = 4 and kind = 'code'")
    reports = [put(store, file)["sheets"][0] for file in sorted((SAMPLES / "school").glob("*.xlsx"))]
    assert [(s["kind"], s["new"], s["rejected"], s["issues"]) for s in reports] == [
        ("units", 5, 0, []),
        ("people", 16, 0, []),
    ]
    kinds = store.run(
        "select kind, count(*) from membership where kind <> 'home' and person_id > 40 group by kind order by kind"
    )
    assert kinds.fetchall() == [("contact", 4), ("study", 8), ("work", 4)]
