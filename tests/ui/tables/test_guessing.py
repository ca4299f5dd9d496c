"""Which columns are x, y and the label, and what becomes of the rows: every one is used or counted."""

import numpy as np
import pytest

from engine.data import own_points
from tests.ui.tables.making import ROWS, points_of, read, text
from ui.tables import dataset, guessing, labels, table
from ui.tables.guessing import NONE


def roles_of(raw):
    """The names of the columns that are guessed, and whether the label is a value."""
    found = table.read(raw.encode())
    roles = guessing.guess(found)
    if roles is None:
        return None
    return (*(found.columns[k].name if k != NONE else None for k in roles[:3]), roles.is_value)


def columns(header, *makers, count=40):
    """Write a table whose cells the makers make of the number of the row."""
    return "\n".join([header, *(",".join(str(make(k)) for make in makers) for k in range(count))])


wave, slope, noise = (lambda k: f"{np.sin(k):.3f}", lambda k: f"{k * 0.37 - 5:.2f}", lambda k: f"{np.cos(k * k):.3f}")
bit, kind, day = (lambda k: k % 2, lambda k: "abc"[k % 3], lambda k: f"2020-01-{k % 28 + 1:02d}")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (text(), ("x", "y", "label", False)),
        (columns("species,len,wid", kind, wave, slope), ("len", "wid", "species", False)),
        (columns("passed,hours,tries", bit, wave, lambda k: k % 4 + 1), ("hours", "tries", "passed", False)),
        (columns("x1,x2,label,pred,split", wave, slope, bit, noise, kind), ("x1", "x2", "label", False)),
        (columns("id,date,y,x,class", lambda k: k + 1, day, wave, slope, kind), ("x", "y", "class", False)),
        (columns("a,b,out", *(lambda k, n=n: k >> n & 1 for n in (0, 1)), lambda k: k in (1, 2), count=4),
         ("a", "b", "out", False)),
        (columns("x,y,label", wave, slope, noise), ("x", "y", "label", True)),
        (columns("age,rooms,price", slope, lambda k: k % 7 + 1, lambda k: 1000.5 + 31 * k),
         ("age", "rooms", "price", True)),
        (columns("years,salary", slope, lambda k: 1000.5 + 31 * k), ("years", None, "salary", True)),
        (columns("hours,pass", slope, bit), ("hours", None, "pass", False)),
        (columns("size,rooms,cost", lambda k: 800 + 17 * k, lambda k: k % 5 + 1, lambda k: 170000 + 911 * k),
         ("size", "rooms", "cost", True)),
        (columns("date,temp,rain", day, wave, slope), ("temp", None, "rain", True)),
        (columns("const,a,b,kind", lambda k: 1, wave, slope, kind), ("a", "b", "kind", False)),
        (columns("x,y,digit", wave, slope, lambda k: k % 8 + 1), ("x", "y", "digit", False)),
        (columns("x,y,count", wave, slope, lambda k: k % 12), ("x", "y", "count", True)),
        (columns("only", slope), None),
        (columns("a,b", kind, day), None),
    ],
)  # fmt: skip
def test_roles_are_guessed(raw, expected):
    assert roles_of(raw) == expected


@pytest.mark.parametrize(
    ("names", "places"),
    [
        ("red blue", {"red": 0, "blue": 1}), ("Blue Orange", {"Orange": 0, "Blue": 1}), ("b a", {"a": 0, "b": 1}),
        ("blue a", {"a": 0, "blue": 1}), ("zebra blue ant", {"ant": 0, "blue": 1, "zebra": 2}),
        ("red orange blue", {"orange": 0, "blue": 1, "red": 2}), ("gelb blau", {"gelb": 0, "blau": 1}),
        ("青 赤", {"赤": 0, "青": 1}), ("green blue", {"blue": 1, "green": 2}), ("10 9", {"9": 0, "10": 1}),
        ("+1 -1", {"-1": 0, "+1": 1}), ("+ -", {"-": 0, "+": 1}), ("yes no", {"no": 0, "yes": 1}),
        ("1.0 2.0", {"1": 0, "2": 1}), ("true false", {"false": 0, "true": 1}), ("only", {"only": 0}),
    ],
)  # fmt: skip
def test_classes_have_their_order_and_those_named_after_colours_their_colour(names, places):
    each = names.split()
    used = read("\n".join(f"{k * 0.7 - 2},{k * 0.3 - 1},{each[k % len(each)]}" for k in range(4 * len(each))))
    assert {group.name: group.place for group in used.groups} == places
    labels_ = points_of(used)[1].tolist()
    assert sorted(labels_) == sorted(list(places.values()) * 4)


