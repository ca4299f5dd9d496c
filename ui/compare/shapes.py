"""A grid of shapes, each with several seeds: what depth and width are worth."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from engine import network
from engine.experiments.experiment import Experiment, change
from engine.losses import LOSSES
from engine.numerals import grouped, plain
from engine.runs import sweep
from engine.runs.beginning import layers_of
from engine.runs.run import Run, start_run
from engine.runs.sweep import Result
from pictures.charts.fan import Spread
from pictures.live import maps, packing
from pictures.numbers import digits
from ui.players.work import Work
from ui.visit import links

MAP = 48  # pixels across each map


class Shape(NamedTuple):
    """One shape of the grid: the number of hidden layers and of neurons in each; with no layers, width is ignored."""

    depth: int
    width: int

    @property
    def layers(self) -> tuple[int, ...]:
        return (self.width,) * self.depth

    @property
    def family(self) -> str:
        """Its name by depth."""
        return ("no hidden layer", "1 hidden layer")[self.depth] if self.depth < 2 else f"{self.depth} hidden layers"


def grid(depths: Iterable[int], widths: Sequence[int]) -> list[Shape]:
    """Return all shapes of these depths and widths; without a hidden layer there is only one."""
    return [Shape(depth, width) for depth in depths for width in (widths if depth else widths[:1])]


def experiments(base: Experiment, shapes: Sequence[Shape], seeds: int) -> list[Experiment]:
    """Return the Experiments of each shape with several weight seeds, shape by shape."""
    seeds_of = [(base.weight_seed + k) % 2**32 for k in range(seeds)]
    return [change(base, layers=shape.layers, weight_seed=seed) for shape in shapes for seed in seeds_of]


def parameters(experiment: Experiment) -> int:
    """Return the number of weights and biases."""
    return network.layout(layers_of(experiment)).size


def _median(results: list[Result]) -> int:
    """Return the index of the result with the lower median of the test losses."""
    return sorted(range(len(results)), key=lambda i: (results[i].final_loss, i))[(len(results) - 1) // 2]


def spreads(work: Work, shapes: Sequence[Shape], seeds: int) -> list[Spread]:
    """Return the losses of each shape whose networks have all been trained."""
    results, found = sweep.results(work.sweep, exact=work.state != "working"), []
    done = {index for group in work.sweep.groups[: work.sweep.current] for index in group}
    for i, shape in enumerate(shapes):
        own = [result for result in results[i * seeds : (i + 1) * seeds] if result is not None]
        if done.issuperset(range(i * seeds, (i + 1) * seeds)):
            name = "-".join(map(str, shape.layers)) or "0"
            losses = [result.final_loss for result in own]
            found.append(Spread(name, shape.family, parameters(own[0].experiment), losses))
    return found


class Progress(NamedTuple):
    """How far the networks of one shape are: what its tile says, and what its row of the table says of it."""

    value: str
    note: str
    loss: str
    solved: str


def progress(own: list[Result], epochs: int, target: float) -> Progress:
    """Return how far the networks of one shape are; its loss is that of the seed with the median."""
    middle = own[_median(own)]
    loss = "diverged" if middle.diverged >= 0 else digits(middle.test_loss)
    under_way = [result.epoch for result in own if result.diverged < 0 and result.epoch < epochs]
    if under_way:  # or cancelled: its loss cannot be compared with those of the others
        so_far = "" if middle.diverged >= 0 else f"{loss} "
        note = f"at epoch {grouped(min(under_way))} of {grouped(epochs)}"
        return Progress(f"{so_far}…", note, so_far + note, "…")
    solved = sum(result.final_loss <= target for result in own)
    return Progress(f"{loss} · {solved}/{len(own)}", "", loss, f"{solved} of {len(own)}")


def pack(work: Work, shapes: Sequence[Shape], widths: Sequence[int], seeds: int, target: float) -> packing.Frame:
    """Return the Wall's Frame: of each shape, the network whose test loss is the median of its seeds."""
    results = sweep.results(work.sweep, exact=work.state != "working")
    depths = sorted({shape.depth for shape in shapes})
    tiles, rows = [], []
    shown: list[tuple[Run, int] | None] = []  # the network of each tile, if there is one
    template = next((run for run in work.sweep.runs if run is not None), None)
    template = template or start_run(work.sweep.experiments[0])
    networks: dict[int, tuple[Run, int]] = {}  # index of an Experiment -> its Run, and its position in the stack
    for group, run in zip(work.sweep.groups, work.sweep.runs, strict=True):
        if run is not None:
            networks |= {index: (run, k) for k, index in enumerate(group)}
    for i, shape in enumerate(shapes):
        own = [result for result in results[i * seeds : (i + 1) * seeds] if result is not None]
        name = f"{shape.family}{f' of {shape.width}' if shape.depth else ''}"
        at = [depths.index(shape.depth), list(widths).index(shape.width)]
        tile = {"name": name, "value": "", "note": "", "link": None, "colour": None, "dashed": False, "at": at}
        tiles.append(tile)
        if len(own) < seeds or not any(result.begun for result in own):
            shown.append(None)
            continue
        run, k = networks[i * seeds + _median(own)]
        now = progress(own, work.sweep.epochs, target)
        tile |= {"value": now.value, "note": now.note, "link": links.of_network(run, k)}
        shown.append((run, k))
        rows.append({"tile": i, "cells": [name, str(parameters(run.experiments[k])), now.loss, now.solved]})
    places, labels = maps.points(template)
    described, theta = maps.weights(shown)
    loss = LOSSES[template.experiment.loss].label.lower()
    header = {
        **work.status,
        "step": 0,
        "epoch": 0,
        "headline": f"{len(shapes)} shapes, {seeds} {'seed' if seeds == 1 else 'seeds'} each",
        "tiles": tiles,
        "rows": [Shape(depth, 1).family for depth in depths],
        "columns": [f"{width} {'neuron' if width == 1 else 'neurons'}" for width in widths],
        "series": [],
        "table": {
            "head": ("Shape", "Weights and biases", "Median test loss", "Solved"),
            "rows": rows,
            "note": f"Solved: a test loss ({loss}) of at most {plain(target)}.",
        },
        "networks": described,
        **maps.about(template, MAP),
    }
    blocks = {"theta": theta, "curves": np.empty(0, np.float32), "places": places, "labels": labels}
    return packing.Frame(header, blocks)
