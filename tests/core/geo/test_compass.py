"""Squares by compass: everybody has a cell of their own, and north stays above south."""

from __future__ import annotations

import math

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from core.geo.compass import squares_by_compass

PLACE = st.tuples(st.floats(73, 135), st.floats(18, 53)) | st.just((math.nan, math.nan))


def frame(places):
    return pd.DataFrame(
        {"grid_id": range(1, len(places) + 1), "lon": [p[0] for p in places], "lat": [p[1] for p in places]}
    )


@given(st.lists(PLACE, max_size=40))
def test_everybody_has_one_cell(places):
    cells = squares_by_compass(frame(places))
    assert set(cells) == set(range(1, len(places) + 1))
    assert len(set(cells.values())) == len(places)


def test_north_west_stands_top_left_and_south_east_bottom_right():
    corners = [(109.0, 23.0), (109.5, 23.0), (109.0, 22.0), (109.5, 22.0)]
    assert squares_by_compass(frame(corners), columns=2) == {1: (0, 0), 2: (0, 1), 3: (1, 0), 4: (1, 1)}


def test_a_crowd_in_one_corner_spreads():
    crowd = [(109.0 + i / 1000, 22.0) for i in range(5)] + [(110.0, 23.0)]
    rows = [row for row, _ in squares_by_compass(frame(crowd), columns=3).values()]
    assert sorted(rows) == [0, 0, 0, 1, 1, 1]


def test_the_same_places_give_the_same_cells():
    places = frame([(109.3, 22.1), (109.1, 22.4), (109.2, 22.2)])
    assert squares_by_compass(places) == squares_by_compass(places)
