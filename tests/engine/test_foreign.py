"""Networks of other libraries: whatever way their weights are written, they predict here what they predicted there."""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier, MLPRegressor

from engine import losses
from engine.experiments.experiment import Experiment, change
from engine.experiments.image_experiment import ImageExperiment
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.foreign import reading
from engine.runs import storage
from engine.runs.run import predict
from engine.runs.text import PRINTS

GOLDEN = json.loads((Path(__file__).parent / "golden" / "foreign.json").read_text(encoding="utf-8"))
W1, b1, W2, b2 = [[1.0, 2.0], [3.0, -4.0], [5.0, 6.0]], [0.1, 0.2, 0.3], [[1.5, 2.5, 3.5]], [0.5]
THETA = [1.0, 2.0, 0.1, 3.0, -4.0, 0.2, 5.0, 6.0, 0.3, 1.5, 2.5, 3.5, 0.5]


def transposed(W):
    return [list(column) for column in zip(*W, strict=True)]


def upright(b):
    return [[value] for value in b]


C1, C2 = transposed(W1), transposed(W2)
# One network, in the ways in which people write it.
WAYS = {
    "a list": [W1, b1, W2, b2],
    "pairs": [[W1, b1], [W2, b2]],
    "pairs with columns of biases": [[W1, upright(b1)], [W2, upright(b2)]],
    "a list with columns of biases": [W1, upright(b1), W2, upright(b2)],
    "a list with rows of biases": [C1, [b1], C2, [b2]],
    "Keras": [C1, b1, C2, b2],
    "all weights, all biases": [[W1, W2], [b1, b2]],
    "weights and biases": {"weights": [W1, W2], "biases": [b1, b2]},
    "columns of biases": {"weights": [W1, W2], "biases": [upright(b1), upright(b2)]},
    "scikit-learn": {"coefs_": [C1, C2], "intercepts_": [b1, b2]},
    "textbook": {"W1": W1, "b1": b1, "W2": W2, "b2": b2},
    "textbook, weights first": {"W1": W1, "W2": W2, "b1": b1, "b2": b2},
    "textbook in an object": {"parameters": {"W1": W1, "b1": upright(b1), "W2": W2, "b2": upright(b2)}},
    "PyTorch": {"0.weight": W1, "0.bias": b1, "2.weight": W2, "2.bias": b2},
    "PyTorch, sorted": {"0.bias": b1, "0.weight": W1, "2.bias": b2, "2.weight": W2},
    "PyTorch, a checkpoint": {
        "epoch": 5,
        "weight_decay": 0.1,
        "state_dict": {"a.weight": W1, "a.bias": b1, "b.weight": W2, "b.bias": b2},
    },
    "any names": {"first": W1, "shift": b1, "second": W2, "of it": b2},
    "Flax": {"params": {"Dense_0": {"bias": b1, "kernel": C1}, "Dense_1": {"bias": b2, "kernel": C2}}},
    "a list of objects": [{"W": W1, "b": b1}, {"W": W2, "b": b2}],
    "layers": {"layers": [{"weights": W1, "biases": b1}, {"weights": W2, "biases": b2}]},
    "arrays of JavaScript": [{str(k): row for k, row in enumerate(W1)}, dict(zip("012", b1, strict=True)), W2, b2],
    "a number for one bias": {"W1": W1, "b1": b1, "W2": W2, "b2": 0.5},
    "brain.js": {
        "sizes": [2, 3, 1],
        "layers": [{"weights": [], "biases": []}, {"weights": W1, "biases": b1}, {"weights": W2, "biases": b2}],
    },
}
ONE_UNIT = {
    "a matrix": [[[0.5, -1.2]], [0.1]],
    "a matrix of one column": [[[0.5], [-1.2]], [0.1]],
    "a list": [[0.5, -1.2], 0.1],
    "names": {"w": [0.5, -1.2], "b": 0.1},
    "ConvNetJS": {
        "layers": [
            {"layer_type": "input", "out_depth": 2},
            {
                "layer_type": "fc",
                "filters": [{"sx": 1, "sy": 1, "depth": 2, "w": {"0": 0.5, "1": -1.2}}],
                "biases": {"w": {"0": 0.1}},
            },
        ]
    },
}


def read(content, experiment=None):
    return reading.read(
        content if isinstance(content, str | bytes) else json.dumps(content), experiment or Experiment()
    )


