"""Classes as command staff use them, over a store that is written to: lists come in, a risk area is announced, a person is explained, a shorter
quarantine is tried and published, editions are compared, a school is found that can't open, the flood pack says who is moved first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from core.rollup import judged_day
from core.settings import load_settings
from core.store import open_store
from tests.browser.conftest import copied
from tests.browser.server import Server
from tests.browser.test_import import upload
from tests.browser.visit import choose, raw_keys, save

RUN = {"zh": re.compile(r"导入 .*行"), "en": re.compile(r"Import .*row", re.IGNORECASE)}
PEOPLE = """select person_id, name, id_number, phone from person where registered and id_number is not null and phone is not null
  and attention is null and arrived_on is null and status is null order by person_id limit 4"""
PUBLISH = re.compile("^(?:.*\\s)?发布(?:\\s.*)?$")
SHORTER = '[[classes.class]]\ncode = "inbound"\ndays = 7\n'


@pytest.fixture(scope="module")
def county(made: tuple[Path, dict[str, object]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Of its own: what is stored here is nobody else's."""
    folder = copied(made, tmp_path_factory.mktemp("walk"))
    store = open_store(load_settings(db=str(folder / "command.duckdb")))
    rows = store.run(PEOPLE).fetchall()
    facts = made[1] | {"people": rows, "day": judged_day(store)}
    store.close()
    with Server(folder, facts) as server:
        yield server


def book(path: Path, *rows: list) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def stored(visitor, file: Path, lang: str = "zh") -> None:
    page = visitor.open("imports")
    upload(visitor, file)
    page.get_by_role("button", name=RUN[lang]).click()
    visitor.wait_for_text("已导入" if lang == "zh" else "mported")
    visitor.wait()


def both(visit, server: Server, address: str, zh: str, en: str) -> None:
    """The same page says the same in both languages, and neither shows a key for a word."""
    for lang, words in (("zh", zh), ("en", en)):
        visitor = visit(server, lang=lang)
        visitor.open(address)
        visitor.wait_for_text(words)
        assert not raw_keys(visitor.text()) and visitor.overflow() <= 0 and visitor.troubles == [], (address, lang)
        visitor.close()


def test_from_messy_lists_to_who_is_moved_first(county, visit, tmp_path, pictures):
    facts = county.facts
    people, day = facts["people"], facts["day"]
    two, name, _, phone = people[1]
    dotted = f"{day.year}.{day.month}.{day.day}"
    clerk = visit(county, login="clerk")

    cases = book(
        tmp_path / "病例.xlsx",
        ["横县新冠肺炎病例一览表"], [f"截至{day.year}年{day.month}月{day.day}日"],
        ["序号", "病例编号", "姓名", "身份证号", "发病日期", "确诊日期", "诊断分类"],
        [1, "HX9001", f" {people[0][1]} ", people[0][2], dotted, dotted, "确诊病例"],
        [2, "HX9002", people[2][1], people[2][2], "不详", dotted, "不知道的分类"],
    )  # fmt: skip
    stored(clerk, cases)
    contacts = book(
        tmp_path / "密接.xlsx",
        ["密切接触者名单"],
        ["病例编号", "姓名", "联系电话", "接触者类型", "末次接触日期", "隔离方式"],
        ["HX9001", name, f"{phone[:3]} {phone[3:7]} {phone[7:]}", "密接", dotted, "居家"],
        ["HX9009", people[3][1], people[3][3], "密接", dotted, "居家"],
    )  # fmt: skip
    stored(clerk, contacts)
    assert clerk.troubles == []

    command = visit(county)
    page = command.open("risk_areas")
    page.get_by_text("新增风险地区").first.click()
    page.locator('[class*="st-key-risk_name"] input').fill("深圳")
    page.keyboard.press("Enter")
    command.wait()
    page.locator('[class*="st-key-risk_add"] button').click()
    command.wait_for_text("广东省深圳市（高风险")
    area = re.search(r"area=(\d+)", page.url)[1]
    save(command, pictures, "walk-risk-area")
    both(visit, county, f"risk_areas?area={area}", "从该地来 6 人", "6 came from there")

    page = command.open(f"people?person={two}")
    page.get_by_text("为什么是这些类别").first.click()
    command.wait_for_text("第 1 阶段居家隔离")
    save(command, pictures, "walk-why")

    page = command.open("policy?b=own")
    box = page.locator("textarea").first
    box.fill(SHORTER)
    box.press("Control+Enter")
    command.wait_for_text("人解除")
    save(command, pictures, "walk-shorter")
    page.get_by_label("版本名称").first.fill("七天")
    page.get_by_role("button", name="存为草稿").click()
    command.wait_for_text("已存为草稿")
    page = command.open("policy")
    page.get_by_role("tab", name=re.compile("版次与版本")).click()
    page.get_by_role("button", name=PUBLISH).first.click()
    page.get_by_role("button", name=re.compile("^自.*起执行$")).first.click()
    command.wait_for_text("正在执行：七天")
    command.wait()
    both(visit, county, "policy?a=epidemic@8&b=epidemic@9", "人解除", "released")

    page = command.open("units?kind=school&state=not_resumed")
    command.wait_for_text("复课验收未通过")
    save(command, pictures, "walk-schools")
    page = command.open("policy")
    page.get_by_text("启动应急响应").first.click()
    page.get_by_label("名称").first.fill("防汛")
    page.get_by_label("下令单位").first.fill("县防汛抗旱指挥部")
    page.get_by_label("文号").first.fill("防指1号")
    choose(command, page.locator('[data-testid="stForm"] [data-testid="stSelectbox"]').first, re.compile("防汛|洪"))
    page.locator('[data-testid="stFormSubmitButton"] button').first.click()
    command.wait_for_text("县防汛抗旱指挥部")
    command.wait()
    both(visit, county, "classes?class=flood_first", "优先转移", "To be moved first")
