"""Small pictures of the data sets, as style rules for the buttons that choose among them."""

from functools import lru_cache
from urllib.parse import quote

import numpy as np

from engine.data.datasets import DATASETS, HALF_WIDTH, OWN

# As the Stage colours them: class 0, class 1, …
COLOURS = ("#f08a1e", "#266ede", "#16966e", "#be3ca0", "#786e14")
SHADES = ("#f08a1e", "#f5bd84", "#c3c8d0", "#88aeea", "#266ede")  # of a value from -1 to 1
SIZE = 48  # units of the drawing across the plane
COUNT = 90
SAFE = " /=:'"  # what a quoted data address may hold as it is


def svg(name: str) -> str:
    """Return a drawing of a data set: its points, coloured by class or value."""
    points, labels = DATASETS[name].sample(np.random.default_rng(4), COUNT, DATASETS[name].classes[0])
    places = np.round((points / HALF_WIDTH * [[1], [-1]] * 0.92 + 1) / 2 * SIZE).astype(int)
    regression = DATASETS[name].task == "regression"
    groups = np.round((labels + 1) * 2).astype(int) if regression else labels
    colours = SHADES if regression else COLOURS
    paths = []
    for group in np.unique(groups):
        # A line of no length with round ends is a dot.
        dots = "".join(f"M{x} {y}h0" for x, y in places[:, groups == group].T)
        paths.append(f"<path d='{dots}' stroke='{colours[np.clip(group, 0, len(colours) - 1)]}'/>")
    if name == OWN:
        paths = ["<path d='M13 35l3-9L32 10l6 6L22 32z' stroke='#6b7686' stroke-width='2.6' stroke-linejoin='round'/>"]
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
