"""Names on a map never lie on one another, whatever the screen; the more important stay."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from pages.ui.shared.labels import Label, box, place, text_width
from pages.ui.shared.map_layers import names, placed
from pages.ui.shared.map_view import bounds_of, fit, height_for, pixels
from sample_data.places import TOWNS

texts = some.text("横州镇峦城石塘百合ABCxyz ", min_size=1, max_size=8)
spots = some.floats(-20, 420)


def boxes(labels: list[Label], moves: list) -> list:
    return [box(label, move) for label, move in zip(labels, moves, strict=True) if move is not None]


@given(some.lists(some.builds(Label, text=texts, x=spots, y=spots, size=some.sampled_from([12, 14, 18])), max_size=40))
def test_no_two_meet_and_none_leaves_the_frame(labels):
    shown = boxes(labels, place(labels, width=400, height=400))
    assert not any(a.meets(b) for a, b in combinations(shown, 2))
    assert all(b.within(400, 400) for b in shown)


def test_the_more_important_stays_and_the_next_moves_or_goes():
    here = [Label("横州镇", 100, 100) for _ in range(30)]
    moves = place(here, width=200, height=200)
    assert moves[0] == (0, 0)
    assert any(m not in (None, (0, 0)) for m in moves[1:])
    assert moves[-1] is None


def test_a_chinese_character_is_as_wide_as_high_and_a_letter_is_not():
    assert text_width("横州镇", 14) == 42
    assert text_width("ABC", 14) < 42


@pytest.mark.parametrize(("page", "share", "most", "least_named"), [(1272, 0.66, 540, 17), (358, 1.0, 420, 15)])
def test_the_towns_of_the_demo_county_are_named(page, share, most, least_named):
    towns = pd.DataFrame([(f"{t[0]}镇", t[1], t[2]) for t in TOWNS], columns=["name", "lon", "lat"])
    box_of = bounds_of([{"coordinates": towns[["lon", "lat"]].to_numpy().tolist()}])
    width = int(page * share)
    height = height_for(box_of, width=width, most=most)
    view = fit(box_of, width=width, height=height, margin=40)
    layer = names(towns)
    placed([layer], view, width=width, height=height)
    assert len(towns) == 17 and len(layer.data) >= least_named
    made = []
    for row in layer.data:
        x, y = pixels(view, *row["position"], width=width, height=height)
        made.append(box(Label(row["name"], x, y), tuple(row["offset"])))
    assert not any(a.meets(b) for a, b in combinations(made, 2))


def test_what_a_layer_moves_all_its_names_by_is_kept():
    layer = names(pd.DataFrame({"name": ["横州镇"], "lon": [109.3], "lat": [22.7]}))
    layer.get_pixel_offset = [0, -24]
    view = fit((109.2, 22.6, 109.4, 22.8), width=400, height=400)
    placed([layer], view, width=400, height=400)
    assert layer.data[0]["offset"] == [0, -24]
