"""Boards: charts that an account keeps, drawn anew from the data of the day at each look, opened to other accounts by a link."""

from __future__ import annotations

import io
import secrets
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from core.audit.record import record
from core.charts.fields import Role
from core.charts.figures import Chart, chart
from core.charts.lists import LISTS, list_sheet
from core.charts.propose import ROWS, Proposal
from core.charts.reading import Given
from core.charts.shape import Sheet, sheet_of
from core.domain import EVERYTHING, User
from core.errors import UserError
from core.store import Store, run

LONGEST = 60  # characters of a name
MOST = 24  # charts on one board
MOST_ROWS = 200_000  # of a table kept with a board


@dataclass(frozen=True)
class Source:
    """Where a chart's rows come from: a list of the product, or a table that was brought."""

    list: str | None = None
    table: Given | None = None


@dataclass(frozen=True)
class Pinned:
    """One chart of a board. `why_not`: a code of core/i18n/words/charts.toml where this reader can't see it (not_allowed | beyond | changed)."""

    chart_id: int
    source: str
    chart: Chart | None
    why_not: str | None = None


def make_board(store: Store, user: User, name: str, *, now: datetime) -> int:
    """A new board, its owner's alone. Audited without its name. Raises UserError charts_board_name."""
    name = _name(name)
    with store.write(shown=False) as db:
        number = db.execute("select coalesce(max(board_id), 0) + 1 from board").fetchone()[0]
        run(db, "insert into board values ($number, $name, $account, null, $now)", number=number, name=name, account=user.account_id, now=now)  # fmt: skip
        record(db, user.login, "board.made", board=number)
    return number


def boards_of(store: Store, user: User) -> pd.DataFrame:
    """One's own boards. Grain: one row per board: board_id, name, link (null: not opened), charts."""
    return store.df(
        "select b.board_id, b.name, b.link, count(c.chart_id) as charts from board b left join board_chart c on c.board_id = b.board_id"
        " where b.account_id = $account group by all order by b.board_id",
        account=user.account_id,
    )


def open_board(
    store: Store, user: User, *, board_id: int | None = None, link: str | None = None
) -> tuple[int, str, bool]:
    """(number, name, whether it is one's own) of one's own board, or of the one that a link opens. Raises UserError charts_board_gone."""
    row = (
        store.one("select board_id, name, account_id from board where link = $link", link=link)
        if link
        else store.one("select board_id, name, account_id from board where board_id = $board and account_id = $account", board=board_id, account=user.account_id)
    )  # fmt: skip
    if row is None:
        raise UserError("charts_board_gone")
    return row[0], row[1], row[2] == user.account_id


def pin(store: Store, user: User, board_id: int, source: Source, proposal: Proposal) -> int:
    """A chart hangs on one's own board; a table that was brought is kept with it, once. Audited without names and values. Raises UserError
    charts_board_gone, charts_board_full, charts_table_large, charts_list_unknown."""
    open_board(store, user, board_id=board_id)
    if (store.value("select count(*) from board_chart where board_id = $board", board=board_id) or 0) >= MOST:
        raise UserError("charts_board_full", most=MOST)
    if source.list is not None and source.list not in LISTS:
        raise UserError("charts_list_unknown", list=source.list, lists=", ".join(LISTS))
    content = _packed(source.table) if source.table is not None else None
    with store.write(shown=False) as db:
        table = _kept(db, user, board_id, source.table, content) if source.table is not None else None
        number = db.execute("select coalesce(max(chart_id), 0) + 1 from board_chart").fetchone()[0]
        run(
            db, "insert into board_chart values ($number, $board, $list, $table, $kind, $x, $y, $colour, $aggregate)",
            number=number, board=board_id, list=source.list, table=table, kind=proposal.kind, x=proposal.x, y=proposal.y, colour=proposal.colour,
            aggregate=proposal.aggregate,
        )  # fmt: skip
        record(
            db,
            user.login,
            "board.pinned",
            board=board_id,
            chart=number,
            list=source.list,
            table=table,
            kind=proposal.kind,
        )
    return number


def unpin(store: Store, user: User, board_id: int, chart_id: int) -> None:
    """A chart is taken off one's own board, with its table when no other chart is drawn from it. Raises UserError charts_board_gone."""
    open_board(store, user, board_id=board_id)
    with store.write(shown=False) as db:
        run(db, "delete from board_chart where board_id = $board and chart_id = $chart", board=board_id, chart=chart_id)
        run(
            db,
            "delete from board_table where board_id = $board and table_id not in (select table_id from board_chart where table_id is not null)",
            board=board_id,
        )
        record(db, user.login, "board.unpinned", board=board_id, chart=chart_id)


def delete_board(store: Store, user: User, board_id: int) -> None:
    """One's own board with its charts and tables. Raises UserError charts_board_gone."""
    open_board(store, user, board_id=board_id)
    with store.write(shown=False) as db:
        for table in ("board_chart", "board_table", "board"):
            run(db, f"delete from {table} where board_id = $board", board=board_id)  # noqa: S608 - our own words
        record(db, user.login, "board.deleted", board=board_id)


