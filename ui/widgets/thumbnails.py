"""Small pictures of the data sets, as style rules for the buttons that choose among them."""

from functools import lru_cache
from urllib.parse import quote

import numpy as np

from engine.data.datasets import DATASETS, HALF_WIDTH, OWN
from pictures.palette import CLASS_COLOURS, SHADES

SIZE = 48  # units of the drawing across the plane
INSET = 0.92  # of the half width: the outermost points keep clear of the drawing's edge
COUNT = 90  # points
SAFE = " /=:'"  # characters that need no quoting in a data address
PENCIL = "<path d='M13 35l3-9L32 10l6 6L22 32z' stroke='#6b7686' stroke-width='2.6' stroke-linejoin='round'/>"


def svg(name: str) -> str:
    """Return a drawing of a data set as SVG: its points, coloured by class or value, or a pencil for own points."""
    points, labels = DATASETS[name].sample(np.random.default_rng(4), COUNT, DATASETS[name].classes[0])
    pixels = np.round((points / HALF_WIDTH * [[1], [-1]] * INSET + 1) / 2 * SIZE).astype(int)
    regression = DATASETS[name].task == "regression"
    groups = np.round((labels + 1) * 2).astype(int) if regression else labels
    colours = SHADES if regression else CLASS_COLOURS
    paths = []
    for group in np.unique(groups):
        # A line of length 0 with round ends is a dot.
        dots = "".join(f"M{x} {y}h0" for x, y in pixels[:, groups == group].T)
        paths.append(f"<path d='{dots}' stroke='{colours[np.clip(group, 0, len(colours) - 1)]}'/>")
    if name == OWN:
        paths = [PENCIL]
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {SIZE} {SIZE}' fill='none' stroke-width='3.4' "
        f"stroke-linecap='round'>{''.join(paths)}</svg>"
    )


@lru_cache(maxsize=1)
def css(selector: str) -> str:
    """Return rules that show each data set's drawing on the n-th button of a selector."""
    return "".join(
        f'{selector}:nth-child({n})::before{{background-image:url("data:image/svg+xml,{quote(svg(name), SAFE)}")}}'
        for n, name in enumerate(DATASETS, 1)
    )
