"""Every refusal has a way on: the clerk says where the table stands, what blank cells and whole sorts of findings mean, and corrects a few cells."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest

from core.errors import UserError
from core.ingest.first_rows import first_rows, first_rows_of
from core.ingest.for_all import blank_rows, for_all
from core.ingest.meaning.answers import ABOVE, Answers, find_saved, save_mapping
from core.ingest.plan import discard, prepare, remap
from core.ingest.said_cells import with_cells_said
from core.ingest.storing import commit
from tests.core.ingest.files import id_number, text_file, workbook
from tests.core.ingest.test_command import call
from tests.county import NOW, WHOLE, make_county

NAMES = ["韦小明", "覃丽花", "黄建国", "陆桂英"]
IDS = [id_number(n) for n in range(1, 5)]
VILLAGE = "东一村"
STRANGE = [["甲", "乙", "丙"], ["子", "丑", "寅"], *[[n, "x", VILLAGE] for n in NAMES], ["完", "了", "吗"]]


@pytest.fixture
def county():
    return make_county()


def people(*more: tuple[str, list[str]]) -> list[list[str]]:
    """A roster with further columns."""
    columns = {"姓名": NAMES, "身份证号": IDS, **dict(more)}
    return [list(columns), *map(list, zip(*columns.values(), strict=True))]


def planned(county, tmp_path, rows, **options):
    return prepare(county, WHOLE, workbook(tmp_path / "a.xlsx", {"甲": rows}), now=NOW, **options)


def test_the_clerk_says_which_row_is_the_header(county, tmp_path):
    said = Answers(kind="people", header=2, first=3, last=6, columns={"子": "name", "寅": "grid"})
    plan = planned(county, tmp_path, STRANGE, answers={"甲": said})
    part = plan.sheets[0]
    assert (part.header_row, part.counts["rows"], part.read) == (2, 4, 4)
    assert part.mapping == {"子": "name", "寅": "grid"} and part.counts["new"] == 4
    discard(plan)


def test_or_that_there_is_none_and_names_columns_by_their_letters(county, tmp_path):
    rows = [[None, "甲", "子"], *[[None, n, VILLAGE] for n in NAMES]]  # the decoder leaves out the blank first column
    said = Answers(kind="people", header=0, columns={"B": "name", "C": "grid"})
    plan = planned(county, tmp_path, rows, answers={"甲": said})
    part = plan.sheets[0]
    assert part.mapping == {"B": "name", "C": "grid"} and part.read == 5, "the first row is a record too"
    discard(plan)


def test_another_header_row_can_be_said_later_and_taken_back(county, tmp_path):
    plan = planned(county, tmp_path, people(("村", [VILLAGE] * 4)))
    remap(plan, {"甲": Answers(header=0)})
    assert plan.sheets[0].counts["rows"] == 5 and plan.sheets[0].headless
    remap(plan, {"甲": Answers(header=1, last=3)})
    assert plan.sheets[0].counts["new"] == 2
    remap(plan, {"甲": Answers()})
    assert plan.sheets[0].counts["new"] == 4 and plan.sheets[0].header_row == 1
    discard(plan)


@pytest.mark.parametrize(
    ("said", "code"), [(Answers(header=90), "header_row"), (Answers(header=2, last=2), "rows_range")]
)
def test_what_cannot_be_is_refused(county, tmp_path, said, code):
    with pytest.raises(UserError) as refused:
        planned(county, tmp_path, people(("村", [VILLAGE] * 4)), kind="people", of_all=said)
    assert refused.value.code == code


def test_where_the_table_stands_takes_no_saved_mapping_away(county, tmp_path):
    plan = planned(county, tmp_path, STRANGE[:-1], kind="people", of_all=Answers(header=2))
    part = plan.sheets[0]
    save_mapping(
        county,
        WHOLE,
        part.fingerprint,
        Answers(kind="people", columns={"子": "name", "寅": "grid"}, blanks={"grid": ABOVE}),
        name="子丑",
        actor="t",
        now=NOW,
    )
    discard(plan)
    plan = planned(county, tmp_path, STRANGE[:-1], of_all=Answers(header=2))
    assert plan.sheets[0].answers.saved == "子丑" and plan.sheets[0].mapping == {"子": "name", "寅": "grid"}
    assert plan.sheets[0].answers.blanks == {"grid": ABOVE}
    discard(plan)


def test_lists_without_headers_share_no_mapping_unless_their_columns_are_alike(county, tmp_path):
    first = planned(county, tmp_path, [[n, i, VILLAGE] for n, i in zip(NAMES, IDS, strict=True)])
    part = first.sheets[0]
    save_mapping(
        county,
        WHOLE,
        part.fingerprint,
        Answers(kind="people", columns={"A": "name"}),
        name="无表头",
        actor="t",
        now=NOW,
    )
    discard(first)
    other = planned(county, tmp_path, [[i, n, VILLAGE] for n, i in zip(NAMES, IDS, strict=True)])
    assert other.sheets[0].answers.saved is None and other.sheets[0].mapping["B"] == "name"
    discard(other)
    assert find_saved(county, part.fingerprint).saved == "无表头"


def test_the_first_rows_are_shown_as_they_are(county, tmp_path):
    path = text_file(tmp_path / "a.csv", STRANGE)
    (seen,) = first_rows(county, path, "a.csv")
    assert (seen.first_row, seen.letters, seen.rows[1]) == (1, ("A", "B", "C"), ("子", "丑", "寅"))
    plan = planned(county, tmp_path, people(("村", [VILLAGE] * 4)))
    assert first_rows_of(plan, 0).rows[0] == ("姓名", "身份证号", "村")
    discard(plan)
    (tmp_path / "b.csv").write_bytes(b"")
    assert first_rows(county, tmp_path / "b.csv", "b.csv") == []


def test_a_blank_village_means_the_one_above(county, tmp_path):
    plan = planned(county, tmp_path, people(("村", [VILLAGE, "", "东二村", ""]), ("组", ["1组", "1组", "1组", "1组"])))
    part = plan.sheets[0]
    assert part.counts["rejected"] == 2 and blank_rows(part, "grid", "village_missing")
    remap(plan, {"甲": for_all(part, "grid", "village_missing", ABOVE)})
    assert plan.preview("甲")["grid"].tolist() == [VILLAGE, VILLAGE, "东二村", "东二村"]
    assert plan.sheets[0].counts["new"] == 4
    remap(plan, {"甲": Answers(blanks={"grid": "东二村"})})
    assert plan.preview("甲")["grid"].tolist() == [VILLAGE, "东二村", "东二村", "东二村"]
    discard(plan)


def test_the_next_batch_of_a_long_list_knows_what_stood_above(county, tmp_path):
    def batch(first: int, grids: list[str | None]) -> pa.Table:
        return pa.table(
            {"row": pa.array(range(first, first + len(grids)), pa.int64()), "grid": pa.array(grids, pa.string())}
        )

    above: dict[str, str] = {}
    said = Answers(blanks={"grid": ABOVE}, cells={"grid": {"3": "改"}})
    told = [
        with_cells_said(rows, said, above)["grid"].to_pylist()
        for rows in (batch(2, [None, "甲", None]), batch(5, [None, "乙"]))
    ]
    assert told == [[None, "改", "改"], ["改", "乙"]]


def test_a_row_that_says_nothing_gets_nothing_from_above(county, tmp_path):
    rows = [*people(("村", [VILLAGE, "", "", ""])), ["", "", ""], ["注：完"]]
    plan = planned(county, tmp_path, rows, of_all=Answers(blanks={"grid": ABOVE}))
    assert (plan.sheets[0].counts["new"], plan.sheets[0].read) == (4, 5)
    discard(plan)


def test_all_writings_of_one_sort_get_a_meaning_at_once(county, tmp_path):
    plan = planned(county, tmp_path, people(("村", ["那个村", "这个村", "那个村", VILLAGE])))
    part = plan.sheets[0]
    group = part.issue_groups.iloc[0]
    assert (group["code"], group["column"], group["rows"], list(group["first_rows"]), group["writings"]) == (
        "grid_unknown",
        "村",
        3,
        [2, 3, 4],
        2,
    )
    assert not blank_rows(part, "grid", "grid_unknown")
    remap(plan, {"甲": for_all(part, "grid", "grid_unknown", "990101100002")})
    assert plan.sheets[0].counts["new"] == 4
    discard(plan)


def test_without_a_column_one_answer_is_a_value_for_all(county, tmp_path):
    plan = planned(county, tmp_path, people())
    remap(plan, {"甲": for_all(plan.sheets[0], "grid", "grid_missing", "990101100001")})
    assert plan.sheets[0].answers.fixed == {"grid": "990101100001"} and plan.sheets[0].counts["new"] == 4
    discard(plan)


def test_a_handful_of_cells_is_corrected_and_each_is_named(county, tmp_path):
    plan = planned(
        county,
        tmp_path,
        people(
            ("村", ["那个村", VILLAGE, VILLAGE, VILLAGE]),
            ("出生日期", ["1990-01-01", "很久以前", "1990-01-01", "1990-01-01"]),
        ),
    )
    said = Answers(cells={"grid": {"2": "东二村"}, "birth_date": {"3": ""}})
    remap(plan, {"甲": said})
    part = plan.sheets[0]
    assert part.counts["new"] == 4
    named = part.issues[part.issues["code"] == "cell_corrected"]
    assert list(zip(named["row"], named["column"], strict=True)) == [(2, "村"), (3, "出生日期")]
    report = commit(county, plan, actor="t", now=NOW)
    assert [i["code"] for i in report["sheets"][0]["issues"]].count("cell_corrected") == 2
    assert (
        county.value(
            "select g.name from person p join grid g on g.grid_id = p.home_grid_id where p.id_number = $id", id=IDS[0]
        )
        == "东二村"
    )
    discard(plan)


def test_a_time_is_corrected_too(county, tmp_path):
    rows = [
        ["姓名", "手机号", "村", "登记时间", "进出"],
        *[
            [n, "13978810001", VILLAGE, t, "进"]
            for n, t in zip(NAMES, ["2026-01-01 08:00", "昨天", "2026-01-03 08:00", "2026-01-04 08:00"], strict=True)
        ],
    ]
    plan = planned(county, tmp_path, rows)
    assert plan.sheets[0].counts["rejected"] == 1
    remap(plan, {"甲": Answers(cells={"scanned_at": {"3": "2026-01-02 08:00"}})})
    assert plan.sheets[0].counts["new"] == 4
    discard(plan)


def test_several_columns_are_joined_in_the_order_that_was_said(county, tmp_path):
    rows = people(("村", [VILLAGE] * 4), ("门", ["3号"] * 4), ("街", ["东街"] * 4), ("姓", list("韦覃黄陆")))
    plan = planned(county, tmp_path, rows)
    remap(plan, {"甲": Answers(columns={"街": "address", "门": "address"})})
    assert plan.preview("甲")["address"][0] == "东街3号"
    remap(plan, {"甲": Answers(columns={"门": "address", "街": "address"})})
    assert plan.preview("甲")["address"][0] == "3号东街"
    assert plan.sheets[0].mapping["门"] == plan.sheets[0].mapping["街"] == "address"
    discard(plan)


def test_family_name_and_given_name_and_two_phones(county, tmp_path):
    rows = [
        ["姓", "名", "电话甲", "电话乙", "村"],
        ["韦", "小明", "", "13978810001", VILLAGE],
        ["Li", "Ming", "13978810002", "", VILLAGE],
    ]
    said = Answers(
        kind="people", columns={"姓": "name", "名": "name", "电话甲": "phone", "电话乙": "phone", "村": "grid"}
    )
    plan = planned(county, tmp_path, rows, answers={"甲": said})
    shown = plan.preview("甲")
    assert shown["name"].tolist() == ["韦小明", "Li Ming"] and shown["phone"].tolist() == ["13978810001", "13978810002"]
    discard(plan)


def test_one_column_feeds_two_fields_where_it_is_said(county, tmp_path):
    plan = planned(county, tmp_path, people(("住处", [f"{VILLAGE}1组"] * 4)), kind="people")
    remap(plan, {"甲": Answers(columns={"住处": "grid+section"})})
    shown = plan.preview("甲")
    assert (shown["grid"][0], shown["section"][0]) == (VILLAGE, "1组")
    assert plan.sheets[0].counts["new"] == 4
    discard(plan)


def test_a_joined_mapping_is_kept_by_name(county, tmp_path):
    rows = people(("村", [VILLAGE] * 4), ("街", ["东街"] * 4), ("门", ["3号"] * 4))
    plan = planned(county, tmp_path, rows)
    said = Answers(kind="people", columns={"街": "address", "门": "address"})
    save_mapping(county, WHOLE, plan.sheets[0].fingerprint, said, name="街门", actor="t", now=NOW)
    discard(plan)
    plan = planned(county, tmp_path, rows)
    assert plan.sheets[0].answers.saved == "街门" and plan.preview("甲")["address"][0] == "东街3号"
    discard(plan)


GRIDS = [
    ["网格编码", "网格名称", "层级", "上级编码"],
    ["990101", "甲县", "县", ""],
    ["990101100", "东镇", "乡镇", "990101"],
    ["990101100001", VILLAGE, "村", "990101100"],
]


@pytest.fixture
def db(tmp_path):
    assert call(tmp_path / "c.duckdb", text_file(tmp_path / "g.csv", GRIDS)).returncode == 0
    return tmp_path / "c.duckdb"


def sheet_of(done) -> dict:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["sheets"][0]


def test_the_command_line_says_where_the_table_stands(db, tmp_path):
    file = workbook(tmp_path / "a.xlsx", {"甲": STRANGE})
    refused = call(db, file, "--dry-run", lang="zh_CN.UTF-8")
    assert refused.returncode == 2 and "--header" in refused.stderr and "甲、乙、丙" in refused.stderr
    options = (
        "--kind",
        "people",
        "--header",
        "2",
        "--rows",
        "3-6",
        "--map",
        "A=name",
        "--map",
        "寅=grid",
        "--dry-run",
        "--json",
    )
    assert (found := sheet_of(call(db, file, *options)))["new"] == 4 and found["header_row"] == 2
    bare = sheet_of(
        call(
            db,
            file,
            "--kind",
            "people",
            "--header",
            "none",
            "--rows",
            "-6",
            "--map",
            "A=name",
            "--map",
            "C=grid",
            "--dry-run",
            "--json",
        )
    )
    assert bare["read"] == 6 and bare["mapping"] == {"A": "name", "C": "grid"}


def test_the_command_line_joins_splits_and_explains(db, tmp_path):
    file = workbook(
        tmp_path / "a.xlsx",
        {"甲": people(("街", ["东街"] * 4), ("门", ["3号"] * 4), ("住处", [VILLAGE, "", "那个村", f"{VILLAGE}9组"]))},
    )
    options = (
        "--map",
        "街=address",
        "--map",
        "D=address",
        "--map",
        "住处=grid+section",
        "--blank",
        "grid=above",
        "--value",
        f"grid:那个村={VILLAGE}",
    )
    found = sheet_of(call(db, file, *options, "--dry-run", "--json"))
    assert found["mapping"] == {
        "姓名": "name",
        "身份证号": "id_number",
        "街": "address",
        "门": "address",
        "住处": "grid+section",
    }
    assert (found["new"], found["rejected"]) == (4, 0)
    assert call(db, file, "--map", "=name", "--dry-run").returncode == 2, "a column without a label has a letter"


@pytest.mark.parametrize("option", [("--header", "x"), ("--rows", "5"), ("--header", "-1")])
def test_options_that_say_nothing_are_refused(db, tmp_path, option):
    with pytest.raises(SystemExit):
        call(db, text_file(tmp_path / "a.csv", people()), *option)


@pytest.mark.parametrize("lang", ["zh_CN.UTF-8", "en_US.UTF-8"])
def test_the_command_line_names_what_it_drops(db, tmp_path, lang):
    rows = people(("村", [VILLAGE] * 4), ("家属姓名", NAMES[::-1]), ("血型", ["A"] * 4))
    done = call(db, workbook(tmp_path / "a.xlsx", {"甲": [*rows, ["合计", "4"]]}), "--dry-run", lang=lang)
    line = next(text for text in done.stdout.splitlines() if "血型" in text)
    assert "家属姓名" in line and ("另一个人" in line or "somebody else" in line)
    assert any("5" in text and "4" in text and "1" in text for text in done.stdout.splitlines() if "=" in text)
