"""The order of the members of a class, what leaves some of them out, and their states."""

from engine.experiments.experiment import change
from tests.ui.rooms.making import BASE, NOW, guest
from ui.rooms import choices, order, reading

RELU = change(BASE, activation="relu")


def names(guests):
    return [each.name for each in guests]


def a_class():
    return [
        guest("Zoe", BASE, 0, test_loss=0.3, epoch=5.0),
        guest("adam", RELU, 1, test_loss=0.1, epoch=9.0, has_reached=True),
        guest("Bea", None, 2),
        guest("Cem", RELU, 3, test_loss=0.01, epoch=2.0, has_diverged=True),
        guest("Dan", BASE, 4, test_loss=None, epoch=0.5, seen_at=NOW - 11),
        guest("Eva", RELU, 5, test_loss=0.2, epoch=3.0, has_reached=True, has_left=True),
    ]


def test_every_order_has_its_first_and_its_last():
    guests = a_class()[::-1]
    assert names(order.ordered(guests, "joined")) == ["Zoe", "adam", "Bea", "Cem", "Dan", "Eva"]
    assert names(order.ordered(guests, "name")) == ["adam", "Bea", "Cem", "Dan", "Eva", "Zoe"]
    # Who has no loss, has diverged, or has not begun comes after all losses, in this order.
    assert names(order.ordered(guests, "loss")) == ["adam", "Eva", "Zoe", "Dan", "Cem", "Bea"]
    assert names(order.ordered(guests, "epoch")) == ["adam", "Zoe", "Eva", "Cem", "Dan", "Bea"]
    # Eva needed fewer epochs than adam; the others come by their losses.
    assert names(order.ordered(guests, "goal")) == ["Eva", "adam", "Zoe", "Dan", "Cem", "Bea"]


def test_those_who_are_alike_stay_as_they_joined():
    guests = [guest("B", BASE, 2, test_loss=0.5), guest("A", BASE, 1, test_loss=0.5)]
    assert names(order.ordered(guests, "loss")) == ["A", "B"]


def test_a_guest_is_gone_after_ten_seconds_of_silence():
    assert reading.states(guest("A", BASE, seen_at=NOW - 9.9), NOW) == ()
    assert reading.states(guest("A", BASE, seen_at=NOW - 10.1), NOW) == ("left",)
    assert reading.states(guest("A", None, has_left=True), NOW) == ("waiting", "left")


def test_filters_count_those_whom_they_leave_and_leave_out_what_says_nothing():
    guests = a_class()
    found = {each.value: each for each in order.filters(guests, choices.varying(choices.known(guests)), NOW)}
    assert {value: each.size for value, each in found.items()} == {
        "state:waiting": 1,
        "state:diverged": 1,
        "state:left": 2,
        "state:reached": 2,
        "activation:tanh": 2,
        "activation:ReLU": 3,
    }
    assert found["activation:ReLU"].label == "Activation: ReLU"
    for value, each in found.items():
        assert len(order.filtered(guests, value, NOW)) == each.size
    assert names(order.filtered(guests, "activation:ReLU", NOW)) == ["adam", "Cem", "Eva"]


def test_a_filter_that_is_not_known_leaves_all_and_a_value_that_nobody_has_leaves_nobody():
    guests = a_class()
    for only in ("", "nonsense", "state:nonsense", "nonsense:1", ":", "activation:", "activation"):
        assert order.filtered(guests, only, NOW) == guests, only
    assert order.filtered(guests, "activation:sine", NOW) == []
