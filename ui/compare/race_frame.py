"""The Wall's Frame of a Race: a tile, a loss curve and a row of the table for each member."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from engine.losses import LOSSES
from engine.runs.history import Scores
from engine.runs.run import Run, evaluate
from engine.study import diagnosis
from engine.study.finding import times
from pictures import palette
from pictures.live import maps, packing
from pictures.numbers import digits, magnitude, per_cent
from pictures.wall.frame import FEW_TILES, Look, Signs, map_size
from ui.players.race import Race

MAX_CURVE = 150  # points of a loss curve
NOTABLE = 0.3  # share of idle units that a tile tells of


class Reading(NamedTuple):
    """What is measured of each network of a Run."""

    scores: Scores
    signs: Signs


def _curves(runs: list[Run], race: Race, readings: list[Reading]) -> np.ndarray:
    """Return epochs and then one row of test losses for each member: what the histories share, and now at the end."""
    leader = max(runs, key=lambda run: run.step)
    epochs = list(leader.history.epochs)
    stride = -(-len(epochs) // MAX_CURVE)
    now = leader.epoch + leader.position / max(leader.train.size, 1)
    shown = epochs[::stride]
    rows: list[list[float]] = [[*shown, now]]
    for seat in race.seats:
        run = runs[seat.run]
        ended = (
            int(run.diverged[seat.position]) // max(run.epoch_steps, 1) if run.diverged[seat.position] >= 0 else None
        )
        known = dict(zip(run.history.epochs, (losses[seat.position] for losses in run.history.test_loss), strict=True))
        last = readings[seat.run].scores.test_loss[seat.position]
        rows.append(
            [np.inf if ended is not None and epoch > ended else known.get(epoch, np.nan) for epoch in shown]
            + [np.inf if ended is not None else last]
        )
    return packing.losses(rows)


def _seconds(value: float | None) -> str:
    if value is None:
        return "…"
    return f"{1000 * value:.0f} ms" if value < 1 else f"{value:.1f} s"


HEAD = ("Network", "Test loss", "Epochs", "Seconds", "Idle", "‖∇‖ first layer")


def pack(race: Race, looks: list[Look], target: float, links: Sequence[str | None], **more: Any) -> packing.Frame:
    """Return the Frame of what a Race shows; target is the test loss that counts as solved.

    links has an address for each member, where there is one; more goes into the header as it is.
    """
    runs = race.shown
    first, leader = runs[0], max(runs, key=lambda run: run.step)
    readings = [Reading(evaluate(run), own) for run, own in zip(runs, race.signs(), strict=True)]
    size = map_size(len(race.seats), first.experiment.outputs)
    networks, theta = maps.weights([(runs[seat.run], seat.position) for seat in race.seats])
    tiles, rows = _tiles_and_rows(race, runs, readings, looks, links, race.reached(target))
    places, labels = maps.points(first)
    blocks = {
        "theta": theta,
        "curves": _curves(runs, race, readings),
        "places": places,
        "labels": labels,
    }
    loss, every = LOSSES[first.experiment.loss].label, race.leader.history.every
    note = f"Epochs and seconds until the test loss was at most {target:g}" + (
        f", looked at every {every} epochs. " if every > 1 else ". "
    )
    note += (
        "Seconds are those of the network trained alone on this server. Idle: dead units or saturated values. "
        "‖∇‖: the mean norm of a mini-batch's gradient."
    )
    header = {
        "state": race.state,
        "serial": race.serial,
        "step": leader.step,
        "epoch": leader.epoch,
        "newest": race.leader.epoch,
        "oldest": max(run.snapshots.items[0].epoch if run.snapshots.items else run.epoch for run in race.runs),
        "tiles": tiles,
        "series": [
            {**{name: tile[name] for name in ("name", "colour", "dashed")}, "tile": i, "thin": len(tiles) > FEW_TILES}
            for i, tile in enumerate(tiles)
        ],
        "table": {"head": HEAD, "rows": rows, "note": note},
        "chart": {"title": f"Test loss · {loss}", "target": target},
        "networks": networks,
        **maps.about(first, size),
        **more,
    }
    return packing.Frame(header, blocks)


def _idle(reading: Reading, k: int) -> str:
    """Return the larger one of a network's shares of dead units and of saturated values."""
    dead, saturated = reading.signs.dead[k], reading.signs.saturated[k]
    if np.isnan(dead):
        return "–"
    return f"{per_cent(dead)} dead" if dead >= saturated else f"{per_cent(saturated)} saturated"


def _ailment(reading: Reading, k: int) -> str:
    """Return what most likely keeps a network from learning, in a few words; "" if nothing does."""
    norms = reading.signs.gradient[k]
    if len(norms) > 2 and 0 < norms[0] < diagnosis.VANISHING_RATIO * norms[-1]:
        return f"layer 1 gets {times(norms[0] / norms[-1])} of the gradient"
    return _idle(reading, k) if max(reading.signs.dead[k], reading.signs.saturated[k]) >= NOTABLE else ""


def _tiles_and_rows(
    race: Race,
    runs: list[Run],
    readings: list[Reading],
    looks: list[Look],
    links: Sequence[str | None],
    reached: list[int | None],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return each member's tile, and the rows of the table, the first to reach the target first."""
    tiles, rows, order = [], [], []
    for i, (member, seat, look) in enumerate(zip(race.members, race.seats, looks, strict=True)):
        run, reading, k = runs[seat.run], readings[seat.run], seat.position
        loss, idle = reading.scores.test_loss[k], _idle(reading, k)
        if run.diverged[k] >= 0:
            note = f"diverged, step {int(run.diverged[k]):,}"
        elif reached[i] is not None:
            note = f"there at epoch {reached[i]:,}"
        else:
            note = _ailment(reading, k)
        tiles.append(
            {
                "name": member.name,
                "value": digits(loss),
                "note": note,
                "link": links[i],
                "colour": palette.SERIES[look.colour % len(palette.SERIES)],
                "dashed": look.colour >= palette.SOLID,
                "at": [look.row, look.column],
            }
        )
        cost, epochs = race.costs[i], reached[i]
        seconds = "–" if epochs is None else _seconds(cost and cost * epochs)
        cells = [member.name, digits(loss), "–" if epochs is None else f"{epochs:,}", seconds, idle]
        taken = None if epochs is None or cost is None else cost * epochs
        ranks = {HEAD.index("Epochs"): epochs, HEAD.index("Seconds"): taken}
        rows.append({"tile": i, "cells": [*cells, magnitude(reading.signs.gradient[k, 0])], "ranks": ranks})
        order.append((epochs is None, epochs or 0, np.nan_to_num(loss, nan=np.inf, posinf=np.inf), i))
    return tiles, [rows[i] for *_, i in sorted(order)]
