"""A crowd at one desk: sessions look and take lists away while writers send. `python -m tests.faults.crowd --people N --rounds N` prints what was found as JSON.

Each session answers for a village of its own, each writer's key sends for one; whoever lives there or is scanned there bears the village's name. So a
word of a neighbour in a page, in a file or in the store is one that crossed over. Of every record that was answered it is asked afterwards whether it is there, and once.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path
from uuid import UUID

import requests

from core import clock
from core.access.accounts import create_account
from core.access.sessions import start_session
from core.audit import verify
from core.domain import EVERYTHING, Scope
from core.intake import Record
from core.intake.devices import add_device
from core.intake.take import record_key
from core.registry.tree import rebuild_tree
from core.settings import load_settings
from core.store import Store, open_store, run
from tests.browser.server import Server
from tests.core.web.tab import Tab
from tests.patience import PATIENCE

LIVE = 4  # in each village
RECORDS = 5  # of one request
AGAIN = 3  # every third request is sent once more, as by a gate whose line broke
PAGES = (("people", "need=all"), ("people", "person={person}"), ("units", ""), ("", ""))
VILLAGE = re.compile(r"村(\d{3})人")


@dataclass
class Seen:
    """What was answered: numbers of records, and each thing that was not as it must be."""

    answered: set[str] = field(default_factory=set)
    pages: int = 0
    files: int = 0
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=50, help="sessions, and as many writers")
    parser.add_argument("--rounds", type=int, default=1)
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        begin, seen = time.monotonic(), crowd(Path(folder) / "desk", args.people, args.rounds)
    found = {
        "sessions": args.people, "writers": args.people, "pages": seen.pages, "files": seen.files, "acknowledged": len(seen.answered), "wrong": seen.wrong[:10],
        "seconds": round(time.monotonic() - begin),
    }  # fmt: skip
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    return 1 if seen.wrong else 0


def crowd(folder: Path, people: int, rounds: int) -> Seen:
    """So many sessions look at each page `rounds` times while as many writers send; the store stands in `folder` afterwards."""
    folder.mkdir()
    store = open_again(folder)
    cookies, keys = _village_by_village(store, people)
    store.close()
    seen = Seen()
    with Server(folder, {}) as server:
        done = threading.Event()
        with ThreadPoolExecutor(2 * people) as pool:
            writers = [pool.submit(_guarded, seen, _write, server.address, keys[n], n, done) for n in range(people)]
            readers = [pool.submit(_guarded, seen, _look, server.address, cookies[n], n, rounds) for n in range(people)]
            for reader in readers:
                reader.result()
            done.set()
            for writer in writers:
                writer.result()
    store = open_again(folder)
    try:
        seen.wrong += kept_wrong(store, seen, people)
    finally:
        store.close()
    return seen


def open_again(folder: Path) -> Store:
    return open_store(load_settings(db=str(folder / "command.duckdb")))


def _village_by_village(store: Store, people: int) -> tuple[list[str], list[str]]:
    """(cookies, keys): one of each for every village, whose number is its place."""
    now = clock.now()
    with store.write() as db:
        insert = "insert into grid (grid_id, code, name, axis, level, parent_id, updated_at)"
        run(db, f"{insert} values (1, '990101', '甲县', 'area', 'county', null, $now), (2, '990101100', '甲镇', 'area', 'township', 1, $now)", now=now)  # fmt: skip
        run(db, f"{insert} select 10 + i, '990101100' || lpad(i::text, 3, '0'), '村' || lpad(i::text, 3, '0'), 'area', 'village', 2, $now from range($n) t(i)", n=people, now=now)  # fmt: skip
        run(
            db,
            "insert into person (person_id, name, phone, home_grid_id, updated_at) select 1 + i * $live + j, '村' || lpad(i::text, 3, '0') || '人' || j, '139' || lpad((i * $live + j)::text, 8, '0'), 10 + i, $now"
            " from range($n) t(i), range($live) u(j)",
            n=people, live=LIVE, now=now,
        )  # fmt: skip
        rebuild_tree(db)
    cookies, keys = [], []
    for n in range(people):
        account = create_account(store, login=f"v{n:03d}", name=f"v{n}", role="clerk", grids=[10 + n], password=None, actor="t", now=now)  # fmt: skip
        cookies.append(start_session(store, account, now=now, actor="t"))
        keys.append(add_device(store, Scope((EVERYTHING,)), name=f"gate {n}", grids=[10 + n], actor="t", now=now))
    return cookies, keys


def _guarded(seen: Seen, work: Callable, *given: object) -> None:
    try:
        work(seen, *given)
    except Exception as error:
        with seen.lock:
            seen.wrong.append(f"{work.__name__} {given[2]}: {error!r}")


def _look(seen: Seen, address: str, cookie: str, number: int, rounds: int) -> None:
    with Tab(address, cookie) as tab:
        for turn in range(rounds):
            for name, query in PAGES:
                told = tab.page(name, query.format(person=1 + number * LIVE + turn % LIVE)).decode("utf-8", "ignore")
                own_alone(seen, told, number, name or "overview", must=name == "people")
                if "need" in query:
                    others = partial(_draws, address, cookie) if number == turn == 0 else lambda: None
                    own_alone(seen, _words(tab.file(tab.files()[0], before=others)), number, "file", must=True)
                    seen.files += 1
                seen.pages += 1


def _draws(address: str, cookie: str) -> None:
    """What Streamlit would let go of a file after, which was made and not fetched yet."""
    with Tab(address, cookie) as other:
        for _ in range(3):
            other.page("units")


def own_alone(seen: Seen, told: str, number: int, what: str, *, must: bool) -> None:
    named = set(map(int, VILLAGE.findall(told)))
    if named - {number} or (must and not named):
        with seen.lock:
            seen.wrong.append(f"{what} of {number} names {sorted(named)[:5]}")


def _words(workbook: bytes) -> str:
    with zipfile.ZipFile(BytesIO(workbook)) as book:
        return "".join(book.read(n).decode("utf-8", "ignore") for n in book.namelist() if n.endswith(".xml"))


def _write(seen: Seen, address: str, key: str, number: int, done: threading.Event) -> None:
    with requests.Session() as line:
        line.headers["Authorization"] = f"Bearer {key}"
        for turn in range(100_000):
            if done.is_set():
                return
            records = [_record(number, turn, n) for n in range(RECORDS)]
            for _ in range(2 if turn % AGAIN == 0 else 1):
                answer = line.post(f"{address}/api/check-ins", json={"records": records}, timeout=PATIENCE)
                if answer.status_code == 503:  # full for the moment: nothing is promised, the gate comes again
                    continue
                told = {each["id"] for each in answer.json()["records"] if each["state"] in ("stored", "known")}
                if told != {each["id"] for each in records}:
                    raise RuntimeError(answer.text[:300])
                with seen.lock:
                    seen.answered |= told
            done.wait(0.1)


def _record(number: int, turn: int, nth: int) -> dict:
    """Every fifth is of a visitor, who takes the writer."""
    name, phone = f"村{number:03d}人{nth}", f"139{number * LIVE + nth:08d}"
    if nth == RECORDS - 1:
        name, phone = f"村{number:03d}人客{turn}", f"138{number:03d}{turn:05d}"
    return {"id": f"{number}-{turn}-{nth}", "at": f"{clock.now():%Y-%m-%dT%H:%M:%S}", "person": {"name": name, "phone": phone}}  # fmt: skip


def _key(name: str) -> UUID:
    """As what that gate sends is kept: devices are numbered as the villages are."""
    return record_key(Record(name, 0, clock.now(), source="gate", device=1 + int(name.partition("-")[0])))


def kept_wrong(store: Store, seen: Seen, people: int) -> list[str]:
    """What the store holds that it was not told, or lacks."""
    wrong = [] if verify(store).whole else ["the audit log"]
    kept = {number for (number,) in store.run("select record_id from intake_record").fetchall()}
    lost = sum(_key(each) not in kept for each in seen.answered)
    scans, records = store.one("select (select count(*) from check_in), (select count(*) from intake_record)")
    if lost or scans != records or len(kept) != records:
        wrong.append(f"{lost} of {len(seen.answered)} lost; {len(kept)} kept as {records} records, {scans} scans")
    crossed = store.value(
        "select count(*) from check_in c join person p on p.person_id = c.person_id where p.name not like '村' || lpad((c.grid_id - 10)::text, 3, '0') || '人%'"
    )
    looked = store.value(
        "select count(*) from audit_entry where event = 'person.viewed' and cast(fields ->> 'person' as integer) not between 1 + $live * cast(actor[2:] as integer) and $live * (1 + cast(actor[2:] as integer))",
        live=LIVE,
    )
    actors = store.value("select count(distinct actor) from audit_entry where event = 'person.viewed'")
    if crossed or looked or actors != people:
        wrong.append(f"{crossed} scans and {looked} looks of others, {actors} who looked")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
