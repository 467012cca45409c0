"""A detector's settings changed: laid into the county's own version as a new draft; nothing that is published is edited in place."""

from __future__ import annotations

import re
import tomllib
from datetime import date

import tomlkit

from core.errors import UserError
from core.policy import versions
from core.policy.folder import scenarios
from core.policy.loader import GROUND, load_policy
from core.store import Store

ALLOWED = re.compile(r"^[A-Za-z0-9_.\-]+$")


def typed(pairs: list[str]) -> dict[str, object]:
    """`key=value` as typed → key → value; keys of places are written at.village.high, grid.990101100.high, values as TOML has them. Raises UserError
    setting_unreadable."""
    made: dict[str, object] = {}
    for pair in pairs:
        key, sign, text = pair.partition("=")
        if not sign or not ALLOWED.match(key.strip()):
            raise UserError("setting_unreadable", setting=pair)
        try:
            made[key.strip()] = tomllib.loads(f"x = {text.strip()}")["x"]
        except tomllib.TOMLDecodeError as error:
            raise UserError("setting_unreadable", setting=pair) from error
    return made


def pack_of(store: Store, code: str, day: date) -> str:
    """The pack whose detector it is. Raises UserError detector_unknown."""
    for pack in sorted(scenarios(), key=lambda name: name != GROUND):
        if code in versions.in_force(store, day, pack).detectors:
            return pack
    known = versions.in_force(store, day, GROUND).detectors
    raise UserError("detector_unknown", detector=code, allowed=", ".join(known))


def changed(store: Store, code: str, settings: dict[str, object], *, day: date) -> tuple[str, str, str]:
    """(pack, edition, changes): what holds on `day` with these settings of a detector over it. Raises UserError detector_unknown, policy_invalid."""
    pack = pack_of(store, code, day)
    held = versions.version_in_force(store, day, pack)
    edition = held.edition if held else versions.shipped(pack)
    text = tomlkit.parse(held.changes if held else "")
    for key, value in settings.items():
        table = text
        *above, last = ["detectors", code, *parted(key)]
        for name in above:
            table = table.setdefault(name, tomlkit.table())
        table[last] = value
    changes = tomlkit.dumps(text)
    load_policy(pack, edition, changes)
    return pack, edition, changes


def settings_of(store: Store, code: str, settings: dict[str, object], *, day: date) -> dict[str, object]:
    """The detector's settings as they would be, checked."""
    pack, edition, changes = changed(store, code, settings, day=day)
    return load_policy(pack, edition, changes).detectors[code]


def draft(
    store: Store, code: str, settings: dict[str, object], *, day: date, name: str, actor: str, note: str = ""
) -> int:
    """Keep them as a draft over what holds on `day`; audited. Returns the version's number. Published, it is switched on."""
    pack, edition, changes = changed(store, code, settings, day=day)
    return versions.save_draft(
        store, pack=pack, edition=edition, name=name, changes=changes, note=note or None, actor=actor
    )


def parted(key: str) -> list[str]:
    """at.unit.school.high → at, unit.school, high."""
    parts = key.split(".")
    if len(parts) > 3 and parts[0] in ("at", "grid"):
        return [parts[0], ".".join(parts[1:-1]), parts[-1]]
    return parts
