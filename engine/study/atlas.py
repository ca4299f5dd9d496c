"""An atlas of minima: networks grouped by what they have learned, not by their weights.

Two networks may have all weights different and say the same everywhere; so what is compared is their output
over a grid of the plane.
"""

from typing import NamedTuple

import numpy as np

SAME = 0.06  # mean difference of two outputs, as a share of the range from 0 to 1, up to which they count as one


class Region(NamedTuple):
    """One group: the places of its members, and the one in the middle of them, whose picture stands for all."""

    middle: int
    members: list[int]


def differences(outputs: np.ndarray) -> np.ndarray:
    """Return the mean absolute difference of each pair of outputs, (K, K); outputs is (K, …) with values in [0, 1]."""
    flat = outputs.reshape(len(outputs), -1)
    return np.stack([np.abs(flat - row).mean(axis=1) for row in flat])


def regions(outputs: np.ndarray, same: float = SAME) -> list[Region]:
    """Return groups of networks that say about the same, the largest first.

    outputs (K, …) are probabilities or values in [0, 1] over a grid. Complete linkage: no two members of a
    group differ by more than `same`, and the two groups that are merged next are always the nearest.
    """
    apart = differences(outputs)
    groups = [[place] for place in range(len(outputs))]
    far = apart.copy()  # the largest difference between members of two groups
    np.fill_diagonal(far, np.inf)
    while len(groups) > 1:
        i, j = np.unravel_index(np.argmin(far), far.shape)
        if far[i, j] > same:
            break
        i, j = min(i, j), max(i, j)
        groups[i] += groups.pop(j)
        far[i] = np.maximum(far[i], far[j])
        far[:, i] = far[i]
        far[i, i] = np.inf
        far = np.delete(np.delete(far, j, 0), j, 1)
    found = []
    for members in groups:
        total = apart[np.ix_(members, members)].sum(axis=1)
        found.append(Region(members[int(np.argmin(total))], sorted(members)))
    return sorted(found, key=lambda region: (-len(region.members), region.middle))
