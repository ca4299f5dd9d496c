"""The picture of the Sequences page: a recurrent network, live while its Player plays."""

from typing import Any

from engine.runs.history import Scores
from engine.runs.run import evaluate
from engine.study import sampling
from pictures.live.packing import Frame
from pictures.sequences import frame
from ui.players import goal, sentences, showing, updates
from ui.players.player import Player
from ui.players.updates import Live
from ui.sequences import actions
from ui.sequences.reading import can_ask, measured, other_length, reading, written_for
from ui.visit import locks, session
from ui.visit.task import SequencesTask
from ui.widgets import live

NAMES, SHOWN = 40, 12  # entries of a list that are written, to see how many are copied; and those on show
PASSAGES, CHARACTERS = 2, 150  # of prose that are written, and how long each is


def samples(player: Player, temperature: float) -> dict[str, Any]:
    """Return what the network writes, and how much of it is copied; empty where the data are not a text."""
    run = player.shown
    e = run.experiment
    if can_ask(e) or not run.train.size:
        return {}
    if frame.is_list(e):
        texts = sampling.generate(run, NAMES, temperature)
        known = set(sampling.training_text(run))
        return {
            "texts": [[text, text in known] for text in texts[:SHOWN]],
            "copied": [sum(text in known for text in texts), NAMES],
        }
    texts = sampling.generate(run, PASSAGES, temperature, most=CHARACTERS)
    return {"texts": [[text, False] for text in texts], "copied": [sampling.copied(run, texts), None]}


def make_frame(player: Player, scores: Scores, looking: SequencesTask) -> Frame:
    """Return the Frame of what a Player shows, whose scores these are, and of what the visitor looks at."""
    run = player.shown
    return frame.pack(
        run,
        scores,
        player.state,
        player.serial,
        reading(run, looking),
        (looking.unit, looking.moment),
        trunk=player.run,
        branches=[(sentences.difference(branch, player.run), branch) for branch in player.branches],
        changes=showing.changes(player),
        example=looking.example,
        written=written_for(run.experiment, looking.written),
        asked=other_length(run.experiment, looking.asked),
        can_ask=can_ask(run.experiment),
        measured=measured(run, looking),
        temperature=looking.temperature,
        samples=samples(player, looking.temperature),
        message=showing.message(player),
        reveal=player.reveal,
        locked=[name for name in ("layers", "data") if player.task.locks(name)],
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
        return make_frame(player, scores, session.own())

    live_picture = Live(session.current(), "sequences", player, now, actions.moves(player))
    updates.show(live_picture, lambda data: live.show("sequences", data, actions.handler(player)))
