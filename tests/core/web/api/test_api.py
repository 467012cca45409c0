"""What machines may send, and what they are answered."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from core import clock
from core.intake.devices import add_device, devices, revoke_device
from core.intake.refused import refused, write_refused
from core.web.api import batch, check_ins, described, readings
from core.web.doors import DOORS
from tests.county import EAST, WHOLE

VILLAGE, FOREIGN = "990101100001", "990101101001"


@pytest.fixture
def key(store, monkeypatch):
    monkeypatch.setattr(batch, "throttle", batch.Throttle())
    batch._asked.clear()
    return add_device(store, WHOLE, name="东门", grids=[2], actor="t", now=clock.now())


def send(client, key, records, path="/api/check-ins", **headers):
    body = records if isinstance(records, bytes) else json.dumps({"records": records}).encode()
    sent = {"authorization": f"Bearer {key}"} if key else {}
    answer = client.request("POST", path, body=body, headers=sent | headers)
    return answer.status, json.loads(answer.text), answer


def scan(number="1", *, at=None, grid=VILLAGE, who=None, **more):
    return {"id": number, "at": (at or clock.now()).isoformat(), "grid": grid, "person": who or {"name": "王某", "phone": "13800000001"}, **more}  # fmt: skip


def test_each_record_has_its_own_answer_and_nothing_is_doubled(store, client, key):
    now = clock.now()
    document, known = store.one("select id_number, person_id from person where id_number is not null order by person_id limit 1") or (None, None)  # fmt: skip
    before = store.value("select count(*) from check_in")
    sent = [
        (scan("a"), "stored", None),
        (scan("late", at=now - timedelta(days=3)), "stored", None),
        (scan("a"), "known", None),
        (scan("b", at=now + timedelta(days=1)), "refused", "at_future"),
        (scan("c", at=now - timedelta(days=40)), "refused", "at_old"),
        (scan("d", grid=FOREIGN), "refused", "grid_unknown"),
        (scan("e", grid="nowhere"), "refused", "grid_unknown"),
        (scan("f", who={"id_number": "990101199001010018"}), "refused", "id_number"),
        (scan("g", temperature=98.6), "refused", "temperature"),
        (scan("g2", temperature="x"), "refused", "temperature"),
        (scan("h", direction="up"), "refused", "direction"),
        (scan("i", who={"nom": "x"}), "refused", "field_unknown"),
        (scan("j", gird="x"), "refused", "field_unknown"),
        ({"id": "k", "person": {"name": "x"}}, "refused", "at_missing"),
        (scan("l", at=now) | {"at": "yesterday"}, "refused", "at_bad"),
        (scan("m", who={"phone": ""}), "refused", "person_missing"),
        (scan(None), "refused", "record_id"),
        (scan("x" * 101), "refused", "record_id"),
        (scan("n", who={"name": "<script>alert(1)</script>"}), "stored", None),
        (scan("o", who={"name": "x'; drop table person; --"}), "stored", None),
        (scan("p", symptoms="咳" * 201), "refused", "symptoms_long"),
        (scan("q", who={"name": "长" * 100}), "refused", "text_long"),
        (scan("r", code="EAAAAAFforged"), "refused", "code_forged"),
        (scan("s", at=now) | {"at": now.isoformat() + "+08:00"}, "stored", None),
        (17, "refused", "record_bad"),
    ]  # fmt: skip
    if document:
        sent.append((scan("z", who={"id_number": document}), "stored", None))
    status, told, _ = send(client, key, [record for record, _, _ in sent])
    assert status == 200
    assert [(a["state"], a["reason"]) for a in told["records"]] == [(state, reason) for _, state, reason in sent]
    assert told["records"][0]["id"] == "a" and told["stored"] == sum(s == "stored" for _, s, _ in sent)
    assert store.value("select count(*) from check_in") - before == told["stored"]
    again = send(client, key, [record for record, _, _ in sent])[1]
    assert {a["state"] for a in again["records"]} == {"known", "refused"} and again["known"] == told["stored"] + 1
    # one visitor for all scans of the same, found by who answers there and by nobody else
    assert store.value("select count(*) from person where phone = '13800000001'") == 1
    if document:
        assert store.value("select max(person_id) from check_in where scanned_at >= $now and person_id = $p", now=now - timedelta(hours=1), p=known) == known  # fmt: skip
    write_refused(store, now=now)
    counted = refused(store, EAST, since=now.date()).set_index("what")["times"]
    assert (counted["grid_unknown"], counted["record_bad"]) == (4, 2)
    seen = devices(store, WHOLE, today=now.date()).iloc[0]
    assert seen.today == told["stored"] and "gck_" not in seen.to_json()


def test_the_whole_is_refused(store, client, key):
    revoked = add_device(store, WHOLE, name="旧", grids=[2], actor="t", now=clock.now())
    revoke_device(store, 2, actor="t", now=clock.now())
    cases = [
        (None, [scan()], 401, "key_missing"), ("gck_x", [scan()], 401, "key_unknown"), (revoked, [scan()], 403, "key_revoked"),
        (key, [], 400, "records_none"), (key, b"{", 400, "body_bad"), (key, b'{"records": 3}', 400, "body_bad"), (key, b"[" * 100_000, 400, "body_bad"),
        (key, [scan()] * 1001, 413, "records_many"), (key, b"x" * 1_000_001, 413, "body_large"),
    ]  # fmt: skip
    for given, records, status, code in cases:
        assert send(client, given, records)[:2] == (status, {"error": code}), code
    for _ in range(25):
        status, told, answer = send(client, "gck_guess", [scan()])
    assert (status, told) == (429, {"error": "too_often"}) and int(answer.header("retry-after")) > 0
    assert send(client, key, [scan()])[0] == 200  # who has a key does not wait for who guesses
    write_refused(store, now=clock.now())
    counted = refused(store, WHOLE, since=clock.today()).set_index("what")["times"]
    assert counted["key_unknown"] == 26 and counted["key_revoked"] == 1
    assert "key_unknown" not in set(refused(store, EAST, since=clock.today())["what"])


def test_rain_and_water(store, client, key):
    store.run(
        "insert into station (station_id, code, name, grid_id) values (1, 'R1', '东一雨量站', 3), (2, 'R2', '西站', 9)"
    )
    now = clock.now().replace(second=0)
    records = [
        ({"id": 1, "station": "R1", "at": now.isoformat(), "rain_1h": 32.5, "rain_3h": "61"}, "stored", None),
        ({"station": "东一雨量站", "at": (now - timedelta(hours=1)).isoformat(), "rain_1h": 0}, "stored", None),
        ({"station": "R2", "at": now.isoformat(), "rain_1h": 1}, "refused", "station_unknown"),
        ({"station": "R9", "at": now.isoformat(), "rain_1h": 1}, "refused", "station_unknown"),
        ({"grid": VILLAGE, "at": now.isoformat(), "water_level": -1.5}, "stored", None),
        ({"grid": FOREIGN, "at": now.isoformat(), "water_level": 5}, "refused", "grid_unknown"),
        ({"station": "R1", "at": now.isoformat(), "rain_6h": -1}, "refused", "value_range"),
        ({"station": "R1", "at": now.isoformat()}, "refused", "value_missing"),
        ({"at": now.isoformat(), "rain_1h": 1}, "refused", "station_missing"),
        ({"station": "R1", "at": now.isoformat(), "rain_1h": "much"}, "refused", "value_bad"),
        ({"station": "R1", "at": (now + timedelta(hours=3)).isoformat(), "rain_1h": 1}, "refused", "at_future"),
    ]
    told = send(client, key, [r for r, _, _ in records], "/api/readings")[1]
    assert [(a["state"], a["reason"]) for a in told["records"]] == [(s, r) for _, s, r in records]
    assert store.value("select count(*) from reading where station = 'R1'") == 3
    mended = records[0][0] | {"rain_1h": 33}
    again = send(client, key, [mended, records[1][0]], "/api/readings")[1]
    assert [a["state"] for a in again["records"]] == ["stored", "known"]
    assert store.value("select value from reading where indicator = 'rain_1h' order by measured_at desc limit 1") == 33


def test_the_description_is_that_of_the_routes(client):
    told = json.loads(client.request("GET", "/api/openapi.json").text)
    assert told == json.loads(described.FILE.read_text("utf-8"))
    doors = {
        d.path: {m.lower() for m in d.methods}
        for d in DOORS
        if d.path.startswith("/api/") and not d.path.startswith("/api/shares/")
    }
    assert {path: set(methods) for path, methods in told["paths"].items()} == doors
    shapes = told["components"]["schemas"]
    assert set(shapes["CheckIn"]["properties"]) == check_ins.FIELDS
    assert set(shapes["CheckIn"]["properties"]["person"]["properties"]) == check_ins.PERSON
    assert set(shapes["Reading"]["properties"]) == readings.FIELDS
    assert set(shapes["Error"]["properties"]["error"]["enum"]) == set(batch.STATUS)
    statuses = {int(s) for s in told["paths"]["/api/check-ins"]["post"]["responses"]} - {200}
    assert statuses == set(batch.STATUS.values())
    for path in ("/api/check-ins", "/api/readings"):
        schema = told["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert schema["properties"]["records"]["maxItems"] == batch.MOST_RECORDS
