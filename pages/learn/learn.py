"""The index of the course: all chapters in order, each with a picture, a sentence, and the checks passed so far."""

import streamlit as st

from course import keeping
from course.index_pictures import picture
from course.path import CHAPTERS
from ui.visit.page import Page
from ui.widgets import bars, layout

CHAPTERS_IN_A_ROW = 5

layout.begin(Page("learn"))
bars.head("Learn")
st.header("Seventeen chapters to try out", anchor=False)
st.markdown(
    "One idea on each screen: a few sentences, a question to answer before you see, a figure that moves when you touch "
    "it, and checks that are marked from what you did. Start with any chapter. Every address opens the figure "
    "exactly as you see it."
)
keeping.show(CHAPTERS)
st.page_link("learn/glossary.py", label="Glossary: all terms of the course", icon=":material/menu_book:")
for start in range(0, len(CHAPTERS), CHAPTERS_IN_A_ROW):
    row = CHAPTERS[start : start + CHAPTERS_IN_A_ROW]
    for column, chapter in zip(st.columns(CHAPTERS_IN_A_ROW), row, strict=False):
        with column, st.container(border=True, key=f"chapter_{chapter.name}", gap="small"):
            st.image(picture(chapter.name), width="stretch", alt=f"What chapter {chapter.number} is about")
            st.page_link(f"learn/{chapter.name}.py", label=f"**{chapter.number} · {chapter.title}**")
            st.caption(f"{chapter.sentence} About {chapter.minutes} minutes.")
layout.finish()
