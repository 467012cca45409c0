"""From start to stop: opens the store, says where to go, tidies up now and then."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import date, datetime
from functools import partial

import anyio.to_thread
import duckdb

from core import clock
from core.access.accounts import any_account
from core.access.demo import end_demo, ensure_demo_accounts
from core.access.links import SETUP_HOURS, new_setup_link
from core.access.sessions import note_seen, sweep_sessions
from core.act import keep_tasks, moment, tend
from core.audit.denied import write_repeats
from core.audit.look_after import daily, outside
from core.audit.reads import last_test
from core.backup import keep_backups, sweep_backups
from core.brief import make_planned
from core.chain import in_force
from core.duty import note_late
from core.errors import UserError
from core.files import warm
from core.follow import follow, left_over
from core.handling import tend_alerts
from core.i18n import LANGUAGES, t
from core.i18n.translate import words
from core.ingest.originals import sweep_originals
from core.intake import at_hand, follow_intake
from core.notify import gather, send_due
from core.papers.late import note_late_papers
from core.policy.running import running
from core.privacy.retention import sweep_nightly
from core.store import Store, shared_store, use_store
from core.web import factor, login
from core.web.command_door import announce, withdraw

log = logging.getLogger(__name__)
TIDY_SECONDS = 60
TELL_SECONDS = 15
INTAKE_SECONDS = 20
MEND_SECONDS = 10
BACKUP_SECONDS = 60
TURN = (
    0.001 if os.name == "nt" else 0.0002
)  # seconds of a computing thread while another waits (5 ms by default); Windows waits in milliseconds
BACKUP_AGAIN_SECONDS = 900  # after one that failed


def serving(option: Callable[[str], object]) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """The life of the server. `option` reads the web server's own settings (`server.port` …)."""

    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[None]:
        warm.warm_up(ready=True)
        store = await anyio.to_thread.run_sync(shared_store)
        await anyio.to_thread.run_sync(partial(_read_ahead, store))
        if store.settings.demo:
            ensure_demo_accounts(store, now=clock.now())
        else:
            end_demo(store, now=clock.now())
        await anyio.to_thread.run_sync(lambda: sweep_originals(store, now=clock.now()))
        await anyio.to_thread.run_sync(lambda: sweep_backups(store.settings))
        for throttle in (login.throttle, factor.throttle):
            await anyio.to_thread.run_sync(partial(throttle.recall, store, now=clock.now()))
        _share_the_interpreter()
        print(welcome(store, _address(option), now=clock.now()), flush=True)
        tasks = [
            asyncio.create_task(kept(store))
            for kept in (_tidy, _tell, _follow_intake, _brief, _audited, _mend, _back_up)
        ]
        if store.settings.db != ":memory:":
            announce(store.settings.serving_file, _address(option, own=True))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            if store.settings.db != ":memory:":
                withdraw(store.settings.serving_file)
            with suppress(duckdb.Error, UserError):  # a full disk is no reason to leave the store open
                await anyio.to_thread.run_sync(lambda: note_seen(store))
                await anyio.to_thread.run_sync(lambda: _audit(store, clock.today()))
            use_store(None)
            store.close()
            warm.stop()

    return lifespan


def _read_ahead(store: Store) -> None:
    """What the first page, the first wall or the first gate after a start would wait for."""
    words()
    running(store)
    at_hand.refresh(store)


def _share_the_interpreter() -> None:
    """The loop that answers phones and gates gives the interpreter away at each read and write, and gets it back after a turn of every thread that
    computes (pages, detectors). What is loaded by now stays: a full collection would stop everybody for a tenth of a second to look through it."""
    sys.setswitchinterval(TURN)
    gc.collect()
    gc.freeze()


def welcome(store: Store, address: str, *, now: datetime) -> str:
    """What the terminal shows, in both languages: the address and, while there is no account, the one-time link for the
    first administrator."""
    lines = [t(lang, "login.serving", address=address) for lang in LANGUAGES]
    if not any_account(store):
        lines += ["", *(t(lang, "login.setup_link", hours=SETUP_HOURS) for lang in LANGUAGES)]
        lines.append(f"{address}/setup?token={new_setup_link(store, now=now)}")
    return "\n".join(["", *(f"  {line}" for line in lines), ""])


def _address(option: Callable[[str], object], *, own: bool = False) -> str:
    """To be shown; with `own` as commands of this machine reach it, in digits: a name may lead to another protocol's address first."""
    host = str(option("server.address") or "0.0.0.0")  # noqa: S104 - compared, not bound
    if host in ("0.0.0.0", "127.0.0.1"):  # noqa: S104
        host = "127.0.0.1" if own else "localhost"
    elif ":" in host:
        host = "[::1]" if host == "::" else f"[{host}]"
    return f"{'https' if option('server.sslCertFile') else 'http'}://{host}:{option('server.port')}"


def _tend(store: Store, last: tuple[date, int] | None) -> tuple[date, int]:
    """Tasks as the clock and the rota have them, and of a new day what is past its time goes; the day and the rota for which that was done. `last`: for which it was done before."""
    at = moment(store)
    now = (at.date(), in_force(store, at=at))
    if last is None or now[0] != last[0]:
        keep_tasks(store, actor="system", at=at)
        sweep_nightly(store, today=clock.today(), actor="system", now=clock.now())
    else:
        tend(store, actor="system", at=at, owners=now != last)
    return now


