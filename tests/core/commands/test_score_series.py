"""`score-series`: rows in, two rows out for each, and what is wrong told by row and column."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from core.__main__ import main
from core.errors import UserError
from core.watch.scoring.tidy import read_counts, score_rows

FIRST = date(2025, 1, 6)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def rows(series: int = 8, days: int = 80, *, step: int = 1, seed: int = 2) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    level = rng.lognormal(1.5, 0.7, series)
    return pd.DataFrame(
        [
            {
                "grid": f"网格{g}",
                "kind": "school",
                "date": (FIRST + timedelta(days=step * d)).isoformat(),
                "count": str(rng.poisson(level[g])),
            }
            for d in range(days)
            for g in range(series)
        ]
    )


def planted(table: pd.DataFrame, grid: str, since: int, length: int, extra: int, step: int = 1) -> pd.DataFrame:
    days = {(FIRST + timedelta(days=step * d)).isoformat() for d in range(since, since + length)}
    hit = (table["grid"] == grid) & table["date"].isin(days)
    return table.assign(count=np.where(hit, (table["count"].astype(int) + extra).astype(str), table["count"]))


@pytest.mark.parametrize("step", [1, 7])
def test_each_row_comes_back_twice_in_its_order_and_the_outbreak_is_one_episode(step):
    table = planted(rows(days=80, step=step), "网格3", 60, 4, 30, step).sample(frac=1, random_state=1)
    table = table.drop(table.index[5:25]).reset_index(drop=True)  # gaps
    answer = score_rows(table)
    assert answer.faults == []
    out = answer.table
    assert list(out.columns) == ["grid", "date", "direction", "p", "score", "q", "episode"]
    assert out["direction"].tolist() == ["rise", "fall"] * len(table)
    assert out["grid"].tolist()[::2] == table["grid"].tolist()
    assert out["date"].tolist()[1::2] == table["date"].tolist()
    named = set(out.loc[(out["grid"] == "网格3") & (out["direction"] == "rise"), "episode"]) - {""}
    assert any(name.startswith("school/网格3/rise/") for name in named)
    best = out.loc[out["score"].idxmax()]
    assert (best["grid"], best["direction"]) == ("网格3", "rise")
    assert (out["p"].between(0, 1) & out["q"].between(0, 1)).all()


def test_what_is_wrong_is_told_by_row_and_the_rest_is_scored():
    table = rows()
    table.loc[3, "count"] = "-4"
    table.loc[4, "date"] = "昨天"
    table.loc[5, "date"] = "2099-01-01"  # a clock that was wrong
    table.loc[6, "grid"] = ""
    table.loc[7, "count"] = ""  # not known: no fault
    table.loc[8, "count"] = "many"
    again = table.iloc[[100]].assign(count="999")
    same = table.iloc[[101]]
    answer = score_rows(pd.concat([table, again, same], ignore_index=True))
    assert [(f.row, f.code) for f in answer.faults] == [
        (5, "count"),
        (6, "date"),
        (7, "clock"),
        (8, "grid"),
        (10, "count"),
        (102, "twice"),
    ]
    empty = answer.table["p"].isna().to_numpy().nonzero()[0] // 2
    assert sorted(set(empty)) == [3, 4, 5, 6, 8]
    assert answer.unjudged >= 1


def test_a_day_of_holiday_is_no_fall_where_it_is_told():
    table = rows(series=1, days=120).assign(count=lambda t: np.random.default_rng(4).poisson(40, len(t)).astype(str))
    off = [FIRST + timedelta(days=d) for d in (66, 67, 68, 103, 104)]
    closed = table["date"].isin([day.isoformat() for day in off])
    table.loc[closed, "count"] = "8"
    told = score_rows(table.assign(holiday=closed.astype(int).astype(str))).table
    untold = score_rows(table).table
    at = (told["date"] == off[-1].isoformat()) & (told["direction"] == "fall")
    assert told.loc[at, "p"].item() > untold.loc[at, "p"].item()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("grid,date,count\na,2025-01-01,3\n", "scoring_columns"),
        ("", "scoring_text"),
        ("grid,kind,date,count\na,b,2025-01-01,3\na,b,2025-01-02,3,4,5\n", "scoring_line"),
        ('grid,kind,date,count\na,b,2025-01-01,3\n"a,b,2025-01-02,3\n', "scoring_line"),
        (None, "scoring_file"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, text, code):
    path = tmp_path / "counts.csv"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(UserError) as error:
        read_counts(path)
    assert error.value.code == code
    assert error.value.fields.get("line", 3) == 3


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_files_as_spreadsheets_save_them(tmp_path, encoding):
    """Among them Excel's “Unicode text”; digits of full width and 1,200 are numbers too."""
    table = rows(series=2, days=30)
    table.to_csv(tmp_path / "counts.txt", index=False, sep="\t", encoding=encoding)
    pd.testing.assert_frame_equal(read_counts(tmp_path / "counts.txt"), table)
    typed = table.assign(
        count=[f"{int(c) + 1200:,}" for c in table["count"]], date=table["date"].str.translate(FULL_WIDTH)
    )
    plain = table.assign(count=[str(int(c) + 1200) for c in table["count"]])
    assert not score_rows(typed).faults
    assert score_rows(typed).table["p"].tolist() == score_rows(plain).table["p"].tolist()


