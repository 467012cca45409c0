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
    "Wuhan, Hubei": [("湖北省武汉市", "")],
    "深圳 广东省": [("广东省深圳市", "")],
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
    # two that contradict each other: either
    "武汉 深圳": [("湖北省武汉市", ""), ("广东省深圳市", "")],
    "武汉市深圳南山": [("湖北省武汉市", ""), ("广东省深圳市南山区", "")],
    "湖北省深圳市南山区粤海街道": [("湖北省", ""), ("广东省深圳市南山区", "")],
    "横县 昆山": [("江苏省苏州市昆山市", ""), ("广西壮族自治区南宁市横县", "")],
    "广西横州镇 深圳": [("广东省深圳市", ""), ("广西壮族自治区", "")],
    "横州市南山区": [
        ("黑龙江省鹤岗市南山区", ""),
        ("广东省深圳市南山区", ""),
        ("广西壮族自治区南宁市横州市", ""),
    ],
    "Wuhan, Shenzhen": [("湖北省武汉市", ""), ("广东省深圳市", "")],
    # a town of that name is no part of the place that its first letters name
    "横州镇 深圳": [],
    "朝阳镇": [],
    "海南村": [],
    "广东省深圳村": [("广东省", "深圳村")],
    # which is told from what lies there
    "云南保山镇安镇": [("云南省保山市", "镇安镇")],
    "湖北武汉乡下": [("湖北省武汉市", "乡下")],
    "北京 朝阳 望京街道": [("北京市朝阳区", "望京街道")],
    "广东省深圳市南山区粤海街道科技园社区": [("广东省深圳市南山区", "粤海街道科技园社区")],
    "北京大兴天宫院街道融汇社区": [("北京市大兴区", "天宫院街道融汇社区")],
    "石家庄市藁城区增村镇小果庄村": [("河北省石家庄市藁城区", "增村镇小果庄村")],
    "黑龙江绥化望奎县惠七镇惠七村": [("黑龙江省绥化市望奎县", "惠七镇惠七村")],
    "武汉市武昌区中南路街道 湖北": [("湖北省武汉市武昌区", "中南路街道湖北")],
    "上海北京路": [("上海市", "北京路")],
    "长春市吉林市场": [("吉林省长春市", "吉林市场")],
    "东莞市东城区": [("广东省东莞市", "东城区")],
    "横州市城北区": [("广西壮族自治区南宁市横州市", "城北区")],
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
