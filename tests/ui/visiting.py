"""A visitor's session without a browser, for the tests of what a visitor does."""

import numpy as np
import streamlit as st

from engine.experiments.experiment import Experiment, change
from engine.experiments.training_settings import TrainingSettings
from engine.runs.run import start_run
from ui.players.player import Player
from ui.playground import actions
from ui.visit import session
from ui.visit.session import Desk, Visit
from ui.visit.view import View


def visit_with(experiment: TrainingSettings, player: Player | None = None, **more) -> Visit:
    """Return a Visit with an experiment of the present page's kind."""
    return Visit(desks={experiment.KIND: Desk(experiment, View(), is_open=True, player=player)}, **more)


def begin(monkeypatch, **changes):
    """Begin a session on the Playground with this Experiment; return its Player."""
    experiment = change(Experiment(points=60, layers=(3,)), **changes)
    player = Player(start_run(experiment, dtype=np.float32))
    monkeypatch.setattr(st, "session_state", {"visit": visit_with(experiment, player)})
    return player


def act(player, kind, value=None):
    """Do something on the Stage, and have the Player follow the settings, as a run of the page does."""
    actions.handler(player)({"kind": kind, "value": value})
    player.follow(session.current().experiment)


def go(player, which):
    """Undo or redo."""
    which()
    player.follow(session.current().experiment)


def step(trains, by="epoch"):
    """Press Step, and wait until the step is done: on a busy machine it takes several updates."""
    trains.step(by)
    while trains.playing:
        trains.advance(1)
