"""A page that gets a Frame of images computes what the engine does: every layer's outputs, and the scores."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from engine.activations import ACTIVATIONS
from engine.data.images import own
from engine.experiments.experiment import change
from engine.experiments.image_experiment import PADDING, POOLING, ImageExperiment
from engine.losses import softmax
from engine.runs import training
from engine.runs.run import evaluate, start_run, trace_of
from pictures.images import frame
from pictures.live import tables
from tests.unpacking import unpack

TESTS = 12  # images of each case
RNG = np.random.default_rng(0)
# Drawings of two classes, half of which are for testing.
OWN = ".".join(f"{k % 2}{own.encode(RNG.integers(0, 17, (8, 8)) / 16)}" for k in range(2 * TESTS))


def network(steps=0, **changes):
    """Return a Run with parameters as after a few steps, biases too, in float32."""
    run = start_run(change(ImageExperiment(), images=24, **changes), dtype=np.float32)
    training.advance(run, steps)
    rng = np.random.default_rng(1)
    run.theta += 0.1 * rng.normal(size=run.theta.shape).astype(np.float32)
    return run


WINDOWS = {
    f"{pooling}, stride {stride}, {padding}, kernel {kernel}": network(
        filters=(3,), pooling=pooling, stride=stride, padding=padding, kernel=kernel
    )
    for pooling, stride, padding, kernel in itertools.product(POOLING, (1, 2), PADDING, ("1", "3", "5"))
}
CASES = {
    **WINDOWS,
    **{f"activation {name}": network(filters=(3,), layers=(4,), activation=name) for name in ACTIVATIONS},
    "two convolutions": network(filters=(4, 6)),
    "two convolutions, odd sides": network(filters=(4, 6), data="bars", padding="valid", pooling="mean"),
    "two convolutions, global": network(filters=(4, 6), pooling="global_mean", stride=2),
    "only dense": network(filters=(), layers=(6, 5)),
    "no hidden layer": network(filters=()),
    "two classes": network(data="own", own=OWN, filters=(3,)),
    "four classes": network(data="shapes", filters=(3,)),
    "shifted": network(shift=2, filters=(4,)),
    "trained": network(20, filters=(4,)),
}


@pytest.fixture(scope="module")
def of_page(node, tmp_path_factory):
    """Return what a page computes of each case."""
    folder = tmp_path_factory.mktemp("convnet")
    cases = []
    for run in CASES.values():
        header, blocks = unpack(frame.pack(run, evaluate(run), "paused", 1))
        cases.append({"header": header, **{name: blocks[name].tolist() for name in ("theta", "tests", "labels")}})
    (folder / "cases.json").write_text(json.dumps({"tables": tables.tables(), "cases": cases}), encoding="utf-8")
    node(Path(__file__).parent / "js" / "convnet.mjs", folder / "cases.json", folder / "found.json")
    found = json.loads((folder / "found.json").read_text(encoding="utf-8"))
    return dict(zip(CASES, found, strict=True))


@pytest.mark.parametrize("name", CASES)
def test_a_page_computes_the_outputs_of_every_layer(name, of_page):
    run, page = CASES[name], of_page[name]
    x, y, count = run.scored
    trace = trace_of(run, x[..., count:])
    assert len(page["outputs"]) == TESTS
    for i, signal in enumerate(trace.layers):
        told = np.array([each[i] for each in page["outputs"]])
        np.testing.assert_allclose(told, signal.a[0].reshape(-1, TESTS).T, rtol=1e-4, atol=2e-4)
    z = trace.output[0]
    p = softmax(z) if len(z) > 1 else np.vstack([1 / (1 + np.exp(z)), 1 / (1 + np.exp(-z))])
    np.testing.assert_allclose(page["p"], p.T, atol=2e-4)


@pytest.mark.parametrize("name", CASES)
def test_a_page_counts_the_right_answers(name, of_page):
    run, page = CASES[name], of_page[name]
    labels = run.test.labels[:TESTS]
    assert page["counts"] == np.bincount(labels, minlength=run.experiment.class_count).tolist()
    hits = np.array(page["answers"]) == labels
    assert page["right"] == np.bincount(labels[hits], minlength=run.experiment.class_count).tolist()
    assert sum(page["right"]) / TESTS == pytest.approx(float(evaluate(run).test_accuracy[0]))


@pytest.mark.parametrize("name", ["trained", "two classes"])
def test_a_page_writes_an_image_as_the_engine_does(name, of_page):
    images = CASES[name].test.points[0]
    assert of_page[name]["texts"] == [own.encode(images[:, :, i]) for i in range(TESTS)]
