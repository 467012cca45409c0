"""Boards: charts kept, drawn anew from today's data, opened by a link, each reader within their own scope; files with charts to edit."""

from __future__ import annotations

import io
import json
import zipfile

import pandas as pd
import pytest
from pptx import Presentation

from core import clock
from core.charts import chart, charts_of, read_tables, sheet_of
from core.charts.boards import (
    Source,
    boards_of,
    charts_on,
    delete_board,
    make_board,
    open_board,
    open_to_others,
    pin,
    unpin,
)
from core.charts.lists import LISTS, list_sheet
from core.charts.native import to_slides, to_workbook
from core.charts.propose import Proposal
from core.charts.reading import Given
from core.domain import User
from core.errors import UserError
from tests.core.ingest.files import workbook
from tests.county import EAST, FIRST_DAY, LAST_DAY, NOW, WHOLE, county_alone

MAY = frozenset({"charts.read", *(each.needs for each in LISTS.values())})
CHIEF = User(1, "chief", "县", "command", MAY, WHOLE)
EASTERN = User(2, "east", "东", "officer", MAY, EAST)
TABLE = Given(
    "返乡.csv · 表", "", "", pd.DataFrame({"乡镇": ["东镇", "西镇", "南镇"], "返乡人数": ["9", "5", "2"]}, dtype=object)
)
BARS = Proposal("bar", "乡镇", "返乡人数", None, "sum", "compared", 1.0)
DAYS = Proposal("line", "day", "check_ins", None, "sum", "over_time", 1.0)


@pytest.fixture
def store():
    store = county_alone()
    from core.rollup import roll_up

    roll_up(store, days=None, actor="test")
    return store


def drawn(store, user, board):
    return charts_on(store, user, board, today=LAST_DAY, lang="zh")


def test_a_board_is_read_by_link_within_the_readers_scope(store):
    board = make_board(store, CHIEF, " 会商 ", now=NOW)
    pin(store, CHIEF, board, Source(list="days"), DAYS)
    pin(store, CHIEF, board, Source(table=TABLE), BARS)
    pin(store, CHIEF, board, Source(table=TABLE), BARS)
    assert store.value("select count(*) from board_table") == 1  # kept once
    whole = drawn(store, CHIEF, board)
    assert [p.why_not for p in whole] == [None, None, None]
    assert list(whole[1].chart.data["y"]) == [9, 5, 2]
    with pytest.raises(UserError, match="charts_board_gone"):
        open_board(store, EASTERN, board_id=board)
    link = open_to_others(store, CHIEF, board, opened=True)
    assert open_board(store, EASTERN, link=link) == (board, "会商", False)
    part = drawn(store, EASTERN, board)
    assert [p.why_not for p in part] == [None, "beyond", "beyond"]
    assert 0 < part[0].chart.data["y"].sum() < whole[0].chart.data["y"].sum()
    without = User(3, "x", "无", "officer", frozenset({"charts.read"}), WHOLE)
    assert drawn(store, without, board)[0].why_not == "not_allowed"
    open_to_others(store, CHIEF, board, opened=False)
    with pytest.raises(UserError, match="charts_board_gone"):
        open_board(store, EASTERN, link=link)


def test_a_board_follows_the_data(store):
    board = make_board(store, CHIEF, "会商", now=NOW)
    pin(store, CHIEF, board, Source(list="days"), DAYS)
    before = drawn(store, CHIEF, board)[0].chart.data["y"].sum()
    with store.write() as db:
        db.execute("update grid_day set check_ins = check_ins + 1")
    assert drawn(store, CHIEF, board)[0].chart.data["y"].sum() > before


def test_what_is_taken_off_leaves_nothing_behind_and_nothing_personal_is_audited(store):
    board = make_board(store, CHIEF, "张三的看板", now=NOW)
    number = pin(store, CHIEF, board, Source(table=TABLE), BARS)
    with pytest.raises(UserError, match="charts_board_gone"):
        unpin(store, EASTERN, board, number)
    unpin(store, CHIEF, board, number)
    assert store.value("select count(*) from board_table") == 0
    delete_board(store, CHIEF, board)
    assert boards_of(store, CHIEF).empty
    told = " ".join(
        text for (text,) in store.run("select fields from audit_entry where event like 'board.%'").fetchall()
    )
    assert "张三" not in told
    assert "返乡" not in told
    assert json.loads(told.split("} ")[0] + "}" if "} " in told else told)["board"] == board


