"""The grid map as a browser draws it: names that can be read on every screen, and a view that stays where the reader left it."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from tests.browser.visit import choose, photograph

MAP = '[data-testid="stDeckGlJsonChart"]'
DARK = 90  # of 255: darker than any area, as dark as a name's strokes


def picture(visitor) -> np.ndarray:
    """The map in shades of grey, as it looks once it stops moving."""
    before = None
    for _ in range(400):
        visitor.page.wait_for_timeout(150)
        shot = photograph(visitor.page.locator(MAP).first)
        if shot == before:
            break
        before = shot
    return np.asarray(Image.open(io.BytesIO(shot)).convert("L"), dtype=int)


def open_map(visitor, address: str) -> np.ndarray:
    page = visitor.open(address)
    page.locator(f"{MAP} canvas").first.wait_for()
    visitor.wait()
    return picture(visitor)


@pytest.mark.parametrize("scale", [1, 1.25, 2])
def test_every_name_is_really_drawn_whatever_the_pixels_of_the_screen(filled, visit, scale):
    visitor = visit(filled, device_scale_factor=scale)
    bare = open_map(visitor, "grid_map?layers=none")
    named = open_map(visitor, "grid_map?layers=names")
    grids = visitor.page.locator("ul.gc-worst li").count()
    written = (named < DARK) & (bare > named + 40)
    near = int(5 * scale)  # strokes of one name lie so close
    _, found = ndimage.label(ndimage.binary_dilation(written, iterations=near))
    assert grids > 3
    assert found == grids
    assert visitor.troubles == []


def test_another_colour_or_layer_leaves_the_view_where_it_was(filled, visit):
    visitor = visit(filled)
    start = open_map(visitor, "grid_map?layers=none") < DARK
    page = visitor.page
    spot = page.locator(MAP).first.bounding_box()
    page.mouse.move(spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2)
    page.mouse.wheel(0, -300)
    zoomed = picture(visitor) < DARK
    choose(visitor, page.get_by_role("combobox", name="着色指标"), "在册人员")
    page.wait_for_url("**colour=people**")
    visitor.wait()
    page.mouse.move(5, 5)
    after = picture(visitor) < DARK

    def alike(a: np.ndarray, b: np.ndarray) -> float:
        return (a & ndimage.binary_dilation(b, iterations=2)).sum() / a.sum()

    assert alike(zoomed, start) < 0.6
    assert alike(zoomed, after) > 0.85
