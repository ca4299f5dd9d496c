"""Many seeds of one Experiment: how many were solved, the best, the median and the worst, and the atlas of minima."""

from typing import Any, NamedTuple

import numpy as np

from engine import losses
from engine.losses import LOSSES
from engine.numerals import grouped
from engine.runs import sweep
from engine.runs.run import Run
from engine.runs.sweep import Result
from engine.study import atlas
from pictures import palette
from pictures.live import maps, packing
from pictures.numbers import digits, per_cent
from pictures.wall.frame import map_size
from ui.players.work import Work
from ui.visit import links

GRID = 32  # pixels across the outputs that are compared
MAX_REGIONS = 9  # groups of the atlas that are shown
PARTS = 5  # of a training: a test loss may get further that fell from the last but one to the last of them ...
FALLS = 0.01  # ... by more than this share
NAMED = (("Best", palette.SERIES[0]), ("Median", palette.SERIES[2]), ("Worst", palette.SERIES[1]))


class Tally(NamedTuple):
    """The indices of the seeds from the lowest test loss to the highest, and how many are solved."""

    order: list[int]
    solved: int

    @property
    def best(self) -> int:
        return self.order[0]

    @property
    def median(self) -> int:
        """The index of the lower median."""
        return self.order[(len(self.order) - 1) // 2]

    @property
    def worst(self) -> int:
        return self.order[-1]


def tally(results: list[Result], target: float) -> Tally:
    """Rank the results. A network is solved if its test loss is at most the target and it has not diverged."""
    order = sorted(range(len(results)), key=lambda i: (results[i].final_loss, i))
    return Tally(order, sum(result.final_loss <= target for result in results))


def falling(results: list[Result], target: float) -> int:
    """Return how many networks are not solved yet, but had a test loss that was still falling."""
    return sum(result.final_loss > target and _still_falls(result) for result in results)


def _still_falls(result: Result) -> bool:
    """Whether the mean test loss of the last part of the training is clearly below that of the part before."""
    losses = np.array([*result.test_losses, result.final_loss])
    length = max(len(losses) // PARTS, 1)
    before, last = losses[-2 * length : -length], losses[-length:]
    return bool(np.isfinite(last).all() and last.mean() < (1 - FALLS) * before.mean())


def verdict(solved: int, count: int, still_falling: int) -> str:
    """Return whether it was the setting or the draw, or that it is too early to say."""
    if solved == count:
        return "It is the setting: every draw of first weights gets there."
    falls = f"{'one' if still_falling == 1 else still_falling} of the losses {'is' if still_falling == 1 else 'are'}"
    if solved <= 0.1 * count and still_falling > 0.1 * count:
        who = "no draw" if solved == 0 else "hardly any draw"
        return f"Too early to say: {who} has got there, but {falls} still falling. Give them more epochs."
    if solved == 0:
        return "It is the setting: no draw of first weights gets there."
    if solved >= 0.9 * count:
        return "It is mostly the setting: nearly every draw gets there."
    if solved <= 0.1 * count:
        return "It is mostly the setting: hardly any draw gets there."
    more = f"; {falls} still falling" if still_falling else ""
    return f"It is the draw: with the same setting, some first weights lead there and others do not{more}."


def outputs(run: Run, size: int = GRID) -> np.ndarray:
    """Return the outputs of each network of a Run over the plane in [0, 1]: probabilities, scaled scores or values."""
    z = np.nan_to_num(maps.output(run, size), posinf=1e30, neginf=-1e30)
    if maps.meaning(run.experiment) != "probability":
        return (np.clip(z, -1, 1) + 1) / 2
    return losses.softmax(z) if z.shape[1] > 1 else 0.5 * np.tanh(0.5 * z) + 0.5


def pack(work: Work, target: float) -> packing.Frame:
    """Return the Wall's Frame of a Work whose experiments are the seeds of one Experiment, all in one stack."""
    if work.sweep.runs[0] is None:
        sweep.work(work.sweep, 0)  # now there is a Run to draw
    (run,) = (run for run in work.sweep.runs if run is not None)
    results = [result for result in sweep.results(work.sweep, exact=work.state != "working") if result is not None]
    count = len(results)
    outcome = tally(results, target)
    found = [] if work.state == "working" else atlas.regions(outputs(run))
    chosen = [outcome.best, outcome.median, outcome.worst]
    tiles = [
        _tile(run, results[place], place, name, f"seed {grouped(results[place].experiment.weight_seed)}", colour)
        for place, (name, colour) in zip(chosen, NAMED, strict=True)
    ]
    tiles[0]["section"] = "Best, median and worst"
    plain: dict[str, Any] = {"name": "", "colour": palette.NEUTRAL, "dashed": False, "tile": -1, "thin": True}
    series = [dict(plain) for _ in results]
    for tile, (place, (name, colour)) in enumerate(zip(chosen, NAMED, strict=True)):
        series[place] |= {"name": name, "colour": colour, "tile": tile, "thin": False}
    for region in found[:MAX_REGIONS]:
        members, middle = len(region.members), region.middle
        name = per_cent(members / count) if members > 1 else "alone"
        outcome_tile = _tile(run, results[middle], middle, name, f"{members} of {count}", None)
        tiles.append({**outcome_tile, "minor": members == 1 < len(found[0].members)})
        chosen.append(middle)
    if found:
        tiles[3]["section"] = _section(found)
    order = [*(i for i in range(count) if i not in chosen[:3]), *dict.fromkeys(chosen[:3])]
    size = map_size(3 + MAX_REGIONS, run.experiment.outputs)
    networks, theta = maps.weights([(run, place) for place in chosen])
    places, labels = maps.points(run)
    header = {
        **work.status,
        "serial": work.serial * 100 + len(tiles),
        "step": run.step,
        "epoch": run.epoch,
        "tiles": tiles,
        "series": [series[i] for i in order],
        "solved": outcome.solved,
        "table": {"head": ("", "Test loss"), "rows": _quantiles(results, outcome), "note": ""},
        "chart": {"title": f"Test loss of {count} seeds · {LOSSES[run.experiment.loss].label}", "target": target},
        "headline": f"Solved in {outcome.solved} of {count}",
        "verdict": verdict(outcome.solved, count, falling(results, target)) if work.state == "done" else "",
        "networks": networks,
        **maps.about(run, size),
    }
    curves = _curves([results[i] for i in order])
    blocks = {"theta": theta, "curves": curves, "places": places, "labels": labels}
    return packing.Frame(header, blocks)


def _section(found: list[atlas.Region]) -> str:
    """Return the title of the atlas: how many kinds of outcome there are."""
    kinds = sum(len(region.members) > 1 for region in found)
    alone = len(found) - kinds
    if not kinds:
        return f"Atlas of minima: no two of these {alone} outcomes are alike; some of them"
    parts = [f"{kinds} {'kind' if kinds == 1 else 'kinds'} of outcome"]
    if alone:
        parts.append(f"{alone} that {'stands' if alone == 1 else 'stand'} alone")
    more = f"; the {MAX_REGIONS} most frequent" if len(found) > MAX_REGIONS else ""
    return f"Atlas of minima: {', and '.join(parts)}{more}"


def _tile(run: Run, result: Result, place: int, name: str, note: str, colour: str | None) -> dict[str, Any]:
    value = "diverged" if result.diverged >= 0 else digits(result.test_loss)
    link = links.of_network(run, place)
    return {"name": name, "value": value, "note": note, "link": link, "colour": colour, "dashed": False, "at": [0, 0]}


def _quantiles(results: list[Result], outcome: Tally) -> list[dict[str, Any]]:
    """Return rows of a table: losses from the best seed to the worst."""
    count = len(outcome.order)
    named = {"Best": 0, "Best quarter ends at": (count - 1) // 4, "Median": (count - 1) // 2, "Worst": count - 1}
    rows = []
    for name, rank in named.items():
        result = results[outcome.order[rank]]
        value = "diverged" if result.diverged >= 0 else digits(result.test_loss)
        rows.append({"tile": {"Best": 0, "Median": 1, "Worst": 2}.get(name, -1), "cells": [name, value]})
    return rows


def _curves(results: list[Result]) -> np.ndarray:
    """Return epochs and one row of test losses for each result; a network that diverged goes up and out."""
    longest = max(results, key=lambda result: len(result.epochs))
    last = max(result.epoch for result in results)
    rows: list[list[float]] = [[*longest.epochs, last]]
    for result in results:
        rest = len(longest.epochs) - len(result.test_losses)
        fill = np.inf if result.diverged >= 0 else np.nan
        rows.append([*result.test_losses, *[fill] * rest, np.inf if result.diverged >= 0 else result.test_loss])
    return packing.losses(rows)
