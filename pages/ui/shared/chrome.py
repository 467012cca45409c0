"""What surrounds every page: the mark, who is logged in, the language switch, the demo's banner."""

from __future__ import annotations

from html import escape

import streamlit as st

from core.colours import DARK, WORDMARK
from core.domain import User
from core.web.mark import MARK
from pages.ui.shared.session import language, link, say

# Streamlit leaves a hand's breadth above every page; figures belong at the top.
STYLE = """<style>
.stMainBlockContainer { padding-top: 3.2rem; padding-bottom: 3rem; }
.stMainBlockContainer h1 { padding-top: 0; padding-bottom: .7rem; font-size: 1.9rem; }
a.route { display: inline-block; padding: .45rem .25rem; color: inherit; text-decoration: none; }
a.route:hover { text-decoration: underline; }
@media (max-width: 640px) {
  .stMainBlockContainer { padding: 4.2rem 1rem 3rem; }
  /* as high as a thumb is wide */
  .stApp button[data-testid^="stBaseButton"]:not([data-testid$="elementToolbar"]), .stApp [role="tab"], .stApp [data-testid="stButtonGroup"] button,
  .stApp [data-testid="stSelectbox"] .react-aria-ComboBox > [role="group"], .stApp [data-testid="stTextInputRootElement"],
  .stApp [data-testid="stNumberInputContainer"] { min-height: 44px; }
  .stApp [data-testid^="stNumberInputStep"] { width: 44px; min-height: 44px; }
}
</style>"""


# The fonts that hold Chinese draw curly quotes and middle dots as wide as a Chinese character; in English they are narrow.
NARROW = """<style>.stApp { font-variant-east-asian: proportional-width; }</style>"""

# In the dark the accent is light: white on it is hard to read.
ON_LIGHT = f"<style>.stApp button[kind^='primary']:not(:disabled) {{ color: {DARK['on_accent']}; }}</style>"


def draw_chrome(user: User, *, demo: bool) -> None:
    """The side bar's head and foot, and the banner of a demo store."""
    st.html(STYLE + (NARROW if language() == "en" else "") + (ON_LIGHT if st.context.theme.type == "dark" else ""))
    st.logo(_wordmark(say("app.name")), size="large", icon_image=MARK)
    with st.sidebar:
        st.caption(f"{user.name} · {say('role.' + user.role)}")
        other = "en" if language() == "zh" else "zh"
        with st.container(horizontal=True):
            if st.button(say("app.language"), type="tertiary", key="language"):
                st.session_state["lang"] = other
                st.query_params["lang"] = other
                st.rerun()
            link("/logout", say("app.logout"))
    if demo:
        st.badge(say("app.demo"), icon=":material/science:", color="orange")


def _wordmark(name: str) -> str:
    inner = MARK.replace("<svg ", '<svg width="32" height="32" ', 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 32">{inner}<text x="42" y="23" font-size="20"'
        ' font-weight="600" font-family="Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif" '
        f' fill="{WORDMARK}">'
        f"{escape(name)}</text></svg>"
    )
