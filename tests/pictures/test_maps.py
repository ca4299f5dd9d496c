"""The maps that a page computes from weights are those of the engine, for every kind of network."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine import losses
from engine.activations import ACTIVATIONS
from engine.data import features
from engine.data.features import FEATURES, Feature
from engine.experiments.experiment import Experiment, change
from engine.runs.run import predict, start_run
from pictures import catalogue
from pictures.live import maps, tables

SIZE, SIDE = 96, 32
STRIDE = SIZE // SIDE
RANGE = 254  # of a map's values, 1 … 255
TOLERANCE = 5e-4  # of the range; most maps are right to 1e-5, but those of large weights multiply the tables' errors

TASKS = {
    "2 classes": {},
    "3 classes": {"data": "pinwheel"},
    "5 classes": {"data": "pinwheel", "classes": 5},
    "hinge": {"loss": "hinge"},
    "regression": {"data": "plane"},
}


def network(scale=1.0, seed=0, **changes):
    """Return a Run whose parameters are random, scale times those that LeCun's initializer makes, and float32."""
    run = start_run(change(Experiment(), initializer="lecun", weight_seed=seed, **changes))
    rng = np.random.default_rng(seed)
    for (matrix,) in run.parameters:
        matrix[:] = scale * rng.normal(0, 1 / np.sqrt(matrix.shape[-1]), matrix.shape)
    run.theta[:] = run.theta.astype(np.float32)
    return run


CASES = {
    **{f"{name}, seed {k}": network(activation=name, layers=(8, 8), seed=k) for name in ACTIVATIONS for k in range(3)},
    **{f"{name}, large": network(30, activation=name, layers=(6, 4), seed=5) for name in ACTIVATIONS},
    # Sine is left out: where its argument is a million, that of a network in float32 is wrong by as much as a radian.
    **{f"{name}, 1e6": network(1e6, activation=name, layers=(4,), seed=6) for name in ACTIVATIONS if name != "sine"},
    **{f"{name}, 0": network(0, activation=name, layers=(4, 2), seed=7) for name in ACTIVATIONS},
    **{f"{task}, {k} layers": network(layers=(5,) * k, seed=k, **TASKS[task]) for task in TASKS for k in range(7)},
    **{f"{task}, ReLU, large": network(30, activation="relu", layers=(6, 4), **TASKS[task]) for task in TASKS},
    **{f"{count} features": network(features=tuple(FEATURES)[:count], layers=(3,)) for count in range(1, 8)},
    "all features, many layers": network(features=tuple(FEATURES), layers=(16,) * 6),
    **{f"only {name}": network(features=(name,), layers=()) for name in FEATURES},
    "mixed": network(layers=(4, 7, 3), activation="relu-sine-softsign"),
}


def unit(values):
    return 128 + 127 * np.clip(values, -1, 1)


def of_engine(run):
    """Return the maps of a network's inputs and hidden neurons (n, SIDE, SIDE), and of its output (outputs, SIZE²)."""
    points = maps.grid(SIZE)
    trace = predict(run, points)
    z, meaning = trace.output[0], maps.meaning(run.experiment)

    def tiles(values, least):
        values = values.reshape(-1, SIZE, SIZE)[:, STRIDE // 2 :: STRIDE, STRIDE // 2 :: STRIDE]
        return unit(values / np.maximum(np.abs(values).max(axis=(1, 2), keepdims=True), least))

    inputs = tiles(features.apply(run.experiment.features, points), 0)
    hidden = [tiles(signal.a[0], 1) for signal in trace.layers[:-1]]
    if meaning != "probability":
        output = unit(z)
    elif len(z) == 1:
        output = unit(np.arcsinh(z) / maps.LOGIT_RANGE)
    else:
        output = 255 * losses.softmax(z)
    return np.concatenate([inputs, *hidden]), output


@pytest.fixture(scope="module")
def of_page(node, tmp_path_factory):
    """Return the maps of each case as a page computes them, in the form of of_engine."""
    folder = tmp_path_factory.mktemp("maps")
    cases = [
        {"network": maps.network_of(run), "theta": run.theta[0].tolist(), "coding": maps.about(run, SIZE)}
        for run in CASES.values()
    ]
    text = json.dumps({"size": SIZE, "side": SIDE, "tables": tables.tables(), "cases": cases})
    (folder / "cases.json").write_text(text, encoding="utf-8")
    node(Path(__file__).parent / "js" / "maps.mjs", folder / "cases.json", folder / "maps")
    values, found = np.fromfile(folder / "maps", np.float32), {}
    for name, run in CASES.items():
        experiment = run.experiment
        count = len(experiment.features) + sum(experiment.layers)
        tiles, output, values = np.split(values, np.cumsum([count * SIDE * SIDE, experiment.outputs * SIZE * SIZE]))
        found[name] = tiles.reshape(count, SIDE, SIDE), output.reshape(-1, SIZE * SIZE)
    assert not len(values)
    return found


@pytest.mark.parametrize("name", CASES)
def test_a_page_computes_the_maps_of_the_engine(name, of_page):
    for page, engine in zip(of_page[name], of_engine(CASES[name]), strict=True):
        assert page.shape == engine.shape
        assert np.isfinite(page).all()
        assert np.abs(page - engine).max() < TOLERANCE * RANGE


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_that_is_not_periodic_is_straight_far_from_0(name):
    h, period = ACTIVATIONS[name].function, ACTIVATIONS[name].period
    left, middle, right = h(np.array([1.0, 1.5, 2.0]) * 1e4)
    assert (abs(left + right - 2 * middle) < 1e-3) == (period is None)
    if period:
        assert period <= 2 * tables.BOUND
        z = np.linspace(-40, 40, 1001)
        np.testing.assert_allclose(h(z), h(z + period), atol=1e-9)


def test_a_feature_may_be_any_function_of_both_coordinates():
    radius = Feature("r", lambda x1, x2: np.hypot(x1, x2))
    assert len(tables.feature_table(radius)) > 5
    assert len(tables.feature_table(FEATURES["x1_x2"])) == 1
    nothing = Feature("0", lambda x1, x2: 0 * x1)
    assert not tables.feature_table(nothing).any()


def test_maps_are_computed_in_slices_between_animation_frames(node, tmp_path):
    code = catalogue.bundle(catalogue.HERE / "live" / "frame_maps.js")
    (tmp_path / "frame_maps.mjs").write_text(f"{code}\nexport {{ FrameMaps }};\n", encoding="utf-8")
    node(Path(__file__).parent / "js" / "frame_maps.mjs", tmp_path / "frame_maps.mjs")
