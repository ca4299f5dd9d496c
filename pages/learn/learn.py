"""The index of the course: all chapters in order, each with a picture, a sentence, and the checks passed so far."""

import streamlit as st

from course import marking
from course.path import CHAPTERS, picture
from ui.visit.page import Page
from ui.widgets import bars, layout

CHAPTERS_IN_A_ROW = 5

layout.begin(Page("learn"))
bars.head("Learn")
counts = [marking.progress(chapter) for chapter in CHAPTERS]
passed, total = (sum(column) for column in zip(*counts, strict=True))
st.header("Fifteen chapters to try out", anchor=False)
st.markdown(
    "One idea on each screen: a few sentences, a figure that moves when you touch it, and checks that are marked from "
    "what you did. Start anywhere; nothing is locked. Every address opens the figure exactly as you see it."
)
st.progress(passed / total, f"{passed} of {total} checks passed")
listed = list(zip(CHAPTERS, counts, strict=True))
for start in range(0, len(listed), CHAPTERS_IN_A_ROW):
    row = listed[start : start + CHAPTERS_IN_A_ROW]
    for column, (chapter, (done, count)) in zip(st.columns(CHAPTERS_IN_A_ROW), row, strict=False):
        with column, st.container(border=True, key=f"chapter_{chapter.name}", gap="small"):
            st.image(picture(chapter), width="stretch", alt=f"Figure of chapter {chapter.number}")
            st.page_link(f"learn/{chapter.name}.py", label=f"**{chapter.number} · {chapter.title}**")
            st.caption(f"{chapter.sentence} {done} of {count} checks.")
layout.finish()
