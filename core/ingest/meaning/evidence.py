"""What the values of a column look like: shares of a sample, by shape. A header says what is meant, the values whether it can be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from core.id_number import check_character
from core.ingest.meaning.columns import peoples, values
from core.ingest.meaning.fields import Field
from core.ingest.meaning.header_text import normal_header
from core.registry.name_form import DOTS, HAN

ENOUGH = 3  # filled cells below which values say nothing
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴"
    "贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戚莫孔向汤蒙农卓闭甘施班岑零玉凌陸張劉陳楊黃趙吳孫馬羅鄭許鄧馮韓蕭蔣蘇葉"
)
SHAPES = {
    "resident_id": re.compile(r"\d{17}[\dXx]|\d(\.\d+)?[eE]\+17"),  # the latter one that a spreadsheet rounded
    "masked": re.compile(r"\d{3,8}[*＊×xX]{4,12}[\dXx]{0,6}"),  # an ID number or a phone that is hidden in part
    "old_id": re.compile(
        r"\d{6}\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}"
    ),  # of 15 digits; codes of grids may look alike
    "document": re.compile(r"[A-Za-z]{1,3}\d{5,12}|\d{8}|\d{10}"),
    "mobile": re.compile(r"(\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"),
    "landline": re.compile(r"(0\d{2,3}[- ]?)?[2-9]\d{6,7}"),
    "moment": re.compile(
        r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(\s*(星期|周)[一二三四五六日天])?[T ]+\d{1,2}[:：时]\d{1,2}.*"
    ),
    "clock": re.compile(r"(上午|下午)?\s*([01]?\d|2[0-3])[:：时]\d{1,2}([:：分]\d{1,2}秒?)?分?( ?[AaPp][Mm])?"),
    "date": re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?([T ].*)?|(19|20)\d{6}|\d{4}[-/.年]\d{1,2}月?"),
    "day": re.compile(
        r"(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|(19|20)\d{6}|\d{1,2}[月/]\d{1,2}日?)(\s*(星期|周)[一二三四五六日天])?([T ]+0?0:00(:00)?)?"
    ),
    "day_part": re.compile(r"0?\.\d{2,}"),  # of a day: a time that a spreadsheet shows as a number
    "temperature": re.compile(r"(3[4-9]|4[0-3])([.．]\d{1,2}|度\d)?\s*(℃|°[Cc]?|度|[Cc])?"),
    "number": re.compile(r"[-+]?\d+(\.\d+)?"),
    "running": re.compile(r"\d{1,4}"),  # a row's number in its list; no code
}
# 城司社区1组: a village, and a group of it that need not be known. As plan's macros and field_columns take it apart.
GROUP = r"第?\s*[0-9一二三四五六七八九十百]{1,4}\s*(?:村民小组|居民小组|小组|组|生产队|队|屯|片)"
VILLAGE_GROUP = re.compile(rf"(.{{2,24}}?)\s*({GROUP})")
# What a field's values may look like. Fields that are not named here, and value sets, are looked at by their type.
ACCEPTS = {
    "name": ("name",), "householder": ("name",), "responsible": ("name",), "deputy": ("name",),
    "id_number": ("resident_id", "old_id", "document"), "phone": ("mobile", "landline"), "deputy_phone": ("mobile", "landline"),
    "grid": ("grid",), "town": ("grid",), "area_code": ("grid",), "temperature": ("temperature",),
}  # fmt: skip
BY_TYPE = {"date": ("date", "moment"), "time": ("moment", "date"), "number": ("number",), "integer": ("number",)}
STATUSES = ("person_status", "grid_status")  # value sets of what ends, and the codes of those that do not
HERE = ("present", "open")
AND_WHERE = ("更名", "改名", "改称", "并入", "迁往", "迁至", "迁到", "搬到")  # words that nobody writes alone
LONGEST_STATUS = 40  # characters
# Shapes that leave no doubt of what a column holds.
PLAIN = ("checksum", "mobile", "moment", "ethnicity")


@dataclass(frozen=True)
class Evidence:
    """Of one column: `filled` cells of the sample, `shares` of them by shape (0 … 1), `distinct` share, the first `examples`."""

    filled: int = 0
    shares: dict[str, float] = field(default_factory=dict)
    distinct: float = 0.0
    examples: tuple[str, ...] = ()

    def share(self, shapes: Iterable[str]) -> float:
        return max((self.shares.get(s, 0.0) for s in shapes), default=0.0)

    @property
    def enough(self) -> bool:
        return self.filled >= ENOUGH


def judge(texts: list[str], grids: frozenset[str] = frozenset()) -> Evidence:
    if not texts:
        return Evidence()
    plain = [normal_header(t) for t in texts]
    ending = [len(t) <= LONGEST_STATUS and ends(p) for t, p in zip(texts, plain, strict=True)]
    counted = {name: sum(bool(shape.fullmatch(t)) for t in texts) for name, shape in SHAPES.items()}
    counted["checksum"] = sum(_checks(t) for t in texts)
    counted["name"] = sum(is_name(t) for t in texts)
    counted["grid"] = sum(p in grids for p in plain) if grids else 0
    groups = [m for t in texts if (m := VILLAGE_GROUP.fullmatch(t))] if grids else []
    counted["village_group"] = sum(normal_header(m[1]) in grids for m in groups)
    counted["attention"] = sum(values()["attention"].get(p, "none") != "none" for p in plain)
    counted["ending"] = sum(ending)
    counted["status"] = sum(end or p in _statuses() for end, p in zip(ending, plain, strict=True))
    counted["ethnicity"] = sum(t in peoples() for t in texts)
    for name, written in values().items():
        counted[f"value:{name}"] = sum(p in written for p in plain)
    shares = {name: n / len(texts) for name, n in counted.items() if n}
    return Evidence(len(texts), shares, len(set(texts)) / len(texts), tuple(dict.fromkeys(texts))[:3])


def shown(text: str) -> str:
    """An example as a page may show it: long numbers keep their ends, so that nobody reads a phone or an ID number off it."""
    return re.sub(r"\d{7,}", lambda m: m[0][:3] + "…" + m[0][-2:], text)[:24]


def accepted(about: Field) -> tuple[str, ...]:
    """The shapes that speak for a field; () when nothing can be said of its values."""
    if about.type.startswith("value:"):
        return (about.type,)
    if about.name.endswith("_phone"):
        return ("mobile", "landline")
    if about.link:
        return ("name",) if about.name[-1].isdecimal() else ()
    return ACCEPTS.get(about.name) or BY_TYPE.get(about.type, ())


def fit(about: Field, seen: Evidence) -> float | None:
    """How well the values suit a field, 0 … 1; None when they say nothing."""
    shapes = accepted(about)
    return seen.share(shapes) if shapes and seen.enough else None


def contradicts(about: Field, seen: Evidence) -> bool:
    """The values are plainly something else: ID numbers in a column of phones."""
    shapes = accepted(about)
    other = [s for s in PLAIN if s not in shapes and not (s == "moment" and "date" in shapes)]
    return seen.enough and seen.share(other) >= 0.8 and seen.share(shapes) < 0.5


def is_name(text: str) -> bool:
    plain = text.replace(" ", "").replace("\u3000", "")
    if re.fullmatch(f"[{HAN}]{{2,4}}", plain):
        return plain[0] in SURNAMES or plain[:2] in ("欧阳", "司徒", "上官", "诸葛")
    return bool(
        re.fullmatch(f"[{HAN}]{{1,12}}[{DOTS}][{HAN}{DOTS}]{{1,16}}", plain)
        or re.fullmatch(
            r"[A-Z][a-z]+( [A-Z][a-z]+){1,3}|[A-Z]{2,}( [A-Z]{2,})?, ?[A-Z]{2,}( [A-Z]+){0,2}", text.strip()
        )
    )


def ends(plain: str) -> bool:
    """Does a text, as it is compared, say that somebody is gone, or a grid no more? What exactly is read later (macros plan.status_told,
    plan.grid_told)."""
    return _endings().search(plain) is not None


@cache
def _endings() -> re.Pattern[str]:
    words = [(code, text) for name in STATUSES for text, code in values()[name].items()]
    ends = {*(text for code, text in words if code not in HERE and len(text) > 1), *AND_WHERE}
    return re.compile("|".join(map(re.escape, sorted(ends))))


@cache
def _statuses() -> frozenset[str]:
    return frozenset(text for name in STATUSES for text in values()[name])


def _checks(text: str) -> bool:
    """GB 11643-1999: the check character of an 18-character number."""
    text = text.upper()
    if not re.fullmatch(r"\d{17}[\dX]", text):
        return False
    return check_character(text[:17]) == text[17]
