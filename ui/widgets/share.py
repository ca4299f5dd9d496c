"""The dialog that makes a link of what is set and, if wanted, learned: to send, to scan, or to embed."""

from dataclasses import replace
from html import escape
from urllib.parse import urlencode, urlsplit

import segno
import streamlit as st

from engine.data import own_points
from engine.experiments import address
from ui.players.race import Race
from ui.visit import links, session, task, view
from ui.visit.task import Task

LONGEST = 2000  # characters that chats, mail programs and QR readers still take
FRAME = (1160, 780)  # pixels of an embedded page


def link_of(query: dict[str, str], embedded: bool = False) -> str:
    """Return the whole address of the present page with a query."""
    place = urlsplit(st.context.url or "")
    base = f"{place.scheme}://{place.netloc}{place.path or '/'}" if place.netloc else "/"
    text = urlencode({**query, **({"embed": "true"} if embedded else {})})
    return f"{base}?{text}" if text else base


def query(step: int, plays: bool, points: bool) -> dict[str, str]:
    """Return what a link says: all settings, the step to train to, whether to play, drawn points if wanted."""
    said = session.to_query()
    said.pop("projector", None)  # the class has screens of its own
    if not points:
        said.pop("drawn", None)
    if step:
        said["at_step"] = str(step)
    if plays:
        said["play"] = "true"
    return said


def builder() -> dict[str, str]:
    """Show what a link can ask of a visitor of the Playground; return the parameters for it."""
    now, fields = task.mine(), task.FIELDS
    names = {name: label for name, (label, _) in task.CONTROLS.items()}
    chosen = {
        "task": st.text_input("Task, shown above the Stage", now.task, max_chars=task.LONGEST_TEXT, key="share_task")
    }
    for name, label in (("lock", "Shown, but locked"), ("hide", "Hidden")):
        chosen[name] = st.pills(
            label,
            list(names),
            default=list(getattr(now, name)),
            selection_mode="multi",
            key=f"share_{name}",
            format_func=names.get,
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
            field, value = fields[name], getattr(now, name)
            kind = int if field.whole else float
            least = -1 if name == "most_layers" else 0
            typed = st.number_input(
                label, kind(max(field.low, 0)), kind(field.high), None if value == least else kind(value), step=step,
                format="%d" if field.whole else "%g", placeholder="any", key=f"share_{name}",
            )  # fmt: skip
            chosen[name] = kind(least) if typed is None else typed
    wanted = Task(**chosen)
    if not wanted.has_goal and wanted != replace(wanted, most_weights=0, most_layers=-1, most_epochs=0):
        st.caption("Limits count only with a loss or an accuracy to reach.")
    return address.write(fields, wanted, Task())


def snippet(link: str) -> str:
    """Return the HTML that shows a page within another one."""
    width, height = FRAME
    return (
        f'<iframe src="{escape(link)}" width="{width}" height="{height}" style="border:0" loading="lazy" '
        'title="Neural network playground"></iframe>'
    )


def qr_code(link: str) -> str:
    """Return a QR code as an SVG, black on white in the dark, too."""
    return segno.make(link, error="l", micro=False).svg_inline(scale=6, border=3, light="#fff")


def step_now() -> int:
    """Return the step of what is on show: of the Playground's network, or of the networks of a Race."""
    state = st.session_state
    if state["page"].name == "playground":
        return state["player"].shown.step
    work = state.get("work")
    return work.leader.step if isinstance(work, Race) else 0


@st.dialog("Share", width="medium")
def dialog(step: int) -> None:
    """Show the link and its QR code; step is how far the network on show is trained."""
    with st.container(horizontal=True, gap="medium"):
        trained = step and st.checkbox(f"Trained to step {step:,}", key="share_step", disabled=step > view.MOST_STEPS)
        plays = st.checkbox("Plays when it is opened", key="share_play")
        points = True
        if count := len(own_points.decode(session.experiment().drawn)[1]):
            points = st.checkbox(f"With the {count} drawn points", value=True, key="share_points")
        embedded = st.checkbox("To embed in a page", key="share_embed")
    said = query(step if trained else 0, plays, points)
    if st.session_state["page"].settings is Task:
        with st.expander("Set a task: a text, a goal, controls to lock or hide"):
            said = {name: value for name, value in said.items() if name not in task.FIELDS} | builder()
    link = link_of(said, embedded)
    if points and not links.is_whole(session.experiment()):
        st.warning(
            "The drawn points are too many for a link: it holds everything else. Download them as CSV to share them."
        )
    if len(link) > LONGEST:
        st.warning(f"This link has {len(link):,} characters; some programs cut what is longer than {LONGEST:,}.")
    st.code(snippet(link) if embedded else link, language="html" if embedded else None, wrap_lines=True)
    if not embedded:
        st.image(qr_code(link), width=300, alt="QR code of this link")
    says = "Whoever opens it gets the same data, settings and first weights."
    if trained:
        says += f" Their server trains the {step:,} steps anew and arrives at the same weights."
    st.caption(says)
