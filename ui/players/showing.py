"""What every page with a Player shows of it: the sentence below the picture, the diagnosis, how far the goal is."""

import time
from typing import Any
from urllib.parse import urlencode

import numpy as np

from engine.experiments.training_settings import TrainingSettings
from engine.runs import timeline
from engine.runs.history import Scores
from engine.runs.run import start_run
from engine.study.diagnosis import diagnose
from ui.players import goal, sentences
from ui.players.player import Player
from ui.server import pacing
from ui.visit import session, whole

DIAGNOSIS_GAP = 1.0  # seconds between two diagnoses while it plays, or more where updates are slow
GAP_IN_INTERVALS = 5  # of updates: a diagnosis must not take much of a busy server
DIAGNOSIS_STAYS = 3.0  # seconds that a sentence stays at least while it plays


def current() -> Player:
    """Return this visitor's Player, brought up to the visitor's Experiment."""
    visit = session.current()
    if not isinstance(visit.player, Player):
        visit.player = Player(start_run(visit.experiment, dtype=np.float32))
    visit.player.follow(visit.experiment)
    return visit.player


def message(player: Player) -> dict[str, Any]:
    """Return the sentence below the diagram, the buttons beside it as [action, label], and whether it is a welcome."""
    text, buttons = "", []
    may_play = player.run.train.size > 0 and not player.task.awaits_answer
    is_new = not session.current().has_played and not player.run.step and may_play
    if player.past:
        text = f"{sentences.looks_back(player.past, player.run)}; a changed setting makes a branch."
        buttons = [["now", "Back to now"]]
    elif player.target_step:
        text = sentences.on_the_way(player.run, player.target_step)
    elif player.finding:
        text = player.finding
    elif player.diagnosis:
        text, buttons = player.diagnosis.text, [["remedy", player.diagnosis.label]]
    elif is_new:
        text = sentences.welcome(player.run)
    return {"text": text, "buttons": buttons, "welcome": is_new and not buttons}


def update_diagnosis(player: Player, scores: Scores) -> None:
    """Make a diagnosis; while it plays only now and then, and what was found stays for a while."""
    now = time.monotonic()
    gap = max(DIAGNOSIS_GAP, GAP_IN_INTERVALS * pacing.interval(session.current().channel.overhead))
    if player.playing and now < player.diagnosed_at + gap:
        return
    shown = player.diagnosis
    finding = diagnose(player.run, scores, shown.kind if shown else "")
    is_other = shown is not None and (finding is None or finding.kind != shown.kind)
    if player.playing and is_other and now < player.finding_began_at + DIAGNOSIS_STAYS:
        finding = shown  # nobody can read a sentence that changes at once
    if finding and (shown is None or finding.kind != shown.kind):
        player.finding_began_at = now
    player.diagnosis, player.diagnosed_at = finding, now


def goal_of(player: Player, scores: Scores) -> dict[str, Any] | None:
    """Return how far the visitor is with a Task: the parts of its goal, what was predicted and by whom, the result.

    The result is None where there is none yet, else the query of a link to it and, where that is "", why there is none.
    """
    task = player.task
    if not task.has_goal and not task.said:
        return None
    parts = [list(part) for part in goal.conditions(task, player.shown, scores)] if task.has_goal else []
    solved = None if player.playing else player.solved
    result = solved.result if solved else None
    if task.said and player.run.step and not player.playing:
        # What exact says was found out when the page ran last: data that are drawn anew would hold up each Frame.
        replayable = player.exact if player.given is None else goal.is_replayable(player.run, player.given)
        result = goal.result_of(player.run, player.given, replayable)
    return {
        "parts": parts,
        "solved": solved is not None,
        "said": task.said,
        "by": task.initials,
        "result": None if result is None else [_with_initials(result.query, task.initials), result.why_not],
    }


def _with_initials(query: dict[str, str], initials: str) -> str:
    """Return the query of a result as text, with the initials as they are now, and marks that tell if it is whole."""
    named = {name: value for name, value in query.items() if name != "initials"}
    return urlencode(whole.marked(named | ({"initials": initials} if initials and query else {})))


def changes(player: Player) -> list[list[Any]]:
    """Return what was changed on the way as [step, epoch, words]: the loss curve has a mark for each."""
    return [[each.step, round(each.epoch, 3), sentences.change(each)] for each in timeline.changes(player.run)]


def reveal(player: Player, experiment: TrainingSettings) -> None:
    """Start another Experiment from step 0, without playing, and scroll to the picture."""
    player.take(start_run(experiment, dtype=np.float32))
    player.play(False)
    player.reveal += 1
