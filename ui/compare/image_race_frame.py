"""The Wall's Frame of a Race on images: kernels, answers, an accuracy curve and a row of the table for each."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.losses import LOSSES
from engine.numerals import grouped, plain
from pictures.live import packing
from pictures.numbers import digits
from pictures.wall import image_frame
from pictures.wall.frame import Look
from pictures.wall.image_frame import Answers
from ui.compare import race_parts
from ui.compare.race_frame import ailment, idle
from ui.players.race import Race

CURVES = {"accuracy": "accuracy", "loss": "loss"}  # on the test data
HEAD = ("Network", "Test accuracy", "Weights", "Epochs", "Seconds", "Test loss", "Idle")
SCORING_GAP, SCORING_SHARE = 0.0, 0.15  # seconds between two evaluations, and the share of the time they may take


def pack(
    race: Race, looks: list[Look], target: float, links: Sequence[str | None], curve: str = "accuracy", **more: Any
) -> packing.Frame:
    """Return the Frame of what a Race shows; target is the test accuracy, in per cent, that counts as solved.

    links has an address for each member, where there is one; curve is one of CURVES; more goes into the header.
    """
    runs, first = race.shown, race.shown[0].experiment
    readings = race.measure("answers", image_frame.answers, SCORING_GAP, SCORING_SHARE)
    tiles, rows = _tiles_and_rows(race, readings, looks, links, race.reached(target / 100, accuracy=True))
    about, shown = image_frame.pack(
        [(runs[seat.run], seat.position) for seat in race.seats], [readings[seat.run] for seat in race.seats]
    )
    blocks = {"curves": _curves(race, readings, curve), **shown}
    chart = {"title": f"Test loss · {LOSSES[first.loss].label}", "target": 0}
    if curve == "accuracy":
        chart = {
            "title": f"Test accuracy · dotted: {plain(target)} %, and guessing",
            "target": target / 100,
            "shares": True,
            "chance": 1 / max(first.class_count, 1),
        }
    note = race_parts.timing_note(f"test accuracy was at least {plain(target)} %", race.leader.history.every)
    tests = readings[0].right.shape[1]
    header = {
        **race_parts.header(race, tiles),
        "table": {"head": HEAD, "rows": rows, "note": f"Scored on {tests} test images. {note}"},
        "chart": chart,
        **about,
        **more,
    }
    return packing.Frame(header, blocks)


def _curves(race: Race, readings: list[Answers], curve: str) -> np.ndarray:
    if curve == "loss":
        losses = [reading.scores.test_loss for reading in readings]
        return race_parts.curves(race, lambda history: history.test_loss, losses, np.inf)
    shares = [_accuracy(reading) for reading in readings]
    return race_parts.curves(race, lambda history: history.test_accuracy, shares, np.nan)


def _accuracy(reading: Answers) -> np.ndarray:
    assert reading.scores.test_accuracy is not None  # images have classes
    return reading.scores.test_accuracy


def percentage(share: float) -> str:
    """Return an accuracy in per cent, with a decimal place; "–" stands for NaN."""
    return "–" if np.isnan(share) else f"{100 * share:.1f} %"


def _tiles_and_rows(
    race: Race,
    readings: list[Answers],
    looks: list[Look],
    links: Sequence[str | None],
    reached: list[int | None],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return each member's tile, and the rows of the table, the first to reach the target first."""
    tiles, rows, order = [], [], []
    signs = race.signs()
    for i, (member, seat, look) in enumerate(zip(race.members, race.seats, looks, strict=True)):
        run, reading, k, epochs = race.shown[seat.run], readings[seat.run], seat.position, reached[i]
        own, accuracy, count = signs[seat.run], float(_accuracy(reading)[k]), run.theta.shape[1]
        note = race_parts.progress(run, k, epochs) or (ailment(own, k) if run.step else "") or " "
        note = f"{grouped(count)} weights\n{note}"
        tiles.append(race_parts.tile(member.name, percentage(accuracy), note, links[i], look))
        taken = race_parts.cost(race, i, epochs)
        cells = [
            member.name,
            percentage(accuracy),
            grouped(count),
            "–" if epochs is None else grouped(epochs),
            "–" if epochs is None else race_parts.seconds(taken),
            digits(reading.scores.test_loss[k]),
            idle(own, k),
        ]
        ranks = {HEAD.index("Weights"): count, HEAD.index("Epochs"): epochs, HEAD.index("Seconds"): taken}
        rows.append({"tile": i, "cells": cells, "ranks": ranks})
        order.append((epochs is None, epochs or 0, -np.nan_to_num(accuracy), i))
    return tiles, [rows[i] for *_, i in sorted(order)]
