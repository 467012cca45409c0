"""A county's own policies: drafts and published versions, each laid over an edition. A published one is never changed, so that what ran
on a day can be repeated. What holds on a day is the last published with from_day no later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core import clock
from core.audit.record import record
from core.errors import UserError
from core.policy.editions import default_edition, editions
from core.policy.folder import FOLDER, scenarios
from core.policy.loader import Policy, load_policy
from core.store import Store, run

FIELDS = "version_id, pack, edition, name, note, changes, status, from_day, written_by, written_at, published_by, published_at"
DRAFT, PUBLISHED = "draft", "published"
LONGEST = 200_000  # characters of changes


@dataclass(frozen=True)
class Version:
    version_id: int
    pack: str
    edition: str
    name: str
    note: str | None
    changes: str
    status: str
    from_day: date | None
    written_by: str
    written_at: datetime
    published_by: str | None
    published_at: datetime | None

    def named(self, language: str) -> str:
        """What the county called it; an edition that is taken as it is goes by the edition's own name."""
        edition = editions(self.pack).get(self.edition)
        return getattr(edition, language) if edition and not self.changes.strip() else self.name

    @property
    def policy(self) -> Policy:
        return load_policy(self.pack, self.edition, self.changes, self.version_id)


def versions(store: Store, *, pack: str | None = None) -> tuple[Version, ...]:
    """Drafts and published ones, the newest first. Nothing of them is about a person: needs no scope."""
    rows = store.run(
        f"select {FIELDS} from policy_version where $pack is null or pack = $pack order by version_id desc",  # noqa: S608 - FIELDS
        pack=pack,
    ).fetchall()
    return tuple(Version(*row) for row in rows)


def version(store: Store, version_id: int) -> Version:
    """Raises UserError version_unknown."""
    found = next((each for each in versions(store) if each.version_id == version_id), None)
    if found is None:
        raise UserError("version_unknown", number=version_id)
    return found


def version_in_force(store: Store, day: date, pack: str) -> Version | None:
    """None: the pack's own edition still holds."""
    published = [v for v in versions(store, pack=pack) if v.status == PUBLISHED and v.from_day <= day]
    return max(published, key=lambda v: (v.from_day, v.version_id), default=None)


def next_version(store: Store, day: date, pack: str) -> Version | None:
    """The first published that begins to hold after a day."""
    later = sorted(v.from_day for v in versions(store, pack=pack) if v.status == PUBLISHED and v.from_day > day)
    return version_in_force(store, later[0], pack) if later else None


def replaced_by(store: Store, found: Version) -> Version | None:
    """What a published one takes the place of on its first day; None: the pack's own edition."""
    others = [v for v in versions(store, pack=found.pack) if v.status == PUBLISHED and v.version_id != found.version_id]
    before = [v for v in others if (v.from_day, v.version_id) < (found.from_day, found.version_id)]
    return max(before, key=lambda v: (v.from_day, v.version_id), default=None)


def in_force(store: Store, day: date, pack: str) -> Policy:
    """What holds on a day: the last published with from_day no later, else the pack as it is shipped."""
    found = version_in_force(store, day, pack)
    return found.policy if found else load_policy(pack)


def named_policy(store: Store, name: str) -> Policy:
    """Of PACK@EDITION, PACK@EDITION+NUMBER, PACK@+NUMBER, or PACK alone (what holds today). Raises UserError pack_unknown,
    edition_unknown, version_unknown."""
    pack, _, rest = name.partition("@")
    _known_pack(pack)
    edition, _, number = rest.partition("+")
    if number:
        found = version(store, int(number)) if number.isdecimal() and len(number) < 10 else None
        if found is None or found.pack != pack or edition not in ("", found.edition):
            raise UserError("version_unknown", number=number)
        return found.policy
    return load_policy(pack, edition) if edition else in_force(store, clock.today(), pack)


