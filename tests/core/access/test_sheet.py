"""Accounts by spreadsheet: whole or not at all, each fault with its row; a known login is changed; thousands at once."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from core.access.accounts import load_user
from core.access.links import use_password_link
from core.access.manage import add_account, list_accounts
from core.access.sheet import check_accounts, read_accounts, store_accounts
from core.access.subjects import account_of_subject, subjects
from core.domain import Scope
from core.errors import UserError
from core.report.export import to_xlsx
from tests.county import EAST, NOW, WHOLE, make_county

NAMES = {"网格员": "officer", "数据员": "clerk", "部门": "department", "系统管理员": "admin"}
HEAD = ["账号", "姓名", "角色", "管辖网格", "状态"]


@pytest.fixture
def store():
    return make_county()


def checked(store, *rows, scope=WHOLE, head=HEAD):
    table = pd.DataFrame(rows, columns=head)
    return check_accounts(store, scope, read_accounts(to_xlsx(table, sheet="s", notes={}), "名单.xlsx"), NAMES)


def stored(store, sheet, scope=WHOLE):
    return store_accounts(store, scope, sheet, actor="boss", now=NOW)


def test_officers_come_in_with_links_and_go_out_again(store):
    made = stored(store, checked(store, ("zhao", "赵一", "网格员", "东一村、990101100002", ""), ("Qian", "钱二", "数据员", "*", ""), ("wei", "卫健局", "部门", "", "")))  # fmt: skip
    assert made.login.tolist() == ["zhao", "qian", "wei"]
    use_password_link(store, made.token[0], account_id=1, password="correct horse", now=NOW)
    assert [load_user(store, n).scope.grids for n in (1, 2, 3)] == [(3, 6), (0,), ()]
    sheet = checked(
        store,
        ("ZHAO", "赵一", "网格员", "东一村", ""),
        ("qian", "", "数据员", "", "停用"),
        ("wei", "卫健局", "部门", "", ""),
    )
    assert sheet.rows.what.tolist() == ["changed", "disabled", "same"]
    assert stored(store, sheet).empty
    assert load_user(store, 1).scope.grids == (3,) and load_user(store, 2) is None
    fields = store.value("select fields from audit_entry where event = 'accounts.loaded' order by entry_id limit 1")
    assert "zhao" not in fields and "赵" not in fields


def test_every_fault_has_its_row_and_nothing_is_stored(store):
    add_account(store, WHOLE, login="west", name="西", role="clerk", grids=[8], password=None, actor="t", now=NOW)
    add_account(store, WHOLE, login="boss", name="管", role="admin", grids=[0], password=None, actor="t", now=NOW)
    sheet = checked(
        store, ("a", "甲", "网格员", "东一村", ""), ("a", "乙", "网格员", "东一村", ""), ("", "丙", "网格员", "东一村", ""), ("west", "丁", "数据员", "东一村", ""),
        ("c", "戊", "保安", "东一村", ""), ("d", "己", "系统管理员", "东一村", ""), ("boss", "庚", "数据员", "东一村", ""), ("e", "辛", "网格员", "西镇", ""),
        ("f", "壬", "网格员", "", ""), ("g", "癸", "数据员", "*", ""), ("h", "子", "数据员", "东一村", "停用"), ("i", "丑", "部门", "", ""), scope=EAST,
    )  # fmt: skip
    assert list(zip(sheet.faults.row, sheet.faults.code, strict=True)) == [
        (3, "twice"), (4, "login"), (5, "outside"), (6, "role"), (7, "apart"), (8, "outside"), (9, "grid"), (10, "scope"), (11, "grid"), (12, "unknown"), (13, "outside"),
    ]  # fmt: skip
    with pytest.raises(UserError, match="accounts_faults"):
        stored(store, sheet, EAST)
    assert len(list_accounts(store, WHOLE)) == 2


def test_names_at_the_provider_come_in_with_the_list(store):
    head, zhao = [*HEAD, "认证标识"], ("zhao", "赵一", "网格员", "东一村", "")
    without = checked(store, (*zhao, "u-17"), head=head)
    assert without.faults.code.tolist() == ["provider"]
    store.settings = dataclasses.replace(store.settings, oidc_issuer="https://id.county")
    stored(store, checked(store, (*zhao, "u-17"), ("qian", "钱二", "数据员", "*", "", ""), head=head))
    assert account_of_subject(store, "u-17") == (1, True)
    faults = checked(
        store, ("a", "甲", "数据员", "*", "", "u-17"), ("b", "乙", "数据员", "*", "", "u-9"), ("c", "丙", "数据员", "*", "", "u-9"),
        ("d", "丁", "数据员", "*", "", "x" * 300), head=head,
    ).faults  # fmt: skip
    assert faults.code.tolist() == ["subject_taken", "subject_twice", "subject"]
    for cell, what, held in (
        ("", "same", "u-17"),
        ("u-17", "same", "u-17"),
        ("u-20", "changed", "u-20"),
        ("---", "changed", None),
    ):
        sheet = checked(store, (*zhao, cell), head=head)
        assert sheet.rows.what.tolist() == [what], cell
        stored(store, sheet)
        assert subjects(store).get(1) == held
    assert stored(store, checked(store, zhao)).empty  # a list without the column says nothing of it
    said = str(store.run("select fields from audit_entry where event = 'account.subject_set'").fetchall())
    assert said.count("given") == 3 and "u-" not in said


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [(b"PK\x03\x04 broken", "a.xlsx", "accounts_file"), (b"", "a.csv", "accounts_file"), ("账号,姓名\na,b".encode(), "a.csv", "accounts_columns")],
)  # fmt: skip
def test_a_file_that_is_no_list_is_told_so(content, name, code):
    with pytest.raises(UserError, match=code):
        read_accounts(content, name)


def test_thousands_at_once(store):
    rows = [(f"officer{n}", f"网格员{n}", "网格员", "990101100001001" if n % 2 else "东二村", "") for n in range(5000)]
    assert len(stored(store, checked(store, *rows))) == 5000
    assert len(list_accounts(store, Scope((6,)))) == 2500
