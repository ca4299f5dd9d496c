"""The Share dialog: a link to the settings and, if wanted, the training; to send, to scan, or to embed."""

from html import escape
from typing import NamedTuple
from urllib.parse import urlencode

import numpy as np
import segno
import streamlit as st

from engine.data import own_points
from engine.data.images import own as images
from engine.experiments.image_experiment import ImageExperiment
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.numerals import grouped
from engine.runs import storage
from engine.runs.run import Run
from engine.runs.storage import Saved
from pictures import catalogue
from ui.players import goal
from ui.players.player import Player
from ui.players.race import Race
from ui.server import where
from ui.visit import address_bar, links, locks, session, task, view
from ui.widgets import set_task

MAX_LINK = 2000  # characters that chats, mail programs and QR readers still take
MAX_QR = 2953  # bytes that the largest QR code holds, at the lowest level of error correction
EMBEDDED_SIZE = (1160, 780)  # pixels

_LINK = st.components.v2.component("network_link", js=catalogue.code("link"))


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
    return segno.make(link, error="l", micro=False).svg_inline(border=3, light="#fff", omitsize=True)


def show_code(link: str, key: str) -> None:
    """Show the QR code of a link, which a press makes fill the screen, and a button that copies the link."""
    _LINK(data={"link": link, "code": qr_code(link) or ""}, key=key)


def own_data() -> str:
    """Return how many points or images the visitor has drawn, or characters written, in words; "" if none."""
    experiment = session.current().experiment
    if isinstance(experiment, SequenceExperiment):
        return f"{grouped(len(experiment.own))} characters of your own" if experiment.own else ""
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


@st.dialog("Share", width="large")
def dialog(step: int) -> None:
    """Show what the link is to hold, and beside it the link and its QR code; step is how far the network is trained."""
    options, shown = st.columns([8, 5], gap="large")
    with options, st.container(key="share_options"):
        sharing = _options(step)
    with shown, st.container(key="share_link"):
        _show_link(sharing)
        _say_what_it_holds(sharing)


class Sharing(NamedTuple):
    """What a link is to hold: its parameters, the step to train to, weights as text, whether own data go along."""

    query: dict[str, str]
    step: int
    weights: str
    points: bool
    embedded: bool
    run: Run | None  # that the settings alone do not lead to


def _options(step: int) -> Sharing:
    """Show the choices of the visitor."""
    run, weights, points = changed_run(), "", True
    with st.container(horizontal=True, gap="medium", key="share_boxes"):
        if run and run.theta.size <= links.MAX_WEIGHTS:
            with_weights = st.checkbox("With these weights", value=True, key="share_weights")
            weights = links.weights_text(run.theta[0]) if with_weights else ""
        trained = bool(
            step
            and not weights
            and st.checkbox(f"Trained to step {grouped(step)}", key="share_step", disabled=step > view.MAX_STEPS)
        )
        plays = st.checkbox("Plays when it is opened", key="share_play")
        if own := own_data():
            points = st.checkbox(f"With the {own}", value=True, key="share_points")
        embedded = st.checkbox("To embed in a page", key="share_embed")
    query = address_bar.share_query(step if trained else 0, plays, points, weights)
    if task.is_on(session.current().page):
        now = locks.current_task()
        with st.expander("Set a task: text, question, goal, what may be changed", expanded=now != type(now)()):
            asked = set_task.builder()
        # Without the answer and the initials of who shares it: these belong to a result.
        query = {name: value for name, value in query.items() if name not in task.FIELDS} | asked
    return Sharing(query, step if trained else 0, weights, points, embedded, run)


def _show_link(sharing: Sharing) -> None:
    """Show the link, or the HTML to embed it, and its QR code."""
    link = address_bar.link_of(sharing.query, sharing.embedded)
    if not sharing.embedded:
        show_code(link, "share_code")
    st.code(snippet(link) if sharing.embedded else link, language="html" if sharing.embedded else None, wrap_lines=True)
    if task.is_on(session.current().page) and not sharing.embedded and not where.IN_BROWSER:
        st.link_button(
            "Open a room with this task",
            f"./room?{urlencode({'room_task': link})}",
            icon=":material/groups:",
            help="A class joins by a code, and you see all networks on one screen",
        )
    if len(link) > MAX_LINK:
        st.warning(
            f"This link has {grouped(len(link))} characters; some programs cut what is longer than {grouped(MAX_LINK)}."
        )


def _say_what_it_holds(sharing: Sharing) -> None:
    """Say what whoever opens the link will get, and what not."""
    is_whole = links.is_whole(session.current().experiment)
    if sharing.points and not is_whole:
        st.warning(f"The {own_data()} are too many for a link: it holds everything else. Download them to share them.")
    if sharing.run and not sharing.weights:
        _say_what_is_lost(sharing.run)
    elif sharing.weights:
        st.caption(
            "Whoever opens it gets the same data and settings, and begins at step 0 with the weights that are on show."
        )
    else:
        has_all = sharing.points and is_whole
        text = f"Whoever opens it gets the same {'data, ' if has_all else ''}settings and first weights."
        if sharing.step and has_all:
            text += f" {_who_trains(sharing.step)}"
        st.caption(text)


def _who_trains(step: int) -> str:
    """Say who trains the steps of a link again, and how exactly."""
    if where.IN_BROWSER:
        return (
            f"Their browser trains the {grouped(step)} steps again and arrives at the same weights. "
            "A server with the same settings arrives at weights that differ in the last digits."
        )
    return f"Their server trains the {grouped(step)} steps again and arrives at the same weights."


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
            lambda: storage.dumps(Saved(run.experiment, run.theta[0], run.step)),
            file_name=f"network-{run.experiment.data}-step-{run.step}.json",
            mime="application/json",
            key="share_json",
            on_click="ignore",
        )
