"""The Stage on the Playground: what it shows of the Player, and the updates while the Player plays."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from engine.experiments.experiment import Experiment
from engine.runs.history import Scores
from engine.runs.run import evaluate, start_run
from engine.study.diagnosis import diagnose
from pictures.stage import frame
from ui.players import goal, sentences, updates
from ui.players.player import Player
from ui.playground import goal_line
from ui.server import pacing
from ui.visit import locks, session
from ui.visit.view import View
from ui.widgets import live

DIAGNOSIS_GAP = 1.0  # seconds between two diagnoses while it plays, or more where updates are slow
GAP_IN_ROUNDS = 5  # of updates, one for each page that plays: a diagnosis must not take much of a busy server
DIAGNOSIS_STAYS = 3.0  # seconds that a sentence stays after it was found last


def current() -> Player:
    """Return this visitor's Player, brought up to the visitor's Experiment."""
    visit = session.current()
    if not isinstance(visit.player, Player):
        visit.player = Player(start_run(visit.experiment, dtype=np.float32))
    visit.player.follow(visit.experiment)
    return visit.player


def _message(player: Player) -> dict[str, Any]:
    """Return the sentence below the diagram, and the buttons beside it as [action, label]."""
    text, buttons = "", []
    if player.past:
        text = f"{sentences.looks_back(player.past, player.run)}; a changed setting makes a branch."
        buttons = [["now", "Back to now"]]
    elif player.target_step:
        text = sentences.on_the_way(player.run, player.target_step)
    elif player.finding:
        text = player.finding
    elif player.diagnosis:
        text, buttons = player.diagnosis.text, [["remedy", player.diagnosis.label]]
    return {"text": text, "buttons": buttons}


def _diagnose(player: Player, scores: Scores) -> None:
    """Make a diagnosis; while it plays only now and then, and a sentence that was found stays for a while."""
    now = time.monotonic()
    if player.playing and now < player.diagnosed_at + max(DIAGNOSIS_GAP, GAP_IN_ROUNDS * pacing.round_time()):
        return
    finding = diagnose(player.run, scores)
    if finding or not player.playing or now > player.finding_seen_at + DIAGNOSIS_STAYS:
        player.diagnosis = finding
    if finding:
        player.finding_seen_at = now
    player.diagnosed_at = now


def _trace(player: Player) -> dict[str, Any] | None:
    if not player.point:
        return None
    classes = player.shown.experiment.class_count
    fits = player.target is not None and (not classes or player.target in range(classes))
    return frame.trace(player.shown, player.point, player.target if fits else None)


def pack(player: Player, view: View, scores: Scores, interval: float, token: str = "") -> bytes:
    """Return the Frame of what a Player shows, whose scores these are.

    interval is the milliseconds to the next Frame, token the session's.
    """
    return frame.pack(
        player.shown,
        scores,
        player.state,
        player.serial,
        trunk=player.run,
        branches=[(sentences.difference(branch, player.run), branch) for branch in player.branches],
        trace=_trace(player),
        message=_message(player),
        backward=player.backward,
        reveal=player.reveal,
        locked=[name for name in ("layers", "features", "data") if player.task.locks(name)],
        show_test=view.show_test,
        discretize=view.discretize,
        beat=player.beat,
        token=token,
        exact=player.exact,
        interval=interval,
    )


def show(player: Player, view: View, on_action: Callable[[dict[str, Any]], None]) -> None:
    """Draw the Stage, live while the Player plays. Call it once on every run of a page, last."""
    visit = session.current()
    player.task, player.exact = locks.current_task(), goal.is_replayable(player.run)

    def advance() -> None:
        if player.playing:
            player.advance(view)

    def draw(interval: float) -> None:
        player.beat += 1
        scores = evaluate(player.shown)
        if not player.past:
            _diagnose(player, scores)
        goal_line.show(player.task, player.shown, scores, None if player.playing else player.solved)
        live.show("stage", pack(player, view, scores, interval, visit.token), on_action)

    updates.show(advance, draw)


def reveal(player: Player, experiment: Experiment) -> None:
    """Start another Experiment from step 0, without playing, and scroll to the Stage."""
    player.take(start_run(experiment, dtype=np.float32))
    player.play(False)
    player.reveal += 1
