"""The Stage on the Playground: what it shows of the Player, and the updates while the Player plays."""

from typing import Any

from engine.runs.history import Scores
from engine.runs.run import evaluate
from pictures.live.packing import Frame
from pictures.stage import frame
from ui.players import goal, sentences, showing, updates
from ui.players.player import Player
from ui.players.updates import Live
from ui.playground import actions, pinning
from ui.visit import locks, session
from ui.visit.view import View
from ui.widgets import live


def _trace(player: Player) -> dict[str, Any] | None:
    if not player.point:
        return None
    classes = player.shown.experiment.class_count
    fits = player.target is not None and (not classes or player.target in range(classes))
    return frame.trace(player.shown, player.point, player.target if fits else None)


def make_frame(player: Player, view: View, scores: Scores) -> Frame:
    """Return the Frame of what a Player shows, whose scores these are."""
    return frame.pack(
        player.shown,
        scores,
        player.state,
        player.serial,
        trunk=player.run,
        branches=[(sentences.difference(branch, player.run), branch) for branch in player.branches],
        changes=showing.changes(player),
        trace=_trace(player),
        message=showing.message(player),
        backward=player.backward,
        reveal=player.reveal,
        locked=[name for name in ("layers", "features", "data", "weights") if player.task.locks(name)],
        show_test=view.show_test,
        discretize=view.discretize,
        exact=player.exact,
        goal=showing.goal_of(player, scores),
        awaits_answer=player.task.awaits_answer,
        has_gradient=player.shows_gradient,
        shortfall=player.shortfall,
        beside=player.pinned.shown if player.pinned else None,
        pinned=pinning.header(player),
    )


def show(player: Player, view: View) -> None:
    """Draw the Stage, live while the Player plays. Call it once on every run of a page."""
    runs = [player.run, *([player.pinned.run] if player.pinned else [])]
    player.task, player.exact = locks.current_task(), all(map(goal.is_replayable, runs))

    def now() -> Frame:
        scores = evaluate(player.shown)
        if not player.past:
            showing.update_diagnosis(player, scores)
        return make_frame(player, view, scores)

    live_picture = Live(session.current(), "stage", player, now, actions.moves(player))
    updates.show(live_picture, lambda data: live.show("stage", data, actions.handler(player)))
