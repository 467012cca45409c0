"""Invented names of people, villages, sections and units, put together from syllables."""

from __future__ import annotations

import numpy as np

SURNAMES = {
    "黄": 13, "韦": 10, "李": 9, "梁": 8, "陈": 8, "覃": 6, "陆": 6, "农": 3, "莫": 4, "蒙": 4, "甘": 3, "谢": 4, "卢": 3, "罗": 4,
    "张": 4, "刘": 4, "杨": 3, "何": 3, "周": 3, "吴": 3, "邓": 2, "苏": 2, "雷": 2, "施": 2, "闭": 2, "磨": 1, "冯": 2, "林": 3,
    "王": 3, "潘": 2, "玉": 1, "班": 1, "欧阳": 1,
}  # fmt: skip
MALE = "伟强军勇杰涛明辉建国华志文斌海波平刚毅宏庆荣松林德福祥生龙飞鹏宇浩然俊泽睿轩子恒"
FEMALE = "芳娟敏静丽艳秀英兰凤玲燕红梅琴霞莲桂花春月美珍雪慧婷雅洁欣怡颖诗涵梓萱雨桐思琪"
VILLAGE_HEAD = "那六良古马石大新长龙上下平旺南北东西双三高白黄清福朝旧周云凤谢甘陆罗"
VILLAGE_TAIL = "塘岭江山洲合旺陂桥坡坪湾田垌楼井圩村莲竹榕柳安平和兴乐义屋寨"
COMMUNITY = ("茉莉", "江滨", "城东", "城西", "环城", "花都", "宝华", "长安", "新桥", "文昌", "海棠", "金龟", "槎江", "西津", "教育", "兴宁",
             "永安", "龙池", "柳明", "城南", "曹村", "郁江", "体育", "淮海", "民生", "和平")  # fmt: skip
SECTION = "那弄六岜江上下新旧中大小东西南北平"
SECTION_TAIL = "岭塘坡楼庄屋榄马龙桥柳井兰陈黄李宁"
ESTATE = (
    "茉莉花园",
    "江景苑",
    "教师新村",
    "金桂小区",
    "和谐家园",
    "向阳小区",
    "滨江苑",
    "供销小区",
    "龙腾苑",
    "翠竹园",
    "粮所宿舍",
    "春晖小区",
)
BRANDS = "瑞安恒兴金桂永丰盛源茉香华宝鑫隆顺达康泰绿源宏发桂龙富民裕新嘉和广联佳美泰丰江源"
TITLES = {
    "county": ("县指挥部指挥长", "统筹全县网格化管理，调度力量与物资"),
    "township": ("镇党委书记", "统筹全镇防控与民生保障，落实县指挥部指令"),
    "village": ("村党支部书记", "组织入户排查，掌握返乡人员，设点登记"),
    "community": ("社区党支部书记", "组织小区排查，管理出入口，服务居家人员"),
    "section": ("网格员", "每日巡查登记，上报异常，服务居家人员"),
    "unit": ("单位负责人", "落实单位防控责任，每日上报到岗与体温"),
    "school": ("校长", "落实校园防控，晨午检，因病缺勤追踪"),
    "department": ("部门主管", "管理本部门人员登记与健康监测"),
    "team": ("班组长", "班前测温，登记到岗"),
    "grade": ("年级组长", "汇总本年级晨午检"),
    "class": ("班主任", "晨午检，缺勤追踪，联系家长"),
}
_SURNAMES = np.array(list(SURNAMES))
_WEIGHTS = np.array(list(SURNAMES.values())) / sum(SURNAMES.values())
_MALE, _FEMALE = np.array(list(MALE)), np.array(list(FEMALE))


def surnames(rng: np.random.Generator, count: int) -> np.ndarray:
    return _SURNAMES[rng.choice(len(_SURNAMES), size=count, p=_WEIGHTS)]


def given_names(rng: np.random.Generator, female: np.ndarray) -> np.ndarray:
    """One or two characters each."""
    count = len(female)
    pick = rng.integers(len(_MALE), size=(2, count)), rng.integers(len(_FEMALE), size=(2, count))
    first = np.where(female, _FEMALE[pick[1][0]], _MALE[pick[0][0]])
    second = np.where(female, _FEMALE[pick[1][1]], _MALE[pick[0][1]])
    return np.strings.add(first, np.where(rng.random(count) < 0.25, "", second))


def people_names(rng: np.random.Generator, count: int) -> np.ndarray:
    """Names for those of whom nothing else is known: the responsible people and their deputies."""
    return np.strings.add(surnames(rng, count), given_names(rng, rng.random(count) < 0.35))


def distinct(rng: np.random.Generator, count: int, heads: str, tails: str, end: str) -> list[str]:
    """`count` different names, a head and a tail syllable each, in random order."""
    whole = [head + tail + end for head in heads for tail in tails if head != tail]
    if count > len(whole):
        raise ValueError("not that many different names")
    return [whole[i] for i in rng.permutation(len(whole))[:count]]
