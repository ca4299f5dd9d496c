"""The picture of the Images page: a convolutional network, live while its Player plays."""

from engine.data.images.datasets import OWN
from engine.runs.history import Scores
from engine.runs.run import evaluate
from pictures.images import frame
from pictures.live.packing import Frame
from ui.images import actions
from ui.players import goal, sentences, showing, updates
from ui.players.player import Player
from ui.players.updates import Live
from ui.visit import locks, session
from ui.widgets import live


def make_frame(player: Player, scores: Scores, drawing: str = "") -> Frame:
    """Return the Frame of what a Player shows, whose scores these are; drawing is a visitor's own image as text."""
    return frame.pack(
        player.shown,
        scores,
        player.state,
        player.serial,
        trunk=player.run,
        branches=[(sentences.difference(branch, player.run), branch) for branch in player.branches],
        changes=showing.changes(player),
        drawing=drawing,
        **({"own": player.run.experiment.own} if player.run.experiment.data == OWN else {}),
        message=showing.message(player),
        reveal=player.reveal,
        locked=[name for name in ("layers", "data", "weights") if player.task.locks(name)],
        exact=player.exact,
        goal=showing.goal_of(player, scores),
        awaits_answer=player.task.awaits_answer,
        shortfall=player.shortfall,
    )


def show(player: Player) -> None:
    """Draw the picture, live while the Player plays. Call it once on every run of a page."""
    player.task, player.exact = locks.current_task(), goal.is_replayable(player.run)

    def now() -> Frame:
        scores = evaluate(player.shown)
        if not player.past:
            showing.update_diagnosis(player, scores)
        return make_frame(player, scores, session.own().drawing)

    live_picture = Live(session.current(), "images", player, now, actions.moves(player))
    updates.show(live_picture, lambda data: live.show("images", data, actions.handler(player)))
