"""The glossary: every term of the course with its definition, and links to where it can be touched."""

import streamlit as st

from course import glossary
from course.path import CHAPTERS
from course.terms import TERMS
from ui.visit import session
from ui.widgets import bars, layout, own

BY_NAME = {chapter.name: chapter for chapter in CHAPTERS}


def places(name: str) -> str:
    """Return the links to where a term can be touched."""
    chapter, screen = TERMS[name].at
    where = BY_NAME[chapter]
    links = [f"[{where.title}: {where.screens[screen - 1].title}](./{chapter}?screen={screen})"]
    if plays := TERMS[name].plays:
        links.append(f"[live](./{plays})")
    return " · ".join(links)


layout.begin(glossary.PAGE)
bars.head("Glossary")
st.header("Glossary", anchor=False)
own.select("term", "Find a term", {glossary.NONE: "All terms", **{name: term.title for name, term in TERMS.items()}})
chosen = session.own().term
with st.container(key="glossary"):
    for name in TERMS if chosen == glossary.NONE else (chosen,):
        st.markdown(glossary.entry(name, places(name)))
layout.finish()
