"""How the county words a kind of paper: who issues it, and what stands before the year of its number."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from core.audit.record import record
from core.errors import UserError
from core.policy.papers import paper_kinds
from core.store import Store, run

TEMPLATE = "papers.template"
ROOT = "select name from grid where axis = 'area' and parent_id is null order by code limit 1"
ISSUER = {"zh": "{county}应急指挥部", "en": "Command of {county}"}
LONGEST = 40  # characters


@dataclass(frozen=True)
class Office:
    mark: str  # 甲指居告
    issuer: str


def office(db: duckdb.DuckDBPyConnection, kind: str, language: str = "zh") -> Office:
    """As the county says it; else made of its name."""
    row = run(db, "select mark, issuer from paper_office where kind = $kind", kind=kind).fetchone()
    if row:
        return Office(*row)
    found = db.execute(ROOT).fetchone()
    county = found[0] if found else ""
    short = county[:-1] if len(county) > 1 and county[-1] in "县市区旗" else county
    return Office(f"{short[:1]}指{paper_kinds()[kind].mark}", ISSUER[language].format(county=county))


def set_office(store: Store, kind: str, *, mark: str, issuer: str, actor: str) -> None:
    """From the next paper on; audited. Raises UserError paper_office (empty, too long, or with what parts a number)."""
    mark, issuer = mark.strip(), issuer.strip()
    if not mark or not issuer or max(len(mark), len(issuer)) > LONGEST or set(mark) & set("〔〕[]【】()（） "):
        raise UserError("paper_office", most=LONGEST)
    with store.write() as db:
        before = office(db, kind)
        db.execute("delete from paper_office where kind = ?", [kind])
        db.execute("insert into paper_office values (?, ?, ?)", [kind, mark, issuer])
        record(db, actor, "papers.office", kind=kind, mark=mark != before.mark)


def next_number(store: Store, kind: str, year: int) -> int:
    """What the next paper of the kind would get."""
    return store.one(
        "select coalesce(max(number), 0) + 1 from paper where kind = $kind and year = $year", kind=kind, year=year
    )[0]
