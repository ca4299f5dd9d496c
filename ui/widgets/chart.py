"""Shows a chart on a page: with words for who cannot see it, and larger for the back row."""

import re

import plotly.graph_objects as go
import streamlit as st

from pictures.charts import style
from ui.visit import session

QUIET = {"displayModeBar": False}


def words(figure: go.Figure) -> str:
    """Return what a chart shows, from its title and the line below it."""
    title = figure.layout.title
    parts = [re.sub(r"<[^>]*>", " ", text).strip() for text in (title.text, title.subtitle.text) if text]
    return ". ".join(part for part in parts if part) or "Chart"


def show(figure: go.Figure, key: str) -> None:
    """Show a figure under a key of its own."""
    if session.current().view.projector:
        figure = style.enlarge(figure)
    st.plotly_chart(figure, key=key, config=QUIET, alt=words(figure))
