"""Every construct of a condition, as its readers say it."""

import pytest

from core.policy.conditions import condition
from core.policy.loader import load_policy
from core.report.condition_words import condition_words

SAID = [
    ("temperature >= fever", "体温（℃） ≥ 37.3", "Temperature (°C) ≥ 37.3"),
    ("37.3 <= temperature", "37.3 ≤ 体温（℃）", "37.3 ≤ Temperature (°C)"),
    ("temperature > -2", "体温（℃） > −2", "Temperature (°C) > −2"),
    ("not temperature < 37", "体温（℃） ≥ 37", "Temperature (°C) ≥ 37"),
    ("sex = 'female'", "性别 = 女", "Sex = female"),
    ("sex <> 'male'", "性别 ≠ 男", "Sex ≠ male"),
    ("not sex = 'male'", "性别 ≠ 男", "Sex ≠ male"),
    ("student", "在校学生：是", "Studies at a school: yes"),
    ("not student", "在校学生：否", "Studies at a school: no"),
    ("not (not student)", "在校学生：是", "Studies at a school: yes"),
    ("student = false", "在校学生：否", "Studies at a school: no"),
    ("student <> false", "在校学生：是", "Studies at a school: yes"),
    ("sex is null", "性别未知", "Sex is not known"),
    ("sex is not null", "性别已知", "Sex is known"),
    ("unit_kind in ('school', 'hospital')", "所在单位类型为学校、医院之一", "Kind of unit is one of school, hospital"),
    ("unit_kind not in ('school', 'site')", "所在单位类型不是学校、工地中的任何一个", "Kind of unit is none of school, site"),
    ("unit_kind not in ('none')", "所在单位类型 ≠ 无单位", "Kind of unit ≠ none"),
    ("sex in ('male')", "性别 = 男", "Sex = male"),
    ("age between 14 and 60", "周岁在 14 与 60 之间（含）", "Age from 14 to 60"),
    ("age not between 14 and 60", "周岁不在 14 与 60 之间", "Age not from 14 to 60"),
    ("on_day >= date '2026-01-31'", "起算日期 ≥ 2026年1月31日", "Day from which it counts ≥ 31 Jan 2026"),
    ("tested_on <= on_day", "核酸检测时间 ≤ 起算日期", "Tested on ≤ Day from which it counts"),
    ("symptoms = '咳嗽'", "症状 = “咳嗽”", "Symptoms = “咳嗽”"),
    ("age < 7 and student or teacher", "（周岁 < 7 且 在校学生：是） 或 学校教职工：是", "(Age < 7 and Studies at a school: yes) or Works at a school: yes"),
    ("age < 7 and (student or teacher)", "周岁 < 7 且 （在校学生：是 或 学校教职工：是）", "Age < 7 and (Studies at a school: yes or Works at a school: yes)"),
    ("not (student and teacher)", "不符合（在校学生：是 且 学校教职工：是）", "not (Studies at a school: yes and Works at a school: yes)"),
    ("((age >= 80))", "周岁 ≥ 80", "Age ≥ 80"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "zh", "en"), SAID)
def test_a_construct_in_words(text, zh, en):
    policy = load_policy()
    found = condition(text, event="reading", terms=policy.terms, constants=policy.constants)
    assert condition_words("zh", found, policy.terms) == zh
    assert condition_words("en", found, policy.terms) == en


def test_every_shipped_class_is_said():
    policy = load_policy()
    for each in policy.classes:
        for language in ("zh", "en"):
            said = condition_words(language, each.when, policy.terms)
            assert said and "condition." not in said and "{" not in said
