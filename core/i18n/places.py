"""Names of places for readers of English: the sound in Latin letters, the kind of place translated. 横州镇 → Hengzhou Town."""

from __future__ import annotations

import re
from functools import lru_cache

# Longest first: a 街道 is no 道.
KINDS = (
    ("自治区", "Autonomous Region"), ("自治县", "Autonomous County"), ("街道办事处", "Subdistrict"), ("街道", "Subdistrict"), ("社区", "Community"), ("小区", "Compound"),
    ("行政村", "Village"), ("村委会", "Village"), ("居委会", "Community"), ("省", "Province"), ("县", "County"), ("市", "City"), ("区", "District"), ("镇", "Town"),
    ("乡", "Township"), ("村", "Village"), ("屯", "Hamlet"), ("花园", "Garden"), ("家园", "Homes"), ("新城", "New Town"), ("苑", "Court"), ("宿舍", "Dormitory"), ("园", "Garden"),
)  # fmt: skip
# A division within the province or city that stands before it, unparted: 湖北省武汉市.
WITHIN = re.compile(
    r"^(?P<outer>[\u3400-\u9fff]{2,7}自治区|[\u3400-\u9fff]{2,3}省|[\u3400-\u9fff]{2,4}?市)(?P<inner>(?!社区|辖区)[^ ]+[市县区])$"
)
NUMBERED = re.compile(r"^(?P<stem>.*?)第?(?P<number>[0-9]+)(?P<kind>村民小组|小组|组|网格|队|片区?)$")
NUMBERED_KINDS = {
    "村民小组": "Group",
    "小组": "Group",
    "组": "Group",
    "网格": "Grid",
    "队": "Team",
    "片": "Block",
    "片区": "Block",
}
UNITS = re.compile(
    r"(超市|门市|夜市|集市|菜市|商城|园区|厂区|校区|库区|景区|度假村|幼儿园|公园|乐园|动物园|植物园|[果茶菜校]园|[产工农]业园|科技园|物流园)$"
)  # end as places do, but are none
CHINESE = re.compile(r"[\u3400-\u9fff]+")


def place_name(language: str, name: str) -> str:
    """As it is on Chinese pages; in English by its sound. What is no place by its ending stays as it is."""
    return " ".join(map(_english, name.split(" "))) if language == "en" and CHINESE.search(name) else name


@lru_cache(maxsize=20_000)
def _english(name: str) -> str:
    within = WITHIN.match(name)
    if within and not UNITS.search(name):
        return f"{_english(within['inner'])}, {_english(within['outer'])}"
    numbered = NUMBERED.match(name)
    if numbered:
        stem = _english(numbered["stem"]) if numbered["stem"] else ""
        return f"{stem} {NUMBERED_KINDS[numbered['kind']]} {numbered['number']}".strip()
    for chinese, english in KINDS:
        stem = name.removesuffix(chinese)
        if name.endswith(chinese) and CHINESE.fullmatch(stem) and not UNITS.search(name):
            return (
                _sound(name) if len(name) == 2 else f"{_sound(stem)} {english}"
            )  # of 横县 the kind is part of the name: Hengxian
    return name  # a company's or a school's name says nothing by its sound


def _sound(text: str) -> str:
    """Each run of Chinese as one word: a name is not cut into its characters."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its dictionaries take a while to load

    return " ".join(CHINESE.sub(lambda run: f" {''.join(lazy_pinyin(run[0])).capitalize()} ", text).split())
