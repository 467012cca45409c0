"""Names of what runs are told without reading every edition of every pack."""

from __future__ import annotations

from core.policy import names
from core.policy.loader import load_policy
from core.policy.names import known_class, remember


def test_what_runs_is_named_without_reading_the_rest(monkeypatch):
    remember(load_policy("epidemic").classes)

    def read() -> None:
        raise AssertionError("every edition is read")

    monkeypatch.setattr(names, "_policies", read)
    names._shipped.cache_clear()
    assert known_class("confirmed").zh == "确诊病例"
