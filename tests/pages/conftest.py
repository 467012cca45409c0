"""Pages run through the frame, on the small test county, logged in by a real session's cookie."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest, local_script_runner

from core import clock
from core.access.accounts import create_account
from core.access.sessions import COOKIE, start_session, user_of_token
from core.domain import EVERYTHING
from core.store import Store, use_store
from tests.copied import copied
from tests.county import LAST_DAY, county_alone
from tests.patience import PATIENCE

# Each tester looks through all installed packages for components anew, which takes longer than a small page.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
# It compiles the page it runs each time as well, and asks a mock of a server for the browser's headers, of which it has none.
local_script_runner.ScriptCache = cache(local_script_runner.ScriptCache)
ContextProxy.headers = {}
FRAME = str(Path(__file__).parents[2] / "pages" / "frame.py")


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """A tester puts the page in place of the main module, and leaves it there: a process that a later test starts would run it."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def county() -> Store:
    """The test county rolled up, classified and searched for anomalies. Shared: do not write to it."""
    return prepared_county()


def prepared_county() -> Store:
    return copied(prepared_alone)


def prepared_alone() -> Store:
    """The same in a database engine of its own."""
    from core.classify import classify, classify_days, grade
    from core.rollup import roll_up
    from core.watch import detect
    from tests.county import FIRST_DAY

    store = county_alone()
    roll_up(store, days=None, actor="test")
    classify_days(store, since=FIRST_DAY, until=LAST_DAY, actor="test")
    classify(store, as_of=LAST_DAY, actor="test")
    detect(store, as_of=LAST_DAY, actor="test")
    grade(store, as_of=LAST_DAY, actor="test")
    return store


@pytest.fixture
def open_page(county, monkeypatch) -> Callable[..., AppTest]:
    """open_page("people", role="command", grids=[0], lang="zh", grid="990101100") → the page after its first run, as a link to it opens it.
    An account logs in once for a test, as whoever opens one page after the other."""
    tokens: dict[tuple[Store, int], str] = {}

    def opened(page: str, /, *, role="command", grids=(EVERYTHING,), lang="zh", store=None, **params) -> AppTest:
        chosen = store or county
        use_store(chosen)
        login = f"{role}-{'-'.join(map(str, grids))}"
        row = chosen.one("select account_id from account where login = $login", login=login)
        now = clock.now()
        account = row[0] if row else create_account(
            chosen, login=login, name=role, role=role, grids=list(grids), password=None, actor="test", now=now
        )  # fmt: skip
        if user_of_token(chosen, tokens.get((chosen, account)), now=now) is None:
            tokens[chosen, account] = start_session(chosen, account, now=now, actor="test")
        token = tokens[chosen, account]
        # Streamlit's tester has no browser, so no cookies: hand the page the one that the log-in route would have set.
        monkeypatch.setattr(ContextProxy, "cookies", property(lambda self: {COOKIE: token}))
        monkeypatch.setattr(ContextProxy, "locale", property(lambda self: "zh-CN" if lang == "zh" else "en-US"))
        test = AppTest.from_file(FRAME, default_timeout=PATIENCE)
        for name, value in params.items():
            test.query_params[name] = value
        return (test if page == "overview" else test.switch_page(f"{page}.py")).run()

    yield opened
    use_store(None)
    st.cache_data.clear()


def assert_fine(page: AppTest) -> None:
    """No exception and no untranslated key on the page."""
    assert not page.exception, page.exception
