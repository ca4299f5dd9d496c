"""The few rules of style that the theme cannot express."""

from pathlib import Path

import streamlit as st

from ui.widgets import thumbnails

CSS = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
PROJECTOR = (Path(__file__).parent / "projector.css").read_text(encoding="utf-8")
EMBEDDED = (Path(__file__).parent / "embedded.css").read_text(encoding="utf-8")
DATA_BUTTON = ".st-key-data button"


def apply() -> None:
    """Apply the style; call it once, first on a page."""
    embedded = EMBEDDED if st.context.is_embedded else ""
    st.html(f"<style>{CSS}{thumbnails.css(DATA_BUTTON)}{embedded}</style>")


def enlarge() -> None:
    """Make type larger and lines thicker, for a projector."""
    st.html(f"<style>{PROJECTOR}</style>")
