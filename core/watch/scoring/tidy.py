"""Counts as a table: one row per grid, kind and day (or week), gaps allowed. Read, scored, and given back row by row."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from core.errors import UserError
from core.policy.calendar import SUNDAY, day_kind
from core.watch.scoring.counts import Counts
from core.watch.scoring.episodes import episodes, false_discovery
from core.watch.scoring.score import score

NEEDED = ("grid", "kind", "date", "count")
ENCODINGS = ("utf-8-sig", "gb18030")
WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # first bytes of what Excel calls “Unicode text”
BROKEN = re.compile(r"\b(line|row) (\d+)")  # in what the reader says of a row that has no end or too many cells
THOUSANDS = re.compile(r"^\d{1,3}(,\d{3})+$")
SEPARATORS = ",;\t"  # as spreadsheets write them, told by the header
TRUE, FALSE = ("1", "true", "yes", "是"), ("0", "false", "no", "否", "")
APART = 400  # days without any row, beyond which a few dates are a clock that was wrong
FEW = 0.02  # of the rows
MOST_CELLS = 60_000_000  # days × series that are held at once
WEEK = 7
FRIDAY = 5
COLUMNS = ("grid", "date", "direction", "p", "score", "q", "episode")
SHOWN = 20  # faults told one by one


@dataclass(frozen=True)
class Fault:
    """Why a row counts for nothing, or not as it stands: `code` as in the words (`scoring.fault.<code>`)."""

    row: int  # as a spreadsheet numbers it: the header is row 1
    code: str
    value: str


@dataclass(frozen=True)
class Answer:
    table: pd.DataFrame  # COLUMNS, two rows (rise, fall) per row that was read, in its order
    faults: list[Fault]
    unjudged: int  # good rows about which nothing can be said yet


def read_counts(path: Path) -> pd.DataFrame:
    """The file's rows as text, columns named as NEEDED (and `holiday` where given), parted by commas, semicolons or tabs. Raises UserError
    `scoring_file`, `scoring_text`, `scoring_line`, `scoring_columns`."""
    for encoding in _encodings(path):
        try:
            with path.open(encoding=encoding) as file:
                separator = max(SEPARATORS, key=file.readline().count)
            raw = pd.read_csv(
                path, sep=separator, dtype=str, keep_default_na=False, encoding=encoding, skip_blank_lines=False
            )
            break
        except UnicodeError:
            continue
        except pd.errors.ParserError as error:
            at = BROKEN.search(str(error))
            if at is None:
                raise UserError("scoring_text", file=str(path)) from error
            raise UserError("scoring_line", file=str(path), line=int(at[2]) + (at[1] == "row")) from error
        except pd.errors.EmptyDataError as error:
            raise UserError("scoring_text", file=str(path)) from error
    else:
        raise UserError("scoring_text", file=str(path))
    raw.columns = [str(name).strip().lower() for name in raw.columns]
    missing = [name for name in NEEDED if name not in raw.columns]
    if missing:
        raise UserError("scoring_columns", missing=", ".join(missing), found=", ".join(raw.columns))
    return raw[[*NEEDED, *(["holiday"] if "holiday" in raw.columns else [])]].reset_index(drop=True)


def _encodings(path: Path) -> tuple[str, ...]:
    """What the file may be written in, the likeliest first. Raises UserError `scoring_file`."""
    try:
        with path.open("rb") as file:
            first = file.read(2)
    except OSError as error:
        raise UserError("scoring_file", file=str(path)) from error
    if first in WIDE:
        return (WIDE[first],)
    return (f"utf-16-{'be' if first[0] == 0 else 'le'}",) if b"\0" in first else ENCODINGS


def score_rows(raw: pd.DataFrame, *, national: bool = False) -> Answer:
    """Score the rows of `read_counts`. `national`: days are holidays and made-up working days as China's calendar says; otherwise as the
    column `holiday` says, and none without it."""
    rows, faults = _checked(raw)
    both = {
        name: np.full(len(raw), np.nan) for way in ("rise", "fall") for name in (f"{way}.p", f"{way}.score", f"{way}.q")
    }
    episode = {way: np.full(len(raw), "", dtype=object) for way in ("rise", "fall")}
    unjudged = 0
    for weekly, part in rows.groupby("weekly", sort=True):
        unjudged += _score_part(part, bool(weekly), national, both, episode)
    table = pd.concat(
        [
            pd.DataFrame(
                {
                    "grid": raw["grid"],
                    "date": raw["date"],
                    "direction": way,
                    "p": both[f"{way}.p"],
                    "score": both[f"{way}.score"],
                    "q": both[f"{way}.q"],
                    "episode": episode[way],
                }
            )
            for way in ("rise", "fall")
        ]
    )
    return Answer(table.sort_index(kind="stable").reset_index(drop=True)[list(COLUMNS)], faults, unjudged)


def _checked(raw: pd.DataFrame) -> tuple[pd.DataFrame, list[Fault]]:
    """(good rows: grid, kind, day, count, holiday, weekly, by the number of the row in `raw`; what is wrong with others)"""
    faults: list[Fault] = []
    grid, kind = raw["grid"].str.strip(), raw["kind"].str.strip()
    day = _days(raw["date"])
    text = _plain(raw["count"])
    count = pd.to_numeric(text, errors="coerce")
    empty = text == ""
    holiday = raw["holiday"].str.strip().str.lower() if "holiday" in raw else pd.Series("", index=raw.index)
    wrong = {
        "grid": (grid == "", raw["grid"]),
        "date": (day.isna(), raw["date"]),
        "count": (~empty & ~(np.isfinite(count) & (count >= 0)), raw["count"]),
        "holiday": (~holiday.isin((*TRUE, *FALSE)), holiday),
    }
    bad = pd.Series(False, index=raw.index)
    for code, (mask, value) in wrong.items():
        faults += [Fault(int(n) + 2, code, str(value[n])) for n in np.flatnonzero(mask & ~bad)]
        bad |= mask
    apart = _apart(day[~bad])
    faults += [Fault(int(n) + 2, "clock", str(raw["date"][n])) for n in apart]
    bad[apart] = True
    rows = pd.DataFrame({"grid": grid, "kind": kind, "day": day, "count": count, "holiday": holiday.isin(TRUE)})[~bad]
    known = rows.dropna(subset="count")
    same = known.duplicated(["grid", "kind", "day"], keep="last")
    differs = same & ~known.duplicated(["grid", "kind", "day", "count"], keep=False)
    faults += [Fault(int(n) + 2, "twice", str(raw["date"][n])) for n in known.index[differs]]
    return rows.assign(weekly=_weekly(rows)), sorted(faults, key=lambda fault: fault.row)


def _plain(text: pd.Series) -> pd.Series:
    """Numbers as typed or formatted: full-width digits, 1,200."""
    unique = pd.Series(text.unique())
    cleaned = unique.str.normalize("NFKC").str.strip()
    cleaned = cleaned.where(~cleaned.str.match(THOUSANDS), cleaned.str.replace(",", ""))
    return text.map(dict(zip(unique, cleaned, strict=True)))


def _days(text: pd.Series) -> pd.Series:
    """Days as they are usually written: 2026-01-31, 2026/1/31, 20260131, with or without a time."""
    unique = pd.Series(text.unique())
    cleaned = unique.str.normalize("NFKC").str.strip().str.replace(r"[/.年月]", "-", regex=True).str.replace("日", "")
    cleaned = cleaned.str.replace(r"^(\d{4})(\d\d)(\d\d)$", r"\1-\2-\3", regex=True).str.extract(
        r"^(\d{4}-\d{1,2}-\d{1,2})"
    )[0]
    return text.map(dict(zip(unique, pd.to_datetime(cleaned, format="%Y-%m-%d", errors="coerce"), strict=True)))


def _apart(day: pd.Series) -> np.ndarray:
    """Rows of a few dates that lie far from all others."""
    per_day = day.value_counts().sort_index()
    if len(per_day) < 2:
        return np.array([], dtype=int)
    group = (per_day.index.to_series().diff().dt.days > APART).cumsum()
    size = per_day.groupby(group.to_numpy()).sum()
    strange = size.index[(size < FEW * size.sum()) & (size < size.max())]
    dates = per_day.index[group.isin(strange).to_numpy()]
    return day.index[day.isin(dates)].to_numpy()


def _weekly(rows: pd.DataFrame) -> pd.Series:
    """Whether the rows of a kind come once a week: most steps from one to the next of a series are whole weeks."""
    known = rows.drop_duplicates(["grid", "kind", "day"]).sort_values(["kind", "grid", "day"])
    if known.empty:
        return pd.Series(False, index=rows.index)
    step = known.groupby(["kind", "grid"])["day"].diff().dt.days.dropna()
    regular = ((step % WEEK == 0) & (step > 0)).groupby(known.loc[step.index, "kind"]).agg(["mean", "size"])
    weekly = regular.index[(regular["mean"] >= 0.9) & (regular["size"] >= 3)]
    return rows["kind"].isin(weekly)


def _score_part(part: pd.DataFrame, weekly: bool, national: bool, both: dict, episode: dict) -> int:
    first = part["day"].min()
    at = ((part["day"] - first).dt.days // (WEEK if weekly else 1)).to_numpy()
    series, names = pd.factorize(pd.MultiIndex.from_frame(part[["kind", "grid"]]))
    if (at.max() + 1) * len(names) > MOST_CELLS:
        raise UserError("scoring_size", days=int(at.max() + 1), series=len(names))
    data = _counts(part, at, series, names, weekly, national)
    scores = score(data)
    for way, scored in (("rise", scores.rise), ("fall", scores.fall)):
        p = np.where(scores.judged, scored.p, 1.0)
        q = false_discovery(p, scores.judged)
        begun = episodes(p)[at, series]
        for name, values in (("p", p), ("score", scored.score), ("q", q)):
            both[f"{way}.{name}"][part.index] = values[at, series]
        hit = np.flatnonzero(begun >= 0)
        step = pd.to_timedelta(begun[hit] * (WEEK if weekly else 1), unit="D")
        since = (first + step).strftime("%Y-%m-%d")
        kind_and_grid = [f"{names[n][0]}/{names[n][1]}" for n in series[hit]]
        episode[way][part.index[hit]] = [f"{name}/{way}/{day}" for name, day in zip(kind_and_grid, since, strict=True)]
    return int((~scores.judged[at, series]).sum())


def _counts(
    part: pd.DataFrame, at: np.ndarray, series: np.ndarray, names: pd.MultiIndex, weekly: bool, national: bool
) -> Counts:
    rows, columns = int(at.max()) + 1, len(names)
    y, active = np.zeros((rows, columns)), np.zeros((rows, columns), dtype=bool)
    there = part["count"].notna().to_numpy()
    y[at[there], series[there]] = part["count"].to_numpy()[there]  # of several the last
    active[at[there], series[there]] = True
    days = pd.date_range(part["day"].min(), periods=rows, freq="7D" if weekly else "D")
    weekdays, special = days.day_of_week.to_numpy() + 1, np.zeros(rows, dtype=bool)
    if national and not weekly:
        kinds = [day_kind(day.date()) for day in days]
        weekdays, special = np.array([k.weekday for k in kinds]), np.array([k.special for k in kinds])
    elif not weekly:
        told = pd.Series(part["holiday"].to_numpy()).groupby(at).mean()
        special[told.index[told > 0.5]] = True
        weekdays = np.where(special & (weekdays <= FRIDAY), SUNDAY, weekdays)
    kinds = pd.factorize(names.get_level_values(0), sort=True)[0]
    return Counts(y, active, kinds, weekdays, special, np.ones(columns, dtype=bool), weekly)


def fault_counts(faults: list[Fault]) -> dict[str, int]:
    return dict(Counter(fault.code for fault in faults))
