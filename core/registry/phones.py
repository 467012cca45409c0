"""The phone of somebody whom staff have to call: shown for one person at a time, each look in the audit log."""

from __future__ import annotations

from datetime import date

from core import clock
from core.audit.denied import not_allowed
from core.audit.looks import PHONE, look
from core.domain import Scope, User
from core.errors import UserError
from core.registry.people import shown
from core.registry.reach import reached
from core.store import Store

CALL = "people.call"


def phone(store: Store, scope: Scope, *, person_id: int, as_of: date | None = None) -> str | None:
    """A resident's phone, masked unless the scope reveals it. None without one, and out of reach."""
    if not reached(store.cursor(), scope, [person_id], as_of or date.max):
        return None
    return store.value(
        "select case when $show_phone then phone else mask_phone(phone) end from person where person_id = $person_id",
        person_id=person_id,
        **shown(scope),
    )


def show_phone(store: Store, user: User, *, person_id: int, place: str, as_of: date | None = None) -> Scope:
    """Note in the audit log that `user` looks at this person's phone, and on which page (`place`); the scope to read it with.

    Raises NotAllowed call_not_allowed, UserError person_unknown (there is none, or out of reach); then nothing is shown.
    """
    if not user.may(CALL):
        raise not_allowed(store, user.login, "call_not_allowed")
    if not reached(store.cursor(), user.scope, [person_id], as_of or date.max):
        raise UserError("person_unknown")
    look(store, user.login, PHONE, person_id=person_id, place=place, now=clock.now())
    return showing(user.scope)


def showing(scope: Scope) -> Scope:
    """The scope with which a phone is read once its look has been noted."""
    return Scope(scope.grids, scope.reveal | {"phone"})
