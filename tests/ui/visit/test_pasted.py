"""Links that are pasted as text are found in it; those of TensorFlow Playground open the nearest experiment."""

import pytest

from tests.ui.visit.test_tidy import SPIRAL, query_of
from ui.visit import address_bar, pasted, task, tidy

THEIRS = (
    "https://playground.tensorflow.org/#activation=relu&batchSize=20&dataset=xor&regDataset=reg-plane&learningRate=0.1"
    "&regularizationRate=0.003&noise=15&networkShape=5,3&seed=0.12345&showTestData=true&discretize=true"
    "&percTrainData=70&x=true&y=false&xTimesY=true&xSquared=false&ySquared=false&cosX=true&sinX=true&cosY=false"
    "&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false&regularization=L1"
)


def test_a_link_of_tensorflow_playground_is_the_nearest_experiment():
    for text in (THEIRS, f"Look: <{THEIRS}>.", THEIRS.partition("#")[2], f"?{THEIRS.partition('#')[2]}"):
        found = pasted.read(text)
        tidied = tidy.read(found.query, task.PAGE)
        experiment, shown, _, sentences = address_bar.parse(tidied.query, task.PAGE)
        assert not sentences
        assert (experiment.data, experiment.layers, experiment.activation) == ("exclusive_or", (5, 3), "relu")
        assert experiment.features == ("x1", "x1_x2", "sin_x1")
        assert (experiment.step_size, experiment.batch_size, experiment.noise) == (0.1, 20, 15)
        assert (experiment.train_share, experiment.optimizer) == (70, "gradient_descent")
        assert (experiment.regularization, experiment.regularization_rate) == ("l1", 0.003)
        assert (shown.show_test, shown.discretize) == (True, True)
        assert "cosX, its seed." in tidied.sentences[1]


def test_a_regression_of_tensorflow_playground_and_what_it_hides():
    query = query_of(
        "problem=regression&regDataset=reg-gauss&networkShape=&initZero=true&noise_hide=true&playButton_hide=true"
    )
    tidied = tidy.read(query, task.PAGE)
    experiment, *_, sentences = address_bar.parse(tidied.query, task.PAGE)
    assert (experiment.data, experiment.layers, experiment.initializer) == ("multi_gaussian", (), "zeros")
    assert (experiment.loss, experiment.points) == ("mse", 1200)
    assert tidied.query["hide"] == "data"
    assert not sentences
    assert "the data reg-argmax" in tidy.read({**query, "regDataset": "reg-argmax"}, task.PAGE).sentences[1]


@pytest.mark.parametrize(
    ("text", "page", "query"),
    [
        ("https://host/?data=spiral&layers=8-8", "", SPIRAL),
        ("See <https://host/sub/images?data=bars>, please.", "images", {"data": "bars"}),
        ("https://host/%3Fdata=spiral&amp;layers=8-8", "", SPIRAL),
        ("?data=spiral&layers=8-8", "", SPIRAL),
        ("data=spiral&layers=8-8", "", SPIRAL),
        ("https://host/optimizers", "optimizers", {}),
        ("https://playground.tensorflow.org/", "", {"networkShape": "4,2"}),
    ],
)
def test_a_pasted_link_is_found_in_its_text(text, page, query):
    assert pasted.read(text) == (page, query)


@pytest.mark.parametrize("text", ["", "hello", "spiral, please", "https://[", "?", "#"])
def test_what_is_no_link_is_none(text):
    assert pasted.read(text) is None
