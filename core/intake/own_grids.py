"""The grids for which a device may send."""

from __future__ import annotations

from core.intake.devices import Device
from core.store import Store, load_sql


def own_grids(store: Store, device: Device, codes: list[str] | None) -> dict[str, int]:
    """Code → grid_id of those of `codes` (None: all) that lie in the device's grids; former codes are known too."""
    found = store.run(load_sql(__file__, "own_grids.sql"), roots=list(device.grids), codes=codes and sorted(set(codes)))
    return dict(found.fetchall())
