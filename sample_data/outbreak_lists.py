"""The lists of the outbreak, as a county's centre for disease control sends them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

from sample_data.outbreak import NONE, QUARANTINE, Outbreak
from sample_data.spec import COUNTY, Spec
from sample_data.workbooks import Workbook

CASES = {"病例编号": 12, "姓名": 10, "证件号码": 21, "诊断分类": 14, "临床分型": 10, "发病日期": 12, "确诊日期": 12, "转归": 10, "转归日期": 12, "感染来源病例编号": 16}  # fmt: skip
CONTACTS = {"病例编号": 12, "姓名": 10, "证件号码": 21, "联系电话": 14, "接触者类型": 12, "与病例关系": 12, "末次接触日期": 13, "隔离开始日期": 13, "隔离结束日期": 13, "隔离方式": 10}  # fmt: skip
TESTS = ("姓名", "证件号码", "采样时间", "检测结果", "管号")
AREAS = {"风险等级": 10, "地区": 24, "起始日期": 12, "结束日期": 12, "来源": 24}


def write_outbreak(spec: Spec, folder: Path, outbreak: Outbreak) -> dict[str, int]:
    """Returns how many rows of each kind were written. Nobody sends an empty list: a small county without an outbreak has no such file."""
    title = f"{COUNTY[1]}{{}}(演示数据)"
    written = {}
    for name, key, columns, rows in (
        ("06_病例.xlsx", "cases", CASES, list(_cases(spec, outbreak))),
        ("07_密切接触者.xlsx", "contacts", CONTACTS, list(_contacts(spec, outbreak))),
        ("08_核酸检测.csv", "tests", TESTS, list(_tests(spec, outbreak))),
        ("09_风险地区.xlsx", "risk_areas", AREAS, list(_areas(spec, outbreak))),
    ):
        (folder / name).unlink(missing_ok=True)  # of a county made here before
        written[key] = len(rows)
        if rows and name.endswith(".csv"):
            _csv(folder / name, columns, rows)
        elif rows:
            with Workbook(folder / name) as book:
                label = name[3:-5]
                book.sheet(label, title.format(f"{label}名单"), columns, rows)
    return written


def _csv(path: Path, columns: tuple[str, ...], rows: list[tuple]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(columns)
        out.writerows(rows)


def _cases(spec: Spec, outbreak: Outbreak) -> Iterator[tuple]:
    people = outbreak.people
    for case in outbreak.cases:
        done = case.outcome_on != NONE
        yield (
            case.number, str(people.name[case.person]), str(people.id_number[case.person]), case.kind, case.severity,
            "" if case.onset == NONE else spec.day(case.onset), spec.day(case.confirmed), "出院" if done else "在治",
            spec.day(case.outcome_on) if done else "", case.infector,
        )  # fmt: skip


def _contacts(spec: Spec, outbreak: Outbreak) -> Iterator[tuple]:
    people = outbreak.people
    for contact in outbreak.contacts:
        yield (
            contact.case, str(people.name[contact.person]), str(people.id_number[contact.person]), str(people.phone[contact.person]),
            contact.kind, contact.relation, spec.day(contact.last), *((spec.day(contact.last + 1), spec.day(contact.last + QUARANTINE), contact.place) if contact.listed else ("", "", "")),
        )  # fmt: skip


def _tests(spec: Spec, outbreak: Outbreak) -> Iterator[tuple]:
    people = outbreak.people
    for number, test in enumerate(outbreak.tests):
        moment = datetime.combine(spec.day(test.day), time(8)) + timedelta(minutes=number % 240)
        yield (str(people.name[test.person]), str(people.id_number[test.person]), f"{moment:%Y-%m-%d %H:%M}", test.result, test.tube)  # fmt: skip


def _areas(spec: Spec, outbreak: Outbreak) -> Iterator[tuple]:
    for name, level, first, last in outbreak.areas:
        yield (f"{level}风险", name, spec.day(first), "" if last == NONE else spec.day(last), "国务院客户端（演示）")
