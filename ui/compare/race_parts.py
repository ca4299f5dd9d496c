"""What the Frames of all Races have: the header's common part, curves, and the words of a tile and of a row."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.numerals import grouped
from engine.runs.history import History
from engine.runs.run import Run
from pictures import palette
from pictures.live import packing
from pictures.wall.frame import FEW_TILES, Look
from ui.players.race import Race
from ui.server import where

MAX_CURVE = 150  # points of a curve


def curves(
    race: Race, recorded: Callable[[History], list[np.ndarray]], now: Sequence[np.ndarray], diverged: float
) -> np.ndarray:
    """Return epochs and then one row of values for each member: what the histories share, and now at the end.

    recorded returns the values that a History has; now are the present ones of each Run. From where a network diverged,
    its row has the value `diverged`.
    """
    runs = race.shown
    leader = max(runs, key=lambda run: run.step)
    epochs = list(leader.history.epochs)
    stride = -(-len(epochs) // MAX_CURVE)
    shown = epochs[::stride]
    rows: list[list[float]] = [[*shown, leader.epoch + leader.position / max(leader.train.size, 1)]]
    for seat in race.seats:
        run, k = runs[seat.run], seat.position
        ended = int(run.diverged[k]) // max(run.epoch_steps, 1) if run.diverged[k] >= 0 else None
        known = dict(zip(run.history.epochs, (values[k] for values in recorded(run.history)), strict=True))
        rows.append(
            [diverged if ended is not None and epoch > ended else known.get(epoch, np.nan) for epoch in shown]
            + [diverged if ended is not None else now[seat.run][k]]
        )
    return packing.losses(rows)


def seconds(value: float | None) -> str:
    """Return a time in words; "…" stands for one that is not known yet."""
    if value is None:
        return "…"
    return f"{1000 * value:.0f} ms" if value < 1 else f"{value:.1f} s"


def progress(run: Run, k: int, reached: int | None) -> str:
    """Return that a network diverged, or when it reached the target; "" for neither."""
    if run.diverged[k] >= 0:
        return f"diverged, step {grouped(int(run.diverged[k]))}"
    return "" if reached is None else f"there at epoch {grouped(reached)}"


def tile(name: str, value: str, note: str, link: str | None, look: Look) -> dict[str, Any]:
    """Return the tile of a network."""
    return {
        "name": name,
        "value": value,
        "note": note,
        "link": link,
        "colour": palette.SERIES[look.colour % len(palette.SERIES)],
        "dashed": look.colour >= palette.SOLID,
        "at": [look.row, look.column],
    }


def answered(tile: dict[str, Any], answer: str) -> dict[str, Any]:
    """Return the tile with an answer in large, in place of the score."""
    return {**tile, "value": answer, "score": tile["value"]}


def arrived(tile: dict[str, Any], when: str) -> dict[str, Any]:
    """Return the tile with the moment at which its network reached the target in large, and its score beside it."""
    return {**answered(tile, when), "beside": tile["value"]}


def header(race: Race, tiles: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what every header has: how far the Race is, its tiles, and the looks of their curves."""
    leader = max(race.shown, key=lambda run: run.step)
    return {
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
    }


def timing_note(target: str, every: int) -> str:
    """Return what the columns of epochs and seconds mean; every is the number of epochs between two looks."""
    looked = f", looked at every {every} epochs" if every > 1 else ""
    return (
        f"Epochs and seconds until the {target}{looked}. "
        f"Seconds are those of the network trained alone {where.MACHINE}. Idle: dead units or saturated values."
    )


def cost(race: Race, i: int, epochs: int | None) -> float | None:
    """Return the seconds that member i needs for so many epochs; None where they are not known."""
    each = race.costs[i]
    return None if epochs is None or each is None else each * epochs
