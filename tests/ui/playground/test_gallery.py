"""The gallery: every link is understood, every picture is there, and every sentence is true."""

from itertools import pairwise

import numpy as np
import pytest

from engine.experiments.experiment import change
from engine.runs import timeline, training
from engine.runs.run import evaluate, start_run
from engine.study import inspection
from engine.study.diagnosis import diagnose
from ui.playground import gallery as presets
from ui.playground.gallery import PRESETS
from ui.visit import address_bar


def trained(name):
    experiment, _, _, notices = address_bar.parse(PRESETS[name].query)
    assert notices == []
    run = start_run(experiment, dtype=np.float32)
    training.advance(run, PRESETS[name].epochs * run.epoch_steps)
    return run, evaluate(run)


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_opens_and_has_a_picture(name):
    _, _, _, notices = address_bar.parse(PRESETS[name].query)
    assert notices == []
    assert (presets.PICTURES / f"{name}.png").stat().st_size > 1000
    assert PRESETS[name].sentence.endswith((".", "two."))


def test_no_picture_is_left_over():
    assert {path.stem for path in presets.PICTURES.iterdir()} == set(PRESETS)


def test_what_cannot_be_learned_is_not_and_what_can_is():
    assert trained("xor_flat")[1].train_loss[0] == pytest.approx(np.log(2), abs=0.02)
    for name in ("xor_hidden", "circle_features", "circle_learned", "deep_relu", "five_classes", "spiral_features"):
        assert trained(name)[1].test_accuracy[0] > 0.94, name
    assert trained("hills")[1].test_loss[0] < 0.03


def test_the_spiral_is_slow_at_first():
    run, scores = trained("spiral")
    assert scores.test_accuracy[0] > 0.97
    losses = dict(zip(run.history.epochs, run.history.test_loss, strict=True))
    assert losses[20][0] > 0.5


def test_the_sick_ones_are_sick_as_they_say():
    said = {
        name: diagnose(*trained(name)).text for name in ("vanishing", "dead_relu", "too_large", "zeros", "overfitting")
    }
    words = ("vanishes", "are dead", "Diverged", "have the same weights", "Over-fitting")
    for (name, text), word in zip(said.items(), words, strict=True):
        assert word in text, name
    run, _ = trained("zeros")
    assert np.count_nonzero(run.theta) == 1
    assert run.theta[0, -1] != 0


AILMENTS = {
    "xor_flat": "small",
    "vanishing": "vanishing",
    "dead_relu": "dead",
    "too_large": "diverged",
    "zeros": "equal",
    "overfitting": "over-fitting",
}
SEEDS, LOOKS = 3, 24


@pytest.mark.parametrize("name", PRESETS)
def test_the_right_ailment_is_named_steadily_or_none(name):
    experiment, *_ = address_bar.parse(PRESETS[name].query)
    seeds = range(experiment.weight_seed, experiment.weight_seed + SEEDS)
    run = start_run(*(change(experiment, weight_seed=seed) for seed in seeds), dtype=np.float32, snapshots=False)
    named = [[""] for _ in seeds]
    for _ in range(LOOKS):
        training.advance(run, 10 * run.epoch_steps)
        for k, kinds in enumerate(named):
            one = timeline.unstack(run, k)
            finding = diagnose(one, evaluate(one), kinds[-1])
            kinds.append(finding.kind if finding else "")
    ailment = AILMENTS.get(name, "")
    for kinds in named:
        assert set(kinds) <= {"", ailment}
        assert not ailment or kinds.count(ailment) > LOOKS / 2
        assert sum(a != b for a, b in pairwise(kinds)) <= 1  # it does not come and go


def test_sigmoid_shrinks_the_gradient_to_a_quarter_at_most():
    assert inspection.steepest("sigmoid") == pytest.approx(0.25)


def test_l2_and_dropout_mend_the_over_fitting():
    learned_by_heart = trained("overfitting")[1]
    assert learned_by_heart.train_loss[0] < 0.001
    for name in ("with_l2", "with_dropout"):
        mended = trained(name)[1]
        assert mended.test_loss[0] < 0.5 * learned_by_heart.test_loss[0]
