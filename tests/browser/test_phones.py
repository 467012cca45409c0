"""A citizen's and an officer's phone in a real browser, with touch: scan, leave, tell something; a day without signal."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial

import pytest

from core import clock
from core.access.phones import new_phone_link
from core.act import keep_tasks, moment
from core.classify import classify
from core.clues import answer, check, find
from core.codes import make_codes, token_of
from core.rollup import roll_up
from core.settings import load_settings
from core.store import open_store
from tests.browser.server import Server, account, store_with_accounts
from tests.browser.visit import photograph
from tests.county import LAST_DAY, WHOLE, fill

PHONE = {"width": 390, "height": 844}
DOCUMENT = "990101199001010019"
ME = {"name": "韦一", "phone": "13800000001", "last": DOCUMENT[-6:]}
VILLAGE = 3


@pytest.fixture
def county(tmp_path):
    """(folder, what the tests know): the small county, a code at the school's gate, a link that opens the phone of the village's officer."""
    store = store_with_accounts(tmp_path)
    with store.write() as db:
        fill(db)
        db.execute("update person set name = ?, phone = ?, id_number = ? where person_id = 1", [ME["name"], ME["phone"], DOCUMENT])  # fmt: skip
        db.execute("update person set attention = 'home_quarantine', attention_until = ? where person_id in (2, 3, 4)", [LAST_DAY + timedelta(days=9)])  # fmt: skip
        db.execute(
            "insert into duty (grid_id, role, name, phone) values (?, 'responsible', '黄支书', '0771-7000001')",
            [VILLAGE],
        )
    roll_up(store, days=None, actor="test")
    classify(store, as_of=LAST_DAY, actor="test")
    keep_tasks(store, actor="test", at=moment(store))
    account(store, "officer", "officer", VILLAGE)
    number = store.value("select account_id from account where login = 'officer'")
    [code] = make_codes(store, WHOLE, grids=[20], actor="test", now=clock.now())
    facts = {
        "gate": f"s/{token_of(store, code)}",
        "link": f"officer/enter?token={new_phone_link(store, number, actor='test', now=clock.now())}",
    }
    store.close()
    return tmp_path, facts


def phone(visit, server: Server, lang: str = "zh"):
    return visit(server, login=None, lang=lang, has_touch=True, is_mobile=True, **PHONE)


def go(visitor, path: str):
    visitor.page.goto(f"{visitor.server.address}/{path}")
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    return visitor.page


def until(page, js: str) -> None:
    """The pages let no text be run as a script, so the browser's own way of waiting is shut."""
    while not page.evaluate(js):
        page.wait_for_timeout(50)


def first_load(visitor, path: str) -> tuple[int, int]:
    """Bytes and requests of a page that this phone never saw, by a slow third-generation line."""
    line = visitor.context.new_cdp_session(visitor.page)
    came: list[int] = []
    line.on("Network.loadingFinished", lambda told: came.append(told["encodedDataLength"]))
    line.send("Network.enable")
    slow = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
    line.send("Network.emulateNetworkConditions", slow)
    go(visitor, path)
    line.detach()
    return sum(came), len(came)


def answered(route, *, status: int | None) -> None:
    """What is posted gets this answer (None: the line breaks); pages come as they are."""
    if route.request.method != "POST":
        route.continue_()
    elif status:
        route.fulfill(status=status, body="")
    else:
        route.abort()


def join(page) -> None:
    for name, value in ME.items():
        page.fill(f"[name={name}]", value)
    page.tap("main form button[type=submit]")