def test_nothing_to_score_and_the_command_itself(tmp_path):
    assert len(score_rows(rows().head(0)).table) == 0
    source, target = tmp_path / "计数.csv", tmp_path / "scores.csv"
    rows(series=2, days=20).to_csv(source, index=False, encoding="gb18030")
    done = subprocess.run(
        [sys.executable, "-m", "core", "score-series", str(source), str(target)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(target) in done.stdout
    assert len(pd.read_csv(target)) == 80


def test_a_file_of_which_no_row_can_be_read_ends_with_1(tmp_path, capsys):
    source, target = tmp_path / "counts.csv", tmp_path / "scores.csv"
    wrong = rows(series=1, days=3).assign(date="13/25/2020")
    wrong.to_csv(source, index=False)
    assert main(["score-series", str(source), str(target)]) == 1
    assert "13/25/2020" in capsys.readouterr().err
    pd.concat([rows(series=1, days=30), wrong]).to_csv(source, index=False)
    assert main(["score-series", str(source), str(target)]) == 0


def test_what_comes_later_and_the_order_of_rows_change_no_earlier_score():
    """No look ahead: whatever the future holds, a day keeps the score it had on that day."""
    past = planted(rows(days=70), "网格3", 50, 4, 30)
    future = rows(days=110)
    future = future[future["date"] > past["date"].max()]
    flood = future.assign(count=(future["count"].astype(int) * 1000 + 5).astype(str))
    new_grid = future[future["grid"] == "网格1"].assign(grid="新网格")
    new_kind = future.assign(kind="fever", count="0")
    sparse = future[future["date"].isin(sorted(future["date"].unique())[6::7])]
    then = score_rows(past).table
    for name, later in {"flood": flood, "grid": new_grid, "kind": new_kind, "sparse": sparse}.items():
        now = score_rows(pd.concat([past, later], ignore_index=True)).table
        pd.testing.assert_frame_equal(now.head(len(then)), then, obj=name)
    order = np.random.default_rng(3).permutation(len(past))
    mixed = score_rows(past.iloc[order].reset_index(drop=True)).table
    back = np.argsort(order)
    pd.testing.assert_frame_equal(
        mixed.iloc[np.repeat(back * 2, 2) + np.tile([0, 1], len(back))].reset_index(drop=True), then
    )


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators_are_read_by_the_header(tmp_path, separator):
    table = rows(series=2, days=5)
    table.to_csv(tmp_path / "counts.csv", index=False, sep=separator)
    pd.testing.assert_frame_equal(read_counts(tmp_path / "counts.csv"), table)
