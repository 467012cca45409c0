"""What may be compared and chosen: editions and versions of a pack, by the names that the command line has for them (PACK@EDITION, PACK@+NUMBER)."""

from __future__ import annotations

import re
from datetime import date

from core.policy import versions
from core.policy.differing import next_differing
from core.policy.editions import editions
from core.policy.versions import Version
from core.store import Store
from pages.ui.shared.dates import dated
from pages.ui.shared.session import language, say

LONGEST = 30  # characters of a version's name that head a column


def options(store: Store, pack: str, day: date) -> dict[str, str]:
    """Name → words: the editions in their order, then the county's own versions, the newest first."""
    found = {f"{pack}@{code}": getattr(e, language()) for code, e in editions(pack).items()}
    own = [v for v in versions.versions(store, pack=pack) if v.changes.strip()]
    return found | {f"{pack}@+{v.version_id}": f"{version_name(v)} · {state(v, day)}" for v in own}


def version_name(found: Version) -> str:
    return found.named(language())


def edition_name(pack: str, edition: str) -> str:
    return getattr(editions(pack)[edition], language())


def held_name(pack: str, held: Version | None) -> str:
    """None: the edition that is shipped."""
    return version_name(held) if held else edition_name(pack, versions.shipped(pack))


def state(found: Version, day: date) -> str:
    if found.status == versions.DRAFT:
        return say("policy.draft")
    return say("policy.coming" if found.from_day > day else "policy.published_on", day=dated(found.from_day))


def recipe(store: Store, name: str) -> tuple[str, str, str]:
    """(pack, edition, changes) of one of the names."""
    pack, _, rest = name.partition("@")
    if rest.startswith("+"):
        found = versions.version(store, int(rest[1:]))
        return found.pack, found.edition, found.changes
    return pack, rest, ""


def in_force_name(store: Store, pack: str, day: date) -> str:
    found = versions.version_in_force(store, day, pack)
    if found is None:
        return f"{pack}@{versions.shipped(pack)}"
    return f"{pack}@+{found.version_id}" if found.changes.strip() else f"{pack}@{found.edition}"


def next_name(store: Store, pack: str, day: date) -> str | None:
    """What is looked at beside what holds: the newest draft, else the next edition under which other people would be in a class, else the one before it
    that does."""
    drafts = [v for v in versions.versions(store, pack=pack) if v.status == versions.DRAFT and v.changes.strip()]
    if drafts:
        return f"{pack}@+{max(v.version_id for v in drafts)}"
    held = versions.version_in_force(store, day, pack)
    now = (pack, held.edition if held else versions.shipped(pack), held.changes if held else "")
    recipes = [now if code == now[1] else (pack, code, "") for code in editions(pack)]
    other = next_differing(recipes, now)
    return f"{pack}@{other[1]}" if other else None


def short_name(store: Store, name: str) -> str:
    """Of one of the names: without its date and what became of it, and no longer than a column."""
    pack, _, rest = name.partition("@")
    if not rest.startswith("+"):
        return re.sub(r"\s*[（(][^）)]*[）)]$", "", edition_name(pack, rest))
    full = version_name(versions.version(store, int(rest[1:])))
    return full if len(full) <= LONGEST else full[: LONGEST - 1] + "…"
