"""The table of contents: run with `streamlit run app.py`."""

import streamlit as st

PAGES = {
    "Play": [st.Page("pages/play/playground.py", title="Playground", icon=":material/play_circle:", default=True)],
}

st.set_page_config(page_title="Neural network playground", page_icon="ui/icon.svg", layout="wide")
st.navigation(PAGES, position="top").run()
