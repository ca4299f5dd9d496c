"""Accuracy, confusion matrix and R², worked by hand and against scikit-learn."""

import numpy as np
import pytest
from sklearn import metrics as peer

from engine.metrics import accuracy, classes, confusion, r_squared


def test_accuracy_counts_the_most_probable_class():
    z = np.array([[[2.0, -1.0, 0.5, -3.0]], [[-2.0, 1.0, 0.5, 3.0]]])
    np.testing.assert_allclose(accuracy(z, np.array([[[1.0, 0, 0, 0]]])), [0.75, 0.0])
    three = np.array([[[1.0, 0], [2, 0], [0, 9]]])
    np.testing.assert_allclose(accuracy(three, np.array([[[0.0, 0], [1, 1], [0, 0]]])), [0.5])


@pytest.mark.parametrize("count", [2, 3, 5])
def test_confusion_is_scikit_learns(count):
    rng = np.random.default_rng(count)
    outputs = 1 if count == 2 else count
    z = rng.normal(size=(3, outputs, 60))
    labels = rng.integers(0, count, 60)
    labels[:count] = np.arange(count)
    y = labels[None, None] if count == 2 else np.eye(count)[:, labels][None]
    for network, matrix in enumerate(confusion(z, y)):
        np.testing.assert_array_equal(
            matrix, peer.confusion_matrix(labels, classes(z)[network], labels=np.arange(count))
        )
        assert np.trace(matrix) / 60 == accuracy(z, y)[network]


def test_a_class_that_is_never_predicted_has_an_empty_column():
    np.testing.assert_array_equal(confusion(np.full((1, 1, 3), 2.0), np.array([[[0.0, 1, 1]]])), [[[0, 1], [0, 2]]])


def test_r_squared_is_scikit_learns():
    rng = np.random.default_rng(3)
    z, y = rng.normal(size=(4, 1, 50)), rng.normal(size=(1, 1, 50))
    expected = [peer.r2_score(y[0, 0], z[k, 0]) for k in range(4)]
    np.testing.assert_allclose(r_squared(z, y), expected)
    np.testing.assert_allclose(r_squared(np.full((1, 1, 50), y.mean()), y), 0, atol=1e-12)


def test_r_squared_of_constant_targets():
    y = np.ones((1, 1, 4))
    np.testing.assert_array_equal(r_squared(np.stack([y[0], 2 * y[0]]), y), [1, 0])
