"""A column of `person` is declared once: one that nobody has heard of is compared, stored, emptied, taken back, exported and merged."""

from __future__ import annotations

import io

import openpyxl
import pytest

from core.duplicates.merge import merge, unmerge
from core.ingest.kinds import descriptor as known
from core.ingest.meaning import columns
from core.ingest.plan import discard, prepare
from core.ingest.undo.undo import undo
from core.registry import person_fields as declared
from core.registry.person_fields import filled, person_fields
from core.workbooks.export import editable
from tests.core.ingest.files import counts, id_number, store_file, workbook
from tests.county import NOW, WHOLE, county_alone

ONE, TWO = id_number(1), id_number(2, "20100505")
SECTION = "990101100001001"
HEADER = ["姓名", "证件号码", "网格编码", "昵称"]


@pytest.fixture
def county(monkeypatch, tmp_path):
    """Where people have nicknames: the declaration, the header's synonyms, the column. Nothing else."""
    for module, name, entry in (
        (
            declared,
            "person_fields.toml",
            '[nickname]\nplain = true\nread = "text"\nemptied = "always"\nmerge = "own"\n',
        ),
        (columns, "columns.toml", '[people.fields.nickname]\ntype = "text"\nzh = ["昵称"]\nen = ["Nickname"]\n'),
    ):
        file = tmp_path / name
        file.write_text(module.FILE.read_text("utf-8") + "\n" + entry, "utf-8")
        monkeypatch.setattr(module, "FILE", file)
    _forget()
    store = county_alone()
    with store.write() as db:
        for table in ("person", "merge_person"):
            db.execute(f"alter table {table} add column nickname text")
    yield store
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    """What was read of the files stays in memory."""
    known._loaded.cache_clear()
    columns._table.cache_clear()


@pytest.fixture
def put(county, tmp_path):
    def given(*rows: list) -> dict:
        return store_file(
            county, workbook(tmp_path / f"{len(list(tmp_path.iterdir()))}.xlsx", {"人员": [HEADER, *rows]})
        )

    return given


def nicknames(county) -> dict[str, str | None]:
    return dict(county.run("select name, nickname from person where id_number in ($a, $b)", a=ONE, b=TWO).fetchall())


def test_it_is_stored_compared_emptied_and_taken_back(county, put, tmp_path):
    put(["韦一", ONE, SECTION, "阿一"])
    assert nicknames(county) == {"韦一": "阿一"}
    assert counts(put(["韦一", ONE, SECTION, "阿一"]))[3] == 1, "the same again"
    changed = put(["韦一", ONE, SECTION, "小一"])
    assert counts(changed)[2] == 1 and nicknames(county) == {"韦一": "小一"}
    plan = prepare(
        county, WHOLE, workbook(tmp_path / "p.xlsx", {"人员": [HEADER, ["韦一", ONE, SECTION, "老一"]]}), now=NOW
    )
    assert '"nickname":"小一"' in plan.preview("人员")["before"].iloc[0].replace(" ", "")
    discard(plan)
    emptied = put(["韦一", ONE, SECTION, "---"])
    assert nicknames(county) == {"韦一": None}
    undo(county, WHOLE, emptied["batch"], actor="test", now=NOW)
    assert nicknames(county) == {"韦一": "小一"}
    undo(county, WHOLE, changed["batch"], actor="test", now=NOW)
    assert nicknames(county) == {"韦一": "阿一"}


def test_it_leaves_for_editing_and_comes_back(county, put, tmp_path):
    put(["韦一", ONE, SECTION, "阿一"])
    content = editable(county, WHOLE, "people", "zh", conditions={"text": ONE}, actor="test", now=NOW)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    at = [cell.value for cell in sheet[1]].index("昵称") + 1
    assert sheet.cell(2, at).value == "阿一"
    sheet.cell(2, at).value = "小一"
    book.save(tmp_path / "back.xlsx")
    assert counts(store_file(county, tmp_path / "back.xlsx"))[2] == 1
    assert nicknames(county) == {"韦一": "小一"}


def test_a_merge_gives_it_on_and_an_unmerge_takes_it_back(county, put):
    put(["韦一", ONE, SECTION, None], ["覃二", TWO, SECTION, "阿二"])
    keep, gone = (county.value("select person_id from person where id_number = $id", id=i) for i in (ONE, TWO))
    number = merge(county, WHOLE, keep=keep, gone=gone, actor="test", now=NOW)
    assert nicknames(county) == {"韦一": "阿二"}
    unmerge(county, WHOLE, merge_id=number, actor="test", now=NOW)
    assert nicknames(county) == {"韦一": None, "覃二": "阿二"}


def test_every_column_of_the_register_is_declared():
    store = county_alone()
    columns_of = {name for name, *_ in store.run("describe person").fetchall()}
    assert columns_of - set(person_fields()) == {"person_id", "batch_id", "version", "updated_at"}
    assert set(person_fields()) <= columns_of


def test_a_part_that_there_is_not_is_an_error():
    with pytest.raises(KeyError):
        filled("select /*person.colour*/")
