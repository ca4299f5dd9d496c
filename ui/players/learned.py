"""Runs on the way to the step of a link: one of those who have opened it trains, and all the others get what it has.

The same Experiment gives the same weights at the same step, bit for bit. A class that opens a link with at_step would
train thirty times the same otherwise.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

from engine.experiments.training_settings import TrainingSettings
from engine.runs import timeline
from engine.runs.run import Run, snapshot

MAX_WAYS = 12  # that are kept, the latest ones
CLAIM_LASTS = 2.0  # seconds after which another one trains, if the one who did says nothing any more
PUBLISH_GAP = 0.5  # seconds between two states that the others get

Key = tuple[TrainingSettings, int]


@dataclass(slots=True)
class Way:
    """The way of an Experiment to a step: how far it is, who trains, and when that one trained last."""

    run: Run | None = None  # a separate one, that nobody trains
    seconds: float = 0.0  # of processor time that it took
    owner: Hashable = None
    claimed_at: float = field(default_factory=time.monotonic)
    published_at: float = -PUBLISH_GAP


_ways: OrderedDict[Key, Way] = OrderedDict()
_lock = threading.Lock()


def claim(experiment: TrainingSettings, step: int, owner: Hashable) -> bool:
    """Return whether the owner is the one to train an Experiment to a step, which no other does just now."""
    now = time.monotonic()
    with _lock:
        way = _ways.setdefault((experiment, step), Way(owner=owner))
        _ways.move_to_end((experiment, step))
        while len(_ways) > MAX_WAYS:
            _ways.popitem(last=False)
        if way.owner not in (owner, None) and now - way.claimed_at < CLAIM_LASTS:
            return False
        way.owner, way.claimed_at = owner, now
        return True


def publish(step: int, run: Run, seconds: float) -> None:
    """Let the others have a copy of a Run on its way to a step, or of one that is there."""
    now = time.monotonic()
    with _lock:
        way = _ways.get((run.experiment, step))
        if way is None or (run.step < step and now - way.published_at < PUBLISH_GAP):
            return
        if way.run is None or run.step > way.run.step:
            way.run, way.seconds, way.published_at = timeline.restore(run, snapshot(run)), seconds, now
        if run.step >= step:
            way.owner = None


def further(experiment: TrainingSettings, step: int, than: int) -> tuple[Run, float] | None:
    """Return a separate Run on the way to a step that is further than step `than`, and the seconds it took; or None."""
    with _lock:
        way = _ways.get((experiment, step))
        if way is None or way.run is None or way.run.step <= than:
            return None
        return timeline.restore(way.run, snapshot(way.run)), way.seconds
