"""The lessons of the pages that compare: found again by their settings."""

from dataclasses import make_dataclass

import pytest

from engine.experiments.experiment import change
from ui.compare import cell_lessons, image_lessons, point_lessons
from ui.compare.lessons import present

ALL = (
    cell_lessons.LESSONS,
    image_lessons.LESSONS,
    point_lessons.ACTIVATIONS,
    point_lessons.SURFACES,
    point_lessons.OPTIMIZERS,
    point_lessons.STEP_SIZES,
    point_lessons.SEEDS,
    point_lessons.SHAPES,
)


def settings(values):
    """Return a page's own settings with these values."""
    return make_dataclass("Settings", values)(**values)


@pytest.mark.parametrize(("lessons", "name"), [(lessons, name) for lessons in ALL for name in lessons])
def test_a_lesson_is_found_by_its_settings_whatever_the_seeds(lessons, name):
    lesson = lessons[name]
    shared, own = lesson.experiment, settings(dict(lesson.own))
    assert present(lessons, change(shared, data_seed=5, weight_seed=7), own) is lesson
    assert present(lessons, shared, settings(dict.fromkeys(lesson.own, "nothing"))) is None
    moved = change(shared, step_size=0.5)
    assert (present(lessons, moved, own) is lesson) == (lesson.address is None)
