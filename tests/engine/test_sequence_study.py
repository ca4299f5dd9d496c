"""What is measured of networks on sequences: moments, gradients through time, samples, copies, diagnosis."""

import numpy as np
import pytest

from engine.data.sequences import texts, written
from engine.experiments.experiment import change
from engine.experiments.sequence_experiment import CELLS, SequenceExperiment
from engine.runs import objective, training
from engine.runs.run import evaluate, layer_input, start_run, trace_of
from engine.study import sampling, through_time
from engine.study.diagnosis import diagnose
from engine.study.inspection import scored
from tests.engine.test_sequence_data import LIST, PROSE

NAMES = SequenceExperiment(data="text", text="names_english", units=12, step_size=0.02)


def trained(steps=0, dtype=np.float32, **settings):
    run = start_run(change(SequenceExperiment(), **settings), dtype=dtype)
    training.advance(run, steps)
    return run


@pytest.mark.parametrize("data", ["recall", "anbn", "parity", "adding", "sine", "text"])
@pytest.mark.parametrize("cell", CELLS)
def test_moments_are_those_of_the_forward_pass(cell, data):
    run = trained(5, data=data, cell=cell, units=5, length=8)
    points = run.train.points[..., :3]
    found = through_time.moments(run, points)
    trace = trace_of(run, layer_input(run, points))
    np.testing.assert_allclose(found.h, trace.layers[0].a[0], rtol=1e-6)
    assert (
        set(found.gates)
        == {
            "rnn": set(),
            "lstm": {"input", "forget", "output", "candidate"},
            "gru": {"reset", "update", "candidate"},
        }[cell]
    )
    assert (found.c is not None) is (cell == "lstm")
    asked = trace.output[0] if run.experiment.each_moment else trace.output[0][:, None]
    told = found.answers if run.experiment.each_moment else found.answers[:, -1:]
    if not run.experiment.class_count:
        np.testing.assert_allclose(told, asked, rtol=1e-5)
    else:
        np.testing.assert_allclose(found.answers.sum(axis=0), 1, rtol=1e-5)
        z = np.concatenate([np.zeros_like(asked), asked]) if len(asked) == 1 else asked
        np.testing.assert_allclose(told, np.exp(z) / np.exp(z).sum(axis=0), rtol=1e-4)
    if cell == "lstm":
        np.testing.assert_allclose(found.h, found.gates["output"] * np.tanh(found.c), rtol=1e-5)
    if cell == "gru":
        before = np.concatenate([np.zeros_like(found.h[:, :1]), found.h[:, :-1]], axis=1)
        u = found.gates["update"]
        np.testing.assert_allclose(found.h, u * before + (1 - u) * found.gates["candidate"], atol=1e-6)


@pytest.mark.parametrize("data", ["recall", "echo"])
@pytest.mark.parametrize("cell", CELLS)
def test_the_gradient_through_time_is_that_of_each_sequence(cell, data):
    run = trained(0, np.float64, data=data, cell=cell, units=4, length=6)
    norms = through_time.gradient_norms(run)
    assert norms.shape == (1, 6)
    x, y = (values[..., :1] for values in scored(run))
    layer, (parameters, *_) = run.layers[0], run.parameters
    loss, h = objective.of(run.experiment), 1e-6
    signal = layer.forward(parameters, x)

    def value(moved, t):
        """The loss if h had been another one at moment t."""
        _, *cell_state = layer.state(layer.forward(parameters, x[:, :, : t + 1]))
        parts = [signal.a[:, :, :t], moved[:, :, None]]
        if t < 5:
            parts.append(layer.forward(parameters, x[:, :, t + 1 :], (moved, *cell_state)).a)
        z = through_time.readout(run.parameters, np.concatenate(parts, axis=2))
        return loss.value(z if run.experiment.each_moment else z[:, :, -1], y).sum()

    for t in range(6):
        here = signal.a[:, :, t]
        slopes = [
            (value(here + h * way, t) - value(here - h * way, t)) / (2 * h) for way in np.eye(4)[None, :, :, None][0]
        ]
        single = through_time.gradient_norms(run, x, y)[0, t]
        np.testing.assert_allclose(single, np.linalg.norm(slopes), rtol=1e-5, atol=1e-9)


def test_a_small_recurrent_matrix_makes_the_gradient_vanish_in_time_and_an_orthogonal_one_does_not():
    run = start_run(
        *(change(SequenceExperiment(), recurrent_scale=scale) for scale in (0.5, 1.0, 2.5)), dtype=np.float32
    )
    norms = through_time.gradient_norms(run)
    ratio = norms[:, 0] / norms[:, -1]
    assert ratio[0] < 1e-5
    assert 0.01 < ratio[1] < 1
    assert (np.diff(norms[0]) > 0).all()
    truncated = through_time.gradient_norms(trained(truncate=5))[0]
    assert not truncated[:15].any()
    assert truncated[15:].all()


@pytest.mark.parametrize("seed", [1, 2])
def test_recall_is_learned_with_an_orthogonal_matrix_and_not_with_a_small_one(seed):
    """Five seeds of this were measured when the default settings were chosen; two keep it true."""
    run = trained(60, weight_seed=seed, data_seed=seed)
    assert evaluate(run).test_accuracy[0] > 0.95
    small = trained(300, weight_seed=seed, data_seed=seed, recurrent_scale=0.5)
    assert evaluate(small).test_accuracy[0] < 0.9


