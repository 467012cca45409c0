"""A second quick click on a button does nothing: not twice what the first one does, and nothing of what has slid under the finger meanwhile."""

from __future__ import annotations

import streamlit as st

# One listener before all of Streamlit's own, so that no page and no button has to think of it. What was pressed is held until the page has
# run and then stood still for a moment, however slow the server is to begin; a file to keep or a page to print, of which nothing runs, for two
# seconds. Turning pages is what people do quickly on purpose.
SCRIPT = """
export default function () {
  const STILL = 250, LOOK = 50, BEGINS = 10000, KEPT = 2000;
  let held = null, ran = false, patience = 0, still = 0, looking = 0;
  const running = () => document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState !== "notRunning";
  const watching = new MutationObserver(() => { ran ||= held !== null; });
  watching.observe(document.body, {subtree: true, attributeFilter: ["data-test-script-state"]});
  const look = () => {
    ran ||= running();
    still = running() ? 0 : still + LOOK;
    if (still < (ran ? STILL : patience)) return;
    clearInterval(looking);
    looking = 0;
    held = null;
  };
  const hold = (event, part, again) => {
    const what = part.closest('[data-testid="stForm"]') || part;
    if (again || what === held) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    held = what;
    ran = false;
    patience = part.closest('[data-testid="stDownloadButton"], .gc-print') ? KEPT : BEGINS;
    still = 0;
    looking ||= setInterval(look, LOOK);
  };
  const clicked = (event) => {
    const button = event.target.closest?.('[data-testid="stButton"] button, [data-testid="stFormSubmitButton"] button, [data-testid="stDownloadButton"] button, button.gc-do');
    if (button && !button.closest('[class*="_pager"]')) hold(event, button, event.detail > 1);
  };
  const sent = (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    const field = event.target.closest?.('[data-testid="stForm"] input[type="text"]:not([role="combobox"]), [data-testid="stForm"] textarea');
    if (field && (field.tagName === "INPUT" || event.ctrlKey || event.metaKey)) hold(event, field, event.repeat);
  };
  document.addEventListener("click", clicked, true);
  document.addEventListener("keydown", sent, true);
  return () => {
    clearInterval(looking);
    watching.disconnect();
    document.removeEventListener("click", clicked, true);
    document.removeEventListener("keydown", sent, true);
  };
}
"""


def one_click() -> None:
    """Draws nothing; called once by the frame."""
    _listener()(key="one_click", height=1)


@st.cache_resource
def _listener():
    return st.components.v2.component("one_click", js=SCRIPT)
