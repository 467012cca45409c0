"""No pattern takes ages for any text: each that stands in the code is tried with long texts made of its own letters and of what repeats."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator

from core.settings import PROJECT
from tests.patience import PATIENCE

LONG = 1_000  # characters
MOST = 1.0  # seconds of the processor for one text: what grows with its length's square takes a fiftieth of it, with its cube many times as long
# Whoever finds them all searches again behind each.
LOOKS = {"match": "match", "fullmatch": "fullmatch"} | dict.fromkeys(
    ("search", "findall", "finditer", "sub", "subn", "split"), "search"
)
# Runs beside, because nothing interrupts a pattern once it runs.
TRY = """
import json, re, sys, time
patterns, long = json.load(sys.stdin)
for where, pattern, flags, look in patterns:
    plain = getattr(re.compile(pattern, flags), look)
    own = [each for each in dict.fromkeys(re.sub(r"\\\\[a-zA-Z]|[][(){}|?*+^$.]", "", pattern)) if each.strip()][:8]
    for each in (*own, "a", "0", " ", "-", "张", "0a", "a ", "a,"):
        text = each * (long // len(each)) + "\\x01"
        begin = time.process_time()
        plain(text)
        spent = time.process_time() - begin
        if spent > float(sys.argv[1]):
            print(where, repr(pattern), repr(each), round(spent, 1), flush=True)
            break
"""


def test_no_pattern_takes_ages():
    found = sorted(set(patterns()))
    assert len(found) >= 100
    assert slow(found) == ""


def test_one_that_does_is_found():
    told = slow([("here", "a*a*a*a*b", 0, "fullmatch"), ("here", "a+", 0, "fullmatch")], long=400)
    assert "a*a*a*a*b" in told and "a+" not in told


def slow(found: list[tuple[str, str, int, str]], long: int = LONG) -> str:
    done = subprocess.run(
        [sys.executable, "-c", TRY, str(MOST)], input=json.dumps([found, long]), capture_output=True, text=True, check=True, timeout=PATIENCE
    )  # fmt: skip
    return done.stdout


def patterns() -> Iterator[tuple[str, str, int, str]]:
    """(file, pattern, flags, how it looks) of those that are written out where they are used or made."""
    for folder in ("core", "pages"):
        for file in (PROJECT / folder).rglob("*.py"):
            tree = ast.parse(file.read_text("utf-8"))
            looks = {(n.value.id, n.attr) for n in ast.walk(tree) if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.attr in LOOKS}  # fmt: skip
            for node in ast.walk(tree):
                call = node.value if isinstance(node, ast.Assign) else node
                if not _of_re(call):
                    continue
                named = {t.id for t in getattr(node, "targets", ()) if isinstance(t, ast.Name)}
                flags = int(re.IGNORECASE) * ("IGNORECASE" in ast.dump(call))
                for look in {call.func.attr} & set(LOOKS) or {look for name, look in looks if name in named}:
                    yield str(file.relative_to(PROJECT)), call.args[0].value, flags, LOOKS[look]


def _of_re(call: ast.AST) -> bool:
    return isinstance(call, ast.Call) and ast.unparse(call.func).startswith("re.") and bool(call.args) and isinstance(getattr(call.args[0], "value", None), str)  # fmt: skip