def output(saved, points):
    """What the network predicts as it comes back on the page: probabilities, or values."""
    z = predict(storage.resume(saved), points).output[0]
    if not saved.experiment.class_count:
        return z[0]
    return losses.sigmoid(z[0]) if len(z) == 1 else losses.softmax(z).T


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_write_a_network_gives_the_same(way):
    for encoded in (json.dumps(WAYS[way]), json.dumps(WAYS[way]).encode("utf-8-sig"), repr(WAYS[way]).encode("utf-16")):
        saved = read(encoded)
        assert saved.experiment.layers == (3,)
        assert saved.experiment.features == ("x1", "x2")
        np.testing.assert_array_equal(saved.theta, THETA)


@pytest.mark.parametrize("way", ONE_UNIT)
def test_a_network_may_be_one_unit(way):
    saved = read(ONE_UNIT[way])
    assert saved.experiment.layers == ()
    np.testing.assert_array_equal(saved.theta, [0.5, -1.2, 0.1])


@pytest.mark.parametrize("content", [[W1, W2], {"0.weight": W1, "0.bias": None, "2.weight": W2}, {"W1": W1, "W2": W2}])
def test_biases_that_are_missing_are_0_and_that_is_said(content):
    saved = read(content)
    assert saved.theta[[2, 5, 8, 12]].tolist() == [0] * 4
    assert any(remark.startswith("There are no biases for layer 1") for remark in saved.remarks)
    only_one = read({"W1": W1, "b1": b1, "W2": W2})
    assert "There are no biases for layer 2 (“W2”): they are 0." in only_one.remarks


def test_square_matrices_are_read_as_the_library_has_them_and_that_is_said():
    square, outputs = [[1, 2], [3, 4]], [[5, 6], [7, 8]]
    listed, named = read([square, [0, 0], outputs, [0, 0]]), read({"0.weight": square, "2.weight": outputs})
    columns = read({"coefs_": [square, outputs], "intercepts_": [[0, 0], [0, 0]], "out_activation_": "softmax"})
    assert listed.theta.tolist() == named.theta.tolist() == [1, 2, 0, 3, 4, 0, 2, 2, 0]
    assert columns.theta.tolist() == [1, 3, 0, 2, 4, 0, 1, 1, 0]
    assert "if the weights come from there, transpose" in listed.remarks[0]
    assert "as PyTorch and the names in the text have it" in named.remarks[0]
    assert "Each column" in columns.remarks[0]
    # Without biases both ways fit; the number of inputs decides.
    assert read([transposed(W1), W1]).experiment.layers == (3,)
    assert "the number of inputs" in read([transposed(W1), W1]).remarks[0]


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("activation", ["tanh", "relu", "logistic", "identity"])
@pytest.mark.parametrize("classes", [0, 2, 4])
def test_a_network_of_scikit_learn_predicts_the_same(activation, classes, seed):
    rng = np.random.default_rng(seed)
    x = rng.uniform(-6, 6, (40, 2))
    make, y = (MLPClassifier, np.arange(40) % classes) if classes else (MLPRegressor, x[:, 0] / 6)
    mlp = make(hidden_layer_sizes=(5, 3), activation=activation, solver="lbfgs", max_iter=5, random_state=seed)
    mlp.fit(x, y)
    saved = read(eval(PRINTS["scikit-learn"], {"json": json, "mlp": mlp}))
    expected = mlp.predict_proba(x) if classes else mlp.predict(x)
    np.testing.assert_allclose(output(saved, x.T), expected[:, 1] if classes == 2 else expected, atol=1e-9)
    assert saved.experiment.class_count == classes
    assert (saved.experiment.data == "circle") is (classes > 0)


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_a_network_of_scikit_learn_on_images_predicts_the_same():
    x = np.random.default_rng(1).uniform(0, 1, (20, 64))
    mlp = MLPClassifier(hidden_layer_sizes=(9,), solver="lbfgs", max_iter=3, random_state=1).fit(x, np.arange(20) % 10)
    saved = read(eval(PRINTS["scikit-learn"], {"json": json, "mlp": mlp}), ImageExperiment())
    assert (saved.experiment.filters, saved.experiment.layers) == ((), (9,))
    np.testing.assert_allclose(output(saved, x.T.reshape(1, 8, 8, 20)), mlp.predict_proba(x), atol=1e-9)


@pytest.mark.parametrize("case", GOLDEN["points"], ids=lambda case: f"{np.shape(case['y'])}")
def test_a_network_of_pytorch_predicts_the_same(case):
    saved = read(case["state_dict"])
    expected = np.array(case["y"])
    if expected.ndim == 2 and expected.shape[1] == 2:
        assert any("two outputs became one" in remark for remark in saved.remarks)
        expected = expected[:, 1]
    np.testing.assert_allclose(output(saved, np.array(case["x"]).T), expected, atol=1e-12)


