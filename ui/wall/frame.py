"""The Wall's Frame: tiles with maps, loss curves and a table; here of the members of a Race.

The header's tiles, [{name, value, note, link, colour, dashed, at}], have a map each in the block "maps"; series,
[{name, colour, dashed, tile, thin}], a row each in the block "curves", which begins with a row of epochs; table has a
head and rows, [{tile, cells, ranks}], where ranks has numbers to sort by for some of the columns; whatever text is
in there is shown as text.
"""

from typing import Any, NamedTuple

import numpy as np

from charts import style
from engine import inspection, training
from engine.losses import LOSSES
from engine.training import Run, Scores
from ui import links, pacing
from ui.live import maps, packing
from ui.race import Race

FEW, SOME = 12, 24  # tiles up to which maps are fine, and less fine, to bound a Frame's size
MAX_CURVE = 150  # points of a loss curve
NOTABLE = 0.3  # share of idle units that a tile tells of


class Look(NamedTuple):
    """How a member is shown: the number of its colour, and its row and column where tiles form a table."""

    colour: int
    row: int = 0
    column: int = 0


class Reading(NamedTuple):
    """What is measured of each network of a Run, (K,): its scores, idle units and the gradient's norm.

    idle is the larger of the share of dead units and the share of saturated values, over all hidden layers;
    gradient is the Euclidean norm of the first layer's gradient over all training points.
    """

    scores: Scores
    dead: np.ndarray
    saturated: np.ndarray
    gradient: np.ndarray


def read(run: Run) -> Reading:
    """Measure the networks of a Run over its training points."""
    count = len(run.theta)
    dead = saturated = gradient = np.full(count, np.nan)
    if run.train.points.shape[1]:
        gradient = inspection.gradient_norms(run)[:, 0]
        if len(run.layers) > 1:
            layers = inspection.activity(run.layers, training.trace(run, run.inputs[0][0]))
            weights = np.array([layer.units for layer in run.layers[:-1]], float)
            dead = np.average([layer.dead for layer in layers], axis=0, weights=weights)
            saturated = np.average([layer.saturated for layer in layers], axis=0, weights=weights)
    return Reading(training.evaluate(run), *(np.broadcast_to(part, count) for part in (dead, saturated, gradient)))


def map_size(tiles: int, outputs: int) -> int:
    """Return the pixels across each map: fewer where there are many maps."""
    size = 64 if tiles <= FEW else 48 if tiles <= SOME else 32
    return size if outputs == 1 else size * 5 // 8


def step_of(run: Run, place: int) -> int:
    """Return the step at which a network of a Run stands, which for one that diverged is the one where it did."""
    return run.step if run.diverged[place] < 0 else int(run.diverged[place])


def link(run: Run, place: int) -> str | None:
    """Return the address that opens this very network in the Playground, trained to the same step."""
    experiment = run.experiments[place]
    if not links.is_whole(experiment):
        return None
    return links.opening(experiment, step_of(run, place))


