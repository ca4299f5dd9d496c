"""Gallery and challenges of the Sequences page: links are exact, sentences true, no challenge solves itself."""

from urllib.parse import parse_qsl

import numpy as np
import pytest

from engine.experiments.experiment import change
from engine.runs import training
from engine.runs.run import evaluate, start_run
from engine.study import sampling, through_time
from ui.players import goal
from ui.sequences.gallery import CHALLENGES, PICTURES, PRESETS
from ui.visit import address_bar, task

SOLUTIONS = {"small_memory": "units=5&step_size=0.01", "brackets": "cell=lstm", "adding": "cell=gru"}
SEEDS = (1, 2, 3)
MOST_EPOCHS = 21


def parsed(query):
    experiment, _, _, notices = address_bar.parse(query, task.SEQUENCES_PAGE)
    assert not notices
    return experiment


def trained(name, seed=1, epochs=None):
    """The Run of a preset after its epochs, or after others."""
    preset = PRESETS[name]
    run = start_run(change(parsed(preset.query), weight_seed=seed, data_seed=seed), dtype=np.float32)
    training.advance(run, (preset.epochs if epochs is None else epochs) * run.epoch_steps)
    return run


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_opens_and_has_a_picture(name):
    parsed(PRESETS[name].query)
    assert (PICTURES / f"{name}.png").stat().st_size > 500


def test_no_picture_is_left_over():
    assert {path.stem for path in PICTURES.iterdir()} == set(PRESETS)


@pytest.mark.parametrize("seed", SEEDS)
def test_orthogonal_weights_remember_and_halved_ones_do_not(seed):
    run = trained("recall", seed)
    assert evaluate(run).test_accuracy[0] >= 0.99
    assert through_time.accuracy_at(run, 21)[0] < 0.7
    halved = trained("vanishing", seed, 0)
    first, *_, last = through_time.gradient_norms(halved)[0]
    assert first < 1e-5 * last
    assert evaluate(trained("vanishing", seed)).test_accuracy[0] < 0.99


def test_the_unit_that_the_link_follows_counts():
    run = trained("counter")
    assert evaluate(run).test_accuracy[0] == 1
    unit = int(PRESETS["counter"].query["unit"]) - 1
    points = np.array([0] * 8 + [1] * 8)[:, None]  # eight a, eight b
    steps = np.diff(through_time.moments(run, points).c[unit, :, 0])
    assert (steps[:7] < 0).all()
    assert (steps[7:] > 0).all()


def test_names_are_noise_then_names_and_at_last_the_ones_it_has_read():
    noise, names, learned = (trained("names", epochs=epochs) for epochs in (0, PRESETS["names"].epochs, 40))
    allowed = "".join(sampling.training_text(names))

    def likely(run):
        """The share of pairs of letters in the samples that occur in the training list."""
        pairs = [text[i : i + 2] for text in sampling.generate(run, 100) for i in range(len(text) - 1)]
        return np.mean([pair in allowed for pair in pairs])

    assert likely(noise) < 0.75
    assert likely(names) > 0.97
    copied = [sampling.copied(run, sampling.generate(run, 200)) for run in (noise, names, learned)]
    assert copied[0] == 0
    assert copied[1] < 0.15
    assert copied[2] > 0.4


@pytest.mark.parametrize("name", CHALLENGES)
def test_a_challenge_does_not_solve_itself_but_can_be_solved_with_what_is_left_free(name):
    challenge = CHALLENGES[name]
    solution = dict(parse_qsl(SOLUTIONS[name]))
    locked = {field for control in challenge.task.lock for field in task.CONTROLS[control][1]}
    assert not locked & set(solution)
    for query, is_right in ((challenge.query, False), (challenge.query | solution, True)):
        run = start_run(parsed(query), dtype=np.float32)
        solved = False
        while run.epoch < MOST_EPOCHS and not solved:
            training.advance(run, run.epoch_steps)
            solved = goal.is_solved(challenge.task, run, evaluate(run))
        assert solved is is_right, query
    assert challenge.task.task == challenge.text


def test_nothing_is_missing():
    assert set(SOLUTIONS) == set(CHALLENGES)
    assert len(PRESETS) == 4
    assert len(CHALLENGES) == 3
