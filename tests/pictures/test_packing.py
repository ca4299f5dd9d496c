"""Frames as bytes: whole, or what differs from the Frame before."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as strategies

from pictures.live.packing import MISSING, Frame, losses, pack
from tests.unpacking import unpack

VALUES = strategies.one_of(strategies.none(), strategies.integers(0, 3), strategies.lists(strategies.integers(0, 2)))
HEADERS = strategies.dictionaries(strategies.sampled_from("abcd"), VALUES)
NUMBERS = strategies.lists(strategies.integers(0, 2), max_size=5)


def frame_of(header, floats, bytes_):
    blocks = {name: np.array(values, np.float32) for name, values in floats.items()}
    return Frame(header, blocks | {name.upper(): np.array(values, np.uint8) for name, values in bytes_.items()})


FRAMES = strategies.builds(
    frame_of,
    HEADERS,
    strategies.dictionaries(strategies.sampled_from("xyz"), NUMBERS),
    strategies.dictionaries(strategies.sampled_from("uvw"), NUMBERS),
)


@given(strategies.lists(FRAMES, min_size=2, max_size=5))
def test_what_differs_from_frame_to_frame_makes_the_same_frames(frames):
    known = last = None
    for frame in frames:
        known = unpack(frame, last, known)
        header, blocks = known
        assert header == frame.header
        assert blocks.keys() == frame.blocks.keys()
        for name, block in frame.blocks.items():
            np.testing.assert_array_equal(blocks[name], block)
            assert blocks[name].dtype == block.dtype
        last = frame


def test_only_what_is_new_is_sent():
    curve = np.arange(300, dtype=np.float32).reshape(100, 3)
    first = Frame(
        {"step": 1, "layers": (6, 4), "title": "x" * 500}, {"curve": curve, "places": np.zeros(1000, np.int16)}
    )
    longer = np.vstack([curve, [[1, 2, 3]]]).astype(np.float32)
    second = Frame({**first.header, "step": 2}, {**first.blocks, "curve": longer})
    assert len(pack(first)) > 3600
    assert len(pack(second, first)) < 100
    assert len(pack(first, first)) < 60
    changed = longer.copy()
    changed[0, 0] = 9  # then it is no longer a continuation
    assert len(pack(Frame(second.header, {**first.blocks, "curve": changed}), first)) > 1200


def test_narrow_numbers_before_wide_ones_are_refused():
    with pytest.raises(ValueError, match="widest numbers first"):
        pack(Frame({}, {"a": np.zeros(1, np.uint8), "b": np.zeros(1, np.float32)}))
    with pytest.raises(KeyError):
        pack(Frame({}, {"a": np.zeros(1)}))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_not_finite_are_refused_in_a_header(value):
    with pytest.raises(ValueError, match="JSON"):
        pack(Frame({"scores": [1.0, value]}, {}))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_not_finite_are_refused_in_a_block(value):
    with pytest.raises(ValueError, match="theta"):
        pack(Frame({}, {"theta": np.array([1, value], np.float32)}))


def test_losses_are_finite():
    packed = losses([[0.5, np.nan], [np.inf, 1e300]])
    np.testing.assert_array_equal(packed, np.array([[0.5, MISSING], [3e38, 3e38]], np.float32))
