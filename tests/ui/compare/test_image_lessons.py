"""What the lessons of the page that compares networks for images claim, measured with the engine over three seeds."""

from functools import cache

import numpy as np
import pytest

from engine import metrics
from engine.experiments.experiment import change
from engine.runs import sweep
from engine.runs.run import output_of
from ui.compare import image_contenders
from ui.compare.image_lessons import LESSONS

SEEDS = (1, 2, 3)


@cache
def accuracies(name, epochs=10, only=()):
    """Return by name the accuracies of a lesson's networks on all test images, for each seed, and their weights."""
    lesson = LESSONS[name]
    found, sizes = {}, {}
    for seed in SEEDS:
        base = change(lesson.experiment, data_seed=seed, weight_seed=seed)
        members, impossible = image_contenders.members(base, lesson.own["against"])
        assert not impossible
        members = [member for member in members if not only or member.name in only]
        work = sweep.begin([member.experiment for member in members], epochs)
        sweep.work(work)
        for i, member in enumerate(members):
            run = sweep.network_of(work, i)
            x, y = run.inputs[1]
            found.setdefault(member.name, []).append(float(metrics.accuracy(output_of(run, x), y)[0]))
            sizes[member.name] = run.theta.shape[1]
    return {each: np.array(values) for each, values in found.items()}, sizes


def test_only_global_pooling_carries_bars_from_the_left_half_to_the_right():
    found, sizes = accuracies("halves")
    for name in ("Conv, global max", "Conv, global mean"):
        assert (found.pop(name) == 1).all()
        assert sizes[name] == 55
    assert len(found) == 3
    for name, values in found.items():
        assert 0.25 < values.mean() < 0.45, name
        assert ((values > 0.18) & (values < 0.52)).all(), name


def test_global_pooling_is_no_good_for_digits():
    found, _ = accuracies("global")
    for name in ("Global max", "Global mean"):
        assert found.pop(name).max() <= 0.5
    assert len(found) == 3
    assert all((values > 0.9).all() for values in found.values())
    later, _ = accuracies("global", 50, ("Global max", "Global mean"))
    assert max(values.max() for values in later.values()) <= 0.75


def test_pooling_mends_a_shift_by_a_pixel_a_little():
    moved, _ = accuracies("moved")
    centred, _ = accuracies("global")
    pooled, plain = moved["Max 2 × 2"], moved["No pooling"]
    assert (pooled > plain).all()
    assert (moved["Mean 2 × 2"] > plain).all()
    assert max(moved["Global max"].max(), moved["Global mean"].max()) < 0.43
    assert pooled == pytest.approx([0.5] * 3, abs=0.06)
    assert plain == pytest.approx([0.4] * 3, abs=0.05)
    assert all((centred[name] > 0.9).all() for name in ("Max 2 × 2", "No pooling"))


def test_a_kernel_of_one_pixel_sees_no_texture():
    found, _ = accuracies("texture")
    assert found["1 × 1"] == pytest.approx([0.25] * 3, abs=0.06)
    assert (found["3 × 3"] == 1).all()
    assert (found["5 × 5"] == 1).all()


def test_one_filter_is_too_few_for_bars_and_eight_are_enough():
    assert accuracies("filters", epochs=40, only=("1 filter",))[0]["1 filter"].max() < 0.71
    found, _ = accuracies("filters")
    assert found.pop("1 filter").max() < 0.71
    for name in ("2 filters", "4 filters"):
        values = found.pop(name)
        assert values.min() < 1 == values.max()
    assert all((values == 1).all() for values in found.values())
