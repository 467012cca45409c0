"""Columns of text → numbers with their unit, days, places in an order; whole columns at a time."""

from __future__ import annotations

import re

import pandas as pd

NUMBER = r"^[约≈共合计]*\s*([+\-−]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*([^\d\s]{0,6})\s*$"
PLAIN = r"[+-]?\d+(?:\.\d+)?"
TIMES = {"万": 10_000, "亿": 100_000_000, "千": 1_000}
DAY = r"^(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?(?:[T\s日]*(\d{1,2})[:：时](\d{1,2})?.*)?$"
MONTH = r"^(\d{4})\s*[年./-]\s*(\d{1,2})\s*月?$"
QUARTER = r"^(\d{4})\s*年?\s*(?:第?([一二三四1-4])季度?|[Qq]([1-4]))$"
YEAR = r"^(1[89]\d\d|20\d\d)\s*年?$"
MONTH_ALONE = r"^(1[0-2]|0?[1-9])\s*月份?$"
MONTH_NAME = r"^(?i:(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))\.?$"
WEEK = r"^((?:19|20)\d\d)\s*(?:年?\s*第\s*(\d{1,2})\s*周|-?\s*[Ww](?:eek)?\s*(\d{1,2}))$"  # of ISO 8601
DAY_OF_YEAR = r"^(\d{1,2})\s*(?:月|[./])\s*(\d{1,2})\s*日?$"
AMERICAN = r"^(\d{1,2})/(\d{1,2})/(\d{4})(?:\s.*)?$"
PACKED = r"^((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)$"
ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAMED = {
    "day first": r"^(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?P<month>[A-Za-z]{3,9})\.?,?[\s'-]+(?P<year>\d{4}|\d{2})$",
    "month first": r"^(?P<month>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})$",
}
NAMED_MONTH = r"^(?P<month>[A-Za-z]{3,9})\.?,?[\s'-]+(?P<year>\d{4}|\d{2})$"
POINTED = r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$"  # 9.2.2026: the day stands first
HAN = {"一": 1, "二": 2, "三": 3, "四": 4}
# (1,234)元, as accounts write what is less than nothing; “as before” of a change
BRACKETED = r"^[（(]\s*[-−]?([\d,，]+(?:\.\d+)?)\s*[)）]"
SAME = ("持平", "不变", "unchanged")
COMMA = r"[+-]?\d+,\d{1,2}"  # 14,4: where all of a column are written so
ENOUGH = 0.9  # of a column's values must read so
HOURLY_DAYS, HOURS = 4, 4  # days over which moments are told by the hour; different hours that there must be
SOME, HOPE = 400, 0.75  # values that are looked at first, evenly from all; what must read so of them, that all are read


def numbers(texts: pd.Series) -> tuple[pd.Series, str] | None:
    """(numbers, the unit that stands behind them); None when the column is none of numbers."""
    often = texts.value_counts(sort=False)  # each writing is read once, however often it stands there
    if often.empty:
        return None
    distinct = _written(often.index)
    read = pd.to_numeric(distinct, errors="coerce").where(distinct.str.fullmatch(PLAIN))
    other = distinct[read.isna()]
    other = other.str.replace("％", "%").str.replace(BRACKETED, r"-\1", regex=True).replace(dict.fromkeys(SAME, "0"))
    if len(other) > 1 and other.str.fullmatch(COMMA).all():
        other = other.str.replace(",", ".")
    parts = other.str.extract(NUMBER).reindex(distinct.index)
    unit = parts[1].fillna("")
    said = unit[(unit != "") & ~unit.isin(TIMES.keys())]
    usual = pd.Series(often.to_numpy(), index=distinct.index)[said.index].groupby(said).sum()
    usual = usual.idxmax() if len(usual) else ""
    fits = read.notna() | (parts[0].notna() & unit.isin(["", usual, *TIMES]))
    if (often.to_numpy() * fits.to_numpy()).sum() / often.sum() < ENOUGH:
        return None
    written = parts[0].where(fits).str.replace(r"[,，]", "", regex=True).str.replace("−", "-")
    read = read.fillna(pd.to_numeric(written, errors="coerce") * unit.map(TIMES).fillna(1))
    known = pd.Series(read.to_numpy(), index=often.index)
    return texts.map(known).astype(float), usual


