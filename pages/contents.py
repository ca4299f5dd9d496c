"""The table of contents: every page, in the order of the bar at the top. `app.py` starts the server that runs it."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from course.path import CHAPTERS
from ui.server import memory, pacing
from ui.server.account import run_of
from ui.visit import session

PAGES = {
    "": [
        st.Page("play/playground.py", title="Playground", icon=":material/play_circle:", default=True),
        st.Page("play/images.py", title="Images", icon=":material/image:"),
        st.Page("play/sequences.py", title="Sequences", icon=":material/timeline:"),
    ],
    "Class": [
        st.Page("play/room.py", title="Room", icon=":material/groups:"),
        st.Page("play/results.py", title="Class results", icon=":material/fact_check:"),
    ],
    "Compare": [
        st.Page("compare/activations.py", title="Activations", icon=":material/function:"),
        st.Page("compare/optimizers.py", title="Optimizers", icon=":material/downhill_skiing:"),
        st.Page("compare/step_size.py", title="Step size", icon=":material/stairs:"),
        st.Page("compare/luck.py", title="Luck", icon=":material/casino:"),
        st.Page("compare/depth.py", title="Depth and width", icon=":material/lan:"),
        st.Page("compare/image_networks.py", title="Images", icon=":material/grid_view:"),
        st.Page("compare/cells.py", title="Cells", icon=":material/memory:"),
    ],
    "Learn": [
        st.Page("learn/learn.py", title="All chapters", icon=":material/school:"),
        st.Page("learn/glossary.py", title="Glossary", icon=":material/menu_book:"),
        *(st.Page(f"learn/{each.name}.py", title=f"{each.number} · {each.title}") for each in CHAPTERS),
    ],
}

APP = "Neural network playground"


def title_of(page: StreamlitPage) -> str:
    """Return what a browser's tab says of a page, the page first: a tab is narrow."""
    if page in PAGES["Compare"]:
        return f"Compare {page.title.lower()} · {APP}"
    return f"{page.title} · {APP}"


memory.tidy()
st.set_page_config(page_icon="ui/icon.svg", layout="wide")  # before a page's own icon is asked for, from elsewhere
page = st.navigation(PAGES, position="top")
st.set_page_config(page_title=title_of(page))
channel = session.current().channel
with run_of(channel.account), pacing.page_run(), channel.lock:  # the line must not train meanwhile
    page.run()
