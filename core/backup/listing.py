"""The backups that there are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.backup.copy import NAME
from core.backup.manifest import Manifest, read_manifest, store_of
from core.errors import UserError
from core.store import Store


@dataclass(frozen=True)
class Kept:
    folder: Path
    manifest: Manifest


def backups(folder: Path, *, store: str | None = None) -> list[Kept]:
    """The newest first; of one `store` alone (its manifest's word for it), where that is told. What has no manifest is none."""
    found = []
    for one in folder.glob(f"{NAME}*") if folder.is_dir() else ():
        try:
            found.append(Kept(one, read_manifest(one)))
        except UserError:
            continue
    return sorted(
        (k for k in found if store is None or k.manifest.store == store), key=lambda k: k.manifest.made_at, reverse=True
    )


def own_backups(store: Store) -> list[Kept]:
    """Those of this store in its own folder, the newest first."""
    return backups(store.settings.backup_folder, store=store_of(store.cursor(), store.name))
