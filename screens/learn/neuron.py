"""A chapter of the course; see ui/lessons/neuron.py."""

from ui import lesson
from ui.lessons import neuron
from ui.lessons.path import CHAPTERS

lesson.show(neuron.CHAPTER, CHAPTERS)
