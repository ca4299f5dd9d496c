"""CSV in and out: what is read, what is rejected and why."""

import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import own_points
from ui.playground import points


@pytest.mark.parametrize(
    "text",
    [
        "x,y,label\n1,2,a\n-3,4.5,b\n",
        "1,2,a\n-3,4.5,b",
        "x;y;label\n1;2;a\n-3;4,5;b",
        "1\t2\ta\r\n-3\t4.5\tb\r\n",
        '"1","2","a"\n"-3","4.5","b"',
        "\n\n1 2 a\n\n-3 4.5 b\n",
    ],
)
def test_the_same_two_points_however_they_are_written(text):
    table = points.parse(text)
    assert table.rejected == []
    np.testing.assert_array_equal(table.points, [[1, -3], [2, 4.5]])
    assert (table.labels.tolist(), table.names, table.scaled) == ([0, 1], ["a", "b"], False)


def test_every_rejected_row_is_counted_with_its_line_and_reason():
    text = "x,y,label\n1,2,a\n1,2\nfour,2,a\n1,inf,a\n1,2,\n5,5,b\n" + "".join(f"1,1,c{i}\n" for i in range(4))
    table = points.parse(text)
    assert len(table.labels) == 5
    assert [number for number, _ in table.rejected] == [3, 4, 5, 6, 11]
    reasons = " ".join(reason for _, reason in table.rejected)
    for words in ("has 2 columns", "x must be a number, got “four”", "y must be", "has no label", "class more than 5"):
        assert words in reasons


def test_more_points_than_there_is_room_for():
    table = points.parse("\n".join(f"{i % 7 - 3},{i % 5 - 2},{i % 2}" for i in range(own_points.MAX_POINTS + 3)))
    assert len(table.labels) == own_points.MAX_POINTS
    assert len(table.rejected) == 3


def test_what_does_not_fit_is_scaled_to_the_plane_each_axis_by_itself():
    table = points.parse("1000,0.1,0\n3000,0.3,1\n2000,0.2,1")
    assert table.scaled
    np.testing.assert_allclose(table.points, [[-5, 5, 0], [-5, 5, 0]], atol=1e-9)
    np.testing.assert_array_equal(points.parse("7,7,a\n7,7,b").points, np.zeros((2, 2)))


@given(st.text(max_size=200))
def test_no_text_raises_and_what_is_read_can_be_drawn(text):
    table = points.parse(text)
    assert table.points.shape == (2, len(table.labels))
    assert np.isfinite(table.points).all()
    own_points.encode(table.points, table.labels)


def test_rubbish_is_rejected_whole():
    table = points.parse("\x00\x01\xff garbage\n%PDF-1.4 x y z\n<html>")
    assert len(table.labels) == 0
    assert len(table.rejected) >= 2


def test_of_a_long_text_so_many_lines_are_read_and_so_few_are_explained():
    table = points.parse("1,2\n" * points.MAX_LINES + "1,2,a\n" * 10)
    assert len(table.labels) == 0
    assert table.rejected_count == points.MAX_LINES + 10
    assert len(table.rejected) == points.MAX_EXPLAINED
    table = points.parse("1,2,a\n" * 100_000)
    assert len(table.labels) == own_points.MAX_POINTS
    assert table.rejected_count == 100_000 - own_points.MAX_POINTS


def test_what_can_be_pasted_fits_into_a_message():
    settings = tomllib.loads((Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    most = 3 * points.MAX_PASTED  # bytes: three for each unit of UTF-16, which browsers count
    assert most <= 0.8 * settings["server"]["maxWidgetStateSize"] * 1e6
    assert settings["server"]["maxWidgetStateSize"] <= 2
    assert settings["server"]["maxMessageSize"] <= 4
    assert (
        own_points.MAX_POINTS * len("-1.2345678901234567,-1.2345678901234567,a label of its own\n") <= points.MAX_PASTED
    )


@pytest.mark.parametrize(
    ("names", "ordered"),
    [
        ("red blue", ["red", "blue"]),
        ("blue red", ["red", "blue"]),
        ("Blue Orange", ["Orange", "Blue"]),
        ("green red", ["red", "green"]),  # of two classes none is green
        ("b a", ["a", "b"]),
        ("blue a", ["a", "blue"]),
        ("zebra blue ant", ["ant", "blue", "zebra"]),
        ("red orange blue", ["orange", "blue", "red"]),
        ("green purple blue orange", ["orange", "blue", "green", "purple"]),
    ],
)
def test_a_class_that_is_named_after_a_colour_has_that_colour(names, ordered):
    table = points.parse("\n".join(f"{i}, {i}, {name}" for i, name in enumerate(names.split())))
    assert table.names == ordered
    assert [ordered[label] for label in table.labels] == names.split()
