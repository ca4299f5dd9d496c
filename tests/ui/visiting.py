"""A visitor's session without a browser, for the tests of what a visitor does."""

import numpy as np
import streamlit as st

from engine.experiments.experiment import Experiment, change
from engine.runs.run import start_run
from ui.players.player import Player
from ui.playground import actions
from ui.visit import session
from ui.visit.session import Visit


def begin(monkeypatch, **changes):
    """Begin a session on the Playground with this Experiment; return its Player."""
    experiment = change(Experiment(points=60, layers=(3,)), **changes)
    player = Player(start_run(experiment, dtype=np.float32))
    monkeypatch.setattr(st, "session_state", {"visit": Visit(experiment=experiment, player=player, is_open=True)})
    return player


def act(player, kind, value=None):
    """Do something on the Stage, and have the Player follow the settings, as a run of the page does."""
    actions.handler(player)({"kind": kind, "value": value})
    player.follow(session.current().experiment)


def go(player, which):
    """Undo or redo."""
    which()
    player.follow(session.current().experiment)
