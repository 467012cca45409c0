"""Browsers since Chromium 94, which have nothing of what came later (every page in such a one: test_pages.py)."""

from __future__ import annotations

import pytest

from core.web.start_script import SCRIPT, SCRIPTS
from tests.browser.old import SCRIPT as MAKE_OLD

FILLED_IN = (SCRIPTS / "old_browsers.js").read_text("utf-8")
# (expression, its value as JSON): what the standard says
BEHAVIOUR = [
    ("[3, 1, 2].toSorted()", [1, 2, 3]),
    ("[1, 10, 9].toSorted((a, b) => b - a)", [10, 9, 1]),
    ("[1, , 3].toReversed()", [3, None, 1]),
    ("(a => [a.toSpliced(1, 1, 'x', 'y'), a])([1, 2, 3])", [[1, "x", "y", 3], [1, 2, 3]]),
    ("[1, 2].toSpliced(1)", [1]),
    ("[1, 2].toSpliced()", [1, 2]),
    ("(a => [a.with(-1, 9), a])([1, 2])", [[1, 9], [1, 2]]),
    ("(() => { try { [1].with(1, 0); return 'no'; } catch (e) { return e.name; } })()", "RangeError"),
    ("[...new Uint8Array([3, 1]).toSorted(), new Uint8Array([3, 1]).with(0, 7) instanceof Uint8Array]", [1, 3, True]),
    ("[[1, 2, 3].at(-1), [1].at(5) === undefined, 'abc'.at(-3), 'a'.at(1) === undefined]", [3, True, "a", True]),
    ("[[1, 2, 3].findLast(n => n < 3), [1, 2].findLastIndex(n => n > 5), new Uint8Array([4, 5]).findLast(n => n < 5)]", [2, -1, 4]),
    ("Object.hasOwn({ a: 1 }, 'a') && !Object.hasOwn({}, 'toString')", True),
    ("Object.groupBy([1, 2, 3], n => n % 2 ? 'odd' : 'even')", {"odd": [1, 3], "even": [2]}),
    ("[...Map.groupBy('aba', s => s)]", [["a", ["a", "a"]], ["b", ["b"]]]),
    ("Array.fromAsync((async function* () { yield 1; yield 2; })(), async n => n * 2)", [2, 4]),
    ("Array.fromAsync([Promise.resolve(1), 2])", [1, 2]),
    ("Array.fromAsync({ length: 2, 0: 'a', 1: 'b' })", ["a", "b"]),
    ("(() => { const made = Promise.withResolvers(); made.resolve(5); return made.promise; })()", 5),
    ("[URL.canParse('http://a/b'), URL.canParse('b'), URL.canParse('b', 'http://a'), URL.parse('') === null]", [True, False, True, True]),
    ("['a.b.c'.replaceAll('.', '$&-'), 'aXbX'.replaceAll(/x/gi, '_'), 'ab'.replaceAll('', '|'), 'aa'.replaceAll('a', s => s + '!')]",
     ["a.-b.-c", "a_b_", "|a|b|", "a!a!"]),
    ("['ab\\ud800'.isWellFormed(), '\\udc00'.isWellFormed(), 'a😀'.isWellFormed(), '\\ud83d\\ude00\\ud83d'.toWellFormed()]",
     [False, False, True, "😀\ufffd"]),
    ("[...new Set([1, 2]).union(new Set([2, 3]))]", [1, 2, 3]),
    ("[...new Set([1, 2]).intersection(new Set([2, 3])), ...new Set([1, 2]).difference(new Set([2, 3]))]", [2, 1]),
    ("[...new Set([1, 2]).symmetricDifference(new Set([2, 3]))]", [1, 3]),
    ("[new Set([1]).isSubsetOf(new Set([1, 2])), new Set([1]).isSupersetOf(new Map([[1, 2]])), new Set([1]).isDisjointFrom(new Set([1]))]",
     [True, True, False]),
    ("new Promise(done => AbortSignal.timeout(1).addEventListener('abort', e => done([e.target.aborted, e.target.reason.name])))",
     [True, "TimeoutError"]),
    ("(c => { const any = AbortSignal.any([new AbortController().signal, c.signal]); c.abort(); return any.aborted; })(new AbortController())",
     True),
    ("(c => { c.abort(); try { c.signal.throwIfAborted(); } catch (e) { return e.name; } })(new AbortController())", "AbortError"),
    ("(a => { a.self = a; const b = structuredClone(a); return [b !== a, b.self === b, b.d - a.d, [...b.m], [...b.s], [...b.u], b.n]; })"
     "({ d: new Date(5), m: new Map([[1, { x: 1 }]]), s: new Set([1]), u: new Uint8Array([1, 2]), n: null })",
     [True, True, 0, [[1, {"x": 1}]], [1], [1, 2], None]),
    ("(() => { try { structuredClone({ f() {} }); } catch (e) { return e.name; } })()", "DataCloneError"),
    ("/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID())", True),
]  # fmt: skip


@pytest.fixture
def old(filled, visit):
    """Somebody who may see all, at an old browser."""
    visitor = visit(filled, login="admin")
    visitor.context.add_init_script(MAKE_OLD)
    return visitor


def test_without_our_script_it_would_not_be(old):
    """So the walk through the pages can fail: the browser is really old. What is left of the page differs: a dialog, or nothing at all."""
    rest = SCRIPT.replace(FILLED_IN, "")
    old.context.route("**/start.js", lambda route: route.fulfill(body=rest, content_type="text/javascript"))
    with old.page.expect_event("console", lambda message: "toSorted is not a function" in message.text):
        old.page.goto(f"{old.server.address}/people")


@pytest.mark.parametrize("browser", ["old", "new"])
def test_what_is_filled_in_behaves_as_the_standard_says(chromium, filled, browser):
    """The same answers from ours and from the browser's own."""
    page = chromium.new_page()
    try:
        if browser == "old":
            page.add_init_script(MAKE_OLD + FILLED_IN)
        page.goto(f"{filled.address}/login")
        for expression, value in BEHAVIOUR:
            assert page.evaluate(f"async () => await ({expression})") == value, expression
    finally:
        page.close()