@pytest.mark.parametrize("case", GOLDEN["images"], ids=lambda case: f"{len(case['state_dict'])} tensors")
def test_a_convolution_of_pytorch_predicts_the_same(case):
    saved = read(case["state_dict"], change(ImageExperiment(), pooling="global_max", layers=(7,)))
    assert saved.experiment.filters == (3, 4)
    assert saved.experiment.pooling == "max"
    assert any(remark.startswith("Assumed: pooling max, padding same, stride 1") for remark in saved.remarks)
    mean = read(case["state_dict"], change(ImageExperiment(), pooling="mean"))
    assert mean.experiment.pooling == "mean"  # what is set on the page comes first, where it fits
    assert sum("2 other ways would fit" in remark for remark in (*saved.remarks, *mean.remarks)) == 2
    images = np.moveaxis(np.array(case["x"]), 0, -1)
    np.testing.assert_allclose(output(saved, images), case["y"], atol=1e-12)


@pytest.mark.parametrize("case", GOLDEN["sequences"], ids=lambda case: case["cell"])
def test_a_recurrent_network_of_pytorch_predicts_the_same(case):
    saved = read(case["state_dict"], SequenceExperiment())
    assert (saved.experiment.cell, saved.experiment.units) == (case["cell"], 3)
    np.testing.assert_allclose(output(saved, np.array(case["x"]).T), case["y"], atol=1e-12)


def test_what_the_page_says_prints_a_network_prints_one():
    arrays = [np.array(each) for each in (W1, b1, W2, b2)]
    columns = [np.array(each) for each in (C1, b1, C2, b2)]
    names = dict(zip(("W1", "b1", "W2", "b2"), arrays, strict=True))
    model = SimpleNamespace(
        state_dict=lambda: {"0.weight": arrays[0], "0.bias": arrays[1], "2.weight": arrays[2], "2.bias": arrays[3]},
        get_weights=lambda: columns,
    )
    for library in ("NumPy", "PyTorch", "Keras"):
        saved = read(eval(PRINTS[library], {"json": json, "model": model, **names}))
        np.testing.assert_array_equal(saved.theta, THETA)


def test_the_settings_of_the_page_are_kept_where_the_text_says_nothing():
    experiment = change(Experiment(), data="moons", activation="relu", loss="hinge", step_size=0.3, noise=20)
    saved = read(WAYS["a list"], experiment)
    assert saved.experiment == change(experiment, layers=(3,))
    assert any("ReLU, as set on this page" in remark for remark in saved.remarks)
    given = read({**WAYS["scikit-learn"], "activation": "logistic", "out_activation_": "logistic"}, experiment)
    assert (given.experiment.activation, given.experiment.loss) == ("sigmoid", "cross_entropy")
    assert any("sigmoid, as the text says" in remark for remark in given.remarks)
    each = read({**WAYS["textbook"], "activations": ["relu", "sigmoid"]}, experiment).experiment
    assert (each.activation, each.loss) == ("relu", "cross_entropy")
    layers = [{"w": [[1, 2]] * 2, "b": [0, 0], "activation": "LeakyReLU"}, {"w": [[1, 1]], "activation": "linear"}]
    layers[1:1] = [{"w": [[1, 2]] * 2, "b": [0, 0], "activation": "identity"}]
    assert read({"layers": layers}, experiment).experiment == change(
        experiment, layers=(2, 2), activation="leaky_relu-linear"
    )


def test_inputs_are_x1_and_x2_or_those_that_are_chosen():
    chosen = change(Experiment(), features=("x1", "x2", "x1_x2"))
    assert read(WAYS["a list"], chosen).experiment.features == ("x1", "x2")
    assert read([[[1, 2, 3]], [0]], chosen).experiment.features == chosen.features
    assert "Inputs, in this order: x₁, x₂, x₁x₂." in read([[[1, 2, 3]], [0]], chosen).remarks


def test_data_that_do_not_suit_the_outputs_are_replaced_and_that_is_said():
    five = [[[1, 2]] * 5, [0] * 5]
    for data, there in (("spiral", "spiral"), ("moons", "circle"), ("plane", "circle"), ("own", "circle")):
        saved = read(five, change(Experiment(), data=data))
        assert (saved.experiment.data, saved.experiment.class_count) == (there, 5)
        assert any("will be" in remark and "5 classes" in remark for remark in saved.remarks)
    value = {"coefs_": [C1, C2], "intercepts_": [b1, b2], "out_activation_": "identity"}
    assert read(value, change(Experiment(), data="multi_gaussian")).experiment.data == "multi_gaussian"
    assert read(value).experiment.data == "plane"
    assert read(WAYS["a list"], change(Experiment(), data="plane")).experiment.data == "plane"
