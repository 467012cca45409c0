"""Links in what we draw as HTML. They are plain addresses, which may be opened in a new tab or passed on; a click follows them
within the running page, without loading it anew."""

from __future__ import annotations

from collections.abc import Collection
from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit

import streamlit as st

START = "overview"  # the page at the address without a name
KEPT = ("grid", "days", "week", "since", "until", "lang")
KEY = "followed_link"
# Clicks with a held key, or with another button, are the browser's: a new tab, a new window.
SCRIPT = """
export default function ({ setTriggerValue }) {
  const follow = (event) => {
    const link = event.target.closest?.("a.go");
    document.querySelectorAll("details.gc-more[open]").forEach((open) => open.contains(event.target) && !link || (open.open = false));
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setTriggerValue("to", link.getAttribute("href"));
  };
  document.addEventListener("click", follow);
  return () => document.removeEventListener("click", follow);
}
"""


def href(page: str, /, **params: object) -> str:
    """The address of a page, with grid, period and language as they are now; `params` adds others, None takes one away.

    Escaped for an attribute of HTML.
    """
    kept = {name: value for name, value in st.query_params.to_dict().items() if name in KEPT}
    chosen = {name: str(value) for name, value in {**kept, **params}.items() if value is not None}
    return escape("/" + ("" if page == START else page) + ("?" + urlencode(chosen) if chosen else ""))


def follow_links(pages: Collection[str]) -> None:
    """Go where a link (`class="go"`) was clicked. Draws nothing; called once by the frame, before the page runs."""
    chosen = _follower()(key=KEY, height=1, on_to_change=lambda: None).to
    if not chosen:
        return
    address = urlsplit(chosen)
    page = address.path.strip("/") or START
    if page in pages:
        st.switch_page(f"{page}.py", query_params=dict(parse_qsl(address.query)))


@st.cache_resource
def _follower():
    return st.components.v2.component("follow_links", js=SCRIPT)
