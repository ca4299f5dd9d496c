"""The network of this chapter, a GRU of 32 units that has read Spanish first names, and the counts of pairs."""

from functools import lru_cache

import numpy as np

from course.chapters.measured import SEEDS, begin
from engine.data.sequences.texts import END
from engine.runs import objective, training
from engine.runs.run import Run, evaluate
from engine.study.sampling import generate
from engine.study.through_time import moments

SEED, UNITS, EPOCHS = 2, 32, 6  # 6 passes over the names: about where its test loss is lowest
EXTRA = 0.1  # added to every count, so that a pair that was never seen is not impossible
VOWELS = "aeiouáéíóúü"
END_NAME = "end"  # how the character at the end of a name is written in figures


@lru_cache(maxsize=2 * len(SEEDS))  # also for calls that do not name the seed
def trained(seed: int = SEED) -> Run:
    """Return a GRU that has learned the names; nobody changes it."""
    run = begin(seed, cell="gru", units=UNITS, data="text", text="names_spanish", step_size=0.02)
    training.advance(run, EPOCHS * run.epoch_steps)
    return run


def alphabet() -> tuple[str, ...]:
    """Return the 33 characters; the first one is that at the end of a name."""
    return trained().experiment.symbols


def written(character: str) -> str:
    """Return a character as figures show it."""
    return END_NAME if character == END else character


def codes(name: str) -> np.ndarray:
    """Return END and a name as places in the alphabet, (len(name) + 1, 1)."""
    places = {character: k for k, character in enumerate(alphabet())}
    return np.array([places[character] for character in END + name])[:, None]


def judged(run: Run, test: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Return all characters of the names, and what follows each, as places in the alphabet, (n,) each."""
    split = run.test if test else run.train
    counts = split.targets[objective.WEIGHT] > 0
    return split.points[counts], split.labels[counts]


@lru_cache(maxsize=2 * len(SEEDS))  # also for calls that do not name the seed
def pairs(seed: int = SEED) -> np.ndarray:
    """Return the probability of each character (column) after each (row), from counts in the training names."""
    run = trained(seed)
    size = len(run.experiment.symbols)
    counts = np.full((size, size), EXTRA)
    np.add.at(counts, judged(run), 1)
    return counts / counts.sum(axis=1, keepdims=True)


def losses(seed: int = SEED) -> tuple[float, float, float]:
    """Return the cross-entropies on unseen names: of single characters, of pairs, and of the network."""
    run = trained(seed)
    _, follows = judged(run)
    single = np.bincount(follows, minlength=len(run.experiment.symbols)) + EXTRA
    before, after = judged(run, test=True)
    return (
        float(-np.log((single / single.sum())[after]).mean()),
        float(-np.log(pairs(seed)[before, after]).mean()),
        float(evaluate(run).test_loss[0]),
    )


@lru_cache(maxsize=64)
def next_after(begun: str) -> np.ndarray:
    """Return the network's probability of each character after the beginning of a name."""
    return moments(trained(), codes(begun)).answers[:, -1, 0]


@lru_cache(maxsize=64)
def names_at(temperature: float, count: int = 12) -> tuple[str, ...]:
    """Return names that the network writes at a temperature; the same ones each time."""
    return tuple(generate(trained(), count, temperature=temperature, seed=1, most=16))
