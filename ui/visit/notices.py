"""Sentences that a visitor reads once, such as why a part of an address was not taken."""

import re

import streamlit as st

from ui.visit import session

MAX_NOTICES = 4  # shown at once: an address can have hundreds of wrong parts


def add(*sentences: str) -> None:
    """Have these sentences shown once, in this run of the page or the next."""
    waiting = session.current().notices
    waiting.extend(each for each in dict.fromkeys(sentences) if each not in waiting)
    session.request_page_run()


def show() -> None:
    """Show the sentences above the page, so that nothing on it moves."""
    visit = session.current()
    for sentence in visit.notices[:MAX_NOTICES]:
        st.toast(plain(sentence), icon=":material/info:", duration=12)
    visit.notices.clear()


def plain(text: str) -> str:
    """Return Markdown that shows the text as it is, whatever it contains."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
