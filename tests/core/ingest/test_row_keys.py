"""Export, edit, re-import: only edited cells change anything, what others changed meanwhile is a conflict, and a key opens no door."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from core.domain import Scope
from core.duplicates.merge import merge
from core.errors import UserError
from core.ingest import workspace
from core.ingest.issues import sentences
from core.ingest.meaning.answers import Answers
from core.ingest.plan import prepare, remap
from core.ingest.storing import commit
from core.workbooks.export import editable
from tests.core.ingest.files import PEOPLE, codes, counts, id_number, store_file, workbook
from tests.county import LAST_DAY, NOW, WHOLE, make_county, scan

LATER = NOW + timedelta(hours=2)
CLERK = Scope((0,), frozenset({"name", "address"}))
EAST_CLERK = Scope((2,), frozenset({"name", "address"}))
G = "990101100001001"


@pytest.fixture
def county():
    """With its own first batch on the books: numbers of imports begin at 2."""
    store = make_county()
    with store.write() as db:
        db.execute("insert into import_batch values (1, ?, 'county', 'county', 'x', 1, 'committed', 0, false)", [NOW])
    return store


class Book:
    """An export in a clerk's hands."""

    def __init__(self, content: bytes, path: Path):
        self.book, self.path = openpyxl.load_workbook(BytesIO(content)), path
        self.sheet = self.book.worksheets[0]
        self.header = [c.value for c in self.sheet[1]]

    def row(self, column: str, value: str) -> int:
        at = self.header.index(column) + 1
        return next(r for r in range(2, self.sheet.max_row + 1) if self.sheet.cell(r, at).value == value)

    def put(self, row: int, **cells: object) -> Book:
        for column, value in cells.items():
            self.sheet.cell(row, self.header.index(column) + 1).value = value
        return self

    def get(self, row: int, column: str) -> object:
        return self.sheet.cell(row, self.header.index(column) + 1).value

    def keep(self, *rows: int) -> Book:
        for row in range(self.sheet.max_row, 1, -1):
            if row not in rows:
                self.sheet.delete_rows(row)
        return self

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path


@pytest.fixture
def export(county, tmp_path):
    def given(kind: str = "people", scope: Scope = CLERK, language: str = "zh", **conditions: object) -> Book:
        content = editable(county, scope, kind, language, conditions=conditions, actor="t", now=NOW)
        return Book(content, tmp_path / f"{kind}.xlsx")

    return given


def looked(county, book: Book, scope: Scope = CLERK, **options: object):
    return prepare(county, scope, book.save(), now=LATER, **options)


def taken(county, book: Book, scope: Scope = CLERK) -> dict:
    return commit(county, looked(county, book, scope), actor="t", now=LATER)


KEY = "系统行键（请勿修改）"


