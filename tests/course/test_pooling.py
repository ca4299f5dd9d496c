"""What the chapter on pooling, flatten and a whole network claims, measured with the engine over several seeds."""

from dataclasses import replace

import numpy as np
import pytest

from course.chapters.images import pool
from course.chapters.pooling import CHAPTER, flatten, heal, max_or_mean, receptive, shift, small

DEFAULT = CHAPTER.page.settings()


def test_the_frame_shows_the_square_whose_numbers_are_said():
    values = max_or_mean.map_of(DEFAULT.digit)
    for row in range(4):
        for column in range(4):
            s = replace(DEFAULT, cell_row=row + 1, cell_column=column + 1)
            square = values[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
            assert max_or_mean.both(s) == pytest.approx((square.max(), square.mean()))
            (handle,) = max_or_mean.figure(s).panels[0].handles
            assert max_or_mean.drag(s, "square", *handle["at"]) == {"cell_row": row + 1, "cell_column": column + 1}


@pytest.mark.parametrize("digit", range(10))
def test_pooling_survives_even_shifts_only(digit):
    for moved in range(shift.FAR + 1):
        changed = shift.changed_cells(digit, moved)
        assert (changed == 0) == (moved % 2 == 0)
        assert not changed or changed >= 5
    twice = [pool(pool(np.pad(shift.image_of(digit, by), ((0, 2), (0, 2))), "max"), "max") for by in (0, 2, 4)]
    moved = np.roll(twice[0], 1, axis=1)
    assert (moved == twice[2]).all()  # what two poolings survive
    assert not any((other == twice[1]).all() for other in (twice[0], moved))


def test_networks_with_pooling_lose_more_by_one_column_than_by_two():
    """The numbers that the text gives."""
    rows = {moved: np.round(100 * values) for moved, values in shift.accuracies().items()}
    assert (rows[0].min(), rows[0].max()) == (91, 93)
    assert (rows[1].min(), rows[1].max()) == (63, 69)
    assert (rows[2].min(), rows[2].max()) == (88, 91)


def test_each_pixel_goes_where_flatten_puts_it_and_the_drag_finds_it():
    places = []
    for k in range(flatten.MAPS):
        for row in range(4):
            for column in range(4):
                s = replace(DEFAULT, map_number=k, map_row=row, map_column=column)
                places.append(flatten.index(k, row, column, 4, 4))
                (handle,) = flatten.figure(s).panels[0].handles
                assert flatten.drag(s, "pixel", *handle["at"]) == {
                    "map_number": k,
                    "map_row": row,
                    "map_column": column,
                }
    assert places == list(range(48))
    assert flatten.index(3, 2, 1, 4, 4) == flatten.RIGHT
    assert flatten.index(3, 1, 2, 4, 4) == flatten.SWAPPED


def test_receptive_fields_are_what_a_slope_reaches():
    assert [receptive.field(k, p) for k, p in ((3, 1), (3, 2), (5, 1), (5, 2))] == [5, 8, 9, 14]
    assert receptive.field(5, 2) == receptive.RIGHT
    assert receptive.field(5, 1) == receptive.WITHOUT_POOLING
    s = replace(DEFAULT, between_them="pool", seen_row=3, seen_column=12)
    image, result = receptive.figure(s).panels
    assert image.marks[0]["window"]["place"] == [4, 8, 8, 8]  # two pixels for each step; the last column is the fifth
    assert result.marks[0]["window"]["place"] == [2, 4, 1, 1]


def test_a_network_under_800_weights_is_right_on_95_per_cent():
    for seed in (1, 2, 3):
        weights, rows = small.accuracies(4, 0, "max", seed)
        assert weights == 690
        assert rows[20 // small.EVERY] >= small.GOAL
        assert rows[30 // small.EVERY] >= small.GOAL
    assert small.accuracies(8, 0, "none")[0] == 5210  # 5,130 of them in the dense layer
    weights, rows = small.accuracies(8, 8, "global_max")
    assert weights < small.LIMIT
    assert max(rows) < small.GOAL


def test_a_network_heals_from_the_loss_of_any_one_kernel():
    before = heal.whole()
    assert (before > 0.95).all()
    losses = np.array([before - heal.broken(k) for k in range(heal.FILTERS)])
    assert losses.max() > 0.05
    assert losses.min() < 0.01
    for k in range(heal.FILTERS):
        assert (heal.healed(k) > before - 0.015).all()
    np.testing.assert_array_equal(heal.whole(), heal._accuracies(heal._trained()))  # which nobody has changed
    assert heal.worst() == 1
