"""The Wall's Frame: tiles with maps, loss curves and a table.

The header's tiles, [{name, value, note, link, colour, dashed, at}], have a network each in the header's networks, or
null for a blank map, with the parameters of all in the block "theta" (see weights in pictures/live/maps.py). Where
value is not the score, such as the step at which a network was there, a tile also has that score, and may have text
beside the value; a projector leaves out those that are minor. The header's series,
[{name, colour, dashed, tile, thin}], a row each in the block "curves", which begins with a row of epochs; table has a
head and rows, [{tile, cells, ranks}], where ranks has numbers to sort by for some of the columns; whatever text is
in there is shown as text. Who packs them is in ui/compare/: a Race, many seeds, a grid of shapes.
"""

from typing import NamedTuple

import numpy as np

from engine.runs.run import Run, trace_of
from engine.study import inspection

FEW_TILES, SOME_TILES = 12, 24  # up to which maps are fine, and less fine, to bound what a page computes


class Look(NamedTuple):
    """How a member is shown: the number of its colour, and its row and column where tiles form a table."""

    colour: int
    row: int = 0
    column: int = 0


class Signs(NamedTuple):
    """What may keep each network of a Run from learning.

    dead is the share of dead units and saturated that of saturated values, over all hidden layers, (K,); gradient is
    the mean Euclidean norm of a mini-batch's gradient in each layer, (K, layers).
    """

    dead: np.ndarray
    saturated: np.ndarray
    gradient: np.ndarray


def signs(run: Run) -> Signs:
    """Measure the networks of a Run over the training points that are scored."""
    count = len(run.theta)
    dead = saturated = np.full(count, np.nan)
    gradient = np.full((count, sum(1 for layer in run.layers if layer.parameters)), np.nan)
    if run.train.size:
        gradient = inspection.batch_gradient_norms(run)
        if sum(1 for layer in run.layers if layer.parameters) > 1:
            layers = inspection.activity(run.layers, trace_of(run, inspection.scored(run)[0]))
            weights = np.array([layer.parameters[0].units for layer in run.layers[:-1] if layer.parameters], float)
            dead = np.average([layer.dead for layer in layers], axis=0, weights=weights)
            saturated = np.average([layer.saturated for layer in layers], axis=0, weights=weights)
    return Signs(np.broadcast_to(dead, count), np.broadcast_to(saturated, count), gradient)


def map_size(tiles: int, outputs: int) -> int:
    """Return the pixels across each map: fewer where there are many maps."""
    size = 64 if tiles <= FEW_TILES else 48 if tiles <= SOME_TILES else 32
    return size if outputs == 1 else size * 5 // 8
