"""Room: a class that works on one task, everybody's network on one screen."""

from typing import Any

import streamlit as st

from engine.runs.run import evaluate
from pictures.live.packing import Frame
from ui.images import picture as images
from ui.players import updates
from ui.players.updates import Live
from ui.playground import stage
from ui.rooms import entrance, shown, teacher_page
from ui.rooms.shown import Shown
from ui.rooms.teaching import Teaching
from ui.sequences import picture as sequences
from ui.server import where
from ui.visit import changes, notices, session
from ui.visit.task import SequencesTask
from ui.widgets import bars, layout, live

LOOKS = ("show_test", "discretize")  # of the picture: all else that is done to it would change the network
ASKS = ("tick", "resume")  # what a picture asks for by itself
PICTURES = {"points": "stage", "images": "images", "sequences": "sequences"}


def frame_of(now: Shown) -> Frame:
    """Return the Frame of the network that is shown to all."""
    player, scores = now.player, evaluate(now.player.run)
    kind = player.run.experiment.KIND
    if kind == "images":
        return images.make_frame(player, scores)
    if kind == "sequences":
        return sequences.make_frame(player, scores, SequencesTask())
    return stage.make_frame(player, session.current().view, scores)


def look(action: dict[str, Any]) -> None:
    """Show the network in another way; nobody changes it here."""
    kind, value = action["kind"], action.get("value")
    if kind in LOOKS and isinstance(value, bool):
        changes.update_view(**{kind: value})
    elif kind not in ASKS:
        notices.add("This network is a guest's: open it from its tile on the wall to try something with it.")


def show_one(own: Teaching, now: Shown) -> None:
    """Show one network large, as it learns."""
    name = PICTURES[now.player.run.experiment.KIND]
    picture = Live(session.current(), name, now, lambda: frame_of(now), interval=teacher_page.INTERVAL)
    with layout.picture_first(name, st.container(key="picture")):
        updates.show(picture, lambda made: live.show(name, made, look))


def teach() -> None:
    """Show the room to its teacher."""
    own = teacher_page.present()
    if own is None or own.room.is_over:
        bars.head("Room", has_experiment=False)
        if own is not None:
            teacher_page.show_closed(own)
        return
    above = st.container(key="above")
    now = shown.present(own)
    if now is None:
        with layout.picture_first("room", st.container(key="picture")):
            teacher_page.show_wall(own)
    else:
        show_one(own, now)
    with above:
        bars.head("Room", has_experiment=False)
        teacher_page.show_controls(own, now)
    teacher_page.files(own)


layout.begin(entrance.PAGE)
if where.IN_BROWSER:
    bars.head("Room", has_experiment=False)
    entrance.show_without_server()
elif session.own().teach:
    teach()
else:
    bars.head("Room", has_experiment=False)
    if session.own().code:
        entrance.show_join(session.own().code)
    else:
        entrance.show()
layout.finish()
