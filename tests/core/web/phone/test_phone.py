"""A citizen's phone from the first scan to being forgotten, over the real routes and the small county."""

from __future__ import annotations

import html
import io
import re
import uuid
from datetime import timedelta

import pytest
from PIL import Image

from core import clock
from core.codes import make_codes, revoke_code, token_of
from core.intake.refused import write_refused
from core.policy.emergency import declare, emergencies, end
from core.web.phone import slow
from tests.core.web.client import Client
from tests.core.web.conftest import app, store  # noqa: F401 - fixtures
from tests.county import WHOLE

DOCUMENT = "990101199001010019"
ME = {"name": "韦一", "phone": "13800000001", "last": "010019"}
MARKUP = "<script>alert(1)</script>'; drop table person; --"


@pytest.fixture
def gate(store, monkeypatch):  # noqa: F811
    """The address of the school gate's code; an emergency stands."""
    monkeypatch.setattr(slow, "throttle", slow.Throttle())
    monkeypatch.setattr("core.web.phone.scan.throttle", slow.throttle)
    now = clock.now()
    declare(store, pack="epidemic", name="防控应急", ordered_by="县", since=now.date() - timedelta(days=9), actor="t")
    with store.write() as db:
        db.execute("update person set name = ?, phone = ?, id_number = ? where person_id = 1", [ME["name"], ME["phone"], DOCUMENT])  # fmt: skip
        db.execute("insert into duty (grid_id, role, name, phone) values (20, 'responsible', '黄主任', '0771-7000001')")
    (code,) = make_codes(store, WHOLE, grids=[20], actor="t", now=now)
    return "/s/" + token_of(store, code)


def sent(client: Client, to: str, **fields: str):
    return client.post(to, {"form": str(uuid.uuid4())} | fields)


def joined(app, gate, **told: str) -> Client:  # noqa: F811
    client = Client(app)
    answer = sent(client, gate, do="join", consent="self", **(ME | told))
    assert answer.status == 200, answer.text
    return client


def scans(store) -> list:  # noqa: F811
    return store.run("select person_id, direction, temperature, symptoms from check_in where scanned_at > '2026-06-01' order by scanned_at, person_id").fetchall()  # fmt: skip


def test_first_scan_second_scan_and_forgetting(store, app, gate):  # noqa: F811
    client = Client(app)
    first = client.get(gate)
    assert first.status == 200 and "证件号码后六位" in first.text
    assert len(first.body) + sum(len(client.get(f"/phone/{name}").body) for name in ("style.css", "phone.js")) < 60_000
    assert "inline" not in first.header("content-security-policy") and "<script>" not in first.text
    client = joined(app, gate)
    tap = {"form": str(uuid.uuid4()), "direction": "in", "temperature_1": "36，5"}
    answers = [client.post(gate, tap) for _ in range(5)]
    assert all("通行" in a.text and "韦一" not in a.text for a in answers)
    assert [(p, d, float(t), s) for p, d, t, s in scans(store)] == [(1, "in", 36.5, None)]
    unwell = sent(client, gate, direction="out", symptom_1="fever")
    assert "请联系负责人" in unwell.text and "tel:0771-7000001" in unwell.text
    assert scans(store)[-1] == (1, "out", None, "发热")
    assert sent(client, "/phone/forget").status == 200
    assert "grid_command_phone" not in client.cookies and store.value("select count(*) from phone_person") == 0


def chosen(client: Client, answer, choice: str):
    """Another language or size, tapped on the page that answers a form."""
    form = next(
        f
        for f in re.findall(r'<form method="post" action="([^"]+)">(.*?)</form>', answer.text, re.DOTALL)
        if choice in f[0]
    )
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form[1])
    return client.post(form[0], [(html.unescape(name), html.unescape(value)) for name, value in fields])