def _tend_alerts(store: Store, last: int | None) -> int:
    """Alerts as clock and rota have them: those that nobody saw to in their time go up. `last`: the rota for which that was done before."""
    now = clock.now()
    rota = in_force(store, at=now)
    tend_alerts(store, at=now, owners=last is not None and rota != last)
    return rota


def _tell_now(store: Store) -> None:
    gather(store, now=clock.now())
    send_due(store, now=clock.now())


async def _tell(store: Store) -> None:
    """Receivers outside are told by a task of its own: one that hangs holds nothing up."""
    while True:
        await asyncio.sleep(TELL_SECONDS)
        try:
            await anyio.to_thread.run_sync(partial(_tell_now, store))
        except (
            duckdb.Error,
            UserError,
        ) as failure:  # tried again in a moment; the store's own trouble is told elsewhere
            log.error("telling failed: %s", type(failure).__name__)


async def _follow_intake(store: Store) -> None:
    """What phones and gates send reaches figures, classes and alerts by itself."""
    while True:
        await asyncio.sleep(INTAKE_SECONDS)
        try:
            await anyio.to_thread.run_sync(lambda: follow_intake(store, now=clock.now()))
        except Exception as failure:  # the scans are stored; the next turn takes them along
            log.error("following the intake failed: %s", type(failure).__name__)


async def _brief(store: Store) -> None:
    """Briefs that make themselves at their set time; duty information and papers that are late."""
    while True:
        await asyncio.sleep(TIDY_SECONDS)
        try:
            await anyio.to_thread.run_sync(lambda: note_late(store, now=clock.now()))
            await anyio.to_thread.run_sync(lambda: note_late_papers(store, now=clock.now()))
            await anyio.to_thread.run_sync(lambda: make_planned(store, now=clock.now(), at=moment(store)))
        except Exception as failure:  # tried again in a minute, all day
            log.error("briefs, duty information or papers: %s", getattr(failure, "code", type(failure).__name__))


def _audit(store: Store, last: date | None = None) -> date:
    """What was refused again and again, the log's head and its copies, kept outside the store; once a day it is tested, and what is past its
    time is cut. The day of it; `last`: for which it was done before. What can't be done is told to the server's own log."""
    today = clock.today()
    write_repeats(store)
    failed = outside(store)
    if last != today:
        failed += daily(store, now=clock.now())
    for error in failed:
        log.error("the audit log: %s %s", error.code, error.fields)
    return today


async def _audited(store: Store) -> None:
    tested = last_test(store)
    last = tested.at.date() if tested else None  # a server that is started often does not test each time
    while True:
        await asyncio.sleep(TIDY_SECONDS)
        try:
            last = await anyio.to_thread.run_sync(partial(_audit, store, last))
        except duckdb.Error as failure:
            log.error("tending the audit log failed: %s", type(failure).__name__)


async def _mend(store: Store) -> None:
    """A store that its database gave up on (the disk filled up while it tidied) is opened anew as soon as that is possible."""
    while True:
        await asyncio.sleep(MEND_SECONDS)
        try:
            if await anyio.to_thread.run_sync(store.mend):
                log.warning("the store was opened anew")
        except (duckdb.Error, UserError) as failure:
            log.error("the store can't be opened: %s", _named(failure))


async def _back_up(store: Store) -> None:
    """Backups by the clock. One that failed is told, and tried again; the doctor tells of what is missing."""
    while True:
        await asyncio.sleep(BACKUP_SECONDS)
        try:
            made = await anyio.to_thread.run_sync(lambda: keep_backups(store, now=clock.now()))
            if made:
                log.info("backup made: %s", made)
        except (duckdb.Error, UserError, OSError) as failure:
            log.error("backup failed: %s", _named(failure))
            await asyncio.sleep(BACKUP_AGAIN_SECONDS)


def _named(failure: Exception) -> str:
    """Its code and fields (paths and numbers); of any other error the type, for its text may quote a cell."""
    return f"{failure.code} {failure.fields}" if isinstance(failure, UserError) else type(failure).__name__


async def _tidy(store: Store) -> None:
    """The front end's own collection after every rerun is off (it costs a factor of ten); once a minute is enough. What nobody has
    followed for a minute (a power cut, another policy, a new day) is followed here, and so is the clock: what becomes overdue, a new day's tasks."""
    left, last, rota = False, None, None
    while True:
        await asyncio.sleep(TIDY_SECONDS)
        await anyio.to_thread.run_sync(gc.collect)
        try:
            await anyio.to_thread.run_sync(lambda: sweep_sessions(store, now=clock.now()))
            await anyio.to_thread.run_sync(lambda: note_seen(store))
            waiting, left = left, await anyio.to_thread.run_sync(lambda: left_over(store))
            if waiting and left:
                await anyio.to_thread.run_sync(lambda: follow(store, actor="system"))
            last = await anyio.to_thread.run_sync(partial(_tend, store, last))
            rota = await anyio.to_thread.run_sync(partial(_tend_alerts, store, rota))
            await anyio.to_thread.run_sync(lambda: sweep_originals(store, now=clock.now()))
        except (
            duckdb.Error,
            UserError,
        ) as failure:  # a full disk, say: a minute that failed is no reason to stop for good
            log.error("tidying failed: %s", _named(failure))
