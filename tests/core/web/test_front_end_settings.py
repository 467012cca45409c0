"""What the front end's own settings leave shut, and fast: a default of its next version must not open it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

FILE = tomllib.loads((Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text("utf-8"))
HELD = {
    "client.showErrorDetails": "none",  # a fault shows no code, no path and no value
    "client.showErrorLinks": False,  # and leads to no search engine with its text
    "client.toolbarMode": "minimal",
    "server.enableStaticServing": False,  # no folder of ours is served by address
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": False,
    "browser.serverAddress": "localhost",  # else the machine's public address is asked of others
    "runner.postScriptGC": False,
    "runner.magicEnabled": False,
}


@pytest.mark.parametrize("name", HELD)
def test_it_is_held(name):
    section, key = name.split(".")
    assert FILE[section][key] == HELD[name]


def test_the_guards_of_the_front_end_are_not_switched_off():
    assert FILE["server"].get("enableXsrfProtection", True) and FILE["server"].get("enableCORS", True)
