"""Lessons of a page that compares: a question, networks that play at a press, and the answer that was measured."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import streamlit as st

from engine.experiments import address
from engine.experiments.training_settings import TrainingSettings
from ui.players import race
from ui.players.race import NOTHING, Measures, Member, Race
from ui.visit import changes, session, undo
from ui.widgets.guard import pressed


class Lesson(NamedTuple):
    """One comparison: the kind of its settings, the label of its button, what it asks, what is seen, the networks.

    `own` are settings of the page, such as what the networks differ in; `address` has the settings that they share,
    None where there are none. The answer is shown once they have been trained for `until` epochs or steps, whichever
    the page counts in, at this speed. `asks_for` names what stands in large below each picture, if not the score.
    """

    kind: type[TrainingSettings]
    label: str
    question: str
    answer: str
    own: Mapping[str, Any]
    address: str | None
    until: int
    speed: str = "1"
    asks_for: str = ""

    @property
    def experiment(self) -> Any:
        """The settings that all its networks share, of this lesson's kind; the default ones where there are none."""
        return address.from_query(dict(parse_qsl(self.address or "")), self.kind)[0]


Lessons = Mapping[str, Lesson]
Members = Callable[[], Iterable[Member]]  # of what the visitor has set
MARK = ":material/check:"


def present(lessons: Lessons, experiment: TrainingSettings, own: Any) -> Lesson | None:
    """Return the lesson that has these settings, whatever the seeds; own are those of the page."""
    for lesson in lessons.values():
        if any(getattr(own, name) != value for name, value in lesson.own.items()):
            continue
        shared = lesson.experiment
        if lesson.address is None or shared == replace(
            experiment, weight_seed=shared.weight_seed, data_seed=shared.data_seed
        ):
            return lesson
    return None


def _present(lessons: Lessons) -> Lesson | None:
    return present(lessons, session.current().experiment, session.own())


def show_buttons(lessons: Lessons, members: Members | None = None, measures: Measures = NOTHING) -> None:
    """Show a button for each lesson, the first one in colour until one has been begun.

    members returns the networks that are to play; None stands for a page that begins by itself.
    """

    def begin(lesson: Lesson) -> None:
        """Take on a lesson's settings, and play it from its first step."""
        if session.has_left(page):
            return
        visit = session.current()
        undo.change_with_own(visit.experiment if lesson.address is None else lesson.experiment, lesson.own)
        changes.update_view(speed=lesson.speed)
        visit.work = race.begin(members(), measures) if members else None
        if isinstance(visit.work, Race):
            visit.work.play(True)

    page = session.current().page.name
    now = _present(lessons)
    with st.container(horizontal=True, vertical_alignment="center", key="lessons"):
        for i, (name, lesson) in enumerate(lessons.items()):
            st.button(
                lesson.label,
                key=f"lesson_{name}",
                type="primary" if i == 0 and now is None else "secondary",
                icon=MARK if lesson == now else ":material/play_arrow:",
                on_click=pressed,
                args=(begin, lesson),
            )


def asked_for(lessons: Lessons) -> str:
    """Return what the present lesson wants to see in large below each picture; "" is the score."""
    lesson = _present(lessons)
    return lesson.asks_for if lesson else ""


def header(lessons: Lessons, reached: float) -> dict[str, Any]:
    """Return the question of the present lesson, and its answer once it can be seen at `reached`, for a Frame."""
    lesson = _present(lessons)
    if lesson is None:
        return {}
    return {"lesson": {"question": lesson.question, "answer": lesson.answer if reached >= lesson.until else ""}}


def header_of_walks(lessons: Lessons) -> dict[str, Any]:
    """Return the question and the answer of the present lesson, for a picture that plays by itself up to `until`."""
    lesson = _present(lessons)
    if lesson is None:
        return {}
    return {"lesson": {"question": lesson.question, "answer": lesson.answer, "until": lesson.until}}