def test_a_citizen_scans_asks_to_leave_is_allowed_and_tells_something(county, visit, pictures):
    folder, facts = county
    with Server(folder, facts) as server:
        me, officer = phone(visit, server), phone(visit, server)
        size, requests = first_load(me, facts["gate"])
        # 60 KB and a second but for the round trips: the page, then style and script at once. At 50 KB a second these take 0.2 s.
        assert size <= 10_000 and requests == 3
        page = me.page
        join(page)
        photograph(page, pictures / "phone-scan.png")
        page.fill("[name=temperature_1]", "36.5") if page.locator("[name=temperature_1]").count() else None
        page.tap("button[value=in]")
        page.locator(".word strong", has_text="通行").wait_for()
        photograph(page, pictures / "phone-pass.png")

        page = go(me, facts["gate"])  # while the desk takes nothing, or the line breaks
        for broken in (partial(answered, status=503), partial(answered, status=None)):
            page.route("**/s/*", broken)
            page.tap("button[value=out]")
            page.locator("[role=status]", has_text="已存在本手机").wait_for()
            page.unroute("**/s/*")
            page = go(me, facts["gate"])  # the next page sends it
            until(page, "!localStorage.getItem('grid_command_unsent')")
        assert all("/s/" in told or "console" in told for told in me.troubles)
        me.troubles.clear()

        page = go(me, "phone/leave")
        day = clock.today() + timedelta(days=2)
        for name, value in (("destination", "南宁"), ("leave_on", day.isoformat()), ("reason", "看病")):
            page.fill(f"[name={name}]", value)
        page.tap("main form button[type=submit]")
        page.wait_for_url("**/phone/leave?sent=1")
        assert "待审批" in page.inner_text("main")

        entered = go(officer, facts["link"])
        entered.tap("main form button")
        entered.wait_for_url("**/officer/")
        stop = entered.locator('details.stop[data-person="1"]')
        stop.locator("summary").tap()
        photograph(entered, pictures / "phone-officer.png")
        stop.locator("[name=note]").fill("已核实")
        stop.locator("button[value=approve]").tap()
        entered.locator("#queue", has_text="全部已发送").wait_for()

        assert "已批准" in go(me, "phone/leave").inner_text("main")
        page = go(me, "phone/clue")
        page.select_option("[name=kind]", index=1)
        page.fill("[name=told]", "村口有人聚集 <b>x</b>")
        page.tap("main form button[type=submit]")
        receipt = page.locator(".receipt").inner_text()
        assert re.fullmatch(r"XS\d{8}-\d{4}-\w{4}", receipt)
        assert (me.troubles, officer.troubles) == ([], [])

    store = open_store(load_settings(db=str(folder / "command.duckdb")))
    clue = store.value("select max(clue_id) from clue")
    check(store, WHOLE, clue, actor="command", at=clock.now())
    find(store, WHOLE, clue, verdict="confirmed", note="人群已劝散", actor="command", at=clock.now())
    answer(store, WHOLE, clue, words="已劝散，谢谢", actor="command", at=clock.now())
    status = store.run("select person_id, status from exit_application").fetchall()
    assert status == [(1, "approved")]
    assert store.value("select count(*) from check_in where person_id = 1 and grid_id = 20") == 3
    store.close()
    with Server(folder, facts) as server:
        other = phone(visit, server, "en")
        page = go(other, "phone/receipt")
        page.fill("[name=receipt]", receipt)
        page.tap("main form button[type=submit]")
        page.locator("main", has_text="已劝散，谢谢").wait_for()


def test_an_officers_day_without_signal_arrives_once(county, visit, pictures):
    folder, facts = county
    with Server(folder, facts) as server:
        officer = phone(visit, server)
        page = go(officer, facts["link"])
        page.tap("main form button")
        page.wait_for_url("**/officer/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload()  # now under the worker
        until(page, "navigator.serviceWorker.controller !== null")
        until(page, "caches.match('/officer/').then(kept => !!kept)")
        until(page, "caches.match('/officer/none').then(kept => !!kept)")
        stops = page.locator("details.stop[data-person]")
        people = stops.evaluate_all("all => all.map(one => one.dataset.person)")
        assert len(people) >= 3
        officer.context.set_offline(True)
        assert "没有信号" in go(officer, "officer/home/999999").inner_text("main")
        go(officer, "officer/")
        assert stops.count() == len(people)  # the day's list is there
        entries = 50
        kinds = ("visit", "absent", "temperature")
        for nth in range(entries):
            stop = page.locator(f'details.stop[data-person="{people[nth % len(people)]}"]')
            if not stop.evaluate("one => one.open"):
                stop.locator("summary").tap()
            kind = kinds[nth % 3]
            if kind == "temperature":
                stop.locator("form.acts [name=temperature]").fill("36.5")
            page.evaluate("document.querySelectorAll('[data-busy]').forEach(form => form.removeAttribute('data-busy'))")
            stop.locator(f"form.acts button[value={kind}]").tap()
            page.locator("#queue", has_text=f" {nth + 1} 条").wait_for()
        page.evaluate("scrollTo(0, 0)")
        photograph(page, pictures / "phone-offline.png")
        officer.context.set_offline(False)
        page.evaluate("window.dispatchEvent(new Event('online'))")
        page.locator("#queue", has_text="全部已发送").wait_for()
        page.tap("#leave button")
        page.wait_for_selector("#left")
        until(page, "indexedDB.databases().then(all => all.length === 0)")
    store = open_store(load_settings(db=str(folder / "command.duckdb")))
    assert store.one("select count(*), count(distinct person_id) from field_entry") == (entries, len(people))
    store.close()
