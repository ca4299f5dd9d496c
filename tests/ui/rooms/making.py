"""Guests of a class, with networks that were really trained."""

from functools import lru_cache
from urllib.parse import urlencode

import numpy as np

from engine.experiments.experiment import Experiment
from engine.runs import training
from engine.runs.run import evaluate, start_run
from pictures.room.faces import to_weights
from ui.rooms.guest import Guest, Report
from ui.visit import links

NOW = 1_000_000.0
BASE = Experiment(points=60, layers=(3,), step_size=0.03)


@lru_cache(maxsize=64)
def trained(experiment, epochs):
    """Return a Run of an experiment that was trained for some epochs."""
    run = start_run(experiment, dtype=np.float32)
    training.advance(run, epochs * run.epoch_steps)
    return run


def report_of(experiment, epochs=1, **more):
    """Return what a page reports of an experiment after some epochs."""
    run = trained(experiment, epochs)
    scores = evaluate(run)
    found = Report(
        kind=experiment.KIND,
        query=urlencode(links.to_query(experiment)),
        step=run.step,
        epoch=float(run.epoch),
        training_loss=float(scores.train_loss[0]),
        test_loss=float(scores.test_loss[0]),
        accuracy=None if scores.test_accuracy is None else float(scores.test_accuracy[0]),
        has_diverged=False,
        has_reached=None,
        answer=0,
        weights=to_weights(run.theta[0]),
    )
    return found._replace(**more)


def guest(name, experiment=None, place=0, epochs=1, has_left=False, seen_at=NOW, **more):
    """Return a guest who has joined as number `place`; without an experiment one who has not begun."""
    report = None if experiment is None else report_of(experiment, epochs, **more)
    return Guest(f"id-{name}", name, NOW - 1000 + place, seen_at, has_left, report)