def test_spellings_of_one_class_are_merged_and_said():
    used = read("1,2,Red\n2,1,red\n0,1, RED \n3,1,1\n3,0,1.0\n3,2,+1\n")
    assert [(group.place, sorted(group.spellings), group.points) for group in used.groups] == [
        (0, ["RED", "Red", "red"], 3),
        (1, ["+1", "1", "1.0"], 3),
    ]


def test_every_row_is_used_or_counted_with_its_reason_and_first_line():
    bad = ["1,2,", "1,2,NA", "four,2,cat", "1,,cat", "1,?,dog", "inf,1,dog", "1,1e999,cat"]
    used = read(text() + "\n".join(bad) + "\n")
    first = len(ROWS) + 2
    assert used.points == len(ROWS)
    assert used.left_out == {
        "no label in “label”": (2, first),
        "text in place of a number in “x”, such as “four”": (1, first + 2),
        "no number in “y”": (2, first + 3),
        "an infinite or too large number in “x”": (1, first + 5),
        "an infinite or too large number in “y”": (1, first + 6),
    }


def test_of_more_than_five_classes_some_are_chosen_or_the_rest_is_one():
    raw = columns("x,y,animal", wave, slope, lambda k: "abcdefgh"[min(k // 5, 7)], count=45)
    used = read(raw)
    assert [(group.name, group.points) for group in used.groups] == [("a", 5), ("b", 5), ("c", 5), ("d", 5), ("h", 10)]
    assert used.left_out == {"a class that is not chosen": (15, 22)}
    found = table.read(raw.encode())
    roles = guessing.guess(found)
    two = dataset.build(found, roles, ("c", "g"))
    assert [(group.name, group.place, group.points) for group in two.groups] == [("c", 0, 5), ("g", 1, 5)]
    rest = dataset.build(found, roles, ("h",), groups_rest=True)
    assert [(group.name, group.points) for group in rest.groups] == [("h", 10), (labels.GROUPED, 35)]
    assert not rest.left_out
    five = dataset.build(found, roles, groups_rest=True)
    assert [group.points for group in five.groups] == [5, 5, 5, 10, 20]


@pytest.mark.parametrize("shares", [(5300, 700), (6000, 3), (4000, 2000, 1000, 500)])
def test_of_too_many_rows_each_class_keeps_its_share(shares):
    rng = np.random.default_rng(1)
    raw = "x,y,label\n" + "".join(
        f"{rng.normal():.2f},{rng.normal():.2f},{'abcd'[k]}\n" for k, count in enumerate(shares) for _ in range(count)
    )
    used = read(raw)
    assert used.points == own_points.MAX_POINTS
    assert used.sampled == sum(shares)
    for group, count in zip(used.groups, shares, strict=True):
        assert group.rows == count
        assert group.points == pytest.approx(count * own_points.MAX_POINTS / sum(shares), abs=1)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("middle", "width"), [(5.05, 0.1), (1e7, 2e6), (-3, 1e-4), (0, 0.01), (1e-8, 1e-9)])
def test_what_is_narrow_or_far_from_the_middle_fills_the_plane_and_keeps_its_numbers(middle, width, seed):
    numbers = np.random.default_rng(seed).uniform(-1, 1, (2, 30)) * width + [[middle], [2.0]]
    used = read("\n".join(f"{x!r};{y!r};{'ab'[k % 2]}" for k, (x, y) in enumerate(numbers.T.tolist())))
    assert used.scaled
    plane, _ = own_points.decode(used.settings["drawn"])
    np.testing.assert_allclose([plane.min(axis=1), plane.max(axis=1)], [[-5, -5], [5, 5]], atol=1e-9)
    order = np.r_[0:30:2, 1:30:2]
    np.testing.assert_allclose(points_of(used)[0], numbers[:, order], atol=width * 1e-3)


def test_what_suits_the_plane_stays_and_one_value_is_in_the_middle():
    assert read(text()).settings["own_scale"] == ""
    flat = read("".join(f"{x},7,{name}\n" for x, _, name in ROWS))
    assert set(own_points.decode(flat.settings["drawn"])[0][1].round(2)) == {0.0}
    assert not flat.left_out
    line = read("".join(f"{x},{name}\n" for x, _, name in ROWS))
    assert set(own_points.decode(line.settings["drawn"])[0][1].round(2)) == {0.0}


def test_values_are_scaled_to_the_colours():
    used = read("".join(f"{x},{y},{100 + 3 * x}\n" for x, y, _ in ROWS))
    assert own_points.is_regression(used.settings["drawn"])
    values = own_points.decode(used.settings["drawn"])[1]
    assert (values.min(), values.max()) == pytest.approx((-1, 1))
    assert used.settings["own_scale"].split("_")[4:] == ["85.75", "112.375"]
