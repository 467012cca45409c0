"""Intake: durable scans a second, how long one waits, ten thousand by the API, and scans while a large file is imported.

The county has 1.2 million people and a fortnight of records. The server is a real one in a process of its own; who sends sits on the same machine
and takes its share of the two cores. A gate sends a scan a second, for nobody passes a turnstile faster: five hundred a second are as many gates.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from bench.check_ins import _county, write_check_ins
from bench.classes import DECLARED
from bench.desks import LOOK
from bench.roster import WHOLE
from bench.timing import Row
from core import clock
from core.access.accounts import create_account
from core.access.sessions import start_session
from core.domain import EVERYTHING
from core.follow import follow
from core.ingest.plan import prepare
from core.ingest.storing import commit
from core.intake import Record, submit
from core.intake.devices import add_device
from core.settings import PROJECT
from core.store import Store, run, statements, use_store

try:  # who sends is to take as little of the two cores as it can
    from uvloop import run as run_loop
except ImportError:
    from asyncio import run as run_loop

TITLE = "Intake of scans from phones and gates"
PEOPLE = 50_000  # of the roster, who are scanned
OTHERS = 1_150_000  # of the register beside them
STORED = 5_000_000  # records of the last fortnight
GATES = 500
DESKS = 3
A_SECOND = 1  # single scans of a gate
SECONDS = 25  # a turn of what follows the scans lies within them
IMPORTED = 200_000


def measure(*, small: bool) -> list[Row]:
    people, seconds, imported = (500, 2, 2_000) if small else (PEOPLE, SECONDS, IMPORTED)
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        store = _county(where, people)
        _fill(store, **({"people": 1_000, "records": 1_000} if small else {"people": OTHERS, "records": STORED}))
        grids = [
            g
            for (g,) in store.run(
                "select grid_id from grid where level = 'section' order by grid_id limit 40"
            ).fetchall()
        ]
        alone = _one_by_one(store, 200 if small else 1_000)
        durable = run_loop(_durable(store, grids, people, 2_000 if small else 20_000))
        waits = _beside_an_import(store, where, grids, people, imported)
        keys = [
            add_device(store, WHOLE, name=f"g{n}", grids=[grids[n % len(grids)]], actor="bench", now=clock.now())
            for n in range(20 if small else GATES)
        ]
        numbers = [
            n
            for (n,) in store.run(
                "select id_number from person where id_number is not null order by hash(person_id) limit 5000"  # from all over the county
            ).fetchall()
        ]
        tokens = [_token(store, n) for n in range(DESKS)]
        with store.write() as db:
            db.execute(DECLARED)
        follow(store, actor="bench", whole=True)  # what a county has behind it; whoever scans is followed as always
        store.close()
        with _Server(where) as port:
            batch = _ten_thousand(port, keys[0], numbers, 1_000 if small else 10_000)
            singles = run_loop(_singles(port, keys, numbers, seconds, "s"))
            with _desks(port, seconds, tokens):
                pass  # a server's first pages load what they need: these are of a desk in use
            with _desks(port, seconds, tokens):
                beside = run_loop(_singles(port, keys, numbers, seconds, "d"))
    half, last = np.percentile(singles, [50, 99])
    half_beside, last_beside = np.percentile(beside, [50, 99])
    return [
        Row(
            "durable scans of 400 phones at once",
            1 / durable,
            f"one insert, one commit each: {1 / alone:,.0f}/s",
            aim="≥ 1,000/s",
            unit="scans/s",
        ),
        Row(f"{'1,000' if small else '10,000'} records by the API, 1,000 a request", batch, aim="≤ 3 s"),
        Row(f"a scan by HTTP at {len(keys) * A_SECOND}/s: half of them within", half * 1_000, unit="ms"),
        Row(f"a scan by HTTP at {len(keys) * A_SECOND}/s: 99 of 100 within", last * 1_000, aim="≤ 200 ms", unit="ms"),
        Row(
            f"the same while {DESKS} desks open a page every {LOOK:.0f} s each: half of them within",
            half_beside * 1_000,
            unit="ms",
        ),
        Row("and 99 of 100 within", last_beside * 1_000, aim="≤ 200 ms", unit="ms"),
        Row(f"the slowest scan while {imported:,} rows are imported", max(waits) * 1_000, aim="≤ 1,000 ms", unit="ms"),
    ]


def _fill(store: Store, *, people: int, records: int) -> None:
    with store.write() as db:
        for statement in statements(__file__, "intake_fill.sql"):
            run(db, statement, people=people, records=records, now=clock.now())
        db.execute("insert into intake_mark select max(seq), max(taken_at) from intake_record")


def _token(store: Store, number: int) -> str:
    account = create_account(
        store, login=f"d{number}", name="bench", role="admin", grids=[EVERYTHING], password=None, actor="bench", now=clock.now()
    )  # fmt: skip
    return start_session(store, account, now=clock.now(), actor="bench")


@contextmanager
def _desks(port: int, seconds: int, tokens: list[str]) -> Iterator[None]:
    command = [sys.executable, "-m", "bench.desks", str(port), str(seconds + 2), *tokens]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as desks:
        time.sleep(2)
        yield
        if not int(desks.communicate(timeout=120)[0] or 0):
            raise AssertionError("no page was drawn")


def _one_by_one(store: Store, rows: int) -> float:
    db = store.fresh_cursor()
    db.execute("create table bare (person_id integer, grid_id integer, scanned_at timestamp)")
    begin = time.perf_counter()
    for n in range(rows):
        db.execute("insert into bare values (?, 1, ?)", [n, clock.now()])
    spent = (time.perf_counter() - begin) / rows
    db.execute("drop table bare")
    db.close()
    return spent


async def _durable(store: Store, grids: list[int], people: int, scans: int) -> float:
    """Seconds for each, of four hundred phones that send one after the other."""
    use_store(store)

    async def phone(number: int) -> None:
        for n in range(scans // 400):
            answer = await submit(_scan(f"d{number}-{n}", grids, people, number * 977 + n))
            assert answer.state == "stored", answer

    begin = time.perf_counter()
    await asyncio.gather(*(phone(n) for n in range(400)))
    spent = time.perf_counter() - begin
    use_store(None)
    return spent / (scans // 400 * 400)


def _scan(number: str, grids: list[int], people: int, nth: int) -> Record:
    return Record(number, grids[nth % len(grids)], clock.now(), 1 + nth % people)


def _beside_an_import(store: Store, folder: Path, grids: list[int], people: int, rows: int) -> list[float]:
    """Seconds that each scan waited, twenty a second while the file is read, checked and stored."""
    file = write_check_ins(folder / "more.csv", rows, people)
    use_store(store)
    importing = threading.Thread(target=lambda: commit(store, prepare(store, WHOLE, file), actor="bench"))

    async def scanning() -> list[float]:
        waits, calls = [], set()

        async def one(nth: int) -> None:
            begin = time.perf_counter()
            await submit(_scan(f"i{nth}", grids, people, nth))
            waits.append(time.perf_counter() - begin)

        importing.start()
        nth = 0
        while importing.is_alive():
            calls.add(asyncio.create_task(one(nth)))
            nth += 1
            await asyncio.sleep(0.05)
        await asyncio.gather(*calls)
        return waits

    try:
        return run_loop(scanning())
    finally:
        importing.join()
        use_store(None)


def _body(numbers: list[str], since: int, count: int, name: str) -> bytes:
    at = clock.now().isoformat()
    records = [
        {
            "id": f"{name}{n}",
            "at": at,
            "direction": "in",
            "temperature": 36.5,
            "person": {"id_number": numbers[n % len(numbers)]},
        }
        for n in range(since, since + count)
    ]
    return json.dumps({"records": records}).encode()


def _request(key: str, body: bytes) -> bytes:
    head = f"POST /api/check-ins HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> dict:
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(
        next(line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
    )
    told = json.loads(await reader.readexactly(length))
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        raise AssertionError(told)
    return told


def _ten_thousand(port: int, key: str, numbers: list[str], rows: int) -> float:
    async def sending() -> float:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await _ask(reader, writer, _request(key, _body(numbers, 0, 1, "warm")))
        requests = [_request(key, _body(numbers, since, 1_000, "b")) for since in range(0, rows, 1_000)]
        begin = time.perf_counter()
        for request in requests:
            told = await _ask(reader, writer, request)
            assert told["stored"] == 1_000, told
        spent = time.perf_counter() - begin
        writer.close()
        return spent

    return run_loop(sending())


async def _singles(port: int, keys: list[str], numbers: list[str], seconds: int, name: str) -> list[float]:
    """Each gate sends at its times, however long the one before took: what waits in line counts as waiting."""
    waits: list[float] = []
    each = A_SECOND
    begin = time.perf_counter() + 0.5

    async def gate(number: int, key: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for n in range(int(each * seconds)):
            due = begin + (n + number / len(keys)) / each
            await asyncio.sleep(max(0, due - time.perf_counter()))
            told = await _ask(reader, writer, _request(key, _body(numbers, number * 100_000 + n, 1, name)))
            assert told["stored"] == 1, told
            waits.append(time.perf_counter() - due)
        writer.close()

    await asyncio.gather(*(gate(n, key) for n, key in enumerate(keys)))
    return waits


class _Server:
    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "core",
            "--db",
            str(folder / "bench.duckdb"),
            "serve",
            "--port",
            str(self.port),
        ]
        self.process = subprocess.Popen(
            command, cwd=PROJECT, env=os.environ | {"GRID_COMMAND_DEMO": "0"}, stdout=subprocess.DEVNULL
        )

    def __enter__(self) -> int:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self.port
            time.sleep(0.1)
        raise AssertionError("the server did not start")

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
