"""What is no network that can be used is refused with a sentence that names the entry and says what would be read."""

import json
import random
import re

import numpy as np
import pytest

from engine.experiments.experiment import Experiment, change
from engine.experiments.image_experiment import ImageExperiment
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.foreign import reading
from engine.runs import storage, text, training

W1, b1, W2, b2 = [[1.0, 2.0], [3.0, -4.0], [5.0, 6.0]], [0.1, 0.2, 0.3], [[1.5, 2.5, 3.5]], [0.5]
KERNEL = [[[[1, 2, 3]] * 3][0]]  # of one channel, 3 × 3


def refusal(content, experiment=None):
    said = content if isinstance(content, str | bytes) else json.dumps(content)
    with pytest.raises(ValueError, match=r".") as raised:
        reading.read(said, experiment or Experiment())
    assert len(str(raised.value)) < 500
    return str(raised.value)


SHAPES = [
    ([W1, b1, [[1, 2]], b2], "layer 2, row 1 has 2 numbers where 3 were expected, one for each unit of layer 1"),
    ({"a.weight": W1, "b.weight": [[1, 2]]}, "layer 2 (“b.weight”), row 1 has 2 numbers where 3 were expected"),
    ({"coefs_": [W1, W1], "intercepts_": [b1[:2], b1[:2]]}, "layer 2 (“coefs_.1”) has 3 rows where 2 were expected"),
    ([W1, b1[:1], W2, b2], "layer 1 has biases for 1 unit where 3 were expected"),
    ([[[1, 2], [3]], b1], "layer 1, row 2 has 1 number where row 1 has 2 numbers"),
    ({"W1": [[1, 2], [3, "x"]]}, "layer 1 (“W1”), row 2, number 2 must be a number, got 'x'"),
    ('{"W1": [[1, NaN]]}', "layer 1 (“W1”), row 1, number 2 must be a finite number, got nan"),
    ("[[[1, 2]], [-Infinity]]", "layer 1, biases, number 1 must be a finite number, got -inf"),
    ([[[1, None]], [0]], "layer 1, row 1, number 2 must be a number, got null"),
    ([[[1, True]], [0]], "layer 1, row 1, number 2 must be a number, got True"),
    ([[[1e39, 1]], [0]], "layer 1, row 1, number 1 must be at most 3.4·10³⁸ in size, got 1·10³⁹"),
    ([[[3e38, 1], [-3e38, 1]], [0, 0]], "its weights must be at most 3.4·10³⁸ in size, got 6·10³⁸"),
    ([b1, W1], "list 1 looks like biases, and does not follow the weights of a layer"),
    ({"1.weight": W1, "1.running_mean": b1}, "“1.running_mean” belongs to a batch normalization"),
    ({"0.weight": W1, "1.weight": b1, "2.weight": W2}, "layer 2 (“1.weight”) must be a matrix, got a list of numbers"),
    ({"W": [[1, 2]], "b": [[1, 2], [3, 4]]}, "layer 1 (“W”), biases (“b”) must be a list of numbers, got 2 × 2"),
    ([[[1] * 784], [0]], "it has 784 inputs; this page can give a network x₁ and x₂"),
    ([[[1, 2, 3]], [0]], "it has 3 inputs; .* now x₁, x₂: choose 3 inputs first"),
    ([[[1, 2]] * 6, [0] * 6], "it has 6 outputs, and this page has up to 5 classes"),
    ([[[1, 2]] * 17, [0] * 17, [[1] * 17], [0]], "its hidden layer 1 has 17 units, .* up to 16 units"),
    ([*([[[1, 2], [1, 2]], [0, 0]] * 7), [[1, 2]], [0]], "it has 7 hidden layers, .* up to 6 hidden layers"),
    ({"weights": [[[1, 2]] * 3], "out_activation_": "identity"}, "it predicts 3 values, and this page has one"),
    ({"weights": [[[1, 2]] * 3], "out_activation_": "logistic"}, "3 outputs that are independent"),
    ({"W1": W1, "W2": W2, "activation": "maxout"}, "“activation” must be one of tanh, relu, .*, got 'maxout'"),
    (
        {"layers": [{"w": [[1, 2]], "activation": "relu"}]},
        "its outputs have the activation relu, and here they have none",
    ),
    ([[[1, 2, 0.5]] * 4, [[1] * 5]], "layer 2, row 1 has 5 numbers where 4 .*; biases must be in lists of their own"),
    ({"0.weight": [KERNEL], "0.bias": [0]}, "convolution, which the page Images can read"),
    (
        {"weight_ih_l0": [[1]], "weight_hh_l0": [[1]], "out.weight": [[1]]},
        "recurrent network, which the page Sequences",
    ),
]
TEXTS = [
    ("", "it is empty"),
    ("[[[1, 2], [3, 4]], [0.1,", "it ends in the middle, after “…[[[1, 2], [3, 4]], [0.1,”"),
    ("{'0.weight': [[1., 2", "it ends in the middle, after “…{'0.weight': [[1., 2”"),
    ('{"a": tr', "it ends in the middle"),
    ('{"a": "x', "it ends in the middle"),
    ("[[0.5 -1.2]\n [0.3 0.8]]", "commas between its numbers, which NumPy’s print leaves out: json.dumps("),
    ("[array([[1., 2.]]), array([0.])]", "“array” in line 1 is not: .* json.dumps([a.tolist()"),
    ("OrderedDict([('0.weight',\n tensor([[1.]]))])", "“OrderedDict” in line 1 .* model.state_dict().items()"),
    ("[[1, 2]]]", "in line 1 it is not: expecting value"),
    ("\n\n[[0.5], 'a' 'b']", "in line 3 it is not: expecting ',' delimiter"),
    ("W1 = [[1, 2]]", "“W1” in line 1 is not: it may have lists, objects, texts and numbers"),
    ("[" * 21 + "]" * 21, "at most 20 levels of lists and objects, got 21"),
    ("[" + "[]," * 20_000 + "1]", "at most 20\u202f000 lists and objects, got 20\u202f001"),
    ("9" * 5000, "numbers of fewer digits"),
    ("[1, 2, 3]", "there is no matrix of weights in it; lists such as [W1, b1, W2, b2] have some"),
    ("{}", "there is no matrix of weights in it"),
    ("null", "there is no matrix of weights in it"),
    (b"PK\x03\x04rest", "it is a packed file, such as .pt, .keras or .npz; the text must be JSON"),
    (b"\x80\x04\x95", "it is a pickle, which could hold code"),
]
TOOLS = [
    ({"modelTopology": {}, "weightsManifest": []}, "a model of TensorFlow.js, .* JSON.stringify(model.getWeights()"),
    ({"class_name": "Sequential", "config": {"layers": []}}, "the shape of a Keras model, .* model.get_weights()"),
    ({"hidden_layer_sizes": [6], "activation": "relu"}, "settings of a network of scikit-learn, .* mlp.coefs_"),
    ({"neurons": [], "connections": []}, "Synaptic"),
    ({"nodes": [], "connections": []}, "Neataptic"),
    ({"cells": [], "nbformat": 4}, "a notebook"),
    ({"layers": [{"layer_type": "conv"}]}, "layer 1 of ConvNetJS is of the type 'conv', and can be fc"),
    ({"layers": [{"layer_type": "fc", "filters": [{"w": 1}]}]}, "layer 1 (fc), filter 1 must have numbers w"),
    ({"layers": [{"layer_type": "fc"}]}, "layer 1 (fc) must have a list of filters"),
    ({"layers": [{}, {"weights": W1, "biases": b1}], "sizes": [2, 3]}, "3 outputs that are independent"),
    ({"layers": [{"x": {}}, {"0": {}}], "sizes": [2, 1]}, "layer 1 must have lists of weights and biases"),
    (
        {"layers": [{}, {"weights": W1, "biases": b1}], "sizes": [2, 3], "trainOpts": {"activation": "tanh"}},
        "its outputs have the activation 'tanh'",
    ),
    ({"format": "something else"}, '"format": "neural-network-playground"'),
    ({"experiment": {}, "theta": []}, '"format": "neural-network-playground"'),
]