def _written(values: object) -> pd.Series:
    return pd.Series(values, dtype=object).astype(str).str.strip()


def days(texts: pd.Series, year: int | None = None) -> tuple[pd.Series, str] | None:
    """(the first moment of each, the grain: hour | day | month | month_alone (of no year) | quarter | year); None when the column is none of dates.

    `year`: of dates that name none; without it they are all of one."""
    writings = texts.dropna().unique()
    if not len(writings):
        return None
    distinct = _written(writings)
    some = distinct.iloc[:: max(1, len(distinct) // SOME)]  # amounts of a long list are soon seen to be no days
    for grain, read in (
        ("day", _whole),
        ("month", _months),
        ("quarter", _quarters),
        ("day", _weeks),
        ("year", _years),
        ("month_alone", _months_alone),
        ("day", lambda t: _short(t, year)),
    ):
        if len(some) < len(distinct) and read(some).notna().mean() < HOPE:
            continue
        found = read(distinct)
        if found.notna().mean() >= ENOUGH:
            moments = _hours(found, distinct) if grain == "day" else None
            known = pd.Series((found if moments is None else moments).to_numpy(), index=writings)
            return pd.to_datetime(texts.map(known)), grain if moments is None else "hour"
    return None


def _hours(days: pd.Series, written: pd.Series) -> pd.Series | None:
    """Moments by the hour, of few days: a course of hours would be nothing when added up by day. `written`: as the days stand there."""
    known = days.dropna()
    if known.empty or (known.max() - known.min()).days >= HOURLY_DAYS:
        return None
    hours = pd.to_numeric(written[known.index].str.extract(DAY)[3], errors="coerce")
    if hours.isna().any() or hours.nunique() < HOURS:
        return None
    return days + pd.to_timedelta(hours.reindex(days.index), unit="h")


def _made(year: pd.Series, month: pd.Series | int, day: pd.Series | int) -> pd.Series:
    made = pd.DataFrame({"year": year, "month": month, "day": day}).apply(pd.to_numeric, errors="coerce")
    return pd.to_datetime(made, errors="coerce")


def _whole(text: pd.Series) -> pd.Series:
    parts, packed, american = text.str.extract(DAY), text.str.extract(PACKED), text.str.extract(AMERICAN)
    read = _made(parts[0], parts[1], parts[2]).fillna(_made(packed[0], packed[1], packed[2]))
    month, day = american[0], american[1]
    if (pd.to_numeric(american[0], errors="coerce") > 12).any():
        month, day = day, month
    pointed = text.str.extract(POINTED)
    read = read.fillna(_made(american[2], month, day)).fillna(_made(pointed[2], pointed[1], pointed[0]))
    for pattern in NAMED.values():
        if read.isna().any():
            parts = text.str.extract(pattern)
            read = read.fillna(_made(_year(parts["year"]), _named(parts["month"]), parts["day"]))
    return read


def _months(text: pd.Series) -> pd.Series:
    parts, named = text.str.extract(MONTH), text.str.extract(NAMED_MONTH)
    return _made(parts[0], parts[1], 1).fillna(_made(_year(named["year"]), _named(named["month"]), 1))


def _named(months: pd.Series) -> pd.Series:
    """March and Mar: 3; other words are no months."""
    first = months.str.lower().str[:3]
    return first.map({name: n for n, name in enumerate(ENGLISH, 1)})


def _year(years: pd.Series) -> pd.Series:
    """26 is 2026."""
    return years.where(years.str.len() == 4, "20" + years)


def _quarters(text: pd.Series) -> pd.Series:
    parts = text.str.extract(QUARTER)
    quarter = pd.to_numeric(parts[1].replace(HAN).fillna(parts[2]), errors="coerce")
    return _made(parts[0], quarter * 3 - 2, 1)


def _months_alone(text: pd.Series) -> pd.Series:
    named = _named(text.str.extract(MONTH_NAME)[0])
    return _made(pd.Series(2000, index=text.index), pd.to_numeric(text.str.extract(MONTH_ALONE)[0]).fillna(named), 1)


def _weeks(text: pd.Series) -> pd.Series:
    """Their Mondays."""
    parts = text.str.extract(WEEK)
    week = pd.to_numeric(parts[1].fillna(parts[2]), errors="coerce")
    written = parts[0] + "-" + week.where(week.between(1, 53)).astype("Int64").astype("string").str.zfill(2) + "-1"
    return pd.to_datetime(written, format="%G-%V-%u", errors="coerce")


def _years(text: pd.Series) -> pd.Series:
    return _made(text.str.removesuffix(".0").str.extract(YEAR)[0], 1, 1)


def _short(text: pd.Series, year: int | None) -> pd.Series:
    parts = text.str.extract(DAY_OF_YEAR)
    if not text.str.contains("月").any() and (parts[0].isna().any() or text.str.contains(r"^\d+\.\d+$").mean() > 0.5):
        return pd.Series(pd.NaT, index=text.index)  # 1.25 is a number before it is a day
    return _made(pd.Series(year or 2000, index=text.index).where(parts[0].notna()), parts[0], parts[1])


ORDERS = (
    ("低", "较低", "中", "中等", "较高", "高"), ("low", "medium", "high"), ("mild", "moderate", "severe", "critical"),
    ("轻型", "普通型", "重型", "危重型"), ("轻症", "中症", "重症", "危重症"), ("差", "合格", "良", "优"), ("很差", "较差", "一般", "较好", "很好"),
    ("非常不满意", "不满意", "一般", "满意", "非常满意"), ("很不满意", "不满意", "一般", "满意", "很满意"), ("非常不同意", "不同意", "一般", "同意", "非常同意"),
    ("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied"), ("strongly disagree", "disagree", "neutral", "agree", "strongly agree"),
    ("very poor", "poor", "fair", "good", "very good", "excellent"), ("never", "rarely", "sometimes", "often", "always"), ("xs", "s", "m", "l", "xl", "xxl"), ("从不", "很少", "有时", "经常", "总是"), ("未接种", "一针", "两针", "三针"), ("不合格", "合格", "良好", "优秀"),
    ("周一", "周二", "周三", "周四", "周五", "周六", "周日"), ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    ("小班", "中班", "大班"), ("小学", "初中", "高中", "大学"),
)  # fmt: skip
RANGE = re.compile(
    r"\D{0,4}(\d+(?:\.\d+)?)\s*(岁|月|年级|班|级|组|周|天|日|时|点)?\s*(?:[-–—~～至到]\s*\d+(?:\.\d+)?|以上|及以上|以下|\+|\D{0,3})?\D{0,4}"
)
GRADE = {han: n for n, han in enumerate("一二三四五六七八九十", 1)}
NTH = re.compile(r"(?:第|小学|初|高|大)?([一二三四五六七八九十])(年级|班|季度|周|级|组|批|期)?")
CLOCK = re.compile(r"([01]?\d|2[0-4])[:：]([0-5]\d)(?::00)?")
BELOW = re.compile(r".*(以下|未满|不满)|[<＜≤].*")


def order(values: list[str]) -> list[str] | None:
    """The values in their own order (ages, grades, days of the week, low to high); None where they have none."""
    plain = {value: value.strip().lower() for value in values}
    for known in ORDERS:
        if len(values) > 1 and set(plain.values()) <= set(known):
            return sorted(values, key=lambda v: known.index(plain[v]))
    ranks = {value: _rank(text) for value, text in plain.items()}
    if len(values) > 2 and all(rank is not None for rank in ranks.values()) and len(set(ranks.values())) == len(values):
        return sorted(values, key=lambda v: ranks[v])
    return None


def _rank(text: str) -> float | None:
    if nth := NTH.fullmatch(text):
        return float(GRADE[nth[1]])
    if clock := CLOCK.fullmatch(text):
        return int(clock[1]) + int(clock[2]) / 60
    if found := RANGE.fullmatch(text):
        if not re.search(r"岁|年级|班|级|组|周|月|时|点|[-–—~～至到+<>＜＞≤≥]|以上|以下|未满", text):
            return None
        return float(found[1]) - (0.5 if BELOW.fullmatch(text) else 0)
    return None


def units_mixed(texts: pd.Series) -> bool:
    """Numbers with one unit here and another there: nothing to compare."""
    parts = texts.dropna().astype(str).str.strip().str.extract(NUMBER)
    return len(parts) > 1 and bool(parts[0].notna().all()) and parts[1].nunique() > 1 and numbers(texts) is None