def test_another_language_on_an_answer_is_the_same_answer(store, app, gate):  # noqa: F811
    client = joined(app, gate)
    first = sent(client, gate, direction="out", ago="3600", symptom_1="fever")
    again = chosen(client, first, "lang=en")
    moment = re.search(r'class="clock">([^<]+)<', first.text)[1]
    assert "Call the responsible" in again.text and f">{moment}<" in again.text and again.status == 200
    larger = chosen(client, again, "size=large")
    assert 'lang="en" class="large"' in larger.text and f">{moment}<" in larger.text
    assert len(scans(store)) == 1


def test_another_language_leaves_the_receipt_there(store, app, gate):  # noqa: F811
    client = joined(app, gate)
    for to, told in (
        ("complaint", {"told": "吵"}),
        ("clue", {"told": "有人", "kind": "prices"}),
        ("mine", {"told": "错", "who": "1"}),
    ):
        first = sent(client, f"/phone/{to}", **told)
        assert first.status == 200, first.text
        receipt = re.search(r'class="note receipt">([^<]+)<', first.text)[1]
        assert receipt in chosen(client, first, "lang=").text, to
    assert store.one("select (select count(*) from citizen_request), (select count(*) from clue)") == (2, 1)


def test_a_passport_may_have_letters_among_its_last_six(store, app, gate):  # noqa: F811
    for last, status in (("3a4567", 200), ("l28536", 200), ("01001O", 422), ("abcdef", 422)):
        told = ME | {"name": "Kim", "last": last}
        assert sent(Client(app), gate, do="join", consent="self", **told).status == status, last


def test_nobody_learns_who_is_registered(store, app, gate):  # noqa: F811
    """Wrong digits and an unknown name look the same; neither touches the register's entry; after some tries one waits."""
    unknown, wrong = joined(app, gate, name="无此人", phone="13900000009"), joined(app, gate, last="999999")
    pages = []
    for client in (unknown, wrong, joined(app, gate)):
        answer = sent(client, gate, direction="in")
        pages.append([line for line in answer.text.splitlines() if "clock" not in line and 'name="form"' not in line])
    assert pages[0] == pages[1] == pages[2]
    assert sorted(p for p, *_ in scans(store)) == [1, 41, 42]
    assert store.run("select distinct registered from person where person_id > 40").fetchall() == [(False,)]
    tries = [sent(Client(app), gate, do="join", **(ME | {"last": f"{n:06}"})) for n in range(8)]
    assert tries[-1].status == 429 and tries[0].status == 200 and int(tries[-1].header("retry-after")) > 0
    assert 'role="alert"' in tries[-1].text and f'value="{ME["name"]}"' in tries[-1].text  # what was typed stays
    write_refused(store, now=clock.now())
    assert {"phone_wait", "phone_unmatched"} <= {w for (w,) in store.run("select what from refused_day").fetchall()}


def test_only_while_an_emergency_stands(store, app, gate):  # noqa: F811
    client = joined(app, gate)
    for each in emergencies(store):
        end(store, emergency_id=each.emergency_id, on=clock.today() - timedelta(days=1), actor="t")
    assert "没有启动应急响应" in client.get(gate).text
    assert "没有启动应急响应" in sent(client, gate, direction="in").text and not scans(store)
    assert sent(client, "/phone/health", well_1="1").status == 422
    assert store.value("select count(*) from declaration") == 0
    assert "99************0019" in client.get("/phone/mine").text or "***" in client.get("/phone/mine").text


def test_a_household_reports_on_one_form(store, app, gate):  # noqa: F811
    client = joined(app, gate)
    shown = client.get("/phone/health").text
    assert all(f"temperature_{n}" in shown for n in range(1, 6)) and "temperature_6" not in shown
    told = {
        "form": str(uuid.uuid4()),
        "well_1": "1",
        "temperature_2": "378",
        "symptom_2": "cough",
        "temperature_6": "36.5",
    }
    for _ in range(3):
        assert client.post("/phone/health", told).status == 200
    rows = store.run("select person_id, kind, temperature, symptom, symptoms from declaration order by 1").fetchall()
    assert [(p, k, t and float(t), s, w) for p, k, t, s, w in rows] == [(1, "health", None, False, None), (2, "health", 37.8, True, "咳嗽")]  # fmt: skip
    assert sent(client, "/phone/health", temperature_1="99").status == 422
    assert sent(client, "/phone/health", well_1="1", symptom_1="fever").status == 422