@pytest.mark.parametrize(("content", "words"), [*SHAPES, *TEXTS, *TOOLS])
def test_a_refusal_names_the_entry_and_the_reason(content, words):
    pattern = ".*".join(re.escape(part) for part in words.split(".*"))
    assert re.search(pattern, refusal(content), re.DOTALL)


IMAGE = {"0.weight": [KERNEL] * 2, "0.bias": [0, 0], "3.weight": [[0.0] * 32] * 10, "3.bias": [0.0] * 10}
LSTM = {
    "cell.weight_ih_l0": [[0.0] * 7] * 8,
    "cell.weight_hh_l0": [[0.0] * 2] * 8,
    "out.weight": [[0.0] * 2] * 6,
}


@pytest.mark.parametrize(
    ("base", "changes", "words"),
    [
        (IMAGE, {"0.weight": [KERNEL * 2] * 2}, "layer 1 (“0.weight”) has kernels for 2 channels where 1 was expected"),
        (IMAGE, {"0.weight": [[[[1] * 4] * 4]] * 2}, "kernels of 4 × 4; all must be"),
        (IMAGE, {"0.weight": [KERNEL] * 17}, "has 17 filters, and this page has up to 16"),
        (
            IMAGE,
            {"3.weight": [[0.0] * 33] * 10},
            "its first dense layer has 33 inputs; images of 8 × 8 pixels can give",
        ),
        (IMAGE, {"3.weight": [[0.0] * 32] * 7, "3.bias": [0] * 7}, "it has 7 outputs, and the data “digits” have 10"),
        (IMAGE, {"4.weight": [KERNEL]}, "must be a matrix, got 1 × 1 × 3 × 3"),
        (
            LSTM,
            {"cell.weight_ih_l0": [[0.0] * 5] * 8},
            "must have 8 rows and 7 columns, one for each input of the data",
        ),
        (
            LSTM,
            {"cell.weight_hh_l0": [[0.0] * 2] * 7},
            "must have 1, 3 or 4 times as many rows as columns, got 7 and 2",
        ),
        (LSTM, {"out.weight": [[0.0] * 2] * 5}, "must have 6 outputs for the data “recall”, and 2 inputs, got 5 and 2"),
        (LSTM, {"cell.weight_ih_l1": [[0.0] * 2] * 8}, "“cell.weight_ih_l1” is of a second layer or direction"),
        (LSTM, {"cell.bias_ih_l0": [0.0] * 7}, "has 7 bias values where 8 were expected"),
        (
            {"weight_ih_l0": [[0.0] * 7] * 6, "weight_hh_l0": [[0.0] * 2] * 6, "out.weight": [[0.0] * 2] * 6},
            {"bias_hh_l0": [0, 0, 0, 0, 0, 0.1]},
            "PyTorch’s GRU has a bias within the product of its reset gate",
        ),
        (LSTM, {"out.weight": [[[[1]]]]}, "must be a matrix, got 1 × 1 × 1 × 1"),
    ],
)
def test_the_other_pages_name_the_entry_too(base, changes, words):
    experiment = ImageExperiment() if base is IMAGE else SequenceExperiment()
    assert reading.read(json.dumps(base), experiment)
    assert words in refusal(base | changes, experiment)


