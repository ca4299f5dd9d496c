"""Marks the checks of a chapter: what is right now, what has been passed, and what helps if an answer is wrong.

Whether a check was ever passed is kept for the progress, see keeping.py. "Right." is said of the present answer only.
"""

import re
from functools import partial

import streamlit as st

from course.chapters.parts import Chapter, Check
from ui.visit import session, typed_number
from ui.widgets import typed
from ui.widgets.guard import pressed

NARROW, WIDE = 170, 250  # px, of the field for an answer without a unit and with one
ASK_FOR_ANSWER = "Type your answer first."
PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")  # what may have a meaning in Markdown


def _typed(check: Check) -> str:
    """Return the answer as it is typed; "" for a check without one."""
    return typed.text(f"answer_{check.name}") if check.unit is not None else ""


def is_right(check: Check) -> bool:
    """Return whether a check is passed by what is set and typed in now."""
    text = _typed(check)
    answer = typed_number.read(text, check.unit or "")
    if check.unit is not None and answer is None:
        return False
    return check.passed(session.own(), answer)


def _hint(check: Check) -> str:
    """Return what helps with the answer that stands there now."""
    text = _typed(check)
    answer = typed_number.read(text, check.unit or "")
    if check.unit is not None and answer is None:
        return PUNCTUATION.sub(r"\\\g<0>", typed_number.complaint(text)) if text else ASK_FOR_ANSWER
    return check.hint(session.own(), answer)


def _mark(chapter: Chapter, check: Check) -> None:
    """Mark a check from what is set, or typed in, now."""
    if session.has_left(chapter.name):
        return
    visit, name = session.current(), f"{chapter.name}.{check.name}"
    if is_right(check):
        visit.passed.add(name)
        visit.tried.pop(name, None)
    else:
        visit.tried[name] = _typed(check)  # the hint belongs to this answer and to no other


def _mark_typed(chapter: Chapter, check: Check) -> None:
    """Mark an answer as soon as it is typed in; an empty field is none."""
    if _typed(check):
        _mark(chapter, check)


def show(chapter: Chapter, check: Check) -> None:
    """Show a check, with its mark once it has been tried."""
    visit, name = session.current(), f"{chapter.name}.{check.name}"
    passed, wrong = name in visit.passed, visit.tried.get(name) == _typed(check)
    right = (passed or wrong) and is_right(check)
    with st.container(border=True, gap="small", key=f"check_{check.name}"):
        st.markdown(check.ask)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if check.unit is not None:
                label = f"Your answer{f', {check.unit}' if check.unit else ''}"
                width = WIDE if check.unit else NARROW
                typed.show(label, f"answer_{check.name}", label, width, partial(_mark_typed, chapter, check))
            st.button("Check", key=f"mark_{check.name}", on_click=pressed, args=(_mark, chapter, check))
            if passed and right:
                st.markdown(":material/check_circle: :green[**Right.**]")
            elif passed:
                st.markdown(":gray[:material/task_alt: passed before]")
        if wrong and not right:
            st.markdown(f":material/lightbulb: **Not yet.** {_hint(check)}")
