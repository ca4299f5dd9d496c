"""The lessons of the pages that compare: found again by their settings."""

import pytest

from engine.experiments.experiment import change
from ui.compare import cell_lessons, image_lessons
from ui.compare.lessons import present


@pytest.mark.parametrize(
    ("lessons", "name"),
    [(each.LESSONS, name) for each in (cell_lessons, image_lessons) for name in each.LESSONS],
)
def test_a_lesson_is_found_by_its_settings_whatever_the_seeds(lessons, name):
    lesson = lessons[name]
    own = lesson.experiment
    assert present(lessons, change(own, data_seed=5, weight_seed=7), lesson.against) is lesson
    assert present(lessons, change(own, step_size=0.5), lesson.against) is not lesson
    assert present(lessons, own, "nothing") is None
