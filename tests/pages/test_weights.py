"""A network that comes back, or from another library, through the page's own door: brought, read and used."""

import json

import numpy as np
import pytest

from engine import losses
from engine.experiments.experiment import Experiment, change
from engine.experiments.image_experiment import ImageExperiment
from engine.runs import storage, training
from engine.runs.run import predict, start_run
from engine.runs.storage import Saved
from tests.pages.opening import open_page, visit
from ui.widgets import take_away

SMALL = {"points": "60", "layers": "3"}
POINTS = np.random.default_rng(3).uniform(-6, 6, (2, 50))


def own(**changes):
    """A file of the page, and the parameters in it."""
    run = start_run(change(Experiment(), points=60, layers=(2,), **changes), dtype=np.float32)
    training.advance(run, 5)
    return storage.dumps(Saved(run.experiment, run.theta[0], 250)), run.theta[0]


OWN, THETA = own()
CONTENT = json.loads(OWN)
CUT = OWN[: OWN.index('"theta"') + 40]
LISTED = "[[[0.5, -1.2], [0.3, 0.8]], [0.1, 0.0], [[1.0, -1.0]], [0.2]]"
CONVNETJS = {"layers": [{"layer_type": "fc", "filters": [{"w": {"0": 0.5, "1": -1.2}}], "biases": {"w": {"0": 0.1}}}]}
# What is brought, what the page says of it, and the parameters of the network that it gives.
USED = {
    "its own file": (OWN.encode(), "trained for 250 steps", THETA),
    "a byte order mark": (OWN.encode("utf-8-sig"), "trained for 250 steps", THETA),
    "UTF-16": (OWN.encode("utf-16"), "trained for 250 steps", THETA),
    "numbers as text": (
        json.dumps(CONTENT | {"theta": list(map(str, CONTENT["theta"]))}),
        "“theta” that are written as text were read as numbers",
        THETA,
    ),
    "an unknown setting": (
        json.dumps(CONTENT | {"experiment": CONTENT["experiment"] | {"newsetting": 1, "layers": [2.0]}}),
        "Settings that are not known here were left out: “newsetting”.",
        THETA,
    ),
    "a list of matrices": (LISTED, "Activation: tanh, as set on this page", [0.5, -1.2, 0.1, 0.3, 0.8, 0, 1, -1, 0.2]),
    "ConvNetJS": (json.dumps(CONVNETJS), "Each row of a matrix was read as", [0.5, -1.2, 0.1]),
    "a state_dict as Python prints it": (
        "{'0.weight': [[1., 2.]], '0.bias': [.5]}",
        "Its output is that of two classes: where it is positive, it speaks for class 1, the blue one. Loss: Cross",
        [1, 2, 0.5],
    ),
}
REFUSED = {
    "cut off": (CUT, f"it ends in the middle, after “…{' '.join(CUT.split())[-40:]}”"),
    "a wrong setting": (OWN.replace('"sine"', '"sign"'), "“experiment.boundary” must be one of sine, cubic"),
    "a row too long": ("[[[1, 2], [3, 4]], [0, 0], [[1, 2, 3]], [0]]", "layer 2, row 1 has 3 numbers where 2 were"),
    "another tool": ('{"modelTopology": {}}', "a model of TensorFlow.js, whose weights are in a file beside it"),
    "too wide": (json.dumps({"weights": [[[1, 2]] * 17, [[1] * 17]]}), "of up to 16 units"),
    "markup": ('{"activation": "<b>*x*</b>", "W1": [[1, 2]]}', "must be one of tanh"),
    "rubbish": (b"\xff{not json", "the text must be JSON"),
}


def opened(screen=None, **query):
    page = open_page(screen, **query)
    page.session_state["panel"] = "Take away"
    page.run()
    assert not page.exception
    return page


