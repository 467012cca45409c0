"""A rota as counties write it (值班表): a row per day with who is on duty, perhaps their phone and hours → shifts of one duty."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

import pandas as pd

from core.chain.rota import Shift
from core.errors import UserError

MOST = 1000  # rows
NAMES = {
    "day": ("日期", "值班日期", "date", "day"),
    "name": ("值班人员", "值班人", "值班员", "姓名", "name", "on duty"),
    "phone": ("电话", "联系电话", "手机", "值班电话", "phone"),
    "since": ("开始时间", "起", "from", "start"),
    "until": ("结束时间", "止", "to", "end"),
}


def read_list(content: bytes, name: str, post: tuple[int, str], *, at: datetime) -> list[Shift]:
    """One shift a row, from the hour that it names (else midnight) to the other (else the next midnight; past midnight where that is not later). Rows that are wholly past, or without a name, are left out.
    Raises UserError rota_file (no such columns, unreadable), rota_row (`row`, `value`)."""
    try:
        if name.lower().endswith(".csv"):
            table = pd.read_csv(io.BytesIO(content), dtype=object, nrows=MOST)
        else:
            table = pd.read_excel(io.BytesIO(content), dtype=object, nrows=MOST, engine="calamine")
    except Exception as error:
        raise UserError("rota_file") from error
    heads = [str(head).strip().lower() for head in table.columns]
    of = {key: next((heads.index(n) for n in known if n in heads), None) for key, known in NAMES.items()}
    if of["day"] is None or of["name"] is None:
        raise UserError("rota_file")
    found = []
    for number, row in enumerate(table.itertuples(index=False), 2):
        said = {
            key: row[column] if column is not None and not pd.isna(row[column]) else None for key, column in of.items()
        }
        if said["name"] is None or said["day"] is None:
            continue
        day = _day(said["day"], number)
        since, until = _hour(said["since"], number), _hour(said["until"], number)
        start = datetime.combine(day, since or time())
        end = datetime.combine(day, until) if until else datetime.combine(day + timedelta(days=1), time())
        end += timedelta(days=1) if end <= start else timedelta()
        if end > at:
            phone = None if said["phone"] is None else str(said["phone"]).strip().removesuffix(".0")
            found.append(Shift(*post, start, end, str(said["name"]).strip(), phone))
    return found


def _day(value: object, row: int) -> date:
    found = pd.to_datetime(str(value).replace("年", "-").replace("月", "-").replace("日", "").strip(), errors="coerce")
    if pd.isna(found):
        raise UserError("rota_row", row=row, value=str(value)[:20])
    return found.date()


def _hour(value: object, row: int) -> time | None:
    if value is None or isinstance(value, time):
        return value
    found = pd.to_datetime(str(value).replace("：", ":").strip(), errors="coerce", format="mixed")
    if pd.isna(found):
        raise UserError("rota_row", row=row, value=str(value)[:20])
    return found.time()
