"""What the columns of a table are: times, places, categories, orders, quantities, rates, identifiers, or text to be left alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

import pandas as pd

from core.charts.values import days, numbers, order, units_mixed
from core.ingest.meaning.evidence import is_name


class Role(StrEnum):
    TIME = "time"
    PLACE = "place"
    CATEGORY = "category"
    ORDER = "order"
    QUANTITY = "quantity"  # may be added up
    RATE = "rate"  # may not: shares, means, temperatures, ages, scores
    IDENTIFIER = "identifier"
    TEXT = "text"


@dataclass(frozen=True)
class Field:
    """One column. `values`: typed (numbers, first days, texts); `unit` as written, '' unknown; `grain` of a time; `levels`: an order's
    values in their order; `distinct`: how many values it has; `birth`: days on which people were born, no events."""

    name: str
    label: str
    role: Role
    values: pd.Series = field(repr=False)
    unit: str = ""
    grain: str = ""
    levels: tuple[str, ...] = ()
    distinct: int = 0
    birth: bool = False
    shrunk: bool = False  # shares of small places, drawn towards that of all
    size: bool = False  # how many there are at all, that others are a part of
    stock: bool = False  # what there is at a time, or was until then: never added up over times

    @property
    def measured(self) -> bool:
        return self.role in (Role.QUANTITY, Role.RATE)

    @property
    def splits(self) -> bool:
        return self.role in (Role.PLACE, Role.CATEGORY, Role.ORDER)


IDENTIFIER = re.compile(
    r"序号|编号|编码|代码|学号|工号|证号|身份证|证件|电话|手机|联系方式|号码|邮编|条码|微信|^no\.?$|^id$|[ _]id$|^id[ _]|code$|^index$|phone|mobile|zip|^number$|链接|^url$|邮箱|^e-?mail$",
    re.IGNORECASE,
)
# SK_14, case-0007: a letter's prefix and a number name one of many
CODE = r"[A-Za-z]{1,6}[_-]\d{1,8}"
CODES = 6  # of them, from which they are no few kinds
# Whoever is named is not to be counted.
PERSON = re.compile(r"姓名|名字|户主|负责人|责任人|联系人|填报人|监护人|^name$|contact person", re.IGNORECASE)
# Where names stand instead of a number, or a kind.
PEOPLE = re.compile(
    r"(人|人员|者|患者|病人|病例|家长|家属|子女|学生|老师|教师|医生|护士|司机|员|干部|长|主任|书记|对象|成员|老人|儿童|孕妇|居民|村民|住户)$|patient|person|parent|student|teacher|doctor|driver|officer|contact",
    re.IGNORECASE,
)
SIZE = re.compile(
    r"总人口|^人口|户籍|常住|总户数|^户数|应[到检报测返接种]|在册|在校|总人数|^总数|样本|population|total|registered|eligible|households",
    re.IGNORECASE,
)
POSITION = re.compile(r"经度|纬度|^(lng|lon|lat|x|y)$|longitude|latitude|坐标|[ _]loc$|^[xy]_", re.IGNORECASE)
# Numbers that name a kind, a group or a place in an order, and measure nothing
KIND = re.compile(
    r"班级?$|年级|组别?$|类别?$|级别?$|型$|等级|层级|批次|轮次|楼栋|单元|星期|class|group|type|level|rank|grade|stage|ward|floor|status|flag|category|round|month$|weekday|hour$|月份?$|季度$|时段$|钟点$",
    re.IGNORECASE,
)
STOCK = re.compile(
    r"累计|累积|现有|在院|在管|存量|人口|期末|库存|余额|常住|cumulative|population|stock|current|active|total",
    re.IGNORECASE,
)
RATE = re.compile(
    r"率|占比|比例|比重|百分|平均|均值|人均|户均|温度|体温|气温|湿度|年龄|岁数|距离|路程|价格|单价|房价|指数|得分|分数|成绩|评分|血压|身高|体重|增速|增长|同比|环比|浓度|密度|水位|中位|时长|天数|间隔|潜伏"
    r"|工资|薪|长度|宽度|厚度|rate|ratio|percent|share|mean|average|avg|median|temperature|age\b|price|index|score|density|level|speed|height|weight|length|width|thickness|pressure|salary|wage|fare|duration|delay|distance|diff|lag|interval|per |^day[ _]|[ _]day$|^(?:start|end|onset)[ _]|[ _](?:start|end|onset)$",
    re.IGNORECASE,
)
PER = re.compile(
    r"\bper\b|每[百千万十]*[人户名床]|/(?:百|千|万|十万)人", re.IGNORECASE
)  # visits per 100 people: a rate, though visits are counted
PLACE_HEADER = re.compile(
    r"乡镇|街道|村|社区|屯|地区|区域|城市|省|地市|县|市|镇|国家|网格|籍贯|来源地|辖区|township|village|city|county|province|district|region|country|area|place|location",
    re.IGNORECASE,
)
PLACE = re.compile(r".{1,12}(镇|乡|街道|村|屯|社区|居委会|村委会|县|区|市|省|州|自治区)")
BIRTH = re.compile(r"出生|生日|birth|dob", re.IGNORECASE)
UNIT = re.compile(r"[（(\[【]\s*(?P<unit>[^（）()\[\]【】]{1,8})\s*[)）\]】]\s*$|/(?P<per>[%℃°\w]{1,4})$")
YEAR_HEADER = re.compile(r"年份|年度|^年$|year", re.IGNORECASE)
UNITS = re.compile(
    r"[%‰℃°人次例户个家所件台辆万元亿吨公斤千克kgKG米mM²㎡亩公顷小时分钟秒天日岁份张只头箱套床间栋座条处起宗mmcmkmhC/]{1,6}|person|people|cases|days|years|mm|cm|km|min"
)
MARKS = 10  # of a scale, from 0 or 1 on
WITHIN = 6  # times the least, that measurements of one thing reach
RECORDS, REPEATED = 20, 0.2  # rows, and how many of them stand for what another stands for, from which they are records
FEW, LONG, SENTENCE = 12, 120, 30  # kinds that may be told at such length; else what is longer is what somebody wrote
MANY = 60  # values of a category beyond which it is text, unless they repeat
COUNTED = re.compile(
    r"(?<![天指岁分系])数|量|额|人次|合计|总计|count|total|number|amount|sum|cases|deaths|visits", re.IGNORECASE
)


def fields_of(
    frame: pd.DataFrame, *, places: frozenset[str] = frozenset(), unit: str = "", year: int | None = None
) -> list[Field]:
    """Every column of a table of text. `places`: names of the register's grids; `unit`: that the title gives for all; `year`: the title's."""
    found = [_field(name, frame[name], places, unit, year) for name in frame.columns]
    keys = [set(frame[f.name].dropna()) for f in found if f.role == Role.IDENTIFIER and f.distinct == len(frame)]
    found = [_referring(f, frame[f.name], keys) for f in found]
    found = _of_records(found, len(frame))
    measured = any(f.measured and f.distinct > 1 for f in found)
    return [f if measured or not _told_once(f, len(frame)) else replace(f, role=Role.TEXT) for f in found]


def _of_records(found: list[Field], rows: int) -> list[Field]:
    """Where rows are answers or things that were measured, and not sums of places and times: few small whole numbers are marks on a scale, or yes and no,
    and what lies within a few times of itself is a measurement. Neither is added up."""
    keys = [f.values for f in found if f.splits or (f.role == Role.TIME and not f.birth)]
    if rows < RECORDS or (keys and pd.concat(keys, axis=1).duplicated().mean() < REPEATED):
        return found
    return [_mark_or_measurement(f) if f.measured and not COUNTED.search(f.label) else f for f in found]


def _mark_or_measurement(field: Field) -> Field:
    known = field.values.dropna()
    if known.empty or field.unit:
        return field
    marks = sorted(known.unique())
    if 2 <= len(marks) <= MARKS and marks[0] >= 0 and marks[-1] <= MARKS and all(mark.is_integer() for mark in marks):
        whole = field.values.map(lambda value: None if pd.isna(value) else str(int(value)))
        return replace(
            field,
            role=Role.ORDER,
            values=whole,
            levels=tuple(str(int(mark)) for mark in marks),
            stock=False,
            size=False,
        )
    measured = (known % 1 != 0).any() and known.min() > 0 and known.max() <= WITHIN * known.min()
    return replace(field, role=Role.RATE, stock=False, size=False) if measured else field


def _told_once(field: Field, rows: int) -> bool:
    """Another text in each row, and nothing measured beside it: what was said of each, no kinds to count."""
    return field.role in (Role.CATEGORY, Role.PLACE) and field.distinct == rows > 2


def _referring(field: Field, texts: pd.Series, keys: list[set]) -> Field:
    """Numbers that are all numbers of rows say whom a row belongs to, not how much."""
    if (
        field.measured
        and not COUNTED.search(field.label)
        and field.distinct > 20
        and any(set(texts.dropna()) <= key for key in keys)
    ):
        return replace(field, role=Role.IDENTIFIER, values=texts, unit="", stock=False)
    return field


def _field(name: str, texts: pd.Series, places: frozenset[str], unit: str, year: int | None) -> Field:
    label, own = _unit(name)
    known = texts.dropna().astype(str).str.strip()
    distinct = known.nunique()

    def made(role: Role, values: pd.Series = texts, **more: object) -> Field:
        return Field(name, label, role, values, distinct=distinct, **more)

    if _identifies(label, known, distinct):
        return made(Role.IDENTIFIER)
    found = None if _no_year(label, known) else days(texts, year)
    if found:
        return made(Role.TIME, found[0], grain=found[1], birth=bool(BIRTH.search(label)))
    counted = numbers(texts)
    if counted and distinct <= MANY and KIND.search(label) and not COUNTED.search(label):
        whole = texts.map(lambda cell: None if cell is None else str(cell).strip().removesuffix(".0"))
        return made(
            Role.ORDER,
            whole,
            levels=tuple(sorted(whole.dropna().unique(), key=lambda v: float(numbers(pd.Series([v]))[0].iloc[0]))),
        )
    if counted and _runs(label, counted[0]):
        return made(Role.IDENTIFIER)
    if counted and not _codes(label, known):
        said = own or counted[1] or ("%" if re.search(r"%|百分", label) else unit if not RATE.search(label) else "")
        rate = (
            (bool(RATE.search(label)) and not COUNTED.search(label))
            or bool(PER.search(label))
            or said
            in (
                "%",
                "‰",
                "℃",
                "°C",
                "岁",
            )
        )
        stock = not rate and bool(STOCK.search(label))
        return made(
            Role.RATE if rate else Role.QUANTITY,
            counted[0],
            unit=said,
            stock=stock,
            size=not rate and bool(SIZE.search(label)),
        )
    return _of_words(made, label, texts, known, distinct, places)


def _identifies(label: str, known: pd.Series, distinct: int) -> bool:
    return bool(
        IDENTIFIER.search(label)
        or POSITION.search(label)
        or (PERSON.search(label) and not _of_things(label, known))
        or ((known.str.len() > 10).mean() > 0.9 and known.str.fullmatch(r"[\dXx]{11,}").mean() > 0.9)
        or (distinct > CODES and known.str.fullmatch(CODE).all())
    )


def _of_things(label: str, known: pd.Series) -> bool:
    """A column headed “name” alone, of Chinese words that name nobody: hospitals, goods."""
    values = known.drop_duplicates().head(MANY)
    return bool(
        label.lower() == "name"
        and len(values)
        and not values.str.isascii().any()
        and values.map(is_name).astype(bool).mean() < 0.1
    )


def _of_words(made, label: str, texts: pd.Series, known: pd.Series, distinct: int, places: frozenset[str]) -> Field:
    texts = texts.map(lambda x: None if x is None else str(x).strip())
    often = len(known) / max(distinct, 1)
    amounts = distinct > 1 and not KIND.search(label) and units_mixed(known.drop_duplicates().head(500))
    long = known.str.len().mean() > (LONG if distinct <= FEW else SENTENCE)
    if (distinct > MANY and often < 3) or long or amounts:
        return made(Role.TEXT, texts)  # amounts: 1吨 and 3斤 are no kinds, how often each was written tells nothing
    values = known.drop_duplicates()
    of_register = values.isin(places).mean() if places else 0
    if of_register <= 0.5 and _of_people(label, values):
        return made(Role.IDENTIFIER, texts)
    if (
        of_register > 0.5
        or (PLACE_HEADER.search(label) and values.str.len().max() <= 16)
        or values.str.fullmatch(PLACE).mean() > 0.8
    ):
        return made(Role.PLACE, texts)
    if (levels := order(sorted(values))) and distinct <= MANY:
        return made(Role.ORDER, texts, levels=tuple(levels))
    return made(Role.CATEGORY, texts)


def _of_people(label: str, values: pd.Series) -> bool:
    """Names of people under whatever header (“确诊患者”, “家长”, “网格员”): under such a one most will do, else nearly all, in Chinese."""
    named = values.map(is_name).astype(bool)
    if PEOPLE.search(label):
        return bool(named.sum() >= 2 and named.mean() > 0.5)
    if values.str.fullmatch(PLACE).mean() > 0.8 or values.str.isascii().any():
        return False
    return bool(named.sum() >= 4 and named.mean() > 0.9 and (values.str.len() == 3).mean() >= 0.4)


def _unit(name: str) -> tuple[str, str]:
    """(label without its unit, the unit)."""
    found = UNIT.search(name)
    said = found and (found["unit"] or found["per"])
    if not said or not UNITS.fullmatch(said):
        return name, ""
    return name[: found.start()].strip(), said


def _no_year(label: str, known: pd.Series) -> bool:
    """Four digits are years where the header says so or all of them are near each other; else they are a quantity."""
    plain = known.drop_duplicates().str.removesuffix(".0")
    if not plain.str.fullmatch(r"\d{4}").all():
        return False
    if YEAR_HEADER.search(label):
        return False
    read = pd.to_numeric(plain)
    return not (read.between(1900, 2100).all() and read.max() - read.min() <= 80 and not COUNTED.search(label))


def _runs(label: str, read: pd.Series) -> bool:
    """1, 2, 3 … numbers the rows."""
    known = read.dropna()
    return (
        len(known) > 3
        and not COUNTED.search(label)
        and bool((known.diff().dropna() == 1).all())
        and known.iloc[0] in (0, 1)
    )


def _codes(label: str, known: pd.Series) -> bool:
    """Digits that begin with a zero or are all of one length above five are a code."""
    return bool(
        (known.str.fullmatch(r"0\d+").mean() > 0.2)
        or (
            known.str.fullmatch(r"\d{6,}").all()
            and known.str.len().nunique() == 1
            and known.nunique() == len(known) > 3
            and not COUNTED.search(label)
        )
    )
