"""The brief: the parts in their order, sums that add up, nobody by name, files that other programs read, versions kept within the scope."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from docx import Document
from pptx import Presentation

from core.brief import FORMATS, MAKE, brief_of, file_of, find_brief, keep, kept_briefs
from core.brief.content import SLOTS
from core.brief.model import of_plain
from core.brief.pdf_file import BODY, FONTS, NEVER_FIRST, _font, _Page, broken, has_font
from core.domain import Scope, User
from core.errors import NotAllowed, UserError
from core.i18n import t
from core.registry.grids import find_grid
from core.report import Clause
from core.report.ranked import Ranked
from core.report.situation import Statement
from core.small_numbers import left_out
from core.wall import board
from tests.county import EAST, LAST_DAY, WHOLE
from tests.pages.conftest import prepared_county

NOW = datetime(2026, 2, 1, 9)
CHIEF = User(1, "chief", "chief", "command", frozenset({MAKE}), WHOLE)


@pytest.fixture(scope="module")
def store():
    """With a few people in a class."""
    store = prepared_county()
    with store.write() as db:
        db.execute(
            "insert into class_day values (?, 4, 'home_quarantine', 2), (?, 10, 'key_attention', 7)", [LAST_DAY] * 2
        )
    return store


def made(store, lang="zh", **given):
    found = board(store, WHOLE, find_grid(store, WHOLE, grid_id=1), at=NOW)
    return brief_of(lang, found, office="东县指挥部 <&>", **given)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_its_parts_stand_in_their_order_and_the_sum_is_of_its_rows(store, lang):
    brief = made(store, lang)
    assert [s.code for s in brief.sections] == ["situation", "towns", "alerts", "classes", "work", *SLOTS]
    towns = brief.sections[1].table
    total, rest = towns.rows[0], towns.rows[1:]
    assert towns.summed and total[0] == t(lang, "brief.total")
    for column in (1, 2):
        assert int(total[column].replace(",", "")) == sum(int(row[column].replace(",", "")) for row in rest)
    assert brief.sections[-1].paragraphs == [t(lang, "brief.blank")], "what only people know is left to them"
    assert of_plain(brief.plain()) == brief
    names = [n for (n,) in store.run("select distinct name from person where length(name) > 2").fetchall()]
    assert not [n for n in names if n in str(brief.plain())]


def test_small_numbers_are_left_out_for_wider_reading(store):
    wider = made(store, wider=True)
    figures = [cell for row in wider.sections[1].table.rows for cell in row[2:4]] + [
        row[1] for row in wider.sections[3].table.rows
    ]
    figures += [cell for row in wider.sections[0].table.rows for cell in row[1:3] if row[0] in ("居家隔离", "重点关注")]
    assert {"<5", "*"} & set(figures) and not {"1", "2", "3", "4"} & set(figures)


def test_figures_stand_beside_yesterday_and_last_week(store):
    found = board(store, WHOLE, find_grid(store, WHOLE, grid_id=1), at=NOW)
    classes = pd.DataFrame({"class": ["confirmed", "home_quarantine"], "people": [4, 133], "yesterday": [3, 133], "before": [1, 74]})  # fmt: skip
    found = replace(found, classes=classes, singly=["confirmed"], headline=["home_quarantine"])
    table = brief_of("zh", found, office="", severe={1: 40, 7: None}).sections[0].table
    rows = {row[0]: row[1:] for row in table.rows}
    assert table.heads == ["指标", "现在", "昨日", "较昨日", "7天前", "较7天前"]
    assert table.rows[0][0] == "确诊病例"
    assert rows["确诊病例"] == ["4", "3", "增加1（33.3%）", "1", "增加3（300%）"]
    assert rows["居家隔离"] == ["133", "133", "持平", "74", "增加59（79.7%）"]
    severe = int(found.standing.loc[found.standing.severity == "high", "alerts"].sum())
    assert rows["严重预警"][:2] == [str(severe), "40"] and rows["严重预警"][3:] == ["—", "—"]
    wider = brief_of("zh", found, office="", wider=True).sections[0].table
    assert dict((row[0], row[1:]) for row in wider.rows)["确诊病例"] == ["<5", "<5", "—", "<5", "—"]


def test_sentences_of_few_people_are_left_out_for_wider_reading(store):
    case = Clause("rose", {"indicator": "confirmed", "earlier": 1.0, "now": 4.0, "day": LAST_DAY})
    many = Clause("rose", {"indicator": "confirmed", "earlier": 11.0, "now": 44.0, "day": LAST_DAY})
    found = board(store, WHOLE, find_grid(store, WHOLE, grid_id=1), at=NOW)
    for clause, told in ((case, False), (many, True)):
        one = replace(found, told=[Ranked(Statement("class", (clause,), code="confirmed"), 1.0)])
        assert any("确诊" in words for words in brief_of("zh", one, office="").sections[0].paragraphs)
        assert (
            any("确诊" in words for words in brief_of("zh", one, office="", wider=True).sections[0].paragraphs) is told
        )


@pytest.mark.parametrize(
    ("people", "hidden"),
    [([9, 3, 0, 7], {1, 3}), ([9, 3, 2, 7], {1, 2}), ([9, 0, 7], set()), ([3], {0}), ([3, 0], {0}), ([], set())],
)
def test_what_a_sum_would_tell_is_left_out_too(people, hidden):
    assert left_out(people) == hidden


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_other_programs_read_its_files_with_their_native_charts(store, lang):
    brief = made(store, lang, slots={"problems": "口罩不足 <&>"})
    forms = [form for form in FORMATS if form != "pdf" or has_font()]
    files = {form: file_of(brief, form, address="https://desk.example") for form in forms}
    document = Document(io.BytesIO(files["docx"]))
    text = "\n".join(p.text for p in document.paragraphs)
    assert brief.title in text and "口罩不足 <&>" in text and len(document.tables) >= 3
    page = document.sections[0]
    assert [round(m.mm) for m in (page.top_margin, page.left_margin, page.right_margin)] == [37, 28, 26]
    parts = zipfile.ZipFile(io.BytesIO(files["docx"]))
    chart = ET.fromstring(parts.read("word/charts/chart1.xml"))
    assert chart.findall(".//{*}lineChart/{*}ser") and chart.find("{*}externalData") is not None
    assert "word/embeddings/chart1.xlsx" in parts.namelist(), "the chart can be edited"
    assert "https://desk.example/" in parts.read("word/_rels/document.xml.rels").decode()
    show = Presentation(io.BytesIO(files["pptx"]))
    shapes = [shape for slide in show.slides for shape in slide.shapes]
    assert any(s.has_chart for s in shapes) and sum(s.has_table for s in shapes) >= 3
    assert files.get("pdf", b"%PDF").startswith(b"%PDF")


def test_versions_are_kept_and_seen_within_the_scope_alone(store):
    first = keep(store, CHIEF, made(store), grid=1, now=NOW)
    second = keep(store, CHIEF, made(store, slots={"next": "继续"}), grid=1, now=NOW)
    assert (find_brief(store, WHOLE, first).version, find_brief(store, WHOLE, second).version) == (1, 2)
    assert find_brief(store, WHOLE, first).brief == replace(made(store), signed=t("zh", "brief.unsigned"))
    east = User(2, "east", "east", "command", frozenset({MAKE}), EAST)
    assert kept_briefs(store, EAST).empty and len(kept_briefs(store, WHOLE)) == 2
    for refused, code in (
        (lambda: find_brief(store, EAST, first), "brief_unknown"),
        (lambda: keep(store, east, made(store), grid=1, now=NOW), "brief_grid"),
    ):
        with pytest.raises(UserError) as told:
            refused()
        assert told.value.code == code
    with pytest.raises(NotAllowed):
        keep(store, User(3, "x", "x", "clerk", frozenset(), Scope((0,))), made(store), grid=1, now=NOW)


@pytest.mark.skipif(not has_font(), reason="no Chinese font on this computer, without which no pdf is made")
def test_a_line_of_the_pdf_begins_with_no_stop_and_breaks_no_number():
    page = _Page(format="A4")
    file, number = _font(FONTS)
    page.add_font(BODY, "", file, collection_font_number=number)
    page.set_font(BODY, size=10)
    words = "自3月2日起2类措施逾期147项未落实，最多的是“早晚测温”142项（占96.6%），集中在横州镇、百合镇、莲塘镇。"
    for wide in range(12, 80):
        lines = broken(page, words, wide).split("\n")
        assert "".join(lines) == words
        assert not [line for line in lines if line[0] in NEVER_FIRST]
        assert all(any(n in line for line in lines) for n in ("147", "142", "96.6%"))
    assert (
        broken(page, "Worst: Hengzhou Town, with 28 severe alerts", 20) == "Worst: Hengzhou Town, with 28 severe alerts"
    )