def test_accuracy_is_that_of_another_length():
    run = trained(250, data="parity", length=8, cell="gru", step_size=0.02)
    assert through_time.accuracy_at(run, 8)[0] > 0.97
    assert through_time.accuracy_at(run, 8) == through_time.accuracy_at(run, 8)
    assert 0.4 < through_time.accuracy_at(trained(data="parity"), 30)[0] < 0.6
    with pytest.raises(ValueError, match="data must be a task with a length, got text"):
        through_time.accuracy_at(start_run(NAMES), 8)


def test_a_network_that_has_learned_to_count_counts_as_far_as_it_was_trained():
    assert through_time.counts_to(trained(data="anbn", length=8)) <= 1
    run = trained(200, data="anbn", length=8, cell="lstm", step_size=0.02)
    assert through_time.counts_to(run) >= 4
    assert through_time.counts_to(run, most=2) == 2


def test_a_sine_is_carried_on():
    run = trained(600, data="sine", length=25, cell="gru", step_size=0.02)
    values = np.sin(0.4 * np.arange(35))
    found = through_time.carry_on(run, values[:25], 10)
    assert np.abs(found - values[25:]).max() < 0.3
    assert found[0] == pytest.approx(through_time.moments(run, values[None, :25, None]).answers[0, -1, 0], rel=1e-4)


@pytest.mark.parametrize("cell", CELLS)
def test_samples_follow_their_seed_and_the_probabilities(cell):
    run = start_run(change(NAMES, cell=cell), dtype=np.float32)
    training.advance(run, 60)
    first = sampling.generate(run, 300, seed=5)
    assert first == sampling.generate(run, 300, seed=5)
    assert first != sampling.generate(run, 300, seed=6)
    assert all(set(name) <= set(run.experiment.symbols) - {texts.END} for name in first)
    begin = written.read("text", "names_english", "", "").points
    p = through_time.moments(run, begin).answers[:, -1, 0]
    shares = [np.mean([name[:1] == symbol for name in first]) for symbol in run.experiment.symbols[1:]]
    assert np.abs(np.array(shares) - p[1:]).max() < 0.1
    greedy = sampling.generate(run, 3, temperature=0)
    assert len(set(greedy)) == 1
    cool, hot = (len(set(sampling.generate(run, 300, temperature=t))) for t in (0.2, 1.0))
    assert cool < hot
    assert all(name.startswith("mar") for name in sampling.generate(run, 20, prompt="mar"))
    assert max(map(len, sampling.generate(run, 20, most=5))) <= 5


@pytest.mark.parametrize("own", [PROSE, LIST, "ab" * 30])
def test_every_text_can_be_sampled(own):
    run = trained(3, data="own", own=own, units=4)
    for text in sampling.generate(run, 4, most=30, prompt="a☃"):
        assert text.startswith("a")
        assert len(text) <= 30
    assert 0 <= sampling.copied(run, sampling.generate(run, 4, most=60)) <= 1


def test_only_a_text_can_be_sampled():
    with pytest.raises(ValueError, match="data must be a text, got recall"):
        sampling.generate(trained(), 3)


def test_copied_names_are_those_of_the_training_list():
    run = start_run(NAMES)
    known = sampling.training_text(run)
    unseen = set(texts.entries(texts.content("names_english"))) - set(known)
    assert len(unseen) == 138
    assert sampling.copied(run, [known[0], known[1], unseen.pop(), "xqzw"]) == 0.5
    assert sampling.copied(run, []) == 0


def test_copied_prose_is_what_occurs_in_the_training_text():
    run = trained(data="text", text="alice", length=30)
    text = "".join(sampling.training_text(run))
    assert sampling.copied(run, [text[100:200]]) == 1
    assert sampling.copied(run, [text[100:200].upper()]) == 0
    assert sampling.copied(run, [text[100:120] + "§" * 20]) == pytest.approx(1 / 21)
    assert sampling.copied(run, ["short"]) == 0


def found(run, last=""):
    return diagnose(run, evaluate(run), last)


PROBLEMS = {
    "vanishing_in_time": (150, {"recurrent_scale": 0.5}),
    "truncated": (100, {"truncate": 4}),
    "clipped": (300, {"data": "parity", "length": 30, "clip_norm": 0.001, "step_size": 0.001}),
    "copied": (
        1600,
        {"data": "text", "text": "names_english", "cell": "gru", "units": 64, "step_size": 0.02, "examples": 200},
    ),
}


@pytest.mark.parametrize("kind", PROBLEMS)
def test_each_problem_is_named_with_a_remedy(kind):
    steps, settings = PROBLEMS[kind]
    run = trained(steps, **settings)
    finding = found(run)
    assert finding is not None
    assert finding.kind == kind
    assert any(character.isdigit() for character in finding.text)
    assert change(run.experiment, **finding.changes) != run.experiment


def test_the_remedy_of_a_gradient_that_vanishes_in_time_helps():
    run = trained(150, recurrent_scale=0.5)
    after = change(run.experiment, **found(run).changes)
    better = start_run(after, dtype=np.float32)
    training.advance(better, 150)
    assert evaluate(run).test_accuracy[0] < 0.9 < evaluate(better).test_accuracy[0]


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("data", ["recall", "echo", "anbn", "adding", "text"])
def test_nothing_of_time_is_found_at_the_usual_settings(data, cell):
    run = trained(90, data=data, cell=cell, length=12)
    finding = found(run)
    assert finding is None or finding.kind in ("small", "small_steps")


@pytest.mark.parametrize("cell", CELLS)
def test_equal_units_are_found(cell):
    run = trained(100, cell=cell, recurrent_scale=0, initializer="constant", data="parity", length=6)
    finding = found(run)
    assert finding.kind == "equal"
    assert "All 16 units of the recurrent layer" in finding.text
