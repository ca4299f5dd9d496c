"""An Experiment as the parameters of a link that is short enough for browsers, chats and Streamlit."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache
from urllib.parse import quote, urlencode

import numpy as np

from engine.experiments import address
from engine.experiments.training_settings import TrainingSettings
from engine.runs.run import Run
from engine.runs.sweep import Result

MAX_WEIGHTS = 200  # that a link holds, in 5.4 characters each
WEIGHTS = re.compile(rf"[A-Za-z0-9_-]{{5,{-(-16 * MAX_WEIGHTS // 3)}}}")
PATHS = {
    "points": "./",
    "images": "./images",
    "sequences": "./sequences",
}  # of the page on which one network of a kind is trained
PAGE_TITLES = {"points": "Playground", "images": "Images", "sequences": "Sequences"}  # of the same pages
MAX_DRAWN = 1600  # characters of drawn points, four for each; the whole link stays below 2,000


def to_query(experiment: TrainingSettings) -> dict[str, str]:
    """Return an experiment's parameters; a visitor's own data that are too many for a link are left out."""
    query = address.to_query(experiment)
    return query if is_whole(experiment) else without_own(query, experiment)


def without_own(query: dict[str, str], experiment: TrainingSettings) -> dict[str, str]:
    """Return a query without a visitor's own data and what they are called."""
    own = (experiment.OWN_FIELD, *experiment.OWN_DETAILS)
    return {name: value for name, value in query.items() if name not in own}


def is_whole(experiment: TrainingSettings) -> bool:
    """Return whether a link holds all of an Experiment."""
    details = sum(len(quote(getattr(experiment, name))) for name in experiment.OWN_DETAILS)
    return len(getattr(experiment, experiment.OWN_FIELD)) + details <= MAX_DRAWN


def same(one: TrainingSettings, other: TrainingSettings) -> bool:
    """Return whether two Experiments have the same link."""
    return to_query(one) == to_query(other)


def opening(experiment: TrainingSettings, step: int = 0, play: bool = False) -> str:
    """Return the address, from any other page, that opens an experiment on the page of its kind, trained to a step."""
    arrival = ({"at_step": str(step)} if step else {}) | ({"play": "true"} if play else {})
    query = "&".join(filter(None, (_encoded(experiment), urlencode(arrival))))
    path = PATHS[experiment.KIND]
    return f"{path}?{query}" if query else path


@lru_cache(maxsize=256)  # a page with many networks asks for the same ones at each update
def _encoded(experiment: TrainingSettings) -> str:
    return urlencode(to_query(experiment))


def weights_text(theta: np.ndarray) -> str:
    """Return parameters (P,) as text for a link, in which each float32 reads back bit for bit."""
    return urlsafe_b64encode(theta.astype("<f4").tobytes()).decode().rstrip("=")


def weights_of(text: str) -> np.ndarray | None:
    """Return the parameters of a text that weights_text wrote; None for any other text."""
    if not WEIGHTS.fullmatch(text) or len(text) % 4 == 1:  # no number of bytes is written so
        return None
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    theta = np.frombuffer(data[: len(data) // 4 * 4], "<f4").astype(np.float32)
    return theta if len(data) % 4 == 0 and np.isfinite(theta).all() else None


def step_of(run: Run, place: int) -> int:
    """Return the step at which a network of a Run stands, which for one that diverged is the one where it did."""
    return run.step if run.diverged[place] < 0 else int(run.diverged[place])


def of_network(run: Run, place: int) -> str | None:
    """Return the address that opens a network of a Run in the Playground, trained to the same step, if there is one."""
    experiment = run.experiments[place]
    return opening(experiment, step_of(run, place)) if is_whole(experiment) else None


def of_experiment(experiment: TrainingSettings, result: Result | None) -> str | None:
    """Return the address that opens an Experiment trained as far as its result, or to the step where it diverged."""
    if not is_whole(experiment):
        return None
    if result is None:
        return opening(experiment)
    return opening(experiment, result.step if result.diverged < 0 else result.diverged)
