"""Starts the server: run with `streamlit run app.py`."""

import streamlit as st

from ui.server import line
from ui.server.start import lifespan

app = st.App("pages/contents.py", routes=line.routes(), lifespan=lifespan)