def _curves(runs: list[Run], race: Race, readings: list[Reading]) -> np.ndarray:
    """Return epochs and then one row of test losses for each member: what the histories share, and now at the end."""
    leader = max(runs, key=lambda run: run.step)
    epochs = list(leader.history.epochs)
    stride = -(-len(epochs) // MAX_CURVE)
    now = leader.epoch + leader.position / max(leader.train.points.shape[1], 1)
    rows = [[*epochs[::stride], now]]
    for seat in race.seats:
        run = runs[seat.run]
        ended = int(run.diverged[seat.place]) // max(run.epoch_steps, 1) if run.diverged[seat.place] >= 0 else None
        known = dict(zip(run.history.epochs, (losses[seat.place] for losses in run.history.test_loss), strict=True))
        last = readings[seat.run].scores.test_loss[seat.place]
        rows.append(
            [np.inf if ended is not None and epoch > ended else known.get(epoch, np.nan) for epoch in rows[0][:-1]]
            + [np.inf if ended is not None else last]
        )
    return np.minimum(np.array(rows, np.float32), 3e38)


def digits(value: float) -> str:
    """Return a loss or a norm as short text; – is one that does not exist."""
    if np.isnan(value):
        return "–"
    if not np.isfinite(value):
        return "∞"
    if 0 < value < 0.001:
        return "<0.0001" if value < 0.0001 else f"{value:.4f}"
    return f"{value:.3f}" if value < 10 else f"{value:.3g}"


def per_cent(share: float) -> str:
    """Return a share as text; – where there is none."""
    return "–" if np.isnan(share) else f"{100 * share:.0f} %"


def _seconds(value: float | None) -> str:
    if value is None:
        return "…"
    return f"{1000 * value:.0f} ms" if value < 1 else f"{value:.1f} s"


HEAD = ("Network", "Test loss", "Epochs", "Seconds", "Idle", "‖∇‖ first layer")


def pack(race: Race, looks: list[Look], target: float, **more: Any) -> bytes:
    """Return the Frame of what a Race shows; target is the test loss that counts as solved.

    more goes into the header as it is.
    """
    runs = race.shown
    first, leader = runs[0], max(runs, key=lambda run: run.step)
    readings = [read(run) for run in runs]
    size = map_size(len(race.seats), first.experiment.outputs)
    outputs = [maps.output_maps(run, maps.predict(run, size).output) for run in runs]
    tiles, rows = _tiles_and_rows(race, runs, readings, looks, race.reached(target))
    places, labels = maps.points(first)
    blocks = {
        "curves": _curves(runs, race, readings),
        "places": places,
        "labels": labels,
        "maps": np.stack([outputs[seat.run][seat.place] for seat in race.seats]),
    }
    loss, every = LOSSES[first.experiment.loss].label, race.leader.history.every
    note = f"Epochs and seconds until the test loss was at most {target:g}" + (
        f", looked at every {every} epochs. " if every > 1 else ". "
    )
    note += "Seconds are those of the network trained alone on this server. Idle: dead units or saturated values."
    header = {
        "state": race.state,
        "serial": race.serial,
        "beat": race.beat,
        "interval": 1000 * pacing.interval(),
        "step": leader.step,
        "epoch": leader.epoch,
        "newest": race.leader.epoch,
        "oldest": max(run.snapshots.items[0].epoch if run.snapshots.items else run.epoch for run in race.runs),
        "tiles": tiles,
        "series": [
            {**{name: tile[name] for name in ("name", "colour", "dashed")}, "tile": i, "thin": len(tiles) > FEW}
            for i, tile in enumerate(tiles)
        ],
        "table": {"head": HEAD, "rows": rows, "note": note},
        "chart": {"title": f"Test loss · {loss}", "target": target},
        **maps.about(first, size),
        **more,
    }
    return packing.pack(header, blocks)


def _tiles_and_rows(race: Race, runs: list[Run], readings: list[Reading], looks: list[Look], reached: list) -> tuple:
    """Return each member's tile, and the rows of the table, the first to reach the target first."""
    tiles, rows, order = [], [], []
    for i, (member, seat, look) in enumerate(zip(race.members, race.seats, looks, strict=True)):
        run, reading, k = runs[seat.run], readings[seat.run], seat.place
        loss, dead, saturated = reading.scores.test_loss[k], reading.dead[k], reading.saturated[k]
        idle = (
            "–" if np.isnan(dead) else f"{per_cent(dead)} dead" if dead >= saturated else f"{per_cent(saturated)} sat."
        )
        if run.diverged[k] >= 0:
            note = f"diverged, step {int(run.diverged[k]):,}"
        elif reached[i] is not None:
            note = f"there at epoch {reached[i]:,}"
        else:
            note = idle if max(dead, saturated) >= NOTABLE else ""
        tiles.append(
            {
                "name": member.name,
                "value": digits(loss),
                "note": note,
                "link": None if member.donor else link(run, k),  # no address holds another's weights
                "colour": style.SERIES[look.colour % len(style.SERIES)],
                "dashed": look.colour >= style.SOLID,
                "at": [look.row, look.column],
            }
        )
        cost, epochs = race.costs[i], reached[i]
        seconds = "–" if epochs is None else _seconds(cost and cost * epochs)
        cells = [member.name, digits(loss), "–" if epochs is None else f"{epochs:,}", seconds, idle]
        taken = None if epochs is None or cost is None else cost * epochs
        ranks = {HEAD.index("Epochs"): epochs, HEAD.index("Seconds"): taken}
        rows.append({"tile": i, "cells": [*cells, f"{reading.gradient[k]:.1e}"], "ranks": ranks})
        order.append((epochs is None, epochs or 0, np.nan_to_num(loss, nan=np.inf, posinf=np.inf), i))
    return tiles, [rows[i] for *_, i in sorted(order)]
