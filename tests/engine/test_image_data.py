"""Images: digits against their source, figures in their half, drawings as text, moves and noise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.data.images import datasets, own, patterns
from engine.data.images.augmentations import AUGMENTATIONS, apply
from engine.data.images.datasets import IMAGES
from engine.data.images.digits import digits

SETTINGS = {"noise": 0, "shift": 0, "train_side": "anywhere", "train_share": 50, "drawn": ""}


def sample(name, count=200, seed=1, **changes):
    return datasets.sample(name, count, **(SETTINGS | changes), rng=np.random.default_rng(seed))


def test_the_digits_are_those_of_scikit_learn():
    sklearn = pytest.importorskip("sklearn.datasets").load_digits()
    images, labels = digits()
    assert np.array_equal(images.transpose(2, 0, 1) * 16, sklearn.images)
    assert np.array_equal(labels, sklearn.target)


@pytest.mark.parametrize("name", [name for name in IMAGES if name != datasets.OWN])
def test_a_set_has_images_of_all_classes_in_its_shape(name):
    train, test = sample(name, train_share=25)
    side, classes = IMAGES[name].side, len(IMAGES[name].classes)
    assert (train.size, test.size) == (50, 150)
    assert train.points.shape == (1, side, side, 50)
    for part in (train, test):
        assert set(part.labels) == set(range(classes))
        assert np.array_equal(part.targets.argmax(axis=0), part.labels)
        assert part.points.min() == 0
        assert part.points.max() == 1
        assert part.points.any(axis=(0, 1, 2)).all()  # no image is empty


def test_no_digit_is_in_both_parts():
    train, test = sample("digits", 1797)
    both = np.concatenate([train.points, test.points], axis=-1).reshape(64, -1)
    assert len(np.unique(both, axis=1).T) == len(np.unique(digits().images.reshape(64, -1), axis=1).T)


@pytest.mark.parametrize("name", ["bars", "shapes", "textures"])
@pytest.mark.parametrize("train_side", ["left", "right"])
def test_figures_lie_in_their_half(name, train_side):
    train, test = sample(name, train_side=train_side)
    for part, is_left in ((train, train_side == "left"), (test, train_side == "right")):
        empty = part.points[0, :, 6:] if is_left else part.points[0, :, :6]
        assert not empty.any()
        assert part.points.any(axis=(0, 1, 3))[:6].any() == is_left


def test_textures_are_equally_dark():
    train, _ = sample("textures", 1600, train_share=90)
    means = [train.points[..., train.labels == label].mean() for label in range(len(patterns.TEXTURES))]
    np.testing.assert_allclose(means, 0.5, atol=0.01)


@pytest.mark.parametrize("label", range(3))
def test_a_bar_has_the_direction_of_its_class(label):
    image = patterns.draw_bar(np.random.default_rng(3), label, *patterns.WITHIN["anywhere"])
    rows, columns = np.nonzero(image)
    assert 4 <= len(rows) <= 5
    assert len(set(columns)) == (1 if label == 0 else len(rows))
    assert len(set(rows)) == (1 if label == 1 else len(rows))


def test_test_images_are_moved_and_lose_nothing():
    train, test = sample("digits", 400, shift=2)
    centred = sample("digits", 400)
    assert train.points.shape == (1, 12, 12, 200)
    assert np.array_equal(train.points[:, 2:-2, 2:-2], centred[0].points)
    np.testing.assert_allclose(test.points.sum(axis=(0, 1, 2)), centred[1].points.sum(axis=(0, 1, 2)), rtol=1e-5)
    moves = set()
    for k in range(test.size):
        original = np.pad(centred[1].points[0, ..., k], 2)
        for i, j in np.ndindex(5, 5):
            if np.array_equal(np.roll(original, (i - 2, j - 2), (0, 1)), test.points[0, ..., k]):
                moves.add((i - 2, j - 2))
                break
        else:
            pytest.fail("not a moved image")
    assert len(moves) == 25


def test_noise_stays_between_white_and_black():
    train, _ = sample("bars", noise=30)
    clean, _ = sample("bars")
    assert (train.points.min(), train.points.max()) == (0, 1)
    assert 0.1 < np.abs(train.points - clean.points).std() < 0.3


@given(arrays(int, (8, 8), elements=st.sampled_from([0, 0, 0, 0, 1, 7, 16])))
def test_a_drawing_as_text_is_the_same_drawing(levels):
    text = own.encode(levels / 16)
    assert np.array_equal(own.decode(text) * 16, levels)
    assert own.Drawing().parse(text) == (text, True)


@pytest.mark.parametrize("text", ["zzz", "AAA", "zAAzf", "R", "é" * 64, "", "A" * 64, "zzi\n"])
def test_other_text_is_no_drawing(text):
    assert own.decode(text) is None


@given(st.text(max_size=80))
def test_any_text_is_read_without_an_error(text):
    for field in (own.OwnImages(), own.Drawing()):
        value, _ = field.parse(text)
        assert value is None or field.valid(value)


def test_own_images_keep_their_part_when_one_is_added():
    image = own.encode(np.eye(8))
    text = ".".join(f"{label}{image}" for label in (0, 1, 0, 1, 2))
    more = f"{text}.0{image}"
    parts = [own.split(each, 50, np.random.default_rng(1)) for each in (text, more)]
    assert {*parts[0][0].labels} == {0, 1, 2}  # the first image of each class is for training
    assert sum(part.size for part in parts[1]) == 6
    assert parts[0][0].targets.shape[0] == 3
    assert own.count_classes("") == own.count_classes(f"0{image}") == 2


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_an_augmentation_changes_images_and_keeps_their_shape(name):
    train, _ = sample("shapes")
    options = {option: entry.default for each in AUGMENTATIONS.values() for option, entry in each.options.items()}
    options["move_by"] = 1
    changed = apply((name,), np.random.default_rng(2), train.points, options)
    assert changed.shape == train.points.shape
    assert not np.array_equal(changed, train.points)
    assert changed.min() >= 0
    assert changed.max() <= 1


def test_mirrored_images_are_mirrored_left_to_right():
    train, _ = sample("digits")
    mirrored = apply(("mirror",), np.random.default_rng(2), train.points, {})
    same = (mirrored == train.points).all(axis=(0, 1, 2))
    flipped = (mirrored == train.points[:, :, ::-1]).all(axis=(0, 1, 2))
    assert (same | flipped).all()
    assert 0.35 < same.mean() < 0.65
