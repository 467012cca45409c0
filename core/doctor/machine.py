"""The machine that the desk stands on: its disk, memory, clock, and the addresses at which it answers."""

from __future__ import annotations

import ipaddress
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from core.audit.leap import leapt
from core.doctor.signs import BAD, WARN, Sign
from core.settings import Settings
from core.store import Store

ROOMY = 5  # times what must be left free
SMALL_MEMORY = 500  # MB that must be free beside the database
LATER = timedelta(minutes=5)  # a clock is put right by so much without harm
LATEST = "select greatest((select max(happened_at) from audit_entry), (select max(applied_at) from migration))"
MEMINFO = Path("/proc/meminfo")
LOOPBACK = ("localhost",)


def disk(settings: Settings) -> list[Sign]:
    if settings.db == ":memory:":
        return [Sign("disk", "memory")]
    found = []
    disks = set()
    for place, code in ((settings.folder, "full"), (settings.backup_folder, "full_backups")):
        there = next(p for p in (place, *place.parents) if p.exists())
        if there.stat().st_dev in disks:
            continue
        disks.add(there.stat().st_dev)
        free = shutil.disk_usage(there).free / 1e6
        fields = {"folder": str(place), "free": round(free), "spare": settings.spare_megabytes}
        if free < settings.spare_megabytes:
            found.append(Sign("disk", code, BAD, fields))
        elif free < ROOMY * settings.spare_megabytes:
            found.append(Sign("disk", "low", WARN, fields))
        else:
            found.append(Sign("disk", "room", fields=fields))
    return found


def memory(settings: Settings) -> list[Sign]:
    free = _free_memory()
    if free is None:
        return [Sign("memory", "untold")]
    fields = {"free": free, "limit": settings.memory_limit}
    return [Sign("memory", "low", WARN, fields) if free < SMALL_MEMORY else Sign("memory", "room", fields=fields)]


def clock_runs(store: Store, now: datetime) -> list[Sign]:
    """A clock that jumped back stands before what is already written; one without its battery begins long ago."""
    last = store.value(LATEST)
    fields = {"now": f"{now:%Y-%m-%d %H:%M}", "zone": store.settings.timezone, "last": f"{last:%Y-%m-%d %H:%M}" if last else "–"}  # fmt: skip
    if last is not None and last > now + LATER:
        return [Sign("clock", "back", BAD, fields)]
    before = leapt(store, now=now)
    if before is not None:
        return [Sign("clock", "leapt", WARN, fields | {"before": f"{before:%Y-%m-%d}"})]
    return [Sign("clock", "runs", fields=fields)]


def addresses(settings: Settings) -> list[Sign]:
    """Who can reach it, and by what names."""
    found, open_to_all = [], not _loopback(settings.host)
    fields = {"host": settings.host, "port": settings.port, "hosts": settings.hosts}
    if settings.demo and open_to_all:
        found.append(Sign("addresses", "demo_open", BAD, fields))
    if settings.hosts.strip() == "*":
        found.append(Sign("addresses", "any_name", WARN, fields))
    if open_to_all and not settings.secure_cookie:
        found.append(Sign("addresses", "no_tls", WARN, fields))
    return found or [Sign("addresses", "known", fields=fields)]


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in LOOPBACK


def _free_memory() -> int | None:
    """Megabytes that programs could have now; None where the system does not tell."""
    try:
        lines = MEMINFO.read_text("ascii").splitlines()
    except OSError:
        return None
    told = {name: value for name, _, value in (line.partition(":") for line in lines)}
    return round(int(told["MemAvailable"].split()[0]) / 1000) if "MemAvailable" in told else None
