"""Clues: taken in with their pictures made anew, checked in order, linked, answered; an alert ends with one only where somebody says so."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from PIL import Image

from core.clues import answer, check, clue_counts, clues, find, link, make_task, picture, show_phone, take
from core.domain import Scope, User
from core.errors import UserError
from core.settings import load_settings
from core.store import open_store
from core.watch import alerts
from tests.county import EAST, MASKED, NOBODY, WHOLE, county_alone

AT = datetime(2026, 1, 31, 9)
BY = {"actor": "clerk", "at": AT}
WEST = Scope((8,))


@pytest.fixture
def county():
    store = county_alone()
    with store.write() as db:
        db.execute(
            "insert into alert (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason, policy_version, opened_at)"
            " values (1, 'undeclared_trip', 4, 2, 'open', 'high', 1, '2026-01-30', '2026-01-31', 'x', 'v', '2026-01-31 07:00'),"
            " (2, 'undeclared_trip', 4, 3, 'open', 'high', 1, '2026-01-30', '2026-01-31', 'x', 'v', '2026-01-31 07:00')"
        )
    return store


def refused(act, *args, **given) -> str:
    with pytest.raises(UserError) as told:
        act(*args, **given)
    return told.value.code


def photo() -> bytes:
    image = Image.new("RGB", (3000, 20), "red")
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "SecretCamera", 6  # maker; turned by a quarter
    exif.get_ifd(0x8825)[2] = (22.0, 40.0, 0.0)  # latitude
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"SecretCamera")
    return out.getvalue() + b"SecretCamera trailing"


def test_from_what_is_told_to_the_answer(county):
    receipt = take(county, WHOLE, told="二组王小三从武汉回来没有报", kind="hidden_trip", alert_id=1, person_id=2, teller="李某", teller_phone="13812345678", pictures=[photo()], **BY)  # fmt: skip
    assert receipt.startswith("XS20260131-0001-")
    jpeg = picture(county, WHOLE, 1, 1)
    assert b"SecretCamera" not in jpeg and Image.open(io.BytesIO(jpeg)).size == (11, 1600)
    assert not Image.open(io.BytesIO(jpeg)).getexif()
    assert picture(county, WEST, 1, 1) is None
    row = clues(county, MASKED, at=AT).iloc[0]
    assert (row.state, row.grid_name, row.township, row.pictures) == ("new", "东一村1组", "东镇", 1)
    assert "5678" in row.teller_phone and row.teller_phone != "13812345678" and row.person_name != "张小三"
    assert refused(find, county, WHOLE, 1, verdict="confirmed", note="属实", **BY) == "clue_step"
    check(county, WHOLE, 1, **BY)
    assert refused(check, county, WHOLE, 1, **BY) == "clue_step"
    find(county, WHOLE, 1, verdict="unclear", note="再问", **BY)
    assert set(alerts(county, WHOLE, ids=[1]).status) == {"open"}
    find(county, WHOLE, 1, verdict="confirmed", note="本人承认", ends_alert=True, **BY)
    assert alerts(county, WHOLE, ids=[1])[["status", "outcome"]].values.tolist() == [["resolved", "handled"]]
    assert refused(find, county, WHOLE, 1, verdict="confirmed", note="x", ends_alert=True, **BY) == "alert_unknown"
    task = make_task(county, WHOLE, 1, **BY)
    assert county.one("select kind, person_id, status, owner_grid_id from task where task_id = $t", t=task) == (
        "visit",
        2,
        "open",
        2,
    )
    assert refused(make_task, county, WHOLE, 1, **BY) == "clue_task"
    answer(county, WHOLE, 1, words="已核实处理，谢谢", **BY)
    assert (
        refused(link, county, WHOLE, 1, grid=4, **BY)
        == refused(answer, county, WHOLE, 1, words="x", **BY)
        == "clue_step"
    )
    user = User(1, "zhao", "zhao", "clerk", frozenset({"people.call"}), MASKED)
    shown = show_phone(county, user, clue_id=1, at=AT)
    assert clues(county, shown, at=AT).teller_phone[0] == "13812345678"
    said = county.value("select string_agg(event || fields, ' ') from audit_entry where event like 'clue.%'")
    assert "clue.phone_shown" in said and not any(s in said for s in ("武汉", "李某", "138", "承认", "谢谢"))


def test_nothing_follows_unless_somebody_says_so(county):
    take(county, WHOLE, told="听说有人发烧", kind="hidden_symptoms", **BY)
    check(county, WHOLE, 1, **BY)
    assert refused(make_task, county, WHOLE, 1, **BY) == "clue_nowhere"
    assert clues(county, EAST, at=AT).empty
    link(county, WHOLE, 1, alert_id=2, **BY)
    assert clues(county, EAST, at=AT)[["person_id", "grid_id"]].values.tolist() == [[3, 4]]
    assert refused(link, county, WEST, 1, grid=9, **BY) == "clue_unknown"
    find(county, EAST, 1, verdict="refuted", note="没有发烧", ends_alert=True, **BY)
    assert alerts(county, WHOLE, ids=[2])[["status", "outcome"]].values.tolist() == [["dismissed", "false"]]
    assert county.value("select count(*) from task") == 0
    late = AT + timedelta(hours=73)
    assert clue_counts(county, WHOLE, at=late) | {} == {
        "new": 0,
        "checking": 0,
        "confirmed": 0,
        "refuted": 1,
        "unclear": 0,
        "answered": 0,
        "late": 1,
    }
    assert len(clues(county, WHOLE, at=late, state="open", text="发烧")) == 1


BAD = [
    ({"told": " "}, "clue_told"), ({"told": "x" * 2001}, "clue_told"), ({"kind": "cats"}, "clue_kind"), ({"channel": "owl"}, "clue_channel"),
    ({"grid": 999}, "clue_grid"), ({"person_id": 999}, "person_unknown"), ({"alert_id": 9}, "alert_unknown"),
    ({"pictures": [b"no picture"]}, "clue_picture_bad"), ({"pictures": [b"x"] * 4}, "clue_pictures"), ({"pictures": [b"0" * (5 << 20) + b"1"]}, "clue_picture_large"),
    ({"pictures": [photo()[:300]]}, "clue_picture_bad"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "code"), BAD, ids=[f"{code}-{at}" for at, (_, code) in enumerate(BAD)])
def test_what_is_not_taken(county, given, code):
    assert refused(take, county, WHOLE, **{"told": "x", "kind": "other", **BY, **given}) == code
    assert clues(county, WHOLE, at=AT).empty


def test_a_small_scope_needs_a_place_of_its_own(county):
    assert refused(take, county, EAST, told="x", kind="other", **BY) == "clue_grid"
    assert refused(take, county, EAST, told="x", kind="other", grid=9, **BY) == "clue_grid"
    assert refused(take, county, NOBODY, told="x", kind="other", grid=4, **BY) == "clue_grid"
    assert take(county, EAST, told="x", kind="other", grid=4, **BY)
    assert take(county, WHOLE, told="y", kind="other", **BY).startswith("XS20260131-0002-")


def test_pictures_are_enciphered_with_sm4_where_the_setting_says_so(tmp_path):
    """As JPEG with the store's own encryption otherwise; what was kept under either setting is read under both."""
    at = {"db": str(tmp_path / "s" / "command.duckdb"), "key": "a long enough key"}
    told = {"told": "x", "kind": "gathering", "pictures": [photo()], **BY}
    for cipher in ("sm4", "aes"):
        store = open_store(load_settings(cipher=cipher, **at))
        take(store, WHOLE, **told)
        kept = [blob for (blob,) in store.run("select jpeg from clue_picture order by clue_id").fetchall()]
        assert kept[0][:1] == b"\x02" and b"JFIF" not in kept[0]
        for clue in range(1, len(kept) + 1):
            assert picture(store, WHOLE, clue, 1)[:2] == b"\xff\xd8"
        with store.write() as db:  # put beneath another clue, it is none of its pictures
            db.execute("insert into clue_picture select 9, 1, jpeg, 1, 1 from clue_picture where clue_id = 1")
            db.execute("insert into clue (clue_id, receipt, kind, told, channel, told_at, taken_by) values (9, 'XS9', 'gathering', 'x', 'phone', $1, 't')", [BY["at"]])  # fmt: skip
        assert picture(store, WHOLE, 9, 1) is None
        with store.write() as db:
            db.execute("delete from clue_picture where clue_id = 9")
            db.execute("delete from clue where clue_id = 9")
        store.close()
    assert len(kept) == 2 and kept[1][:2] == b"\xff\xd8"
