"""An atlas of minima: networks grouped by what they have learned, not by their weights.

Two networks can differ in all weights and have the same output everywhere; so their outputs over a grid of the
plane are compared.
"""

from typing import NamedTuple

import numpy as np

SAME_WITHIN = 0.06  # two outputs count as the same up to this mean difference, where the range is from 0 to 1


class Region(NamedTuple):
    """One group: the indices of its members, and that of the middle one, which represents them."""

    middle: int
    members: list[int]


def differences(outputs: np.ndarray) -> np.ndarray:
    """Return the mean absolute difference of each pair of outputs, (K, K); outputs is (K, …) with values in [0, 1]."""
    flat = outputs.reshape(len(outputs), -1)
    return np.stack([np.abs(flat - row).mean(axis=1) for row in flat])


def regions(outputs: np.ndarray, same_within: float = SAME_WITHIN) -> list[Region]:
    """Return groups of networks with about the same output, the largest group first.

    outputs (K, …) are probabilities or values in [0, 1] over a grid. Complete linkage: no two members of a
    group differ by more than `same_within`, and the two groups that are merged next are always the nearest.
    """
    difference = differences(outputs)
    groups = [[index] for index in range(len(outputs))]
    far = difference.copy()  # the largest difference between members of two groups
    np.fill_diagonal(far, np.inf)
    while len(groups) > 1:
        i, j = (int(index) for index in np.unravel_index(np.argmin(far), far.shape))
        if far[i, j] > same_within:
            break
        i, j = min(i, j), max(i, j)
        groups[i] += groups.pop(j)
        far[i] = np.maximum(far[i], far[j])
        far[:, i] = far[i]
        far[i, i] = np.inf
        far = np.delete(np.delete(far, j, 0), j, 1)
    listed = []
    for members in groups:
        total = difference[np.ix_(members, members)].sum(axis=1)
        listed.append(Region(members[int(np.argmin(total))], sorted(members)))
    return sorted(listed, key=lambda region: (-len(region.members), region.middle))
