"""What the chapter on convolution claims, measured with the engine over several seeds."""

from dataclasses import replace

import numpy as np
import pytest

from course.chapters.convolution import CHAPTER, halves, learned, one_pixel, padding, photograph, sharing
from course.chapters.images import convolve, pool
from engine import network
from engine.data.images.photographs import CREDITS

DEFAULT = CHAPTER.page.settings()


def test_presets_do_what_they_are_called():
    for name in CREDITS:
        image = photograph.photograph(name)
        assert image.shape == (96, 96)
        assert image.min() >= 0
        assert image.max() <= 1
        assert image.std() > 0.1
        roughness = {}
        for preset, (_, numbers) in photograph.PRESETS.items():
            result = convolve(image, np.array(numbers, float))
            roughness[preset] = np.abs(np.diff(result, axis=1)).mean()
        plain = np.abs(np.diff(image, axis=1)).mean()
        assert roughness["blur"] < 0.8 * plain
        assert roughness["sharpen"] > 1.5 * plain
    sums = {name: float(np.sum(numbers)) for name, (_, numbers) in photograph.PRESETS.items()}
    assert sums == pytest.approx({"blur": 1, "sharpen": 1, "sobel_across": 0, "sobel_down": 0, "edge": 0})
    assert photograph.answers(np.array(photograph.PRESETS["sobel_across"][1], float)) == (4, 0, 0)
    assert photograph.answers(np.array(photograph.PRESETS["sobel_down"][1], float)) == (0, 4, 0)


def test_a_dragged_number_keeps_the_other_eight_and_stays_within_its_field():
    changes = dict(photograph.drag(replace(DEFAULT, preset="sharpen"), "k1", 0, 99))
    assert changes["preset"] == "own"
    assert changes["k1"] == 5
    assert [changes[name] for name in photograph.NAMES[1:]] == [-1, 0, -1, 5, -1, 0, -1, 0]
    own = replace(DEFAULT, **changes)
    heights = {handle["name"]: handle["at"][1] for handle in photograph.figure(own).panels[1].handles}
    again = dict(photograph.drag(own, "k5", 0, heights["k5"]))
    assert again == changes  # a handle that is put back where it is changes nothing


def test_a_pixel_of_a_map_is_the_sum_of_nine_products():
    for row in range(4):
        for column in range(4):
            part = one_pixel.IMAGE[row : row + 3, column : column + 3]
            assert one_pixel.MAP[row, column] == (part * one_pixel.KERNEL).sum()
    assert (one_pixel.MAP.max() == one_pixel.MAP).sum() == 1
    window = np.array([[1.0, 0, 2], [0, 3, 0], [0, 1, 1]])
    kernel = np.array([[1.0, 0, -1], [0, 2, 0], [1, 0, -1]])
    assert convolve(window, kernel, bias=-1).item() == one_pixel.RIGHT
    assert convolve(window, kernel).item() == one_pixel.WITHOUT_BIAS
    assert convolve(window, kernel[::-1, ::-1], bias=-1).item() == one_pixel.MIRRORED


def test_the_size_that_is_asked_for_is_that_of_the_engine_and_windows_stay_on_their_stride():
    assert padding.map_side(28, 5, 2, 2) == padding.RIGHT
    s = replace(DEFAULT, image_side=7, window_side="3", walk=2, zeros=1)
    changes = padding.drag(s, "window", 9.0, 0.0)
    assert changes == {"stop_row": 4, "stop_column": 4}
    windows = [
        mark["window"]["place"] for panel in padding.figure(replace(s, **changes)).panels for mark in panel.marks[:1]
    ]
    assert windows == [[6, 6, 3, 3], [3, 3, 1, 1]]


def test_the_weights_that_are_asked_for_are_those_of_the_engine():
    assert sharing.conv_weights(8, 3, 1) == sharing.FIRST
    assert sharing.conv_weights(16, 3, 8) == sharing.SECOND
    layers = network.convolutional((1, 28, 28), (8, 16), 3, 1, 1, "none", (), 10, "relu")
    assert sum(p.units * (p.inputs + 1) for layer in layers[:2] for p in layer.parameters) == 80 + 1168
    assert sharing.dense_weights(8, 8, 1) == 65 * 8 * 36


def test_only_a_global_max_carries_what_was_learned_in_the_left_half_to_the_right():
    """Over three seeds: pooling of 2 × 2 before a flatten does not."""
    results = {name: halves.trained(name) for name in halves.NETWORKS}
    assert all((result.left > 0.99).all() for result in results.values())
    assert (results["largest"].right == 1).all()
    for name in ("dense", "flatten", "pooled"):
        assert results[name].right.mean() < 0.45, name
        assert results[name].right.max() < 0.6, name
    counts = {name: result.run.theta.shape[1] for name, result in results.items()}
    assert counts == {"dense": 2371, "flatten": 1771, "pooled": 475, "largest": 55}
    train = results["dense"].run.train.points
    assert train[0, :, 6:].max() == 0  # nothing in the right half
    assert results["dense"].run.train.size == 800


def test_with_a_global_max_no_place_of_a_bar_matters():
    for kind in halves.BARS:
        s = replace(DEFAULT, ending="largest", bar_kind=kind)
        shares = [halves.probabilities(replace(s, bar_column=column)) for column in range(1, 11)]
        np.testing.assert_allclose(shares, [shares[0]] * len(shares), rtol=1e-4)
        assert shares[0].argmax() == halves.BARS.index(kind)


def test_random_kernels_are_only_a_few_points_worse_than_learned_ones():
    for seed in learned.SEEDS:
        kernels, random = (learned.history(way, seed) for way in ("learned", "random"))
        assert kernels[-1].accuracy > 0.95
        assert 0 < kernels[-1].accuracy - random[-1].accuracy < 0.05
        np.testing.assert_array_equal(random[0].kernels, random[-1].kernels)
        assert not np.allclose(kernels[0].kernels, kernels[-1].kernels, atol=0.05)
        assert learned.first_good("learned") == 3


def test_pooling_of_an_image_is_the_engines():
    image = np.arange(16.0).reshape(4, 4)
    assert pool(image, "max").tolist() == [[5, 7], [13, 15]]
    assert pool(image, "mean").tolist() == [[2.5, 4.5], [10.5, 12.5]]
