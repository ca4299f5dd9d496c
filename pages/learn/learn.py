"""The index of the course: the path of chapters, each with a picture, a sentence, and how far one has come."""

import streamlit as st

from course import show as lesson
from course.path import CHAPTERS, picture
from ui.visit import notices
from ui.visit.page import Page
from ui.widgets import layout

IN_A_ROW = 5

layout.begin(Page("learn"), "Learn")
counts = [lesson.progress(chapter) for chapter in CHAPTERS]
passed, total = (sum(column) for column in zip(*counts, strict=True))
st.header("Ten chapters to touch", anchor=False)
st.markdown(
    "One idea on each screen: a few sentences, a figure that moves when you touch it, and checks that are marked by "
    "what you did. Begin anywhere; nothing is locked. Every address opens just the state of the figure that you see."
)
st.progress(passed / total, f"{passed} of {total} checks passed")
for start in range(0, len(CHAPTERS), IN_A_ROW):
    for column, chapter, (done, count) in zip(
        st.columns(IN_A_ROW), CHAPTERS[start : start + IN_A_ROW], counts[start : start + IN_A_ROW], strict=False
    ):
        with column, st.container(border=True, key=f"chapter_{chapter.name}", gap="small"):
            st.image(picture(chapter), width="stretch", alt=f"Figure of chapter {chapter.number}")
            st.page_link(f"learn/{chapter.name}.py", label=f"**{chapter.number} · {chapter.title}**")
            st.caption(f"{chapter.sentence} {done} of {count} checks.")
notices.show()
layout.finish()