def test_an_application_to_leave_goes_round(store, app, gate):  # noqa: F811
    """Who may not leave is to call; once approved the same scan says pass; nothing names the class."""
    client = joined(app, gate)
    with store.write() as db:
        db.execute(
            "insert into person_class (person_id, class, rank, since, until, reason, policy_version) values (1, 'key_attention', 1, ?, ?, 'r', 'v')",
            [clock.today() - timedelta(days=2), clock.today() + timedelta(days=9)],
        )
    (village,) = make_codes(store, WHOLE, grids=[6], actor="t", now=clock.now())
    door = "/s/" + token_of(store, village)
    kept = sent(client, door, direction="out").text
    assert "请联系负责人" in kept and "关注" not in kept
    day = clock.today() + timedelta(days=1)
    told = {"form": str(uuid.uuid4()), "who": "1", "destination": MARKUP[:80], "reason": "就医", "leave_on": str(day)}
    assert [client.post("/phone/leave", told).status for _ in range(2)] == [303, 303]
    assert store.run("select person_id, status from exit_application").fetchall() == [(1, "pending")]
    shown = client.get("/phone/leave").text
    assert "待审批" in shown and "<script>alert" not in shown
    assert sent(client, "/phone/leave", who="1", destination="x", reason="y", leave_on=str(day)).status == 422
    assert sent(client, "/phone/leave", who="6", destination="x", reason="y", leave_on=str(day)).status == 422
    family = {
        "form": str(uuid.uuid4()),
        "who": ["2", "3"],
        "destination": "南宁",
        "reason": "探亲",
        "leave_on": str(day),
    }
    assert client.post("/phone/leave", family).status == 303  # for the household, by one form
    assert client.get("/phone/leave").text.count("待审批") == 3
    with store.write() as db:
        db.execute("update exit_application set status = 'approved', leave_on = ?, return_on = ?", [clock.today(), day])
    assert "已批准" in client.get("/phone/leave").text
    out = sent(client, door, direction="out").text
    assert "通行" in out and f"外出申请已批准，至 {day}" in out  # the gate sees it
    assert "外出申请" not in sent(client, door, direction="in").text.split("<p")[0]


def test_a_screens_code_outlasts_a_slow_first_form(store, app, gate, monkeypatch):  # noqa: F811
    """Who opened it while it was shown has time to type, and what was tapped without a line is taken when there is one; a photograph of it is still worthless."""
    begin = clock.now().replace(hour=9)  # all of it within one day, at whatever hour this runs

    def after(minutes: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: begin + timedelta(minutes=minutes))

    after(0)
    (number,) = make_codes(store, WHOLE, grids=[20], kind="rotating", label="门", actor="t", now=begin)
    code = "/s/" + token_of(store, number, at=begin)
    slow_one, photographer = Client(app), Client(app)
    assert slow_one.get(code).status == 200

    after(6)
    assert photographer.get(code).status == 410
    assert sent(photographer, code, do="join", consent="self", **ME).status == 410
    assert sent(slow_one, code, do="join", consent="self", **ME).status == 200
    assert slow_one.get(code + "?more=1").status == slow_one.get(code + "?lang=en").status == 200
    assert sent(slow_one, code, direction="in").status == 200
    after(200)
    assert sent(slow_one, code, direction="out").status == 410  # now, from elsewhere
    assert (
        sent(slow_one, code, direction="out", ago=str(190 * 60)).status == 200
    )  # tapped there ten minutes after it was opened
    assert len(scans(store)) == 2
    write_refused(store, now=clock.now())  # staff see at which gate photographs are tried
    assert store.one("select code_id, times from refused_day where what = 'code_expired'") == (number, 3)


