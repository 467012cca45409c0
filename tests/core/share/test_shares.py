"""What a share hands out: its columns, of its grids, within its maker's scope and rights of now, until it ends; each use is written down."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from core.access.accounts import create_account, load_user
from core.access.manage import change_account, disable_account
from core.errors import NotAllowed, UserError
from core.share import CONTENTS, hand_out, make_share, new_token, revoke, share_of_token, share_uses, shares
from core.share.hand_out import limits
from tests.county import LAST_DAY, NOW, WHOLE
from tests.pages.conftest import prepared_county

AT = datetime.combine(LAST_DAY, datetime.min.time().replace(hour=13))
EAST_VILLAGE, EAST, WEST = 3, 2, 8


@pytest.fixture
def store():
    limits.forget()
    made = prepared_county()
    with made.write() as db:
        db.execute("delete from person_class")
        for person in (1, 2, 11, 21, 31):
            db.execute("insert into person_class (person_id, class, rank, since, reason, policy_version) values (?, 'returnee', 1, ?, 'r', 'v')", [person, LAST_DAY])  # fmt: skip
    return made


def user(store, *grids, role="command", login="chief"):
    return load_user(
        store,
        create_account(store, login=login, name=login, role=role, grids=list(grids), password=None, actor="t", now=NOW),
    )


def made(store, by, grids=(EAST,), **given):
    given = {
        "content": "people",
        "columns": ["person", "class", "village"],
        "until": NOW.date() + timedelta(days=7),
    } | given
    return make_share(store, by=by, name="疾控", grids=grids, department="疾控中心", purpose="流调", ground="传染病防治法", today=NOW.date(), now=NOW, **given)  # fmt: skip


def out(store, number, *, now=NOW, **given):
    return hand_out(store, number, way="json", source="10.0.0.1", now=now, at=AT, **given)


def refused(store, number, code, **given):
    with pytest.raises(UserError) as error:
        out(store, number, **given)
    assert error.value.code == code
    return share_uses(store, number).refused.dropna().tolist()


def test_a_share_is_made_used_revoked(store):
    chief = user(store, 0)
    number, token = made(store, chief)
    assert share_of_token(store, token) == number and share_of_token(store, token + "x") is None
    assert store.value("select count(*) from share where token_hash = $token", token=token) == 0
    rows = out(store, number).rows
    assert list(rows.columns) == ["class", "village", "person"] or list(rows.columns) == ["person", "class", "village"]
    assert sorted(rows.village) == ["东一村", "东一村", "东一村", "东二村"]
    used = share_uses(store, number)
    assert (used.rows[0], used.way[0], used.source[0]) == (4, "json", "10.0.0.1")
    fresh = new_token(store, chief, number, now=NOW)
    assert share_of_token(store, token) is None and share_of_token(store, fresh) == number
    revoke(store, chief, number, now=NOW)
    assert refused(store, number, "share_revoked") == ["share_revoked"]
    assert refused(store, number, "share_revoked") == ["share_revoked"]  # within a minute written down once
    with pytest.raises(UserError, match="share_revoked"):
        revoke(store, chief, number, now=NOW)
    row = shares(store, WHOLE, account=None, today=NOW.date()).iloc[0]
    assert (row.state, row.uses, row.refused) == ("revoked", 1, 1)
    events = [
        e for (e,) in store.run("select event from audit_entry where event like 'share%' order by entry_id").fetchall()
    ]
    assert events == ["share.made", "share.used", "share.token", "share.revoked", "share.refused"]
    assert "流调" not in str(store.run("select fields from audit_entry").fetchall())


def test_two_shares_cannot_be_joined_and_one_is_steady(store):
    first, second = (out(store, made(store, user(store, 0, login=login))[0]).rows.person for login in ("a", "b"))
    assert len(set(first) | set(second)) == 8
    assert set(out(store, 1).rows.person) == set(first)


def test_names_leave_with_a_reason_and_the_right_to_disclose_alone(store):
    chief, leader = user(store, 0), user(store, 0, role="leader", login="li")
    personal = {"columns": ["person", "name", "phone"]}
    with pytest.raises(UserError, match="share_reason"):
        made(store, chief, **personal)
    with pytest.raises(NotAllowed, match="disclose_not_allowed"):
        made(store, leader, **personal, reason="流调")
    number, _ = made(store, chief, **personal, reason="流调")
    assert set(out(store, number).rows.phone) == {"13900000001", "13900000002", "13900000011", "13900000021"}
    change_account(store, WHOLE, account_id=chief.account_id, role="leader", actor="t")
    assert refused(store, number, "share_maker") == ["share_maker"]


def test_never_beyond_its_makers_scope_of_now(store):
    chief = user(store, 0, login="c")
    number, _ = made(store, chief, grids=(EAST, WEST))
    assert len(out(store, number).rows) == 5
    change_account(
        store, WHOLE, account_id=chief.account_id, grids=[EAST_VILLAGE], actor="t"
    )  # narrower than the share's grid
    assert sorted(out(store, number).rows.village) == ["东一村"] * 3
    change_account(store, WHOLE, account_id=chief.account_id, grids=[20], actor="t")
    of_school = out(store, number).rows  # a unit lies in the area around it: who studies there
    assert len(of_school) == 2
    whole, _ = made(store, user(store, 0, login="d"), grids=(0,))
    assert len(out(store, whole).rows) == 5
    disable_account(store, WHOLE, account_id=chief.account_id, actor="t", now=NOW)
    assert refused(store, number, "share_maker")
    with pytest.raises(UserError, match="share_grids"):
        made(store, user(store, EAST, login="e"), grids=(WEST,))
    with pytest.raises(UserError, match="share_unknown"):
        revoke(store, load_user(store, 3 if load_user(store, 3).scope.grids == (EAST,) else 4), whole, now=NOW)


def test_a_share_of_a_grid_that_is_no_more_says_so(store):
    chief = user(store, 0)
    number, _ = made(store, chief, grids=(6, 9))
    lone, _ = made(store, chief, grids=(6,))
    with store.write() as db:
        db.execute("update grid set closed_on = ?, into_id = 3 where grid_id = 6", [NOW.date()])
    given = out(store, number)
    assert given.gone == [("东二村", "东一村")] and list(given.rows.village) == ["西一村"]
    assert refused(store, lone, "share_grid_gone") == ["share_grid_gone"]
    found = shares(store, WHOLE, account=None, today=NOW.date()).set_index("share_id")
    assert found.state[number] == "grid_gone" and list(found.gone[number]) == ["东二村"]
    with pytest.raises(UserError, match="share_grid_closed"):
        made(store, chief, grids=(6,))


def test_it_ends_and_is_asked_for_no_oftener_than_it_says(store):
    number, _ = made(store, user(store, 0), per_minute=2)
    for _ in range(2):
        out(store, number, limited=True)
    assert refused(store, number, "share_limit", limited=True) == ["share_limit"]
    out(store, number, now=NOW + timedelta(seconds=61), limited=True)
    assert out(store, number, now=NOW + timedelta(days=7)).share.share_id == number  # the last day is one of them
    assert "share_expired" in refused(store, number, "share_expired", now=NOW + timedelta(days=8))


WRONG = [
    ({"content": "secrets"}, "share_content"), ({"columns": []}, "share_columns"), ({"columns": ["id_number; drop"]}, "share_columns"),
    ({"person_class": "nobody"}, "share_class"), ({"content": "places", "columns": ["beds"], "person_class": "returnee"}, "share_class"),
    ({"until": date(2026, 1, 1)}, "share_until"), ({"until": date(2030, 1, 1)}, "share_until"), ({"grids": ()}, "share_grids"),
    ({"grids": (99_999,)}, "share_grids"), ({"per_minute": 0}, "share_per_minute"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "code"), WRONG, ids=[str(each) for each, _ in WRONG])
def test_what_is_wrong_is_refused(store, given, code):
    with pytest.raises(UserError, match=code):
        made(store, None, **given)
    assert store.value("select count(*) from share") == 0


@pytest.mark.parametrize("content", CONTENTS)
def test_every_content_hands_out_all_its_columns(store, content):
    with store.write() as db:
        db.execute("insert into task (task_id, kind, measure, grid_id, person_id, made_for, due_at, status, created_by, created_at) values (1, 'measure', 'temperature', 4, 1, ?, ?, 'open', 't', ?)", [LAST_DAY, AT, AT])  # fmt: skip
        db.execute("insert into alert (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason, policy_version, opened_at) values (900, 'fever', 4, 1, 'open', 'high', 1, ?, ?, 'fever', 'v', ?)", [LAST_DAY, LAST_DAY, AT])  # fmt: skip
        db.execute("insert into lodging values (1, 'quarantine', '宾馆', 3, null, null, null, null, true, null)")
    number, _ = made(store, None, content=content, columns=CONTENTS[content].all, reason="流调", grids=(0,))
    rows = out(store, number).rows
    assert set(rows.columns) == set(CONTENTS[content].all) and len(rows) > 0
    if content == "grid_days":  # small counts are left out, none stays none
        small = store.df("select fevers, outsiders from grid_day")
        assert not rows[["fevers", "outsiders", "check_ins", "residents_seen"]].isin([1, 2, 3, 4]).any().any() and len(
            small
        )
