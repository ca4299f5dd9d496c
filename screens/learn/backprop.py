"""A chapter of the course; see ui/lessons/backprop.py."""

from ui import lesson
from ui.lessons import backprop
from ui.lessons.path import CHAPTERS

lesson.show(backprop.CHAPTER, CHAPTERS)
