"""`/phone/…`: a citizen's start page and forms, each one function; style and script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core import clock
from core.clues import take as take_clue
from core.clues.take import SHORT
from core.codes import PATH, hangs_at, token_of
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.exits import applications, apply
from core.intake.refused import count_refused
from core.phone.arriving import Trip, arrive
from core.phone.asking import standing
from core.phone.health import SYMPTOMS, Health, report_health, temperature
from core.phone.once import known, note
from core.phone.own import KINDS, ask, became, held
from core.phone.people import Rider, leave_phone, may_report_for, people_on
from core.phone.tokens import actor, forget
from core.phone.where import nearest, position
from core.policy.clues import clue_kinds
from core.registry.grids import villages
from core.store import load_sql, shared_store
from core.web.phone import html
from core.web.phone.body import Sent, sent
from core.web.phone.cookie import phone_asking, without_phone
from core.web.phone.slow import keys_of, slow_down

EVERYBODY = Scope((EVERYTHING,))
OPEN_GRID = "select grid_id from grid where code = $code and closed_on is null"
# What nobody sends by a slip of the finger: staff see how often it is tried.
ATTEMPTS = frozenset({"clue_pictures", "clue_picture_large", "clue_picture_bad", "phone_form", "phone_stranger"})
Shown = Callable[..., Response]


async def phone_pages(request: Request) -> Response:
    name = request.path_params["rest"]
    if name in html.FILES:
        return await html.file(request, name)
    if name not in PAGES:
        return html.say(request, "app.lost_title", "app.lost", status=404)
    show, take = PAGES[name]
    phone_id = await phone_asking(request)
    now = clock.now()
    if request.method in ("GET", "HEAD"):
        return await anyio.to_thread.run_sync(partial(show, request, phone_id, now, Sent({}), None))
    try:
        form = await sent(request)
    except UserError as error:
        count_refused(shared_store(), error.code, now=now)
        return html.refused(request, error, status=413 if error.code == "phone_large" else 400)
    if take is None:
        return html.refused(request, UserError("phone_form"), status=405)
    return await anyio.to_thread.run_sync(partial(_taken, show, take, request, phone_id, now, form))


def _taken(show: Shown, take: Shown, request: Request, phone_id: int | None, now: datetime, form: Sent) -> Response:
    """What was typed stays in the form when something in it is wrong, or when it is sent too often."""
    try:
        return take(request, phone_id, now, form)
    except UserError as error:
        if error.code in ATTEMPTS:
            count_refused(shared_store(), error.code, now=now)
        answer = show(request, phone_id, now, form, error)
        return html.failed(answer, error, status=503 if error.code == "store_full" else 422)


def _within(show: Callable[..., Response]) -> Shown:
    """Asked only while an emergency stands, and of a phone that scanned."""

    def shown(request: Request, phone_id: int | None, now: datetime, form: Sent, error: UserError | None) -> Response:
        emergency = standing(shared_store(), now.date())
        if emergency is None:
            return html.page(request, "quiet", place=None)
        riders = people_on(shared_store(), phone_id)
        if not riders:
            return html.say(request, "phone.scan_first", "phone.scan_first_more")
        return show(request, phone_id, now, form, error, riders=riders, emergency=emergency)

    return shown


def _standing(now: datetime, phone_id: int | None, form: Sent) -> Rider:
    """The one of the phone whom the form is about. Raises UserError phone_quiet, phone_stranger."""
    if standing(shared_store(), now.date()) is None:
        raise UserError("phone_quiet")
    found = next((r for r in people_on(shared_store(), phone_id) if str(r.person_id) == form.get("who")), None)
    if found is None:
        raise UserError("phone_stranger")
    return found


# ── start page ──────────────────────────────────────────────────────────────────────────────────────────────────────
def home(request: Request, phone_id: int | None, now: datetime, form: Sent, error: UserError | None) -> Response:
    store = shared_store()
    return html.page(request, "home", emergency=standing(store, now.date()), riders=people_on(store, phone_id))


def forget_this(request: Request, phone_id: int | None, now: datetime, form: Sent) -> Response:
    if form.get("who") and phone_id and form.get("who").isdigit():
        leave_phone(shared_store(), phone_id, int(form.get("who")))
        return RedirectResponse("/phone/", 303)
    if phone_id:
        forget(shared_store(), phone_id, now=now)
    return without_phone(html.say(request, "phone.forgotten", "phone.forgotten_more", forgotten=True))


# ── health ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@_within
def health(request, phone_id, now, form, error, *, riders, emergency) -> Response:
    people = may_report_for(shared_store(), phone_id, on=now.date())
    return html.page(
        request, "health", emergency=emergency, people=people, symptoms=list(SYMPTOMS), given=form, error=error
    )


def health_told(request: Request, phone_id: int | None, now: datetime, form: Sent) -> Response:
    if standing(shared_store(), now.date()) is None:
        raise UserError("phone_quiet")
    rows = []
    for number, *_ in may_report_for(shared_store(), phone_id, on=now.date()):
        warm, found = temperature(form.get(f"temperature_{number}")), tuple(form.all(f"symptom_{number}"))
        well = form.get(f"well_{number}") == "1"
        if well and found:
            raise UserError("phone_well")
        if well or found or warm is not None:
            contact = {"yes": True, "no": False}.get(form.get("contact"))
            rows.append(Health(number, warm, found, contact))
    many = report_health(shared_store(), phone_id, rows, form_id=form.get("form"), now=now)
    unwell = any(r.symptoms or (r.temperature or 0) >= 37.3 for r in rows)
    return html.say(
        request, "phone.sent", "phone.health_unwell" if unwell else "phone.health_sent", people=many or len(rows)
    )


# ── arrival ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@_within
def arrival(request, phone_id, now, form, error, *, riders, emergency) -> Response:
    return html.page(
        request, "arrival", emergency=emergency, riders=riders, villages=list(villages(shared_store(), EVERYBODY).itertuples()), today=now.date(),
        given=form, error=error,
    )  # fmt: skip


def arrival_told(request: Request, phone_id: int | None, now: datetime, form: Sent) -> Response:
    rider = _standing(now, phone_id, form)
    slow_down(keys_of(request, phone_id=phone_id), now=now)
    trip = Trip(
        id_number=form.get("id_number"), grid=form.get("grid"), address=form.get("address"), origin=form.get("origin"),
        arrived_on=_day(form.get("arrived_on")), trip_number=form.get("trip_number"), companions=form.get("companions"),
    )  # fmt: skip
    arrive(shared_store(), phone_id, rider, trip, form_id=form.get("form"), now=now)
    return html.say(request, "phone.sent", "phone.arrival_sent")


# ── leaving ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@_within
def leave(request, phone_id, now, form, error, *, riders, emergency) -> Response:
    store = shared_store()
    people = may_report_for(store, phone_id, on=now.date())
    unproven = {rider.person_id for rider in riders if not rider.proven}
    said = [
        (one, row)
        for one in people
        if one.person_id not in unproven
        for row in applications(store, EVERYBODY, at=now, person=one.person_id, limit=10).itertuples()
    ]
    return html.page(
        request, "leave", emergency=emergency, people=people, said=said, today=now.date(), given=form, error=error
    )


def leave_told(request: Request, phone_id: int | None, now: datetime, form: Sent) -> Response:
    store = shared_store()
    if standing(store, now.date()) is None:
        raise UserError("phone_quiet")
    chosen = [one for one in may_report_for(store, phone_id, on=now.date()) if str(one.person_id) in form.all("who")]
    unproven = {rider.person_id for rider in people_on(store, phone_id) if not rider.proven}
    if not chosen or any(one.person_id in unproven for one in chosen):
        raise UserError("phone_unproven" if chosen else "phone_nobody")
    leave_on, return_on = _day(form.get("leave_on")), _day(form.get("return_on"))
    if leave_on is None:
        raise UserError("phone_day")
    with store.write() as db:
        if not known(db, form.get("form")):
            for one in chosen:
                apply(
                    store, EVERYBODY, person_id=one.person_id, leave_on=leave_on, return_on=return_on, destination=form.get("destination"),
                    reason=form.get("reason"), at=now, actor=actor(phone_id),
                )  # fmt: skip
            note(db, form.get("form"), phone_id, "leave", now)
    return RedirectResponse("/phone/leave?sent=1", 303)


# ── one's own data ──────────────────────────────────────────────────────────────────────────────────────────────────
def mine(request: Request, phone_id: int | None, now: datetime, form: Sent, error: UserError | None) -> Response:
    """Also after an emergency: the right to see, mend and object does not end with it."""
    store = shared_store()
    riders = people_on(store, phone_id)
    if not riders:
        return html.say(request, "phone.scan_first", "phone.scan_first_more")
    shown = [(r, held(store, r.person_id, on=now.date()) if r.proven else None) for r in riders]
    return html.page(request, "mine", emergency=standing(store, now.date()), shown=shown, given=form, error=error)


def mine_told(request: Request, phone_id: int | None, now: datetime, form: Sent) -> Response:
    store = shared_store()
    who = next((r for r in people_on(store, phone_id) if str(r.person_id) == form.get("who")), None)
    if who is None:
        raise UserError("phone_stranger")
    kind = form.get("kind") if form.get("kind") in KINDS else "correction"
    # a visitor by their own word speaks for nobody of the register
    receipt = ask(
        store, phone_id, kind=kind, told=form.get("told"), person_id=who.person_id, form_id=form.get("form"), now=now
    )
    return _receipt(request, receipt, form)


def _receipt(request: Request, number: str, form: Sent) -> Response:
    return html.page(request, "receipt", receipt=number, emergency=None, again=form.again("form", "who"))


# ── complaint, clue, receipt ────────────────────────────────────────────────────────────────────────────────────────
def complaint(request: Request, phone_id: int | None, now: datetime, form: Sent, error: UserError | None) -> Response:
    return html.page(request, "complaint", given=form, error=error, emergency=None)


def complaint_told(request: Request, phone_id: int | None, now: datetime, form: Sent) -> Response:
    slow_down(keys_of(request, phone_id=phone_id), now=now)
    receipt = ask(shared_store(), phone_id, kind="complaint", told=form.get("told"), form_id=form.get("form"), now=now)
    return _receipt(request, receipt, form)


def clue(request: Request, phone_id: int | None, now: datetime, form: Sent, error: UserError | None) -> Response:
    lang = html.language(request)
    code = form.get("at") or request.query_params.get("at", "")
    return html.page(
        request, "clue", kinds=[(k.code, k.name(lang)) for k in clue_kinds().values()], given=form, error=error, emergency=None, code=code,
        here=hangs_at(shared_store(), code, today=now.date()) if code else None,
        villages=list(villages(shared_store(), EVERYBODY).itertuples()),
    )  # fmt: skip


def clue_told(request: Request, phone_id: int | None, now: datetime, form: Sent) -> Response:
    """Without a trace of the phone: who tells it unnamed stays so."""
    store = shared_store()
    before = known(store.cursor(), form.get("form"))
    if before:
        return _receipt(request, before[0], form)
    slow_down(keys_of(request), now=now)
    grid, place = _where(form, now)
    receipt = take_clue(
        store, EVERYBODY, told=form.get("told"), kind=form.get("kind"), place=place, grid=grid, channel="online", teller=form.get("teller"),
        teller_phone=form.get("teller_phone"), pictures=list(form.files), at=now, actor="phone",
    )  # fmt: skip
    with store.write(shown=False) as db:
        note(db, form.get("form"), 0, "clue", now, receipt)
    return _receipt(request, receipt, form)


def _where(form: Sent, now: datetime) -> tuple[int | None, str]:
    """Grid and place in words: from the list, else from the code that was scanned, else from the position that was given."""
    store, words = shared_store(), [form.get("place")]
    grid = store.value(OPEN_GRID, code=form.get("grid")) if form.get("grid") else None
    here = hangs_at(store, form.get("at"), today=now.date()) if form.get("at") else None
    if here is not None:
        words.append(f"{here.grid_name} {here.label}".strip())
        grid = grid or here.grid_id
    stands = position(form.get("lat"), form.get("lon"), form.get("accuracy"))
    if stands is not None:
        words.append(str(stands))
        grid = grid or nearest(store, stands)
    return grid, " · ".join(word for word in words if word)[: max(SHORT, len(words[0]))]


def receipt(request: Request, phone_id: int | None, now: datetime, form: Sent, error: UserError | None) -> Response:
    return html.page(request, "follow", found=None, asked=False, error=error, given=form, emergency=None)


def receipt_told(request: Request, phone_id: int | None, now: datetime, form: Sent) -> Response:
    slow_down(keys_of(request, phone_id=phone_id), now=now)
    found = became(shared_store(), form.get("receipt"))
    return html.page(request, "follow", found=found, asked=True, error=None, given=form, emergency=None)


# ── demonstration ───────────────────────────────────────────────────────────────────────────────────────────────────
def codes(request: Request, phone_id: int | None, now: datetime, form: Sent, error: UserError | None) -> Response:
    """Codes to try; a county's own are on its doors."""
    store = shared_store()
    if not store.settings.demo:
        return html.say(request, "app.lost_title", "app.lost", status=404)
    rows = store.run(load_sql(__file__, "to_try.sql"), many=4).fetchall()
    listed = [(PATH + token_of(store, code, at=now), name, label, kind) for code, name, label, kind in rows]
    people = store.run(load_sql(__file__, "people_to_try.sql")).fetchall()
    return html.page(request, "codes", listed=listed, people=people, emergency=standing(store, now.date()))


def _day(text: str) -> date | None:
    """Raises UserError phone_day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UserError("phone_day") from error


# Address below /phone/ → (shown, taken)
PAGES: dict[str, tuple[Shown, Shown | None]] = {
    "": (home, None),
    "forget": (home, forget_this),
    "health": (health, health_told),
    "arrival": (arrival, arrival_told),
    "leave": (leave, leave_told),
    "mine": (mine, mine_told),
    "complaint": (complaint, complaint_told),
    "clue": (clue, clue_told),
    "receipt": (receipt, receipt_told),
    "codes": (codes, None),
}
