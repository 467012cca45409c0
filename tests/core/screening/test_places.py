"""Writings of places in, codes and what is left over out."""

from __future__ import annotations

from core.screening.divisions import full_name
from core.screening.places import read_places
from tests.county import empty_store

MEANT = {
    # a province, a city in it, a county in that, each written in full, for short, or left out
    "湖北省武汉市武昌区中南路街道": [("湖北省武汉市武昌区", "中南路街道")],
    "湖北武汉": [("湖北省武汉市", "")],
    "湖北（武汉）": [("湖北省武汉市", "")],
    "武汉": [("湖北省武汉市", "")],
    "从湖北黄冈返乡": [("湖北省黄冈市", "返乡")],
    "廣東東莞": [("广东省东莞市", "")],
    "Wuhan, Hubei": [("湖北省武汉市", "hubei")],
    "北京朝阳": [("北京市朝阳区", "")],
    "上海浦东": [("上海市浦东新区", "")],
    "内蒙古包头": [("内蒙古自治区包头市", "")],
    "恩施州利川市": [("湖北省恩施土家族苗族自治州利川市", "")],
    "神农架": [("湖北省神农架林区", "")],
    "湖北仙桃": [("湖北省仙桃市", "")],
    # the wider of two of one name; the name before the name without its ending
    "长沙": [("湖南省长沙市", "")],
    "长沙县": [("湖南省长沙市长沙县", "")],
    "吉林": [("吉林省", "")],
    "吉林市": [("吉林省吉林市", "")],
    # former names
    "襄樊": [("湖北省襄阳市", "")],
    "广西邕宁县": [("广西壮族自治区南宁市邕宁区", "")],
    # several of one name
    "朝阳区": [("北京市朝阳区", ""), ("吉林省长春市朝阳区", "")],
    # no such place
    "南京路": [],
    "南山": [],
    "缅甸": [],
}


def test_places_as_people_write_them():
    db = empty_store().cursor()
    read_places(db, "select unnest($told) as text", told=list(MEANT))
    rows = db.execute("select text, code, rest, ways from said_place order by text, code").fetchall()
    found = {
        text: [(full_name(code), rest) for said, code, rest, ways in rows if said == text and ways == len(MEANT[text])]
        for text in MEANT
    }
    assert found == MEANT
