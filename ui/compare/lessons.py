"""Lessons of a page that compares: a question, networks that play at a press, and the answer that was measured."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import streamlit as st

from engine.experiments import address
from engine.experiments.training_settings import TrainingSettings
from ui.players import race
from ui.players.race import NOTHING, Measures, Member
from ui.visit import changes, session, undo
from ui.widgets.guard import pressed


class Lesson(NamedTuple):
    """One comparison: the kind of its settings, the label of its button, what it asks, what is seen, the networks.

    `against` is what the networks differ in, `address` the settings that they share. The answer is shown once they
    have been trained for `until` epochs or steps, whichever the page counts in.
    """

    kind: type[TrainingSettings]
    label: str
    question: str
    answer: str
    against: str
    address: str
    until: int

    @property
    def experiment(self) -> Any:
        """The settings that all its networks share, of this lesson's kind."""
        return address.from_query(dict(parse_qsl(self.address)), self.kind)[0]


Lessons = Mapping[str, Lesson]
Members = Callable[[Any, str], tuple[Iterable[Member], list[str]]]  # of settings, and what networks differ in


def present(lessons: Lessons, experiment: TrainingSettings, against: str) -> Lesson | None:
    """Return the lesson that has these settings, whatever the seeds."""
    for lesson in lessons.values():
        own = lesson.experiment
        if lesson.against == against and own == replace(
            experiment, weight_seed=own.weight_seed, data_seed=own.data_seed
        ):
            return lesson
    return None


def _present(lessons: Lessons) -> Lesson | None:
    return present(lessons, session.current().experiment, session.own().against)


def show_buttons(lessons: Lessons, members: Members, measures: Measures = NOTHING) -> None:
    """Show a button for each lesson, the first one in colour until one has been begun."""

    def begin(lesson: Lesson) -> None:
        """Take on a lesson's settings, and play it from its first step."""
        undo.change(lesson.experiment)
        session.set_own(against=lesson.against)
        changes.update_view(speed="1")
        visit = session.current()
        visit.work = race.begin(members(lesson.experiment, lesson.against)[0], measures)
        visit.work.play(True)

    now = _present(lessons)
    with st.container(horizontal=True, vertical_alignment="center", key="lessons"):
        for i, (name, lesson) in enumerate(lessons.items()):
            st.button(
                lesson.label,
                key=f"lesson_{name}",
                type="primary" if i == 0 and now is None else "secondary",
                icon=":material/check:" if lesson == now else ":material/play_arrow:",
                help=lesson.question,
                on_click=pressed,
                args=(begin, lesson),
            )


def header(lessons: Lessons, reached: int) -> dict[str, Any]:
    """Return the question of the present lesson, and its answer once it can be seen at `reached`, for a Frame."""
    lesson = _present(lessons)
    if lesson is None:
        return {}
    return {"lesson": {"question": lesson.question, "answer": lesson.answer if reached >= lesson.until else ""}}
