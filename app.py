"""The table of contents: run with `streamlit run app.py`."""

import streamlit as st

from ui import memory, thrift
from ui.lessons.path import CHAPTERS

PAGES = {
    "": [st.Page("screens/play/playground.py", title="Playground", icon=":material/play_circle:", default=True)],
    "Compare": [
        st.Page("screens/compare/activations.py", title="Activations", icon=":material/function:"),
        st.Page("screens/compare/optimizers.py", title="Optimizers", icon=":material/downhill_skiing:"),
        st.Page("screens/compare/step_size.py", title="Step size", icon=":material/stairs:"),
        st.Page("screens/compare/luck.py", title="Luck", icon=":material/casino:"),
        st.Page("screens/compare/depth.py", title="Depth and width", icon=":material/lan:"),
    ],
    "Learn": [
        st.Page("screens/learn/learn.py", title="All chapters", icon=":material/school:"),
        *(st.Page(f"screens/learn/{each.name}.py", title=f"{each.number} · {each.title}") for each in CHAPTERS),
    ],
}

thrift.save()
memory.tidy()
st.set_page_config(page_title="Neural network playground", page_icon="ui/icon.svg", layout="wide")
st.navigation(PAGES, position="top").run()
