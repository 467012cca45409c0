from __future__ import annotations

import pytest

from core.access.address import link_address
from core.settings import Settings


@pytest.mark.parametrize(
    ("settings", "seen", "begins"),
    [
        ({}, "", "http://127.0.0.1:8501"),
        ({"port": 8600, "secure_cookie": True}, "", "https://127.0.0.1:8600"),
        ({"host": "10.1.2.3"}, "", "http://10.1.2.3:8501"),
        ({"host": "fd00::7"}, "", "http://[fd00::7]:8501"),
        # As the administrator has the page open.
        ({"host": "0.0.0.0"}, "http://desk.county:80", "http://desk.county:80"),
        ({}, "http://localhost:8501", "http://localhost:8501"),
        # Behind a proxy of this machine that has a name of its own.
        ({}, "https://desk.county", "https://desk.county"),
        # The page is open on the server itself, which others reach by the network.
        ({"host": "10.1.2.3"}, "http://localhost:8501", "http://10.1.2.3:8501"),
        ({"host": "0.0.0.0", "address": "https://desk.county/"}, "http://localhost:8501", "https://desk.county"),
    ],
)
def test_a_link_begins_where_the_person_can_reach_it(settings, seen, begins):
    assert link_address(Settings(**settings), "word", seen=seen) == f"{begins}/setup?token=word"


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_link_never_leads_to_all_addresses(host):
    link = link_address(Settings(host=host), "word")
    assert "//0.0.0.0" not in link and "//[::]" not in link