@pytest.mark.parametrize("kind", ["people", "grids", "units"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scope", [CLERK, EAST_CLERK, Scope((0,))], ids=["whole", "town", "masked"])
def test_what_nobody_edited_changes_nothing(county, export, kind, language, scope):
    book = export(kind, scope, language, grid=2)
    plan = looked(county, book, scope)
    found = plan.sheets[0]
    rows = {"people": 30, "grids": 6, "units": 3}[kind]
    assert found.kind == kind and found.counts["unchanged"] == found.counts["rows"] == rows
    assert len(found.issues) == 0 and found.unmapped == []
    assert "row_key" not in plan.preview(found.sheet).columns


@pytest.mark.parametrize("rows", [workspace.FEW, 0], ids=["few", "many"])
def test_columns_of_an_export_are_blank_once_its_untouched_cells_are(county, export, monkeypatch, rows):
    """Its rows hold a birth date each; what is planned for them is for what was edited."""
    monkeypatch.setattr(workspace, "FEW", rows)
    assert "birth_date" in looked(county, export()).works["people"].blank
    edited = looked(county, export().put(2, 出生日期="2001年2月3日")).works["people"]
    assert "birth_date" not in edited.blank and not edited.plain_dates


@pytest.mark.parametrize("rows", [workspace.FEW, 0], ids=["few", "many"])
def test_edits_and_clears_come_back_and_masked_cells_stay(county, export, monkeypatch, rows):
    monkeypatch.setattr(workspace, "FEW", rows)
    book = export(grid=4)
    row = book.row("姓名", county.value("select name from person where person_id = 1"))
    assert book.get(row, "联系电话") == "139****0001" and "****" in book.get(row, "证件号码")
    before = county.one(
        "select * exclude (address, relation, pinyin, initials, version, updated_at) from person where person_id = 1"
    )
    report = taken(county, book.put(row, 住址="1号楼", 与户主关系="---"))
    assert counts(report) == (10, 0, 1, 9, 0) and codes(report) == set()
    assert county.one("select address, relation, version from person where person_id = 1") == ("1号楼", None, 2)
    after = county.one(
        "select * exclude (address, relation, pinyin, initials, version, updated_at) from person where person_id = 1"
    )
    assert after == before


def test_a_name_corrected_is_the_same_person(county, export):
    book = export(grid=4)
    row = book.row("联系电话", "139****0002")
    report = taken(county, book.put(row, 姓名="韦改名", 联系电话="13712345678", 证件号码=id_number(3)).keep(row))
    assert counts(report) == (1, 0, 1, 0, 0)
    assert county.one("select name, phone, id_number from person where person_id = 2") == ("韦改名", "13712345678", id_number(3))  # fmt: skip
    assert county.value("select count(*) from person") == 40


def test_a_birth_date_is_masked_beside_a_masked_number_and_comes_back_whole(county, export):
    """Seventeen of the number's eighteen characters would stand beside it."""
    before = county.run("select person_id, birth_date, version from person order by 1").fetchall()
    for language, header in (("zh", "出生日期"), ("en", "Birth date")):
        book = export(grid=4, language=language)
        told = {book.get(row, header) for row in range(2, book.sheet.max_row + 1)}
        assert told and all(len(text) == 10 and text.endswith("-**-**") for text in told), told
        assert looked(county, book).sheets[0].counts["unchanged"] == 10
    book = export(grid=4)
    book.sheet.delete_cols(book.header.index(KEY) + 1)  # rows that nothing but their masks speak for change nobody
    report = taken(county, book)
    assert "value_masked" in codes(report) and "birth_bad" not in codes(report)
    assert county.run("select person_id, birth_date, version from person order by 1").fetchall() == before
    whole = export(grid=4, scope=Scope((0,), CLERK.reveal | {"id_number"}))
    row = whole.row("联系电话", "139****0001")
    assert whole.get(row, "出生日期") == "1951-01-01" and "*" not in whole.get(row, "证件号码")


def test_a_birth_date_written_over_its_mask_is_an_edit(county, export):
    with county.write() as db:
        db.execute("update person set id_number = null, id_type = null where person_id = 1")
    book = export(grid=4)
    row = book.row("联系电话", "139****0001")
    report = taken(county, book.put(row, 出生日期="1951-02-03").keep(row))
    assert counts(report) == (1, 0, 1, 0, 0)
    assert str(county.value("select birth_date from person where person_id = 1")) == "1951-02-03"
    again = export(grid=4)
    stale = export(grid=4)
    taken(county, again.put(again.row("联系电话", "139****0001"), 出生日期="1951-02-04"))
    report = taken(county, stale.put(stale.row("联系电话", "139****0001"), 出生日期="1951-02-05"))
    assert codes(report) == {"changed_here"}, "somebody wrote another day since, though the mask is the same"


@pytest.mark.parametrize("written", [datetime(1951, 1, 1), "1951年1月1日", "1951/1/1"])
def test_a_date_in_another_writing_and_blanks_are_no_edit(county, export, written):
    book = export(grid=4, scope=Scope((0,), CLERK.reveal | {"id_number"}))
    row = book.row("联系电话", "139****0001")
    name = book.get(row, "姓名")
    book.put(row, 出生日期=written, 姓名=f" {name[0]} {name[1:]}　")
    plan = looked(county, book)
    assert plan.sheets[0].counts["unchanged"] == 10
    assert not plan.works["people"].value("select count(*) from plan.edited where list_contains(fields, 'birth_date')")


def other_import(county, tmp_path, rows, header=PEOPLE, sheet="人员"):
    return store_file(county, workbook(tmp_path / "other.xlsx", {sheet: [header, *rows]}), scope=CLERK)


def test_what_changed_here_is_a_conflict_and_can_be_taken(county, export, tmp_path):
    one = county.one("select id_number, name from person where person_id = 1")
    with county.write() as db:
        db.execute("update person set id_number = ? where person_id = 1", [id_number(1)])
    book = export(grid=4)
    other = other_import(county, tmp_path, [[one[1], None, id_number(1), None, None, "13711111111", G, None, None, None, "9号"]])  # fmt: skip
    assert counts(other) == (1, 0, 1, 0, 0)
    row = book.row("姓名", one[1])
    book.put(row, 联系电话="13722222222", 与户主关系="本人")
    plan = looked(county, book)
    part = plan.sheets[0]
    assert (part.counts["conflict"], part.counts["changed"], part.counts["unchanged"]) == (1, 0, 9)
    assert part.issues[["row", "column", "code", "severity"]].to_numpy().tolist() == [
        [row, "联系电话", "changed_here", "warning"]
    ]
    zh, en = (sentences("changed_here", part.issues["fields"][0], language)[0] for language in ("zh", "en"))
    assert zh.endswith(f"与表中的改动不一致（第 {other['batch']} 批，{NOW:%Y-%m-%d}）")
    assert en.endswith(f"not to what the file says (batch {other['batch']}, {NOW:%Y-%m-%d})")
    shown = plan.preview(part.sheet, status="conflict").iloc[0]
    assert shown["phone"] == "137****2222" and '"phone":"137****1111"' in shown["before"]
    assert commit(county, plan, actor="t", now=LATER)["sheets"][0]["conflict"] == 1
    now = "select phone, address, relation from person where person_id = 1"
    assert county.one(now) == ("13711111111", "9号", "户主")  # the stale address turned nothing back either


def test_a_conflict_that_arises_between_look_and_commit_is_found(county, export):
    book = export(grid=4)
    plan = looked(county, book.put(2, 住址="2号楼"))
    assert plan.sheets[0].counts["changed"] == 1
    key = book.get(2, KEY)
    with county.write() as db:
        db.execute(
            "update person set address = '别处', updated_at = ? where person_id = ?", [LATER, int(key.split(".")[1])]
        )
    report = commit(county, plan, actor="t", now=LATER)
    assert (report["sheets"][0]["conflict"], report["sheets"][0]["changed"]) == (1, 0)


def test_the_same_edit_on_both_sides_is_no_conflict(county, export):
    book = export(grid=4).put(2, 住址="3号楼")
    with county.write() as db:
        db.execute("update person set address = '3号楼' where person_id = ?", [int(book.get(2, KEY).split(".")[1])])
    assert looked(county, book).sheets[0].counts["unchanged"] == 10


def test_keys_damaged_gone_copied(county, export):
    book = export(grid=4)
    whole = book.get(2, KEY)
    book.put(
        2, **{KEY: whole[:-1] + ("0" if whole[-1] != "0" else "1")}
    )  # damaged: matched by phone and name? both masked
    gone = int(book.get(3, KEY).split(".")[1])
    with county.write() as db:
        db.execute("delete from person where person_id = ?", [gone])
        db.execute("delete from membership where person_id = ?", [gone])
    last = book.sheet.max_row + 1
    for column in book.header:
        book.put(last, **{column: book.get(4, column)})
    book.put(last, 姓名="覃新人", 证件号码=id_number(5), 联系电话="13733333333")
    plan = looked(county, book)
    found = plan.sheets[0].issues[["row", "code"]].to_numpy().tolist()
    assert [2, "row_key_bad"] in found and [3, "row_key_gone"] in found and [last, "row_key_twice"] in found
    assert plan.preview("人员", limit=20)["status"].tolist()[-1] == "new"
    assert plan.preview("人员", limit=20)["status"].tolist()[2] == "unchanged"


def test_a_merged_person_is_the_kept_one(county, export):
    book = export(grid=4)
    rows = {int(book.get(r, KEY).split(".")[1]): r for r in range(2, 12)}
    merge(county, WHOLE, keep=1, gone=2, actor="t", now=NOW)
    report = taken(county, book.put(rows[2], 住址="合并后").keep(rows[2]))
    assert counts(report) == (1, 0, 1, 0, 0)
    assert county.value("select address from person where person_id = 1") == "合并后"


def forged(county, book: Book, row: int, entity: int) -> Book:
    """As if somebody had the secret that signs: what is behind the signature holds all the same."""
    part = book.get(row, KEY).split(".")
    text = ".".join([part[0], str(entity), *part[2:4]])
    secret = county.value("select value from secret where name = 'row_key'")
    check = hashlib.md5(f"{secret}{text}".encode()).hexdigest()[:16]
    return book.put(row, **{KEY: f"{text}.{check}"})


def test_a_forged_key_reaches_nobody_outside_the_scope(county, export):
    book = forged(county, export(scope=EAST_CLERK, grid=2), 2, 31).put(2, 住址="窃").keep(2)
    plan = looked(county, book, EAST_CLERK)
    assert plan.sheets[0].counts["rejected"] == 1
    assert "person_outside_scope" in set(plan.sheets[0].issues["code"])
    west = county.value("select name from person where person_id = 31")
    assert west not in str(plan.preview("人员").to_dict()) or west == book.get(2, "姓名")
    nodes = forged(county, export("grids", EAST_CLERK, grid=2), 2, 8).put(2, 责任人="窃").keep(2)
    plan = looked(county, nodes, EAST_CLERK)
    assert plan.sheets[0].counts["rejected"] == 1 and "grid_outside_scope" in set(plan.sheets[0].issues["code"])


def test_a_forged_key_says_nothing_of_a_visitor_seen_elsewhere(county, export):
    with county.write() as db:
        db.execute(
            "insert into person (person_id, name, registered, updated_at) values (99, '秘密人', false, ?)", [NOW]
        )
        db.execute(
            "insert into membership (person_id, grid_id, kind, since, until, batch_id) values (99, 10, 'temporary', null, null, 1)"
        )
    book = forged(county, export(scope=EAST_CLERK, grid=2), 2, 99).put(2, 姓名="别名").keep(2)
    plan = looked(county, book, EAST_CLERK)
    assert "row_key_gone" in set(plan.sheets[0].issues["code"]) and "秘密人" not in str(plan.preview("人员").to_dict())


def test_visitors_are_registered_by_completing_them(county, export):
    with county.write() as db:
        for number in (98, 99):
            db.execute("insert into person (person_id, name, phone, registered, updated_at) values (?, ?, ?, false, ?)",
                       [number, f"访客{number}", f"136000000{number}", NOW])  # fmt: skip
            db.execute(
                "insert into membership (person_id, grid_id, kind, since, until, batch_id) values (?, 4, 'temporary', null, null, 1)",
                [number],
            )
        scan(db, 99, 4, "9 hours", "in")
    book = export(scope=EAST_CLERK, grid=2, registered=False, as_of=LAST_DAY)
    row = book.row("姓名", "访客99")
    book.put(row, 网格编码=G, 户号="V1", 证件号码=id_number(9))
    report = taken(county, book, EAST_CLERK)
    assert counts(report) == (2, 0, 1, 1, 0) and codes(report) == set()
    done = county.one("select registered, home_grid_id, id_number, phone from person where person_id = 99")
    assert done == (True, 4, id_number(9), "13600000099")
    assert county.one("select registered, home_grid_id from person where person_id = 98") == (False, None)


def test_an_id_number_of_somebody_else_is_refused(county, export):
    with county.write() as db:
        db.execute("update person set id_number = ? where person_id = 9", [id_number(9)])
    book = export(grid=4)
    row = book.row("联系电话", "139****0001")
    plan = looked(county, book.put(row, 证件号码=id_number(9)).keep(row))
    assert plan.sheets[0].counts["rejected"] == 1 and "id_of_other" in set(plan.sheets[0].issues["code"])


def test_grids_and_units_edited_and_in_conflict(county, export, tmp_path):
    nodes, plants = export("grids", grid=2), export("units", grid=1)
    row = nodes.row("网格编码", "990101100")
    assert nodes.get(row, "联系电话") == "138****0001" and nodes.get(row, "经度") != "109.3"
    nodes.put(row, 责任人="陆九", 替岗人电话="13800000099").put(
        nodes.row("网格名称", "东二村"), 网格名称="东二新村", 纬度="22.7"
    )
    report = taken(county, nodes)
    assert counts(report) == (6, 0, 2, 4, 0) and codes(report) == set()
    found = (
        county.df("select role, name, position, phone from duty where grid_id = 2 order by role desc")
        .to_numpy()
        .tolist()
    )
    assert found == [["responsible", "陆九", "镇长", "13800000001"], ["deputy", "陆二", "副镇长", "13800000099"]]
    lon, lat, name = county.one("select lon, lat, name from grid where grid_id = 6")
    assert name == "东二新村" and abs(lon - 109.33) < 1e-5 and abs(lat - 22.69) > 1e-3
    again = taken(county, nodes.put(row, 责任人="陆十"))
    assert (again["sheets"][0]["conflict"], again["sheets"][0]["unchanged"]) == (1, 5)
    unit = plants.row("单位编码", "U002")
    plants.put(unit, 复工状态="已复工", 到岗人数="80").put(plants.row("单位编码", "U001-1"), 单位名称="七年级")
    assert counts(taken(county, plants)) == (5, 0, 2, 3, 0)
    assert county.one("select resumption, staff_back, staff from unit where grid_id = 30") == ("resumed", 80, 120)


def test_a_code_of_another_grid_is_refused(county, export):
    book = export("grids", grid=2)
    row = book.row("网格编码", "990101100002")
    plan = looked(county, book.put(row, 网格编码="990101101001").keep(row))
    assert "code_of_other" in set(plan.sheets[0].issues["code"]) and plan.sheets[0].counts["rejected"] == 1


def test_a_name_edited_back_in_an_export_is_no_older_list(county, export):
    book = export("grids", grid=2)
    with county.write() as db:
        db.execute("insert into grid_name values (6, 'name', '旧二村', 1)")
    row = book.row("网格编码", "990101100002")
    report = taken(county, book.put(row, 网格名称="旧二村").keep(row))
    assert counts(report) == (1, 0, 1, 0, 0) and codes(report) == set()
    assert county.value("select name from grid where grid_id = 6") == "旧二村"


def test_conflicts_taken_are_changes(county, export):
    book = export("grids", grid=2)
    people = export(grid=4).put(2, 住址="表中")
    with county.write() as db:
        db.execute("update grid set name = '改名村', updated_at = ? where grid_id = 6", [LATER])
        db.execute("update person set address = '库中' where person_id = ?", [int(people.get(2, KEY).split(".")[1])])
    for edited, changed in ((book.put(book.row("网格编码", "990101100002"), 网格名称="东二新村"), 1), (people, 1)):
        plan = looked(county, edited)
        assert (plan.sheets[0].counts["conflict"], plan.sheets[0].counts["changed"]) == (changed, 0)
        fields = plan.sheets[0].issues["fields"][0]  # edited on a page: no import did it
        assert sentences("changed_here", fields, "zh")[0].endswith("与表中的改动不一致")
        assert sentences("changed_here", fields, "en")[0].endswith("not to what the file says")
        remap(plan, {plan.sheets[0].sheet: Answers(conflicts="take")})
        report = commit(county, plan, actor="t", now=LATER)
        assert report["sheets"][0]["changed"] == changed and codes(report) == {"changed_here"}
    assert county.value("select name from grid where grid_id = 6") == "东二新村"
    assert county.value("select count(*) from person where address = '表中'") == 1


def test_conflicts_are_taken_sheet_by_sheet(county, export):
    book, other = export(grid=4).keep(2), export(grid=5).keep(2)
    second = book.book.create_sheet("第二张")
    for row in other.put(2, 住址="乙表").sheet.iter_rows(values_only=True):
        second.append(row)
    with county.write() as db:
        db.execute("update person set address = '库中'")
    plan = looked(county, book.put(2, 住址="甲表"))
    assert [s.counts["conflict"] for s in plan.sheets] == [1, 1]
    remap(plan, {"第二张": Answers(conflicts="take")})
    assert [(s.counts["conflict"], s.counts["changed"]) for s in plan.sheets] == [(1, 0), (0, 1)]


def test_reasons_limits_and_log(county):
    reason = {"actor": "t", "now": NOW, "conditions": {"grid": 4, "text": "王小一"}}
    with pytest.raises(UserError, match="disclose_not_allowed"):
        editable(county, CLERK, "people", "zh", reason="流调", **reason)
    content = editable(
        county, CLERK, "people", "zh", reason="流调", permissions=frozenset({"registers.disclose"}), **reason
    )
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    assert "13900000010" in [c.value for row in sheet.iter_rows() for c in row]
    log = county.run("select event, fields from audit_entry where event like 'export.%' order by entry_id").fetchall()
    assert [e for e, _ in log] == ["export.made", "export.disclosed"] and "流调" in log[1][1]
    assert "王" not in str(log) and '"rows": 1' in log[0][1]
    with pytest.raises(UserError, match="export_none"):
        editable(county, Scope(()), "people", "zh", conditions={}, actor="t", now=NOW)
    with pytest.raises(UserError, match="kind_unknown"):
        editable(county, CLERK, "check_ins", "zh", conditions={}, actor="t", now=NOW)
