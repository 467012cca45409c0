"""Data quality first: what the data of a place cannot tell is not told, and whoever silences says how many and what."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.store import Store, load_sql

# Detectors that look at the data themselves → what their grid's data can't tell then, for it and all below it. A rule about one person's scans stands:
# somebody seen where they must not be was seen.
SILENCES = {
    "missing_feed": ("rate_fall", "silent_resident", "measure_overdue"),
    "stock_mismatch": ("rate_rise", "rate_fall"),
    "future_times": ("rate_rise", "rate_fall", "impossible_movement", "shared_account"),
    "constant_values": ("rate_rise", "rate_fall"),
    "backlog_burst": (
        "rate_rise",
        "rate_fall",
        "silent_resident",
        "impossible_movement",
        "shared_account",
        "duplicate_records",
    ),
    "duplicate_records": ("rate_rise",),
}
# More that a detector silences for some of its reasons.
BY_REASON = {"constant_time": ("impossible_movement", "shared_account")}  # nobody was seen anywhere at that time
RATES = ("rate_rise", "rate_fall")
PART = 0.5  # of a wider grid's scans, from which the places below it with faulty data explain its rate
BY_COVERAGE = {"rate_fall": "around.sql", "silent_resident": "at_home.sql"}


class Silence:
    """What has been found of the data in one run, and how often it silenced what. `add` the data detectors' tables, then `heard` the others."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.tables: dict[str, pd.DataFrame] = {}
        self.silenced: dict[tuple[str, int], dict[str, int]] = {}  # (data detector, its grid) → detector → how many
        self.uncovered = 0  # anomalies left out because too little of the data is there

    def add(self, code: str, table: pd.DataFrame) -> None:
        self.tables[code] = table

    def heard(self, code: str, table: pd.DataFrame, parameters: dict) -> pd.DataFrame:
        """The anomalies of a detector that the data can bear."""
        for data, found in self.tables.items():
            deaf = [code in SILENCES[data] or code in BY_REASON.get(reason, ()) for reason in found["reason"]]
            if any(deaf) and len(table):
                table = self._below(data, found.loc[deaf, "grid_id"].astype(int).tolist(), code, table)
        return self._covered(code, table, parameters)

    def told(self, code: str) -> pd.DataFrame:
        """A data detector's anomalies, with what each has silenced: `silenced` (how many) and `silences` (code → how many) among their fields."""
        table = self.tables[code].copy()
        fields = []
        for row in table.itertuples():
            of = self.silenced.get((code, int(row.grid_id)), {})
            fields.append(row.fields | ({"silenced": sum(of.values()), "silences": of} if of else {}))
        table["fields"] = fields
        return table

    def _below(self, data: str, grids: list[int], code: str, table: pd.DataFrame) -> pd.DataFrame:
        tree = self.store.run(
            "select grid_id, min(ancestor_id) from grid_tree where ancestor_id in (select unnest($grids))"
            " and grid_id in (select unnest($about)) group by grid_id",
            grids=grids, about=table["grid_id"].astype(int).tolist(),
        ).fetchall()  # fmt: skip
        within = dict(tree)
        table = table.reset_index(drop=True)
        silent = table["grid_id"].map(within)
        if code in RATES:
            silent = silent.fillna(pd.Series(self._explained(grids, table), dtype="float64"))
        for grid, many in silent.dropna().astype(int).value_counts().items():
            self.silenced.setdefault((data, int(grid)), {})[code] = int(many)
        return table[silent.isna()]

    def _explained(self, grids: list[int], table: pd.DataFrame) -> dict[int, int]:
        """Rows of `table` about a wider grid that is mostly these → the largest of them."""
        rows = self.store.run(load_sql(__file__, "explained.sql"), **_bound(table), faulty=grids, part=PART)
        return dict(rows.fetchall())

    def _covered(self, code: str, table: pd.DataFrame, parameters: dict) -> pd.DataFrame:
        if code not in BY_COVERAGE or "coverage" not in parameters or table.empty:
            return table
        table = table.reset_index(drop=True)
        rows = self.store.run(
            load_sql(__file__, BY_COVERAGE[code]), **_bound(table), least=parameters["coverage"]
        ).fetchall()
        low = {number for (number,) in rows}
        self.uncovered += len(low)
        return table[[number not in low for number in table.index]]


def _bound(table: pd.DataFrame) -> dict:
    """The anomalies as lists for SQL; their number is the row of `table`."""
    return {
        "numbers": list(range(len(table))), "grids": table["grid_id"].astype(int).tolist(),
        "since": _days(table["first_day"]), "until": _days(table["last_day"]),
    }  # fmt: skip


def _days(days: pd.Series) -> list[date]:
    return [pd.Timestamp(day).date() for day in days]
