"""What keeps the store safe: keys and who can read them, the audit log, backups."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from core.access.oidc import provider as ask_provider
from core.audit import verify
from core.audit.reads import last_test
from core.backup.keep import times
from core.backup.listing import own_backups
from core.doctor.signs import BAD, WARN, Sign
from core.errors import UserError
from core.settings import Settings
from core.store import Store

OLD = timedelta(hours=26)  # a day's backup and its time
REPLACED_DAYS = 30


def keys(settings: Settings) -> list[Sign]:
    found = list(_readable(settings))
    if not settings.key and not settings.demo and settings.db != ":memory:":
        found.append(Sign("keys", "plain", WARN))
    return found or [Sign("keys", "kept")]


def provider(settings: Settings) -> list[Sign]:
    """The county's OpenID Connect provider, where the settings name one."""
    if not settings.oidc_issuer:
        return [Sign("provider", "none")]
    fields = {"issuer": settings.oidc_issuer}
    missing = [name for name in ("oidc_client", "address") if not getattr(settings, name)]
    if missing:
        return [Sign("provider", "half", BAD, fields | {"missing": ", ".join(missing)})]
    try:
        ask_provider(settings)
    except UserError as error:
        return [Sign("provider", error.code, WARN if error.code == "provider_away" else BAD, fields)]
    return [Sign("provider", "there", fields=fields)]


def audit_holds(store: Store, _now: datetime) -> list[Sign]:
    try:
        found = verify(store)
    except UserError as error:
        return [Sign("audit", error.code, BAD, dict(error.fields))]
    if not found.whole:
        return [Sign("audit", "broken", BAD, {"entry": found.faults[0].first})]
    return [Sign("audit", "whole", fields={"entries": found.entries})]


def audit_held(store: Store, now: datetime) -> list[Sign]:
    """What the last test of the log found; one that was never tested is tested."""
    last = last_test(store)
    if last is None:
        return audit_holds(store, now)
    if last.faults:
        return [Sign("audit", "broken", BAD, {"entry": last.first})]
    return [Sign("audit", "whole", fields={"entries": last.entries})]


def backups_age(store: Store, now: datetime) -> list[Sign]:
    settings = store.settings
    if settings.db == ":memory:" or settings.demo:
        return [Sign("backups", "demo")]
    found = list(_replaced(settings, now))
    try:
        if not times(settings):
            found.append(Sign("backups", "by_hand", WARN))
    except UserError as error:
        return [*found, Sign("backups", error.code, BAD, dict(error.fields))]
    kept = own_backups(store)
    folder = str(settings.backup_folder)
    if not kept:
        young = now - store.value("select min(applied_at) from migration") < OLD
        return [*found, Sign("backups", "none_yet" if young else "none", WARN if young else BAD, {"folder": folder})]
    last = kept[0].manifest.moment
    hours = max(0, round((now - last).total_seconds() / 3600))
    fields = {"folder": folder, "count": len(kept), "last": f"{last:%Y-%m-%d %H:%M}", "hours": hours}
    found.append(Sign("backups", "old", BAD, fields) if now - last > OLD else Sign("backups", "fresh", fields=fields))
    if _same_disk(settings.folder, settings.backup_folder):
        found.append(Sign("backups", "same_disk", WARN, fields))
    return found


def _readable(settings: Settings) -> Iterator[Sign]:
    """Files that others of this machine can read. Windows has no such modes: there the folder's rights decide."""
    if settings.db == ":memory:" or os.name == "nt" or not settings.folder.is_dir():
        return
    store = Path(settings.db)
    secret = [
        store,
        Path(f"{store}.wal"),
        settings.folder / "settings.toml",
        *settings.folder.glob("*.key"),
        settings.serving_file,
    ]
    shut = settings.folder.stat().st_mode & 0o007 == 0
    for file in secret:
        key = file.suffix in (".key", ".toml", ".json")
        if file.exists() and file.stat().st_mode & (0o077 if key else 0o007) and not shut:
            yield Sign("keys", "readable", WARN, {"file": str(file)})


def _replaced(settings: Settings, now: datetime) -> Iterator[Sign]:
    """Stores that a restore put aside hold everybody's data still."""
    for folder in settings.folder.glob("replaced-*"):
        age = (now - datetime.strptime(folder.name[9:17], "%Y%m%d")).days
        if age > REPLACED_DAYS:
            yield Sign("backups", "replaced", WARN, {"folder": str(folder), "days": age})


def _same_disk(one: Path, other: Path) -> bool:
    return other.exists() and one.stat().st_dev == other.stat().st_dev
