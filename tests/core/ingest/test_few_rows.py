"""A list of few rows is planned in a shorter way than a long one, and nobody can tell by what comes out."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from core.ingest import checking, workspace
from core.ingest.blank_columns import JOINED, MADE, OF, WORDS, blank_columns, without_blank
from core.ingest.kinds.descriptor import descriptors
from core.ingest.meaning.columns import kinds
from core.ingest.plain_dates import plainly_dated
from core.ingest.workspace import Workspace
from core.store import statements
from tests.core.ingest.files import EXITS, GRIDS, PEOPLE, id_number, store_file, workbook
from tests.county import NOW, empty_store, make_county

G = "990101100001001"
CLOCKS = ("", " 00:00:00", " 21:59:59", " 22:59:17", " 23:59:17", " 25:00:00")
DAYS = (
    ("2020-02-29", "1970-01-01"),
    ("2020年2月29日", "70.1.1"),
    ("2020-02-30", "1900-01-01"),
    ("9999-12-31", "2099-01-01"),
)


def books(folder, written: tuple[str, str]):
    day, birth = written
    people = [
        ["王小花", "", id_number(1), "女", "1990-01-01", "13800000001", G, "H1", "", "户主", "一号", ""],
        ["李小明", "", id_number(2), "男", birth, "1380000000", "东一村1组", "H1", "王小花", "子", "", "重点"],
        ["", "护照", "E12345678", "", day, "", "没有的村", "", "", "", "", ""],
        ["Smith, Anna", "护照", "E12345679", "女", "1990-01-01", "", G, "", "", "", "", "居家隔离"],
        [*["王小花", "", "", "女", "", "13800000001", G], *[""] * 5],
    ]
    exits = [
        ["2026-01-30 08:00:00", "李小二", "", "南宁", "就医", day, "2026-02-03", "通过", "13900000001"],
        ["2026-01-30 23:59:17", "张小三", "", "南宁", "", "2026-02-01", birth, "", "13900000002"],
    ]
    grids = [["990101100001009", "东一村9组", "屯", "990101100001", "", "", "陆九", "13800000009", ""]]
    units = [
        ["单位编码", "单位名称", "单位类型", "所属网格", "复工日期"],
        ["U009", "东镇商店", "企业", "990101100001", day],
    ]
    sheets = {"人员": [PEOPLE, *people], "网格": [GRIDS, *grids], "单位": units, "外出": [[*EXITS, "联系电话"], *exits]}
    return [workbook(folder / f"{name}.xlsx", {name: rows}) for name, rows in sheets.items()]


def longer(monkeypatch) -> None:
    """From here on every list is a long one, and none of its columns is known to be blank."""
    monkeypatch.setattr(workspace, "FEW", 0)
    monkeypatch.setattr(checking, "blank_columns", lambda _: frozenset())


def outcome(files) -> tuple[list, list]:
    """The reports, and all that is stored but times of day."""
    store = make_county()
    reports = [store_file(store, file) for file in files]
    tables = store.df("select table_name as t from duckdb_tables() where database_name = current_database()")["t"]
    kept = {
        t: store.df(f'from "{t}"')
        for t in sorted(tables)
        if t not in ("audit_entry", "audit_anchor", "migration", "secret")
    }
    return reports, [
        (t, sorted(map(str, f.drop(columns="seconds", errors="ignore").values.tolist()))) for t, f in kept.items()
    ]


@pytest.mark.parametrize("written", DAYS)
def test_the_same_comes_out(tmp_path, monkeypatch, written):
    files = books(tmp_path, written)
    few = outcome(files)
    longer(monkeypatch)
    assert outcome(files) == few


NARROW = {
    "oddly written": ["欧阳 娜", f"{id_number(5)[:6]} {id_number(5)[6:]}", "138-0000-0009(父)", G],
    "who and where": ["王小花", id_number(1), "1380", G],
    "gone": ["王小花", id_number(1), "---", "", "死亡", "2020-02-01"],
    "of a unit": ["张小三", id_number(4), "", "", "", "", "", "", "U001", "7"],
}


def test_the_same_comes_out_of_few_columns(tmp_path, monkeypatch):
    """Each column of a row alone, then with the row before it: what is left out where a column is blank would have found nothing."""
    columns = [
        "姓名",
        "身份证号",
        "电话",
        "所属网格",
        "人员状态",
        "状态日期",
        "户编号",
        "与户主关系",
        "所属单位",
        "学号",
    ]
    files = []
    for name, row in NARROW.items():
        used = [n for n, cell in enumerate(row) if cell]
        sheet = [[columns[n] for n in used], [row[n] for n in used]]
        files.append(workbook(tmp_path / f"{name}.xlsx", {"人员": sheet}))
    few = outcome(files)
    longer(monkeypatch)
    assert outcome(files) == few


def test_the_same_comes_out_of_few_columns_of_a_long_list(tmp_path, monkeypatch):
    files = books(tmp_path, DAYS[1])
    monkeypatch.setattr(workspace, "FEW", 0)
    known = outcome(files)
    longer(monkeypatch)
    assert outcome(files) == known


def test_statements_left_out_would_have_found_nothing(tmp_path, monkeypatch):
    """A statement that its guard leaves out changes nothing where it runs all the same."""
    files = books(tmp_path, DAYS[0])
    guarded = outcome(files)
    monkeypatch.setattr(Workspace, "any", lambda *_: True)
    assert outcome(files) == guarded


@pytest.fixture(scope="module")
def work() -> Workspace:
    return Workspace(empty_store())


def test_a_plain_day_is_the_day(work):
    """Of three centuries, each eleventh day at six times of day."""
    days = [date(1900, 1, 1) + timedelta(days=11 * n) for n in range(10_200)]
    texts = [f"{day}{clock}" for day in days for clock in CLOCKS]
    plain = [text for text in texts if plainly_dated("exit_applications", pa.table({"leave_on": [text]}))]
    assert len(plain) > 25_000 and plain[0] > "1901" and plain[-1] < "2200" and not any(p[10:] > " 22" for p in plain)
    for macro in ("moment", "day", "birth_day", "end_day"):
        meant = []
        for work.plain_dates in (False, True):
            with work.given(pa.table({"text": plain})):
                meant.append(
                    work.run(f"select plan.{macro}(text, $today) from given_rows", today=NOW.date()).fetchall()
                )
        assert meant[0] == meant[1]


@pytest.mark.parametrize(
    "text",
    [
        "2020-2-1",
        "2020/02/01",
        "２０２０-02-01",
        "43862",
        "2020-02-01 23:59:17",
        "长期",
        "20-02-01",
        "2020-02-01T00:00:00Z",
    ],
)
def test_no_other_writing_is_plain(text):
    assert not plainly_dated("people", pa.table({"birth_date": ["2020-02-01", text]}))
    assert plainly_dated("people", pa.table({"birth_date": pa.array([None, "2020-02-01"]), "address": [text, None]}))


def test_only_columns_of_days_are_read_as_days():
    """Else a column would be read as plain that nobody looked at."""
    read = re.compile(r"plan\.(?:moment|day|birth_day|end_day)\((?:\w+\.)?(\w+)")
    for about in descriptors().values():
        for step in (s for s in about.steps if s.sql):
            for statement in statements(about.beside(step.sql), step.sql):
                for column in read.findall(statement):
                    known = kinds()[about.name].fields
                    field = known.get(column) or known.get(re.sub("_(text|written)$", "_on", column))  # as it was told
                    told = column in ("written", "unclear")  # `unclear`: of such columns alone
                    assert told or (field and field.type in ("date", "time")), (about.name, column)


@pytest.mark.parametrize("macro", MADE)
def test_of_nothing_nothing_is_made(work, macro):
    """So a column in which nothing stands need not be read."""
    today = ", date '2026-02-01'" if MADE[macro] in ("date", "timestamp") else ""
    made = work.run(f"select x, typeof(x) from (select plan.{macro}(cast(null as text){today}) as x)").fetchone()
    assert made == (None, {"text": "VARCHAR"}.get(MADE[macro], MADE[macro].upper()))


def test_blank_columns_are_known_by_all_rows_and_read_nowhere_else():
    rows = pa.table({"name": ["韦一", None], "phone": pa.nulls(2, pa.string()), "status": pa.nulls(2, pa.string())})
    blank = blank_columns(rows)
    assert blank == {"phone", "status", "odd_phone", "odd_name"}
    read = "select plan.told(s.phone), plan.day(status, $today), plan.told(name) from plan.staged_people s"
    none = "select cast(null as text), cast(null as date), plan.told(name) from plan.staged_people s"
    assert without_blank(read, blank) == none
    later = read.replace("staged_people", "typed")
    assert without_blank(later, blank) == later


def test_columns_are_plain_where_every_value_is():
    def plain(column: str, *values: str | None) -> bool:
        return f"odd_{column}" in blank_columns(pa.table({column: pa.array(values, pa.string())}))

    assert plain("name", "韦一", None) and not plain("name", "韦一", "韦 一") and not plain("name", "Smith")
    assert plain("phone", "13800000001") and not plain("phone", "138000000011") and not plain("phone", "1380000000１")
    assert (
        plain("id_number", id_number(1))
        and not plain("id_number", id_number(1)[:17] + "x")
        and not plain("id_number", "E12345678")
    )


def test_a_line_about_blank_columns_goes():
    sql = "select s.name,\n  v.code as sex, b.grid_id as block_id,\n  s.sex, -- of: sex\n  s.a + s.b as c, -- of: block phone\n  1\nfrom plan.staged_people s\n"
    joins = "left join plan.value v on v.set_name = 'sex' and v.text = plan.value_key(plan.told(s.sex))\nleft join plan.grid_text b on b.written = s.block -- of: block"
    left = without_blank(sql + joins, frozenset({"sex", "block"}))
    assert left.splitlines() == [
        "select s.name,",
        "  cast(null as text) as sex, cast(null as integer) as block_id,",
        "  s.a + s.b as c, -- of: block phone",
        "  1",
        "from plan.staged_people s",
    ]
    assert without_blank(sql + joins, frozenset()) == sql + joins


def test_a_table_that_may_not_be_joined_lends_its_name_to_nothing_else():
    """What a statement reads under that name becomes nothing."""
    joins = 0
    for file in Path(workspace.__file__).parent.rglob("*.sql"):
        for statement in statements(str(file), file.name):
            lines = [line for line, *_ in WORDS.findall(statement)] + [line for line, _ in OF.findall(statement)]
            for name in (join[1] for join in map(JOINED.match, lines) if join):
                called = re.findall(rf"(?:\b(?:from|join)\s+[\w.]+(?:\([^()]*\))?|\))\s+{name}\b(?!\s*\()", statement)
                assert len(called) == 1, (file.name, name)
                joins += 1
    assert joins > 30


def test_grids_are_looked_for_at_the_levels_that_a_list_has(tmp_path, monkeypatch):
    ran, script = [], Workspace.script

    def told(self: Workspace, file: str, /, **given: object) -> object:
        ran.append((file, given.get("level")))
        return script(self, file, **given)

    monkeypatch.setattr(Workspace, "script", told)
    rows = [["990101100001009", "东一村9组", "屯", "990101100001", "", "", "陆九", "13800000009", ""]]
    store_file(make_county(), workbook(tmp_path / "网格.xlsx", {"网格": [GRIDS, *rows]}))
    assert [level for file, level in ran if file == "nodes/check_match.sql"] == ["section"]
