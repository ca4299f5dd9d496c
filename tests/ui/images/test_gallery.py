"""Gallery and challenges of the Images page: links are exact, sentences true, no challenge solves itself."""

from urllib.parse import parse_qsl

import numpy as np
import pytest

from engine.experiments.experiment import change
from engine.runs import training
from engine.runs.run import evaluate, start_run
from ui.images.gallery import CHALLENGES, PICTURES, PRESETS
from ui.players import goal
from ui.visit import address_bar, task

SOLUTIONS = {
    "frugal_digits": "filters=4",
    "other_half": "pooling=global_max",
    "hundred": "filters=6&pooling=global_max",
}
SEEDS = (1, 2, 3)


def parsed(query):
    experiment, _, _, notices = address_bar.parse(query, task.IMAGES_PAGE)
    assert not notices
    return experiment


def trained(name, **changes):
    """The scores of a preset after its epochs, for some seeds: means over these."""
    found = []
    for seed in SEEDS:
        run = start_run(change(parsed(PRESETS[name].query), weight_seed=seed, **changes), dtype=np.float32)
        training.advance(run, PRESETS[name].epochs * run.epoch_steps)
        scores = evaluate(run)
        found.append((scores.train_accuracy[0], scores.test_accuracy[0]))
    return np.array(found)


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_opens_and_has_a_picture(name):
    parsed(PRESETS[name].query)
    assert (PICTURES / f"{name}.png").stat().st_size > 500


def test_no_picture_is_left_over():
    assert {path.stem for path in PICTURES.iterdir()} == set(PRESETS)


def test_digits_are_read():
    assert (trained("digits")[:, 1] > 0.93).all()


def test_half_of_the_bars_are_known_and_the_other_half_is_guessed():
    left, right = trained("other_half").T
    assert (left == 1).all()
    assert (right < 0.45).all()  # of three classes


def test_a_bar_is_known_wherever_it_lies():
    assert (trained("anywhere") > 0.99).all()


def test_one_moved_digit_in_four_is_known():
    train, test = trained("moved").T
    assert (train > 0.95).all()
    assert ((test > 0.18) & (test < 0.32)).all()


@pytest.mark.parametrize("name", CHALLENGES)
def test_a_challenge_does_not_solve_itself_but_can_be_solved_with_what_is_left_free(name):
    challenge = CHALLENGES[name]
    solution = dict(parse_qsl(SOLUTIONS[name]))
    locked = {field for control in challenge.task.lock for field in task.CONTROLS[control][1]}
    assert not locked & set(solution)
    for query, is_right in ((challenge.query, False), (challenge.query | solution, True)):
        run = start_run(parsed(query), dtype=np.float32)
        solved = False
        while run.epoch < 30 and not solved:
            training.advance(run, run.epoch_steps)
            solved = goal.is_solved(challenge.task, run, evaluate(run))
        assert solved is is_right, query
    assert challenge.task.task == challenge.text


def test_nothing_is_missing():
    assert set(SOLUTIONS) == set(CHALLENGES)
    assert len(PRESETS) == 4
    assert len(CHALLENGES) == 3