def save_draft(
    store: Store,
    *,
    pack: str,
    edition: str,
    name: str,
    changes: str,
    actor: str,
    note: str | None = None,
    version_id: int | None = None,
) -> int:
    """Keep a draft, checked as a pack is (UserError policy_invalid with file and line); audited. `version_id`: the draft that it replaces.
    Returns its number. Also raises pack_unknown, edition_unknown, version_unnamed, version_published (that one is never changed)."""
    _known_pack(pack)
    if not name.strip():
        raise UserError("version_unnamed")
    if len(changes) > LONGEST:
        raise UserError("changes_too_long", most=LONGEST)
    load_policy(pack, edition, changes)
    with store.write() as db:
        if version_id is not None:
            _draft(store, version_id)
            run(db, "delete from policy_version where version_id = $number", number=version_id)
        number = version_id or _next(db)
        run(
            db,
            "insert into policy_version values ($number, $pack, $edition, $name, $note, $changes, 'draft', null, $actor, $at, null, null)",
            number=number, pack=pack, edition=edition, name=name.strip()[:200], note=(note or "").strip()[:2000] or None,
            changes=changes, actor=actor, at=clock.now(),
        )  # fmt: skip
        record(db, actor, "policy.drafted", version=number, pack=pack, edition=edition)
    return number


def drop_draft(store: Store, *, version_id: int, actor: str) -> None:
    """Audited. Raises UserError version_unknown, version_published."""
    with store.write() as db:
        _draft(store, version_id)
        run(db, "delete from policy_version where version_id = $number", number=version_id)
        record(db, actor, "policy.draft_dropped", version=version_id)


def publish(store: Store, *, version_id: int, from_day: date, actor: str) -> int:
    """From `from_day` on it holds; audited. One that was published before is published again as a new version of the same text: so a
    county goes back. Returns the number of the version that now holds. Raises UserError version_unknown, policy_invalid."""
    with store.write() as db:
        found = version(store, version_id)
        load_policy(found.pack, found.edition, found.changes)  # the pack may have changed under it
        at = clock.now()
        if found.status == DRAFT:
            run(
                db,
                "update policy_version set status = 'published', from_day = $day, published_by = $actor, published_at = $at"
                " where version_id = $number",
                day=from_day, actor=actor, at=at, number=version_id,
            )  # fmt: skip
            number = version_id
        else:
            number = _next(db)
            run(
                db,
                "insert into policy_version select $new, pack, edition, name, note, changes, 'published', $day, written_by, written_at, $actor, $at"
                " from policy_version where version_id = $number",
                new=number, day=from_day, actor=actor, at=at, number=version_id,
            )  # fmt: skip
        record(db, actor, "policy.published", version=number, pack=found.pack, edition=found.edition,
               from_day=from_day, again_of=None if number == version_id else version_id)  # fmt: skip
    return number


def use(store: Store, *, pack: str, edition: str, from_day: date, actor: str) -> int:
    """Publish an edition as it is shipped, from a day; audited. Returns the number of the version."""
    _known_pack(pack)
    if edition not in editions(pack):
        raise UserError("edition_unknown", pack=pack, edition=edition, allowed=", ".join(editions(pack)))
    with store.write():
        number = save_draft(store, pack=pack, edition=edition, name=editions(pack)[edition].zh, changes="", actor=actor)
        return publish(store, version_id=number, from_day=from_day, actor=actor)


def shipped(pack: str) -> str:
    """The edition that holds before any is chosen."""
    return default_edition(FOLDER / pack)


def _draft(store: Store, version_id: int) -> None:
    if version(store, version_id).status != DRAFT:
        raise UserError("version_published", number=version_id)


def _known_pack(pack: str) -> None:
    if pack not in scenarios():
        raise UserError("pack_unknown", pack=pack, allowed=", ".join(scenarios()))


def _next(db) -> int:
    return int(db.execute("select coalesce(max(version_id), 0) + 1 from policy_version").fetchone()[0])