def open_to_others(store: Store, user: User, board_id: int, *, opened: bool) -> str | None:
    """A new link to one's own board, or none: the former one opens nothing any more. Raises UserError charts_board_gone."""
    open_board(store, user, board_id=board_id)
    link = secrets.token_urlsafe(16) if opened else None
    with store.write(shown=False) as db:
        run(db, "update board set link = $link where board_id = $board", link=link, board=board_id)
        record(db, user.login, "board.opened" if opened else "board.closed", board=board_id)
    return link


def charts_on(store: Store, user: User, board_id: int, *, today: date, lang: str, places: frozenset[str] = frozenset()) -> list[Pinned]:  # fmt: skip
    """The charts of a board from today's data, within the reader's scope, in the order in which they were pinned. The board was opened by `open_board`."""
    rows = store.df(
        "select c.chart_id, c.list, c.table_id, c.kind, c.x, c.y, c.colour, c.aggregate from board_chart c where c.board_id = $board order by c.chart_id",
        board=board_id,
    )
    sheets: dict[tuple, Sheet | str] = {}
    found = []
    for row in rows.itertuples():
        key = ("list", row.list) if isinstance(row.list, str) else ("table", int(row.table_id))
        if key not in sheets:
            sheets[key] = _listed(store, user, row.list, today, lang) if key[0] == "list" else _brought(store, user, board_id, key[1], places)  # fmt: skip
        found.append(_drawn(row, sheets[key]))
    return found


def _drawn(row: tuple, sheet: Sheet | str) -> Pinned:
    if isinstance(sheet, str):
        return Pinned(int(row.chart_id), "", None, sheet)
    colour = row.colour if isinstance(row.colour, str) else None
    columns = [row.x, *([row.y] if row.y != ROWS else []), *([colour] if colour else [])]
    if any(sheet.named(name) is None for name in columns):
        return Pinned(int(row.chart_id), sheet.name, None, "changed")
    made = chart(sheet, Proposal(row.kind, row.x, row.y, colour, row.aggregate, "pinned", 1.0))
    return Pinned(int(row.chart_id), sheet.name, made, None if len(made.data) else "empty")


def _listed(store: Store, user: User, code: str, today: date, lang: str) -> Sheet | str:
    if code not in LISTS or not user.may(LISTS[code].needs):
        return "not_allowed"
    return list_sheet(store, user.scope, code=code, today=today, lang=lang)


def _brought(store: Store, user: User, board_id: int, table_id: int, places: frozenset[str]) -> Sheet | str:
    """Nobody knows which rows of a spreadsheet are of which grid: whoever sees less than who brought it sees nothing of it."""
    name, title, unit, grids, content = store.one(
        "select name, title, unit, grids, content from board_table where board_id = $board and table_id = $table", board=board_id, table=table_id
    )  # fmt: skip
    if EVERYTHING not in user.scope.grids:
        seen = {g for (g,) in store.run("from scope_grids($scope)", scope=user.scope.roots).fetchall()}
        if not set(grids) <= seen:
            return "beyond"
    frame = pd.read_parquet(io.BytesIO(content)).astype(object)
    return sheet_of(Given(name, title, unit, frame.where(frame.notna(), None)), places=places)


def _packed(table: Given) -> bytes:
    """Without names, documents, phones and remarks, of days of birth the year: no chart is drawn from more, and a board goes to others."""
    if len(table.frame) > MOST_ROWS:
        raise UserError("charts_table_large", rows=len(table.frame), most=MOST_ROWS)
    sheet = sheet_of(table)
    hidden = {f.name for f in sheet.of(Role.IDENTIFIER, Role.TEXT)}
    frame = table.frame[[name for name in table.frame.columns if name not in hidden]]
    born = {
        f.name: [None if pd.isna(day) else f"{day.year}年" for day in f.values] for f in sheet.of(Role.TIME) if f.birth
    }
    frame = frame.assign(**born)
    return frame.map(lambda cell: None if cell is None else str(cell)).to_parquet(index=False)


def _kept(db, user: User, board_id: int, table: Given, content: bytes) -> int:
    known = run(db, "select table_id from board_table where board_id = $board and name = $name and content = $content", board=board_id, name=table.name, content=content).fetchone()  # fmt: skip
    if known:
        return known[0]
    number = db.execute("select coalesce(max(table_id), 0) + 1 from board_table").fetchone()[0]
    run(
        db, "insert into board_table values ($number, $board, $name, $title, $unit, $grids, $content)",
        number=number, board=board_id, name=table.name, title=table.title, unit=table.unit, grids=user.scope.roots, content=content,
    )  # fmt: skip
    return number


def _name(name: str) -> str:
    if not name.strip() or len(name.strip()) > LONGEST:
        raise UserError("charts_board_name", most=LONGEST)
    return name.strip()
