"""How good a network is, in the usual metrics: accuracy, confusion matrix, R².

All take outputs z of shape (networks, outputs, points) and targets that broadcast against them.
"""

import numpy as np


def classes(z: np.ndarray) -> np.ndarray:
    """Return the most probable class of each point, (networks, points); z may be targets too."""
    return (z[..., 0, :] > 0).astype(int) if z.shape[-2] == 1 else z.argmax(axis=-2)


def accuracy(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the share of points whose most probable class is the right one, (networks,)."""
    return (classes(z) == classes(y)).mean(axis=-1)


def confusion(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return how many points of each class (rows) were predicted as each class (columns), for each network."""
    count = max(2, z.shape[-2])
    predicted, actual = classes(z), classes(y)
    cells = np.arange(len(z))[:, None] * count * count + actual * count + predicted
    return np.bincount(cells.ravel(), minlength=len(z) * count * count).reshape(len(z), count, count)


def r_squared(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the share of the target's variance that each network explains: 1 - squared errors / variance, (networks,).

    At most 1; 0 is as good as always predicting the mean. Constant targets give 1 without errors and 0 otherwise.
    """
    errors = ((z - y) ** 2).sum(axis=(-2, -1))
    variance = ((y - y.mean(axis=-1, keepdims=True)) ** 2).sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(variance > 0, 1 - errors / variance, errors == 0)