def test_a_first_form_that_is_sent_five_times_is_one_phone(store, app, gate):  # noqa: F811
    """The browser shows the answer to the last tap, and each of them came without a cookie."""
    told = {"form": str(uuid.uuid4()), "do": "join", "consent": "self", **ME, "name": "外来甲"}
    taps = [Client(app) for _ in range(5)]
    assert [tap.post(gate, told).status for tap in taps] == [200] * 5
    assert len({tap.cookies["grid_command_phone"] for tap in taps}) == 1
    assert store.one("select count(*) from phone_person") == (1,)
    sent(taps[0], "/phone/forget")
    late = Client(app)
    late.post(gate, told)
    assert "证件号码后六位" in late.get(gate).text  # what is forgotten stays so


def test_a_visitor_completes_the_registration(store, app, gate):  # noqa: F811
    client = joined(app, gate, name="陈新来", phone="13700000007", last="010027")
    told = {
        "who": "41",
        "id_number": "990101199001010027",
        "origin": "广东省深圳市",
        "arrived_on": str(clock.today()),
        "grid": "990101100001",
    }
    answer = sent(client, "/phone/arrival", **told)
    if "证件号码不对" in answer.text:  # the last figure is a check
        from core.id_number import check_digit

        told["id_number"] = told["id_number"][:17] + check_digit(told["id_number"][:17])
        answer = sent(client, "/phone/arrival", **told)
    assert answer.status == 200, answer.text
    row = store.one(
        "select p.home_grid_id, p.origin, f.proven from phone_person f join person p on p.person_id = f.person_id"
    )
    assert row == (3, "广东省深圳市", True)
    assert (
        sent(client, "/phone/arrival", **(told | {"arrived_on": str(clock.today() + timedelta(days=1))})).status == 422
    )


def test_a_strangers_document_opens_nothing_and_changes_nothing(store, app, gate):  # noqa: F811
    """Who knows a resident's name and whole ID number, but has not their phone, stays a visitor; staff are asked."""
    kept = "select name, origin, home_grid_id, phone from person where person_id = 1"
    before = store.one(kept)
    name = before[0]
    client = joined(app, gate, name=name, phone="13700000009", last=DOCUMENT[-6:])
    visitor = store.value("select person_id from phone_person")
    assert visitor != 1
    told = {
        "who": str(visitor),
        "id_number": DOCUMENT,
        "origin": "湖北武汉",
        "arrived_on": str(clock.today()),
        "grid": "990101100003",
    }
    answer = sent(client, "/phone/arrival", **told)
    assert answer.status == 200, answer.text
    assert store.one(kept) == before
    rows = store.run("select person_id, proven from phone_person order by 1").fetchall()
    assert (visitor, False) in rows
    assert store.one("select kind, person_id from citizen_request") == ("arrival", 1)
    assert DOCUMENT not in client.get("/phone/mine").text


