"""What a link is refused for stays on the page until the reader goes on; a page that runs again by itself wipes nothing away."""

from __future__ import annotations

import pytest

from tests.pages.conftest import assert_fine

REFUSED = [
    ("grid_map", "grid"),
    ("overview", "grid"),
    ("people", "grid"),
    ("anomalies", "grid"),
    ("anomalies", "alert"),
]


def followed(open_page, name: str, **link: str):
    """The page after a link to it."""
    page = open_page(name)
    for parameter, value in link.items():
        page.query_params[parameter] = value
    return page.run()


def said(page) -> list[str]:
    return [warning.value for warning in page.warning]


@pytest.mark.parametrize(("name", "parameter"), REFUSED)
def test_the_sentence_stays_when_the_page_runs_again(open_page, name, parameter):
    page = followed(open_page, name, **{parameter: "99999"})
    assert_fine(page)
    first = said(page)
    assert len(first) == 1 and parameter not in page.query_params
    for _ in range(2):
        page.run()
        assert said(page) == first


def test_it_goes_when_the_reader_goes_on(open_page):
    page = followed(open_page, "grid_map", grid="99999")
    assert "99999" in said(page)[0]
    page.selectbox(key="control_grid").set_value("990101100").run()
    assert said(page) == []
    page.query_params.pop("grid")
    page.run()
    assert said(page) == []  # told once


def test_it_is_of_its_own_page_and_speaks_the_readers_language(open_page):
    page = followed(open_page, "people", grid="99999")
    page.query_params["lang"] = "en"
    page.run()
    assert "outside your scope" in said(page)[0]
    page.switch_page("units.py").run()
    assert said(page) == []
