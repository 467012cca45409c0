"""Who needs something done, and why: `core/policy/<scenario>/needs.toml`. What each entry means is told in that file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from core.policy.folder import FOLDER, scenarios
from core.policy.loader import read_policy

ALWAYS, NEVER = date(1900, 1, 1), date(9999, 12, 31)
STATUSES, APPLICATIONS = {"died", "moved_out", "cancelled", "lost"}, {"pending", "approved", "refused", "withdrawn"}
STAYS = {"temporary"}


@dataclass(frozen=True)
class Need:
    code: str
    zh: str
    en: str
    why_zh: str  # whom it holds
    why_en: str
    classes: tuple[str, ...] = ()
    detectors: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    applications: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    ends_within: int | None = None
    begun_within: int | None = None
    newest: bool = False

    def name(self, language: str) -> str:
        return self.zh if language == "zh" else self.en

    def why(self, language: str) -> str:
        """Whom it holds, in a sentence."""
        return self.why_zh if language == "zh" else self.why_en

    def ends_by(self, judged: date) -> date:
        days = (NEVER - judged).days
        return judged + timedelta(days=days if self.ends_within is None else min(self.ends_within, days))

    def begun_from(self, judged: date) -> date:
        return ALWAYS if self.begun_within is None else judged - timedelta(days=self.begun_within - 1)


@cache
def needs() -> dict[str, Need]:
    """Those of all packs by code, of each pack the most urgent first: of a pack that does not run nobody is in a class, and a group without
    people is not shown. Raises ValueError naming the file and the need that is wrong; a code belongs to one pack."""
    found: dict[str, Need] = {}
    for scenario in scenarios():
        of_pack = read_needs(FOLDER / scenario)
        for code in of_pack.keys() & found.keys():
            raise ValueError(f"{scenario}/needs.toml: {code}: another pack has it already")
        found |= of_pack
    return found


def read_needs(folder: Path) -> dict[str, Need]:
    file, policy = folder / "needs.toml", read_policy(folder)
    known = {
        "classes": {c.code for c in policy.classes}, "detectors": set(policy.detectors), "statuses": STATUSES, "applications": APPLICATIONS, "stays": STAYS,
    }  # fmt: skip
    found = {}
    for code, given in tomllib.loads(file.read_text("utf-8")).items():
        try:
            need = Need(code, **{k: tuple(v) if isinstance(v, list) else v for k, v in given.items()})
        except TypeError as wrong:
            raise ValueError(f"{file}: {code}: {wrong}") from wrong
        unknown = {value for name, values in known.items() for value in set(getattr(need, name)) - values}
        if unknown or not any(getattr(need, name) for name in known):
            raise ValueError(f"{file}: {code}: {', '.join(sorted(unknown)) or 'holds nobody'}")
        found[code] = need
    return found