def test_own_data_a_complaint_and_a_clue(store, app, gate):  # noqa: F811
    client = joined(app, gate)
    assert DOCUMENT not in client.get("/phone/mine").text
    assert sent(client, "/phone/mine", who="1", kind="objection", told=MARKUP).status == 200
    assert sent(Client(app), "/phone/complaint", told="\u202e\u200b\x07" + MARKUP).status == 200
    assert {told for (told,) in store.run("select told from citizen_request").fetchall()} == {MARKUP}
    assert store.run("select kind, person_id from citizen_request order by 1").fetchall() == [
        ("complaint", None),
        ("objection", 1),
    ]
    receipt = store.value("select max(receipt) from citizen_request")
    assert "等待处理" in sent(client, "/phone/receipt", receipt=receipt.lower()).text
    assert "没有这个回执号" in sent(client, "/phone/receipt", receipt="YJ1").text

    def clue(picture: bytes):
        mark = "b0undary"
        fields = {"form": str(uuid.uuid4()), "kind": "other", "told": MARKUP, "grid": "990101100001"}
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
        file = f'--{mark}\r\nContent-Disposition: form-data; name="pictures"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        body = "".join(parts).encode() + file.encode() + picture + f"\r\n--{mark}--\r\n".encode()
        return Client(app).request(
            "POST", "/phone/clue", body=body, headers={"content-type": f"multipart/form-data; boundary={mark}", "origin": "http://desk:8501"}
        )  # fmt: skip

    assert clue(b"MZ no picture").status == 422 and store.value("select count(*) from clue") == 0
    assert sent(client, "/phone/mine", who="40", kind="correction", told="x").status == 422
    write_refused(store, now=clock.now())
    assert dict(store.run("select what, times from refused_day").fetchall()) == {
        "clue_picture_bad": 1,
        "phone_stranger": 1,
    }
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    file = io.BytesIO()
    Image.new("RGB", (40, 30)).save(file, "JPEG", exif=exif)
    assert clue(file.getvalue()).status == 200
    assert store.one("select grid_id, channel, taken_by, teller from clue") == (3, "online", "phone", None)
    assert b"SECRETCAMERA" not in store.value("select jpeg from clue_picture")


@pytest.mark.parametrize(
    ("fields", "grid", "place"),
    [
        ({}, 20, "东镇中学"),
        ({"grid": "990101100001"}, 3, "东镇中学"),  # what is chosen goes before
        ({"at": "forged", "lat": "22.71", "lon": "109.31", "accuracy": "20"}, None, "22.71000, 109.31000 ±20 m"),
        ({"at": "", "lat": "25.27", "lon": "110.29"}, None, ""),  # 300 km
    ],
)
def test_a_clue_knows_where(store, app, gate, fields, grid, place):  # noqa: F811
    """By the code that was scanned, the list, or the position that was given."""
    code = gate.removeprefix("/s/")
    client = Client(app)
    assert f"/phone/clue?at={code}" in client.get(gate).text and code in client.get(f"/phone/clue?at={code}").text
    assert (
        sent(client, "/phone/clue", **({"at": code, "kind": "other", "told": "x", "place": "东门边"} | fields)).status
        == 200
    )
    found, words = store.one("select grid_id, place from clue")
    assert words.startswith("东门边") and place in words
    assert found == grid or (grid is None and "lat" in fields)


def test_a_phones_clock_is_not_believed(store, app, gate):  # noqa: F811
    """What waited on the phone came so long ago as it says, a day at most; a moment of its own, of tomorrow say, counts for nothing."""
    client, begin = joined(app, gate), clock.now()
    for fields in (
        {"ago": "5400"},
        {"at": "2031-01-01T00:00:00Z"},
        {"ago": "-9"},
        {"ago": "9" * 50},
        {"ago": "٣"},
        {"ago": "999999"},
    ):
        assert "通行" in sent(client, gate, direction="in", **fields).text
    late = sorted(round((begin - at).total_seconds() / 60) for (at,) in store.run("select scanned_at from check_in where scanned_at > $at", at=begin - timedelta(days=2)).fetchall())  # fmt: skip
    assert late == [0, 0, 0, 0, 90, 1440]


