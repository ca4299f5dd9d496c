"""Asks a visitor to predict: an answer has to be chosen before the right one and the figure's controls come.

A wrong answer is answered by what probably led to it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from course.chapters.parts import Chapter, Prediction, Screen
from ui.visit import session
from ui.widgets.guard import pressed

NO_IDEA = -1  # what is noted of a visitor who has no answer and wants to see


def _key(chapter: Chapter, screen: Screen) -> str:
    return f"{chapter.name}.{chapter.screens.index(screen) + 1}"


def is_waiting(chapter: Chapter, screen: Screen) -> bool:
    """Return whether a screen keeps its answer back: the visitor has not chosen, and the figure is as at first.

    A link to a figure opens it with its controls, whether or not its question has been answered.
    """
    if not screen.prediction or _key(chapter, screen) in session.current().predicted:
        return False
    names = {*screen.prediction.changes, *(control.name for control in screen.controls)}
    now, first = session.own(), chapter.page.settings()  # type: ignore[misc]  # a chapter's page has settings
    return all(getattr(now, name) == getattr(first, name) for name in names)


def _commit(chapter: Chapter, screen: Screen, choice: int) -> None:
    assert screen.prediction is not None
    if session.has_left(chapter.name):
        return
    session.current().predicted[_key(chapter, screen)] = choice
    session.update_own(**screen.prediction.changes)


def reply_to(prediction: Prediction, choice: int) -> str:
    """Return in Markdown what is said to a choice, the index of an answer or NO_IDEA."""
    right = prediction.answers[prediction.right]
    if choice == prediction.right:
        return f":material/check_circle: :green[**{right.text}**] {right.reply}"
    answer = f"So it is: **{right.text}** {right.reply}"
    if choice == NO_IDEA:
        return answer
    wrong = prediction.answers[choice]
    return f":material/lightbulb: You said: *{wrong.text}* {wrong.reply}\n\n{answer}"


def show(chapter: Chapter, screen: Screen) -> None:
    """Show a screen's question with its answers, or, once one is chosen, what is said to it."""
    prediction = screen.prediction
    if not prediction:
        return
    choice = session.current().predicted.get(_key(chapter, screen))
    with st.container(border=True, gap="small", key="prediction"):
        st.markdown(f"**Predict first.** {prediction.ask}")
        if choice is not None:
            st.markdown(reply_to(prediction, choice))
            return
        for i, answer in enumerate(prediction.answers):
            _answer_button(f"predict_{i}", answer.text, chapter, screen, i)
        _answer_button("predict_none", "No idea: show me", chapter, screen, NO_IDEA)


def _answer_button(key: str, label: str, chapter: Chapter, screen: Screen, choice: int) -> None:
    st.button(label, key=key, width="stretch", on_click=pressed, args=(_commit, chapter, screen, choice))


@contextmanager
def controls(chapter: Chapter, screen: Screen) -> Iterator[None]:
    """Show what changes the figure, which is hidden while the screen waits for a prediction.

    It stays on the page, so that nothing that the controls say gets lost.
    """
    if is_waiting(chapter, screen):
        st.html('<style>[data-testid="stLayoutWrapper"]:has(> .st-key-hands) { display: none; }</style>')
    with st.container(key="hands"):
        yield
