"""`/s/<token>`: what a scanned code opens. The first time it asks who scans, afterwards it is one tap; the answer is one large word."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from core import clock
from core.codes import Place, place_of
from core.errors import UserError
from core.i18n import t
from core.intake import Record, stored_at, submit_all
from core.intake.refused import count_refused
from core.phone.answer import FEVER, answer
from core.phone.asking import asks_temperature, standing
from core.phone.health import SYMPTOMS, temperature
from core.phone.once import form_number
from core.phone.people import CONSENTS, Rider, Told, checked, join, people_on
from core.phone.tokens import new_phone
from core.phone.where import near
from core.policy.emergency import Emergency
from core.store import shared_store
from core.web.phone.body import Sent, sent
from core.web.phone.cookie import opened_before, phone_asking, with_opened, with_phone
from core.web.phone.html import failed, page, refused
from core.web.phone.slow import keys_of, slow_down, throttle

REFUSALS = ("at_future", "at_old", "grid_closed", "direction", "person_unknown")
STATUS = {
    "code_forged": 404, "code_unknown": 404, "code_expired": 410, "code_revoked": 410, "phone_large": 413, "intake_full": 503, "store_full": 503,
}  # fmt: skip
KEPT = timedelta(days=1)  # so long a phone keeps what it could not send


async def scan(request: Request) -> Response:
    now = clock.now()
    try:
        shown = request.method in ("GET", "HEAD")
        form = Sent({}) if shown else await sent(request)
        place = await anyio.to_thread.run_sync(lambda: _place(request, _moment(form.get("ago"), now), now))
        phone_id = await phone_asking(request)
        if shown:
            asked = await anyio.to_thread.run_sync(lambda: _asked(request, place, phone_id, now))
            return with_opened(request, asked) if place.kind == "rotating" else asked
        form_number(form.get("form"))
        if form.get("do") == "join":
            return await _joined(request, place, phone_id, form, now)
        return await _scanned(request, place, phone_id, form, now)
    except UserError as error:
        count_refused(shared_store(), error.code, now=now) if error.code in ("phone_large", "phone_form") else None
        return refused(request, error, status=STATUS.get(error.code, 422))


def _place(request: Request, at: datetime, now: datetime) -> Place:
    """`at`: of the tap, for a rotating code must have been shown then."""
    store, token = shared_store(), request.path_params["rest"]
    try:
        return place_of(store, token, at=at, opened_in_time=opened_before(request))
    except UserError as error:
        count_refused(store, error.code, now=now, code_id=error.fields.get("code"))
        raise


def _asked(
    request: Request, place: Place, phone_id: int | None, now: datetime, *, error: UserError | None = None, more: bool = False, given: Sent | None = None
) -> Response:  # fmt: skip
    """The form of the first scan, or the one tap of the second."""
    store = shared_store()
    emergency = standing(store, now.date(), grid_id=place.grid_id)
    if emergency is None:
        return page(request, "quiet", place=place)
    riders = people_on(store, phone_id)
    more = more or "more" in request.query_params
    asks = bool(riders) and asks_temperature(store, place.grid_id, [r.person_id for r in riders], now.date())
    asked = page(
        request, "join" if more or not riders else "scan", place=place, emergency=emergency, riders=riders,
        asks=asks, symptoms=list(SYMPTOMS), consents=CONSENTS, error=error, given=given or Sent({}),
    )  # fmt: skip
    return failed(asked, error) if error else asked


async def _joined(request: Request, place: Place, phone_id: int | None, form: Sent, now: datetime) -> Response:
    """Somebody is put on the phone. Whether the register knows them is not told: both go on to the same tap."""
    told = Told(form.get("name"), form.get("phone"), form.get("last"), form.get("consent") or "self")

    def put() -> tuple[int, str | None]:
        store = shared_store()
        if standing(store, now.date(), grid_id=place.grid_id) is None:
            return 0, None
        clean = checked(told)
        keys = keys_of(request, phone_id=phone_id, place=place.code_id, claim=f"{clean.name}|{clean.phone}")
        slow_down(keys, now=now, place=place.code_id)
        number, token = (phone_id, None) if phone_id else new_phone(store, form_id=form.get("form"), now=now)
        if join(store, number, clean, grid_id=place.grid_id, form_id=form.get("form"), now=now):
            throttle.succeeded_for(keys)
        else:
            count_refused(store, "phone_unmatched", now=now, code_id=place.code_id)
        return number, token

    try:
        number, token = await anyio.to_thread.run_sync(put)
    except UserError as error:
        if error.code == "phone_form":
            raise
        return await anyio.to_thread.run_sync(
            lambda error=error: _asked(request, place, phone_id, now, error=error, more=True, given=form)
        )
    done = await anyio.to_thread.run_sync(lambda: _asked(request, place, number or None, now))
    return with_phone(done, token) if token else done


async def _scanned(request: Request, place: Place, phone_id: int | None, form: Sent, now: datetime) -> Response:
    """In or out: stored, then answered."""
    store = shared_store()

    def read() -> tuple[Emergency | None, list[Rider]]:
        return standing(store, now.date(), grid_id=place.grid_id), people_on(store, phone_id)

    emergency, riders = await anyio.to_thread.run_sync(read)
    chosen = [r for r in riders if str(r.person_id) in form.all("who")] if form.all("who") else riders[:1]
    if emergency is None or not chosen:
        return await anyio.to_thread.run_sync(lambda: _asked(request, place, phone_id, now))
    at = _moment(form.get("ago"), now)
    try:
        warm = {r.person_id: temperature(form.get(f"temperature_{r.person_id}")) for r in chosen}
        await anyio.to_thread.run_sync(
            lambda: near(store, place.grid_id, lat=form.get("lat"), lon=form.get("lon"), accuracy=form.get("accuracy"))
        )
    except UserError as error:
        wrong = error
        if error.code == "phone_far":
            count_refused(store, error.code, now=now, code_id=place.code_id)
        return await anyio.to_thread.run_sync(lambda: _asked(request, place, phone_id, now, error=wrong, given=form))
    symptoms = {r.person_id: [s for s in form.all(f"symptom_{r.person_id}") if s in SYMPTOMS] for r in chosen}
    records = [
        Record(
            id=f"{form_number(form.get('form'))}-{r.person_id}", person_id=r.person_id, grid_id=place.grid_id, at=at, direction=form.get("direction"),
            temperature=warm[r.person_id], symptoms="、".join(SYMPTOMS[s] for s in symptoms[r.person_id]) or None,
            source="phone", place_code=place.code_id,
        )
        for r in chosen
    ]  # fmt: skip
    answers = await submit_all(records)
    reason = next((a.reason for a in answers if a.reason), None)
    if reason:
        count_refused(store, reason, now=now, code_id=place.code_id)
        raise UserError(f"phone_{reason}" if reason in REFUSALS else "phone_scan")
    again = all(a.state == "known" for a in answers)
    unwell = any(symptoms[n] or (warm[n] or 0) >= FEVER for n in warm)

    def said() -> Response:
        found = answer(
            store, chosen, grid_id=place.grid_id, on=now.date(), unwell=unwell, leaving=form.get("direction") == "out"
        )
        when = (stored_at(store, records[0]) if again else None) or at
        return page(
            request, "answer", place=place, emergency=emergency, answer=found, at=when, direction=form.get("direction"), people=len(chosen), his=partial(t, "zh"),
            again=form.again("form", "direction", "who", "temperature_", "symptom_"),
        )  # fmt: skip

    return await anyio.to_thread.run_sync(said)


def _moment(ago: str, now: datetime) -> datetime:
    """Of a scan that waited on the phone: so many seconds ago, by the phone. The time itself is ours, whatever the phone's clock says."""
    waited = timedelta(seconds=int(ago)) if ago.isdecimal() and len(ago) < 7 else timedelta()
    return (now - min(waited, KEPT)).replace(microsecond=0) if waited else now