def test_what_is_bad_is_said_plainly(store, app, gate):  # noqa: F811
    client = joined(app, gate)
    before = store.value("select count(*) from phone_person")
    tries = [
        sent(client, gate, direction="sideways"), sent(client, gate, direction="in", temperature_1="hot"),
        sent(client, gate, direction="in", temperature_1="9" * 1_000_000), sent(client, gate, do="join", **(ME | {"name": "x" * 61})),
        sent(client, "/phone/complaint", told="x" * 1_000_000), client.post("/phone/complaint", {"form": "1", "told": "x"}),
        sent(client, gate, do="join", consent="guardian", **(ME | {"phone": MARKUP})), client.post(gate, {"direction": "in"}),
    ]  # fmt: skip
    assert [t.status for t in tries] == [422, 422, 413, 422, 413, 422, 422, 422]
    assert all("error." not in t.text and "<script>alert" not in t.text for t in tries)
    assert not scans(store) and store.value("select count(*) from phone_person") == before
    assert client.get("/s/forged").status == 404
    cookie = client.cookies["grid_command_phone"]
    client.cookies["grid_command_phone"] = cookie[:-1] + ("0" if cookie[-1] != "0" else "1")
    assert "证件号码后六位" in client.get(gate).text
    revoke_code(store, WHOLE, 1, actor="t", now=clock.now())
    assert client.get(gate).status == 410
    write_refused(store, now=clock.now())
    assert store.one("select code_id from refused_day where what = 'code_revoked'") == (1,)
    assert client.post(gate, {"form": str(uuid.uuid4())}, origin="http://elsewhere").status == 403


def test_a_demonstration_lists_codes_to_try(demo, app, gate):  # noqa: F811
    assert gate in Client(app).get("/phone/codes").text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_opens_in_both_languages(store, app, gate, language):  # noqa: F811
    client = joined(app, gate)
    sent(client, "/phone/leave", who="1", destination="a", reason="b", leave_on=str(clock.today()))
    for path in ("", "health", "arrival", "leave", "mine", "complaint", "clue", "receipt", "forget"):
        answer = client.get(f"/phone/{path}?lang={language}&size=large")
        assert (
            answer.status == 200
            and 'class="large"' in answer.text
            and "phone." not in answer.text.replace("phone.js", "")
        ), path


@pytest.mark.parametrize(
    ("lat", "lon", "accuracy", "stored"),
    [
        ("22.712", "109.313", "20", 1),  # at the gate
        ("22.80", "109.40", "", 1),  # some way off: the school has the place of its town
        ("25.27", "110.29", "30", 0),  # 300 km
        ("25.27", "110.29", "290000", 1),  # it knows itself that it does not know
        ("", "", "", 1), ("nan", "1e400", "x", 1), ("91", "0", "1", 1),  # none, or none that can be read
    ],
)  # fmt: skip
def test_scanned_from_far_away(store, app, gate, lat, lon, accuracy, stored):  # noqa: F811
    client = joined(app, gate)
    answer = sent(client, gate, direction="in", temperature_1="36.5", lat=lat, lon=lon, accuracy=accuracy)
    assert len(scans(store)) == stored
    assert answer.status == (200 if stored else 422)
    if not stored:
        assert "公里" in answer.text
        write_refused(store, now=clock.now())
        assert store.one("select what, times from refused_day where what = 'phone_far'") == ("phone_far", 1)
        assert not any("25.27" in str(row) for row in store.run("select fields from audit_entry").fetchall())
        # without it the scan goes through: a wrong position keeps nobody out
        assert sent(client, gate, direction="in", temperature_1="36.5").status == 200


def test_a_reader_of_english_is_told_places_and_relations_by_their_sound_and_the_doorman_by_his_own(store, app, gate):  # noqa: F811
    with store.write() as db:
        db.execute("update grid set name = '东门村' where grid_id = 20")
        db.execute("update person set relation = '户主' where person_id = 1")
    client = Client(app)
    client.get(f"{gate}?lang=en")
    asked = sent(client, gate, do="join", consent="self", **ME)
    assert "<h1>Dongmen Village</h1>" in asked.text
    word = sent(client, gate, direction="in").text
    assert '<span class="his" lang="zh-CN">通行</span>' in word and '<span class="place">东门村' in word
    assert (
        "韦* · householder" in client.get("/phone/health").text
        and "韦* · householder" in client.get("/phone/leave").text
    )
    assert 'class="his"' not in sent(client, f"{gate}?lang=zh", direction="in").text
