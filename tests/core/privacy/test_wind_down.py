"""After the emergency: nothing that was planted about anybody is left in the folder, the sums stand, collectors stop, two people answer for it."""

from __future__ import annotations

import asyncio
import io
import json
from pathlib import Path

import docx
import pytest
from starlette.requests import Request

from core.access.accounts import create_account
from core.backup import back_up
from core.domain import EVERYTHING
from core.errors import UserError
from core.policy.emergency import declare
from core.privacy.certificate import certificate
from core.privacy.ended import collecting, removed_on, to_remove
from core.privacy.wind_down import plan, record_of, wind_down
from core.rollup import roll_up
from core.store import open_store, use_store
from core.web.closed import unless_closed
from tests.core.privacy.planted import VALUES, county_file, found_in
from tests.county import LAST_DAY, NOW


def account(store, login: str, role: str = "command") -> None:
    create_account(store, login=login, name=login, role=role, grids=[EVERYTHING], password=None, actor="t", now=NOW)


def filled(folder: Path):
    store = county_file(folder)
    roll_up(store, days=None, actor="t")
    with store.write() as db:
        db.execute("update emergency set until = date '2026-01-31', declared_at = timestamp '2026-01-01 08:00'")
    account(store, "anna")
    account(store, "bert", "admin")
    account(store, "carl", "clerk")
    with store.write() as db:
        db.execute(
            "insert into device (device_id, name, key_hash, made_by, made_at) values (1, '闸机', 'h', 't', timestamp '2026-01-01')"
        )
        db.execute(
            "insert into import_batch (batch_id, imported_at, actor, file_name, sha256, bytes, status) values (950, timestamp '2026-01-01', 't', '欧阳檀栀.xlsx', 'x', 1, 'committed')"
        )
        db.execute(
            "insert into disease_case (case_id, person_id, case_no, sex, age, onset_on, reported_on, outcome, grid_id, address, hospital) values (1, 7, '19907771234', 'male', 30, date '2026-01-10', date '2026-01-12', 'discharged', 4, '桂花巷七十三号', '欧阳檀栀医院')"
        )
        db.execute(
            "insert into alert (alert_id, detector, grid_id, status, severity, score, first_day, last_day, reason, policy_version, opened_at) values (950, 'fever', 4, 'open', 'low', 1, date '2026-01-30', date '2026-01-31', 'r', '1', timestamp '2026-01-31')"
        )
        db.execute("insert into duty (grid_id, role, name, phone) values (4, 'responsible', '欧阳檀栀', '19907771234')")
    kept = folder / "originals" / "900.bin"
    kept.parent.mkdir(exist_ok=True)
    kept.write_bytes(VALUES[0].encode())
    back_up(store, folder / "copies", actor="t", now=NOW)
    back_up(store, folder / "elsewhere", actor="t", now=NOW.replace(hour=9))
    return store


def test_everything_about_people_goes_and_the_sums_stay(tmp_path):
    home, away = tmp_path / "home", tmp_path / "away"
    home.mkdir()
    store = filled(home)
    (home / "elsewhere").rename(away)
    assert to_remove(store, NOW.date()).until == LAST_DAY and collecting(store)
    sums = store.run("select * from grid_day order by all").fetchall()
    told = plan(store, backups=(home / "copies",))
    assert told["backups"] == ["grid-command-20260201-080000"] and told["backups_elsewhere"] == [
        "grid-command-20260201-090000"
    ]
    assert {t["table"] for t in told["tables"]} >= {
        "person",
        "check_in",
        "person_day",
        "clue_picture",
        "duty",
        "import_change",
    }
    assert {t["table"]: t["rows"] for t in told["tables"]}["case_contact"] == 1
    said = wind_down(store, by="anna", and_by="bert", reason="应急响应结束", now=NOW, backups=(home / "copies",))
    assert {v: files for v, files in found_in(home).items() if files} == {}
    record = record_of(store.settings)
    assert record["sha256"] == said["sha256"] and record["rewritten_at"] == NOW
    store = open_store(store.settings)
    assert store.run("select * from grid_day order by all").fetchall() == sums
    assert store.value("select count(*) from person") == 0 and store.value("select count(*) from grid") == 15
    assert store.value("select count(*) from device where revoked_at is null") == 0
    assert to_remove(store, NOW.date()) is None and not collecting(store) and removed_on(store) == NOW.date()
    assert store.run("select alert_id, status, person_id from alert").fetchall() == [(950, "resolved", None)]
    assert plan(store)["tables"] == []
    assert store.run("select * exclude (case_id, own_no) from disease_case").df().dropna(axis=1).iloc[
        0
    ].to_dict().keys() == {"case_no", "onset_on", "reported_on", "outcome"}
    # The sums are not made anew from nothing.
    roll_up(store, days=None, actor="t")
    assert store.run("select * from grid_day order by all").fetchall() == sums
    for lang in ("zh", "en"):
        paper = docx.Document(io.BytesIO(certificate(record, lang)))
        text = "\n".join([p.text for p in paper.paragraphs] + [c.text for r in paper.tables[0].rows for c in r.cells])
        assert said["sha256"] in text and "anna" in text and "bert" in text and "grid-command-20260201-090000" in text
        assert "{" not in text and not any(v in text for v in VALUES)
    use_store(store)
    try:
        answer = unless_closed(lambda request: "taken")
        for path, kind in (("/api/check-ins", "json"), ("/phone/health", "html")):
            scope = {
                "type": "http",
                "method": "GET",
                "path": path,
                "query_string": b"lang=zh",
                "headers": [],
                "path_params": {"rest": ""},
            }
            scope |= {"scheme": "http", "server": ("desk", 80), "client": ("1.1.1.1", 1), "root_path": ""}
            reply = asyncio.run(answer(Request(scope)))
            body = json.loads(reply.body)["text"] if kind == "json" else reply.body.decode()
            assert reply.status_code == 410 and "不再收集信息" in body
        declare(store, pack="flood", name="防汛", ordered_by="县", since=LAST_DAY, actor="t")
        assert collecting(store) and asyncio.run(answer(Request(scope))) == "taken"
    finally:
        use_store(None)
        store.close()


@pytest.mark.parametrize(("by", "and_by", "reason", "open_end", "code"), [
    ("anna", "anna", "应急响应结束", False, "wind_down_same"),
    ("anna", "carl", "应急响应结束", False, "wind_down_person"),
    ("anna", "nobody", "应急响应结束", False, "account_unknown"),
    ("anna", "bert", " 完 ", False, "wind_down_reason"),
    ("anna", "bert", "应急响应结束", True, "wind_down_emergency"),
])  # fmt: skip
def test_it_takes_two_with_the_right_a_reason_and_an_end(tmp_path, by, and_by, reason, open_end, code):
    store = county_file(tmp_path)
    for login, role in (("anna", "command"), ("bert", "admin"), ("carl", "clerk")):
        account(store, login, role)
    with store.write() as db:
        db.execute("update emergency set until = case when not ? then date '2026-01-31' end", [open_end])
    with pytest.raises(UserError, match=code):
        wind_down(store, by=by, and_by=and_by, reason=reason, now=NOW)
    assert store.value("select count(*) from person") == 40
    store.close()
