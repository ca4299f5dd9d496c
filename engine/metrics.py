"""How good a network is, in numbers that people ask for: accuracy, confusion matrix, R².

All take outputs z of shape (networks, outputs, points) and targets that broadcast against them.
"""

import numpy as np


def classes(z: np.ndarray) -> np.ndarray:
    """Return the most probable class of each point, (networks, points); works for targets too."""
    return (z[..., 0, :] > 0).astype(int) if z.shape[-2] == 1 else z.argmax(axis=-2)


def accuracy(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the share of points, per network, whose most probable class is the right one."""
    return (classes(z) == classes(y)).mean(axis=-1)


def confusion(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return how many points of each class (rows) were taken for each class (columns), per network."""
    count = max(2, z.shape[-2])
    given, right = classes(z), classes(y)
    cells = np.arange(len(z))[:, None] * count * count + right * count + given
    return np.bincount(cells.ravel(), minlength=len(z) * count * count).reshape(len(z), count, count)


def r_squared(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the share of the response's variance that each network explains: 1 - squared errors / variance.

    At most 1; 0 is as good as always answering the mean. A response that never varies gives 1 for
    no error and 0 for any.
    """
    missed = ((z - y) ** 2).sum(axis=(-2, -1))
    varies = ((y - y.mean(axis=-1, keepdims=True)) ** 2).sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(varies > 0, 1 - missed / varies, missed == 0)