def bring(page, what):
    """Upload bytes, or paste a text."""
    if isinstance(what, bytes):
        page.text_area(key="json_text").set_value("")
        page.file_uploader(key="json_file").set_value(("network.json", what, "application/json"))
    else:
        page.file_uploader(key="json_file").set_value(None)
        page.text_area(key="json_text").set_value(what)
    page.run()
    assert not page.exception
    return page


def said(page):
    """What the page says of what was brought."""
    return " ".join(each.value for each in [*page.success, *page.error, *page.caption]).replace("\\", "")


def test_networks_as_they_come():
    page = opened(**SMALL)
    for name, (what, words, theta) in USED.items():
        bring(page, what)
        assert words in said(page), name
        page.button(key="use_json").click().run()
        assert not page.exception
        run = visit(page).player.run
        assert run.theta.dtype == np.float32
        np.testing.assert_array_equal(run.theta[0], np.array(theta, np.float32), err_msg=name)
        assert visit(page).experiment == run.experiment


def test_what_is_refused_changes_nothing_and_stays_in_the_box():
    page = opened(**SMALL)
    before = visit(page).player.run
    for name, (what, words) in REFUSED.items():
        bring(page, what)
        assert words in said(page), name
        assert "use_json" not in {button.key for button in page.button}
        assert visit(page).player.run is before
        if isinstance(what, str):
            assert page.text_area(key="json_text").value == what
    bring(page, b"")
    assert "This file is empty." in said(page)
    other = storage.dumps(Saved(ImageExperiment(), start_run(ImageExperiment()).theta[0]))
    assert "bring it back on the page Images" in said(bring(page, other))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_pasted_network_predicts_on_the_page_what_its_matrices_say(seed):
    rng = np.random.default_rng(seed)
    W1, b1, W2, b2 = rng.normal(size=(4, 2)), rng.normal(size=4), rng.normal(size=(3, 4)), rng.normal(size=3)
    page = opened(data="moons", activation="relu", **SMALL)
    bring(page, json.dumps([W1.T.tolist(), b1.tolist(), W2.T.tolist(), b2.tolist()]))
    assert "Each column of a matrix was read as the weights of one unit" in said(page)
    assert "they will be Circle, with 3 classes" in said(page)
    page.button(key="use_json").click().run()
    run = visit(page).player.run
    expected = W2 @ np.maximum(W1 @ POINTS + b1[:, None], 0) + b2[:, None]
    found = predict(run, POINTS).output[0]
    np.testing.assert_allclose(losses.softmax(found), losses.softmax(expected), atol=1e-5)
    assert (run.experiment.class_count, run.experiment.activation, run.step) == (3, "relu", 0)


@pytest.mark.parametrize(
    ("screen", "kind"), [(None, "points"), ("play/images", "images"), ("play/sequences", "sequences")]
)
def test_every_page_says_what_can_be_read_there(screen, kind):
    page = opened(screen)
    shown = [each.value for each in page.code]
    for library in take_away.SOURCES[kind]:
        assert take_away.PRINTS[library] in shown
        assert library in [each.value for each in page.caption]


def test_the_other_pages_read_weights_of_pytorch():
    digits = {"0.weight": [[[[0.1] * 3] * 3]] * 2, "3.weight": [[0.2] * 32] * 10, "3.bias": list(range(10))}
    page = bring(opened("play/images", images="40"), json.dumps(digits))
    assert "Assumed: pooling max" in said(page)
    page.button(key="use_json").click().run()
    assert visit(page).experiment.filters == (2,)
    np.testing.assert_allclose(visit(page).player.run.theta[0, -33:], [0.2] * 32 + [9])
    gru = {"weight_ih_l0": [[0.5] * 7] * 6, "weight_hh_l0": [[0.1] * 2] * 6, "out.weight": [[1.0, 2.0]] * 6}
    page = bring(opened("play/sequences", examples="20"), json.dumps(gru))
    assert "A recurrent layer of 2 GRU units" in said(page)
    page.button(key="use_json").click().run()
    assert (visit(page).experiment.cell, visit(page).experiment.units) == ("gru", 2)
