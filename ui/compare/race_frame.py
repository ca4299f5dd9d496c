"""The Wall's Frame of a Race on points: a map, a loss curve and a row of the table for each member."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from engine.losses import LOSSES
from engine.numerals import grouped, plain
from engine.runs.history import Scores
from engine.runs.run import Run, evaluate
from engine.study import diagnosis
from engine.study.finding import times
from pictures.live import maps, packing
from pictures.numbers import digits, per_cent
from pictures.wall.frame import Look, Signs, map_size
from ui.compare import race_parts
from ui.players.race import Race

NOTABLE = 0.3  # share of idle units that a tile tells of
DEAD = "dead"  # what a lesson may ask for: the share of dead neurons
FEW = 6  # networks, of each of which there is room to say how its gradient flows
BAR_DECADES = 5  # below the largest norm of a network's layers, that the bars of a tile span


class Reading(NamedTuple):
    """What is measured of each network of a Run."""

    scores: Scores
    signs: Signs


HEAD = ("Network", "Test loss", "Epochs", "Seconds", "Idle")


def pack(
    race: Race, looks: list[Look], target: float, links: Sequence[str | None], asked_for: str = "", **more: Any
) -> packing.Frame:
    """Return the Frame of what a Race shows; target is the test loss that counts as solved.

    links has an address for each member, where there is one; asked_for may be DEAD; more goes into the header as it is.
    """
    runs = race.shown
    first = runs[0]
    readings = [Reading(evaluate(run), own) for run, own in zip(runs, race.signs(), strict=True)]
    size = map_size(len(race.seats), first.experiment.outputs)
    networks, theta = maps.weights([(runs[seat.run], seat.position) for seat in race.seats])
    tiles, rows = _tiles_and_rows(race, runs, readings, looks, links, race.reached(target), asked_for)
    places, labels = maps.points(first)
    losses = [reading.scores.test_loss for reading in readings]
    blocks = {
        "theta": theta,
        "curves": race_parts.curves(race, lambda history: history.test_loss, losses, np.inf),
        "places": places,
        "labels": labels,
    }
    note = race_parts.timing_note(f"test loss was at most {plain(target)}", race.leader.history.every)
    note += " The bars below a picture: the mean norm of a mini-batch's gradient in each layer, the first layer left, "
    note += "on a log scale from the largest down to 1/100,000 of it."
    header = {
        **race_parts.header(race, tiles),
        "table": {"head": HEAD, "rows": rows, "note": note},
        "chart": {"title": f"Test loss · {LOSSES[first.experiment.loss].label}", "target": target},
        "networks": networks,
        **maps.about(first, size),
        **more,
    }
    return packing.Frame(header, blocks)


def idle(signs: Signs, k: int) -> str:
    """Return the larger one of a network's shares of dead units and of saturated values."""
    dead, saturated = signs.dead[k], signs.saturated[k]
    if np.isnan(dead):
        return "–"
    return f"{per_cent(dead)} dead" if dead >= saturated else f"{per_cent(saturated)} saturated"


def ailment(signs: Signs, k: int) -> str:
    """Return what most likely keeps a network from learning, in a few words; "" if nothing does."""
    norms = signs.gradient[k]
    if len(norms) > 2 and 0 < norms[0] < diagnosis.VANISHING_RATIO * norms[-1]:
        return flow(norms)
    return idle(signs, k) if max(signs.dead[k], signs.saturated[k]) >= NOTABLE else ""


def flow(norms: np.ndarray) -> str:
    """Return how much of the last layer's gradient the first one gets, in words; "" without two hidden layers."""
    if len(norms) < 3 or not (norms[0] > 0 and np.isfinite(norms).all()):
        return ""
    share = times(norms[0] / norms[-1])
    if share in ("1/1", "1 times"):
        return "layer 1 gets as much gradient as the last layer"
    return f"layer 1 gets {share}{' of' if norms[0] < norms[-1] else ''} the last layer's gradient"


def bars(norms: np.ndarray) -> list[float]:
    """Return the height of a bar in [0, 1] for each layer's norm, on a log scale; the largest is 1."""
    if not (norms.size and np.isfinite(norms).all() and norms.max() > 0):
        return []
    with np.errstate(divide="ignore"):
        heights = 1 + np.log10(norms / norms.max()) / BAR_DECADES
    return [round(float(height), 2) for height in np.clip(heights, 0, 1)]


def _tiles_and_rows(
    race: Race,
    runs: list[Run],
    readings: list[Reading],
    looks: list[Look],
    links: Sequence[str | None],
    reached: list[int | None],
    asked_for: str,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return each member's tile, and the rows of the table, the first to reach the target first."""
    tiles, rows, order = [], [], []
    for i, (member, seat, look) in enumerate(zip(race.members, race.seats, looks, strict=True)):
        run, reading, k, epochs = runs[seat.run], readings[seat.run], seat.position, reached[i]
        loss = reading.scores.test_loss[k]
        norms = reading.signs.gradient[k]
        note = race_parts.progress(run, k, epochs)
        if asked_for == DEAD:
            tile = race_parts.tile(member.name, digits(loss), f"loss {digits(loss)}\n{note}", links[i], look)
            tile = race_parts.answered(tile, f"{per_cent(reading.signs.dead[k])} dead")
        else:
            # Of many networks the bars have to do: there is no room for as many sentences.
            note = note or ailment(reading.signs, k) or (flow(norms) if len(race.seats) <= FEW else "")
            tile = race_parts.tile(member.name, digits(loss), note, links[i], look)
        tiles.append({**tile, "layers": bars(norms) if len(norms) > 1 else []})
        taken = race_parts.cost(race, i, epochs)
        seconds = "–" if epochs is None else race_parts.seconds(taken)
        cells = [
            member.name,
            digits(loss),
            "–" if epochs is None else grouped(epochs),
            seconds,
            idle(reading.signs, k),
        ]
        ranks = {HEAD.index("Epochs"): epochs, HEAD.index("Seconds"): taken}
        rows.append({"tile": i, "cells": cells, "ranks": ranks})
        order.append((epochs is None, epochs or 0, np.nan_to_num(loss, nan=np.inf, posinf=np.inf), i))
    return tiles, [rows[i] for *_, i in sorted(order)]
