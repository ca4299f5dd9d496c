"""The challenges that are shipped: their links are exact, none solves itself, and each can be solved."""

from urllib.parse import parse_qsl

import numpy as np
import pytest

from engine.runs import training
from engine.runs.run import evaluate, start_run
from ui.players import goal
from ui.playground.challenges import CHALLENGES
from ui.visit import address_bar, task

SOLUTIONS = {
    "by_hand": "features=x1_squared-x2_squared&step_size=0.1",
    "triangle": "layers=3&step_size=0.03",
    "four_corners": "layers=4&step_size=0.03",
    "three_weights": "layers=0&step_size=0.03",
    "sprint": "layers=8-8&step_size=0.03&batch_size=2",
    "asleep": "optimizer=adam&step_size=0.01",
    "noise": "regularization=l2&regularization_rate=0.03",
    "five_colours": "layers=5&step_size=0.03",
    "spiral": "layers=8-8&step_size=0.01&features=x1-x2-sin_x1-sin_x2",
    "frugal_spiral": "layers=6&features=x1-x2-x1_squared-x2_squared-x1_x2-sin_x1-sin_x2&step_size=0.01",
}
ENOUGH = 320  # epochs


def solved_after(query, epochs=ENOUGH):
    """The epoch at which a network of this address reaches its goal, or None."""
    experiment, _, _, notices = address_bar.parse(query, task.PAGE)
    wanted, more = address_bar.parse_own(query, task.PAGE)
    assert not notices + more
    run = start_run(experiment, dtype=np.float32)
    for epoch in range(1, epochs + 1):
        training.advance(run, run.epoch_steps)
        if goal.is_solved(wanted, run, evaluate(run)):
            return epoch
    return None


def test_there_are_ten():
    assert len(CHALLENGES) == 10
    assert set(SOLUTIONS) == set(CHALLENGES)


@pytest.mark.parametrize("name", CHALLENGES)
def test_it_does_not_solve_itself_but_can_be_solved_with_what_is_left_free(name):
    challenge = CHALLENGES[name]
    solution = dict(parse_qsl(SOLUTIONS[name]))
    locked = {field for control in challenge.task.lock for field in task.CONTROLS[control][1]}
    assert not locked & set(solution)
    assert solved_after(challenge.query, 60) is None
    assert solved_after(challenge.query | solution)


@pytest.mark.parametrize("name", CHALLENGES)
def test_its_text_fits(name):
    assert CHALLENGES[name].task.task == CHALLENGES[name].text
