"""The daily report of health, of a whole household on one form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.audit.record import record
from core.errors import UserError
from core.intake.take import batch_of
from core.phone.once import known, note
from core.phone.people import may_report_for
from core.phone.tokens import actor
from core.store import Store, run

# Code → as lists write it, and as it is stored.
SYMPTOMS = {
    "fever": "发热", "cough": "咳嗽", "tired": "乏力", "throat": "咽痛", "breath": "呼吸困难", "diarrhoea": "腹泻", "smell": "嗅味觉减退",
    "other": "其他",
}  # fmt: skip
LOWEST, HIGHEST = 34.0, 43.0
INSERT = """insert into declaration (declaration_id, person_id, kind, declared_at, half, temperature, symptom, symptoms, case_contact, batch_id)
select coalesce(max(declaration_id), 0) + 1, $person, 'health', $at, $half, $temperature, $symptom, $symptoms, $contact, $batch from declaration"""
HOME = "insert into import_grid select $batch, home_grid_id from person where person_id = $person and home_grid_id is not null"


@dataclass(frozen=True)
class Health:
    """What is told of one person; `temperature` None: not measured; `contact` None: not told."""

    person_id: int
    temperature: float | None
    symptoms: tuple[str, ...] = ()
    contact: bool | None = None


def report_health(store: Store, phone_id: int, rows: list[Health], *, form_id: str, now: datetime) -> int:
    """Store them; how many. Sent again: 0. Audited. Raises UserError phone_nobody, phone_stranger, phone_symptom, phone_temperature, phone_form."""
    if not rows:
        raise UserError("phone_nobody")
    batch = batch_of(store, now.date(), actor="intake", now=now)
    allowed = {person for person, *_ in may_report_for(store, phone_id, on=now.date())}
    for row in rows:
        if row.person_id not in allowed:
            raise UserError("phone_stranger")
        if not set(row.symptoms) <= set(SYMPTOMS):
            raise UserError("phone_symptom")
        if row.temperature is not None and not LOWEST <= row.temperature <= HIGHEST:
            raise UserError("phone_temperature")
    half = "morning" if now.hour < 12 else "evening" if now.hour >= 14 else "noon"
    with store.write() as db:
        if known(db, form_id):
            return 0
        for row in rows:
            run(
                db, INSERT, person=row.person_id, at=now, half=half, temperature=row.temperature, symptom=bool(row.symptoms),
                symptoms="、".join(SYMPTOMS[s] for s in row.symptoms) or None, contact=row.contact, batch=batch,
            )  # fmt: skip
            run(db, HOME, batch=batch, person=row.person_id)
        note(db, form_id, phone_id, "health", now)
        record(db, actor(phone_id), "phone.declared", people=len(rows))
    return len(rows)


def temperature(text: str) -> float | None:
    """As typed: 36.5, 36，5, 365. Empty: None. Raises UserError phone_temperature."""
    plain = text.strip().replace("，", ".").replace(",", ".").replace("。", ".").rstrip("℃°Cc ")
    if not plain:
        return None
    try:
        value = float(plain)
    except ValueError as error:
        raise UserError("phone_temperature") from error
    value = value / 10 if 340 <= value <= 430 else value
    if not LOWEST <= value <= HIGHEST:
        raise UserError("phone_temperature")
    return round(value, 1)
