"""What the members of a class chose, and what came of it."""

import pytest

from engine.experiments.experiment import Experiment, change
from engine.experiments.image_experiment import ImageExperiment
from engine.experiments.kinds import EXPERIMENTS
from engine.experiments.sequence_experiment import SequenceExperiment
from tests.ui.rooms.making import BASE, guest
from ui.rooms import choices
from ui.visit.task import Task


@pytest.mark.parametrize(
    ("base", "changes", "said"),
    [
        (BASE, {}, ""),
        (BASE, {"activation": "relu", "step_size": 0.3}, "ReLU · α 0.3"),
        (BASE, {"layers": (8, 8)}, "layers 8-8"),
        (BASE, {"layers": ()}, "no hidden layer"),
        (BASE, {"weight_seed": 7, "noise": 20}, "noise 20 % · weight seed 7"),
        (ImageExperiment(), {"filters": (4, 8), "pooling": "mean"}, "filters 4-8 · pooling mean"),
        (SequenceExperiment(), {"cell": "lstm", "units": 4}, "LSTM · units 4"),
    ],
)
def test_a_line_says_only_what_is_other_than_in_the_task(base, changes, said):
    assert choices.sentence(base, change(base, **changes)) == said


def test_a_long_line_says_how_much_is_left_out():
    other = change(BASE, activation="relu", step_size=0.3, layers=(8,), noise=1, batch_size=1, optimizer="momentum")
    said = choices.sentence(BASE, other)
    assert said.count(" · ") == choices.MOST_SAID
    assert said.endswith(" · 2 more")


@pytest.mark.parametrize("kind", EXPERIMENTS.values(), ids=lambda kind: kind.KIND)
def test_every_setting_has_a_name_and_a_value(kind):
    values = choices.values_of(kind())
    assert values.keys() == kind.FIELDS.keys()
    assert all(isinstance(value, str) and (value or name == "own") for name, value in values.items())
    assert values["step_size"] == f"{kind().step_size:g}"


def test_own_data_are_said_and_not_spelled_out():
    assert choices.values_of(change(Experiment(), data="own", drawn="0AAAABBBB.1zzzzyyyy"))["drawn"] == "own"


def test_what_varies_most_comes_first_and_seeds_last():
    steps = [0.001, 0.01, 0.1, 1.0]
    experiments = [
        change(BASE, step_size=step, activation=("relu", "tanh")[i % 2], weight_seed=i) for i, step in enumerate(steps)
    ]
    found = choices.varying(experiments)
    assert [each.field for each in found] == ["step_size", "activation", "weight_seed"]
    assert found[0].options == ("0.001", "0.01", "0.1", "1")
    assert choices.varying([BASE, BASE]) == []


def test_values_are_in_the_order_of_their_size_not_of_their_text():
    experiments = [change(BASE, layers=widths) for widths in ((16,), (4,), (), (4, 4), (12, 2))]
    (setting,) = choices.varying(experiments)
    assert setting.options == ("0", "4", "16", "4-4", "12-2")


def test_the_base_of_a_class_has_what_most_have_of_each_setting():
    experiments = [change(BASE, step_size=1), change(BASE, activation="relu"), BASE, change(BASE, layers=(5,))]
    assert choices.most_common(experiments) == BASE
    with pytest.raises(ValueError, match="one or more"):
        choices.most_common([])
    # Six classes belong to one data set, two to the other: what most have of each does not go together.
    blob = [change(Experiment(), data="pinwheel"), change(Experiment(), data="pinwheel"), Experiment()]
    assert choices.most_common(blob).data == "pinwheel"


def test_a_network_of_another_kind_is_compared_with_the_usual_one():
    assert choices.differences(ImageExperiment(), change(Experiment(), step_size=0.5)) == ["step_size"]


def test_losses_that_cannot_be_compared_are_told():
    assert choices.caution([BASE, change(BASE, step_size=1, layers=(8,), weight_seed=5)]) == ""
    assert "loss function" in choices.caution([BASE, change(BASE, loss="hinge")])
    assert "same data" in choices.caution([BASE, change(BASE, noise=30)])
    assert "same data" in choices.caution([BASE, ImageExperiment()])
    assert choices.caution([]) == ""


def test_outcomes_count_answers_goals_and_the_median_loss():
    task = Task(ask="Which?", choice_1="ReLU", choice_2="tanh", choice_3="none", goal_loss=0.1)
    guests = [
        guest("A", BASE, answer=1, has_reached=True, test_loss=0.05),
        guest("B", BASE, answer=1, has_reached=False, test_loss=0.4),
        guest("C", BASE, answer=1, has_reached=False, test_loss=0.2),
        guest("D", BASE, answer=2, has_reached=False, test_loss=5, has_diverged=True),
        guest("E", None),
        guest("F", BASE, answer=0, test_loss=0.2),
    ]
    assert choices.outcomes(guests, task) == [("ReLU", 3, 1, 0.2), ("tanh", 1, 0, None), ("none", 0, 0, None)]
    assert choices.outcomes(guests, Task()) == []
