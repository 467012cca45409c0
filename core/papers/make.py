"""Papers are made: who may be handed one, the number, what stands in the blanks. A paper is a row; it is drawn when it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import duckdb
import pandas as pd

from core.audit.record import record
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.papers.blanks import stored
from core.papers.office import office
from core.policy.names import known_classes
from core.policy.papers import PaperKind, paper_kinds
from core.store import Store, load_sql, run

MAKE = "papers.make"
MOST = 2000  # of one batch
LONGEST = 300  # characters of what is typed
SEXES = {"male": ("男", "male"), "female": ("女", "female")}


@dataclass(frozen=True)
class Made:
    """`papers`: paper_id, file_no, person_id; `refused`: person_id, name, refused (code), class, against, file_no. One row per person."""

    papers: pd.DataFrame
    refused: pd.DataFrame


def paper_kind(code: str) -> PaperKind:
    try:
        return paper_kinds()[code]
    except KeyError:
        raise UserError("paper_kind_unknown", kind=code, kinds=", ".join(paper_kinds())) from None


def standing(
    store: Store, scope: Scope, kind: str, *, on: date, people: list[int] | None = None, person_class: str | None = None, grid: int = EVERYTHING
) -> pd.DataFrame:  # fmt: skip
    """Who may be handed a paper on the day: those of `people`, or those of a class in a grid (without a class: all whom the paper is for).

    Grain: one row per person. Columns: person_id, name and the other blanks as they are (not masked: for who may make papers), home_grid (village and section), class, since, until, refused (code; missing:
    may be handed it), against (the class that stands against it), file_no (of the paper that there is).
    """
    return _standing(store.cursor(), scope, paper_kind(kind), on, people, person_class, grid)


def make(
    store: Store, scope: Scope, kind: str, *, on: date, at: datetime, actor: str, language: str = "zh", people: list[int] | None = None,
    person_class: str | None = None, grid: int = EVERYTHING, asked: Mapping[str, str] | None = None,
) -> Made:  # fmt: skip
    """Make the paper for each of them who may be handed one; numbered on in the order of grid and household; audited.

    Raises UserError: paper_kind_unknown, paper_language, paper_asks (what has to be typed is missing or too long), paper_many.
    """
    wanted = paper_kind(kind)
    typed = _typed(wanted, asked or {})
    if language not in ("zh", "en"):
        raise UserError("paper_language", language=language)
    with store.write() as db:
        found = _standing(db, scope, wanted, on, people, person_class, grid)
        fit, refused = found[found.refused.isna()], found[found.refused.notna()]
        if len(fit) > MOST:
            raise UserError("paper_many", count=len(fit), most=MOST)
        papers = (
            _insert(db, wanted, fit, typed, on=on, at=at, actor=actor, language=language) if len(fit) else _nothing()
        )
        if len(papers):
            record(
                db, actor, "papers.made", kind=kind, papers=len(papers), first=int(papers.paper_id.min()), last=int(papers.paper_id.max()),
                refused=len(refused),
            )  # fmt: skip
    return Made(papers, refused[["person_id", "name", "refused", "class", "against", "file_no"]].reset_index(drop=True))


def _nothing() -> pd.DataFrame:
    return pd.DataFrame({"paper_id": pd.Series(dtype="int64"), "file_no": [], "person_id": pd.Series(dtype="int64")})


def _typed(kind: PaperKind, asked: Mapping[str, str]) -> dict[str, str]:
    typed = {name: (asked.get(name) or "").strip() for name in kind.asks}
    for name, words in typed.items():
        if not words or len(words) > LONGEST:
            raise UserError("paper_asks", blank=name, most=LONGEST)
    return typed


def _standing(
    db: duckdb.DuckDBPyConnection, scope: Scope, kind: PaperKind, on: date, people: list[int] | None, person_class: str | None, grid: int
) -> pd.DataFrame:  # fmt: skip
    found = run(
        db, load_sql(__file__, "standing.sql"), scope=scope.roots, on=on, kind=kind.code, people=people, grid=grid, how=kind.when, member=kind.member,
        days=kind.days, places=list(kind.places), classes=list(kind.classes), none=list(kind.none), **{"class": person_class},
    ).df()  # fmt: skip
    for name in ("since", "until"):
        found[name] = pd.to_datetime(found[name]).dt.date
    return found


def _insert(
    db: duckdb.DuckDBPyConnection, kind: PaperKind, fit: pd.DataFrame, typed: dict[str, str], *, on: date, at: datetime, actor: str, language: str
) -> pd.DataFrame:  # fmt: skip
    named = office(db, kind.code, language)
    base = db.execute("select coalesce(max(paper_id), 0) from paper").fetchone()[0]
    # One writer at a time: between this look and the insert nobody takes the number.
    last = run(
        db,
        "select coalesce(max(number), 0) from paper where kind = $kind and year = $year",
        kind=kind.code,
        year=on.year,
    ).fetchone()[0]
    template = run(
        db, "select max(template_id) from paper_template where kind = $kind and language = $language and withdrawn_at is null",
        kind=kind.code, language=language,
    ).fetchone()[0]  # fmt: skip
    rows = [
        (number, row, file_number(named.mark, on.year, number))
        for number, row in enumerate(fit.to_dict("records"), start=last + 1)
    ]
    told = [
        stored(
            _told(row, language, on)
            | typed
            | {"number": file_no, "issuer": named.issuer, "issued_on": in_words(on, language)}
        )
        for _, row, file_no in rows
    ]
    numbers = [number for number, _, _ in rows]
    run(
        db, load_sql(__file__, "insert.sql"), ids=[base + n for n in range(1, len(rows) + 1)], numbers=numbers, file_nos=[f for _, _, f in rows],
        people=[int(r["person_id"]) for _, r, _ in rows], grids=[_whole(r["grid_id"]) for _, r, _ in rows], classes=[r["class"] for _, r, _ in rows],
        sinces=[_day(r["since"]) for _, r, _ in rows], untils=[_day(r["until"]) for _, r, _ in rows], told=told, kind=kind.code, year=on.year,
        language=language, template=template, on=on, actor=actor, at=at,
    )  # fmt: skip
    return pd.DataFrame({
        "paper_id": [base + n for n in range(1, len(rows) + 1)], "file_no": [f for _, _, f in rows], "person_id": [int(r["person_id"]) for _, r, _ in rows],
    })  # fmt: skip


def file_number(mark: str, year: int, number: int) -> str:
    """GB/T 9704: the year in 〔〕, no 第, no leading zero."""
    return f"{mark}〔{year}〕{number}号"


def in_words(day: date | None, language: str) -> str | None:
    if day is None or pd.isna(day):
        return None
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else f"{day:%-d %B %Y}"


def _told(row: dict, language: str, on: date) -> dict[str, str | None]:
    since, until, known = _day(row["since"]), _day(row["until"]), known_classes().get(row["class"])
    own = known is not None
    return {
        **{
            name: _text(row[name])
            for name in ("name", "id_number", "phone", "address", "place", "unit", "officer", "officer_phone")
        },
        "home": _home(_text(row["place"]), _text(row["address"]), language),
        "sex": SEXES[row["sex"]][language == "en"] if row["sex"] in SEXES else None,
        "age": None if _whole(row["age"]) is None else str(_whole(row["age"])),
        "class_name": (known.zh if language == "zh" else known.en) if own else row["class"],
        "told": (known.told_zh if language == "zh" else known.told_en) if own else None,
        "since": in_words(since, language),
        "until": in_words(until, language),
        "released_on": in_words(until + timedelta(days=1), language) if until and until < on else None,
        "days": str((until - since).days + 1) if since and until else None,
    }


def _home(place: str | None, address: str | None, language: str) -> str | None:
    """The grid and the address in it; an address that begins with the town says it all."""
    if not place or not address:
        return place or address
    return address if address.startswith(place[:2]) else f"{place}{'' if language == 'zh' else ' '}{address}"


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _whole(value: object) -> int | None:
    return None if pd.isna(value) else int(value)


def _day(value: object) -> date | None:
    return None if pd.isna(value) else value
