"""The few rules of style that the theme cannot express."""

from pathlib import Path

import streamlit as st

CSS = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


def apply() -> None:
    """Apply the style; call it once, first on a page."""
    st.html(f"<style>{CSS}</style>")