def test_a_day_without_an_alert_had_none(store):
    with store.write() as db:
        db.executemany(
            "insert into alert (alert_id, detector, grid_id, status, severity, score, first_day, last_day, reason, policy_version, opened_at)"
            " values (?, 'fever', 4, 'open', ?, 1, ?, ?, 'x', 'x', ?)",
            [
                [900 + n, severity, day, day, NOW]
                for n, (severity, day) in enumerate(zip(("high", "low"), (FIRST_DAY, LAST_DAY), strict=True))
            ],
        )
    sheet = list_sheet(store, WHOLE, code="alerts", today=LAST_DAY, lang="zh")
    made = chart(sheet, Proposal("line", "day", "alerts", "severity", "sum", "over_time_by", 1.0))
    assert len(made.data) == 2 * ((LAST_DAY - FIRST_DAY).days + 1)
    assert made.data["y"].sum() == 2


def test_names_and_documents_of_a_table_are_not_kept(store):
    frame = pd.DataFrame(
        {
            "姓名": ["甲某", "乙某", "丙某"],
            "联系电话": ["13877120001", "13877120002", "13877120003"],
            "乡镇": ["东镇", "西镇", "东镇"],
        },
        dtype=object,
    )
    board = make_board(store, CHIEF, "会商", now=NOW)
    pin(
        store,
        CHIEF,
        board,
        Source(table=Given("t", "", "", frame)),
        Proposal("bar", "乡镇", "rows", None, "count", "compared", 1.0),
    )
    kept = pd.read_parquet(io.BytesIO(store.value("select content from board_table")))
    assert list(kept.columns) == ["乡镇"]
    assert drawn(store, CHIEF, board)[0].chart.data["y"].sum() == 3


def test_names_under_any_header_are_no_kinds_and_of_a_birth_the_year_is_kept(store):
    """Who sees no names sees a board."""
    people = ["韦小明", "黄大海", "李秀英", "陆志强"] * 3
    frame = pd.DataFrame(
        {
            "确诊患者": people, "网格员": people, "说给谁": people, "报告人": ["韦某", "黄某"] * 6, "车辆": ["客车", "货车", "轿车", "校车"] * 3,
            "出生日期": [f"19{80 + n}-03-0{n % 9 + 1}" for n in range(12)], "乡镇": ["东镇", "西镇"] * 6,
        },
        dtype=object,
    )  # fmt: skip
    board = make_board(store, CHIEF, "会商", now=NOW)
    source = Source(table=Given("t", "", "", frame))
    pin(store, CHIEF, board, source, Proposal("histogram", "出生日期", "rows", None, "count", "spread", 1.0))
    pin(store, CHIEF, board, source, Proposal("bar", "车辆", "rows", None, "count", "compared", 1.0))
    kept = pd.read_parquet(io.BytesIO(store.value("select content from board_table")))
    assert list(kept.columns) == ["车辆", "出生日期", "乡镇"]
    assert kept["出生日期"].tolist()[:2] == ["1980年", "1981年"]
    births, cars = drawn(store, CHIEF, board)
    assert births.why_not is None and births.chart.data["y"].sum() == 12
    assert cars.chart.data["y"].sum() == 12


@pytest.mark.parametrize("name", ["", " ", "长" * 61])
def test_a_board_has_a_name(store, name):
    with pytest.raises(UserError, match="charts_board_name"):
        make_board(store, CHIEF, name, now=NOW)


def test_every_list_has_words_and_keeps_to_the_scope(store):
    for code in LISTS:
        for lang in ("zh", "en"):
            whole = list_sheet(store, WHOLE, code=code, today=LAST_DAY, lang=lang)
            assert all(f.label for f in whole.fields)
        assert list_sheet(store, EAST, code=code, today=LAST_DAY, lang="zh").rows <= whole.rows
    with pytest.raises(UserError, match="charts_list_unknown"):
        list_sheet(store, WHOLE, code="none", today=clock.today(), lang="zh")


def test_files_hold_charts_that_can_be_changed(tmp_path, store):
    rows = [
        ["日期", "类别", "人数"],
        *[[f"2020-02-{d:02}", kind, str(d)] for d in range(1, 10) for kind in ("=甲", "乙", "丙")],
    ]
    path = workbook(tmp_path / "t.xlsx", {"表": rows})
    found = charts_of(sheet_of(read_tables(store, path, path.name)[0]))
    sources = [path.name] * len(found)
    book = zipfile.ZipFile(io.BytesIO(to_workbook(found, lang="zh", sources=sources)))
    drawn_natively = sum(c.proposal.kind != "heatmap" for c in found)
    assert sum(name.startswith("xl/charts/chart") for name in book.namelist()) == drawn_natively > 2
    assert not any(b"<f>=" in book.read(name) for name in book.namelist() if "worksheets/sheet" in name)
    deck = Presentation(io.BytesIO(to_slides(found, lang="en", sources=sources)))
    assert len(deck.slides) == len(found)
    assert sum(shape.has_chart for slide in deck.slides for shape in slide.shapes) == drawn_natively
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart and shape.chart.chart_type not in (-4120, -4169):
                assert shape.chart.value_axis.minimum_scale == 0  # bars from zero
