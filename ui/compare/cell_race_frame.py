"""The Wall's Frame of a Race of recurrent networks: maps of the gradient in time, curves, and a row of the table."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from engine.experiments.sequence_experiment import SequenceExperiment
from engine.losses import LOSSES
from engine.numerals import grouped, plain
from engine.runs import objective
from engine.runs.run import Run, output_of
from pictures.live import packing
from pictures.numbers import digits, magnitude
from pictures.wall import cell_frame
from pictures.wall.frame import Look
from ui.compare import race_parts
from ui.compare.image_race_frame import percentage
from ui.players.race import Measures, Race
from ui.players.records import Schedule
from ui.server import where


class Scores(NamedTuple):
    """The mean loss over the test sequences, and the accuracy or None for numbers, one value for each network."""

    test_loss: np.ndarray
    test_accuracy: np.ndarray | None


def score(run: Run) -> Scores:
    """Evaluate the networks of a Run on the test sequences that are scored, which is half the work of `evaluate`."""
    x, y, count = run.scored
    loss, x, y = objective.of(run.experiment), x[..., count:], y[..., count:]
    if not y.shape[-1]:
        return Scores(*np.full((2, len(run.theta)), np.nan))
    z = output_of(run, x)
    with np.errstate(over="ignore", invalid="ignore"):
        values = loss.value(z, y)
        values[np.isnan(values)] = np.inf  # from weights that have overflown
        is_class = loss.task == "classification"
        accuracy = loss.right(z, y).sum(axis=-1) / loss.counted(y) if is_class else None
        return Scores(values.sum(axis=-1) / loss.size(y), accuracy)


CURVES = {"accuracy": "accuracy", "loss": "loss"}  # on the test data
SOLVED_ACCURACY = 99  # per cent, at which a task counts as learned
SOLVED_ERROR = 0.005  # the mean squared error at which numbers count as learned
ROWS, SCORES = "gradients", "scores"  # names of what is recorded
# Each costs somewhat less than a step.
MEASURES: Measures = {ROWS: (Schedule(2, 100), cell_frame.gradients), SCORES: (Schedule(10, 400), score)}
FIRST_RATIO = "∂h₁ : ∂h_T at first"
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SHARE = 0.15  # of the time that the present gradients, and the present scores, may take


def pack(
    race: Race, looks: list[Look], target: float, links: Sequence[str | None], curve: str = "accuracy", **more: Any
) -> packing.Frame:
    """Return the Frame of what a Race shows; target is the test accuracy, in per cent, that counts as solved.

    links has an address for each member, where there is one; curve is one of CURVES, of which a regression has only the
    loss; more goes into the header. The Race has been begun with MEASURES.
    """
    first = race.shown[0]
    step = step_of(race)
    scores = race.measure(SCORES, score, 0, SHARE)
    now = race.measure(ROWS, cell_frame.gradients, 0, SHARE)
    shares = bool(first.experiment.class_count) and curve == "accuracy"
    rows = race.records[ROWS]
    about, blocks = cell_frame.pack(race.seats, rows.shown(step), now)
    start = next(iter(rows.found.values()), now)
    tiles, table = _tiles_and_rows(race, scores, (start, now), looks, links, solved(race, target))
    header = {
        **race_parts.header(race, tiles),
        **about,
        "reach": rows.schedule.reach(step),
        "gap": rows.schedule.gap(step),
        "epoch_steps": first.epoch_steps,
        "score": "test accuracy" if first.experiment.class_count else "test loss",
        "table": {"head": _head(race.shown[0].experiment), "rows": table, "note": _note(race, target)},
        "chart": _chart(race, shares, target),
        **more,
    }
    return packing.Frame(header, {"curves": _curves(race, step, scores, shares), **blocks})


def step_of(race: Race) -> int:
    """Return the step that is shown."""
    return max(run.step for run in race.shown)


def has_target(race: Race) -> bool:
    """Return whether the task can be solved; what comes next in a text can only be guessed."""
    return race.members[0].experiment.data not in ("text", "own")


def solved(race: Race, target: float) -> list[int | None]:
    """Return the first step that was looked at, up to the moment on show, at which each member had solved the task.

    target is a test accuracy in per cent; of numbers it is SOLVED_ERROR that must be reached.
    """
    found: list[int | None] = [None] * len(race.seats)
    if not has_target(race):
        return found
    for step, scores in race.records[SCORES].until(step_of(race)).items():
        for i, seat in enumerate(race.seats):
            each: Scores = scores[seat.run]
            if each.test_accuracy is None:
                is_there = each.test_loss[seat.position] <= SOLVED_ERROR
            else:
                is_there = each.test_accuracy[seat.position] >= target / 100
            if found[i] is None and is_there:
                found[i] = step
    return found


def _curves(race: Race, step: int, now: list[Scores], shares: bool) -> np.ndarray:
    """Return epochs, as fractions, and then a row of values for each member: as recorded, and now at the end."""

    def value(scores: Scores, k: int) -> float:
        values = scores.test_accuracy if shares else scores.test_loss
        return float("nan") if values is None else float(values[k])

    gone = np.nan if shares else np.inf
    recorded = {when: each for when, each in race.records[SCORES].shown(step).items() if when < step}
    rows: list[list[float]] = [[when / max(race.leader.epoch_steps, 1) for when in (*recorded, step)]]
    for seat in race.seats:
        ended = int(race.shown[seat.run].diverged[seat.position])
        rows.append(
            [
                gone if 0 <= ended < when or 0 <= ended == step else value(scores[seat.run], seat.position)
                for when, scores in {**recorded, step: now}.items()
            ]
        )
    return packing.losses(rows)


def _chart(race: Race, shares: bool, target: float) -> dict[str, Any]:
    """Return the title of the curves, and the levels that are dotted."""
    e, can_be_solved = race.shown[0].experiment, has_target(race)
    chance = cell_frame.guess(race.shown[0])
    if shares:
        dotted = [f"{plain(target)} %"] * can_be_solved + ["guessing"] * (chance is not None)
        title = "Test accuracy" + (f" · dotted: {', and '.join(dotted)}" if dotted else "")
        return {"title": title, "target": target / 100 * can_be_solved, "shares": True, "chance": chance or 0}
    title = f"Test loss · {LOSSES[e.loss].label}"
    if e.class_count:
        return {"title": title, "target": 0, "chance": 0}
    dotted = [plain(SOLVED_ERROR)] + ["always the mean"] * (chance is not None)
    title = f"{title} · dotted: {', and '.join(dotted)}"
    return {"title": title, "target": SOLVED_ERROR, "chance": chance or 0, "logarithmic": True}


def _head(experiment: SequenceExperiment) -> tuple[str, ...]:
    scored = ("Test accuracy",) if experiment.class_count else ()
    return ("Network", *scored, "Test loss", "Weights", "Steps", "Seconds", FIRST_RATIO, "now")


def _note(race: Race, target: float) -> str:
    run, every = race.shown[0], race.records[SCORES].schedule.every
    aim = (
        f"accuracy was at least {plain(target)} %"
        if run.experiment.class_count
        else f"loss was at most {plain(SOLVED_ERROR)}"
    )
    steps = f"Steps and seconds until the test {aim}, looked at every {every} steps at first. "
    return (
        f"Scored on {run.scored[0].shape[-1] - run.scored[2]} test sequences. "
        f"{steps if has_target(race) else ''}Seconds are those of the network trained alone {where.MACHINE}. "
        "∂h₁ : ∂h_T is the size of the gradient at the first moment, divided by that at the last one."
    )


def _tiles_and_rows(
    race: Race,
    scores: list[Scores],
    gradients: tuple[Sequence[np.ndarray], Sequence[np.ndarray]],
    looks: list[Look],
    links: Sequence[str | None],
    reached: list[int | None],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return each member's tile, and the rows of the table, the first to solve the task first.

    gradients has those at the first step and those at present, for each Run.
    """
    tiles, rows, order = [], [], []
    for i, (member, seat, look) in enumerate(zip(race.members, race.seats, looks, strict=True)):
        run, k, step = race.shown[seat.run], seat.position, reached[i]
        each, count, moments = scores[seat.run], run.theta.shape[1], run.experiments[k].moments
        loss = float(each.test_loss[k])
        accuracy = None if each.test_accuracy is None else float(each.test_accuracy[k])
        value = digits(loss) if accuracy is None else percentage(accuracy)
        first, now = (cell_frame.ratio(found[seat.run][k]) for found in gradients)
        note = race_parts.progress(run, k, None)
        if not np.isnan(now):
            note = f"|∂L/∂h₁| = {magnitude(now)} · |∂L/∂h{subscript(moments)}|\n{note}".rstrip()
        tile = race_parts.tile(member.name, value, note, links[i], look)
        tiles.append(tile if step is None else race_parts.arrived(tile, f"step {grouped(step)}"))
        taken = race_parts.cost(race, i, step)
        taken = None if taken is None else taken / max(run.epoch_steps, 1)
        cells = {
            "Network": member.name,
            **({} if accuracy is None else {"Test accuracy": value}),
            "Test loss": digits(loss),
            "Weights": grouped(count),
            "Steps": "–" if step is None else grouped(step),
            "Seconds": "–" if step is None else race_parts.seconds(taken),
            FIRST_RATIO: magnitude(first),
            "now": magnitude(now),
        }
        ranked = {"Weights": count, "Steps": step, "Seconds": taken}
        ranks = {list(cells).index(name): number for name, number in ranked.items()}
        rows.append({"tile": i, "cells": list(cells.values()), "ranks": ranks})
        better = np.nan_to_num(loss if accuracy is None else -accuracy, nan=np.inf, posinf=np.inf)
        order.append((step is None, step or 0, float(better), i))
    return tiles, [rows[i] for *_, i in sorted(order)]


def subscript(number: int) -> str:
    """Return a whole number in small letters below the line."""
    return str(number).translate(SUBSCRIPTS)
