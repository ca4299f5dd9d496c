"""A chapter of the course; see course/chapters/neuron.py."""

from course import show as lesson
from course.chapters import neuron
from course.path import CHAPTERS

lesson.show(neuron.CHAPTER, CHAPTERS)
