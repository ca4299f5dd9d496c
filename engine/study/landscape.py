"""The loss as a landscape: its height on a plane of two directions through theta."""

from typing import NamedTuple

import numpy as np

from engine import network
from engine.layers.parameters import Layout
from engine.runs.run import Run
from engine.study import inspection


class Plane(NamedTuple):
    """The parameters centre + u · across + v · up for all numbers u and v; each of the three is (P,)."""

    centre: np.ndarray
    across: np.ndarray
    up: np.ndarray

    def theta(self, u: np.ndarray, v: np.ndarray) -> np.ndarray:
        """Return the parameters at the coordinates (u, v), (n, P)."""
        return self.centre + np.multiply.outer(u, self.across) + np.multiply.outer(v, self.up)

    def coordinates(self, theta: np.ndarray) -> np.ndarray:
        """Return the (u, v) of the points of the plane nearest to these parameters, (n, 2)."""
        axes = np.stack([self.across, self.up], axis=1)
        return np.linalg.lstsq(axes, (theta - self.centre).T, rcond=None)[0].T


def random_plane(run: Run, rng: np.random.Generator, index: int = 0) -> Plane:
    """Return a plane through a network in two random, filter-normalized directions.

    Each unit's part of a direction has the norm of that unit's weights and bias. This fits the scale to the
    network: a given move changes one with large weights less. Li et al. 2018, arXiv:1712.09913.
    """
    layout = network.layout(run.layers)
    centre = run.theta[index].astype(np.float64)
    return Plane(centre, *(_filter_normalized(layout, centre, rng) for _ in range(2)))


def _filter_normalized(layout: Layout, centre: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a random direction (P,) in which each unit's part has the norm of its parameters."""
    direction = rng.normal(size=(1, len(centre)))
    for own, others in zip(layout.views(direction), layout.views(centre[None]), strict=True):
        for row, parameters in zip(own, others, strict=True):
            row *= np.linalg.norm(parameters, axis=-1, keepdims=True) / np.linalg.norm(row, axis=-1, keepdims=True)
    return direction[0]


class Trajectory(NamedTuple):
    """The path of a training: steps and parameters (n, P), oldest first."""

    steps: list[int]
    theta: np.ndarray


def trajectory(run: Run, index: int = 0) -> Trajectory:
    """Return the path of one network through the states that the Run keeps, and its present one."""
    items = run.snapshots.items
    steps = [item.step for item in items] + [run.step]
    theta = np.stack([item.theta[index] for item in items] + [run.theta[index]]).astype(np.float64)
    kept = slice(None, -1) if len(steps) > 1 and steps[-2] == run.step else slice(None)
    return Trajectory(steps[kept], theta[kept])


class PrincipalPlane(NamedTuple):
    """A plane, the path on it (n, 2), and the share of the path's squared extent along each axis."""

    plane: Plane
    path: np.ndarray
    shares: np.ndarray


def principal_plane(theta: np.ndarray, centre: np.ndarray | None = None) -> PrincipalPlane:
    """Return the plane through the last of these parameters, (n, P), that lies closest to all of them.

    Its axes have length 1 and are orthogonal; the path starts at non-negative coordinates. centre is
    another point to pass through, for paths that share a plane. A path that never moves gets two
    arbitrary axes and shares of 0.
    """
    centre = theta[-1] if centre is None else centre
    moves = np.vstack([theta - centre, np.zeros((2, theta.shape[1]))])  # two axes even for a short path
    _, sizes, axes = np.linalg.svd(moves, full_matrices=False)
    axes = axes[:2] * np.where(axes[:2] @ moves[0] < 0, -1, 1)[:, None]
    total = (sizes**2).sum()
    shares = sizes[:2] ** 2 / total if total else np.zeros(2)
    return PrincipalPlane(Plane(centre, *axes), moves[: len(theta)] @ axes.T, shares)


@np.errstate(over="ignore", invalid="ignore")
def heights(run: Run, plane: Plane, u: np.ndarray, v: np.ndarray, test: bool = False) -> np.ndarray:
    """Return the mean loss over the training (or test) points at each point of a grid, (len(v), len(u)).

    The loss is without penalty, dropout or augmentation; where it is not a number, it is infinite.
    """
    across, up = (grid.ravel() for grid in np.meshgrid(u, v))
    theta = plane.theta(across, up).astype(run.theta.dtype)
    return inspection.mean_loss(run, theta, test).reshape(len(v), len(u))
