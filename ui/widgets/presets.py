"""Panels of experiments that a press opens: a gallery of what is worth seeing, and challenges with a goal."""

from base64 import b64encode
from collections.abc import Collection, Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl

import streamlit as st

from engine.experiments.experiment import changed
from engine.experiments.training_settings import TrainingSettings
from ui.players import showing
from ui.players.player import Player
from ui.visit import address_bar, locks, session, task, undo
from ui.visit.page import Page
from ui.visit.task import Task
from ui.widgets import answering
from ui.widgets.guard import pressed

IN_A_ROW = 6  # pictures of a gallery


class Preset(NamedTuple):
    """One experiment: its title, what there is to see, its address, and the epochs until it is seen."""

    title: str
    sentence: str
    address: str
    epochs: int

    @property
    def query(self) -> dict[str, str]:
        """The parameters of its address."""
        return dict(parse_qsl(self.address))


class Challenge(NamedTuple):
    """One challenge: its title, what is asked for, and the address of its experiment, locks and goal."""

    title: str
    text: str
    address: str
    page: Page = task.PAGE

    @property
    def query(self) -> dict[str, str]:
        """The parameters of its address."""
        return dict(parse_qsl(self.address)) | {"task": self.text}

    @property
    def task(self) -> Task:
        """What it asks for."""
        return address_bar.parse_own(self.query, self.page)[0]


@lru_cache(maxsize=64)  # there are twenty-four
def _as_address(picture: Path) -> str:
    """Return a PNG file as an address that holds it.

    A file of Streamlit's would go with the next run of the page, which can be before a browser far away asks for it.
    """
    return f"data:image/png;base64,{b64encode(picture.read_bytes()).decode()}"


def show_gallery(player: Player, presets: Mapping[str, Preset], pictures: Path) -> None:
    """Show experiments worth seeing, with their pictures NAME.png: a press opens one and plays it."""
    names = list(presets)
    for start in range(0, len(names), IN_A_ROW):
        for column, name in zip(st.columns(IN_A_ROW), names[start : start + IN_A_ROW], strict=False):
            preset = presets[name]
            with column, st.container(border=True, key=f"preset_{name}", gap="small"):
                st.image(_as_address(pictures / f"{name}.png"), width="stretch", alt=f"{preset.title}, trained")
                st.button(
                    preset.title, key=f"open_{name}", on_click=pressed, args=(_open, player, preset), width="stretch"
                )
                st.caption(preset.sentence)


def show_challenges(player: Player, challenges: Mapping[str, Challenge], in_a_row: int) -> None:
    """Show tasks with a goal: a press takes one on."""
    done = session.current().solved
    names = list(challenges)
    count = sum(each.task in done for each in challenges.values())
    st.caption(f"{count} of {len(names)} solved in this session. Set tasks of your own in the Share dialog.")
    for start in range(0, len(names), in_a_row):
        for column, name in zip(st.columns(in_a_row), names[start:], strict=False):
            challenge = challenges[name]
            with column, st.container(border=True, key=f"challenge_{name}", gap="small"):
                st.markdown(f"**{challenge.title}**" + (" :material/check_circle: solved" * (challenge.task in done)))
                st.caption(challenge.text)
                st.button(
                    "Take it on",
                    key=f"take_{name}",
                    on_click=pressed,
                    args=(_take_on, player, challenge, [each.task for each in challenges.values()]),
                    width="stretch",
                )


def show_task(challenges: Mapping[str, Challenge]) -> None:
    """Show what a link asks of the visitor, if anything, and which challenge it is."""
    visit, present = session.current(), locks.current_task()
    if not present.task and not present.choices:
        return
    with st.container(key="task", horizontal=True, vertical_alignment="center"):
        if present.task:
            st.text(present.task, width="content")  # never Markdown: it comes from a link
        if present.choices:
            answering.question()
        if name := named(challenges, present, visit.desk.given or visit.experiment):
            st.caption(name, width="content")
        with st.container(horizontal=True, vertical_alignment="center", width="content", key="task_end"):
            if present.has_goal or present.choices:
                answering.initials()
            st.button("Leave the task", key="leave", type="tertiary", on_click=pressed, args=(locks.leave_task,))


def named(challenges: Mapping[str, Challenge], present: Task, given: TrainingSettings) -> str:
    """Return which challenge a Task is, by its text, and whether its goal or what it locks was changed; "" for others.

    given is the experiment with which the Task began.
    """
    for challenge in challenges.values():
        if present.task != challenge.text:
            continue
        own, *_ = address_bar.parse(challenge.query, challenge.page)
        same = present == challenge.task and not any(present.locks(name) for name in changed(own, given))
        return f"Challenge: {challenge.title}" if same else f"Not the challenge “{challenge.title}”: it was changed"
    return ""


def _take_on(player: Player, challenge: Challenge, all_tasks: Collection[Task]) -> None:
    """Take a challenge on; one challenge may be left for another."""
    if locks.may_open_another(all_tasks):
        _begin(player, challenge.query, challenge.task)


def _open(player: Player, preset: Preset) -> None:
    if not locks.may_open_another():
        return
    _begin(player, preset.query, Task())  # another experiment ends the task
    player.play(True)


def _begin(player: Player, query: dict[str, str], wanted: Task) -> None:
    visit = session.current()
    experiment, view, _, _ = address_bar.parse(query, visit.page)
    shown, _ = address_bar.parse_own(query, visit.page)
    looked_at = {name: getattr(shown, name) for name in query if name in visit.page.fields}
    session.set_own(**looked_at, **{name: value for name, value in asdict(wanted).items() if name not in looked_at})
    undo.change(experiment)
    visit.desk.given = experiment
    session.show_view(view)
    showing.reveal(player, experiment)
