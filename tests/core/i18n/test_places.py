"""Places in Latin letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.i18n.places import place_name


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("横州镇", "Hengzhou Town"),
        ("城西社区", "Chengxi Community"),
        ("东一村1组", "Dongyi Village Group 1"),
        ("城南社区 向阳小区", "Chengnan Community Xiangyang Compound"),
        ("横县", "Hengxian"),
        ("第3网格", "Grid 3"),
        ("平江村 3组", "Pingjiang Village Group 3"),
        ("高一(1)班", "高一(1)班"),
        ("横县丰龙制糖有限公司", "横县丰龙制糖有限公司"),
        ("横县联超超市", "横县联超超市"),
        ("东方度假村", "东方度假村"),
        ("南宁市", "Nanning City"),
        ("湖北省武汉市", "Wuhan City, Hubei Province"),
        ("福建省福州市鼓楼区", "Gulou District, Fuzhou City, Fujian Province"),
        ("新城市社区", "Xinchengshi Community"),
        ("县", "县"),
        ("Riverside 2", "Riverside 2"),
    ],
)
def test_in_english(name, english):
    assert place_name("en", name) == english
    assert place_name("zh", name) == name


@given(st.text(max_size=20))
def test_any_name_is_taken(name):
    assert place_name("zh", name) == name
    assert isinstance(place_name("en", name), str)
