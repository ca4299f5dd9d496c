"""Small pictures of all data sets, as style rules for the buttons that choose among them."""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

import numpy as np

from engine.data.datasets import DATASETS, HALF_WIDTH, OWN
from engine.data.images import datasets as images
from engine.data.images.datasets import IMAGES
from engine.data.sequences.datasets import SEQUENCES
from engine.experiments.experiment import Experiment
from engine.experiments.image_experiment import ImageExperiment
from engine.experiments.sequence_experiment import SequenceExperiment
from pictures.palette import CLASS_COLOURS, SHADES

SIZE = 48  # units of the drawing across the plane
INSET = 0.92  # of the half width: the outermost points keep clear of the drawing's edge
COUNT = 90  # points
SAFE = " /=:'"  # characters that need no quoting in a data address
INK = "#6b7686"  # seen on a light and on a dark page
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


def image_svg(name: str) -> str:
    """Return an image of a set of images as SVG, or a pencil for a visitor's own."""
    if name == OWN:
        return svg(OWN)
    _, test = images.sample(name, 20, 0, 0, "anywhere", 50, "", np.random.default_rng(4))
    pixels = test.points[0, ..., 1]
    side = SIZE / len(pixels)
    squares = "".join(
        f"<rect x='{x * side:.3g}' y='{y * side:.3g}' width='{side:.3g}' height='{side:.3g}' opacity='{shade:.2g}'/>"
        for (y, x), shade in np.ndenumerate(pixels)
        if shade
    )
    return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {SIZE} {SIZE}' fill='{INK}'>{squares}</svg>"


# What stands for a set of sequences: some of its symbols.
SYMBOLS = {"recall": "a··?", "echo": "abab", "parity": "1011", "anbn": "aabb", "brackets": "([])", "text": "Aa"}
ADDING = "<path d='M24 12v24M12 24h24' stroke='#6b7686'/>"
WAVE = f"M{' '.join(f'{x} {24 - 12 * np.sin(x / 5):.1f}' for x in range(4, 45, 2))}"


def sequence_svg(name: str) -> str:
    """Return what stands for a set of sequences as SVG, or a pencil for a visitor's own text."""
    if name in SYMBOLS:
        drawn = (
            f"<text x='24' y='30' text-anchor='middle' font-family='monospace' font-weight='600' "
            f"font-size='{18 if len(SYMBOLS[name]) > 2 else 24}' fill='{INK}'>{SYMBOLS[name]}</text>"
        )
    else:
        drawn = {"adding": ADDING, "sine": f"<path d='{WAVE}' stroke='{INK}'/>"}.get(name, PENCIL)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {SIZE} {SIZE}' fill='none' stroke-width='3' "
        f"stroke-linecap='round'>{drawn}</svg>"
    )


DRAWINGS: dict[str, Callable[[], list[str]]] = {
    Experiment.KIND: lambda: [svg(name) for name in DATASETS],
    ImageExperiment.KIND: lambda: [image_svg(name) for name in IMAGES],
    SequenceExperiment.KIND: lambda: [sequence_svg(name) for name in SEQUENCES],
}


@lru_cache(maxsize=4)
def css(selector: str, kind: str = Experiment.KIND) -> str:
    """Return rules that show each data set's drawing on the n-th button of a selector."""
    return "".join(
        f'{selector}:nth-child({n})::before{{background-image:url("data:image/svg+xml,{quote(drawing, SAFE)}")}}'
        for n, drawing in enumerate(DRAWINGS[kind](), 1)
    )
