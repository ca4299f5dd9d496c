"""The Share dialog: a link to the settings and, if wanted, the training; to send, to scan, or to embed."""

from dataclasses import replace
from html import escape
from typing import Any

import numpy as np
import segno
import streamlit as st

from engine.data import own_points
from engine.data.images import own as images
from engine.experiments import address
from engine.experiments.image_experiment import ImageExperiment
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.runs import storage
from engine.runs.run import Run
from engine.runs.storage import Saved
from ui.players import goal
from ui.players.player import Player
from ui.players.race import Race
from ui.visit import address_bar, links, locks, session, task, view
from ui.visit.task import Task

MAX_LINK = 2000  # characters that chats, mail programs and QR readers still take
MAX_QR = 2953  # bytes that the largest QR code holds, at the lowest level of error correction
EMBEDDED_SIZE = (1160, 780)  # pixels


def builder() -> dict[str, str]:
    """Show what a link can ask of a visitor of the Playground; return the parameters for it."""
    now = locks.current_task()
    names = {name: label for name, (label, _) in task.CONTROLS.items()}
    chosen: dict[str, Any] = {
        "task": st.text_input("Task, shown above the picture", now.task, max_chars=task.MAX_TEXT, key="share_task")
    }
    for name, label in (("lock", "Shown, but locked"), ("hide", "Hidden")):
        chosen[name] = st.pills(
            label,
            list(names),
            default=list(getattr(now, name)),
            selection_mode="multi",
            key=f"share_{name}",
            format_func=lambda name: names[name],
        )
        chosen[name] = tuple(each for each in names if each in chosen[name])
    with st.container(horizontal=True, vertical_alignment="bottom", key="share_goal"):
        for name, label, step in (
            ("goal_loss", "Test loss at most", 0.01),
            ("goal_accuracy", "Test accuracy, %, at least", 1.0),
            ("most_weights", "Weights and biases at most", 1),
            ("most_layers", "Hidden layers at most", 1),
            ("most_epochs", "Epochs at most", 10),
        ):
            chosen[name] = _goal_number(name, label, step, getattr(now, name))
    asked = Task(**chosen)
    if not asked.has_goal and asked != replace(asked, most_weights=0, most_layers=-1, most_epochs=0):
        st.caption("Limits count only with a loss or an accuracy to reach.")
    return address.write(task.FIELDS, asked, Task())


def _goal_number(name: str, label: str, step: float, value: float) -> float:
    """Show one number of a goal as a box to type in; an empty box is the number that asks for nothing."""
    field, nothing = task.FIELDS[name], getattr(Task(), name)
    kind: Any = int if field.whole else float  # both kinds of the widget
    typed = st.number_input(
        label,
        kind(max(field.low, 0)),
        kind(field.high),
        None if value == nothing else kind(value),
        step=kind(step),
        format="%d" if field.whole else "%g",
        placeholder="any",
        key=f"share_{name}",
    )
    return kind(nothing) if typed is None else kind(typed)


def snippet(link: str) -> str:
    """Return the HTML that shows a page within another one."""
    width, height = EMBEDDED_SIZE
    return (
        f'<iframe src="{escape(link)}" width="{width}" height="{height}" style="border:0" loading="lazy" '
        'title="Neural network playground"></iframe>'
    )


def qr_code(link: str) -> str | None:
    """Return a QR code as an SVG, black on white in the dark theme too; None if the link is too long for one."""
    if len(link.encode()) > MAX_QR:
        return None
    return segno.make(link, error="l", micro=False).svg_inline(scale=6, border=3, light="#fff")


def own_data() -> str:
    """Return how many points or images the visitor has drawn, or characters written, in words; "" if none."""
    experiment = session.current().experiment
    if isinstance(experiment, SequenceExperiment):
        return f"{len(experiment.own):,} characters of your own" if experiment.own else ""
    if isinstance(experiment, ImageExperiment):
        count, noun = len(images.images(experiment.own)[1]), "image"
    else:
        count, noun = len(own_points.decode(experiment.drawn)[1]), "point"
    return f"{count} drawn {noun}{'s' * (count != 1)}" if count else ""


def step_now() -> int:
    """Return the step that is shown: of the Playground's network, or of the networks of a Race."""
    visit = session.current()
    if task.is_on(visit.page):
        return visit.player.shown.step if isinstance(visit.player, Player) else 0
    return visit.work.leader.step if isinstance(visit.work, Race) else 0


@st.dialog("Share", width="medium")
def dialog(step: int) -> None:
    """Show the link and its QR code; step is how far the network on show is trained."""
    run = changed_run()
    weights = ""
    with st.container(horizontal=True, gap="medium"):
        if run and run.theta.size <= links.MAX_WEIGHTS:
            with_weights = st.checkbox("With these weights", value=True, key="share_weights")
            weights = links.weights_text(run.theta[0]) if with_weights else ""
        trained = (
            step
            and not weights
            and st.checkbox(f"Trained to step {step:,}", key="share_step", disabled=step > view.MAX_STEPS)
        )
        plays = st.checkbox("Plays when it is opened", key="share_play")
        points = True
        if own := own_data():
            points = st.checkbox(f"With the {own}", value=True, key="share_points")
        embedded = st.checkbox("To embed in a page", key="share_embed")
    query = address_bar.share_query(step if trained else 0, plays, points, weights)
    if task.is_on(session.current().page):
        with st.expander("Set a task: a text, a goal, controls to lock or hide"):
            query = {name: value for name, value in query.items() if name not in task.FIELDS} | builder()
    link = address_bar.link_of(query, embedded)
    if points and not links.is_whole(session.current().experiment):
        st.warning(f"The {own_data()} are too many for a link: it holds everything else. Download them to share them.")
    if len(link) > MAX_LINK:
        st.warning(f"This link has {len(link):,} characters; some programs cut what is longer than {MAX_LINK:,}.")
    st.code(snippet(link) if embedded else link, language="html" if embedded else None, wrap_lines=True)
    if not embedded and (code := qr_code(link)):
        st.image(code, width=300, alt="QR code of this link")
    elif not embedded:
        st.caption("The link is too long for a QR code.")
    if run and not weights:
        _say_what_is_lost(run)
    elif weights:
        st.caption(
            "Whoever opens it gets the same data and settings, and begins at step 0 with the weights that are on show."
        )
    else:
        has_all = points and links.is_whole(session.current().experiment)
        text = f"Whoever opens it gets the same {'data, ' if has_all else ''}settings and first weights."
        if trained and has_all:
            text += f" Their server trains the {step:,} steps again and arrives at the same weights."
        st.caption(text)


def changed_run() -> Run | None:
    """Return the Playground's Run on show, if a link's settings alone do not lead to its weights."""
    visit = session.current()
    if not task.is_on(visit.page) or not isinstance(visit.player, Player):
        return None
    run = visit.player.shown
    return None if goal.is_replayable(run) or not links.is_whole(run.experiment) else run


def _say_what_is_lost(run: Run) -> None:
    st.warning(
        "Settings or weights were changed on the way. Whoever opens this link trains with the present settings from "
        "the first weights of the seed, and gets another network. The file holds this one: “Take away” brings it back."
    )
    if np.isfinite(run.theta).all():
        st.download_button(
            "This network, JSON",
            storage.dumps(Saved(run.experiment, run.theta[0], run.step)),
            file_name=f"network-{run.experiment.data}-step-{run.step}.json",
            mime="application/json",
            key="share_json",
            on_click="ignore",
        )
