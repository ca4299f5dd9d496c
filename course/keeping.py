"""Shows how much of the course has been passed, as the visitor's browser keeps it: see keeping.js."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from course.chapters.parts import Chapter, Screen
from ui.visit import session
from ui.widgets.guard import pressed

_COMPONENT = st.components.v2.component(
    "course_progress", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)
KEY = "kept"


def _checks(chapter: Chapter, screens: Sequence[Screen]) -> list[str]:
    return [f"{chapter.name}.{check.name}" for screen in screens for check in screen.checks]


def _forget() -> None:
    visit = session.current()
    for each in (visit.passed, visit.tried, visit.predicted):
        each.clear()


def show(chapters: Sequence[Chapter] = (), chapter: Chapter | None = None) -> None:
    """Show the checks passed: of one chapter with its screens, or of all chapters, with a button to forget them."""
    data: dict[str, object] = {"passed": sorted(session.current().passed)}
    if chapter:
        data["screens"] = [_checks(chapter, (screen,)) for screen in chapter.screens]
    else:
        data["chapters"] = {each.name: _checks(each, each.screens) for each in chapters}
    _COMPONENT(key=KEY, data=data, on_forget_change=lambda: pressed(_forget))
