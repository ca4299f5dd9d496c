"""A number in the sentence below a figure lights up with its part of the figure."""

import re
from dataclasses import replace

import pytest

from course.chapters import neuron
from course.chapters.backprop import forward_and_back, loop
from course.chapters.recurrent import unrolling
from course.path import CHAPTERS
from pictures.sketch.scene import LINK

DEFAULTS = {chapter.name: chapter.page.settings() for chapter in CHAPTERS}
STAGES = range(len(forward_and_back.steps(loop.rounds(0.01)[0].numbers)))
FIGURES = [
    (neuron.signal_figure, [DEFAULTS["neuron"]]),
    (forward_and_back.figure, [replace(DEFAULTS["backprop"], stage=stage) for stage in STAGES]),
    (loop.figure, [replace(DEFAULTS["backprop"], follow=k + 1) for k in range(9)]),
    (unrolling.figure, [replace(DEFAULTS["recurrent"], now=t) for t in range(1, len(unrolling.X) + 1)]),
]


@pytest.mark.parametrize(("figure", "settings"), FIGURES, ids=lambda each: getattr(each, "__module__", None))
def test_every_part_of_the_sentence_is_in_the_figure(figure, settings):
    found = 0
    for each in settings:
        scene = figure(each)
        parts = set(re.findall(f"{LINK}([^{LINK}]+){LINK}[^{LINK}]+{LINK}", scene.caption))
        assert parts <= {mark.get("part") for panel in scene.panels for mark in panel.marks}
        assert LINK not in scene.plain_caption
        found += len(parts)
    assert found >= 2 * len(settings)
