"""Streamlit's uploader speaks English only: its words are put over by style."""

from __future__ import annotations

import streamlit as st

ZONE = '[data-testid="stFileUploaderDropzone"]'
HINT = f'{ZONE} [data-testid="stFileUploaderDropzoneInstructions"]'


def uploader_words(drop: str, limit: str, browse: str) -> None:
    """Of all uploaders of the page: what may be dropped, how much, and the button."""
    st.html(
        f"<style>{HINT} * {{font-size:0 !important}}"
        f'{HINT}::after {{content:"{drop} · {limit}"; font-size:.875rem}}'
        f'{ZONE} button p {{font-size:0}} {ZONE} button p::after {{content:"{browse}"; font-size:.875rem}}</style>'
    )
