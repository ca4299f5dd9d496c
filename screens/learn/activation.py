"""A chapter of the course; see ui/lessons/activation.py."""

from ui import lesson
from ui.lessons import activation
from ui.lessons.path import CHAPTERS

lesson.show(activation.CHAPTER, CHAPTERS)
