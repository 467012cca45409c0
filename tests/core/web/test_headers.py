from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
import streamlit

from core.web.headers import CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("path", ["/login", "/people", "/media/x", "/healthz", "/setup?token=x", "/static/x.js"])
def test_every_answer_carries_them(client, path):
    answer = client.get(path)
    policy = answer.header("content-security-policy")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval'" not in policy.replace("'wasm-unsafe-eval'", "")
    assert answer.header("x-content-type-options") == "nosniff"
    assert answer.header("referrer-policy") == "same-origin"
    assert "camera=()" in answer.header("permissions-policy")
    assert answer.header("strict-transport-security") is None


def test_the_pages_before_log_in_run_no_script_at_all(client):
    answer = client.get("/login")
    policy = answer.header("content-security-policy")
    assert policy.startswith("default-src 'none'") and "script-src" not in policy
    style = re.search("<style>(.*?)</style>", answer.text, re.DOTALL).group(1)
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in policy
    assert not re.search(r'(src|href)="(https?:)?//', answer.text)


def test_the_policy_knows_the_installed_front_ends_inline_script():
    index = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", index, re.DOTALL)
    assert scripts
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in CONTENT_SECURITY_POLICY
