"""Starts the server: run with `streamlit run app.py`."""

import streamlit as st

from ui.server import gate, line, paths, scripts, waiting
from ui.server.start import lifespan

gate.ask_nobody()
before = [*gate.middleware(), *paths.middleware(), *waiting.middleware()]
app = st.App("pages/contents.py", routes=[*line.routes(), *scripts.routes()], middleware=before, lifespan=lifespan)
