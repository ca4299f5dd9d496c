"""Starts the server: run with `streamlit run app.py`."""

import streamlit as st

from ui.server import gate, line, waiting
from ui.server.start import lifespan

gate.ask_nobody()
app = st.App(
    "pages/contents.py", routes=line.routes(), middleware=[*gate.middleware(), *waiting.middleware()], lifespan=lifespan
)