def test_hostile_weights_are_refused_in_words_or_make_a_network():
    draw = random.Random(1)
    goods = [
        [W1, b1, W2, b2],
        {"W1": W1, "b1": b1, "W2": W2, "b2": b2},
        {"coefs_": [W1], "intercepts_": [b1]},
        IMAGE,
        LSTM,
    ]
    values = [
        None,
        True,
        "x",
        "0.5",
        1e999,
        -1e39,
        [],
        {},
        [[]],
        [1],
        [[1, 2]],
        {"w": 1},
        10**400,
        "weight",
        {"layers": 1},
    ]
    experiments = [change(Experiment(), points=20), ImageExperiment(), SequenceExperiment()]
    read = longest = 0
    for _ in range(600):
        content = _mutated(draw, draw.choice(goods), values)
        said = json.dumps(content)
        if draw.random() < 0.3:
            at = draw.randrange(len(said))
            said = said[:at] + draw.choice(["", ",", "[", "]", "'", "(", "nan", "\0"]) + said[at + 1 :]
        for experiment in experiments[: 3 if draw.random() < 0.1 else 1]:
            try:
                saved = reading.read(said, experiment)
            except ValueError as error:
                longest = max(longest, len(str(error)))
                continue
            read += 1
            assert np.isfinite(saved.theta.astype(np.float32)).all()
            if experiment.KIND == "points":
                training.advance(storage.resume(saved), 1)
    assert 20 < read < 700
    assert longest < 700


def _mutated(draw, value, values):
    """A copy of a value with another one somewhere in it."""
    if not isinstance(value, list | dict) or not value or draw.random() < 0.2:
        return draw.choice(values)
    if isinstance(value, dict):
        key = draw.choice(list(value))
        return {**value, key: _mutated(draw, value[key], values)}
    at = draw.randrange(len(value))
    return [*value[:at], _mutated(draw, value[at], values), *value[at + 1 :]]


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("[(1, 2), (3,)]", [[1, 2], [3]]),
        ("{'a': [1., .5, +2, 1e3,],}", {"a": [1.0, 0.5, 2.0, 1000.0]}),
        ("[np.float64(0.5), float32(1)]", [0.5, 1]),
        ("[True, None, False]", [True, None, False]),
        ("[[1], [2]]\n[3]\n", [[[1], [2]], [3]]),
        ("[1],\n[2],\n", [[1], [2]]),
        ('\ufeff{"it\'s": "[(1 2"}', {"it's": "[(1 2"}),
    ],
)
def test_what_python_prints_is_read(said, values):
    assert text.plain(said) == values
