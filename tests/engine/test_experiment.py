"""Experiments: values that are not valid are refused with the field's name; addresses round-trip and never raise."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.images.own import OwnImages
from engine.data.own_axes import OwnNames, Scale, write_names
from engine.data.own_points import OwnPoints
from engine.experiments import address
from engine.experiments.experiment import FIELDS, Experiment, change, losses_for
from engine.experiments.fields import Names, Number, Subset, Widths
from engine.numerals import GROUP_MARK


def values(field):
    if isinstance(field, Number):
        return (
            st.integers(field.low, field.high)
            if field.whole
            else st.floats(field.low, field.high, exclude_min=field.above_low)
        )
    if isinstance(field, Widths):
        return st.lists(st.integers(1, field.most_neurons), max_size=field.most_layers).map(tuple)
    if isinstance(field, Names):
        return st.lists(st.sampled_from(field.options), min_size=1, max_size=field.max_names).map("-".join)
    if isinstance(field, Subset):
        return st.sets(st.sampled_from(field.options), min_size=1 - field.may_be_none).map(
            lambda s: tuple(o for o in field.options if o in s)
        )
    if isinstance(field, OwnPoints):
        return st.sampled_from(["", "0AAAA", "0AAAAzz-_.1x9_Q", "2abcd.4AAAA0000", "v", "vAAAAzz-_09Zx"])
    if isinstance(field, OwnNames):
        return st.lists(st.text(max_size=30), max_size=8).map(write_names)
    if isinstance(field, Scale):
        return st.sampled_from(["", "0_1_-1.5_2e-08", "4.963_5.138_-3_1e16_0_1"])
    if isinstance(field, OwnImages):
        return st.sampled_from(["", "0zzi", "3zAQQzf.1EzQQzf"])
    return st.sampled_from(field.options)


experiments = st.fixed_dictionaries({name: values(field) for name, field in FIELDS.items()}).map(
    lambda settings: change(Experiment(), **settings)
)


@given(experiments)
def test_an_address_gives_back_the_experiment(experiment):
    assert address.from_query(address.to_query(experiment), Experiment) == (experiment, [])


def test_the_default_has_an_empty_address():
    assert address.to_query(Experiment()) == {}
    assert address.to_query(change(Experiment(), data="plane")) == {"data": "plane"}


text = st.text(max_size=60) | st.sampled_from(
    ["NaN", "inf", "-inf", "1e999", "0x10", "٣", "1_0", "", "-", "9" * 5000, "null"]
)


@given(st.dictionaries(st.sampled_from([*FIELDS, "nonsense"]), text))
def test_no_query_raises_and_every_notice_is_short(query):
    experiment, notices = address.from_query(query, Experiment)
    assert isinstance(experiment, Experiment)
    for notice in notices:
        assert len(notice) < 300
        assert notice.replace(GROUP_MARK, "").isprintable()


@pytest.mark.parametrize(
    ("query", "field", "value", "noticed"),
    [
        ({"step_size": "1e9"}, "step_size", 10, True),
        ({"step_size": "0.030"}, "step_size", 0.03, False),
        ({"step_size": "-1"}, "step_size", Experiment().step_size, True),
        ({"noise": "99"}, "noise", 50, True),
        ({"points": "12.4"}, "points", 12, True),
        ({"layers": "8,8"}, "layers", (8, 8), False),
        ({"layers": "8-99"}, "layers", (8, 16), True),
        ({"layers": "1-2-3-4-5-6-7"}, "layers", (1, 2, 3, 4, 5, 6), True),
        ({"layers": "0"}, "layers", (), False),
        ({"layers": "00"}, "layers", (), False),
        ({"layers": ""}, "layers", Experiment().layers, True),
        ({"layers": "-6"}, "layers", Experiment().layers, True),
        ({"noise": "1_0"}, "noise", Experiment().noise, True),
        ({"noise": "１２"}, "noise", Experiment().noise, True),
        ({"noise": "-0"}, "noise", 0, False),
        ({"data": "plane", "loss": "foo"}, "loss", "mse", True),
        ({"layers": "many"}, "layers", Experiment().layers, True),
        ({"data": "Exclusive or"}, "data", "exclusive_or", False),
        ({"data": "torus"}, "data", "circle", True),
        ({"features": "x2,x1"}, "features", ("x1", "x2"), False),
        ({"features": "x9"}, "features", Experiment().features, True),
        ({"loss": "mse"}, "loss", "cross_entropy", True),
        ({"data": "plane", "loss": "mae"}, "loss", "mae", False),
        ({"data": "plane"}, "loss", "mse", False),
        ({"data": "own", "drawn": "vAAAAzz"}, "loss", "mse", False),
        ({"data": "own", "train_share": "100"}, "train_share", 100, False),
        ({"train_share": "100"}, "train_share", 50, True),
        ({"drawn": "0AAAA.vAAAAzz"}, "drawn", "0AAAA", True),
        ({"own_scale": "1_0_0_1"}, "own_scale", "", True),
    ],
)
def test_the_nearest_valid_value_is_used_with_a_notice(query, field, value, noticed):
    experiment, notices = address.from_query(query, Experiment)
    assert getattr(experiment, field) == value
    assert bool(notices) == noticed
    if noticed:
        assert field in notices[0]
        assert str(FIELDS[field].write(value)) in notices[0]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"step_size": -1}, r"step_size must be a number in \(0, 10\], got -1"),
        ({"step_size": float("nan")}, "step_size"),
        ({"layers": (0,)}, "layers must be up to 6 whole numbers from 1 to 16"),
        ({"layers": (4,) * 7}, "layers"),
        ({"features": ()}, "features must be one or more of"),
        ({"activation": "hinge"}, "activation must be one of tanh"),
        ({"points": 2.5}, "points must be a whole number"),
        ({"batch_size": True}, "batch_size"),
        ({"step_size": np.float64(0.01)}, "step_size"),
        ({"data": "torus"}, "data must be one of"),
        ({"loss": "hunch"}, "loss must be one of"),
    ],
)
def test_impossible_values_are_refused_by_name(changes, message):
    with pytest.raises(ValueError, match=message):
        change(Experiment(), **changes)


def test_the_loss_must_suit_the_data():
    with pytest.raises(ValueError, match="loss must suit the data"):
        Experiment(data="plane", loss="cross_entropy")
    assert losses_for(0) == ("mse", "mae", "huber")
    assert losses_for(2) == ("cross_entropy", "hinge")
    assert losses_for(3) == ("cross_entropy",)
    assert change(Experiment(data="plane", loss="mae"), data="moons").loss == "cross_entropy"


def test_a_long_number_is_refused_at_once():  # a pattern that matches a digit in two ways would take hours
    for text in ("1" * 200_000 + "x", "1" * 200_000, "." * 200_000, "1e" + "9" * 200_000):
        assert FIELDS["noise"].parse(text) == (None, False)


@pytest.mark.parametrize("name", ["jitter", "weight_scale", "noise"])
def test_minus_zero_is_refused(name):
    with pytest.raises(ValueError, match=name):
        Experiment(**{name: -0.0})


def test_messages_do_not_repeat_a_long_value():
    with pytest.raises(ValueError, match="data must be") as raised:
        Experiment(data="x" * 100_000)
    assert len(str(raised.value)) < 400


def test_an_empty_name_is_not_valid():
    assert FIELDS["activation"].parse("") == (None, False)
    assert address.from_query({"activation": ""}, Experiment)[1]


@pytest.mark.parametrize(
    ("settings", "used"), [({"data": "moons", "classes": "4"}, 2), ({"data": "spiral", "classes": "1"}, 2)]
)
def test_a_number_of_classes_that_the_data_cannot_have_is_named(settings, used):
    experiment, notices = address.from_query(settings, Experiment)
    assert experiment.class_count == used
    assert any("classes" in notice for notice in notices)


def test_classes_and_loss_follow_the_data():
    five = change(Experiment(), data="spiral", classes=5)
    assert (five.outputs, five.loss) == (5, "cross_entropy")
    assert change(five, data="pinwheel").class_count == 5
    assert change(five, data="plane").loss == "mse"
    assert change(five, classes=2).outputs == 1
    with pytest.raises(ValueError, match="classes must be"):
        Experiment(data="moons", classes=3)


@pytest.mark.parametrize("name", FIELDS)
def test_no_value_is_too_strange_to_be_refused(name):
    for value in (10**400, -(10**400), 10**5000, float("nan"), float("inf"), None, [], {}, object()):
        assert not FIELDS[name].valid(value)
        with pytest.raises(ValueError, match=name):
            replace(Experiment(), **{name: value})


def test_a_whole_number_is_the_same_setting_as_the_float():
    assert type(Experiment(beta1=0).beta1) is type(Experiment(step_size=1).step_size) is float
    assert type(Experiment(points=100).points) is int
